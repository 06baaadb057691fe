"""The static key strip at the bottom, made from the action registry; a click presses the key."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from deka_tui.actions import Action
from deka_tui.presenters.papan import strip_line
from deka_tui.presenters.pieces import Role, cells
from deka_tui.widgets.cell import Cell


class KeyStrip(Cell):
    """It never follows the focus and is drawn once a size."""

    DEFAULT_CSS = """
    KeyStrip { background: $deka-band; }
    """

    class Pressed(Message):
        """An action of the strip was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, actions: Sequence[Action], id: str | None = None) -> None:
        super().__init__(id=id)
        self._actions = tuple(actions)

    def fit(self, width: int) -> None:
        """Fit the strip to a width, which may be known before there is a layout."""
        self.show(strip_line(self._actions, width))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the strip to the width."""
        self.fit(event.size.width)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Show other actions: what can be done here has changed."""
        self._actions = tuple(actions)
        if self.size.width:
            self.show(strip_line(self._actions, self.size.width))

    def on_click(self, event: events.Click) -> None:
        """Find the action whose key or word is below the mouse."""
        at, key = 0, ""
        for piece in self.lines[0]:
            if piece.role is Role.KEY:
                key = piece.text
            at += cells(piece.text)
            if event.x < at:
                found = next((action for action in self._actions if action.key_label == key), None)
                if found is not None:
                    self.post_message(self.Pressed(found.id))
                return
