"""Signature, authorization and decryption against vectors made with another implementation."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from worker.clients import lzstring
from worker.clients.crypto import DecryptError, authorization, decrypt, encrypt, key_iv, signature

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("bpjs_vectors.json").read_text(encoding="utf-8")
)
CONSUMER = ("98765", "SIMSECRET0", "1761955200")


def named(group: str) -> pytest.MarkDecorator:
    cases = VECTORS[group]
    return pytest.mark.parametrize("case", cases, ids=[c.get("name", str(n)) for n, c in enumerate(cases)])


def seal(stream: bytes, *, pad: bool = True) -> str:
    """Encrypt raw bytes for CONSUMER, without LZ-String."""
    key, iv = key_iv(*CONSUMER)
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(iv)).encryptor()
    if pad:
        padder = padding.PKCS7(128).padder()
        stream = padder.update(stream) + padder.finalize()
    return base64.b64encode(encryptor.update(stream) + encryptor.finalize()).decode()


@named("signature")
def test_signature(case: dict[str, str]) -> None:
    assert signature(case["consId"], case["secret"], case["timestamp"]) == case["signature"]


@named("authorization")
def test_authorization(case: dict[str, str]) -> None:
    assert authorization(case["username"], case["password"], case["kdAplikasi"]) == case["header"]


@named("decrypt")
def test_decrypt(case: dict[str, Any]) -> None:
    consumer = case["consId"], case["secret"], case["timestamp"]
    key, iv = key_iv(*consumer)
    assert (key.hex(), iv.hex()) == (case["keyHex"], case["ivHex"])
    assert decrypt(case["ciphertext"], *consumer) == case["plaintext"]
    assert encrypt(case["plaintext"], *consumer) == case["ciphertext"]


@named("decrypt")
def test_compression_inside(case: dict[str, Any]) -> None:
    stream = lzstring.compress(case["plaintext"])
    assert len(stream) == case["lzLength"]
    assert hashlib.sha256(stream.encode()).hexdigest() == case["lzSha256"]
    if case.get("lz"):
        assert stream == case["lz"]
    assert lzstring.decompress(stream) == case["plaintext"]


@named("tolerated")
def test_tolerated(case: dict[str, str]) -> None:
    assert decrypt(case["ciphertext"], case["consId"], case["secret"], case["timestamp"]) == case["plaintext"]


@named("negative")
def test_negative(case: dict[str, str]) -> None:
    with pytest.raises(DecryptError):
        decrypt(case["ciphertext"], case["consId"], case["secret"], case["timestamp"])


GOOD = encrypt('{"field":"noUrut","message":"A1"}', *CONSUMER)


@pytest.mark.parametrize(
    "ciphertext",
    [
        "",
        " \r\n",
        GOOD[:-4],
        GOOD[: len(GOOD) // 2],
        GOOD + "AAAA",
        GOOD.replace("=", ""),
        GOOD.replace("=", "!"),
        GOOD[:10] + "*" + GOOD[10:],
        "Peserta tidak ditemukan",
        "données",
        seal(b""),
        seal(b"", pad=False),
        seal(b"Q" + bytes(range(128, 143)), pad=False),
        seal(b"plain text, not a stream {}"),
        seal(lzstring.compress("x" * 50).encode()[:4]),
        seal(b"N4X%A"),
        seal("N4Xé".encode()),
        seal(b"$$$"),
    ],
)
def test_whatever_is_wrong_is_one_error(ciphertext: str) -> None:
    with pytest.raises(DecryptError) as caught:
        decrypt(ciphertext, *CONSUMER)
    assert "SIMSECRET0" not in str(caught.value)


@pytest.mark.parametrize("tail", [b"$", b"$$$", b"=", b"\r\n"])
def test_padding_of_other_ports_after_the_stream(tail: bytes) -> None:
    assert decrypt(seal(lzstring.compress("{}").encode() + tail), *CONSUMER) == "{}"


def test_a_space_for_plus_inside() -> None:
    assert lzstring.compress("\u00ff\u0100") == "P+AEAg"
    assert decrypt(seal(b"P AEAg"), *CONSUMER) == "\u00ff\u0100"


def test_a_garbled_key_that_happens_to_unpad_is_still_an_error() -> None:
    # Random bytes that start with an end marker and end in a valid padding: what one wrong timestamp
    # in some thousands gives.
    with pytest.raises(DecryptError):
        decrypt(seal(b"Qx\x9f\x02\xee\x10"), *CONSUMER)


@given(st.integers(0, 2**33).filter(lambda t: t != 1761955200))
def test_any_other_timestamp_is_an_error(timestamp: int) -> None:
    with pytest.raises(DecryptError):
        decrypt(GOOD, *CONSUMER[:2], str(timestamp))


def test_the_limit_reaches_the_stream() -> None:
    with pytest.raises(DecryptError, match="larger"):
        decrypt(encrypt("0" * 10_000, *CONSUMER), *CONSUMER, limit=9_999)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_round_trip(text: str) -> None:
    assert decrypt(encrypt(text, *CONSUMER), *CONSUMER) == text
