"""Which job is due: what an attempt waits for, and what the engine takes next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from shared.storage import tables as t
from shared.storage.clock import db_now, db_now_planned
from shared.storage.hot import Hot

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
    values: dict[str, Any] = {"b_faskes": faskes_id, "b_banyak": limit + len(skip)}
    if dari:
        values["b_dari"] = dari
    if sampai is not None:
        values["b_sampai"] = sampai
    reading = _reading(conn.dialect.name == "sqlite", bool(dari), sampai is not None)
    # All of those left out may be due; asking for so many more is dearer by nothing, a list in SQL is.
    left = set(skip)
    return tuple([row.id for row in reading.all(conn, **values) if row.id not in left][:limit])


@cache
def _reading(sqlite: bool, from_some: bool, to_some: bool) -> Hot:
    return Hot(lambda: _due(sqlite, from_some, to_some), planned=True)


def _due(sqlite: bool, from_some: bool, to_some: bool) -> sa.Select[Any]:
    c = t.job.c
    # The plus sign hides the moment from SQLite's planner, which would otherwise skip through the index
    # for it and sort; read in its own order the index ends the reading at the limit. PostgreSQL's takes
    # the same way when it can tell that nearly all that waits is due.
    due = (
        sa.literal_column("+job.jatuh_tempo", sa.BigInteger()) <= db_now()
        if sqlite
        else (c.jatuh_tempo <= db_now_planned())
    )
    query = sa.select(c.id).where(LIVE, c.faskes_id == sa.bindparam("b_faskes"), due, ~waits(), ~_shut(t.job))
    if from_some:
        query = query.where(c.prioritas >= sa.bindparam("b_dari"))
    if to_some:
        query = query.where(c.prioritas < sa.bindparam("b_sampai"))
    most = sa.bindparam("b_banyak", type_=sa.Integer())
    return query.order_by(c.prioritas, c.jatuh_tempo, c.id).limit(most)


def next_due_in(conn: sa.Connection, faskes_id: int, pekerja: str | None = None) -> int | None:
    """Milliseconds until a clinic's next job can be taken, 0 when one can be, ``None`` without any.

    A job behind a gate is due when the gate lets one through; behind a gate that only a person
    opens it is never due. A job that waits for another is counted by that other. While the worker
    *pekerja* holds a job the answer is 0, in the same look: what follows from that job is not known yet.
    """
    values: dict[str, Any] = {"b_faskes": faskes_id}
    if pekerja is not None:
        values["b_pekerja"] = pekerja
    left = _remaining(conn.dialect.name == "postgresql", pekerja is not None).one(conn, **values).sisa
    return None if left is None else max(int(left), 0)


@cache
def _remaining(postgresql: bool, one_worker: bool) -> Hot:
    return Hot(lambda: _left(postgresql, one_worker), planned=True)


def _left(postgresql: bool, one_worker: bool) -> sa.Select[Any]:
    c, g = t.job.c, t.gerbang.c
    opens = sa.case((sa.or_(g.status.is_(None), g.status == "normal"), 0), else_=g.coba_lagi)
    greatest = sa.func.greatest if postgresql else sa.func.max
    query = (
        sa.select((sa.func.min(greatest(c.jatuh_tempo, opens)) - db_now()).label("sisa"))
        .select_from(t.job.outerjoin(t.gerbang, sa.and_(g.faskes_id == c.faskes_id, g.layanan == c.layanan)))
        .where(
            sa.literal_column("job.status IN ('menunggu','tak_pasti')"),
            c.faskes_id == sa.bindparam("b_faskes"),
            opens.is_not(None),
            ~waits(),
        )
    )
    if not one_worker:
        return query
    held = sa.exists().where(
        sa.literal_column("job.status = 'proses'"), c.pekerja == sa.bindparam("b_pekerja")
    )
    return sa.select(sa.case((held, 0), else_=query.scalar_subquery()).label("sisa"))
