"""What it looks like: every scene at both sizes, and in sixteen colours. Time stands still, nothing blinks.

After a wanted change: ``pytest tests/tui/test_snapshots.py --snapshot-update``, and look at the report.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from deka_tui.app import DekaApp
from shared.domain.records import Gerbang
from tests.tui.fake_port import NOW, PETUGAS, FakePintu, clinic_day, failed_a, failed_p, storage_gone, ticket
from tests.tui.robot import LARGE, SMALL, Loket, settings

Play = Callable[[Loket, FakePintu], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """A name, what is behind the door, and what is done before the picture is taken."""

    name: str
    make: Callable[[], FakePintu]
    play: Play


async def _look(_loket: Loket, _pintu: FakePintu) -> None:
    pass


def _press(*keys: str) -> Play:
    async def play(loket: Loket, _pintu: FakePintu) -> None:
        await loket.tekan(*keys)

    return play


async def _accept_hard(loket: Loket, _pintu: FakePintu) -> None:
    await loket.tekan("t")
    await loket.sampai(lambda: loket.dialog)


async def _details(loket: Loket, _pintu: FakePintu) -> None:
    await loket.tekan("j", "enter")
    await loket.sampai(lambda: loket.modal is not None and "08:11:00" in loket.modal.text)


async def _register(loket: Loket, _pintu: FakePintu) -> None:
    await loket.tekan("n")
    form = loket.formulir
    assert form is not None
    await loket.ketik("siti")
    await loket.sampai(lambda: form.patient_list.option_count == 2)
    await loket.tekan("enter", "enter")
    await loket.sampai(lambda: form.doctor_list.option_count == 3)
    await loket.sampai(lambda: "tanpa tunggakan" in loket.terlihat, "what BPJS says of the member")


async def _trouble(loket: Loket, pintu: FakePintu) -> None:
    pintu.gates(Gerbang("pcare", "putus", NOW - 240_000, NOW + 1000, "", 14))
    await loket.sampai(lambda: "gangguan" in loket.kepala)


async def _failing(loket: Loket, pintu: FakePintu) -> None:
    pintu.fail["muat"] = storage_gone()
    pintu.poke()
    await loket.sampai(lambda: "tidak terjawab" in loket.status)


def _both_failed() -> FakePintu:
    return FakePintu([ticket(1, p=failed_p(10), a=failed_a(11), no_antrean_pcare=None), ticket(2)])


SCENES = [
    Scene("papan", lambda: FakePintu(clinic_day(34)), _look),
    Scene("kosong", lambda: FakePintu([]), _look),
    Scene("gangguan", FakePintu, _trouble),
    Scene("penyimpanan", FakePintu, _failing),
    Scene("resend", FakePintu, _press("r")),
    Scene("batal", FakePintu, _press("x")),
    Scene("terima_keras", _both_failed, _accept_hard),
    Scene("terima_lunak", lambda: FakePintu(clinic_day(4)[3:]), _accept_hard),
    Scene("rincian", FakePintu, _details),
    Scene("daftar", FakePintu, _register),
    Scene("bantuan", FakePintu, _press("question_mark")),
]
LOOKS = {"80x24": (SMALL, "deka"), "120x40": (LARGE, "deka"), "16warna": (SMALL, "ansi-dark")}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(scene: Scene, look: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size, theme = LOOKS[look]
    monkeypatch.setattr(Input, "cursor_blink", False)
    pintu = scene.make()
    app = DekaApp(settings(tema=theme), PETUGAS, pintu, clock=lambda: NOW / 1000)

    async def before(pilot: Pilot[Any]) -> None:
        loket = Loket.around(app, pilot)
        await loket.sampai(lambda: loket.layar.board.page is not None)
        await loket.tenang()
        await scene.play(loket, pintu)
        await loket.tenang()

    assert snap_compare(app, terminal_size=size, run_before=before)
