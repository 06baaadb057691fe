"""What a counter does beside its queue: print tickets, call the numbers the kiosk has given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deka_tui import texts
from deka_tui.flows.desk import explain
from deka_tui.presenters.pieces import outside
from deka_tui.screens.live import LiveScreen
from shared.domain.records import Kartu

if TYPE_CHECKING:
    from deka_tui.flows.loket import LoketFlow
    from shared.domain.kios import TiketLoket


class StationFlow:
    """One key, one errand, one toast. A second press while the printer works is held back."""

    def __init__(self, screen: LiveScreen[None]) -> None:
        self._screen = screen
        self._printing: set[int] = set()
        self._calling = False
        self._loket: LoketFlow | None = None

    def numbers(self, registered: Callable[[Kartu | None], None]) -> None:
        """List the numbers of the registration counter; *registered* is told of a ticket made of one."""
        from deka_tui.flows.loket import LoketFlow

        if self._loket is None:
            self._loket = LoketFlow(self._screen, registered)
        self._loket.show()

    def registered(self, kartu: Kartu) -> None:
        """Print a new ticket where that is wanted without asking."""
        settings = self._screen.deka.settings.cetak
        if settings.jenis and settings.otomatis:
            self.print(kartu)

    def print(self, kartu: Kartu) -> None:
        """Print a ticket, or print it again."""
        if kartu.id in self._printing:
            return
        self._printing.add(kartu.id)

        def came(tiket: str | None, error: Exception | None) -> None:
            from deka_tui import texts_kios

            self._printing.discard(kartu.id)
            if tiket is not None:
                self._screen.toast(texts_kios.tercetak(outside(tiket, 12)))
            else:
                self._screen.toast(explain(error) if error else texts.GALAT, "warning")

        door = self._screen.pintu
        self._screen.errand(lambda: door.stasiun.cetak(kartu.id), came)

    def call_counter(self) -> None:
        """Call the next number of the registration counter here."""
        if self._calling:
            return
        self._calling = True

        def came(tiket: TiketLoket | None, error: Exception | None) -> None:
            from deka_tui import texts_kios

            self._calling = False
            if error is not None:
                self._screen.toast(explain(error), "warning")
            elif tiket is None:
                self._screen.toast(texts_kios.LOKET_KOSONG)
            else:
                self._screen.toast(
                    texts_kios.dipanggil_loket(outside(tiket.tiket, 12), outside(tiket.loket, 12), tiket.sisa)
                )

        door = self._screen.pintu
        self._screen.errand(lambda: door.stasiun.panggil_loket(), came)
