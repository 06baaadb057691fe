"""Opening the storage: two engines for SQLite, one for PostgreSQL, and the transactions on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from shared.security.segel import GagalSegel, Gelang
from shared.storage.alamat import BUSY_SECONDS, CHANNEL, PG_OPTIONS, Alamat
from shared.storage.bodies import OPTION
from shared.storage.errors import StorageFailure, code_of
from shared.storage.filelock import FileLock
from shared.storage.gabung import Gabungan
from shared.storage.harmless import before_execute
from shared.storage.hot import say

_BUSY_MS = int(BUSY_SECONDS * 1000)
_JOURNAL_LIMIT = 16 * 1024 * 1024


T = TypeVar("T")
_LAST = "deka_sebelum_commit"
_SEEN = "deka_terbaca"


def seen(conn: sa.Connection) -> set[Any]:
    """Return what has been read in this write transaction and cannot change before it ends.

    Only where there is one writer, that is on SQLite, does it hold anything for sure.
    """
    found: set[Any] = conn.info.setdefault(_SEEN, set())
    return found


def before_commit(
    conn: sa.Connection, name: str, finish: Callable[[sa.Connection, list[Any]], None]
) -> list[Any]:
    """Return the list of things that *finish* is handed when the transaction is about to commit."""
    pending: dict[str, tuple[Any, list[Any]]] = conn.info.setdefault(_LAST, {})
    return pending.setdefault(name, (finish, []))[1]


@contextmanager
def savepoint(conn: sa.Connection) -> Iterator[None]:
    """Undo what is done inside if it fails, what it left for before the commit included."""
    before = {name: len(things) for name, (_, things) in conn.info.get(_LAST, {}).items()}
    try:
        say(conn, "SAVEPOINT perbuatan")
        try:
            yield
        except BaseException:
            say(conn, "ROLLBACK TO SAVEPOINT perbuatan")
            raise
        finally:
            say(conn, "RELEASE SAVEPOINT perbuatan")
    except BaseException:
        conn.info.pop(_SEEN, None)
        for name, (_, things) in conn.info.get(_LAST, {}).items():
            del things[before.get(name, 0) :]
        raise


class Storage:
    """One storage, opened.

    ``write()`` gives a transaction that takes the write lock at once and commits at the end;
    ``read()`` gives a connection outside any transaction, for short statements. Both raise
    :class:`StorageFailure` when the storage cannot be used. *kunci* is the file with the keys of bodies.
    """

    def __init__(self, url: str, kunci: Path | None = None) -> None:
        try:
            self.url = sa.make_url(url)
        except (sa.exc.ArgumentError, ValueError) as error:
            # The address may hold a password: it is not repeated.
            raise StorageFailure("penyimpanan_alamat") from error
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.lock: FileLock | None = None
        self.segel = Gelang(kunci)
        if self.is_sqlite:
            self._open_sqlite()
        else:
            self._open_postgresql()
        self._grouped = Gabungan(self.write, savepoint) if self.is_sqlite else None

    @property
    def place(self) -> str:
        """Where the storage is, without its password, for sentences and logs."""
        return self.path if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @property
    def path(self) -> str:
        """File of an SQLite storage, ``""`` otherwise."""
        return (self.url.database or "") if self.is_sqlite else ""

    def _open_sqlite(self) -> None:
        file = Path(self.path)
        Alamat(f"sqlite:///{quote(self.path)}").check_place()
        self.lock = FileLock(file.with_name(file.name + ".kunci"))
        # The driver's own transaction handling loses updates silently; BEGIN is said by us.
        args = {"isolation_level": None, "timeout": _BUSY_MS / 1000, "check_same_thread": False}
        pool = sa.pool.QueuePool
        # An error of the database shows its statement; the values in it are patients' data.
        common: dict[str, Any] = {
            "connect_args": args, "poolclass": pool, "hide_parameters": True,
            "execution_options": {OPTION: self.segel},
        }  # fmt: skip
        self._writer = sa.create_engine(self.url, pool_size=1, max_overflow=0, pool_timeout=60, **common)
        self._reader = sa.create_engine(self.url, pool_size=4, max_overflow=60, **common)
        event.listen(self._writer, "connect", _pragmas)
        event.listen(self._reader, "connect", _pragmas)
        event.listen(self._writer, "begin", _begin_immediate)
        for engine in (self._writer, self._reader):
            event.listen(engine, "before_cursor_execute", before_execute, retval=True)

    def _open_postgresql(self) -> None:
        self._writer = sa.create_engine(
            self.url,
            connect_args={"connect_timeout": 5, "options": PG_OPTIONS, "application_name": "deka"},
            pool_size=4,
            max_overflow=80,
            pool_pre_ping=True,
            hide_parameters=True,
            execution_options={OPTION: self.segel},
        )
        event.listen(self._writer, "before_cursor_execute", before_execute, retval=True)
        self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """Run one write transaction; it commits at the end and tells the change feed."""
        try:
            with ExitStack() as stack:
                if self.lock is not None:
                    try:
                        stack.enter_context(self.lock.held())
                    except OSError as error:
                        raise StorageFailure("penyimpanan_hanya_baca", tempat=self.place) from error
                conn = stack.enter_context(self._writer.begin())
                conn.info.pop(_LAST, None)  # left by a transaction that came to nothing
                conn.info.pop(_SEEN, None)
                yield conn
                if self.lock is None:
                    say(conn, f"NOTIFY {CHANNEL}")
                for finish, things in conn.info.pop(_LAST, {}).values():
                    if things:
                        finish(conn, things)
        except SQLAlchemyError as error:
            self._raise(error)

    def together(self, deed: Callable[[sa.Connection], T]) -> T:
        """Run a deed in a write transaction, on SQLite together with those that wait at the same time.

        Returns its value once it is committed. It may run in another thread, and must not open a
        transaction of its own.
        """
        if self._grouped is None:
            with self.write() as conn:
                return deed(conn)
        try:
            return self._grouped.run(deed)
        except SQLAlchemyError as error:
            self._raise(error)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Lend a connection for short reads, each statement on its own."""
        try:
            with self._reader.connect() as conn:
                yield conn
        except SQLAlchemyError as error:
            self._raise(error)

    def segel_aktif(self) -> str | None:
        """Name the key new bodies are sealed with here, ``None`` when there is none to be had."""
        try:
            return self.segel.aktif().id
        except GagalSegel:
            return None

    def lasting(self) -> sa.Connection:
        """Open a connection that is kept: for locks that live as long as it does."""
        return self._reader.connect()

    def _raise(self, error: SQLAlchemyError) -> NoReturn:
        kode = failure_code(error)
        if kode is None:
            raise error
        raise StorageFailure(kode, tempat=self.place) from error

    def version(self) -> str:
        """Read which version of the database program runs: ``3.45.1``, ``16.2``."""
        query = "SELECT sqlite_version()" if self.is_sqlite else "SHOW server_version"
        with self.read() as conn:
            return str(conn.execute(sa.text(query)).scalar_one())

    def dispose(self) -> None:
        """Close every connection. The last close of SQLite may checkpoint, hence the lock."""
        # Where there is no file there is nothing to check in, and no lock file is to be left beside it.
        with ExitStack() as stack:
            if self.lock is not None and Path(self.path).exists():
                with suppress(OSError):
                    stack.enter_context(self.lock.held())
            self._reader.dispose()
            self._writer.dispose()
        if self.lock is not None:
            self.lock.close()


def _pragmas(dbapi: Any, _record: Any) -> None:
    cursor = dbapi.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"journal_size_limit={_JOURNAL_LIMIT}",
        "temp_store=MEMORY",
        "secure_delete=ON",  # what is removed or sealed later is not left in free pages
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(conn: sa.Connection) -> None:
    say(conn, "BEGIN IMMEDIATE")


def failure_code(error: SQLAlchemyError) -> str | None:
    """Tell which sentence an error of the database deserves; ``None``: it is a bug of ours."""
    if isinstance(error, sa.exc.TimeoutError):
        return "penyimpanan_sibuk"
    if not isinstance(error, DBAPIError) or isinstance(error, sa.exc.IntegrityError):
        return None
    cut_off = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)
    return code_of(str(error.orig), cut_off=cut_off)
