"""Ticket numbers, the facility's own date, and slots."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.tickets import (
    ZONA,
    business_date,
    choose_slot,
    end_of_day,
    local_time,
    tiket,
    tiket_bpjs,
    valid_slot,
)
from tests.domain.builders import MANY

OFFSET = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
SLOTS = ("07:00-12:00", "13:00-16:00", "18:00-20:30")


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("prefix", "number", "printed", "compact"),
    [
        ("A", 1, "A-001", "A1"),
        ("A", 12, "A-012", "A12"),
        ("B", 99, "B-099", "B99"),
        ("B", 100, "B-100", "B100"),
        ("A", 999, "A-999", "A999"),
        ("A", 1000, "A-1000", "A1000"),
        ("A", 1001, "A-1001", "A1001"),
        ("G", 9999, "G-9999", "G9999"),
        ("KIA", 7, "KIA-007", "KIA7"),
    ],
    ids=lambda value: str(value),
)
def test_ticket_formats(prefix: str, number: int, printed: str, compact: str) -> None:
    assert tiket(prefix, number) == printed
    assert tiket_bpjs(prefix, number) == compact


@MANY
@given(one=st.integers(1, 9999), two=st.integers(1, 9999))
def test_two_numbers_never_print_the_same(one: int, two: int) -> None:
    assert (tiket("A", one) == tiket("A", two)) is (one == two)
    assert (tiket_bpjs("A", one) == tiket_bpjs("A", two)) is (one == two)


def test_the_zones_are_the_three_of_the_country() -> None:
    assert set(ZONA) == set(OFFSET)


# zone, moment in UTC, date on the wall
WALL = [
    pytest.param("Asia/Jakarta", "2031-03-04T17:30:00", "2031-03-05", id="WIB-00:30"),
    pytest.param("Asia/Jakarta", "2031-03-04T16:59:59", "2031-03-04", id="WIB-23:59:59"),
    pytest.param("Asia/Jakarta", "2031-03-04T17:00:00", "2031-03-05", id="WIB-midnight"),
    pytest.param("Asia/Makassar", "2031-03-04T16:30:00", "2031-03-05", id="WITA-00:30"),
    pytest.param("Asia/Makassar", "2031-03-04T15:59:59", "2031-03-04", id="WITA-23:59:59"),
    pytest.param("Asia/Makassar", "2031-03-04T16:00:00", "2031-03-05", id="WITA-midnight"),
    pytest.param("Asia/Jayapura", "2031-03-04T15:30:00", "2031-03-05", id="WIT-00:30"),
    pytest.param("Asia/Jayapura", "2031-03-04T14:59:59", "2031-03-04", id="WIT-23:59:59"),
    pytest.param("Asia/Jayapura", "2031-03-04T15:00:00", "2031-03-05", id="WIT-midnight"),
    pytest.param("Asia/Jakarta", "2031-12-31T17:30:00", "2032-01-01", id="WIB-new-year"),
    pytest.param("Asia/Jayapura", "2032-02-28T15:30:00", "2032-02-29", id="WIT-leap-day"),
]


@pytest.mark.parametrize(("zone", "moment", "wall"), WALL)
def test_business_date(zone: str, moment: str, wall: str) -> None:
    assert business_date(utc(moment), zone).isoformat() == wall


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        pytest.param("Asia/Jakarta", "2031-03-04T17:00:00", id="WIB"),
        pytest.param("Asia/Makassar", "2031-03-04T16:00:00", id="WITA"),
        pytest.param("Asia/Jayapura", "2031-03-04T15:00:00", id="WIT"),
    ],
)
def test_end_of_day(zone: str, end: str) -> None:
    assert end_of_day(date(2031, 3, 4), zone) == utc(end)


@MANY
@given(day=st.dates(date(2020, 1, 1), date(2090, 12, 31)), zone=st.sampled_from(ZONA))
def test_end_of_day_is_where_the_date_changes(day: date, zone: str) -> None:
    end = end_of_day(day, zone)
    assert business_date(end - 1, zone) == day
    assert business_date(end, zone) == day + timedelta(days=1)


@pytest.mark.parametrize("zone", list(OFFSET))
def test_local_time(zone: str) -> None:
    wall = local_time(utc("2031-03-04T01:02:03"), zone)
    assert (wall.hour, wall.minute, wall.second) == (1 + OFFSET[zone], 2, 3)


@pytest.mark.parametrize(
    ("slot", "valid"),
    [
        ("07:00-12:00", True),
        ("00:00-23:59", True),
        ("18:30-20:00", True),
        ("12:00-07:00", False),
        ("07:00-07:00", False),
        ("7:00-12:00", False),
        ("07:00 - 12:00", False),
        ("07.00-12.00", False),
        ("24:00-25:00", False),
        ("07:60-12:00", False),
        ("07:00-24:00", False),
        ("07:00", False),
        ("07:00-12:00,13:00-16:00", False),
        (" 07:00-12:00", False),
        ("", False),
    ],
    ids=lambda value: repr(value),
)
def test_valid_slot(slot: str, valid: bool) -> None:
    assert valid_slot(slot) is valid


@pytest.mark.parametrize(
    ("slots", "now", "chosen"),
    [
        pytest.param(SLOTS, "06:00", "07:00-12:00", id="before-the-first"),
        pytest.param(SLOTS, "07:00", "07:00-12:00", id="at-the-start"),
        pytest.param(SLOTS, "11:59", "07:00-12:00", id="running"),
        pytest.param(SLOTS, "12:00", "13:00-16:00", id="at-the-end-the-next"),
        pytest.param(SLOTS, "12:30", "13:00-16:00", id="between-the-next"),
        pytest.param(SLOTS, "17:00", "18:00-20:30", id="between-the-evening"),
        pytest.param(SLOTS, "20:30", "18:00-20:30", id="at-the-very-end-the-last"),
        pytest.param(SLOTS, "23:59", "18:00-20:30", id="after-all-the-last"),
        pytest.param(SLOTS[::-1], "08:00", "07:00-12:00", id="order-does-not-matter"),
        pytest.param(("07:00-12:00",), "23:00", "07:00-12:00", id="only-one"),
        pytest.param((), "08:00", "", id="none"),
    ],
)
def test_choose_slot(slots: tuple[str, ...], now: str, chosen: str) -> None:
    assert choose_slot(slots, now) == chosen
