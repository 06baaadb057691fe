"""Tidying in the background: sealing older bodies with the key in use, removing those that are too old."""

from __future__ import annotations

import logging
import threading
import time

from shared.catatan import bidang
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from shared.services.segel import Perapi

log = logging.getLogger("deka.worker")

LOOK = 15.0
"""Seconds between looks whether there is anything to seal."""
PAUSE = 0.1
"""Seconds between two batches: counters and sends go first."""
PURGE = 600.0
"""Seconds between looks for bodies that are too old."""


class Petugas(threading.Thread):
    """Works through batches as long as there are any; one worker of a storage at a time."""

    def __init__(self, ctx: Konteks) -> None:
        super().__init__(name="deka-perapi", daemon=True)
        self._turn = ctx.giliran_perapi()
        self._tidy = Perapi(ctx)
        self._ending = threading.Event()
        self._purge_at = 0.0

    def run(self) -> None:
        """Work until told to end; a storage that is away is tried again at the next look."""
        try:
            while not self._ending.wait(PAUSE if self._try() else LOOK):
                pass
        finally:
            self._turn.lepas()

    def _try(self) -> bool:
        try:
            return self._turn.dipegang() and self._step()
        except PenyimpananGagal as error:
            log.warning("perapian tertunda", extra=bidang(kode=error.kode))
        except Exception:
            log.exception("perapian")
        return False

    def _step(self) -> bool:
        if self._tidy.segel():
            return True
        if time.monotonic() < self._purge_at:
            return False
        if self._tidy.hapus():
            return True
        self._purge_at = time.monotonic() + PURGE
        return False

    def akhiri(self) -> None:
        """Stop after the batch under way."""
        self._ending.set()
        self.join(5.0)
