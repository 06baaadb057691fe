"""Attempts to sign in: failures are counted, and held back, by the database's clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from shared.domain.masuk import LUPA, Kunci, jeda
from shared.storage import tables as t
from shared.storage.clock import now

_KEPT = 24 * 3600_000


def held(conn: sa.Connection, keys: Sequence[Kunci]) -> int:
    """Read how long nothing may be tried yet, in milliseconds; 0 when nothing holds."""
    c = t.percobaan_masuk.c
    until = conn.execute(
        sa.select(sa.func.max(c.sampai)).where(c.kunci.in_([k.kunci for k in keys]))
    ).scalar()
    return max(0, int(until) - now(conn)) if until else 0


def failures(conn: sa.Connection, key: str) -> int:
    """Read how many failures of a key still count."""
    c = t.percobaan_masuk.c
    query = sa.select(c.gagal).where(c.kunci == key, c.terakhir >= now(conn) - LUPA)
    return int(conn.execute(query).scalar() or 0)


def failed(conn: sa.Connection, keys: Sequence[Kunci]) -> None:
    """Count a failure for each key, and hold back those that had their free ones."""
    moment = now(conn)
    c = t.percobaan_masuk.c
    conn.execute(sa.delete(t.percobaan_masuk).where(c.terakhir < moment - _KEPT))
    for key in sorted(keys, key=lambda key: key.kunci):  # in one order: no two wait for each other
        count = conn.execute(_counted(conn, key.kunci, moment)).scalar_one()
        until = moment + jeda(count, key.bebas)
        conn.execute(sa.update(t.percobaan_masuk).where(c.kunci == key.kunci).values(sampai=until))


def _counted(conn: sa.Connection, key: str, moment: int) -> Any:
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    c = t.percobaan_masuk.c
    row = insert(t.percobaan_masuk).values(kunci=key, gagal=1, terakhir=moment, sampai=0)
    again = sa.case((c.terakhir < moment - LUPA, 1), else_=c.gagal + 1)
    counted = row.on_conflict_do_update(index_elements=["kunci"], set_={"gagal": again, "terakhir": moment})
    return counted.returning(c.gagal)


def forget(conn: sa.Connection, keys: Sequence[str]) -> None:
    """Forget the failures of keys."""
    conn.execute(sa.delete(t.percobaan_masuk).where(t.percobaan_masuk.c.kunci.in_(keys)))
