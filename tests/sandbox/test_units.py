from __future__ import annotations

from datetime import date

import pytest

from worker.sandbox import forms, settings
from worker.sandbox.ledger import Ledger

DAY = date(2025, 11, 20)


def test_numbers_go_on_with_the_next_letter() -> None:
    ledger = Ledger("00000001")
    numbers = [
        ledger.register((f"{card:013d}", "001", DAY), {"kdTkp": "10"}).no_urut for card in range(1, 10_001)
    ]
    assert numbers[-2:] == ["A9999", "B1"]
    assert ledger.register(("0000000000001", "002", DAY), {"kdTkp": "10"}).no_urut == "B2"


def test_a_number_is_never_given_twice() -> None:
    ledger = Ledger("00000001")
    first = ledger.register(("0000000000017", "001", DAY), {})
    ledger.unregister(first)
    assert ledger.register(first.key, {}).no_urut == "A2"
    assert ledger.page(brief=True)["ganda"] == []


@pytest.mark.parametrize("slot", ["7:00-12:00", "07:00 - 12:00", "07:00-25:00", "pagi", 7, None])
def test_slots_that_are_none(slot: object) -> None:
    assert not forms.is_slot(slot)


def test_an_empty_variable_is_no_setting() -> None:
    assert settings.load(None, {"DEKA_BPJS__CONS_ID": ""}).cons_id == "98765"
    assert settings.load(None, {"DEKA_FASKES__KODE": "0000u009"}).kode == "0000u009"
