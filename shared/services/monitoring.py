"""Monitoring BPJS: the table, its four counts, a job in full, failures by cause, the day at a glance.

Everything here is for the integration pages: role admin or superadmin **and** permission ``satusehat``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from shared.domain.beda import Beda, beda
from shared.domain.isian import ISIAN
from shared.domain.pantau import (
    KOLOM,
    BarisPantau,
    DetailPantau,
    HalamanJob,
    HitungJob,
    Kelompok,
    Kursor,
    Layar,
    Penjelasan,
    SaringJob,
    SaringStatus,
    Sekilas,
    Tutup,
)
from shared.domain.penjelasan import jelaskan, kunci_kelompok, teks_kelompok
from shared.domain.records import Pelaku
from shared.domain.status import FAILED_JOB, JENIS_SATUSEHAT, StatusJob
from shared.domain.tickets import end_of_day
from shared.security import permissions
from shared.services import segel
from shared.services.errors import TidakDitemukan
from shared.services.konteks import Konteks
from shared.storage import attempts, gates, glance, jobs, monitor
from shared.storage.audit import add_audit
from shared.storage.clock import now
from shared.storage.monitor import BarisJob
from shared.storage.pencarian import jalan
from shared.texts_pantau import PENJELASAN
from shared.texts_satusehat import JELAS_SATUSEHAT

__all__ = [
    "KOLOM", "BarisPantau", "DetailPantau", "HalamanJob", "HitungJob", "Kelompok", "Kursor", "Layar",
    "Penjelasan", "SaringJob", "SaringStatus", "Sekilas", "Tutup", "baris", "bedakan", "buka_identitas",
    "daftar", "detail", "hitung", "jelas", "kelompok", "muat", "resolved", "saring_kelompok", "sekilas",
]  # fmt: skip

PAGE = 50


def resolved(ctx: Konteks, conn: Any, saring: SaringJob) -> SaringJob:
    """Return a filter with the clinic's today where it has no date and does not ask for all."""
    return saring.on(ctx.hari_ini(conn)) if saring.tanggal is None and not saring.semua_tanggal else saring


def muat(
    ctx: Konteks,
    pelaku: Pelaku,
    saring: SaringJob,
    *,
    kursor: Kursor | None = None,
    baru: bool = False,
    banyak: int = PAGE,
) -> Layar:
    """Read a page of the table and the counts that go with its filter.

    From the newest row, or the *banyak* rows older than *kursor* (*baru*: newer). A page towards the
    newer side that is not full is the first page. A search over all dates may stop counting.
    """
    ctx.izinkan_integrasi(pelaku, "monitoring.lihat")
    with ctx.baca() as conn:
        asked = resolved(ctx, conn, saring)
        way = jalan(conn, ctx.faskes.id, asked)
        page = monitor.page(conn, ctx.faskes.id, asked, banyak, kursor, baru=baru, way=way)
        if baru and len(page.baris) < banyak:
            page = monitor.page(conn, ctx.faskes.id, asked, banyak, way=way)
        counts = monitor.count_jobs(conn, ctx.faskes.id, asked, way=way)
        return Layar(asked, page, counts.setidaknya(row.status for row in page.baris), now(conn))


def baris(ctx: Konteks, pelaku: Pelaku, ids: tuple[int, ...]) -> tuple[BarisPantau, ...]:
    """Read rows that are on screen once more, as they stand now; of other clinics' there are none."""
    ctx.izinkan_integrasi(pelaku, "monitoring.lihat")
    with ctx.baca() as conn:
        return monitor.rows_of(conn, jobs.of_clinic(conn, ctx.faskes.id, ids))


def daftar(ctx: Konteks, pelaku: Pelaku, saring: SaringJob, *, batas: int = 1000) -> tuple[BarisJob, ...]:
    """List the jobs that match, newest first."""
    ctx.izinkan_integrasi(pelaku, "monitoring.lihat")
    with ctx.baca() as conn:
        return monitor.list_jobs(conn, ctx.faskes.id, resolved(ctx, conn, saring), batas)


