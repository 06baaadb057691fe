"""The relay's thread: whatever goes wrong in one round, the next one comes."""

from __future__ import annotations

import logging
from typing import Any, cast

import pytest
import redis

from shared.services.errors import PenyimpananGagal
from tests.e2e.peralatan import Klinik
from worker import rediswake
from worker.rediswake import Penerus


class Gembok:
    """A turn that is always to be had."""

    dilepas = False

    def dipegang(self) -> bool:
        return True

    def lepas(self) -> None:
        self.dilepas = True


class Tersandung(Penerus):
    """Stumbles in its first round, then works."""

    def __init__(self, klinik_sqlite: Klinik, lock: Gembok, error: Exception) -> None:
        super().__init__(klinik_sqlite.ctx, cast("Any", None), lock)
        self._errors = [error]
        self.rounds = 0

    def _relay(self) -> None:
        self.rounds += 1
        if self._errors:
            raise self._errors.pop()
        self._ending.set()


@pytest.mark.parametrize(
    "error",
    [ValueError("tak terduga"), redis.ConnectionError("putus"), PenyimpananGagal("penyimpanan_sibuk")],
    ids=["unforeseen", "redis", "storage"],
)
def test_a_round_that_fails_ends_neither_the_thread_nor_the_turn(
    klinik_sqlite: Klinik, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rediswake, "_DOWN", 0.01)
    lock = Gembok()
    relay = Tersandung(klinik_sqlite, lock, error)
    with caplog.at_level(logging.ERROR, "deka.worker"):
        relay.start()
        relay.join(30)
    assert not relay.is_alive()
    assert relay.rounds == 2
    assert lock.dilepas
    unforeseen = isinstance(error, ValueError)
    assert [record.exc_info is not None for record in caplog.records] == ([True] if unforeseen else [])
