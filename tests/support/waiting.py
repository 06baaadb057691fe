"""Waiting for a condition with a deadline: the one place of the suite that polls.

Tests never sleep for a guessed time. What can be waited for as an event (a line of output, the exit of a
process, bytes on a terminal) is waited for as an event; for the rest there is ``until``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class TooLate(AssertionError):
    """What was waited for did not come before the deadline."""


def until(
    predicate: Callable[[], T],
    timeout: float = 10.0,
    what: str = "the condition",
    *,
    every: float = 0.02,
    forgive: tuple[type[BaseException], ...] = (),
) -> T:
    """Ask ``predicate`` until its answer is true; return that. Exceptions in ``forgive`` mean "not yet"."""
    deadline = time.monotonic() + timeout
    # An Event nobody sets: its wait() is a pause that gives way to signals and other threads.
    pause = threading.Event()
    last: BaseException | None = None
    while True:
        try:
            answer = predicate()
            last = None
        except forgive as problem:
            last = problem
        else:
            if answer:
                return answer
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooLate(
                f"waited {timeout:g} s for {what}" + (f"; last: {last!r}" if last else "")
            ) from last
        pause.wait(min(every, left))
