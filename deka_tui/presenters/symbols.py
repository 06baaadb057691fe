"""The few signs beyond letters: views use one set, and the last step translates for poorer terminals.

Every sign is one cell wide and stays one cell wide, so that no view has to know.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

BAR = "▌"
RESEND = "↻"
CANCEL = "✗"
DOT = "●"
CIRCLE = "○"
MIDDOT = "·"
TIMES = "×"
DASH = "—"
ARROW = "→"
RULE = "─"
FULL = "█"
SHADE = "░"
SPINNER = "|/-\\"
"""The frames of the spinner, in order."""


class Charset(StrEnum):
    """What a terminal can draw."""

    UTF8 = "utf8"
    CONSOLE = "console"
    """The Linux console's font: only what code page 437 and WGL4 have."""
    ASCII = "ascii"
    POLOS = "polos"
    """ASCII without ornament, for a screen reader: what only draws is blank, what tells is a sign."""


_CONSOLE = str.maketrans({RESEND: "►", "▸": "►", "▾": "▼", CANCEL: "X", TIMES: "x", DASH: RULE, "–": RULE})
_ASCII = str.maketrans(
    {
        BAR: "|",
        RESEND: ">",
        "▸": "+",
        "▾": "-",
        CANCEL: "X",
        DOT: "*",
        CIRCLE: "o",
        MIDDOT: "-",
        TIMES: "x",
        DASH: "-",
        "–": "-",
        ARROW: ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        RULE: "-",
        FULL: "#",
        SHADE: ".",
        "│": "|",
        "…": ".",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
    }
)


_POLOS = str.maketrans(
    {BAR: ">", RESEND: " ", CANCEL: " ", CIRCLE: " ", MIDDOT: ",", ARROW: " "}
    | {chr(code): " " for code in range(0x2500, 0x25A0) if chr(code) != BAR}
)


def translate(text: str, charset: Charset) -> str:
    """Put *text* into a terminal's set, cell for cell."""
    if charset is Charset.UTF8 or text.isascii():
        return text
    if charset is Charset.POLOS:
        text = text.translate(_POLOS)
    if charset is Charset.CONSOLE:
        return text.translate(_CONSOLE)
    text = text.translate(_ASCII)
    return text if text.isascii() else "".join(map(_plain_letter, text))


def _plain_letter(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return ""
    base = unicodedata.normalize("NFKD", char)[0]
    if base.isascii() and base.isprintable():
        return base
    if "\u2500" <= char <= "\u257f":
        return "+"
    if "\u2580" <= char <= "\u259f":
        return FULL.translate(_ASCII)
    return "??" if unicodedata.east_asian_width(char) in ("W", "F") else "?"
