"""Hiding identifiers, and making outside text harmless: hostile strings, and the shape of what comes out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.masking import clean, clean_block, mask
from tests.domain.builders import MANY

ESC, BEL, ST8, CSI8, OSC8, DCS8 = "\x1b", "\x07", "\x9c", "\x9b", "\x9d", "\x90"


@pytest.mark.parametrize(
    ("number", "hidden"),
    [
        pytest.param("0000000000000017", "****0017", id="nik"),
        pytest.param("0000000000024", "****0024", id="card"),
        pytest.param("12345", "****2345", id="five"),
        pytest.param("1234", "****", id="four-is-hidden-whole"),
        pytest.param("1", "*", id="one-is-hidden"),
        pytest.param("", "", id="empty"),
    ],
)
def test_mask(number: str, hidden: str) -> None:
    assert mask(number) == hidden


@MANY
@given(number=st.text(alphabet="0123456789", max_size=40))
def test_a_mask_shows_at_most_the_last_four(number: str) -> None:
    hidden = mask(number)
    shown = hidden.lstrip("*")
    assert len(shown) <= 4
    assert number.endswith(shown)
    if len(number) <= 4:
        assert shown == ""
    if len(number) > 8:
        assert hidden == "****" + number[-4:]


# what arrives, what is shown
HOSTILE = [
    pytest.param("Peserta tidak aktif", "Peserta tidak aktif", id="plain"),
    pytest.param(f"a{ESC}[31mred{ESC}[0m", "ared", id="CSI-colour"),
    pytest.param(f"a{ESC}[2J{ESC}[H{ESC}[?1049lb", "ab", id="CSI-clear-and-alternate-screen"),
    pytest.param(f"a{ESC}[38;2;1;2;3mb", "ab", id="CSI-true-colour"),
    pytest.param(f"a{CSI8}31mb", "ab", id="CSI-8-bit"),
    pytest.param(f"a{ESC}]8;;http://contoh.test/{BEL}text{ESC}]8;;{BEL}b", "atextb", id="OSC-8-link-BEL"),
    pytest.param(f"a{ESC}]8;;http://contoh.test/{ESC}\\text{ESC}]8;;{ESC}\\b", "atextb", id="OSC-8-link-ST"),
    pytest.param(f"a{ESC}]52;c;cm0gLXJm{BEL}b", "ab", id="OSC-52-clipboard-BEL"),
    pytest.param(f"a{ESC}]52;c;cm0gLXJm{ESC}\\b", "ab", id="OSC-52-clipboard-ST"),
    pytest.param(f"a{OSC8}52;c;cm0gLXJm{ST8}b", "ab", id="OSC-52-clipboard-8-bit"),
    pytest.param(f"a{ESC}]0;title{BEL}b", "ab", id="OSC-0-title"),
    pytest.param(f"a{ESC}]52;c;never ended", "a", id="OSC-never-ended"),
    pytest.param(f"a{ESC}Pq#0;2;0;0;0{ESC}\\b", "ab", id="DCS-sixel"),
    pytest.param(f"a{DCS8}q#0{ST8}b", "ab", id="DCS-8-bit"),
    pytest.param(f"a{ESC}_Gf=100;AAAA{ESC}\\b", "ab", id="APC-graphics"),
    pytest.param(f"a{ESC}^secret{ESC}\\b{ESC}Xsos{ESC}\\c", "abc", id="PM-and-SOS"),
    pytest.param(f"a{ESC}cb", "ab", id="full-reset"),
    pytest.param(f"a{ESC}(0b", "ab", id="character-set"),
    pytest.param(f"a{ESC}{ESC}[31m[31mb", "a[31mb", id="sequence-hidden-in-a-sequence"),
    pytest.param(f"tail{ESC}", "tail", id="lone-ESC-at-the-end"),
    pytest.param("a\x00b\x00", "ab", id="NUL"),
    pytest.param("a\x07\x08\x7fb", "ab", id="BEL-BS-DEL"),
    pytest.param("a\x0eb\x0fc", "abc", id="shift-out-and-in"),
    pytest.param("a\x80\x84\x8d\x99b", "ab", id="C1-controls"),
    pytest.param("a\x85b", "a b", id="C1-next-line-is-a-break"),
    pytest.param("a\u202egpj.exe\u202cb", "agpj.exeb", id="bidi-override"),
    pytest.param("a\u2066b\u2067c\u2068d\u2069", "abcd", id="bidi-isolates"),
    pytest.param("a\u200eb\u200fc\u061cd", "abcd", id="bidi-marks"),
    pytest.param("a\u200bb\u200cc\u200dd\ufeffe\u2060f", "abcdef", id="zero-width"),
    pytest.param("a\U000e0041\U000e0042b", "ab", id="tag-characters"),
    pytest.param("a\ud800b", "ab", id="lone-surrogate"),
    pytest.param("a\ue000b\U0010ffffc", "abc", id="private-use-and-unassigned"),
    pytest.param("a\r\nb\nc\rd", "a b c d", id="line-breaks"),
    pytest.param("a\u2028b\u2029c", "a b c", id="unicode-line-breaks"),
    pytest.param("  a\t\t b\u00a0\u3000c  ", "a b c", id="white-space"),
    pytest.param("e\u0301", "e\u0301", id="one-combining-mark-is-kept"),
    pytest.param("e" + "\u0301" * 400 + "x", "e\u0301\u0301x", id="combining-flood"),
    pytest.param("e" + "\u0301\u200d" * 400 + "x", "e\u0301\u0301x", id="combining-flood-with-joiners"),
    pytest.param("e" + "\u20dd" * 50, "e\u20dd\u20dd", id="enclosing-flood"),
    pytest.param("[b]a[/b] <script>", "[b]a[/b] <script>", id="markup-stays-text"),
    pytest.param("Sitti Nurbaya \u2014 \u00c9", "Sitti Nurbaya \u2014 \u00c9", id="letters-stay"),
    pytest.param("", "", id="empty"),
    pytest.param(f"{ESC}[0m\x00\u200b", "", id="nothing-but-controls"),
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("abcdef", 6, "abcdef", id="fits"),
        pytest.param("abcdefg", 6, "abcde…", id="cut"),
        pytest.param("ab", 1, "…", id="one"),
        pytest.param("ab", 0, "", id="zero"),
        pytest.param("x" * 5_000, 500, "x" * 499 + "…", id="long"),
    ],
)
def test_clean_is_cut(text: str, limit: int, shown: str) -> None:
    assert clean(text, limit) == shown


def test_a_huge_flood_costs_nothing() -> None:
    assert clean("e" + "\u0301" * 2_000_000) == "e\u0301\u0301"


# Text with more of what hurts than chance would bring.
HOOKS = [ESC, ESC + "[", ESC + "]", ESC + "]52;c;", ESC + "P", ESC + "\\", BEL, ST8, CSI8, OSC8, DCS8]
ODD = ["\u202e", "\u2066", "\u200d", "\x00", "\x85", "\u0301", "\u20dd", "\u2028", " ", "\n", "\ud800"]
NASTY = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.characters(),
        st.sampled_from(HOOKS),
        st.sampled_from(ODD),
        st.integers(0, 0x9F).map(chr),
        st.sampled_from(["\u0301", "\u0489"]).map(lambda mark: mark * 9),
    ),
    max_size=40,
).map("".join)


def harmless(text: str, allowed: str = "") -> bool:
    return not any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") and char not in allowed
        for char in text
    )


def tallest_pile(text: str) -> int:
    tallest = pile = 0
    for char in text:
        pile = pile + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        tallest = max(tallest, pile)
    return tallest


@MANY
@given(text=NASTY, limit=st.integers(1, 200))
def test_clean_has_its_shape(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert harmless(shown)
    assert len(shown) <= limit
    assert clean(shown, limit) == shown
    assert tallest_pile(shown) <= 2
    assert "  " not in shown
    shown.encode("utf-8")


@MANY
@given(text=NASTY)
def test_clean_block_has_its_shape(text: str) -> None:
    shown = clean_block(text)
    assert harmless(shown, allowed="\n")
    assert clean_block(shown) == shown
    assert tallest_pile(shown) <= 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param('{\r\n\t"a": 1\r\n}', '{\n  "a": 1\n}', id="json-keeps-its-lines"),
        pytest.param(f'{{"a": "{ESC}[2Jx"}}', '{"a": "x"}', id="escape-goes"),
        pytest.param(f"a{ESC}]52;c;AAAA{BEL}\nb", "a\nb", id="OSC-goes-the-line-stays"),
        pytest.param("a\u202eb\nc", "ab\nc", id="bidi-goes"),
        pytest.param("a\x00b\x9bc", "ab", id="C1-goes"),
    ],
)
def test_clean_block(text: str, shown: str) -> None:
    assert clean_block(text) == shown


def test_clean_block_is_cut() -> None:
    assert clean_block("x" * 50, limit=10) == "x" * 10
