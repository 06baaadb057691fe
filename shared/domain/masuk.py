"""Signing in: what a password and a PIN must be, and how long one waits after wrong ones."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

SANDI_MIN, SANDI_MAX = 8, 200
PIN_MIN, PIN_MAX = 4, 8
NAMA_MAX = 64
PIN_KALI = 5
"""Wrong PINs after which only the password unlocks."""
LUPA = 3600_000
"""Milliseconds of quiet after which failures are forgotten; longer than the longest wait."""
TERLAMA = 900_000
"""The longest wait after a failure, in milliseconds."""
STASIUN = frozenset({"kiosk", "papan"})
"""Roles of machines: nobody sits there who could choose a password of one's own."""
_FOREIGN = "\ufffd"
_MILIK_PROGRAM = frozenset({"sistem", "worker"})


class Batas(StrEnum):
    """Whose failures are counted; a name at a station is held back long before the name elsewhere is."""

    PASANGAN = "pasangan"
    NAMA = "nama"
    STASIUN = "stasiun"

    @property
    def bebas(self) -> int:
        """Failures before one has to wait."""
        return {Batas.PASANGAN: 3, Batas.NAMA: 10, Batas.STASIUN: 15}[self]


@dataclass(frozen=True, slots=True)
class Kunci:
    """A counter of failures: its key in storage, and how many are free."""

    kunci: str
    bebas: int


def kunci(nama: str, stasiun: str) -> tuple[Kunci, ...]:
    """Name the counters that an attempt of *nama* at *stasiun* counts for, in order."""
    keys = {
        Batas.NAMA: f"n:{nama}",
        Batas.PASANGAN: f"p:{nama}@{stasiun}",
        Batas.STASIUN: f"s:{stasiun}",
    }
    return tuple(Kunci(key, limit.bebas) for limit, key in keys.items())


def jeda(gagal: int, bebas: int) -> int:
    """How long to wait after failure number *gagal*, in milliseconds: nothing, then 2 s, doubling."""
    over = gagal - bebas
    return 0 if over < 0 else min(2000 << min(over, 20), TERLAMA)


def nama_pengguna(text: str) -> str:
    """Fold a user's name as it is kept: NFKC, lower case, without blanks around it.

    What no name can have becomes U+FFFD, so that the name is nobody's.
    """
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return "".join(char if char.isprintable() else _FOREIGN for char in folded)


def salah_nama(nama: str) -> str:
    """Say why a folded name cannot be a user's (a code of a sentence), ``""`` when it can."""
    if not nama or _FOREIGN in nama or len(nama) > NAMA_MAX:
        return "nama_pengguna_salah"
    return "nama_pengguna_program" if nama in _MILIK_PROGRAM else ""


def _step(text: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def salah_sandi(nama: str, sandi: str) -> str:
    """Say why a text cannot be a password (a code of a sentence), ``""`` when it can."""
    if len(sandi) < SANDI_MIN:
        return "sandi_pendek"
    if len(sandi) > SANDI_MAX:
        return "sandi_panjang"
    return "sandi_mudah" if sandi.lower() == nama or _step(sandi) else ""


def salah_pin(pin: str) -> str:
    """Say why a text cannot be a PIN (a code of a sentence), ``""`` when it can."""
    if not (pin.isascii() and pin.isdigit() and PIN_MIN <= len(pin) <= PIN_MAX):
        return "pin_bentuk"
    return "pin_mudah" if _step(pin) else ""
