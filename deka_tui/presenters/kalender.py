"""A month as lines: weeks from Monday, today and the chosen day marked, days with no number left blank."""

from __future__ import annotations

from calendar import Calendar
from datetime import date, timedelta

from deka_tui import texts_satusehat as words
from deka_tui.presenters.pieces import Line, Piece, Role

WIDTH = 7 * 4
ROWS = 8
"""Title, weekdays, and at most six weeks."""


def bulan(chosen: date, today: date) -> tuple[Line, ...]:
    """The month of the chosen day; always the same number of rows."""
    name = f"{words.BULAN[chosen.month - 1]} {chosen.year}"
    lines: list[Line] = [
        (Piece(name.center(WIDTH), Role.STRONG),),
        (Piece("".join(f" {day} " for day in words.HARI_KALENDER), Role.MUTED),),
    ]
    for week in Calendar().monthdatescalendar(chosen.year, chosen.month):
        lines.append(tuple(_day(day, chosen, today) for day in week))
    return (*lines, *[()] * (ROWS - len(lines)))


def _day(day: date, chosen: date, today: date) -> Piece:
    if day.month != chosen.month:
        return Piece(" " * 4)
    if day == chosen:
        return Piece(f"[{day.day:>2}]", Role.CHOSEN)
    if day == today:
        return Piece(f" {day.day:>2}*", Role.ACCENT)
    return Piece(f" {day.day:>2} ", Role.BAD if day.weekday() == 6 else Role.PLAIN)


def geser_bulan(day: date, step: int) -> date:
    """The same day some months on, or the last there is; the calendar's own ends are kept."""
    months = day.year * 12 + day.month - 1 + step
    year, month = divmod(months, 12)
    if not 1 <= year <= 9998:
        return day
    first_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
