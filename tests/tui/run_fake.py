"""Run the screen on the fake door, to look at it: ``python -m tests.tui.run_fake [COUNT]``."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

from deka_tui import watchdog
from deka_tui.app import DekaApp
from shared.config import FaskesSettings, LayarSettings, Settings
from shared.domain.records import Pelaku
from shared.domain.status import StatusJob
from shared.security.permissions import ROLES
from tests.tui.fake_port import NAMES, NOW, PETUGAS, FakePintu, clinic_day, ticket


def main() -> None:
    """Run until left."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    settings = replace(
        Settings(),
        faskes=FaskesSettings(nama="Klinik Contoh Sehat"),
        layar=LayarSettings(
            ascii=os.environ.get("FAKE_ASCII") == "1",
            aksesibel=os.environ.get("FAKE_AKSESIBEL") == "1",
            mouse=os.environ.get("FAKE_MOUSE") == "1",
            tema=os.environ.get("FAKE_TEMA", ""),
        ),
    )
    if os.environ.get("FAKE_IGNORE_HUP") == "1":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    else:
        watchdog.restore_hangup()
    watchdog.start(every=0.2)
    healthy = os.environ.get("FAKE_HEALTHY") == "1"
    names = [NAMES[n % len(NAMES)] for n in range(count)]
    pintu = FakePintu([ticket(n, name) for n, name in enumerate(names, 1)] if healthy else clinic_day(count))

    def toggle(*_: object) -> None:
        """The worker settles, or takes up again, the second card's queue job."""
        card = pintu.cards[2]
        assert card.a is not None
        status = StatusJob.TERKIRIM if card.a.status is StatusJob.PROSES else StatusJob.PROSES
        pintu.put(replace(card, a=replace(card.a, status=status)))

    signal.signal(signal.SIGUSR1, toggle)
    admin = Pelaku("ratih", "admin", ROLES["admin"], loket="1")
    who = admin if os.environ.get("FAKE_PERAN") == "admin" else PETUGAS
    app = DekaApp(settings, who, pintu, clock=lambda: NOW / 1000, bertahap=True)
    app.run(mouse=settings.layar.mouse)


if __name__ == "__main__":
    main()
