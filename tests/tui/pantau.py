"""Hands and eyes for the tab Monitoring."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.pane_monitoring import PaneMonitoring
from shared.domain.records import Pelaku
from shared.security.permissions import ROLES
from tests.tui.fake_monitor import FakeMonitor
from tests.tui.fake_port import FakePintu
from tests.tui.robot import SMALL, Loket

ADMIN = Pelaku("ratih", "admin", ROLES["admin"], loket="1")
SUPER = Pelaku("ratih", "superadmin", ROLES["superadmin"], loket="1")


class Pantau:
    """The tab Monitoring of a robot."""

    def __init__(self, loket: Loket, monitor: FakeMonitor) -> None:
        self.loket, self.monitor = loket, monitor

    @property
    def halaman(self) -> BpjsFktpScreen:
        return next(s for s in self.loket.app.screen_stack if isinstance(s, BpjsFktpScreen))

    @property
    def pane(self) -> PaneMonitoring:
        pane = self.halaman.panes["monitoring"]
        assert isinstance(pane, PaneMonitoring)
        return pane

    @property
    def ids(self) -> list[int]:
        """Ids of the rows on screen."""
        return [int(row.id) for row in self.pane.table.rows]

    @property
    def kini(self) -> int | str | None:
        return self.pane.table.current

    @property
    def kartu(self) -> list[int]:
        """The four counts as they read."""
        counts = [int(word) for word in self.pane.cards.text.replace(".", "").split() if word.isdigit()]
        return [counts[at] for at in (0, 1, 2, 3)] if len(counts) == 4 else []

    def sel(self, job_id: int, name: str) -> str:
        """A cell of a row."""
        row = next(row for row in self.pane.table.rows if row.id == job_id)
        return "".join(piece.text for piece in row.sel.get(name, ())).strip()

    async def tekan(self, *keys: str) -> None:
        await self.loket.tekan(*keys)

    async def sampai(self, condition: object, what: str = "the condition") -> None:
        await self.loket.sampai(condition, what)  # type: ignore[arg-type]

    async def ke(self, job_id: int) -> None:
        """Put the cursor on a job."""
        await self.sampai(lambda: job_id in self.ids, f"row {job_id}")
        self.pane.table.move_to(self.ids.index(job_id))
        await self.loket.tenang()

    @property
    def rinci(self) -> str:
        """The detail as it reads."""
        detail = self.pane.detail
        from deka_tui.widgets.cell import Cell

        cells = "\n".join(cell.text for cell in detail.query(Cell))
        return f"{cells}\n{detail.json.text}"


@asynccontextmanager
async def pantau(
    size: tuple[int, int] = SMALL,
    *,
    pelaku: Pelaku = ADMIN,
    monitor: FakeMonitor | None = None,
    **layar: object,
) -> AsyncIterator[Pantau]:
    """A station of an admin with the tab Monitoring open and read."""
    pintu = FakePintu()
    if monitor is not None:
        pintu.monitor = monitor
    async with Loket(pintu, size, pelaku=pelaku, **layar) as loket:
        await loket.tekan("m", "enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, BpjsFktpScreen))
        seen = Pantau(loket, pintu.monitor)
        await seen.sampai(lambda: seen.pane.daftar.dibaca, "the first page")
        await loket.tenang()
        yield seen
