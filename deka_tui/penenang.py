"""Sizes that change: drawn once, and no key for a screen too small to show anything."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from deka_tui.app import DekaApp

SECONDS = 0.06
"""How long drawing waits at least; a window being dragged is drawn that often."""
ROUNDS = 4
"""How often everything that waits has then had its turn: that long a size takes to reach the last part."""
PATIENCE = 0.5
"""When drawing goes on at the latest, whatever became of the screen."""
LEAVING = ("ctrl+q", "ctrl+c")


class Penenang:
    """Draws once what Textual would draw with each of the layouts that follow each other.

    Belongs to one app and lives on its event loop.
    """

    def __init__(self, app: DekaApp) -> None:
        self._app = app
        self._holding = False

    def tahan(self) -> None:
        """Hold drawing until what is being laid out has settled; the curtain holds it anyway."""
        if not self._holding and not self._app.tirai.tertutup:
            self._holding = True
            hold = self._app.batch_update()
            hold.__enter__()
            self._app.set_timer(SECONDS, partial(self._wait, hold, ROUNDS))

    def _wait(self, hold: AbstractContextManager[None], rounds: int) -> None:
        if rounds:
            self._app.call_later(self._wait, hold, rounds - 1)
            return
        self._holding = False
        free = _Once(hold)
        if self._app._screen_stack:
            screen = self._app.screen
            inside = getattr(screen, "_refresh_layout", None)
            if inside is not None:
                inside()
            screen.call_later(free)  # behind what the layout has the screen do
        # The screen may be gone before its turn, and nothing would be drawn any more.
        self._app.set_timer(PATIENCE, free)


class _Once:
    """Lets drawing go on, the first time it is called."""

    def __init__(self, hold: AbstractContextManager[None]) -> None:
        self._hold: AbstractContextManager[None] | None = hold

    def __call__(self) -> None:
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.__exit__(None, None, None)


def buta(app: DekaApp, event: events.Event) -> bool:
    """Tell whether *event* is a key nobody can see the effect of: the screen only says it is too small.

    What leaves the program does so all the same.
    """
    if not isinstance(event, events.Key | events.Paste) or not app._screen_stack:
        return False
    if isinstance(event, events.Key) and event.key in LEAVING:
        return False
    return not app.screen.classes.isdisjoint({"-sempit", "-pendek"})
