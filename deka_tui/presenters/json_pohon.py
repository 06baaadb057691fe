"""JSON from outside as a tree of lines: coloured, foldable, harmless; and the difference of two of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from deka_tui import texts_monitor
from deka_tui.presenters.pieces import Line, Piece, Role, cut, outside
from shared.domain.beda import Beda, Ubahan
from shared.domain.masking import clean_block, mask_numbers

MOST_LINES = 20_000
"""Lines that are shown of one document."""
_DEEP = 200
MOMENT = "waktu"
"""A field of thirteen digits that is no card: Unix milliseconds (Antrean FKTP *panggil*)."""


@dataclass(frozen=True, slots=True)
class Simpul:
    """One line of a document. ``tutup`` is the index of the line that closes it, -1 for a plain value."""

    dalam: int
    kunci: str | None
    nilai: str
    role: Role
    jalur: str = ""
    tutup: int = -1
    banyak: int = 0


def pohon(text: str, *, samar: bool = True) -> tuple[Simpul, ...]:
    """Read a document; what is no JSON becomes its lines. With *samar* cards and NIK are masked."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return tuple(_plain(text, samar=samar))
    out: list[Simpul] = []
    try:
        _walk(out, data, None, 0, "", samar)
    except RecursionError:
        return tuple(_plain(text, samar=samar))
    return tuple(out)


def _plain(text: str, *, samar: bool) -> Iterable[Simpul]:
    body = clean_block(text)
    for row in (mask_numbers(body) if samar else body).split("\n")[:MOST_LINES]:
        yield Simpul(0, None, row, Role.PLAIN)


def _show(value: Any, samar: bool) -> tuple[str, Role]:
    if isinstance(value, str):
        text = outside(value, 2000)
        return f'"{mask_numbers(text) if samar else text}"', Role.GOOD
    if value is None or isinstance(value, bool):
        return json.dumps(value), Role.WARN
    try:
        text = json.dumps(value)
    except ValueError:  # an integer of more digits than Python writes
        text = "…"
    return (mask_numbers(text) if samar else text), Role.ACCENT


def _walk(out: list[Simpul], value: Any, key: str | None, deep: int, path: str, samar: bool) -> None:
    if len(out) >= MOST_LINES:
        return
    if not isinstance(value, dict | list):
        shown, role = _show(value, samar and key != MOMENT)
        out.append(Simpul(deep, key, shown, role, path))
        return
    mapping = isinstance(value, dict)
    pair = "{}" if mapping else "[]"
    if not value or deep >= _DEEP:
        out.append(Simpul(deep, key, pair if not value else f"{pair[0]}…{pair[1]}", Role.PLAIN, path))
        return
    at = len(out)
    out.append(Simpul(deep, key, pair[0], Role.PLAIN, path))
    if isinstance(value, dict):
        for name, inner in value.items():
            clean = outside(str(name), 200)
            _walk(out, inner, mask_numbers(clean) if samar else clean, deep + 1, _join(path, name), samar)
    else:
        for number, inner in enumerate(value):
            _walk(out, inner, None, deep + 1, f"{path}[{number}]", samar)
    out.append(Simpul(deep, None, pair[1], Role.PLAIN, path))
    out[at] = Simpul(deep, key, pair[0], Role.PLAIN, path, len(out) - 1, len(value))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else str(name)


def tampak(nodes: tuple[Simpul, ...], folded: frozenset[int]) -> list[int]:
    """The indexes of the lines that are seen while *folded* ones are shut."""
    seen: list[int] = []
    at = 0
    while at < len(nodes):
        seen.append(at)
        at = nodes[at].tutup + 1 if at in folded and nodes[at].tutup > at else at + 1
    return seen


def baris(node: Simpul, width: int, *, folded: bool) -> Line:
    """One line of the tree."""
    line: list[Piece] = [Piece("  " * min(node.dalam, 24))]
    room = width - 2 * min(node.dalam, 24)
    if node.tutup >= 0:
        line.append(Piece("▸ " if folded else "▾ ", Role.MARK))
    else:
        line.append(Piece("  "))
    room -= 2
    if node.kunci is not None:
        name = cut(node.kunci, max(4, room // 2))
        line += [Piece(name, Role.KEY), Piece(": ", Role.MUTED)]
        room -= len(name) + 2
    if folded:
        shut = "}" if node.nilai == "{" else "]"
        line.append(Piece(f"{node.nilai}{node.banyak}{shut}", Role.MUTED))
    else:
        line.append(Piece(cut(node.nilai, max(1, room)), node.role))
    return tuple(line)


# ------------------------------------------------------------------------- difference --
_SIGN = {Ubahan.TAMBAH: ("+", Role.GOOD), Ubahan.HAPUS: ("-", Role.BAD), Ubahan.UBAH: ("~", Role.WARN)}


def baris_beda(found: tuple[Beda, ...], *, samar: bool = True) -> tuple[Simpul, ...]:
    """A difference as lines: sign and path, then what it was and what it is."""
    if not found:
        return (Simpul(0, None, texts_monitor.TANPA_BEDA, Role.MUTED),)

    def words(text: str) -> str:
        line = outside(text, 2000)
        return mask_numbers(line) if samar else line

    out: list[Simpul] = []
    for one in found:
        sign, role = _SIGN[one.ubahan]
        out.append(Simpul(0, None, f"{sign} {outside(one.jalur, 200)}", role, one.jalur))
        if one.ubahan is not Ubahan.TAMBAH:
            out.append(Simpul(1, None, f"- {words(one.lama)}", Role.BAD, one.jalur))
        if one.ubahan is not Ubahan.HAPUS:
            out.append(Simpul(1, None, f"+ {words(one.baru)}", Role.GOOD, one.jalur))
    return tuple(out)


# -------------------------------------------------------------------------- first error --
@dataclass(frozen=True, slots=True)
class GalatJson:
    """Where JSON first goes wrong, from one, and why."""

    baris: int
    kolom: int
    galat: str


def _extra_comma(text: str, error: json.JSONDecodeError) -> GalatJson | None:
    """A comma before a closing bracket: Python's versions name it differently, and in different places."""
    at = error.pos
    if text[at : at + 1] == ",":
        at += 1
    closing = text[at:].lstrip()[:1]
    before = text[:at].rstrip()
    if closing not in ("}", "]") or not closing or not before.endswith(","):
        return None
    comma = len(before) - 1
    row = text.count("\n", 0, comma) + 1
    return GalatJson(row, comma - text.rfind("\n", 0, comma), texts_monitor.KOMA_LEBIH.format(tutup=closing))


def galat_json(text: str) -> GalatJson | None:
    """Find the first error of a JSON text; ``None`` when there is none."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        extra = _extra_comma(text, error)
        if extra is not None:
            return extra
        why = texts_monitor.GALAT_JSON.get(error.msg, texts_monitor.GALAT_LAIN)
        return GalatJson(error.lineno, error.colno, why)
    except (ValueError, RecursionError):
        return GalatJson(1, 1, texts_monitor.GALAT_LAIN)
    return None
