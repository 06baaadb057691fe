"""The line below the tabs: search, filter, range and the age of the data."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.layout import Layout
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from deka_tui import texts
from deka_tui.presenters.kartu import Slot
from deka_tui.presenters.papan import status_slots
from deka_tui.presenters.pieces import Line
from deka_tui.widgets.cell import Cell, SlotLayout, plain_text
from deka_tui.widgets.isian import Isian


class SearchInput(Isian):
    """The search field: Enter and the arrows go back to the list, Esc empties it first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(True)", show=False),
        Binding("enter,down,tab", "leave(False)", show=False),
    ]

    class Left(Message):
        """The field was left; with *clear* it was to be emptied."""

        def __init__(self, clear: bool) -> None:
            super().__init__()
            self.clear = clear

    def __init__(self, hint: str = texts.CARI) -> None:
        super().__init__(compact=True, select_on_focus=False, id="search")
        self.cursor_blink = False
        self._hint = hint

    def on_mount(self) -> None:
        """Say what the field is for."""
        self.placeholder = plain_text(self, self._hint)

    def action_leave(self, clear: bool) -> None:
        """Leave the field."""
        self.post_message(self.Left(clear))


class FilterCell(Cell):
    """The filter; a click chooses the next one."""

    class Pressed(Message):
        """The filter was clicked."""

    def on_click(self, event: events.Click) -> None:
        """Ask for the next filter."""
        event.stop()
        self.post_message(self.Pressed())


class StatusLine(Widget):
    """Search, filter, range, age. While reading fails its words take the room of filter and range."""

    DEFAULT_CSS = """
    StatusLine { height: 1; width: 1fr; }
    """

    class Searched(Message):
        """Another text is searched for."""

        def __init__(self, teks: str) -> None:
            super().__init__()
            self.teks = teks

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.search = SearchInput()
        self._filter, self._range, self._age = FilterCell(id="filter"), Cell(id="range"), Cell(id="age")
        self._failing = False
        self._layout = SlotLayout(self._places)

    @property
    def layout(self) -> Layout:
        """The places of the four parts."""
        return self._layout

    def _places(self, width: int) -> dict[str, Slot]:
        return status_slots(width, self._failing)

    def slot(self, name: str) -> int:
        """Cells a part has."""
        return self._places(self.size.width)[name].width

    def compose(self) -> ComposeResult:
        """The four parts."""
        yield self.search
        yield self._filter
        yield self._range
        yield self._age

    def show(self, sift: Line, span: Line) -> None:
        """Show filter and range."""
        self._filter.show(sift)
        self._range.show(span)

    def set_failing(self, failing: bool) -> None:
        """Make room for the words of a failed read, or take it back."""
        if failing != self._failing:
            self._failing = failing
            # A part, not the line: a widget keeps its own arrangement when it refreshes itself.
            self._age.refresh(layout=True)

    def show_age(self, age: Line) -> None:
        """Show how old the data is."""
        self._age.show(age)

    @property
    def text(self) -> str:
        """Filter, range and age as they read."""
        parts = (self._age,) if self._failing else (self._filter, self._range, self._age)
        return "  ".join(part.text.strip() for part in parts)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Searched(event.value))
