"""A faithful, slow LZ-String decoder: the published algorithm bit by bit, as its ports to Python do it.

Stands in for the package ``lzstring`` where that is not installed.
"""

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-$"
_VALUE = {letter: index for index, letter in enumerate(_ALPHABET)}


class _Bits:
    def __init__(self, text: str) -> None:
        self._text = text
        self._value = _VALUE[text[0]]
        self._position = 32
        self._index = 1

    def take(self, width: int) -> int:
        bits = 0
        power = 1
        while power != 1 << width:
            bit = self._value & self._position
            self._position >>= 1
            if self._position == 0:
                self._position = 32
                self._value = _VALUE[self._text[self._index]] if self._index < len(self._text) else 0
                self._index += 1
            bits |= (1 if bit > 0 else 0) * power
            power <<= 1
        return bits


def decompress(text: str) -> str:
    """``decompressFromEncodedURIComponent``, for sound streams only."""
    bits = _Bits(text)
    words: dict[int, str] = {0: "\0", 1: "\1", 2: "\2"}
    size, width, room = 4, 3, 4
    first = bits.take(2)
    if first == 2:
        return ""
    word = last = words[3] = chr(bits.take(8 if first == 0 else 16))
    result = [word]
    while True:
        code = bits.take(width)
        if code == 2:
            return "".join(result)
        if code < 2:
            words[size] = chr(bits.take(8 if code == 0 else 16))
            code = size
            size += 1
            room -= 1
        if room == 0:
            room = 1 << width
            width += 1
        word = words[code] if code in words else last + last[0]
        result.append(word)
        words[size] = last + word[0]
        size += 1
        room -= 1
        last = word
        if room == 0:
            room = 1 << width
            width += 1
