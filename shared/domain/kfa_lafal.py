"""Words of medicine names folded to how they sound, so that spellings of two languages meet.

``Parasetamol`` and ``Paracetamol``, ``Sitarabin`` and ``Cytarabine``, ``Asam Mefenamat`` and
``Mefenamic Acid`` share their keys. A key holds ``a-z0-9`` alone: it is a token of the index.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 40
"""Characters of the longest key."""

_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"th", "t"),
        (r"rh", "r"),
        (r"sch", "sk"),
        (r"ch", "k"),
        (r"ck", "k"),
        (r"cc(?=[eiy])", "ks"),
        (r"xc(?=[eiy])", "ks"),
        (r"qu", "ku"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"ae|^oe", "e"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"z", "s"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"ii+", "i"),
    )
)
_ENDS: Final = tuple(
    (re.compile(pattern), end)
    for pattern, end in (
        (r"(?<=[a-z]{2})(id|os|in|on)a$", r"\1"),
        (r"(?<=[a-z]{3})e$", ""),
    )
)
# The acid and its salt: clavulanic, clavulanate, klavulanat.
_ACID: Final = re.compile(r"(?<=[a-z]{3})(?:at|ik)$")
_LETTERS: Final = re.compile(r"[^a-z0-9]+")


def rata(text: str) -> str:
    """Fold a text: lower case, no accents, compatibility forms spelt out."""
    folded = unicodedata.normalize("NFKD", text.replace("µ", "mc").replace("μ", "mc"))
    return "".join(char for char in folded if not unicodedata.combining(char)).lower()


@lru_cache(maxsize=65_536)
def lafal(word: str) -> str:
    """Return the key of one word, ``""`` when nothing of it is a letter or a digit."""
    key = _LETTERS.sub("", rata(word))[:LONGEST]
    if len(key) < 3 or any(char.isdigit() for char in key):
        return key
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    for pattern, end in _ENDS:
        key = pattern.sub(end, key)
    return _ACID.sub("ik", key)
