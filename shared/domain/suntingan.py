"""A body being edited, and what is found when it is looked at before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.beda import Beda
from shared.domain.isian import Isian, Peringatan
from shared.domain.kunjungan import SalahKunjungan
from shared.domain.records import JobRingkas


@dataclass(frozen=True, slots=True)
class Suntingan:
    """A body to be edited: readable JSON, and the fields the service knows, the locked ones marked."""

    job: JobRingkas
    isi: str
    kolom: tuple[Isian, ...]


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    """What an edited body would do: its differences, the locked fields it changes, the doubts."""

    beda: tuple[Beda, ...]
    dibuka: tuple[str, ...]
    peringatan: tuple[Peringatan, ...]
    kunjungan: tuple[SalahKunjungan, ...] = ()
    """For a visit: what PCare will refuse of it."""
