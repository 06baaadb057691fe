"""``deka job beda | kelompok | massal | ekspor | sekilas``: many jobs at a time, and what they tell."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import click

from deka_tui import cli_texts, cli_texts_pantau
from deka_tui.commands import output
from deka_tui.commands.click_id import ANGKA, DETIK, TANGGAL, TEKS, Kelompok, pilihan, pilihan_json
from deka_tui.commands.job_saring import pilihan_saring
from deka_tui.commands.session import Gagal, Sesi
from deka_tui.commands.shapes import pesan, waktu
from shared.domain.beda import Beda
from shared.domain.records import Pelaku
from shared.services import ekspor as export
from shared.services import jobs, massal, monitoring
from shared.services.konteks import Konteks


def pasang(perintah: Kelompok) -> None:
    """Add these commands to ``deka job``."""
    for command in (beda, kelompok, massal_, ekspor, sekilas):
        perintah.add_command(command)


# Made by the group's own class, which knows the house's ways of helping and complaining.
_kelompok = Kelompok("job")


@_kelompok.command("beda", help=cli_texts_pantau.JOB_BEDA)
@click.argument("job_id", metavar="ID", type=ANGKA)
@click.argument("lama", metavar="NO", type=ANGKA)
@click.argument("baru", metavar="NO2", type=ANGKA)
@pilihan_json
@click.pass_obj
def beda(sesi: Sesi, job_id: int, lama: int, baru: int, as_json: bool) -> None:
    """Compare two attempts of a job."""
    ctx, pelaku = sesi.buka()
    request, response = monitoring.bedakan(monitoring.detail(ctx, pelaku, job_id), lama, baru)
    if as_json:
        output.document({"request": [_beda(d) for d in request], "response": [_beda(d) for d in response]})
        return
    parts = ((cli_texts_pantau.PERMINTAAN, request), (cli_texts_pantau.JAWABAN, response))
    cells = [(part, d.jalur, pesan(d.lama), pesan(d.baru)) for part, found in parts for d in found]
    if cells:
        output.table(cli_texts_pantau.KEPALA_BEDA, cells, flexible=3)
    else:
        output.line(cli_texts_pantau.TANPA_BEDA)


def _beda(found: Beda) -> dict[str, Any]:
    return {
        "kolom": found.jalur,
        "ubahan": found.ubahan.value,
        "lama": pesan(found.lama),
        "baru": pesan(found.baru),
    }


@_kelompok.command("kelompok", help=cli_texts_pantau.JOB_KELOMPOK)
@pilihan_saring
@pilihan("--lepas", type=TEKS, metavar="KUNCI", help=cli_texts_pantau.P_LEPAS)
@pilihan("--alasan", type=TEKS, default="", metavar="ALASAN", help=cli_texts_pantau.P_ALASAN_MASSAL)
@pilihan("--yakin", is_flag=True, help=cli_texts_pantau.P_YAKIN)
@pilihan("--pasti", type=ANGKA, metavar="N", help=cli_texts_pantau.P_PASTI)
@pilihan_json
@click.pass_obj
def kelompok(
    sesi: Sesi,
    saring: jobs.SaringJob,
    lepas: str | None,
    alasan: str,
    yakin: bool,
    pasti: int | None,
    as_json: bool,
) -> None:
    """Group failures by cause, or release one group."""
    ctx, pelaku = sesi.buka()
    if lepas is not None:
        group = monitoring.saring_kelompok(ctx, pelaku, saring, lepas)
        plan = massal.rencana(ctx, pelaku, saring=group, yakin=yakin)
        _run(ctx, pelaku, plan, massal.Kendali(0.0), alasan, yakin=yakin, pasti=pasti, as_json=as_json)
        return
    found = monitoring.kelompok(ctx, pelaku, saring)
    if as_json:
        output.document([_group(group) for group in found])
    elif found:
        cells = [(g.kunci, str(g.jumlah), g.kelas or "-", g.penjelasan.arti, pesan(g.contoh)) for g in found]
        output.table(cli_texts_pantau.KEPALA_KELOMPOK, cells, flexible=4)
    else:
        output.line(cli_texts_pantau.TANPA_KELOMPOK)


def _group(group: monitoring.Kelompok) -> dict[str, Any]:
    return {
        "kunci": group.kunci,
        "kelas": group.kelas,
        "teks": pesan(group.teks),
        "contoh": pesan(group.contoh),
        "dari_bpjs": group.dari_bpjs,
        "jumlah": group.jumlah,
        "jenis": [jenis.value for jenis in group.jenis],
        "arti": group.penjelasan.arti,
        "siapa": group.penjelasan.siapa,
        "tekan": group.penjelasan.tekan,
    }


@_kelompok.command("massal", help=cli_texts_pantau.JOB_MASSAL)
@pilihan_saring
@pilihan("--id", "ids", type=ANGKA, multiple=True, metavar="ID", help=cli_texts_pantau.P_ID)
@pilihan("--jalankan", is_flag=True, help=cli_texts_pantau.P_JALANKAN)
@pilihan("--pasti", type=ANGKA, metavar="N", help=cli_texts_pantau.P_PASTI)
@pilihan("--laju", type=DETIK, default=5.0, metavar="N", help=cli_texts_pantau.P_LAJU)
@pilihan("--alasan", type=TEKS, default="", metavar="ALASAN", help=cli_texts_pantau.P_ALASAN_MASSAL)
@pilihan("--yakin", is_flag=True, help=cli_texts_pantau.P_YAKIN)
@pilihan_json
@click.pass_obj
def massal_(
    sesi: Sesi,
    saring: jobs.SaringJob,
    ids: tuple[int, ...],
    jalankan: bool,
    pasti: int | None,
    laju: float,
    alasan: str,
    yakin: bool,
    as_json: bool,
) -> None:
    """Count what would be sent again, or send it."""
    ctx, pelaku = sesi.buka()
    hands = massal.Kendali(laju)
    plan = massal.rencana(ctx, pelaku, saring=saring, ids=ids or None, yakin=yakin)
    if jalankan:
        _run(ctx, pelaku, plan, hands, alasan, yakin=yakin, pasti=pasti, as_json=as_json)
    elif as_json:
        output.document(_plan(plan))
    else:
        kinds = {jenis.value: count for jenis, count in plan.jenis.items()}
        for line in cli_texts_pantau.rencana(plan.banyak, kinds, plan.dilewati):
            output.line(line)


def _plan(plan: massal.Rencana) -> dict[str, Any]:
    return {
        "kirim": plan.banyak,
        "ids": list(plan.ids),
        "jenis": {jenis.value: count for jenis, count in plan.jenis.items()},
        "dilewati": plan.dilewati,
    }


def _run(
    ctx: Konteks,
    pelaku: Pelaku,
    plan: massal.Rencana,
    hands: massal.Kendali,
    alasan: str,
    *,
    yakin: bool,
    pasti: int | None,
    as_json: bool,
) -> None:
    _confirm(plan, pasti)
    done = massal.jalankan(ctx, pelaku, plan, hands, alasan=alasan, yakin=yakin)
    if as_json:
        output.document(
            {
                "terkirim": done.terkirim,
                "banyak": done.banyak,
                "dihentikan": done.dihentikan,
                "ditolak": [{"id": item.id, "pesan": item.galat} for item in done.gagal],
            }
        )
    else:
        output.line(
            cli_texts_pantau.hasil_massal(done.terkirim, len(done.gagal), done.banyak, done.dihentikan)
        )
        for item in done.gagal:
            output.line(cli_texts_pantau.butir_ditolak(item.id, item.galat))


def _confirm(plan: massal.Rencana, pasti: int | None) -> None:
    """Have many items confirmed by their number, typed or given with the command."""
    if not plan.perlu_ketik and pasti is None:
        return
    if pasti is None:
        if sys.stdin is None or not sys.stdin.isatty():
            raise Gagal(cli_texts_pantau.pasti_perlu(plan.banyak))
        typed = click.prompt(cli_texts_pantau.tanya_pasti(plan.banyak), prompt_suffix="", err=True)
        pasti = int(typed) if str(typed).strip().isdecimal() else -1
    if pasti != plan.banyak:
        raise Gagal(cli_texts_pantau.PASTI_SALAH)


@_kelompok.command("ekspor", help=cli_texts_pantau.JOB_EKSPOR)
@click.argument("file", metavar="FILE")
@pilihan_saring
@pilihan("--identitas", is_flag=True, help=cli_texts_pantau.P_IDENTITAS)
@pilihan_json
@click.pass_obj
def ekspor(sesi: Sesi, file: str, saring: jobs.SaringJob, identitas: bool, as_json: bool) -> None:
    """Export jobs."""
    ctx, pelaku = sesi.buka()
    done = export.ekspor(ctx, pelaku, saring, file, buka=identitas)
    if as_json:
        output.document({"berkas": done.berkas, "baris": done.baris, "disamarkan": done.disamarkan})
    else:
        output.line(cli_texts_pantau.diekspor(done.baris, done.berkas, done.disamarkan))


@_kelompok.command("sekilas", help=cli_texts_pantau.JOB_SEKILAS)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts.P_TANGGAL)
@pilihan_json
@click.pass_obj
def sekilas(sesi: Sesi, tanggal: date | None, as_json: bool) -> None:
    """Show a day by quarter hours."""
    ctx, pelaku = sesi.buka()
    found = monitoring.sekilas(ctx, pelaku, tanggal)
    zona = ctx.faskes.zona
    if as_json:
        output.document(
            {
                "tanggal": found.tanggal,
                "perempat": [
                    {"jam": _hour(p.urutan), "layanan": p.layanan, "kirim": p.kirim, "gagal": p.gagal}
                    for p in found.perempat
                ],
                "tutup": [
                    {
                        "layanan": shut.layanan,
                        "dari": waktu(shut.dari, zona),
                        "sampai": waktu(shut.sampai, zona),
                        "penyebab": shut.penyebab,
                    }
                    for shut in found.tutup
                ],
            }
        )
        return
    if not found.perempat:
        output.line(cli_texts_pantau.TANPA_SEKILAS)
    else:
        cells = [(_hour(p.urutan), p.layanan, str(p.kirim), str(p.gagal)) for p in found.perempat]
        output.table(cli_texts_pantau.KEPALA_SEKILAS, cells, flexible=1)
    for shut in found.tutup:
        until = (waktu(shut.sampai, zona) or "…")[11:16]
        output.line(
            f"{cli_texts_pantau.LAYANAN_TUTUP} {shut.layanan} {(waktu(shut.dari, zona) or '')[11:16]}-{until}"
        )


def _hour(number: int) -> str:
    return f"{number // 4:02d}:{number % 4 * 15:02d}"
