"""How many jobs there are, without counting them: the rows of ``hitung_job`` that triggers keep.

On PostgreSQL every transaction counts into rows of its own, so nobody waits for anybody; adding up
is for whoever reads, and :func:`fold` keeps the rows few.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from shared.domain.status import JENIS_SATUSEHAT, JenisJob, StatusJob
from shared.storage import tables as t

ALL_DATES = date(1, 1, 1)
"""The date under which all dates are counted together."""
FOLD_AT = 400
"""Rows of transactions after which they are folded."""
_LOCK = 0x64656B62


def by_status(
    conn: sa.Connection,
    faskes_id: int,
    *,
    tanggal: date | None,
    jenis: JenisJob | None = None,
    status: Iterable[StatusJob] | None = None,
) -> dict[StatusJob, int]:
    """Count a clinic's jobs per status, on one date or, with ``None``, on all.

    Of one type, or of all that go to BPJS.
    """
    c = t.hitung_job.c
    query = sa.select(c.status, sa.func.sum(c.jumlah)).where(
        c.faskes_id == faskes_id, c.tanggal == (ALL_DATES if tanggal is None else tanggal)
    )
    if jenis is not None:
        query = query.where(c.jenis == jenis.value)
    else:
        query = query.where(c.jenis.not_in([kind.value for kind in JENIS_SATUSEHAT]))
    if status is not None:
        query = query.where(c.status.in_(sorted(s.value for s in status)))
    return {StatusJob(row[0]): int(row[1]) for row in conn.execute(query.group_by(c.status)) if row[1]}


def satusehat(conn: sa.Connection, faskes_id: int, tanggal: date | None) -> dict[tuple[str, str], int]:
    """Count a clinic's SatuSehat jobs per type and status, on one date or, with ``None``, on all."""
    c = t.hitung_job.c
    query = (
        sa.select(c.jenis, c.status, sa.func.sum(c.jumlah))
        .where(
            c.faskes_id == faskes_id, c.tanggal == (ALL_DATES if tanggal is None else tanggal),
            c.jenis.in_([kind.value for kind in JENIS_SATUSEHAT]),
        )
        .group_by(c.jenis, c.status)
    )  # fmt: skip
    return {(row[0], row[1]): int(row[2]) for row in conn.execute(query) if row[2]}


def needs_fold(conn: sa.Connection) -> bool:
    """Tell whether so many transactions have counted that adding them up is worth it."""
    if conn.dialect.name != "postgresql":
        return False
    many = sa.select(sa.literal(1)).where(sa.text("ember <> 0")).select_from(t.hitung_job)
    return conn.execute(many.offset(FOLD_AT).limit(1)).first() is not None


def fold(conn: sa.Connection) -> int:
    """Add the rows of finished transactions to the common ones; returns how many there were.

    Whoever reads meanwhile sees either the rows or their sum. Two that fold at once are kept apart:
    the second does nothing.
    """
    if conn.dialect.name != "postgresql":
        return 0
    if not conn.execute(sa.text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")).scalar():
        return 0
    folded = conn.execute(
        sa.text(
            "WITH lama AS (DELETE FROM hitung_job WHERE ember <> 0"
            " RETURNING faskes_id, tanggal, jenis, status, jumlah),"
            " jadi AS (INSERT INTO hitung_job (faskes_id, tanggal, jenis, status, ember, jumlah)"
            " SELECT faskes_id, tanggal, jenis, status, 0, sum(jumlah) FROM lama"
            " GROUP BY faskes_id, tanggal, jenis, status"
            " ON CONFLICT (faskes_id, tanggal, jenis, status, ember)"
            " DO UPDATE SET jumlah = hitung_job.jumlah + excluded.jumlah)"
            " SELECT count(*) FROM lama"
        )
    ).scalar_one()
    return int(folded)
