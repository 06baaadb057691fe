"""Reading a terminal's byte stream: which control sequences were written, and which are Textual's own."""

from __future__ import annotations

import re
from collections import Counter

_TOKEN = re.compile(
    r"(?P<csi>\x1b\[(?P<params>[0-?]*)(?P<middle>[ -/]*)(?P<final>[@-~]))"
    r"|(?P<osc>\x1b\](?P<words>[^\x07\x1b]*)(?:\x07|\x1b\\))"
    r"|(?P<other>[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f])"
    r"|(?P<format>[\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f])"
)
_MODES = {7, 25, 1000, 1003, 1004, 1006, 1015, 1016, 1049, 2004, 2026, 2048}
"""Wrapping, cursor, mouse, focus, alternate screen, paste, synchronised output, resize reports."""
_SGR = re.compile(r"(?:\d{1,3}(?:;\d{1,3})*)?")
_PLACE = re.compile(r"\d{1,4};\d{1,4}")


def _csi(params: str, middle: str, final: str) -> str | None:
    """Name a CSI sequence if Textual writes such; ``None`` if it does not."""
    if not middle and final == "m" and _SGR.fullmatch(params):
        return "colour"
    if not middle and final == "H" and (not params or _PLACE.fullmatch(params)):
        return "place"
    if not middle and final in "hl" and params.startswith("?"):
        numbers = [int(word) for word in params[1:].split(";") if word.isdigit()]
        return "mode" if numbers and {*numbers} <= _MODES else None
    if middle == "$" and final == "p" and params in ("?2026", "?2048"):
        return "question"
    if not middle and final == "u" and re.fullmatch(r"[<>=]\d{0,2}", params):
        return "keyboard"
    return None


def foreign(data: bytes) -> Counter[str]:
    """Count what is neither text nor a sequence of the kinds Textual writes; it should be nothing."""
    found: Counter[str] = Counter()
    for token in _TOKEN.finditer(data.decode("utf-8", "surrogateescape")):
        if token["csi"]:
            if _csi(token["params"], token["middle"], token["final"]) is None:
                found[token["csi"]] += 1
        elif token["osc"]:
            # OSC 22 is the shape of the mouse's pointer.
            if re.fullmatch(r"22;[a-z-]+", token["words"]) is None:
                found[token["osc"]] += 1
        else:
            found[token[0]] += 1
    return found
