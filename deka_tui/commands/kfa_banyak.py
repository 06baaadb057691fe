"""``deka kfa``, many products at once: the strong suggestions, and mappings as CSV files."""

from __future__ import annotations

import click

from deka_tui import cli_texts_kfa as kata
from deka_tui.commands import output
from deka_tui.commands.click_id import ANGKA, pilihan, pilihan_json
from deka_tui.commands.kfa import bentuk, bentuk_produk, perintah
from deka_tui.commands.session import Sesi
from shared.services import kfa_berkas, kfa_massal


@perintah.command("tinjau", help=kata.TINJAU)
@pilihan("--batas", type=ANGKA, default=200, metavar="N", help=kata.P_BATAS)
@pilihan_json
@click.pass_obj
def tinjau(sesi: Sesi, batas: int, as_json: bool) -> None:
    """Show the strong suggestions."""
    ctx, pelaku = sesi.buka()
    seen = kfa_massal.tinjau(ctx, pelaku, batas=batas)
    if as_json:
        output.document(
            {
                "kuat": [
                    {"produk": one.produk.kode, "nama": one.produk.nama, "kfa": bentuk(one.hasil)}
                    for one in seen.kuat
                ],
                "ragu": [bentuk_produk(one) for one in seen.ragu],
            }
        )
        return
    cells = [
        (one.produk.kode, one.produk.nama, one.hasil.kode, one.hasil.nama, f"{one.hasil.skor:.2f}")
        for one in seen.kuat
    ]
    if not cells:
        output.line(kata.TANPA_USULAN)
        return
    output.table(kata.KEPALA_USULAN, cells, flexible=3)


@perintah.command("terima-saran", help=kata.TERIMA)
@pilihan_json
@click.pass_obj
def terima_saran(sesi: Sesi, as_json: bool) -> None:
    """Accept the strong suggestions."""
    ctx, pelaku = sesi.buka()
    done = kfa_massal.terima_saran(ctx, pelaku)
    if as_json:
        refused = [{"produk": code, "sebab": why} for code, why in done.ditolak]
        output.document({"dipetakan": done.dipetakan, "dilepas": done.dilepas, "ditolak": refused})
    else:
        output.line(kata.diterima(done.dipetakan, done.dilepas, len(done.ditolak)))


@perintah.command("impor", help=kata.IMPOR)
@click.argument("file", metavar="FILE")
@pilihan("--yakin", is_flag=True, help=kata.P_YAKIN)
@pilihan_json
@click.pass_obj
def impor(sesi: Sesi, file: str, yakin: bool, as_json: bool) -> None:
    """Import mappings."""
    ctx, pelaku = sesi.buka()
    done = kfa_berkas.impor_pemetaan(ctx, pelaku, file, yakin=yakin)
    if as_json:
        output.document(
            {
                "baris": done.baris, "berubah": done.berubah, "dilepas": done.dilepas,
                "ditolak": list(done.ditolak),
            }
        )  # fmt: skip
        return
    output.line(kata.diterima(done.berubah, done.dilepas, len(done.ditolak)))
    for text in done.ditolak:
        output.line(kata.peringatan(text))


@perintah.command("ekspor", help=kata.EKSPOR)
@click.argument("file", metavar="FILE")
@pilihan_json
@click.pass_obj
def ekspor(sesi: Sesi, file: str, as_json: bool) -> None:
    """Export the products with their mapping."""
    ctx, pelaku = sesi.buka()
    count = kfa_berkas.ekspor_pemetaan(ctx, pelaku, file)
    if as_json:
        output.document({"baris": count})
    else:
        output.line(kata.diekspor(count, file))
