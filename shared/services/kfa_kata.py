"""Understanding the words of a product's name with the vocabulary of the catalogue."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from shared.domain.kfa import bunyi, garam, kunci
from shared.domain.kfa_lafal import lafal
from shared.domain.kfa_leksikon import IKATAN, SINGKATAN
from shared.domain.kfa_merek import MEREK
from shared.domain.kfa_nilai import Arti, Cara, Dicari, Kata
from shared.domain.kfa_urai import Urai, urai

MEDIS, BERMEREK, PABRIK = 1, 2, 4
"""What a word of the vocabulary is: of a substance or name, a brand, a maker."""
_MOST: Final = 6
"""Ways to understand a word that are followed."""
_PHRASE: Final = 4
_SALT: Final = 0.3
_UNKNOWN: Final = 0.5
"""What a word tells that nothing of the catalogue has, beside one that is known: a shop's own mark."""
_ALIASES: Final = tuple((lafal(word), kunci(word)) for word in IKATAN if len(word) > 5)
"""How words are written of which another is kept: slips in these are forgiven, too."""
_KINDS: Final = frozenset(
    ("forte", "plus", "junior", "pediatric", "paed", "adult", "extra", "mild", "baby", "kids", "ped")
)
"""Words that tell one product of a brand from another."""
_VOWELS: Final = frozenset("aeiou")


@lru_cache(maxsize=4096)
def _keys(meaning: str) -> tuple[str, ...]:
    """Keys of a meaning in the lexicon, read like a name."""
    return tuple(kunci(word) for word in urai(f"zat {meaning}").kata[1:] if not bunyi(word))


@dataclass(frozen=True, slots=True)
class _Word:
    jenis: int
    jumlah: int


