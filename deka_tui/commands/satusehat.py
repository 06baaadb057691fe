"""``deka satusehat``: what is sent to SatuSehat."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

import click

from deka_tui import cli_texts, cli_texts_satusehat
from deka_tui.commands import output, shapes, waiting
from deka_tui.commands.click_id import (
    ANGKA,
    TANGGAL,
    TEKS,
    Kelompok,
    SalahPakai,
    SalahSatu,
    pilihan,
    pilihan_json,
    pilihan_tunggu,
)
from deka_tui.commands.output import Blok
from deka_tui.commands.session import Gagal, Sesi
from shared.domain.pantau import BarisPantau
from shared.domain.records import JobRingkas
from shared.domain.status import StatusJob
from shared.domain.sumber import DASAR, TIPE, Tipe
from shared.services import jobs, satusehat, satusehat_dasar
from shared.services.satusehat_dasar import HasilRegenerasi
from shared.texts import NAMA_STATUS_JOB
from shared.texts_satusehat import NAMA_HASIL, NAMA_KEADAAN, rinci_keadaan

perintah = Kelompok("satusehat", help=cli_texts.PERINTAH_DEKA["satusehat"])

_PAGE = 500
_JENIS = SalahSatu(tipe.value for tipe in Tipe)


@perintah.command("impor", help=cli_texts_satusehat.IMPOR)
@click.argument("berkas", metavar="FILE.json", type=TEKS)
@pilihan_json
@click.pass_obj
def impor(sesi: Sesi, berkas: str, as_json: bool) -> None:
    """Take resources in."""
    ctx, pelaku = sesi.buka()
    done = satusehat.impor(ctx, pelaku, berkas)
    if as_json:
        shape = {"baru": done.baru, "berubah": done.berubah, "sama": done.sama, "dilepas": done.dilepas}
        output.document(shape)
    else:
        output.line(cli_texts_satusehat.diimpor(done.baru, done.berubah, done.sama, done.dilepas))


@perintah.command("dasbor", help=cli_texts_satusehat.DASBOR)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts_satusehat.P_TANGGAL)
@pilihan_json
@click.pass_obj
def dasbor(sesi: Sesi, tanggal: date | None, as_json: bool) -> None:
    """Show the dashboard."""
    ctx, pelaku = sesi.buka()
    found = satusehat.dasbor(ctx, pelaku, tanggal).kartu
    if as_json:
        output.document(
            [
                {
                    "jenis": one.tipe.value, "terkirim": one.terkirim, "total": one.total,
                    "proses": one.proses, "gagal": one.gagal, "belum": one.belum,
                }
                for one in found
            ]
        )  # fmt: skip
        return
    cells = [
        (one.tipe.value, *map(str, (one.terkirim, one.total, one.proses, one.gagal, one.belum)))
        for one in found
    ]
    output.table(cli_texts_satusehat.KEPALA_DASBOR, cells, flexible=0)


def _row(row: BarisPantau) -> dict[str, Any]:
    return {
        "id": row.id,
        "jenis": TIPE[row.jenis].value,
        "lokal": row.lokal,
        "nama": shapes.pesan(row.judul or row.nama or row.no_registrasi),
        "status": row.keadaan.value,
        "job": row.status.value,
        "menunggu": row.menunggu or None,
        "http": row.http,
        "ihs": row.ihs or None,
        "tanggal": row.tanggal,
        "norm": row.norm,
        "percobaan": row.percobaan,
        "pesan": shapes.pesan(row.pesan),
        "hasil": row.hasil or None,
    }


def _badge(row: BarisPantau) -> str:
    more = rinci_keadaan(row.keadaan, row.menunggu)
    return NAMA_KEADAAN[row.keadaan] + (f" ({more})" if more else "")


@perintah.command("daftar", help=cli_texts_satusehat.DAFTAR)
@click.argument("jenis", metavar="JENIS", type=TEKS)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts_satusehat.P_TANGGAL)
@pilihan("--status", type=SalahSatu(satusehat.SARING), metavar="STATUS", help=cli_texts_satusehat.P_STATUS)
@pilihan("--norm", type=TEKS, default="", metavar="NORM", help=cli_texts.P_NORM_MUAT)
@pilihan("--batas", type=ANGKA, metavar="N", help=cli_texts_satusehat.P_BATAS)
@pilihan_json
@click.pass_obj
def daftar(
    sesi: Sesi,
    jenis: str,
    tanggal: date | None,
    status: str | None,
    norm: str,
    batas: int | None,
    as_json: bool,
) -> None:
    """List the rows of a type."""
    tipe = satusehat.baca_tipe(jenis)
    ctx, pelaku = sesi.buka()
    most = batas if batas is not None else (2**31 if as_json else 1000)
    found: list[BarisPantau] = []
    kursor = None
    while len(found) < most:
        page = satusehat.daftar(
            ctx, pelaku, tipe, tanggal=tanggal, status=satusehat.SARING[status] if status else None,
            norm=norm, kursor=kursor, banyak=min(_PAGE, most - len(found)),
        ).halaman  # fmt: skip
        found += page.baris
        if not page.ada_lama or not page.baris:
            break
        kursor = page.baris[-1].kursor
    if as_json:
        output.document([_row(row) for row in found])
        return
    if not found:
        output.line(cli_texts_satusehat.KOSONG)
        return
    cells = [
        (
            str(row.id), row.lokal, row.judul or row.nama or row.no_registrasi, _badge(row),
            "" if row.http is None else str(row.http), row.ihs, row.tanggal.isoformat(),
        )
        for row in found
    ]  # fmt: skip
    output.table(cli_texts_satusehat.KEPALA_DAFTAR, cells, flexible=2)


@perintah.command("detail", help=cli_texts_satusehat.DETAIL)
@click.argument("job_id", metavar="ID", type=ANGKA)
@pilihan_json
@click.pass_obj
def detail(sesi: Sesi, job_id: int, as_json: bool) -> None:
    """Show a row in full."""
    ctx, pelaku = sesi.buka()
    found = satusehat.detail(ctx, pelaku, job_id)
    row, zona = found.dasar.job, ctx.faskes.zona
    tries = [shapes.percobaan(attempt, zona) for attempt in found.dasar.attempts]
    if as_json:
        lint = [
            {"jalur": d.jalur, "pesan": d.pesan, "aturan": d.aturan, "berat": d.berat} for d in found.lint
        ]
        issues = [
            {"jalur": i.jalur, "aturan": i.aturan, "arti": i.arti, "siapa": i.siapa, "tekan": i.tekan}
            for i in found.isu
        ]
        output.document(
            _row(row)
            | {
                "isi": Blok(found.isi), "lint": lint, "isu": issues, "menunggu": list(found.menunggu),
                "pertanyaan": found.pertanyaan_id, "diperiksa": shapes.waktu(found.diperiksa, zona),
                "attempts": tries,
            }
        )  # fmt: skip
        return
    output.line(cli_texts_satusehat.kepala(found.tipe, row.lokal, _badge(row), row.ihs))
    if row.pesan:
        output.line(row.pesan)
    for issue in found.isu:
        told = f"{issue.arti} {issue.tekan}"
        output.line(cli_texts_satusehat.keraguan(issue.jalur, told, issue.aturan))
    for doubt in found.lint:
        output.line(cli_texts_satusehat.keraguan(doubt.jalur, doubt.pesan, doubt.aturan))
    output.block(found.isi, "    ")
    for attempt in tries:
        output.line(
            cli_texts.hasil_percobaan(
                "-" if attempt["http"] is None else str(attempt["http"]), attempt["kode"] or "-",
                attempt["kelas"] or "-", attempt["pesan"] or "-",
            )
        )  # fmt: skip
        for head, body in ((cli_texts.KIRIM, attempt["request"]), (cli_texts.JAWAB, attempt["response"])):
            if body:
                output.line(head)
                output.block(body, "    ")


def _after(sesi: Sesi, job: JobRingkas, tunggu: float | None, *, as_json: bool) -> None:
    """Wait for a row, show it, and fail if it did not arrive."""
    ctx, pelaku = sesi.buka()
    if tunggu is not None:
        deadline = monotonic() + tunggu
        job = waiting.tunggu(ctx, lambda: jobs.hasil(ctx, pelaku, (job.id,)), (job,), deadline)[0]
    if as_json:
        output.document(shapes.job(job))
    else:
        name = TIPE[job.jenis].value
        output.line(cli_texts_satusehat.dikirim(job.id, name, NAMA_STATUS_JOB[job.status]))
    if tunggu is not None and job.status is not StatusJob.TERKIRIM:
        words = cli_texts.MASIH_DIPROSES if waiting.hidup((job,)) else shapes.pesan(job.pesan)
        raise Gagal(cli_texts_satusehat.belum(job.id, words or cli_texts.TANPA_KETERANGAN))


@perintah.command("resend", help=cli_texts_satusehat.RESEND)
@click.argument("job_id", metavar="ID", type=ANGKA)
@pilihan("--isi", metavar="FILE", help=cli_texts_satusehat.P_ISI)
@pilihan("--alasan", type=TEKS, default="", metavar="ALASAN", help=cli_texts.P_ALASAN_ISI)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def resend(
    sesi: Sesi, job_id: int, isi: str | None, alasan: str, tunggu: float | None, as_json: bool
) -> None:
    """Send a failed row again."""
    if isi is not None and not alasan.strip():
        raise SalahPakai(cli_texts.ALASAN_ISI_PERLU, click.get_current_context())
    body = None
    if isi is not None:
        try:
            body = Path(isi).expanduser().read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise Gagal(cli_texts.berkas_isi(isi)) from error
    ctx, pelaku = sesi.buka()
    job = satusehat.kirim_ulang(ctx, pelaku, job_id, isi=body, alasan=alasan.strip())
    _after(sesi, job, tunggu, as_json=as_json)


@perintah.command("verifikasi", help=cli_texts_satusehat.VERIFIKASI)
@click.argument("job_id", metavar="ID", type=ANGKA)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def verifikasi(sesi: Sesi, job_id: int, tunggu: float | None, as_json: bool) -> None:
    """Look a row up at SatuSehat."""
    ctx, pelaku = sesi.buka()
    _after(sesi, satusehat.verifikasi(ctx, pelaku, job_id), tunggu, as_json=as_json)


@perintah.command("regenerasi", help=cli_texts_satusehat.REGENERASI)
@click.argument("jenis", metavar="JENIS", type=TEKS)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def regenerasi(sesi: Sesi, jenis: str, tunggu: float | None, as_json: bool) -> None:
    """Make a base resource anew."""
    tipe = satusehat.baca_tipe(jenis)
    ctx, pelaku = sesi.buka()
    begun = satusehat_dasar.regenerasi(ctx, pelaku, tipe)
    found = begun
    if tunggu is not None:
        found = waiting.sampai(
            ctx, lambda: satusehat_dasar.hasil_regenerasi(ctx, pelaku, tipe), begun, monotonic() + tunggu,
            lambda one: one.proses == 0,
        )  # fmt: skip
    if as_json:
        output.document(_regenerated(begun, found))
        return
    cells = [
        (
            str(row.job_id), row.lokal, row.nama, NAMA_HASIL.get(row.hasil, row.hasil), row.ihs,
            "" if row.pertanyaan_id is None else str(row.pertanyaan_id),
        )
        for row in found.baris
    ]  # fmt: skip
    if cells:
        output.table(cli_texts_satusehat.KEPALA_REGENERASI, cells, flexible=2)
    output.line(cli_texts_satusehat.regenerasi(begun.mulai, found.proses, begun.dilewati))


def _regenerated(begun: HasilRegenerasi, found: HasilRegenerasi) -> dict[str, Any]:
    return {
        "jenis": begun.tipe.value,
        "mulai": begun.mulai,
        "dilewati": begun.dilewati,
        "proses": found.proses,
        "hasil": [
            {
                "id": row.job_id, "lokal": row.lokal, "nama": row.nama, "hasil": row.hasil,
                "ihs": row.ihs or None, "pesan": shapes.pesan(row.pesan), "pertanyaan": row.pertanyaan_id,
            }
            for row in found.baris
        ],
    }  # fmt: skip


@perintah.command("pertanyaan", help=cli_texts_satusehat.PERTANYAAN)
@pilihan("--jenis", type=SalahSatu(DASAR), metavar="JENIS", help=cli_texts.P_JENIS)
@pilihan_json
@click.pass_obj
def pertanyaan(sesi: Sesi, jenis: str | None, as_json: bool) -> None:
    """List the open questions."""
    ctx, pelaku = sesi.buka()
    found = satusehat_dasar.daftar_pertanyaan(ctx, pelaku, Tipe(jenis) if jenis else None)
    if as_json:
        output.document(
            [
                {
                    "id": one.id, "jenis": one.tipe.value, "lokal": one.lokal, "nama": one.nama,
                    "alasan": one.alasan.value, "job": one.job_id, "boleh_buat": one.boleh_buat,
                    "kandidat": [{"id": c.id, "nama": c.nama, "rinci": c.rinci} for c in one.kandidat],
                }
                for one in found
            ]
        )  # fmt: skip
        return
    if not found:
        output.line(cli_texts_satusehat.TANPA_PERTANYAAN)
        return
    cells = [
        (
            str(one.id), one.tipe.value, one.lokal, one.nama, one.teks,
            "; ".join(cli_texts_satusehat.calon(c.id, c.nama, c.rinci) for c in one.kandidat),
        )
        for one in found
    ]  # fmt: skip
    output.table(cli_texts_satusehat.KEPALA_TANYA, cells, flexible=4)


@perintah.command("jawab", help=cli_texts_satusehat.JAWAB)
@click.argument("pertanyaan_id", metavar="ID", type=ANGKA)
@click.argument("jawaban", metavar="JAWABAN", type=TEKS)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def jawab(sesi: Sesi, pertanyaan_id: int, jawaban: str, tunggu: float | None, as_json: bool) -> None:
    """Answer a question."""
    ctx, pelaku = sesi.buka()
    _after(sesi, satusehat_dasar.jawab(ctx, pelaku, pertanyaan_id, jawaban), tunggu, as_json=as_json)
