"""Choosing a date from a small month, by keys; one key means all dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset

from deka_tui import texts
from deka_tui import texts_satusehat as words
from deka_tui.presenters import kalender, times
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.dialog import Dialog


@dataclass(frozen=True, slots=True)
class Tanggal:
    """What was chosen; ``None``: all dates."""

    hari: date | None


class KalenderDialog(Dialog[Tanggal], inherit_bindings=False):
    """Returns the date chosen, or ``None`` when it was left as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="kalender.kembali", show=False),
        Binding("enter,space", "choose", id="kalender.pilih", show=False),
        Binding("h,delete,backspace", "clear", id="kalender.semua", show=False),
        Binding("left", "step(-1)", id="kalender.kiri", show=False),
        Binding("right", "step(1)", id="kalender.kanan", show=False),
        Binding("up,k", "step(-7)", id="kalender.naik", show=False),
        Binding("down,j", "step(7)", id="kalender.turun", show=False),
        Binding("pageup", "month(-1)", id="kalender.bulan_balik", show=False),
        Binding("pagedown", "month(1)", id="kalender.bulan_depan", show=False),
        Binding("home,t", "today", id="kalender.hari_ini", show=False),
    ]

    def __init__(self, chosen: date | None, today: date) -> None:
        super().__init__()
        self._today = today
        self.chosen = chosen or today

    def compose(self) -> ComposeResult:
        """Frame, month, what is chosen, keys."""
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, words.JUDUL_KALENDER))
            yield Cell(id="bulan")
            yield Cell(id="hari")
            yield Cell(*((Piece(row, Role.MUTED),) for row in words.KALENDER_KAKI), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show the month."""
        self._draw()

    @property
    def titik(self) -> Offset | None:
        """Where the day is told in words."""
        return self.query_one("#hari", Cell).region.offset

    def _draw(self) -> None:
        self.query_one("#bulan", Cell).show(*kalender.bulan(self.chosen, self._today))
        note = f" ({words.HARI_INI})" if self.chosen == self._today else ""
        line = (Piece(times.day_of(self.chosen), Role.STRONG), Piece(note, Role.MUTED))
        self.query_one("#hari", Cell).show(line)

    def action_step(self, days: int) -> None:
        """Go some days on."""
        try:
            self.chosen += timedelta(days=days)
        except OverflowError:
            return
        self._draw()

    def action_month(self, step: int) -> None:
        """Go a month on."""
        self.chosen = kalender.geser_bulan(self.chosen, step)
        self._draw()

    def action_today(self) -> None:
        """Go to today."""
        self.chosen = self._today
        self._draw()

    def action_choose(self) -> None:
        """Take the day."""
        self.close(Tanggal(self.chosen))

    def action_clear(self) -> None:
        """Take all dates."""
        self.close(Tanggal(None))

    def action_leave(self) -> None:
        """Leave the date as it was."""
        self.close(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the frame closes."""
        if event.widget is self:
            self.close(None)
