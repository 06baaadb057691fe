"""Carrying a job out: claim, send, settle, whatever breaks on the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import pytest

from shared.domain.answers import Layanan, Request
from shared.domain.failures import Sebab, Vonis
from shared.domain.records import JobKlaim, JobRingkas
from shared.domain.status import JenisJob, Kelas, StatusJob
from shared.services import kirim
from shared.services.errors import PenyimpananGagal
from shared.services.kirim import Hasil, TidakTersusun, Tugas
from shared.storage import claims
from tests.e2e.peralatan import Klinik
from tests.support.waiting import until
from tests.worker.bahan import saluran
from worker import actors
from worker.actors import Pelaksana
from worker.senders import Pengirim

OK = Hasil(Vonis(None, nomor="A1", http=201, kode="201"))


class Boneka(Pengirim):
    """A sender that does what a test tells it, and remembers its tasks."""

    jenis: ClassVar[JenisJob] = JenisJob.PENDAFTARAN

    def __init__(
        self,
        kirim: Callable[[Tugas], Hasil] = lambda _task: OK,
        susun: Callable[[JobKlaim], Request] | None = None,
    ) -> None:
        super().__init__(saluran())
        self._kirim, self._susun = kirim, susun
        self.tugas: list[Tugas] = []

    def susun(self, klaim: JobKlaim) -> Request:
        if self._susun is not None:
            return self._susun(klaim)
        return Request(Layanan.PCARE, "POST", "pendaftaran", '{"uji":1}')

    def kirim(self, tugas: Tugas) -> Hasil:
        self.tugas.append(tugas)
        return self._kirim(tugas)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actors, "_SETTLE_RETRY", 0.01)


@pytest.fixture
def job(klinik: Klinik) -> Iterator[JobRingkas]:
    """A registration that waits to be sent."""
    card = klinik.daftar(1)
    assert card.p is not None
    yield card.p


def pelaksana(klinik: Klinik, *senders: Pengirim, sewa: int = 60_000, serentak: int = 16) -> Pelaksana:
    return Pelaksana(
        klinik.ctx, senders, pekerja="pekerja-uji", sewa=sewa, sidik={"pcare": "sidik"}, serentak=serentak
    )


def state(klinik: Klinik, job: JobRingkas) -> JobRingkas:
    return next(one for kartu in klinik.semua() for one in kartu.jobs if one.id == job.id)


def test_a_job_is_claimed_sent_and_settled(klinik: Klinik, job: JobRingkas) -> None:
    sender = Boneka()
    pelaksana(klinik, sender).jalankan(job.id)
    assert state(klinik, job).status is StatusJob.TERKIRIM
    assert klinik.semua()[0].no_antrean_pcare == "A1"
    (task,) = sender.tugas
    assert (task.klaim.id, task.klaim.fence, task.klaim.pekerja) == (job.id, 1, "pekerja-uji")


def test_the_attempt_is_in_the_storage_before_the_first_byte_leaves(klinik: Klinik, job: JobRingkas) -> None:
    """Guard: the claim's transaction ends before the sender is called."""
    seen: list[tuple[object, ...]] = []

    def look(_task: Tugas) -> Hasil:
        # Another connection sees only what is committed.
        (attempt,) = klinik.percobaan(job)
        seen.append((state(klinik, job).status, attempt.no, attempt.request, attempt.selesai))
        return OK

    pelaksana(klinik, Boneka(look)).jalankan(job.id)
    assert seen == [(StatusJob.PROSES, 1, '{"uji":1}', None)]


def test_a_sender_that_breaks_after_the_first_byte_leaves_an_unknown_outcome(
    klinik: Klinik, job: JobRingkas
) -> None:
    """Guard: a bug of ours is no proof that nothing arrived."""

    def broken(_task: Tugas) -> Hasil:
        raise ZeroDivisionError("a bug")

    sender = Boneka(broken)
    pelaksana(klinik, sender).jalankan(job.id)
    after = state(klinik, job)
    assert (after.status, after.kelas) == (StatusJob.TAK_PASTI, Kelas.TAK_PASTI)
    (attempt,) = klinik.percobaan(job)
    assert attempt.kelas == "tak_pasti" and attempt.selesai is not None


