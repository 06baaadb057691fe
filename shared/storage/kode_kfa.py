"""The KFA code a product is mapped to, as far as a Medication needs it."""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage import tables as t


def kfa(conn: sa.Connection, faskes_id: int, kode_produk: str) -> tuple[str, str] | None:
    """Read the KFA code and name a product is mapped to, ``None`` while it is not."""
    table = t.metadata.tables.get("produk_kfa")
    if table is None:
        return None
    row = conn.execute(
        sa.select(table.c.kode_kfa, table.c.nama_kfa).where(
            table.c.faskes_id == faskes_id, table.c.kode == kode_produk, table.c.kode_kfa.is_not(None)
        )
    ).one_or_none()
    return None if row is None else (str(row.kode_kfa), str(row.nama_kfa or ""))
