"""Taking the name of a medicine apart: words, strengths, dosage form, size of the pack.

Reads what a clinic writes (``pct 500 tab``, ``Amoxsan Dry Syr 125mg/5ml 60ml``, ``co-amoxiclav 625``)
and what the catalogue writes (``Amoxicillin 500 mg / Clavulanic Acid 125 mg Tablet (MERK)``) alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from shared.domain.kfa_kekuatan import Kuat, kuat, satuan_dari
from shared.domain.kfa_lafal import rata
from shared.domain.kfa_leksikon import SINGKATAN, UNGKAPAN
from shared.domain.kfa_sediaan import SEBUTAN, TERPANJANG, Bentuk

LONGEST: Final = 300
"""Characters of a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Urai:
    """A name taken apart.

    ``isi`` is the size of the pack in mL (or g), ``sisipan`` the words in brackets: on the catalogue's
    side brand or maker. ``sebutan`` is how the form was written.
    """

    kata: tuple[str, ...] = ()
    kekuatan: tuple[Kuat, ...] = ()
    bentuk: tuple[Bentuk, ...] = ()
    isi: float | None = None
    sisipan: tuple[str, ...] = ()
    sebutan: str = ""


_SAYINGS: Final = tuple((re.compile(pattern), meaning) for pattern, meaning in UNGKAPAN)
_VITAMIN: Final = re.compile(
    r"\bvit(?:amin)?[\s.]*(?:([bdk])[\s.-]*(12|[1-9])(?!\d|\s*(?:mg|mcg|iu|%))|([abcdek])(?![a-z]))"
)
_LETTER_NUMBER: Final = re.compile(r"(?<![a-z0-9])([a-z]{2,})(\d)")
_NUMBER_LETTER: Final = re.compile(r"(\d)([a-z])")
_RUN_TOGETHER: Final = re.compile(r"[a-z0-9]*(?:[a-z]\d|\d[a-z])[a-z0-9]*")
_WHOLE: Final = frozenset(word for word in SINGKATAN if " " not in word and any(c.isdigit() for c in word))
_SHORT: Final = re.compile(r"^[a-z]\d{1,2}$")
_COUNT: Final = re.compile(
    r"@\s*\d+(?![\d.,]|\s*(?:mg|ml|mcg|g|iu|%))"
    r"|\b(?:isi|no\.?)\s*\d+\b(?!\s*(?:mg|ml|mcg|g|iu)\b)|\b\d+\s*x\s*\d+\b"
    r"|\b\d+\s*'?s\b|\b(\d+)\s*(?:strip|blister|box|dus|pcs)\b|\b(?:strip|blister|box|dus)\s*\d+\b"
)
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[a-z][a-z0-9]*|%|/|\+|&|-")
_TIMES: Final = frozenset(("x",))
_PER_WORD: Final = frozenset(("per", "tiap", "dalam"))
_DOSE: Final = frozenset(
    (
        "tablet", "tab", "kaplet", "kapsul", "dosis", "dose", "puff", "jam", "hari", "ampul", "vial",
        "sachet", "suppositoria", "actuation", "semprotan", "botol", "ovula",
    )
)  # fmt: skip
_SEMISOLID: Final = frozenset(("oles", "olesmata", "bedak", "losion"))
_LIQUID: Final = frozenset(("cair", "tetes"))


def angka(text: str, ribuan: bool = False) -> float:
    """Read a number as Indonesians and the catalogue write it: ``0,5``, ``1.000``, ``400.000``, ``2.5``."""
    head, *rest = re.split(r"[.,]", text)
    whole = rest and head != "0" and len(head) <= 3 and all(len(part) == 3 for part in rest)
    if whole and (ribuan or len(rest) > 1 or rest[-1] == "000"):
        return float(head + "".join(rest))
    return float(head + "." + "".join(rest)) if rest else float(head)


def _clean(text: str) -> str:
    text = rata(text[:LONGEST]).replace("i.u.", "iu").replace("i.u", "iu").replace("s.i.", "iu")
    text = text.replace("²", "2").replace("®", " ").replace("™", " ").replace("'", "")
    for pattern, meaning in _SAYINGS:
        text = pattern.sub(meaning, text)
    text = _uncounted(text)
    text = _VITAMIN.sub(lambda m: f" vit {(m[1] or m[3])}{m[2] or ''} ", text)
    text = re.sub(r"\b([bdk])[\s-](12|[1-9])\b(?!\s*(?:mg|mcg|ml|g|iu|%|\d))", r"\1\2", text)
    return _RUN_TOGETHER.sub(_apart, text)


