"""Who acts at this screen: signing in and out, locking when nobody is there, rights that change meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from deka_tui import texts_masuk as words
from deka_tui.screens.live import LiveScreen
from shared.domain.records import Pelaku
from shared.security.permissions import TAMU
from shared.services.errors import Ditolak

if TYPE_CHECKING:
    from textual.timer import Timer

    from deka_tui.app import DekaApp


class Session:
    """Belongs to one app and lives on its event loop."""

    def __init__(self, app: DekaApp) -> None:
        self._app = app
        self.locked = False
        self._touched = time.monotonic()
        self._timer: Timer | None = None
        self._held: list[Callable[[], None]] = []

    @property
    def _limit(self) -> float:
        """Seconds without a key after which the screen locks; 0: never, as for ``sistem``, who has no PIN."""
        signed_in = self._app.pelaku.pengguna_id is not None
        return self._app.settings.layar.kunci_menit * 60 if signed_in else 0.0

    # ------------------------------------------------------------- idleness --
    def touch(self) -> None:
        """Somebody is there."""
        self._touched = time.monotonic()

    def watch(self) -> None:
        """Look again when it may be time to lock."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._limit and not self.locked:
            left = self._touched + self._limit - time.monotonic()
            if left <= 0:
                self.lock()
            else:
                self._timer = self._app.set_timer(left, self.watch)

    def lock(self) -> None:
        """Cover everything until the user unlocks it."""
        if self.locked or self._app.pelaku.pengguna_id is None:
            return
        self.locked = True
        self._app.clear_notifications()

        from deka_tui.screens.kunci import KunciScreen

        async def show() -> None:
            with self._app.batch_update():
                await self._app.push_screen(KunciScreen())

        self._app.call_later(show)

    def hold(self, deed: Callable[[], None]) -> bool:
        """Put off what would show something while the screen is locked; tell whether it was."""
        if self.locked:
            self._held.append(deed)
        return self.locked

    def unlocked(self, pelaku: Pelaku) -> None:
        """Go on where one was; with other rights than before one signs in anew."""
        if pelaku != self._app.pelaku:
            self.sign_out(words.HAK_BERUBAH)
            return
        held, self._held, self.locked = self._held, [], False
        self.touch()

        async def gone() -> None:
            with self._app.batch_update():
                await self._app.pop_screen()
            self.watch()
            for deed in held:
                deed()

        self._app.call_later(gone)

    # -------------------------------------------------------- signing in, out --
    def signed_in(self, pelaku: Pelaku) -> None:
        """Begin to act for somebody: a queue screen of that person's own."""
        app = self._app
        app.pelaku = pelaku
        app.pintu = app.pintu.sebagai(pelaku)
        self.touch()

        from deka_tui.screens.antrean import AntreanScreen

        async def show() -> None:
            with app.batch_update():
                await self.swap(AntreanScreen())
            self.watch()

        app.call_later(show)

    def sign_out(self, pesan: str = "") -> None:
        """Stop acting for anybody: all that is open is closed."""
        app = self._app
        top = app.screen
        if app.pelaku.pengguna_id is not None and isinstance(top, LiveScreen):
            door = app.pintu.masuk
            app.run_worker(lambda: _quietly(door.keluar), thread=True, exit_on_error=False, group="keluar")
        app.pelaku = TAMU
        app.pintu = app.pintu.sebagai(TAMU)
        app.kept.clear()
        app.clear_notifications()
        self._held, self.locked = [], False
        self.watch()

        from deka_tui.screens.masuk import MasukScreen

        async def show() -> None:
            with app.batch_update():
                while len(app.screen_stack) > 1:
                    await app.pop_screen()
                await self.swap(MasukScreen(pesan))

        app.call_later(show)

    async def swap(self, screen: LiveScreen[None]) -> None:
        """Put another screen in the place of the one on top."""
        old = self._app.screen
        if not old._result_callbacks:
            # The first screen of an app was never pushed, and so has no callback to hand back.
            old._push_result_callback(old, None)
        await self._app.switch_screen(screen)

    def refresh(self) -> None:
        """See whether the actor may still act; told once a minute."""
        app = self._app
        if app.pelaku.pengguna_id is None or not app.is_open:
            return
        asked, door = app.pelaku, app.pintu.masuk
        screen = next(screen for screen in app.screen_stack if isinstance(screen, LiveScreen))

        def came(fresh: Pelaku | None, error: Exception | None) -> None:
            if app.pelaku is not asked:
                return
            if isinstance(error, Ditolak):
                from deka_tui.flows.desk import explain

                self.sign_out(explain(error))
            elif fresh is not None and fresh != asked:
                self.sign_out(words.HAK_BERUBAH)

        screen.errand(door.segarkan, came)


def _quietly(deed: Callable[[], None]) -> None:
    """Do what nobody waits for; that it failed changes nothing for whoever has gone."""
    try:
        deed()
    except Exception:
        return
