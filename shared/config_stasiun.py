"""Settings of one station: what it is for, and its ticket printer."""

from __future__ import annotations

from typing import Any

from shared.rekaman import dataclass

PROFIL = ("bebas", "loket", "anjungan", "papan")
"""What a station is for: an own screen, a locked counter, a kiosk for patients, the public board."""
PRINTER = ("usb", "jaringan", "berkas")


@dataclass(frozen=True, slots=True)
class CetakSettings:
    """The ticket printer of a station. ``alamat`` by ``jenis``: ``vvvv:pppp``, ``host[:port]`` or a file."""

    jenis: str = ""
    """``usb``, ``jaringan``, ``berkas``; empty: there is none."""
    alamat: str = ""
    otomatis: bool = False
    """Whether every new ticket is printed without being asked for."""
    lebar: int = 42
    """Characters in a line: 32 on 58 mm paper, 42 or 48 on 80 mm."""
    potong: bool = True


def salah_stasiun(profil: str, cetak: CetakSettings) -> tuple[str, dict[str, Any]] | None:
    """Say what is wrong with a station's settings, as code and facts of a sentence."""
    if profil not in PROFIL:
        return "konfigurasi_pilihan", {"kunci": "layar.profil", "ada": ", ".join(PROFIL)}
    if cetak.jenis not in ("", *PRINTER):
        return "konfigurasi_pilihan", {"kunci": "cetak.jenis", "ada": ", ".join(PRINTER)}
    if not 20 <= cetak.lebar <= 80:
        return "konfigurasi_rentang", {"kunci": "cetak.lebar", "dari": 20, "sampai": 80}
    return None
