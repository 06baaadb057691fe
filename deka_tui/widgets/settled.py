"""A remedy all screens share."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.geometry import Size
from textual.screen import Screen


def settle(screen: Screen[Any]) -> None:
    """Let a screen be drawn once after the layouts that follow; see :class:`deka_tui.penenang.Penenang`."""
    penenang = getattr(screen.app, "penenang", None)
    if penenang is not None:
        penenang.tahan()


class Settled:
    """Mixed into screens: takes no size but the terminal's own.

    Textual's layout tells a screen of each size it was laid out for. Two sizes in a row while drawing
    is held back (two programs disagreeing at the start, a window dragged under load) would then answer
    each other for ever, and the event loop with them.
    """

    def on_mount(self) -> None:
        """Give the screen its line for news where a screen reader listens; called beside its own."""
        assert isinstance(self, Screen)  # noqa: S101 - that is what it is mixed into
        if getattr(self.app, "aksesibel", False):
            from deka_tui.widgets.warta import Warta

            self.mount(Warta())

    _drawn = Size(0, 0)

    async def on_event(self, event: events.Event) -> None:
        """Drop a size that is not, or no longer, the terminal's."""
        if isinstance(event, events.Resize) and isinstance(self, Screen) and event.size != self.app.size:
            event.stop()
            return
        if isinstance(event, events.Resize) and isinstance(self, Screen) and self.size:
            if self.is_current and event.size != self._drawn:
                settle(self)
            self._drawn = event.size
        await super().on_event(event)  # type: ignore[misc]
