"""Questions about resources that only a person can answer, with the candidates found at SatuSehat."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from shared.domain.sumber import Kandidat, Tanya
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.clock import db_now


def ask(
    conn: sa.Connection, faskes_id: int, sumber_id: int, alasan: Tanya, kandidat: Sequence[Kandidat]
) -> None:
    """Put a question, in the place of one about the same resource that is still open."""
    c = t.pertanyaan.c
    found = json.dumps([asdict(one) for one in kandidat])
    sealed = bodies.seal(conn, Tempat.KANDIDAT, sumber_id, text=found)
    values = {"alasan": alasan.value, "kandidat": sealed}
    open_one = sa.update(t.pertanyaan).where(c.sumber_id == sumber_id, c.dijawab.is_(None)).values(values)
    if conn.execute(open_one).rowcount == 0:
        conn.execute(
            sa.insert(t.pertanyaan).values(
                faskes_id=faskes_id, sumber_id=sumber_id, dibuat=db_now(), **values
            )
        )


def settle(conn: sa.Connection, sumber_id: int, jawaban: str, oleh: str) -> bool:
    """Close the open question about a resource; tell whether there was one."""
    c = t.pertanyaan.c
    result = conn.execute(
        sa.update(t.pertanyaan)
        .where(c.sumber_id == sumber_id, c.dijawab.is_(None))
        .values(jawaban=jawaban, dijawab=db_now(), oleh=oleh)
    )
    return result.rowcount > 0


def _query() -> sa.Select[Any]:
    c, s = t.pertanyaan.c, t.sumber.c
    return sa.select(
        c.id, c.sumber_id, c.alasan, c.kandidat, c.dibuat, s.tipe, s.kunci, s.job_id, s.ringkas, s.asal
    ).select_from(t.pertanyaan.join(t.sumber, s.id == c.sumber_id))


def _opened(conn: sa.Connection, row: Any) -> Any:
    """Return a row with its candidates as JSON text."""
    found = bodies.look(conn, Tempat.KANDIDAT, row.sumber_id, data=row.kandidat)
    return SimpleNamespace(**dict(row._mapping) | {"kandidat": found.teks or "[]"})


def open_ones(conn: sa.Connection, faskes_id: int, tipe: str | None = None) -> Sequence[Any]:
    """Read the open questions of a clinic, oldest first, of one type of resource or of all."""
    c = t.pertanyaan.c
    query = _query().where(c.faskes_id == faskes_id, c.dijawab.is_(None))
    if tipe is not None:
        query = query.where(t.sumber.c.tipe == tipe)
    return [_opened(conn, row) for row in conn.execute(query.order_by(c.id)).all()]


def open_one(conn: sa.Connection, faskes_id: int, pertanyaan_id: int) -> Any | None:
    """Read one open question."""
    c = t.pertanyaan.c
    query = _query().where(c.id == pertanyaan_id, c.faskes_id == faskes_id, c.dijawab.is_(None))
    row = conn.execute(query).one_or_none()
    return None if row is None else _opened(conn, row)


def of_sumber(conn: sa.Connection, sumber_ids: Sequence[int]) -> dict[int, int]:
    """Read the ids of the open questions about resources."""
    c = t.pertanyaan.c
    query = sa.select(c.sumber_id, c.id).where(c.sumber_id.in_(sumber_ids), c.dijawab.is_(None))
    return {row.sumber_id: row.id for row in conn.execute(query)}


def of_job(conn: sa.Connection, job_ids: Sequence[int]) -> dict[int, int]:
    """Read the ids of the open questions about what jobs deliver."""
    c, s = t.pertanyaan.c, t.sumber.c
    query = (
        sa.select(s.job_id, c.id)
        .select_from(t.pertanyaan.join(t.sumber, s.id == c.sumber_id))
        .where(s.job_id.in_(job_ids), c.dijawab.is_(None))
    )
    return {row.job_id: row.id for row in conn.execute(query)}


def count_open(conn: sa.Connection, faskes_id: int) -> int:
    """Count a clinic's open questions."""
    c = t.pertanyaan.c
    query = sa.select(sa.func.count()).where(c.faskes_id == faskes_id, c.dijawab.is_(None))
    return int(conn.execute(query).scalar_one())
