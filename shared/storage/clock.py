"""The database's clock, as Unix milliseconds.

Leases and due times are compared with this clock alone: stations and workers may disagree about the
time, the storage cannot disagree with itself.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from shared.storage.papan import NOW_POSTGRESQL, NOW_SQLITE


class db_now(FunctionElement[int]):  # noqa: N801 - reads as the SQL function it is
    """SQL expression: the database's time in Unix milliseconds."""

    type = sa.BigInteger()
    inherit_cache = True


@compiles(db_now, "sqlite")
def _sqlite(_element: db_now, _compiler: Any, **_kw: Any) -> str:
    return NOW_SQLITE


@compiles(db_now, "postgresql")
def _postgresql(_element: db_now, _compiler: Any, **_kw: Any) -> str:
    return NOW_POSTGRESQL


class db_now_planned(FunctionElement[int]):  # noqa: N801 - as above
    """SQL expression: the moment the statement began, which PostgreSQL's planner may know beforehand.

    For what a plan hangs on; it stands still while a statement waits for a lock.
    """

    type = sa.BigInteger()
    inherit_cache = True


compiles(db_now_planned, "sqlite")(_sqlite)


@compiles(db_now_planned, "postgresql")
def _planned(_element: db_now_planned, _compiler: Any, **_kw: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM statement_timestamp()) * 1000 AS BIGINT)"


def now(conn: sa.Connection) -> int:
    """Read the database's time in Unix milliseconds."""
    return int(conn.execute(sa.select(db_now())).scalar_one())
