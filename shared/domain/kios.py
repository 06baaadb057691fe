"""Records of the stations patients use, and the few rules about them."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shared.domain.masking import clean


@dataclass(frozen=True, slots=True)
class PasienKios:
    """A patient as a kiosk may know one: the name is not readable."""

    norm: str
    nama: str
    no_kartu: str
    bpjs: bool


@dataclass(frozen=True, slots=True)
class PilihanPoli:
    """A room a patient may choose, with the doctor and slot that go with it."""

    ruangan: str
    nama: str
    dokter: str | None
    nama_dokter: str
    jam: str
    menunggu: int


@dataclass(frozen=True, slots=True)
class TiketLoket:
    """A number of the registration counter. ``loket`` is who called it, ``""`` while it waits."""

    id: int
    tiket: str
    loket: str = ""
    sisa: int = 0
    """How many wait before it, or after it when it has been called."""


@dataclass(frozen=True, slots=True)
class NomorLoket:
    """A number of the registration counter as the counter sees it; moments are in Unix milliseconds.

    ``norm`` and ``nama`` are of a patient the kiosk knew, ``nomor`` is what somebody unknown typed.
    """

    id: int
    tiket: str
    status: str
    dibuat: int
    loket: str = ""
    dipanggil: int | None = None
    norm: str = ""
    nama: str = ""
    nomor: str = ""
    ruangan: str = ""
    """Code of the room that was chosen at the kiosk."""

    @property
    def menunggu(self) -> bool:
        """Whether nobody has called it yet."""
        return self.status == "menunggu"


@dataclass(frozen=True, slots=True)
class Panggilan:
    """The last call of a room. ``pada`` is in Unix milliseconds; ``urut`` grows with every call."""

    ruangan: str
    tiket: str
    loket: str
    pada: int
    ke: int = 1


@dataclass(frozen=True, slots=True)
class PapanUmum:
    """What the public board shows: numbers, rooms and counters, newest call first."""

    panggilan: tuple[Panggilan, ...]
    menunggu: int
    waktu_db: int


@dataclass(frozen=True, slots=True)
class TiketCetak:
    """What stands on a printed ticket. No name and no number of a person."""

    faskes: str
    tiket: str
    ruangan: str
    dokter: str
    jam: str
    tanggal: date
    waktu: str
    menunggu: int
    ke: int = 1


def nama_samar(nama: str) -> str:
    """Make a name its bearer knows and nobody else: ``SI** CO****``."""
    words = clean(nama, 60).split()
    return " ".join(word[:2] + "*" * min(max(len(word) - 2, 1), 6) for word in words[:4])


def awalan_loket(dipakai: Iterable[str]) -> str:
    """Choose the prefix of the counter's numbers: L, or the last letter no room has."""
    taken = {prefix.upper() for prefix in dipakai}
    letters = "L" + string.ascii_uppercase[::-1]
    return next((letter for letter in letters if letter not in taken), "LKT")


def masih_buka(jam: str, kini: str) -> bool:
    """Tell whether a slot ``HH:MM-HH:MM`` has not ended at *kini*; a room without slots is open."""
    return not jam or jam.partition("-")[2] > kini
