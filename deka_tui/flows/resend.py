"""Resend PCare: ask, send, spin, and tell what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.timer import Timer

from deka_tui import texts
from deka_tui.flows.desk import Desk, explain, refresh_after
from deka_tui.port import HasilResend
from deka_tui.presenters.pieces import outside
from deka_tui.presenters.rincian import identity_line
from shared.domain.records import JobRingkas, Kartu
from shared.domain.status import FAILED_JOB, LIVE_JOB
from shared.services.errors import Bentrok

if TYPE_CHECKING:
    from deka_tui.widgets.confirm import Answer, Question

PATIENCE = 20.0
"""Seconds to wait for the outcome before saying that it is still running."""


def question(kartu: Kartu) -> Question:
    """The dialog before a resend."""
    from deka_tui.widgets.confirm import Choice, Question

    return Question(
        title=texts.JUDUL_RESEND,
        sentence=texts.tanya_resend(outside(kartu.tiket, 12)),
        facts=(identity_line(kartu),),
        choices=(Choice("ya", texts.YA_KIRIM_ULANG, "y"), Choice("batal", texts.BATAL, "n")),
        safe="batal",
        focus="batal",
    )


def outcome(parts: Mapping[str, JobRingkas]) -> tuple[str, bool]:
    """The last toast of a resend and whether it is good news, from the settled jobs by part."""
    failed = {letter: job for letter, job in parts.items() if job.status in FAILED_JOB}
    if not failed:
        return texts.RESEND_BERHASIL, True
    said = [(letter, outside(job.pesan)) for letter, job in failed.items() if job.dari_bpjs and job.pesan]
    return (texts.info_bpjs(said) if said else texts.RESEND_GAGAL), False


@dataclass(slots=True)
class _Run:
    kartu: Kartu
    parts: tuple[tuple[str, int], ...] = ()
    timer: Timer | None = None


class ResendFlow:
    """The resends this screen waits for. The spinner is only a sign: storage keeps doubles out."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._runs: dict[int, _Run] = {}

    @property
    def running(self) -> frozenset[int]:
        """Ids of the tickets whose spinner turns."""
        return frozenset(self._runs)

    @property
    def job_ids(self) -> tuple[int, ...]:
        """Ids of the jobs whose outcome is waited for."""
        return tuple(job_id for run in self._runs.values() for _, job_id in run.parts)

    def start(self, kartu: Kartu) -> None:
        """Ask before sending."""
        from deka_tui.widgets.confirm import Confirm

        def answered(answer: Answer | None) -> None:
            if answer is not None and answer.choice == "ya":
                self.send(kartu)

        self._desk.ask(Confirm(question(kartu)), answered)

    def send(self, kartu: Kartu) -> None:
        """Send again, without asking."""
        if kartu.id in self._runs:
            self._desk.toast(texts.tidak_bisa("resend", texts.SEBAB_MASIH_DIPROSES), "warning")
            return
        self._runs[kartu.id] = _Run(kartu)
        self._desk.redraw()
        self._desk.errand(
            lambda: self._desk.pintu.resend(kartu), lambda value, error: self._sent(kartu, value, error)
        )

    def _sent(self, kartu: Kartu, done: HasilResend | None, error: Exception | None) -> None:
        if done is None or error is not None:
            self._end(kartu.id)
            if isinstance(error, Bentrok):
                self._desk.toast(error.pesan, "warning")
            else:
                reason = explain(error) if error is not None else ""
                self._desk.toast(f"{texts.RESEND_GAGAL}: {reason}", "error")
            if error is not None:
                refresh_after(self._desk, error)
            return
        run = self._runs[kartu.id]
        run.parts = done.jobs
        run.timer = self._desk.after(PATIENCE, lambda: self._late(kartu))
        self._desk.patch(done.kartu)
        self._desk.reread()

    def settle(self, jobs: Mapping[int, JobRingkas]) -> None:
        """Look at jobs as they were just read, and finish what is over."""
        for ticket_id, run in list(self._runs.items()):
            parts = {letter: jobs[job_id] for letter, job_id in run.parts if job_id in jobs}
            if not parts or len(parts) < len(run.parts):
                continue
            if any(job.status in LIVE_JOB for job in parts.values()):
                continue
            self._end(ticket_id)
            text, good = outcome(parts)
            self._desk.toast(text, "information" if good else "error", None if good else 12)

    def _late(self, kartu: Kartu) -> None:
        if kartu.id in self._runs:
            self._end(kartu.id)
            self._desk.toast(texts.resend_berjalan(outside(kartu.tiket, 12)), "warning")

    def _end(self, ticket_id: int) -> None:
        run = self._runs.pop(ticket_id, None)
        if run is not None and run.timer is not None:
            run.timer.stop()
        self._desk.redraw()
