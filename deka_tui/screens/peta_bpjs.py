"""Rooms or doctors with what they are at BPJS, what is missing first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from deka_tui import texts_referensi as words
from deka_tui.presenters import pemetaan as view
from deka_tui.presenters.pieces import Line, Piece, Role, outside
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.screens.petakan import PetakanScreen, Tersimpan
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.paged_table import Letak, PagedTable
from shared.domain.pemetaan import Pemetaan, PetaDokter, PetaRuangan

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen

_R, _D = words.KEPALA_RUANGAN, words.KEPALA_DOKTER
RUANGAN = (
    Kolom("kode", _R[0], 8, urutan=3, lentur=1, paling=12),
    Kolom("nama", _R[1], 16, lentur=3, paling=34),
    Kolom("kd_poli", _R[2], 6, lentur=1, paling=10),
    Kolom("nm_poli", _R[3], 16, urutan=2, lentur=3, paling=34),
    Kolom("menunggu", _R[4], 8, urutan=1, kanan=True),
    Kolom("keadaan", _R[5], 16, lentur=1, paling=24),
)
DOKTER = (
    Kolom("kode", _D[0], 6, urutan=4, lentur=1, paling=10),
    Kolom("nama", _D[1], 18, lentur=3, paling=34),
    Kolom("kodedokter", _D[2], 10, lentur=1, paling=12),
    Kolom("kd_dokter", _D[3], 8, urutan=2, lentur=1, paling=12),
    Kolom("jam", _D[4], 11, urutan=5, lentur=2, paling=40),
    Kolom("menunggu", _D[5], 8, urutan=3, kanan=True),
    Kolom("keadaan", _D[6], 16, lentur=3, paling=32),
)


class PetaBpjs(Container):
    """One table, of rooms or of doctors; Enter maps the current row."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._found: Pemetaan | None = None
        self._of_doctors = False
        self._start = 0

    def compose(self) -> ComposeResult:
        """Which of the two, and the table."""
        yield Cell(id="ragam-peta")
        yield PagedTable(RUANGAN, id="peta")

    @property
    def layar(self) -> LiveScreen[Any]:
        """The screen it stands on."""
        return cast("LiveScreen[Any]", self.screen)

    @property
    def table(self) -> PagedTable:
        """The table."""
        return self.query_one(PagedTable)

    @property
    def of_doctors(self) -> bool:
        """Whether doctors are shown."""
        return self._of_doctors

    @property
    def rows(self) -> tuple[PetaRuangan, ...] | tuple[PetaDokter, ...]:
        """What is shown, on all pages."""
        if self._found is None:
            return ()
        rooms, doctors = view.first_missing(self._found)
        return doctors if self._of_doctors else rooms

    def tell(self, found: Pemetaan) -> None:
        """Take over what was read."""
        self._found = found
        self.draw()

    def open(self) -> None:
        """Begin with what lacks most."""
        if self._found is not None:
            rooms, doctors, _ = view.missing(self._found)
            self._of_doctors = bool(doctors) and not rooms
        self._start = 0
        self.draw(Letak.ATAS)

    def switch(self) -> None:
        """Show doctors instead of rooms, or rooms again."""
        self._of_doctors = not self._of_doctors
        self._start = 0
        self.draw(Letak.ATAS)

    def draw(self, letak: Letak = Letak.TETAP) -> None:
        """Draw what is known."""
        table = self.table
        if self._found is None or not table.fit:
            return
        self.query_one("#ragam-peta", Cell).show(self._head(self._found))
        columns = DOKTER if self._of_doctors else RUANGAN
        table.set_columns(columns)
        rows = self.rows
        if not rows:
            table.say(*words.PETA_KOSONG)
            return
        self._start = min(self._start, (len(rows) - 1) // table.fit * table.fit)
        names = [column.nama for column in columns]
        shown = [
            Baris(
                one.kode,
                dict(
                    zip(
                        names,
                        view.doctor_row(one) if isinstance(one, PetaDokter) else view.room_row(one),
                        strict=True,
                    )
                ),
            )
            for one in rows[self._start : self._start + table.fit]
        ]
        older = self._start + table.fit < len(rows)
        table.show(shown, newer=self._start > 0, older=older, letak=letak)
        self._foot()

    def _head(self, found: Pemetaan) -> Line:
        rooms, doctors, _ = view.missing(found)
        line: list[Piece] = [Piece(f" {words.JUDUL_PETA} ", Role.BRAND), Piece("  ")]
        parts = ((words.RUANGAN, rooms, False), (words.DOKTER, doctors, True))
        for name, lacking, doctors_ in parts:
            chosen = doctors_ is self._of_doctors
            line.append(Piece(f" {name} ", Role.CHOSEN if chosen else Role.MUTED))
            line.append(Piece(f" {words.belum(lacking)}   ", Role.WARN if lacking else Role.GOOD))
        return tuple(line)

    def _foot(self) -> None:
        one = self.current
        if one is None:
            return
        text = ""
        if isinstance(one, PetaDokter):
            slots = view.slots_text(one.jam) or words.TANPA_JAM
            text = f"{outside(one.nama, 60)} · {outside(one.ruangan, 40)} · {slots}"
        elif one.menunggu:
            text = f"{outside(one.nama, 60)} · {words.menunggu(one.menunggu)}"
        self.table.foot((Piece(f" {text}", Role.MUTED),))

    @property
    def current(self) -> PetaRuangan | PetaDokter | None:
        """The row under the cursor."""
        here = self.table.current
        return next((one for one in self.rows if one.kode == here), None)

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self._foot()

    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        self.call_after_refresh(self.draw)

    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        fit = self.table.fit
        self._start = max(0, self._start + message.step * fit) if message.step else 0
        self.draw(message.letak)

    def map_current(self) -> None:
        """Ask what the current row is at BPJS."""
        one = self.current
        if one is not None:
            self.layar.ask(PetakanScreen(one), self._mapped)

    def _mapped(self, saved: Tersimpan | None) -> None:
        if saved is None:
            return
        if saved.kosong:
            self.layar.toast(words.dikosongkan(saved.nama))
        else:
            done = saved.hasil
            self.layar.toast(words.disimpan(saved.nama, done.dilepas, berubah=done.berubah))
        for clause in saved.hasil.peringatan:
            self.layar.toast(words.perhatian(clause), "warning")
