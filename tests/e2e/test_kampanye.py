"""Each campaign in the size of CI. What each of them guards stands in its own module."""

from __future__ import annotations

import pytest

from tests.e2e.kampanye.daftar import KAMPANYE


@pytest.mark.parametrize("name", KAMPANYE)
def test_campaign(name: str) -> None:
    verdict = KAMPANYE[name](True)
    assert verdict.lolos, verdict
