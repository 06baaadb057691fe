"""Workers and their heartbeats, by the database's clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.papan import ALIVE_MS

_FORGET_MS = 7 * 86_400_000


def register(conn: sa.Connection, worker: str, host: str, pid: int, mulai_proses: str, utas: int) -> None:
    """Add a worker, and forget those that ended more than a week ago."""
    c = t.pekerja.c
    conn.execute(sa.delete(t.pekerja).where(c.detak < db_now() - _FORGET_MS))
    conn.execute(
        sa.insert(t.pekerja).values(
            id=worker, host=host, pid=pid, mulai_proses=mulai_proses,
            mulai=db_now(), detak=db_now(), status="jalan", utas=utas,
        )
    )  # fmt: skip


def beat(conn: sa.Connection, worker: str, status: str) -> None:
    """Say that a worker is alive."""
    conn.execute(sa.update(t.pekerja).where(t.pekerja.c.id == worker).values(detak=db_now(), status=status))


def leave(conn: sa.Connection, worker: str) -> None:
    """Write down that a worker has ended."""
    conn.execute(sa.update(t.pekerja).where(t.pekerja.c.id == worker).values(status="berhenti"))


def on_host(conn: sa.Connection, host: str) -> Sequence[Any]:
    """Read the workers of a machine that did not say goodbye: id, pid, mulai_proses."""
    c = t.pekerja.c
    return conn.execute(
        sa.select(c.id, c.pid, c.mulai_proses).where(c.host == host, c.status != "berhenti")
    ).all()


def alive(conn: sa.Connection) -> tuple[int, int | None]:
    """Count the workers alive, and tell the age in milliseconds of the newest heartbeat of any."""
    c = t.pekerja.c
    row = conn.execute(
        sa.select(
            sa.func.coalesce(
                sa.func.sum(
                    sa.case((sa.and_(c.detak > db_now() - ALIVE_MS, c.status != "berhenti"), 1), else_=0)
                ),
                0,
            ),
            db_now() - sa.func.max(c.detak),
        )
    ).one()
    return int(row[0]), None if row[1] is None else int(row[1])


def threads_alive(conn: sa.Connection) -> int:
    """Count the threads of the workers alive."""
    c = t.pekerja.c
    query = sa.select(sa.func.coalesce(sa.func.sum(c.utas), 0))
    alive = query.where(c.detak > db_now() - ALIVE_MS, c.status != "berhenti")
    return int(conn.execute(alive).scalar_one())
