"""Drawing the queue screen: what is known goes to the parts, and each part draws only what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deka_tui import texts
from deka_tui.actions import BY_ID
from deka_tui.flows.attempts import AttemptCache
from deka_tui.presenters import papan
from deka_tui.presenters.kartu import card_view
from deka_tui.presenters.pieces import Line, Piece, Role, outside
from deka_tui.presenters.rincian import side_panel, strip_panel
from shared.domain.status import WAITING_TICKET, StatusAntrean

if TYPE_CHECKING:
    from deka_tui.screens.antrean import AntreanScreen

FILTERS: tuple[frozenset[StatusAntrean] | None, ...] = (
    WAITING_TICKET,
    frozenset({StatusAntrean.DITERIMA, StatusAntrean.SELESAI}),
    frozenset({StatusAntrean.BATAL, StatusAntrean.TIDAK_HADIR, StatusAntrean.DIALIHKAN}),
    None,
)
"""The statuses of each filter, in the order of :data:`deka_tui.texts.FILTER`."""
PANEL_ROWS = 4


class Painter:
    """Draws one queue screen, but never below a dialog: Textual would draw the dialog again with it.

    ``stale`` tells that something was left out for that reason.
    """

    def __init__(self, screen: AntreanScreen) -> None:
        self._screen = screen
        self._attempts = AttemptCache(screen, self.panel)
        self.stale = False

    def _covered(self) -> bool:
        covered = self._screen.app.screen is not self._screen
        self.stale = self.stale or covered
        return covered

    def all(self) -> None:
        """Draw everything that differs."""
        if self._covered():
            return
        self.stale = False
        self.frame()
        self.status()
        self.cards()
        self.panel()

    def frame(self) -> None:
        """Header and room tabs."""
        screen = self._screen
        deka, page, width = screen.deka, screen.board.page, screen.size.width
        screen.header.show(
            papan.header_view(
                width=width,
                faskes=deka.faskes_nama,
                loket=deka.pelaku.loket or deka.settings.layar.loket,
                now=deka.now(),
                zona=deka.zona,
                kesehatan=page.kesehatan if page is not None else None,
            )
        )
        if page is not None:
            screen.tabs.show_tabs(*papan.tabs_view(page.per_ruangan, screen.board.saring.ruangan_id, width))

    def status(self) -> None:
        """Filter, range and age of the data."""
        if self._covered():
            return
        screen, board, line = self._screen, self._screen.board, self._screen.status
        line.set_failing(screen.failing)
        name = texts.FILTER[FILTERS.index(board.saring.status)]
        span: Line = ()
        if board.page is not None:
            span = papan.range_line(board.start, len(board.cards), board.count, line.slot("range"))
        line.show(papan.filter_line(name), span)
        line.show_age(papan.age_line(screen.read_at, screen.deka.zona, screen.failing, line.slot("age")))

    def cards(self) -> None:
        """The page of cards, or the note that stands for none."""
        screen, board, cards = self._screen, self._screen.board, self._screen.cards
        if board.page is None:
            return
        if not board.cards:
            cards.say(*self._nothing())
            return
        running = screen.resend.running
        shown = board.cards[: cards.fit]
        views = [
            card_view(
                screen.scene(kartu),
                kartu,
                width=cards.card_width,
                now=screen.deka.now(),
                zona=screen.deka.zona,
                diam=screen.deka.aksesibel,
            )
            for kartu in shown
        ]
        busy: Line = (Piece(texts.MENGIRIM, Role.WARN),)
        cards.show(views, [busy if kartu.id in running else None for kartu in shown])
        cards.mark(board.place)

    def _nothing(self) -> tuple[str, ...]:
        saring = self._screen.board.saring
        if saring.teks:
            return texts.kosong_cari(outside(saring.teks, 40))
        if saring.status == FILTERS[0] and saring.ruangan_id is None:
            may_register = BY_ID["daftar"].allowed(self._screen.deka.pelaku)
            return texts.KOSONG_AKTIF if may_register else texts.KOSONG_AKTIF[:1]
        return texts.KOSONG_SARING

    def panel(self) -> None:
        """Why the current card is as it is."""
        if self._covered():
            return
        screen = self._screen
        kartu, panel = screen.board.current, screen.panel
        penjamin = screen.deka.settings.bpjs.penjamin_id
        width, height = panel.content_size
        if width <= 0 or screen.board.page is None:
            return
        if not screen.wide:
            panel.show(strip_panel(kartu, penjamin, width=width, height=min(height, PANEL_ROWS)))
            return
        attempts = self._attempts.of(kartu) if screen.deka.is_open else {}
        panel.show(side_panel(kartu, attempts, penjamin, screen.deka.zona, width=width, height=height))
