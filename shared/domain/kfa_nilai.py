"""How well a product of the catalogue fits what is asked for, why, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.domain.kfa import Takar
from shared.domain.kfa_kekuatan import Banding, Kuat, bandingkan, tulis
from shared.domain.kfa_sediaan import LAWAN, Bentuk, kecocokan

KUAT: Final = 0.92
"""A suggestion from here on, without a conflict and without an equal, may be taken in bulk."""
PATUT: Final = 0.6
"""Below this nothing is suggested."""
_CROWDED: Final = 0.035
"""What the second product of one medicine is held back by, so that a list shows more than makers."""
_USUAL: Final = {
    Bentuk("tablet"): 0.008,
    Bentuk("tablet", "selaput"): 0.007,
    Bentuk("kapsul"): 0.006,
    Bentuk("tablet", "kaplet"): 0.005,
    Bentuk("cair", "sirup"): 0.004,
    Bentuk("oles", "krim"): 0.003,
}
"""What is meant where no form is said, in this order."""
_STRONGER: Final = frozenset(("forte", "fort", "ds"))
"""Words that mean the higher of a medicine's strengths."""
_POURED: Final = frozenset(("cair", "infus", "luar", "tetes", "injeksi", "kumur"))
"""Forms that come in mL."""
_BAG: Final = 100.0
"""mL from which on a pack may be a bag of infusion."""
_SEPARATE: Final = 0.03
"""How far the next different medicine has to stay behind a strong suggestion."""


class Cara(StrEnum):
    """How a word of the question was understood."""

    TEPAT = "tepat"
    SINGKATAN = "singkatan"
    MEREK = "merek"
    AWALAN = "awalan"
    MIRIP = "mirip"


class JenisAlasan(StrEnum):
    """What a reason is about."""

    KODE = "kode"
    NIE = "nie"
    ZAT = "zat"
    NAMA = "nama"
    MEREK = "merek"
    PRODUSEN = "produsen"
    KEKUATAN = "kekuatan"
    BENTUK = "bentuk"
    ISI = "isi"


@dataclass(frozen=True, slots=True)
class Arti:
    """One way to understand a word: keys that must all be there, and how far it is believed, 0 to 1."""

    kunci: tuple[str, ...]
    nilai: float = 1.0
    cara: Cara = Cara.TEPAT


@dataclass(frozen=True, slots=True)
class Kata:
    """A word that is asked for; ``bobot`` is how much it tells."""

    asal: str
    arti: tuple[Arti, ...]
    bobot: float = 1.0


@dataclass(frozen=True, slots=True)
class Dicari:
    """What is asked for. ``sebutan`` is how the form was written."""

    kata: tuple[Kata, ...] = ()
    kekuatan: tuple[Kuat, ...] = ()
    bentuk: tuple[Bentuk, ...] = ()
    isi: float | None = None
    sebutan: str = ""


@dataclass(frozen=True, slots=True)
class Alasan:
    """One reason of a hit: ``asal`` is what was written, ``cara`` how it was understood."""

    jenis: JenisAlasan
    asal: str = ""
    cara: Cara = Cara.TEPAT


@dataclass(frozen=True, slots=True)
class Konflik:
    """A contradiction: what the product says and what the catalogue says. ``jenis`` is strength or form."""

    jenis: JenisAlasan
    kita: str
    kfa: str = ""


@dataclass(frozen=True, slots=True)
class Nilai:
    """A score, 0 to 1, with its reasons and contradictions; ``cakup`` is the share of the words found."""

    skor: float
    cakup: float
    alasan: tuple[Alasan, ...] = ()
    konflik: tuple[Konflik, ...] = ()


@dataclass(frozen=True, slots=True)
class Calon:
    """A product to be ranked; ``kelompok`` is its template's code, or its own."""

    kode: str
    nama: str
    kelompok: str
    takar: Takar
    berlaku: bool = True
    obat: bool = True


_FIELDS: Final = (
    (JenisAlasan.ZAT, 1.0), (JenisAlasan.MEREK, 1.0), (JenisAlasan.NAMA, 0.97), (JenisAlasan.PRODUSEN, 0.9),
)  # fmt: skip


