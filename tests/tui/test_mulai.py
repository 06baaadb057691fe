"""The start in two steps: the queue's frame first, then the queue in its place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from deka_tui import texts, tirai
from deka_tui.app import DekaApp
from deka_tui.screens.antrean import AntreanScreen
from deka_tui.screens.pembuka import PembukaScreen
from deka_tui.texts_masuk import gagal_buka
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.key_strip import KeyStrip
from shared.domain.records import Pelaku
from shared.services.errors import PenyimpananGagal
from tests.tui.fake_port import NOW, PETUGAS, FakePintu
from tests.tui.robot import SMALL, Loket, settings

AUDITOR = Pelaku("ayu", "auditor", frozenset())


@asynccontextmanager
async def started(
    pintu: FakePintu, pelaku: Pelaku = PETUGAS, size: tuple[int, int] = SMALL
) -> AsyncIterator[Loket]:
    """A counter as ``deka`` starts it."""
    app = DekaApp(settings(), pelaku, pintu, clock=lambda: NOW / 1000, bertahap=True)
    async with app.run_test(size=size) as pilot:
        yield Loket.around(app, pilot)


def queue(loket: Loket) -> bool:
    screen = loket.app.screen
    return isinstance(screen, AntreanScreen) and screen.query_one_optional("#kosong") is not None


async def test_the_queue_takes_the_place_of_its_frame() -> None:
    async with started(FakePintu()) as loket:
        await loket.sampai(lambda: queue(loket) and not loket.app.tirai.tertutup, "the queue")
        await loket.sampai(lambda: "A-001" in loket.tiket, "cards")
        assert not loket.app._batch_count


async def test_keys_pressed_at_the_frame_reach_the_queue() -> None:
    pintu = FakePintu()
    app = DekaApp(settings(), PETUGAS, pintu, clock=lambda: NOW / 1000, bertahap=True)
    made = app._make_queue

    async def typed_before() -> None:
        assert isinstance(app.screen, PembukaScreen)
        assert "Keluar" in app.screen.query_one(KeyStrip).text
        assert app.screen.query_one("#kosong", Cell).text == texts.MEMUAT
        app.simulate_key("f")
        await made()

    app._make_queue = typed_before  # type: ignore[method-assign]
    async with app.run_test(size=SMALL) as pilot:
        loket = Loket.around(app, pilot)
        await loket.sampai(lambda: queue(loket), "the queue")
        await loket.sampai(lambda: texts.FILTER[1] in loket.layar.status.text, "the second filter")


async def test_a_storage_that_is_not_there_is_told() -> None:
    pintu = FakePintu()
    pintu.fail["buka"] = PenyimpananGagal("penyimpanan_tidak_ada", tempat="x.db")
    async with started(pintu) as loket:
        await loket.sampai(
            lambda: queue(loket) and gagal_buka(False) in loket.layar.cards.query_one("#kosong", Cell).text,
            "the sentence",
        )
        await loket.sampai(lambda: not loket.app.tirai.tertutup, "the curtain")
        del pintu.fail["buka"]
        loket.app.open_storage()
        await loket.sampai(lambda: "A-001" in loket.tiket, "cards")


async def test_a_slow_storage_does_not_hold_the_queue_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tirai, "DATA_SECONDS", 0.05)
    pintu = FakePintu()
    pintu.hold.clear()
    async with started(pintu) as loket:
        await loket.sampai(lambda: queue(loket) and not loket.app.tirai.tertutup, "the queue")
        assert loket.layar.cards.query_one("#kosong", Cell).text == texts.MEMUAT
        pintu.hold.set()
        await loket.sampai(lambda: "A-001" in loket.tiket, "cards")


@pytest.mark.parametrize("size", [(120, 40), (60, 20), (20, 5)])
async def test_every_size(size: tuple[int, int]) -> None:
    async with started(FakePintu(), size=size) as loket:
        await loket.sampai(lambda: queue(loket) and not loket.app.tirai.tertutup, "the queue")


async def test_who_may_not_see_the_queue_is_told_at_once() -> None:
    async with started(FakePintu(), AUDITOR) as loket:
        await loket.sampai(lambda: queue(loket) and not loket.app.tirai.tertutup, "the queue")
        assert "tidak membuka antrean" in loket.layar.cards.query_one("#kosong", Cell).text


async def test_the_first_key_gets_the_door_ready() -> None:
    pintu = FakePintu()
    made: list[bool] = []
    pintu.siap = lambda: made.append(True)  # type: ignore[method-assign]
    async with started(pintu) as loket:
        await loket.sampai(lambda: loket.app.is_open and queue(loket), "the queue")
        assert made == []
        await loket.tekan("j")
        await loket.tekan("k")
        await loket.sampai(lambda: made == [True], "the door")
