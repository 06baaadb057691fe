"""Drawing a screen at once when all of it is there, and only what differs from what stands already.

Textual draws a new screen twice and whatever it is in the place of: 5 KB each. What is used here of its
insides is looked for first; without it a start costs these bytes and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from rich.console import Console
from rich.control import Control
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

CURTAIN_SECONDS = 0.5
"""When the first frame is drawn at the latest, complete or not."""
DATA_SECONDS = 2.0
"""When the queue screen is drawn at the latest, with the queue in it or not; until then its frame stands."""


class _Rows(CompositorUpdate):
    """Some rows of the screen, each with its number."""

    def __init__(self, rows: Sequence[tuple[int, Strip]]) -> None:
        self._rows = rows

    def render_segments(self, console: Console) -> str:
        """Write the rows, each after a move to its place."""
        return "".join(Control.move_to(0, y).segment.text + strip.render(console) for y, strip in self._rows)


class Tirai:
    """The curtain before one app's screen. *drawn* is told each time it has gone up."""

    def __init__(self, app: App[Any], drawn: Callable[[], None]) -> None:
        self._app, self._told = app, drawn
        self.tertutup = False
        """Whether what is made now is shown only when all of it is there."""
        self._held: AbstractContextManager[None] | None = None
        self._waits_for_data = False
        self._standing: list[Strip] = []

    def turun(self, *, over: Screen[Any] | None = None, data: bool = False) -> None:
        """Hold drawing back for a while; with *data* until there is some to show.

        *over* is the screen that stands on the terminal meanwhile.
        """
        self._standing = standing(over) if over is not None else []
        self._waits_for_data, self.tertutup = data, True
        self._held = held = self._app.batch_update()
        held.__enter__()
        seconds = DATA_SECONDS if data else CURTAIN_SECONDS
        self._app.set_timer(seconds, lambda: self.naik(True) if self._held is held else None)

    def naik(self, data: bool) -> None:
        """Draw what has been made ready; later calls do nothing, nor do calls without awaited *data*."""
        if self._held is not None and (data or not self._waits_for_data):
            held, self._held = self._held, None
            lay_out(self._app.screen)  # parts learn their sizes, and draw themselves for these
            self._app.screen.call_later(self._up, held)

    def _up(self, held: AbstractContextManager[None]) -> None:
        before, self._standing = self._standing, []
        screen = self._app.screen
        if before:
            lay_out(screen)
        self.tertutup = False
        held.__exit__(None, None, None)
        if before:
            draw_over(screen, before)
        else:
            lay_out(screen)
        self._told()


def lay_out(screen: Screen[Any]) -> None:
    """Lay a screen out at once, and draw it unless that is held back."""
    inside: Any = screen
    if there := getattr(inside, "_refresh_layout", None):
        there()
        _drawn(inside)


def standing(screen: Screen[Any]) -> list[Strip]:
    """Return the rows of a screen as they stand on the terminal, ``[]`` when that cannot be told."""
    compositor: Any = getattr(screen, "_compositor", None)
    strips: list[Strip] = compositor.render_strips() if hasattr(compositor, "render_strips") else []
    return strips


def draw_over(screen: Screen[Any], before: list[Strip]) -> None:
    """Draw a screen that is laid out, but no row that stands there already."""
    inside: Any = screen
    after = standing(screen)
    if len(after) != len(before) or not after or after[0].cell_length != before[0].cell_length:
        lay_out(screen)
        return
    rows = [(y, strip) for y, strip in enumerate(after) if strip != before[y]]
    inside.app._display(inside, _Rows(rows))
    inside._compositor._dirty_regions.clear()
    _drawn(inside)


def _drawn(screen: Any) -> None:
    screen._layout_required = False
    for part in screen.walk_children(with_self=True):
        part._repaint_required = False
    screen._dirty_widgets.clear()
