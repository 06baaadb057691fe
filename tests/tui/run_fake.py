"""Run the screen on the fake door, to look at it: ``python -m tests.tui.run_fake [COUNT]``."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

from deka_tui import watchdog
from deka_tui.app import DekaApp
from shared.config import FaskesSettings, LayarSettings, Settings
from shared.domain.status import StatusJob
from tests.tui.fake_port import NOW, PETUGAS, FakePintu, clinic_day


def main() -> None:
    """Run until left."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    settings = replace(
        Settings(),
        faskes=FaskesSettings(nama="Klinik Contoh Sehat"),
        layar=LayarSettings(
            ascii=os.environ.get("FAKE_ASCII") == "1",
            mouse=os.environ.get("FAKE_MOUSE") == "1",
            tema=os.environ.get("FAKE_TEMA", ""),
        ),
    )
    watchdog.start()
    pintu = FakePintu(clinic_day(count))

    def toggle(*_: object) -> None:
        """The worker settles, or takes up again, the second card's registration."""
        card = pintu.cards[2]
        assert card.p is not None
        status = StatusJob.GAGAL if card.p.status is StatusJob.PROSES else StatusJob.PROSES
        pintu.put(replace(card, p=replace(card.p, status=status)))

    signal.signal(signal.SIGUSR1, toggle)
    DekaApp(settings, PETUGAS, pintu, clock=lambda: NOW / 1000).run(mouse=settings.layar.mouse)


if __name__ == "__main__":
    main()
