"""One date of Antrean FKTP: its polis, their doctors, slots and capacity, and the mapping in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from deka_tui import texts
from deka_tui import texts_referensi as words
from deka_tui.flows.desk import explain
from deka_tui.flows.satu_satu import SatuSatu
from deka_tui.port_referensi import Papan
from deka_tui.presenters import jadwal as view
from deka_tui.presenters import pemetaan, referensi, times
from deka_tui.presenters.pieces import Line, Piece, Role, crop, length, wrap
from deka_tui.presenters.tabel import Baris, Kolom
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.date_dialog import DateDialog
from deka_tui.widgets.paged_table import Letak, PagedTable
from shared.domain.referensi import JenisReferensi
from shared.domain.sinkron import Sinkron
from shared.domain.tickets import business_date

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen

_K = words.KEPALA_JADWAL
KOLOM = (
    Kolom("poli", _K[0], 4, lentur=1, paling=8),
    Kolom("nama", _K[1], 12, lentur=3, paling=30),
    Kolom("kode", _K[2], 9, urutan=2, lentur=1, paling=12),
    Kolom("dokter", _K[3], 18, lentur=3, paling=40),
    Kolom("jam", _K[4], 11, lentur=1, paling=14),
    Kolom("kapasitas", _K[5], 9, kanan=True),
)


class JadwalBpjs(Container):
    """The date and what is stored of it; *came* is handed everything that was read."""

    def __init__(self, came: Callable[[Papan], None], id: str | None = None) -> None:
        super().__init__(id=id)
        self._tell = came
        self._papan: Papan | None = None
        self.tanggal: date | None = None
        self._start = 0
        self._trouble = ""
        self.reader = SatuSatu(lambda: self.layar, self._work, self._came, self._failed)

    def compose(self) -> ComposeResult:
        """The date, the table, the mapping."""
        yield Cell(id="hari")
        yield PagedTable(KOLOM, id="jadwal")
        yield Cell(id="peta-ringkas")

    @property
    def layar(self) -> LiveScreen[Any]:
        """The screen it stands on."""
        return cast("LiveScreen[Any]", self.screen)

    @property
    def table(self) -> PagedTable:
        """The table."""
        return self.query_one(PagedTable)

    @property
    def today(self) -> date:
        """Today on the clinic's wall."""
        return business_date(self.layar.deka.now(), self.layar.deka.zona)

    @property
    def hari(self) -> date:
        """The date that is shown."""
        return self.tanggal or self.today

    @property
    def sekarang(self) -> Sinkron | None:
        """The newest synchronisation of the date."""
        found = self._papan
        return found.jadwal.sekarang if found is not None and found.jadwal.tanggal == self.hari else None

    # ------------------------------------------------------------- reading --
    def _work(self) -> Callable[[], Papan]:
        return partial(self.layar.pintu.referensi.papan, self.tanggal)

    def _came(self, found: Papan) -> None:
        if found.jadwal.tanggal != self.hari:
            return
        before, self._papan = self._papan, found
        self._tell(found)
        one = found.jadwal.sekarang
        was = before.jadwal.sekarang if before is not None else None
        ended = was is not None and was.hidup and one is not None and one.id == was.id and not one.hidup
        if ended and one is not None and not one.dihentikan_oleh:
            text, well = referensi.ended(one)
            self.layar.toast(text, "information" if well else "error")
        self.draw()

    def _failed(self, error: Exception) -> None:
        self._trouble = explain(error)
        if self._papan is None:
            self.draw()
        else:
            self.table.foot((Piece(f" {explain(error)}", Role.BAD),))

    # ------------------------------------------------------------- drawing --
    def draw(self, letak: Letak = Letak.TETAP) -> None:
        """Draw what is known."""
        found, table, deka = self._papan, self.table, self.layar.deka
        if found is None:
            table.say(*wrap(self._trouble or words.MEMUAT, max(20, self.size.width - 4), 3))
            return
        if not table.fit:
            return
        width = self.size.width
        head = view.heading(found.jadwal, self.today, deka.now(), deka.zona, width)
        self.query_one("#hari", Cell).show(head)
        rows = view.rows(found.jadwal.poli)
        self._start = min(self._start, max(0, (len(rows) - 1) // table.fit * table.fit))
        shown = rows[self._start : self._start + table.fit]
        names = [column.nama for column in KOLOM]
        if shown:
            table.show(
                [Baris(key, dict(zip(names, cells, strict=True))) for key, cells in shown],
                newer=self._start > 0,
                older=self._start + table.fit < len(rows),
                letak=letak,
            )
        else:
            table.say(*(words.JADWAL_BELUM if found.jadwal.terakhir is None else words.JADWAL_KOSONG))
        hint: Line = (Piece(f"{words.HARI_LAIN} ", Role.MUTED),)
        state = self._state(found, width)
        table.foot((Piece(" "), *state), () if length(state) > width - length(hint) - 4 else hint)
        self.query_one("#peta-ringkas", Cell).show((Piece(" "), *pemetaan.summary(found.pemetaan)))

    def _state(self, found: Papan, width: int) -> Line:
        """How the newest synchronisation of the date stands, and what keeps it from going on."""
        one, deka = found.jadwal.sekarang, self.layar.deka
        alive = int(one is not None and one.hidup)
        trouble = referensi.hindrance(found.kesehatan, "antrean", deka.zona, waiting=alive)
        if trouble:
            return crop(trouble, width - 2)
        if one is None or one == found.jadwal.terakhir:
            return ()
        return crop(
            referensi.note(one, found.jadwal.terakhir, found.kesehatan, deka.now(), deka.zona), width - 2
        )

    # -------------------------------------------------------------- moving --
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

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()

    def go_to(self, day: date | None) -> None:
        """Show another date; ``None`` is today, whatever day that is."""
        self.tanggal, self._start = day, 0
        self.reader.now()

    def step(self, days: int) -> None:
        """Go some days on."""
        try:
            self.go_to(self.hari + timedelta(days=days))
        except OverflowError:
            return

    def choose(self) -> None:
        """Ask for a date."""

        def chosen(day: date | None) -> None:
            if day is not None:
                self.go_to(day)

        self.layar.ask(DateDialog(self.hari, self.today), chosen)

    # ------------------------------------------------------------- fetching --
    def fetch(self) -> None:
        """Ask for the schedule of the date anew."""
        day, alive = self.hari, self._papan is None or bool(self._papan.kesehatan.pekerja_hidup)
        door = self.layar.pintu.referensi

        def came(one: Sinkron | None, error: Exception | None) -> None:
            if one is None:
                self.layar.toast(explain(error) if error else texts.GALAT, "error")
                return
            text = words.diminta_toast(1, words.jadwal_nama(times.day_of(day)), pekerja=alive)
            self.layar.toast(text, "information" if alive else "warning")
            self.reader.now()

        self.layar.errand(partial(door.ambil_jadwal, day), came)

    def stop(self) -> None:
        """Stop fetching; what has been read is kept."""
        day, one = self.hari, self.sekarang
        name = words.jadwal_nama(times.day_of(day))
        if one is None or not one.hidup:
            self.layar.toast(words.tidak_jalan(name), "warning")
            return

        def came(stopped: Sinkron | None, error: Exception | None) -> None:
            if stopped is None:
                self.layar.toast(explain(error) if error else texts.GALAT, "error")
            else:
                self.layar.toast(words.jadwal_henti(name))
            self.reader.now()

        self.layar.errand(partial(self.layar.pintu.referensi.hentikan, JenisReferensi.JADWAL, day), came)
