"""``deka pengguna``: the people who use the program."""

from __future__ import annotations

import os

import click

from deka_tui import cli_texts
from deka_tui import cli_texts_orang as t
from deka_tui.commands import output
from deka_tui.commands.click_id import TEKS, Kelompok, SalahSatu, pilihan, pilihan_json
from deka_tui.commands.session import Gagal, Sesi, pin_baru, sandi_baru, sandi_pelaku
from shared.domain.masuk import STASIUN, nama_pengguna
from shared.security.permissions import ALL, ROLES
from shared.services import konteks, pengguna

perintah = Kelompok("pengguna", help=cli_texts.PERINTAH_DEKA["pengguna"])
_IZIN = SalahSatu(sorted(ALL))
_PERAN = SalahSatu(ROLES)


_SEMENTARA = pilihan("--sementara/--tetap", default=None, help=t.P_SEMENTARA)


def _new_password(sesi: Sesi, nama: str, sandi_file: str | None) -> tuple[str, bool]:
    """Return the password and whether a person has typed it, who then knows it as well as its owner."""
    from_env = os.environ.get("DEKA_SANDI_FILE")
    if sandi_file is None and from_env:
        # Of a named actor that file holds the actor's own password; a new user must not get the same.
        if sesi.nama:
            raise Gagal(cli_texts.SANDI_FILE_PERLU)
        sandi_file = from_env
    return sandi_baru(nama, sandi_file), not sandi_file


@perintah.command("tambah", help=cli_texts.PENGGUNA_TAMBAH)
@click.argument("nama", metavar="NAMA", type=TEKS)
@pilihan("--peran", required=True, type=_PERAN, metavar="PERAN", help=cli_texts.P_PERAN)
@pilihan("--izin", multiple=True, type=_IZIN, metavar="HAK", help=t.P_IZIN)
@pilihan("--sandi-file", metavar="FILE", help=cli_texts.P_SANDI_FILE)
@_SEMENTARA
@pilihan_json
@click.pass_obj
def tambah(
    sesi: Sesi,
    nama: str,
    peran: str,
    izin: tuple[str, ...],
    sandi_file: str | None,
    sementara: bool | None,
    as_json: bool,
) -> None:
    """Add a user."""
    ctx, pelaku = sesi.buka()
    secret, typed = _new_password(sesi, nama, sandi_file)
    change = (typed if sementara is None else sementara) and peran not in STASIUN
    number = pengguna.tambah(ctx, pelaku, nama, peran, secret, izin, sementara=change)
    stored = nama_pengguna(nama)
    if as_json:
        output.document({"id": number, "nama": stored, "peran": peran, "sementara": change})
        return
    output.line(cli_texts.pengguna_ditambah(stored, peran))
    if change:
        output.line(t.harus_diganti(stored))


def _change(sesi: Sesi, nama: str, as_json: bool, **changes: object) -> None:
    ctx, pelaku = sesi.buka()
    changed = pengguna.ubah(ctx, pelaku, nama, **changes)  # type: ignore[arg-type]
    if as_json:
        output.document({"nama": nama_pengguna(nama), "berubah": changed})
    else:
        output.line(t.diubah(nama_pengguna(nama), changed))


@perintah.command("ubah", help=t.UBAH)
@click.argument("nama", metavar="NAMA", type=TEKS)
@pilihan("--peran", type=_PERAN, metavar="PERAN", help=t.P_PERAN_BARU)
@pilihan("--izin", multiple=True, type=_IZIN, metavar="HAK", help=t.P_IZIN)
@pilihan("--cabut", multiple=True, type=_IZIN, metavar="HAK", help=t.P_CABUT)
@pilihan_json
@click.pass_obj
def ubah(
    sesi: Sesi, nama: str, peran: str | None, izin: tuple[str, ...], cabut: tuple[str, ...], as_json: bool
) -> None:
    """Change a user."""
    _change(sesi, nama, as_json, peran=peran, izin=izin, cabut=cabut)


@perintah.command("nonaktif", help=t.NONAKTIF)
@click.argument("nama", metavar="NAMA", type=TEKS)
@pilihan_json
@click.pass_obj
def nonaktif(sesi: Sesi, nama: str, as_json: bool) -> None:
    """Keep a user from signing in."""
    _change(sesi, nama, as_json, aktif=False)


@perintah.command("aktif", help=t.AKTIF)
@click.argument("nama", metavar="NAMA", type=TEKS)
@pilihan_json
@click.pass_obj
def aktif(sesi: Sesi, nama: str, as_json: bool) -> None:
    """Let a user sign in again."""
    _change(sesi, nama, as_json, aktif=True)


@perintah.command("sandi", help=t.SANDI)
@click.argument("nama", metavar="NAMA", type=TEKS)
@pilihan("--sandi-file", metavar="FILE", help=cli_texts.P_SANDI_FILE)
@_SEMENTARA
@pilihan_json
@click.pass_obj
def sandi(sesi: Sesi, nama: str, sandi_file: str | None, sementara: bool | None, as_json: bool) -> None:
    """Change a password."""
    stored, change = nama_pengguna(nama), False
    if stored == nama_pengguna(sesi.nama):
        # Not signed in first: one whose password must be changed could not be.
        ctx, old = sesi.pegang(konteks.buka(sesi.settings)), sandi_pelaku(stored)
        new, _ = _new_password(sesi, nama, sandi_file)
        pengguna.ganti_sandi_sementara(ctx, stored, old, new, loket=sesi.stasiun)
    else:
        ctx, pelaku = sesi.buka()
        new, typed = _new_password(sesi, nama, sandi_file)
        change = typed if sementara is None else sementara
        pengguna.sandi(ctx, pelaku, nama, new, sementara=change)
    if as_json:
        output.document({"nama": stored, "sementara": change})
        return
    output.line(t.sandi_diganti(stored))
    if change:
        output.line(t.harus_diganti(stored))


@perintah.command("pin", help=t.PIN)
@pilihan("--hapus", is_flag=True, help=t.P_HAPUS_PIN)
@click.pass_obj
def pin(sesi: Sesi, hapus: bool) -> None:
    """Give oneself a PIN, or take it away."""
    if not sesi.nama:
        raise Gagal(t.PERLU_SEBAGAI)
    ctx, pelaku = sesi.buka()
    pengguna.ganti_pin(ctx, pelaku, sandi_pelaku(pelaku.nama), "" if hapus else pin_baru())
    output.line(t.PIN_DIHAPUS if hapus else t.PIN_DIPASANG)


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
