"""``deka pengguna``: the people who use the program."""

from __future__ import annotations

import os

import click

from deka_tui import cli_texts
from deka_tui.commands import output
from deka_tui.commands.click_id import TEKS, Kelompok, SalahSatu, pilihan, pilihan_json
from deka_tui.commands.session import Gagal, Sesi, sandi_baru
from shared.security.permissions import ROLES
from shared.services import pengguna

perintah = Kelompok("pengguna", help=cli_texts.PERINTAH_DEKA["pengguna"])


@perintah.command("tambah", help=cli_texts.PENGGUNA_TAMBAH)
@click.argument("nama", metavar="NAMA", type=TEKS)
@pilihan("--peran", required=True, type=SalahSatu(ROLES), metavar="PERAN", help=cli_texts.P_PERAN)
@pilihan("--sandi-file", metavar="FILE", help=cli_texts.P_SANDI_FILE)
@pilihan_json
@click.pass_obj
def tambah(sesi: Sesi, nama: str, peran: str, sandi_file: str | None, as_json: bool) -> None:
    """Add a user."""
    ctx, pelaku = sesi.buka()
    from_env = os.environ.get("DEKA_SANDI_FILE")
    if sandi_file is None and from_env:
        # Of a named actor that file holds the actor's own password; a new user must not get the same.
        if sesi.nama:
            raise Gagal(cli_texts.SANDI_FILE_PERLU)
        sandi_file = from_env
    number = pengguna.tambah(ctx, pelaku, nama, peran, sandi_baru(nama, sandi_file))
    stored = nama.strip().lower()
    if as_json:
        output.document({"id": number, "nama": stored, "peran": peran})
    else:
        output.line(cli_texts.pengguna_ditambah(stored, peran))


@perintah.command("daftar", help=cli_texts.PENGGUNA_DAFTAR)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, as_json: bool) -> None:
    """List users."""
    ctx, pelaku = sesi.buka()
    rows = pengguna.daftar(ctx, pelaku)
    if as_json:
        output.document([{"nama": name, "peran": role, "aktif": active} for name, role, active in rows])
        return
    cells = [(name, role, cli_texts.YA if active else cli_texts.TIDAK) for name, role, active in rows]
    output.table(cli_texts.KEPALA_PENGGUNA, cells, flexible=0)
