"""Lists and counts of jobs for the people who watch them: keyset pages, four counts, causes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from shared.domain.answers import Layanan
from shared.domain.pantau import COUNTED, BarisPantau, HalamanJob, HitungJob, Kursor, SaringJob
from shared.domain.status import FAILED_JOB, LIVE_JOB, JenisJob, Kelas, StatusJob
from shared.domain.sumber_ringkas import BIDANG
from shared.storage import counters, sumber
from shared.storage import tables as t
from shared.storage.harmless import like

FEW = 150
"""Patients up to whom a search reads each one's jobs; with more it walks the list and looks who it is."""


@dataclass(frozen=True, slots=True)
class BarisJob:
    """One row of the plain list."""

    id: int
    jenis: JenisJob
    status: StatusJob
    tanggal: date
    norm: str
    nama: str
    http: int | None
    percobaan: int
    pesan: str


def _patients(conn: sa.Connection, faskes_id: int, digits: str) -> list[int] | None:
    """Find the patients whose record number contains *digits*, ``None`` when they are many."""
    c = t.pasien.c
    query = sa.select(c.id).where(c.faskes_id == faskes_id, c.norm.like(like(digits), escape="!"))
    found = list(conn.execute(query.limit(FEW + 1)).scalars())
    return None if len(found) > FEW else found


def _where(
    conn: sa.Connection, faskes_id: int, saring: SaringJob, *, by_patient: bool = False
) -> list[sa.ColumnElement[bool]] | None:
    """Return the conditions of a filter but its status, or ``None`` when nothing can match.

    With *by_patient* the jobs of a record number are looked up patient by patient: where all of them
    are wanted, that is far less than all jobs of a clinic, which the planners take to be little.
    """
    c = t.job.c
    digits = saring.digits
    hidden = by_patient and bool(digits)
    # A sum no index knows: what is left to go by is the patient.
    where = [(c.faskes_id + 0 if hidden else c.faskes_id) == faskes_id]
    if saring.jenis is not None:
        where.append(c.jenis == saring.jenis.value)
    else:
        where.append(c.layanan != Layanan.SATUSEHAT.value)
    if saring.day is not None:
        where.append(c.tanggal == saring.day)
    if saring.kelas is not None:
        where.append(c.kelas == saring.kelas if saring.kelas else c.kelas.is_(None))
    if saring.teks is not None:
        where.append(c.pesan.in_(saring.teks))
    if not digits:
        return where
    found = _patients(conn, faskes_id, digits)
    if found == []:
        return None
    p = t.pasien.c
    match = (p.faskes_id == faskes_id, p.norm.like(like(digits), escape="!"))
    if found is not None:
        where.append(c.pasien_id.in_(found))
    elif hidden:
        where.append(c.pasien_id.in_(sa.select(p.id).where(*match)))
    else:
        where.append(sa.exists().where(p.id == c.pasien_id, *match))
    return where


def _ids(
    where: Sequence[sa.ColumnElement[bool]],
    status: frozenset[StatusJob] | None,
    kursor: Kursor | None,
    baru: bool,
    limit: int | None,
    columns: Sequence[Any] = (),
) -> Any:
    """Select ``id, tanggal`` and *columns* in the order of the list, from *kursor* on, one way or the other.

    Several statuses are one ordered look into the index each, merged; all together would be a sort
    of everything that matches.
    """
    c = t.job.c

    def one(*state: sa.ColumnElement[bool]) -> sa.Select[Any]:
        query = sa.select(c.id, c.tanggal, *columns).where(*where, *state)
        if kursor is not None:
            here = sa.tuple_(c.tanggal, c.id)
            there = sa.tuple_(sa.bindparam(None, kursor.tanggal, sa.Date), sa.literal(kursor.id))
            query = query.where(here > there if baru else here < there)
        order = (c.tanggal.asc(), c.id.asc()) if baru else (c.tanggal.desc(), c.id.desc())
        return query.order_by(*order).limit(limit)

    if status is None:
        return one(c.status != StatusJob.DIBATALKAN.value)
    states = sorted(s.value for s in status)
    if len(states) == 1:
        return one(c.status == states[0])
    parts = [sa.select(one(c.status == state).subquery()) for state in states]
    merged = sa.union_all(*parts).subquery()
    m = merged.c
    order = (m.tanggal.asc(), m.id.asc()) if baru else (m.tanggal.desc(), m.id.desc())
    return sa.select(merged).order_by(*order).limit(limit)


