"""The four cards of the monitoring page; a click on one opens its list."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message
from textual.strip import Strip

from deka_tui.presenters import pantau
from deka_tui.presenters.pieces import Line
from deka_tui.widgets.line_view import LineView
from shared.domain.pantau import HitungJob, SaringJob


class StatCards(LineView):
    """Total, Menunggu, Berhasil, Gagal: one row, or two where the style gives two."""

    class Chosen(Message):
        """A card was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, id: str | None = None, view: Callable[..., tuple[Line, ...]] = pantau.kartu) -> None:
        super().__init__(id=id)
        self._view = view
        self._counts: HitungJob | None = None
        self._filter = SaringJob()
        self._lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """The cards as they read."""
        return "\n".join("".join(piece.text for piece in line) for line in self._lines)

    def show_counts(self, counts: HitungJob | None, saring: SaringJob) -> None:
        """Show counts, and which card's list is shown."""
        self._counts, self._filter = counts, saring
        self._draw()

    def on_resize(self) -> None:
        """Fit the cards to the new size."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if not width:
            return
        lines = self._view(self._counts, self._filter, width, tinggi=height > 1)
        for row, line in enumerate(lines):
            if row >= len(self._lines) or self._lines[row] != line:
                self.redraw_rows(row)
        self._lines = lines

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        return self.strip_of(self._lines[y] if y < len(self._lines) else (), self.size.width)

    def on_click(self, event: events.Click) -> None:
        """Find the card below the mouse."""
        event.stop()
        self.post_message(self.Chosen(min(3, event.x * 4 // max(1, self.size.width))))
