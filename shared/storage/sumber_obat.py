"""Medications that wait for the KFA code of their product."""

from __future__ import annotations

import sqlalchemy as sa

from shared.storage import sumber as rows
from shared.storage import tables as t
from shared.storage.clock import db_now


def lepas_obat(conn: sa.Connection, faskes_id: int, kode_produk: str) -> int:
    """Set going the Medications that waited for a product's KFA code; returns how many resources go.

    Runs in the transaction that saves the mapping.
    """
    c = t.sumber.c
    ids = list(
        conn.execute(
            sa.update(t.sumber)
            .where(c.faskes_id == faskes_id, c.produk == kode_produk, c.tertahan_produk)
            .values(tertahan_produk=False)
            .returning(c.id)
        ).scalars()
    )
    return rows.release(conn, faskes_id, ids=ids) if ids else 0


def tahan_obat(conn: sa.Connection, faskes_id: int, kode_produk: str) -> int:
    """Hold Medications back that are not sent yet, because the mapping of their product was taken away."""
    c, j = t.sumber.c, t.job.c
    rests = ("tertahan", "menunggu")
    waiting = sa.select(j.id).where(j.id == c.job_id, j.status.in_(rests)).exists()
    held = conn.execute(
        sa.update(t.sumber)
        .where(c.faskes_id == faskes_id, c.produk == kode_produk, c.remote_id.is_(None), waiting)
        .values(tertahan_produk=True)
        .returning(c.job_id)
    ).scalars().all()  # fmt: skip
    conn.execute(
        sa.update(t.job)
        .where(j.id.in_(held), j.status == "menunggu")
        .values(status="tertahan", diubah=db_now())
    )
    return len(held)