def page_ids(
    conn: sa.Connection,
    faskes_id: int,
    saring: SaringJob,
    limit: int | None,
    kursor: Kursor | None = None,
    *,
    baru: bool = False,
) -> list[int]:
    """Read the ids of the *limit* jobs next to *kursor*, newest first; *baru* means the newer side."""
    where = _where(conn, faskes_id, saring)
    if where is None:
        return []
    found = [row.id for row in conn.execute(_ids(where, saring.status, kursor, baru, limit))]
    return found[::-1] if baru else found


def page(
    conn: sa.Connection,
    faskes_id: int,
    saring: SaringJob,
    limit: int,
    kursor: Kursor | None = None,
    *,
    baru: bool = False,
) -> HalamanJob:
    """Read one page of the list: from the top, or the *limit* rows on one side of *kursor*."""
    ids = page_ids(conn, faskes_id, saring, limit + 1, kursor, baru=baru)
    more = len(ids) > limit
    if more:
        ids = ids[1:] if baru else ids[:limit]
    rows = rows_of(conn, ids)
    beside = kursor is not None
    return HalamanJob(rows, ada_baru=more if baru else beside, ada_lama=beside if baru else more)


def rows_of(conn: sa.Connection, ids: Sequence[int]) -> tuple[BarisPantau, ...]:
    """Read jobs as the table shows them, in the order of *ids*."""
    if not ids:
        return ()
    c, p, a, r, d, k = t.job.c, t.pasien.c, t.antrean.c, t.ruangan.c, t.dokter.c, t.kunjungan.c
    s = t.sumber.c
    tried = sa.select(sa.func.max(t.percobaan.c.mulai)).where(t.percobaan.c.job_id == c.id).scalar_subquery()
    query = (
        sa.select(
            t.job, p.norm, p.nama, p.no_kartu, p.nik, a.tiket, a.no_antrean_pcare, a.jam, a.alasan_teks,
            r.nama.label("ruangan"), d.nama.label("dokter"), k.no_kunjungan, k.kd_poli,
            k.no_kartu.label("kartu_kunjungan"), tried.label("dicoba"), s.id.label("sumber_id"), s.kunci,
            s.remote_id, s.ringkas, s.tertahan_produk, s.hasil, s.tahap, s.tahap_terkirim,
        )
        .select_from(
            t.job.outerjoin(t.pasien, p.id == c.pasien_id)
            .outerjoin(t.antrean, a.id == c.antrean_id)
            .outerjoin(t.ruangan, r.id == a.ruangan_id)
            .outerjoin(t.dokter, d.id == a.dokter_id)
            .outerjoin(t.kunjungan, k.id == c.kunjungan_id)
            .outerjoin(t.sumber, s.job_id == c.id)
        )
        .where(c.id.in_(ids))
    )  # fmt: skip
    rows = conn.execute(query).all()
    rests = (StatusJob.TERTAHAN.value, StatusJob.TERKIRIM.value)
    blocked = [
        row.sumber_id
        for row in rows
        if row.sumber_id and row.status in rests and row.tahap > row.tahap_terkirim
    ]
    parents = sumber.waits_for(conn, blocked) if blocked else {}
    found = {row.id: _sehat(_baris(row), row, parents) for row in rows}
    return tuple(found[number] for number in ids if number in found)


def _sehat(baris: BarisPantau, r: Any, parents: Mapping[int, tuple[str, ...]]) -> BarisPantau:
    """Add what a row of SatuSehat shows of its resource."""
    if r.sumber_id is None:
        return baris
    told = {name: text for name, text in json.loads(r.ringkas).items() if name in BIDANG}
    types = dict.fromkeys(name.partition("/")[0] for name in parents.get(r.sumber_id, ()))
    if told.get("status_remote") and r.tahap_terkirim < r.tahap:
        # What the clinic has is further than what is there.
        told["status_remote"] = ("", "arrived", "in-progress")[min(r.tahap_terkirim, 2)]
    return replace(
        baris,
        **{"nama": baris.nama or told.pop("nama", ""), **told},
        lokal=r.kunci,
        ihs=r.remote_id or "",
        menunggu="KFA" if r.tertahan_produk else ", ".join(types),
        hasil=r.hasil,
    )


