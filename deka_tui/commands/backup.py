"""``deka backup``: a sealed copy of the whole storage."""

from __future__ import annotations

from pathlib import Path

import click

from deka_tui import cli_texts_keamanan as t
from deka_tui.commands import output
from deka_tui.commands.click_id import TEKS, Perintah, pilihan, pilihan_json
from deka_tui.commands.session import Gagal, Sesi, sandi_dari, tanya
from shared.services import cadangan


@click.command("backup", cls=Perintah, help=t.BACKUP)
@click.argument("berkas", metavar="[BERKAS]", type=TEKS, required=False)
@pilihan("--sandi-file", metavar="FILE", help=t.P_SANDI_CADANGAN)
@pilihan_json
@click.pass_obj
def perintah(sesi: Sesi, berkas: str | None, sandi_file: str | None, as_json: bool) -> None:
    """Make a copy."""
    ctx, pelaku = sesi.buka()
    file = Path(berkas).expanduser() if berkas else cadangan.nama_baku(ctx)
    made = cadangan.buat(ctx, pelaku, file, sandi_cadangan(sesi, sandi_file, baru=True))
    if not berkas:
        cadangan.rapikan(ctx, pelaku)
    if as_json:
        output.document(bentuk(made))
    else:
        output.line(t.cadangan_dibuat(str(made.berkas), made.baris, made.ukuran))


def sandi_cadangan(sesi: Sesi, file: str | None, *, baru: bool = False) -> str:
    """Find the passphrase of a copy: the file named, the settings, or the one who sits at the terminal."""
    if file:
        return sandi_dari(file)
    if sesi.settings.cadangan.sandi:
        return str(sesi.settings.cadangan.sandi)
    typed = tanya(t.TANYA_CADANGAN)
    if baru and tanya(t.TANYA_CADANGAN_LAGI) != typed:
        from deka_tui import cli_texts

        raise Gagal(cli_texts.SANDI_BERBEDA)
    return typed


def bentuk(made: cadangan.Cadangan) -> dict[str, object]:
    """Shape a copy for ``--json``."""
    return {
        "berkas": str(made.berkas), "dibuat": made.dibuat, "skema": made.skema, "faskes": made.faskes,
        "baris": made.baris, "ukuran": made.ukuran,
    }  # fmt: skip
