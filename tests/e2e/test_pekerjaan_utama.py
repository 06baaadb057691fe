"""The main job: registered at the counter, sent by the worker, and what the counter can do then."""

from __future__ import annotations

import json

import pytest

from shared.domain.badges import Keadaan, badge_pcare, badges, keadaan
from shared.domain.status import LIVE_JOB, JenisJob, StatusAntrean, StatusJob
from shared.services import antrean, jobs
from shared.services.errors import Bentrok
from tests.e2e import periksa
from tests.e2e.peralatan import ADMIN, HARI, PETUGAS, Klinik, hidup, kartu_bpjs, norm
from tests.e2e.pintu import Pintu

CEPAT = 0.1


def test_a_registration_reaches_both_services_and_its_number_the_card(klinik_modus: Klinik) -> None:
    klinik = klinik_modus
    before = klinik.daftar(1)
    assert [badge.teks for badge in badges(before, 2)] == ["P: processing", "A: processing"]
    klinik.pekerja()
    klinik.tenang()
    after = klinik.kartu(before.id)
    assert [badge.teks for badge in badges(after, 2)] == ["P: OK", "A: OK"]
    shown = badge_pcare(after, 2)
    assert shown is not None and shown.teks == "PCare: A1"
    page = periksa.buku_bersih(klinik)
    assert page["panggilan"] == {"pendaftaran.tambah": 1, "antrean.tambah": 1}
    (row,) = page["antrean"]
    assert (row["nomorantrean"], row["angkaantrean"], row["norm"]) == ("A1", 1, norm(1))


def test_the_attempt_tells_what_was_sent_and_what_came_back(klinik_sqlite: Klinik) -> None:
    ticket = klinik_sqlite.daftar(1)
    klinik_sqlite.sekali()
    (attempt,) = klinik_sqlite.percobaan(klinik_sqlite.job(ticket.id, JenisJob.PENDAFTARAN))
    sent = klinik_sqlite.simulator.permintaan("pendaftaran.tambah")
    assert attempt.request == sent[0]["isi"]
    assert json.loads(attempt.request)["noKartu"] == kartu_bpjs(1)
    assert (attempt.no, attempt.http, attempt.kode, attempt.kelas) == (1, 201, "201", "berhasil")
    assert "A1" in attempt.response
    assert attempt.selesai is not None and attempt.selesai >= attempt.mulai


def test_what_was_registered_while_the_worker_was_down_is_sent_when_it_is_back(klinik_modus: Klinik) -> None:
    klinik = klinik_modus
    worker = klinik.pekerja()
    klinik.daftar(1)
    klinik.tenang()
    worker.kill()
    klinik.daftar_semua(range(2, 8))
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 1
    klinik.pekerja()
    klinik.tenang()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_a_resend_pressed_twice_is_one_job_and_one_post(klinik_sqlite: Klinik) -> None:
    """Guard: ``restart_job`` moves only a job at rest, and one live job per ticket and type."""
    klinik = klinik_sqlite
    klinik.simulator.tolak(1)
    ticket = klinik.daftar(1)
    klinik.sekali()
    assert {job.status for job in klinik.kartu(ticket.id).jobs} == {StatusJob.GAGAL}
    first = antrean.resend_pcare(klinik.ctx, PETUGAS, ticket.id)
    assert [part for part, _ in first.jobs] == ["P", "A"]
    with pytest.raises(Bentrok) as again:
        antrean.resend_pcare(klinik.ctx, PETUGAS, ticket.id)
    assert "masih diproses" in str(again.value)
    klinik.sekali()
    after = klinik.kartu(ticket.id)
    assert len(after.jobs) == 2
    assert [job.percobaan for job in after.jobs] == [2, 2]
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)
    assert [a.asal for a in klinik.percobaan(after.jobs[0])] == ["otomatis", "petugas"]


def test_a_resend_sends_the_registration_before_the_queue(klinik_sqlite: Klinik) -> None:
    """Guard: ``setelah`` of the queue's job."""
    klinik = klinik_sqlite
    klinik.simulator.tolak(6)
    ids = klinik.daftar_semua(range(1, 7))
    klinik.sekali()
    for ticket in ids:
        antrean.resend_pcare(klinik.ctx, PETUGAS, ticket)
    klinik.simulator.gangguan(jenis="tunda", detik=0.1, operasi="pendaftaran.tambah")
    klinik.sekali()
    writes = klinik.simulator.buku()["tulis"]
    for number in range(1, 7):
        mine = [row["operasi"] for row in writes if row["kunci"].startswith(kartu_bpjs(number))]
        assert mine == ["pendaftaran.tambah", "antrean.tambah"]


