"""The alphabet of every view: pieces of text with a role, cut and padded by terminal cells."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import NamedTuple

from shared.domain.badges import Warna
from shared.domain.masking import clean

ELLIPSIS = "…"


class Role(StrEnum):
    """What a piece of text is, from which a theme makes a colour."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    ACCENT = "accent"
    KEY = "key"
    RULE = "rule"
    MARK = "mark"
    """The bar of the current card."""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    CHOSEN = "chosen"
    """Reverse video: the chosen tab."""
    BRAND = "brand"
    BADGE_GREEN = "badge-green"
    BADGE_RED = "badge-red"
    BADGE_YELLOW = "badge-yellow"
    BADGE_GREY = "badge-grey"
    BADGE_BLUE = "badge-blue"


class Piece(NamedTuple):
    """A run of text in one role."""

    text: str
    role: Role = Role.PLAIN


Line = tuple[Piece, ...]
"""One line of a view."""

BADGE_ROLE = {
    Warna.HIJAU: Role.BADGE_GREEN,
    Warna.MERAH: Role.BADGE_RED,
    Warna.KUNING: Role.BADGE_YELLOW,
    Warna.ABU: Role.BADGE_GREY,
    Warna.BIRU: Role.BADGE_BLUE,
}
"""The role that a badge's colour stands for."""


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def cells(text: str) -> int:
    """Count the terminal cells *text* takes: wide letters two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_width, text))


def outside(text: str, limit: int = 500) -> str:
    """Make text from outside one harmless line whose width every terminal agrees on.

    Variation selectors go too: they widen the letter before them in some terminals only.
    """
    line = clean(text, limit)
    return line if line.isascii() else "".join(c for c in line if not 0xFE00 <= ord(c) <= 0xFE0F)


def cut(text: str, width: int) -> str:
    """Cut *text* to at most *width* cells, with an ellipsis where something is missing."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = [], 0
    for char in text:
        used += _width(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + ELLIPSIS


def pad(text: str, width: int) -> str:
    """Cut or fill *text* to exactly *width* cells."""
    text = cut(text, width)
    return text + " " * (width - cells(text))


def length(line: Line) -> int:
    """Count the cells of a line."""
    return sum(cells(piece.text) for piece in line)


def plain(line: Line) -> str:
    """Read a line without its roles."""
    return "".join(piece.text for piece in line)


def crop(line: Line, width: int) -> Line:
    """Cut a line to at most *width* cells; the piece that does not fit ends in an ellipsis."""
    kept: list[Piece] = []
    left = width
    for piece in line:
        size = cells(piece.text)
        if size <= left:
            kept.append(piece)
            left -= size
            continue
        if text := cut(piece.text, left):
            kept.append(Piece(text, piece.role))
        elif kept:
            last = kept.pop()
            kept.append(Piece(cut(last.text + "  ", cells(last.text)), last.role))
        break
    return tuple(kept)


def right(line: Line, width: int) -> Line:
    """Push a line to the right edge of *width* cells, cutting it when it is longer."""
    line = crop(line, width)
    blank = width - length(line)
    return (Piece(" " * blank), *line) if blank else line


def join(parts: list[str], separator: str, width: int) -> str:
    """Join as many leading *parts* as fit in *width* cells; the first is cut when even it does not fit."""
    text = ""
    for part in filter(None, parts):
        longer = f"{text}{separator}{part}" if text else part
        if text and cells(longer) > width:
            room = width - cells(text) - cells(separator)
            return f"{text}{separator}{cut(part, room)}" if room >= 6 else text
        text = longer
    return cut(text, width)


def wrap(text: str, width: int, lines: int) -> list[str]:
    """Break *text* at blanks into at most *lines* lines of *width* cells; an ellipsis ends a cut one."""
    out: list[str] = []
    rest = text
    while rest and len(out) < lines:
        if cells(rest) <= width:
            out.append(rest)
            return out
        if len(out) == lines - 1:
            out.append(cut(rest, width))
            return out
        end = used = 0
        for end, char in enumerate(rest):  # noqa: B007
            used += _width(char)
            if used > width:
                break
        blank = rest.rfind(" ", 0, end + 1)
        if blank <= 0:
            blank = max(end, 1)
        out.append(rest[:blank].rstrip())
        rest = rest[blank:].lstrip()
    return out
