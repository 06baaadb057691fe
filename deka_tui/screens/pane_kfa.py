"""The two tabs of products: those without a KFA code, and those with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Input

from deka_tui import texts_kfa_layar as words
from deka_tui.actions import Action
from deka_tui.aksi_tabel import GERAK
from deka_tui.flows.desk import explain
from deka_tui.flows.kfa import AksiKfa
from deka_tui.flows.satu_satu import SatuSatu
from deka_tui.presenters import kfa as view
from deka_tui.presenters.halaman import Halaman
from deka_tui.presenters.pieces import Piece, Role, right, wrap
from deka_tui.presenters.tabel import Kolom
from deka_tui.screens.pane import Pane, bindings
from deka_tui.texts_halaman import halaman_ke
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.paged_table import Letak, PagedTable
from deka_tui.widgets.status_line import SearchInput
from shared.domain.kfa_hasil import HalamanProduk
from shared.domain.kfa_peta import KursorProduk, Produk

SEARCH_DELAY = 0.15


def aksi(name: str, *keys: str, strip: int = 0, group: str = "produk") -> Action:
    """An action of the two tabs."""
    return Action(name, keys, group=group, strip=strip, words=words.AKSI[name])


BERSAMA: tuple[Action, ...] = (
    aksi("urung", "u", strip=6),
    aksi("cari", "slash", strip=7),
    aksi("tambah", "n", strip=12),
    aksi("sunting", "p"),
    aksi("impor", "i", strip=11),
    aksi("ekspor", "o", strip=13),
    aksi("sinkron", "s", group="katalog", strip=8),
    aksi("hentikan", "x", group="katalog"),
    aksi("muat", "f5", "g", group="katalog"),
    *GERAK,
)
BELUM: tuple[Action, ...] = (aksi("petakan", "enter", strip=4), aksi("terima", "b", strip=5), *BERSAMA)
SUDAH: tuple[Action, ...] = (
    aksi("detail", "enter", strip=4),
    aksi("ubah", "e", strip=5),
    aksi("hapus", "d", "delete", strip=5),
    aksi("bertanda", "t", strip=10),
    *BERSAMA,
)


class PaneKfa(Pane):
    """A search, a table of products a page at a time, and what can be done with them."""

    DIPETAKAN: ClassVar[bool] = False
    KOLOM: ClassVar[tuple[Kolom, ...]] = view.BELUM

    table = query_one(PagedTable)
    search = query_one(SearchInput)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.aksi = AksiKfa(self)
        self.bertanda = False
        self._text = ""
        self._halaman: Halaman[KursorProduk] = Halaman()
        self._page: HalamanProduk | None = None
        self._letak = Letak.TETAP
        self.tuju: str | None = None
        """Code of the product the cursor goes to once it is read."""
        self._timer: Timer | None = None
        self.reader = SatuSatu(lambda: self.layar, self._work, self._came, self._failed)

    def compose(self) -> ComposeResult:
        """Search and table."""
        with Horizontal(id="baris-cari"):
            yield SearchInput(words.CARI)
            yield Cell(id="ragam")
        yield PagedTable(self.KOLOM)

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self.table.say(words.MEMUAT)

    @property
    def rows(self) -> tuple[Produk, ...]:
        """The products of the page."""
        return self._page.baris if self._page is not None else ()

    @property
    def current(self) -> Produk | None:
        """The product under the cursor."""
        here = self.table.current
        return next((one for one in self.rows if one.kode == here), None)

    # ------------------------------------------------------------------ the page tells --
    def tampil(self) -> None:
        """Read the products."""
        if self.table.fit:
            self.reader.now()

    def berubah(self) -> None:
        """Read again, but no faster than one can look."""
        if self.table.fit:
            self.reader.soon()

    def kembali(self) -> bool:
        """Leave the search, then what it found, then the marks."""
        if self.layar.focused is self.search:
            self.focus(scroll_visible=False)
            return True
        if self.clear():
            return True
        if self.bertanda:
            self.bertanda = False
            self._from_start()
            return True
        return False

    # ------------------------------------------------------------------------- reading --
    def _from_start(self) -> None:
        self._halaman.ulang()
        self._letak = Letak.ATAS
        if self.table.fit:
            self.reader.now()

    def _work(self) -> Callable[[], HalamanProduk]:
        return partial(
            self.layar.pintu.kfa.produk,
            dipetakan=self.DIPETAKAN,
            teks=self._text,
            bertanda=self.bertanda,
            setelah=self._halaman.setelah,
            batas=max(1, self.table.fit),
        )

    def _came(self, page: HalamanProduk) -> None:
        if not page.baris and self._halaman.mundur():  # the last page was mapped empty
            self._letak = Letak.BAWAH
            self.reader.now()
            return
        self._page = page
        letak, self._letak = self._letak, Letak.TETAP
        self._draw(letak)

    def _failed(self, error: Exception) -> None:
        if self.rows:
            self.table.foot((Piece(f" {explain(error)}", Role.BAD),))
        else:
            self.table.say(*wrap(explain(error), max(20, self.size.width - 4), 3), role=Role.BAD)

    def _draw(self, letak: Letak) -> None:
        page = self._page
        assert page is not None  # noqa: S101 - drawn only when it is known
        mode = self.query_one("#ragam", Cell)
        mode.show(right((Piece(f"{words.HANYA_BERTANDA} ", Role.WARN),), 24) if self.bertanda else ())
        if not page.baris:
            self.table.say(*self._nothing())
            self.table.foot(())
            return
        row = view.baris_sudah if self.DIPETAKAN else view.baris_belum
        more = page.berikut is not None
        self.table.show([row(one) for one in page.baris], newer=self._halaman.ke > 1, older=more, letak=letak)
        here = next((at for at, one in enumerate(page.baris) if one.kode == self.tuju), None)
        if here is not None:
            self.tuju = None
            self.table.move_to(here)
        self._foot()

    def _nothing(self) -> tuple[str, ...]:
        if self._text:
            return words.KOSONG_CARI
        if self.bertanda:
            return words.KOSONG_TANDA
        found = getattr(self.layar, "ringkas", None)
        if found is not None and not found.statistik.total:
            return words.KOSONG_AWAL
        return words.KOSONG_SUDAH if self.DIPETAKAN else words.KOSONG_BELUM

    def _foot(self) -> None:
        one = self.current
        if one is None:
            return
        left = (Piece(" "), *view.catatan(one, self.layar.deka.zona))
        alone = self._halaman.ke == 1 and (self._page is None or self._page.berikut is None)
        self.table.foot(left, () if alone else (Piece(f"  {halaman_ke(self._halaman.ke)} ", Role.MUTED),))

    def drop(self, kode: str) -> None:
        """A product has left the list: the cursor goes to the next at once, then the page is read."""
        if self._page is not None:
            left = tuple(one for one in self._page.baris if one.kode != kode)
            if left:
                self._page = replace(self._page, baris=left)
                self._draw(Letak.TETAP)
        self.reader.now()

    # ------------------------------------------------------------------- table, search --
    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        if not self._halaman.balik(message.step, self._page.berikut if self._page is not None else None):
            return
        self._letak = message.letak
        self.reader.now()

    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        if self.tampak:
            self._halaman.ulang()
            self.reader.now()

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self._foot()

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.do(self.AKSI[0].id)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SEARCH_DELAY, partial(self._find, event.value.strip()))

    def _find(self, text: str) -> None:
        if text != self._text:
            self._text = text
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

    @on(SearchInput.Left)
    def _search_left(self, message: SearchInput.Left) -> None:
        message.stop()
        if message.clear:
            self.clear()
        self.focus(scroll_visible=False)

    # ------------------------------------------------------------------------- actions --
    def do(self, name: str) -> None:
        """Do an action of ``AKSI``."""
        self.tuju = None
        if self.table.go(name):
            return
        if name == "cari":
            self.search.focus()
        elif name == "bertanda":
            self.bertanda = not self.bertanda
            self._from_start()
        else:
            self.aksi.do(name)


class PaneBelum(PaneKfa):
    """Tab *Produk Belum Dipetakan*."""

    AKSI = BELUM
    BINDINGS: ClassVar[list[BindingType]] = bindings(BELUM, "kfa_belum")


class PaneSudah(PaneKfa):
    """Tab *Produk Sudah Dipetakan*."""

    DIPETAKAN = True
    KOLOM = view.SUDAH
    AKSI = SUDAH
    BINDINGS: ClassVar[list[BindingType]] = bindings(SUDAH, "kfa_sudah")
