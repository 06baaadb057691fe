"""Strengths of medicines: reading their units, and whether two of them are the same.

Masses are kept in mg, volumes in mL. ``per`` is the amount a strength is held in: mL for liquids, g for
creams; 0 where it is a strength of one piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Banding(StrEnum):
    """How two lists of strengths stand to each other."""

    SAMA = "sama"
    MIRIP = "mirip"
    """One part of a combination, or the same number where a unit is not said."""
    BEDA = "beda"
    TAK_TAHU = "tak_tahu"


@dataclass(frozen=True, slots=True)
class Kuat:
    """One strength: ``nilai`` in ``satuan`` (mg, iu, %, meq, mmol, ml or ``""`` where none is said)."""

    nilai: float
    satuan: str
    per: float = 0.0
    per_satuan: str = ""


_UNITS: Final = {
    "mg": "mg", "mgr": "mg", "miligram": "mg", "milligram": "mg", "m": "mg",
    "g": "g", "gr": "g", "gram": "g", "gm": "g", "grm": "g",
    "mcg": "mcg", "ug": "mcg", "mikrogram": "mcg", "microgram": "mcg", "mkg": "mcg",
    "ml": "ml", "cc": "ml", "mililiter": "ml",
    "l": "l", "liter": "l", "ltr": "l", "lt": "l",
    "iu": "iu", "ui": "iu", "si": "iu", "unit": "iu", "units": "iu", "u": "iu",
    "miu": "miu", "kiu": "kiu", "juta": "miu", "ribu": "kiu",
    "%": "%", "persen": "%", "percent": "%", "pct": "",
    "meq": "meq", "mmol": "mmol", "kg": "kg",
}  # fmt: skip
_SCALE: Final = {"g": ("mg", 1000.0), "mcg": ("mg", 0.001), "kg": ("mg", 1e6), "l": ("ml", 1000.0)} | {
    "miu": ("iu", 1e6), "kiu": ("iu", 1e3),
}  # fmt: skip
_GUESSES: Final = (("mg", 1.0), ("mg", 0.001), ("mg", 1000.0), ("iu", 1.0), ("%", 1.0), ("meq", 1.0))
"""What a number without a unit may be in."""


def satuan_dari(word: str) -> str:
    """Return the unit a word is, in one spelling; ``""`` when it is none."""
    return _UNITS.get(word, "")


def kuat(nilai: float, satuan: str, per: float = 0.0, per_satuan: str = "") -> Kuat:
    """Make a strength of a number and units as they are written."""
    unit, factor = _SCALE.get(satuan, (satuan, 1.0))
    if per_satuan == "l":
        per, per_satuan = per * 1000, "ml"
    return Kuat(round(nilai * factor, 6), unit, per, per_satuan if per else "")


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.011 * max(abs(one), abs(other))


def _rates(one: Kuat) -> Iterator[tuple[str, float]]:
    """A strength as amounts per mL or g, in each unit it can be told in."""
    if one.satuan == "%":
        yield "mg", one.nilai * 10
    elif one.per:
        yield one.satuan, one.nilai / one.per


def _values(one: Kuat) -> Iterator[tuple[str, float]]:
    """What a strength may be called by: its number, and that of 1 and of 5 mL."""
    yield one.satuan, one.nilai
    if one.per and one.per_satuan == "ml":
        rate = one.nilai / one.per
        yield one.satuan, rate
        yield one.satuan, rate * 5
        if one.satuan == "mg":
            yield "%", rate / 10
    elif one.per and one.satuan == "mg":
        yield "%", one.nilai / one.per / 10


def cocok(dicari: Kuat, ada: Kuat) -> float:
    """Compare one strength that is asked for with one that is there, 0 to 1."""
    if not dicari.satuan:
        if any(unit == ada.satuan and _near(dicari.nilai * f, ada.nilai) for unit, f in _GUESSES):
            return 0.97
        there = list(_values(ada))
        if any(unit == u and _near(dicari.nilai * f, v) for unit, f in _GUESSES for u, v in there):
            return 0.7
        return 0.0
    mine, theirs = list(_rates(dicari)), list(_rates(ada))
    if mine and theirs:
        same = any(u == v and _near(a, b) for u, a in mine for v, b in theirs)
        exact = same and (dicari.satuan, dicari.nilai, dicari.per) == (ada.satuan, ada.nilai, ada.per)
        return 1.0 if exact else 0.98 if same else 0.0
    if mine or theirs:
        # One is told by volume and the other not: 120 mg of a syrup is 120 mg in 5 mL.
        held, plain = (dicari, ada) if mine else (ada, dicari)
        if _near(held.nilai, plain.nilai) and held.satuan == plain.satuan:
            return 0.95
        return 0.85 if any(u == plain.satuan and _near(v, plain.nilai) for u, v in _values(held)) else 0.0
    return 1.0 if dicari.satuan == ada.satuan and _near(dicari.nilai, ada.nilai) else 0.0


def bandingkan(dicari: Sequence[Kuat], ada: Sequence[Kuat]) -> tuple[Banding, float]:
    """Compare all strengths of two medicines; the number is 0 to 1."""
    if not dicari or not ada:
        return Banding.TAK_TAHU, 0.0
    if len(dicari) == len(ada):
        value = _matched(list(dicari), list(ada))
        if value:
            return Banding.SAMA, value
    if len(dicari) == 1 and len(ada) > 1:
        if value := _sum(dicari[0], ada):
            return Banding.SAMA, value
        if any(cocok(dicari[0], one) for one in ada):
            return Banding.MIRIP, 0.7 if cocok(dicari[0], ada[0]) else 0.55
        return Banding.BEDA, 0.0
    if len(ada) == 1 and len(dicari) > 1:
        value = max(cocok(one, ada[0]) for one in dicari)
        return (Banding.MIRIP, 0.5 * value) if value else (Banding.BEDA, 0.0)
    if len(dicari) != len(ada):
        small, large = sorted((dicari, ada), key=len)
        there = sum(any(cocok(a, b) or cocok(b, a) for b in large) for a in small)
        if there == len(small):
            return Banding.MIRIP, 0.75
        return (Banding.MIRIP, 0.3) if there else (Banding.BEDA, 0.0)
    return Banding.BEDA, 0.0


def _matched(wanted: list[Kuat], there: list[Kuat]) -> float:
    """Pair the strengths off, best first; 0 when one is left without its like."""
    worst = 1.0
    left = list(there)
    for one in wanted:
        value, at = max((cocok(one, other), -index) for index, other in enumerate(left))
        if not value:
            return 0.0
        worst = min(worst, value)
        del left[-at]
    return worst


def _sum(one: Kuat, many: Sequence[Kuat]) -> float:
    """Tell whether a number is a combination's strengths added up: 625 is 500 and 125."""
    if len({(other.satuan, other.per, other.per_satuan) for other in many}) != 1:
        return 0.0
    first = many[0]
    total = Kuat(sum(other.nilai for other in many), first.satuan, first.per, first.per_satuan)
    return 0.97 * cocok(one, total)


