"""Large letters for numbers that are read from across a room."""

from __future__ import annotations

from collections.abc import Sequence

from deka_tui.presenters import symbols

# Columns of a 5×7 letter, the lowest bit on top.
_FONT = {
    char: bytes.fromhex(columns)
    for char, columns in (
        row.split()
        for row in (
            "- 0808080808", "0 3E5149453E", "1 00427F4000", "2 4261514946", "3 2141454B31", "4 1814127F10",
            "5 2745454539", "6 3C4A494930", "7 0171090503", "8 3649494936", "9 064949291E", "A 7E1111117E",
            "B 7F49494936", "C 3E41414122", "D 7F4141221C", "E 7F49494941", "F 7F09090901", "G 3E4149497A",
            "H 7F0808087F", "I 00417F4100", "J 2040413F01", "K 7F08142241", "L 7F40404040", "M 7F020C027F",
            "N 7F0408107F", "O 3E4141413E", "P 7F09090906", "Q 3E4151215E", "R 7F09192946", "S 4649494931",
            "T 01017F0101", "U 3F4040403F", "V 1F2040201F", "W 3F4038403F", "X 6314081463", "Y 0708700807",
            "Z 6151494543",
        )
    )
}  # fmt: skip
_ROWS, _GAP = 7, 1
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): symbols.FULL}


def _pixels(text: str) -> list[list[bool]]:
    columns: list[int] = []
    for char in text.upper():
        glyph = _FONT.get(char)
        if glyph is None:
            continue
        columns += [*glyph, *[0] * _GAP]
    columns = columns[: -_GAP or None]
    return [[bool(column >> row & 1) for column in columns] for row in range(_ROWS)]


def _blocks(pixels: Sequence[Sequence[bool]], wide: int, high: int) -> list[str]:
    return [
        "".join((symbols.FULL if dot else " ") * wide for dot in row) for row in pixels for _ in range(high)
    ]


def _half(pixels: Sequence[Sequence[bool]]) -> list[str]:
    rows = [*pixels, [False] * len(pixels[0])]
    return [
        "".join(_HALVES[upper, lower] for upper, lower in zip(rows[at], rows[at + 1], strict=True))
        for at in range(0, len(rows) - 1, 2)
    ]


def besar(text: str, width: int, height: int, *, halves: bool = True) -> list[str]:
    """Draw *text* as large as *width* × *height* cells allow; letters that are none are left out.

    All rows are of one length. What fits nowhere is returned as it is, one row. *halves* says whether the
    terminal has half blocks.
    """
    pixels = _pixels(text)
    size = len(pixels[0])
    if not size:
        return [text[:width]]
    for scale in (3, 2, 1):
        if size * 2 * scale <= width and _ROWS * scale <= height:
            return _blocks(pixels, 2 * scale, scale)
    if halves and size <= width and height >= 4:
        return _half(pixels)
    if size <= width and height >= _ROWS:
        return _blocks(pixels, 1, 1)
    return [text[:width]]
