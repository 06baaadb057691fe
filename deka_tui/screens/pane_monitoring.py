"""The tab *Monitoring*: filter, four cards, the table, the reason below it, a job in full beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input

from deka_tui import texts_monitor
from deka_tui.actions import Action
from deka_tui.actions_monitor import TABEL
from deka_tui.flows.desk import explain
from deka_tui.flows.job_actions import AksiJob
from deka_tui.flows.job_list import DaftarJob, Minta
from deka_tui.flows.tanggal import tanya_tanggal
from deka_tui.presenters import pantau
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.screens.pane import Pane, bindings
from deka_tui.texts_halaman import baris_baru, ditandai, halaman_ke
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.chooser import Chooser, Entry
from deka_tui.widgets.job_detail import JobDetail
from deka_tui.widgets.paged_table import Letak, PagedTable
from deka_tui.widgets.stat_cards import StatCards
from deka_tui.widgets.status_line import SearchInput
from shared.domain.pantau import BarisPantau, SaringJob, SaringStatus
from shared.domain.status import JenisJob, StatusJob
from shared.domain.suntingan import Suntingan
from shared.domain.tickets import business_date
from shared.services.errors import Ditolak

SEARCH_DELAY = 0.2
REASON_DELAY = 0.08
"""Seconds after which the reason follows the cursor, so that a held key does not drag it along."""
NARROW = 70
"""Columns below which the search field is short."""
KEPT = "monitoring"
"""Where the filter is kept while the page is away."""


class PaneMonitoring(Pane):
    """Tab *Monitoring* of the page BPJS FKTP; what a table of other jobs has of its own is overridden."""

    AKSI: ClassVar[tuple[Action, ...]] = TABEL
    KEPT: ClassVar[str] = KEPT
    STATUS: ClassVar[tuple[frozenset[StatusJob] | None, ...]] = tuple(word.status for word in SaringStatus)
    """What the status filter goes through."""
    KARTU: ClassVar[tuple[frozenset[StatusJob] | None, ...]] = pantau.KARTU_STATUS
    """The list each of the four cards opens."""
    CARI: ClassVar[str] = texts_monitor.CARI_NORM
    KOSONG: ClassVar[tuple[str, ...]] = texts_monitor.KOSONG
    BINDINGS: ClassVar[list[BindingType]] = bindings(TABEL, "monitoring")

    table = query_one("#tabel", PagedTable)
    cards = query_one("#kartu", StatCards)
    detail = query_one("#rincian", JobDetail)
    search = query_one("#search", SearchInput)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.daftar = DaftarJob(
            lambda work, then: self.layar.errand(work, then),
            lambda: self.layar.pintu,
            self._tampil,
            self._gagal,
        )
        self.aksi = AksiJob(self)
        self.failing = False
        self.read_at: int | None = None
        self._delays: dict[str, Timer] = {}

    def compose(self) -> ComposeResult:
        """Make the parts, once."""
        with Horizontal(id="baris-saring"):
            yield Cell(id="saring")
            yield SearchInput()
        yield self.buat_kartu()
        with Container(id="badan-pantau"):
            with Vertical(id="kiri-pantau"):
                yield PagedTable(self.kolom(None), id="tabel")
                yield Cell(id="alasan")
            yield self.buat_rincian()

    # ------------------------------------------------------------ what is its own --
    def buat_kartu(self) -> StatCards:
        """The four counts."""
        return StatCards(id="kartu")

    def buat_rincian(self) -> JobDetail:
        """The detail beside the table."""
        return JobDetail(self, id="rincian")

    def kolom(self, jenis: JenisJob | None) -> tuple[Kolom, ...]:
        """The columns of a type."""
        return pantau.kolom(jenis)

    def isi_baris(self, row: BarisPantau) -> Baris:
        """A row of the table."""
        return pantau.baris(row, self.layar.deka.zona)

    def baris_saring(self, width: int) -> Line:
        """The line of filters."""
        return pantau.baris_saring(self.daftar.saring, self.hari_ini, width)

    def alasan(self, width: int) -> tuple[Line, ...]:
        """What is said below the table of the current row."""
        return pantau.alasan(self.kini, width)

    def semula(self) -> SaringJob:
        """The filter that *Reset Filter* brings back."""
        return SaringJob()

    def layar_edit(self, suntingan: Suntingan) -> Screen[Any]:
        """The screen that edits a body."""
        from deka_tui.screens.edit_job import EditJobScreen

        return EditJobScreen(suntingan)

    # ------------------------------------------------------------------------------ --
    def on_mount(self) -> None:
        """Show the filter that was left last; nothing is read yet."""
        self.query_one("#baris-saring").set_class(self.app.size.width < NARROW, "-sempit-saring")
        kept = self.layar.deka.kept.get(self.KEPT)
        if isinstance(kept, SaringJob):
            self.daftar.saring = kept
            self.search.value = kept.norm
        self.search.placeholder = plain_text(self, f"/ {self.CARI}")
        self.table.set_columns(self.kolom(self.daftar.saring.jenis))
        self.table.say(texts_monitor.MEMUAT)

    # ---------------------------------------------------------------- what is told --
    @property
    def hari_ini(self) -> date:
        """The clinic's today."""
        deka = self.layar.deka
        return business_date(deka.now(), deka.zona)

    @property
    def kini(self) -> BarisPantau | None:
        """The job under the cursor."""
        at = self.table.current
        return self.daftar.dari(at if isinstance(at, int) else None)

    @property
    def tombol(self) -> tuple[Action, ...]:
        """The detail's keys while it is open, else the table's."""
        if self.is_mounted and self.detail.terbuka:
            return self.detail.tombol
        return super().tombol

    def tampil(self) -> None:
        """Read when first shown, and catch up when shown again."""
        self._saringan()
        if self.table.fit:
            self.daftar.banyak = self.table.fit
            self.daftar.baca()

    def berubah(self) -> None:
        """Read what is on screen again."""
        self.daftar.kini = self.kini.id if self.kini is not None else None
        self.daftar.baca()
        if self.detail.terbuka:
            self.detail.muat()

    def menit(self) -> None:
        """The date may have changed, and so may what *today* means."""
        deka = self.layar.deka
        if self.read_at is not None and business_date(self.read_at, deka.zona) != self.hari_ini:
            self.daftar.baca(Minta(0, Letak.ATAS))
        elif self.read_at is not None and not self.failing and deka.feed_alive():
            self.read_at = deka.now()
        self._saringan()
        self._kaki()

    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        before, self.daftar.banyak = self.daftar.banyak, message.rows
        self.query_one("#baris-saring").set_class(self.size.width < NARROW, "-sempit-saring")
        self.call_after_refresh(self._saringan)
        self._alasan()
        self._kaki()
        if message.rows == before:
            return
        if self.tampak and message.rows > before:
            self.daftar.baca(Minta(0) if self.daftar.nomor == 1 else None)
        elif self.tampak and self.daftar.dibaca:
            self._tampil(Letak.TETAP)

    # ------------------------------------------------------------------- showing --
    def _tampil(self, letak: Letak) -> None:
        if not self.is_mounted:
            return
        daftar, deka = self.daftar, self.layar.deka
        self.failing, self.read_at = False, deka.now()
        with self.app.batch_update():
            self.table.set_columns(self.kolom(daftar.saring.jenis))
            rows = [self.isi_baris(row) for row in daftar.baris[: daftar.banyak]]
            if rows:
                self.table.show(rows, newer=daftar.ada_baru, older=daftar.ada_lama, letak=letak)
            else:
                self.table.say(*self.KOSONG)
            self.cards.show_counts(daftar.hitung, daftar.saring)
            self._saringan()
            self._kaki()
            self._alasan()

    def _gagal(self, error: Exception) -> None:
        self.failing = True
        if isinstance(error, Ditolak):
            self.table.say(explain(error), role=Role.BAD)
        elif not self.daftar.dibaca:
            self.table.say(explain(error), texts_monitor.GAGAL_BACA)
        self._kaki()

    def _saringan(self) -> None:
        bar = self.query_one("#saring", Cell)
        if bar.size.width:
            bar.show(self.baris_saring(bar.size.width))
        self.cards.show_counts(self.daftar.hitung, self.daftar.saring)

    def _kaki(self) -> None:
        daftar = self.daftar
        left: Line = (Piece(f" {halaman_ke(daftar.nomor)}", Role.MUTED),)
        if self.table.marks:
            left += (Piece(f"   {ditandai(len(self.table.marks))}", Role.ACCENT),)
        if daftar.baru:
            left += (Piece(f"   {baris_baru(daftar.baru)}", Role.WARN),)
        self.table.foot(left, pantau.umur(self.read_at, self.layar.deka.zona, self.failing))

    def _alasan(self) -> None:
        place = self.query_one("#alasan", Cell)
        if place.size.width:
            place.show(*self.alasan(place.size.width))

    def _soon(self, name: str, seconds: float, what: Any) -> None:
        if name in self._delays:
            self._delays[name].stop()
        self._delays[name] = self.set_timer(seconds, what)

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self.daftar.kini = self.kini.id if self.kini is not None else None
        self._soon("alasan", REASON_DELAY, self._alasan)

    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        self.daftar.baca(Minta(message.step, message.letak))

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.do("detail")

    @on(StatCards.Chosen)
    def _card_chosen(self, message: StatCards.Chosen) -> None:
        message.stop()
        self.saring(status=self.KARTU[message.number])

    # ------------------------------------------------------------------ filtering --
    def saring(self, **beda: Any) -> None:
        """Show other jobs; the marks go with the list they were made in."""
        self.pakai(self.daftar.ulang(**beda))

    def pakai(self, saring: SaringJob) -> None:
        """Show what a filter asks for."""
        if self.daftar.saring_jadi(saring):
            self.layar.deka.kept[self.KEPT] = saring
            self.table.set_marks(())
            self._saringan()

    def _status_berikut(self) -> None:
        now = self.daftar.saring
        at = self.STATUS.index(now.status) if now.teks is None and now.status in self.STATUS else -1
        self.saring(status=self.STATUS[(at + 1) % len(self.STATUS)])

    def _pilih_jenis(self) -> None:
        kinds: list[JenisJob | None] = [None, *pantau.URUT]
        entries = tuple(Entry(str(kind or ""), pantau.nama_jenis(kind)) for kind in kinds)

        def chosen(name: str | None) -> None:
            if name is not None:
                self.saring(jenis=JenisJob(name) if name else None)

        now = str(self.daftar.saring.jenis or "")
        self.layar.ask(Chooser(texts_monitor.PILIH_JENIS, entries, now), chosen)

    def _hari(self, step: int) -> None:
        day = (self.daftar.saring.tanggal or self.hari_ini) + timedelta(days=step)
        self.tanggal(day)

    def tanggal(self, day: date | None) -> None:
        """Show one date, or all."""
        today = self.hari_ini
        self.saring(tanggal=None if day == today else day, semua_tanggal=day is None)

    def _tanya_tanggal(self) -> None:
        now = self.daftar.saring
        tanya_tanggal(
            self.layar,
            None if now.semua_tanggal else now.tanggal or self.hari_ini,
            self.hari_ini,
            self.tanggal,
        )

    def _reset(self) -> None:
        self.search.value = ""
        self.pakai(self.semula())

    @on(Input.Changed, "#search")
    def _search_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._soon("cari", SEARCH_DELAY, lambda: self.saring(norm=self.search.value.strip()))

    @on(SearchInput.Left)
    def _search_left(self, message: SearchInput.Left) -> None:
        message.stop()
        if message.clear:
            self.search.value = ""
        self.focus(scroll_visible=False)

    # --------------------------------------------------------------------- actions --
    def do(self, name: str) -> None:
        """Do an action of the table."""
        if name in ("turun", "naik", "maju", "mundur", "awal", "akhir"):
            self.table.go(name)
            return
        if self.detail.terbuka and self.detail.do(name):
            return
        cards = ("kartu_total", "kartu_menunggu", "kartu_berhasil", "kartu_gagal")
        if name in cards:
            self.saring(status=self.KARTU[cards.index(name)])
            return
        self.tindakan()[name]()

    def tindakan(self) -> dict[str, Callable[[], object]]:
        """What each action of the table does."""
        return {
            "tanda": self._tanda,
            "detail": self._buka_detail,
            "resend": lambda: self.aksi.resend(self.kini),
            "massal": self.aksi.massal,
            "kelompok": self.aksi.kelompok,
            "sekilas": self.aksi.sekilas,
            "ekspor": self.aksi.ekspor,
            "jenis": self._pilih_jenis,
            "tanggal": self._tanya_tanggal,
            "hari_balik": lambda: self._hari(-1),
            "hari_depan": lambda: self._hari(1),
            "semua_tanggal": lambda: self.tanggal(
                self.hari_ini if self.daftar.saring.semua_tanggal else None
            ),
            "cari": lambda: self.search.focus(),
            "status": self._status_berikut,
            "reset": self._reset,
            "muat": self._muat,
        }

    def _muat(self) -> None:
        self.berubah()

    def _tanda(self) -> None:
        self.table.toggle_mark()
        self._kaki()

    def _buka_detail(self) -> None:
        job = self.kini
        if job is None:
            self.layar.toast(texts_monitor.TIDAK_ADA_JOB, "warning")
            return
        self.detail.buka(job.id)

    def kembali(self) -> bool:
        """Close the detail, then leave a group, then forget the marks."""
        if self.detail.terbuka:
            self.detail.tutup()
        elif self.daftar.saring.teks is not None:
            self.saring()
        elif self.table.marks:
            self.table.set_marks(())
            self._kaki()
        else:
            return False
        return True
