"""``deka rahasia``: the store of secrets. A value is typed or comes by standard input, never as argument."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from deka_tui import cli_texts
from deka_tui import cli_texts_keamanan as t
from deka_tui.commands import output
from deka_tui.commands.click_id import TEKS, Kelompok, pilihan_json
from deka_tui.commands.session import Gagal, Sesi, tanya
from shared.services import kunci

perintah = Kelompok("rahasia", help=cli_texts.PERINTAH_DEKA["rahasia"])


@perintah.command("set", help=t.RAHASIA_SET)
@click.argument("nama", metavar="NAMA", type=TEKS)
@click.pass_obj
def simpan(sesi: Sesi, nama: str) -> None:
    """Keep a secret."""
    ctx, pelaku = sesi.buka()
    kunci.simpan_rahasia(ctx, pelaku, nama, _value(nama))
    output.line(t.rahasia_disimpan(nama))


def _value(nama: str) -> str:
    if sys.stdin is not None and sys.stdin.isatty():
        value = tanya(t.tanya_rahasia(nama))
        if tanya(cli_texts.TANYA_SANDI_LAGI) != value:
            raise Gagal(cli_texts.SANDI_BERBEDA)
        return value
    try:
        return sys.stdin.read(kunci.LONGEST + 2).rstrip("\r\n") if sys.stdin is not None else ""
    except UnicodeDecodeError as error:
        raise Gagal(cli_texts.BUKAN_UTF8) from error


@perintah.command("daftar", help=t.RAHASIA_DAFTAR)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, as_json: bool) -> None:
    """List the names."""
    ctx, pelaku = sesi.buka()
    rows = kunci.daftar_rahasia(ctx, pelaku)
    if as_json:
        output.document([{"nama": row.nama, "disimpan": _moment(row.waktu)} for row in rows])
    elif not rows:
        output.line(t.RAHASIA_KOSONG)
    else:
        cells = [(row.nama, _moment(row.waktu)) for row in rows]
        output.table(t.KEPALA_RAHASIA, cells, flexible=0)


@perintah.command("hapus", help=t.RAHASIA_HAPUS)
@click.argument("nama", metavar="NAMA", type=TEKS)
@click.pass_obj
def hapus(sesi: Sesi, nama: str) -> None:
    """Forget a secret."""
    ctx, pelaku = sesi.buka()
    kunci.hapus_rahasia(ctx, pelaku, nama)
    output.line(t.rahasia_dihapus(nama))


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")
