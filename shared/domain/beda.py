"""The difference between two bodies, field by field, and a body made readable."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_MOST = 2_000
"""Fields or lines that are compared; what lies beyond is told as one difference."""


class Ubahan(StrEnum):
    """What happened to a field or a line on the way from the old body to the new one."""

    TAMBAH = "tambah"
    HAPUS = "hapus"
    UBAH = "ubah"


@dataclass(frozen=True, slots=True)
class Beda:
    """One difference. ``jalur`` is the field's path, ``rujukLanjut.khusus[0]``, or ``baris 12``.

    ``lama`` and ``baru`` are JSON values as text (so ``"1"`` and ``1`` differ), or lines; ``""``
    where there is none.
    """

    jalur: str
    ubahan: Ubahan
    lama: str = ""
    baru: str = ""


def beda(lama: str, baru: str) -> tuple[Beda, ...]:
    """Compare two bodies: field by field when both are JSON, else line by line."""
    try:
        old, new = json.loads(lama), json.loads(baru)
    except (ValueError, RecursionError):
        return _lines(lama, baru)
    found: list[Beda] = []
    try:
        _compare("", old, new, found)
    except RecursionError:
        return _lines(lama, baru)
    return tuple(found)


def rapi(text: str) -> str:
    """Write a JSON body with one field a line, its order kept; anything else stays as it is."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _show(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _same(old: Any, new: Any) -> bool:
    """Equal as JSON: ``1``, ``1.0`` and ``true`` are three different things."""
    return type(old) is type(new) and bool(old == new)


def _compare(path: str, old: Any, new: Any, found: list[Beda]) -> None:
    if len(found) >= _MOST:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            inner = f"{path}.{key}" if path else str(key)
            if key not in new:
                found.append(Beda(inner, Ubahan.HAPUS, lama=_show(old[key])))
            elif key not in old:
                found.append(Beda(inner, Ubahan.TAMBAH, baru=_show(new[key])))
            else:
                _compare(inner, old[key], new[key], found)
        return
    if isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            inner = f"{path}[{index}]"
            if index >= len(new):
                found.append(Beda(inner, Ubahan.HAPUS, lama=_show(old[index])))
            elif index >= len(old):
                found.append(Beda(inner, Ubahan.TAMBAH, baru=_show(new[index])))
            else:
                _compare(inner, old[index], new[index], found)
        return
    if not _same(old, new):
        found.append(Beda(path or "isi", Ubahan.UBAH, _show(old), _show(new)))


def _lines(lama: str, baru: str) -> tuple[Beda, ...]:
    old, new = lama.splitlines()[:_MOST], baru.splitlines()[:_MOST]
    found: list[Beda] = []
    match = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in match.get_opcodes():
        if tag == "equal":
            continue
        for offset in range(max(last - first, end - start)):
            before = old[first + offset] if first + offset < last else None
            after = new[start + offset] if start + offset < end else None
            line = f"baris {(start if before is None else first) + offset + 1}"
            if before is None:
                found.append(Beda(line, Ubahan.TAMBAH, baru=after or ""))
            elif after is None:
                found.append(Beda(line, Ubahan.HAPUS, lama=before))
            else:
                found.append(Beda(line, Ubahan.UBAH, before, after))
    return tuple(found)
