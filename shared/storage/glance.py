"""The day at a glance: attempts per quarter hour and service, and when the gates were shut."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from shared.domain.pantau import Perempat
from shared.storage import tables as t

QUARTER_MS = 15 * 60_000
NOT_FAILED = ("berhasil", "duplikat", "dibatalkan")
"""Classes of an attempt that are no failure."""


@dataclass(frozen=True, slots=True)
class GerakGerbang:
    """A gate that turned to another state, at a moment in Unix milliseconds."""

    layanan: str
    status: str
    penyebab: str
    pada: int


def quarters(conn: sa.Connection, faskes_id: int, dari: int, sampai: int) -> tuple[Perempat, ...]:
    """Count the attempts that began between two moments, by service and quarter hour."""
    p, j = t.percobaan.c, t.job.c
    slot = ((p.mulai - dari) // QUARTER_MS).label("slot")
    bad = sa.case((sa.and_(p.selesai.is_not(None), p.kelas.not_in(NOT_FAILED)), 1), else_=0)
    query = (
        sa.select(j.layanan, slot, sa.func.count(), sa.func.sum(bad))
        .select_from(t.percobaan.join(t.job, j.id == p.job_id))
        .where(p.mulai >= dari, p.mulai < sampai, j.faskes_id == faskes_id)
        .group_by(j.layanan, slot)
        .order_by(j.layanan, slot)
    )
    return tuple(Perempat(row[0], int(row[1]), int(row[2]), int(row[3])) for row in conn.execute(query))


def gate_moves(conn: sa.Connection, faskes_id: int, dari: int, sampai: int) -> tuple[GerakGerbang, ...]:
    """Read how the gates moved before *sampai*: the last move before *dari* of each, and all since."""
    c = t.gerbang_riwayat.c
    before = sa.select(sa.func.max(c.id)).where(c.faskes_id == faskes_id, c.pada < dari).group_by(c.layanan)
    query = (
        sa.select(t.gerbang_riwayat)
        .where(
            c.faskes_id == faskes_id,
            c.pada < sampai,
            sa.or_(c.pada >= dari, c.id.in_(before)),
        )
        .order_by(c.pada, c.id)
    )
    return tuple(GerakGerbang(r.layanan, r.status, r.penyebab, r.pada) for r in conn.execute(query))
