"""One row in full: the fields as a JSON panel, a remark below; any other key closes."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from deka_tui import texts
from deka_tui import texts_referensi as words
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.dialog import Dialog
from deka_tui.widgets.json_panel import JsonPanel

CHROME_ROWS = 9
"""Rows of the screen around the panel: margin, frame, padding, remark and foot."""


class RowDialog(Dialog[None], inherit_bindings=False):
    """Shows a title, a JSON text and a remark."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move('naik')", show=False),
        Binding("down,j", "move('turun')", show=False),
        Binding("pageup", "move('mundur')", show=False),
        Binding("pagedown", "move('maju')", show=False),
        Binding("home", "move('awal')", show=False),
        Binding("end", "move('akhir')", show=False),
        Binding("space", "move('lipat')", show=False),
        Binding("c", "copy", show=False),
    ]

    def __init__(self, title: str, isi: str, remark: str) -> None:
        super().__init__()
        self._title, self.isi, self.remark = title, isi, remark

    def compose(self) -> ComposeResult:
        """Frame, panel, remark, keys."""
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, self._title))
            panel = JsonPanel(id="baris-json")
            lines = self.isi.count("\n") + 1
            panel.styles.height = max(3, min(lines, self.app.size.height - CHROME_ROWS))
            yield panel
            yield Cell((Piece(self.remark, Role.MUTED),), id="catatan-baris")
            yield Cell((Piece(words.KAKI_BARIS, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show the fields. They are the service's own and nobody's data: nothing in them is masked."""
        self.query_one(JsonPanel).show(self.isi, samar=False)

    def action_move(self, name: str) -> None:
        """Move in the panel, or fold."""
        self.query_one(JsonPanel).go(name)

    def action_copy(self) -> None:
        """Copy the text through the terminal, which may or may not allow it."""
        self.app.copy_to_clipboard(self.isi)
        self.app.notify(plain_text(self, texts.DISALIN), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Any key that does not move or copy closes."""
        if not self._bindings.key_to_bindings.get(event.key):
            event.stop()
            self.close(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the frame closes."""
        if event.widget is self:
            self.close(None)
