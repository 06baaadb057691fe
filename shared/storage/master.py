"""Clinics, rooms, doctors with their slots, and payers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from shared.domain.records import Dokter, Faskes, Ruangan
from shared.storage import tables as t
from shared.storage.upsert import upsert


def find_faskes(conn: sa.Connection, kode: str) -> Faskes | None:
    """Read a clinic by its code."""
    row = conn.execute(sa.select(t.faskes).where(t.faskes.c.kode == kode)).one_or_none()
    return Faskes(row.id, row.kode, row.nama, row.zona) if row else None


def all_faskes(conn: sa.Connection) -> tuple[Faskes, ...]:
    """Read every clinic of the storage."""
    return tuple(Faskes(r.id, r.kode, r.nama, r.zona) for r in conn.execute(sa.select(t.faskes)))


def save_faskes(conn: sa.Connection, kode: str, nama: str, zona: str) -> Faskes:
    """Add a clinic or bring its name and zone up to date."""
    upsert(conn, t.faskes, {"kode": kode}, {"nama": nama, "zona": zona})
    found = find_faskes(conn, kode)
    assert found is not None  # noqa: S101 - it was written one line above
    return found


def save_penjamin(conn: sa.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add payers or rename them."""
    for number, name in rows:
        upsert(conn, t.penjamin, {"id": number}, {"nama": name})


def all_penjamin(conn: sa.Connection) -> tuple[tuple[int, str], ...]:
    """Read the payers as pairs of id and name."""
    return tuple((r.id, r.nama) for r in conn.execute(sa.select(t.penjamin).order_by(t.penjamin.c.id)))


def _ruangan(row: sa.Row[tuple[object, ...]]) -> Ruangan:
    return Ruangan(row.id, row.kode, row.nama, row.jenis_kunjungan, row.prefix, row.kd_poli, row.nm_poli)


def all_ruangan(conn: sa.Connection, faskes_id: int) -> tuple[Ruangan, ...]:
    """Read the rooms of a clinic in the order they were added."""
    query = sa.select(t.ruangan).where(t.ruangan.c.faskes_id == faskes_id, t.ruangan.c.aktif)
    return tuple(_ruangan(row) for row in conn.execute(query.order_by(t.ruangan.c.id)))


def save_ruangan(conn: sa.Connection, faskes_id: int, kode: str, values: dict[str, object]) -> bool:
    """Add a room or change it; tell whether anything is different now."""
    return upsert(conn, t.ruangan, {"faskes_id": faskes_id, "kode": kode}, values)


def prefix_in_use(conn: sa.Connection, faskes_id: int, kode: str, prefix: str) -> str | None:
    """Name another room of the clinic that has this ticket prefix already."""
    query = sa.select(t.ruangan.c.kode).where(
        t.ruangan.c.faskes_id == faskes_id, t.ruangan.c.prefix == prefix, t.ruangan.c.kode != kode
    )
    return conn.execute(query).scalars().first()


def all_dokter(
    conn: sa.Connection, faskes_id: int, *, ruangan_id: int | None = None, tanggal: date
) -> tuple[Dokter, ...]:
    """Read the doctors of a clinic, or of one room, with their slots on a date."""
    query = sa.select(t.dokter).where(t.dokter.c.faskes_id == faskes_id, t.dokter.c.aktif)
    if ruangan_id is not None:
        query = query.where(t.dokter.c.ruangan_id == ruangan_id)
    rows = conn.execute(query.order_by(t.dokter.c.id)).all()
    day = sa.or_(t.jadwal.c.hari.is_(None), t.jadwal.c.hari == tanggal.weekday())
    slots: dict[int, list[str]] = {}
    for slot in conn.execute(
        sa.select(t.jadwal.c.dokter_id, t.jadwal.c.jam)
        .where(day, t.jadwal.c.dokter_id.in_([row.id for row in rows]))
        .order_by(t.jadwal.c.jam)
    ):
        slots.setdefault(slot.dokter_id, []).append(slot.jam)
    return tuple(
        Dokter(
            row.id, row.kode, row.nama, row.ruangan_id, row.kd_dokter, row.kodedokter,
            tuple(dict.fromkeys(slots.get(row.id, ()))),
        )
        for row in rows
    )  # fmt: skip


def save_dokter(
    conn: sa.Connection,
    faskes_id: int,
    kode: str,
    values: dict[str, object],
    jam: tuple[tuple[int | None, str], ...],
) -> bool:
    """Add a doctor or change him, slots included; tell whether anything is different now.

    *jam* holds pairs of weekday (0 is Monday, ``None`` every day) and slot.
    """
    changed = upsert(conn, t.dokter, {"faskes_id": faskes_id, "kode": kode}, values)
    doctor = conn.execute(
        sa.select(t.dokter.c.id).where(t.dokter.c.faskes_id == faskes_id, t.dokter.c.kode == kode)
    ).scalar_one()
    old = {
        (row.hari, row.jam)
        for row in conn.execute(
            sa.select(t.jadwal.c.hari, t.jadwal.c.jam).where(t.jadwal.c.dokter_id == doctor)
        )
    }
    if old == set(jam):
        return changed
    conn.execute(sa.delete(t.jadwal).where(t.jadwal.c.dokter_id == doctor))
    for hari, slot in sorted(set(jam), key=str):
        conn.execute(sa.insert(t.jadwal).values(dokter_id=doctor, hari=hari, jam=slot))
    return True
