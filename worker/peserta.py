"""Answering questions about members, beside the sending of jobs and never instead of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

from shared.domain.answers import Layanan
from shared.services import peserta
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from worker.senders.base import Client

log = logging.getLogger("deka.worker")

PAUSE = 0.15
"""Seconds between two looks while the storage changes all the time."""
IDLE = 1.0
_TIDY = 60.0


class Penjawab(threading.Thread):
    """Takes one question after the other; several workers share them."""

    def __init__(self, ctx: Konteks, client: Client, sidik: Mapping[str, str]) -> None:
        super().__init__(name="deka-peserta", daemon=True)
        self._ctx = ctx
        self._client = client
        self._sidik = sidik.get(Layanan.PCARE.value, "")
        self._feed = ctx.perubahan()
        self._ending = threading.Event()
        self._tidy_at = 0.0

    def run(self) -> None:
        """Work until told to end; a storage that is away is tried again."""
        while not self._ending.is_set():
            try:
                if not self.satu():
                    self._tidy()
                    self._feed.tunggu(IDLE)
                    self._ending.wait(PAUSE)
            except PenyimpananGagal:
                self._ending.wait(IDLE)
            except Exception:  # what is not answered runs out by itself
                log.exception("tanya peserta")
                self._ending.wait(IDLE)

    def satu(self) -> bool:
        """Answer one question; tell whether there was one."""
        kueri = peserta.ambil(self._ctx)
        if kueri is None:
            return False
        answer = self._client.send(peserta.permintaan(kueri))
        peserta.terima(self._ctx, kueri, answer, self._sidik)
        return True

    def _tidy(self) -> None:
        if time.monotonic() >= self._tidy_at:
            self._tidy_at = time.monotonic() + _TIDY
            peserta.bersihkan(self._ctx)

    def akhiri(self) -> None:
        """Stop after the question under way."""
        self._ending.set()
        self._feed.tutup()
        if self.is_alive():
            self.join(10.0)
