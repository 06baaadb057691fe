"""What is sent to the terminal: the cells that have changed, and no others."""

from __future__ import annotations

import re

import pytest
from rich.console import Console
from rich.segment import Segment
from textual.strip import Strip

from deka_tui.hemat import _Cells

LINE = Strip([Segment("abc"), Segment("def"), Segment("ghij")])
BESIDE = Strip([Segment("KLMN")])


def sent(*spans: tuple[int, int, int], line: Strip = LINE) -> list[tuple[int, int, str]]:
    """Where each move goes, and the text that follows it."""
    width = line.cell_length
    update = _Cells([{0: line, width: BESIDE}] * 3, list(spans), [[width, width + 4]] * 3)
    written = update.render_segments(Console(color_system=None, width=40))
    moves = re.findall(r"\x1b\[(\d+);(\d+)H([^\x1b]*)", written)
    assert "\n" not in written
    return [(int(column) - 1, int(row) - 1, text) for row, column, text in moves]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((0, 10), [(0, "abcdefghij")]),
        ((0, 1), [(0, "a")]),
        ((2, 4), [(2, "cd")]),
        ((9, 10), [(9, "j")]),
        ((8, 12), [(8, "ij"), (10, "KL")]),
        ((10, 14), [(10, "KLMN")]),
        ((12, 13), [(12, "M")]),
    ],
)
def test_a_change_is_sent_from_its_first_cell_to_its_last(
    span: tuple[int, int], expected: list[tuple[int, str]]
) -> None:
    assert sent((1, *span)) == [(x, 1, text) for x, text in expected]


def test_several_changes_of_a_row_are_sent_each_by_itself() -> None:
    assert sent((0, 1, 2), (0, 5, 6), (2, 0, 1)) == [(1, 0, "b"), (5, 0, "f"), (0, 2, "a")]


def test_what_is_not_rendered_is_left_alone() -> None:
    update = _Cells([{0: None, 5: BESIDE}], [(0, 0, 9)], [[5, 9]])
    assert "KLMN" in update.render_segments(Console(color_system=None))
