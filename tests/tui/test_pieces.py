"""Cutting, padding and wrapping by cells; signs for poorer terminals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from deka_tui.presenters import symbols
from deka_tui.presenters.pieces import (
    Line,
    Piece,
    Role,
    cells,
    crop,
    cut,
    join,
    length,
    outside,
    pad,
    plain,
    right,
    wrap,
)
from deka_tui.presenters.symbols import Charset

NAMES = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z", "Mn", "Cc", "Cf")), max_size=60
)


@pytest.mark.parametrize(
    ("text", "width", "result"),
    [
        ("SITI", 10, "SITI"),
        ("SITI", 4, "SITI"),
        ("SITI CONTOH", 8, "SITI CO…"),
        ("SITI CONTOH", 6, "SITI…"),
        ("山田太郎", 5, "山田…"),
        ("SITI", 0, ""),
        ("SITI", 1, "…"),
    ],
)
def test_cut(text: str, width: int, result: str) -> None:
    assert cut(text, width) == result


@given(NAMES, st.integers(0, 40))
def test_cut_and_pad_keep_to_the_width(text: str, width: int) -> None:
    safe = outside(text)
    assert cells(cut(safe, width)) <= width
    assert cells(pad(safe, width)) == width


@given(st.text(st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd", "Po")), max_size=40))
def test_cells_agree_with_the_terminal_library(text: str) -> None:
    safe = outside(text)
    assert cells(safe) == cell_len(safe)


@pytest.mark.parametrize(
    ("text", "cells_"),
    [("SITI", 4), ("é", 1), ("e\u0301", 1), ("山", 2), ("ｶﾅ", 2), ("☎\ufe0f", 1), ("…", 1), ("↻✗●▌", 4)],
)
def test_cells(text: str, cells_: int) -> None:
    assert cells(outside(text)) == cells_


def test_outside_takes_out_what_could_move_a_cursor() -> None:
    assert outside("A\x1b[2J\x1b]0;x\x07B\r\nC\u202eD\u200bE☎\ufe0f") == "AB CDE☎"


@given(NAMES, st.integers(1, 40), st.integers(1, 5))
def test_wrap_keeps_to_the_box(text: str, width: int, lines: int) -> None:
    rows = wrap(outside(text), width, lines)
    assert len(rows) <= lines
    assert all(cells(row) <= max(width, 2) for row in rows)


def test_wrap_breaks_at_blanks_and_ends_a_cut_text() -> None:
    assert wrap("satu dua tiga empat", 9, 3) == ["satu dua", "tiga", "empat"]
    assert wrap("satu dua tiga empat", 9, 2) == ["satu dua", "tiga emp…"]
    assert wrap("kataterlalupanjang", 6, 3) == ["katate", "rlalup", "anjang"]
    assert wrap("", 6, 3) == []


def test_crop_right_join() -> None:
    line: Line = (Piece("A-001", Role.ACCENT), Piece("  "), Piece("SITI", Role.STRONG))
    assert plain(crop(line, 9)) == "A-001  S…"
    assert plain(crop(line, 6)) == "A-001…"
    assert length(right(line, 20)) == 20
    assert plain(right(line, 13)) == "  A-001  SITI"
    assert join(["RM 1", "", "BPJS", "dr. Panjang Sekali"], " · ", 22) == "RM 1 · BPJS · dr. Panj…"[:21] + "…"
    assert join(["RM 1", "BPJS"], " · ", 8) == "RM 1"


@given(NAMES)
def test_ascii_keeps_the_width(text: str) -> None:
    safe = outside(text)
    translated = symbols.translate(safe, Charset.ASCII)
    assert translated.isascii()
    assert cells(translated) == cells(safe)


def test_console_has_only_its_own_signs() -> None:
    signs = "".join(v for k, v in vars(symbols).items() if k.isupper() and isinstance(v, str))
    for sign in symbols.translate(signs, Charset.CONSOLE):
        assert sign.isascii() or sign.encode("cp437", "ignore") or sign in "●○→↑↓►·", sign
