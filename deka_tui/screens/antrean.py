"""The queue screen: cards, why they are red, and what a counter does about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.getters import query_one
from textual.timer import Timer

from deka_tui import actions, texts, theme
from deka_tui.board import Board
from deka_tui.flows.accept import AcceptFlow
from deka_tui.flows.cancel import CancelFlow
from deka_tui.flows.desk import explain
from deka_tui.flows.move import MoveFlow
from deka_tui.flows.reading import Reader, Reading
from deka_tui.flows.resend import ResendFlow
from deka_tui.flows.station import StationFlow
from deka_tui.port import Lembar
from deka_tui.presenters.pieces import Piece, Role, outside
from deka_tui.presenters.rincian import full_text
from deka_tui.screens.live import LiveScreen
from deka_tui.screens.painting import FILTERS, PANEL_ROWS, Painter
from deka_tui.texts_masuk import TANPA_PAPAN, gagal_buka
from deka_tui.widgets.card import Card
from deka_tui.widgets.card_list import CardList
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.detail_panel import DetailPanel
from deka_tui.widgets.header import Header
from deka_tui.widgets.key_strip import KeyStrip
from deka_tui.widgets.room_tabs import RoomTabs
from deka_tui.widgets.status_line import FilterCell, SearchInput, StatusLine
from shared.domain.records import Kartu, Percobaan
from shared.domain.tickets import business_date
from shared.security.permissions import VIEW

PANEL_DELAY = 0.1
"""Seconds after which the panel follows the cursor, so that a held key does not drag it along."""
SEARCH_DELAY = 0.15
SLIP_SECONDS = 0.7
"""Seconds for which keys rest after another station has taken the card under the cursor away."""
_OVER = {"bantuan": "bantuan", "menu": "menu", "akun": "account"}
"""What opens over the queue, and the flow that is imported for it."""
CHROME_ROWS = 4
"""Header, tabs, status line and key strip."""


class AntreanScreen(LiveScreen[None], inherit_bindings=False):
    """Header, room tabs, search and filter, cards, the reason panel, the key strip."""

    CSS_PATH = theme.sheets("antrean")
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(",".join(action.keys), f"do('{action.id}')", action.label, id=action.id, show=False)
            for action in actions.ACTIONS
            if action.id not in ("keluar", "ruangan")
        ),
        *(Binding(digit, f"room({digit})", show=False) for digit in actions.BY_ID["ruangan"].keys),
    ]

    header = query_one("#kepala", Header)
    tabs = query_one("#ruangan", RoomTabs)
    status = query_one("#status", StatusLine)
    cards = query_one("#kartu", CardList)
    panel = query_one("#panel", DetailPanel)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.board = Board()
        self.board.saring = replace(self.board.saring, status=FILTERS[0])
        self.resend = ResendFlow(self)
        self.cancel = CancelFlow(self)
        self.moves = MoveFlow(self)
        self.station = StationFlow(self)
        self.reader = Reader(
            self, self.board, self.resend, self.cancel, came=self._came, failed=self._read_failed
        )
        self.failing = False
        self._seen: Lembar | None = None
        self._asked = False
        self._acted_on: set[int] = set()
        self._slipped_at = -SLIP_SECONDS
        self.read_at: int | None = None
        self._panel_timer: Timer | None = None
        self._search_timer: Timer | None = None
        self.paint = Painter(self)
        self._on_card: dict[str, Callable[[Kartu], None]] = {
            "panggil": self.moves.call,
            "lewati": self.moves.skip,
            "selesai": self.moves.finish,
            "terima": lambda kartu: self.accept.start(kartu),
            "resend": self.resend.start,
            "batal": self.cancel.start,
            "rincian": self._details,
            "cetak": self.station.print,
        }
        self._on_list: dict[str, Callable[[], object]] = {
            "daftar": self._register,
            "panggil_loket": self.station.call_counter,
            "daftar_loket": lambda: self.station.numbers(self._registered),
            "cari": lambda: self.status.search.focus(),
            "filter": self._next_filter,
            "muat": self._reload,
            "turun": lambda: self._moved(self.board.move(1)),
            "naik": lambda: self._moved(self.board.move(-1)),
            "halaman_depan": lambda: self._moved(self.board.turn(1)),
            "halaman_balik": lambda: self._moved(self.board.turn(-1)),
            "awal": lambda: self._moved(self.board.move_to(0)),
            "akhir": lambda: self._moved(self.board.move_to(self.board.count - 1)),
            "ruangan_maju": lambda: self._next_room(1),
            "ruangan_mundur": lambda: self._next_room(-1),
            **{name: partial(self._over, flow) for name, flow in _OVER.items()},
            "bersih": self._clear,
            "keluar": lambda: self.deka.exit(0),
        }

    # ------------------------------------------------------------ building --
    def compose(self) -> ComposeResult:
        """Make the parts; cards come with the first size, data after the first frame."""
        yield Header(id="kepala")
        yield RoomTabs(id="ruangan")
        yield StatusLine(id="status")
        with Container(id="badan"):
            rows = self.app.size.height - CHROME_ROWS
            panel = rows if self.wide else PANEL_ROWS
            yield CardList((rows if self.wide else rows - panel) // Card.HEIGHT, id="kartu")
            yield DetailPanel(panel, id="panel")
        yield KeyStrip(actions.staying(actions.strip(self.deka.pelaku), self.deka.terkunci), id="tombol")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show what is known without a query."""
        self.paint.frame()
        self.accept = AcceptFlow(self, may_resend=actions.BY_ID["resend"].allowed(self.deka.pelaku))
        self.cards.say(*((texts.MEMUAT,) if self.may_view else TANPA_PAPAN))

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self.redraw)

    @property
    def wide(self) -> bool:
        """Whether the panel stands beside the list."""
        return self.has_class("-lebar")

    def scene(self, kartu: Kartu | None) -> actions.Scene:
        """What an action on *kartu* is judged by."""
        settings = self.deka.settings
        return actions.Scene(kartu, self.deka.pelaku, settings.bpjs.penjamin_id, self.resend.running)

    # ------------------------------------------------------------- reading --
    def opened(self) -> None:
        """The storage is open: read for the first time."""
        self.reread()

    def not_opened(self, error: Exception) -> None:
        """The storage is not there: say so, and how to try again."""
        self.cards.say(explain(error), gagal_buka(self.deka.terkunci))
        self.deka.raise_curtain(True)

    def changed(self) -> None:
        """Somebody changed something."""
        self.reread()

    @property
    def may_view(self) -> bool:
        """Whether the queue is anything to whoever acts; a refused read would be written down each time."""
        return VIEW in self.deka.pelaku.izin

    def reread(self) -> None:
        """Read the page on screen again."""
        if self.deka.is_open and self.cards.fit and self.may_view:
            self.reader.read()

    def _came(self, reading: Reading) -> None:
        self.deka.set_clock(reading.page.waktu_db)
        if self.deka.aksesibel:
            self.deka.penyiar.bacaan(self._seen, reading.page, self.board.saring)
        self.deka.kesehatan = reading.page.kesehatan
        # What looks the same is not drawn, so neither is its age: that moves with the minute.
        if self.failing or self._asked or self._seen is None or not self._seen.looks_like(reading.page):
            self.read_at = self.deka.now()
        self._seen, self._asked, self.failing = reading.page, False, False
        gone = self.board.vanished
        if gone is not None and gone not in self._acted_on:
            self._slipped_at = time.monotonic()
        self.redraw()
        self.deka.raise_curtain(True)

    def _read_failed(self, error: Exception) -> None:
        self.failing = True
        self.log.warning(f"read failed: {error!r}")
        self.paint.status()
        self.deka.raise_curtain(True)

    def patch(self, kartu: Kartu) -> None:
        """Show a fresher card at once."""
        self.board.patch(kartu)
        self.redraw()

    @on(CardList.Resized)
    def _resized(self, message: CardList.Resized) -> None:
        message.stop()
        self.board.size = message.cards
        self.paint.status()
        self.call_after_refresh(self.deka.raise_curtain)
        self.reread()

    # ------------------------------------------------------------- drawing --
    def redraw(self) -> None:
        """Draw what is known, part by part; nothing below a dialog."""
        if self.is_mounted:
            self.paint.all()

    @on(events.ScreenResume)
    def _resumed(self) -> None:
        if self.paint.stale:
            self.redraw()

    def tick(self) -> None:
        """A minute has passed: clock and waits move on, and so does the age if nothing is new."""
        deka = self.deka
        if self.read_at is not None:
            if business_date(self.read_at, deka.zona) != business_date(deka.now(), deka.zona):
                self.reread()
            if not self.failing and deka.feed_alive():
                self.read_at = deka.now()
        self.redraw()

    # -------------------------------------------------------------- moving --
    def _moved(self, needs_page: bool) -> None:
        if needs_page:
            self.reread()
            return
        self.cards.mark(self.board.place)
        self._panel_soon()

    def _panel_soon(self) -> None:
        if self._panel_timer is not None:
            self._panel_timer.stop()
        self._panel_timer = self.set_timer(PANEL_DELAY, self.paint.panel)

    @on(CardList.Chosen)
    def _card_chosen(self, message: CardList.Chosen) -> None:
        message.stop()
        self._moved(self.board.move_to(self.board.start + message.place))
        if message.action is not None:
            self.action_do(message.action)

    @on(RoomTabs.Chosen)
    def _tab_chosen(self, message: RoomTabs.Chosen) -> None:
        message.stop()
        self._show_room(message.ruangan_id)

    @on(FilterCell.Pressed)
    def _filter_pressed(self, message: FilterCell.Pressed) -> None:
        message.stop()
        self.action_do("filter")

    @on(KeyStrip.Pressed)
    def _strip_pressed(self, message: KeyStrip.Pressed) -> None:
        message.stop()
        self.action_do(message.action)

    # ------------------------------------------------------------- actions --
    def action_do(self, name: str) -> None:
        """Do an action of the registry to the current card, or say why it cannot be done."""
        kartu = self.board.current
        refusal = actions.BY_ID[name].refusal(self.scene(kartu))
        if refusal is not None:
            self.toast(refusal, "warning")
            return
        if kartu is not None and name in self._on_card:
            # The card the finger was meant for has just gone by somebody else's hand.
            if name != "rincian" and time.monotonic() - self._slipped_at < SLIP_SECONDS:
                self.toast(texts.KARTU_BERGANTI, "warning")
                return
            self._acted_on.add(kartu.id)
            self._on_card[name](kartu)
        elif name in self._on_list:
            self._on_list[name]()

    def start_resend(self, kartu: Kartu) -> None:
        """Ask for a resend of a ticket."""
        refusal = actions.BY_ID["resend"].refusal(self.scene(kartu))
        if refusal is not None:
            self.toast(refusal, "warning")
        else:
            self.resend.start(kartu)

    def _over(self, flow: str) -> None:
        import_module(f"deka_tui.flows.{flow}").ask(self)

    def _details(self, kartu: Kartu) -> None:
        from deka_tui.widgets.text_modal import TextModal

        deka = self.deka
        penjamin = deka.settings.bpjs.penjamin_id
        title = f"{texts.RINCIAN} #{outside(kartu.tiket, 12)}"
        modal = TextModal(title, full_text(kartu, None if kartu.jobs else {}, penjamin, deka.zona))
        pintu = self.pintu

        def came(value: dict[int, tuple[Percobaan, ...]] | None, error: Exception | None) -> None:
            if value is None:
                self.toast(explain(error) if error is not None else texts.GALAT, "error")
            modal.update_text(full_text(kartu, value or {}, penjamin, deka.zona))

        self.ask(modal, lambda _: None)
        if kartu.jobs:
            self.errand(lambda: {job.id: pintu.percobaan(job.id) for job in kartu.jobs}, came)

    def _register(self) -> None:
        from deka_tui.screens.daftar import DaftarScreen

        if not self.deka.is_open:
            self.toast(texts.BELUM_TERSAMBUNG, "warning")
            return
        self.ask(DaftarScreen(), self._registered)

    def _registered(self, kartu: Kartu | None) -> None:
        if kartu is None:
            return
        self.station.registered(kartu)
        self.toast(
            texts.terdaftar_toast(
                outside(kartu.tiket, 12), outside(kartu.nama, 40), outside(kartu.ruangan, 24)
            )
        )
        saring = self.board.saring
        hidden = saring.ruangan_id not in (None, kartu.ruangan_id) or saring.teks
        if hidden or (saring.status is not None and kartu.status not in saring.status):
            self.status.search.value = ""
            self.board.filter(replace(saring, ruangan_id=None, teks="", status=FILTERS[0]))
        if self.may_view:
            self.reader.read(follow=kartu.id)

    # ------------------------------------------------- search, filter, rooms --
    def _filter(self, **changes: object) -> None:
        if self.board.filter(replace(self.board.saring, **changes)):  # type: ignore[arg-type]
            self.redraw()
            self.reread()

    def _next_filter(self) -> None:
        at = FILTERS.index(self.board.saring.status)
        self._filter(status=FILTERS[(at + 1) % len(FILTERS)])

    def _rooms(self) -> list[int | None]:
        page = self.board.page
        return [None, *(key for key, _, _ in page.per_ruangan)] if page is not None else [None]

    def _show_room(self, ruangan_id: int | None) -> None:
        self._filter(ruangan_id=ruangan_id)

    def _next_room(self, step: int) -> None:
        rooms = self._rooms()
        now = self.board.saring.ruangan_id
        at = rooms.index(now) if now in rooms else 0
        self._show_room(rooms[(at + step) % len(rooms)])

    def action_room(self, number: int) -> None:
        """Show the room of a number key; 1 is all rooms."""
        rooms = self._rooms()
        if number <= len(rooms):
            self._show_room(rooms[number - 1])

    def _clear(self) -> None:
        self.status.search.value = ""
        self.set_focus(None)

    @on(StatusLine.Searched)
    def _searched(self, message: StatusLine.Searched) -> None:
        message.stop()
        if self._search_timer is not None:
            self._search_timer.stop()
        self._search_timer = self.set_timer(SEARCH_DELAY, partial(self._filter, teks=message.teks.strip()))

    @on(SearchInput.Left)
    def _search_left(self, message: SearchInput.Left) -> None:
        message.stop()
        if message.clear:
            self.status.search.value = ""
        self.set_focus(None)

    def _reload(self) -> None:
        self._asked = True
        if self.deka.is_open:
            self.reread()
        else:
            self.deka.open_storage()
