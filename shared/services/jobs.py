"""Watching and repairing jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.domain.pantau import DELETES, HitungJob, SaringJob
from shared.domain.records import JobRingkas, Pelaku, Percobaan
from shared.domain.status import FAILED_JOB, JENIS_SATUSEHAT, LIVE_JOB, JenisJob, Kelas, Periksa, StatusJob
from shared.domain.sumber import PRIORITAS_AWAL
from shared.security import permissions
from shared.services import isian, segel, sumber_kirim
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import attempts, gates, jobs, tickets
from shared.storage.audit import add_audit
from shared.storage.monitor import BarisJob
from shared.texts import NAMA_JOB, NAMA_STATUS_JOB

__all__ = [
    "BarisJob", "DetailJob", "HitungJob", "SaringJob", "buka_gerbang", "detail", "gerbang", "hasil",
    "resend", "saring_status", "urung",
]  # fmt: skip

_FILTERS: dict[str, frozenset[StatusJob]] = {
    "tidak-terkirim": FAILED_JOB,
    "belum-diproses": LIVE_JOB,
    "terkirim": frozenset({StatusJob.TERKIRIM}),
}


@dataclass(frozen=True, slots=True)
class DetailJob:
    """A job with every attempt it has had."""

    job: JobRingkas
    tanggal: date
    attempts: tuple[Percobaan, ...]


def saring_status(text: str) -> frozenset[StatusJob]:
    """Read a status filter: one of the filter's words or a stored status; raises :class:`TidakSah`."""
    folded = text.strip().lower().replace(" ", "-")
    if folded in _FILTERS:
        return _FILTERS[folded]
    try:
        return frozenset({StatusJob(folded.replace("-", "_"))})
    except ValueError:
        there = ", ".join([*_FILTERS, *(s.value for s in StatusJob)])
        raise TidakSah("status_tidak_dikenal", nilai=text, ada=there) from None


def hasil(ctx: Konteks, pelaku: Pelaku, ids: tuple[int, ...]) -> tuple[JobRingkas, ...]:
    """Read jobs of the clinic as they stand now; who may only register follows what that started."""
    ctx.izinkan_salah_satu(pelaku, (permissions.VIEW, permissions.REGISTER), "job.lihat")
    with ctx.baca() as conn:
        return jobs.outcomes(conn, jobs.of_clinic(conn, ctx.faskes.id, ids))


def urung(ctx: Konteks, pelaku: Pelaku, antrean_id: int) -> tuple[JobRingkas, ...]:
    """Read the jobs that still matter to a cancelled ticket: what takes it back, and what is in flight."""
    ctx.izinkan(pelaku, permissions.VIEW, "antrean.lihat", antrean_id)
    undo = (JenisJob.HAPUS_PENDAFTARAN, JenisJob.BATAL_ANTREAN)
    with ctx.baca() as conn:
        card = tickets.card(conn, ctx.faskes.id, antrean_id)
    if card is None:
        raise TidakDitemukan("antrean_tidak_ada", id=antrean_id)
    return tuple(job for job in card.jobs if job.jenis in undo or job.status in LIVE_JOB)


def _job(ctx: Konteks, conn: Any, job_id: int) -> tuple[JobRingkas, Any]:
    row = jobs.owner(conn, job_id)
    if row is None or row.faskes_id != ctx.faskes.id:
        raise TidakDitemukan("job_tidak_ada", id=job_id)
    return jobs.outcomes(conn, [job_id])[0], row


def detail(ctx: Konteks, pelaku: Pelaku, job_id: int) -> DetailJob:
    """Read a job with every attempt; raises :class:`TidakDitemukan`."""
    ctx.izinkan(pelaku, permissions.VIEW, "job.lihat", job_id)
    with ctx.baca() as conn:
        job, row = _job(ctx, conn, job_id)
        return DetailJob(job, row.tanggal, segel.terbaca(attempts.attempts(conn, job_id)))


