"""The LZ-String codec: known streams, round trips, and everything that is not a stream."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.clients.lzstring import LzError, compress, decompress

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"

whole_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
repetitive = st.builds(
    lambda parts, n: "".join(parts) * n,
    st.lists(st.sampled_from("ab\u00e9\u4e2d\U0001f600")),
    st.integers(0, 60),
)


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        # Made with lz-string 1.5.0 under node.
        ("", "Q"),
        ("a", "IZA"),
        ("{}", "N4XyA"),
        ("null", "HYVwNmQ"),
        ("aaaaaaaaaaaaaaaaaaaa", "IY1-kA"),
        ("\u00ff\u0100", "P+AEAg"),
        ("\U0001f600\U0001f600!", "rwbgA90QiA"),
    ],
)
def test_known_streams(text: str, stream: str) -> None:
    assert compress(text) == stream
    assert decompress(stream) == text


@given(whole_text | repetitive)
def test_round_trip(text: str) -> None:
    assert decompress(compress(text)) == text


def test_round_trip_across_many_widths_of_code() -> None:
    text = "".join(f"{n * n * 7919 % 100_003:x};" for n in range(12_000))
    assert decompress(compress(text)) == text


@given(whole_text | repetitive)
def test_a_stream_cut_before_its_end_marker_is_refused(text: str) -> None:
    stream = compress(text)
    # The last sextet holds the end of the marker, or nothing but the filling after it.
    for length in range(len(stream) - 1):
        with pytest.raises(LzError):
            decompress(stream[:length])


@given(st.text(ALPHABET + " ", max_size=200) | st.text(max_size=60))
def test_garbage_is_text_or_one_kind_of_error(garbage: str) -> None:
    try:
        text = decompress(garbage, limit=100_000)
    except LzError:
        return
    text.encode()


@given(whole_text, st.text(max_size=20))
def test_what_follows_the_end_marker_is_ignored(text: str, tail: str) -> None:
    assert decompress(compress(text) + tail) == text


def test_a_space_is_read_as_plus() -> None:
    assert compress("\u00ff\u0100") == "P+AEAg"
    assert decompress("P AEAg") == "\u00ff\u0100"


@pytest.mark.parametrize("stream", ["", "$", "=", "?", "\u00e9", "\x00", "N4X%A", "N4X\u0661A", "w", "/"])
def test_foreign_or_missing_characters(stream: str) -> None:
    with pytest.raises(LzError):
        decompress(stream)


def test_a_code_that_refers_to_nothing() -> None:
    stream = compress("ab" * 40)
    damaged = [stream[:n] + "-" + stream[n + 1 :] for n in range(len(stream))]
    errors = 0
    for each in damaged:
        try:
            decompress(each)
        except LzError:
            errors += 1
    assert errors


@pytest.mark.parametrize("text", ["\ud83d", "a\ude00b", "\ude00\ud83d"])
def test_a_lone_surrogate_is_refused(text: str) -> None:
    with pytest.raises(LzError, match="surrogate"):
        decompress(compress(text))


def test_a_small_stream_that_grows_large_is_stopped() -> None:
    stream = compress("0" * 3_000_000)
    assert len(stream) < 8_000
    with pytest.raises(LzError, match="larger"):
        decompress(stream, limit=1_000_000)
    assert len(decompress(stream, limit=3_000_000)) == 3_000_000


def test_the_limit_counts_utf_16_units() -> None:
    stream = compress("\U0001f600")
    assert decompress(stream, limit=2) == "\U0001f600"
    with pytest.raises(LzError):
        decompress(stream, limit=1)
