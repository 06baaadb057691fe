"""Textual's Pilot, waiting for those only that have something to do.

It waits after every key until each widget of the screen has handled a message that it posts for this: a
third of all messages of the suite, and each wakes a task and makes its widget look whether it is to be
drawn. A widget that waits for its next message, with none in its queue, has nothing to be waited for.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout


def at_rest(pump: MessagePump) -> bool:
    """Whether it has handled all its messages and waits for the next."""
    queue: Any = pump._message_queue
    return not queue.values and bool(queue.ready_event._waiters)


async def wait_for_screen(self: Pilot[Any], timeout: float = 30.0) -> bool:
    """Stand in for ``Pilot._wait_for_screen``: the same promise, the same answers and errors."""
    app: Any = self.app
    try:
        screen = app.screen
    except Exception:
        return False
    through = asyncio.Event()
    left = 0

    def one() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            through.set()

    # The app and its screen always: at the end of what they do they draw what has changed.
    for pump in (app, screen, *(part for part in screen.walk_children() if not at_rest(part))):
        left += pump.call_later(one)
    if left:
        waits = [asyncio.create_task(event.wait()) for event in (through, app._exception_event)]
        _, late = await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        for wait in late:
            wait.cancel()
        if len(late) == len(waits):
            raise WaitForScreenTimeout("widgets did not handle their messages in time")
    return left == 0
