"""A page that stands over another one: title, content, keys; its own keys only, drawn once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.widget import Widget

from deka_tui import texts, theme
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.cell import Cell

Result = TypeVar("Result")


class LembarScreen(LiveScreen[Result], Generic[Result], inherit_bindings=False):
    """Subclasses give ``JUDUL``, ``KAKI`` and :meth:`isi`."""

    CSS_PATH = theme.PAGES
    AUTO_FOCUS = ""
    JUDUL = ""
    KAKI = ""

    def __init__(self) -> None:
        super().__init__(classes="lembar")

    def isi(self) -> Iterable[Widget]:
        """Make what stands between title and keys."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, content, keys."""
        yield Cell((Piece(f" {self.JUDUL} ", Role.BRAND),), id="judul-lembar")
        yield from self.isi()
        yield Cell((Piece(f" {self.KAKI}", Role.MUTED),), id="kaki-lembar")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    @property
    def ada(self) -> bool:
        """Whether its parts are there: a thread may answer after the page has begun to go."""
        return self.is_attached and bool(self.query("#judul-lembar"))

    def judul(self, *more: Piece) -> None:
        """Show more behind the title."""
        if self.ada:
            self.query_one("#judul-lembar", Cell).show(
                (Piece(f" {self.JUDUL} ", Role.BRAND), Piece("  "), *more)
            )

    def kaki(self, text: str, role: Role = Role.MUTED) -> None:
        """Show other keys."""
        if self.ada:
            self.query_one("#kaki-lembar", Cell).show((Piece(f" {text}", role),))

    def pergi(self, result: Result | None = None) -> None:
        """Go, in one frame, and hand *result* to whoever asked."""

        async def gone() -> None:
            if self.is_attached and self.app.screen is self:
                with self.app.batch_update():
                    await self.dismiss(result)

        self.app.call_later(gone)
