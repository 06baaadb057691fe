"""Turns: what only one of many processes may do at a time, held by a lock that dies with its holder."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from shared.storage.engine import Storage

_SPACE = 0x0DE4A
"""First key of our advisory locks, so that they meet nobody else's in a shared database."""


class Giliran:
    """One turn of a storage. On PostgreSQL an advisory lock, on SQLite a lock on a side file.

    Not for use by several threads at once.
    """

    def __init__(self, storage: Storage, nama: str, nomor: int) -> None:
        """Name the turn: *nama* is the ending of the side file, *nomor* the advisory lock's key."""
        self._storage = storage
        self._name = nama
        self._key = nomor
        self._conn: Any = None
        self._held = False
        self._fd: int | None = None

    def dipegang(self) -> bool:
        """Hold the turn if it is to be had; tell whether this process holds it now."""
        return self._file() if self._storage.is_sqlite else self._advisory()

    def _file(self) -> bool:
        if self._fd is not None:
            return True
        path = Path(self._storage.path)
        fd = os.open(
            path.with_name(f"{path.name}.{self._name}"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660
        )
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def _advisory(self) -> bool:
        try:
            if self._conn is None:
                self._conn = self._storage.lasting()
            held = self._conn.execute(
                sa.text("SELECT CASE WHEN :mine THEN true ELSE pg_try_advisory_lock(:space, :key) END"),
                {"mine": self._held, "space": _SPACE, "key": self._key},
            ).scalar_one()
        except SQLAlchemyError:
            self._drop()
            return False
        self._held = bool(held)
        return self._held

    def _drop(self) -> None:
        conn, self._conn = self._conn, None
        # The lock went with its session; a connection that broke would not even tell what was kept on it.
        self._held = False
        if conn is not None:
            with contextlib.suppress(SQLAlchemyError):
                conn.invalidate()
                conn.close()

    def lepas(self) -> None:
        """Give the turn away."""
        self._drop()
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
