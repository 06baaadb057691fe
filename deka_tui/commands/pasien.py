"""``deka pasien``: the patients."""

from __future__ import annotations

import click

from deka_tui import cli_texts
from deka_tui.commands import output
from deka_tui.commands.click_id import Kelompok, pilihan_json
from deka_tui.commands.session import Sesi
from shared.services import pasien

perintah = Kelompok("pasien", help=cli_texts.PERINTAH_DEKA["pasien"])


@perintah.command("impor", help=cli_texts.PASIEN_IMPOR)
@click.argument("file", metavar="FILE")
@pilihan_json
@click.pass_obj
def impor(sesi: Sesi, file: str, as_json: bool) -> None:
    """Import patients."""
    ctx, pelaku = sesi.buka()
    done = pasien.impor_csv(ctx, pelaku, file)
    if as_json:
        doubts = list(done.peringatan)
        output.document({"baris": done.baris, "berubah": done.berubah, "peringatan": doubts})
    else:
        output.line(cli_texts.pasien_diimpor(done.baris, done.berubah))
        if done.peringatan:
            output.line(cli_texts.pasien_diragukan(done.peringatan))
