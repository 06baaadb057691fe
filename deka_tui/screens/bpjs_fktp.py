"""The page BPJS FKTP: three tabs, for role admin or superadmin with the permission ``satusehat``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.getters import query_one
from textual.widget import Widget

from deka_tui.actions import Action
from deka_tui.screens.page import POKOK, PageScreen, aksi
from deka_tui.screens.pane import bindings
from deka_tui.screens.pane_monitoring import PaneMonitoring
from deka_tui.screens.pane_referensi_antrean import PaneReferensiAntrean
from deka_tui.screens.pane_referensi_pcare import PaneReferensiPCare
from deka_tui.texts_halaman import HALAMAN, TAB_FKTP
from deka_tui.widgets.tab_line import TabLine

AKSI: tuple[Action, ...] = (
    aksi("tab_maju", "tab", strip=9),
    aksi("tab_mundur", "shift+tab"),
    *POKOK,
)
"""What the page itself does; the rest is the tab's."""


class BpjsFktpScreen(PageScreen, inherit_bindings=False):
    """Header, tabs, the tab's content, the key strip. Opens on *Monitoring*."""

    AKSI = AKSI
    BINDINGS: ClassVar[list[BindingType]] = bindings([a for a in AKSI if a.id != "keluar"], "bpjs_fktp")

    tabs = query_one("#tab", TabLine)

    def __init__(self) -> None:
        super().__init__(
            {
                "referensi_pcare": PaneReferensiPCare(id="referensi_pcare"),
                "referensi_antrean": PaneReferensiAntrean(id="referensi_antrean"),
                "monitoring": PaneMonitoring(id="monitoring"),
            },
            "monitoring",
        )

    def atas(self) -> Iterable[Widget]:
        """The tabs."""
        yield TabLine(tuple(TAB_FKTP.items()), HALAMAN["bpjs_fktp"][1], id="tab")

    def terpilih(self, name: str) -> None:
        """Show which tab it is."""
        self.tabs.choose(name)

    @on(TabLine.Chosen)
    def _tab_chosen(self, message: TabLine.Chosen) -> None:
        message.stop()
        self.buka_tab(message.tab)

    def action_do(self, name: str) -> None:
        """Do what the page itself does."""
        names = list(self.panes)
        at = names.index(self._tab)
        if name == "tab_maju":
            self.buka_tab(names[(at + 1) % len(names)])
        elif name == "tab_mundur":
            self.buka_tab(names[(at - 1) % len(names)])
        else:
            super().action_do(name)
