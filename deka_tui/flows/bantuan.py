"""The help: every key of the queue that is the actor's."""

from __future__ import annotations

from deka_tui import actions, texts
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.text_modal import TextModal


def ask(screen: LiveScreen[None]) -> None:
    """Show the help over the queue."""
    screen.ask(TextModal(texts.BANTUAN, screen.help_text(actions.ACTIONS)), lambda _: None)
