"""``deka init``: make the storage, or bring it up to date."""

from __future__ import annotations

import click

from deka_tui import cli_texts
from deka_tui.commands import output
from deka_tui.commands.click_id import Perintah, pilihan_json
from deka_tui.commands.session import Sesi
from shared.services import konteks, periksa


@click.command("init", cls=Perintah, help=cli_texts.INIT)
@pilihan_json
@click.pass_obj
def perintah(sesi: Sesi, as_json: bool) -> None:
    """Make the storage."""
    made, before = konteks.siapkan(sesi.settings)
    ctx = sesi.pegang(made)
    facts = periksa.penyimpanan(ctx)
    if as_json:
        output.document(
            {
                "penyimpanan": facts.tempat,
                "skema": facts.skema,
                "sebelumnya": before,
                "faskes": ctx.faskes.kode,
                "dibuat": before is None,
            }
        )
    elif before is None:
        clinic = f"{ctx.faskes.nama} ({ctx.faskes.kode})"
        output.line(cli_texts.init_dibuat(facts.tempat, clinic, facts.skema))
    elif before != facts.skema:
        output.line(cli_texts.init_diperbarui(facts.tempat, before, facts.skema))
    else:
        output.line(cli_texts.init_sudah(facts.tempat, facts.skema))
