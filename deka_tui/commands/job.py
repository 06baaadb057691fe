"""``deka job``: watching and repairing what is sent to BPJS."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

import click

from deka_tui import cli_texts, cli_texts_pantau
from deka_tui.commands import job_banyak, output, shapes, waiting
from deka_tui.commands.click_id import (
    ANGKA,
    TEKS,
    Kelompok,
    SalahPakai,
    SalahSatu,
    pilihan,
    pilihan_json,
    pilihan_tunggu,
)
from deka_tui.commands.job_saring import pilihan_saring
from deka_tui.commands.session import Gagal, Sesi
from shared.domain.answers import Layanan
from shared.domain.pantau import DELETES
from shared.domain.records import Pelaku
from shared.services import jobs, kunjungan, monitoring, papan, penyuntingan
from shared.services.konteks import Konteks
from shared.texts import NAMA_JOB, NAMA_STATUS_JOB
from shared.texts_pantau import PERINGATAN

SHOWN = 1000
"""Jobs a person is shown at most unless told otherwise; a script gets all."""
_ALL = 2**31 - 1

perintah = Kelompok("job", help=cli_texts.PERINTAH_DEKA["job"])
job_banyak.pasang(perintah)


@perintah.command("daftar", help=cli_texts.JOB_DAFTAR)
@pilihan_saring
@pilihan("--batas", type=ANGKA, metavar="N", help=cli_texts.P_BATAS)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, saring: jobs.SaringJob, batas: int | None, as_json: bool) -> None:
    """List jobs."""
    ctx, pelaku = sesi.buka()
    most = min(batas, _ALL) if batas is not None else (_ALL if as_json else SHOWN)
    found = monitoring.daftar(ctx, pelaku, saring, batas=most)
    if as_json:
        output.document([shapes.baris_job(row) for row in found])
        return
    if not found:
        output.line(cli_texts.JOB_KOSONG)
        return
    cells = [
        (
            str(row.id), NAMA_JOB[row.jenis], NAMA_STATUS_JOB[row.status], row.tanggal.isoformat(), row.norm,
            row.nama, "" if row.http is None else str(row.http), str(row.percobaan),
        )
        for row in found
    ]  # fmt: skip
    output.table(cli_texts.KEPALA_JOB, cells, flexible=5)
    if batas is None and len(found) == SHOWN:
        output.line(cli_texts.job_terpotong(SHOWN))


@perintah.command("hitung", help=cli_texts.JOB_HITUNG)
@pilihan_saring
@pilihan_json
@click.pass_obj
def hitung(sesi: Sesi, saring: jobs.SaringJob, as_json: bool) -> None:
    """Count jobs."""
    ctx, pelaku = sesi.buka()
    found = monitoring.hitung(ctx, pelaku, saring)
    counts = {
        "total": found.total,
        "menunggu": found.menunggu,
        "berhasil": found.berhasil,
        "gagal": found.gagal,
    }
    if as_json:
        output.document(counts)
    else:
        output.table(cli_texts.KEPALA_HITUNG, [[str(count) for count in counts.values()]], flexible=0)


@perintah.command("detail", help=cli_texts.JOB_DETAIL)
@click.argument("job_id", metavar="ID", type=ANGKA)
@pilihan_json
@click.pass_obj
def detail(sesi: Sesi, job_id: int, as_json: bool) -> None:
    """Show a job with every attempt."""
    ctx, pelaku = sesi.buka()
    ctx.izinkan_integrasi(pelaku, "monitoring.detail", job_id)
    found = jobs.detail(ctx, pelaku, job_id)
    shape = shapes.detail(found, ctx.faskes.zona)
    if as_json:
        output.document(shape)
        return
    job = found.job
    output.line(
        cli_texts.kepala_job(
            job.id, NAMA_JOB[job.jenis], NAMA_STATUS_JOB[job.status], found.tanggal.isoformat(), job.percobaan
        )
    )
    if not shape["attempts"]:
        output.line(cli_texts.TANPA_PERCOBAAN)
    for attempt in shape["attempts"]:
        _show(attempt)


def _show(attempt: dict[str, Any]) -> None:
    click.echo()
    output.line(
        cli_texts.kepala_percobaan(
            attempt["no"], attempt["asal"], attempt["mulai"], attempt["selesai"] or cli_texts.BELUM_SELESAI
        )
    )
    output.line(
        cli_texts.hasil_percobaan(
            "-" if attempt["http"] is None else str(attempt["http"]),
            attempt["kode"] or "-",
            attempt["kelas"] or "-",
            attempt["pesan"] or "-",
        )
    )
    for head, body in ((cli_texts.KIRIM, attempt["request"]), (cli_texts.JAWAB, attempt["response"])):
        if body:
            output.line(head)
            output.block(body, "    ")


@perintah.command("resend", help=cli_texts.JOB_RESEND)
@click.argument("job_id", metavar="ID", type=ANGKA)
@pilihan("--isi", metavar="FILE", help=cli_texts.P_ISI)
@pilihan("--alasan", type=TEKS, default="", metavar="ALASAN", help=cli_texts.P_ALASAN_ISI)
@pilihan("--buka-kunci", is_flag=True, help=cli_texts_pantau.P_BUKA_KUNCI)
@pilihan("--yakin", is_flag=True, help=cli_texts_pantau.P_YAKIN)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def resend(
    sesi: Sesi,
    job_id: int,
    isi: str | None,
    alasan: str,
    buka_kunci: bool,
    yakin: bool,
    tunggu: float | None,
    as_json: bool,
) -> None:
    """Send a failed job again."""
    if isi is not None and not alasan.strip():
        raise SalahPakai(cli_texts.ALASAN_ISI_PERLU, click.get_current_context())
    body = None if isi is None else _body(isi)
    ctx, pelaku = sesi.buka()
    yakin = yakin or _sure(ctx, pelaku, job_id)
    if body is not None and not as_json:
        _warn(ctx, pelaku, job_id, body, buka_kunci=buka_kunci)
    job = penyuntingan.kirim_ulang(
        ctx, pelaku, job_id, isi=body, alasan=alasan.strip(), buka_kunci=buka_kunci, yakin=yakin
    )
    if tunggu is not None:
        deadline = monotonic() + tunggu
        job = waiting.tunggu(ctx, lambda: jobs.hasil(ctx, pelaku, (job_id,)), (job,), deadline)[0]
    if as_json:
        output.document(shapes.job(job))
    else:
        output.line(cli_texts.job_dikirim(job.id, NAMA_JOB[job.jenis]) + f": {NAMA_STATUS_JOB[job.status]}")
    if tunggu is not None and (complaint := waiting.keluhan((job,), partial(cli_texts.job_belum, job_id))):
        raise Gagal(complaint)


def _sure(ctx: Konteks, pelaku: Pelaku, job_id: int) -> bool:
    """Ask once more before a deletion is sent, where there is somebody to ask."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    ctx.izinkan_integrasi(pelaku, "job.resend", job_id)
    kinds = [job.jenis for job in jobs.hasil(ctx, pelaku, (job_id,))]
    if not kinds or kinds[0] not in DELETES:
        return False
    question = cli_texts_pantau.tanya_yakin(NAMA_JOB[kinds[0]])
    said = click.prompt(question, default="", show_default=False, prompt_suffix="", err=True)
    return str(said).strip().lower() in ("y", "ya")


