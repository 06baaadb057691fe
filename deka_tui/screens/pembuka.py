"""What is seen first: the queue's frame, drawn before anything of the queue is read or even imported."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from deka_tui import actions, texts
from deka_tui.presenters import papan
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.live import LiveScreen
from deka_tui.texts_masuk import TANPA_PAPAN
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.header import Header
from deka_tui.widgets.key_strip import KeyStrip
from shared.security.permissions import VIEW


class PembukaScreen(LiveScreen[None], inherit_bindings=False):
    """Stands where the queue screen will be, for the moment that screen takes; keys wait for it."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    PembukaScreen #kosong { height: 1fr; width: 1fr; content-align: center middle; text-align: center; }
    """

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._header = Header(id="kepala")
        self._strip = KeyStrip((), id="tombol")
        self.keys: list[events.Key] = []
        """What was pressed meanwhile."""

    def compose(self) -> ComposeResult:
        """The parts that are the same whatever the queue holds, and the places of the others."""
        note = (texts.MEMUAT,) if VIEW in self.deka.pelaku.izin else TANPA_PAPAN
        yield self._header
        yield Cell(id="ruangan")
        yield Cell(id="status")
        with Container(id="badan"):
            yield Cell(*[(Piece(row, Role.MUTED),) for row in note], id="kosong")
            yield Cell(id="panel")
        yield self._strip
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Draw header and key strip for the width the terminal has."""
        deka = self.deka
        self._strip.show_actions(actions.staying(actions.strip(deka.pelaku), deka.terkunci))
        self._strip.fit(self.app.size.width)
        self._header.show(
            papan.header_view(
                width=self.app.size.width,
                faskes=deka.faskes_nama,
                loket=deka.pelaku.loket or deka.settings.layar.loket,
                now=deka.now(),
                zona=deka.zona,
                kesehatan=None,
            )
        )

    def on_resize(self) -> None:
        """Everything has its place."""
        self.call_after_refresh(self.deka.raise_curtain)

    def on_key(self, event: events.Key) -> None:
        """Keep a key for the queue screen."""
        event.stop()
        self.keys.append(event)

    async def make_room(self) -> None:
        """Put the queue screen in the place of its frame; it is drawn once the queue was read."""
        from deka_tui.screens.antrean import AntreanScreen

        deka = self.deka
        deka.tirai.turun(over=self, data=VIEW in deka.pelaku.izin)
        queue = AntreanScreen()
        await deka.session.swap(queue)
        if deka.failure is not None:
            queue.not_opened(deka.failure)
        for key in self.keys:
            queue.post_message(key)
