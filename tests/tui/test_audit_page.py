"""The page Audit: who sees it, filters, pages, a row in full, the chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from deka_tui import halaman
from deka_tui.app import DekaApp
from deka_tui.screens.audit import AuditScreen
from deka_tui.screens.pane_audit import PaneAudit
from deka_tui.widgets.chooser import Chooser
from shared.domain.records import Pelaku
from shared.security.permissions import ROLES
from tests.tui.fake_port import DAY, NOW, FakePintu
from tests.tui.robot import SMALL, Loket, settings

AUDITOR = Pelaku("tono", "auditor", ROLES["auditor"], loket="1")


async def buka(loket: Loket) -> PaneAudit:
    """Go to the page by the menu."""
    await loket.sampai(lambda: loket.app.is_open, "the storage")
    await loket.tekan("m")
    await loket.sampai(lambda: isinstance(loket.app.screen, Chooser), "the menu")
    await loket.tekan("enter")
    await loket.sampai(lambda: isinstance(loket.app.screen, AuditScreen), "the page")
    pane = loket.app.screen.query_one(PaneAudit)
    await loket.sampai(lambda: pane.table.rows, "rows")
    await loket.tenang()
    return pane


def loket_audit(pintu: FakePintu, size: tuple[int, int] = SMALL) -> Loket:
    return Loket(pintu, size, pelaku=AUDITOR, wait=False)


@pytest.mark.parametrize("role", list(ROLES))
def test_the_page_is_there_for_those_who_may_see_the_trail(role: str) -> None:
    pages = {page.id for page in halaman.terbuka(Pelaku("x", role, ROLES[role]))}
    assert ("audit" in pages) is (role in ("superadmin", "auditor"))


async def test_rows_say_who_did_what_and_what_was_refused() -> None:
    async with loket_audit(FakePintu()) as loket:
        pane = await buka(loket)
        text = pane.table.text
        assert "08:14:00" in text
        assert " ditolak " in text
        assert "menunggu → diterima" in text or loket.app.size.width < 100
        assert "\x1b" not in text
        assert "0001234567890" not in text
        assert pane.saring.dari == pane.saring.sampai == DAY
        assert "muat" not in {name for name, _ in loket.app.pintu.calls}  # type: ignore[attr-defined]


async def test_pages_go_there_and_back() -> None:
    async with loket_audit(FakePintu()) as loket:
        pane = await buka(loket)
        first = [row.id for row in pane.baris]
        assert first[0] == 60
        await loket.tekan("pagedown")
        await loket.sampai(lambda: pane.baris[0].id == first[-1] - 1, "the next page")
        assert "Home terbaru" in pane.table.text
        await loket.tekan("pageup")
        await loket.sampai(lambda: [row.id for row in pane.baris] == first, "the page before")
        await loket.tekan("end", "down")
        await loket.sampai(lambda: pane.baris[0].id == first[-1] - 1, "the next page by the arrow")
        await loket.tekan("home")
        await loket.sampai(lambda: [row.id for row in pane.baris] == first, "the newest")


async def test_filters() -> None:
    pintu = FakePintu()
    async with loket_audit(pintu) as loket:
        pane = await buka(loket)
        await loket.tekan("f")
        await loket.sampai(lambda: {row.hasil for row in pane.baris} == {"ditolak"})
        await loket.tekan("p")
        await loket.ketik("budi")
        await loket.tekan("enter")
        await loket.sampai(lambda: {row.pelaku for row in pane.baris} == {"budi"})
        await loket.tekan("a")
        await loket.sampai(lambda: "antrean, pengguna" in " ".join(loket.teks().split()))
        await loket.ketik("pengguna")
        await loket.tekan("enter")
        await loket.sampai(lambda: "Tidak ada baris audit" in pane.table.note)
        await loket.tekan("z")
        await loket.sampai(lambda: len(pane.baris) > 5)
        await loket.tekan("left")
        await loket.sampai(lambda: pintu.audit.asked[-1].dari == DAY - timedelta(days=1))
        await loket.tekan("h")
        await loket.sampai(lambda: pintu.audit.asked[-1].dari is None)
        assert "11-20 08:14:00" in pane.table.text
        await loket.tekan("escape")
        await loket.sampai(lambda: not isinstance(loket.app.screen, AuditScreen))
        assert (await buka(loket)).saring.dari is None, "the filter is found again"


async def test_a_row_in_full() -> None:
    async with loket_audit(FakePintu()) as loket:
        await buka(loket)
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.modal is not None)
        assert loket.modal is not None
        assert "sesudah: menunggu" in loket.modal.text
        assert "Segel" in loket.modal.text
        await loket.tekan("q", "down", "enter")
        await loket.sampai(lambda: loket.modal is not None and "jahat" in loket.modal.text)
        assert loket.modal is not None
        assert "****7890" in loket.modal.text
        assert "\x1b" not in loket.modal.text


async def test_the_chain_is_verified() -> None:
    pintu = FakePintu()
    async with loket_audit(pintu) as loket:
        await buka(loket)
        await loket.tekan("v")
        await loket.sampai(lambda: loket.modal is not None)
        assert loket.modal is not None
        assert "Jejak audit utuh: 60 baris" in loket.modal.text
        await loket.tekan("q")
        pintu.audit.broken = True
        await loket.tekan("v")
        await loket.sampai(lambda: loket.modal is not None)
        assert "urutan 12) diubah" in loket.modal.text


async def test_the_newest_page_follows_what_happens() -> None:
    pintu = FakePintu()
    async with loket_audit(pintu) as loket:
        pane = await buka(loket)
        pintu.audit.rows.insert(0, replace(pintu.audit.rows[0], id=61, urut=61))
        pintu.poke()
        await loket.sampai(lambda: pane.baris[0].id == 61, "the new row")


LOOKS = {"80x24": (SMALL, "deka"), "60x20": ((60, 20), "deka"), "120x40": ((120, 40), "deka")}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scene", ["daftar", "rincian"])
def test_scene(scene: str, look: str, snap_compare: Any) -> None:
    size, theme = LOOKS[look]
    app = DekaApp(settings(tema=theme), AUDITOR, FakePintu(), clock=lambda: NOW / 1000)

    async def before(pilot: Pilot[Any]) -> None:
        loket = Loket.around(app, pilot)
        await buka(loket)
        if scene == "rincian":
            await loket.tekan("down", "down", "enter")
            await loket.sampai(lambda: loket.modal is not None)
        await loket.tenang()

    assert snap_compare(app, terminal_size=size, run_before=before)
