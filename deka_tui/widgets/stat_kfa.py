"""The four cards above the products: total, mapped, not mapped, progress."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.strip import Strip

from deka_tui.presenters import kfa as view
from deka_tui.presenters.pieces import Line
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.line_view import LineView
from shared.domain.kfa_peta import Statistik


class MuatUlang(Cell):
    """Reads everything again when it is clicked."""

    class Pressed(Message):
        """It was clicked."""

    def on_click(self, event: events.Click) -> None:
        """Ask for it."""
        event.stop()
        self.post_message(self.Pressed())


class StatKfa(LineView):
    """One row, or two where the style gives two."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stat: Statistik | None = None
        self._lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The cards as they read."""
        return "\n".join("".join(piece.text for piece in line) for line in self._lines)

    def show(self, stat: Statistik) -> None:
        """Show counts; only rows that differ are drawn."""
        self._stat = stat
        self._draw()

    def on_resize(self) -> None:
        """Fit the cards to the new size."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if not width:
            return
        lines = view.kartu(self._stat, width, tinggi=height > 1)
        for row, line in enumerate(lines):
            if row >= len(self._lines) or self._lines[row] != line:
                self.redraw_rows(row)
        self._lines = lines

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        return self.strip_of(self._lines[y] if y < len(self._lines) else (), self.size.width)
