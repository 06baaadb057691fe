"""Statements that run with every send: compiled once, then handed to the driver as they are.

Between a Core statement and its driver SQLAlchemy spends several times what the database does. A
:class:`Hot` statement is written in Core like any other and is run on the same connection, in the same
transaction; only the way there is short.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from shared.storage.harmless import mend

_Process = Callable[[Any], Any]


class _Ready:
    """One statement compiled for one dialect."""

    def __init__(self, statement: Any, dialect: sa.Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        # What Core would add or spell out at each run is not here: no defaults of Python, no lists of values.
        assert not (compiled.insert_prefetch or compiled.update_prefetch)  # noqa: S101
        assert "POSTCOMPILE" not in compiled.string  # noqa: S101
        self.sql: str = compiled.string
        processors: Mapping[str, _Process] = compiled._bind_processors
        self.fixed: dict[str, Any] = {
            name: _through(processors.get(name), value)
            for name, value in compiled.construct_params(_check=False).items()
            if not compiled.binds[name].required
        }
        self.order: tuple[tuple[str, _Process | None], ...] | None = None
        if compiled.positional:
            self.sql, left = _spelt_out(self.sql, compiled.positiontup, self.fixed)
            self.order = tuple((name, processors.get(name)) for name in left)
        self.given = tuple((name, made) for name, made in processors.items())
        columns = compiled._result_columns
        self.row: Any = None
        self.read: tuple[tuple[int, _Process], ...] = ()
        if columns:
            self.row = namedtuple("Row", [column.keyname for column in columns])  # type: ignore[misc]
            made = (column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
            self.read = tuple((at, process) for at, process in enumerate(made) if process is not None)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Put *values* where the driver wants them."""
        if self.order is not None:
            return mend(
                tuple([
                    values[name] if process is None else process(values[name]) for name, process in self.order
                ])
            )  # fmt: skip
        if not values:
            return mend(self.fixed)
        merged = {**self.fixed, **values}
        for name, process in self.given:
            if name in values:
                merged[name] = process(values[name])
        return mend(merged)

    def rows(self, found: list[Any]) -> list[Any]:
        """Make records of what the driver returned."""
        if not self.read:
            return [self.row._make(row) for row in found]
        made = []
        for row in found:
            cells = list(row)
            for at, process in self.read:
                cells[at] = process(cells[at])
            made.append(self.row._make(cells))
        return made


def _spelt_out(sql: str, order: Sequence[str], fixed: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Write values that are always the same into the statement; returns it and the names that are left.

    SQLite looks at a bound value that may make a partial index fit, and from then on compiles the statement
    anew whenever something is bound to it, which takes ten times as long as running it.
    """
    pieces = sql.split("?")
    assert len(pieces) == len(order) + 1  # noqa: S101 - nothing but parameters is written with that sign
    left = tuple(name for name in order if name not in fixed)
    signs = [_literal(fixed[name]) if name in fixed else "?" for name in order]
    return "".join(piece + sign for piece, sign in zip(pieces, [*signs, ""], strict=True)), left


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case int():
            return str(int(value))
        case bytes() | memoryview():
            return f"X'{bytes(value).hex()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
    raise TypeError(type(value).__name__)


def _through(process: _Process | None, value: Any) -> Any:
    return value if process is None or value is None else process(value)


def _driver(conn: sa.Connection) -> Any:
    """The driver's own connection."""
    return conn.connection.dbapi_connection


def say(conn: sa.Connection, words: str) -> None:
    """Tell the database something without parameters, such as a savepoint."""
    dialect = conn.dialect
    cursor = _driver(conn).cursor()
    try:
        cursor.execute(words)
    except dialect.loaded_dbapi.Error as error:
        raise _failure(words, error, dialect) from error
    finally:
        cursor.close()


def _failure(words: str, error: Exception, dialect: sa.Dialect) -> BaseException:
    """The error as SQLAlchemy would raise it, and like there without the values: they are patients' data."""
    kind = dialect.loaded_dbapi.Error
    return sa.exc.DBAPIError.instance(words, None, error, kind, hide_parameters=True, dialect=dialect)


class Hot:
    """One statement, built when it is first run. Its values are named by its bind parameters."""

    def __init__(self, build: Callable[[], Any], *, planned: bool = False) -> None:
        """Take what builds the Core statement; for rows a ``SELECT``, or one with ``RETURNING``.

        *planned*: the plan hangs on the values, so PostgreSQL is to make one each time.
        """
        self._build = build
        self._options: dict[str, Any] = {"prepare": False} if planned else {}
        self._ready: dict[str, _Ready] = {}

    def _run(self, conn: sa.Connection, values: Mapping[str, Any]) -> tuple[_Ready, Any]:
        dialect = conn.dialect
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = _Ready(self._statement(dialect), dialect)
        cursor = _driver(conn).cursor()
        parameters = ready.parameters(values)
        try:
            self._execute(cursor, ready, parameters)
        except dialect.loaded_dbapi.Error as error:
            raise _failure(ready.sql, error, dialect) from error
        return ready, cursor

    def _statement(self, _dialect: sa.Dialect) -> Any:
        return self._build()

    def _execute(self, cursor: Any, ready: _Ready, parameters: Any) -> None:
        if ready.order is None:
            cursor.execute(ready.sql, parameters, **self._options)
        else:
            cursor.execute(ready.sql, parameters)

    def all(self, conn: sa.Connection, **values: Any) -> list[Any]:
        """Run it; returns every row."""
        ready, cursor = self._run(conn, values)
        found = ready.rows(cursor.fetchall())
        cursor.close()
        return found

    def one_or_none(self, conn: sa.Connection, **values: Any) -> Any | None:
        """Run it; returns the row, or ``None`` without one. Of several only the first is looked at."""
        found = self.all(conn, **values)
        return found[0] if found else None

    def one(self, conn: sa.Connection, **values: Any) -> Any:
        """Run it; returns the row; raises ``NoResultFound`` without one."""
        found = self.all(conn, **values)
        if not found:
            raise sa.exc.NoResultFound("no row")
        return found[0]

    def count(self, conn: sa.Connection, **values: Any) -> int:
        """Run it; returns how many rows it changed."""
        _, cursor = self._run(conn, values)
        changed = int(cursor.rowcount)
        cursor.close()
        return changed


class HotInsert(Hot):
    """An ``INSERT`` of one row into a table whose key is ``id``."""

    def __init__(self, build: Callable[[], Any], key: Callable[[], sa.Column[Any]]) -> None:
        """Take what builds the Core statement, without ``RETURNING``, and the table's key."""
        super().__init__(build)
        self._key = key

    def _statement(self, dialect: sa.Dialect) -> Any:
        built = self._build()
        # SQLite knows the key of the last row anyway; returning it takes a table of its own and a step more.
        return built if dialect.name == "sqlite" else built.returning(self._key())

    def key(self, conn: sa.Connection, **values: Any) -> int | None:
        """Run it; returns the new row's key, or ``None`` when no row was made."""
        ready, cursor = self._run(conn, values)
        try:
            if ready.row is not None:
                row = cursor.fetchone()
                return None if row is None else int(row[0])
            return int(cursor.lastrowid) if cursor.rowcount > 0 else None
        finally:
            cursor.close()
