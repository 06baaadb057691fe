"""The container of a copy: a stream sealed in pieces with a key made from a passphrase.

A head in plain JSON (what it is, how the key is made) is followed by pieces, each its length (4 bytes) and
AES-256-GCM. Each is bound to the head, to its number and to being the last or not: none can be changed, left
out, moved, or taken from another copy, and a copy that breaks off is noticed. The key comes from the
passphrase by Argon2id with the parameters of the head.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterator
from typing import IO, Any

from shared.security.segel import GagalSegel

MAGIC = b"DEKA-CADANGAN 1\n"
PIECE = 256 * 1024
"""Bytes sealed at a time, before sealing."""
_TIME, _MEMORY_KIB, _LANES = 3, 64 * 1024, 4
_MOST_MEMORY_KIB, _MOST_TIME, _MOST_LANES = 1024 * 1024, 20, 16
_LARGEST_HEAD = 64 * 1024
_TAG, _NONCE = 16, 12


def _key(passphrase: str, kdf: dict[str, Any]) -> Any:
    from argon2.low_level import Type, hash_secret_raw
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(
        hash_secret_raw(
            passphrase.encode(),
            bytes.fromhex(kdf["garam"]),
            time_cost=kdf["waktu"],
            memory_cost=kdf["memori_kib"],
            parallelism=kdf["jalur"],
            hash_len=32,
            type=Type.ID,
        )
    )


class Penulis:
    """Writes a copy piece by piece; :meth:`tutup` makes it whole."""

    def __init__(self, file: IO[bytes], passphrase: str, kepala: dict[str, Any]) -> None:
        kdf = {"nama": "argon2id", "garam": os.urandom(16).hex(), "waktu": _TIME, "memori_kib": _MEMORY_KIB}
        head = json.dumps(kepala | {"kdf": kdf | {"jalur": _LANES}}).encode()
        self._file = file
        self._bound = hashlib.sha256(MAGIC + head).digest()
        self._cipher = _key(passphrase, kdf | {"jalur": _LANES})
        self._pack = zlib.compressobj(6)
        self._held = b""
        self._number = 0
        file.write(MAGIC + struct.pack(">I", len(head)) + head)

    def tulis(self, data: bytes) -> None:
        """Add data."""
        self._held += self._pack.compress(data)
        while len(self._held) > PIECE:
            self._piece(self._held[:PIECE], last=False)
            self._held = self._held[PIECE:]

    def tutup(self) -> None:
        """Write what is left, as the last piece."""
        self._held += self._pack.flush()
        while len(self._held) > PIECE:
            self._piece(self._held[:PIECE], last=False)
            self._held = self._held[PIECE:]
        self._piece(self._held, last=True)

    def _piece(self, data: bytes, *, last: bool) -> None:
        # The key is this copy's alone, so a counter is a nonce that never repeats.
        nonce = struct.pack(">QI", self._number, 0)
        sealed = self._cipher.encrypt(nonce, data, self._bound + (b"\1" if last else b"\0"))
        self._file.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1


def baca_kepala(file: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Read the head of a copy and what its pieces are bound to; raises :class:`GagalSegel`."""
    try:
        if file.read(len(MAGIC)) != MAGIC:
            raise GagalSegel("cadangan_asing")
        (length,) = struct.unpack(">I", file.read(4))
        if length > _LARGEST_HEAD:
            raise GagalSegel("cadangan_asing")
        raw = file.read(length)
        head = json.loads(raw)
        kdf = head["kdf"]
        fair = (
            kdf["nama"] == "argon2id"
            and 1 <= kdf["waktu"] <= _MOST_TIME
            and 8 * kdf["jalur"] <= kdf["memori_kib"] <= _MOST_MEMORY_KIB
            and 1 <= kdf["jalur"] <= _MOST_LANES
            and len(bytes.fromhex(kdf["garam"])) >= 8
        )
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise GagalSegel("cadangan_asing") from error
    if not fair:
        raise GagalSegel("cadangan_asing")
    return head, hashlib.sha256(MAGIC + raw).digest()


def baca(file: IO[bytes], passphrase: str) -> Iterator[bytes]:
    """Read a copy from its beginning, piece by piece, each checked before it is given out.

    Raises :class:`GagalSegel`: ``cadangan_sandi`` when not even the first piece opens, ``cadangan_rusak``
    for a later one, for what is missing at the end, and for what follows it.
    """
    from cryptography.exceptions import InvalidTag

    head, bound = baca_kepala(file)
    cipher = _key(passphrase, head["kdf"])
    unpack = zlib.decompressobj()
    number = 0
    while True:
        size = file.read(4)
        if len(size) != 4:
            raise GagalSegel("cadangan_rusak")
        (length,) = struct.unpack(">I", size)
        sealed = file.read(length) if _TAG <= length <= PIECE + _TAG else b""
        if len(sealed) != length or not sealed:
            raise GagalSegel("cadangan_rusak")
        following = file.read(1)
        last = not following
        if following:
            file.seek(-1, os.SEEK_CUR)
        try:
            data = cipher.decrypt(struct.pack(">QI", number, 0), sealed, bound + (b"\1" if last else b"\0"))
            held = unpack.decompress(data, PIECE)
            while held:
                yield held
                held = unpack.decompress(unpack.unconsumed_tail, PIECE)
        except InvalidTag as error:
            raise GagalSegel("cadangan_rusak" if number else "cadangan_sandi") from error
        except zlib.error as error:
            raise GagalSegel("cadangan_rusak") from error
        number += 1
        if last:
            return
