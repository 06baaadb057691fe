"""``deka init``: make the storage, or bring it up to date, and the first admin."""

from __future__ import annotations

import os
import sys

import click

from deka_tui import cli_texts
from deka_tui import cli_texts_keamanan as k
from deka_tui import cli_texts_orang as t
from deka_tui.commands import output
from deka_tui.commands.click_id import TEKS, Perintah, pilihan, pilihan_json
from deka_tui.commands.session import Sesi, sandi_baru
from shared.domain.masuk import nama_pengguna
from shared.services import konteks, masuk, pengguna, periksa, segel
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks

FIRST = "admin"


@click.command("init", cls=Perintah, help=cli_texts.INIT)
@pilihan("--admin", type=TEKS, metavar="NAMA", help=t.P_ADMIN)
@pilihan("--peran-aplikasi", type=TEKS, metavar="PERAN", help=t.P_PERAN_APLIKASI)
@pilihan_json
@click.pass_obj
def perintah(sesi: Sesi, admin: str | None, peran_aplikasi: str | None, as_json: bool) -> None:
    """Make the storage."""
    made, before = konteks.siapkan(sesi.settings)
    ctx = sesi.pegang(made)
    facts = periksa.penyimpanan(ctx)
    if peran_aplikasi is not None:
        konteks.beri_hak(ctx, peran_aplikasi)
    nobody = not masuk.perlu_masuk(ctx)
    first = _first_admin(sesi, ctx, admin, ask=not as_json) if nobody else None
    if as_json:
        output.document(
            {
                "penyimpanan": facts.tempat,
                "skema": facts.skema,
                "sebelumnya": before,
                "faskes": ctx.faskes.kode,
                "dibuat": before is None,
                "admin": first,
            }
        )
        return
    if before is None:
        clinic = f"{ctx.faskes.nama} ({ctx.faskes.kode})"
        output.line(cli_texts.init_dibuat(facts.tempat, clinic, facts.skema))
    elif before != facts.skema:
        output.line(cli_texts.init_diperbarui(facts.tempat, before, facts.skema))
    else:
        output.line(cli_texts.init_sudah(facts.tempat, facts.skema))
    output.line(_key(ctx))
    if peran_aplikasi is not None:
        output.line(t.hak_diberikan(peran_aplikasi))
    if first is not None:
        output.line(t.admin_dibuat(first))
    elif nobody:
        output.line(t.TANPA_ADMIN)


def _key(ctx: Konteks) -> str:
    """Say where the key of bodies is; a station without it is told, and is none the worse for it."""
    try:
        segel.periksa(ctx)
    except PenyimpananGagal as error:
        return error.pesan
    return k.init_kunci(str(ctx.settings.keamanan.kunci))


def _first_admin(sesi: Sesi, ctx: Konteks, named: str | None, *, ask: bool) -> str | None:
    """Make the first admin of a storage nobody can sign in to; returns the name, ``None``: nobody wants one.

    There is no password but the one that is typed, or lies in the file of ``DEKA_SANDI_FILE``.
    """
    file = os.environ.get("DEKA_SANDI_FILE")
    typed = sys.stdin is not None and sys.stdin.isatty()
    name = named or (sesi.nama or (FIRST if file else "") if file or typed else "")
    if not name and ask and typed:
        name = click.prompt(t.TANYA_ADMIN, default="", show_default=False, err=True).strip()
    if not name:
        return None
    pengguna.tambah(ctx, pengguna.sistem(ctx), name, "superadmin", sandi_baru(name, file))
    return nama_pengguna(name)
