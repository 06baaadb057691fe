"""Statements compiled once a process, not once for each of the thousand SQLite files of the suite.

SQLAlchemy keeps what it has compiled by engine and by dialect. All engines on SQLite are alike here: one
version of one library, opened by one function. Compiling was a quarter of what a test on SQLite cost.
"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache


def share(patch: pytest.MonkeyPatch) -> None:
    """From now on engines on SQLite share one cache of compiled statements."""
    compiled: LRUCache[Any, Any] = LRUCache(2000)
    create = sa.create_engine

    def create_engine(url: Any, **options: Any) -> sa.Engine:
        engine = create(url, **options)
        if type(engine.dialect) is SQLiteDialect_pysqlite:
            engine._compiled_cache = compiled
        return engine

    # The dialect is part of the key.
    patch.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
    patch.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
    patch.setattr(sa, "create_engine", create_engine)
