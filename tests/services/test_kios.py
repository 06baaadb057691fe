"""Stations for patients: member questions, counter numbers, the public board, prints."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
import sqlalchemy as sa

from shared.domain.answers import Answer, Problem, Sent
from shared.domain.peserta import HasilPeserta, JawabanPeserta
from shared.services import anjungan, antrean, cetak, papan_umum, peserta
from shared.services.errors import Bentrok, Ditolak, TidakDitemukan, TidakSah
from shared.storage import gates, kios, workers
from shared.storage import tables as t
from tests.services.clinic import ADMIN, PETUGAS, Clinic, actor, card_number, norm, race

KIOSK = actor("kiosk", "anjungan")
PAPAN = actor("papan", "papan")
MEMBER = {
    "aktif": True, "ketAktif": "AKTIF", "tunggakan": 0,
    "kdProviderPst": {"kdProvider": "00000001", "nmProvider": "KLINIK UJI"},
}  # fmt: skip


def told(data: object, http: int = 200) -> Answer:
    """PCare's answer with *data* as its response."""
    return Answer(Sent.YES, http=http, code=str(http), data=data, raw=json.dumps(data))


def at_work(clinic: Clinic) -> None:
    """A worker lives."""
    with clinic.ctx.storage.write() as conn:
        workers.register(conn, "w1", host="h", pid=1, mulai_proses="1", utas=4)


def asked(clinic: Clinic, answer: Answer, number: str = card_number(1)) -> JawabanPeserta | None:
    question = peserta.minta(clinic.ctx, KIOSK, number)
    kueri = peserta.ambil(clinic.ctx)
    assert kueri is not None
    assert kueri.nomor == number
    assert peserta.jawaban(clinic.ctx, KIOSK, question) is None
    peserta.terima(clinic.ctx, kueri, answer)
    return peserta.jawaban(clinic.ctx, KIOSK, question)


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (told(MEMBER), JawabanPeserta(HasilPeserta.AKTIF, "AKTIF", 0, "00000001", "KLINIK UJI")),
        (
            told(MEMBER | {"aktif": False, "ketAktif": "PENANGGUHAN\x1b[2J PREMI", "tunggakan": 7}),
            JawabanPeserta(HasilPeserta.TIDAK_AKTIF, "PENANGGUHAN PREMI", 7, "00000001", "KLINIK UJI"),
        ),
        (told(None), JawabanPeserta(HasilPeserta.TIDAK_ADA)),
        (Answer(Sent.YES, http=204, problem=Problem.EMPTY), JawabanPeserta(HasilPeserta.TIDAK_ADA)),
        (told({"aktif": "ya"}), peserta.TAK_TERJAWAB),
        (told([1]), peserta.TAK_TERJAWAB),
        (
            told(MEMBER | {"kdProviderPst": None, "tunggakan": "3", "ketAktif": None}),
            JawabanPeserta(HasilPeserta.AKTIF),
        ),
        (Answer(Sent.NO, problem=Problem.CONNECT), peserta.TAK_TERJAWAB),
        (Answer(Sent.MAYBE, problem=Problem.TIMEOUT), peserta.TAK_TERJAWAB),
    ],
)
def test_an_answer_reaches_whoever_asked(clinic: Clinic, answer: Answer, wanted: JawabanPeserta) -> None:
    at_work(clinic)
    assert asked(clinic, answer) == wanted
    rows = clinic.rows(sa.select(t.kueri_peserta.c.nomor))
    assert rows[0].nomor == "", "the number is forgotten with the answer"


def test_a_nik_is_asked_about_by_its_own_path(clinic: Clinic) -> None:
    at_work(clinic)
    peserta.minta(clinic.ctx, KIOSK, "3201010101010001")
    kueri = peserta.ambil(clinic.ctx)
    assert kueri is not None
    assert peserta.permintaan(kueri).path == "peserta/nik/3201010101010001"


@pytest.mark.parametrize("number", ["", "123", "0" * 14, "٠" * 13, "1/../../x/1234", " 000000000001"])
def test_only_cards_and_niks_are_asked_about(clinic: Clinic, number: str) -> None:
    with pytest.raises(TidakSah):
        peserta.minta(clinic.ctx, KIOSK, number)
    with pytest.raises(TidakSah):
        anjungan.temukan(clinic.ctx, KIOSK, number)


