"""Senders: build a request from a job's ticket, send it, read it back. One file a service."""

from __future__ import annotations

from shared.domain.sumber import Tipe
from worker.senders.base import Pengirim, Saluran
from worker.senders.fktp import BatalAntrean, PanggilAntrean, TambahAntrean
from worker.senders.kunjungan import HapusKunjungan, TambahKunjungan
from worker.senders.pcare import HapusPendaftaran, Pendaftaran
from worker.senders.satusehat import PengirimSumber

__all__ = ["Pengirim", "PengirimSumber", "Saluran", "semua"]


def semua(saluran: Saluran) -> tuple[Pengirim | PengirimSumber, ...]:
    """Make one sender for each type of job, all on the same connections."""
    return (
        Pendaftaran(saluran),
        HapusPendaftaran(saluran),
        TambahAntrean(saluran),
        PanggilAntrean(saluran),
        BatalAntrean(saluran),
        TambahKunjungan(saluran),
        HapusKunjungan(saluran),
        *(PengirimSumber(tipe, saluran.satusehat, saluran.organization_id) for tipe in Tipe),
    )
