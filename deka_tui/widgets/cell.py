"""The smallest part: a fixed place that draws lines of pieces, and only when they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from deka_tui.presenters import symbols
from deka_tui.presenters.kartu import Slot
from deka_tui.presenters.pieces import Line, Role

STYLES: dict[Role, str] = {
    Role.PLAIN: "",
    Role.STRONG: "bold",
    Role.MUTED: "$deka-muted",
    Role.ACCENT: "bold $deka-ticket",
    Role.KEY: "$deka-key",
    Role.RULE: "$deka-rule",
    Role.MARK: "$deka-mark",
    Role.GOOD: "$deka-good",
    Role.WARN: "$deka-warn",
    Role.BAD: "$deka-bad",
    Role.CHOSEN: "reverse $deka-chosen",
    Role.BRAND: "bold reverse $deka-chosen",
    Role.BADGE_GREEN: "reverse $deka-good",
    Role.BADGE_RED: "reverse $deka-bad",
    Role.BADGE_YELLOW: "reverse $deka-warn",
    Role.BADGE_GREY: "reverse $deka-grey",
    Role.BADGE_BLUE: "reverse $deka-ticket",
}
"""The style of each role, in the theme's variables. Badges are reverse video on any terminal."""


def _bracketed(text: str) -> str:
    """Put what is chosen between brackets in place of the blanks around it: colours are not read aloud."""
    return f"[{text[1:-1]}]" if len(text) > 2 and text[0] == text[-1] == " " else text


@lru_cache(maxsize=512)
def _content(lines: tuple[Line, ...], charset: symbols.Charset) -> Content:
    parts: list[str | tuple[str, str]] = []
    for number, line in enumerate(lines):
        if number:
            parts.append("\n")
        for piece in line:
            text = symbols.translate(piece.text, charset)
            if charset is symbols.Charset.POLOS and piece.role is Role.CHOSEN:
                text = _bracketed(text)
            style = STYLES[piece.role]
            parts.append((text, style) if style else text)
    return Content.assemble(*parts)


def charset_of(widget: Widget) -> symbols.Charset:
    """What the terminal of a widget's app can draw."""
    return getattr(widget.app, "charset", symbols.Charset.UTF8)


def plain_text(widget: Widget, text: str) -> str:
    """Put *text* into what the terminal of a widget's app can draw."""
    return symbols.translate(text, charset_of(widget))


def to_content(lines: tuple[Line, ...], charset: symbols.Charset) -> Content:
    """Turn lines into Textual's content; nothing in them is read as markup."""
    return _content(lines, charset)


@lru_cache(maxsize=512)
def _blank(style: Style) -> Style:
    return Style(bgcolor=style.bgcolor)


def thrifty(strip: Strip) -> Strip:
    """Draw the same with fewer style changes, each of which costs some forty bytes on the wire.

    Blanks show no ink: they take the style of the run before them when its ground is the same, and
    none but the ground otherwise. Runs of no length go.
    """
    kept: list[Segment] = []
    for segment in strip:
        text, style, control = segment
        if not text or control or style is None:
            continue
        plain = not (style.reverse or style.underline or style.strike)
        if plain and not text.strip(" "):
            last = kept[-1].style if kept else None
            if last is not None and last.bgcolor == style.bgcolor and not (last.reverse or last.underline):
                kept[-1] = Segment(kept[-1].text + text, last)
                continue
            style = _blank(style)
        if kept and kept[-1].style == style:
            kept[-1] = Segment(kept[-1].text + text, style)
        else:
            kept.append(Segment(text, style))
    return Strip(kept, strip.cell_length)


class Cell(Widget):
    """One or more lines in a fixed place. Showing the same again draws nothing."""

    DEFAULT_CSS = """
    Cell { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: clip; }
    """

    def __init__(self, *lines: Line, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)
        self._lines: tuple[Line, ...] = lines

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    @property
    def text(self) -> str:
        """What is shown, without its roles."""
        return "\n".join("".join(piece.text for piece in line) for line in self._lines)

    def show(self, *lines: Line) -> bool:
        """Show *lines*; tell whether anything had to be drawn."""
        if lines == self._lines:
            return False
        self._lines = lines
        self.refresh()
        return True

    def render_line(self, y: int) -> Strip:
        """Draw one row in as few bytes as it takes."""
        return thrifty(super().render_line(y))

    def render(self) -> Content:
        """Draw the lines."""
        return to_content(self._lines, charset_of(self))


class SlotLayout(Layout):
    """Puts each child where a pure function of the width says, by the child's id.

    A child without a place, or with one of no width, is left out. All are one line.
    """

    name = "slots"

    def __init__(self, places: Callable[[int], Mapping[str, Slot]]) -> None:
        self._places = places

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002 - part of the interface
    ) -> ArrangeResult:
        """Place every child; see :class:`textual.layout.Layout`."""
        parent.pre_layout(self)
        places = self._places(size.width)
        placements: list[WidgetPlacement] = []
        for child in children:
            slot = places.get(child.id or "")
            if slot is None or slot.width <= 0:
                continue
            region = Region(slot.x, slot.y, slot.width, 1)
            placements.append(WidgetPlacement(region, Offset(0, 0), Spacing(), child))
        return placements