def test_nobody_waits_where_nobody_answers(clinic: Clinic) -> None:
    question = peserta.minta(clinic.ctx, KIOSK, card_number(1))
    assert peserta.jawaban(clinic.ctx, KIOSK, question) == peserta.TAK_TERJAWAB
    assert peserta.ambil(clinic.ctx) is None


def test_a_question_nobody_waits_for_is_not_sent(clinic: Clinic) -> None:
    at_work(clinic)
    question = peserta.minta(clinic.ctx, KIOSK, card_number(1))
    clinic.sql(sa.update(t.kueri_peserta).values(tenggat=1))
    assert peserta.jawaban(clinic.ctx, KIOSK, question) == peserta.TAK_TERJAWAB
    assert peserta.ambil(clinic.ctx) is None


def test_a_shut_gate_is_not_knocked_at_and_bad_credentials_shut_it(clinic: Clinic) -> None:
    at_work(clinic)
    refused = Answer(Sent.YES, http=401, code="401", message="Username atau Password salah")
    assert asked(clinic, refused) == peserta.TAK_TERJAWAB
    assert clinic.gate("pcare").status == gates.CREDENTIAL
    question = peserta.minta(clinic.ctx, KIOSK, card_number(1))
    assert peserta.ambil(clinic.ctx) is None
    assert peserta.jawaban(clinic.ctx, KIOSK, question) == peserta.TAK_TERJAWAB


def test_two_workers_never_take_the_same_question(clinic: Clinic) -> None:
    at_work(clinic)
    for _ in range(4):
        peserta.minta(clinic.ctx, KIOSK, card_number(1))
    taken = race(*[lambda: peserta.ambil(clinic.station())] * 4)
    ids = [kueri.id for kueri in taken if kueri is not None]  # type: ignore[union-attr]
    assert len(ids) == len(set(ids))


def test_questions_are_ones_own_and_do_not_stay(clinic: Clinic) -> None:
    at_work(clinic)
    question = peserta.minta(clinic.ctx, KIOSK, card_number(1))
    with pytest.raises(TidakDitemukan):
        peserta.jawaban(clinic.ctx, PETUGAS, question)
    clinic.sql(sa.update(t.kueri_peserta).values(dibuat=1))
    assert peserta.bersihkan(clinic.ctx) == 1
    assert peserta.bersihkan(clinic.ctx) == 0


def test_too_many_questions_are_not_asked(clinic: Clinic) -> None:
    at_work(clinic)
    for _ in range(peserta.MOST):
        peserta.minta(clinic.ctx, KIOSK, card_number(1))
    question = peserta.minta(clinic.ctx, KIOSK, card_number(1))
    assert peserta.jawaban(clinic.ctx, KIOSK, question) == peserta.TAK_TERJAWAB


# ── the kiosk ─────────────────────────────────────────────────────────────────


def test_a_kiosk_finds_by_the_whole_number_and_shows_no_name(clinic: Clinic) -> None:
    clinic.patient("900001", nama="Budi Contoh", nik="3299999999999999", no_kartu="0009999999999")
    for number in ("3299999999999999", "0009999999999"):
        found = anjungan.temukan(clinic.ctx, KIOSK, number)
        assert found is not None
        assert (found.norm, found.nama, found.bpjs) == ("900001", "Bu** Co****", True)
    assert anjungan.temukan(clinic.ctx, KIOSK, "0009999999998") is None
    clinic.patient("900002", nama="Lain", nik="3299999999999999", no_kartu="")
    assert anjungan.temukan(clinic.ctx, KIOSK, "3299999999999999") is None, "two have it: a person must look"


def test_choices_are_outpatient_rooms_with_a_doctor_who_is_still_there(clinic: Clinic) -> None:
    rooms = {(c.ruangan, c.jam) for c in anjungan.pilihan(clinic.ctx, KIOSK)}
    assert {room for room, _ in rooms} <= {"UMUM", "GIGI", "LANSIA", "KIA"}
    clinic.sql(sa.update(t.jadwal).values(jam="00:00-23:59"))
    every = anjungan.pilihan(clinic.ctx, KIOSK)
    assert [(c.ruangan, c.dokter) for c in every if c.ruangan == "GIGI"] == [("GIGI", "D2")]
    clinic.sql(sa.update(t.jadwal).values(jam="00:00-00:00"))
    assert anjungan.pilihan(clinic.ctx, KIOSK) == ()


