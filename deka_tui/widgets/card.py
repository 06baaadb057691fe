"""A queue card: one widget for whatever ticket stands in its place, drawn part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from deka_tui.presenters import symbols
from deka_tui.presenters.kartu import BUTTONS, CardView, Slot, slots
from deka_tui.presenters.pieces import Line, Piece, Role, plain
from deka_tui.widgets.cell import charset_of, thrifty
from deka_tui.widgets.line_view import LineView

SPIN_SECONDS = 0.25
_TEXTS = ("title", "state", "pcare", "detail", "badge_p", "badge_a")
_UNDERLINE = Style(underline=True)
_BAR: Line = (Piece(symbols.BAR, Role.MARK),)


def _from_left(found: tuple[Slot, str]) -> int:
    return found[0].x


class Part:
    """What stands in one slot of a card, what a hover over it says and what a click on it does."""

    __slots__ = ("action", "line", "tip")

    def __init__(self) -> None:
        self.line: Line = ()
        self.tip = ""
        self.action: str | None = None

    @property
    def text(self) -> str:
        """What is shown, without its roles."""
        return plain(self.line)


class Card(LineView):
    """One ticket in four rows, the last a thin rule.

    Its parts are runs of its rows and no widgets: thirteen to a card would each be made, styled, laid out and
    told of every size by themselves, which is most of what a board costs.
    """

    DEFAULT_CSS = """
    Card { height: 4; width: 1fr; text-wrap: nowrap; text-overflow: clip; }
    """
    HEIGHT: ClassVar[int] = 4

    class Clicked(Message):
        """The card was clicked; with *action*, on the part that stands for that action."""

        def __init__(self, card: Card, action: str | None) -> None:
            super().__init__()
            self.card = card
            self.action = action

    def __init__(self) -> None:
        super().__init__()
        self.view: CardView | None = None
        self._marked = False
        self._parts = {name: Part() for name in (*_TEXTS, *BUTTONS)}
        self._busy: Line = ()
        self._spin: Timer | None = None
        self._frame = 0
        self._hover: str | None = None
        self._bodies: dict[int, Strip] = {}
        """Its rows without the bar, as they were last drawn: moving the bar draws nothing else."""

    # ------------------------------------------------------------------ what it shows --
    def mark(self, on: bool) -> None:
        """Show whether this is the current card: one column, so that a move draws a handful of cells."""
        if on != self._marked:
            self._marked = on
            self.refresh(Region(0, 0, 1, self.HEIGHT - 1))

    @property
    def marked(self) -> bool:
        """Whether this is the current card."""
        return self._marked

    def show(self, view: CardView | None, *, resending: Line | None = None) -> None:
        """Show another view; only the parts that differ are drawn. ``None`` empties the place.

        *resending* stands in the place of the resend button, with a spinner, while a resend runs.
        """
        if (view is None) != (self.view is None):
            self.redraw_rows(self.HEIGHT - 1)
        self.view = view
        if view is None:
            self._still()
            for name in self._parts:
                self._put(name, ())
            return
        for name in _TEXTS:
            tip = {"badge_p": view.error_p, "badge_a": view.error_a}.get(name, "")
            self._put(name, getattr(view, name), tip, "rincian" if tip else None)
        for name, button in zip(BUTTONS, view.buttons, strict=True):
            if name == "resend":
                if resending is not None:
                    self._turning(resending)
                    continue
                self._still()
            self._put(name, button.line, button.tooltip if button.line else "", button.action)

    def _put(self, name: str, line: Line, tip: str = "", action: str | None = None) -> None:
        part = self._parts[name]
        part.tip, part.action = tip, action if line else None
        if line != part.line:
            part.line = line
            self._redraw(name)
        if name == self._hover:
            self._tell(tip)

    def _redraw(self, name: str) -> None:
        slot = self.slots[name]
        self._bodies.pop(slot.y, None)
        if slot.width:
            self.redraw_run(slot.y, slot.x, slot.width)

    @property
    def slots(self) -> Mapping[str, Slot]:
        """The places of the parts, a pure function of the width."""
        return slots(self.size.width)

    def part(self, name: str) -> Part:
        """One part by its name, such as ``title``, ``badge_p`` or ``resend``."""
        return self._parts[name]

    @property
    def texts(self) -> tuple[str, ...]:
        """What its parts say, those that say anything."""
        return tuple(part.text for part in self._parts.values() if part.line)

    # ---------------------------------------------------------------------- a resend --
    def _turning(self, busy: Line) -> None:
        if charset_of(self) is symbols.Charset.POLOS:
            self._put("resend", busy)
        elif self._spin is None:
            self._busy = busy
            self._spin = self.set_interval(SPIN_SECONDS, self._turn)
            self._turn()

    def _still(self) -> None:
        if self._spin is not None:
            self._spin.stop()
            self._spin = None

    def _turn(self) -> None:
        if self.app.screen is not self.screen:
            return
        self._frame = (self._frame + 1) % len(symbols.SPINNER)
        self._put("resend", (Piece(f"{symbols.SPINNER[self._frame]} ", Role.WARN), *self._busy))

    # ----------------------------------------------------------------------- drawing --
    def render_line(self, y: int) -> Strip:
        """Draw one row: the bar, and beside it the parts from left to right with blanks between them."""
        width = self.size.width
        if y == self.HEIGHT - 1:
            rule: Line = (Piece(symbols.RULE * width, Role.RULE),) if self.view is not None else ()
            return self.strip_of(rule, width)
        # Read aloud, one sign is enough.
        barred = self._marked and (y == 0 or charset_of(self) is not symbols.Charset.POLOS)
        body = self._bodies.get(y)
        if body is None or body.cell_length != width - 1:
            body = self._bodies[y] = self._body(y, width)
        return thrifty(Strip.join([self.strip_of(_BAR if barred else (), 1), body]))

    def _body(self, y: int, width: int) -> Strip:
        strips: list[Strip] = []
        at = 1
        places = self.slots
        row = ((places[name], name) for name in self._parts if places[name].y == y)
        for slot, name in sorted(row, key=_from_left):
            if not slot.width or slot.x < at:
                continue
            if slot.x > at:
                strips.append(self.strip_of((), slot.x - at))
            strip = self.strip_of(self._parts[name].line, slot.width)
            strips.append(strip.apply_style(_UNDERLINE) if name == self._hover in BUTTONS else strip)
            at = slot.x + slot.width
        if at < width:
            strips.append(self.strip_of((), width - at))
        return Strip.join(strips)

    def notify_style_update(self) -> None:
        """Draw all of it anew."""
        self._bodies.clear()
        super().notify_style_update()

    # ------------------------------------------------------------------------- mouse --
    def _under(self, x: int, y: int) -> str | None:
        """Name the part at a place, if there is anything in it."""
        places = self.slots
        for name, part in self._parts.items():
            slot = places[name]
            if part.line and slot.y == y and slot.x <= x < slot.x + slot.width:
                return name
        return None

    def _hovered(self, name: str | None) -> None:
        before, self._hover = self._hover, name
        for changed in (before, name):
            if changed in BUTTONS:
                self._redraw(changed)
        self._tell(self._parts[name].tip if name is not None else "")

    def _tell(self, tip: str) -> None:
        if tip != (str(self.tooltip) if self.tooltip is not None else ""):
            self.tooltip = Content(tip) if tip else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Underline the button under the mouse; of a badge that tells of a failure, say why."""
        name = self._under(event.x, event.y)
        if name != self._hover:
            self._hovered(name)

    def on_leave(self) -> None:
        """Nothing of it is under the mouse any more."""
        if self._hover is not None:
            self._hovered(None)

    def on_click(self, event: events.Click) -> None:
        """Make this the current card, and do what the part stands for."""
        event.stop()
        name = self._under(event.x, event.y)
        busy = name == "resend" and self._spin is not None
        self.post_message(self.Clicked(self, self._parts[name].action if name and not busy else None))
