"""What cancelling a ticket takes back at BPJS.

The plan is a function of the jobs as they stand. It runs when the ticket is cancelled and again
whenever one of its jobs settles, so that *wait for the outcome* needs no bookkeeping of its own:
what cannot be decided yet is simply not planned yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.records import JobRingkas
from shared.domain.status import FAILED_JOB, IN_FLIGHT, LIVE_JOB, JenisJob, Kelas, StatusJob

TIDAK_HADIR = "tidak_hadir"
"""Reason of a cancellation that is told to the queue as *panggil* status 2 before *batal*."""


@dataclass(frozen=True, slots=True)
class Urungkan:
    """Jobs to drop (by id) and jobs to add (type and parameter)."""

    buang: tuple[int, ...] = ()
    tambah: tuple[tuple[JenisJob, dict[str, object]], ...] = ()
    menunggu: bool = False
    """Whether something is still in flight that a later plan has to look at."""


def _newest(jobs: tuple[JobRingkas, ...], jenis: JenisJob) -> JobRingkas | None:
    found = [job for job in jobs if job.jenis is jenis and job.status is not StatusJob.DIBATALKAN]
    return max(found, key=lambda job: job.id, default=None)


def _arrived(job: JobRingkas) -> bool:
    """Whether BPJS has it, or may have it: an outcome that stayed unknown is undone as well."""
    return job.status is StatusJob.TERKIRIM or (job.status in FAILED_JOB and job.kelas is Kelas.TAK_PASTI)


def rencana_urung(
    jobs: tuple[JobRingkas, ...],
    *,
    alasan: str,
    absen_terkirim: bool = False,
) -> Urungkan:
    """Plan the undo of a cancelled ticket.

    *alasan* is the reason's id; *absen_terkirim* tells that *panggil* status 2 has been tried
    already. A job in flight, or of unknown outcome, is waited for. A registration that failed is
    not undone, because BPJS has said that it is not there.
    """
    drop: list[int] = []
    add: list[tuple[JenisJob, dict[str, object]]] = []
    waiting = False
    pairs = (
        (JenisJob.PENDAFTARAN, JenisJob.HAPUS_PENDAFTARAN),
        (JenisJob.TAMBAH_ANTREAN, JenisJob.BATAL_ANTREAN),
    )
    call = _newest(jobs, JenisJob.PANGGIL_ANTREAN)
    if call is not None and call.status is StatusJob.MENUNGGU and not absen_terkirim:
        drop.append(call.id)
        call = None
    for forward, backward in pairs:
        job = _newest(jobs, forward)
        if job is None:
            continue
        if job.status is StatusJob.MENUNGGU:
            drop.append(job.id)
        elif job.status in IN_FLIGHT:
            waiting = True
        elif _arrived(job) and _newest(jobs, backward) is None:
            if backward is JenisJob.BATAL_ANTREAN:
                if call is not None and call.status in LIVE_JOB:
                    waiting = True
                    continue
                if alasan == TIDAK_HADIR and not absen_terkirim:
                    add.append((JenisJob.PANGGIL_ANTREAN, {"status": 2}))
                    waiting = True
                    continue
            add.append((backward, {}))
    return Urungkan(tuple(drop), tuple(add), waiting)
