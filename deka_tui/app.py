"""The application: session, theme, clock, and the change feed turned into messages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.geometry import Offset
from textual.screen import Screen
from textual.theme import Theme
from textual.timer import Timer
from textual.worker import get_current_worker

from deka_tui import terminal, texts, theme, watchdog
from deka_tui.driver import fitting, tolerant
from deka_tui.memori import Penyapu
from deka_tui.messages import Changed, FeedLost, NotOpened, Opened
from deka_tui.penenang import Penenang, buta
from deka_tui.penunjuk import titik
from deka_tui.port import Pintu, PintuServices
from deka_tui.presenters import symbols
from deka_tui.screens.live import LiveScreen
from deka_tui.session import Session
from deka_tui.tirai import Tirai
from shared.config import Settings
from shared.domain.records import Kesehatan, Pelaku
from shared.security.permissions import TAMU

if TYPE_CHECKING:
    from deka_tui.penyiar import Penyiar

LOOK_SECONDS = 10.0
"""Seconds after which the board is read again though nothing has changed."""
FEED_SECONDS = 1.0
"""How long one wait for a change lasts; also how long the end of the program may wait for it."""
REOPEN_SECONDS = 5.0


class DekaApp(App[int], inherit_bindings=False):
    """DEKA at a counter. Give it a *pintu* to run it on something else than the services.

    *bertahap*: the queue's frame is drawn first, and the queue screen made after it.
    """

    TITLE = texts.APP
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    SUSPENDED_SCREEN_CLASS = ""
    terkunci = False
    """Whether this is a locked station, which no key leaves."""
    LEMBAR = ""
    """Style sheet of the first screen, where it is neither of the two there are at a counter."""
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-sempit"), (60, "-kecil"), (80, "-biasa"), (100, "-lebar"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-pendek"), (20, "-cukup"), (30, "-tinggi")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit_deka", texts.AKSI["keluar"][1], id="keluar", show=False, priority=True),
        Binding("ctrl+c", "how_to_quit", show=False),
    ]

    def __init__(
        self,
        settings: Settings,
        pelaku: Pelaku | Callable[[], Pelaku] | None,
        pintu: Pintu | None = None,
        *,
        tanya: bool = True,
        nama: str = "",
        clock: Callable[[], float] = time.time,
        bertahap: bool = False,
    ) -> None:
        terminal.distrust(os.environ)
        self.settings = settings
        self.aksesibel = settings.layar.aksesibel
        # What other screens look like is read when they are first opened: see their own CSS_PATH.
        super().__init__(
            css_path=theme.sheets(
                "base",
                self.LEMBAR or ("masuk" if pelaku is None else "antrean"),
                *(["aksesibel"] if self.aksesibel else []),
            ),
            # Without colours the theme of the terminal's own: reverse and bold are all it then has.
            ansi_color=True if theme.colourless(settings.layar.tema, os.environ) else None,
        )
        self._ask, self._given = tanya, nama
        self._in_steps = bertahap and pelaku is not None
        self.tirai = Tirai(self, self._drawn)
        self._ready_to_act = False
        self.failure: Exception | None = None  # why the storage could not be opened
        if pelaku is None:
            self.pelaku = TAMU
        else:
            self.pelaku = pelaku if isinstance(pelaku, Pelaku) else pelaku()
        self.pintu: Pintu = pintu or PintuServices(settings, self.pelaku)
        self.charset = terminal.charset(settings.layar)
        self.faskes_nama = settings.faskes.nama
        self.zona = settings.faskes.zona
        self.is_open = False
        self.kesehatan: Kesehatan | None = None
        """How worker and services were when the queue was read last; pages show it too."""
        self.kept: dict[str, object] = {}
        """What pages want to find again when they are opened next, such as a filter."""
        self.session = Session(self)
        self._clock = clock
        self._ahead = 0
        self._feed_seen = 0.0
        self._opening = False
        self._tick: Timer | None = None
        self.penenang = Penenang(self)
        self._penyapu = Penyapu(self.set_timer)
        self.animation_level = "none"
        for own in (theme.DARK, theme.LIGHT):
            self.register_theme(own)
        # Before anything is mounted: a later change would style every widget twice.
        colours = None if self.no_color else self.console.color_system
        self.theme = theme.choose(settings.layar.tema, colours, set(self.available_themes))
        self.stylesheet.set_variables(self.get_css_variables())
        if self.charset is not symbols.Charset.UTF8:
            self.add_class(f"-{self.charset}")

    # --------------------------------------------------------------- looks --
    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour variables for themes that do not know them."""
        current: Theme = self.current_theme
        return theme.defaults(current)

    def get_driver_class(self) -> type[Driver]:
        """The terminal's driver; stray bytes do not end it, and it is as old as the terminal."""
        kind = tolerant(super().get_driver_class())
        return fitting(kind, old=terminal.old(os.environ), pointing=self.aksesibel)

    def get_default_screen(self) -> Screen[Any]:
        """The first screen: the queue, what stands for it while it is made, or who it is."""
        if self.pelaku is TAMU:
            from deka_tui.screens.masuk import MasukScreen

            return MasukScreen(otomatis=not self._ask, nama=self._given, id="_default")
        if self._in_steps:
            from deka_tui.screens.pembuka import PembukaScreen

            return PembukaScreen(id="_default")
        from deka_tui.screens.antrean import AntreanScreen

        return AntreanScreen(id="_default")

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read the style sheets a screen brings; nothing that is on the screen already changes by them.

        Textual would parse every sheet once more and style all open screens anew: half of opening a page.
        """
        if screen.CSS or self.css_monitor is not None:
            super()._load_screen_css(screen)
            return
        new = [path for path in screen.css_path if not self.stylesheet.has_source(str(path), "")]
        for path in new:
            self.stylesheet.read(path)
        if new:  # it was styled when it was registered, and has no parts yet
            self.stylesheet.apply(screen)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew, but not at the start, when all of it has just been styled."""
        if not self.tirai.tertutup:
            super().refresh_css(animate)

    def plain(self, text: str) -> str:
        """Put a text into what this terminal can draw."""
        return symbols.translate(text, self.charset)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor rests after each frame; found when it is asked for."""
        return titik(self.screen) if self._running else Offset(0, 0)

    @cursor_position.setter
    def cursor_position(self, where: Offset) -> None:
        """Ignore what fields say: the one with the focus is asked."""

    # ------------------------------------------------------------------ news --
    @cached_property
    def penyiar(self) -> Penyiar:
        """Who announces; asked for only where :attr:`aksesibel`."""
        from deka_tui.penyiar import Penyiar

        return Penyiar(self)

    def notify(self, message: str, **how: Any) -> None:
        """Say something in passing: a toast, or where a screen reader listens the line for news."""
        if self.aksesibel:
            self.penyiar.jawab(message)
        else:
            super().notify(message, **how)

    # --------------------------------------------------------------- clock --
    def now(self) -> int:
        """Storage's time in Unix milliseconds; the station's own until storage has been read."""
        return int(self._clock() * 1000) + self._ahead

    def set_clock(self, millis: int) -> None:
        """Follow storage's clock, so that every station shows the same waits. Jitter is ignored."""
        ahead = millis - int(self._clock() * 1000)
        if millis and abs(ahead - self._ahead) > 1000:
            self._ahead = ahead
            self._next_minute()

    def _next_minute(self) -> None:
        if self._tick is not None:
            self._tick.stop()
        self._tick = self.set_timer(60 - self.now() / 1000 % 60 + 0.01, self._minute)

    def _minute(self) -> None:
        self._next_minute()
        if not self.aksesibel:  # what moves by itself is read aloud, every minute
            for screen in self._live():
                screen.tick()
        self.session.refresh()

    # --------------------------------------------------------------- session --
    def _live(self) -> list[LiveScreen[Any]]:
        # One that is ending is taken apart while news still come in.
        stack = self.screen_stack if self.is_running else ()
        return [s for s in stack if isinstance(s, LiveScreen) and s.ready]

    def on_load(self) -> None:
        """Hold the first frame back until it is complete, so that nothing is drawn twice."""
        self.tirai.turun()

    def raise_curtain(self, data: bool = False) -> None:
        """Draw what has been made ready, with *data* that or nothing to wait for; later calls do nothing."""
        self.tirai.naik(data)

    def _drawn(self) -> None:
        self.call_later(self.open_storage)
        if self._in_steps:
            self._in_steps = False
            self.call_later(self._make_queue)

    async def _make_queue(self) -> None:
        from deka_tui.screens.pembuka import PembukaScreen

        if isinstance(self.screen, PembukaScreen):  # otherwise somebody was quicker
            await self.screen.make_room()

    def on_ready(self) -> None:
        """The clock starts."""
        self._next_minute()
        self.session.watch()

    async def on_event(self, event: events.Event) -> None:
        """Notice that somebody is there; on a screen too small to show anything no key does anything."""
        if isinstance(event, events.InputEvent):
            self.session.touch()
            if self.is_open and not self._ready_to_act:
                self._ready_to_act = True
                self.set_timer(0.1, self._get_ready)  # the key itself is answered first
        if buta(self, event):
            event.stop()
        else:
            await super().on_event(event)

    def signed_in(self, pelaku: Pelaku) -> None:
        """Somebody has signed in."""
        self.session.signed_in(pelaku)

    def unlocked(self, pelaku: Pelaku) -> None:
        """The user has unlocked the screen."""
        self.session.unlocked(pelaku)

    def sign_out(self, pesan: str = "") -> None:
        """Let somebody else sign in."""
        self.session.sign_out(pesan)

    def open_storage(self) -> None:
        """Open the storage in a thread, unless that is under way."""
        if not self._opening and not self.is_open:
            self._opening = True
            self._open()

    @work(thread=True, exit_on_error=False, group="buka")
    def _open(self) -> None:
        try:
            faskes = self.pintu.buka()
        except Exception as error:  # whatever it is, the screen has to say it
            self.post_message(NotOpened(error))
        else:
            self.post_message(Opened(faskes))

    @work(thread=True, exit_on_error=False, group="siap")
    def _get_ready(self) -> None:
        self.pintu.siap()

    @on(Opened)
    def _opened(self, message: Opened) -> None:
        self._opening, self.is_open, self.failure = False, True, None
        self._penyapu.dimulai()
        self._feed_seen = time.monotonic()
        self.faskes_nama, self.zona = message.faskes.nama, message.faskes.zona
        for screen in self._live():
            screen.opened()
        self._follow()

    def pop_screen(self) -> AwaitComplete:
        """Close the screen on top; what is left of it is swept up when nobody waits for it."""
        self._penyapu.layar_ditutup()
        return super().pop_screen()

    @on(NotOpened)
    def _not_opened(self, message: NotOpened) -> None:
        self._opening, self.failure = False, message.error
        self._penyapu.tertunda()
        for screen in self._live():
            screen.not_opened(message.error)
        self.set_timer(REOPEN_SECONDS, self.open_storage)

    @work(thread=True, exit_on_error=False, group="umpan")
    def _follow(self) -> None:
        worker = get_current_worker()
        looked = time.monotonic()
        while not worker.is_cancelled:
            try:
                changed = self.pintu.tunggu(FEED_SECONDS)
            except Exception:  # the feed mends itself; reading tells what is wrong
                if worker.is_cancelled:
                    return
                self.post_message(FeedLost())
                self._pause(FEED_SECONDS)
            else:
                self._feed_seen = time.monotonic()
                # A worker that has died changes nothing, and that is what has to be seen.
                if changed or self._feed_seen - looked > LOOK_SECONDS:
                    looked = self._feed_seen
                    self.post_message(Changed())

    @staticmethod
    def _pause(seconds: float) -> None:
        time.sleep(seconds)

    def feed_alive(self) -> bool:
        """Whether the change feed has answered lately, so that what is shown is what there is."""
        return time.monotonic() - self._feed_seen < 4 * FEED_SECONDS

    @on(Changed)
    def _changed(self) -> None:
        for screen in self._live():
            screen.changed()

    @on(FeedLost)
    def _feed_lost(self) -> None:
        for screen in self._live():
            screen.changed()

    def _fatal_error(self) -> None:
        """Leave without Textual's trace: it shows what variables hold, which is patients' data."""
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Wake the feed's thread, so that the program ends at once."""
        self.workers.cancel_all()
        if self.is_open:
            self.pintu.tutup()

    def action_quit_deka(self) -> None:
        """Leave."""
        self.exit(0)

    def action_how_to_quit(self) -> None:
        """Say which key leaves."""
        self.notify(texts.KELUAR_PETUNJUK, markup=False)


def run(
    settings: Settings,
    pelaku: Pelaku | Callable[[], Pelaku] | None,
    *,
    tanya: bool = True,
    nama: str = "",
) -> int:
    """Run the screen until it is left; returns the exit status.

    Without *pelaku* one signs in there, as *nama* if that is known; with *tanya* false only if there is
    somebody who could.

    An exception that no handler caught is raised again when the terminal is itself again, for the
    command line to make a sentence of it.
    """
    watchdog.restore_hangup()
    watchdog.start()
    app = DekaApp(settings, pelaku, tanya=tanya, nama=nama, bertahap=True)
    status = app.run(mouse=settings.layar.mouse)
    if app._exception is not None:
        raise app._exception
    return status or 0
