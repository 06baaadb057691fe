"""BPJS misbehaves over real HTTP: answers lost in every way, riddles, refusals, and outages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from shared.domain.badges import Keadaan, badge_pcare, keadaan
from shared.domain.status import JenisJob, Kelas, StatusJob
from shared.services import antrean, jobs, master
from tests.e2e import periksa
from tests.e2e.peralatan import ADMIN, MASTER, PETUGAS, Klinik, Simulator, buka, kartu_bpjs
from tests.support.processes import free_port

CEPAT = 0.03

CARA = (
    "reset", "reset_tengah", "502_html", "503_html", "504_html", "html_500", "kosong_200", "kosong_502",
    "kosong_504", "tunda_lama", "tetes",
)  # fmt: skip
"""Every way the simulator has of losing an answer to a write that was done."""


def order(simulator: Simulator, jenis: str, operasi: str, ways: Sequence[str], kali: int = 1) -> None:
    """Lose one answer (or request) of each way, each of another participant."""
    for number, cara in enumerate(ways, start=1):
        simulator.gangguan(
            jenis=jenis,
            cara=cara,
            detik=0.3 if cara == "tetes" else 30.0,
            operasi=operasi,
            no_kartu=kartu_bpjs(number),
            kali=kali,
        )


def test_write_done_answer_lost_is_read_back_and_never_posted_again(klinik_sqlite: Klinik) -> None:
    """Guard: the read-back. PCare takes every registration twice here, so a blind second post shows."""
    klinik = klinik_sqlite
    klinik.simulator.sakelar(duplikat="terima")
    order(klinik.simulator, "jawaban_hilang", "pendaftaran.tambah", CARA)
    ids = klinik.daftar_semua(range(1, len(CARA) + 1))
    klinik.pekerja(tempo=CEPAT, WORKER__TENGGAT=1, WORKER__UTAS=8)
    klinik.tenang()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)
    assert klinik.simulator.panggilan("pendaftaran.tambah") == len(CARA)
    seen = {}
    for cara, ticket in zip(CARA, ids, strict=True):
        attempts = klinik.percobaan(klinik.job(ticket, JenisJob.PENDAFTARAN))
        seen[cara] = (attempts[0].kelas, attempts[-1].asal, attempts[-1].kelas)
    assert seen == dict.fromkeys(CARA, ("tak_pasti", "periksa", "berhasil"))


def test_antrean_whose_answer_was_lost_is_added_again_and_its_already_is_success(
    klinik_sqlite: Klinik,
) -> None:
    """Guard: *sudah terdaftar* reads as success: the service has no other read-back."""
    klinik = klinik_sqlite
    order(klinik.simulator, "jawaban_hilang", "antrean.tambah", CARA)
    klinik.daftar_semua(range(1, len(CARA) + 1))
    klinik.pekerja(tempo=CEPAT, WORKER__TENGGAT=1, WORKER__UTAS=8)
    klinik.tenang()
    page = periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)
    assert page["panggilan"]["antrean.tambah"] == 2 * len(CARA)
    assert page["riwayat"]["antrean_ditolak_ganda"] == len(CARA)


def test_a_request_that_was_not_carried_out_is_sent_again_after_two_readings(klinik_sqlite: Klinik) -> None:
    """Guard: no false red, and no green without the write."""
    klinik = klinik_sqlite
    ways = ("reset", "503_html", "kosong_504", "html_500", "tunda_lama")
    for operasi in ("pendaftaran.tambah", "antrean.tambah"):
        order(klinik.simulator, "tolak_sebelum", operasi, ways, kali=2)
        klinik.simulator.gangguan(jenis="tolak_sebelum", cara="reset_awal", operasi=operasi, kali=2)
    klinik.daftar_semua(range(1, len(ways) + 2))
    klinik.pekerja(tempo=CEPAT, WORKER__TENGGAT=1, WORKER__UTAS=8)
    klinik.tenang()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_an_undo_whose_answer_was_lost_is_done_all_the_same(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    ways = ("reset", "504_html", "kosong_200", "reset_tengah", "tunda_lama", "reset", "503_html")
    ids = klinik.daftar_semua(range(1, len(ways) + 1))
    klinik.pekerja(tempo=CEPAT, WORKER__TENGGAT=1, WORKER__UTAS=8)
    klinik.tenang()
    for operasi in ("pendaftaran.hapus", "antrean.batal"):
        order(klinik.simulator, "jawaban_hilang", operasi, ways[:5])
        order(klinik.simulator, "tolak_sebelum", operasi, ("reset", "503_html"))
    for ticket in ids:
        antrean.batal(klinik.ctx, PETUGAS, ticket, alasan="salah data")
    klinik.tenang()
    periksa.buku_bersih(klinik)
    assert klinik.simulator.buku()["jumlah"]["pendaftaran"] == 0
    assert {job.status for ticket in ids for job in jobs.urung(klinik.ctx, ADMIN, ticket)} == {
        StatusJob.TERKIRIM
    }


# ── what BPJS says ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("bentuk", ["412", "401", "428"])
def test_a_duplicate_is_success_and_its_number_is_looked_up(
    klinik_baru: Callable[..., Klinik], url_sqlite: str, tmp_path: Path, _templat_sqlite: Path, bentuk: str
) -> None:
    """Guard: the class *duplikat*. Another program of the clinic has registered the card already."""
    klinik = klinik_baru(url_sqlite)
    klinik.simulator.sakelar(duplikat=bentuk)
    first = klinik.daftar(1)
    klinik.sekali()
    number = klinik.kartu(first.id).no_antrean_pcare
    # Another copy of the same clinic, whose storage has never heard of it: as if Mobile JKN had been first.
    shutil.copy(_templat_sqlite, tmp_path / "lain.db")
    klinik = klinik_baru(f"sqlite:///{tmp_path / 'lain.db'}")
    first = klinik.daftar(1)
    klinik.sekali()
    after = klinik.kartu(first.id)
    assert keadaan(after.p) is Keadaan.OK and keadaan(after.a) is Keadaan.OK
    assert after.no_antrean_pcare == number is not None
    classes = [a.kelas for a in klinik.percobaan(klinik.job(first.id, JenisJob.PENDAFTARAN))]
    assert classes == ["duplikat", "berhasil"]
    assert len(klinik.simulator.buku()["pendaftaran"]) == 1


def test_refusals_of_the_participant_are_red_with_the_words_of_bpjs(klinik_sqlite: Klinik) -> None:
    """Guard: texts before codes. A 401 about a participant shuts no gate."""
    klinik = klinik_sqlite
    klinik.simulator.peserta(1, aktif=False)
    klinik.simulator.peserta(2, srk=True)
    inactive, unscreened, healthy = klinik.daftar_semua(range(1, 4))
    klinik.sekali()
    card = klinik.kartu(inactive)
    assert card.p is not None and card.p.kelas is Kelas.PESERTA and card.p.dari_bpjs
    assert "Peserta tidak aktif" in card.p.pesan
    shown = badge_pcare(card, 2)
    assert shown is not None and shown.teks == "PCare: 0"
    words = (
        "Anda belum melakukan skrining kesehatan. Mohon untuk melakukan skrining kesehatan terlebih dahulu"
    )
    card = klinik.kartu(unscreened)
    for job, http in ((card.p, 401), (card.a, None)):
        assert job is not None and job.status is StatusJob.GAGAL and job.kelas is Kelas.PESERTA
        assert job.pesan.startswith(words) and job.dari_bpjs
        assert http is None or job.http == http
    assert card.a is not None and card.a.kode == "201"
    assert keadaan(klinik.kartu(healthy).p) is Keadaan.OK
    assert {gate.status for gate in jobs.gerbang(klinik.ctx)} <= {"normal"}
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 3, "nobody hammers a refusal"


def test_an_unknown_poli_and_an_unknown_schedule_wait_for_a_person(
    klinik_sqlite: Klinik, tmp_path: Path
) -> None:
    klinik = klinik_sqlite
    klinik.simulator.sakelar(dokter_bebas=False)
    (tmp_path / "m.toml").write_text(MASTER.replace('kd_poli = "001"', 'kd_poli = "777"'), encoding="utf-8")
    master.impor(klinik.ctx, ADMIN, tmp_path / "m.toml")
    unknown, unscheduled = klinik.daftar(1).id, klinik.daftar(2, "GIGI").id
    klinik.sekali()
    card = klinik.kartu(unknown)
    assert card.p is not None and (card.p.kelas, card.p.dari_bpjs) == (Kelas.DATA, True)
    assert "Tidak sesuai dengan referensi sistem" in card.p.pesan
    assert card.a is not None and card.a.pesan == "Poli Tidak Ditemukan"
    card = klinik.kartu(unscheduled)
    assert keadaan(card.p) is Keadaan.OK
    assert card.a is not None and (card.a.kelas, card.a.pesan) == (
        Kelas.PEMETAAN,
        "Jadwal Dokter tidak ditemukan",
    )


# ── credentials and clock ─────────────────────────────────────────────────────


def test_an_expired_password_stops_the_service_and_a_new_one_lets_all_through(klinik: Klinik) -> None:
    """Guard: the credential gate. One refusal, none after, whatever is registered."""
    klinik.simulator.gangguan(jenis="sandi_kedaluwarsa")
    ids = klinik.daftar_semua(range(1, 13))
    klinik.sekali(tempo=CEPAT)
    refused = klinik.simulator.panggilan("pendaftaran.tambah")
    assert refused == 1, "credentials nobody has seen are tried on one job"
    klinik.daftar(13)
    klinik.sekali(tempo=CEPAT)
    assert klinik.simulator.panggilan("pendaftaran.tambah") == refused
    states = {gate.layanan: gate for gate in jobs.gerbang(klinik.ctx)}
    assert states["pcare"].status == "kredensial"
    assert "Password sudah kedaluwarsa" in states["pcare"].pesan
    # Antrean has credentials of its own and goes on.
    assert {keadaan(klinik.kartu(ticket).a) for ticket in ids} == {Keadaan.OK}
    klinik.simulator.pulih()
    # The simulator keeps its password; any other user name would do as well. A worker with the same
    # credentials as before must not even try.
    klinik.env["DEKA_BPJS__KD_APLIKASI"] = "096"
    klinik.pekerja(tempo=CEPAT)
    klinik.tunggu(
        lambda: klinik.simulator.panggilan("pendaftaran.tambah") > refused,
        what="a try with the new credentials",
    )


def test_a_new_password_in_a_restarted_worker_opens_the_gate_and_drains(
    klinik_baru: Callable[..., Klinik], url: str, tmp_path: Path
) -> None:
    """Guard: the fingerprint of the credentials. The old worker is simply wrong about its password."""
    klinik = klinik_baru(url, BPJS__PCARE_PASSWORD="Lama#Sandi0")
    klinik.daftar_semua(range(1, 9))
    old = klinik.pekerja()
    klinik.tunggu(
        lambda: any(g.layanan == "pcare" and g.status == "kredensial" for g in jobs.gerbang(klinik.ctx)),
        what="the gate to shut",
    )
    klinik.tunggu(
        lambda: not any(k.p and k.p.status is StatusJob.PROSES for k in klinik.semua()), what="rest"
    )
    refused = klinik.simulator.panggilan("pendaftaran.tambah")
    assert refused == 1
    old.terminate()
    assert old.wait() == 0
    new = buka(tmp_path, url, klinik.simulator)
    try:
        new.pekerja()
        new.tenang()
        periksa.buku_bersih(new)
        periksa.semua_hijau(new)
    finally:
        new.tutup()
    assert klinik.simulator.panggilan("pendaftaran.tambah") == refused + 8


def test_a_clock_bpjs_calls_expired_stops_both_services_and_says_whose_fault_it_is(
    klinik_sqlite: Klinik,
) -> None:
    """Guard: *Service Expired* is the clock, not the password, and is not hammered either."""
    klinik = klinik_sqlite
    klinik.simulator.sakelar(drift_detik=-1)
    klinik.daftar_semua(range(1, 9))
    klinik.sekali(tempo=CEPAT)
    calls = klinik.simulator.buku()["panggilan"]
    assert sum(calls.values()) <= 2 * 8, (
        "what was under way at once, and each once more with a fresh timestamp"
    )
    gates = {gate.layanan: gate for gate in jobs.gerbang(klinik.ctx)}
    assert {gate.status for gate in gates.values()} == {"kredensial"}
    assert gates["pcare"].pesan == "Service Expired"
    assert gates["pcare"].coba_lagi is not None, "the clock may be right again: it is tried by itself"
    klinik.simulator.sakelar(drift_detik=300)
    for layanan in gates:
        jobs.buka_gerbang(klinik.ctx, ADMIN, layanan)
    klinik.sekali(tempo=CEPAT)
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


# ── outages ───────────────────────────────────────────────────────────────────


def test_the_breaker_opens_at_an_outage_and_everything_drains_by_itself_after(klinik_sqlite: Klinik) -> None:
    """Guard: the circuit breaker. While it is open few requests go out and no attempt is spent."""
    klinik = klinik_sqlite
    outage = [
        klinik.simulator.gangguan(jenis="tolak_sebelum", cara="503_html", layanan=layanan)
        for layanan in ("pcare", "antrean")
    ]
    klinik.daftar_semua(range(1, 21))
    klinik.pekerja(tempo=0.05)
    klinik.tunggu(
        lambda: [gate.status in ("terputus", "menguji") for gate in jobs.gerbang(klinik.ctx)] == [True, True],
        what="open breakers",
    )
    klinik.tunggu(lambda: klinik.simulator.kena() >= 16, what="a few probes")
    tries = [job.percobaan for kartu in klinik.semua() for job in kartu.jobs]
    assert sum(tries) <= klinik.simulator.kena() + 8
    assert all(job.status is not StatusJob.GAGAL for kartu in klinik.semua() for job in kartu.jobs)
    for fault in outage:
        klinik.simulator.pulih(fault)
    klinik.tenang()
    assert {gate.status for gate in jobs.gerbang(klinik.ctx)} == {"normal"}
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_nothing_listening_is_not_sent_and_costs_no_reading_back(tmp_path: Path, url_sqlite: str) -> None:
    """Guard: *not sent* is proven: a refused connection is simply tried again."""
    port = free_port()
    simulator = Simulator(port)
    simulator.close()
    klinik = buka(tmp_path, url_sqlite, simulator)
    back: Simulator | None = None
    try:
        klinik.daftar_semua(range(1, 4))
        klinik.pekerja(tempo=CEPAT)
        klinik.tunggu(
            lambda: all(j.kelas for k in klinik.semua() for j in k.jobs if j.jenis == JenisJob.PENDAFTARAN),
            what="outcomes of first attempts",
        )
        assert {j.kelas for k in klinik.semua() for j in k.jobs if j.kelas} == {Kelas.SEMENTARA}
        back = klinik.simulator = Simulator(port)
        klinik.tenang()
        periksa.buku_bersih(klinik)
        periksa.semua_hijau(klinik)
        assert back.panggilan("pendaftaran.daftar") == 0
    finally:
        klinik.tutup()
        if back:
            back.close()


# ── --sekali ──────────────────────────────────────────────────────────────────


def test_once_waits_for_a_retry_that_falls_due_within_a_minute(klinik_sqlite: Klinik) -> None:
    """Guard: the horizon of ``--sekali``. The untouched worker reads back after two seconds."""
    klinik = klinik_sqlite
    klinik.simulator.gangguan(jenis="jawaban_hilang", cara="reset", operasi="pendaftaran.tambah", kali=1)
    klinik.daftar(1)
    klinik.sekali()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_once_does_not_wait_for_what_is_further_away(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    klinik.simulator.peserta(1, srk=True)  # tried again after half an hour
    klinik.daftar(1)
    klinik.sekali()
    klinik.sekali()
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 1


def test_once_does_not_wait_behind_a_gate_that_only_a_person_opens(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    klinik.simulator.gangguan(jenis="sandi_kedaluwarsa")
    klinik.daftar_semua((1, 2))
    klinik.sekali()
    refused = klinik.simulator.panggilan("pendaftaran.tambah")
    klinik.daftar(3)
    klinik.sekali()
    assert klinik.simulator.panggilan("pendaftaran.tambah") == refused <= 2
    assert klinik.simulator.panggilan("antrean.tambah") == 3


def test_once_ends_at_once_when_there_is_nothing_to_do(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    assert "Pekerja siap" in klinik.sekali().stdout
    assert klinik.simulator.permintaan() == []