def test_a_sender_that_breaks_before_the_first_byte_stops_its_row_and_no_other(
    klinik: Klinik, job: JobRingkas
) -> None:
    """Guard: poison. A row that cannot be built is told once and not tried for ever."""

    def poison(klaim: JobKlaim) -> Request:
        if klaim.id == job.id:
            raise KeyError("a bug")
        return Request(Layanan.PCARE, "POST", "pendaftaran", "{}")

    sender = Boneka(susun=poison)
    worker = pelaksana(klinik, sender)
    for _ in range(3):
        worker.jalankan(job.id)
    after = state(klinik, job)
    assert (after.status, after.percobaan, after.dari_bpjs) == (StatusJob.GAGAL, 1, False)
    assert "KeyError" in after.pesan
    assert sender.tugas == []
    assert job.id not in kirim.jatuh_tempo(klinik.ctx, 100)
    other = klinik.daftar(2).p
    assert other is not None
    worker.jalankan(other.id)
    assert state(klinik, other).status is StatusJob.TERKIRIM


def test_a_row_that_cannot_even_be_read_is_given_up_once(klinik: Klinik, job: JobRingkas) -> None:
    """Guard: poison in the row itself."""
    from shared.storage import tables as t

    with klinik.ctx.tulis() as conn:
        conn.execute(t.job.update().where(t.job.c.id == job.id).values(parameter="bukan json"))
    sender = Boneka()
    pelaksana(klinik, sender).jalankan(job.id)
    assert sender.tugas == []
    assert state(klinik, job).status is StatusJob.GAGAL


def test_a_type_nobody_sends_is_told(klinik: Klinik, job: JobRingkas) -> None:
    pelaksana(klinik).jalankan(job.id)
    after = state(klinik, job)
    assert (after.status, after.kelas) == (StatusJob.GAGAL, Kelas.DATA)
    assert "pendaftaran_pcare" in after.pesan


@pytest.mark.parametrize("kelas", [Kelas.PEMETAAN, Kelas.DATA])
def test_what_cannot_be_built_waits_for_a_person(klinik: Klinik, job: JobRingkas, kelas: Kelas) -> None:
    def lacking(_claim: JobKlaim) -> Request:
        raise TidakTersusun(kelas, "ruangan belum dipetakan ke poli BPJS")

    pelaksana(klinik, Boneka(susun=lacking)).jalankan(job.id)
    after = state(klinik, job)
    assert (after.status, after.kelas, after.dari_bpjs) == (StatusJob.GAGAL, kelas, False)
    assert "ruangan belum dipetakan ke poli BPJS" in after.pesan


def test_an_id_handed_out_many_times_is_carried_out_once(klinik: Klinik, job: JobRingkas) -> None:
    """Guard: the claim. A broker may repeat what it likes."""
    go = threading.Event()

    def slow(_task: Tugas) -> Hasil:
        go.wait(20)
        return OK

    sender = Boneka(slow)
    worker = pelaksana(klinik, sender)
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(worker.jalankan, job.id) for _ in range(16)]
        go.set()
        for run in runs:
            run.result(30)
    worker.jalankan(job.id)
    assert len(sender.tugas) == 1
    assert len(klinik.percobaan(job)) == 1


class Sibuk:
    """A worker for one send at a time, and that one is under way until :meth:`end`."""

    def __init__(self, klinik: Klinik, job: JobRingkas) -> None:
        self.go, self.busy = threading.Event(), threading.Event()
        self.sender = Boneka(self._slow)
        self.worker = pelaksana(klinik, self.sender, serentak=1)
        self.thread = threading.Thread(target=self.worker.jalankan, args=(job.id,))
        self.thread.start()
        assert self.busy.wait(20)

    def _slow(self, _task: Tugas) -> Hasil:
        self.busy.set()
        self.go.wait(20)
        return OK

    def end(self) -> None:
        self.go.set()
        self.thread.join(20)


