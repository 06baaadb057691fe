"""Sizes, themes and the screen that is too small."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.tui.fake_port import FakePintu, clinic_day
from tests.tui.robot import LARGE, Loket


async def test_resizing_changes_the_pool_and_keeps_the_ticket() -> None:
    async with Loket(FakePintu(clinic_day(34))) as loket:
        await loket.tekan("pagedown", "j")
        await loket.sampai(lambda: loket.kini.tiket == "A-006")
        await loket.pilot.resize_terminal(*LARGE)
        await loket.sampai(lambda: len(loket.kartu_semua) == 9)
        assert loket.kini.tiket == "A-006"
        assert loket.layar.wide
        await loket.pilot.resize_terminal(60, 20)
        await loket.sampai(lambda: len(loket.kartu_semua) == 3)
        assert loket.kini.tiket == "A-006"


async def test_too_small_says_so_and_recovers() -> None:
    async with Loket(FakePintu()) as loket:
        cover = loket.layar.query_one(".penutup")
        assert not cover.display
        words = "layar terlalu kecil (minimal 60×20)"
        for size in ((59, 24), (80, 19), (20, 5)):
            await loket.pilot.resize_terminal(*size)
            await loket.sampai(lambda: words in " ".join(loket.terlihat.split()), words)
            assert cover.display
            await loket.pilot.resize_terminal(80, 24)
            await loket.sampai(lambda: not cover.display)
        assert loket.kini.tiket == "A-001"
        assert len(loket.kartu_semua) == 4


async def test_a_dialog_survives_a_screen_that_is_too_small() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("x")
        await loket.pilot.resize_terminal(40, 10)
        assert loket.dialog is not None
        dialog = loket.dialog
        await loket.sampai(lambda: dialog.query_one(".penutup").display)
        await loket.pilot.resize_terminal(80, 24)
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.dialog is None)


async def test_no_key_does_what_nobody_can_see() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("j", "x", "4")
        await loket.ketik("salah")
        await loket.pilot.resize_terminal(20, 5)
        await loket.sampai(lambda: loket.app.screen.has_class("-pendek"))
        await loket.tekan("z", "tab", "y", "enter", "escape")
        await loket.pilot.resize_terminal(80, 24)
        await loket.sampai(lambda: not loket.app.screen.has_class("-pendek"))
        dialog = loket.dialog
        assert dialog is not None
        assert dialog.query_one("#lain", Input).value == "salah"
        await loket.tekan("escape")
        assert loket.kini.tiket == "A-002"
        await loket.pilot.resize_terminal(80, 19)
        await loket.sampai(lambda: loket.app.screen.has_class("-pendek"))
        await loket.tekan("p", "l", "k")
        await loket.pilot.resize_terminal(80, 24)
        await loket.sampai(lambda: not loket.app.screen.has_class("-pendek"))
        assert loket.kini.tiket == "A-002"
        assert {name for name, _ in pintu.calls} <= {"buka", "muat", "tunggu", "percobaan"}


@pytest.mark.parametrize("theme", ["ansi-dark", "deka-terang", "nord"])
async def test_other_themes(theme: str) -> None:
    async with Loket(FakePintu(), tema=theme) as loket:
        assert loket.app.theme == theme
        await loket.tekan("x", "escape", "n", "escape")
        assert loket.kartu("A-001").badge_a == "A: Gagal"


async def test_sixteen_colours_take_the_theme_made_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.delenv("COLORTERM")
    async with Loket(FakePintu()) as loket:
        assert loket.app.theme == "ansi-dark"
        assert loket.app.plain("[r] ↻ Resend") == "[r] ► Resend"
