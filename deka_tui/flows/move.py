"""Panggil, Lewati and Selesai: one key, one transaction, one toast."""

from __future__ import annotations

from collections.abc import Callable

from deka_tui import texts
from deka_tui.flows.desk import Desk, explain, refresh_after
from deka_tui.presenters.pieces import outside
from shared.domain.records import Kartu


def _called(kartu: Kartu) -> str:
    return texts.dipanggil_toast(
        outside(kartu.tiket, 12), outside(kartu.nama, 40), kartu.panggilan, outside(kartu.loket, 12)
    )


def moved(kartu: Kartu) -> str:
    """Say what a ticket has become."""
    return texts.pindah_toast(outside(kartu.tiket, 12), outside(kartu.nama, 40), texts.STATUS[kartu.status])


class MoveFlow:
    """Moves that need no question. A second press while one runs is held back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._busy: set[int] = set()

    def call(self, kartu: Kartu) -> None:
        """Call the ticket, or call it again."""
        self._run(kartu, lambda: self._desk.pintu.panggil(kartu), _called)

    def skip(self, kartu: Kartu) -> None:
        """Skip the ticket."""
        self._run(
            kartu,
            lambda: self._desk.pintu.lewati(kartu),
            moved,
        )

    def finish(self, kartu: Kartu) -> None:
        """Close an accepted ticket."""
        self._run(
            kartu,
            lambda: self._desk.pintu.selesai(kartu),
            moved,
        )

    def _run(self, kartu: Kartu, work: Callable[[], Kartu], say: Callable[[Kartu], str]) -> None:
        if kartu.id in self._busy:
            return
        self._busy.add(kartu.id)

        def done(after: Kartu | None, error: Exception | None) -> None:
            self._busy.discard(kartu.id)
            if after is None or error is not None:
                self._desk.toast(explain(error) if error else texts.GALAT, "error")
                if error is not None:
                    refresh_after(self._desk, error)
                return
            self._desk.toast(say(after))
            self._desk.patch(after)
            self._desk.reread()

        self._desk.errand(work, done)
