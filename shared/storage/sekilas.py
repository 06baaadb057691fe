"""A look into an SQLite storage without the database library: what a first frame cannot wait for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def ada_pengguna(file: str) -> bool | None:
    """Tell whether somebody could sign in at a storage; ``None``: that cannot be seen so quickly.

    Reads only, and never waits for a writer.
    """
    try:
        address = f"{Path(file).resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0.2)) as conn:
            query = "SELECT 1 FROM pengguna WHERE aktif AND sandi IS NOT NULL LIMIT 1"
            return conn.execute(query).fetchone() is not None
    except (sqlite3.Error, OSError, ValueError):
        return None
