"""For widgets that draw their own lines: lines of pieces become strips, in few bytes."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from deka_tui.presenters.pieces import Line
from deka_tui.widgets.cell import charset_of, thrifty, to_content


class LineView(Widget):
    """A widget of fixed rows, each a line of pieces; only rows and runs of cells that differ are drawn.

    It takes no focus: keys reach it through what it stands in.
    """

    DEFAULT_CSS = """
    LineView { height: 1fr; width: 1fr; }
    """

    def strip_of(self, line: Line, width: int) -> Strip:
        """Draw a line into *width* cells."""
        if not line:
            return Strip.blank(width, self.rich_style)
        content = to_content((line,), charset_of(self))
        found = Visual.to_strips(self, content, width, 1, self.visual_style)
        strip = found[0] if found else Strip.blank(width, self.rich_style)
        return thrifty(strip.adjust_cell_length(width, self.rich_style))

    def redraw_rows(self, *rows: int) -> None:
        """Draw whole rows again."""
        width = self.size.width
        self.refresh(*(Region(0, row, width, 1) for row in rows))

    def redraw_run(self, row: int, x: int, width: int) -> None:
        """Draw a run of cells of one row again."""
        self.refresh(Region(x, row, width, 1))
