"""Keys and sealed bodies: what a worker needs, sealing anew, removing what is too old."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from shared.domain.records import Percobaan, VersiMuatan
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks, diterjemahkan
from shared.storage import sealing
from shared.storage.sealing import Posisi
from shared.texts_keamanan import ISI_TAK_TERBACA

BATCH = 100
"""Bodies sealed or removed in one transaction: a counter waits no longer than that takes."""


def periksa(ctx: Konteks) -> str:
    """Return the name of the key in use; raises :class:`PenyimpananGagal` when it is not on this machine."""
    with diterjemahkan():
        return sealing.check_key(ctx.storage)


def terbaca(attempts: tuple[Percobaan, ...]) -> tuple[Percobaan, ...]:
    """Let what cannot be read of attempts say so itself."""
    return tuple(
        replace(
            one,
            request=one.request or ISI_TAK_TERBACA[one.keadaan],
            response=one.response or ISI_TAK_TERBACA[one.keadaan],
        )
        if one.keadaan
        else one
        for one in attempts
    )


def versi_terbaca(versions: tuple[VersiMuatan, ...]) -> tuple[VersiMuatan, ...]:
    """Let versions that cannot be read say so themselves."""
    return tuple(replace(v, isi=ISI_TAK_TERBACA[v.keadaan]) if v.keadaan else v for v in versions)


@dataclass(slots=True)
class Perapi:
    """Seals older bodies with the key in use and removes those that are too old, a batch at a time."""

    ctx: Konteks
    _kunci: str = ""
    _at: Posisi = field(default_factory=Posisi)

    def segel(self) -> bool:
        """Seal one batch; tell whether there may be more. Starting over after an end loses nothing."""
        with self.ctx.baca() as conn:
            kunci = sealing.unfinished(conn)
        if kunci is None or kunci != self.ctx.storage.segel_aktif():
            return False
        if kunci != self._kunci:
            self._kunci, self._at = kunci, Posisi()
        with self.ctx.baca() as conn:
            found = sealing.to_reseal(conn, kunci, self._at, BATCH)
        self._at = found.next
        if found.rows:
            with self.ctx.tulis() as conn:
                self._at = sealing.reseal(conn, found)
        if not self._at.habis:
            return True
        # What a station with an older key file wrote meanwhile is found by going through once more.
        done, self._at = self._at, Posisi()
        if done.segel:
            return True
        with self.ctx.tulis() as conn:
            sealing.finished(conn, kunci)
        return False

    def hapus(self) -> int:
        """Remove one batch of bodies that are older than the settings allow; returns how many."""
        days = self.ctx.settings.keamanan.simpan_isi_hari
        if not days:
            return 0
        with self.ctx.baca() as conn:
            if not sealing.any_outdated(conn, days):
                return 0
        with self.ctx.tulis() as conn:
            return sealing.purge(conn, days, BATCH)

    def satu(self) -> bool:
        """Do one batch of whatever there is to do; tell whether there may be more."""
        return self.segel() or self.hapus() > 0

    def semua(self, lanjut: Callable[[], bool] = lambda: True) -> None:
        """Go on until there is nothing to do, or *lanjut* says no."""
        while lanjut() and self.satu():
            pass


__all__ = ["BATCH", "PenyimpananGagal", "Perapi", "periksa", "terbaca", "versi_terbaca"]
