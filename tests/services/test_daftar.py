"""Registering: numbers, refusals, the jobs that follow, and many hands at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.registration import Kolom
from shared.domain.status import JenisJob, StatusAntrean, StatusJob
from shared.services import antrean
from shared.services.errors import TidakSah
from shared.storage import tables as t
from shared.storage import tickets
from tests.services.clinic import ADMIN, HARI, LAMA, PETUGAS, Clinic, actor, norm, race
from tests.support.processes import Proc


def test_a_bpjs_ticket_comes_with_its_two_jobs(clinic: Clinic) -> None:
    card = clinic.register(1)
    assert (card.tiket, card.status, card.versi, card.tanggal) == ("A-001", StatusAntrean.MENUNGGU, 1, HARI)
    assert (card.norm, card.penjamin_id, card.dokter, card.jam) == (
        norm(1),
        2,
        "dr. Contoh Satu",
        "07:00-12:00",
    )
    assert card.p is not None
    assert card.a is not None
    assert (card.p.jenis, card.p.status) == (JenisJob.PENDAFTARAN, StatusJob.MENUNGGU)
    assert (card.a.jenis, card.a.status) == (JenisJob.TAMBAH_ANTREAN, StatusJob.MENUNGGU)
    assert card.lain == ()
    assert clinic.due() == (card.p.id, card.a.id)
    assert card == clinic.card(card.id)


def test_registering_is_written_down(clinic: Clinic) -> None:
    card = clinic.register(1)
    (row,) = clinic.audit()
    assert (row.aksi, row.pelaku, row.peran, row.stasiun) == ("antrean.daftar", PETUGAS.nama, "petugas", "1")
    assert (row.objek, row.objek_id, row.hasil) == ("antrean", card.id, "ok")
    assert '"A-001"' in row.rincian


def test_numbers_go_up_per_prefix_and_date(clinic: Clinic) -> None:
    assert [clinic.register(n).tiket for n in (1, 2, 3)] == ["A-001", "A-002", "A-003"]
    assert clinic.register(1, "GIGI", "D2").tiket == "B-001"
    assert clinic.register(1, tanggal=date(2099, 3, 5)).tiket == "A-001"
    assert clinic.register(4).tiket == "A-004"


def test_a_number_is_never_given_twice(clinic: Clinic) -> None:
    first = clinic.register(1)
    clinic.cancel(first.id)
    assert clinic.register(1).tiket == "A-002"


def test_a_refused_registration_takes_no_number(clinic: Clinic) -> None:
    clinic.register(1)
    with pytest.raises(TidakSah):
        clinic.register(1)
    assert clinic.register(2).tiket == "A-002"


def test_numbers_grow_to_four_digits(clinic: Clinic) -> None:
    values = {"faskes_id": clinic.ctx.faskes.id, "prefix": "A", "tanggal": HARI, "terakhir": 998}
    clinic.sql(sa.insert(t.nomor).values(values))
    assert [clinic.register(n).tiket for n in (1, 2)] == ["A-999", "A-1000"]


def test_today_is_the_day_on_the_clinics_wall(clinic: Clinic) -> None:
    with clinic.ctx.baca() as conn:
        before = clinic.ctx.hari_ini(conn)
    card = clinic.register(1, tanggal=None)
    with clinic.ctx.baca() as conn:
        after = clinic.ctx.hari_ini(conn)
    assert before <= card.tanggal <= after


def test_the_patients_own_payer_counts_when_none_is_named(clinic: Clinic) -> None:
    assert clinic.register(1, penjamin_id=None).penjamin_id == 2


def test_codes_are_read_without_regard_to_case(clinic: Clinic) -> None:
    assert clinic.register(1, "umum", "d1").ruangan == "Poli Umum"


def test_a_room_with_one_doctor_needs_none_named(clinic: Clinic) -> None:
    assert clinic.register(1, "GIGI", None).dokter == "drg. Contoh Dua"


def test_a_slot_can_be_named(clinic: Clinic) -> None:
    assert clinic.register(1, jam="13:00-16:00").jam == "13:00-16:00"


# ── tickets BPJS need not hear of ─────────────────────────────────────────────


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"penjamin_id": 1}, id="umum"),
        pytest.param({"ruangan": "APOTEK", "dokter": None}, id="apotek"),
        pytest.param({"ruangan": "KIA", "dokter": None, "penjamin_id": 1}, id="umum in an unmapped room"),
        pytest.param({"penjamin_id": 1, "dokter": "D4"}, id="umum with a doctor without slots"),
    ],
)
def test_no_jobs_where_bpjs_need_not_hear(clinic: Clinic, more: dict[str, Any]) -> None:
    card = clinic.register(1, **more)
    assert card.jobs == ()
    assert clinic.due() == ()
    # ... and nothing stands in the way of a second ticket of the same patient
    assert clinic.register(1, **more).id != card.id


# ── refusals ──────────────────────────────────────────────────────────────────


def refused(clinic: Clinic, number: str, **more: Any) -> TidakSah:
    more = {"ruangan": "UMUM", "dokter": "D1", "penjamin_id": 2, "tanggal": HARI} | more
    with pytest.raises(TidakSah) as caught:
        antrean.daftar(clinic.ctx, PETUGAS, norm=number, **more)
    assert clinic.rows(sa.select(t.antrean.c.id)) == []
    assert clinic.rows(sa.select(t.job.c.id)) == []
    return caught.value


@pytest.mark.parametrize(
    ("lack", "kolom", "words"),
    [
        ({"nik": ""}, Kolom.NIK, "NIK belum diisi"),
        ({"nik": "320101010101000"}, Kolom.NIK, "NIK harus 16 digit, sekarang 15"),
        ({"nama": " "}, Kolom.NAMA, "nama pasien belum diisi"),
        ({"no_hp": ""}, Kolom.NO_HP, "nomor HP belum diisi"),
        ({"no_hp": "0812x"}, Kolom.NO_HP, "nomor HP harus 8 sampai 15 digit"),
        ({"no_kartu": ""}, Kolom.NO_KARTU, "nomor kartu BPJS belum diisi"),
        ({"no_kartu": "000999000001"}, Kolom.NO_KARTU, "nomor kartu BPJS harus 13 digit, sekarang 12"),
    ],
)
def test_a_patient_who_lacks_something(
    clinic: Clinic, lack: dict[str, str], kolom: Kolom, words: str
) -> None:
    error = refused(clinic, clinic.patient("X1", **lack))
    assert [item.kolom for item in error.tolakan] == [kolom]
    assert error.pesan.startswith("Pendaftaran ditolak: ")
    assert words in error.pesan


@pytest.mark.parametrize(
    ("more", "kolom", "words"),
    [
        ({"ruangan": "KIA", "dokter": "D6"}, Kolom.RUANGAN, "ruangan Poli KIA belum dipetakan"),
        ({"dokter": "D3"}, Kolom.DOKTER, "dokter dr. Belum Dipetakan belum dipetakan"),
        ({"dokter": "D4"}, Kolom.JADWAL, "dokter dr. Tanpa Jadwal tidak punya jadwal"),
        ({"dokter": None}, Kolom.DOKTER, "dokter belum dipilih"),
        ({"dokter": "D2"}, Kolom.DOKTER, "drg. Contoh Dua tidak praktik di ruangan ini"),
        ({"tanggal": LAMA}, Kolom.TANGGAL, "tanggal 2001-03-04 sudah lewat"),
    ],
)
def test_a_registration_bpjs_would_refuse(
    clinic: Clinic, more: dict[str, Any], kolom: Kolom, words: str
) -> None:
    error = refused(clinic, norm(1), **more)
    assert [item.kolom for item in error.tolakan] == [kolom]
    assert words in error.pesan


@pytest.mark.parametrize(
    ("number", "more", "kode", "words"),
    [
        ("999999", {}, "pasien_tidak_ada", "nomor RM 999999 tidak ditemukan"),
        ("000001", {"ruangan": "X"}, "ruangan_tidak_ada", "yang ada: UMUM, GIGI, LANSIA, KIA, APOTEK"),
        ("000001", {"dokter": "DX"}, "dokter_tidak_ada", "yang ada: D1, D3, D4"),
        ("000001", {"penjamin_id": 9}, "penjamin_tidak_ada", "yang ada: 1 (Umum), 2 (BPJS Kesehatan)"),
        ("000001", {"jam": "09:00-10:00"}, "jam_tidak_ada", "yang ada: 07:00-12:00, 13:00-16:00"),
    ],
)
def test_what_is_not_known_is_named(
    clinic: Clinic, number: str, more: dict[str, Any], kode: str, words: str
) -> None:
    error = refused(clinic, number, **more)
    assert error.kode == kode
    assert words in error.pesan


def test_every_refusal_is_told_at_once(clinic: Clinic) -> None:
    error = refused(clinic, clinic.patient("X1", nik="", no_kartu="1"), dokter="D4")
    assert [item.kolom for item in error.tolakan] == [Kolom.NIK, Kolom.NO_KARTU, Kolom.JADWAL]


def test_one_live_ticket_per_card_poli_and_date(clinic: Clinic) -> None:
    first = clinic.register(1)
    with pytest.raises(TidakSah) as caught:
        clinic.register(1)
    assert [(item.kolom, item.nilai) for item in caught.value.tolakan] == [(Kolom.TIKET, first.tiket)]
    assert "pasien sudah punya antrean A-001" in caught.value.pesan
    with pytest.raises(TidakSah):
        clinic.register(1, "LANSIA", "D5")  # another room, but the same poli at BPJS
    assert clinic.register(1, "GIGI", "D2").tiket == "B-001"
    assert clinic.register(1, tanggal=date(2099, 3, 5)).tiket == "A-001"
    clinic.cancel(first.id)
    assert clinic.register(1).tiket == "A-002"


def test_nothing_is_left_of_a_registration_that_breaks(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken on the way")

    with monkeypatch.context() as patch:
        patch.setattr("shared.services.pendaftaran.add_audit", broken)
        with pytest.raises(RuntimeError):
            clinic.register(1)
    for table in (t.antrean, t.job, t.nomor, t.audit):
        assert clinic.rows(sa.select(table)) == []
    assert clinic.register(1).tiket == "A-001"


# ── many at once ──────────────────────────────────────────────────────────────


def test_threads_get_distinct_gapless_numbers(clinic: Clinic) -> None:
    made = race(*((lambda n=n: clinic.register(n)) for n in range(1, 13)))  # type: ignore[misc]
    assert [card for card in made if isinstance(card, Exception)] == []
    numbers = sorted(card.tiket for card in made if not isinstance(card, Exception))
    assert numbers == [f"A-{n:03d}" for n in range(1, 13)]


SCRIPT = """
import sys
from datetime import date
from pathlib import Path
from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.services import antrean, konteks
from shared.security.permissions import SYSTEM
url, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
ctx = konteks.buka(Settings(FaskesSettings("00000001", "Klinik Contoh"), PenyimpananSettings(url)))
print("ready", flush=True)
sys.stdin.readline()
for n in range(first, last):
    day = date(2099, 3, 4)
    card = antrean.daftar(ctx, SYSTEM, norm=f"{n:06d}", ruangan="UMUM", dokter="D1", tanggal=day)
    print("took", card.tiket, flush=True)
