"""Reading the board: one read at a time, always the newest wish, and again when reading failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.timer import Timer

from deka_tui.board import Board, Want
from deka_tui.flows.cancel import CancelFlow
from deka_tui.flows.desk import Desk
from deka_tui.flows.resend import ResendFlow
from deka_tui.port import Lembar, Pintu
from shared.domain.records import JobRingkas
from shared.rekaman import dataclass
from shared.services.errors import TidakDitemukan

RETRY = (1.0, 2.0, 5.0)
"""Seconds before a failed read is tried again; the last one repeats."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one errand brought back: the page, and the jobs that are waited for."""

    page: Lembar
    jobs: dict[int, JobRingkas]
    undo: dict[int, tuple[JobRingkas, ...]]


def _undo(pintu: Pintu, ticket_ids: tuple[int, ...]) -> Iterator[tuple[int, tuple[JobRingkas, ...]]]:
    for ticket_id in ticket_ids:
        try:
            yield ticket_id, pintu.urung(ticket_id)
        except TidakDitemukan:  # one that is gone must not keep the board from being read
            yield ticket_id, ()


class Reader:
    """Keeps at most one read under way. Wishes that come meanwhile become one more read after it."""

    def __init__(
        self,
        desk: Desk,
        board: Board,
        resend: ResendFlow,
        cancel: CancelFlow,
        *,
        came: Callable[[Reading], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._desk, self._board = desk, board
        self._resend, self._cancel = resend, cancel
        self._came, self._failed = came, failed
        self._reading = False
        self._again = False
        self._follow: int | None = None
        self._tries = 0
        self._timer: Timer | None = None

    @property
    def busy(self) -> bool:
        """Whether a read is under way."""
        return self._reading

    def read(self, follow: int | None = None) -> None:
        """Read what is on screen, or the page moved to; with *follow* the page of that ticket."""
        if follow is not None:
            self._follow = follow
        if self._reading:
            self._again = True
            return
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._reading, self._again = True, False
        want = self._board.want() if self._follow is None else self._board.follow(self._follow)
        self._follow = None
        job_ids, ticket_ids = self._resend.job_ids, self._cancel.ticket_ids
        pintu = self._desk.pintu

        def work() -> Reading:
            page = pintu.muat(want.saring, mulai=want.mulai, banyak=want.banyak, fokus_id=want.fokus_id)
            jobs = {job.id: job for job in pintu.hasil(job_ids)} if job_ids else {}
            return Reading(page, jobs, dict(_undo(pintu, ticket_ids)))

        self._desk.errand(work, lambda value, error: self._returned(want, value, error))

    def _returned(self, want: Want, reading: Reading | None, error: Exception | None) -> None:
        self._reading = False
        if reading is None or error is not None:
            self._board.give_up()
            delay = RETRY[min(self._tries, len(RETRY) - 1)]
            self._tries += 1
            self._timer = self._desk.after(delay, self.read)
            if error is not None:
                self._failed(error)
            return
        self._tries = 0
        again = self._board.take(want, reading.page)
        self._came(reading)
        self._resend.settle(reading.jobs)
        self._cancel.settle(reading.undo)
        if again or self._again:
            self.read()
