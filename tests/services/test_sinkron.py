"""Synchronisations page by page: what is kept, what ends one, and what goes on after an interruption."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.answers import Answer, Sent
from shared.domain.referensi import PCARE, JenisReferensi, StatusSinkron
from shared.domain.sinkron import Sinkron, SinkronKlaim
from shared.services import pekerja, referensi, sinkron
from shared.services.errors import TidakSah
from shared.storage import tables as t
from shared.storage.tables_referensi import sinkron as rows
from tests.services import acuan
from tests.services.acuan import BROKEN, CLOSED, LEASE, OFFLINE, PASSWORD, Bpjs, Pembaca, isi_bpjs, ok
from tests.services.clinic import ADMIN, HARI, Clinic, race

POLI, DIAGNOSA = JenisReferensi.POLI, JenisReferensi.DIAGNOSA


def ask(clinic: Clinic, *jenis: JenisReferensi, **more: Any) -> tuple[Sinkron, ...]:
    return referensi.minta_sinkron(clinic.ctx, ADMIN, *jenis, **more)


def now(clinic: Clinic, one: Sinkron) -> Sinkron:
    return referensi.status(clinic.ctx, ADMIN, one.id)


def due(clinic: Clinic) -> None:
    """Let every waiting time be over."""
    clinic.sql(sa.update(rows).values(jatuh_tempo=0))


def codes(clinic: Clinic, jenis: JenisReferensi, **more: Any) -> list[str]:
    found = referensi.cari(clinic.ctx, ADMIN, jenis, batas=1000, **more)
    assert found.berikut is None
    return [row.kode for row in found.baris]


def test_every_list_is_read_and_kept_with_the_time_of_it(clinic: Clinic) -> None:
    asked = ask(clinic)
    assert [one.jenis for one in asked] == list(PCARE)
    assert {one.status for one in asked} == {StatusSinkron.MENUNGGU}
    Pembaca(clinic.ctx, isi_bpjs()).semua()
    for state in referensi.keadaan(clinic.ctx, ADMIN):
        assert state.baris == (2 if state.jenis is JenisReferensi.SPESIALIS else 3), state
        assert state.berjalan is None
        assert state.terakhir is not None
        assert state.terakhir == state.sekarang
        assert (state.terakhir.status, state.terakhir.bagian) == (StatusSinkron.SELESAI, 1.0)
        assert state.terakhir.tambah == state.baris
        assert state.terakhir.selesai is not None
    assert [r.aksi for r in clinic.audit("referensi.sinkron")] == ["referensi.sinkron"] * len(PCARE)


def test_a_second_reading_tells_what_has_changed_since(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    reader = Pembaca(clinic.ctx, bpjs)
    ask(clinic, POLI)
    reader.semua()
    (same,) = ask(clinic, POLI)
    reader.semua()
    done = now(clinic, same)
    assert (done.baris, done.tambah, done.ubah, done.hilang) == (3, 0, 0, 0)
    assert referensi.perubahan(clinic.ctx, ADMIN, POLI).baris == ()

    polis = bpjs.daftar["poli/fktp"]
    polis[0]["nmPoli"] = "POLI BARU"
    polis[1:2] = [{"kdPoli": "888", "nmPoli": "POLI TAMBAHAN"}]
    (third,) = ask(clinic, POLI)
    reader.semua()
    done = now(clinic, third)
    assert (done.tambah, done.ubah, done.hilang) == (1, 1, 1)
    changed = {r.kode: r.perubahan for r in referensi.perubahan(clinic.ctx, ADMIN, POLI).baris}
    assert changed == {"001": "ubah", "002": "hilang", "888": "tambah"}
    assert codes(clinic, POLI) == ["001", "003", "888"]
    assert codes(clinic, POLI, hilang=True) == ["001", "002", "003", "888"]
    assert referensi.satu(clinic.ctx, ADMIN, POLI, "002").hilang
    assert len(referensi.perubahan(clinic.ctx, ADMIN, POLI, sinkron_id=same.id).baris) == 0

    # What comes back is new again, once, however often a reading meets it.
    polis.append({"kdPoli": "002", "nmPoli": "POLI 002", "poliSakit": True})
    polis.append({"kdPoli": "002", "nmPoli": "POLI 002", "poliSakit": True})
    (fourth,) = ask(clinic, POLI)
    reader.semua()
    done = now(clinic, fourth)
    assert (done.tambah, done.ubah, done.hilang) == (1, 0, 0)


def test_each_page_is_kept_with_the_position_after_it(clinic: Clinic) -> None:
    (one,) = ask(clinic, POLI)
    reader = Pembaca(clinic.ctx, isi_bpjs(polis=250))
    seen: list[tuple[int, int, int, float]] = []

    def look(_: SinkronKlaim) -> None:
        state = now(clinic, one)
        assert state.status is StatusSinkron.JALAN
        seen.append((state.halaman, state.baris, len(codes(clinic, POLI)), round(state.bagian, 2)))

    assert reader.semua(look) == 3
    assert seen == [(0, 0, 0, 0.0), (1, 100, 100, 0.4), (2, 200, 200, 0.8)]
    done = now(clinic, one)
    assert (done.halaman, done.baris, done.total, done.lama) == (3, 250, 250, 300)


def test_the_time_left_is_told_while_it_runs(clinic: Clinic) -> None:
    (one,) = ask(clinic, POLI)
    reader = Pembaca(clinic.ctx, isi_bpjs(polis=250))
    claim = reader.ambil()
    assert claim is not None
    assert now(clinic, one).sisa is None
    assert reader.halaman(claim) is not None
    assert now(clinic, one).sisa == 150  # 100 ms for 100 of 250 rows


def test_a_dead_workers_reading_goes_on_at_its_page_without_waiting_for_the_lease(clinic: Clinic) -> None:
    (one,) = ask(clinic, POLI)
    bpjs = isi_bpjs(polis=250)
    pekerja.daftar(clinic.ctx, "mati", "mesin", 1, "", 1)
    dead = Pembaca(clinic.ctx, bpjs, "mati")
    claim = dead.ambil()
    assert claim is not None
    late = dead.halaman(claim)
    assert late is not None
    assert Pembaca(clinic.ctx, bpjs).ambil() is None, "a living worker's lease holds"
    pekerja.kubur(clinic.ctx, "mesin", "uji", lambda _pid, _mark: False)
    assert Pembaca(clinic.ctx, bpjs).semua() == 2
    assert now(clinic, one).baris == 250
    # ... and if it was not dead after all, it writes nothing any more.
    before = len(bpjs.diminta)
    assert dead.halaman(late) is None
    assert len(bpjs.diminta) == before
    assert sinkron.terima(clinic.ctx, late, ok([{"kdPoli": "666"}]), sewa=LEASE, lama=1) is None
    assert "666" not in codes(clinic, POLI)
    assert now(clinic, one).tambah == 250


def test_a_lease_that_ran_out_is_free(clinic: Clinic) -> None:
    ask(clinic, POLI)
    reader = Pembaca(clinic.ctx, isi_bpjs())
    assert reader.ambil() is not None
    assert reader.ambil() is None
    clinic.sql(sa.update(rows).values(sewa_sampai=1))
    assert reader.ambil() is not None


def test_two_workers_never_hold_the_same_reading(clinic: Clinic) -> None:
    ask(clinic, POLI)
    station = clinic.station()
    one, other = (Pembaca(ctx, Bpjs(), name) for ctx, name in ((clinic.ctx, "a"), (station, "b")))
    assert [claim is None for claim in race(one.ambil, other.ambil)].count(False) == 1


def test_asking_twice_asks_once_also_at_the_same_time(clinic: Clinic) -> None:
    station = clinic.station()
    found = race(
        *(lambda ctx=ctx: referensi.minta_sinkron(ctx, ADMIN, POLI) for ctx in (clinic.ctx, station) * 3)  # type: ignore[misc]
    )
    assert len({one[0].id for one in found if isinstance(one, tuple)}) == 1
    assert len(found) == 6
    assert len(clinic.rows(sa.select(rows))) == 1
    assert len(clinic.audit("referensi.sinkron")) == 1


def test_stopping_between_pages_keeps_what_was_read_and_goes_on_there_later(clinic: Clinic) -> None:
    bpjs = isi_bpjs(polis=250)
    reader = Pembaca(clinic.ctx, bpjs)
    (first,) = ask(clinic, POLI)
    reader.semua()
    del bpjs.daftar["poli/fktp"][0]
    (one,) = ask(clinic, POLI)
    claim = reader.ambil()
    assert claim is not None
    second = reader.halaman(claim)
    assert second is not None
    stopped = referensi.batalkan(clinic.ctx, ADMIN, POLI)
    assert (stopped.id, stopped.status, stopped.dihentikan_oleh) == (
        one.id, StatusSinkron.DIBATALKAN, ADMIN.nama,
    )  # fmt: skip
    assert reader.halaman(second) is None
    assert reader.ambil() is None
    assert "001" in codes(clinic, POLI), "nothing is gone before everything was read"
    state = next(s for s in referensi.keadaan(clinic.ctx, ADMIN) if s.jenis is POLI)
    assert (state.terakhir, state.berjalan) == (now(clinic, first), None)
    bpjs.diminta.clear()
    assert ask(clinic, POLI)[0].id == one.id
    reader.semua()
    assert bpjs.diminta == ["poli/fktp/100/100", "poli/fktp/200/100"]
    assert (now(clinic, one).status, now(clinic, one).hilang) == (StatusSinkron.SELESAI, 1)
    with pytest.raises(TidakSah, match="Poli FKTP tidak sedang berjalan"):
        referensi.batalkan(clinic.ctx, ADMIN, POLI)


def test_what_was_stopped_can_be_read_anew_and_is_when_it_is_old(clinic: Clinic) -> None:
    reader = Pembaca(clinic.ctx, isi_bpjs(polis=250))
    (one,) = ask(clinic, POLI)
    claim = reader.ambil()
    assert claim is not None
    reader.halaman(claim)
    referensi.batalkan(clinic.ctx, ADMIN, POLI)
    (two,) = ask(clinic, POLI, dari_awal=True)
    assert (two.id != one.id, two.halaman) == (True, 0)
    claim = reader.ambil()
    assert claim is not None
    reader.halaman(claim)
    referensi.batalkan(clinic.ctx, ADMIN, POLI)
    clinic.sql(sa.update(rows).values(diubah=1))
    assert ask(clinic, POLI)[0].id not in (one.id, two.id)


def test_a_gate_that_is_broken_makes_it_wait_and_it_goes_on_by_itself(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    reader = Pembaca(clinic.ctx, bpjs)
    (one,) = ask(clinic, POLI)
    bpjs.salah = [BROKEN, OFFLINE, BROKEN, OFFLINE, BROKEN]
    for tries in range(1, 6):
        due(clinic)
        reader.semua()
        state = clinic.rows(sa.select(rows))[0]
        assert (state.status, state.gagal) == ("menunggu", tries)
    assert clinic.gate("pcare").status == "terputus"
    due(clinic)
    bpjs.diminta.clear()
    reader.semua()
    assert bpjs.diminta == [], "nothing is asked of a service behind its breaker"
    assert (now(clinic, one).status, now(clinic, one).pesan[:9]) == (StatusSinkron.MENUNGGU, "Menunggu:")
    assert clinic.rows(sa.select(rows.c.gagal))[0].gagal == 5
    due(clinic)
    clinic.gate_due("pcare")
    reader.semua()
    assert now(clinic, one).status is StatusSinkron.SELESAI
    assert clinic.gate("pcare").status == "normal"


def test_after_many_failures_in_a_row_a_person_decides(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    bpjs.salah = [BROKEN] * sinkron.TRIES
    (one,) = ask(clinic, POLI)
    for _ in range(sinkron.TRIES):
        due(clinic)
        clinic.sql(sa.delete(t.gerbang))
        Pembaca(clinic.ctx, bpjs).semua()
    done = now(clinic, one)
    assert (done.status, done.dari_bpjs) == (StatusSinkron.GAGAL, False)
    assert "terganggu" in done.pesan


def test_refused_credentials_stop_it_and_everything_else_of_that_service(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    reader = Pembaca(clinic.ctx, bpjs)
    one, two = ask(clinic, JenisReferensi.DOKTER, POLI)
    bpjs.salah = [PASSWORD]
    reader.semua()
    assert len(bpjs.diminta) == 1, "the other one is not even asked"
    for state in (now(clinic, one), now(clinic, two)):
        assert (state.status, state.dari_bpjs) == (StatusSinkron.GAGAL, True)
        assert state.pesan == PASSWORD.message
    gate = clinic.gate("pcare")
    assert (gate.status, gate.sidik) == ("kredensial", "kunci-1")
    pekerja.kredensial_baru(clinic.ctx, {"pcare": "kunci-2"})
    ask(clinic, JenisReferensi.DOKTER, POLI)
    reader.semua()
    assert now(clinic, ask(clinic, POLI)[0]).baris == 0


def test_a_list_that_is_not_open_to_the_clinic_shuts_no_gate(clinic: Clinic) -> None:
    """A 404 for one list must not stop the registrations of the whole clinic."""
    bpjs = isi_bpjs()
    one, two = ask(clinic, JenisReferensi.DOKTER, POLI)
    bpjs.salah = [CLOSED]
    Pembaca(clinic.ctx, bpjs).semua()
    assert (now(clinic, one).status, now(clinic, one).pesan) == (StatusSinkron.GAGAL, CLOSED.message)
    assert now(clinic, two).status is StatusSinkron.SELESAI
    assert getattr(clinic.gate("pcare"), "status", "normal") == "normal"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (acuan.refusal(412, "Parameter salah"), "Parameter salah"),
        (Answer(Sent.YES, http=200, code="200", data={"nama": "x"}), "bukan daftar"),
        (Answer(Sent.YES, http=200, code="200", data=7), "bukan daftar"),
    ],
)
def test_an_answer_that_is_no_list_ends_it(clinic: Clinic, answer: Answer, words: str) -> None:
    bpjs = isi_bpjs()
    bpjs.salah = [answer]
    (one,) = ask(clinic, POLI)
    Pembaca(clinic.ctx, bpjs).semua()
    assert now(clinic, one).status is StatusSinkron.GAGAL
    assert words in now(clinic, one).pesan


def test_a_list_that_is_suddenly_empty_is_not_believed(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    reader = Pembaca(clinic.ctx, bpjs)
    ask(clinic, POLI)
    reader.semua()
    bpjs.daftar["poli/fktp"] = []
    (one,) = ask(clinic, POLI)
    reader.semua()
    assert (now(clinic, one).status, "satu baris pun" in now(clinic, one).pesan) == (
        StatusSinkron.GAGAL,
        True,
    )
    assert codes(clinic, POLI) == ["001", "002", "003"]
    # A list that never had rows may well be empty.
    bpjs.daftar["provider/0/100"] = bpjs.daftar["provider"] = []
    (none,) = ask(clinic, JenisReferensi.PROVIDER)
    reader.semua()
    assert now(clinic, none).status is StatusSinkron.SELESAI


def test_a_service_that_never_comes_to_an_end_is_left(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinkron, "MOST_PAGES", 4)
    bpjs = isi_bpjs(polis=1000)
    (one,) = ask(clinic, POLI)
    assert Pembaca(clinic.ctx, bpjs).semua() == 4
    assert "tanpa akhir" in now(clinic, one).pesan


def test_a_diagnosis_found_by_many_searches_is_one_row(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    (one,) = ask(clinic, DIAGNOSA)
    Pembaca(clinic.ctx, bpjs).semua()
    assert len(bpjs.diminta) == 26
    done = now(clinic, one)
    assert done.tambah == 3
    assert done.baris > 3
    assert codes(clinic, DIAGNOSA) == ["A00.1", "J00", "K29"]


def test_a_search_is_gone_on_with_at_its_letter(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    reader = Pembaca(clinic.ctx, bpjs)
    ask(clinic, DIAGNOSA)
    at = reader.ambil()
    for _ in range(4):
        assert at is not None
        at = reader.halaman(at)
    assert at is not None
    sinkron.lepas(clinic.ctx, at)
    bpjs.diminta.clear()
    reader.semua()
    assert bpjs.diminta[0] == "diagnosa/E/0/100"
    assert len(bpjs.diminta) == 22


def test_a_code_may_stand_below_two_parents(clinic: Clinic) -> None:
    ask(clinic, JenisReferensi.SUBSPESIALIS)
    Pembaca(clinic.ctx, isi_bpjs()).semua()
    found = referensi.cari(clinic.ctx, ADMIN, JenisReferensi.SUBSPESIALIS, "anak")
    assert [(row.kode, row.induk) for row in found.baris] == [("25", "ANA"), ("25", "INT")]
    one = referensi.satu(clinic.ctx, ADMIN, JenisReferensi.SUBSPESIALIS, "25", "INT")
    assert one.nama == "ANAK, juga di sini"


def test_a_schedule_goes_before_a_long_list(clinic: Clinic) -> None:
    bpjs = isi_bpjs(polis=300)
    acuan.beri_jadwal(bpjs, "2099-03-04", {"001": [acuan.dokter(9001, "dr. A", "07:00-12:00")]})
    reader = Pembaca(clinic.ctx, bpjs)
    ask(clinic, POLI)
    claim = reader.ambil()
    assert claim is not None
    referensi.minta_jadwal(clinic.ctx, ADMIN, HARI)
    assert reader.halaman(claim) is None, "handed back between two pages"
    reader.semua()
    assert bpjs.diminta == [
        "poli/fktp/0/100",
        "ref/poli/tanggal/2099-03-04",
        "ref/dokter/kodepoli/001/tanggal/2099-03-04",
        "poli/fktp/100/100",
        "poli/fktp/200/100",
    ]


def test_what_the_worker_waits_for(clinic: Clinic) -> None:
    def left() -> int | None:
        return sinkron.sisa_waktu(clinic.ctx, "uji")

    assert left() is None
    ask(clinic, POLI)
    assert left() == 0
    reader = Pembaca(clinic.ctx, isi_bpjs())
    claim = reader.ambil()
    assert claim is not None
    assert left() == 0
    reader.bpjs.salah = [BROKEN]
    reader.halaman(claim)
    assert 0 < (left() or 0) < 10_000
    due(clinic)
    reader.semua()
    assert left() is None


def test_a_mistake_of_ours_ends_it_and_says_so(clinic: Clinic) -> None:
    (one,) = ask(clinic, POLI)
    claim = Pembaca(clinic.ctx, isi_bpjs()).ambil()
    assert claim is not None
    sinkron.menyerah(clinic.ctx, claim, KeyError("x"))
    assert "KeyError" in now(clinic, one).pesan


def test_the_thread_does_what_the_hands_do(clinic: Clinic) -> None:
    from shared.config import BpjsSettings
    from worker.senders import Saluran
    from worker.sync import Penyinkron

    bpjs = isi_bpjs()

    def thread(client: Any) -> Penyinkron:
        channel = Saluran(client, client, BpjsSettings(), "00000001")
        return Penyinkron(clinic.ctx, channel, pekerja="uji", sewa=LEASE, sidik={})

    assert not thread(bpjs).satu()
    (one,) = ask(clinic, POLI)
    assert thread(bpjs).satu()
    assert now(clinic, one).status is StatusSinkron.SELESAI

    class Mistaken:
        def send(self, request: Any) -> Answer:
            raise ZeroDivisionError

    (two,) = ask(clinic, POLI)
    assert thread(Mistaken()).satu()
    assert "ZeroDivisionError" in now(clinic, two).pesan

    (three,) = ask(clinic, POLI)
    ending = thread(bpjs)
    ending.berhenti()
    assert ending.satu()
    assert now(clinic, three).status is StatusSinkron.MENUNGGU
