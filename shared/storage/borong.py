"""Many rows at once, each kind of storage in its own quickest way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from shared.storage.harmless import mend


def insert_many(conn: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns: on PostgreSQL in one COPY, no round trip a row."""
    if not rows:
        return
    if conn.dialect.name != "postgresql":
        conn.execute(sa.insert(table), list(rows))
        return
    names = list(rows[0])
    quote = conn.dialect.identifier_preparer.quote
    into = f"COPY {quote(table.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    raw: Any = conn.connection.cursor()
    with raw as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(mend(tuple(row[name] for name in names)))


def as_rows(table: sa.Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> sa.Select[Any]:
    """Select rows given as values, on PostgreSQL: one array a column, so one statement however many."""
    kinds = [postgresql.ARRAY(table.c[name].type) for name in names]
    columns = zip(*rows, strict=True)
    arrays = [
        sa.cast(sa.literal(list(values), kind), kind) for values, kind in zip(columns, kinds, strict=True)
    ]
    made = sa.func.unnest(*arrays).table_valued(*names, name="baris").render_derived()
    return sa.select(*(made.c[name] for name in names))
