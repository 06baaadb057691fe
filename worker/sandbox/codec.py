"""How BPJS signs requests and seals answers, written from the service's side.

The client has its own code for the opposite direction. The two share nothing on purpose: a mistake
made in both would never be seen.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_AES_BLOCK = 16
_END_OF_STREAM = 2


def signature(cons_id: str, secret: str, timestamp: str) -> str:
    """Return the `X-signature` that belongs to a consumer and a timestamp in Unix seconds."""
    digest = hmac.digest(secret.encode(), f"{cons_id}&{timestamp}".encode(), hashlib.sha256)
    return base64.b64encode(digest).decode("ascii")


def authorization(username: str, password: str, kd_aplikasi: str) -> str:
    """Return the `X-authorization` of a PCare account, with its `Basic ` prefix."""
    account = f"{username}:{password}:{kd_aplikasi}".encode()
    return "Basic " + base64.b64encode(account).decode("ascii")


def encrypt(plaintext: str, cons_id: str, secret: str, timestamp: str) -> str:
    """Seal the JSON text of a `response`: LZ-String, AES-256-CBC, standard base64.

    ``timestamp`` is the very text of the request's `X-timestamp`; key and IV come from it.
    """
    key = hashlib.sha256(f"{cons_id}{secret}{timestamp}".encode()).digest()
    packed = compress(plaintext).encode("ascii")
    pad = _AES_BLOCK - len(packed) % _AES_BLOCK
    cipher = Cipher(algorithms.AES256(key), modes.CBC(key[:_AES_BLOCK])).encryptor()
    sealed = cipher.update(packed + bytes([pad]) * pad) + cipher.finalize()
    return base64.b64encode(sealed).decode("ascii")


def compress(text: str) -> str:
    """Return the LZ-String `compressToEncodedURIComponent` form of a text.

    Works on UTF-16 units as JavaScript does, so a character outside the BMP counts as two.
    """
    raw = text.encode("utf-16-le", "surrogatepass")
    units = struct.unpack(f"<{len(raw) // 2}H", raw)
    out = _CodeWriter()
    letters: dict[int, int] = {}
    # A known phrase is its prefix's code and one more unit, packed in one int: cheaper to hash
    # than the growing strings of the reference implementation.
    phrases: dict[int, int] = {}
    size = 3
    current = -1
    for unit in units:
        letter = letters.get(unit)
        if letter is None:
            letter = letters[unit] = size
            out.fresh[size] = unit
            size += 1
        if current < 0:
            current = letter
            continue
        longer = current << 16 | unit
        known = phrases.get(longer)
        if known is not None:
            current = known
            continue
        out.write(current)
        phrases[longer] = size
        size += 1
        current = letter
    if current >= 0:
        out.write(current)
    return out.finish()


class _CodeWriter:
    """Writes dictionary codes with the growing width of LZ-String, lowest bit first."""

    def __init__(self) -> None:
        self.fresh: dict[int, int] = {}
        self._bits: list[str] = []
        self._width = 2
        self._room = 2

    def write(self, code: int) -> None:
        unit = self.fresh.pop(code, None)
        if unit is None:
            self._put(code, self._width)
        else:
            # The first use of a letter spells it out behind a marker: 0 for 8 bits, 1 for 16.
            wide = unit > 0xFF
            self._put(int(wide), self._width)
            self._put(unit, 16 if wide else 8)
            self._spend()
        self._spend()

    def finish(self) -> str:
        self._put(_END_OF_STREAM, self._width)
        bits = "".join(self._bits)
        # The 64 symbols are those of base64 with `+-` as its last two, six bits each, and the
        # stream always ends in at least one padding bit.
        symbols = len(bits) // 6 + 1
        whole = -(-symbols // 4) * 3
        packed = int(bits.ljust(whole * 8, "0"), 2).to_bytes(whole, "big")
        return base64.b64encode(packed, altchars=b"+-")[:symbols].decode("ascii")

    def _put(self, value: int, width: int) -> None:
        self._bits.append(f"{value:0{width}b}"[::-1])

    def _spend(self) -> None:
        self._room -= 1
        if self._room == 0:
            self._room = 1 << self._width
            self._width += 1
