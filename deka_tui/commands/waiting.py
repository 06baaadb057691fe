"""``--tunggu S``: following the change feed until the jobs that were asked for are over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from time import monotonic
from typing import TypeVar

from deka_tui import cli_texts, texts
from deka_tui.commands.shapes import pesan
from shared.domain.records import JobRingkas
from shared.domain.status import LIVE_JOB, JenisJob, StatusJob
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from shared.texts import NAMA_JOB

Jobs = tuple[JobRingkas, ...]
T = TypeVar("T")

_LOOK = 5.0
"""Seconds after which the jobs are read even when nothing seems to have changed."""
_AGAIN = 0.5


def hidup(jobs: Iterable[JobRingkas]) -> Jobs:
    """Pick the jobs that are still under way."""
    return tuple(job for job in jobs if job.status in LIVE_JOB)


def tunggu(ctx: Konteks, baca: Callable[[], Jobs], awal: Jobs, deadline: float) -> Jobs:
    """Wait until no job of *baca* is under way or the monotonic clock reaches *deadline*.

    Returns the jobs as they were read last, *awal* when they never could be.
    """
    return sampai(ctx, baca, awal, deadline, lambda jobs: not hidup(jobs))


def sampai(ctx: Konteks, baca: Callable[[], T], awal: T, deadline: float, selesai: Callable[[T], bool]) -> T:
    """Read *baca* at every change until *selesai* says yes or the monotonic clock reaches *deadline*.

    Returns what was read last, *awal* when nothing ever could be: what was asked for is done by
    now, and a storage that is away for a moment must not hide that.
    """
    feed = ctx.perubahan()
    found = awal
    pause = threading.Event()
    try:
        while True:
            try:
                found = baca()
                left = deadline - monotonic()
                if left <= 0 or selesai(found):
                    return found
                feed.tunggu(min(left, _LOOK))
            except PenyimpananGagal:
                left = deadline - monotonic()
                if left <= 0:
                    return found
                pause.wait(min(_AGAIN, left))
    finally:
        feed.tutup()


_LETTERS = {JenisJob.PENDAFTARAN: "P", JenisJob.TAMBAH_ANTREAN: "A"}


def bagian(job: JobRingkas) -> str:
    """Say what became of a job that is not OK: ``[A] …``."""
    name = _LETTERS.get(job.jenis, NAMA_JOB[job.jenis])
    if job.status in LIVE_JOB:
        return cli_texts.bagian(name, cli_texts.MASIH_DIPROSES)
    words = pesan(job.pesan) or (
        cli_texts.TIDAK_DIKIRIM if job.status is StatusJob.DIBATALKAN else cli_texts.TANPA_KETERANGAN
    )
    own = "" if job.dari_bpjs else f" ({cli_texts.BUKAN_DARI_BPJS})"
    return cli_texts.bagian(name, words + own)


def _parts(jobs: Jobs) -> str:
    return "; ".join(bagian(job) for job in jobs)


def keluhan(jobs: Jobs, gagal_sendiri: Callable[[str], str]) -> str | None:
    """Say in one sentence which of the jobs are not OK, BPJS' own words first; ``None``: all are.

    *gagal_sendiri* makes the sentence for failures in which BPJS said nothing.
    """
    alive = hidup(jobs)
    failed = tuple(job for job in jobs if job.status is not StatusJob.TERKIRIM and job not in alive)
    if not failed:
        return cli_texts.masih_berjalan(_parts(alive)) if alive else None
    ordered = sorted(failed, key=lambda job: not job.dari_bpjs)
    parts = _parts((*ordered, *alive))
    return f"{texts.INFO_BPJS} {parts}" if ordered[0].dari_bpjs else gagal_sendiri(parts)


def keluhan_batal(jobs: Jobs) -> str | None:
    """Say that BPJS still has to hear of a cancellation, or could not be told; ``None``: all is well."""
    if any(job.status in (StatusJob.GAGAL, StatusJob.KEDALUWARSA) for job in jobs):
        return texts.BATAL_PERINGATAN
    return f"{texts.batal_berjalan()}." if hidup(jobs) else None
