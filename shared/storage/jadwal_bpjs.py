"""Polis, doctors and slots of Antrean FKTP by date, as BPJS gave them last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from shared.domain.referensi import Baris, BarisJadwal, JenisReferensi
from shared.domain.sinkron import DokterHari, PoliHari, SlotHari
from shared.storage.referensi import Hitungan
from shared.storage.tables_referensi import jadwal_bpjs, poli_bpjs, sinkron
from shared.storage.upsert import upsert

_KEPT = timedelta(days=31)
"""How long the schedules of days gone by are kept."""


def save_polis(
    conn: sa.Connection, faskes_id: int, tanggal: date, sinkron_id: int, rows: Sequence[Baris]
) -> Hitungan:
    """Keep the polis of a date; a poli is not counted as a row of the schedule."""
    for row in rows:
        key = {"faskes_id": faskes_id, "tanggal": tanggal, "kodepoli": row.kode}
        upsert(conn, poli_bpjs, key, {"namapoli": row.nama, "dilihat": sinkron_id})
    return Hitungan()


def save_slots(
    conn: sa.Connection,
    faskes_id: int,
    tanggal: date,
    kodepoli: str,
    sinkron_id: int,
    rows: Sequence[BarisJadwal],
) -> Hitungan:
    """Keep the slots of one poli's doctors on a date."""
    c = jadwal_bpjs.c
    added = changed = 0
    old = {
        (row.kodedokter, row.jampraktek): (row.namadokter, row.kapasitas)
        for row in conn.execute(
            sa.select(c.kodedokter, c.jampraktek, c.namadokter, c.kapasitas).where(
                c.faskes_id == faskes_id, c.tanggal == tanggal, c.kodepoli == kodepoli
            )
        )
    }
    for (kodedokter, jam), row in {(row.kodedokter, row.jampraktek): row for row in rows}.items():
        there = old.get((kodedokter, jam))
        added += there is None
        changed += there is not None and there != (row.namadokter, row.kapasitas)
        key = {
            "faskes_id": faskes_id, "tanggal": tanggal, "kodepoli": kodepoli,
            "kodedokter": kodedokter, "jampraktek": jam,
        }  # fmt: skip
        values = {"namadokter": row.namadokter, "kapasitas": row.kapasitas, "dilihat": sinkron_id}
        upsert(conn, jadwal_bpjs, key, values)
    return Hitungan(added, changed)


def sweep(conn: sa.Connection, faskes_id: int, tanggal: date, sinkron_id: int, hari_ini: date) -> int:
    """Take away what a complete synchronisation has not seen on its date; returns how many slots.

    Dates long gone go with it, their synchronisations too.
    """
    old = hari_ini - _KEPT
    gone = 0
    for table in (jadwal_bpjs, poli_bpjs):
        c = table.c
        here = sa.and_(c.faskes_id == faskes_id, c.tanggal == tanggal, c.dilihat != sinkron_id)
        result = conn.execute(sa.delete(table).where(here))
        gone += result.rowcount if table is jadwal_bpjs else 0
        conn.execute(sa.delete(table).where(c.faskes_id == faskes_id, c.tanggal < old))
    c = sinkron.c
    conn.execute(
        sa.delete(sinkron).where(
            c.faskes_id == faskes_id, c.jenis == JenisReferensi.JADWAL.value, c.kunci < old.isoformat(),
            c.status.not_in(["menunggu", "jalan"]),
        )
    )  # fmt: skip
    return gone


def day(conn: sa.Connection, faskes_id: int, tanggal: date) -> tuple[PoliHari, ...]:
    """Read the schedule of a date: every poli with its doctors and their slots."""
    p, j = poli_bpjs.c, jadwal_bpjs.c
    slots: dict[str, dict[int, list[Any]]] = {}
    query = sa.select(jadwal_bpjs).where(j.faskes_id == faskes_id, j.tanggal == tanggal)
    for row in conn.execute(query.order_by(j.kodepoli, j.namadokter, j.kodedokter, j.jampraktek)):
        slots.setdefault(row.kodepoli, {}).setdefault(row.kodedokter, []).append(row)
    polis = sa.select(p.kodepoli, p.namapoli).where(p.faskes_id == faskes_id, p.tanggal == tanggal)
    return tuple(
        PoliHari(
            poli.kodepoli,
            poli.namapoli,
            tuple(
                DokterHari(
                    number, rows[0].namadokter, tuple(SlotHari(row.jampraktek, row.kapasitas) for row in rows)
                )
                for number, rows in slots.get(poli.kodepoli, {}).items()
            ),
        )
        for poli in conn.execute(polis.order_by(p.kodepoli))
    )


def doctors(conn: sa.Connection, faskes_id: int, kodepoli: str | None) -> tuple[tuple[int, str], ...]:
    """Read number and name of every doctor on the stored dates, of one poli or of all."""
    c = jadwal_bpjs.c
    query = sa.select(c.kodedokter, sa.func.max(c.namadokter)).where(c.faskes_id == faskes_id)
    if kodepoli is not None:
        query = query.where(c.kodepoli == kodepoli)
    rows = conn.execute(query.group_by(c.kodedokter).order_by(c.kodedokter))
    return tuple((int(number), str(name)) for number, name in rows)


def polis(conn: sa.Connection, faskes_id: int) -> tuple[tuple[str, str], ...]:
    """Read code and name of every poli on the stored dates."""
    c = poli_bpjs.c
    query = sa.select(c.kodepoli, sa.func.max(c.namapoli)).where(c.faskes_id == faskes_id)
    return tuple((str(code), str(name)) for code, name in conn.execute(query.group_by(c.kodepoli)))


def slots(
    conn: sa.Connection, faskes_id: int, kodedokter: int, kodepoli: str | None, mulai: date
) -> dict[date, tuple[str, ...]]:
    """Read a doctor's slots on the stored dates from *mulai* on, of one poli or of all."""
    c = jadwal_bpjs.c
    query = sa.select(c.tanggal, c.jampraktek).where(
        c.faskes_id == faskes_id, c.kodedokter == kodedokter, c.tanggal >= mulai
    )
    if kodepoli is not None:
        query = query.where(c.kodepoli == kodepoli)
    found: dict[date, tuple[str, ...]] = {}
    for row in conn.execute(query.order_by(c.tanggal, c.jampraktek)):
        found[row.tanggal] = (*found.get(row.tanggal, ()), row.jampraktek)
    return found
