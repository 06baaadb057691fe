"""A remedy all screens share."""

from __future__ import annotations

from textual import events
from textual.screen import Screen


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

    async def on_event(self, event: events.Event) -> None:
        """Drop a size that is not, or no longer, the terminal's."""
        if isinstance(event, events.Resize) and isinstance(self, Screen) and event.size != self.app.size:
            event.stop()
            return
        await super().on_event(event)  # type: ignore[misc]