def test_a_claim_waits_for_its_turn_and_is_sent_then(klinik: Klinik, job: JobRingkas) -> None:
    """Guard: never more sends at a time than there may be, and each job once."""
    other = klinik.daftar(2).p
    assert other is not None
    busy = Sibuk(klinik, job)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(busy.worker.jalankan, other.id)
        until(lambda: state(klinik, other).status is StatusJob.PROSES)
        assert len(busy.sender.tugas) == 1
        busy.end()
        waiting.result(20)
    assert [state(klinik, one).status for one in (job, other)] == [StatusJob.TERKIRIM] * 2
    assert [task.klaim.id for task in busy.sender.tugas] == [job.id, other.id]


@pytest.mark.parametrize("cause", ["patience", "freshness", "stop"])
def test_a_claim_whose_turn_does_not_come_is_as_if_it_had_never_been(
    klinik: Klinik, job: JobRingkas, monkeypatch: pytest.MonkeyPatch, cause: str
) -> None:
    """Guard: nothing was sent, so nothing is unknown: the job waits again, without an attempt."""
    other = klinik.daftar(2).p
    assert other is not None
    busy = Sibuk(klinik, job)
    if cause == "patience":
        monkeypatch.setattr(actors, "_PATIENCE", 0.01)
        busy.worker.jalankan(other.id)
    else:
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(busy.worker.jalankan, other.id)
            until(lambda: state(klinik, other).status is StatusJob.PROSES)
            if cause == "stop":
                busy.worker.berhenti()
            else:
                monkeypatch.setattr(actors, "_FRESH", 0.0)
            busy.end()
            waiting.result(20)
    busy.end()
    after = state(klinik, other)
    assert (after.status, after.percobaan, klinik.percobaan(other)) == (StatusJob.MENUNGGU, 0, ())
    assert [task.klaim.id for task in busy.sender.tugas] == [job.id]
    assert other.id in kirim.jatuh_tempo(klinik.ctx, 100)
    monkeypatch.undo()
    pelaksana(klinik, sender := Boneka()).jalankan(other.id)
    assert state(klinik, other).status is StatusJob.TERKIRIM
    assert [task.klaim.fence for task in sender.tugas] == [1]


def test_a_claim_another_has_taken_over_is_not_put_back(klinik: Klinik, job: JobRingkas) -> None:
    """Guard: the fence. Whoever wakes late undoes nothing of the attempt that came after."""
    late = kirim.klaim(klinik.ctx, job.id, "lama", 60_000, Boneka().susun)
    assert late is not None
    with klinik.ctx.tulis() as conn:
        claims.expire_leases(conn, pekerja=["lama"])
    kirim.kembalikan(klinik.ctx, late.klaim)
    assert state(klinik, job).status is StatusJob.TAK_PASTI
    assert [attempt.no for attempt in klinik.percobaan(job)] == [1]


@pytest.mark.parametrize("number", [-1, 0, 999_999])
def test_an_id_of_nothing_is_passed_over(klinik_sqlite: Klinik, number: int) -> None:
    pelaksana(klinik_sqlite, Boneka()).jalankan(number)


def failing(times: int, real: Callable[..., bool]) -> Callable[..., bool]:
    """A settling whose storage is away so many times."""
    left = [times]

    def settle(*args: object, **kwargs: object) -> bool:
        if left[0]:
            left[0] -= 1
            raise PenyimpananGagal("penyimpanan_sibuk", tempat="uji")
        return real(*args, **kwargs)

    return settle


