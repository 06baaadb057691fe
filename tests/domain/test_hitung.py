"""The four counts where a search has stopped counting."""

from __future__ import annotations

import pytest

from shared.domain.pantau import BAGIAN, COUNTED, HitungJob
from shared.domain.status import StatusJob

SENT, FAILED, WAITING = StatusJob.TERKIRIM, StatusJob.GAGAL, StatusJob.MENUNGGU


@pytest.mark.parametrize(
    ("stopped", "seen", "berhasil"),
    [
        ({"berhasil"}, [SENT, SENT, FAILED], 2),
        ({"berhasil"}, [], 1),
        ({"berhasil"}, [FAILED, WAITING], 1),
        (set(), [SENT, SENT], 1),  # counted to the last: the page was read a moment earlier
        ({"gagal"}, [SENT, SENT], 1),
    ],
)
def test_a_count_that_was_stopped_is_no_less_than_what_is_seen(
    stopped: set[str], seen: list[StatusJob], berhasil: int
) -> None:
    counts = HitungJob(menunggu=5, berhasil=1, gagal=4, sedikitnya=frozenset(stopped))
    shown = counts.setidaknya(seen)
    assert (shown.menunggu, shown.berhasil, shown.gagal) == (5, berhasil, 4)
    assert shown.total == 9 + berhasil
    assert shown.sedikitnya == counts.sedikitnya


def test_every_job_that_counts_is_in_one_part() -> None:
    parts = [status for states in BAGIAN.values() for status in states]
    assert sorted(parts) == sorted(COUNTED)
