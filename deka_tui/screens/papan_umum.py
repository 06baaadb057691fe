"""The public board: it shows, and takes no key."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from deka_tui import theme
from deka_tui.presenters.papan_umum import papan_view
from deka_tui.presenters.symbols import Charset
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.cell import Cell
from shared.domain.kios import PapanUmum

if TYPE_CHECKING:
    from deka_tui.kios.app import KiosApp


class PapanUmumScreen(LiveScreen[None], inherit_bindings=False):
    """One cell as large as the terminal."""

    AUTO_FOCUS = ""
    CSS_PATH = theme.sheets("kios")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.papan: PapanUmum | None = None
        self._broken = False
        self._reading = False
        self._again = False

    def compose(self) -> ComposeResult:
        """Make the only part."""
        yield Cell(id="seluruh")

    def on_mount(self) -> None:
        """Show an empty board."""
        self._draw()
        self.call_after_refresh(self.deka.raise_curtain)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        deka = self.deka
        self.query_one("#seluruh", Cell).show(
            *papan_view(
                self.papan,
                width=self.size.width or deka.size.width,
                height=self.size.height or deka.size.height,
                faskes=deka.faskes_nama,
                now=deka.now(),
                zona=deka.zona,
                putus=self._broken or (deka.is_open and not deka.feed_alive()),
                halves=deka.charset is not Charset.ASCII,
            )
        )

    def opened(self) -> None:
        """The storage is open."""
        self.changed()

    def not_opened(self, error: Exception) -> None:
        """The storage is not there: the board says that it is on its way."""
        self.log.warning(f"not opened: {error!r}")
        self._broken = True
        self._draw()

    def tick(self) -> None:
        """A minute has passed."""
        self.changed()
        self._draw()

    def changed(self) -> None:
        """Read again; what changes while it reads is read once more after."""
        if not self.deka.is_open:
            return
        if self._reading:
            self._again = True
            return
        self._reading = True
        self.errand(cast("KiosApp", self.app).kios.papan, self._came)

    def _came(self, papan: PapanUmum | None, error: Exception | None) -> None:
        self._reading = False
        self._broken = error is not None
        if papan is not None:
            self.papan = papan
            self.deka.set_clock(papan.waktu_db)
        self._draw()
        if self._again:
            self._again = False
            self.changed()
