"""Reading BPJS' reference lists in the background, one page at a time, beside the sending of jobs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from shared.catatan import bidang
from shared.domain.answers import Layanan
from shared.domain.kfa_jawaban import JawabanKfa
from shared.domain.referensi import ACUAN, JenisReferensi
from shared.domain.sinkron import SinkronKlaim
from shared.services import kfa_sinkron, sinkron
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from worker.senders import Saluran

log = logging.getLogger("deka.worker")

LOOK = 0.5
"""Seconds between looks for a synchronisation somebody has asked for."""
_AGAIN = 1.0

_DAILY = 600.0
"""Seconds between looks whether the KFA catalogue is a day old."""

T = TypeVar("T")


class Katalog(Protocol):
    """What reads a path of KFA."""

    def ambil(self, path: str) -> JawabanKfa:
        """Read a path; failures are told in the answer."""


class Ditinggal(Exception):
    """The worker ends while the storage is away: the lease runs out, and another goes on."""


class Penyinkron(threading.Thread):
    """Carries synchronisations out, one after the other."""

    def __init__(
        self,
        ctx: Konteks,
        saluran: Saluran,
        *,
        pekerja: str,
        sewa: int,
        sidik: Mapping[str, str],
        kfa: Katalog | None = None,
    ) -> None:
        """Take the storage, the connections, this worker's id, its lease in ms and the fingerprints.

        Without *kfa* a reading of the catalogue ends with the sentence that says what is missing.
        """
        super().__init__(name="deka-penyinkron", daemon=True)
        self._ctx = ctx
        self._clients = {Layanan.PCARE: saluran.pcare, Layanan.ANTREAN: saluran.antrean}
        self._worker = pekerja
        self._lease = sewa
        self._sidik = sidik
        self._kfa = kfa
        self._looked = 0.0
        self._ending = threading.Event()

    def run(self) -> None:
        """Work until told to end; a storage that is away is tried again."""
        while not self._ending.is_set():
            try:
                worked = self.satu()
            except PenyimpananGagal as error:
                log.warning("sinkronisasi tertunda", extra=bidang(kode=error.kode))
                worked = False
            except Exception:
                log.exception("sinkronisasi")
                worked = False
            if not worked:
                self._ending.wait(LOOK)

    def satu(self) -> bool:
        """Carry one synchronisation as far as it goes now; tell whether there was one."""
        self._daily()
        klaim = sinkron.ambil(self._ctx, self._worker, self._lease)
        if klaim is None:
            return False
        log.info("sinkronisasi", extra=bidang(jenis=klaim.jenis.value, halaman=klaim.halaman + 1))
        try:
            self._read(klaim)
        except (PenyimpananGagal, Ditinggal) as error:
            words = bidang(jenis=klaim.jenis.value, galat=type(error).__name__)
            log.warning("sinkronisasi ditinggal", extra=words)
        except Exception as error:  # said once, not tried for ever
            log.exception("sinkronisasi gagal", extra=bidang(jenis=klaim.jenis.value))
            sinkron.menyerah(self._ctx, klaim, error)
        return True

    def _daily(self) -> None:
        if self._kfa is None or (self._looked and time.monotonic() - self._looked < _DAILY):
            return
        self._looked = time.monotonic()
        if kfa_sinkron.terjadwal(self._ctx):
            log.info("katalog KFA: membaca perubahan sehari terakhir")

    def _read(self, klaim: SinkronKlaim) -> None:
        catalogue = klaim.jenis is JenisReferensi.KFA
        if catalogue and self._kfa is None:
            kfa_sinkron.tanpa_sambungan(self._ctx, klaim)
            return
        may = kfa_sinkron.boleh if catalogue else sinkron.boleh
        at: SinkronKlaim | None = klaim
        while at is not None:
            if self._ending.is_set():
                sinkron.lepas(self._ctx, at)
                return
            wait = self._insist(partial(may, self._ctx, at, self._lease))
            if wait is None:
                return
            if wait:
                self._ending.wait(wait / 1000)
                continue
            at = self._page(at)

    def _page(self, klaim: SinkronKlaim) -> SinkronKlaim | None:
        begun = time.monotonic()
        if klaim.jenis is JenisReferensi.KFA and self._kfa is not None:
            read = self._kfa.ambil(kfa_sinkron.permintaan(klaim))
            spent = int((time.monotonic() - begun) * 1000)
            return self._insist(
                lambda: kfa_sinkron.terima(self._ctx, klaim, read, sewa=self._lease, lama=spent)
            )
        service = ACUAN[klaim.jenis].layanan
        answer = self._clients[service].send(sinkron.permintaan(klaim))
        spent = int((time.monotonic() - begun) * 1000)
        mark = self._sidik.get(service.value, "")
        return self._insist(
            lambda: sinkron.terima(self._ctx, klaim, answer, sewa=self._lease, lama=spent, sidik=mark)
        )

    def _insist(self, deed: Callable[[], T]) -> T:
        """Do something with the storage, again and again while it is away; raises :class:`Ditinggal`."""
        while True:
            try:
                return deed()
            except PenyimpananGagal as error:
                log.warning("sinkronisasi belum tersimpan", extra=bidang(kode=error.kode))
                if self._ending.wait(_AGAIN):
                    raise Ditinggal from error

    def berhenti(self) -> None:
        """Ask for no further page; the one under way comes to its end."""
        self._ending.set()

    def akhiri(self) -> None:
        """Wait until the page under way is kept, and what is left is handed back."""
        if self.is_alive():
            self.join(self._ctx.settings.worker.tenggat + 2.0)
