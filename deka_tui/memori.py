"""Memory of a program that stays open all day on a terminal with little of it.

Textual 8 remembers, in a cache of 1,024 colour pairs, the drawn lines of as many widgets that are long
gone (``StylesCache.get_inner_outer`` is cached together with its instance): some 50 MB after a hundred
dialogs. A closed screen is a web of references to itself, which only the full collection frees, and left
to itself that collection is rare. What was made at the start lives as long as the program: frozen, it need
not be looked at again, and a full collection costs a few milliseconds instead of a hundred.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Protocol

from textual._styles_cache import StylesCache

START_SECONDS = 3.0
"""How long after the storage was opened the start is taken to be over."""
QUIET_SECONDS = 1.0
"""How long after the last screen was closed its remains are swept up."""


def forget_drawn_lines() -> None:
    """Let go of what Textual has drawn for widgets that are gone; colours are mixed anew when needed."""
    cached = getattr(StylesCache, "get_inner_outer", None)
    if clear := getattr(cached, "cache_clear", None):
        clear()


class _Timer(Protocol):
    def stop(self) -> None: ...


class Penyapu:
    """Sweeps up closed screens once nobody is closing any more."""

    def __init__(self, after: Callable[[float, Callable[[], None]], _Timer]) -> None:
        """*after* calls back once, so many seconds later."""
        self._after = after
        self._waiting: _Timer | None = None
        self._started = False

    def dimulai(self) -> None:
        """The storage is open for the first time: what lives now stays."""
        if not self._started:
            self._started = True
            self._after(START_SECONDS, self._freeze)

    def tertunda(self) -> None:
        """The start is over for now, without a storage."""
        gc.enable()

    def layar_ditutup(self) -> None:
        """A screen was closed."""
        forget_drawn_lines()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self._after(QUIET_SECONDS, self._sweep)

    def _freeze(self) -> None:
        gc.enable()  # the command line has switched it off for the start
        gc.collect()
        gc.freeze()

    def _sweep(self) -> None:
        self._waiting = None
        gc.collect()
