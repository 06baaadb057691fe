"""The audit trail on screen: filters, pages by keyset, a row in full, the chain verified."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from deka_tui import cli_texts_orang, texts
from deka_tui import texts_audit as words
from deka_tui.actions import Action
from deka_tui.flows.desk import explain
from deka_tui.flows.satu_satu import SatuSatu
from deka_tui.flows.tanggal import tanya_tanggal
from deka_tui.presenters import audit as view
from deka_tui.presenters import times
from deka_tui.presenters.pieces import Line, Piece, Role, crop, outside
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.screens.pane import Pane, bindings
from deka_tui.texts_halaman import TABEL_MEMUAT
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.paged_table import Letak, PagedTable
from deka_tui.widgets.prompt import Prompt
from deka_tui.widgets.text_modal import TextModal
from shared.domain.audit import BarisAudit, HalamanAudit, HasilPeriksa, SaringAudit
from shared.domain.tickets import business_date


def _a(name: str, *keys: str, group: str = "tabel", strip: int = 0) -> Action:
    return Action(name, keys, group=group, strip=strip, words=words.AKSI[name])


TABEL: tuple[Action, ...] = (
    _a("turun", "down", "j"),
    _a("naik", "up", "k"),
    _a("maju", "pagedown"),
    _a("mundur", "pageup"),
    _a("awal", "home"),
    _a("akhir", "end"),
    _a("rincian", "enter", strip=4),
    _a("periksa", "v", strip=5),
    _a("tanggal", "t", group="saring", strip=6),
    _a("hari_balik", "left", group="saring"),
    _a("hari_depan", "right", group="saring"),
    _a("semua_tanggal", "h", group="saring", strip=10),
    _a("aksi", "a", group="saring", strip=7),
    _a("pelaku", "p", group="saring", strip=8),
    _a("hasil", "f", group="saring", strip=9),
    _a("reset", "z", group="saring"),
    _a("muat", "f5", "g", group="saring"),
)
_K = words.KEPALA
KOLOM = (
    Kolom("waktu", _K[0], 8),
    Kolom("pelaku", _K[1], 9, lentur=1, paling=18),
    Kolom("stasiun", _K[2], 5, urutan=3),
    Kolom("aksi", _K[3], 16, lentur=1, paling=24),
    Kolom("objek", _K[4], 11, urutan=2, lentur=1, paling=16),
    Kolom("hasil", _K[5], 9),
    Kolom("rincian", _K[6], 10, urutan=4, lentur=6),
)
LONG = Kolom("waktu", _K[0], 14)
"""The moment with its day, where more than one day is shown."""


class PaneAudit(Pane):
    """The trail, newest first; today's until another filter is chosen."""

    AKSI: ClassVar[tuple[Action, ...]] = TABEL
    BINDINGS: ClassVar[list[BindingType]] = bindings(TABEL, "audit")

    table = query_one("#tabel", PagedTable)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.saring = SaringAudit()
        self._page = HalamanAudit((), False, False)
        self._anchor: tuple[int | None, int | None] = (None, None)
        self._letak = Letak.ATAS
        self._verdict: Line = ()
        self.reader = SatuSatu(lambda: self.layar, self._work, self._came, self._failed)

    def compose(self) -> ComposeResult:
        """The filter, the table."""
        yield Cell(id="saring-audit")
        yield PagedTable(KOLOM, id="tabel")

    def on_mount(self) -> None:
        """Begin with today."""
        kept = self.layar.deka.kept.get("audit")
        self.saring = kept if isinstance(kept, SaringAudit) else self._today()
        self.table.say(TABEL_MEMUAT)

    @property
    def today(self) -> date:
        """Today on the clinic's wall."""
        return business_date(self.layar.deka.now(), self.layar.deka.zona)

    def _today(self) -> SaringAudit:
        return SaringAudit(dari=self.today, sampai=self.today)

    @property
    def baris(self) -> tuple[BarisAudit, ...]:
        """The rows of the page."""
        return self._page.baris

    # ------------------------------------------------------------- reading --
    def tampil(self) -> None:
        """It is shown: read, as soon as the table knows how much fits."""
        if self.table.fit:
            self.reader.now()

    def berubah(self) -> None:
        """Something was done: the newest page follows, older ones stay as they are."""
        if self._anchor == (None, None):
            self.reader.soon()

    def _work(self) -> Callable[[], HalamanAudit]:
        before, after = self._anchor
        many = max(1, self.table.fit)
        return partial(self.layar.pintu.audit.muat, self.saring, sebelum=before, sesudah=after, banyak=many)

    def _came(self, page: HalamanAudit) -> None:
        self._page = page
        letak, self._letak = self._letak, Letak.TETAP
        if self._anchor[1] is not None and not page.ada_baru:
            self._anchor = (None, None)  # back at the newest
        one_day = self.saring.dari is not None and self.saring.dari == self.saring.sampai
        self.table.set_columns(KOLOM if one_day else (LONG, *KOLOM[1:]))
        self._filter()
        if not page.baris:
            self.table.say(*words.KOSONG)
        else:
            rows = [Baris(row.id, self._cells(row, one_day=one_day)) for row in page.baris]
            self.table.show(rows, newer=page.ada_baru, older=page.ada_lama, letak=letak)
        self._foot()

    def _cells(self, row: BarisAudit, *, one_day: bool) -> dict[str, Line]:
        when = view.waktu(row.waktu, self.layar.deka.zona)
        refused = row.hasil == "ditolak"
        badge = (
            (Piece(f" {row.hasil} ", Role.BADGE_RED),) if refused else (Piece(f" {row.hasil}", Role.MUTED),)
        )
        return {
            "waktu": (Piece(when[11:] if one_day else when[5:], Role.MUTED),),
            "pelaku": (Piece(outside(row.pelaku, 40), Role.STRONG),),
            "stasiun": (Piece(outside(row.stasiun, 24)),),
            "aksi": (Piece(row.aksi),),
            "objek": (Piece(view.objek(row), Role.MUTED),),
            "hasil": badge,
            "rincian": (Piece(view.rincian(row)),),
        }

    def _failed(self, error: Exception) -> None:
        if self._page.baris:
            self.table.foot((Piece(f" {explain(error)}", Role.BAD),))
        else:
            self.table.say(explain(error), role=Role.BAD)

    # ------------------------------------------------------------- drawing --
    def _filter(self) -> None:
        s = self.saring
        day = words.SEMUA if s.dari is None else times.day_of(s.dari)
        line: list[Piece] = []
        for name, value in words.saringan(day, s.aksi, s.pelaku, words.HASIL[s.hasil]):
            chosen = value != words.SEMUA
            line += [
                Piece(f" {name} ", Role.MUTED),
                Piece(outside(value, 24), Role.STRONG if chosen else Role.PLAIN),
            ]
            line.append(Piece(" "))
        self.query_one("#saring-audit", Cell).show(crop(tuple(line), max(10, self.size.width)))

    def _foot(self) -> None:
        first = self._anchor == (None, None)
        note: Line = () if first else (Piece("Home ", Role.KEY), Piece("terbaru ", Role.MUTED))
        self.table.foot(self._verdict, note)

    # -------------------------------------------------------------- moving --
    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        self.reader.now()

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self._show_row()

    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        if not self.baris or not message.step:
            self._anchor = (None, None)
        elif message.step > 0:
            self._anchor = (self.baris[-1].id, None)
        else:
            self._anchor = (None, self.baris[0].id)
        self._letak = message.letak
        self.reader.now()

    # ------------------------------------------------------------- actions --
    def do(self, name: str) -> None:
        """Do an action of the pane."""
        if self.table.go(name):
            return
        deeds: dict[str, Callable[[], None]] = {
            "rincian": self._show_row,
            "periksa": self._verify,
            "tanggal": lambda: tanya_tanggal(self.layar, self.saring.dari, self.today, self._day),
            "hari_balik": lambda: self._step(-1),
            "hari_depan": lambda: self._step(1),
            "semua_tanggal": lambda: self._day(None if self.saring.dari is not None else self.today),
            "aksi": self._ask_action,
            "pelaku": self._ask_person,
            "hasil": self._next_outcome,
            "reset": lambda: self._apply(self._today()),
            "muat": self.reader.now,
        }
        if name in deeds:
            deeds[name]()

    def _apply(self, saring: SaringAudit) -> None:
        self.saring, self._anchor, self._letak = saring, (None, None), Letak.ATAS
        self.layar.deka.kept["audit"] = saring
        self._filter()
        self.reader.now()

    def _day(self, day: date | None) -> None:
        self._apply(replace(self.saring, dari=day, sampai=day))

    def _step(self, days: int) -> None:
        try:
            self._day((self.saring.dari or self.today) + timedelta(days=days))
        except OverflowError:
            return

    def _next_outcome(self) -> None:
        order = [*words.HASIL]
        self._apply(replace(self.saring, hasil=order[(order.index(self.saring.hasil) + 1) % len(order)]))

    def _ask_person(self) -> None:
        def typed(text: str | None) -> None:
            if text is not None:
                self._apply(replace(self.saring, pelaku=text.strip().lower()))

        asked = Prompt(words.AKSI["pelaku"][1], words.TANYA_PELAKU, self.saring.pelaku, longest=64)
        self.layar.ask(asked, typed)

    def _ask_action(self) -> None:
        def typed(text: str | None) -> None:
            if text is not None:
                self._apply(replace(self.saring, aksi=text.strip().lower()))

        def came(found: tuple[str, ...] | None, _error: Exception | None) -> None:
            kinds = sorted({name.partition(".")[0] for name in found or ()})
            question = f"{words.TANYA_AKSI} {', '.join(kinds) or '-'}"
            self.layar.ask(Prompt(words.AKSI["aksi"][1], question, self.saring.aksi, longest=64), typed)

        self.layar.errand(self.layar.pintu.audit.aksi, came)

    def _show_row(self) -> None:
        if self.baris and self.table.place < len(self.baris):
            row = self.baris[self.table.place]
            text = view.selengkapnya(row, self.layar.deka.zona, words.RINCIAN)
            self.layar.ask(TextModal(words.rincian_judul(row.urut, row.id), text), lambda _: None)

    def _verify(self) -> None:
        self._verdict = (Piece(f" {words.MEMERIKSA}", Role.MUTED),)
        self._foot()

        def came(found: HasilPeriksa | None, error: Exception | None) -> None:
            self._verdict = ()
            if found is None:
                self.layar.toast(explain(error) if error else texts.GALAT, "error")
            elif found.cacat is None:
                text = cli_texts_orang.utuh(found.baris, found.kepala)
                self.layar.ask(TextModal(words.AKSI["periksa"][1], text), lambda _: None)
            else:
                text = cli_texts_orang.rusak(found.cacat, found.urut_cacat, found.audit_id, found.baris)
                self.layar.ask(TextModal(words.AKSI["periksa"][1], text), lambda _: None)
            self._foot()

        self.layar.errand(self.layar.pintu.audit.periksa, came)
