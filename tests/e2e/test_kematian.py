"""The worker dies by ``kill -9`` before, while and after it sends, hangs, or is told to end in the middle.

The door (``pintu``) makes each of these instants last: requests held mean *claimed, nothing has reached
BPJS*; answers held mean *written there, not known here*. BPJS' own rule of one registration a card is
switched off wherever a second post must show in its ledger; antrean/add has no other read-back than being
sent again, so its own rule stays on where it is looked at.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

from shared.domain.badges import Keadaan, keadaan
from shared.domain.status import JenisJob, StatusJob
from shared.services import papan
from shared.storage import tickets
from tests.e2e import periksa
from tests.e2e.peralatan import Klinik
from tests.e2e.pintu import Pintu

CEPAT = 0.1


def statuses(klinik: Klinik, ticket: int) -> set[StatusJob]:
    return {job.status for job in klinik.kartu(ticket).jobs}


def test_killed_after_the_claim_and_before_bpjs_has_anything(klinik_berpintu: Klinik, pintu: Pintu) -> None:
    """Guard: jobs of a dead worker are taken out of its hands at once, without their lease running out.

    The deadline of 300 s makes the lease longer than the test: only the burial can free the jobs.
    """
    klinik = klinik_berpintu
    pintu.masuk.clear()
    ticket = klinik.daftar(1)
    worker = klinik.pekerja(WORKER__TENGGAT=300)
    pintu.tunggu_tertahan(2)
    worker.kill()
    pintu.putuskan()
    assert statuses(klinik, ticket.id) == {StatusJob.PROSES}
    assert klinik.simulator.permintaan() == []
    pintu.masuk.set()
    klinik.pekerja(tempo=CEPAT, WORKER__TENGGAT=300)
    klinik.tenang()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)
    # Nothing is believed to be absent on one reading.
    assert klinik.simulator.panggilan("pendaftaran.daftar") == 2


def test_killed_while_bpjs_answers(klinik_berpintu: Klinik, pintu: Pintu) -> None:
    """Guard: an attempt that was under way becomes *tak_pasti* and is read back, never *menunggu*.

    BPJS takes every registration twice here, so a blind second post shows in its ledger.
    """
    klinik = klinik_berpintu
    klinik.simulator.sakelar(duplikat="terima")
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    worker = klinik.pekerja()
    pintu.tunggu_tertahan(2)
    assert klinik.simulator.buku()["jumlah"]["pendaftaran"] == 1
    worker.kill()
    pintu.putuskan()
    pintu.keluar.set()
    klinik.pekerja(tempo=CEPAT)
    klinik.tenang()
    periksa.buku_bersih(klinik, a_sekali=False)
    periksa.semua_hijau(klinik)
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 1
    first, second = klinik.percobaan(klinik.job(ticket.id, JenisJob.PENDAFTARAN))
    assert first.selesai is None, "the killed attempt has no outcome of its own"
    assert (second.asal, second.kelas) == ("periksa", "berhasil")


def test_killed_with_the_answer_in_hand_and_nothing_written_down(
    klinik_berpintu: Klinik, pintu: Pintu
) -> None:
    """Guard: the attempt is durable before the first byte leaves, and its outcome is read back."""
    klinik = klinik_berpintu
    klinik.simulator.sakelar(duplikat="terima")
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    worker = klinik.pekerja()
    pintu.tunggu_tertahan(2)
    with klinik.ctx.tulis() as conn:  # nobody settles while this transaction is open
        tickets.lock_ticket(conn, ticket.id)
        pintu.keluar.set()
        worker.kill()
    assert statuses(klinik, ticket.id) == {StatusJob.PROSES}
    klinik.pekerja(tempo=CEPAT)
    klinik.tenang()
    periksa.buku_bersih(klinik, a_sekali=False)
    periksa.semua_hijau(klinik)
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 1


def test_killed_between_the_two_readings_of_an_unknown_outcome(
    klinik_berpintu_sqlite: Klinik, pintu: Pintu
) -> None:
    """Guard: what a read-back has found so far is in the row (``absen``), not in the process."""
    klinik = klinik_berpintu_sqlite
    pintu.masuk.clear()
    klinik.daftar(1)
    worker = klinik.pekerja()
    pintu.tunggu_tertahan(2)
    worker.kill()
    pintu.putuskan()
    pintu.masuk.set()
    for _ in range(2):
        worker = klinik.pekerja()
        before = klinik.simulator.panggilan("pendaftaran.daftar")
        klinik.tunggu(
            lambda seen=before: klinik.simulator.panggilan("pendaftaran.daftar") > seen, what="a reading"
        )
        worker.kill()
    klinik.pekerja(tempo=CEPAT)
    klinik.tenang()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_a_worker_that_hangs_loses_its_jobs_when_the_lease_runs_out_and_then_writes_nothing(
    klinik_berpintu: Klinik, pintu: Pintu
) -> None:
    """Guards: the lease (another worker takes over) and the fence (the first one's answer comes too late).

    It is frozen, not killed: its process exists, so nobody may bury it.
    """
    klinik = klinik_berpintu
    klinik.simulator.sakelar(duplikat="terima")
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    frozen = klinik.pekerja(tempo=0.02, WORKER__TENGGAT=1)  # a lease of 1.3 s
    pintu.tunggu_tertahan(2)
    klinik.bekukan(frozen)
    other = klinik.pekerja(tempo=0.02, WORKER__TENGGAT=1)
    other.wait_line("sewa habis", again=True)  # on a busy machine it ran out before the worker was ready
    pintu.keluar.set()
    klinik.tenang()
    done = klinik.kartu(ticket.id)
    assert keadaan(done.p) is Keadaan.OK
    assert done.p is not None and done.p.percobaan == 2
    frozen.thaw()
    frozen.wait_line(r"jenis=pendaftaran_pcare percobaan=1 .*terlambat=ya")
    after = klinik.kartu(ticket.id)
    assert (after.p, after.no_antrean_pcare) == (done.p, done.no_antrean_pcare)
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 1
    periksa.buku_bersih(klinik, a_sekali=False)


def test_a_hung_worker_is_seen(klinik_sqlite: Klinik) -> None:
    """Guard: the heartbeat. Its age is what every station shows."""
    klinik = klinik_sqlite
    worker = klinik.pekerja(tempo=CEPAT)
    assert papan.kesehatan(klinik.ctx).pekerja_hidup == 1
    klinik.bekukan(worker)

    def age() -> int:
        return papan.kesehatan(klinik.ctx).pekerja_umur or 0

    klinik.tunggu(lambda: age() > 1_000, what="an old heartbeat")  # it beats every 0.4 s
    worker.thaw()
    klinik.tunggu(lambda: age() < 500, what="a fresh heartbeat")


def test_sigterm_lets_a_send_under_way_end_inside_its_deadline(
    klinik_berpintu_sqlite: Klinik, pintu: Pintu
) -> None:
    """Guard: the drain. What is not claimed yet stays untouched."""
    klinik = klinik_berpintu_sqlite
    pintu.keluar.clear()
    ids = klinik.daftar_semua(range(1, 7))
    worker = klinik.pekerja(WORKER__UTAS=2, WORKER__TENGGAT=20)
    pintu.tunggu_tertahan(2)
    worker.terminate()
    end = threading.Thread(target=worker.wait)
    end.start()
    end.join(2)
    assert end.is_alive(), "it waits for the answers"
    pintu.keluar.set()
    end.join(20)
    assert worker.poll() == 0
    jobs = [job for ticket in ids for job in klinik.kartu(ticket).jobs]
    assert {job.status for job in jobs} <= {StatusJob.TERKIRIM, StatusJob.MENUNGGU}
    assert sum(job.status is StatusJob.TERKIRIM for job in jobs) >= 2
    assert "berhenti setelah" in worker.stderr
    klinik.sekali()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_sigterm_with_a_bpjs_that_hangs_leaves_unknown_outcomes_and_loses_nothing(
    klinik_berpintu: Klinik, pintu: Pintu
) -> None:
    """Guards: the total deadline of a send ends it inside the drain; its outcome is unknown, not *menunggu*.

    Behind that stands ``pamit``, see the next test.
    """
    klinik = klinik_berpintu
    klinik.simulator.sakelar(duplikat="terima")
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    worker = klinik.pekerja(WORKER__TENGGAT=1)
    pintu.tunggu_tertahan(2)
    worker.terminate()
    assert worker.wait(20) == 0
    assert statuses(klinik, ticket.id) == {StatusJob.TAK_PASTI}
    pintu.putuskan()
    pintu.keluar.set()
    klinik.pekerja(tempo=CEPAT)
    klinik.tenang()
    periksa.buku_bersih(klinik, a_sekali=False)
    periksa.semua_hijau(klinik)
    assert klinik.simulator.panggilan("pendaftaran.tambah") == 1


def test_what_cannot_be_settled_before_the_end_of_a_drain_is_of_unknown_outcome(
    klinik_baru: Callable[..., Klinik], url_postgres: str, pintu: Pintu
) -> None:
    """Guard: ``pamit``. The answer is there, but the ticket is held by somebody else all the while."""
    klinik = klinik_baru(url_postgres, lewat=pintu.url)
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    worker = klinik.pekerja(WORKER__TENGGAT=1)
    pintu.tunggu_tertahan(2)
    with klinik.ctx.tulis() as conn:
        tickets.lock_ticket(conn, ticket.id)
        pintu.keluar.set()
        worker.terminate()
        assert worker.wait(25) == 0
    assert statuses(klinik, ticket.id) == {StatusJob.TAK_PASTI}
    klinik.pekerja(tempo=CEPAT)
    klinik.tenang()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_a_burst_of_signals_neither_hangs_nor_kills_a_drain(
    klinik_berpintu_sqlite: Klinik, pintu: Pintu
) -> None:
    """Guard: the signal handler takes no lock that the code it interrupts may hold."""
    klinik = klinik_berpintu_sqlite
    pintu.keluar.clear()
    ticket = klinik.daftar(1)
    worker = klinik.pekerja(WORKER__TENGGAT=10)
    pintu.tunggu_tertahan(2)
    for _ in range(300):
        for number in (signal.SIGTERM, signal.SIGINT):
            worker.send_signal(number)
    pintu.keluar.set()
    assert worker.wait(20) == 0
    assert statuses(klinik, ticket.id) == {StatusJob.TERKIRIM}


def test_workers_side_by_side_never_send_a_job_twice(klinik_modus: Klinik) -> None:
    """Guard: the claim's conditional UPDATE. BPJS refuses no duplicate here: each would show."""
    klinik = klinik_modus
    klinik.simulator.sakelar(duplikat="terima")
    workers = [klinik.pekerja(siap=False) for _ in range(3)]
    for worker in workers:
        worker.wait_line("Pekerja siap")
    ids = klinik.daftar_semua(range(1, 31))
    klinik.tenang()
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)
    calls = klinik.simulator.buku()["panggilan"]
    assert calls == {"pendaftaran.tambah": 30, "antrean.tambah": 30}
    assert {job.percobaan for ticket in ids for job in klinik.kartu(ticket).jobs} == {1}
