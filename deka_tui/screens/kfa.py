"""The page Pemetaan Obat KFA, for role admin or superadmin with the permission ``satusehat``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widget import Widget

from deka_tui import texts_kfa_layar as words
from deka_tui.actions import Action
from deka_tui.flows.desk import explain
from deka_tui.flows.satu_satu import SatuSatu
from deka_tui.port_kfa import Ringkas
from deka_tui.presenters import kfa as view
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.page import POKOK, PageScreen, aksi
from deka_tui.screens.pane import bindings
from deka_tui.screens.pane_kfa import PaneBelum, PaneSudah
from deka_tui.texts_halaman import HALAMAN
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.stat_kfa import MuatUlang, StatKfa
from deka_tui.widgets.tab_line import TabLine

AKSI: tuple[Action, ...] = (
    aksi("tab_maju", "tab", strip=9),
    aksi("tab_mundur", "shift+tab"),
    *POKOK,
)
"""What the page itself does; the rest is the tab's."""


class KfaScreen(PageScreen, inherit_bindings=False):
    """Cards, how the catalogue stands, two tabs of products. Opens on what is not mapped."""

    AKSI = AKSI
    BINDINGS: ClassVar[list[BindingType]] = bindings([a for a in AKSI if a.id != "keluar"], "kfa")

    tabs = query_one("#tab", TabLine)
    cards = query_one("#kartu-kfa", StatKfa)
    catalogue = query_one("#katalog", Cell)

    def __init__(self) -> None:
        super().__init__({"belum": PaneBelum(id="belum"), "sudah": PaneSudah(id="sudah")}, "belum")
        self.ringkas: Ringkas | None = None
        self._trouble = ""
        self._alive: int | None = None
        self.reader = SatuSatu(lambda: self, self._work, self._came, self._failed)

    def atas(self) -> Iterable[Widget]:
        """Cards, catalogue, tabs."""
        yield StatKfa(id="kartu-kfa")
        with Horizontal(id="baris-katalog"):
            yield Cell(id="katalog")
            yield MuatUlang(
                (Piece(words.TOMBOL_MUAT, Role.KEY), Piece(f" {words.MUAT_ULANG} ", Role.MUTED)),
                id="muat-ulang",
            )
        yield TabLine(tuple(words.TAB.items()), HALAMAN["kfa"][1], id="tab")

    def on_mount(self) -> None:
        """Count."""
        self.reader.now()

    def on_resize(self) -> None:
        """Fit the line of the catalogue; Textual calls this beside the page's own."""
        self.call_after_refresh(self._draw)

    # ------------------------------------------------------------------- what is told --
    def changed(self) -> None:
        """Somebody may have changed something."""
        super().changed()
        if self.ready:
            self.reader.soon()

    def tick(self) -> None:
        """The catalogue grows older."""
        super().tick()
        self._draw()

    def terpilih(self, name: str) -> None:
        """Show which tab it is."""
        self.tabs.choose(name)

    @on(TabLine.Chosen)
    def _tab_chosen(self, message: TabLine.Chosen) -> None:
        message.stop()
        self.buka_tab(message.tab)

    @on(MuatUlang.Pressed)
    def _reload_pressed(self, message: MuatUlang.Pressed) -> None:
        message.stop()
        self.pane.do("muat")

    def action_do(self, name: str) -> None:
        """Do what the page itself does."""
        if name in ("tab_maju", "tab_mundur"):
            self.buka_tab(next(other for other in self.panes if other != self._tab))
        else:
            super().action_do(name)

    # ------------------------------------------------------------------------ reading --
    def _work(self) -> Callable[[], Ringkas]:
        return self.pintu.kfa.ringkas

    def _came(self, found: Ringkas) -> None:
        self.ringkas, self._trouble = found, ""
        self.sehat(found.kesehatan)
        last = found.katalog.sekarang
        if last is not None and self._alive == last.id and not last.hidup and not last.dihentikan_oleh:
            text, well = view.ended(last)
            self.toast(text, "information" if well else "error")
        self._alive = last.id if last is not None and last.hidup else None
        self._draw()

    def _failed(self, error: Exception) -> None:
        self._trouble = explain(error)
        self._draw()

    def _draw(self) -> None:
        if not self.ready or not self.catalogue.size.width:
            return
        found, width = self.ringkas, self.catalogue.size.width
        if self._trouble:
            self.catalogue.show((Piece(f" {self._trouble}", Role.BAD),))
        elif found is not None:
            line = view.katalog(found.katalog, found.kesehatan, self.deka.now(), width)
            self.catalogue.show(line)
        if found is not None:
            self.cards.show(found.statistik)
