"""What a flow may ask of the screen it runs on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, Protocol

from textual.screen import Screen
from textual.timer import Timer

from deka_tui import texts
from deka_tui.messages import Then
from deka_tui.port import Pintu
from shared.domain.records import Kartu
from shared.services.errors import Bentrok, DekaError

Severity = Literal["information", "warning", "error"]


class Desk(Protocol):
    """The queue screen as flows see it."""

    @property
    def pintu(self) -> Pintu:
        """The door to the services; only to be used inside an errand."""

    def errand(self, work: Callable[[], Any], then: Then) -> None:
        """Run *work* in a thread, then *then* on the event loop with its value or its exception."""

    def ask(self, dialog: Screen[Any], then: Callable[[Any], None]) -> None:
        """Show a dialog, then hand its result on; ``None`` when it was closed without one."""

    def toast(self, text: str, severity: Severity = "information", seconds: float | None = None) -> None:
        """Say something in passing."""

    def patch(self, kartu: Kartu) -> None:
        """Show a fresher card at once."""

    def reread(self) -> None:
        """Read the page on screen again."""

    def redraw(self) -> None:
        """Draw what is known again, for a state that only the screen knows."""

    def after(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call back once."""

    def start_resend(self, kartu: Kartu) -> None:
        """Ask for a resend of a ticket."""


def explain(error: Exception) -> str:
    """Say what went wrong in one sentence."""
    return error.pesan if isinstance(error, DekaError) else texts.GALAT


def refresh_after(desk: Desk, error: Exception) -> None:
    """Show how the ticket stands now that a move was refused."""
    if isinstance(error, Bentrok) and error.kartu is not None:
        desk.patch(error.kartu)
    desk.reread()
