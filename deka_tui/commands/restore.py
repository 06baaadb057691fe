"""``deka restore``: put a copy back, or only look whether it is whole."""

from __future__ import annotations

from pathlib import Path

import click

from deka_tui import cli_texts_keamanan as t
from deka_tui.commands import output
from deka_tui.commands.backup import bentuk, sandi_cadangan
from deka_tui.commands.click_id import TEKS, Perintah, pilihan, pilihan_json
from deka_tui.commands.session import Sesi
from shared.services import cadangan


@click.command("restore", cls=Perintah, help=t.RESTORE)
@click.argument("berkas", metavar="BERKAS", type=TEKS)
@pilihan("--timpa", is_flag=True, help=t.P_TIMPA)
@pilihan("--periksa", is_flag=True, help=t.P_PERIKSA)
@pilihan("--sandi-file", metavar="FILE", help=t.P_SANDI_CADANGAN)
@pilihan_json
@click.pass_obj
def perintah(
    sesi: Sesi, berkas: str, timpa: bool, periksa: bool, sandi_file: str | None, as_json: bool
) -> None:
    """Put a copy back."""
    file = Path(berkas).expanduser()
    passphrase = sandi_cadangan(sesi, sandi_file)
    if periksa:
        seen = cadangan.periksa(sesi.settings, file, passphrase)
        if as_json:
            output.document(bentuk(seen))
        else:
            output.line(t.cadangan_utuh(str(file), seen.dibuat, seen.baris))
        return
    done = cadangan.pulihkan(sesi.settings, file, passphrase, timpa=timpa)
    if as_json:
        more = {"dibaca_ulang": done.dibaca_ulang, "gagal": done.gagal, "sebelumnya": done.sebelumnya or None}
        output.document(bentuk(done.cadangan) | more)
        return
    output.line(t.dipulihkan(done.cadangan.dibuat, done.cadangan.baris, done.dibaca_ulang))
    if done.gagal:
        output.line(t.menunggu_orang(done.gagal))
    if done.sebelumnya:
        output.line(t.disimpan_sebelumnya(done.sebelumnya))
