"""How jobs of different tickets hang together: the same card at the same poli on the same day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from shared.domain.status import JenisJob
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat

_LIVE = ["menunggu", "proses", "tak_pasti"]


def ticket_row(conn: sa.Connection, antrean_id: int) -> Any:
    """Read a ticket's own row: pasien_id, tanggal, alasan."""
    c = t.antrean.c
    return conn.execute(sa.select(c.pasien_id, c.tanggal, c.alasan).where(c.id == antrean_id)).one()


def repoint(conn: sa.Connection, old: int, new: int) -> None:
    """Make live jobs that wait for job *old* wait for job *new* until it is over."""
    c = t.job.c
    conn.execute(
        sa.update(t.job)
        .where(c.setelah_id == old, c.id != new, c.status.in_(_LIVE), c.setelah_no.is_(None))
        .values(setelah_id=new)
    )


def pending_of_key(
    conn: sa.Connection, faskes_id: int, tanggal: date, no_kartu: str, kd_poli: str, jenis: Sequence[JenisJob]
) -> int | None:
    """Find the newest live job, of one of the types, of a cancelled ticket with the same BPJS key.

    The cancelled tickets stay locked until the transaction ends: an outcome that is being written
    may add the very undo that must be waited for.
    """
    j, a, p, r = t.job.c, t.antrean.c, t.pasien.c, t.ruangan.c
    cancelled = (
        sa.select(a.id)
        .select_from(t.antrean.join(t.pasien, p.id == a.pasien_id).join(t.ruangan, r.id == a.ruangan_id))
        .where(
            p.faskes_id == faskes_id,
            p.no_kartu == no_kartu,
            a.tanggal == tanggal,
            a.status == "batal",
            r.kd_poli == kd_poli,
        )
        .order_by(a.id)
        .with_for_update(of=t.antrean)
    )
    tickets = conn.execute(cancelled).scalars().all()
    if not tickets:
        return None
    live = sa.select(sa.func.max(j.id)).where(
        j.antrean_id.in_(tickets), j.status.in_(_LIVE), j.jenis.in_([kind.value for kind in jenis])
    )
    return conn.execute(live).scalar()


def successor(conn: sa.Connection, antrean_id: int, jenis: JenisJob) -> str | None:
    """Name the live ticket that now stands at BPJS in place of a cancelled one.

    That is a later ticket of the same card, poli and date whose own job of the type *jenis* has
    been attempted: taking the old one back would take the new one away.
    """
    a, p, r = t.antrean.c, t.pasien.c, t.ruangan.c
    old = conn.execute(
        sa.select(a.faskes_id, a.tanggal, p.no_kartu, r.kd_poli)
        .select_from(t.antrean.join(t.pasien, p.id == a.pasien_id).join(t.ruangan, r.id == a.ruangan_id))
        .where(a.id == antrean_id)
    ).one()
    query = (
        sa.select(a.tiket)
        .select_from(t.antrean.join(t.job, t.job.c.antrean_id == a.id))
        .where(
            a.faskes_id == old.faskes_id,
            a.tanggal == old.tanggal,
            a.kunci_bpjs == f"{old.no_kartu}|{old.kd_poli}",
            a.id != antrean_id,
            t.job.c.jenis == jenis.value,
            t.job.c.percobaan > 0,
        )
    )
    return conn.execute(query).scalars().first()


def live_job(conn: sa.Connection, antrean_id: int, jenis: JenisJob) -> int | None:
    """Find the live job of a type of a ticket."""
    c = t.job.c
    query = sa.select(c.id).where(c.antrean_id == antrean_id, c.jenis == jenis.value, c.status.in_(_LIVE))
    return conn.execute(query).scalar()


def wait_for(conn: sa.Connection, job_id: int, ahead: int) -> None:
    """Let a job wait until another is over."""
    conn.execute(sa.update(t.job).where(t.job.c.id == job_id).values(setelah_id=ahead, setelah_no=None))


def edited_body(conn: sa.Connection, antrean_id: int, jenis: JenisJob) -> str | None:
    """Read the body a person made for a ticket's newest job of a type, ``None`` without one."""
    j = t.job.c
    newest = sa.select(sa.func.max(j.id)).where(j.antrean_id == antrean_id, j.jenis == jenis.value)
    m = t.muatan.c
    query = (
        sa.select(m.job_id, m.versi, m.isi)
        .select_from(t.job.join(t.muatan, m.id == j.muatan_id))
        .where(j.id == newest.scalar_subquery(), m.isi.is_not(None))
    )
    row = conn.execute(query).one_or_none()
    return None if row is None else bodies.read(conn, Tempat.MUATAN, row.job_id, row.versi, data=row.isi)
