"""Choose one of a few: arrows, number keys or a click; groups have heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset

from deka_tui import texts
from deka_tui.presenters import symbols
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.texts_halaman import PILIH_KAKI
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.dialog import Dialog
from shared.rekaman import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose, with a note behind it."""

    id: str
    label: str
    note: str = ""
    grup: str = ""


class EntryRow(Cell):
    """An entry on screen."""

    def __init__(self, number: int, entry: Entry) -> None:
        super().__init__(classes="pilihan")
        self.entry, self._number = entry, number

    def choose(self, on: bool) -> None:
        """Show whether the cursor is here."""
        digit = str(self._number) if self._number <= 9 else " "
        bar = Piece(symbols.BAR if on else " ", Role.MARK)
        line: Line = (bar, Piece(f" {digit} ", Role.KEY))
        line += (Piece(self.entry.label, Role.STRONG if on else Role.PLAIN),)
        self.show((*line, Piece(f"  {self.entry.note}", Role.MUTED)) if self.entry.note else line)


class Chooser(Dialog[str], inherit_bindings=False):
    """Returns the id of the entry chosen, or ``None``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("up,k,shift+tab", "step(-1)", show=False),
        Binding("down,j,tab", "step(1)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    def __init__(self, title: str, entries: Sequence[Entry], chosen: str = "") -> None:
        super().__init__()
        self._title = title
        self._rows = [EntryRow(number, entry) for number, entry in enumerate(entries, 1)]
        ids = [entry.id for entry in entries]
        self._at = ids.index(chosen) if chosen in ids else 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What there is to choose from."""
        return tuple(row.entry for row in self._rows)

    @property
    def at(self) -> str:
        """Id of the entry under the cursor."""
        return self._rows[self._at].entry.id

    def compose(self) -> ComposeResult:
        """Frame, groups, entries, keys."""
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, self._title))
            group = ""
            for row in self._rows:
                if row.entry.grup != group:
                    group = row.entry.grup
                    yield Cell((Piece(group, Role.MUTED),), classes="grup")
                yield row
            yield Cell((Piece(PILIH_KAKI, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Show where the cursor is."""
        self._show()

    @property
    def titik(self) -> Offset | None:
        """Where the entry under the cursor stands."""
        return self._rows[self._at].region.offset + Offset(2, 0) if self._rows else None

    def _show(self) -> None:
        for number, row in enumerate(self._rows):
            row.choose(number == self._at)

    def action_step(self, step: int) -> None:
        """Move the cursor."""
        self._at = min(max(self._at + step, 0), len(self._rows) - 1)
        self._show()

    def action_choose(self) -> None:
        """Take the entry under the cursor."""
        self.close(self.at)

    def action_leave(self) -> None:
        """Take none."""
        self.close(None)

    def on_key(self, event: events.Key) -> None:
        """Take the entry of a number key."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(self._rows):
            event.stop()  # or it would reach what lies below, once this has gone
            self.close(self._rows[int(event.key) - 1].entry.id)

    def on_click(self, event: events.Click) -> None:
        """Take the entry that is clicked; a click beside the frame closes."""
        if isinstance(event.widget, EntryRow):
            self.close(event.widget.entry.id)
        elif event.widget is self:
            self.close(None)
