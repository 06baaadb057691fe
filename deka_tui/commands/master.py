"""``deka master``: rooms, doctors and their slots."""

from __future__ import annotations

import click

from deka_tui import cli_texts
from deka_tui.commands import output
from deka_tui.commands.click_id import Kelompok, pilihan_json
from deka_tui.commands.session import Sesi
from shared.services import master

perintah = Kelompok("master", help=cli_texts.PERINTAH_DEKA["master"])


@perintah.command("impor", help=cli_texts.MASTER_IMPOR)
@click.argument("file", metavar="FILE")
@pilihan_json
@click.pass_obj
def impor(sesi: Sesi, file: str, as_json: bool) -> None:
    """Import rooms and doctors."""
    ctx, pelaku = sesi.buka()
    done = master.impor(ctx, pelaku, file)
    if as_json:
        output.document(
            {
                "ruangan": done.ruangan,
                "dokter": done.dokter,
                "berubah": done.berubah,
                "dilepas": done.dilepas,
            }
        )
    else:
        output.line(cli_texts.master_diimpor(done.ruangan, done.dokter, done.berubah, done.dilepas))
