"""Opening the screen. Until its first frame nothing of the database library may be imported."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from deka_tui.commands.session import Gagal, Sesi
from shared.domain.records import Pelaku
from shared.security import owner, permissions
from shared.services.errors import PenyimpananGagal
from shared.storage.sekilas import ada_pengguna
from shared.texts import sentence


def open_screen(sesi: Sesi) -> int:
    """Open the screen and return its exit code; refuses a terminal that cannot show it."""
    from deka_tui.cli import refuse

    term = os.environ.get("TERM", "")
    if term in ("dumb", "unknown"):
        return refuse(sentence("terminal_bodoh", term=term))
    if not (_terminal(0) and _terminal(1)):
        return refuse(sentence("bukan_terminal"))
    profile = sesi.settings.layar.profil
    if profile != "bebas":
        from deka_tui.kios import app as locked

        layar = replace(sesi.settings.layar, loket=sesi.stasiun)
        station = replace(sesi.settings, layar=layar)
        return locked.run_loket(station) if profile == "loket" else locked.run(station, sesi.nama)
    try:
        pelaku, tanya = _pelaku(sesi)
    except Gagal as error:
        return refuse(str(error))
    sesi.tutup()  # the screen opens a storage of its own, in its own thread
    from deka_tui.app import run

    settings = sesi.settings
    layar = replace(settings.layar, loket=sesi.stasiun)
    return run(replace(settings, layar=layar), pelaku, tanya=tanya, nama=sesi.nama)


def _terminal(fd: int) -> bool:
    try:
        return os.isatty(fd) and sys.stdout is not None
    except OSError:
        return False


def _pelaku(sesi: Sesi) -> tuple[Pelaku | None, bool]:
    """Find out who acts, and if that is ``None``, whether the screen has to ask.

    Where nobody can sign in the storage's owner is ``sistem``. Of an SQLite storage that is seen at once,
    without the database library; of another, and where it cannot be seen, the screen finds out.
    """
    file = sesi.settings.penyimpanan.berkas
    if file and not Path(file).is_file():
        raise PenyimpananGagal("penyimpanan_tidak_ada", tempat=file)
    if sesi.nama and os.environ.get("DEKA_SANDI_FILE"):
        return sesi.buka()[1], False
    if sesi.nama:
        return None, True
    if not owner.owns(owner.owned_file(sesi.settings)):
        return None, True
    there = ada_pengguna(file) if file else None
    if there is False:
        return replace(permissions.SYSTEM, loket=sesi.stasiun), False
    return None, there is True
