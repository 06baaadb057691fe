"""What a bulk run would do, how far it is, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.domain.status import JenisJob

ASK_ABOVE = 20
"""Items above which the screen asks for a typed confirmation."""


@dataclass(frozen=True, slots=True)
class Rencana:
    """What a bulk run would do: the ids it sends, oldest first, and how many it passes over and why.

    Reasons are the keys of :data:`shared.texts_pantau.LEWAT_MASSAL`. ``contoh`` has up to ten ids each.
    """

    ids: tuple[int, ...]
    dilewati: dict[str, int] = field(default_factory=dict)
    contoh: dict[str, tuple[int, ...]] = field(default_factory=dict)
    jenis: dict[JenisJob, int] = field(default_factory=dict)

    @property
    def banyak(self) -> int:
        """How many are sent."""
        return len(self.ids)

    @property
    def lewat(self) -> int:
        """How many are passed over."""
        return sum(self.dilewati.values())

    @property
    def perlu_ketik(self) -> bool:
        """Whether so many are sent that a person has to type the confirmation."""
        return self.banyak > ASK_ABOVE


@dataclass(frozen=True, slots=True)
class Butir:
    """What became of one item; ``galat`` is the sentence of a refusal, ``""`` when it was sent."""

    id: int
    galat: str = ""


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """How far a run is. ``sisa`` is the seconds it still takes at its pace, as far as can be told."""

    selesai: int
    banyak: int
    gagal: int
    sisa: float | None
    terakhir: Butir | None = None


@dataclass(frozen=True, slots=True)
class Hasil:
    """What a run came to. ``dihentikan``: it was stopped before its end."""

    butir: tuple[Butir, ...]
    banyak: int
    dihentikan: bool = False

    @property
    def terkirim(self) -> int:
        """Items that were set going again."""
        return sum(1 for item in self.butir if not item.galat)

    @property
    def gagal(self) -> tuple[Butir, ...]:
        """Items that were refused, with their sentences."""
        return tuple(item for item in self.butir if item.galat)
