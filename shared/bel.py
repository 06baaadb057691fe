"""An event that ``select`` can wait for as well as a thread."""

from __future__ import annotations

import contextlib
import os
import threading
import weakref


class Bel(threading.Event):
    """A :class:`threading.Event` with a file descriptor that is readable while it is set.

    Whoever sleeps in ``select`` or ``poll`` until something can be read needs no time-out of its own to hear
    that it should stop. The descriptors are closed with the object.
    """

    def __init__(self) -> None:
        """Open a pipe; raises OSError when the process has no descriptors left."""
        super().__init__()
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        weakref.finalize(self, _close, self._reader, self._writer)

    def fileno(self) -> int:
        """The descriptor to wait for."""
        return self._reader

    def set(self) -> None:
        """Set it, and make the descriptor readable."""
        super().set()
        with contextlib.suppress(BlockingIOError):  # full: readable it is
            os.write(self._writer, b".")

    def clear(self) -> None:
        """Clear it, and empty the pipe."""
        super().clear()
        with contextlib.suppress(BlockingIOError):
            while os.read(self._reader, 4096):
                pass


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
