"""Which job is due: what an attempt waits for, and what the engine takes next."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from shared.storage import tables as t
from shared.storage.clock import db_now, db_now_planned

LIVE: sa.ColumnElement[bool] = sa.literal_column("status IN ('menunggu','tak_pasti')")
"""Spelt out rather than bound: only so do both databases see that the partial index fits."""
_WAITING = [sa.literal_column("'menunggu'", sa.Text()), sa.literal_column("'tak_pasti'", sa.Text())]


def question(faskes_id: sa.ColumnElement[int], layanan: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether an unknown outcome of a service is due to be read back."""
    asked = t.job.alias("asked").c
    return sa.exists().where(
        asked.faskes_id == faskes_id,
        asked.status == "tak_pasti",
        asked.layanan == layanan,
        asked.jatuh_tempo <= db_now(),
    )


def _shut(job: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether the gate a job has to pass lets it not through just now.

    The one attempt a broken gate lets through is a read-back, if any is due: where answers get lost
    another send is one more unknown outcome, and reading may well work.
    """
    g = t.gerbang.c
    return sa.exists().where(
        g.faskes_id == job.c.faskes_id,
        g.layanan == job.c.layanan,
        g.status != "normal",
        sa.or_(
            g.coba_lagi.is_(None),
            g.coba_lagi > db_now(),
            sa.and_(job.c.status == "menunggu", question(g.faskes_id, g.layanan)),
        ),
    )


def waits() -> sa.ColumnElement[bool]:
    """Whether a job has to let another go first.

    One whose next *attempt* goes first is not waited for while its gate is shut.
    """
    c = t.job.c
    before = t.job.alias("before")
    return sa.exists().where(
        before.c.id == c.setelah_id,
        sa.or_(
            before.c.status == "proses",
            sa.and_(c.setelah_no.is_(None), before.c.status.in_(_WAITING)),
            sa.and_(
                before.c.status.in_(_WAITING),
                before.c.percobaan <= c.setelah_no,
                before.c.jatuh_tempo <= db_now(),
                ~_shut(before),
            ),
        ),
    )


def due_ids(
    conn: sa.Connection,
    faskes_id: int,
    limit: int,
    skip: Sequence[int] = (),
    *,
    dari: int = 0,
    sampai: int | None = None,
) -> tuple[int, ...]:
    """Read the ids of a clinic's due jobs, most urgent first, of priorities *dari* up to below *sampai*.

    Left out are those in *skip*, those behind a shut gate and those that let another go first.
    """
    c = t.job.c
    # The plus sign hides the moment from SQLite's planner, which would otherwise skip through the index
    # for it and sort; read in its own order the index ends the reading at the limit. PostgreSQL's takes
    # the same way when it can tell that nearly all that waits is due.
    sqlite = conn.dialect.name == "sqlite"
    due = (
        sa.literal_column("+job.jatuh_tempo", sa.BigInteger()) <= db_now()
        if sqlite
        else (c.jatuh_tempo <= db_now_planned())
    )
    query = sa.select(c.id).where(LIVE, c.faskes_id == faskes_id, due, ~waits(), ~_shut(t.job))
    if dari:
        query = query.where(c.prioritas >= dari)
    if sampai is not None:
        query = query.where(c.prioritas < sampai)
    if skip:
        query = query.where(c.id.not_in(skip))
    query = query.order_by(c.prioritas, c.jatuh_tempo, c.id).limit(limit)
    return tuple(conn.execute(query).scalars())


def next_due_in(conn: sa.Connection, faskes_id: int, pekerja: str | None = None) -> int | None:
    """Milliseconds until a clinic's next job can be taken, 0 when one can be, ``None`` without any.

    A job behind a gate is due when the gate lets one through; behind a gate that only a person
    opens it is never due. A job that waits for another is counted by that other. While the worker
    *pekerja* holds a job the answer is 0, in the same look: what follows from that job is not known yet.
    """
    c, g = t.job.c, t.gerbang.c
    opens = sa.case((sa.or_(g.status.is_(None), g.status == "normal"), 0), else_=g.coba_lagi)
    greatest = sa.func.greatest if conn.dialect.name == "postgresql" else sa.func.max
    query = (
        sa.select(sa.func.min(greatest(c.jatuh_tempo, opens)) - db_now())
        .select_from(t.job.outerjoin(t.gerbang, sa.and_(g.faskes_id == c.faskes_id, g.layanan == c.layanan)))
        .where(
            sa.literal_column("job.status IN ('menunggu','tak_pasti')"),
            c.faskes_id == faskes_id,
            opens.is_not(None),
            ~waits(),
        )
    )
    if pekerja is None:
        left = conn.execute(query).scalar()
    else:
        held = sa.exists().where(sa.literal_column("job.status = 'proses'"), c.pekerja == pekerja)
        left = conn.execute(sa.select(sa.case((held, 0), else_=query.scalar_subquery()))).scalar()
    return None if left is None else max(int(left), 0)
