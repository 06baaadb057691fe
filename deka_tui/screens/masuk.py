"""Signing in: name, password and the counter one sits at."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

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
from deka_tui.presenters.pieces import Line, Piece, Role, outside, wrap
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.header import Header
from deka_tui.widgets.isian import Isian
from deka_tui.widgets.secret_input import SecretInput
from shared.domain.records import Pelaku
from shared.services.errors import Ditolak

LABEL = 8
MESSAGE_ROWS = 3


class MasukScreen(LiveScreen[None], inherit_bindings=False):
    """The first screen where somebody has to sign in; *pesan* says why one is here again.

    With *otomatis* it looks first whether there is anybody who could; where nobody is, the owner of the
    storage goes on as ``sistem``.
    """

    CSS_PATH = theme.sheets("masuk")
    AUTO_FOCUS = "#nama"
    # Before any field sees the key: a burst of keys, as over a slow line, must not type a password into a
    # field that shows it.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step(1)", show=False, priority=True),
        Binding("shift+tab", "step(-1)", show=False, priority=True),
        Binding("down", "arrow(1)", show=False, priority=True),
        Binding("up", "arrow(-1)", show=False, priority=True),
        Binding("enter", "enter", show=False, priority=True),
    ]

    header = query_one("#kepala", Header)
    nama = query_one("#nama", Input)
    sandi = query_one("#sandi", SecretInput)
    loket = query_one("#loket", Input)

    def __init__(
        self, pesan: str = "", *, otomatis: bool = False, nama: str = "", id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._first, self._known = pesan, nama
        self._auto = otomatis
        self._busy = False
        self._trouble = ""
        self._counters: tuple[str, ...] = ()

    # ------------------------------------------------------------ building --
    def compose(self) -> ComposeResult:
        """Header, the form in a frame."""
        yield Header(id="kepala")
        with Vertical(id="tengah"), Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, words.MASUK))
            name = Isian(self._known, compact=True, select_on_focus=False, max_length=64, id="nama")
            counter = Isian(
                self.deka.settings.layar.loket, compact=True, select_on_focus=False, max_length=24, id="loket"
            )
            for label, field in (
                (words.NAMA, name),
                (words.SANDI, SecretInput(id="sandi")),
                (words.LOKET, counter),
            ):
                field.cursor_blink = False
                with Horizontal(classes="baris"):
                    yield Cell((Piece(label.ljust(LABEL), Role.KEY),), classes="label")
                    yield field
            yield Cell(id="loket-lain")
            yield Cell(id="pesan")
            keys = words.MASUK_KAKI_TERKUNCI if self.deka.terkunci else words.MASUK_KAKI
            yield Cell((Piece(keys, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show what is known; where the storage is open already, read the counters."""
        self._frame()
        if self._known:
            self.call_after_refresh(self.set_focus, self.sandi)
        if self._first:
            self.say(self._first, Role.WARN)
        else:
            self.say(words.ISI_NAMA if self.deka.is_open else words.MENYIAPKAN, Role.MUTED)
        self.call_after_refresh(self.deka.raise_curtain)
        if self.deka.is_open:
            self._read_counters()

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
                loket="",
                now=deka.now(),
                zona=deka.zona,
                kesehatan=deka.kesehatan,
            )
        )

    def say(self, text: str, role: Role = Role.BAD) -> None:
        """Say something below the fields."""
        cell = self.query_one("#pesan", Cell)
        lines: list[Line] = [(Piece(row, role),) for row in wrap(text, cell.size.width or 44, MESSAGE_ROWS)]
        cell.show(*lines)

    @property
    def pesan(self) -> str:
        """What is said below the fields."""
        return self.query_one("#pesan", Cell).text

    # ------------------------------------------------------------- opening --
    def opened(self) -> None:
        """The storage is open: see whether anybody has to sign in."""
        self._frame()
        if not self._auto:
            self.say(words.ISI_NAMA, Role.MUTED)
            self._read_counters()
            return
        door, counter = self.pintu.masuk, self.deka.settings.layar.loket

        def look() -> Pelaku | None:
            return None if door.perlu() else door.sistem(counter)

        def came(pelaku: Pelaku | None, error: Exception | None) -> None:
            if pelaku is not None:
                self.deka.signed_in(pelaku)
            elif error is not None:
                self.say(explain(error))
            else:
                self.say(words.ISI_NAMA, Role.MUTED)
                self._read_counters()

        self.errand(look, came)

    def not_opened(self, error: Exception) -> None:
        """The storage could not be opened."""
        self._trouble = explain(error)
        self.say(self._trouble)

    def _read_counters(self) -> None:
        def came(found: tuple[str, ...] | None, _error: Exception | None) -> None:
            self._counters = tuple(outside(one, 24) for one in found or ())
            if self._counters:
                hint = f"{words.LOKET_PILIH} {'  '.join(self._counters)}"
                self.query_one("#loket-lain", Cell).show((Piece(hint, Role.MUTED),))

        self.errand(self.pintu.masuk.loket, came)

    # ---------------------------------------------------------- signing in --
    def action_step(self, step: int) -> None:
        """Go to another field."""
        fields = (self.nama, self.sandi, self.loket)
        at = fields.index(self.focused) if self.focused in fields else 0
        self.set_focus(fields[(at + step) % len(fields)])

    def action_arrow(self, step: int) -> None:
        """Choose one of the counters in use; elsewhere go to another field."""
        if self.focused is not self.loket or not self._counters:
            self.action_step(step)
            return
        now = self.loket.value.strip()
        at = self._counters.index(now) if now in self._counters else (-1 if step > 0 else 0)
        self.loket.value = self._counters[(at + step) % len(self._counters)]
        self.loket.cursor_position = len(self.loket.value)

    def action_enter(self) -> None:
        """Go on to the next field; from the last that is empty, sign in."""
        field = self.focused
        if field is self.nama:
            self.set_focus(self.sandi)
        elif field is self.sandi and not self.loket.value.strip():
            self.set_focus(self.loket)
        elif field is not None:
            # Behind the letters that are still on their way to the field.
            field.call_later(self._submit)

    def _submit(self) -> None:
        for field, empty in (
            (self.nama, words.NAMA_KOSONG),
            (self.sandi, words.SANDI_KOSONG),
            (self.loket, words.LOKET_KOSONG),
        ):
            if not field.value.strip():
                self.say(empty, Role.WARN)
                self.set_focus(field)
                return
        self._sign_in()

    def _sign_in(self) -> None:
        if self._busy:
            return
        if not self.deka.is_open:
            self.say(self._trouble or texts.BELUM_TERSAMBUNG, Role.WARN)
            return
        self._busy = True
        self.say(words.MEMERIKSA, Role.MUTED)
        name, secret, counter = self.nama.value, self.sandi.value, outside(self.loket.value, 24)
        self.errand(
            partial(self.pintu.masuk.masuk, name, secret, counter),
            lambda pelaku, error: self._answered(pelaku, error, (name, secret, counter)),
        )

    def _answered(self, pelaku: Pelaku | None, error: Exception | None, typed: tuple[str, str, str]) -> None:
        self._busy = False
        self.sandi.value = ""
        if pelaku is not None:
            self.deka.signed_in(pelaku)
            return
        if isinstance(error, Ditolak) and error.kode == "sandi_sementara":
            self._change_first(*typed)
            return
        self.say(explain(error) if error is not None else texts.GALAT)
        self.set_focus(self.sandi)

    def _change_first(self, nama: str, lama: str, loket: str) -> None:
        """Ask for a password of one's own in the place of the admin's; only with it one is signed in."""
        from deka_tui.widgets.secrets_dialog import SecretsDialog

        door, came = self.pintu.masuk, list[Pelaku]()

        def change(old: str, new: str) -> None:
            came.append(door.masuk_pertama(nama, old, new, loket))

        def done(new: str | None) -> None:
            if new is not None:
                self.deka.signed_in(came[-1])
            else:
                self.say(words.ISI_NAMA, Role.MUTED)
                self.set_focus(self.sandi)

        self.ask(
            SecretsDialog(
                words.SANDI_PERTAMA, words.LABEL_SANDI_PERTAMA, lambda old, new: partial(change, old, new),
                lama=lama,
            ),
            done,
        )  # fmt: skip
