"""Lists and counts of jobs for the people who watch them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from shared.domain.status import FAILED_JOB, LIVE_JOB, JenisJob, StatusJob
from shared.storage import tables as t
from shared.storage.people import like


@dataclass(frozen=True, slots=True)
class SaringJob:
    """Which jobs are asked for. Without a date and *semua_tanggal* the clinic's today is meant."""

    jenis: JenisJob | None = None
    tanggal: date | None = None
    semua_tanggal: bool = False
    norm: str = ""
    status: frozenset[StatusJob] | None = None

    def on(self, day: date) -> SaringJob:
        """Return the same filter for one date."""
        return replace(self, tanggal=day)


@dataclass(frozen=True, slots=True)
class BarisJob:
    """One row of the list."""

    id: int
    jenis: JenisJob
    status: StatusJob
    tanggal: date
    norm: str
    nama: str
    http: int | None
    percobaan: int
    pesan: str


@dataclass(frozen=True, slots=True)
class HitungJob:
    """The four counts: ``total`` is always the sum of the others."""

    menunggu: int
    berhasil: int
    gagal: int

    @property
    def total(self) -> int:
        """All jobs that count; dropped ones do not."""
        return self.menunggu + self.berhasil + self.gagal


def _filtered(query: Any, faskes_id: int, saring: SaringJob) -> Any:
    c = t.job.c
    query = query.where(c.faskes_id == faskes_id)
    if saring.jenis is not None:
        query = query.where(c.jenis == saring.jenis.value)
    if saring.tanggal is not None and not saring.semua_tanggal:
        query = query.where(c.tanggal == saring.tanggal)
    if saring.status is not None:
        query = query.where(c.status.in_(sorted(s.value for s in saring.status)))
    if digits := "".join(char for char in saring.norm if char.isdigit()):
        patients = sa.select(t.pasien.c.id).where(
            t.pasien.c.faskes_id == faskes_id, t.pasien.c.norm.like(like(digits), escape="!")
        )
        query = query.where(c.pasien_id.in_(patients))
    return query


def list_jobs(conn: sa.Connection, faskes_id: int, saring: SaringJob, limit: int) -> tuple[BarisJob, ...]:
    """Read the newest *limit* jobs that match."""
    c, p = t.job.c, t.pasien.c
    query = sa.select(
        c.id, c.jenis, c.status, c.tanggal, c.http, c.percobaan, c.pesan, p.norm, p.nama
    ).select_from(t.job.outerjoin(t.pasien, p.id == c.pasien_id))
    query = _filtered(query, faskes_id, saring).order_by(c.tanggal.desc(), c.id.desc()).limit(limit)
    return tuple(
        BarisJob(
            r.id, JenisJob(r.jenis), StatusJob(r.status), r.tanggal, r.norm or "", r.nama or "",
            r.http, r.percobaan, r.pesan,
        )
        for r in conn.execute(query)
    )  # fmt: skip


def count_jobs(conn: sa.Connection, faskes_id: int, saring: SaringJob) -> HitungJob:
    """Count the jobs that match, by what they mean to the person who watches."""
    c = t.job.c
    query = _filtered(sa.select(c.status, sa.func.count()), faskes_id, saring).group_by(c.status)
    found: dict[StatusJob, int] = {StatusJob(row[0]): row[1] for row in conn.execute(query)}
    return HitungJob(
        menunggu=sum(found.get(s, 0) for s in LIVE_JOB),
        berhasil=found.get(StatusJob.TERKIRIM, 0),
        gagal=sum(found.get(s, 0) for s in FAILED_JOB),
    )
