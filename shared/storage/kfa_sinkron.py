"""Readings of the KFA catalogue: which there have been. The catalogue is one for all clinics of a storage."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from shared.domain.referensi import JenisReferensi, StatusSinkron
from shared.domain.sinkron import Sinkron
from shared.storage import sinkron as readings
from shared.storage.tables_referensi import sinkron

_KFA = sinkron.c.jenis == JenisReferensi.KFA.value
_LIVE = (StatusSinkron.MENUNGGU.value, StatusSinkron.JALAN.value)


def _value(conn: sa.Connection, query: sa.Select[Any]) -> int | None:
    found = conn.execute(query).scalar()
    return None if found is None else int(found)


def last_full(conn: sa.Connection) -> int | None:
    """Read when the last full reading was completed (Unix ms)."""
    c = sinkron.c
    done = c.status == StatusSinkron.SELESAI.value
    return _value(conn, sa.select(sa.func.max(c.selesai)).where(_KFA, done, c.kunci == ""))


def last_begun(conn: sa.Connection) -> int | None:
    """Read when the last completed reading began (Unix ms)."""
    c = sinkron.c
    return _value(conn, sa.select(sa.func.max(c.mulai)).where(_KFA, c.status == StatusSinkron.SELESAI.value))


def last_asked(conn: sa.Connection) -> int | None:
    """Read when a reading was last asked for or touched (Unix ms)."""
    return _value(conn, sa.select(sa.func.max(sinkron.c.diubah)).where(_KFA))


def living(conn: sa.Connection, faskes_id: int) -> int | None:
    """Read the id of the clinic's reading that waits or runs."""
    c = sinkron.c
    query = sa.select(c.id).where(_KFA, c.faskes_id == faskes_id, c.status.in_(_LIVE))
    return _value(conn, query.order_by(c.id.desc()).limit(1))


def unfinished_full(conn: sa.Connection, faskes_id: int) -> bool:
    """Tell whether the clinic's newest reading is a full one that has not come to its end."""
    c = sinkron.c
    query = sa.select(c.kunci, c.status).where(_KFA, c.faskes_id == faskes_id)
    row = conn.execute(query.order_by(c.id.desc()).limit(1)).one_or_none()
    return row is not None and row.kunci == "" and row.status != StatusSinkron.SELESAI.value


def newest(conn: sa.Connection, *, selesai: bool = False) -> Sinkron | None:
    """Read the newest reading; with *selesai* the newest that was completed."""
    c = sinkron.c
    query = sa.select(c.id).where(_KFA)
    if selesai:
        query = query.where(c.status == StatusSinkron.SELESAI.value)
    number = _value(conn, query.order_by(c.id.desc()).limit(1))
    return None if number is None else readings.read(conn, number)