def resend(
    ctx: Konteks,
    pelaku: Pelaku,
    job_id: int,
    *,
    isi: str | None = None,
    alasan: str = "",
    buka_kunci: bool = False,
    yakin: bool = False,
    massal: int | None = None,
) -> JobRingkas:
    """Send a failed job again; with *isi* an edited JSON body, kept as a new payload version.

    Editing is for the integration pages only and needs a reason; the fields that say whom and what it
    is about change only with *buka_kunci*. A deletion needs *yakin*. A job whose last word was
    *unknown* is read back first. *massal* is the bulk run it belongs to.

    Raises :class:`Bentrok` while it is alive or somebody else edits it, :class:`TidakSah` when it has
    not failed or the body must not be sent.
    """
    ctx.izinkan(pelaku, permissions.RESEND, "job.resend", job_id)
    if isi is not None:
        ctx.izinkan_integrasi(pelaku, "job.resend", job_id)
        if not alasan.strip():
            raise TidakSah("alasan_edit_kosong")
    with ctx.baca() as conn:
        sehat = _job(ctx, conn, job_id)[0].jenis in JENIS_SATUSEHAT
    if sehat:
        ctx.izinkan_integrasi(pelaku, "job.resend", job_id)
    with ctx.tulis() as conn:
        job, row = _job(ctx, conn, job_id)
        if row.antrean_id is not None:
            tickets.lock_ticket(conn, row.antrean_id)
            job, row = _job(ctx, conn, job_id)
        if job.status not in FAILED_JOB:
            kind = Bentrok if job.status in LIVE_JOB else TidakSah
            raise kind("job_bukan_gagal", id=job_id, status=NAMA_STATUS_JOB[job.status])
        editor = jobs.holder(conn, job_id)
        if editor is not None and editor != pelaku.nama:
            raise Bentrok("job_disunting", id=job_id, siapa=editor)
        if job.jenis in DELETES and not yakin:
            raise TidakSah("job_hapus_perlu_yakin", jenis=NAMA_JOB[job.jenis])
        payload: int | None = None
        opened: tuple[str, ...] = ()
        if isi is not None:
            payload, opened = isian.simpan(
                conn, pelaku, job, row, isi, alasan=alasan.strip(), buka_kunci=buka_kunci
            )
        unknown = job.kelas is Kelas.TAK_PASTI
        begin = Periksa.HASIL if unknown else Periksa.KIRIM
        going = jobs.restart_job(
            conn,
            job_id,
            dari=sorted(FAILED_JOB),
            periksa=sumber_kirim.ulangi(conn, ctx.faskes.id, job) if sehat else begin,
            oleh=pelaku.nama,
            prioritas=PRIORITAS_AWAL if sehat else 1,
            muatan_id=payload,
        )
        if not going:  # a later job of its type is under way
            raise Bentrok("job_bukan_gagal", id=job_id, status=NAMA_STATUS_JOB[StatusJob.PROSES])
        add_audit(
            conn, pelaku, "job.resend", faskes_id=ctx.faskes.id, objek="job", objek_id=job_id,
            jenis=job.jenis, diedit=isi is not None, alasan=alasan, kunci_dibuka=list(opened), massal=massal,
        )  # fmt: skip
        return jobs.outcomes(conn, [job_id])[0]


def gerbang(ctx: Konteks) -> tuple[Any, ...]:
    """Read the gates of the clinic; that is nobody's secret."""
    with ctx.baca() as conn:
        return gates.all_gates(conn, ctx.faskes.id)


def buka_gerbang(ctx: Konteks, pelaku: Pelaku, layanan: str) -> int:
    """Open a gate that was shut over credentials; returns how many failed jobs go again."""
    ctx.izinkan_integrasi(pelaku, "gerbang.buka")
    with ctx.tulis() as conn:
        if not gates.reopen(conn, ctx.faskes.id, layanan):
            return 0
        add_audit(conn, pelaku, "gerbang.buka", faskes_id=ctx.faskes.id, layanan=layanan)
        return jobs.release(conn, ctx.faskes.id, Kelas.KREDENSIAL, layanan=layanan)
