"""The page Satu Sehat: dashboard and the list of one type, for those who may open integration pages."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType

from deka_tui.screens.page import POKOK, PageScreen
from deka_tui.screens.pane import bindings
from deka_tui.screens.pane_dasbor import PaneDasbor
from deka_tui.screens.pane_sumber import PaneSumber


class SatuSehatScreen(PageScreen, inherit_bindings=False):
    """Opens on the dashboard; Enter on a card leads to its list, Esc back."""

    BINDINGS: ClassVar[list[BindingType]] = bindings([a for a in POKOK if a.id != "keluar"], "satusehat")

    def __init__(self) -> None:
        self.dasbor = PaneDasbor(id="dasbor")
        self.sumber = PaneSumber(id="sumber")
        super().__init__({"dasbor": self.dasbor, "sumber": self.sumber}, "dasbor")

    @on(PaneDasbor.Buka)
    def _open(self, message: PaneDasbor.Buka) -> None:
        message.stop()
        found = self.dasbor.isi
        self.sumber.buka(message.tipe, message.tanggal, found.lingkungan if found is not None else "")
        self.buka_tab("sumber")

    @on(PaneSumber.Tutup)
    def _close(self, message: PaneSumber.Tutup) -> None:
        message.stop()
        self.buka_tab("dasbor")
