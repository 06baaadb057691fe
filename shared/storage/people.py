"""Patients, and the people who use the program."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from shared.domain.records import Pasien
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.harmless import like
from shared.storage.upsert import upsert


def read_pasien(row: sa.Row[Any]) -> Pasien:
    """Make a patient of a row."""
    return Pasien(
        row.id, row.norm, row.nama, row.nik, row.no_kartu, row.no_hp, row.jenis_kelamin,
        row.tanggal_lahir, row.kd_provider, row.penjamin_id,
    )  # fmt: skip


def find_pasien(conn: sa.Connection, faskes_id: int, norm: str) -> Pasien | None:
    """Read a patient by medical record number."""
    row = conn.execute(
        sa.select(t.pasien).where(t.pasien.c.faskes_id == faskes_id, t.pasien.c.norm == norm)
    ).one_or_none()
    return read_pasien(row) if row else None


def search_pasien(conn: sa.Connection, faskes_id: int, text: str, limit: int) -> tuple[Pasien, ...]:
    """Find patients by part of norm, name, NIK or card number, exact norms first, then by name."""
    pattern = like(text.strip())
    c = t.pasien.c
    hits = [c.norm.ilike(pattern, escape="!"), c.nama.ilike(pattern, escape="!")]
    if text.strip().isdigit():
        hits += [c.nik.like(pattern, escape="!"), c.no_kartu.like(pattern, escape="!")]
    query = sa.select(t.pasien).where(c.faskes_id == faskes_id, sa.or_(*hits))
    query = query.order_by(sa.case((c.norm == text.strip(), 0), else_=1), c.nama, c.id).limit(limit)
    return tuple(read_pasien(row) for row in conn.execute(query))


def save_pasien(conn: sa.Connection, faskes_id: int, norm: str, values: dict[str, Any]) -> bool:
    """Add a patient or bring the row up to date; tell whether anything is different now."""
    return upsert(conn, t.pasien, {"faskes_id": faskes_id, "norm": norm}, values)


def find_pengguna(conn: sa.Connection, nama: str) -> sa.Row[Any] | None:
    """Read a user's row by name."""
    return conn.execute(sa.select(t.pengguna).where(t.pengguna.c.nama == nama)).one_or_none()


def add_pengguna(conn: sa.Connection, nama: str, peran: str, sandi: str | None, izin: str) -> int | None:
    """Add a user; *sandi* is a password hash, *izin* a JSON list. ``None``: the name is taken."""
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    row = insert(t.pengguna).values(nama=nama, peran=peran, sandi=sandi, izin=izin, dibuat=db_now())
    taken = row.on_conflict_do_nothing(index_elements=["nama"]).returning(t.pengguna.c.id)
    return conn.execute(taken).scalar_one_or_none()


def change_pengguna(conn: sa.Connection, pengguna_id: int, values: dict[str, Any]) -> None:
    """Change columns of a user's row."""
    conn.execute(sa.update(t.pengguna).where(t.pengguna.c.id == pengguna_id).values(**values))


def all_pengguna(conn: sa.Connection, *, lock: bool = False) -> tuple[sa.Row[Any], ...]:
    """Read every user's row; with *lock* nobody else changes one until the transaction ends."""
    query = sa.select(t.pengguna).order_by(t.pengguna.c.nama)
    return tuple(conn.execute(query.with_for_update() if lock else query))


def anybody(conn: sa.Connection) -> bool:
    """Tell whether there is a user who could sign in."""
    c = t.pengguna.c
    query = sa.select(sa.literal(1)).where(c.aktif, c.sandi.isnot(None)).limit(1)
    return conn.execute(query).scalar() is not None


def counters(conn: sa.Connection, faskes_id: int) -> tuple[str, ...]:
    """Read the names of the counters of the last few hundred calls, short ones first."""
    c = t.panggilan.c
    calls = sa.select(c.loket).join(t.antrean, t.antrean.c.id == c.antrean_id)
    calls = calls.where(t.antrean.c.faskes_id == faskes_id).order_by(c.id.desc()).limit(300)
    found = {name for name in conn.execute(calls).scalars() if name}
    return tuple(sorted(found, key=lambda name: (len(name), name))[:9])
