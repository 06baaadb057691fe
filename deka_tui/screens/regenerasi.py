"""Regenerating a base resource: how far it is and what came of each, live while the worker is at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.widget import Widget

from deka_tui import texts_satusehat as words
from deka_tui.flows import satusehat as flow
from deka_tui.flows.desk import explain
from deka_tui.presenters import regenerasi as view
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.paged_table import Letak, PagedTable
from shared.domain.sumber import Tipe
from shared.domain.sumber_tampil import HasilRegenerasi

_MOVES = ("turun", "naik", "maju", "mundur", "awal", "akhir")
_KEYS = ("down,j", "up,k", "pagedown", "pageup", "home", "end")


class RegenerasiScreen(LembarScreen[None], inherit_bindings=False):
    """Told by :meth:`mulai` what has begun; what needs a person comes first."""

    JUDUL = words.JUDUL_REGENERATE
    KAKI = words.REGENERATE_KAKI
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(key, f"go('{name}')", id=f"regenerasi.{name}", show=False)
            for key, name in zip(_KEYS, _MOVES, strict=True)
        ),
        Binding("enter,a", "answer", id="regenerasi.jawab", show=False),
        Binding("escape", "leave", id="regenerasi.kembali", show=False),
    ]
    table = query_one("#hasil-regenerasi", PagedTable)

    def __init__(self, tipe: Tipe) -> None:
        super().__init__()
        self.tipe = tipe
        self.hasil: HasilRegenerasi | None = None
        self._first = 0
        self._passed = 0
        self._reading = self._again = False
        self._note = words.MENYIAPKAN
        self._bad = False

    def isi(self) -> Iterable[Widget]:
        """How far it is, and the results."""
        yield Cell(
            (), (Piece(f" {self._note}", Role.BAD if self._bad else Role.MUTED),), id="maju-regenerasi"
        )
        yield PagedTable(view.kolom(), id="hasil-regenerasi")

    def on_mount(self) -> None:
        """Say what is regenerated."""
        self.judul(Piece(self.tipe.value, Role.STRONG))
        if self.hasil is not None:
            self._show(Letak.ATAS)

    # ------------------------------------------------------------------ what is told --
    def mulai(self, found: HasilRegenerasi) -> None:
        """The clinic's rows are taken over; the worker is at it."""
        self._passed = found.dilewati
        self._take(found)

    def gagal(self, pesan: str) -> None:
        """It could not be begun."""
        self._note, self._bad = pesan, True
        if self._whole:
            self.query_one("#maju-regenerasi", Cell).show((), (Piece(f" {pesan}", Role.BAD),))

    @property
    def _whole(self) -> bool:
        """Whether it is on the screen with all its parts; it may be told before and after."""
        return self.is_attached and bool(self.query("#hasil-regenerasi"))

    def _take(self, found: HasilRegenerasi) -> None:
        self.hasil = replace(found, dilewati=self._passed)
        if self._whole:
            self._show(Letak.TETAP)

    def changed(self) -> None:
        """The worker has done something: read again."""
        if self.hasil is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        pintu, tipe = self.pintu, self.tipe

        def came(value: HasilRegenerasi | None, error: Exception | None) -> None:
            self._reading = False
            if not self.is_attached:
                return
            if value is not None:
                self._take(value)
            elif error is not None:
                self.toast(explain(error), "error")
            if self._again:
                self.changed()

        self.errand(lambda: pintu.satusehat.hasil_regenerasi(tipe), came)

    # ---------------------------------------------------------------------- showing --
    def _show(self, letak: Letak) -> None:
        found = self.hasil
        if found is None:
            return
        with self.app.batch_update():
            self.query_one("#maju-regenerasi", Cell).show(*view.kemajuan(found, self.size.width))
            fit = self.table.fit
            if not fit:
                return
            self._first = max(0, min(self._first, len(found.baris) - 1) // fit * fit)
            page = found.baris[self._first : self._first + fit]
            if page:
                older = self._first + fit < len(found.baris)
                rows = [view.baris(row) for row in page]
                self.table.show(rows, newer=self._first > 0, older=older, letak=letak)
            else:
                self.table.say(*words.REGENERATE_KOSONG)

    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        self._show(Letak.TETAP)

    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        self._first = 0 if message.step == 0 else self._first + message.step * self.table.fit
        self._show(message.letak)

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.action_answer()

    # ---------------------------------------------------------------------- actions --
    def action_go(self, name: str) -> None:
        """Move."""
        self.table.go(name)

    def action_answer(self) -> None:
        """Answer the question of the current row, or else the first there is."""
        here = self.table.current
        rows = self.hasil.baris if self.hasil is not None else ()
        asked = [row for row in rows if row.pertanyaan_id is not None]
        mine = next((row.job_id for row in asked if row.job_id == here), None)
        if not asked:
            self.toast(words.TANPA_PERTANYAAN)
        else:
            flow.jawab(self, self.changed, self.tipe, mine)

    def action_leave(self) -> None:
        """Go back; the worker goes on."""
        self.pergi()
