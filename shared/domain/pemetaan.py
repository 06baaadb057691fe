"""Finding which poli and doctor of BPJS a room and a doctor of the clinic may be, and their slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from shared.domain.referensi import lipat

Slot = tuple[int | None, str]
"""A weekday (0 is Monday, ``None`` every day) and ``HH:MM-HH:MM``."""

_SAYS_NOTHING = frozenset(
    (
        "dr", "drg", "dra", "drs", "prof", "h", "hj", "ns", "apt", "poli", "poliklinik", "klinik", "ruang",
        "ruangan", "dan", "praktik", "praktek",
    )
)  # fmt: skip
_DEGREES = frozenset(
    (
        "sp", "spd", "spa", "spog", "spb", "spkk", "spm", "sptht", "mkes", "mars", "skep", "sked", "skg",
        "amdkeb", "strkeb",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Saran:
    """A likely counterpart at BPJS. ``skor`` is 0 to 100, best is highest."""

    kode: str
    nama: str
    skor: int


@dataclass(frozen=True, slots=True)
class PetaRuangan:
    """A room and its poli at BPJS. ``menunggu`` counts failed jobs that wait for a mapping."""

    kode: str
    nama: str
    kd_poli: str | None
    nm_poli: str | None
    menunggu: int
    perlu: bool
    """Whether BPJS has to know it: an outpatient room."""

    @property
    def lengkap(self) -> bool:
        """Whether nothing is missing."""
        return bool(self.kd_poli) or not self.perlu


@dataclass(frozen=True, slots=True)
class PetaDokter:
    """A doctor and who that is at BPJS: ``kodedokter`` of Antrean FKTP, ``kd_dokter`` of PCare."""

    kode: str
    nama: str
    ruangan: str
    kodedokter: int | None
    kd_dokter: str | None
    jam: tuple[Slot, ...]
    menunggu: int
    perlu: bool

    @property
    def lengkap(self) -> bool:
        """Whether number, PCare code and at least one slot are there."""
        return not self.perlu or bool(self.kodedokter is not None and self.kd_dokter and self.jam)


@dataclass(frozen=True, slots=True)
class Pemetaan:
    """Rooms and doctors with their mapping."""

    ruangan: tuple[PetaRuangan, ...]
    dokter: tuple[PetaDokter, ...]


@dataclass(frozen=True, slots=True)
class HasilPemetaan:
    """What saving a mapping did: whether anything is different, and how many jobs go again.

    ``peringatan`` are whole clauses about what could not be checked.
    """

    berubah: bool
    dilepas: int
    peringatan: tuple[str, ...] = ()


def _words(name: str) -> list[str]:
    words = lipat(name).split()
    telling = [word for word in words if word not in _SAYS_NOTHING and word not in _DEGREES and len(word) > 1]
    return telling or words


def kemiripan(kita: str, mereka: str) -> int:
    """Compare two names, 0 to 100; titles and the word *poli* say nothing."""
    ours, theirs = _words(kita), _words(mereka)
    if not ours or not theirs:
        return 0
    shared = len(set(ours) & set(theirs)) / min(len(set(ours)), len(set(theirs)))
    alike = SequenceMatcher(None, " ".join(ours), " ".join(theirs), autojunk=False).ratio()
    return round(100 * (0.6 * shared + 0.4 * alike))


def saran(
    nama: str, calon: Iterable[tuple[str, str]], batas: int = 5, terendah: int = 30
) -> tuple[Saran, ...]:
    """Rank pairs of code and name by how like *nama* they are, best first; poor ones are left out."""
    found = (Saran(kode, other, kemiripan(nama, other)) for kode, other in calon)
    good = (one for one in found if one.skor >= terendah)
    return tuple(sorted(good, key=lambda one: (-one.skor, one.nama, one.kode))[:batas])


def gabung_slot(lama: Iterable[Slot], per_hari: Mapping[int, Iterable[str]]) -> tuple[Slot, ...]:
    """Put the slots BPJS has on some weekdays in the place of ours; other weekdays keep theirs.

    A slot of every day stays for the weekdays BPJS said nothing about.
    """
    given = {day: tuple(dict.fromkeys(slots)) for day, slots in per_hari.items()}
    if not any(given.values()):
        return tuple(dict.fromkeys(lama))
    kept: list[Slot] = []
    for day, slot in lama:
        if day is None:
            kept += [(each, slot) for each in range(7) if not given.get(each)]
        elif not given.get(day):
            kept.append((day, slot))
    kept += [(day, slot) for day, slots in given.items() for slot in slots]
    return tuple(sorted(dict.fromkeys(kept), key=lambda one: (-1 if one[0] is None else one[0], one[1])))
