"""The panel that says why the current card is red and what to do: below the list, or beside it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from deka_tui.presenters.pieces import Line
from deka_tui.widgets.cell import Cell


class DetailPanel(Widget):
    """A stack of single lines, of which only those that differ are drawn."""

    DEFAULT_CSS = """
    DetailPanel { layout: vertical; overflow: hidden; }
    """

    def __init__(self, expected: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows = [Cell() for _ in range(expected)]

    def compose(self) -> ComposeResult:
        """As many lines as are expected; more come with the first view that needs them."""
        yield from self._rows

    @property
    def text(self) -> str:
        """The lines as they read."""
        return "\n".join(row.text for row in self._rows if row.display).rstrip()

    def show(self, lines: tuple[Line, ...]) -> None:
        """Show the lines of a view."""
        if len(lines) > len(self._rows):
            fresh = [Cell(line) for line in lines[len(self._rows) :]]
            self._rows += fresh
            self.mount_all(fresh)
        for index, row in enumerate(self._rows):
            row.display = index < len(lines)
            row.show(lines[index] if index < len(lines) else ())