def test_an_answer_is_kept_while_the_storage_is_away(
    klinik: Klinik, job: JobRingkas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guard: settling is tried again; the send is not."""
    monkeypatch.setattr(kirim, "selesaikan", failing(5, kirim.selesaikan))
    sender = Boneka()
    pelaksana(klinik, sender).jalankan(job.id)
    assert len(sender.tugas) == 1
    assert state(klinik, job).status is StatusJob.TERKIRIM


def test_a_stop_while_the_storage_is_away_leaves_the_job_to_be_read_back(
    klinik: Klinik, job: JobRingkas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guard: giving up is not forgetting. The lease runs out, and the outcome is unknown, not *waiting*."""
    monkeypatch.setattr(kirim, "selesaikan", failing(1_000_000, kirim.selesaikan))
    worker = pelaksana(klinik, Boneka(lambda _task: (worker.berhenti(), OK)[1]), sewa=0)
    worker.jalankan(job.id)
    assert state(klinik, job).status is StatusJob.PROSES
    assert kirim.rawat(klinik.ctx) == 1
    assert state(klinik, job).status is StatusJob.TAK_PASTI


def test_a_late_answer_after_somebody_else_took_over_changes_nothing(klinik: Klinik, job: JobRingkas) -> None:
    """Guard: the fence."""
    second = Boneka(lambda _task: Hasil(Vonis(None, nomor="A2", http=201, kode="201")))

    def overtaken(_task: Tugas) -> Hasil:
        with klinik.ctx.tulis() as conn:
            assert claims.expire_leases(conn, pekerja=["pekerja-uji"]) == 1
        pelaksana(klinik, second).jalankan(job.id)
        return Hasil(Vonis(Kelas.DATA, Sebab.LAIN, "terlambat", http=412, kode="412"))

    pelaksana(klinik, Boneka(overtaken)).jalankan(job.id)
    after = state(klinik, job)
    assert (after.status, after.percobaan) == (StatusJob.TERKIRIM, 2)
    assert klinik.semua()[0].no_antrean_pcare == "A2"
    assert [a.kelas for a in klinik.percobaan(job)] == ["data", "berhasil"], "both are told in the log"


def test_a_late_answer_before_anybody_took_over_is_still_the_truth(klinik: Klinik, job: JobRingkas) -> None:
    def late(_task: Tugas) -> Hasil:
        with klinik.ctx.tulis() as conn:
            claims.expire_leases(conn, pekerja=["pekerja-uji"])
        return OK

    pelaksana(klinik, Boneka(late)).jalankan(job.id)
    assert state(klinik, job).status is StatusJob.TERKIRIM


def test_a_storage_that_is_away_at_the_claim_sends_nothing(
    klinik: Klinik, job: JobRingkas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object) -> None:
        raise PenyimpananGagal("penyimpanan_tak_terjangkau", tempat="uji")

    monkeypatch.setattr(kirim, "klaim", away)
    sender = Boneka()
    pelaksana(klinik, sender).jalankan(job.id)
    assert sender.tugas == []
    assert (state(klinik, job).status, state(klinik, job).percobaan) == (StatusJob.MENUNGGU, 0)


def test_a_stopping_worker_claims_nothing_more(klinik_sqlite: Klinik) -> None:
    job = klinik_sqlite.daftar(1).p
    assert job is not None
    worker = pelaksana(klinik_sqlite, Boneka())
    worker.berhenti()
    worker.jalankan(job.id)
    assert state(klinik_sqlite, job).percobaan == 0


def test_once_is_not_over_while_a_job_is_held_that_another_waits_for(klinik: Klinik) -> None:
    """Guard: what is held and what is due are one look; between two, the one becomes the other."""
    from shared.services import antrean, pekerja
    from tests.e2e.kampanye.balapan import gagalkan
    from tests.e2e.peralatan import PETUGAS

    ticket = klinik.daftar(1)
    gagalkan(klinik, ticket.id)
    antrean.resend_pcare(klinik.ctx, PETUGAS, ticket.id)
    card = klinik.kartu(ticket.id)
    assert card.p is not None and card.a is not None
    seen: list[int | None] = []

    def look(_task: Tugas) -> Hasil:
        seen.append(pekerja.sisa_waktu(klinik.ctx, "pekerja-uji"))
        seen.append(kirim.sisa_waktu(klinik.ctx))
        return OK

    pelaksana(klinik, Boneka(look)).jalankan(card.p.id)
    assert seen == [0, None]
    assert pekerja.sisa_waktu(klinik.ctx, "pekerja-uji") == 0, "the other is due now"
