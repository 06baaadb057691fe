"""One ticket, its jobs and a BPJS with a memory of its own, driven at random.

The model is the other side: what PCare and the queue really hold. Whatever counters, workers, lost answers
and dead workers do, nothing is posted that is there already, no move is made that the tables of the rules do
not know, and when all is quiet again the rows and the other side agree.
"""

from __future__ import annotations

import os
from typing import Any

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shared.domain.badges import Keadaan, keadaan
from shared.domain.failures import Vonis
from shared.domain.records import Kartu
from shared.domain.retries import Bacaan
from shared.domain.status import (
    FAILED_JOB,
    JOB_MOVES,
    LIVE_JOB,
    JenisJob,
    Kelas,
    Periksa,
    StatusAntrean,
    StatusJob,
    may_move_ticket,
)
from shared.services import antrean, jobs, kirim
from shared.services.errors import Bentrok, TidakSah
from shared.storage import tables as t
from tests.services.clinic import (
    A_OK,
    DONE,
    LOST,
    OFFLINE,
    P_OK,
    PASSWORD,
    PETUGAS,
    READ,
    REFUSED,
    SCREENING,
    Clinic,
    build,
)

P, A = JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN
HAPUS, BATAL = JenisJob.HAPUS_PENDAFTARAN, JenisJob.BATAL_ANTREAN
UNDO = {P: HAPUS, A: BATAL}

FATES = [
    "arrived",
    "arrived",
    "lost after arriving",
    "lost on the way",
    "offline",
    "refused",
    "password",
    "screening",
]
REASONS = ["salah_data", "daftar_ulang", "tidak_hadir", "Dokter berhalangan"]
LOOKS = ["read", "read", "unread"]

picks = st.integers(0, 7)


def reachable(old: StatusJob) -> frozenset[StatusJob]:
    """Where a job may be after one transaction: two moves at most (a settling, and the drop it brings)."""
    once = JOB_MOVES[old]
    return once | {new for step in once for new in JOB_MOVES[step]} | {old}


