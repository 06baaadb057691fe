"""Memory: what a screen leaves behind when it is closed."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable

import pytest

from deka_tui import memori
from deka_tui.memori import Penyapu
from tests.tui.fake_port import FakePintu, clinic_day
from tests.tui.robot import Loket

SCREENS = ("enter", "?", "n")


def drawn() -> Counter[str]:
    """What of drawn screens is alive."""
    gc.collect()
    kinds = ("Strip", "StylesCache", "DaftarScreen", "TextModal", "Cell")
    return Counter(kind for o in gc.get_objects() if (kind := type(o).__name__) in kinds)


async def test_closed_screens_leave_nothing_behind() -> None:
    async with Loket(FakePintu(clinic_day(10))) as loket:

        async def rounds(times: int) -> None:
            for _ in range(times):
                for key in SCREENS:
                    await loket.tekan(key)
                    await loket.tekan("escape")

        await rounds(3)
        before = drawn()
        await rounds(6)
        after = drawn()
        assert before["StylesCache"] > 0
        for kind in ("StylesCache", "DaftarScreen", "TextModal", "Cell"):
            assert after[kind] <= before[kind] * 1.1, (kind, before, after)
        assert after["Strip"] <= before["Strip"] * 1.5, (before, after)


class Jam:
    """Timers that go off when told to."""

    def __init__(self) -> None:
        self.pending: list[tuple[float, Callable[[], None]]] = []

    def after(self, seconds: float, callback: Callable[[], None]) -> Jam._Timer:
        entry = (seconds, callback)
        self.pending.append(entry)
        return self._Timer(self, entry)

    class _Timer:
        def __init__(self, jam: Jam, entry: tuple[float, Callable[[], None]]) -> None:
            self._jam, self._entry = jam, entry

        def stop(self) -> None:
            if self._entry in self._jam.pending:
                self._jam.pending.remove(self._entry)

    def strike(self) -> None:
        pending, self.pending = self.pending, []
        for _, callback in pending:
            callback()


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    monkeypatch.setattr(memori.gc, "collect", lambda: seen.append("collect"))
    monkeypatch.setattr(memori.gc, "freeze", lambda: seen.append("freeze"))
    return seen


def test_many_screens_closed_at_once_are_swept_up_once(swept: list[str]) -> None:
    jam = Jam()
    penyapu = Penyapu(jam.after)
    for _ in range(5):
        penyapu.layar_ditutup()
    assert len(jam.pending) == 1
    jam.strike()
    assert swept == ["collect"]
    penyapu.layar_ditutup()
    jam.strike()
    assert swept == ["collect", "collect"]


def test_what_the_start_made_is_frozen_once(swept: list[str]) -> None:
    jam = Jam()
    penyapu = Penyapu(jam.after)
    penyapu.dimulai()
    penyapu.dimulai()  # the storage was away and came back
    jam.strike()
    assert swept == ["collect", "freeze"]
