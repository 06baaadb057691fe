"""Being told by Linux that a file was written, in place of looking at it many times a second."""

from __future__ import annotations

import ctypes
import os
import select
import sys
from pathlib import Path

# inotify(7)
_MODIFY, _MOVED_TO, _CREATE, _DELETE = 0x2, 0x80, 0x100, 0x200


class Watch:
    """Hears of writes to the files in a folder whose names begin with one name.

    Files are watched through their folder, for SQLite removes its log with the last connection and makes it
    anew with the next. Writes through a memory map and writes on another machine are not heard of.
    """

    def __init__(self, file: Path) -> None:
        """Watch *file* and what lies beside it under a longer name; raises OSError where that cannot be."""
        if not sys.platform.startswith("linux"):
            raise OSError("inotify is Linux's")
        kernel = ctypes.CDLL(None, use_errno=True)
        self._name = os.fsencode(file.name)
        self.descriptor = kernel.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self.descriptor < 0:
            raise OSError(ctypes.get_errno(), "inotify_init1")
        mask = _MODIFY | _MOVED_TO | _CREATE | _DELETE
        if kernel.inotify_add_watch(self.descriptor, os.fsencode(file.parent), mask) < 0:
            number = ctypes.get_errno()
            self.close()
            raise OSError(number, "inotify_add_watch")

    def heard(self) -> bool:
        """Take what has been told since the last call; was any of it about these files."""
        try:
            told = os.read(self.descriptor, 65536)
        except BlockingIOError:
            return False
        # Each record ends with the name of a file. One record without any says that others were lost.
        return self._name in told or len(told) == _LOST

    def close(self) -> None:
        """Hear no more."""
        descriptor, self.descriptor = self.descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


_LOST = 16
"""Bytes of a record without a name: the queue ran over, or the folder is gone."""


def rest(descriptors: tuple[int, ...], seconds: float) -> None:
    """Sleep until one of the descriptors can be read, at most so long."""
    waiting = select.poll()
    for descriptor in descriptors:
        waiting.register(descriptor, select.POLLIN)
    waiting.poll(seconds * 1000)
