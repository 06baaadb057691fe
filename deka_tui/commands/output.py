"""Printing: one JSON document, or plain aligned columns. Everything from outside is made harmless here."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import click

from deka_tui.presenters.pieces import cells, cut, outside, wrap
from shared.domain.masking import clean, clean_block, mask_numbers

GAP = "  "
_NARROWEST = 8
_BLOCK = 300_000


class Blok(str):
    """A text whose line breaks count, such as a request's body; cards and NIK in it are masked."""

    __slots__ = ()

    def harmless(self) -> str:
        """Take out what could harm a terminal, then hide the numbers."""
        return mask_numbers(clean_block(self, _BLOCK))


def document(data: Any) -> None:
    """Print one JSON document."""
    utf8 = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(_harmless(data), ensure_ascii=not utf8))


def _harmless(data: Any) -> Any:
    if isinstance(data, Blok):
        return data.harmless()
    if isinstance(data, str):
        return clean(data, 4000)
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, Mapping):
        return {key: _harmless(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_harmless(value) for value in data]
    return data


def line(text: str) -> None:
    """Print one line."""
    click.echo(outside(text, 4000))


def hanging(head: str, text: str) -> None:
    """Print a head and a text beside it; on a terminal the text keeps to its own column."""
    text = outside(text, 4000)
    room = shutil.get_terminal_size().columns - cells(head)
    rows = wrap(text, room, 50) if sys.stdout.isatty() and room >= _NARROWEST else [text]
    for number, row in enumerate(rows or [""]):
        click.echo((head if number == 0 else " " * cells(head)) + row)


def block(text: str, indent: str) -> None:
    """Print a text of several lines, indented."""
    for row in Blok(text).harmless().splitlines():
        click.echo(indent + row)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, flexible: int) -> None:
    """Print aligned columns. On a terminal the column *flexible* gives way; into a pipe nothing is cut."""
    grid = [[outside(cell) for cell in row] for row in [heads, *rows]]
    widths = [max(cells(row[column]) for row in grid) for column in range(len(heads))]
    gap = GAP
    if sys.stdout.isatty():
        room = shutil.get_terminal_size().columns
        others = sum(widths) - widths[flexible]
        if others + _NARROWEST + len(gap) * (len(widths) - 1) > room:
            gap = " "
        left = room - others - len(gap) * (len(widths) - 1)
        widths[flexible] = min(widths[flexible], max(_NARROWEST, left))
    for row in grid:
        parts = [cut(cell, width) for cell, width in zip(row, widths, strict=True)]
        padded = [part + " " * (width - cells(part)) for part, width in zip(parts, widths, strict=True)]
        click.echo(gap.join(padded).rstrip())
