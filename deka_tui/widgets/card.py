"""A queue card: composed once, reused for every ticket, drawn part by part."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.layout import Layout
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from deka_tui.presenters import symbols
from deka_tui.presenters.kartu import BUTTONS, Button, CardView, slots
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.widgets.cell import Cell, SlotLayout, charset_of

SPIN_SECONDS = 0.25


class Bar(Cell):
    """The mark of the current card: one column, so that a move draws a handful of cells."""

    def mark(self, on: bool) -> None:
        """Show or hide the mark."""
        if on:
            # Read aloud, one sign is enough.
            rows = 1 if charset_of(self) is symbols.Charset.POLOS else 3
            self.show(*[(Piece(symbols.BAR, Role.MARK),)] * rows)
        else:
            self.show()


class CardButton(Cell):
    """A button of the action row; it has no focus, its key works on the current card."""

    class Pressed(Message):
        """The button was clicked."""

        def __init__(self, button: CardButton, action: str) -> None:
            super().__init__()
            self.button = button
            self.action = action

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._button = Button(id, ())
        self._busy: Line = ()
        self._spin: Timer | None = None
        self._frame = 0

    @property
    def offered(self) -> bool:
        """Whether the button is there."""
        return bool(self._button.line)

    def offer(self, button: Button, busy: Line | None = None) -> None:
        """Show the button, nothing when it does not apply, or *busy* with a spinner before it."""
        self._button = button
        if busy is None:
            if self._spin is not None:
                self._spin.stop()
                self._spin = None
            self.show(button.line)
        elif charset_of(self) is symbols.Charset.POLOS:
            self.show(busy)
        elif self._spin is None:
            self._busy = busy
            self._spin = self.set_interval(SPIN_SECONDS, self._turn)
            self._turn()
        tip = button.tooltip if button.line and busy is None else None
        if (self.tooltip is None) != (tip is None) or (tip and str(self.tooltip) != tip):
            self.tooltip = Content(tip) if tip else None

    def _turn(self) -> None:
        if self.app.screen is not self.screen:
            return
        self._frame = (self._frame + 1) % len(symbols.SPINNER)
        self.show((Piece(f"{symbols.SPINNER[self._frame]} ", Role.WARN), *self._busy))

    def on_click(self, event: events.Click) -> None:
        """Pass the click on as an action of this card."""
        event.stop()
        if self._button.line and self._spin is None:
            self.post_message(self.Pressed(self, self._button.action))


class BadgeCell(Cell):
    """A badge; where it tells of a failure, a hover shows why and a click shows everything."""

    class Asked(Message):
        """A badge was clicked."""

        def __init__(self, badge: BadgeCell) -> None:
            super().__init__()
            self.badge = badge

    def explain(self, why: str) -> None:
        """Set what a hover shows; ``""`` for nothing."""
        if why != (str(self.tooltip) if self.tooltip is not None else ""):
            self.tooltip = Content(why) if why else None

    def on_click(self, event: events.Click) -> None:
        """Ask for the details."""
        if self.tooltip is not None:
            event.stop()
            self.post_message(self.Asked(self))


class Card(Widget):
    """One ticket in four rows, the last a thin rule."""

    DEFAULT_CSS = """
    Card { height: 4; width: 1fr; }
    """
    HEIGHT: ClassVar[int] = 4

    class Clicked(Message):
        """The card was clicked beside its buttons."""

        def __init__(self, card: Card) -> None:
            super().__init__()
            self.card = card

    def __init__(self) -> None:
        super().__init__()
        self.view: CardView | None = None
        self._layout = SlotLayout(slots, height=3)
        self._bar = Bar(id="bar")
        self._rule = Cell(id="rule")
        self._texts = {name: Cell(id=name) for name in ("title", "state", "pcare", "detail")}
        self._badges = {name: BadgeCell(id=name) for name in ("badge_p", "badge_a")}
        self._buttons = {name: CardButton(id=name) for name in BUTTONS}

    @property
    def layout(self) -> Layout:
        """The places of the parts, a pure function of the width."""
        return self._layout

    def compose(self) -> ComposeResult:
        """Make the parts, once."""
        yield self._bar
        yield self._rule
        yield from self._texts.values()
        yield from self._badges.values()
        yield from self._buttons.values()

    def mark(self, on: bool) -> None:
        """Show whether this is the current card."""
        self._bar.mark(on)

    def show(self, view: CardView | None, *, resending: Line | None = None) -> None:
        """Show another view; only the parts that differ are drawn. ``None`` empties the place.

        *resending* stands in the place of the resend button, with a spinner, while a resend runs.
        """
        if view is None:
            if self.view is not None:
                self.view = None
                self._clear()
            return
        self.view = view
        self._rule.show((Piece(symbols.RULE * self.size.width, Role.RULE),))
        for name, cell in self._texts.items():
            cell.show(getattr(view, name))
        for name, badge in self._badges.items():
            badge.show(getattr(view, name))
            badge.explain(view.error_p if name == "badge_p" else view.error_a)
        for name, button in zip(BUTTONS, view.buttons, strict=True):
            self._buttons[name].offer(button, resending if name == "resend" else None)

    def _clear(self) -> None:
        for cell in (self._rule, *self._texts.values()):
            cell.show()
        for badge in self._badges.values():
            badge.show()
            badge.explain("")
        for name, button in self._buttons.items():
            button.offer(Button(name, ()))

    def part(self, name: str) -> Cell:
        """One part by its name, such as ``title``, ``badge_p`` or ``resend``."""
        return self.query_exactly_one(f"#{name}", Cell)

    def on_click(self) -> None:
        """Make this the current card."""
        self.post_message(self.Clicked(self))
