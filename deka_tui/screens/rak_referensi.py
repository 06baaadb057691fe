"""All PCare lists at a glance: rows, last synchronisation, what it changed, what is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from deka_tui import texts_referensi as words
from deka_tui.flows.desk import explain
from deka_tui.flows.satu_satu import SatuSatu
from deka_tui.port_referensi import Rak
from deka_tui.presenters import referensi as view
from deka_tui.presenters.pieces import Line, Piece, Role, wrap
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.paged_table import Letak, PagedTable
from shared.domain.referensi import JenisReferensi
from shared.domain.sinkron import Keadaan, Sinkron

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen

_K = words.KEPALA_RAK
KOLOM = (
    Kolom("nama", _K[0], 29, lentur=2, paling=40),
    Kolom("baris", _K[1], 7, kanan=True),
    Kolom("hilang", _K[2], 6, urutan=4, kanan=True),
    Kolom("terakhir", _K[3], 12, urutan=2, lentur=1, paling=18),
    Kolom("perubahan", _K[4], 12, urutan=3, lentur=1, paling=24),
    Kolom("keadaan", _K[5], 14, lentur=1, paling=20),
)


class RakReferensi(Container):
    """The table of the lists, a summary above it and the current list's state below it."""

    def __init__(self, sehat: Callable[[Any], None], id: str | None = None) -> None:
        super().__init__(id=id)
        self._sehat = sehat
        self._rak: Rak | None = None
        self._start = 0
        self._trouble = ""
        self._ended: list[Sinkron] = []
        self.reader = SatuSatu(lambda: self.layar, self._work, self._came, self._failed)

    def compose(self) -> ComposeResult:
        """Summary, table, note."""
        yield Cell(id="ringkas")
        yield PagedTable(KOLOM, id="rak")
        yield Cell((), (), id="catatan")

    @property
    def layar(self) -> LiveScreen[Any]:
        """The screen it stands on."""
        return cast("LiveScreen[Any]", self.screen)

    @property
    def table(self) -> PagedTable:
        """The table."""
        return self.query_one("#rak", PagedTable)

    @property
    def states(self) -> tuple[Keadaan, ...]:
        """How every list stands, as far as it is known."""
        return self._rak.keadaan if self._rak is not None else ()

    @property
    def pekerja(self) -> bool:
        """Whether a worker lives."""
        return self._rak is None or bool(self._rak.kesehatan.pekerja_hidup)

    def state(self, jenis: JenisReferensi) -> Keadaan | None:
        """How one list stands."""
        return next((one for one in self.states if one.jenis is jenis), None)

    @property
    def current(self) -> Keadaan | None:
        """The list under the cursor."""
        here = self.table.current
        return self.state(JenisReferensi(here)) if isinstance(here, str) else None

    # ------------------------------------------------------------- reading --
    def _work(self) -> Callable[[], Rak]:
        return self.layar.pintu.referensi.rak

    def _came(self, rak: Rak) -> None:
        before, self._rak = self._rak, rak
        self._sehat(rak.kesehatan)
        if before is not None:
            self._tell_ends(before, rak)
        self.draw()

    def _failed(self, error: Exception) -> None:
        self._trouble = explain(error)
        if self._rak is None:
            self.draw()
        else:
            self.table.foot((Piece(f" {explain(error)}", Role.BAD),))

    def _tell_ends(self, before: Rak, after: Rak) -> None:
        """Say what has ended since: one by itself, many at once when the last is done; failures always."""
        alive = {one.berjalan.id for one in before.keadaan if one.berjalan is not None}
        for one in after.keadaan:
            last = one.sekarang
            if last is not None and last.id in alive and not last.hidup and not last.dihentikan_oleh:
                self._ended.append(last)
        if not self._ended or any(one.berjalan is not None for one in after.keadaan):
            return
        ended, self._ended = self._ended, []
        if len(ended) == 1:
            text, well = view.ended(ended[0])
        else:
            poor = sum(not view.ended(one)[1] for one in ended)
            text, well = words.banyak_selesai(len(ended) - poor, poor), not poor
        self.layar.toast(text, "information" if well else "error")

    # ------------------------------------------------------------- drawing --
    def draw(self, letak: Letak = Letak.TETAP) -> None:
        """Draw what is known."""
        rak, table = self._rak, self.table
        if rak is None:
            table.say(*wrap(self._trouble or words.MEMUAT, max(20, self.size.width - 4), 3))
            return
        if not table.fit:
            return
        deka = self.layar.deka
        count = len(rak.keadaan)
        self._start = min(self._start, max(0, (count - 1) // table.fit * table.fit))
        shown = rak.keadaan[self._start : self._start + table.fit]
        names = [column.nama for column in KOLOM]
        rows = [
            Baris(
                one.jenis.value,
                dict(zip(names, view.rak_row(one, rak.kesehatan, deka.now(), deka.zona), strict=True)),
            )
            for one in shown
        ]
        older = self._start + table.fit < count
        table.show(rows, newer=self._start > 0, older=older, letak=letak)
        self.query_one("#ringkas", Cell).show(self._summary(self.size.width))
        self._note()

    def _summary(self, width: int) -> Line:
        rak = self._rak
        assert rak is not None  # noqa: S101 - drawn only when it is known
        return view.summary(rak.keadaan, rak.kesehatan, self.layar.deka.zona, width)

    def _note(self) -> None:
        """Below the table: the list under the cursor; where room is short, in the table's foot."""
        one, rak = self.current, self._rak
        if one is None or rak is None:
            return
        deka, width = self.layar.deka, self.size.width - 2
        lines = view.rak_note(one, rak.kesehatan, deka.now(), deka.zona, width)
        if self.layar.has_class("-tinggi"):
            self.query_one("#catatan", Cell).show(*((Piece(" "), *line) for line in lines))
            self.table.foot(())
            return
        alive = sum(state.berjalan is not None for state in rak.keadaan)
        trouble = view.hindrance(rak.kesehatan, "pcare", deka.zona, waiting=alive)
        self.table.foot((Piece(" "), *(trouble or lines[1])))

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self._note()

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
