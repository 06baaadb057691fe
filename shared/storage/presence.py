"""Who is at work on an SQLite storage of this machine: locks on side files, freed by the kernel.

A screen holds a shared lock for as long as it is open; the worker a screen has started holds an
exclusive one, so that there is one, and knows by the screens' lock when the last of them is gone.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


def _open(path: Path, suffix: str) -> int:
    return os.open(path.with_name(path.name + suffix), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)


class Stasiun:
    """The lock the screens of one storage share; *path* is the storage's file."""

    def __init__(self, path: Path) -> None:
        self._fd = _open(path, ".layar")

    def hadir(self) -> None:
        """Hold the lock for as long as this process lives, or until :meth:`pergi`."""
        fcntl.flock(self._fd, fcntl.LOCK_SH)

    def pergi(self) -> None:
        """Let go of the lock."""
        fcntl.flock(self._fd, fcntl.LOCK_UN)

    def semua_tutup(self) -> bool:
        """Tell whether no screen holds the lock."""
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        fcntl.flock(self._fd, fcntl.LOCK_UN)
        return True


@contextlib.contextmanager
def giliran_pekerja(path: Path) -> Iterator[bool]:
    """Try to be the one worker that screens start; tell whether this process is."""
    fd = _open(path, ".pekerja")
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
    finally:
        os.close(fd)