def test_counter_numbers_are_given_once_and_called_in_order(clinic: Clinic) -> None:
    first = anjungan.tiket_loket(clinic.ctx, KIOSK, norm(1))
    assert anjungan.tiket_loket(clinic.ctx, KIOSK, norm(1)).id == first.id
    second = anjungan.tiket_loket(clinic.ctx, KIOSK)
    # The clinic has a room with the prefix L.
    assert (first.tiket, second.tiket, second.sisa) == ("Z-001", "Z-002", 1)
    called = race(*[lambda: anjungan.panggil_loket(clinic.station(), PETUGAS)] * 3)
    tickets = sorted(one.tiket for one in called if one is not None)  # type: ignore[union-attr]
    assert tickets == ["Z-001", "Z-002"]
    assert [row.aksi for row in clinic.audit("anjungan.panggil_loket")] == ["anjungan.panggil_loket"] * 2
    assert anjungan.tiket_loket(clinic.ctx, KIOSK, norm(1)).tiket == "Z-003"


def test_the_counter_sees_what_was_entered_and_it_is_forgotten_afterwards(clinic: Clinic) -> None:
    nik = "3299999999999999"
    known = anjungan.tiket_loket(clinic.ctx, KIOSK, norm(1), nomor=card_number(1), ruangan="GIGI")
    unknown = anjungan.tiket_loket(clinic.ctx, KIOSK, nomor=nik, ruangan="'; DROP TABLE antrean;--")
    assert anjungan.tiket_loket(clinic.ctx, KIOSK, nomor=nik).id == unknown.id, "no second number"
    assert anjungan.tiket_loket(clinic.ctx, KIOSK, nomor="12").id != unknown.id
    first, second, third = anjungan.daftar_loket(clinic.ctx, PETUGAS)
    assert (first.id, first.norm, first.nama, first.nomor, first.ruangan) == (
        known.id, norm(1), "Pasien 01", "", "GIGI",
    )  # fmt: skip
    assert (second.norm, second.nomor, second.ruangan, third.nomor) == ("", nik, "", "")
    taken = anjungan.ambil_loket(clinic.ctx, PETUGAS, second.id)
    assert (taken.nomor, taken.loket, taken.status) == (nik, PETUGAS.loket, "dipanggil")
    assert anjungan.ambil_loket(clinic.ctx, PETUGAS, second.id).id == second.id, "one's own again"
    other = replace(PETUGAS, loket="9")
    with pytest.raises(Bentrok, match="sudah dipanggil ke loket 1"):
        anjungan.ambil_loket(clinic.ctx, other, second.id)
    assert anjungan.selesai_loket(clinic.ctx, PETUGAS, second.id)
    assert not anjungan.selesai_loket(clinic.ctx, PETUGAS, second.id)
    with pytest.raises(Bentrok, match="sudah dilayani"):
        anjungan.ambil_loket(clinic.ctx, other, second.id)
    assert anjungan.selesai_loket(clinic.ctx, PETUGAS, third.id, hadir=False)
    assert [one.id for one in anjungan.daftar_loket(clinic.ctx, PETUGAS)] == [known.id]
    assert clinic.rows(sa.select(t.tiket_loket.c.id).where(t.tiket_loket.c.nomor != "")) == []
    assert nik not in repr(clinic.audit())
    board = papan_umum.layar(clinic.ctx, PAPAN).panggilan
    assert [(c.ruangan, c.tiket) for c in board] == [("Loket Pendaftaran", second.tiket)], (
        "still the last call"
    )
    for call in (anjungan.ambil_loket, anjungan.selesai_loket):
        with pytest.raises(TidakDitemukan):
            call(clinic.ctx, PETUGAS, 999)  # type: ignore[operator]


def test_one_number_and_two_counters(clinic: Clinic) -> None:
    number = anjungan.tiket_loket(clinic.ctx, KIOSK).id
    took = race(
        *[
            partial(anjungan.ambil_loket, clinic.station(), replace(PETUGAS, loket=str(n)), number)
            for n in range(1, 4)
        ]
    )
    assert sum(isinstance(one, Bentrok) for one in took) == 2


