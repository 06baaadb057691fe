"""The one modal for *show me all of it*: it scrolls, ``c`` copies, any other key closes."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Static

from deka_tui import texts
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.widgets.cell import Cell, charset_of, plain_text, to_content
from deka_tui.widgets.dialog import Dialog

CHROME_ROWS = 8
"""Rows of the screen around the text: margin, frame, padding and foot."""


class TextModal(Dialog[None], inherit_bindings=False):
    """Shows a title and a plain text of any length."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll('scroll_up')", show=False),
        Binding("down,j", "scroll('scroll_down')", show=False),
        Binding("pageup", "scroll('scroll_page_up')", show=False),
        Binding("pagedown,space", "scroll('scroll_page_down')", show=False),
        Binding("home", "scroll('scroll_home')", show=False),
        Binding("end", "scroll('scroll_end')", show=False),
        Binding("c", "copy", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title_text = title
        self.text = text
        self._shown = text
        self._body: Static | None = None

    def compose(self) -> ComposeResult:
        """Frame, scrolling text, foot."""
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, self.title_text))
            with VerticalScroll(id="gulir", can_focus=False) as scroll:
                # Before the first layout, or the modal would be drawn twice.
                scroll.styles.max_height = self._room(self.app.size.height)
                self._shown = self.text
                self._body = Static(self._content(), id="isi", markup=False)
                yield self._body
            yield Cell((Piece(texts.MODAL_KAKI, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    @property
    def titik(self) -> Offset | None:
        """Where the text that is seen begins."""
        return self.query_one("#gulir").region.offset

    def _content(self) -> Content:
        lines = tuple((Piece(row),) for row in self.text.split("\n"))
        return to_content(lines, charset_of(self))

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for the frame and the foot, whatever the height."""
        self.query_one("#gulir").styles.max_height = self._room(event.size.height)

    @staticmethod
    def _room(height: int) -> int:
        return max(3, height - CHROME_ROWS)

    def update_text(self, text: str) -> None:
        """Show another text in place, keeping the scroll position.

        It may come before the modal is built, or after it was closed.
        """
        self.text = text
        self._show_text()

    def on_mount(self) -> None:
        """Show what may have come while the modal was being built."""
        self._show_text()

    def _show_text(self) -> None:
        if self._body is not None and self._body.is_attached and self._shown != self.text:
            self._shown = self.text
            self._body.update(self._content())

    def action_scroll(self, method: str) -> None:
        """Scroll without animation."""
        getattr(self.query_one("#gulir", VerticalScroll), method)(animate=False)

    def action_copy(self) -> None:
        """Copy the text through the terminal, which may or may not allow it."""
        self.app.copy_to_clipboard(self.text)
        self.app.notify(plain_text(self, texts.DISALIN), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Any key that does not scroll or copy closes."""
        if not self._bindings.key_to_bindings.get(event.key):
            event.stop()
            self.close(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the frame closes."""
        if event.widget is self:
            self.close(None)
