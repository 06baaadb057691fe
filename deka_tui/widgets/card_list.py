"""The card list: a fixed pool of cards, one page of them; a bar marks the current one."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from deka_tui.presenters.kartu import CardView
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.widgets.card import Card
from deka_tui.widgets.cell import Cell


class CardList(Widget):
    """Shows up to ``fit`` views. The pool grows with the widget and never shrinks or is remade.

    It takes no focus: keys reach it through the screen while nothing else has it, and a change of
    focus would draw all of the list again.
    """

    DEFAULT_CSS = """
    CardList { height: 1fr; width: 1fr; layout: vertical; overflow: hidden; }
    CardList #kosong { layer: catatan; height: 100%; width: 100%; content-align: center middle;
        text-align: center; background: $background; }
    """

    class Resized(Message):
        """There is room for another number of cards."""

        def __init__(self, size: int) -> None:
            super().__init__()
            self.cards = size

    class Chosen(Message):
        """The card at a place was clicked; with *action*, on the button of that action."""

        def __init__(self, place: int, action: str | None) -> None:
            super().__init__()
            self.place = place
            self.action = action

    def __init__(self, expected: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cards = [Card() for _ in range(max(1, expected))]
        self._fit = 0
        self._marked = -1
        self._note = Cell(id="kosong")

    @property
    def cards(self) -> Sequence[Card]:
        """The cards of the pool that have room."""
        return self._cards[: self._fit]

    @property
    def fit(self) -> int:
        """How many cards there is room for; 0 before the first layout."""
        return self._fit

    @property
    def card_width(self) -> int:
        """Cells a card is wide."""
        return self.size.width

    def compose(self) -> ComposeResult:
        """The note, and as many cards as are expected to fit."""
        yield self._note
        yield from self._cards

    async def on_resize(self, event: events.Resize) -> None:
        """Fit the pool to the new height, mounting only what was never there."""
        fit = max(1, event.size.height // Card.HEIGHT)
        if fit > len(self._cards):
            fresh = [Card() for _ in range(fit - len(self._cards))]
            self._cards += fresh
            await self.mount_all(fresh)
        for place, card in enumerate(self._cards):
            card.display = place < fit
        if fit != self._fit:
            self._fit = fit
            self.post_message(self.Resized(fit))

    def show(self, views: Sequence[CardView], resending: Sequence[Line | None]) -> None:
        """Show a page; places beyond it are empty."""
        with self.app.batch_update():
            self._note.display = False
            for place, card in enumerate(self.cards):
                if place < len(views):
                    card.show(views[place], resending=resending[place])
                else:
                    card.show(None)

    def mark(self, place: int) -> None:
        """Move the mark; -1 takes it away."""
        if place == self._marked:
            return
        for old in (self._marked, place):
            if 0 <= old < len(self._cards):
                self._cards[old].mark(old == place)
        self._marked = place

    @property
    def titik(self) -> Offset | None:
        """Where the current card begins."""
        if not 0 <= self._marked < len(self._cards):
            return None
        return self._cards[self._marked].region.offset + Offset(2, 0)

    def say(self, *rows: str, role: Role = Role.MUTED) -> None:
        """Show a note instead of cards."""
        self.mark(-1)
        for card in self._cards:
            card.show(None)
        self._note.show(
            *[(Piece(row, Role.STRONG if i == 0 and len(rows) > 1 else role),) for i, row in enumerate(rows)]
        )
        self._note.display = True

    @on(Card.Clicked)
    def _card_clicked(self, event: Card.Clicked) -> None:
        event.stop()
        self.post_message(self.Chosen(self._cards.index(event.card), event.action))
