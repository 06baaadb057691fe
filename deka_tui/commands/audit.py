"""``deka audit``: the trail of who did what, its chain, and taking it elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import click

from deka_tui import cli_texts
from deka_tui import cli_texts_orang as t
from deka_tui.commands import output, shapes
from deka_tui.commands.click_id import (
    ANGKA,
    TANGGAL,
    TEKS,
    Kelompok,
    SalahPakai,
    SalahSatu,
    pilihan,
    pilihan_json,
)
from deka_tui.commands.session import Gagal, Sesi
from deka_tui.presenters.audit import objek, rincian, waktu
from shared.services import audit
from shared.services.audit import SaringAudit

SHOWN = 100

perintah = Kelompok("audit", help=cli_texts.PERINTAH_DEKA["audit"])


def _saring(function: Callable[..., None]) -> Callable[..., None]:
    """Declare the filters; handed over as *saring*."""

    @wraps(function)  # what click keeps on a function comes along
    def filtered(
        *args: Any,
        tanggal: date | None,
        dari: date | None,
        sampai: date | None,
        pelaku: str,
        aksi: str,
        objek: str,
        hasil: str | None,
        **kwargs: Any,
    ) -> None:
        if tanggal is not None and (dari is not None or sampai is not None):
            raise SalahPakai(t.TANGGAL_GANDA)
        name, _, number = objek.partition(":")
        if number and not (number.isascii() and number.isdigit() and len(number) < 19):
            raise SalahPakai(t.OBJEK_SALAH)
        saring = SaringAudit(
            dari=tanggal or dari,
            sampai=tanggal or sampai,
            pelaku=pelaku.strip().lower(),
            aksi=aksi.strip().lower(),
            objek=name.strip(),
            objek_id=int(number) if number else None,
            hasil=hasil or "",
        )
        function(*args, saring=saring, **kwargs)

    for option in (
        pilihan("--hasil", type=SalahSatu(["ok", "ditolak"]), metavar="HASIL", help=t.P_HASIL),
        pilihan("--objek", type=TEKS, default="", metavar="OBJEK", help=t.P_OBJEK),
        pilihan("--aksi", type=TEKS, default="", metavar="AKSI", help=t.P_AKSI),
        pilihan("--pelaku", type=TEKS, default="", metavar="NAMA", help=t.P_PELAKU),
        pilihan("--sampai", type=TANGGAL, metavar="TGL", help=t.P_SAMPAI),
        pilihan("--dari", type=TANGGAL, metavar="TGL", help=t.P_DARI),
        pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=t.P_TANGGAL),
    ):
        filtered = option(filtered)
    return filtered


@perintah.command("daftar", help=t.AUDIT_DAFTAR)
@_saring
@pilihan("--batas", type=ANGKA, default=str(SHOWN), metavar="N", help=t.P_BATAS)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, saring: SaringAudit, batas: int, as_json: bool) -> None:
    """List rows."""
    ctx, pelaku = sesi.buka()
    rows = audit.muat(ctx, pelaku, saring, banyak=min(batas, 1_000_000)).baris
    if as_json:
        output.document(
            [
                {
                    "id": row.id,
                    "urut": row.urut,
                    "waktu": shapes.waktu(row.waktu, ctx.faskes.zona),
                    "pelaku": row.pelaku,
                    "peran": row.peran,
                    "stasiun": row.stasiun,
                    "aksi": row.aksi,
                    "objek": row.objek,
                    "objek_id": row.objek_id,
                    "hasil": row.hasil,
                    "rincian": json.loads(row.rincian),
                    "segel": row.segel,
                }
                for row in rows
            ]
        )
    elif not rows:
        output.line(t.AUDIT_KOSONG)
    else:
        cells = [
            (
                waktu(row.waktu, ctx.faskes.zona), row.pelaku, row.stasiun, row.aksi, objek(row), row.hasil,
                rincian(row),
            )
            for row in rows
        ]  # fmt: skip
        output.table(t.KEPALA_AUDIT, cells, flexible=6)


@perintah.command("verifikasi", help=t.AUDIT_VERIFIKASI)
@pilihan("--kepala", type=TEKS, default="", metavar="URUT:SEGEL", help=t.P_KEPALA)
@pilihan_json
@click.pass_obj
def verifikasi(sesi: Sesi, kepala: str, as_json: bool) -> None:
    """Verify the chain."""
    ctx, pelaku = sesi.buka()
    found = audit.periksa(ctx, pelaku, kepala)
    if as_json:
        output.document(
            {
                "utuh": found.utuh,
                "baris": found.baris,
                "kepala": found.kepala,
                "cacat": found.cacat.value if found.cacat is not None else None,
                "urut": found.urut_cacat,
                "id": found.audit_id,
            }
        )
    elif found.utuh:
        output.line(t.utuh(found.baris, found.kepala))
    if found.cacat is not None:
        raise Gagal(t.rusak(found.cacat, found.urut_cacat, found.audit_id, found.baris))


@perintah.command("ekspor", help=t.AUDIT_EKSPOR)
@click.argument("file", metavar="FILE", type=TEKS)
@_saring
@pilihan_json
@click.pass_obj
def ekspor(sesi: Sesi, file: str, saring: SaringAudit, as_json: bool) -> None:
    """Export rows."""
    ctx, pelaku = sesi.buka()
    written = audit.ekspor(ctx, pelaku, saring, file)
    if as_json:
        output.document({"berkas": file, "baris": written})
    else:
        output.line(t.diekspor(written, file))
