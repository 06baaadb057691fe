"""``deka kunci``: the keys bodies are sealed with."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from deka_tui import cli_texts
from deka_tui import cli_texts_keamanan as t
from deka_tui.commands import output
from deka_tui.commands.click_id import TEKS, Kelompok, pilihan, pilihan_json
from deka_tui.commands.session import Sesi
from shared.services import kunci
from shared.services.segel import Perapi

perintah = Kelompok("kunci", help=cli_texts.PERINTAH_DEKA["kunci"])


@perintah.command("daftar", help=t.KUNCI_DAFTAR)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, as_json: bool) -> None:
    """List the keys."""
    rows, going = kunci.daftar(*sesi.buka())
    made = [None if row.dibuat is None else _moment(row.dibuat) for row in rows]
    if as_json:
        output.document([_shape(row, when) for row, when in zip(rows, made, strict=True)])
        return
    cells = [
        (row.id or t.TANPA_KUNCI, when or "-", _yes(row.di_berkas), _yes(row.aktif), str(row.isi))
        for row, when in zip(rows, made, strict=True)
    ]
    output.table(t.KEPALA_KUNCI, cells, flexible=1)
    if going:
        output.line(t.SEDANG_SEGEL)


@perintah.command("putar", help=t.KUNCI_PUTAR)
@pilihan("--sekarang", is_flag=True, help=t.P_SEKARANG)
@pilihan_json
@click.pass_obj
def putar(sesi: Sesi, sekarang: bool, as_json: bool) -> None:
    """Take a new key into use."""
    ctx, pelaku = sesi.buka()
    made = kunci.putar(ctx, pelaku)
    if sekarang:
        tidy = Perapi(ctx)
        while tidy.segel():
            pass
    if as_json:
        output.document({"kunci": made})
    else:
        output.line(t.kunci_diputar(made, str(ctx.settings.keamanan.kunci)))


@perintah.command("buang", help=t.KUNCI_BUANG)
@click.argument("nama", metavar="KUNCI", type=TEKS)
@click.pass_obj
def buang(sesi: Sesi, nama: str) -> None:
    """Drop a key nothing is sealed with."""
    ctx, pelaku = sesi.buka()
    kunci.buang(ctx, pelaku, nama)
    output.line(t.kunci_dibuang(nama))


def _shape(row: kunci.BarisKunci, made: str | None) -> dict[str, object]:
    return {
        "kunci": row.id, "dibuat": made, "di_berkas": row.di_berkas, "dipakai": row.aktif, "isi": row.isi,
    }  # fmt: skip


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _yes(flag: bool) -> str:
    return cli_texts.YA if flag else cli_texts.TIDAK
