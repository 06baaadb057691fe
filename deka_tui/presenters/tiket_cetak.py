"""A ticket as it is printed: lines of plain ASCII with a size; nothing in it can command a printer."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from deka_tui import texts, texts_kios
from deka_tui.presenters.pieces import ELLIPSIS, outside, wrap
from shared.domain.kios import TiketCetak


class Baris(NamedTuple):
    """One printed line: ``besar`` is how many times as wide and high as usual, 1 to 8."""

    teks: str
    besar: int = 1


def polos(text: str, limit: int = 200) -> str:
    """Make a text printable ASCII: letters lose their accents, what has no likeness becomes ``?``."""
    plain = unicodedata.normalize("NFKD", outside(text, limit))
    letters = (c for c in plain if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return "".join(c if " " <= c <= "~" else "-" if c in "–—" else "?" for c in letters)


def tiket_lines(tiket: TiketCetak, lebar: int) -> list[Baris]:
    """The lines of a ticket for paper of *lebar* characters, to be centred."""
    day = f"{texts.HARI[tiket.tanggal.weekday()]} {tiket.tanggal.day} {texts.BULAN[tiket.tanggal.month - 1]}"
    number = polos(tiket.tiket, 8)
    size = max(1, min(6, lebar // max(len(number), 1)))
    lines = [
        *_wrapped(tiket.faskes, lebar),
        Baris(""),
        Baris(texts_kios.CETAK_JUDUL),
        Baris(number, size),
        *_wrapped(tiket.ruangan, lebar // 2, 2),
        *_wrapped(f"{tiket.dokter} {tiket.jam}".strip(), lebar),
        Baris(""),
        Baris(f"{day} {tiket.tanggal.year}  {tiket.waktu}"),
        Baris(f"{texts_kios.CETAK_SEBELUM}: {tiket.menunggu}"),
    ]
    if tiket.ke > 1:
        lines.append(Baris(texts_kios.CETAK_ULANG))
    return [*lines, Baris(""), *_wrapped(texts_kios.CETAK_KAKI, lebar)]


def _wrapped(text: str, lebar: int, besar: int = 1) -> list[Baris]:
    # The sign for what was cut is none of ASCII's.
    return [Baris(row.replace(ELLIPSIS, "."), besar) for row in wrap(polos(text), lebar, 3)]
