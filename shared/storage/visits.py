"""Imported visits: their rows, and the number PCare gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from shared.domain.records import Kunjungan
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.clock import db_now


def _record(row: Any) -> Kunjungan:
    return Kunjungan(
        row.id, row.no_kartu, row.tanggal, row.kd_poli, row.no_kunjungan, row.antrean_id, row.pasien_id
    )


def key(no_kartu: str, kd_poli: str) -> str:
    """What a clinic can have one visit of a day for."""
    return f"{no_kartu}|{kd_poli}"


def visit(conn: sa.Connection, kunjungan_id: int, faskes_id: int | None = None) -> Kunjungan | None:
    """Read a visit, of one clinic if it is named."""
    c = t.kunjungan.c
    query = sa.select(t.kunjungan).where(c.id == kunjungan_id)
    if faskes_id is not None:
        query = query.where(c.faskes_id == faskes_id)
    row = conn.execute(query).one_or_none()
    return None if row is None else _record(row)


def standing(conn: sa.Connection, faskes_id: int, tanggal: date, kunci: str) -> tuple[int, str] | None:
    """Find the visit that stands under a key: its id and its body as imported."""
    c = t.kunjungan.c
    row = conn.execute(
        sa.select(c.id, c.isi).where(c.faskes_id == faskes_id, c.tanggal == tanggal, c.kunci == kunci)
    ).one_or_none()
    if row is None:
        return None
    return row.id, bodies.look(conn, Tempat.KUNJUNGAN, row.id, data=row.isi).teks


def add(conn: sa.Connection, faskes_id: int, *, isi: str, **values: Any) -> int | None:
    """Keep an imported visit and return its id, or ``None`` when one stands under its key."""
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    row = insert(t.kunjungan).values(faskes_id=faskes_id, dibuat=db_now(), **values)
    taken = row.on_conflict_do_nothing(index_elements=["faskes_id", "tanggal", "kunci"])
    number = conn.execute(taken.returning(t.kunjungan.c.id)).scalar_one_or_none()
    if number is not None:
        # Only now is it known which row the body belongs to.
        sealed = bodies.seal(conn, Tempat.KUNJUNGAN, number, text=isi)
        conn.execute(sa.update(t.kunjungan).where(t.kunjungan.c.id == number).values(isi=sealed))
    return number


def set_number(conn: sa.Connection, kunjungan_id: int, nomor: str) -> None:
    """Keep the number PCare gave a visit."""
    conn.execute(sa.update(t.kunjungan).where(t.kunjungan.c.id == kunjungan_id).values(no_kunjungan=nomor))


def rekey(conn: sa.Connection, kunjungan_id: int, tanggal: date, no_kartu: str, kd_poli: str) -> bool:
    """Let a visit be of another card, date or poli; ``False`` when one stands there.

    The transaction is of no use then.
    """
    try:
        conn.execute(
            sa.update(t.kunjungan)
            .where(t.kunjungan.c.id == kunjungan_id)
            .values(tanggal=tanggal, no_kartu=no_kartu, kd_poli=kd_poli, kunci=key(no_kartu, kd_poli))
        )
    except IntegrityError:
        return False
    return True


def removed(conn: sa.Connection, kunjungan_id: int) -> None:
    """Note that a visit is gone at PCare: another may be imported in its place."""
    conn.execute(sa.update(t.kunjungan).where(t.kunjungan.c.id == kunjungan_id).values(kunci=None))


def jobs_of(conn: sa.Connection, kunjungan_id: int) -> list[tuple[int, str, str]]:
    """Read the jobs of a visit, oldest first: id, type, status."""
    c = t.job.c
    query = sa.select(c.id, c.jenis, c.status).where(c.kunjungan_id == kunjungan_id).order_by(c.id)
    return [(row.id, row.jenis, row.status) for row in conn.execute(query)]


def whose(conn: sa.Connection, faskes_id: int, no_kartu: str) -> int | None:
    """Find the one patient of a card number; ``None`` when there is none, or more than one."""
    c = t.pasien.c
    found = conn.execute(
        sa.select(c.id).where(c.faskes_id == faskes_id, c.no_kartu == no_kartu).limit(2)
    ).scalars().all()  # fmt: skip
    return found[0] if len(found) == 1 else None


def ticket_of(
    conn: sa.Connection, faskes_id: int, tanggal: date, no_kartu: str, kd_poli: str
) -> tuple[int, int] | None:
    """Find the ticket a visit belongs to: its id and its patient's."""
    c = t.antrean.c
    kunci = t.antrean.c.kunci_bpjs
    row = conn.execute(
        sa.select(c.id, c.pasien_id).where(
            c.faskes_id == faskes_id, c.tanggal == tanggal, kunci == key(no_kartu, kd_poli)
        )
    ).one_or_none()
    return None if row is None else (row.id, row.pasien_id)


def lock(conn: sa.Connection, kunjungan_id: int) -> None:
    """Hold a visit's row until the transaction ends; SQLite's write transaction holds everything."""
    if conn.dialect.name == "postgresql":
        c = t.kunjungan.c
        conn.execute(sa.select(c.id).where(c.id == kunjungan_id).with_for_update())


def unknown(conn: sa.Connection, kunjungan_id: int) -> bool:
    """Tell whether a visit's job ended without anybody knowing whether PCare has it."""
    c = t.job.c
    query = sa.select(c.id).where(
        c.kunjungan_id == kunjungan_id, c.jenis == "kunjungan_pcare", c.kelas == "tak_pasti"
    )
    return conn.execute(query.limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class BarisKunjungan:
    """One imported visit of a list, with the status of its newest job."""

    id: int
    tanggal: date
    norm: str
    nama: str
    kd_poli: str
    no_kunjungan: str
    jenis: str
    status: str
    job_id: int


def visits_of_day(conn: sa.Connection, faskes_id: int, tanggal: date | None) -> tuple[BarisKunjungan, ...]:
    """List the imported visits of a date, or of all, newest first."""
    k, p, j = t.kunjungan.c, t.pasien.c, t.job.c
    newest = (
        sa.select(sa.func.max(j.id)).where(j.kunjungan_id == k.id).correlate(t.kunjungan).scalar_subquery()
    )
    query = (
        sa.select(
            k.id, k.tanggal, p.norm, p.nama, k.kd_poli, k.no_kunjungan, j.jenis, j.status, j.id.label("job")
        )
        .select_from(t.kunjungan.outerjoin(t.pasien, p.id == k.pasien_id).join(t.job, j.id == newest))
        .where(k.faskes_id == faskes_id)
        .order_by(k.id.desc())
    )
    if tanggal is not None:
        query = query.where(k.tanggal == tanggal)
    return tuple(
        BarisKunjungan(
            r.id,
            r.tanggal,
            r.norm or "",
            r.nama or "",
            r.kd_poli,
            r.no_kunjungan or "",
            r.jenis,
            r.status,
            r.job,
        )
        for r in conn.execute(query)
    )