def _baris(r: Any) -> BarisPantau:
    kind = JenisJob(r.jenis)
    presence = None
    if kind is JenisJob.PANGGIL_ANTREAN:
        presence = int(json.loads(r.parameter).get("status", 1))
    return BarisPantau(
        id=r.id,
        jenis=kind,
        status=StatusJob(r.status),
        tanggal=r.tanggal,
        norm=r.norm or "",
        nama=r.nama or "",
        http=r.http,
        kode=r.kode,
        percobaan=r.percobaan,
        pesan=r.pesan,
        dari_bpjs=bool(r.dari_bpjs),
        kelas=Kelas(r.kelas) if r.kelas else None,
        sebab=r.sebab or "",
        layanan=r.layanan,
        dibuat=r.dibuat,
        diubah=r.diubah,
        dicoba=r.dicoba,
        antrean_id=r.antrean_id,
        tiket=r.tiket or "",
        no_urut=r.no_antrean_pcare or "",
        poli=r.ruangan or r.kd_poli or "",
        dokter=r.dokter or "",
        jam=r.jam or "",
        alasan=r.alasan_teks or "",
        kehadiran=presence,
        no_kunjungan=r.no_kunjungan or "",
        no_kartu=r.no_kartu or r.kartu_kunjungan or "",
        nik=r.nik or "",
        ditahan_oleh=r.ditahan_oleh or "",
        ditahan_sejak=r.ditahan_sejak,
    )


def list_jobs(conn: sa.Connection, faskes_id: int, saring: SaringJob, limit: int) -> tuple[BarisJob, ...]:
    """Read the newest *limit* jobs that match, as the plain list has them."""
    where = _where(conn, faskes_id, saring)
    if where is None:
        return ()
    c, p = t.job.c, t.pasien.c
    columns = (c.jenis, c.status, c.http, c.percobaan, c.pesan, c.pasien_id)
    found = _ids(where, saring.status, None, False, limit, columns).subquery()
    query = (
        sa.select(found, p.norm, p.nama)
        .select_from(found.outerjoin(t.pasien, p.id == found.c.pasien_id))
        .order_by(found.c.tanggal.desc(), found.c.id.desc())
    )
    return tuple(
        BarisJob(
            r.id, JenisJob(r.jenis), StatusJob(r.status), r.tanggal, r.norm or "", r.nama or "",
            r.http, r.percobaan, r.pesan,
        )
        for r in conn.execute(query)
    )  # fmt: skip


def by_status(conn: sa.Connection, faskes_id: int, saring: SaringJob) -> dict[StatusJob, int]:
    """Count the jobs that match per status; from the counters unless rows have to be looked at."""
    status = COUNTED if saring.status is None else saring.status
    if not saring.digits and saring.teks is None and saring.kelas is None:
        return counters.by_status(conn, faskes_id, tanggal=saring.day, jenis=saring.jenis, status=status)
    where = _where(conn, faskes_id, saring, by_patient=saring.day is None)
    if where is None:
        return {}
    c = t.job.c
    query = sa.select(c.status, sa.func.count()).where(*where, c.status.in_(sorted(s.value for s in status)))
    return {StatusJob(row[0]): row[1] for row in conn.execute(query.group_by(c.status))}


def count_jobs(conn: sa.Connection, faskes_id: int, saring: SaringJob) -> HitungJob:
    """Count the jobs that match, by what they mean to the person who watches."""
    found = by_status(conn, faskes_id, saring)
    return HitungJob(
        menunggu=sum(found.get(s, 0) for s in (*LIVE_JOB, StatusJob.TERTAHAN)),
        berhasil=found.get(StatusJob.TERKIRIM, 0),
        gagal=sum(found.get(s, 0) for s in FAILED_JOB),
    )


@dataclass(frozen=True, slots=True)
class SebabGagal:
    """Failures with the very same class, cause, type and message."""

    kelas: str
    sebab: str
    jenis: JenisJob
    pesan: str
    dari_bpjs: bool
    jumlah: int
    terbaru: int
    """The newest of them."""


def causes(conn: sa.Connection, faskes_id: int, saring: SaringJob) -> tuple[SebabGagal, ...]:
    """Count the failed jobs that match by what they failed of."""
    where = _where(conn, faskes_id, saring)
    if where is None:
        return ()
    c = t.job.c
    wanted = FAILED_JOB if saring.status is None else FAILED_JOB & saring.status
    columns = (c.kelas, c.sebab, c.jenis, c.pesan, c.dari_bpjs)
    query = (
        sa.select(*columns, sa.func.count().label("jumlah"), sa.func.max(c.id).label("terbaru"))
        .where(*where, c.status.in_(sorted(s.value for s in wanted)))
        .group_by(*columns)
    )
    return tuple(
        SebabGagal(
            r.kelas or "", r.sebab or "", JenisJob(r.jenis), r.pesan, bool(r.dari_bpjs), r.jumlah, r.terbaru
        )
        for r in conn.execute(query)
    )
