"""Tables: which columns fit, where they stand, how a row reads. Knows nothing of what is in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from deka_tui.presenters.pieces import Line, Piece, Role, crop, cut, length

MARGIN = 2
"""Cells before the first column: the bar of the current row, and the mark."""
GAP = 1


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column. It gets ``lebar`` cells; with ``lentur`` it shares what is left, up to ``paling``.

    Where room is short the columns of the highest ``urutan`` go first.
    """

    nama: str
    judul: str
    lebar: int
    urutan: int = 1
    lentur: int = 0
    paling: int = 999
    kanan: bool = False
    """Numbers stand at the right."""


@dataclass(frozen=True, slots=True)
class Baris:
    """A row: its id, and each column's pieces by the column's name."""

    id: int | str
    sel: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where a column stands: its left edge in the table, and its cells."""

    kolom: Kolom
    x: int
    lebar: int


def tata(kolom: Sequence[Kolom], width: int) -> tuple[Tempat, ...]:
    """Choose the columns that fit and give each its place; at least one is left."""
    shown = list(kolom)
    room = width - MARGIN

    def needed() -> int:
        return sum(column.lebar for column in shown) + GAP * max(0, len(shown) - 1)

    while len(shown) > 1 and needed() > room:
        last = max(range(len(shown)), key=lambda at: (shown[at].urutan, at))
        shown.pop(last)
    widths = [column.lebar for column in shown]
    left = room - needed()
    while left > 0:
        growing = [at for at, c in enumerate(shown) if c.lentur and widths[at] < c.paling]
        if not growing:
            break
        total = sum(shown[at].lentur for at in growing)
        given = 0
        for at in growing:
            share = min(max(1, left * shown[at].lentur // total), shown[at].paling - widths[at], left - given)
            widths[at] += share
            given += share
        left -= given
        if not given:
            break
    places: list[Tempat] = []
    x = MARGIN
    for column, size in zip(shown, widths, strict=True):
        size = max(1, min(size, width - x))
        places.append(Tempat(column, x, size))
        x += size + GAP
    return tuple(places)


def isi_sel(line: Line, tempat: Tempat) -> Line:
    """Cut and fill a cell's pieces to its place."""
    line = crop(line, tempat.lebar)
    blank = Piece(" " * (tempat.lebar - length(line)))
    if not blank.text:
        return line
    return (blank, *line) if tempat.kolom.kanan else (*line, blank)


def kepala(places: Sequence[Tempat]) -> Line:
    """The line of the columns' names."""
    line: list[Piece] = []
    at = 0
    for place in places:
        line.append(Piece(" " * (place.x - at)))
        name = cut(place.kolom.judul, place.lebar)
        line += isi_sel((Piece(name, Role.MUTED),), place)
        at = place.x + place.lebar
    return tuple(line)


def baris(row: Baris, places: Sequence[Tempat]) -> Line:
    """A row behind its margin."""
    line: list[Piece] = []
    at = MARGIN
    for place in places:
        if place.x > at:
            line.append(Piece(" " * (place.x - at)))
        line += isi_sel(row.sel.get(place.kolom.nama, ()), place)
        at = place.x + place.lebar
    return tuple(line)


def lencana(kata: str, role: Role) -> Line:
    """A badge: a word in reverse video, told apart without colour too."""
    return (Piece(f" {kata} ", role),)
