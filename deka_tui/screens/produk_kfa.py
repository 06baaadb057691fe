"""A product of the clinic added or changed by hand."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from deka_tui import texts
from deka_tui import texts_kfa_layar as words
from deka_tui.flows.desk import explain
from deka_tui.presenters.pieces import Piece, Role, wrap
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.dialog import Dialog
from deka_tui.widgets.isian import Isian
from shared.domain.kfa_peta import Produk

LABEL = 17
_LONGEST = {"kode": 100, "jumlah_resep": 10}


class ProdukKfaDialog(Dialog[Produk], LiveScreen[Produk], inherit_bindings=False):
    """Returns the product as it was saved, or ``None``. The code of a product that is there stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab,down", "app.focus_next", show=False),
        Binding("shift+tab,up", "app.focus_previous", show=False),
        Binding("ctrl+s", "save", show=False, priority=True),
    ]

    def __init__(self, produk: Produk | None = None) -> None:
        super().__init__()
        self._produk = produk
        self._busy = False

    def compose(self) -> ComposeResult:
        """A field a row, a complaint, keys."""
        one = self._produk
        values = {} if one is None else {
            "kode": one.kode, "nama": one.nama, "bentuk": one.bentuk, "kekuatan": one.kekuatan,
            "jumlah_resep": str(one.jumlah_resep),
        }  # fmt: skip
        with Vertical(id="kotak") as box:
            title = words.JUDUL_TAMBAH if one is None else words.JUDUL_SUNTING
            box.border_title = Content(plain_text(self, title))
            for name, (label, hint) in words.ISIAN.items():
                with Horizontal(classes="isian"):
                    yield Cell((Piece(label, Role.MUTED),), classes="label")
                    field = Isian(
                        values.get(name, ""), placeholder=plain_text(self, hint), compact=True,
                        select_on_focus=False, max_length=_LONGEST.get(name, 300), id=name,
                        disabled=one is not None and name == "kode",
                    )  # fmt: skip
                    field.cursor_blink = False
                    yield field
            yield Cell((), (), id="keluhan")
            yield Cell((Piece(words.KAKI_ISIAN, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#kode" if self._produk is None else "#nama", Input).focus()

    def _say(self, text: str, role: Role = Role.BAD) -> None:
        place = self.query_one("#keluhan", Cell)
        rows = wrap(text, max(20, place.size.width), 2)
        place.show(*((Piece(row, role),) for row in rows))

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "jumlah_resep":
            self.action_save()
        else:
            self.app.action_focus_next()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._say("")

    def action_save(self) -> None:
        """Save; the services judge it."""
        count = self._value("jumlah_resep") or "0"
        if self._busy:
            return
        if not (count.isascii() and count.isdigit()):
            self._say(words.BUKAN_BILANGAN)
            self.query_one("#jumlah_resep", Input).focus()
            return
        self._busy = True
        self._say(words.MENYIMPAN, Role.MUTED)

        def saved(value: Produk | None, error: Exception | None) -> None:
            self._busy = False
            if not self.is_attached:
                return
            if value is None:
                self._say(explain(error) if error is not None else texts.GALAT)
            else:
                self.close(value)

        work = partial(
            self.pintu.kfa.simpan_produk, self._value("kode"), self._value("nama"),
            bentuk=self._value("bentuk"), kekuatan=self._value("kekuatan"), jumlah_resep=int(count),
        )  # fmt: skip
        self.errand(work, saved)

    def action_leave(self) -> None:
        """Keep nothing."""
        self.close(None)
