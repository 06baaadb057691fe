"""A page of the menu: header, a line of its own, one of several panes, the key strip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.getters import query_one
from textual.widget import Widget

from deka_tui import actions, texts, theme
from deka_tui.actions import Action
from deka_tui.presenters import papan
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.live import LiveScreen
from deka_tui.screens.pane import Pane
from deka_tui.texts_halaman import AKSI_HALAMAN
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.header import Header
from deka_tui.widgets.key_strip import KeyStrip
from deka_tui.widgets.text_modal import TextModal
from shared.domain.records import Kesehatan


def aksi(name: str, *keys: str, strip: int = 0) -> Action:
    """An action of the page itself."""
    return Action(name, keys, group="halaman", strip=strip, words=AKSI_HALAMAN[name])


POKOK: tuple[Action, ...] = (
    aksi("bantuan", "question_mark", strip=3),
    aksi("kembali", "escape", strip=2),
    aksi("keluar", "ctrl+q", strip=1),
)
"""What every page does; the rest is the pane's."""


class PageScreen(LiveScreen[None], inherit_bindings=False):
    """Subclasses give ``AKSI``, ``BINDINGS``, *panes* and the first of them, and :meth:`atas`."""

    CSS_PATH = theme.PAGES
    AUTO_FOCUS = ""
    AKSI: ClassVar[tuple[Action, ...]] = POKOK
    panes: dict[str, Pane]

    header = query_one("#kepala", Header)
    strip = query_one("#tombol", KeyStrip)

    def __init__(self, panes: dict[str, Pane], first: str) -> None:
        super().__init__(classes="integrasi")
        self.panes = panes
        self._tab = first
        self._stale = False

    def atas(self) -> Iterable[Widget]:
        """Make what stands between header and panes."""
        return ()

    def compose(self) -> ComposeResult:
        """Make the parts; the panes read when they are first shown."""
        yield Header(id="kepala")
        yield from self.atas()
        with Container(id="isi"):
            for name, pane in self.panes.items():
                pane.display = name == self._tab
                yield pane
        yield KeyStrip((), id="tombol")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show the first pane."""
        self._show_tab()
        self._frame()

    @property
    def _whole(self) -> bool:
        """Whether all parts are there: the feed may speak before they are, and when they have gone."""
        return self.is_attached and self.query_one_optional("#tombol") is not None

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._frame)

    @property
    def pane(self) -> Pane:
        """The pane that is shown."""
        return self.panes[self._tab]

    # ---------------------------------------------------------------- the app tells --
    def changed(self) -> None:
        """Somebody may have changed something."""
        if not self._whole:
            return
        self._frame()
        if self.app.screen is self:
            self.pane.berubah()
        else:
            self._stale = True

    def tick(self) -> None:
        """A minute has passed."""
        if not self._whole:
            return
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
        if self.app.screen is not self or not self._whole:
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

    # ------------------------------------------------------------------------- panes --
    def terpilih(self, name: str) -> None:
        """Another pane is shown; told while nothing is drawn."""

    def _show_tab(self) -> None:
        with self.app.batch_update():
            self.terpilih(self._tab)
            for name, pane in self.panes.items():
                pane.display = name == self._tab
            self.pane.focus(scroll_visible=False)
            self.segarkan_tombol()
        self.pane.tampil()

    def segarkan_tombol(self) -> None:
        """Make the key strip fit what the pane can do just now."""
        own = actions.staying((a for a in self.AKSI if a.strip), self.deka.terkunci)
        self.strip.show_actions((*self.pane.tombol, *own))

    def buka_tab(self, name: str) -> None:
        """Show another pane."""
        if name != self._tab:
            self._tab = name
            self._show_tab()

    @on(Pane.TombolBerubah)
    def _keys_changed(self, message: Pane.TombolBerubah) -> None:
        message.stop()
        self.segarkan_tombol()

    @on(KeyStrip.Pressed)
    def _strip_pressed(self, message: KeyStrip.Pressed) -> None:
        message.stop()
        if any(message.action == a.id for a in self.AKSI):
            self.action_do(message.action)
        else:
            self.pane.do(message.action)

    def action_do(self, name: str) -> None:
        """Do what the page itself does."""
        if name == "bantuan":
            words = self.help_text((*self.pane.AKSI, *self.AKSI))
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