def _uncounted(text: str) -> str:
    """Leave out how many are in a pack; of ``captopril 25 strip`` the one number is the strength."""
    left = _COUNT.sub(" ", text)
    if any(char.isdigit() for char in left):
        return left
    return _COUNT.sub(lambda match: match[1] or " ", text)


def _apart(match: re.Match[str]) -> str:
    """Split ``pct500mg`` and leave ``mgso4`` whole."""
    word = match[0]
    if word in _WHOLE:
        return word
    return _LETTER_NUMBER.sub(r"\1 \2", _NUMBER_LETTER.sub(r"\1 \2", word))


def _form(words: list[str]) -> tuple[tuple[Bentuk, ...], str, list[str]]:
    """Take the form out of the words: the last one named, the longest name of it."""
    best: tuple[int, int] | None = None
    at = 0
    found: list[tuple[int, int]] = []
    while at < len(words):
        for length in range(min(TERPANJANG, len(words) - at), 0, -1):
            if tuple(words[at : at + length]) in SEBUTAN:
                found.append((at, length))
                at += length
                break
        else:
            at += 1
    if not found:
        return (), "", words
    found = [one for one in found if one[0] > 0 or len(found) == 1] or found
    best = max(found, key=lambda one: (one[1] > 1, _telling(words, one), one[0]))
    if best[1] == 1 and best[0] == 0 and len(words) == 1:
        return (), "", words
    start, length = best
    forms = SEBUTAN[tuple(words[start : start + length])]
    drop = {index for one in found for index in range(one[0], one[0] + one[1])}
    rest = [word for index, word in enumerate(words) if index not in drop]
    said = [tuple(words[at : at + size]) for at, size in found]
    forms = _mixed(forms, [SEBUTAN[one] for one in said])
    return forms, " ".join(words[start : start + length]), rest


_WEAK: Final = frozenset(("cair.larutan", "serbuk.", "luar.", "infus."))


def _telling(words: list[str], one: tuple[int, int]) -> bool:
    forms = SEBUTAN[tuple(words[one[0] : one[0] + one[1]])]
    return not any(f"{form.golongan}.{form.jenis}" in _WEAK for form in forms)


def _mixed(best: tuple[Bentuk, ...], all_forms: list[tuple[Bentuk, ...]]) -> tuple[Bentuk, ...]:
    """Read two forms named apart as one: ``syr … forte susp``, ``drop … mata``."""
    groups = {form.golongan for forms in all_forms for form in forms}
    if groups == {"serbuk", "injeksi"}:
        return (Bentuk("injeksi", "serbuk"),)
    if groups == {"serbuk", "cair"}:
        return (Bentuk("cair", "kering"),)
    if groups == {"tetes", "cair"}:
        return (Bentuk("tetes", "oral"),)
    return best


