"""The dashboard of Satu Sehat: cards by type of resource, live; date, search, regenerate, questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import ClassVar
from urllib.parse import urlsplit

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from deka_tui import texts_satusehat as words
from deka_tui.actions import Action
from deka_tui.actions_satusehat import DASBOR
from deka_tui.flows import satusehat as flow
from deka_tui.flows.desk import explain
from deka_tui.presenters import dasbor, pantau
from deka_tui.screens.pane import Pane, bindings
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.kalender import KalenderDialog, Tanggal
from deka_tui.widgets.kisi_sumber import KisiSumber
from deka_tui.widgets.status_line import SearchInput
from shared.domain.sumber import DASAR, Tipe
from shared.domain.sumber_tampil import Dasbor
from shared.domain.tickets import business_date
from shared.services.errors import Ditolak, TidakSah

KEPT = "dasbor"
"""Where the date is kept while the page is away."""


class PaneDasbor(Pane):
    """*Satu Sehat → Dashboard*."""

    AKSI: ClassVar[tuple[Action, ...]] = DASBOR
    BINDINGS: ClassVar[list[BindingType]] = bindings(DASBOR, "dasbor")

    grid = query_one("#kisi", KisiSumber)
    search = query_one("#search", SearchInput)

    class Buka(Message):
        """The list of a type is to be shown."""

        def __init__(self, tipe: Tipe, tanggal: date | None) -> None:
            super().__init__()
            self.tipe, self.tanggal = tipe, tanggal

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.isi: Dasbor | None = None
        self.tanggal: date | None = None
        self.sibuk: set[Tipe] = set()
        """Base resources that are being regenerated from here."""
        self.mulai: set[Tipe] = set()
        """Those whose regeneration the services are still preparing."""
        self._reading = self._again = False
        self._failing = ""
        self._read_at: int | None = None
        self._count: Timer | None = None

    def compose(self) -> ComposeResult:
        """Make the parts, once."""
        with Horizontal(id="baris-saring"):
            yield Cell(id="saring")
            yield SearchInput()
        yield Cell(id="keadaan-dasbor")
        yield KisiSumber(id="kisi")

    def on_mount(self) -> None:
        """Show the date that was left last."""
        kept = self.layar.deka.kept.get(KEPT)
        self.tanggal = kept if isinstance(kept, date) else None
        self.search.placeholder = plain_text(self, f"/ {words.CARI}")
        self.grid.say(words.MEMUAT)

    # ---------------------------------------------------------------- what is told --
    @property
    def hari_ini(self) -> date:
        """The clinic's today."""
        deka = self.layar.deka
        return business_date(deka.now(), deka.zona)

    @property
    def tombol(self) -> tuple[Action, ...]:
        """*Regenerate* stands there on base resources only, *Jawab* while something is asked."""
        here = self.grid.kini if self.is_mounted else None
        left_out = set()
        if here is None or here.tipe not in DASAR:
            left_out.add("regenerate")
        if self.isi is None or not self.isi.pertanyaan:
            left_out.add("jawab")
        if self.tanggal is None:
            left_out.add("semua_tanggal")
        return tuple(a for a in super().tombol if a.id not in left_out)

    def tampil(self) -> None:
        """Read."""
        self._draw()
        self.baca()

    def berubah(self) -> None:
        """Read again."""
        self.baca()

    def menit(self) -> None:
        """The age of what is shown, when nothing has changed."""
        if self._read_at is not None and not self._failing and self.layar.deka.feed_alive():
            self._read_at = self.layar.deka.now()
        self._draw()

    def on_resize(self) -> None:
        """Fit the lines to the width."""
        self.call_after_refresh(self._draw)

    # --------------------------------------------------------------------- reading --
    def baca(self) -> None:
        """Read the dashboard; one read at a time, and once more when something came meanwhile."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        day, pintu = self.tanggal, self.layar.pintu

        def came(value: Dasbor | None, error: Exception | None) -> None:
            self._reading = False
            if not self._whole:
                return
            if value is not None and day == self.tanggal:
                self.isi, self._failing, self._read_at = value, "", self.layar.deka.now()
                running = {card.tipe for card in value.kartu if card.proses}
                self.sibuk &= running | self.mulai
                self._show()
            elif error is not None:
                self._failing = explain(error) if isinstance(error, Ditolak | TidakSah) else words.GAGAL_BACA
                if self.isi is None:
                    self.grid.say(explain(error))
                self._draw()
            if self._again or day != self.tanggal:
                self.baca()

        self.layar.errand(lambda: pintu.satusehat.dasbor(day), came)

    @property
    def _whole(self) -> bool:
        """Whether all parts are there: an errand may end when they have gone."""
        return self.is_attached and self.query_one_optional("#kisi") is not None

    def _show(self) -> None:
        found = self.isi
        if found is None or not self._whole:
            return
        with self.app.batch_update():
            shown = dasbor.cocok(found.kartu, self.search.value)
            if shown:
                self.grid.show(shown, frozenset(self.sibuk))
            else:
                self.grid.say(*words.TIDAK_COCOK)
            self._draw()
        self.segarkan()

    def gambar(self) -> None:
        """Show what is known again."""
        self._show()

    def _draw(self) -> None:
        if not self._whole:
            return
        bar, state = self.query_one("#saring", Cell), self.query_one("#keadaan-dasbor", Cell)
        if not bar.size.width:
            return
        deka, found = self.layar.deka, self.isi
        url = urlsplit(deka.settings.satusehat.fhir_url)
        bar.show(dasbor.atas(found, self.tanggal, url.hostname or "", bar.size.width))
        self.layar.set_class(found is not None and found.lingkungan == "prod", "-prod")
        width = state.size.width
        gate = found.gerbang if found is not None else None
        if gate is not None and not self._failing:
            state.show(dasbor.gerbang(gate, deka.now(), width))
        else:
            age = pantau.umur(self._read_at, deka.zona, bool(self._failing))
            cards = found.kartu if found is not None else ()
            state.show(dasbor.ringkas(cards, age, width) if cards else ())
        self._tick(gate is not None and gate.coba_lagi is not None and gate.coba_lagi > deka.now())

    def _tick(self, on: bool) -> None:
        """Count down while a gate is shut; at other times nothing moves."""
        if self._count is not None:
            self._count.stop()
            self._count = None
        if on and self.tampak:
            self._count = self.set_timer(1.0, self._draw)

    # --------------------------------------------------------------------- filters --
    def pakai_tanggal(self, day: date | None) -> None:
        """Show one date, or all."""
        if day != self.tanggal:
            self.tanggal = day
            self.layar.deka.kept[KEPT] = day
            self._draw()
            self.segarkan()
            self.baca()

    def _tanya_tanggal(self) -> None:
        def chosen(answer: Tanggal | None) -> None:
            if answer is not None:
                self.pakai_tanggal(answer.hari)

        self.layar.ask(KalenderDialog(self.tanggal, self.hari_ini), chosen)

    def _hari(self, step: int) -> None:
        self.pakai_tanggal((self.tanggal or self.hari_ini) + timedelta(days=step if self.tanggal else 0))

    @on(Input.Changed, "#search")
    def _search_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(SearchInput.Left)
    def _search_left(self, message: SearchInput.Left) -> None:
        message.stop()
        if message.clear:
            self.search.value = ""
        self.focus(scroll_visible=False)

    # --------------------------------------------------------------------- actions --
    def do(self, name: str) -> None:
        """Do an action of the dashboard."""
        if self.grid.go(name):
            return
        acts: dict[str, Callable[[], object]] = {
            "buka": self._buka,
            "regenerate": lambda: flow.regenerate(self),
            "jawab": lambda: flow.jawab(self.layar, self.berubah),
            "tanggal": self._tanya_tanggal,
            "hari_balik": lambda: self._hari(-1),
            "hari_depan": lambda: self._hari(1),
            "semua_tanggal": lambda: self.pakai_tanggal(None),
            "cari": lambda: self.search.focus(),
            "muat": self.baca,
        }
        acts[name]()

    def _buka(self) -> None:
        card = self.grid.kini
        if card is not None:
            self.post_message(self.Buka(card.tipe, self.tanggal))

    @on(KisiSumber.Opened)
    def _opened(self, message: KisiSumber.Opened) -> None:
        message.stop()
        self._buka()

    @on(KisiSumber.Moved)
    def _moved(self, message: KisiSumber.Moved) -> None:
        message.stop()
        self.segarkan()

    def kembali(self) -> bool:
        """Forget the search before the page is left."""
        if self.search.value:
            self.search.value = ""
            return True
        return False
