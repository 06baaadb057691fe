"""The line of a page's tabs, with the page's name before them; a click chooses."""

from __future__ import annotations

from textual import events
from textual.message import Message

from deka_tui.presenters.pieces import Piece, Role, cells
from deka_tui.widgets.cell import Cell


class TabLine(Cell):
    """Draws the tabs and says which was clicked. Where room is short the page's name gives way."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, tabs: tuple[tuple[str, str], ...], title: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs, self._title = tabs, title
        self._chosen = tabs[0][0]
        self._ends: list[tuple[int, str]] = []

    def choose(self, tab: str) -> None:
        """Show which tab is open."""
        self._chosen = tab
        self._draw()

    def on_resize(self) -> None:
        """Fit the line to the width."""
        self._draw()

    def _draw(self) -> None:
        width = self.size.width
        if not width:
            return
        room = sum(cells(label) + 3 for _, label in self._tabs)
        title = f" {self._title}  " if room + cells(self._title) + 3 <= width else ""
        line = [Piece(title, Role.ACCENT)] if title else []
        at = cells(title)
        self._ends = []
        for name, label in self._tabs:
            line.append(Piece(f" {label} ", Role.CHOSEN if name == self._chosen else Role.MUTED))
            line.append(Piece(" "))
            at += cells(label) + 3
            self._ends.append((at, name))
        self.show(tuple(line))

    def on_click(self, event: events.Click) -> None:
        """Find the tab below the mouse."""
        start = self._ends[0][0] if self._ends else 0
        if self._ends and event.x < start - cells(self._tabs[0][1]) - 3:
            return
        for end, name in self._ends:
            if event.x < end:
                self.post_message(self.Chosen(name))
                return