ctx.tutup()
"""


def test_processes_get_distinct_gapless_numbers(clinic: Clinic) -> None:
    with (
        Proc(["-c", SCRIPT, clinic.url, "1", "11"], name="one", stdin="go\n") as one,
        Proc(["-c", SCRIPT, clinic.url, "11", "21"], name="two", stdin="go\n") as two,
    ):
        mine = [clinic.register(n).tiket for n in range(21, 26)]
        assert (one.wait(), two.wait()) == (0, 0)
        theirs = [line.split()[1] for proc in (one, two) for line in proc.stdout.splitlines()[1:]]
    assert sorted(mine + theirs) == [f"A-{n:03d}" for n in range(1, 26)]


def test_of_many_registrations_of_one_card_one_wins(clinic: Clinic) -> None:
    rooms = [("UMUM", "D1"), ("LANSIA", "D5")] * 3
    made = race(*((lambda r=r, d=d: clinic.register(1, r, d)) for r, d in rooms))  # type: ignore[misc]
    losers = [item for item in made if isinstance(item, Exception)]
    assert len(losers) == len(rooms) - 1
    assert {type(item) for item in losers} == {TidakSah}, losers
    assert len(clinic.rows(sa.select(t.antrean.c.id))) == 1
    assert len(clinic.rows(sa.select(t.job.c.id))) == 2


def test_a_registration_that_lost_the_race_says_who_holds_the_card(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look before the insert may be too early; the key itself has the last word."""
    first = clinic.register(1)
    look = tickets.holder_of_key
    looks: list[object] = []

    def too_early(*args: Any) -> str | None:
        looks.append(args)
        return look(*args) if len(looks) > 1 else None

    monkeypatch.setattr(tickets, "holder_of_key", too_early)
    with pytest.raises(TidakSah) as caught:
        clinic.register(1)
    assert first.tiket in caught.value.pesan


# ── rights ────────────────────────────────────────────────────────────────────


def test_a_kiosk_may_register_and_nothing_else(clinic: Clinic) -> None:
    kiosk = actor("kiosk")
    card = antrean.daftar(clinic.ctx, kiosk, norm=norm(1), ruangan="UMUM", dokter="D1", tanggal=HARI)
    assert card.diubah_oleh == kiosk.nama
    assert clinic.audit()[0].pelaku == kiosk.nama
    assert ADMIN.izin > kiosk.izin