def _where(key: str, takar: Takar) -> tuple[float, JenisAlasan | None]:
    if any(key in one for one in takar.zat) or key in takar.garam:
        return 1.0, JenisAlasan.ZAT
    if key in takar.merek:
        return 1.0, JenisAlasan.MEREK
    if key in takar.nama:
        return 0.98, JenisAlasan.NAMA
    if key in takar.pabrik:
        return 0.9, JenisAlasan.PRODUSEN
    return 0.0, None


def _word(kata: Kata, takar: Takar) -> tuple[float, JenisAlasan | None, Arti | None]:
    """The best way to understand a word that this product answers."""
    best: tuple[float, JenisAlasan | None, Arti | None] = (0.0, None, None)
    for arti in kata.arti:
        found = [_where(key, takar) for key in arti.kunci]
        hit = [one for one in found if one[1] is not None]
        if not hit:
            continue
        share = sum(value for value, _ in found) / len(found)
        value = arti.nilai * (share if len(hit) == len(found) else share * 0.6)
        if value > best[0]:
            kinds = {kind for _, kind in hit}
            kind = next((name for name, _ in _FIELDS if name in kinds), None)
            best = (value, kind, arti)
    return best


def nilai(dicari: Dicari, takar: Takar, *, berlaku: bool = True, obat: bool = True) -> Nilai:
    """Score one product."""
    weight = sum(kata.bobot for kata in dicari.kata)
    total, reasons = 0.0, []
    touched: set[str] = set()
    branded = False
    for kata in dicari.kata:
        value, kind, arti = _word(kata, takar)
        total += kata.bobot * value
        if kind is None or arti is None:
            continue
        reasons.append(Alasan(kind, kata.asal, arti.cara))
        touched |= set(arti.kunci)
        branded = branded or (kind is JenisAlasan.MEREK and arti.cara is not Cara.MEREK)
    cover = total / weight if weight else 0.0
    conflicts: list[Konflik] = []
    strength = _strength(dicari, takar, reasons, conflicts)
    form = _form(dicari, takar, reasons, conflicts)
    score = cover**1.3 * (0.60 + 0.25 * strength + 0.15 * form) * _extras(takar, touched, branded)
    score += _pack(dicari, takar, reasons)
    if not branded and not takar.umum:
        score -= 0.012
    if not berlaku:
        score *= 0.8
    if not obat and (dicari.kekuatan or dicari.bentuk):
        score *= 0.85
    return Nilai(max(0.0, min(score, 1.0)), cover, tuple(reasons), tuple(conflicts))


def _strength(
    dicari: Dicari, takar: Takar, reasons: list[Alasan], conflicts: list[Konflik]
) -> float:  # fmt: skip
    verdict, value = bandingkan(dicari.kekuatan, takar.kekuatan)
    written = " / ".join(map(tulis, dicari.kekuatan))
    if verdict is Banding.TAK_TAHU:
        return 0.62 if not dicari.kekuatan else 0.4
    if verdict is Banding.BEDA:
        conflicts.append(Konflik(JenisAlasan.KEKUATAN, written, " / ".join(map(tulis, takar.kekuatan))))
        return 0.0
    if verdict is Banding.SAMA:
        reasons.append(Alasan(JenisAlasan.KEKUATAN, written))
        return value
    conflicts.append(Konflik(JenisAlasan.KEKUATAN, written, " / ".join(map(tulis, takar.kekuatan))))
    return 0.65 * value


def _form(dicari: Dicari, takar: Takar, reasons: list[Alasan], conflicts: list[Konflik]) -> float:
    value = kecocokan(dicari.bentuk, takar.bentuk)
    if value is None:
        return 0.7 if not dicari.bentuk else 0.5
    if value < LAWAN:
        conflicts.append(Konflik(JenisAlasan.BENTUK, dicari.sebutan))
    else:
        reasons.append(Alasan(JenisAlasan.BENTUK, dicari.sebutan))
    return value


