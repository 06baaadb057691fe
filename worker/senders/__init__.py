"""Senders: build a request from a job's ticket, send it, read it back. One file a service."""

from __future__ import annotations

from worker.senders.base import Pengirim, Saluran
from worker.senders.fktp import BatalAntrean, PanggilAntrean, TambahAntrean
from worker.senders.kunjungan import HapusKunjungan, TambahKunjungan
from worker.senders.pcare import HapusPendaftaran, Pendaftaran

__all__ = ["Pengirim", "Saluran", "semua"]


def semua(saluran: Saluran) -> tuple[Pengirim, ...]:
    """Make one sender for each type of job, all on the same connections."""
    return (
        Pendaftaran(saluran),
        HapusPendaftaran(saluran),
        TambahAntrean(saluran),
        PanggilAntrean(saluran),
        BatalAntrean(saluran),
        TambahKunjungan(saluran),
        HapusKunjungan(saluran),
    )
