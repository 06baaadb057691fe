"""The signature, the authorization and the encryption of the BPJS web services."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from worker.clients import lzstring

_BLOCK: Final = 16

# What an LZ-String stream and its padding are made of. The wrong key leaves random bytes, and one run of
# them in some thousands has a valid padding and starts with an end marker: only this check tells.
_LZ_BYTES: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-$= \r\n"


class DecryptError(ValueError):
    """The text is not an answer encrypted for this consumer and timestamp."""


def signature(cons_id: str, secret: str, timestamp: str) -> str:
    """Return the BPJS X-signature: base64 of HMAC-SHA256 over ``consId&timestamp``.

    ``timestamp`` is the X-timestamp of the same request: Unix seconds as a decimal string.
    """
    digest = hmac.digest(secret.encode(), f"{cons_id}&{timestamp}".encode(), "sha256")
    return base64.b64encode(digest).decode()


def authorization(username: str, password: str, kd_aplikasi: str) -> str:
    """Return the BPJS X-authorization: ``Basic`` and base64 of ``username:password:kdAplikasi``."""
    return "Basic " + base64.b64encode(f"{username}:{password}:{kd_aplikasi}".encode()).decode()


def key_iv(cons_id: str, secret: str, timestamp: str) -> tuple[bytes, bytes]:
    """Return the key (32 bytes) and the initialisation vector (16 bytes) of one BPJS answer.

    The key is SHA-256 over ``consId + secret + X-timestamp``, the vector its first half.
    """
    key = hashlib.sha256(f"{cons_id}{secret}{timestamp}".encode()).digest()
    return key, key[:_BLOCK]


def decrypt(ciphertext: str, cons_id: str, secret: str, timestamp: str, *, limit: int = 8_000_000) -> str:
    """Return the text inside an encrypted ``response`` member of a BPJS answer.

    ``timestamp`` is the X-timestamp of the request that was answered. ``limit`` is the most the text may
    hold, in UTF-16 units. White space in the base64 is ignored. Raises DecryptError, and nothing else,
    whatever the reason the text cannot be read; the text itself need not be JSON.
    """
    try:
        sealed = base64.b64decode("".join(ciphertext.split()), validate=True)
    except ValueError:
        raise DecryptError("not base64") from None
    if not sealed or len(sealed) % _BLOCK:
        raise DecryptError("not a whole number of blocks")
    key, iv = key_iv(cons_id, secret, timestamp)
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(iv)).decryptor()
    unpadder = padding.PKCS7(8 * _BLOCK).unpadder()
    try:
        stream = unpadder.update(decryptor.update(sealed) + decryptor.finalize()) + unpadder.finalize()
    except ValueError:
        raise DecryptError("wrong padding: another key, or a damaged answer") from None
    if stream.translate(None, _LZ_BYTES):
        raise DecryptError("not an LZ-String stream: another key, or another compression")
    try:
        return lzstring.decompress(stream.decode("ascii"), limit=limit)
    except lzstring.LzError as error:
        raise DecryptError(f"damaged LZ-String stream: {error}") from None


def encrypt(plaintext: str, cons_id: str, secret: str, timestamp: str) -> str:
    """Return ``plaintext`` as BPJS would put it into ``response``; the inverse of decrypt."""
    padder = padding.PKCS7(8 * _BLOCK).padder()
    stream = padder.update(lzstring.compress(plaintext).encode("ascii")) + padder.finalize()
    key, iv = key_iv(cons_id, secret, timestamp)
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(iv)).encryptor()
    return base64.b64encode(encryptor.update(stream) + encryptor.finalize()).decode()
