"""A field of text whose editing keys act in the order they are typed."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

_EDITING = frozenset(
    {
        "cursor_left", "cursor_right", "cursor_left_word", "cursor_right_word", "home", "end", "delete_left",
        "delete_right", "delete_left_word", "delete_right_word", "delete_left_all", "delete_right_all",
    }
)  # fmt: skip


class Isian(Input):
    """Textual's field takes letters at once, but editing keys only after they went up to the app and back.

    Over a slow line, or from a scanner, a backspace then removes a letter that was typed after it: in a
    password nobody sees that.
    """

    async def _on_key(self, event: events.Key) -> None:
        # Textual's own handler comes after this one, unless it is prevented.
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            if binding.action in _EDITING:
                event.stop()
                event.prevent_default()
                getattr(self, f"action_{binding.action}")()
                return
