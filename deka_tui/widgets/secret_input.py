"""A field for a password or PIN."""

from __future__ import annotations

from rich.text import Text

from deka_tui.widgets.isian import Isian


class SecretInput(Isian):
    """Shows one ``*`` a letter, which every terminal can draw, and keeps nothing once it is emptied."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(password=True, compact=True, select_on_focus=False, max_length=200, id=id)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")
