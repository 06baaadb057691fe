"""Choosing a date by typing it or by the arrows; what it would be is shown while one types."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from deka_tui import texts
from deka_tui import texts_referensi as words
from deka_tui.presenters import times
from deka_tui.presenters.jadwal import read_date
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.dialog import Dialog
from deka_tui.widgets.isian import Isian


class DateDialog(Dialog[date], inherit_bindings=False):
    """Gives the date chosen, or ``None`` when it was left."""

    AUTO_FOCUS = "#tanggal"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("pageup", "step(-7)", show=False, priority=True),
        Binding("pagedown", "step(7)", show=False, priority=True),
    ]

    def __init__(self, chosen: date, today: date, title: str = words.JUDUL_TANGGAL) -> None:
        super().__init__()
        self._title = title
        self._today = today
        self.chosen: date | None = chosen
        self._last = chosen

    def compose(self) -> ComposeResult:
        """Frame, field, what it means, keys."""
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, self._title))
            field = Isian(
                placeholder=plain_text(self, words.PETUNJUK_TANGGAL), compact=True, select_on_focus=False,
                max_length=20, id="tanggal",
            )  # fmt: skip
            field.cursor_blink = False
            yield field
            yield Cell(id="arti")
            yield Cell((Piece(words.TANGGAL_KAKI, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show the date there is."""
        self._show()

    def _show(self) -> None:
        if self.chosen is None:
            self.query_one("#arti", Cell).show((Piece(words.TANGGAL_SALAH, Role.BAD),))
            return
        note = f" ({words.HARI_INI.lower()})" if self.chosen == self._today else ""
        line = (Piece(times.day_of(self.chosen), Role.STRONG), Piece(note, Role.MUTED))
        self.query_one("#arti", Cell).show(line)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.chosen = read_date(event.value, self._today) if event.value.strip() else self._last
        self._show()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.chosen is not None:
            self.close(self.chosen)

    def action_step(self, days: int) -> None:
        """Go some days on from the date shown."""
        try:
            self._last = (self.chosen or self._last) + timedelta(days=days)
        except OverflowError:
            return
        self.chosen = self._last
        with self.prevent(Input.Changed):
            self.query_one("#tanggal", Input).value = ""
        self._show()

    def action_leave(self) -> None:
        """Leave the date as it was."""
        self.close(None)
