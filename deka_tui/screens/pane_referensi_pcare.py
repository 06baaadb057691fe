"""The tab *Referensi PCare*: all lists, and the one that is opened."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from deka_tui import texts
from deka_tui import texts_referensi as words
from deka_tui.actions import Action
from deka_tui.aksi_tabel import GERAK
from deka_tui.flows.desk import explain
from deka_tui.presenters import referensi as view
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.isi_referensi import IsiReferensi
from deka_tui.screens.pane import Pane, bindings
from deka_tui.screens.rak_referensi import RakReferensi
from deka_tui.widgets.confirm import Answer, Choice, Confirm, Question
from deka_tui.widgets.paged_table import PagedTable
from deka_tui.widgets.status_line import SearchInput
from shared.domain.records import Kesehatan
from shared.domain.referensi import JenisReferensi
from shared.domain.sinkron import Keadaan, Sinkron


def aksi(name: str, *keys: str, strip: int = 0, group: str = "referensi") -> Action:
    """An action of the two tabs of references."""
    return Action(name, keys, group=group, strip=strip, words=words.AKSI[name])


RINCI = aksi("rinci", "enter", strip=5)
"""What Enter does in an opened list."""
_RAK = frozenset({"buka", "sinkron", "sinkron_semua", "hentikan", "berubah", "cari"})
_ISI = frozenset({"sinkron", "hentikan", "berubah", "hilang", "cari"})


class PaneReferensiPCare(Pane):
    """Tab *Referensi PCare* of the page BPJS FKTP."""

    AKSI: ClassVar[tuple[Action, ...]] = (
        aksi("buka", "enter", strip=5),
        aksi("sinkron", "s", strip=4),
        aksi("sinkron_semua", "S", strip=6),
        aksi("hentikan", "x", strip=7),
        aksi("dari_awal", "d"),
        aksi("berubah", "b", strip=8),
        aksi("hilang", "h", strip=9),
        aksi("cari", "slash", strip=5),
        aksi("muat", "f5", "g"),
        *GERAK,
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(AKSI, "referensi_pcare")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rak = RakReferensi(self._sehat, id="rak-referensi")
        self.isi = IsiReferensi(id="isi-referensi")
        self._kesehatan = Kesehatan(1, None)

    def compose(self) -> ComposeResult:
        """All lists, and below them the one that is opened."""
        yield self.rak
        self.isi.display = False
        yield self.isi

    @property
    def terbuka(self) -> bool:
        """Whether one list is opened."""
        return bool(self.isi.display)

    @property
    def tombol(self) -> tuple[Action, ...]:
        """What can be done here just now."""
        wanted = _ISI if self.terbuka else _RAK
        shown = tuple(a for a in self.AKSI if a.strip and a.id in wanted)
        return (RINCI, *shown) if self.terbuka else shown

    @property
    def current(self) -> Keadaan | None:
        """The list that is opened, or the one under the cursor."""
        if self.terbuka and self.isi.jenis is not None:
            return self.rak.state(self.isi.jenis)
        return self.rak.current

    # ---------------------------------------------------------- the page tells --
    def tampil(self) -> None:
        """Read how the lists stand."""
        self.rak.reader.now()

    def berubah(self) -> None:
        """Read again, but no faster than one can look."""
        self.rak.reader.soon()

    def menit(self) -> None:
        """Moments read differently on the next day."""
        self.rak.draw()

    def kembali(self) -> bool:
        """Leave the search, then the list."""
        if not self.terbuka:
            return False
        if not self.isi.clear():
            self._show(opened=False)
        self.focus()
        return True

    def _sehat(self, kesehatan: Kesehatan) -> None:
        self._kesehatan = kesehatan
        page: Any = self.layar
        page.sehat(kesehatan)
        self.call_later(self._tell)

    def _tell(self) -> None:
        one = self.current
        if self.terbuka and one is not None:
            self.isi.tell(one, self._kesehatan)

    def _show(self, *, opened: bool) -> None:
        page: Any = self.layar
        with self.app.batch_update():
            self.rak.display, self.isi.display = not opened, opened
            page.segarkan_tombol()

    def open(self, jenis: JenisReferensi, *, changes: bool = False) -> None:
        """Open a list."""
        self._show(opened=True)
        self.isi.open(jenis, changes=changes)
        self.call_after_refresh(self._tell)

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.do("buka")

    @on(SearchInput.Left)
    def _search_left(self, message: SearchInput.Left) -> None:
        message.stop()
        if message.clear:
            self.isi.clear()
        self.focus()

    # -------------------------------------------------------------- actions --
    def do(self, name: str) -> None:
        """Do an action of ``AKSI``."""
        table = self.isi.table if self.terbuka else self.rak.table
        if table.go(name):
            return
        one = self.current
        if name == "sinkron_semua":
            self._all()
        elif name == "muat":
            self.rak.reader.now()
            if self.terbuka:
                self.isi.reader.now()
        elif one is None:
            return
        elif name in ("buka", "rinci"):
            self.isi.show_row() if self.terbuka else self.open(one.jenis)
        elif name == "berubah":
            self.isi.toggle_changes() if self.terbuka else self.open(one.jenis, changes=True)
        elif name == "hilang" and self.terbuka:
            self.isi.toggle_gone()
        elif name == "cari":
            if not self.terbuka:
                self.open(one.jenis)
            self.isi.search.focus()
        elif name == "sinkron":
            self._ask_for((one.jenis,), one.nama)
        elif name == "dari_awal":
            self._afresh(one)
        elif name == "hentikan":
            self._stop(one)

    def _ask_for(self, kinds: tuple[JenisReferensi, ...], name: str, *, dari_awal: bool = False) -> None:
        door = self.layar.pintu.referensi

        def came(asked: tuple[Sinkron, ...] | None, error: Exception | None) -> None:
            if asked is None:
                self.layar.toast(explain(error) if error else texts.GALAT, "error")
                return
            here = self.rak.pekerja
            text = words.diminta_toast(len(asked), name, pekerja=here)
            self.layar.toast(text, "information" if here else "warning")
            self.rak.reader.now()

        self.layar.errand(partial(door.sinkron, kinds, dari_awal=dari_awal), came)

    def _question(self, title: str, asked: str, fact: str, yes: str, *, grave: bool = False) -> Question:
        return Question(
            title, asked, (Choice("ya", yes, "y", dangerous=grave), Choice("tidak", texts.BATAL, "n")),
            safe="tidak", focus="tidak" if grave else "ya", facts=((Piece(fact, Role.MUTED),),),
        )  # fmt: skip

    def _all(self) -> None:
        question = self._question(words.JUDUL_SEMUA, words.TANYA_SEMUA, words.DAMPAK_SEMUA, words.YA_SINKRON)

        def answered(answer: Answer | None) -> None:
            if answer is not None and answer.choice == "ya":
                self._ask_for((), words.SEMUA_LAMA)

        self.layar.ask(Confirm(question), answered)

    def _afresh(self, one: Keadaan) -> None:
        question = self._question(
            words.JUDUL_AWAL, words.tanya_awal(one.nama), words.DAMPAK_AWAL, words.YA_SINKRON
        )

        def answered(answer: Answer | None) -> None:
            if answer is not None and answer.choice == "ya":
                self._ask_for((one.jenis,), one.nama, dari_awal=True)

        self.layar.ask(Confirm(question), answered)

    def _stop(self, one: Keadaan) -> None:
        if one.berjalan is None:
            self.layar.toast(words.tidak_jalan(one.nama), "warning")
            return
        question = self._question(
            words.JUDUL_HENTI, words.tanya_henti(one.nama), words.DAMPAK_HENTI, words.YA_HENTI, grave=True
        )

        def stopped(value: Sinkron | None, error: Exception | None) -> None:
            if value is None:
                self.layar.toast(explain(error) if error else texts.GALAT, "error")
            else:
                text = words.dibatalkan_toast(view.title(value), view.number(value.baris))
                self.layar.toast(text)
            self.rak.reader.now()

        def answered(answer: Answer | None) -> None:
            if answer is not None and answer.choice == "ya":
                door = self.layar.pintu.referensi
                self.layar.errand(partial(door.hentikan, one.jenis), stopped)

        self.layar.ask(Confirm(question), answered)
