"""Each campaign in the size of CI, once; on the other storages they run by ``make kampanye ARGS=--kecil``.

What each of them guards stands in its own module.
"""

from __future__ import annotations

import pytest

from tests.e2e.kampanye.daftar import KAMPANYE

ELSEWHERE = {
    "mati-postgresql": "mati-redis",
    "hilang-postgresql": "hilang-sqlite",
    "balapan-sqlite": "balapan-postgresql",
    "sehat-postgresql": "sehat-sqlite",
    "postgresql": "postgresql-redis",
}
"""Campaigns that are left to ``make kampanye``, and the one that runs here in their place."""


@pytest.mark.parametrize("name", [name for name in KAMPANYE if name not in ELSEWHERE])
def test_campaign(name: str) -> None:
    verdict = KAMPANYE[name](True)
    assert verdict.lolos, verdict


def test_each_campaign_runs_here_in_some_mode() -> None:
    assert set(ELSEWHERE) <= set(KAMPANYE)
    assert set(ELSEWHERE.values()) <= set(KAMPANYE) - set(ELSEWHERE)
