"""The list of one type of resource: the monitoring table in this page's words, columns and states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen

from deka_tui import texts_satusehat as words
from deka_tui.actions import Action
from deka_tui.actions_satusehat import SUMBER
from deka_tui.flows import satusehat as flow
from deka_tui.presenters import sumber
from deka_tui.presenters.pieces import Line
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.screens.pane import bindings
from deka_tui.screens.pane_monitoring import PaneMonitoring
from deka_tui.widgets.job_detail import JobDetail
from deka_tui.widgets.kalender import KalenderDialog, Tanggal
from deka_tui.widgets.stat_cards import StatCards
from deka_tui.widgets.sumber_detail import SumberDetail
from shared.domain.pantau import BarisPantau, SaringJob
from shared.domain.status import JenisJob, StatusJob
from shared.domain.sumber import JENIS, Tipe
from shared.domain.suntingan import Suntingan


class PaneSumber(PaneMonitoring, inherit_bindings=False):
    """Opened for a type by :meth:`buka`; Esc leads back to the dashboard."""

    AKSI: ClassVar[tuple[Action, ...]] = SUMBER
    BINDINGS: ClassVar[list[BindingType]] = bindings(SUMBER, "sumber")
    KEPT: ClassVar[str] = "sumber"
    STATUS: ClassVar[tuple[frozenset[StatusJob] | None, ...]] = sumber.SARING
    KARTU: ClassVar[tuple[frozenset[StatusJob] | None, ...]] = sumber.KARTU
    KOSONG: ClassVar[tuple[str, ...]] = words.KOSONG

    class Tutup(Message):
        """The dashboard is to be shown again."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tipe = Tipe.ORGANIZATION
        self._lingkungan = ""

    def buka(self, tipe: Tipe, tanggal: date | None, lingkungan: str) -> None:
        """Show a type's rows of one date, or of all, from the first."""
        self.tipe, self._lingkungan = tipe, lingkungan
        asked = SaringJob(jenis=JENIS[tipe], tanggal=tanggal, semua_tanggal=tanggal is None)
        self.search.value = ""
        self.table.set_marks(())
        self.daftar.mulai(asked)
        self.table.set_columns(self.kolom(asked.jenis))
        self.table.say(words.MEMUAT)
        self.cards.show_counts(None, asked)

    # ------------------------------------------------------------ what is its own --
    def buat_kartu(self) -> StatCards:
        """The four counts."""
        return StatCards(id="kartu", view=sumber.kartu)

    def buat_rincian(self) -> JobDetail:
        """The detail beside the table."""
        return SumberDetail(self, id="rincian")

    def kolom(self, jenis: JenisJob | None) -> tuple[Kolom, ...]:
        """The columns of a type."""
        return sumber.kolom(jenis)

    def isi_baris(self, row: BarisPantau) -> Baris:
        """A row of the table."""
        return sumber.baris(row, self.layar.deka.zona)

    def baris_saring(self, width: int) -> Line:
        """The line of filters."""
        return sumber.baris_saring(self.daftar.saring, self._lingkungan, self.hari_ini, width)

    def alasan(self, width: int) -> tuple[Line, ...]:
        """What is said below the table of the current row."""
        return sumber.alasan(self.kini, width)

    def semula(self) -> SaringJob:
        """All rows of the type."""
        return SaringJob(jenis=JENIS[self.tipe], semua_tanggal=True)

    def layar_edit(self, suntingan: Suntingan) -> Screen[Any]:
        """The screen that edits a resource."""
        from deka_tui.screens.edit_sumber import EditSumberScreen

        return EditSumberScreen(suntingan)

    @property
    def tombol(self) -> tuple[Action, ...]:
        """*Jawab* stands in the detail only: the table does not know of questions."""
        if self.is_mounted and self.detail.terbuka:
            return super().tombol
        return tuple(a for a in super().tombol if a.id != "jawab")

    def tindakan(self) -> dict[str, Callable[[], object]]:
        """What each action of the table does."""
        return super().tindakan() | {
            "verifikasi": lambda: flow.verifikasi(self.layar, self.kini, self.berubah),
            "jawab": self._jawab,
        }

    def _jawab(self) -> None:
        row = self.kini
        flow.jawab(self.layar, self.berubah, self.tipe, row.id if row is not None else None)

    def _tanya_tanggal(self) -> None:
        now, today = self.daftar.saring, self.hari_ini

        def chosen(answer: Tanggal | None) -> None:
            if answer is not None:
                self.tanggal(answer.hari)

        self.layar.ask(KalenderDialog(None if now.semua_tanggal else now.day or today, today), chosen)

    def kembali(self) -> bool:
        """One step back inside the list, then to the dashboard."""
        if not super().kembali():
            self.post_message(self.Tutup())
        return True