def test_a_missing_number_is_looked_up_and_never_posted(klinik_sqlite: Klinik) -> None:
    """Guard: *Periksa.NOMOR* of a resend. PCare said 201 with a null in place of the number."""
    klinik = klinik_sqlite
    klinik.simulator.sakelar(duplikat="terima")
    klinik.simulator.gangguan(jenis="201_null", operasi="pendaftaran.tambah", kali=1)
    ticket = klinik.daftar(1)
    klinik.sekali(tempo=CEPAT)
    assert klinik.kartu(ticket.id).no_antrean_pcare == "A1"
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 1
    periksa.buku_bersih(klinik)


def test_cancelling_a_sent_ticket_empties_both_ledgers(klinik_modus: Klinik) -> None:
    klinik = klinik_modus
    ticket = klinik.daftar(1)
    other = klinik.daftar(2)
    worker = klinik.pekerja()
    klinik.tenang()
    done = antrean.batal(klinik.ctx, PETUGAS, ticket.id, alasan="salah data")
    assert len(done.jobs) == 2
    klinik.tenang()
    assert klinik.kartu(ticket.id).status is StatusAntrean.BATAL
    assert {job.status for job in jobs.urung(klinik.ctx, ADMIN, ticket.id)} == {StatusJob.TERKIRIM}
    page = periksa.buku_bersih(klinik)
    assert [row["no_kartu"] for row in page["pendaftaran"]] == [kartu_bpjs(2)]
    assert klinik.kartu(other.id).status is StatusAntrean.MENUNGGU
    again = antrean.batal(klinik.ctx, PETUGAS, ticket.id, alasan="salah data")
    assert again.sudah and again.jobs == ()
    worker.terminate()
    assert worker.wait() == 0


def test_cancelling_an_unsent_ticket_sends_nothing_at_all(klinik_sqlite: Klinik) -> None:
    ticket = klinik_sqlite.daftar(1)
    antrean.batal(klinik_sqlite.ctx, PETUGAS, ticket.id, alasan="daftar ulang")
    klinik_sqlite.sekali()
    assert klinik_sqlite.simulator.permintaan() == []
    assert {job.status for job in klinik_sqlite.kartu(ticket.id).jobs} == {StatusJob.DIBATALKAN}


def test_cancelling_in_flight_waits_for_the_outcome_and_then_takes_it_back(
    klinik_berpintu: Klinik, pintu: Pintu
) -> None:
    """Guard: ``urungkan`` runs again whenever a job of the ticket settles."""
    klinik = klinik_berpintu
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    klinik.pekerja()
    pintu.tunggu_tertahan(2)
    assert {job.status for job in klinik.kartu(ticket.id).jobs} == {StatusJob.PROSES}
    done = antrean.batal(klinik.ctx, PETUGAS, ticket.id, alasan="daftar ulang")
    assert done.jobs == ()
    assert klinik.simulator.buku()["jumlah"]["pendaftaran"] == 1
    pintu.keluar.set()
    klinik.tenang()
    page = periksa.buku_bersih(klinik)
    assert page["riwayat"]["pendaftaran_dihapus"] == page["riwayat"]["antrean_dibatalkan"] == 1


def test_cancelling_while_the_outcome_is_unknown_waits_for_the_read_back(
    klinik_berpintu_sqlite: Klinik, pintu: Pintu
) -> None:
    klinik = klinik_berpintu_sqlite
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    klinik.pekerja(tempo=CEPAT)
    pintu.tunggu_tertahan(2)
    pintu.putuskan()
    klinik.tunggu(
        lambda: any(job.status is StatusJob.TAK_PASTI for job in klinik.kartu(ticket.id).jobs),
        what="tak_pasti",
    )
    antrean.batal(klinik.ctx, PETUGAS, ticket.id, alasan="daftar ulang")
    pintu.keluar.set()
    klinik.tenang()
    page = periksa.buku_bersih(klinik)
    assert page["riwayat"]["pendaftaran_dibuat"] == page["riwayat"]["pendaftaran_dihapus"] == 1


