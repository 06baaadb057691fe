"""What the page Pemetaan Obat KFA looks like: at each size, in sixteen colours, in plain ASCII."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from deka_tui.app import DekaApp
from shared.domain.referensi import JenisReferensi, StatusSinkron
from tests.tui.fake_kfa import product
from tests.tui.fake_port import NOW, FakePintu
from tests.tui.fake_referensi import sync
from tests.tui.robot import Loket, settings
from tests.tui.test_fktp import ADMIN
from tests.tui.test_kfa_layar import masuk, pane
from tests.tui.test_snapshots import LOOKS

SMALLEST = (60, 20)


@dataclass(frozen=True)
class Scene:
    """A name, the keys that are pressed, and what is waited for after the last."""

    name: str
    keys: tuple[str, ...] = ()
    until: str = "pct 500 tab"


SCENES = [
    Scene("belum"),
    Scene("sinkron", (), "45%"),
    Scene("petakan", ("enter",), "Sinar Farma Contoh"),
    Scene("petakan_ragu", ("end", "up", "enter"), "(pilih yang sesuai)"),
    Scene("petakan_cari", ("enter", "a", "m", "o", "x"), "Hasil pencarian"),
    Scene("berbeda", ("enter", "down", "down", "enter"), "Ya, Tetap Petakan"),
    Scene("sudah", ("tab",), "pengganti: 93000004"),
    Scene("detail", ("tab", "down", "enter"), "Detail Kode KFA"),
    Scene("hapus", ("tab", "d"), "Ya, Hapus"),
    Scene("tinjau", ("b",), "saran kuat ditandai"),
    Scene("terima", ("b", "enter", "y"), "tidak dipetakan."),
    Scene("tambah", ("n",), "Resep menunggu"),
    Scene("impor", ("i",), "kode,kode_kfa"),
    Scene("kosong", (), "Belum ada produk."),
]


def scene_port(name: str) -> FakePintu:
    """A clinic in the state of a scene."""
    pintu = FakePintu()
    door = pintu.kfa
    if name == "sinkron":
        door.reading(
            sync(JenisReferensi.KFA, NOW, StatusSinkron.JALAN, bagian=0.45, sisa=42_000, baris=11_000,
                 halaman=11, total=24_512)
        )  # fmt: skip
    elif name == "terima":
        door.put(product(11, "PB", "pct 500 mg", 4))
        door.rejected = ("PB",)
    elif name == "kosong":
        door.products.clear()
        door.catalogue = replace(
            door.catalogue, obat=0, alkes=0, usang=0, terakhir=None, sekarang=None
        )  # fmt: skip
    return pintu


async def play(loket: Loket, scene: Scene) -> None:
    page = await masuk(loket)
    if scene.name != "kosong":
        await loket.sampai(lambda: pane(page).table.rows)
    for key in scene.keys:
        before = loket.terlihat
        await loket.tekan(key)
        await loket.sampai(lambda before=before: loket.terlihat != before)
        form = loket.app.screen
        if hasattr(form, "saran"):
            await loket.sampai(lambda form=form: form.saran and (form.choice is None or form.detail))
        await loket.tenang()
    await loket.sampai(lambda: scene.until in loket.terlihat, scene.until)
    form = loket.app.screen
    if hasattr(form, "saran"):
        await loket.sampai(lambda: not form.mencari and (form.choice is None or form.detail))
    await loket.tenang()


def check(scene: Scene, size: tuple[int, int], snap_compare: Any, **layar: Any) -> None:
    app = DekaApp(settings(**layar), ADMIN, scene_port(scene.name), clock=lambda: NOW / 1000)

    async def before(pilot: Pilot[Any]) -> None:
        loket = Loket.around(app, pilot)
        await loket.sampai(lambda: loket.layar.board.page is not None)
        await loket.tenang()
        await play(loket, scene)

    assert snap_compare(app, terminal_size=size, run_before=before)


FEW = ("belum", "petakan", "berbeda", "sinkron")
"""Places that have a picture in 16 colours, too: all kinds of parts are in them."""
CASES = [(scene, look) for scene in SCENES for look in LOOKS if look != "16warna" or scene.name in FEW]


@pytest.mark.parametrize(("scene", "look"), CASES, ids=lambda value: getattr(value, "name", value))
def test_scene(scene: Scene, look: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size, theme = LOOKS[look]
    monkeypatch.setattr(Input, "cursor_blink", False)
    check(scene, size, snap_compare, tema=theme)


@pytest.mark.parametrize("name", ["belum", "petakan", "berbeda", "sudah", "tinjau", "tambah"])
def test_the_smallest(name: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input, "cursor_blink", False)
    check(next(one for one in SCENES if one.name == name), SMALLEST, snap_compare, tema="deka")


@pytest.mark.parametrize("name", ["belum", "petakan", "sudah", "sinkron"])
def test_ascii(name: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input, "cursor_blink", False)
    scene = next(one for one in SCENES if one.name == name)
    check(scene, LOOKS["80x24"][0], snap_compare, tema="deka", ascii=True)
