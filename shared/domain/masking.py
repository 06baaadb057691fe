"""Hiding of identifiers and cleaning of outside text before anything shows it."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|$)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]",
    re.DOTALL,
)
_MAX_MARKS = 2
_NUMBERS = re.compile(r"(?<!\d)(?:\d{16}|\d{13})(?!\d)", re.ASCII)


def mask(number: str, shown: int = 4) -> str:
    """Hide all but the last *shown* characters of an identifier: ``****0017``; ``""`` stays empty."""
    return f"****{number[len(number) - shown :]}" if len(number) > shown else "*" * len(number)


def mask_numbers(text: str) -> str:
    """Mask every card number (13 digits) and NIK (16) inside a text, such as a request's body."""
    return _NUMBERS.sub(lambda found: mask(found[0]), text)


def _keep(text: str, newlines: bool) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        if char == "\n" and newlines:
            kept.append(char)
            marks = 0
            continue
        if char in "\t\r\n\v\f\x85\u2028\u2029":
            kept.append(" ")
            marks = 0
            continue
        category = unicodedata.category(char)
        if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
            continue
        if category in ("Mn", "Me"):
            marks += 1
            if marks > _MAX_MARKS:
                continue
        else:
            marks = 0
        kept.append(char)
    return "".join(kept)


def clean(text: str, limit: int = 500) -> str:
    """Make outside text one harmless line.

    Escape sequences, control, format and bidi characters are taken out, white space is folded,
    piles of combining marks are cut, and the rest is cut at *limit* characters.
    """
    line = " ".join(_keep(_ESCAPES.sub("", text[: limit * 8]), newlines=False).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def clean_block(text: str, limit: int = 200_000) -> str:
    """Make outside text harmless but keep its line breaks and indentation; cut at *limit* characters."""
    plain = _ESCAPES.sub("", text[:limit].replace("\r\n", "\n").replace("\t", "  "))
    return _keep(plain, newlines=True)[:limit]