def _extras(takar: Takar, touched: set[str], branded: bool) -> float:
    """Take off for every substance nobody asked for; a brand says what is in it."""
    if branded:
        return 1.0
    extra = sum(1 for one in takar.zat if one and not one & touched)
    if not extra or extra == len(takar.zat):
        rest = sum(1 for key in takar.nama if key not in touched)
        return 1.0 - 0.015 * min(rest, 4)
    return max(0.5, 1.0 - 0.16 * extra)


def _pack(dicari: Dicari, takar: Takar, reasons: list[Alasan]) -> float:
    if dicari.isi is None or takar.isi is None:
        return 0.0
    if abs(dicari.isi - takar.isi) < 0.01:
        reasons.append(Alasan(JenisAlasan.ISI, f"{dicari.isi:g} mL"))
        return 0.012
    return -0.012


def urutkan(dicari: Dicari, calon: Iterable[Calon], batas: int) -> list[tuple[Calon, Nilai]]:
    """Rank products, best first; those of which no word was found are left out.

    Where nothing is said of strength or form, what most of the products have comes first.
    """
    found = []
    for one in calon:
        value = nilai(dicari, one.takar, berlaku=one.berlaku, obat=one.obat)
        if value.cakup > 0.2:
            found.append((one, value))
    found.sort(key=lambda pair: -pair[1].skor)
    usual = Counter(_kind(one) for one, value in found if value.cakup > 0.8)
    most = max(usual.values(), default=1)
    forte = not dicari.kekuatan and any(kata.asal in _STRONGER for kata in dicari.kata)
    poured = 0.0 if dicari.bentuk else dicari.isi or 0.0

    strongest = max((_amount(one) for one, value in found if value.cakup > 0.8), default=0.0) or 1.0

    def key(pair: tuple[Calon, Nilai]) -> tuple[float, bool, int, str, str]:
        one, value = pair
        common = 0.012 * usual[_kind(one)] / most if not dicari.kekuatan or not dicari.bentuk else 0.0
        common += (
            0.0 if dicari.bentuk else max((_USUAL.get(form, 0.0) for form in one.takar.bentuk), default=0.0)
        )
        if poured:
            groups = {form.golongan for form in one.takar.bentuk}
            common += 0.015 * bool(groups & _POURED) + 0.015 * (poured >= _BAG and "infus" in groups)
        if forte:
            common += 0.03 * _amount(one) / strongest
        return -round(value.skor + common, 4), not one.takar.umum, len(one.nama), one.nama, one.kode

    return _varied(sorted(found, key=key)[: max(batas * 8, 80)])[:batas]


def _amount(one: Calon) -> float:
    return sum(kuat.nilai for kuat in one.takar.kekuatan)


def _varied(ranked: list[tuple[Calon, Nilai]]) -> list[tuple[Calon, Nilai]]:
    """Let different medicines come before the same one of many makers, as long as they fit about as well."""
    seen: dict[tuple[object, ...], tuple[int, float]] = {}
    keyed = []
    for number, (one, value) in enumerate(ranked):
        count, best = seen.setdefault(_kind(one), (0, value.skor))
        seen[_kind(one)] = (count + 1, best)
        alike = count > 0 and best - value.skor < _SEPARATE
        keyed.append((value.skor - (_CROWDED + 0.001 * count if alike else 0.0), -number, one, value))
    leader = keyed[0] if keyed else None
    keyed.sort(key=lambda entry: (entry is not leader, -entry[0], -entry[1]))
    return [(one, value) for _, _, one, value in keyed]


def _kind(one: Calon) -> tuple[object, ...]:
    return one.takar.zat, one.takar.kekuatan, one.takar.bentuk


def kuat(peringkat: Sequence[tuple[Calon, Nilai]]) -> bool:
    """Tell whether the first of a ranking may be taken without being looked at.

    It has to score high, contradict nothing, be in use, and no different medicine may be close behind.
    """
    if not peringkat:
        return False
    first, value = peringkat[0]
    if value.skor < KUAT or value.konflik or not first.berlaku:
        return False
    return all(
        value.skor - other.skor >= _SEPARATE
        for one, other in peringkat[1:]
        if one.kelompok != first.kelompok and _kind(one) != _kind(first)
    )
