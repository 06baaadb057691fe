"""The difference between two bodies."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.beda import Beda, Ubahan, beda, rapi

TAMBAH, HAPUS, UBAH = Ubahan.TAMBAH, Ubahan.HAPUS, Ubahan.UBAH


@pytest.mark.parametrize(
    ("lama", "baru", "found"),
    [
        ('{"a":1,"b":2}', '{"b":2,"a":1}', ()),
        ('{"a":1}', '{"a":"1"}', (Beda("a", UBAH, "1", '"1"'),)),
        ('{"a":1}', '{"a":true}', (Beda("a", UBAH, "1", "true"),)),
        ('{"a":null}', "{}", (Beda("a", HAPUS, "null"),)),
        ("{}", '{"a":{"b":[1]}}', (Beda("a", TAMBAH, baru='{"b": [1]}'),)),
        ('{"r":{"k":{"d":"x"}}}', '{"r":{"k":{"d":"y"}}}', (Beda("r.k.d", UBAH, '"x"', '"y"'),)),
        ("[1,2,3]", "[1,4]", (Beda("[1]", UBAH, "2", "4"), Beda("[2]", HAPUS, "3"))),
        ("1", "2", (Beda("isi", UBAH, "1", "2"),)),
        ("GET a\nb", "GET a\nc", (Beda("baris 2", UBAH, "b", "c"),)),
        ("", '{"a":1}', (Beda("baris 1", TAMBAH, baru='{"a":1}'),)),
        ("a\nb", "b", (Beda("baris 1", HAPUS, "a"),)),
    ],
)
def test_differences(lama: str, baru: str, found: tuple[Beda, ...]) -> None:
    assert beda(lama, baru) == found


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(old=VALUES, new=VALUES)
def test_there_is_a_difference_exactly_where_the_json_differs(old: object, new: object) -> None:
    lama, baru = json.dumps(old), json.dumps(new)
    same = json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)
    assert (beda(lama, baru) == ()) is same
    turned = {(d.jalur, d.baru, d.lama) for d in beda(baru, lama)}
    assert {(d.jalur, d.lama, d.baru) for d in beda(lama, baru)} == turned


def test_bodies_that_are_nested_beyond_reason_are_compared_as_text() -> None:
    deep = "[" * 100_000
    assert beda(deep, deep) == ()
    assert beda(deep, deep + "]")[0].jalur == "baris 1"
    assert rapi(deep) == deep


def test_a_readable_body_keeps_its_order_and_its_letters() -> None:
    assert rapi('{"b":"é","a":[1]}') == '{\n  "b": "é",\n  "a": [\n    1\n  ]\n}'
    assert rapi("<html>") == "<html>"
