"""A station that locked itself: nothing of the work is seen until its user unlocks it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input

from deka_tui import texts, theme
from deka_tui import texts_masuk as words
from deka_tui.flows.desk import explain
from deka_tui.presenters import papan
from deka_tui.presenters.pieces import Piece, Role, outside, wrap
from deka_tui.screens.live import LiveScreen
from deka_tui.screens.masuk import LABEL, MESSAGE_ROWS
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.header import Header
from deka_tui.widgets.secret_input import SecretInput
from shared.domain.records import Pelaku


class KunciScreen(LiveScreen[None], inherit_bindings=False):
    """Stands over everything; what is open below stays as it is."""

    CSS_PATH = theme.sheets("masuk")
    AUTO_FOCUS = "#rahasia"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "change_user", show=False)]

    header = query_one("#kepala", Header)
    secret = query_one("#rahasia", SecretInput)

    def __init__(self) -> None:
        super().__init__()
        self._busy = False

    def compose(self) -> ComposeResult:
        """Header, who had signed in, one field."""
        deka = self.deka
        yield Header(id="kepala")
        with Vertical(id="tengah"), Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, words.TERKUNCI))
            who = words.siapa(outside(deka.pelaku.nama, 40), outside(deka.pelaku.loket, 24))
            yield Cell((Piece(who, Role.STRONG),), id="siapa")
            with Horizontal(classes="baris"):
                yield Cell((Piece(words.SANDI.ljust(LABEL), Role.KEY),), id="label", classes="label")
                yield SecretInput(id="rahasia")
            yield Cell(id="pesan")
            keys = words.KUNCI_KAKI_TERKUNCI if self.deka.terkunci else words.KUNCI_KAKI
            yield Cell((Piece(keys, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Say what unlocks."""
        self._frame()
        self.say(words.KUNCI_PETUNJUK, Role.MUTED)

        def came(has_pin: bool | None, _error: Exception | None) -> None:
            if has_pin:
                self.query_one("#label", Cell).show((Piece(words.KUNCI_PIN.ljust(LABEL), Role.KEY),))
                self.say(words.KUNCI_PETUNJUK_PIN, Role.MUTED)

        self.errand(self.pintu.masuk.punya_pin, came)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._frame)

    def tick(self) -> None:
        """A minute has passed."""
        self._frame()

    def _frame(self) -> None:
        deka = self.deka
        self.header.show(
            papan.header_view(
                width=self.size.width,
                faskes=deka.faskes_nama,
                loket=deka.pelaku.loket,
                now=deka.now(),
                zona=deka.zona,
                kesehatan=deka.kesehatan,
            )
        )

    def say(self, text: str, role: Role = Role.BAD) -> None:
        """Say something below the field."""
        cell = self.query_one("#pesan", Cell)
        cell.show(*[(Piece(row, role),) for row in wrap(text, cell.size.width or 44, MESSAGE_ROWS)])

    @property
    def pesan(self) -> str:
        """What is said below the field."""
        return self.query_one("#pesan", Cell).text

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        secret = self.secret.value
        if self._busy or not secret:
            return
        self._busy = True
        self.secret.value = ""
        self.say(words.MEMERIKSA, Role.MUTED)
        self.errand(partial(self.pintu.masuk.buka_kunci, secret), self._answered)

    def _answered(self, pelaku: Pelaku | None, error: Exception | None) -> None:
        self._busy = False
        if pelaku is not None:
            self.deka.unlocked(pelaku)
            return
        self.say(explain(error) if error is not None else texts.GALAT)
        self.secret.focus()

    def action_change_user(self) -> None:
        """Let somebody else sign in; what was open is closed."""
        self.deka.sign_out()
