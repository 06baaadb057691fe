from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.client import lz_decode
from worker.sandbox import codec

VECTORS = json.loads((Path(__file__).parent.parent / "clients" / "bpjs_vectors.json").read_text("utf-8"))


def named(vector: Any) -> str:
    return str(vector.get("name", vector.get("message", vector.get("header"))))


@pytest.mark.parametrize("vector", VECTORS["signature"], ids=named)
def test_signs_as_the_catalogue_does(vector: Any) -> None:
    assert codec.signature(vector["consId"], vector["secret"], vector["timestamp"]) == vector["signature"]


@pytest.mark.parametrize("vector", VECTORS["authorization"], ids=named)
def test_authorization_has_its_prefix(vector: Any) -> None:
    made = codec.authorization(vector["username"], vector["password"], vector["kdAplikasi"])
    assert made == vector["header"]


@pytest.mark.parametrize("vector", VECTORS["decrypt"], ids=named)
def test_seals_like_the_javascript_original(vector: Any) -> None:
    packed = codec.compress(vector["plaintext"])
    assert hashlib.sha256(packed.encode()).hexdigest() == vector["lzSha256"]
    sealed = codec.encrypt(vector["plaintext"], vector["consId"], vector["secret"], vector["timestamp"])
    assert sealed == vector["ciphertext"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_survives(text: str) -> None:
    assert lz_decode(codec.compress(text)) == text


def test_empty_text_is_one_symbol() -> None:
    assert codec.compress("") == "Q"
