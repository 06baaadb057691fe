"""Reading for a view: one read at a time, always the newest wish, and not faster than eyes follow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shared.services.errors import Ditolak

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen

LEAST = 0.25
"""Seconds between two reads that nobody pressed a key for."""
RETRY = (1.0, 2.0, 5.0)
"""Seconds before a failed read is tried again; the last one repeats."""


class SatuSatu:
    """Keeps at most one read under way. Wishes that come meanwhile become one more read after it."""

    def __init__(
        self,
        screen: Callable[[], LiveScreen[Any]],
        work: Callable[[], Callable[[], Any]],
        came: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """*work* makes the errand at the moment it begins, so that it reads what is wanted then."""
        self._screen, self._work, self._came, self._failed = screen, work, came, failed
        self._busy = self._again = self._resting = self._refused = False
        self._tries = 0

    def now(self) -> None:
        """Read at once, or right after the read that is under way."""
        if self._busy:
            self._again = True
            return
        self._busy, self._again = True, False
        self._screen().errand(self._work(), self._back)

    def soon(self) -> None:
        """Read when a short while has passed since the last time."""
        if self._refused:  # a refusal stays one, and writing it down is a change in itself
            return
        if self._resting:
            self._again = True
        else:
            self.now()

    def _back(self, value: Any, error: Exception | None) -> None:
        self._busy = False
        screen = self._screen()
        if error is not None:
            wait = RETRY[min(self._tries, len(RETRY) - 1)]
            self._tries += 1
            self._failed(error)
        else:
            wait, self._tries = LEAST, 0
            self._came(value)
        self._resting = True
        self._refused = isinstance(error, Ditolak)
        self._again = not self._refused and (self._again or error is not None)
        screen.after(wait, self._rested)

    def _rested(self) -> None:
        self._resting = False
        if self._again and not self._busy:
            self.now()
