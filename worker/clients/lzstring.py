"""LZ-String, the compression inside a BPJS answer, in its URI-safe spelling.

A stream is a chain of codes that refer to a growing table of strings, as in LZ78. Codes start two bits
wide and widen by one bit each time the table doubles. Three codes are reserved: 0 and 1 announce a
UTF-16 unit of eight or sixteen bits that was not seen before, 2 ends the stream. Every character of
``A-Z a-z 0-9 + -`` carries six bits.
"""

from __future__ import annotations

import base64
import re
import struct
from typing import Final

_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
_BASE64: Final = _ALPHABET[:-1] + b"/"
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9+\- ]")

# Codes are written least significant bit first into sextets that are read most significant bit first.
# With the bits of each sextet mirrored and the text turned around, base64 yields one long integer whose
# bit n is bit n of the stream: a code is then a shift and a mask away. A space is what form decoding
# makes of "+".
_MIRRORED: Final = bytes(_BASE64[int(f"{n:06b}"[::-1], 2)] for n in range(64))
_DECODE: Final = bytes.maketrans(_ALPHABET + b" ", _MIRRORED + _MIRRORED[62:63])
_ENCODE: Final = bytes.maketrans(_BASE64, _ALPHABET)

_EIGHT, _SIXTEEN, _END, _FIRST = range(4)

# Codes cut out of the stream at a time: shifting a long integer costs its length, making one costs a call.
_RUN: Final = 64


class LzError(ValueError):
    """The text is not one complete LZ-String stream, or it is larger than allowed."""


def decompress(text: str, *, limit: int = 8_000_000) -> str:
    """Return the text inside an LZ-String stream (``decompressFromEncodedURIComponent``).

    Whatever follows the end marker is ignored. ``limit`` is the most the result may hold, in UTF-16 units.
    Raises LzError for an empty or cut stream, a foreign character, a code that refers to nothing, a lone
    surrogate, or a result above ``limit``.
    """
    foreign = _FOREIGN.search(text)
    sextets = text[: foreign.start() if foreign else None].encode()
    reversed_base64 = sextets.translate(_DECODE)[::-1].rjust(-len(sextets) // 4 * -4, b"A")
    data = base64.b64decode(reversed_base64)[::-1]
    try:
        units = _expand(data, 6 * len(sextets), limit)
    except EOFError:
        if foreign:
            raise LzError(f"foreign character at position {foreign.start()}") from None
        raise LzError("the stream ends before its end marker") from None
    if units.isascii():
        return units
    try:
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        raise LzError("the text holds a lone surrogate") from None


def _expand(data: bytes, size: int, limit: int) -> str:
    """Follow the codes in the first ``size`` bits of ``data``; raises EOFError when they run out.

    Bits past the end read as zero, which announces a literal. Literals, the end marker and the end of a
    run are checked against ``size``, so no more than one code made of such bits is ever followed.
    """
    code = data[0] & 3 if data else _EIGHT
    if code == _END:
        return ""
    if code > _END:
        raise LzError("the stream starts with a code that refers to nothing")
    last, at = _literal(data, size, 2, code)
    table = ["", "", "", last]
    pieces = [last]
    total, width, room = 1, 3, 4
    while at < size:
        run = min(room, _RUN)
        window = int.from_bytes(data[at >> 3 : (at + run * width + 7) >> 3], "little") >> (at & 7)
        mask = (1 << width) - 1
        strings: list[str] = []
        for _ in range(run):
            code = window & mask
            if code <= _END:
                break
            window >>= width
            try:
                string = table[code]
            except IndexError:
                if code != len(table):
                    raise LzError("a code refers to nothing") from None
                string = last + last[0]
            table.append(last + string[0])
            strings.append(string)
            last = string
        used = len(strings) + (code <= _END)
        at += used * width
        room -= used
        if code < _END:
            string, at = _literal(data, size, at, code)
            table += (string, last + string)
            strings.append(string)
            last = string
            # These are two entries, and the table may double between them.
            if not room:
                room = 1 << width
                width += 1
            room -= 1
        if not room:
            room = 1 << width
            width += 1
        piece = "".join(strings)
        pieces.append(piece)
        total += len(piece)
        if total > limit:
            raise LzError(f"the text is larger than {limit} units")
        if code == _END and at <= size:
            return "".join(pieces)
    raise EOFError


def _literal(data: bytes, size: int, at: int, code: int) -> tuple[str, int]:
    """Read the unit that a literal code announces; returns it and the position after it."""
    width = 8 << code
    end = at + width
    if end > size:
        raise EOFError
    return chr(int.from_bytes(data[at >> 3 : (end + 7) >> 3], "little") >> (at & 7) & ((1 << width) - 1)), end


def compress(text: str) -> str:
    """Return ``text`` as the LZ-String stream that ``compressToEncodedURIComponent`` makes of it.

    Works on UTF-16 units as JavaScript does, so that characters outside the BMP come out the same.
    """
    raw = text.encode("utf-16-le", "surrogatepass")
    units = text if 2 * len(text) == len(raw) else [chr(unit) for (unit,) in struct.iter_unpack("<H", raw)]
    codes: dict[str, int] = {}
    unsent: set[str] = set()
    bits: list[str] = []
    width, room, last = 2, 2, ""

    def send() -> None:
        """Write the code of ``last``, or the unit itself the first time, and make room for one more entry."""
        nonlocal width, room
        if last in unsent:
            unsent.remove(last)
            code = _EIGHT if last < "\u0100" else _SIXTEEN
            bits.append(f"{code:0{width}b}"[::-1] + f"{ord(last):0{8 << code}b}"[::-1])
            room -= 1
            if not room:
                room = 1 << width
                width += 1
        else:
            bits.append(f"{codes[last]:0{width}b}"[::-1])
        room -= 1
        if not room:
            room = 1 << width
            width += 1

    for unit in units:
        if unit not in codes:
            codes[unit] = len(codes) + _FIRST
            unsent.add(unit)
        if last + unit in codes:
            last += unit
            continue
        send()
        codes[last + unit] = len(codes) + _FIRST
        last = unit
    if last:
        send()
    bits.append(f"{_END:0{width}b}"[::-1])
    stream = "".join(bits)
    sextets = len(stream) // 6 + 1
    padded = stream.ljust(-sextets // 4 * -24, "0")
    packed = int(padded, 2).to_bytes(len(padded) // 8, "big")
    return base64.b64encode(packed)[:sextets].translate(_ENCODE).decode()