def tanda(daftar: Sequence[Kuat]) -> tuple[str, ...]:
    """Return the tokens of the index a medicine's strengths are found by."""
    found: dict[str, None] = {}
    for one in daftar:
        for unit, value in _values(one):
            found[_token(value, unit)] = None
        if one.satuan == "%":
            found[_token(one.nilai * 10, "mg")] = None
    if len(daftar) > 1 and len({one.satuan for one in daftar}) == 1:
        found[_token(sum(one.nilai for one in daftar), daftar[0].satuan)] = None
    return tuple(found)


def tanda_dicari(one: Kuat) -> tuple[str, ...]:
    """Return the tokens a strength that is asked for may stand under."""
    if not one.satuan:
        return tuple(dict.fromkeys(_token(one.nilai * f, unit) for unit, f in _GUESSES))
    found = dict.fromkeys(_token(value, unit) for unit, value in _values(one))
    if one.satuan == "%":
        found[_token(one.nilai * 10, "mg")] = None
    return tuple(found)


def _token(value: float, unit: str) -> str:
    number = f"{value:.4g}" if value < 1e4 else str(round(value))
    return (
        "n"
        + number.replace(".", "p").replace("-", "m").replace("+", "")
        + ("pc" if unit == "%" else unit or "x")
    )


def tulis(one: Kuat) -> str:
    """Write a strength for people: ``500 mg``, ``120 mg/5 mL``, ``0,1 %``."""
    value, unit = one.nilai, one.satuan
    if unit == "mg" and 0 < value < 0.1:
        value, unit = value * 1000, "mcg"
    shown = {"ml": "mL", "iu": "IU", "meq": "mEq"}
    text = f"{value:,.10g}".translate(str.maketrans(",.", ".,"))
    text = f"{text} {shown.get(unit, unit)}".strip()
    if one.per:
        size = "" if one.per == 1 else f"{one.per:g} ".replace(".", ",")
        text += f"/{size}{shown.get(one.per_satuan, one.per_satuan)}"
    return text
