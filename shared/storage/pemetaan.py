"""Rooms and doctors with what they are mapped to at BPJS, and the jobs that wait for a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from shared.domain.pemetaan import Slot
from shared.domain.status import Kelas, StatusJob
from shared.storage import tables as t


def _waiting(*where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    j = t.job.c
    return (
        sa.select(sa.func.count())
        .select_from(t.job.join(t.antrean, t.antrean.c.id == j.antrean_id))
        .where(
            j.status == StatusJob.GAGAL.value, j.kelas == Kelas.PEMETAAN.value,
            t.antrean.c.status != "batal", *where,
        )
        .scalar_subquery()
    )  # fmt: skip


def rooms(conn: sa.Connection, faskes_id: int, kode: str | None = None) -> Sequence[Any]:
    """Read rooms: id, kode, nama, jenis_kunjungan, kd_poli, nm_poli and how many jobs wait (menunggu)."""
    c = t.ruangan.c
    waits = _waiting(t.job.c.faskes_id == faskes_id, t.antrean.c.ruangan_id == c.id).label("menunggu")
    query = sa.select(c.id, c.kode, c.nama, c.jenis_kunjungan, c.kd_poli, c.nm_poli, waits).where(
        c.faskes_id == faskes_id, c.aktif
    )
    if kode is not None:
        query = query.where(c.kode == kode)
    return conn.execute(query.order_by(c.id)).all()


def doctors(conn: sa.Connection, faskes_id: int, kode: str | None = None) -> Sequence[Any]:
    """Read doctors: id, kode, nama, kd_dokter, kodedokter, their room, how many jobs wait (menunggu)."""
    c, r = t.dokter.c, t.ruangan.c
    waits = _waiting(t.job.c.faskes_id == faskes_id, t.antrean.c.dokter_id == c.id).label("menunggu")
    query = (
        sa.select(
            c.id, c.kode, c.nama, c.kd_dokter, c.kodedokter, r.kode.label("ruangan"), r.kd_poli,
            r.jenis_kunjungan, waits,
        )
        .select_from(t.dokter.join(t.ruangan, r.id == c.ruangan_id))
        .where(c.faskes_id == faskes_id, c.aktif)
    )  # fmt: skip
    if kode is not None:
        query = query.where(c.kode == kode)
    return conn.execute(query.order_by(c.id)).all()


def slots(conn: sa.Connection, ids: Sequence[int]) -> dict[int, tuple[Slot, ...]]:
    """Read the slots of doctors, all weekdays."""
    c = t.jadwal.c
    found: dict[int, tuple[Slot, ...]] = {}
    query = sa.select(c.dokter_id, c.hari, c.jam).where(c.dokter_id.in_(ids))
    for row in conn.execute(query.order_by(c.dokter_id, c.hari, c.jam)):
        found[row.dokter_id] = (*found.get(row.dokter_id, ()), (row.hari, row.jam))
    return found


def waiting_tickets(
    conn: sa.Connection, faskes_id: int, *, ruangan_id: int | None = None, dokter_id: int | None = None
) -> tuple[int, ...]:
    """Read the tickets of a room or a doctor of which a job waits for a mapping."""
    j, a = t.job.c, t.antrean.c
    query = (
        sa.select(a.id)
        .distinct()
        .select_from(t.job.join(t.antrean, a.id == j.antrean_id))
        .where(j.faskes_id == faskes_id, j.status == StatusJob.GAGAL.value, j.kelas == Kelas.PEMETAAN.value)
    )
    if ruangan_id is not None:
        query = query.where(a.ruangan_id == ruangan_id)
    if dokter_id is not None:
        query = query.where(a.dokter_id == dokter_id)
    return tuple(conn.execute(query.order_by(a.id)).scalars())
