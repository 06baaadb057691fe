"""The tab *Referensi Antrean*: the schedule of a date, and the mapping of rooms and doctors."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from deka_tui.actions import Action
from deka_tui.aksi_tabel import GERAK
from deka_tui.port_referensi import Papan
from deka_tui.screens.jadwal_bpjs import JadwalBpjs
from deka_tui.screens.pane import Pane, bindings
from deka_tui.screens.pane_referensi_pcare import aksi
from deka_tui.screens.peta_bpjs import PetaBpjs
from deka_tui.widgets.paged_table import PagedTable

_JADWAL = frozenset({"ambil", "tanggal", "kemarin", "besok", "hari_ini", "peta", "hentikan"})
_PETA = frozenset({"petakan", "kelompok"})


class PaneReferensiAntrean(Pane):
    """Tab *Referensi Antrean* of the page BPJS FKTP."""

    AKSI: ClassVar[tuple[Action, ...]] = (
        aksi("petakan", "enter", strip=4),
        aksi("kelompok", "r", strip=5),
        aksi("ambil", "a", strip=4),
        aksi("tanggal", "t", strip=6),
        aksi("kemarin", "left_square_bracket"),
        aksi("besok", "right_square_bracket"),
        aksi("hari_ini", "0"),
        aksi("hentikan", "x", strip=7),
        aksi("peta", "m", strip=5),
        aksi("muat", "f5", "g"),
        *GERAK,
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(AKSI, "referensi_antrean")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.jadwal = JadwalBpjs(self._came, id="jadwal-hari")
        self.peta = PetaBpjs(id="peta-bpjs")

    def compose(self) -> ComposeResult:
        """The schedule, and in its place the mapping."""
        yield self.jadwal
        self.peta.display = False
        yield self.peta

    @property
    def memetakan(self) -> bool:
        """Whether the mapping is shown."""
        return bool(self.peta.display)

    @property
    def tombol(self) -> tuple[Action, ...]:
        """What can be done here just now."""
        wanted = _PETA if self.memetakan else _JADWAL
        return tuple(a for a in self.AKSI if a.strip and a.id in wanted)

    # ---------------------------------------------------------- the page tells --
    def tampil(self) -> None:
        """Read the date."""
        self.jadwal.reader.now()

    def berubah(self) -> None:
        """Read again, but no faster than one can look."""
        self.jadwal.reader.soon()

    def menit(self) -> None:
        """Today may have become another day."""
        if self.jadwal.tanggal is None:
            self.jadwal.reader.soon()
        self.jadwal.draw()

    def kembali(self) -> bool:
        """Leave the mapping."""
        if not self.memetakan:
            return False
        self._show(mapping=False)
        return True

    def _came(self, found: Papan) -> None:
        page: Any = self.layar
        page.sehat(found.kesehatan)
        self.peta.tell(found.pemetaan)

    def _show(self, *, mapping: bool) -> None:
        page: Any = self.layar
        with self.app.batch_update():
            self.jadwal.display, self.peta.display = not mapping, mapping
            page.segarkan_tombol()
        self.call_after_refresh(self.peta.open if mapping else self.jadwal.draw)

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.do("petakan")

    # -------------------------------------------------------------- actions --
    def do(self, name: str) -> None:
        """Do an action of ``AKSI``."""
        if (self.peta if self.memetakan else self.jadwal).table.go(name):
            return
        if name == "muat":
            self.jadwal.reader.now()
        elif self.memetakan:
            if name == "petakan":
                self.peta.map_current()
            elif name == "kelompok":
                self.peta.switch()
        elif name == "peta":
            self._show(mapping=True)
        else:
            self._of_date(name)

    def _of_date(self, name: str) -> None:
        jadwal = self.jadwal
        if name == "ambil":
            jadwal.fetch()
        elif name == "tanggal":
            jadwal.choose()
        elif name == "hari_ini":
            jadwal.go_to(None)
        elif name == "hentikan":
            jadwal.stop()
        elif name in ("kemarin", "besok"):
            jadwal.step(-1 if name == "kemarin" else 1)
