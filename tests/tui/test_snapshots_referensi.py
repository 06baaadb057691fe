"""What the reference tabs look like: every scene at both sizes, and in sixteen colours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from deka_tui.app import DekaApp
from deka_tui.screens.petakan import PetakanScreen
from shared.domain.referensi import JenisReferensi as J
from shared.domain.referensi import StatusSinkron as S
from tests.tui.fake_port import NOW, FakePintu
from tests.tui.fake_referensi import sync
from tests.tui.robot import Loket, settings
from tests.tui.test_fktp import ADMIN, masuk
from tests.tui.test_snapshots import LOOKS

Play = Callable[[Loket], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """A name, the tab, and the keys that are pressed; the last key's outcome is waited for."""

    name: str
    tab: str
    keys: tuple[str, ...] = ()
    until: str = ""


SCENES = [
    Scene("rak", "referensi_pcare", ("down",), "42 dtk"),
    Scene("rak_tanpa_pekerja", "referensi_pcare", (), "tidak ada worker"),
    Scene("isi", "referensi_pcare", ("enter", "h"), "B99"),
    Scene("isi_berubah", "referensi_pcare", ("b",), "Perubahan terakhir"),
    Scene("isi_kosong", "referensi_pcare", ("end", "enter"), "Tekan s untuk mengambilnya"),
    Scene("baris", "referensi_pcare", ("enter", "enter"), "tersimpan"),
    Scene("henti", "referensi_pcare", ("down", "x"), "Yang sudah dibaca tersimpan"),
    Scene("jadwal", "referensi_antrean", (), "POLI UMUM"),
    Scene("jadwal_belum", "referensi_antrean", ("right_square_bracket",), "belum diambil"),
    Scene("tanggal", "referensi_antrean", ("t", "down"), "Sab 21 Nov 2026"),
    Scene("peta", "referensi_antrean", ("m",), "belum dipetakan"),
    Scene("peta_dokter", "referensi_antrean", ("m", "r"), "tanpa kdDokter"),
    Scene("petakan_ruangan", "referensi_antrean", ("m", "enter"), "100%"),
    Scene("petakan_dokter", "referensi_antrean", ("m", "r", "enter"), "Menjadi: 07:00-12:00"),
]


def scene_port(name: str) -> FakePintu:
    """Synchronisations in every state."""
    pintu = FakePintu()
    if name == "rak_tanpa_pekerja":
        pintu.gates(workers=0)
    door = pintu.referensi
    run = sync(J.DOKTER, NOW, S.JALAN, bagian=0.45, sisa=42_000, baris=1200, halaman=13)
    door.put(J.DOKTER, run)
    door.put(J.KESADARAN, sync(J.KESADARAN, NOW, S.MENUNGGU, bagian=0.0))
    door.put(J.POLI, sync(J.POLI, NOW, S.GAGAL, pesan="Password expired", dari_bpjs=True))
    door.put(J.PROVIDER, sync(J.PROVIDER, NOW, S.DIBATALKAN, bagian=0.3, dihentikan_oleh="sari"))
    return pintu


FEW = ("rak", "isi_berubah", "jadwal", "peta_dokter", "petakan_dokter")
"""Places that have a picture in 16 colours, too: all kinds of parts are in them."""
CASES = [(scene, look) for scene in SCENES for look in LOOKS if look != "16warna" or scene.name in FEW]


@pytest.mark.parametrize(("scene", "look"), CASES, ids=lambda value: getattr(value, "name", value))
def test_scene(scene: Scene, look: str, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    size, theme = LOOKS[look]
    monkeypatch.setattr(Input, "cursor_blink", False)
    app = DekaApp(settings(tema=theme), ADMIN, scene_port(scene.name), clock=lambda: NOW / 1000)

    async def before(pilot: Pilot[Any]) -> None:
        loket = Loket.around(app, pilot)
        await loket.sampai(lambda: loket.layar.board.page is not None)
        await loket.tenang()
        page = await masuk(loket)
        page.buka_tab(scene.tab)
        word = "Diagnosa" if scene.tab == "referensi_pcare" else "POLI UMUM"
        await loket.sampai(lambda: word in loket.terlihat)
        for key in scene.keys:
            before_ = loket.terlihat
            await loket.tekan(key)
            await loket.sampai(lambda before_=before_: loket.terlihat != before_)
        form = app.screen
        if isinstance(form, PetakanScreen):
            await loket.sampai(lambda: form.utama.choice)
        await loket.sampai(lambda: scene.until in loket.terlihat, scene.until)
        await loket.tenang()

    assert snap_compare(app, terminal_size=size, run_before=before)
