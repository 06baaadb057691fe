"""Sending a terminal no cell that has not changed.

Textual's partial update sends the whole of a widget's line up to where the change ends. What is used here of
its insides is the shape of that update; the lines come from it as they are.
"""

from __future__ import annotations

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class _Cells(ChopsUpdate):
    """The cells of some spans, each after a move to its place."""

    def render_segments(self, console: Console) -> str:
        """Write the cells from the first that changed to the last."""
        sent: list[str] = []
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= last or end <= first:
                    continue
                left, right = max(x, first), min(end, last)
                if (left, right) != (x, end):
                    strip = strip.crop(left - x, right - x)
                sent += (Control.move_to(left, y).segment.text, strip.render(console))
        return "".join(sent)


class Thrifty(Compositor):
    """A compositor whose partial updates hold nothing but what is to be drawn again."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what has changed since the last time, if anything has."""
        update = super().render_partial_update()
        return None if update is None else _Cells(update.chops, update.spans, update.chop_ends)
