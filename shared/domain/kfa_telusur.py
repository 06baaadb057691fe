"""Reading the KFA catalogue page by page: medicines first, then devices.

A position is a :class:`shared.domain.telusur.Posisi`: ``sisa`` are the types left as texts of this module,
``awal`` the rows read so far, ``jumlah`` those there are in all, as far as is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from shared.domain.kfa import ALKES, FARMASI
from shared.domain.telusur import Posisi

HALAMAN: Final = 1000
"""Rows asked for at a time; the service documents no maximum, others use 100 to 1000."""
KECIL: Final = 100
"""Rows asked for where so many are refused."""
_GUESS: Final = 3
"""How many times more devices there are than medicines, until the service tells."""


@dataclass(frozen=True, slots=True)
class Bacaan:
    """One type under way: the next page, rows read, their total, and whether it held still."""

    jenis: str
    halaman: int = 1
    ukuran: int = HALAMAN
    dibaca: int = 0
    total: int | None = None
    tenang: bool = True


def _write(one: Bacaan) -> str:
    total = "" if one.total is None else one.total
    return f"{one.jenis}|{one.halaman}|{one.ukuran}|{one.dibaca}|{total}|{int(one.tenang)}"


def bacaan(posisi: Posisi) -> Bacaan:
    """Read the type at hand; raises ``ValueError``."""
    text = posisi.sisa[0] or FARMASI
    if "|" not in text:
        return Bacaan(text)
    jenis, halaman, ukuran, dibaca, total, tenang = text.split("|")
    known = int(total) if total else None
    return Bacaan(jenis, int(halaman), int(ukuran), int(dibaca), known, tenang == "1")


def _rest(posisi: Posisi) -> tuple[str, ...]:
    return (ALKES,) if posisi.sisa == ("",) else posisi.sisa[1:]


def jalur(posisi: Posisi, sejak: date | None) -> str:
    """Return the path of the next page; *sejak* reads only what was changed from that day on."""
    one = bacaan(posisi)
    since = f"&from_date={sejak.isoformat()}" if sejak is not None else ""
    return f"products/all?page={one.halaman}&size={one.ukuran}&product_type={one.jenis}{since}"


def kecilkan(posisi: Posisi) -> Posisi | None:
    """Return the position to go on with after a page was refused; ``None`` when that cannot help."""
    one = bacaan(posisi)
    if one.ukuran <= KECIL or one.halaman > 1:
        return None
    return replace(posisi, sisa=(_write(replace(one, ukuran=KECIL)), *_rest(posisi)))


def lanjut(posisi: Posisi, rows: int, total: int | None) -> Posisi:
    """Return where the reading stands after a page of *rows*; *total* is the service's own.

    ``banyak`` becomes 1 when a total changed under way or was not reached: rows may have been
    missed, and nothing may be believed gone.
    """
    one = bacaan(posisi)
    calm = one.tenang and (one.total is None or total is None or one.total == total)
    read = one.dibaca + rows
    known = total if total is not None else one.total
    before = posisi.awal - one.dibaca
    rest = _rest(posisi)
    done = rows == 0 or (known is not None and read >= known)
    unsure = posisi.banyak or int(not calm or (done and known is not None and read < known))
    if not done:
        after = Bacaan(one.jenis, one.halaman + 1, one.ukuran, read, known, calm)
        whole = None if known is None else before + known * (1 + (_GUESS if rest else 0))
        return Posisi((_write(after), *rest), posisi.awal + rows, whole, unsure)
    following = tuple(_write(Bacaan(text, ukuran=one.ukuran)) if text == ALKES else text for text in rest)
    whole = (before + read) * (1 + _GUESS) if rest else before + read
    return Posisi(following, posisi.awal + rows, whole, unsure)


def bagian(posisi: Posisi) -> float:
    """Return how much is done, 0 to 1, as far as can be known."""
    if posisi.selesai:
        return 1.0
    return min(posisi.awal / posisi.jumlah, 1.0) if posisi.jumlah else 0.0


def goyah(posisi: Posisi) -> bool:
    """Tell whether rows may have been missed."""
    return bool(posisi.banyak)
