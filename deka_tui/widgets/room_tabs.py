"""The line of room tabs: chosen by number, by Tab, or by click."""

from __future__ import annotations

from textual import events
from textual.message import Message

from deka_tui.presenters.papan import Tab
from deka_tui.presenters.pieces import Line
from deka_tui.widgets.cell import Cell


class RoomTabs(Cell):
    """Draws the tabs it is given and says which was clicked."""

    class Chosen(Message):
        """A tab was clicked; ``None`` is all rooms."""

        def __init__(self, ruangan_id: int | None) -> None:
            super().__init__()
            self.ruangan_id = ruangan_id

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs: tuple[Tab, ...] = ()

    def show_tabs(self, line: Line, tabs: tuple[Tab, ...]) -> None:
        """Show the tabs and remember where they are."""
        self._tabs = tabs
        self.show(line)

    def on_click(self, event: events.Click) -> None:
        """Find the tab below the mouse."""
        for tab in self._tabs:
            if tab.start <= event.x < tab.end:
                self.post_message(self.Chosen(tab.ruangan_id))
