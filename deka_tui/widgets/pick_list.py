"""A short list inside a form, from which one is picked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from rich.style import Style
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from deka_tui.presenters.pieces import Line
from deka_tui.widgets.cell import charset_of, to_content

Picked = TypeVar("Picked")


class PickList(OptionList):
    """A short list; Enter goes on to the next field."""

    def fill(self, lines: Sequence[Line], chosen: int = 0) -> None:
        """Show other lines, with one of them picked."""
        self.clear_options()
        self.add_options([Option(to_content((line,), charset_of(self))) for line in lines])
        self.highlighted = chosen if lines else None

    @property
    def titik(self) -> Offset | None:
        """Where the line picked stands; every line is one row high."""
        at = self.highlighted
        if at is None:
            return None
        return self.content_region.offset + Offset(1, at - int(self.scroll_offset.y))

    def render_line(self, y: int) -> Strip:
        """Draw one row; without colours the line picked is reversed while one picks, else underlined."""
        strip = super().render_line(y)
        if not self.app.no_color or y + int(self.scroll_offset.y) != self.highlighted:
            return strip
        active = self.has_focus or any(node.has_class("-aktif") for node in self.ancestors)
        return strip.apply_style(Style(reverse=True) if active else Style(underline=True))

    @property
    def width(self) -> int:
        """Cells a line has."""
        return max(10, self.content_size.width - 2)


def picked(pick: PickList, values: Sequence[Picked]) -> Picked | None:
    """The value that goes with the line picked, ``None`` when there is none."""
    at = pick.highlighted
    return values[at] if at is not None and at < len(values) else None
