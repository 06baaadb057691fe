"""Clocks, ages and waits as a counter says them. Moments are Unix milliseconds, told in a clinic's zone."""

from __future__ import annotations

from datetime import date

from deka_tui import texts
from shared.domain.tickets import local_time


def clock(millis: int, zona: str, *, seconds: bool = False) -> str:
    """Say a moment as ``08:14``, or ``08:14:05``."""
    return local_time(millis, zona).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(millis: int, zona: str) -> str:
    """Say the date of a moment as ``Jum 20 Nov 2026``."""
    return day_of(local_time(millis, zona).date())


def day_of(when: date) -> str:
    """Say a date as ``Jum 20 Nov 2026``."""
    return f"{texts.HARI[when.weekday()]} {when.day} {texts.BULAN[when.month - 1]} {when.year}"


def age(born: date | None, on: date) -> str:
    """Say an age as ``34 th``, ``8 bl`` or ``12 hr``; ``""`` when the birth date is not known or not yet."""
    if born is None or born > on:
        return ""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if years:
        return texts.umur_tahun(years)
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return texts.umur_bulan(months) if months else texts.umur_hari((on - born).days)


def minutes_between(then: int, now: int) -> int:
    """Whole minutes from *then* to *now*, never negative."""
    return max(0, (now - then) // 60_000)


def duration(minutes: int) -> str:
    """Say a wait as ``12 mnt`` or ``1 j 05``."""
    return texts.menit(minutes) if minutes < 60 else texts.jam_menit(*divmod(minutes, 60))
