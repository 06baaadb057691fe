"""Hands and eyes for the page Satu Sehat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from deka_tui.screens.pane_dasbor import PaneDasbor
from deka_tui.screens.pane_sumber import PaneSumber
from deka_tui.screens.satusehat import SatuSehatScreen
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.sumber_detail import SumberDetail
from shared.domain.records import Pelaku
from shared.domain.sumber import Tipe
from tests.tui.fake_port import FakePintu
from tests.tui.fake_satusehat import FakeSatuSehat
from tests.tui.pantau import ADMIN
from tests.tui.robot import SMALL, Loket


class Sehat:
    """The page of a robot."""

    def __init__(self, loket: Loket) -> None:
        self.loket = loket

    @property
    def halaman(self) -> SatuSehatScreen:
        return next(s for s in self.loket.app.screen_stack if isinstance(s, SatuSehatScreen))

    @property
    def dasbor(self) -> PaneDasbor:
        return self.halaman.dasbor

    @property
    def sumber(self) -> PaneSumber:
        return self.halaman.sumber

    @property
    def kini(self) -> str:
        """The type under the cursor."""
        card = self.dasbor.grid.kini
        return card.tipe.value if card is not None else ""

    @property
    def ids(self) -> list[int]:
        return [int(row.id) for row in self.sumber.table.rows]

    def sel(self, job_id: int, name: str) -> str:
        row = next(row for row in self.sumber.table.rows if row.id == job_id)
        return "".join(piece.text for piece in row.sel.get(name, ())).strip()

    @property
    def detail(self) -> SumberDetail:
        detail = self.sumber.detail
        assert isinstance(detail, SumberDetail)
        return detail

    @property
    def rinci(self) -> str:
        """The detail as it reads."""
        cells = "\n".join(cell.text for cell in self.detail.query(Cell))
        return f"{cells}\n{self.detail.json.text}"

    @property
    def terlihat(self) -> str:
        return self.loket.terlihat

    async def tekan(self, *keys: str) -> None:
        await self.loket.tekan(*keys)

    async def sampai(self, condition: Callable[[], object], what: str = "the condition") -> None:
        await self.loket.sampai(condition, what)

    async def ke(self, tipe: Tipe) -> None:
        """Put the cursor on a card."""
        types = [card.tipe for card in self.dasbor.grid.cards]
        self.dasbor.grid.move_to(types.index(tipe))
        await self.loket.tenang()

    async def daftar(self, tipe: Tipe = Tipe.ENCOUNTER) -> None:
        """Open the list of a type and wait for its rows."""
        await self.ke(tipe)
        await self.tekan("enter")
        await self.sampai(lambda: self.halaman.pane is self.sumber and self.sumber.daftar.dibaca)
        await self.loket.tenang()

    async def baris(self, job_id: int) -> None:
        """Put the cursor on a row."""
        await self.sampai(lambda: job_id in self.ids, f"row {job_id}")
        self.sumber.table.move_to(self.ids.index(job_id))
        await self.loket.tenang()

    async def rincian(self, job_id: int) -> None:
        """Open a row in full."""
        await self.baris(job_id)
        await self.tekan("enter")
        await self.sampai(lambda: self.detail.penuh is not None and self.detail.isi is not None)
        await self.loket.tenang()


async def masuk(loket: Loket) -> Sehat:
    """Go from the queue to the dashboard, by the menu."""
    await loket.tekan("m", "2")
    await loket.sampai(lambda: isinstance(loket.app.screen, SatuSehatScreen))
    seen = Sehat(loket)
    await seen.sampai(lambda: seen.dasbor.isi is not None, "the dashboard")
    await loket.tenang()
    return seen


@asynccontextmanager
async def sehat(
    size: tuple[int, int] = SMALL,
    *,
    pelaku: Pelaku = ADMIN,
    pintu: FakePintu | None = None,
    atur: Callable[[FakeSatuSehat], None] | None = None,
    **layar: object,
) -> AsyncIterator[tuple[Sehat, FakeSatuSehat]]:
    """A station of an admin with the dashboard open and read."""
    door = pintu or FakePintu()
    door.satusehat.rows()
    if atur is not None:
        atur(door.satusehat)
    async with Loket(door, size, pelaku=pelaku, **layar) as loket:
        yield await masuk(loket), door.satusehat
