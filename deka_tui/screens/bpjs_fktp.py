"""The page BPJS FKTP: three tabs, for role admin or superadmin with the permission ``satusehat``."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.getters import query_one

from deka_tui import actions, texts
from deka_tui.actions import Action
from deka_tui.presenters import papan
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.live import LiveScreen
from deka_tui.screens.pane import Pane, bindings
from deka_tui.screens.pane_monitoring import PaneMonitoring
from deka_tui.screens.pane_referensi_antrean import PaneReferensiAntrean
from deka_tui.screens.pane_referensi_pcare import PaneReferensiPCare
from deka_tui.texts_halaman import AKSI_HALAMAN, HALAMAN, TAB_FKTP
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.header import Header
from deka_tui.widgets.key_strip import KeyStrip
from deka_tui.widgets.tab_line import TabLine
from deka_tui.widgets.text_modal import TextModal
from shared.domain.records import Kesehatan


def _aksi(name: str, *keys: str, strip: int = 0) -> Action:
    return Action(name, keys, group="halaman", strip=strip, words=AKSI_HALAMAN[name])


AKSI: tuple[Action, ...] = (
    _aksi("tab_maju", "tab", strip=9),
    _aksi("tab_mundur", "shift+tab"),
    _aksi("bantuan", "question_mark", strip=3),
    _aksi("kembali", "escape", strip=2),
    _aksi("keluar", "ctrl+q", strip=1),
)
"""What the page itself does; the rest is the tab's."""


class BpjsFktpScreen(LiveScreen[None], inherit_bindings=False):
    """Header, tabs, the tab's content, the key strip. Opens on *Monitoring*."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings([a for a in AKSI if a.id != "keluar"], "bpjs_fktp")

    header = query_one("#kepala", Header)
    tabs = query_one("#tab", TabLine)
    strip = query_one("#tombol", KeyStrip)

    def __init__(self) -> None:
        super().__init__(classes="integrasi")
        self.panes: dict[str, Pane] = {
            "referensi_pcare": PaneReferensiPCare(id="referensi_pcare"),
            "referensi_antrean": PaneReferensiAntrean(id="referensi_antrean"),
            "monitoring": PaneMonitoring(id="monitoring"),
        }
        self._tab = "monitoring"

    def compose(self) -> ComposeResult:
        """Make the parts; the tabs' contents read when they are first shown."""
        self.set_class(self.app.size.width >= 100, "-lebar")
        yield Header(id="kepala")
        yield TabLine(tuple(TAB_FKTP.items()), HALAMAN["bpjs_fktp"][1], id="tab")
        with Container(id="isi"):
            for name, pane in self.panes.items():
                pane.display = name == self._tab
                yield pane
        yield KeyStrip((), id="tombol")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show the first tab."""
        self._show_tab()
        self._frame()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._frame)

    @property
    def pane(self) -> Pane:
        """The tab that is shown."""
        return self.panes[self._tab]

    # ---------------------------------------------------------------- the app tells --
    def changed(self) -> None:
        """Somebody may have changed something."""
        self._frame()
        if self.app.screen is self:
            self.pane.berubah()
        else:
            self._stale = True

    _stale = False

    def tick(self) -> None:
        """A minute has passed."""
        self._frame()
        self.pane.menit()

    def on_screen_resume(self) -> None:
        """Catch up with what came while a dialog was open."""
        self._frame()
        if self._stale:
            self._stale = False
            self.pane.berubah()

    def sehat(self, kesehatan: Kesehatan) -> None:
        """Show how worker and services are."""
        self.deka.kesehatan = kesehatan
        self._frame()

    def _frame(self) -> None:
        if self.app.screen is not self:
            return
        deka = self.deka
        self.header.show(
            papan.header_view(
                width=self.size.width,
                faskes=deka.faskes_nama,
                loket=deka.pelaku.loket or deka.settings.layar.loket,
                now=deka.now(),
                zona=deka.zona,
                kesehatan=deka.kesehatan,
            )
        )

    # ------------------------------------------------------------------------- tabs --
    def _show_tab(self) -> None:
        with self.app.batch_update():
            self.tabs.choose(self._tab)
            for name, pane in self.panes.items():
                pane.display = name == self._tab
            self.pane.focus(scroll_visible=False)
            self.segarkan_tombol()
        self.pane.tampil()

    def segarkan_tombol(self) -> None:
        """Make the key strip fit what the tab can do just now."""
        self.strip.show_actions((*self.pane.tombol, *(a for a in AKSI if a.strip)))

    def buka_tab(self, name: str) -> None:
        """Show another tab."""
        if name != self._tab:
            self._tab = name
            self._show_tab()

    @on(Pane.TombolBerubah)
    def _keys_changed(self, message: Pane.TombolBerubah) -> None:
        message.stop()
        self.segarkan_tombol()

    @on(TabLine.Chosen)
    def _tab_chosen(self, message: TabLine.Chosen) -> None:
        message.stop()
        self.buka_tab(message.tab)

    @on(KeyStrip.Pressed)
    def _strip_pressed(self, message: KeyStrip.Pressed) -> None:
        message.stop()
        if any(message.action == a.id for a in AKSI):
            self.action_do(message.action)
        else:
            self.pane.do(message.action)

    def action_do(self, name: str) -> None:
        """Do what the page itself does."""
        names = list(self.panes)
        at = names.index(self._tab)
        if name == "tab_maju":
            self.buka_tab(names[(at + 1) % len(names)])
        elif name == "tab_mundur":
            self.buka_tab(names[(at - 1) % len(names)])
        elif name == "bantuan":
            words = actions.help_text(self.deka.pelaku, (*self.pane.AKSI, *AKSI))
            self.ask(TextModal(texts.BANTUAN, words), lambda _: None)
        elif name == "kembali":
            if not self.pane.kembali():
                self.tutup()
        elif name == "keluar":
            self.deka.exit(0)

    def tutup(self) -> None:
        """Go back to the queue."""

        async def gone() -> None:
            if self.app.screen is self:
                with self.app.batch_update():
                    await self.dismiss(None)

        self.app.call_later(gone)
