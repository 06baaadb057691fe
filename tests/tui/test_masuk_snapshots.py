"""What signing in and a locked screen look like, also at the least size and in sixteen colours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from deka_tui.app import DekaApp
from tests.tui.fake_port import NOW, FakePintu
from tests.tui.robot import SMALL, settings
from tests.tui.test_masuk import Pintu, locked

LOOKS = {"80x24": (SMALL, "deka"), "60x20": ((60, 20), "deka"), "16warna": (SMALL, "ansi-dark")}


async def _empty(loket: Pintu) -> None:
    await loket.siap()
    await loket.sampai(lambda: loket.form._counters)


async def _wrong(loket: Pintu) -> None:
    await _empty(loket)
    loket.form.nama.value, loket.form.sandi.value = "sari", "salah"
    loket.form.loket.focus()
    await loket.tekan("enter")
    await loket.sampai(lambda: "tidak cocok" in loket.form.pesan)


async def _locked(loket: Pintu) -> None:
    await loket.masuk()
    screen = await locked(loket)
    await loket.sampai(lambda: "PIN" in screen.pesan)


async def _password(loket: Pintu) -> None:
    await loket.masuk()
    await loket.tekan("u", "3")
    await loket.ketik("rahasia")


async def _account(loket: Pintu) -> None:
    await loket.masuk()
    await loket.tekan("u")


SCENES: dict[str, Callable[[Pintu], Awaitable[None]]] = {
    "masuk": _empty,
    "masuk_salah": _wrong,
    "terkunci": _locked,
    "akun": _account,
    "ganti_sandi": _password,
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scene", SCENES)
def test_scene(scene: str, look: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size, theme = LOOKS[look]
    monkeypatch.setattr(Input, "cursor_blink", False)
    pintu = FakePintu()
    pintu.masuk.pins["sari"] = "2580"
    app = DekaApp(settings(tema=theme, loket="2"), None, pintu, clock=lambda: NOW / 1000)

    async def before(pilot: Pilot[Any]) -> None:
        loket = Pintu.around(app, pilot)
        await SCENES[scene](loket)
        await loket.tenang()

    assert snap_compare(app, terminal_size=size, run_before=before)
