"""``deka kunjungan``: visits taken in from a file, sent to PCare, and deleted again."""

from __future__ import annotations

from datetime import date
from functools import partial
from time import monotonic
from typing import Any

import click

from deka_tui import cli_texts, cli_texts_pantau
from deka_tui.commands import output, shapes, waiting
from deka_tui.commands.click_id import ANGKA, TANGGAL, Kelompok, pilihan, pilihan_json, pilihan_tunggu
from deka_tui.commands.session import Gagal, Sesi
from shared.domain.records import JobRingkas, Pelaku
from shared.domain.status import JenisJob, StatusJob
from shared.services import jobs, kunjungan
from shared.services.konteks import Konteks
from shared.texts import NAMA_JOB, NAMA_STATUS_JOB

perintah = Kelompok("kunjungan", help=cli_texts.PERINTAH_DEKA["kunjungan"])


def _wait(
    ctx: Konteks, pelaku: Pelaku, found: tuple[JobRingkas, ...], tunggu: float | None
) -> tuple[JobRingkas, ...]:
    if tunggu is None or not found:
        return found
    ids = tuple(job.id for job in found)
    return waiting.tunggu(ctx, lambda: jobs.hasil(ctx, pelaku, ids), found, monotonic() + tunggu)


def _complain(found: tuple[JobRingkas, ...], tunggu: float | None) -> None:
    if tunggu is None:
        return
    for job in found:
        if complaint := waiting.keluhan((job,), partial(cli_texts.job_belum, job.id)):
            raise Gagal(complaint)


@perintah.command("impor", help=cli_texts_pantau.KUNJUNGAN_IMPOR)
@click.argument("file", metavar="FILE")
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def impor(sesi: Sesi, file: str, tunggu: float | None, as_json: bool) -> None:
    """Import visits."""
    ctx, pelaku = sesi.buka()
    done = kunjungan.impor(ctx, pelaku, file)
    found = _wait(ctx, pelaku, done.jobs, tunggu)
    if as_json:
        output.document(
            {
                "kunjungan": list(done.kunjungan),
                "sudah": done.sudah,
                "jobs": [shapes.job(job) for job in found],
            }
        )
    else:
        output.line(cli_texts_pantau.kunjungan_diimpor(len(done.kunjungan), done.sudah))
    _complain(found, tunggu)


@perintah.command("daftar", help=cli_texts_pantau.KUNJUNGAN_DAFTAR)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts.P_TANGGAL)
@pilihan("--semua-tanggal", is_flag=True, help=cli_texts.P_SEMUA_TANGGAL)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, tanggal: date | None, semua_tanggal: bool, as_json: bool) -> None:
    """List imported visits."""
    ctx, pelaku = sesi.buka()
    rows = kunjungan.daftar(ctx, pelaku, tanggal=tanggal, semua_tanggal=semua_tanggal)
    if as_json:
        output.document([_shape(row) for row in rows])
    elif rows:
        cells = [
            (
                str(row.id), row.tanggal.isoformat(), row.norm, row.nama, row.kd_poli, row.no_kunjungan,
                NAMA_JOB[JenisJob(row.jenis)], NAMA_STATUS_JOB[StatusJob(row.status)],
            )
            for row in rows
        ]  # fmt: skip
        output.table(cli_texts_pantau.KEPALA_KUNJUNGAN, cells, flexible=3)
    else:
        output.line(cli_texts_pantau.TANPA_KUNJUNGAN)


def _shape(row: kunjungan.BarisKunjungan) -> dict[str, Any]:
    return {
        "id": row.id,
        "tanggal": row.tanggal,
        "norm": row.norm,
        "nama": row.nama,
        "kd_poli": row.kd_poli,
        "no_kunjungan": row.no_kunjungan or None,
        "job": {"id": row.job_id, "jenis": row.jenis, "status": row.status},
    }


@perintah.command("hapus", help=cli_texts_pantau.KUNJUNGAN_HAPUS)
@click.argument("kunjungan_id", metavar="ID", type=ANGKA)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def hapus(sesi: Sesi, kunjungan_id: int, tunggu: float | None, as_json: bool) -> None:
    """Delete a visit at PCare: naming it here is the second asking."""
    ctx, pelaku = sesi.buka()
    found = _wait(ctx, pelaku, (kunjungan.hapus(ctx, pelaku, kunjungan_id, yakin=True),), tunggu)
    job = found[0]
    if as_json:
        output.document(shapes.job(job))
    else:
        said = cli_texts_pantau.kunjungan_dihapus(kunjungan_id, job.id)
        output.line(f"{said}: {NAMA_STATUS_JOB[job.status]}")
    _complain(found, tunggu)
