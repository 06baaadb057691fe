"""Editing the body of a failed job: held back from retries of its own until it is sent or dropped."""

from __future__ import annotations

from typing import Any

from shared.domain.beda import beda, rapi
from shared.domain.isian import ISIAN
from shared.domain.kunjungan import SalahKunjungan, periksa_kunjungan
from shared.domain.records import JobRingkas, Pelaku
from shared.domain.status import FAILED_JOB, LIVE_JOB, JenisJob
from shared.domain.suntingan import Pemeriksaan, Suntingan
from shared.services import isian, jobs
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import jobs as rows
from shared.storage import tickets
from shared.storage.audit import add_audit
from shared.texts import NAMA_STATUS_JOB

__all__ = ["Pemeriksaan", "Suntingan", "buang_edit", "kirim_ulang", "mulai_edit", "periksa"]


def _failed(ctx: Konteks, conn: Any, job_id: int, *, lock: bool) -> tuple[JobRingkas, Any]:
    row = rows.owner(conn, job_id)
    if row is None or row.faskes_id != ctx.faskes.id:
        raise TidakDitemukan("job_tidak_ada", id=job_id)
    if lock and row.antrean_id is not None:
        tickets.lock_ticket(conn, row.antrean_id)
        row = rows.owner(conn, job_id)
    job = rows.outcomes(conn, [job_id])[0]
    if job.status not in FAILED_JOB:
        kind = Bentrok if job.status in LIVE_JOB else TidakSah
        raise kind("job_bukan_gagal", id=job_id, status=NAMA_STATUS_JOB[job.status])
    return job, row


def mulai_edit(ctx: Konteks, pelaku: Pelaku, job_id: int, *, ambil_alih: bool = False) -> Suntingan:
    """Begin, or go on, editing a failed job's body.

    Nothing sets the job going by itself meanwhile. The hold lasts an hour unless this is called
    again. Raises :class:`Bentrok` when somebody else holds it (*ambil_alih* takes it over) or the job
    is alive.
    """
    ctx.izinkan_integrasi(pelaku, "job.edit", job_id)
    with ctx.tulis() as conn:
        job, row = _failed(ctx, conn, job_id, lock=True)
        editor = rows.holder(conn, job_id)
        if editor not in (None, pelaku.nama) and not ambil_alih:
            raise Bentrok("job_disunting", id=job_id, siapa=editor)
        rows.hold(conn, job_id, pelaku.nama)
        if editor != pelaku.nama:
            add_audit(
                conn, pelaku, "job.edit", faskes_id=ctx.faskes.id, objek="job", objek_id=job_id,
                diambil_dari=editor or "",
            )  # fmt: skip
        body = isian.dasar(conn, job, row)
    return Suntingan(job, rapi(isian.tulis(body)), ISIAN[job.jenis])


def buang_edit(ctx: Konteks, pelaku: Pelaku, job_id: int) -> None:
    """Drop an edit: the job may be set going by itself again. Dropping twice changes nothing."""
    ctx.izinkan_integrasi(pelaku, "job.edit", job_id)
    with ctx.tulis() as conn:
        row = rows.owner(conn, job_id)
        if row is None or row.faskes_id != ctx.faskes.id:
            raise TidakDitemukan("job_tidak_ada", id=job_id)
        editor = rows.holder(conn, job_id)
        if editor is None:
            return
        if editor != pelaku.nama:
            raise Bentrok("job_disunting", id=job_id, siapa=editor)
        rows.hold(conn, job_id, None)
        add_audit(
            conn, pelaku, "job.buang_edit", faskes_id=ctx.faskes.id, objek="job", objek_id=job_id
        )  # fmt: skip


def periksa(ctx: Konteks, pelaku: Pelaku, job_id: int, isi: str, *, buka_kunci: bool = False) -> Pemeriksaan:
    """Look at an edited body without sending it; raises :class:`TidakSah` when it must not be sent."""
    ctx.izinkan_integrasi(pelaku, "job.edit", job_id)
    with ctx.baca() as conn:
        job, row = _failed(ctx, conn, job_id, lock=False)
        sah = isian.periksa(conn, job, row, isi, buka_kunci=buka_kunci)
        old = isian.dasar(conn, job, row)
    wrong: tuple[SalahKunjungan, ...] = ()
    if job.jenis is JenisJob.KUNJUNGAN:
        wrong = periksa_kunjungan(isian.baca(sah.isi))
    return Pemeriksaan(beda(isian.tulis(old), sah.isi), sah.dibuka, sah.peringatan, wrong)


def kirim_ulang(
    ctx: Konteks,
    pelaku: Pelaku,
    job_id: int,
    *,
    isi: str | None = None,
    alasan: str = "",
    buka_kunci: bool = False,
    yakin: bool = False,
) -> JobRingkas:
    """Send a failed job again from the monitoring page; see :func:`shared.services.jobs.resend`."""
    ctx.izinkan_integrasi(pelaku, "job.resend", job_id)
    return jobs.resend(ctx, pelaku, job_id, isi=isi, alasan=alasan, buka_kunci=buka_kunci, yakin=yakin)
