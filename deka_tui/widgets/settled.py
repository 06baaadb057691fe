"""Remedies all screens share: laid out and styled no more often than something has changed."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.containers import Container
from textual.geometry import Size
from textual.screen import Screen

from deka_tui.hemat import Thrifty


def settle(screen: Screen[Any]) -> None:
    """Let a screen be drawn once after the layouts that follow; see :class:`deka_tui.penenang.Penenang`."""
    penenang = getattr(screen.app, "penenang", None)
    if penenang is not None:
        penenang.tahan()


def frugal(screen: Screen[Any]) -> None:
    """Let a screen send no more than has changed."""
    screen._compositor = Thrifty()


def fit(screen: Screen[Any]) -> None:
    """Take the classes of the terminal's size before there are parts, which would be styled twice."""
    (width, height), app = screen.app.size, screen.app
    chosen: dict[str, bool] = {}
    for size, steps in ((width, app.HORIZONTAL_BREAKPOINTS), (height, app.VERTICAL_BREAKPOINTS)):
        last = max((step for step in steps or [] if size >= step[0]), default=None)
        chosen |= {step[1]: step is last for step in steps or []}
    screen.update_classes(chosen, animate=False)


class Settled:
    """Mixed into screens: takes no size but the terminal's own, and that once.

    Textual's layout tells a screen of each size it was laid out for. Two sizes in a row while drawing
    is held back (two programs disagreeing at the start, a window dragged under load) would then answer
    each other for ever, and the event loop with them.
    """

    def __init__(self, *options: Any, **more: Any) -> None:
        super().__init__(*options, **more)
        assert isinstance(self, Screen)  # noqa: S101 - that is what it is mixed into
        frugal(self)

    def on_mount(self) -> None:
        """Give the screen its line for news where a screen reader listens; called beside its own."""
        assert isinstance(self, Screen)  # noqa: S101 - that is what it is mixed into
        if getattr(self.app, "aksesibel", False):
            from deka_tui.widgets.warta import Warta

            self.mount(Warta())

    _drawn = Size(0, 0)

    def _screen_resized(self, size: Size) -> None:
        """Lay out for a size, unless it is the echo of the layout that was just made for it."""
        assert isinstance(self, Screen)  # noqa: S101
        if self._compositor.root is not self or self._compositor.size != size:
            super()._screen_resized(size)  # type: ignore[misc]

    async def on_event(self, event: events.Event) -> None:
        """Drop a size that is not, or no longer, the terminal's; style nothing anew that has its styles."""
        if isinstance(event, events.Compose) and isinstance(self, Screen):
            fit(self)
        elif isinstance(event, events.ScreenResume):
            # Themes and charsets are chosen at the start: nothing looks different from when it was covered.
            event.refresh_styles = False
        elif isinstance(event, events.Resize) and isinstance(self, Screen):
            if event.size != self.app.size:
                event.stop()
                return
            if self.size:
                if self.is_current and event.size != self._drawn:
                    settle(self)
                self._drawn = event.size
        await super().on_event(event)  # type: ignore[misc]


class Unmoved(Container, can_focus=True, inherit_bindings=False):
    """A part that has the keys and looks the same without them: nothing in it is styled or drawn anew."""

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Leave the styles of all that is in it alone."""
