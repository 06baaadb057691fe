"""Changing a password or PIN: the password of now, and the new one twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from deka_tui import texts, theme
from deka_tui import texts_masuk as words
from deka_tui.flows.desk import explain
from deka_tui.messages import Returned
from deka_tui.presenters.pieces import Piece, Role, wrap
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.dialog import Dialog
from deka_tui.widgets.secret_input import SecretInput
from shared.services.errors import Ditolak

if TYPE_CHECKING:
    from deka_tui.app import DekaApp

FIELDS = ("lama", "baru", "lagi")


class SecretsDialog(Dialog[str], inherit_bindings=False):
    """Gives the new one when *change* has taken it, ``None`` when left; with *empty* it may be empty.

    *lama* is the password of now where it has just been typed.
    """

    CSS_PATH = theme.sheets("masuk")
    AUTO_FOCUS = "#lama"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab,down", "step(1)", show=False, priority=True),
        Binding("shift+tab,up", "step(-1)", show=False, priority=True),
        Binding("enter", "enter", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        labels: tuple[str, str, str],
        change: Callable[[str, str], Callable[[], None]],
        *,
        empty: bool = False,
        lama: str = "",
    ) -> None:
        super().__init__()
        self._title, self._labels, self._change, self._empty = title, labels, change, empty
        self._known = lama
        self._busy = False

    def compose(self) -> ComposeResult:
        """Three fields, what is wrong, keys."""
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, self._title))
            for name, label in zip(FIELDS, self._labels, strict=True):
                yield Cell((Piece(label, Role.KEY),), classes="label")
                yield SecretInput(id=name)
            yield Cell(id="pesan")
            yield Cell((Piece(words.ISIAN_KAKI, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Begin at the first field that is empty."""
        if self._known:
            self._field("lama").value = self._known
            self.set_focus(self._field("baru"))

    def _field(self, name: str) -> SecretInput:
        return self.query_one(f"#{name}", SecretInput)

    def _say(self, text: str, role: Role = Role.BAD) -> None:
        cell = self.query_one("#pesan", Cell)
        cell.show(*[(Piece(row, role),) for row in wrap(text, cell.size.width or 50, 2)])

    @property
    def pesan(self) -> str:
        """What is said below the fields."""
        return self.query_one("#pesan", Cell).text

    def action_step(self, step: int) -> None:
        """Go to another field."""
        at = FIELDS.index((self.focused.id if self.focused is not None else "") or FIELDS[0])
        self.set_focus(self._field(FIELDS[(at + step) % len(FIELDS)]))

    def action_enter(self) -> None:
        """Go on to the next field; from the last, change."""
        last = self._field(FIELDS[-1])
        if self.focused is not last:
            self.action_step(1)
        else:
            # Behind the letters that are still on their way to the field.
            last.call_later(self._submit)

    def _submit(self) -> None:
        old, new, again = (self._field(name).value for name in FIELDS)
        if self._busy:
            return
        if new != again or (not new and not self._empty):
            self._say(words.TIDAK_SAMA, Role.WARN)
            self._field("baru").value = self._field("lagi").value = ""
            self.set_focus(self._field("baru"))
            return
        self._busy = True
        self._say(words.MEMERIKSA, Role.MUTED)
        change = self._change(old, new)

        def work() -> None:
            try:
                change()
            except Exception as error:  # every failure must reach a person
                self.post_message(Returned(self._came, None, error))
            else:
                self.post_message(Returned(self._came, new, None))

        self.run_worker(work, thread=True, exit_on_error=False, group="suruhan")

    @on(Returned)
    def _returned(self, message: Returned) -> None:
        message.stop()
        message.then(message.value, message.error)

    def _came(self, new: str | None, error: Exception | None) -> None:
        self._busy = False
        if error is None:
            self.close(new)
            return
        self._say(explain(error))
        # What was not the password goes; a new one that will not do leaves the old one standing.
        wrong = ("lama",) if isinstance(error, Ditolak) else FIELDS[1:]
        for name in wrong:
            self._field(name).value = ""
        self.set_focus(self._field(wrong[0]))

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.close(None)

    @property
    def deka(self) -> DekaApp:
        """The app, by its own type."""
        return cast("DekaApp", self.app)