def test_what_was_typed_yesterday_is_forgotten(clinic: Clinic) -> None:
    anjungan.tiket_loket(clinic.ctx, KIOSK, nomor="3299999999999999")
    assert peserta.bersihkan(clinic.ctx) == 0
    clinic.sql(sa.update(t.tiket_loket).values(tanggal=date(2020, 1, 1)))
    assert peserta.bersihkan(clinic.ctx) == 1
    assert clinic.rows(sa.select(t.tiket_loket.c.nomor)) == [("",)]


# ── the board ─────────────────────────────────────────────────────────────────


def today(clinic: Clinic, number: int, room: str, doctor: str) -> int:
    ticket = antrean.daftar(
        clinic.ctx, PETUGAS, norm=norm(number), ruangan=room, dokter=doctor, penjamin_id=1
    )
    return ticket.id


def test_the_board_shows_the_last_call_of_each_room_and_no_name(clinic: Clinic) -> None:
    a, b, c = today(clinic, 1, "UMUM", "D1"), today(clinic, 2, "UMUM", "D1"), today(clinic, 3, "GIGI", "D2")
    anjungan.tiket_loket(clinic.ctx, KIOSK)
    assert papan_umum.layar(clinic.ctx, PAPAN).panggilan == ()
    antrean.panggil(clinic.ctx, PETUGAS, a)
    antrean.panggil(clinic.ctx, PETUGAS, c)
    antrean.panggil(clinic.ctx, PETUGAS, b)
    anjungan.panggil_loket(clinic.ctx, PETUGAS)
    board = papan_umum.layar(clinic.ctx, PAPAN)
    seen = {call.ruangan: (call.tiket, call.loket) for call in board.panggilan}
    assert seen == {
        "Poli Umum": ("A-002", "1"), "Poli Gigi": ("B-001", "1"), "Loket Pendaftaran": ("Z-001", "1"),
    }  # fmt: skip
    assert [c.pada for c in board.panggilan] == sorted((c.pada for c in board.panggilan), reverse=True)
    assert "Pasien" not in repr(board)
    antrean.batal(clinic.ctx, PETUGAS, b, alasan="salah_data")
    assert ("Poli Umum", "A-001") in {
        (c.ruangan, c.tiket) for c in papan_umum.layar(clinic.ctx, PAPAN).panggilan
    }


def test_a_kiosk_has_no_board_and_a_board_no_kiosk(clinic: Clinic) -> None:
    with pytest.raises(Ditolak):
        papan_umum.layar(clinic.ctx, KIOSK)
    with pytest.raises(Ditolak):
        anjungan.pilihan(clinic.ctx, PAPAN)


# ── prints ────────────────────────────────────────────────────────────────────


def test_every_print_has_its_row(clinic: Clinic) -> None:
    ticket = today(clinic, 1, "UMUM", "D1")
    today(clinic, 2, "UMUM", "D1")
    first = cetak.mulai(clinic.ctx, PETUGAS, ticket)
    assert (first.isi.tiket, first.isi.ruangan, first.isi.menunggu, first.isi.ke) == (
        "A-001",
        "Poli Umum",
        0,
        1,
    )
    assert isinstance(first.isi.tanggal, date)
    cetak.selesai(clinic.ctx, PETUGAS, first.id, gagal="kertas habis")
    again = cetak.mulai(clinic.ctx, ADMIN, ticket)
    cetak.selesai(clinic.ctx, ADMIN, again.id)
    cetak.selesai(clinic.ctx, ADMIN, again.id, gagal="terlambat")
    cetak.tanpa_kertas(clinic.ctx, KIOSK, ticket)
    with clinic.ctx.baca() as conn:
        rows = [(row.ke, row.status, row.pesan) for row in kios.prints(conn, ticket)]
    assert rows == [(1, "gagal", "kertas habis"), (2, "tercetak", ""), (3, "tanpa_kertas", "")]
    with pytest.raises(TidakDitemukan):
        cetak.mulai(clinic.ctx, PETUGAS, 999)


def test_a_counter_number_prints_too(clinic: Clinic) -> None:
    number = anjungan.tiket_loket(clinic.ctx, KIOSK)
    begun = cetak.mulai_loket(clinic.ctx, KIOSK, number.id)
    assert (begun.isi.tiket, begun.isi.ruangan) == (number.tiket, "Loket Pendaftaran")
    with pytest.raises(TidakDitemukan):
        cetak.mulai_loket(clinic.ctx, KIOSK, 999)
