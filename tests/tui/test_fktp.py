"""The page BPJS FKTP: who gets in, its tabs, the way back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deka_tui import actions, halaman
from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.widgets.chooser import Chooser
from shared.domain.records import Pelaku
from shared.security.permissions import ROLES
from tests.tui.fake_port import PETUGAS, FakePintu
from tests.tui.robot import Loket

ADMIN = Pelaku("ratih", "admin", ROLES["admin"], loket="0")
REFUSED = (
    replace(ADMIN, izin=ROLES["admin"] - {"satusehat"}),
    replace(PETUGAS, izin=PETUGAS.izin | {"satusehat"}),
)


async def masuk(loket: Loket) -> BpjsFktpScreen:
    """Go from the queue into the page, by the menu."""
    await loket.tekan("m", "enter")
    await loket.sampai(lambda: isinstance(loket.app.screen, BpjsFktpScreen))
    page = loket.app.screen
    assert isinstance(page, BpjsFktpScreen)
    return page


async def test_an_admin_goes_in_by_the_menu_and_comes_back() -> None:
    async with Loket(FakePintu(), pelaku=ADMIN) as loket:
        assert "m Menu" in loket.terlihat
        await loket.tekan("m")
        menu = loket.app.screen
        assert isinstance(menu, Chooser)
        assert [(entry.grup, entry.label) for entry in menu.entries] == [
            ("Integrasi", "BPJS FKTP"), ("Integrasi → Satu Sehat", "Dashboard"),
            ("Integrasi → Satu Sehat", "Pemetaan Obat KFA"),
        ]  # fmt: skip
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, BpjsFktpScreen))
        for name in ("Referensi PCare", "Referensi Antrean", "Monitoring"):
            assert name in loket.terlihat
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.app.screen is loket.layar)


async def test_tabs_go_round() -> None:
    async with Loket(FakePintu(), pelaku=ADMIN) as loket:
        page = await masuk(loket)
        seen = []
        for _ in range(3):
            seen.append(page.pane.id)
            await loket.tekan("tab")
        assert seen == ["monitoring", "referensi_pcare", "referensi_antrean"]
        await loket.tekan("shift+tab")
        assert page.pane.id == "referensi_antrean"
        assert loket.app.focused is page.pane


@pytest.mark.parametrize("pelaku", REFUSED, ids=["admin without satusehat", "petugas with it"])
async def test_who_is_not_both_has_no_menu(pelaku: Pelaku) -> None:
    assert halaman.terbuka(pelaku) == ()
    assert "menu" not in {action.id for action in actions.strip(pelaku)}
    async with Loket(FakePintu(), pelaku=pelaku) as loket:
        assert "Menu" not in loket.terlihat
        await loket.tekan("m")
        assert loket.app.screen is loket.layar
        assert loket.toast == ["Anda tidak memiliki hak “satusehat”; minta admin bila memang diperlukan."]
