"""Five hundred hostile strings, the same in every run, and what must never reach a terminal or a file."""

from __future__ import annotations

import random
import re

CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control, format, bidi, zero-width and tag characters, and lone surrogates. A line break is no harm."""

MARKS = 3
"""More combining marks than this on one letter are a flood."""

_POISON = (
    "\x1b[2J", "\x1b[31m", "\x1b]0;judul\x07", "\x1b]8;;http://contoh.invalid\x1b\\tautan\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJmIH4=\x07", "\x1b]52;p;?\x1b\\", "\x1bP$q\"p\x1b\\", "\x1bPq#0;2;0;0;0\x1b\\",
    "\x1b_Gf=100\x1b\\", "\x1b^pm\x1b\\", "\x1bXsos\x1b\\", "\x1bc", "\x1b[?1049l", "\x1b[?25h",
    "\x1b[6n", "\x1b[>c", "\x1b[21t", "\x1b#8", "\x1b(0", "\x1bN", "\x1b", "\x1b[", "\x1b]", "\x1bP",
    "\x9b31m", "\x9d0;x\x9c", "\x90q\x9c", "\x9f", "\x85", "\x84", "\x8d", "\x00", "\x07", "\x08\x08\x08",
    "\x0b", "\x0c", "\x0e", "\x0f", "\x7f", "\r", "\n", "\r\n", "\t", "\u202e", "\u202d", "\u2066",
    "\u2067", "\u2069", "\u200e", "\u061c", "\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u2028",
    "\u2029", "\ufff9", "\U000e0041", "\ud800", "\udfff", "\ud83d", "\ufdd0", "\ue000", "[bold]",
    "[/bold]", "[/]", "[@click=app.quit]x[/]", "[link=http://contoh.invalid]x[/link]", "[$error]", "\\[",
    "[[", "]]", "[on red]", "{0}", "{tiket}", "%s%n", "${x}", "$(id)", "`id`", "'; DROP TABLE antrean;--",
    "\"", "'", "<script>", "&amp;", "../../etc/passwd", "=1+1", "+1", "-1", "@SUM(A1)",
    "=HYPERLINK(\"http://contoh.invalid\")", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1",
    "Z" + "\u0301" * 60, "\u0e49" * 40, "a\u20dd\u20dd\u20dd\u20dd\u20dd", "山田太郎", "👩\u200d👩\u200d👧",
    "☎\ufe0f", "ﷺ", "A" * 3000, "山" * 900, " " * 200, "\u3000", "\xa0",
)  # fmt: skip


def _made() -> tuple[str, ...]:
    chance = random.Random(20261120)
    found = [*_POISON]
    seen = set(found)
    while len(found) < 500:
        parts = []
        for _ in range(chance.randint(1, 4)):
            parts.append(chance.choice(("SITI ", "CONTOH", "", "01", "é")))
            parts.append(chance.choice(_POISON))
            if chance.random() < 0.2:
                parts.append("".join(chr(chance.choice((*range(32), *range(127, 160)))) for _ in range(5)))
        text = "".join(parts)[:4000]
        if text not in seen:
            seen.add(text)
            found.append(text)
    return tuple(found)


JAHAT = _made()


def storable(text: str) -> str:
    """What a storage can hold of it at all: no NUL (PostgreSQL), no lone surrogate (UTF-8)."""
    return "".join(c for c in text if c != "\0" and not 0xD800 <= ord(c) <= 0xDFFF)
