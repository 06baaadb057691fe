"""Reading straight through the driver: what a board asks again and again, and what a start waits for.

SQLAlchemy costs 0.2 s and 18 MB on a good machine. Who only looks at the queue never pays for it; the first
write, and every other page, does.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from shared.storage.alamat import BUSY_SECONDS, PG_OPTIONS, Alamat
from shared.storage.errors import StorageFailure, code_of
from shared.storage.harmless import mend

_KEPT = 2
"""Connections that are kept for the next reader."""


class Bacaan:
    """A connection lent for short reads, each statement on its own."""

    __slots__ = ("_conn", "is_sqlite")

    def __init__(self, conn: Any, is_sqlite: bool) -> None:
        self._conn = conn
        self.is_sqlite = is_sqlite

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run one statement with a ``?`` for each of *values*; returns all its rows."""
        statement = sql if self.is_sqlite else sql.replace("%", "%%").replace("?", "%s")
        return self._run(statement, tuple(mend(tuple(values))))

    def _run(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._conn.execute(statement, values).fetchall()
        return found

    def has_table(self, name: str) -> bool:
        """Tell whether there is a table of this name."""
        if self.is_sqlite:
            return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)))
        return self.rows("SELECT to_regclass(?) IS NOT NULL", (name,))[0][0] is True


class Langsung:
    """Read connections of one storage; any thread may borrow one. Nothing is opened before that."""

    def __init__(self, alamat: Alamat) -> None:
        self.alamat = alamat
        self._kept: list[Any] = []
        self._lock = threading.Lock()
        alamat.check_place()

    @contextmanager
    def read(self) -> Iterator[Bacaan]:
        """Lend a connection; raises :class:`StorageFailure` when the storage cannot be used."""
        conn = None
        try:
            conn = self._take()
            yield Bacaan(conn, self.alamat.is_sqlite)
        except BaseException as error:
            self._close(conn)
            if isinstance(error, self._errors):
                self._raise(error)
            raise
        self._give_back(conn)

    def dispose(self) -> None:
        """Close what is open; a later reader opens anew."""
        with self._lock:
            kept, self._kept = self._kept, []
        for conn in kept:
            self._close(conn)

    # ── connections ──

    @property
    def _errors(self) -> tuple[type[Exception], ...]:
        if self.alamat.is_sqlite:
            return (sqlite3.Error,)
        import psycopg

        return (psycopg.Error,)

    def _take(self) -> Any:
        while True:
            with self._lock:
                conn = self._kept.pop() if self._kept else None
            if conn is None:
                return self._open()
            if self.alamat.is_sqlite or self._answers(conn):
                return conn

    def _answers(self, conn: Any) -> bool:
        """Ask a kept connection of PostgreSQL whether its server is still there."""
        try:
            conn.execute("SELECT 1")
        except self._errors:
            self._close(conn)
            return False
        return True

    def _open(self) -> Any:
        if self.alamat.is_sqlite:
            # Never created: a file that is gone must be missed.
            conn = sqlite3.connect(
                f"{Path(self.alamat.path).absolute().as_uri()}?mode=rw",
                uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS,
            )  # fmt: skip
            conn.execute("PRAGMA query_only=ON")
            return conn
        import psycopg

        try:
            address = psycopg.conninfo.make_conninfo(self.alamat.libpq)
        except psycopg.ProgrammingError:
            # The address may hold a password: it is not repeated.
            raise StorageFailure("penyimpanan_alamat") from None
        return psycopg.connect(
            address, autocommit=True, connect_timeout=5, options=PG_OPTIONS, application_name="deka"
        )

    def _give_back(self, conn: Any) -> None:
        with self._lock:
            if len(self._kept) < _KEPT:
                self._kept.append(conn)
                return
        self._close(conn)

    @staticmethod
    def _close(conn: Any) -> None:
        if conn is not None:
            with suppress(Exception):
                conn.close()

    def _raise(self, error: Exception) -> NoReturn:
        cut_off = type(error).__name__ in ("OperationalError", "InterfaceError", "AdminShutdown")
        if not self.alamat.is_sqlite:
            import psycopg

            cut_off = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        kode = code_of(str(error), cut_off=cut_off)
        if kode is None:
            raise error
        raise StorageFailure(kode, tempat=self.alamat.place) from error
