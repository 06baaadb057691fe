"""What threads tell the event loop. Threads only post these; handlers alone touch widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.message import Message

from shared.domain.records import Faskes

Then = Callable[[Any, Exception | None], None]
"""Receives what an errand brought back: a value, or the exception it ended with."""


class Returned(Message):
    """An errand came back."""

    def __init__(self, then: Then, value: Any, error: Exception | None) -> None:
        super().__init__()
        self.then = then
        self.value = value
        self.error = error


class Opened(Message):
    """The storage is open."""

    def __init__(self, faskes: Faskes) -> None:
        super().__init__()
        self.faskes = faskes


class NotOpened(Message):
    """The storage could not be opened."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class Changed(Message):
    """Somebody has changed something; a newer one stands for those still queued."""

    def can_replace(self, message: Message) -> bool:
        """One is enough, whoever came first."""
        return isinstance(message, Changed)


class FeedLost(Message):
    """The change feed does not answer just now."""

    def can_replace(self, message: Message) -> bool:
        """One is enough."""
        return isinstance(message, FeedLost)