def test_an_absent_patient_is_told_to_the_queue_before_the_cancellation(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    ticket = klinik.daftar(1)
    klinik.pekerja()
    klinik.tenang()
    antrean.panggil(klinik.ctx, PETUGAS, ticket.id)
    klinik.tenang()
    antrean.batal(klinik.ctx, PETUGAS, ticket.id, alasan="tidak hadir")
    klinik.tunggu(lambda: klinik.simulator.buku()["jumlah"]["antrean"] == 0, what="an empty queue")
    klinik.tenang()
    writes = [
        (row["operasi"], row["hasil"])
        for row in klinik.simulator.buku()["tulis"]
        if row["layanan"] == "antrean"
    ]
    assert writes == [
        ("antrean.tambah", "A1"), ("antrean.panggil", "1"), ("antrean.panggil", "2"), ("antrean.batal", "A1"),
    ]  # fmt: skip
    (last,) = klinik.simulator.permintaan("antrean.batal")
    assert json.loads(last["isi"])["alasan"]


@pytest.mark.parametrize("undo", ["slow", "answer-lost", "refused-first"])
def test_registering_again_right_after_a_cancel_leaves_exactly_the_new_one(klinik: Klinik, undo: str) -> None:
    """Guard: the new jobs wait for the undo of the old ones (``setelah``) until it is over.

    Without it the new post is called a duplicate of what is about to be deleted.
    """
    first = klinik.daftar(1)
    klinik.pekerja(tempo=CEPAT)
    klinik.tenang()
    for operasi in ("pendaftaran.hapus", "antrean.batal"):
        if undo == "slow":
            klinik.simulator.gangguan(jenis="tunda", detik=0.5, operasi=operasi)
        else:
            jenis = "jawaban_hilang" if undo == "answer-lost" else "tolak_sebelum"
            klinik.simulator.gangguan(jenis=jenis, cara="reset", operasi=operasi, kali=1)
    antrean.batal(klinik.ctx, PETUGAS, first.id, alasan="daftar ulang")
    second = klinik.daftar(1)
    klinik.tenang()
    page = periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)
    assert [row["operasi"] for row in page["tulis"] if row["layanan"] == "pcare"] == [
        "pendaftaran.tambah", "pendaftaran.hapus", "pendaftaran.tambah",
    ]  # fmt: skip
    assert klinik.kartu(second.id).no_antrean_pcare == page["pendaftaran"][0]["no_urut"] == "A2"
    (row,) = page["antrean"]
    assert row["nomorantrean"] == "A2"


def test_an_edited_body_is_sent_as_it_is_and_the_original_is_kept(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    klinik.simulator.gangguan(
        jenis="kode", kode=412, pesan="Tidak sesuai", tempat="daftar", operasi="pendaftaran.tambah", kali=1
    )
    ticket = klinik.daftar(1)
    klinik.sekali()
    job = klinik.job(ticket.id, JenisJob.PENDAFTARAN)
    assert job.status is StatusJob.GAGAL
    original = json.loads(klinik.percobaan(job)[0].request)
    edited = original | {"keluhan": "batuk", "sistole": 120}
    jobs.resend(klinik.ctx, ADMIN, job.id, isi=json.dumps(edited), alasan="tensi")
    klinik.sekali()
    attempts = klinik.percobaan(job)
    assert [json.loads(a.request) for a in attempts] == [original, edited]
    assert [a.muatan_versi for a in attempts] == [1, 2]
    assert json.loads(klinik.simulator.permintaan("pendaftaran.tambah")[-1]["isi"]) == edited
    assert keadaan(klinik.kartu(ticket.id).p) is Keadaan.OK


def test_a_call_of_a_patient_bpjs_does_not_know_yet_is_told_once_it_does(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    ticket = klinik.daftar(1)
    called = antrean.panggil(klinik.ctx, PETUGAS, ticket.id)
    antrean.panggil(klinik.ctx, PETUGAS, ticket.id)
    klinik.sekali()
    (entry,) = klinik.simulator.buku()["antrean"]
    assert [(call["status"]) for call in entry["panggilan"]] == [1]
    assert called.dipanggil is not None and entry["panggilan"][0]["waktu"] >= called.dipanggil
    assert not hidup(klinik.kartu(ticket.id))


def test_only_bpjs_tickets_are_sent(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    ticket = antrean.daftar(klinik.ctx, PETUGAS, norm=norm(1), ruangan="UMUM", penjamin_id=1, tanggal=HARI)
    klinik.sekali()
    assert klinik.simulator.permintaan() == []
    assert [job for job in klinik.kartu(ticket.id).jobs if job.status in LIVE_JOB] == []
