"""What a worker does beside sending: heartbeat, leases, what time asks for, and wake-ups to Redis."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

from shared.catatan import bidang
from shared.services import kirim, pekerja
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from worker.clients.probe import reachable

log = logging.getLogger("deka.worker")

BEAT = 4.0
"""Seconds between heartbeats."""


def process_mark(pid: int) -> str:
    """Tell one process from a later one with the same pid; ``""`` where the system does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[19]


def is_alive(pid: int, mark: str) -> bool:
    """Tell whether the process that left *mark* still runs under *pid* on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    now = process_mark(pid)
    return not mark or not now or mark == now


class Perawat(threading.Thread):
    """Keeps a worker known to be alive and the table of jobs in order."""

    def __init__(self, ctx: Konteks, worker: str, sewa: int, *, utas: int) -> None:
        super().__init__(name="deka-perawat", daemon=True)
        self._ctx = ctx
        self._worker = worker
        self._lease = sewa
        self._threads = utas
        self._ending = threading.Event()

    def daftar(self) -> int:
        """Make the worker known; returns how many jobs of dead workers on this machine it found.

        A worker that died here needs no lease to run out: its process is seen to be gone.
        """
        host = socket.gethostname()
        pid = os.getpid()
        pekerja.daftar(self._ctx, self._worker, host, pid, process_mark(pid), self._threads)
        return pekerja.kubur(self._ctx, host, self._worker, is_alive)

    def run(self) -> None:
        """Beat until told to end; a storage that is away is tried again at the next beat."""
        while True:
            self._try(self._beat)
            if self._ending.wait(BEAT):
                return

    def _beat(self) -> None:
        pekerja.detak(self._ctx, self._worker, self._lease)
        self._look_at_line()
        if kirim.perlu_rawat(self._ctx) and (lost := kirim.rawat(self._ctx)):
            log.warning("sewa habis: hasilnya diperiksa kembali", extra=bidang(banyak=lost))

    def _look_at_line(self) -> None:
        """While a gate is broken, find out whether it is the clinic's own line that is."""
        address = self._ctx.settings.bpjs.uji_jalur
        if not address:
            return
        broken = kirim.jalur_putus(self._ctx)
        if broken and not reachable(address):
            for layanan in broken:
                kirim.salahkan_jalur(self._ctx, layanan)

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except PenyimpananGagal as error:
            log.warning("perawatan tertunda", extra=bidang(kode=error.kode))
        except Exception:
            log.exception("perawatan")

    def akhiri(self) -> None:
        """Stop beating and say goodbye; what is still under way is of unknown outcome now."""
        self._ending.set()
        self.join(BEAT)
        self._try(lambda: pekerja.pamit(self._ctx, self._worker))
