"""Where in a JSON text each path begins, so that an editor can go there."""

from __future__ import annotations

import json
import re

_BLANK = re.compile(r"[ \t\n\r]*")
_DEEP = 200


def letak(text: str) -> dict[str, int]:
    """Offsets of every member and item of a JSON text by their paths; none when it is no JSON.

    A member begins at its name, an item at its value. Paths are those of the difference and the lint:
    ``code.coding[0].system``.
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, int] = {}
    _value(text, _skip(text, 0), "", found, 0)
    return found


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int, path: str, found: dict[str, int], deep: int) -> int:
    """Walk over the value that begins at *at*; returns where it ends."""
    decoder = json.JSONDecoder()
    if text[at] not in "{[" or deep >= _DEEP:
        return decoder.raw_decode(text, at)[1]
    mapping, closing = text[at] == "{", "}" if text[at] == "{" else "]"
    at = _skip(text, at + 1)
    number = 0
    while text[at] != closing:
        if mapping:
            name, end = decoder.raw_decode(text, at)
            here = f"{path}.{name}" if path else str(name)
            found.setdefault(here, at)
            at = _skip(text, _skip(text, end) + 1)
        else:
            here = f"{path}[{number}]"
            found.setdefault(here, at)
            number += 1
        at = _skip(text, _value(text, at, here, found, deep + 1))
        if text[at] == ",":
            at = _skip(text, at + 1)
    return at + 1


_END = re.compile(r"(\.[^.\[\]]+|\[\d*\])$")


def terdekat(path: str, known: dict[str, int]) -> str:
    """The path itself, or what it would stand in, as far as that is there; ``""`` for the whole."""
    while path and path not in known:
        shorter = _END.sub("", path)
        path = shorter if shorter != path else ""
    return path


def posisi(text: str, path: str) -> tuple[int, int] | None:
    """Row and column, from zero, where a path or the nearest thing around it begins; ``None``: no JSON."""
    known = letak(text)
    if not known:
        return None
    offset = known.get(terdekat(path, known), 0)
    row = text.count("\n", 0, offset)
    return row, offset - (text.rfind("\n", 0, offset) + 1)
