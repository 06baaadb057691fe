"""Ticket numbers and business dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONA = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
"""The zones of Indonesian clinics: WIB, WITA, WIT."""

_SLOT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def tiket(prefix: str, angka: int) -> str:
    """Format a ticket as printed, ``A-001``; it grows to four digits rather than wrap."""
    return f"{prefix}-{angka:03d}"


def tiket_bpjs(prefix: str, angka: int) -> str:
    """Format a ticket for BPJS, ``A1``: ``nomorantrean`` of Antrean FKTP antrean/add."""
    return f"{prefix}{angka}"


def local_time(millis: int, zona: str) -> datetime:
    """Turn Unix milliseconds into the facility's own time."""
    return datetime.fromtimestamp(millis / 1000, tz=UTC).astimezone(ZoneInfo(zona))


def business_date(millis: int, zona: str) -> date:
    """Date on the facility's wall at a moment given in Unix milliseconds."""
    return local_time(millis, zona).date()


def end_of_day(day: date, zona: str) -> int:
    """Unix milliseconds of the first moment after a business date."""
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zona))
    return int(start.timestamp() * 1000) + 86_400_000


def valid_slot(jam: str) -> bool:
    """Tell whether *jam* is a slot ``HH:MM-HH:MM`` that ends after it starts."""
    return _SLOT.fullmatch(jam) is not None and jam[:5] < jam[6:]


def choose_slot(jam: tuple[str, ...], now: str) -> str:
    """Pick the slot for a ticket taken at *now* (``HH:MM``): the running one, the next, or the last.

    Returns ``""`` when there is none.
    """
    for slot in sorted(jam):
        if now < slot[6:]:
            return slot
    return max(jam, default="")
