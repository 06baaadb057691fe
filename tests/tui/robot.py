"""A counter clerk made of code: presses keys, reads the screen, and never sleeps for a guessed time.

async with Loket(FakePintu()) as loket:
    await loket.tekan("r", "y")
    await loket.sampai(lambda: loket.kartu("A-001").badge_a == "A: processing")
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from textual.pilot import Pilot
from textual.widgets import Static

from deka_tui.app import DekaApp
from deka_tui.port import Pintu
from deka_tui.presenters.kartu import BUTTONS
from deka_tui.screens.antrean import AntreanScreen
from deka_tui.screens.daftar import DaftarScreen
from deka_tui.widgets.card import Card
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.confirm import Confirm, ReasonRow
from deka_tui.widgets.text_modal import TextModal
from shared.config import FaskesSettings, LayarSettings, Settings
from shared.domain.records import Pelaku
from tests.support.waiting import TooLate
from tests.tui.fake_port import NOW, PETUGAS

T = TypeVar("T")
SMALL, LARGE = (80, 24), (120, 40)


def settings(**layar: Any) -> Settings:
    """Settings of a station."""
    return replace(
        Settings(), faskes=FaskesSettings(nama="Klinik Contoh Sehat"), layar=LayarSettings(**layar)
    )


@dataclass
class KartuDilihat:
    """A card as it reads on the screen."""

    card: Card
    current: bool

    def part(self, name: str) -> str:
        return self.card.part(name).text.strip()

    @property
    def tiket(self) -> str:
        return self.part("title").split("  ")[0]

    @property
    def judul(self) -> str:
        return self.part("title")

    @property
    def keadaan(self) -> str:
        return self.part("state")

    @property
    def rinci(self) -> str:
        return self.part("detail")

    @property
    def badge_p(self) -> str:
        return self.part("badge_p")

    @property
    def badge_a(self) -> str:
        return self.part("badge_a")

    @property
    def pcare(self) -> str:
        return self.part("pcare")

    @property
    def tombol(self) -> list[str]:
        """The buttons that are there, as they read."""
        return [text for name in BUTTONS if (text := self.part(name))]


class Loket:
    """The robot. ``layar`` keywords are ``[layar]`` settings."""

    def __init__(
        self,
        pintu: Pintu | None = None,
        size: tuple[int, int] = SMALL,
        *,
        pelaku: Pelaku = PETUGAS,
        clock: Callable[[], float] = lambda: NOW / 1000,
        settings_: Settings | None = None,
        wait: bool = True,
        **layar: Any,
    ) -> None:
        self.app = DekaApp(settings_ or settings(**layar), pelaku, pintu, clock=clock)
        self._size = size
        self._wait = wait
        self._stack = AsyncExitStack()
        self.pilot: Pilot[int]

    @classmethod
    def around(cls, app: DekaApp, pilot: Pilot[Any]) -> Self:
        """A robot for an app that runs already."""
        made = cls.__new__(cls)
        made.app, made.pilot = app, pilot
        return made

    async def __aenter__(self) -> Self:
        self.pilot = await self._stack.enter_async_context(self.app.run_test(size=self._size))
        if self._wait:
            await self.sampai(lambda: self.layar.board.page is not None, "data")
            await self.tenang()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    # ------------------------------------------------------------------ hands --
    async def tekan(self, *keys: str) -> None:
        """Press keys, each handled before the next."""
        for key in keys:
            await self.pilot.press(key)
            await self.tenang()

    async def ketik(self, text: str) -> None:
        """Type a text."""
        await self.pilot.press(*("space" if char == " " else char for char in text))
        await self.tenang()

    async def klik(self, tiket: str, part: str) -> None:
        """Click a part of a card."""
        card = self.kartu(tiket).card
        slot = card.slots[part]
        await self.pilot.click(card, offset=(slot.x + 1, slot.y))
        await self.tenang()

    async def tenang(self) -> None:
        """Wait until what was asked for is through, a dialog that opens or closes included."""
        await self.pilot.pause()
        through = asyncio.Event()
        self.app.call_later(through.set)
        with suppress(TimeoutError):  # an app that has crashed never answers; leaving tells why
            await asyncio.wait_for(through.wait(), 10)
        await self.pilot.pause()

    async def sampai(self, condition: Callable[[], T], what: str = "the condition", timeout: float = 30) -> T:
        """Wait until *condition* says something true."""
        end = time.monotonic() + timeout
        while True:
            if answer := condition():
                return answer
            if time.monotonic() > end:
                raise TooLate(f"waited {timeout:g} s for {what}\n{self.teks()}")
            await self.pilot.pause()
            with suppress(TimeoutError):  # gives threads a turn
                await asyncio.wait_for(asyncio.Event().wait(), 0.005)

    # ------------------------------------------------------------------- eyes --
    @property
    def layar(self) -> AntreanScreen:
        """The queue screen, also below a dialog."""
        return next(s for s in self.app.screen_stack if isinstance(s, AntreanScreen))

    @property
    def kartu_semua(self) -> list[KartuDilihat]:
        """The cards on screen."""
        place = self.layar.board.place
        cards = enumerate(self.layar.cards.cards)
        return [KartuDilihat(card, i == place) for i, card in cards if card.view is not None]

    @property
    def tiket(self) -> list[str]:
        """The tickets on screen, in order."""
        return [kartu.tiket for kartu in self.kartu_semua]

    def kartu(self, tiket: str) -> KartuDilihat:
        """A card by its ticket."""
        found = [kartu for kartu in self.kartu_semua if kartu.tiket == tiket]
        assert found, f"{tiket} is not on screen: {self.tiket}"
        return found[0]

    @property
    def kini(self) -> KartuDilihat:
        """The card with the bar."""
        marked = [kartu for kartu in self.kartu_semua if kartu.card.marked]
        assert len(marked) == 1, [kartu.tiket for kartu in marked]
        assert marked[0].current
        return marked[0]

    @property
    def panel(self) -> str:
        return self.layar.panel.text

    @property
    def kepala(self) -> str:
        return self.layar.header.text

    @property
    def status(self) -> str:
        return self.layar.status.text

    @property
    def toast(self) -> list[str]:
        """What was said in passing, oldest first."""
        return [notification.message for notification in self.app._notifications]

    @property
    def dialog(self) -> Confirm | None:
        screen = self.app.screen
        return screen if isinstance(screen, Confirm) else None

    @property
    def tanya(self) -> str:
        """The sentence of the open dialog."""
        assert self.dialog is not None, self.app.screen
        return self.dialog.question.sentence

    @property
    def jawaban(self) -> list[str]:
        """The answers of the open dialog."""
        assert self.dialog is not None
        return [choice.label for choice in self.dialog.question.choices]

    @property
    def fokus(self) -> str:
        """Id of the widget that has the focus; ``""`` for none."""
        focused = self.app.screen.focused
        return (focused.id or "") if focused is not None else ""

    @property
    def alasan(self) -> list[str]:
        """The reasons of the open dialog, as they read."""
        assert self.dialog is not None
        return [row.text.strip() for row in self.dialog.query(ReasonRow)]

    @property
    def modal(self) -> TextModal | None:
        screen = self.app.screen
        return screen if isinstance(screen, TextModal) else None

    @property
    def formulir(self) -> DaftarScreen | None:
        screen = self.app.screen
        return screen if isinstance(screen, DaftarScreen) else None

    @property
    def terlihat(self) -> str:
        """The screen as it is drawn, row by row: what a person sees."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    def teks(self) -> str:
        """Every part of the top screen as it reads, covered or not, one cell or static a line."""
        lines = [cell.text for cell in self.app.screen.query(Cell) if cell.text and cell.display]
        lines += [text for card in self.app.screen.query(Card) if card.display for text in card.texts]
        lines += [str(static.content) for static in self.app.screen.query(Static) if static.display]
        return "\n".join(lines)