def _warn(ctx: Konteks, pelaku: Pelaku, job_id: int, body: str, *, buka_kunci: bool) -> None:
    """Say what looks doubtful in an edited body; it is sent all the same."""
    found = penyuntingan.periksa(ctx, pelaku, job_id, body, buka_kunci=buka_kunci)
    words = [PERINGATAN[d.sebab].format(nama=d.nama, harus=d.harus) for d in found.peringatan]
    words += [kunjungan.kata_salah(wrong) for wrong in found.kunjungan]
    if words:
        output.line(cli_texts_pantau.peringatan_isi("; ".join(dict.fromkeys(words))))


def _body(file: str) -> str:
    try:
        return Path(file).expanduser().read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Gagal(cli_texts.berkas_isi(file)) from error


@perintah.command("gerbang", help=cli_texts.JOB_GERBANG)
@pilihan("--buka", type=SalahSatu(s.value for s in Layanan), metavar="LAYANAN", help=cli_texts.P_BUKA)
@pilihan_json
@click.pass_obj
def gerbang(sesi: Sesi, buka: str | None, as_json: bool) -> None:
    """Show the gates, or open one."""
    ctx, pelaku = sesi.buka()
    said = None if buka is None else _open(ctx, pelaku, buka)
    alive = papan.kesehatan(ctx).pekerja_hidup
    rows = [shapes.gerbang(gate, ctx.faskes.zona, alive) for gate in jobs.gerbang(ctx)]
    if as_json:
        output.document(rows)
        return
    if said is not None:
        output.line(said)
    if not rows:
        output.line(cli_texts.GERBANG_KOSONG)
        return
    cells = [
        (
            row["layanan"], row["status"], cli_texts.PENYEBAB[row["penyebab"]],
            _short(row["sejak"]), _short(row["coba_lagi"]),
            str(row["menunggu"]), row["pesan"],
        )
        for row in rows
    ]  # fmt: skip
    output.table(cli_texts.KEPALA_GERBANG, cells, flexible=6)


def _open(ctx: Konteks, pelaku: Pelaku, layanan: str) -> str:
    """Open a gate and say what that did; the permission is checked also when there is nothing to do."""
    shut = any(gate.layanan == layanan and gate.status == "kredensial" for gate in jobs.gerbang(ctx))
    released = jobs.buka_gerbang(ctx, pelaku, layanan)
    if shut:
        return cli_texts.gerbang_dibuka(layanan, released)
    return cli_texts.gerbang_tidak_tertutup(layanan)


def _short(moment: str | None) -> str:
    return "" if moment is None else moment[:16].replace("T", " ")
