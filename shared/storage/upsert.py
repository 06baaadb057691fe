"""Insert or change one row by its natural key, the same way on both databases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def upsert(conn: sa.Connection, table: sa.Table, key: dict[str, Any], values: dict[str, Any]) -> bool:
    """Make the row of *key* hold *values*; tell whether anything was different.

    Runs inside the caller's write transaction. On PostgreSQL two writers of a new key may still
    meet: the later one fails on the key's unique constraint and nothing is half done.
    """
    where = [table.c[name] == value for name, value in key.items()]
    row = conn.execute(sa.select(*(table.c[name] for name in values)).where(*where)).one_or_none()
    if row is None:
        conn.execute(sa.insert(table).values(**key, **values))
        return True
    if tuple(row) == tuple(values.values()):
        return False
    conn.execute(sa.update(table).where(*where).values(**values))
    return True
