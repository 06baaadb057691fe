"""One stored list: its rows a page at a time, an offline search, what has changed, a row in full."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.timer import Timer
from textual.widgets import Input

from deka_tui import texts_referensi as words
from deka_tui.flows.desk import explain
from deka_tui.flows.satu_satu import SatuSatu
from deka_tui.presenters import referensi as view
from deka_tui.presenters.halaman import Halaman
from deka_tui.presenters.pieces import Line, Piece, Role, crop, length, outside, right
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.paged_table import Letak, PagedTable
from deka_tui.widgets.row_dialog import RowDialog
from deka_tui.widgets.status_line import SearchInput
from shared.domain.records import Kesehatan
from shared.domain.referensi import ACUAN, JenisReferensi
from shared.domain.sinkron import HalamanReferensi, Keadaan, Kursor, Referensi

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen

SEARCH_DELAY = 0.15
_K = words.KEPALA_DAFTAR
KODE = Kolom("kode", _K[0], 12, lentur=1, paling=20)
NAMA = Kolom("nama", _K[1], 24, lentur=6)
INDUK = Kolom("induk", _K[2], 8, urutan=3)
KETERANGAN = Kolom("keterangan", _K[3], 14, urutan=2)


class IsiReferensi(Container):
    """Title, search and table of the list it was told to open."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.jenis: JenisReferensi | None = None
        self._state: tuple[Keadaan, Kesehatan] | None = None
        self._text = ""
        self.changes = False
        self.gone = False
        self._halaman: Halaman[Kursor] = Halaman()
        self._page = HalamanReferensi(())
        self._letak = Letak.TETAP
        self._timer: Timer | None = None
        self.reader = SatuSatu(lambda: self.layar, self._work, self._came, self._failed)

    def compose(self) -> ComposeResult:
        """Title, search with what is shown, table."""
        yield Cell(id="judul")
        with Horizontal(id="baris-cari"):
            yield SearchInput(words.CARI)
            yield Cell(id="ragam")
        yield PagedTable((KODE, NAMA, KETERANGAN), id="daftar")

    @property
    def layar(self) -> LiveScreen[Any]:
        """The screen it stands on."""
        return cast("LiveScreen[Any]", self.screen)

    @property
    def table(self) -> PagedTable:
        """The table."""
        return self.query_one(PagedTable)

    @property
    def search(self) -> SearchInput:
        """The search field."""
        return self.query_one(SearchInput)

    @property
    def current(self) -> Referensi | None:
        """The row under the cursor."""
        place = self.table.place
        return self._page.baris[place] if place < len(self._page.baris) else None

    # ------------------------------------------------------------- opening --
    def open(self, jenis: JenisReferensi, *, changes: bool = False) -> None:
        """Show a list from its beginning, or what its last synchronisation changed."""
        self.jenis, self.changes, self.gone = jenis, changes, False
        self._state, self._page = None, HalamanReferensi(())
        with self.prevent(Input.Changed):
            self.search.value = ""
        self._text = ""
        parent = (INDUK,) if ACUAN[jenis].induk else ()
        self.table.set_columns((KODE, NAMA, *parent, KETERANGAN))
        self.table.say(words.MEMUAT)
        self._from_start()

    def _from_start(self) -> None:
        self._halaman.ulang()
        self._letak = Letak.ATAS
        if self.table.fit:  # else the first layout will ask
            self.reader.now()

    def tell(self, state: Keadaan, kesehatan: Kesehatan) -> None:
        """Take over how the list stands; a synchronisation that has ended is a reason to read again."""
        before, self._state = self._state, (state, kesehatan)
        self._head()
        if before is not None and before[0] != state:
            self.reader.soon()

    def toggle_changes(self) -> None:
        """Show what has changed, or all rows again."""
        self.changes = not self.changes
        self._from_start()

    def toggle_gone(self) -> None:
        """Show also what BPJS lists no more, or leave it out again."""
        self.gone = not self.gone
        self.changes = False
        self._from_start()

    # ------------------------------------------------------------- reading --
    def _work(self) -> Callable[[], HalamanReferensi]:
        door, jenis, after = self.layar.pintu.referensi, self.jenis, self._halaman.setelah
        fit = max(1, self.table.fit)
        assert jenis is not None  # noqa: S101 - nothing is read before a list is opened
        if self.changes:
            return partial(door.perubahan, jenis, setelah=after, batas=fit)
        return partial(door.cari, jenis, self._text, setelah=after, batas=fit, hilang=self.gone)

    def _came(self, page: HalamanReferensi) -> None:
        self._page = page
        letak, self._letak = self._letak, Letak.TETAP
        self._head()
        if not page.baris:
            self.table.say(*self._nothing())
            self.table.foot(())
            return
        names = ("kode", "nama", "induk", "keterangan")
        rows = [
            Baris(
                f"{one.kode}\0{one.induk}",
                dict(zip(names, view.row(one, changed=self.changes), strict=True)),
            )
            for one in page.baris
        ]
        self.table.show(rows, newer=self._halaman.ke > 1, older=page.berikut is not None, letak=letak)
        self._foot()

    def _foot(self) -> None:
        """Below the rows: what there is to remark on the current one, and which page this is."""
        one = self.current
        if one is None:
            return
        first = (self._halaman.ke - 1) * max(1, self.table.fit) + 1
        last, more = first + len(self._page.baris) - 1, self._page.berikut is not None
        span = words.halaman_ke(self._halaman.ke, first, last, lagi=more)
        left = view.remarks(one, self.layar.deka.zona)
        self.table.foot((Piece(f" {left}", Role.MUTED),), (Piece(f"{span} ", Role.MUTED),))

    def _failed(self, error: Exception) -> None:
        self.table.foot((Piece(f" {explain(error)}", Role.BAD),))

    def _nothing(self) -> tuple[str, ...]:
        if self.changes:
            return words.TANPA_PERUBAHAN
        if self._text:
            return words.TIDAK_COCOK
        if self._state is not None and self._state[0].terakhir is not None:
            return words.TIDAK_ADA_BARIS
        return words.BELUM_ADA

    # ------------------------------------------------------------- drawing --
    def _head(self) -> None:
        if self._state is None or not self.size.width:
            return
        state, health = self._state
        deka, width = self.layar.deka, self.size.width
        name: Line = (Piece(f" {state.nama} ", Role.BRAND),)
        name += (Piece(f"  {words.baris(view.number(state.baris))}", Role.STRONG),)
        if state.hilang:
            name += (Piece(f", {view.number(state.hilang)} {words.HILANG}", Role.WARN),)
        note = view.note(state.sekarang, state.terakhir, health, deka.now(), deka.zona)
        room = width - length(name) - 4
        if room > 16:
            name += (Piece("   "), *crop(note, room))
        self.query_one("#judul", Cell).show(crop(name, width))
        mode = self.query_one("#ragam", Cell)
        text = words.ISI_PERUBAHAN if self.changes else (words.DENGAN_HILANG if self.gone else "")
        mode.show(right((Piece(f"{text} ", Role.WARN),), mode.size.width) if text else ())

    # -------------------------------------------------------------- moving --
    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        if not self._halaman.balik(message.step, self._page.berikut):
            return
        self._letak = message.letak
        self.reader.now()

    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        if self.jenis is not None:
            self._from_start()

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.show_row()

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self._foot()

    def show_row(self) -> None:
        """Show the current row in full."""
        one = self.current
        if one is None:
            return
        title = f"{outside(one.kode, 40)} {outside(one.nama, 60)}"
        remark = view.remarks(one, self.layar.deka.zona)
        self.layar.ask(RowDialog(title, view.in_full(one), remark), lambda _: None)

    # -------------------------------------------------------------- search --
    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SEARCH_DELAY, partial(self._find, event.value.strip()))

    def _find(self, text: str) -> None:
        if text != self._text and self.jenis is not None:
            self._text, self.changes = text, False
            self._from_start()

    def clear(self) -> bool:
        """Empty the search; tell whether there was one."""
        if not self.search.value and not self._text:
            return False
        with self.prevent(Input.Changed):
            self.search.value = ""
        if self._timer is not None:
            self._timer.stop()
        self._find("")
        return True
