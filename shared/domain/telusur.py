"""Reading a whole list page by page, so that it can go on after any interruption.

A list is read in one or more *texts*: the list itself, the search texts of one that can only be
searched, or the codes of its parent list. The way of a searched list is adaptive: it begins with
single characters; the first page of each tells how many rows it finds, and a text that finds too
many is not paged through but replaced by the longer texts that begin with it. What is left to do
is a plain record that is committed with each page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from shared.domain.referensi import Acuan, kode_sah, member

HALAMAN: Final = 100
"""Rows asked for at a time; PCare documents no maximum."""
_DEEPEST: Final = 4
"""Characters of the longest search text; one that still finds too much is paged through."""
INDUK: Final = "*"
"""The text that stands for reading the parent list first."""


@dataclass(frozen=True, slots=True)
class Posisi:
    """Where a reading stands.

    ``sisa`` are the texts left, the one at hand first; ``awal`` is the next row of it, 0-based,
    ``jumlah`` the rows it has as far as the service said; ``banyak`` counts the parent's codes.
    """

    sisa: tuple[str, ...]
    awal: int = 0
    jumlah: int | None = None
    banyak: int = 0

    @property
    def selesai(self) -> bool:
        """Whether everything has been read."""
        return not self.sisa


def mulai(acuan: Acuan) -> Posisi:
    """Return where the reading of a list begins."""
    if acuan.induk:
        return Posisi((INDUK,))
    return Posisi(tuple(acuan.awalan) if acuan.awalan else ("",))


def di_induk(acuan: Acuan, posisi: Posisi) -> bool:
    """Tell whether the next page is of the parent list."""
    return bool(acuan.induk) and posisi.sisa[:1] == (INDUK,)


def jalur(acuan: Acuan, posisi: Posisi, tanggal: date | None = None) -> str:
    """Return the path of the next page, below the service's base address."""
    day = tanggal.isoformat() if tanggal is not None else ""
    if di_induk(acuan, posisi):
        return acuan.induk.format(tanggal=day)
    path = acuan.jalur.format(kata=quote(posisi.sisa[0], safe=""), tanggal=day)
    return f"{path}/{posisi.awal}/{HALAMAN}" if acuan.halaman else path


def lanjut(acuan: Acuan, posisi: Posisi, rows: list[dict[str, Any]], count: int | None) -> Posisi:
    """Return where the reading stands after a page of *rows*; *count* is the service's own total."""
    if di_induk(acuan, posisi):
        codes = dict.fromkeys(filter(None, (kode_sah(member(row, acuan.kode_induk)) for row in rows)))
        codes.pop(INDUK, None)
        return Posisi(tuple(codes), banyak=len(codes))
    text, rest = posisi.sisa[0], posisi.sisa[1:]
    after = Posisi(rest, banyak=posisi.banyak)
    if not acuan.halaman or not rows:
        return after
    big = count is not None and count > acuan.besar > 0
    if big and posisi.awal == 0 and acuan.pecahan and len(text) < _DEEPEST:
        return replace(after, sisa=(*(text + char for char in acuan.pecahan), *rest))
    read = posisi.awal + len(rows)
    # A total no larger than a full page may be the page's own: only the next page can tell.
    doubtful = len(rows) >= HALAMAN and (count is None or count <= HALAMAN)
    if doubtful or (count is not None and read < count):
        return replace(posisi, awal=read, jumlah=None if doubtful else count)
    return after


def bagian(acuan: Acuan, posisi: Posisi) -> float:
    """Return how much of a reading is done, 0 to 1, as far as can be known."""
    if posisi.selesai:
        return 1.0
    if di_induk(acuan, posisi):
        return 0.0
    inner = min(posisi.awal / posisi.jumlah, 1.0) if posisi.jumlah else 0.0
    if posisi.banyak:
        return (posisi.banyak - len(posisi.sisa) + inner) / posisi.banyak
    if not acuan.awalan:
        return inner

    def weight(text: str) -> float:
        return 1 / len(acuan.awalan) / float(max(len(acuan.pecahan), 1) ** (len(text) - 1))

    left = sum(weight(text) for text in posisi.sisa) - weight(posisi.sisa[0]) * inner
    return min(max(1.0 - left, 0.0), 1.0)


def sisa_waktu(lama: int, done: float) -> int | None:
    """Estimate the milliseconds left of a reading of which *done* took *lama*; ``None``: too early."""
    return int(lama * (1 - done) / done) if lama > 0 and done >= 0.01 else None


def tulis(posisi: Posisi) -> str:
    """Write a position as JSON."""
    return json.dumps([posisi.sisa, posisi.awal, posisi.jumlah, posisi.banyak], separators=(",", ":"))


def dari_teks(text: str) -> Posisi:
    """Read what :func:`tulis` wrote; raises ``ValueError``."""
    sisa, awal, jumlah, banyak = json.loads(text)
    return Posisi(tuple(sisa), awal, jumlah, banyak)
