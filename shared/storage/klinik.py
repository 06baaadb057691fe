"""The clinic's rows as SatuSehat's resources are made of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from shared.domain.records import Pasien
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat


def rooms(conn: sa.Connection, faskes_id: int) -> Sequence[Any]:
    """Read the rooms in use: kode, nama."""
    c = t.ruangan.c
    return conn.execute(
        sa.select(c.kode, c.nama).where(c.faskes_id == faskes_id, c.aktif).order_by(c.id)
    ).all()


def doctors(conn: sa.Connection, faskes_id: int) -> Sequence[Any]:
    """Read the doctors in use: kode, nama, nik."""
    c = t.dokter.c
    query = sa.select(c.kode, c.nama, c.nik).where(c.faskes_id == faskes_id, c.aktif)
    return conn.execute(query.order_by(c.id)).all()


def _pasien(row: Any) -> Pasien:
    return Pasien(
        row.id, row.norm, row.nama, row.nik, row.no_kartu, row.no_hp, row.jenis_kelamin, row.tanggal_lahir,
        row.kd_provider, row.penjamin_id,
    )  # fmt: skip


def patient(conn: sa.Connection, pasien_id: int) -> Pasien:
    """Read one patient."""
    return _pasien(conn.execute(sa.select(t.pasien).where(t.pasien.c.id == pasien_id)).one())


def patients(conn: sa.Connection, faskes_id: int, sesudah: int, banyak: int) -> tuple[Pasien, ...]:
    """Read the next *banyak* patients after an id."""
    c = t.pasien.c
    query = sa.select(t.pasien).where(c.faskes_id == faskes_id, c.id > sesudah).order_by(c.id).limit(banyak)
    return tuple(_pasien(row) for row in conn.execute(query))


def of_nik(conn: sa.Connection, faskes_id: int, nik: str) -> int | None:
    """Find the one patient of a NIK; ``None`` when there is none, or more than one."""
    c = t.pasien.c
    query = sa.select(c.id).where(c.faskes_id == faskes_id, c.nik == nik).limit(2)
    found = conn.execute(query).scalars().all() if nik else []
    return found[0] if len(found) == 1 else None


def of_resource(conn: sa.Connection, faskes_id: int, kunci: str) -> int | None:
    """Find the patient whose Patient resource has a local id."""
    s = t.sumber.c
    query = (
        sa.select(t.job.c.pasien_id)
        .select_from(t.sumber.join(t.job, t.job.c.id == s.job_id))
        .where(s.faskes_id == faskes_id, s.tipe == "Patient", s.kunci == kunci)
    )
    return conn.execute(query).scalar()


def ticket(conn: sa.Connection, faskes_id: int, antrean_id: int) -> Any | None:
    """Read a ticket with its room, doctor, patient and the newest visit record that stands for it."""
    a, p, r, d, k = t.antrean.c, t.pasien.c, t.ruangan.c, t.dokter.c, t.kunjungan.c
    visit = (
        sa.select(k.id)
        .where(k.antrean_id == a.id, k.kunci.is_not(None))
        .order_by(k.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(
            a.status, a.tiket, a.tanggal, a.dibuat, a.diubah, a.dipanggil, a.pasien_id, p.norm, p.nama,
            r.kode.label("ruangan"), r.nama.label("nama_ruangan"), r.jenis_kunjungan,
            d.kode.label("dokter"), d.nama.label("nama_dokter"), d.nik.label("nik_dokter"),
            visit.label("kunjungan_id"),
        )
        .select_from(
            t.antrean.join(t.pasien, p.id == a.pasien_id)
            .join(t.ruangan, r.id == a.ruangan_id)
            .outerjoin(t.dokter, d.id == a.dokter_id)
        )
        .where(a.id == antrean_id, a.faskes_id == faskes_id)
    )  # fmt: skip
    return conn.execute(query).one_or_none()


def visit_record(conn: sa.Connection, kunjungan_id: int) -> dict[str, Any] | None:
    """Read a visit's record as it was imported, ``None`` when it was removed after its time."""
    data = conn.execute(sa.select(t.kunjungan.c.isi).where(t.kunjungan.c.id == kunjungan_id)).scalar()
    if data is None:
        return None
    found = json.loads(bodies.read(conn, Tempat.KUNJUNGAN, kunjungan_id, data=data))
    return found if isinstance(found, dict) else None
