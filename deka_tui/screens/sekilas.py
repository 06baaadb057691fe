"""The day at a glance, over the tab Monitoring."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from deka_tui import texts_monitor
from deka_tui.flows.desk import explain
from deka_tui.presenters import sekilas, times
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell, charset_of
from shared.domain.pantau import Sekilas


class SekilasScreen(LembarScreen[None], inherit_bindings=False):
    """Sends, failures and shut gates per quarter hour and service; the arrows change the day."""

    JUDUL = texts_monitor.JUDUL_SEKILAS
    KAKI = texts_monitor.SEKILAS_KAKI
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="sekilas.kembali", show=False),
        Binding("left", "day(-1)", id="sekilas.hari_balik", show=False),
        Binding("right", "day(1)", id="sekilas.hari_depan", show=False),
        Binding("f5,g", "reload", id="sekilas.muat", show=False),
    ]

    def __init__(self, tanggal: date) -> None:
        super().__init__()
        self.tanggal = tanggal
        self._hari: Sekilas | None = None

    def isi(self) -> Iterable[Widget]:
        """The picture."""
        yield Cell((Piece(texts_monitor.MENGHITUNG, Role.MUTED),), id="gambar")

    def on_mount(self) -> None:
        """Read the day."""
        self.action_reload()

    def changed(self) -> None:
        """Somebody sent something."""
        if self.ada:
            self.action_reload()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._draw)

    def action_day(self, step: int) -> None:
        """Show the day before, or the next."""
        self.tanggal += timedelta(days=step)
        self.action_reload()

    def action_leave(self) -> None:
        """Go back."""
        self.pergi()

    def action_reload(self) -> None:
        """Read the day that is shown."""
        day, pintu = self.tanggal, self.pintu
        self.judul(Piece(times.day_of(day), Role.STRONG))

        def came(value: Sekilas | None, error: Exception | None) -> None:
            if day != self.tanggal or not self.ada:
                return
            if value is None:
                words = explain(error) if error is not None else texts_monitor.GAGAL_BACA
                self.query_one("#gambar", Cell).show((Piece(words, Role.BAD),))
            else:
                self._hari = value
                self._draw()

        self.errand(lambda: pintu.monitor.sekilas(day), came)

    def _draw(self) -> None:
        if not self.ada:
            return
        place = self.query_one("#gambar", Cell)
        if self._hari is not None and place.content_size.width:
            deka = self.deka
            width, height = place.content_size
            place.show(*sekilas.gambar(self._hari, width, height, charset_of(self), deka.zona, deka.now()))
