"""The change feed: a wake-up whenever anybody has committed something.

It says *that* something changed, never what; whoever is woken reads what it shows anew. A wake-up
may come for nothing and must never be missed for long: a full look every few seconds backs it up.
"""

from __future__ import annotations

import contextlib
import math
import select
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from shared.bel import Bel
from shared.storage.alamat import CHANNEL, Alamat
from shared.storage.errors import StorageFailure

if TYPE_CHECKING:
    import psycopg

    from shared.storage.inotify import Watch

_POLL = 0.1
_LOOK = 1.0
"""Seconds between two looks while the kernel tells of every write."""
_STIR = 2.0
"""Seconds for which a file that was written is looked at often: its commit comes after the last write."""
_SOON = 0.002
_TRUST = 10.0
"""Seconds without a word after which a commit shows that the kernel does not tell of all."""
_RECONNECT = 1.0


class Feed(ABC):
    """Waits for changes. One thread at a time may wait; :meth:`close` may come from any."""

    def __init__(self) -> None:
        self._closed = Bel()
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
    """Reads ``PRAGMA data_version``, which changes with every commit of another connection.

    Where the kernel tells of writes, only after one; elsewhere, or where it turns out to miss some, every
    *poll* seconds. The first call counts as a change: what was committed before it has not been seen.
    """

    def __init__(self, alamat: Alamat, poll: float = _POLL) -> None:
        super().__init__()
        self._alamat = alamat
        self._poll = poll
        self._conn: sqlite3.Connection | None = None
        self._seen: int | None = None
        self._watch: Watch | None = None
        self._deaf = False
        self._heard_at = self._stirred = -math.inf
        self._opened = 0.0

    def _version(self) -> int:
        try:
            if self._conn is None:
                # Opened to read and write, never to create: a file that is gone must be missed.
                self._conn = sqlite3.connect(
                    f"{self._file.as_uri()}?mode=rw",
                    uri=True,
                    isolation_level=None,
                    check_same_thread=False,
                    timeout=1,
                )
                self._opened = time.monotonic()
            return int(self._conn.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error as error:
            self._drop()
            raise StorageFailure("penyimpanan_tak_terjangkau", tempat=self._alamat.place) from error

    @property
    def _file(self) -> Path:
        return Path(self._alamat.path).absolute()

    def _listen(self) -> None:
        if self._deaf:
            return
        try:
            from shared.storage.inotify import Watch

            self._watch = Watch(self._file.resolve())  # the log lies beside the file, not beside a link
        except OSError:  # another system, or no more watches to be had
            self._deaf = True
        else:
            # What was written a moment ago was not heard and may be committed only now.
            self._heard_at = self._stirred = time.monotonic()

    def _drop(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.close()
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()
        self._heard_at = self._stirred = -math.inf

    def _wait(self, timeout: float) -> bool:
        end = time.monotonic() + timeout
        while not self.closed:
            version = self._version()
            if version != self._seen:
                self._changed(version)
                return True
            left = end - time.monotonic()
            if left <= 0:
                return False
            self._rest(left)
        return False

    def _changed(self, version: int) -> None:
        first, self._seen = self._seen is None, version
        self._listen_on()
        if self._watch is not None and not first and time.monotonic() - self._heard_at > _TRUST:
            # A commit without a word: this file system does not tell of every write.
            self._watch.close()
            self._watch, self._deaf = None, True

    def _rest(self, left: float) -> None:
        """Sleep until it is worth looking again, at most *left* seconds."""
        now = time.monotonic()
        since = now - self._stirred
        if self._watch is None:
            self._closed.wait(min(self._poll, left))
            if now - self._opened > _STIR:  # a program that starts has more to do
                self._listen()
            return
        if since < _STIR:
            # First soon and then ever later: between the write and the commit the disk may have to answer.
            self._closed.wait(min(max(since, _SOON), self._poll, left))
        else:
            from shared.storage.inotify import rest

            rest((self._watch.descriptor, self._closed.fileno()), min(_LOOK, left))
        self._listen_on()

    def _listen_on(self) -> None:
        """Take in what the kernel has told since."""
        if self._watch is not None and self._watch.heard():
            now = self._heard_at = time.monotonic()
            if now - self._stirred > self._poll:
                self._stirred = now


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
                ready, _, _ = select.select([self._conn.fileno(), self._closed.fileno()], [], [], left)
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
