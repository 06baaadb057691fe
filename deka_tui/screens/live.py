"""What every screen that shows storage has in common: errands in threads, toasts, dialogs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import on
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from deka_tui import actions
from deka_tui.actions import Action
from deka_tui.flows.desk import Severity
from deka_tui.messages import Returned, Then
from deka_tui.port import Pintu
from deka_tui.widgets.settled import Settled

if TYPE_CHECKING:
    from deka_tui.app import DekaApp

Result = TypeVar("Result")
_SECONDS = {"information": 5.0, "warning": 7.0, "error": 9.0}


class LiveScreen(Settled, Screen[Result]):
    """A screen whose threads only post messages; what they bring back is handled on the event loop."""

    # A change of focus would repaint the whole screen (8 KB); styles of the two widgets are enough.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    ready = False
    """Whether its parts are there, so that it can be told what has changed."""

    def on_mount(self) -> None:
        """Its parts are there; Textual calls this beside a screen's own."""
        self.ready = True

    def _compositor_refresh(self) -> None:
        # Textual would render even while nothing is shown, and then all of it again.
        if not self.deka.tirai.tertutup:
            super()._compositor_refresh()

    @property
    def deka(self) -> DekaApp:
        """The app, by its own type."""
        return cast("DekaApp", self.app)

    @property
    def pintu(self) -> Pintu:
        """The door to the services; only to be used inside an errand."""
        return self.deka.pintu

    # ------------------------------------------------- what the app tells every screen --
    def opened(self) -> None:
        """The storage is open."""

    def not_opened(self, error: Exception) -> None:
        """The storage could not be opened."""

    def changed(self) -> None:
        """Somebody may have changed something."""

    def tick(self) -> None:
        """A minute has passed."""

    def help_text(self, known: Iterable[Action]) -> str:
        """The help on actions, as far as whoever acts may do them here."""
        deka = self.deka
        return actions.help_text(deka.pelaku, actions.staying(known, deka.terkunci), lisan=deka.aksesibel)

    # ---------------------------------------------------------------- errands, dialogs --
    def errand(self, work: Callable[[], Any], then: Then) -> None:
        """Run *work* in a thread, then *then* on the event loop with its value or its exception."""

        def body() -> None:
            try:
                value = work()
            except Exception as error:  # every failure must reach a person
                self.post_message(Returned(then, None, error))
            else:
                self.post_message(Returned(then, value, None))

        self.run_worker(body, thread=True, exit_on_error=False, group="suruhan")

    @on(Returned)
    def _returned(self, message: Returned) -> None:
        message.stop()
        message.then(message.value, message.error)

    def ask(self, dialog: Screen[Any], then: Callable[[Any], None]) -> None:
        """Show a dialog, then hand its result on; it is drawn once, when it is complete.

        While the screen is locked it waits until it is not.
        """
        if self.deka.session.hold(lambda: self.ask(dialog, then)):
            return

        async def show() -> None:
            with self.app.batch_update():
                await self.app.push_screen(dialog, then)

        self.app.call_later(show)

    def toast(self, text: str, severity: Severity = "information", seconds: float | None = None) -> None:
        """Say something in passing; the text is never read as markup. A locked screen says nothing."""
        if self.deka.session.locked:
            return
        self.app.notify(
            self.deka.plain(text), severity=severity, timeout=seconds or _SECONDS[severity], markup=False
        )

    def after(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back once."""
        return self.set_timer(seconds, callback)