class OneTicket(RuleBasedStateMachine):
    """Counters, workers and the other side of one ticket."""

    clinic: Clinic

    @initialize(patience=st.integers(0, 8))
    def register(self, patience: int) -> None:
        self.clinic.empty()
        self.patience = patience
        self.id = self.clinic.register(1).id
        self.there = {P: False, A: False}
        self.flying: list[kirim.Tugas] = []
        self.late: list[tuple[kirim.Tugas, bool]] = []
        self.unknown: set[int] = set()
        self.absent: dict[int, int] = {}
        self.by_late_answer = False
        self.seen: Kartu = self.card()

    def card(self) -> Kartu:
        return self.clinic.card(self.id)

    def pick(self, items: list[Any], number: int) -> Any:
        return items[number % len(items)]

    # ── the counter ───────────────────────────────────────────────────────────

    @rule(move=st.sampled_from(["call", "call", "skip", "accept"]))
    def counter(self, move: str) -> None:
        if move == "accept":
            if self.patience == 0:  # it would end most stories before they begin
                self._counter(antrean.terima, tetap=True)
        else:
            self._counter(antrean.panggil if move == "call" else antrean.lewati)

    def _counter(self, move: Any, **more: Any) -> None:
        card = self.card()
        try:
            move(self.clinic.ctx, PETUGAS, self.id, versi=card.versi, **more)
        except Bentrok:
            assert self.card() == card

    @precondition(lambda self: self.patience <= 0)
    @rule(reason=st.sampled_from(REASONS))
    def cancel(self, reason: str) -> None:
        before = self.card()
        try:
            result = self.clinic.cancel(self.id, reason)
        except Bentrok:
            assert before.status in (StatusAntrean.DITERIMA, StatusAntrean.SELESAI)
            return
        assert result.kartu.status is StatusAntrean.BATAL
        assert result.sudah is (before.status is StatusAntrean.BATAL)

    @precondition(lambda self: any(job.status in FAILED_JOB for job in self.seen.jobs))
    @rule(number=picks, one=st.booleans())
    def ask_again(self, number: int, one: bool) -> None:
        before = self.card()
        if one:
            failed = [job for job in before.jobs if job.status in FAILED_JOB]
            one_of_them = self.pick(failed, number)
            try:
                jobs.resend(self.clinic.ctx, PETUGAS, one_of_them.id, yakin=True)
            except Bentrok:  # a later one of its kind is under way
                assert any(j.jenis is one_of_them.jenis and j.status in LIVE_JOB for j in before.jobs)
                assert self.card() == before
            return
        try:
            started = antrean.resend_pcare(self.clinic.ctx, PETUGAS, self.id).jobs
        except (Bentrok, TidakSah):
            assert self.card() == before
            return
        assert before.status is not StatusAntrean.BATAL
        assert {part for part, _ in started} <= {"P", "A"}

    # ── the worker ────────────────────────────────────────────────────────────

    @precondition(lambda self: any(job.status in LIVE_JOB for job in self.seen.jobs))
    @rule(number=picks)
    def claim(self, number: int) -> None:
        self.patience -= 1
        self._open_gates()
        self._elapse()
        due = self.clinic.due()
        if due:
            self._claim(self.pick(list(due), number))

    @precondition(lambda self: any(job.status in LIVE_JOB for job in self.seen.jobs))
    @rule(number=picks, fate=st.sampled_from(FATES), look=st.sampled_from(LOOKS))
    def work(self, number: int, fate: str, look: str) -> None:
        self.claim(number)
        if self.flying:
            self.answer(-1, fate, look)

    def _elapse(self) -> None:
        waiting = t.job.c.status.in_(["menunggu", "tak_pasti"])
        self.clinic.sql(sa.update(t.job).where(waiting).values(jatuh_tempo=0))

    def _claim(self, job: int) -> kirim.Tugas | None:
        task = kirim.klaim(self.clinic.ctx, job, "uji", 60_000, build)
        if task is None:  # superfluous, and dropped
            assert self.clinic.row(job).status == StatusJob.DIBATALKAN.value
            return None
        klaim = task.klaim
        assert klaim.tiket is not None
        if klaim.periksa is Periksa.KIRIM:
            if job in self.unknown:
                assert self.absent.get(job, 0) >= 2, "sent again without having been read back"
            if klaim.jenis is P:
                assert not self.there[P], "a registration is posted that is there already"
            if klaim.jenis in (P, A):
                assert klaim.tiket.status is not StatusAntrean.BATAL, "sent for a cancelled ticket"
        self.unknown.discard(job)
        if klaim.periksa is Periksa.KIRIM:
            self.absent[job] = 0
        self.flying.append(task)
        return task

    @precondition(lambda self: self.flying)
    @rule(number=picks, fate=st.sampled_from(FATES), look=st.sampled_from(LOOKS))
    def answer(self, number: int, fate: str, look: str) -> None:
        task = self.pick(self.flying, number)
        self.flying.remove(task)
        assert self._settle(task, fate, look)

    def _settle(self, task: kirim.Tugas, fate: str, look: str) -> bool:
        klaim = task.klaim
        if self._reads(task):
            outcome = self._look(klaim.jenis, look)
            if outcome.bacaan is not None and outcome.bacaan.ada is False:
                self.absent[klaim.id] = self.absent.get(klaim.id, 0) + 1
            if not (outcome.bacaan is not None and outcome.bacaan.ada):
                self.unknown.add(klaim.id)
        else:
            verdict = self._write(klaim.jenis, fate)
            if verdict is LOST or (klaim.periksa is Periksa.HASIL and verdict in (OFFLINE, PASSWORD)):
                self.unknown.add(klaim.id)
            outcome = kirim.Hasil(verdict)
        held = self.clinic.settle(task, outcome)
        self._open_gates()
        return held

    def _reads(self, task: kirim.Tugas) -> bool:
        """Registrations are read back by looking; queue jobs, whose writes may be repeated, by sending."""
        return task.klaim.jenis in (P, HAPUS) and task.klaim.periksa is not Periksa.KIRIM

    def _look(self, jenis: JenisJob, look: str) -> kirim.Hasil:
        if look == "unread":
            return kirim.Hasil(OFFLINE, bacaan=Bacaan(None))
        number = "A12" if self.there[P] else None
        done = self.there[P] if jenis is P else not self.there[P]
        return kirim.Hasil(READ, bacaan=Bacaan(done, number))

    def _write(self, jenis: JenisJob, fate: str) -> Vonis:
        """What the other side does with a write, and what it says."""
        there = jenis is A and self.there[A]
        if there and fate in ("refused", "screening"):
            fate = "arrived"  # it says "sudah terdaftar" before it looks at anything else
        if fate in ("arrived", "lost after arriving"):
            self._arrive(jenis)
        if fate.startswith("lost"):
            return LOST
        done = {P: P_OK, A: A_OK}.get(jenis, DONE)
        return {"arrived": done, "offline": OFFLINE, "refused": REFUSED, "password": PASSWORD}.get(
            fate, SCREENING
        )

    def _arrive(self, jenis: JenisJob) -> None:
        if jenis in (P, A):
            self.there[jenis] = True
        elif jenis is HAPUS:
            self.there[P] = False
        elif jenis is BATAL:
            self.there[A] = False

    @precondition(lambda self: self.flying)
    @rule(number=picks, arrived=st.booleans())
    def worker_dies(self, number: int, arrived: bool) -> None:
        self._lose(self.pick(self.flying, number), arrived)

    def _lose(self, task: kirim.Tugas, arrived: bool) -> None:
        self.flying.remove(task)
        if arrived and not self._reads(task):
            self._arrive(task.klaim.jenis)
        self.clinic.expire(task.klaim.id)
        assert kirim.rawat(self.clinic.ctx) == 1
        assert self.clinic.row(task.klaim.id).status == StatusJob.TAK_PASTI.value
        self.unknown.add(task.klaim.id)
        self.late.append((task, arrived))

    @precondition(lambda self: self.late)
    @rule(number=picks)
    def answer_comes_late(self, number: int) -> None:
        task, arrived = self.pick(self.late, number)
        self.late.remove((task, arrived))
        if self._reads(task):
            return  # what was read so long ago is not told
        job = task.klaim.id
        before = self.clinic.row(job)
        verdict = {P: P_OK, A: A_OK}.get(task.klaim.jenis, DONE) if arrived else OFFLINE
        held = self.clinic.settle(task, kirim.Hasil(verdict))
        self._open_gates()
        assert held is (before.percobaan == task.klaim.fence and before.status == "tak_pasti")
        if held:
            self.by_late_answer = True
            if arrived or task.klaim.periksa is Periksa.KIRIM:
                self.unknown.discard(job)

    @precondition(lambda self: any(job.kelas is Kelas.PESERTA for job in self.seen.jobs))
    @rule()
    def slow_retries_fall_due(self) -> None:
        self.clinic.sql(sa.update(t.job).where(t.job.c.ulang_pada.is_not(None)).values(ulang_pada=1))
        kirim.rawat(self.clinic.ctx)
        assert not kirim.perlu_rawat(self.clinic.ctx)

    def _open_gates(self) -> None:
        """Gates have tests of their own; here they would only keep things from happening."""
        self.clinic.sql(sa.delete(t.gerbang))

    # ── always ────────────────────────────────────────────────────────────────

    @invariant()
    def moves_are_legal(self) -> None:
        if not hasattr(self, "id"):
            return
        now = self.card()
        if now.status is not self.seen.status:
            assert may_move_ticket(self.seen.status, now.status), (self.seen.status, now.status)
            assert now.versi > self.seen.versi
        before = {job.id: job for job in self.seen.jobs}
        # P and A of a card are the newest of their kind; no row ever goes away
        for job_id, old in before.items():
            new = StatusJob(self.clinic.row(job_id).status)
            allowed = reachable(old.status)
            if self.by_late_answer and old.status is StatusJob.TAK_PASTI:
                allowed |= reachable(StatusJob.PROSES)
            assert new in allowed, (old.jenis, old.status, new)
        self.by_late_answer = False
        self.seen = now

    @invariant()
    def one_live_job_of_each_kind(self) -> None:
        if not hasattr(self, "id"):
            return
        live = [job.jenis for job in self.all_jobs() if job.status in LIVE_JOB]
        assert len(live) == len(set(live)), live

    @invariant()
    def attempts_are_whole(self) -> None:
        if not hasattr(self, "id"):
            return
        c = t.percobaan.c
        found: dict[int, list[Any]] = {}
        for row in self.clinic.rows(sa.select(c.job_id, c.no, c.selesai).order_by(c.job_id, c.no)):
            found.setdefault(row.job_id, []).append(row)
        for job in self.all_jobs():
            numbers = [row.no for row in found.get(job.id, [])]
            assert numbers == list(range(1, job.percobaan + 1))
        for task in self.flying:
            assert found[task.klaim.id][-1].selesai is None

    def all_jobs(self) -> list[Any]:
        """Every job the ticket ever had."""
        return list(self.card().jobs)

    # ── when all is quiet ─────────────────────────────────────────────────────

    def teardown(self) -> None:
        if hasattr(self, "id"):
            self._calm_down()
            self._agree()

    def _calm_down(self) -> None:
        """Workers come back, the line is good, everybody answers: everything live comes to an end."""
        for task in list(self.flying):
            self._lose(task, arrived=False)
        for _ in range(60):
            self._elapse()
            due = self.clinic.due()
            if not due:
                break
            task = self._claim(due[0])
            if task is not None:
                self.flying.remove(task)
                assert self._settle(task, "arrived", "read")
        assert [job for job in self.all_jobs() if job.status in LIVE_JOB] == []

    def _agree(self) -> None:
        card = self.card()
        for kind, job in ((P, card.p), (A, card.a)):
            state = keadaan(job)
            if card.status is StatusAntrean.BATAL:
                undo = [one for one in card.lain if one.jenis is UNDO[kind]]
                if self.there[kind]:
                    assert undo, f"{kind} is at BPJS and nobody takes it back"
                if any(one.status is StatusJob.TERKIRIM for one in undo):
                    assert not self.there[kind]
            elif state is Keadaan.OK:
                assert self.there[kind], f"{kind} is shown as OK and is not there"
            elif job is not None and job.kelas is not Kelas.TAK_PASTI:
                assert not self.there[kind], f"{kind} is shown as {state} and is there"


def run(clinic: Clinic, examples: int, steps: int) -> None:
    machine = type("OneTicketHere", (OneTicket,), {"clinic": clinic})
    more = 20 if os.environ.get("DEKA_UJI_JELAJAH") else 1
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples * more, stateful_step_count=steps)
    )


def test_one_ticket_on_sqlite(sqlite_clinic: Clinic) -> None:
    run(sqlite_clinic, 25, 20)


def test_one_ticket_on_postgresql(postgres_clinic: Clinic) -> None:
    run(postgres_clinic, 10, 20)
