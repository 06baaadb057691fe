"""Shapes of single values on the wire, shared by the services' own validation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

Check = Callable[[object], bool]

_MISSING: Final = object()
_CARD = re.compile(r"[0-9]{13}")
_NIK = re.compile(r"[0-9]{16}")
_PROVIDER = re.compile(r"[0-9A-Za-z]{8}")
_SLOT = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]")
_PCARE_DATE = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_card(value: object) -> bool:
    """Whether a value is a participant's card number: 13 digits, as text."""
    return isinstance(value, str) and _CARD.fullmatch(value) is not None


def is_nik(value: object) -> bool:
    """Whether a value is a national identity number: 16 digits, as text."""
    return isinstance(value, str) and _NIK.fullmatch(value) is not None


def is_provider(value: object) -> bool:
    """Whether a value looks like a facility code: 8 letters or digits."""
    return isinstance(value, str) and _PROVIDER.fullmatch(value) is not None


def is_slot(value: object) -> bool:
    """Whether a value is a practice slot such as `07:00-12:00`."""
    return isinstance(value, str) and _SLOT.fullmatch(value) is not None


def is_int(value: object) -> bool:
    """Whether a value is a JSON whole number; true and false are not."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_count(value: object) -> bool:
    """Whether a value is a whole number that is not negative."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_text(value: object) -> bool:
    """Whether a value is text with something in it."""
    return isinstance(value, str) and value.strip() != ""


def is_optional_text(value: object) -> bool:
    """Whether a value is text, null or absent."""
    return value is None or value is _MISSING or isinstance(value, str)


def is_flag(value: object) -> bool:
    """Whether a value is a boolean; 0 and 1 pass, as one working client sends them."""
    return isinstance(value, int) and value in (0, 1)


def is_pcare_date(value: object) -> bool:
    """Whether a value is a date as PCare writes it, dd-mm-yyyy."""
    return pcare_date(value) is not None


def one_of(*allowed: object) -> Check:
    """Return a check that passes exactly the given values."""
    return lambda value: not isinstance(value, bool) and value in allowed


def optional(check: Check) -> Check:
    """Return a check that also passes null, an empty text and an absent member."""
    return lambda value: value is None or value is _MISSING or value == "" or check(value)


def whole_number(value: object) -> int | None:
    """Read a JSON number or a text of digits; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def to_pcare_date(text: str) -> date:
    """Read dd-mm-yyyy; raises ValueError when it is not a day of the calendar."""
    return _to_date(text, _PCARE_DATE, "%d-%m-%Y")


def to_iso_date(text: str) -> date:
    """Read yyyy-mm-dd; raises ValueError when it is not a day of the calendar."""
    return _to_date(text, _ISO_DATE, "%Y-%m-%d")


def pcare_date(text: object) -> date | None:
    """Read dd-mm-yyyy; None when it is not a day of the calendar."""
    try:
        return to_pcare_date(text) if isinstance(text, str) else None
    except ValueError:
        return None


def iso_date(text: object) -> date | None:
    """Read yyyy-mm-dd; None when it is not a day of the calendar."""
    try:
        return to_iso_date(text) if isinstance(text, str) else None
    except ValueError:
        return None


def violations(checks: Mapping[str, Check], body: Mapping[str, object]) -> list[str]:
    """Return the names of the members that are absent or fail their check, in the checks' order."""
    return [name for name, check in checks.items() if not check(body.get(name, _MISSING))]


def _to_date(text: str, shape: re.Pattern[str], form: str) -> date:
    if not shape.fullmatch(text):
        raise ValueError(text)
    return datetime.strptime(text, form).date()
