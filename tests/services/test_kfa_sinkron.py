"""Reading the catalogue page by page: both shapes, what is kept and marked, what goes on, what is stopped."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from shared.config import Rahasia, SatusehatSettings
from shared.domain.referensi import StatusSinkron
from shared.domain.sinkron import Sinkron
from shared.services import kfa, kfa_sinkron, konteks, referensi
from shared.services.errors import Ditolak, TidakSah
from shared.services.konteks import Konteks
from shared.storage.tables_kfa import kfa as table
from shared.storage.tables_referensi import sinkron as readings
from tests.services.clinic import ADMIN, PETUGAS, Clinic, settings_for
from tests.services.katalog import OFFLINE, REFUSED, Kfa, PembacaKfa
from worker.sandbox.kfa_katalog import Katalog

SETTINGS = SatusehatSettings(
    auth_url="http://127.0.0.1:1/oauth2/v1",
    kfa_url="http://127.0.0.1:1/kfa-v2",
    client_id="klien",
    client_secret=Rahasia("rahasia"),
)


@pytest.fixture
def ctx(clinic: Clinic) -> Any:
    made = konteks.buka(replace(settings_for(clinic.url), satusehat=SETTINGS))
    yield made
    made.tutup()


def minta(ctx: Konteks, **more: Any) -> Sinkron:
    return kfa_sinkron.minta(ctx, ADMIN, **more)


def kini(ctx: Konteks, one: Sinkron) -> Sinkron:
    return referensi.status(ctx, ADMIN, one.id)


def jumlah(ctx: Konteks, *where: Any) -> int:
    with ctx.baca() as conn:
        return int(conn.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())


def berkode(katalog: Katalog, jenis: str) -> int:
    return sum(row.code != "/" for row in katalog.rows[jenis])


@pytest.mark.parametrize("larik", [False, True])
def test_both_shapes_of_a_list_are_read_and_drafts_dropped(ctx: Konteks, larik: bool) -> None:
    source = Kfa(larik=larik)
    one = minta(ctx)
    assert PembacaKfa(ctx, source).semua() == 4  # 2600 and 400, 1000 at a time
    done = kini(ctx, one)
    assert (done.status, done.baris, done.bagian, done.pesan) == (StatusSinkron.SELESAI, 3000, 1.0, "")
    state = kfa.keadaan(ctx, ADMIN)
    assert state.obat + state.alkes + state.usang == done.tambah
    assert done.tambah == berkode(source.katalog, "farmasi") + berkode(source.katalog, "alkes")
    assert state.usang > 0
    assert state.berjalan is None
    assert jumlah(ctx, table.c.kode == "/") == 0


def test_retired_and_replaced_codes_are_kept_and_marked(ctx: Konteks) -> None:
    source = Kfa()
    minta(ctx)
    PembacaKfa(ctx, source).semua()
    retired = [row for row in source.katalog.rows["farmasi"] if not row.active]
    assert jumlah(ctx, ~table.c.aktif) == len(retired)
    heirs = [row for row in retired if source.katalog.whole(row)["replacement"]["product"]["kfa_code"]]
    assert jumlah(ctx, table.c.ganti_kode != "") == len(heirs) > 0


def test_progress_is_told_page_by_page(ctx: Konteks) -> None:
    one = minta(ctx)
    seen: list[tuple[int, int, bool]] = []

    def look(_: object) -> None:
        state = kini(ctx, one)
        seen.append((state.halaman, state.baris, 0 <= state.bagian < 1))

    PembacaKfa(ctx, Kfa()).semua(look)
    assert seen == [(0, 0, True), (1, 1000, True), (2, 2000, True), (3, 2600, True)]


def test_what_has_gone_is_marked_only_after_a_whole_calm_reading(ctx: Konteks) -> None:
    source = Kfa()
    reader = PembacaKfa(ctx, source)
    minta(ctx)
    reader.semua()
    gone = [row for row in source.katalog.rows["alkes"] if row.code != "/"][:3]
    for row in gone:
        source.katalog.tell({"kfa_code": row.code, "hapus": True})
    again = minta(ctx, penuh=True)
    reader.semua()
    done = kini(ctx, again)
    assert (done.tambah, done.ubah, done.hilang) == (0, 0, 3)
    assert jumlah(ctx, table.c.hilang) == 3
    assert kfa.cari(ctx, ADMIN, gone[0].code)[0].berlaku is False

    # The catalogue shrinks under way: rows may have slipped past, nothing is believed gone.
    fresh = [row for row in source.katalog.rows["farmasi"] if row.code != "/"]
    third = minta(ctx, penuh=True)

    def shrink(klaim: Any) -> None:
        if klaim.halaman == 1:
            source.katalog.tell({"kfa_code": fresh[0].code, "hapus": True})

    reader.semua(shrink)
    done = kini(ctx, third)
    assert (done.status, done.hilang) == (StatusSinkron.SELESAI, 0)


def test_a_daily_increment_asks_for_changes_only(ctx: Konteks) -> None:
    source = Kfa()
    reader = PembacaKfa(ctx, source)
    minta(ctx)
    reader.semua()
    code = next(row.code for row in source.katalog.rows["farmasi"] if row.code != "/" and row.active)
    source.katalog.tell({"kfa_code": code, "active": False, "updated_at": "2999-01-01 00:00:00"})
    source.katalog.tell(
        {"kfa_code": "93990001", "name": "Obat Baru 5 mg Tablet", "updated_at": "2999-01-01 00:00:00"}
    )
    source.diminta.clear()
    second = minta(ctx)
    assert second.kunci
    reader.semua()
    done = kini(ctx, second)
    assert (done.status, done.tambah, done.ubah, done.hilang) == (StatusSinkron.SELESAI, 1, 1, 0)
    assert all(f"from_date={second.kunci}" in path for path in source.diminta)
    assert kfa.cari(ctx, ADMIN, "obat baru 5 mg")[0].kode == "93990001"


def test_a_worker_asks_by_itself_once_a_day(ctx: Konteks, clinic: Clinic) -> None:
    assert not kfa_sinkron.terjadwal(ctx), "a mirror nobody has filled is left alone"
    one = minta(ctx)
    PembacaKfa(ctx, Kfa()).semua()
    assert not kfa_sinkron.terjadwal(ctx)
    day = 25 * 3_600_000
    clinic.sql(
        sa.update(readings)
        .where(readings.c.id == one.id)
        .values(
            diubah=readings.c.diubah - day, mulai=readings.c.mulai - day, selesai=readings.c.selesai - day
        )
    )
    assert kfa_sinkron.terjadwal(ctx)
    assert not kfa_sinkron.terjadwal(ctx)
    running = kfa.keadaan(ctx, ADMIN).berjalan
    assert running is not None
    assert running.kunci


def test_stopped_and_gone_on_with_at_its_page(ctx: Konteks) -> None:
    source = Kfa()
    reader = PembacaKfa(ctx, source)
    one = minta(ctx)
    claim = reader.ambil()
    assert claim is not None
    claim = reader.halaman(claim)
    assert claim is not None
    stopped = kfa_sinkron.batalkan(ctx, ADMIN)
    assert (stopped.id, stopped.status, stopped.halaman) == (one.id, StatusSinkron.DIBATALKAN, 1)
    assert reader.halaman(claim) is None, "a page that was under way is not kept"
    with pytest.raises(TidakSah):
        kfa_sinkron.batalkan(ctx, ADMIN)
    again = minta(ctx)
    assert again.id == one.id
    source.diminta.clear()
    reader.semua()
    assert "page=2&" in source.diminta[0]
    done = kini(ctx, again)
    assert (done.status, done.halaman, done.baris) == (StatusSinkron.SELESAI, 4, 3000)


def test_fewer_rows_are_asked_for_where_many_are_refused(ctx: Konteks) -> None:
    source = Kfa(Katalog(150, 120, 1), terbanyak=100)
    one = minta(ctx)
    PembacaKfa(ctx, source).semua()
    assert kini(ctx, one).status is StatusSinkron.SELESAI
    sizes = [path.split("size=")[1].split("&")[0] for path in source.diminta]
    assert sizes == ["1000", "100", "100", "100", "100"]


def test_an_outage_is_waited_out_and_refused_credentials_end_it(ctx: Konteks, clinic: Clinic) -> None:
    source = Kfa(Katalog(20, 20, 1), salah=[OFFLINE])
    reader = PembacaKfa(ctx, source)
    one = minta(ctx)
    assert reader.semua() == 1
    state = kini(ctx, one)
    assert state.status is StatusSinkron.MENUNGGU
    assert state.pesan
    clinic.sql(sa.update(readings).values(jatuh_tempo=0))
    reader.semua()
    assert kini(ctx, one).status is StatusSinkron.SELESAI
    source.salah = [REFUSED]
    second = minta(ctx, penuh=True)
    reader.semua()
    ended = kini(ctx, second)
    assert (ended.status, ended.pesan, ended.dari_bpjs) == (StatusSinkron.GAGAL, "client ditolak", True)


def test_an_empty_answer_wipes_nothing(ctx: Konteks) -> None:
    reader = PembacaKfa(ctx, Kfa(Katalog(30, 10, 1)))
    minta(ctx)
    reader.semua()
    before = jumlah(ctx, ~table.c.hilang)
    reader.kfa = Kfa(Katalog(0, 0, 1))
    one = minta(ctx, penuh=True)
    reader.semua()
    assert kini(ctx, one).status is StatusSinkron.GAGAL
    assert jumlah(ctx, ~table.c.hilang) == before


def test_without_settings_or_rights_nothing_is_asked_for(ctx: Konteks, clinic: Clinic) -> None:
    with pytest.raises(TidakSah, match="satusehat"):
        kfa_sinkron.minta(clinic.ctx, ADMIN)
    with pytest.raises(Ditolak):
        kfa_sinkron.minta(ctx, PETUGAS)
    with pytest.raises(Ditolak):
        kfa_sinkron.batalkan(ctx, PETUGAS)