class Kosakata:
    """The words of the catalogue, in memory: some tens of thousands, a few MB."""

    def __init__(self, rows: Iterable[tuple[str, int, int]] = ()) -> None:
        """Take triples of key, what it is, and how many products have it."""
        self._words: dict[str, _Word] = {}
        self._sorted: list[str] = []
        self._lengths: dict[int, list[str]] = {}
        self._known: dict[str, tuple[Arti, ...]] = {}
        self._lock = threading.Lock()
        self.isi(rows)

    def isi(self, rows: Iterable[tuple[str, int, int]]) -> None:
        """Learn words."""
        with self._lock:
            self._words |= {key: _Word(kind, count) for key, kind, count in rows}
            self._sorted = sorted(self._words)
            self._lengths = {}
            for key in self._sorted:
                if len(key) >= 4 and not key[0].isdigit():
                    self._lengths.setdefault(len(key), []).append(key)
            self._known = {}

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def dicari(self, parsed: Urai) -> Dicari:
        """Make a question of a name that was taken apart."""
        words = [*parsed.kata, *parsed.sisipan]
        found: list[Kata] = []
        at = 0
        while at < len(words):
            length, kata = self._phrase(words, at)
            at += length
            if length > 1 or not bunyi(kata.asal):
                found.append(kata)
        if any(kata.arti and kata.bobot > _SALT for kata in found):
            found = [kata if kata.arti else replace(kata, bobot=min(kata.bobot, _UNKNOWN)) for kata in found]
        if not any(kata.bobot > _SALT for kata in found):
            found = [replace(kata, bobot=1.0) for kata in found]
        forms, said = parsed.bentuk, parsed.sebutan
        if not found and parsed.sebutan:
            found = [self._kata(word) for word in parsed.sebutan.split()]
        return Dicari(tuple(found), parsed.kekuatan, forms, parsed.isi, said)

    def _phrase(self, words: list[str], at: int) -> tuple[int, Kata]:
        """Read the longest name of several words that begins here, or one word."""
        for length in range(min(_PHRASE, len(words) - at), 1, -1):
            text = " ".join(words[at : at + length])
            meaning = SINGKATAN.get(text) or MEREK.get(text)
            if meaning:
                own = Arti(tuple(kunci(word) for word in words[at : at + length] if not bunyi(word)), 0.99)
                ways = self._meanings(text)
                return length, Kata(text, self._there((own, *ways)) or ways)
        if at + 1 < len(words) and not bunyi(words[at]) and not bunyi(words[at + 1]):
            joined = kunci(words[at] + words[at + 1])
            one, two = kunci(words[at]), kunci(words[at + 1])
            known = words[at] in SINGKATAN or words[at] in MEREK
            sure = joined in self._words and (not known or self._words[joined].jenis & MEDIS)
            if sure and (one not in self._words or two not in self._words):
                return 2, Kata(f"{words[at]} {words[at + 1]}", (Arti((joined,), 0.98),))
        return 1, self._kata(words[at])

    def _kata(self, word: str) -> Kata:
        key = kunci(word)
        weight = _SALT if garam(key) or word in _KINDS else 0.6 if word.isdigit() else 1.0
        return Kata(word, self.arti(word), weight)

    def _there(self, ways: Iterable[Arti]) -> tuple[Arti, ...]:
        """Keep the ways of which every key is in the vocabulary."""
        return tuple(way for way in ways if way.kunci and all(key in self._words for key in way.kunci))

    def _meanings(self, text: str) -> tuple[Arti, ...]:
        """What abbreviation or brand a text is."""
        ways: dict[tuple[str, ...], Arti] = {}
        for kind, trust, table in ((Cara.SINGKATAN, 0.995, SINGKATAN), (Cara.MEREK, 0.97, MEREK)):
            for number, meaning in enumerate(table.get(text, ())):
                keys = _keys(meaning)
                ways.setdefault(keys, Arti(keys, trust - 0.01 * number, kind))
        return tuple(ways.values())

    def arti(self, word: str) -> tuple[Arti, ...]:
        """Return the ways to understand a word, the surest first."""
        known = self._known.get(word)
        if known is None:
            known = tuple(sorted(self._ways(word), key=lambda one: -one.nilai)[: _MOST + 2])
            with self._lock:
                self._known[word] = known
        return known

    def _ways(self, word: str) -> list[Arti]:
        key = kunci(word)
        ways = [*self._there(self._meanings(word))]
        there = self._words.get(key)
        if there is not None:
            ways.append(Arti((key,), 1.0 if there.jenis & (MEDIS | BERMEREK) else 0.95))
        if ways and (len(key) < 3 or (any(one.nilai > 0.9 for one in ways) and there is not None)):
            return ways + ([] if len(key) < 4 else self._begins(key, there))
        if not ways or len(key) >= 4:
            ways += self._begins(key, there)
        if not any(one.nilai >= 0.9 and one.cara is not Cara.AWALAN for one in ways):
            ways += self._near(key)
            ways += self._near_short(word)
        if not any(one.nilai >= 0.9 for one in ways):
            ways += self._glued(word, key)
        if not ways:
            ways += self._skeleton(key)
        return ways

    def _begins(self, key: str, there: Any) -> list[Arti]:
        """Words that begin so: what is still being typed, and most abbreviations."""
        if len(key) < 3:
            return []
        start = bisect_left(self._sorted, key)
        found = []
        for other in self._sorted[start : start + 400]:
            if not other.startswith(key):
                break
            if other != key and self._words[other].jenis & (MEDIS | BERMEREK):
                found.append(other)
        trust = 0.5 if there is not None else 0.93
        found.sort(key=lambda one: (not self._words[one].jenis & MEDIS, -self._words[one].jumlah))
        return [
            Arti((one,), trust - 0.01 * rank - (0.0 if len(key) > 3 else 0.08), Cara.AWALAN)
            for rank, one in enumerate(found[:_MOST])
        ]

    def _near(self, key: str) -> list[Arti]:
        """Words that differ by a slip or two of the fingers."""
        if len(key) < 4 or any(char.isdigit() for char in key):
            return []
        allowed = 1 if len(key) < 6 else 2 if len(key) < 10 else 3
        near = range(len(key) - allowed, len(key) + allowed + 1)
        words = [word for length in near for word in self._lengths.get(length, ())]
        hits = process.extract(key, words, scorer=OSA.distance, score_cutoff=allowed, limit=30)
        hits += [
            (_ALIASES[at][1], distance, at)
            for _, distance, at in process.extract(
                key,
                [name for name, _ in _ALIASES],
                scorer=OSA.distance,
                score_cutoff=min(allowed, 2),
                limit=5,
            )
            if _ALIASES[at][1] in self._words
        ]
        least = min((distance for _, distance, _ in hits), default=0)
        ranked = []
        for other, distance, _ in hits:
            word = self._words[other]
            if not word.jenis & MEDIS and distance > max(1, least) and len(key) < 8:
                continue
            trust = 0.96 - 0.035 * distance - (0.06 if other[0] != key[0] else 0.0)
            trust -= 0.0 if word.jenis & MEDIS else 0.02 if word.jenis & BERMEREK else 0.15
            ranked.append((trust, word.jumlah, other))
        ranked.sort(key=lambda one: (-one[0], -one[1]))
        return [Arti((other,), trust, Cara.MIRIP) for trust, _, other in ranked[:_MOST]]

    def _near_short(self, word: str) -> list[Arti]:
        """Abbreviations and brands of the lexicon that differ by one letter."""
        if len(word) < 5:
            return []
        ways: list[Arti] = []
        for table in (SINGKATAN, MEREK):
            hit = process.extractOne(word, table.keys(), scorer=OSA.distance, score_cutoff=1)
            if hit is not None:
                ways += [
                    replace(one, nilai=one.nilai - 0.06, cara=Cara.MIRIP)
                    for one in self._there(self._meanings(hit[0]))
                ]
        return ways

    def _glued(self, word: str, key: str) -> list[Arti]:
        """Two words written as one: ``asamfolat``, ``vitaminc``."""
        if len(key) < 7:
            return []
        for cut in range(3, len(word) - 2):
            one, two = word[:cut], word[cut:]
            left, right = kunci(one), kunci(two)
            known = left in self._words and len(left) >= 4
            if (known or garam(left)) and right in self._words and len(right) >= 4:
                keys = tuple(k for k in (left, right) if k in self._words)
                return [Arti(keys, 0.95, Cara.MIRIP)]
        return []

    def _skeleton(self, key: str) -> list[Arti]:
        """A word without its vowels: its letters in this order in a longer one of the same beginning."""
        if len(key) < 3 or sum(char in _VOWELS for char in key) > 1:
            return []
        start = bisect_left(self._sorted, key[0])
        # Without its vowel nobody knows how a c sounds.
        forms = {key, key[0] + key[1:].replace("k", "s")}
        found = []
        for other in self._sorted[start:]:
            if other[0] != key[0]:
                break
            word = self._words[other]
            if not word.jenis & MEDIS or len(other) > 16:
                continue
            if any(_within(form, other) for form in forms):
                consonants = sum(char not in _VOWELS for char in other)
                found.append((consonants - len(key), -word.jumlah, other))
        found.sort()
        return [
            Arti((other,), 0.86 - 0.03 * rank - 0.02 * left, Cara.SINGKATAN)
            for rank, (left, _, other) in enumerate(found[:_MOST])
        ]


def _within(key: str, other: str) -> bool:
    """Tell whether the letters of one word stand in another in this order."""
    letters = iter(other)
    return all(char in letters for char in key)
