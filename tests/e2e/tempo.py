"""The worker with shorter pauses, for tests of what happens after the pauses.

``DEKA_UJI_TEMPO=0.05 python -m tests.e2e.tempo`` is ``python -m worker`` whose back-off, read-back delays,
breaker and heartbeat take a twentieth of their time. Nothing else differs: the deadline of a send, which
is a setting, is left alone.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def shorten(factor: float) -> None:
    """Shorten every pause; fails when one of them is not where it was."""
    from shared.domain import retries, sumber_langkah
    from shared.services import kirim, sumber_kirim
    from worker import engine, relay

    pauses: tuple[tuple[Any, str], ...] = (
        (retries, "SECOND"),
        (sumber_langkah, "SECOND"),
        (sumber_langkah, "TUNGGU_KREDENSIAL"),
        (kirim, "BREAK_MS"),
        (sumber_kirim, "BREAK_MS"),
        (sumber_kirim, "TUNGGU_KREDENSIAL"),
        (relay, "BEAT"),
        (engine, "_GRACE_MS"),
    )
    for module, name in pauses:
        usual = getattr(module, name)
        setattr(module, name, type(usual)(usual * factor))


if __name__ == "__main__":
    shorten(float(os.environ["DEKA_UJI_TEMPO"]))
    from worker.cli import main

    sys.exit(main())
