"""What every command stands on: settings, the open storage, and who acts.

Services, words and all else that a screen needs not are imported when they are used.
"""

from __future__ import annotations

import contextlib
import os
import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from shared.config import Settings, load
from shared.services.errors import TidakSah

if TYPE_CHECKING:
    from shared.domain.records import Pelaku
    from shared.services.konteks import Konteks


class Gagal(Exception):
    """A command did not reach what was asked for; the text is one sentence for a person."""


class Sesi:
    """One run of the program: the options of the whole program, and what is opened because of them."""

    def __init__(
        self, config: str | None = None, sebagai: str | None = None, loket: str | None = None
    ) -> None:
        self.config, self.sebagai, self.loket = config, sebagai, loket
        self._settings: Settings | None = None
        self._ctx: Konteks | None = None
        self._pelaku: Pelaku | None = None

    @property
    def settings(self) -> Settings:
        """The settings, read once; raises :class:`shared.config.KonfigurasiSalah`."""
        if self._settings is None:
            self._settings = load(self.config)
        return self._settings

    @property
    def nama(self) -> str:
        """Name of the user who acts, ``""`` for ``sistem``."""
        return (self.sebagai if self.sebagai is not None else os.environ.get("DEKA_PENGGUNA", "")).strip()

    @property
    def stasiun(self) -> str:
        """Name of this counter."""
        return (self.loket if self.loket is not None else self.settings.layar.loket).strip()

    def folder(self) -> Path | None:
        """Folder of the storage, ``None`` while it is not known or not a file."""
        file = self._settings.penyimpanan.berkas if self._settings is not None else ""
        return Path(file).parent if file else None

    def buka(self) -> tuple[Konteks, Pelaku]:
        """Open the storage and find out who acts, once; raises :class:`shared.services.errors.DekaError`."""
        from shared.services import konteks, pengguna

        if self._ctx is not None and self._pelaku is not None:
            return self._ctx, self._pelaku
        settings = self.settings
        password = sandi_pelaku(self.nama) if self.nama else ""
        ctx = self.pegang(konteks.buka(settings))
        if self.nama:
            self._pelaku = pengguna.masuk(ctx, self.nama, password, loket=self.stasiun)
        else:
            self._pelaku = pengguna.sistem(ctx, loket=self.stasiun)
        return ctx, self._pelaku

    def pegang(self, ctx: Konteks) -> Konteks:
        """Take over an open storage: it is closed with the session."""
        self._ctx = ctx
        return ctx

    def tutup(self) -> None:
        """Close what is open. What was written is written: a failure here changes nothing."""
        ctx, self._ctx, self._pelaku = self._ctx, None, None
        if ctx is not None:
            with contextlib.suppress(Exception):
                ctx.tutup()


def sandi_pelaku(nama: str) -> str:
    """Ask for the password of the one who acts, or read it from the file in ``DEKA_SANDI_FILE``."""
    from deka_tui import cli_texts

    file = os.environ.get("DEKA_SANDI_FILE")
    return sandi_dari(file) if file else tanya(cli_texts.tanya_sandi(nama))


def sandi_baru(nama: str, file: str | None) -> str:
    """Read a new password from *file*, or ask for it twice."""
    from deka_tui import cli_texts

    if file:
        return sandi_dari(file)
    password = tanya(cli_texts.tanya_sandi_baru(nama))
    if tanya(cli_texts.TANYA_SANDI_LAGI) != password:
        raise Gagal(cli_texts.SANDI_BERBEDA)
    return password


def pin_baru() -> str:
    """Ask for a new PIN twice."""
    from deka_tui import cli_texts_orang

    pin = tanya(cli_texts_orang.TANYA_PIN)
    if tanya(cli_texts_orang.TANYA_PIN_LAGI) != pin:
        raise Gagal(cli_texts_orang.PIN_BERBEDA)
    return pin


def sandi_dari(file: str) -> str:
    """Read a password: the first line of a file."""
    try:
        text = Path(file).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        from deka_tui import cli_texts

        raise Gagal(cli_texts.sandi_berkas(file)) from error
    return text.partition("\n")[0].rstrip("\r")


def tanya(prompt: str) -> str:
    """Ask at the terminal for what must not be seen; raises :class:`TidakSah` without one."""
    # Without a terminal getpass would read the password from a pipe, warn about it, or wait for ever.
    if sys.stdin is None or not sys.stdin.isatty():
        raise TidakSah("sandi_perlu")
    try:
        return getpass(prompt)
    except EOFError as error:
        raise TidakSah("sandi_perlu") from error
