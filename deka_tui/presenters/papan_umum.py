"""The public board as lines: the newest call as large as it gets, the other rooms below."""

from __future__ import annotations

from deka_tui import texts_kios as words
from deka_tui.presenters import times
from deka_tui.presenters.besar import besar
from deka_tui.presenters.pieces import Line, Piece, Role, cells, crop, cut, outside, pad
from shared.domain.kios import Panggilan, PapanUmum

_SMALL = 4
"""Rows of the small large letters."""
_COLUMN = 36


def papan_view(
    papan: PapanUmum | None,
    *,
    width: int,
    height: int,
    faskes: str,
    now: int,
    zona: str,
    putus: bool = False,
    halves: bool = True,
) -> tuple[Line, ...]:
    """Every line of a board of *width* × *height* cells; *putus*: what is shown may be old."""
    clock = times.clock(now, zona)
    name = pad(f" {outside(faskes, 60)}", max(width - len(clock) - 1, 0))
    lines: list[Line] = [(Piece(name, Role.BRAND), Piece(f"{clock} ", Role.BRAND))]
    foot: Line = (Piece(f" {words.PAPAN_PUTUS}", Role.WARN),)
    if papan is not None:
        waits = words.papan_menunggu(papan.menunggu)
        age = words.papan_data(times.clock(papan.waktu_db, zona))
        foot = (Piece(f" {age if putus else waits}", Role.WARN if putus else Role.MUTED),)
    room = height - 2
    if papan is None or not papan.panggilan:
        text = words.PAPAN_KOSONG if papan is not None else words.SEBENTAR
        body = [(), *_centred([text], width, Role.STRONG)]
    else:
        body = _calls(papan.panggilan, width, room, halves=halves)
    body = body[:room]
    every = (*lines, *body, *[()] * (room - len(body)), foot)
    return tuple(crop(line, width) for line in every)[:height]


def _calls(calls: tuple[Panggilan, ...], width: int, room: int, *, halves: bool) -> list[Line]:
    first, rest = calls[0], calls[1:]
    below = 0 if not rest else min(room // 2, 6 if room >= 16 else 4)
    above = 1 if room >= 14 else 0
    rows = besar(_ticket(first), width - 2, max(room - below - above - 2, 1), halves=halves)
    body = [
        *[()] * above,
        *_centred(rows, width, Role.ACCENT),
        *_centred([_where(first, width)], width, Role.STRONG),
    ]
    if rest and len(body) < room - 1:
        body.append((Piece("─" * width, Role.RULE),))
        body += _rest(rest, width, room - len(body), halves=halves)
    return body


def _rest(calls: tuple[Panggilan, ...], width: int, room: int, *, halves: bool) -> list[Line]:
    columns = max(width // _COLUMN, 1)
    each = width // columns
    high = _SMALL + 2 if halves else 0
    grid = room // high if high and width >= 2 * _COLUMN else 0
    large, small = calls[: grid * columns], calls[grid * columns :]
    lines: list[Line] = []
    for start in range(0, len(large), columns):
        row = large[start : start + columns]
        drawn = [besar(_ticket(call), each - 2, _SMALL) for call in row]
        for at in range(_SMALL):
            lines.append(
                tuple(
                    Piece(pad(f" {rows[at] if at < len(rows) else ''}", each), Role.ACCENT) for rows in drawn
                )
            )
        lines.append(tuple(Piece(pad(f" {_where(call, each - 2)}", each), Role.STRONG) for call in row))
        lines.append(())
    for call in small[: max(room - len(lines), 0)]:
        ticket = pad(f" {_ticket(call)}", 9)
        lines.append((Piece(ticket, Role.ACCENT), Piece(cut(_where(call, width - 10), width - 10))))
    return lines


def _ticket(call: Panggilan) -> str:
    return outside(call.tiket, 8)


def _where(call: Panggilan, width: int) -> str:
    counter = words.ke_loket(outside(call.loket, 16))
    room = outside(call.ruangan, 40)
    return cut(f"{room} → {counter}" if counter else room, width)


def _centred(rows: list[str], width: int, role: Role) -> list[Line]:
    made: list[Line] = []
    for row in rows:
        row = cut(row, width)
        made.append((Piece(" " * ((width - cells(row)) // 2)), Piece(row, role)))
    return made
