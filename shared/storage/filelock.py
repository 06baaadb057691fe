"""An advisory lock on a side file, fair enough that no station starves behind a busy worker.

SQLite's own ``busy_timeout`` polls without a queue: with durable commits and a worker in a tight
loop a station waits for seconds. Blocking in the kernel on one lock brings that to milliseconds.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if os.name == "nt":  # pragma: no cover - counters run Linux; kept so that the program starts elsewhere
    import msvcrt

    def _lock(fd: int) -> None:
        while True:
            try:
                msvcrt.locking(fd, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
                return
            except OSError:
                continue

    def _unlock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX)

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


class FileLock:
    """A lock between threads and processes on one machine, held by ``with lock.held():``.

    The kernel frees it when its process dies, however it dies.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = threading.Lock()
        self._fd: int | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raises ``OSError`` when the side file cannot be opened."""
        with self._threads:
            if self._fd is None:
                self._fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o660)
            _lock(self._fd)
            try:
                yield
            finally:
                _unlock(self._fd)

    def close(self) -> None:
        """Give the side file back."""
        with self._threads:
            if self._fd is not None:
                os.close(self._fd)
                self._fd = None
