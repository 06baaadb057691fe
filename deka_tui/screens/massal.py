"""A bulk run: the plan with its reasons, a typed confirmation, the run, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from deka_tui import texts_monitor
from deka_tui.flows.desk import explain
from deka_tui.port_monitor import Kendali
from deka_tui.presenters import massal as view
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell, charset_of
from deka_tui.widgets.isian import Isian
from deka_tui.widgets.paged_table import Letak, PagedTable
from shared.domain.massal import Hasil, Kemajuan, Rencana
from shared.domain.pantau import BarisPantau

LAJU = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
"""Paces to choose from, in jobs a second; 0 is as fast as it goes."""
USUAL = 3
_MOVES = {"down": "turun", "j": "turun", "up": "naik", "k": "naik", "pagedown": "maju", "pageup": "mundur",
          "home": "awal", "end": "akhir"}  # fmt: skip


class MassalScreen(LembarScreen[bool], inherit_bindings=False):
    """Returns whether anything was run. *plan* is made in a thread, with deletions or without."""

    class Maju(Message):
        """One more item is through; a newer one stands for those still queued."""

        def __init__(self, kemajuan: Kemajuan) -> None:
            super().__init__()
            self.kemajuan = kemajuan

        def can_replace(self, message: Message) -> bool:
            """The newest tells it all."""
            return isinstance(message, MassalScreen.Maju)

    JUDUL = texts_monitor.JUDUL_MASSAL
    KAKI = texts_monitor.MASSAL_KOSONG_KAKI
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="massal.kembali", show=False),
        Binding("enter", "begin", id="massal.mulai", show=False),
    ]

    def __init__(self, plan: Callable[[bool], Rencana]) -> None:
        super().__init__()
        self._plan = plan
        self._yakin = False
        self._laju = USUAL
        self.rencana: Rencana | None = None
        self.kendali: Kendali | None = None
        self.kemajuan: Kemajuan | None = None
        self.hasil: Hasil | None = None
        self._wrong = ""
        self._first = 0
        self._siapa: dict[int, BarisPantau] = {}
        self._ditanya: set[int] = set()

    def isi(self) -> Iterable[Widget]:
        """Plan or progress, the number to type, the results."""
        with Vertical(id="badan-massal"):
            yield Cell((Piece(texts_monitor.MENGHITUNG, Role.MUTED),), id="rencana")
            field = Isian(compact=True, id="jumlah", max_length=9, select_on_focus=False)
            field.cursor_blink = False
            field.display = False
            yield field
            table = PagedTable(view.kolom(), id="hasil")
            table.display = False
            yield table

    def on_mount(self) -> None:
        """Plan."""
        self._make_plan()

    # ------------------------------------------------------------------------ planning --
    def _make_plan(self) -> None:
        yakin = self._yakin

        def came(value: Rencana | None, error: Exception | None) -> None:
            if not self.ada or yakin != self._yakin:
                return
            if value is None:
                self._say(explain(error) if error is not None else texts_monitor.GAGAL_BACA)
                return
            self.rencana = value
            self.kaki(texts_monitor.MASSAL_KAKI if value.ids else texts_monitor.MASSAL_KOSONG_KAKI)
            field = self.query_one("#jumlah", Input)
            field.display = value.perlu_ketik
            if value.perlu_ketik:
                field.focus()
            else:
                self.set_focus(None)
            self._draw()

        self.errand(lambda: self._plan(yakin), came)

    def _say(self, text: str) -> None:
        self.query_one("#rencana", Cell).show((Piece(text, Role.BAD),))

    def _draw(self) -> None:
        if not self.ada:
            return
        place, width = self.query_one("#rencana", Cell), self.query_one("#rencana", Cell).content_size.width
        if self.rencana is None or not width:
            return
        if self.kemajuan is not None or self.hasil is not None:
            paused = self.kendali is not None and self.kendali.dijeda
            lines = view.kemajuan(self.kemajuan, self.hasil, width, charset_of(self), dijeda=paused)
        else:
            lines = view.rencana(self.rencana, LAJU[self._laju], self._wrong, width, yakin=self._yakin)
        place.styles.height = len(lines)
        place.show(*lines)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._draw)

    # ------------------------------------------------------------------------- running --
    def action_begin(self) -> None:
        """Begin, when the number typed is right."""
        plan = self.rencana
        if plan is None or self.kendali is not None or not plan.ids:
            return
        if plan.perlu_ketik and self.query_one("#jumlah", Input).value.strip() != str(plan.banyak):
            self._wrong = texts_monitor.JUMLAH_SALAH.format(banyak=plan.banyak)
            self._draw()
            return
        self._wrong = ""
        self.query_one("#jumlah", Input).display = False
        self.set_focus(None)
        pintu, yakin = self.pintu, self._yakin
        hands = pintu.monitor.kendali(LAJU[self._laju], lambda k: self._posted(k))
        self.kendali = hands
        self.kemajuan = Kemajuan(0, plan.banyak, 0, None)
        self.kaki(texts_monitor.JALAN_KAKI)
        self._draw()
        self.errand(lambda: pintu.monitor.jalankan(plan, hands, alasan="", yakin=yakin), self._ended)

    def _posted(self, kemajuan: Kemajuan) -> None:
        """Called in the run's own thread."""
        self.post_message(self.Maju(kemajuan))

    @on(Maju)
    def _step(self, message: Maju) -> None:
        message.stop()
        if self.hasil is None:
            self.kemajuan = message.kemajuan
            self._draw()

    def _ended(self, value: Hasil | None, error: Exception | None) -> None:
        if not self.ada:
            return
        if value is None:
            self.kaki(texts_monitor.HASIL_KAKI)
            self._say(explain(error) if error is not None else texts_monitor.GAGAL_BACA)
            self.hasil = Hasil((), 0, True)
            return
        self.hasil = value
        self.kaki(texts_monitor.HASIL_KAKI)
        self._draw()
        table = self.query_one("#hasil", PagedTable)
        table.display = bool(value.butir)

    @property
    def berjalan(self) -> bool:
        """Whether the run is under way."""
        return self.kendali is not None and self.hasil is None

    def on_unmount(self) -> None:
        """A run does not go on behind a page that is gone."""
        if self.kendali is not None and self.hasil is None:
            self.kendali.henti()

    # ------------------------------------------------------------------------- results --
    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        self._show_results(Letak.TETAP)

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self._foot()

    def _foot(self) -> None:
        table = self.query_one("#hasil", PagedTable)
        items = self.hasil.butir if self.hasil is not None else ()
        one = next((item for item in items if item.id == table.current), None)
        if one is not None:
            table.foot(view.catatan(one, self._siapa.get(one.id)))

    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        self._first = 0 if message.step == 0 else self._first + message.step * message.table.fit
        self._show_results(message.letak)

    def _show_results(self, letak: Letak) -> None:
        table = self.query_one("#hasil", PagedTable)
        if self.hasil is None or not table.fit:
            return
        # What was refused is what has to be read.
        items = sorted(self.hasil.butir, key=lambda item: (not item.galat, item.id))
        page = items[self._first : self._first + table.fit]
        older = self._first + table.fit < len(items)
        rows = [view.baris(item, self._siapa.get(item.id)) for item in page]
        table.show(rows, newer=self._first > 0, older=older, letak=letak)
        self._foot()
        unknown = tuple(item.id for item in page if item.id not in self._ditanya)
        if unknown:
            self._ditanya.update(unknown)
            self.errand(partial(self.pintu.monitor.baris, unknown), self._told)

    def _told(self, rows: tuple[BarisPantau, ...] | None, error: Exception | None) -> None:
        """Take in whose jobs they are; without it the list stays as it is."""
        if self.ada and rows and error is None:
            self._siapa |= {row.id: row for row in rows}
            self._show_results(Letak.TETAP)

    # ---------------------------------------------------------------------------- keys --
    def on_key(self, event: events.Key) -> None:
        """Pace and deletions before the run, pause and stop during it, moves after it."""
        key = event.key
        if self.hasil is not None:
            if key in _MOVES:
                self.query_one("#hasil", PagedTable).go(_MOVES[key])
        elif self.kendali is not None:
            if key == "space":
                (self.kendali.lanjut if self.kendali.dijeda else self.kendali.jeda)()
                self._draw()
            elif key == "x":
                self.kendali.henti()
        elif key in ("left", "right"):
            event.stop()
            event.prevent_default()
            self._laju = min(max(self._laju + (1 if key == "right" else -1), 0), len(LAJU) - 1)
            self._draw()
        elif key == "y" and self.rencana is not None:
            event.prevent_default()
            self._yakin = not self._yakin
            self._make_plan()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_begin()

    def action_leave(self) -> None:
        """Leave; a run under way is stopped first, so that nothing goes on unseen."""
        if self.kendali is not None and self.hasil is None:
            self.kendali.henti()
        else:
            self.pergi(self.hasil is not None)