def hitung(ctx: Konteks, pelaku: Pelaku, saring: SaringJob, *, sekilas: bool = False) -> HitungJob:
    """Count the jobs that match: Total = Menunggu + Berhasil + Gagal.

    To the last one; with *sekilas* a search over all dates may stop before, as on the page.
    """
    ctx.izinkan_integrasi(pelaku, "monitoring.lihat")
    with ctx.baca() as conn:
        asked = resolved(ctx, conn, saring)
        way = jalan(conn, ctx.faskes.id, asked) if sekilas else None
        return monitor.count_jobs(conn, ctx.faskes.id, asked, way=way)


def jelas(
    kelas: str,
    sebab: str,
    pesan: str,
    *,
    kedaluwarsa: bool = False,
    sehat: bool = False,
    dari_bpjs: bool = True,
) -> Penjelasan:
    """Explain a failure; *sehat*: of SatuSehat, not of BPJS; *dari_bpjs*: the words are BPJS' own."""
    if sehat:
        kode = next((code for code in (sebab, kelas) if code in JELAS_SATUSEHAT), "data")
        return Penjelasan(kode, *JELAS_SATUSEHAT[kode])
    kode = jelaskan(kelas, sebab, pesan, kedaluwarsa=kedaluwarsa, dari_bpjs=dari_bpjs)
    return Penjelasan(kode, *PENJELASAN[kode])


def detail(ctx: Konteks, pelaku: Pelaku, job_id: int) -> DetailPantau:
    """Read a job in full; raises :class:`TidakDitemukan`."""
    ctx.izinkan_integrasi(pelaku, "monitoring.detail", job_id)
    with ctx.baca() as conn:
        row = _row(ctx, conn, job_id)
        tries = segel.terbaca(attempts.attempts(conn, job_id))
        bodies = segel.versi_terbaca(attempts.versions(conn, job_id))
    words = None
    if row.status in FAILED_JOB or (row.pesan and row.status is not StatusJob.TERKIRIM):
        words = jelas(
            str(row.kelas or ""), row.sebab, row.pesan, kedaluwarsa=row.status is StatusJob.KEDALUWARSA,
            sehat=row.jenis in JENIS_SATUSEHAT, dari_bpjs=row.dari_bpjs,
        )  # fmt: skip
    return DetailPantau(row, tries, bodies, words, ISIAN[row.jenis])


def bedakan(job: DetailPantau, lama: int, baru: int) -> tuple[tuple[Beda, ...], tuple[Beda, ...]]:
    """Compare two attempts by their numbers: the requests' differences, and the responses'."""
    found = {attempt.no: attempt for attempt in job.attempts}
    if lama not in found or baru not in found:
        raise TidakDitemukan("percobaan_tidak_ada", id=job.job.id, no=lama if lama not in found else baru)
    old, new = found[lama], found[baru]
    return beda(old.request, new.request), beda(old.response, new.response)


def _row(ctx: Konteks, conn: Any, job_id: int) -> BarisPantau:
    found = monitor.rows_of(conn, jobs.of_clinic(conn, ctx.faskes.id, (job_id,)))
    if not found:
        raise TidakDitemukan("job_tidak_ada", id=job_id)
    return found[0]


def buka_identitas(ctx: Konteks, pelaku: Pelaku, job_id: int) -> None:
    """Let an actor see a job's card numbers and NIK unmasked, and write that down."""
    ctx.izinkan_integrasi(pelaku, "identitas.buka", job_id)
    ctx.izinkan(pelaku, permissions.UNMASK, "identitas.buka", job_id)
    with ctx.tulis() as conn:
        _row(ctx, conn, job_id)
        add_audit(conn, pelaku, "identitas.buka", faskes_id=ctx.faskes.id, objek="job", objek_id=job_id)


