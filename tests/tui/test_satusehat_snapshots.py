"""What the page Satu Sehat looks like: every place of it at three sizes, in sixteen colours and in ASCII."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from deka_tui.app import DekaApp
from deka_tui.screens.edit_sumber import EditSumberScreen
from deka_tui.screens.regenerasi import RegenerasiScreen
from deka_tui.screens.tanya_sumber import TanyaScreen
from shared.domain.records import Gerbang
from shared.domain.sumber import Tipe
from tests.tui.fake_port import NOW, FakePintu
from tests.tui.fake_satusehat import FakeSatuSehat, row
from tests.tui.pantau import SUPER
from tests.tui.robot import LARGE, SMALL, Loket, settings
from tests.tui.sehat import Sehat, masuk

Play = Callable[[Sehat, FakeSatuSehat], Awaitable[None]]


async def _dashboard(p: Sehat, _: FakeSatuSehat) -> None:
    await p.tekan("right", "right", "right", "down")


async def _production(p: Sehat, fake: FakeSatuSehat) -> None:
    fake.lingkungan = "prod"
    # No moment to try again: a countdown would be another picture every second.
    fake.gate(Gerbang("satusehat", "kredensial", NOW, None, "Invalid client", 12))
    await p.sampai(lambda: "Kredensial ditolak" in p.terlihat)


async def _calendar(p: Sehat, _: FakeSatuSehat) -> None:
    await p.tekan("t", "up")


async def _list(p: Sehat, _: FakeSatuSehat) -> None:
    await p.daftar()
    await p.tekan("down")


async def _detail(p: Sehat, _: FakeSatuSehat) -> None:
    await p.daftar()
    await p.rincian(530)


async def _doubt(p: Sehat, fake: FakeSatuSehat) -> None:
    await _detail(p, fake)
    await p.tekan("f7", "f7")


async def _edit(p: Sehat, fake: FakeSatuSehat) -> None:
    await _detail(p, fake)
    await p.tekan("e")
    await p.sampai(lambda: isinstance(p.loket.app.screen, EditSumberScreen))
    await p.sampai(lambda: "2 keraguan" in p.terlihat)
    await p.tekan("f7", "f7")


async def _ask(p: Sehat, _: FakeSatuSehat) -> None:
    await p.ke(Tipe.PATIENT)
    await p.tekan("r")


async def _regenerate(p: Sehat, fake: FakeSatuSehat) -> None:
    fake.results = (
        row(1, "ganda", "Ada beberapa yang cocok di SatuSehat; pilih.", 1),
        row(2, "gagal", "HTTP 500"), row(3, "proses"), row(4, "tertaut"), row(5, "dibuat"),
        row(6, "diperiksa"),
    )  # fmt: skip
    await _ask(p, fake)
    await p.tekan("y")
    await p.sampai(lambda: isinstance(p.loket.app.screen, RegenerasiScreen))
    await p.sampai(lambda: "5 dari 6 selesai" in p.terlihat)


async def _question(p: Sehat, _: FakeSatuSehat) -> None:
    await p.tekan("a")
    await p.sampai(lambda: isinstance(p.loket.app.screen, TanyaScreen))
    await p.sampai(lambda: "Di klinik" in p.terlihat)


SCENES: dict[str, Play] = {
    "dasbor": _dashboard,
    "produksi": _production,
    "kalender": _calendar,
    "daftar": _list,
    "detail": _detail,
    "keraguan": _doubt,
    "edit": _edit,
    "tanya_regenerate": _ask,
    "regenerate": _regenerate,
    "pertanyaan": _question,
}
LOOKS: dict[str, tuple[tuple[int, int], dict[str, Any]]] = {
    "80x24": (SMALL, {"tema": "deka"}),
    "120x40": (LARGE, {"tema": "deka"}),
    "16warna": (SMALL, {"tema": "ansi-dark"}),
    "ascii": (SMALL, {"tema": "ansi-dark", "ascii": True}),
}
FEW = ("dasbor", "kalender", "daftar", "detail", "edit", "pertanyaan")
"""Places with a picture at the least size, in 16 colours and in ASCII, too; all kinds of parts are there."""
CASES = [(scene, look) for scene in SCENES for look in ("80x24", "120x40")]
CASES += [(scene, look) for scene in FEW for look in ("16warna", "ascii", "60x20")]


@pytest.mark.parametrize(("scene", "look"), CASES, ids=lambda value: str(value))
def test_scene(scene: str, look: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size, layar = LOOKS.get(look, ((60, 20), {"tema": "deka"}))
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    pintu = FakePintu()
    pintu.satusehat.rows()
    app = DekaApp(settings(**layar), SUPER, pintu, clock=lambda: NOW / 1000)

    async def before(pilot: Pilot[Any]) -> None:
        loket = Loket.around(app, pilot)
        await loket.sampai(lambda: loket.layar.board.page is not None)
        await loket.tenang()
        await SCENES[scene](await masuk(loket), pintu.satusehat)
        await loket.tenang()

    assert snap_compare(app, terminal_size=size, run_before=before)