def _join(words: list[str]) -> list[str]:
    """Put ``vit`` and its letter together: ``vit b6``; drop single letters that say nothing."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in ("vit", "vitamin") and re.fullmatch(r"[abcdek]\d{0,2}", word):
            joined[-1] = f"vit {word}"
        else:
            joined.append(word)
    return joined


@dataclass(slots=True)
class _Reader:
    """Walks over the tokens of a name."""

    tokens: list[str]
    liquid: bool
    semisolid: bool
    at: int = 0

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else ""

    def quantity(self) -> tuple[float, str] | None:
        """Read a number and its unit."""
        number = self.peek()
        if not number[:1].isdigit():
            return None
        unit = satuan_dari(self.peek(1))
        self.at += 2 if unit else 1
        return angka(number, ribuan=unit in ("iu", "")), unit

    def denominator(self) -> tuple[float, str] | None:
        """Read ``/ 5 ml``, ``/ml``, ``per tablet`` after a quantity; the size is 0 where it says nothing."""
        if self.peek() != "/" and self.peek() not in _PER_WORD:
            return None
        word = self.peek(1)
        unit = satuan_dari(word)
        if unit in ("ml", "g") and not word[:1].isdigit():
            self.at += 2
            return 1.0, unit
        if word in _DOSE:
            self.at += 2
            return 0.0, ""
        if word[:1].isdigit():
            after = satuan_dari(self.peek(2))
            if after in ("ml", "g") or (after == "" and angka(word) <= 2 and self.peek(2) in _DOSE):
                self.at += 3
                return (angka(word), after) if after else (0.0, "")
            if after == "" and angka(word) in (5.0, 1.0) and self.liquid:
                self.at += 2
                return angka(word), "ml"
        return None


@lru_cache(maxsize=4096)
def urai(text: str) -> Urai:
    """Take a name apart."""
    main, brackets = _brackets(_clean(text))
    tokens = _TOKEN.findall(main)
    forms, said, _ = _form([token for token in tokens if token[0].isalpha() and not satuan_dari(token)])
    groups = {form.golongan for form in forms}
    reader = _Reader(tokens, bool(groups & _LIQUID), bool(groups & _SEMISOLID))
    words, strengths, size = _walk(reader)
    _, _, rest = _form(words)
    inner = _TOKEN.findall(brackets)
    more = _Reader(inner, reader.liquid, reader.semisolid)
    inside, _, held = _walk(more)
    kept = _join(rest)
    return Urai(tuple(kept), tuple(strengths), forms, size or held, tuple(_join(inside)), said)


def _brackets(text: str) -> tuple[str, str]:
    start = text.rfind("(")
    if start <= 0:
        return text.replace("(", " ").replace(")", " "), ""
    end = text.find(")", start)
    inside = text[start + 1 : end if end > 0 else None]
    outside = text[:start] + " " + (text[end + 1 :] if end > 0 else "")
    return outside.replace("(", " ").replace(")", " "), inside


def _walk(reader: _Reader) -> tuple[list[str], list[Kuat], float | None]:
    words: list[str] = []
    found: list[Kuat] = []
    size: float | None = None
    while reader.at < len(reader.tokens):
        token = reader.peek()
        if not token[0].isdigit():
            reader.at += 1
            if token[0].isalpha() and token not in _TIMES and not (satuan_dari(token) and found):
                words.append(token)
            continue
        first = reader.quantity()
        assert first is not None  # noqa: S101 - a digit begins it
        value, unit = first
        per = reader.denominator()
        if per is not None:
            found.append(kuat(value, unit or "mg", *per))
            continue
        chain = _chain(reader)
        if chain:
            known = unit or next((u for _, u, _ in chain if u), "")
            last = next((p for *_, p in reversed(chain) if p), None)
            found.append(kuat(value, known, *(last or (0.0, ""))))
            found += [kuat(v, u or known, *(p or last or (0.0, ""))) for v, u, p in chain]
            continue
        if unit == "ml" or (unit == "g" and reader.semisolid) or (unit == "" and found and reader.liquid):
            size = value
        else:
            found.append(kuat(value, unit))
    return words, _settled(found), size


def _chain(reader: _Reader) -> list[tuple[float, str, tuple[float, str] | None]]:
    """Read ``/125``, ``+ 5 mg``: the further strengths of a combination written in a row."""
    parts = []
    while reader.peek() in ("/", "+", "-", "&") and reader.peek(1)[:1].isdigit():
        if satuan_dari(reader.peek(2)) == "ml" and reader.peek() != "+":
            break
        reader.at += 1
        value = reader.quantity()
        assert value is not None  # noqa: S101 - a digit begins it
        parts.append((*value, reader.denominator()))
    return parts


def _settled(found: list[Kuat]) -> list[Kuat]:
    """A denominator said once at the end holds for all: ``125 mg / 31,25 mg / 5 mL``."""
    if len(found) > 1 and found[-1].per and not any(one.per for one in found[:-1]):
        last = found[-1]
        return [replace(one, per=last.per, per_satuan=last.per_satuan) for one in found]
    return found


def gabung(nama: Urai, kekuatan: Urai, bentuk: Urai) -> Urai:
    """Complete a product's name with what stands in its columns for strength and form."""
    forms, said = (bentuk.bentuk, bentuk.sebutan) if bentuk.bentuk else (nama.bentuk, nama.sebutan)
    return replace(
        nama,
        kekuatan=kekuatan.kekuatan or nama.kekuatan,
        bentuk=forms,
        sebutan=said,
        isi=nama.isi or kekuatan.isi or bentuk.isi,
    )


def singkat(word: str) -> bool:
    """Tell whether a word is a letter with a number, like ``b6``."""
    return bool(_SHORT.match(word))
