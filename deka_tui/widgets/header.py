"""The header line; the clock has a place of its own, so that a minute costs five cells."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.layout import Layout
from textual.widget import Widget

from deka_tui.presenters import symbols
from deka_tui.presenters.kartu import Slot
from deka_tui.presenters.papan import CLOCK, HeaderView
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.widgets.cell import Cell, SlotLayout, charset_of


class Header(Widget):
    """Clinic, date, clock, counter and health."""

    DEFAULT_CSS = """
    Header { height: 1; width: 1fr; background: $deka-band; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._clock_x = 0
        self._left, self._clock, self._right = Cell(id="kiri"), Cell(id="jam"), Cell(id="kanan")
        self._layout = SlotLayout(self._places)

    @property
    def layout(self) -> Layout:
        """Left part, clock, right part."""
        return self._layout

    def _places(self, width: int) -> dict[str, Slot]:
        x = self._clock_x
        return {
            "kiri": Slot(0, 0, x),
            "jam": Slot(x, 0, CLOCK),
            "kanan": Slot(x + CLOCK, 0, width - x - CLOCK),
        }

    def compose(self) -> ComposeResult:
        """The three parts."""
        yield self._left
        yield self._clock
        yield self._right

    def show(self, view: HeaderView) -> None:
        """Show another view; only what differs is drawn."""
        if view.clock_x != self._clock_x:
            self._clock_x = view.clock_x
            # A part, not the header: a widget keeps its own arrangement when it refreshes itself.
            self._clock.refresh(layout=True)
        self._left.show(view.left)
        # A clock that moves by itself would be read aloud every minute.
        if charset_of(self) is not symbols.Charset.POLOS:
            self._clock.show((Piece(view.clock, Role.STRONG),))
        self._right.show(view.right)

    @property
    def text(self) -> str:
        """The line as it reads."""
        return self._left.text + self._clock.text + self._right.text
