"""The audit trail as plain records: rows, what one looks for, and the hash that chains them.

Each clinic has one chain. Its link *n* is the SHA-256 of link *n* - 1 and of the row, so that whoever
knows one link knows everything before it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date
from enum import StrEnum

from shared.rekaman import dataclass

AWAL = "0" * 64
"""What stands before the first link."""


@dataclass(frozen=True, slots=True)
class BarisAudit:
    """One row: who did what to what, from where, with what outcome.

    ``waktu`` is in Unix milliseconds; ``rincian`` is a JSON object as it was written. ``urut`` and
    ``segel`` are its place in the clinic's chain and the link made there, ``0`` and ``""`` without one.
    """

    id: int
    waktu: int
    faskes_id: int
    pelaku: str
    peran: str
    stasiun: str
    aksi: str
    objek: str
    objek_id: int | None
    hasil: str
    rincian: str
    urut: int = 0
    segel: str = ""


def segel(sebelum: str, urut: int, baris: BarisAudit) -> str:
    """Make the link of a row: SHA-256 in hex over the link before it and every field, as one JSON list."""
    fields = [
        1, sebelum, urut, baris.id, baris.waktu, baris.faskes_id, baris.pelaku, baris.peran, baris.stasiun,
        baris.aksi, baris.objek, baris.objek_id, baris.hasil, baris.rincian,
    ]  # fmt: skip
    text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class SaringAudit:
    """What to look for; ``""`` and ``None`` look at everything.

    ``aksi`` may end in ``.`` or be a first word (``antrean``) to mean all actions of that kind; ``dari``
    and ``sampai`` are business days, both included.
    """

    dari: date | None = None
    sampai: date | None = None
    pelaku: str = ""
    aksi: str = ""
    objek: str = ""
    objek_id: int | None = None
    hasil: str = ""


@dataclass(frozen=True, slots=True)
class HalamanAudit:
    """One page, newest first, and whether there are rows on either side of it."""

    baris: tuple[BarisAudit, ...]
    ada_baru: bool
    ada_lama: bool


class Cacat(StrEnum):
    """What is wrong with a chain at its first broken place."""

    DIUBAH = "diubah"
    """A row does not fit its link: it was changed."""
    HILANG = "hilang"
    """A link has no row: the row was removed."""
    LONCAT = "loncat"
    """A link is missing: row and link were removed."""
    TANPA_SEGEL = "tanpa_segel"
    """A row has no link: it was slipped in, or its link removed."""
    KEPALA = "kepala"
    """The chain lacks the link that was written down elsewhere: its end was cut off, or all made anew."""


@dataclass(frozen=True, slots=True)
class HasilPeriksa:
    """What a verification found: rows that fit, the last link, and the first broken place if there is one."""

    baris: int
    urut: int
    segel: str
    cacat: Cacat | None = None
    urut_cacat: int | None = None
    audit_id: int | None = None

    @property
    def utuh(self) -> bool:
        """Whether nothing is broken."""
        return self.cacat is None

    @property
    def kepala(self) -> str:
        """The last link as it is written down elsewhere: ``urut:segel``."""
        return f"{self.urut}:{self.segel}"
