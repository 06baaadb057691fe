"""Batalkan: ask with a reason, cancel here, and follow the undo at BPJS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.timer import Timer

from deka_tui import texts
from deka_tui.flows.desk import Desk, explain, refresh_after
from deka_tui.port import HasilBatal
from deka_tui.presenters.pieces import Piece, Role, outside
from deka_tui.presenters.rincian import identity_line
from shared.domain.records import JobRingkas, Kartu
from shared.domain.status import FAILED_JOB, LIVE_JOB
from shared.texts import ALASAN

if TYPE_CHECKING:
    from deka_tui.widgets.confirm import Answer, Question

PATIENCE = 10.0
"""Seconds to wait for BPJS before telling that the ticket is cancelled here."""


def question(kartu: Kartu) -> Question:
    """The dialog before a cancellation; a reason is chosen already, so that *Ya* stays one key."""
    from deka_tui.widgets.confirm import OTHER, Choice, Question

    return Question(
        title=texts.JUDUL_BATAL,
        sentence=texts.tanya_batal(outside(kartu.tiket, 12)),
        facts=(identity_line(kartu), (Piece(texts.BATAL_PERMANEN, Role.WARN),)),
        reasons=(*ALASAN.items(), (OTHER, texts.ALASAN_LAIN)),
        choices=(Choice("ya", texts.YA, "y", dangerous=True), Choice("tidak", texts.TIDAK, "n")),
        safe="tidak",
        focus="tidak",
        warning=True,
    )


@dataclass(slots=True)
class _Watch:
    kartu: Kartu
    told: bool = False
    timer: Timer | None = None


class CancelFlow:
    """The cancellations whose undo at BPJS is not over yet."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._watches: dict[int, _Watch] = {}

    @property
    def ticket_ids(self) -> tuple[int, ...]:
        """Ids of the cancelled tickets whose undo jobs are waited for."""
        return tuple(self._watches)

    def start(self, kartu: Kartu) -> None:
        """Ask before cancelling."""
        from deka_tui.widgets.confirm import Confirm

        def answered(answer: Answer | None) -> None:
            if answer is not None and answer.choice == "ya":
                self._send(kartu, answer)

        self._desk.ask(Confirm(question(kartu)), answered)

    def _send(self, kartu: Kartu, answer: Answer) -> None:
        self._desk.toast(texts.SEDANG_MEMBATALKAN, seconds=3)
        self._desk.errand(
            lambda: self._desk.pintu.batal(kartu, alasan=answer.reason, teks=answer.words),
            lambda value, error: self._cancelled(value, error),
        )

    def _cancelled(self, done: HasilBatal | None, error: Exception | None) -> None:
        if done is None or error is not None:
            self._desk.toast(texts.batal_tidak_dapat(explain(error) if error else ""), "error", 10)
            if error is not None:
                refresh_after(self._desk, error)
            return
        watch = self._watches[done.kartu.id] = _Watch(done.kartu)
        watch.timer = self._desk.after(PATIENCE, lambda: self._late(done.kartu.id))
        if not any(job.status in LIVE_JOB for job in done.kartu.jobs):
            self.settle({done.kartu.id: ()})
        self._desk.reread()

    def settle(self, undo: Mapping[int, tuple[JobRingkas, ...]]) -> None:
        """Look at the undo jobs of tickets as they were just read, and tell what is over."""
        for ticket_id, jobs in undo.items():
            watch = self._watches.get(ticket_id)
            if watch is None or any(job.status in LIVE_JOB for job in jobs):
                continue
            del self._watches[ticket_id]
            if watch.timer is not None:
                watch.timer.stop()
            if not watch.told:
                self._desk.toast(texts.BATAL_BERHASIL)
            if any(job.status in FAILED_JOB for job in jobs):
                self._desk.toast(texts.BATAL_PERINGATAN, "warning", 15)

    def _late(self, ticket_id: int) -> None:
        watch = self._watches.get(ticket_id)
        if watch is not None and not watch.told:
            watch.told = True
            self._desk.toast(texts.batal_berjalan())
