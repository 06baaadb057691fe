"""The apps of locked stations. Nothing of this is imported where no profile asks for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, ClassVar, cast

from textual.binding import BindingType
from textual.screen import Screen

from deka_tui import watchdog
from deka_tui.app import DekaApp
from deka_tui.kios import terminal
from deka_tui.port import Pintu
from deka_tui.port_kios import KiosServices, PintuKios
from deka_tui.screens.anjungan import AnjunganScreen
from deka_tui.screens.papan_umum import PapanUmumScreen
from shared.config import Settings
from shared.domain.records import Pelaku

SCREENS: dict[str, Callable[[], Screen[Any]]] = {
    "anjungan": lambda: AnjunganScreen(id="_default"),
    "papan": lambda: PapanUmumScreen(id="_default"),
}
NOBODY = Pelaku("stasiun", "-")
"""Who sits at a station for patients: the services know it by its own account."""


class TerkunciApp(DekaApp, inherit_bindings=False):
    """A station no key leaves; the sign-in screen is its home."""

    BINDINGS: ClassVar[list[BindingType]] = []
    terkunci = True

    def on_ready(self) -> None:
        """Once more: Textual's driver has put a handler of its own in place, which would stop us."""
        terminal.deafen()
        super().on_ready()

    def exit(self, *_what: object, **_ever: object) -> None:
        """Do nothing: a locked station ends with its service, not by its keyboard."""

    def action_quit_deka(self) -> None:
        """See :meth:`exit`."""

    def action_how_to_quit(self) -> None:
        """See :meth:`exit`."""


class KiosApp(TerkunciApp, inherit_bindings=False):
    """A station for patients: it has one screen and no other place to go."""

    LEMBAR = "kios"
    HORIZONTAL_BREAKPOINTS = [(0, "-sempit"), (36, "-kecil")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-pendek"), (10, "-cukup")]  # noqa: RUF012

    def __init__(self, settings: Settings, pintu: PintuKios, **options: Any) -> None:
        super().__init__(settings, NOBODY, cast(Pintu, pintu), **options)

    def _get_ready(self) -> None:  # type: ignore[override]
        """Nothing: its door opens the whole storage at once."""

    @property
    def kios(self) -> PintuKios:
        """The door, by what a station for patients asks of it."""
        return cast(PintuKios, self.pintu)

    def get_default_screen(self) -> Screen[Any]:
        """The profile's only screen."""
        return SCREENS[self.settings.layar.profil]()


def run(settings: Settings, nama: str) -> int:
    """Run a station for patients until its service or its terminal ends; returns the exit status.

    *nama* is the user it signs in as, with the password in the file ``DEKA_SANDI_FILE``.
    """
    return _play(KiosApp(settings, KiosServices(settings, nama, os.environ.get("DEKA_SANDI_FILE", ""))))


def run_loket(settings: Settings) -> int:
    """Run a locked counter, where everybody signs in, until its service or its terminal ends."""
    return _play(TerkunciApp(settings, None), mouse=settings.layar.mouse)


def _play(app: DekaApp, *, mouse: bool = False) -> int:
    terminal.lock()
    watchdog.restore_hangup()
    watchdog.start()
    app.run(mouse=mouse)
    if app._exception is not None:
        raise app._exception
    return 1