def kelompok(ctx: Konteks, pelaku: Pelaku, saring: SaringJob) -> tuple[Kelompok, ...]:
    """Group the failed jobs that match by their cause, the largest group first."""
    ctx.izinkan_integrasi(pelaku, "monitoring.lihat")
    with ctx.baca() as conn:
        found = monitor.causes(conn, ctx.faskes.id, resolved(ctx, conn, saring))
    groups: dict[str, list[monitor.SebabGagal]] = {}
    for cause in found:
        groups.setdefault(kunci_kelompok(cause.kelas, cause.pesan), []).append(cause)
    return tuple(
        sorted((_group(key, causes) for key, causes in groups.items()), key=lambda g: (-g.jumlah, g.kunci))
    )


def _group(key: str, causes: list[monitor.SebabGagal]) -> Kelompok:
    newest = max(causes, key=lambda cause: cause.terbaru)
    expired = not newest.kelas
    return Kelompok(
        kunci=key,
        kelas=newest.kelas,
        teks=teks_kelompok(newest.pesan),
        contoh=newest.pesan,
        dari_bpjs=newest.dari_bpjs,
        jumlah=sum(cause.jumlah for cause in causes),
        jenis=tuple(sorted({cause.jenis for cause in causes})),
        terbaru=newest.terbaru,
        penjelasan=jelas(
            newest.kelas,
            newest.sebab,
            newest.pesan,
            kedaluwarsa=expired,
            sehat=newest.jenis in JENIS_SATUSEHAT,
            dari_bpjs=newest.dari_bpjs,
        ),
    )


def saring_kelompok(ctx: Konteks, pelaku: Pelaku, saring: SaringJob, kunci: str) -> SaringJob:
    """Narrow a filter down to one group of failures; raises :class:`TidakDitemukan`."""
    ctx.izinkan_integrasi(pelaku, "monitoring.lihat")
    with ctx.baca() as conn:
        asked = resolved(ctx, conn, saring)
        found = monitor.causes(conn, ctx.faskes.id, asked)
    mine = [cause for cause in found if kunci_kelompok(cause.kelas, cause.pesan) == kunci]
    if not mine:
        raise TidakDitemukan("kelompok_tidak_ada", kunci=kunci)
    texts = tuple(sorted({cause.pesan for cause in mine}))
    return replace(asked, status=frozenset(FAILED_JOB), kelas=mine[0].kelas, teks=texts)


def sekilas(ctx: Konteks, pelaku: Pelaku, tanggal: date | None = None) -> Sekilas:
    """Draw up a business day: attempts and failures per quarter hour and service, and shut gates."""
    ctx.izinkan_integrasi(pelaku, "monitoring.lihat")
    with ctx.baca() as conn:
        day = tanggal or ctx.hari_ini(conn)
        end = end_of_day(day, ctx.faskes.zona)
        start = end - 86_400_000
        quarters = glance.quarters(conn, ctx.faskes.id, start, end)
        moves = glance.gate_moves(conn, ctx.faskes.id, start, end)
    return Sekilas(day, start, quarters, _shut(moves, start))


def _shut(moves: tuple[glance.GerakGerbang, ...], start: int) -> tuple[Tutup, ...]:
    """Pair each shutting of a gate with the opening that ended it."""
    found: list[Tutup] = []
    since: dict[str, glance.GerakGerbang] = {}
    for move in moves:
        before = since.pop(move.layanan, None)
        if before is not None and move.pada > start:
            found.append(Tutup(move.layanan, max(before.pada, start), move.pada, before.penyebab))
        if move.status != gates.NORMAL:
            since[move.layanan] = move
    found += [Tutup(m.layanan, max(m.pada, start), None, m.penyebab) for m in since.values()]
    return tuple(sorted(found, key=lambda shut: (shut.dari, shut.layanan)))
