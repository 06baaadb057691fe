"""Lists and counts of jobs for the people who watch them: keyset pages, four counts, causes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from shared.domain.pantau import BAGIAN, COUNTED, BarisPantau, HalamanJob, HitungJob, Kursor, SaringJob
from shared.domain.status import FAILED_JOB, JenisJob, Kelas, StatusJob
from shared.domain.sumber_ringkas import BIDANG
from shared.storage import counters, sumber
from shared.storage import tables as t
from shared.storage.pencarian import NOT_SENT, Jalan, jalan, sekilas


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


def _ids(
    way: Jalan,
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
        query = sa.select(c.id, c.tanggal, *columns).where(*way.syarat, *state)
        if kursor is not None:
            here = sa.tuple_(c.tanggal, c.id)
            there = sa.tuple_(sa.bindparam(None, kursor.tanggal, sa.Date), sa.literal(kursor.id))
            query = query.where(here > there if baru else here < there)
        order = (c.tanggal.asc(), c.id.asc()) if baru else (c.tanggal.desc(), c.id.desc())
        return query.order_by(*order).limit(limit)

    def of(state: StatusJob) -> sa.Select[Any]:
        named = way.per_pasien and state is not StatusJob.TERKIRIM
        return one(c.status == state.value, *((NOT_SENT,) if named else ()))

    if status is None:
        return one(c.status != StatusJob.DIBATALKAN.value)
    states = sorted(status)
    if len(states) == 1:
        return of(states[0])
    parts = [sa.select(of(state).subquery()) for state in states]
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
    way: Jalan | None = None,
) -> list[int]:
    """Read the ids of the *limit* jobs next to *kursor*, newest first; *baru* means the newer side."""
    way = way or jalan(conn, faskes_id, saring)
    found = [row.id for row in conn.execute(_ids(way, saring.status, kursor, baru, limit))]
    return found[::-1] if baru else found


def page(
    conn: sa.Connection,
    faskes_id: int,
    saring: SaringJob,
    limit: int,
    kursor: Kursor | None = None,
    *,
    baru: bool = False,
    way: Jalan | None = None,
) -> HalamanJob:
    """Read one page of the list: from the top, or the *limit* rows on one side of *kursor*."""
    ids = page_ids(conn, faskes_id, saring, limit + 1, kursor, baru=baru, way=way)
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
    way = jalan(conn, faskes_id, saring)
    c, p = t.job.c, t.pasien.c
    columns = (c.jenis, c.status, c.http, c.percobaan, c.pesan, c.pasien_id)
    found = _ids(way, saring.status, None, False, limit, columns).subquery()
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


def _counted(saring: SaringJob) -> bool:
    """Tell whether the counters know the answer without a job being looked at."""
    return not saring.digits and saring.teks is None and saring.kelas is None


def by_status(conn: sa.Connection, faskes_id: int, saring: SaringJob) -> dict[StatusJob, int]:
    """Count the jobs that match per status; from the counters unless rows have to be looked at."""
    status = COUNTED if saring.status is None else saring.status
    if _counted(saring):
        return counters.by_status(conn, faskes_id, tanggal=saring.day, jenis=saring.jenis, status=status)
    way = jalan(conn, faskes_id, saring, ordered=False)
    c = t.job.c
    if not way.per_pasien:
        each = sa.select(c.status, sa.func.count()).where(*way.syarat, c.status.in_(sorted(status)))
        return {StatusJob(row[0]): row[1] for row in conn.execute(each.group_by(c.status))}
    # Most are sent: how many is what is left of all, and neither has to look at a row. That there is a
    # status at all is said for SQLite, which knows no numbers: it takes the index of which most is named.
    everything = sa.select(sa.literal("").label("status"), sa.func.count()).select_from(t.job)
    others = sa.select(c.status, sa.func.count()).where(*way.syarat, NOT_SENT, c.status > "")
    both = sa.union_all(everything.where(*way.syarat), others.group_by(c.status))
    found = {row[0]: row[1] for row in conn.execute(both)}
    found[StatusJob.TERKIRIM.value] = found.pop("", 0) - sum(found.values())
    return {state: found[state.value] for state in status if found.get(state.value)}


def count_jobs(
    conn: sa.Connection, faskes_id: int, saring: SaringJob, *, way: Jalan | None = None
) -> HitungJob:
    """Count the jobs that match, by what they mean to the person who watches.

    Given the *way* to them, a search over all dates is not counted to its end: see :func:`sekilas`.
    """
    more: frozenset[StatusJob] = frozenset()
    if way is not None and way.temu and saring.teks is None and saring.kelas is None:
        wanted = COUNTED if saring.status is None else sorted(saring.status)
        found, more = sekilas(conn, faskes_id, saring, way, wanted)
    else:
        found = by_status(conn, faskes_id, saring)
    return HitungJob(
        **{name: sum(found.get(s, 0) for s in states) for name, states in BAGIAN.items()},
        sedikitnya=frozenset(name for name, states in BAGIAN.items() if not more.isdisjoint(states)),
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
    way = jalan(conn, faskes_id, saring)
    c = t.job.c
    wanted = FAILED_JOB if saring.status is None else FAILED_JOB & saring.status
    columns = (c.kelas, c.sebab, c.jenis, c.pesan, c.dari_bpjs)
    unsent = (NOT_SENT,) if way.per_pasien else ()
    query = (
        sa.select(*columns, sa.func.count().label("jumlah"), sa.func.max(c.id).label("terbaru"))
        .where(*way.syarat, c.status.in_(sorted(s.value for s in wanted)), *unsent)
        .group_by(*columns)
    )
    return tuple(
        SebabGagal(
            r.kelas or "", r.sebab or "", JenisJob(r.jenis), r.pesan, bool(r.dari_bpjs), r.jumlah, r.terbaru
        )
        for r in conn.execute(query)
    )
