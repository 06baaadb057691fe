"""A long day: badges that change all the time, screens opened and closed, and what memory grows to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session
from tests.bench.lean_pty import LeanTerm, Silent, program
from tests.bench.pipes import Helper
from tests.bench.procfs import rss_mb
from tests.bench.start import PAGE, last_name, opened

SCREENS = (("enter", "Rincian"), ("?", "Bantuan tombol"), ("n", "Daftar antrean baru"))
"""A key of the board, and what the screen it opens shows."""
WARM = 20
"""One part in so many is done before the first look at the memory: caches fill once."""


class _Day:
    """One station, and another process that changes what it shows."""

    def __init__(self, session: Session, stack: ExitStack) -> None:
        board = clinic.copy(clinic.board(session.folder, session.cards[0]), session.folder, "sehari")
        self._jobs = [card.a.id for card in clinic.visible(board, PAGE) if card.a is not None]
        self._writer = stack.enter_context(Helper([*program("penulis"), board.config]))
        self._writer.wait_line("siap")
        self.term: LeanTerm = stack.enter_context(opened(board, last_name(board)))
        self._turn = 0
        self._opened = 0

    def change(self, times: int) -> None:
        """Commit so many changes of badges on the screen, each a transaction of its own."""
        for _ in range(times):
            self._turn += 1
            status = "menunggu" if self._turn // len(self._jobs) % 2 else "terkirim"
            self._writer.tell(f"{self._jobs[self._turn % len(self._jobs)]} {status}")
            if self._writer.line() is None:
                raise Silent("the other station no longer commits")
            self.term.drain()
            self.term.chunks.clear()

    def open(self, times: int) -> None:
        """Open and leave so many screens."""
        for _ in range(times):
            key, shown = SCREENS[self._opened % len(SCREENS)]
            self._opened += 1
            self.term.press(key)
            self.term.wait_for(shown, since=self.term.mark())
            mark = self.term.mark()
            self.term.press("escape")
            self.term.wait_for("Keluar", since=mark)
            self.term.quiet(0.1)
            self.term.chunks.clear()


def bench(session: Session) -> Iterator[Figure]:
    """RSS after the day beside RSS when it began."""
    changes, screens = session.day
    parts = 50
    with ExitStack() as stack:
        day = _Day(session, stack)
        day.change(max(changes // WARM, 1))
        day.open(max(screens // WARM, 6 * len(SCREENS)))
        before = rss_mb(day.term.pid)
        for _ in range(parts):
            day.change(max(changes // parts, 1))
            day.open(max(screens // parts, 1))
        day.term.quiet(1.0)
        after = rss_mb(day.term.pid)
    note = f"{changes} perubahan lencana, {screens} layar dibuka"
    yield Figure("RSS setelah sehari kerja ÷ awal hari", after, "MB", before, Goal(1.05), note)
