"""Failures by their cause, over the tab Monitoring: what each means, who fixes it, what to press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.widget import Widget

from deka_tui import texts_monitor
from deka_tui.flows.desk import explain
from deka_tui.presenters import kelompok as view
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.paged_table import Letak, PagedTable
from shared.domain.pantau import Kelompok, SaringJob

_MOVES = ("turun", "naik", "maju", "mundur", "awal", "akhir")
_KEYS = ("down,j", "up,k", "pagedown", "pageup", "home", "end")


@dataclass(frozen=True, slots=True)
class Pilihan:
    """The group chosen; ``lepas``: its jobs are to be sent again."""

    kunci: str
    lepas: bool = False


class KelompokScreen(LembarScreen[Pilihan], inherit_bindings=False):
    """The largest group first. Returns the group to open or to release."""

    JUDUL = texts_monitor.JUDUL_KELOMPOK
    KAKI = texts_monitor.KELOMPOK_KAKI
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(key, f"go('{name}')", id=f"kelompok.{name}", show=False)
            for key, name in zip(_KEYS, _MOVES, strict=True)
        ),
        Binding("enter", "choose(False)", id="kelompok.buka", show=False),
        Binding("r", "choose(True)", id="kelompok.lepas", show=False),
        Binding("escape", "leave", id="kelompok.kembali", show=False),
    ]
    table = query_one("#tabel-kelompok", PagedTable)

    def __init__(self, saring: SaringJob) -> None:
        super().__init__()
        self._saring = saring
        self._groups: tuple[Kelompok, ...] = ()
        self._first = 0

    def isi(self) -> Iterable[Widget]:
        """The groups, and what the current one means."""
        yield PagedTable(view.kolom(), id="tabel-kelompok")
        yield Cell(id="arti")

    def on_mount(self) -> None:
        """Count."""
        self.table.say(texts_monitor.MENGHITUNG)
        self.changed()

    def changed(self) -> None:
        """Count again."""
        if not self.ada:
            return
        saring, pintu = self._saring, self.pintu

        def came(value: tuple[Kelompok, ...] | None, error: Exception | None) -> None:
            if not self.ada:
                return
            if value is None:
                self.table.say(explain(error) if error is not None else texts_monitor.GAGAL_BACA)
                return
            self._groups = value
            self.judul(Piece(view.jumlah(value), Role.STRONG))
            self._show(Letak.TETAP)

        self.errand(lambda: pintu.monitor.kelompok(saring), came)

    def _show(self, letak: Letak) -> None:
        fit = max(1, self.table.fit)
        self._first = max(0, min(self._first, len(self._groups) - 1) // fit * fit)
        page = self._groups[self._first : self._first + fit]
        if not page:
            self.table.say(*texts_monitor.KELOMPOK_KOSONG)
        else:
            older = self._first + fit < len(self._groups)
            self.table.show(
                [view.baris(group) for group in page], newer=self._first > 0, older=older, letak=letak
            )
        self._explain()

    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        if self._groups:
            self._show(Letak.TETAP)

    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        self._first = 0 if message.step == 0 else self._first + message.step * self.table.fit
        self._show(message.letak)

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self._explain()

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.action_choose(False)

    def _explain(self) -> None:
        place = self.query_one("#arti", Cell)
        group = next((g for g in self._groups if g.kunci == self.table.current), None)
        width, height = place.content_size
        if width:
            place.show(*(view.arti(group, width, height) if group is not None else ()))

    def action_go(self, name: str) -> None:
        """Move."""
        self.table.go(name)

    def action_choose(self, lepas: bool) -> None:
        """Open the current group, or release it."""
        at = self.table.current
        if isinstance(at, str):
            self.pergi(Pilihan(at, lepas))

    def action_leave(self) -> None:
        """Go back."""
        self.pergi(None)
