"""The change feed: a wake-up whenever anybody has committed something.

It says *that* something changed, never what; whoever is woken reads what it shows anew. A wake-up
may come for nothing and must never be missed for long: a full look every few seconds backs it up.
"""

from __future__ import annotations

import contextlib
import select
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from shared.storage.alamat import CHANNEL, Alamat
from shared.storage.errors import StorageFailure

if TYPE_CHECKING:
    import psycopg

_POLL = 0.1
_RECONNECT = 1.0


class Feed(ABC):
    """Waits for changes. One thread at a time may wait; :meth:`close` may come from any."""

    def __init__(self) -> None:
        self._closed = threading.Event()
        self._turn = threading.Lock()

    def wait(self, timeout: float) -> bool:
        """Wait up to *timeout* seconds; tell whether something may have changed.

        Raises :class:`StorageFailure` when the storage does not answer; the next call tries anew.
        """
        try:
            with self._turn:
                return not self.closed and self._wait(timeout)
        finally:
            self._tidy()

    def close(self) -> None:
        """Stop waiting at once and for good."""
        self._closed.set()
        self._tidy()

    def _tidy(self) -> None:
        """Let go of the connection of a closed feed; while somebody waits, the waiter does it."""
        if self.closed and self._turn.acquire(blocking=False):
            with contextlib.suppress(Exception):
                self._drop()
            self._turn.release()

    @abstractmethod
    def _wait(self, timeout: float) -> bool: ...

    @abstractmethod
    def _drop(self) -> None: ...

    @property
    def closed(self) -> bool:
        """Whether the feed was closed."""
        return self._closed.is_set()


class SqliteFeed(Feed):
    """Polls ``PRAGMA data_version``, which changes with every commit of another connection.

    The first call counts as a change: what was committed before it has not been seen.
    """

    def __init__(self, alamat: Alamat, poll: float = _POLL) -> None:
        super().__init__()
        self._alamat = alamat
        self._poll = poll
        self._conn: sqlite3.Connection | None = None
        self._seen: int | None = None

    def _version(self) -> int:
        try:
            if self._conn is None:
                # Opened to read and write, never to create: a file that is gone must be missed.
                self._conn = sqlite3.connect(
                    f"{Path(self._alamat.path).absolute().as_uri()}?mode=rw",
                    uri=True,
                    isolation_level=None,
                    check_same_thread=False,
                    timeout=1,
                )
            return int(self._conn.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error as error:
            self._drop()
            raise StorageFailure("penyimpanan_tak_terjangkau", tempat=self._alamat.place) from error

    def _drop(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.close()

    def _wait(self, timeout: float) -> bool:
        end = time.monotonic() + timeout
        while not self.closed:
            version = self._version()
            if version != self._seen:
                self._seen = version
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._closed.wait(min(self._poll, left))
        return False


class PostgresFeed(Feed):
    """LISTENs on a connection of its own. A new connection counts as a change: some may be missed."""

    def __init__(self, alamat: Alamat) -> None:
        super().__init__()
        self._alamat = alamat
        self._conn: psycopg.Connection[tuple[object, ...]] | None = None

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        import psycopg  # not before there is a PostgreSQL to listen to

        conn = psycopg.connect(
            self._alamat.libpq, autocommit=True, connect_timeout=5, application_name="deka-kabar"
        )
        conn.execute(f"LISTEN {CHANNEL}")
        return conn

    def _wait(self, timeout: float) -> bool:
        import psycopg

        end = time.monotonic() + timeout
        try:
            if self._conn is None:
                self._conn = self._connect()
                return True
            while not self.closed:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                ready, _, _ = select.select([self._conn.fileno()], [], [], min(left, 0.5))
                if not ready:
                    continue
                if any(True for _ in self._conn.notifies(timeout=0)):
                    return True
        except (psycopg.Error, OSError, ValueError) as error:
            self._drop()
            self._closed.wait(min(_RECONNECT, timeout))
            raise StorageFailure("penyimpanan_tak_terjangkau", tempat=self._alamat.place) from error
        return False

    def _drop(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.close()


def open_feed(alamat: Alamat, poll: float = _POLL) -> Feed:
    """Open the change feed of a storage; *poll* is SQLite's interval in seconds."""
    return SqliteFeed(alamat, poll) if alamat.is_sqlite else PostgresFeed(alamat)
