"""What the tab Monitoring looks like: every place of it at three sizes, in sixteen colours and in ASCII."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from deka_tui.app import DekaApp
from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.edit_job import EditJobScreen
from deka_tui.screens.kelompok import KelompokScreen
from deka_tui.screens.massal import MassalScreen
from tests.tui.fake_port import NOW, FakePintu
from tests.tui.pantau import SUPER, Pantau
from tests.tui.robot import LARGE, SMALL, Loket, settings

Play = Callable[[Pantau], Awaitable[None]]


async def _page(p: Pantau) -> None:
    await p.tekan("down", "space")


async def _detail(p: Pantau) -> None:
    await p.tekan("enter")
    await p.sampai(lambda: "response: [" in p.rinci)


async def _diff(p: Pantau) -> None:
    await _detail(p)
    await p.tekan("d")


async def _edit(p: Pantau) -> None:
    await _detail(p)
    await p.tekan("e")
    await p.sampai(lambda: isinstance(p.loket.app.screen, EditJobScreen))
    screen = p.loket.app.screen
    assert isinstance(screen, EditJobScreen)
    screen.area.text = screen.area.text.replace('"sistole": 0', '"sistole": "nol"')
    await p.tekan("down", "down", "down")
    screen._check()


async def _bulk(p: Pantau) -> None:
    await p.tekan("b")
    await p.sampai(lambda: isinstance(p.loket.app.screen, MassalScreen))
    await p.sampai(lambda: "35 dilewati" in p.loket.terlihat)


async def _bulk_done(p: Pantau) -> None:
    await _bulk(p)
    await p.tekan("enter")
    await p.sampai(lambda: "5 dikirim ulang" in p.loket.terlihat)
    await p.sampai(lambda: "#40" in p.loket.terlihat)


async def _causes(p: Pantau) -> None:
    await p.tekan("s")
    await p.sampai(lambda: isinstance(p.loket.app.screen, KelompokScreen))
    await p.sampai(lambda: "5 sebab" in p.loket.terlihat)


async def _day(p: Pantau) -> None:
    await p.tekan("l")
    await p.sampai(lambda: "gerbang tertutup" in p.loket.terlihat)


async def _types(p: Pantau) -> None:
    await p.tekan("p")


SCENES: dict[str, Play] = {
    "halaman": _page,
    "detail": _detail,
    "beda": _diff,
    "edit": _edit,
    "massal": _bulk,
    "massal_hasil": _bulk_done,
    "sebab": _causes,
    "sekilas": _day,
    "jenis": _types,
}
LOOKS: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {
    "80x24": (SMALL, {"tema": "deka"}),
    "120x40": (LARGE, {"tema": "deka"}),
    "16warna": (SMALL, {"tema": "ansi-dark"}),
    "ascii": (SMALL, {"tema": "ansi-dark", "ascii": True}),
}
FEW = ("halaman", "detail", "edit", "sekilas")
"""Places with a picture at the least size, in 16 colours and in ASCII, too; all kinds of parts are there."""
CASES = [(scene, look) for scene in SCENES for look in ("80x24", "120x40")]
CASES += [(scene, look) for scene in FEW for look in ("16warna", "ascii", "60x20")]


@pytest.mark.parametrize(("scene", "look"), CASES, ids=lambda value: str(value))
def test_scene(scene: str, look: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size, layar = LOOKS.get(look, ((60, 20), {"tema": "deka"}))
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    pintu = FakePintu()
    app = DekaApp(settings(**layar), SUPER, pintu, clock=lambda: NOW / 1000)

    async def before(pilot: Pilot[Any]) -> None:
        loket = Loket.around(app, pilot)
        await loket.sampai(lambda: loket.layar.board.page is not None)
        await loket.tenang()
        await loket.tekan("m", "enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, BpjsFktpScreen))
        p = Pantau(loket, pintu.monitor)
        await p.sampai(lambda: p.pane.daftar.dibaca)
        await loket.tenang()
        await SCENES[scene](p)
        await loket.tenang()

    assert snap_compare(app, terminal_size=size, run_before=before)
