"""The one door between screen and services.

Nothing of the services is imported before :meth:`PintuServices.buka` runs in a thread: their database
library would cost more than all of the first frame.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, cast

from deka_tui.autostart import Pengawal
from deka_tui.bentuk import HasilBatal as HasilBatal
from deka_tui.bentuk import HasilResend as HasilResend
from deka_tui.bentuk import Lembar as Lembar
from deka_tui.bentuk import Pendaftaran as Pendaftaran
from deka_tui.bentuk import Saring as Saring
from shared.config import Settings
from shared.domain.records import (
    Dokter,
    Faskes,
    JobRingkas,
    Kartu,
    Pasien,
    Pelaku,
    Percobaan,
    Ruangan,
)

if TYPE_CHECKING:
    from deka_tui.port_audit import PintuAudit
    from deka_tui.port_kfa import PintuKfa
    from deka_tui.port_masuk import PintuMasuk
    from deka_tui.port_monitor import PintuMonitor
    from deka_tui.port_referensi import PintuReferensi
    from deka_tui.port_satusehat import PintuSatuSehat
    from deka_tui.port_stasiun import PintuStasiun
    from shared.services.konteks import Konteks


class Pintu(Protocol):
    """Everything the screen asks for. Every call may block and is made in a thread.

    Refusals and failures are raised as :class:`shared.services.errors.DekaError`.
    """

    def buka(self) -> Faskes:
        """Open the storage; calling it again after a failure tries anew."""

    def siap(self) -> None:
        """Get ready for more than looking, so that the first deed need not wait for it; never raises."""

    def tutup(self) -> None:
        """Close the storage and wake :meth:`tunggu`."""

    def tunggu(self, timeout: float) -> bool:
        """Wait for a change, at most *timeout* seconds; tell whether something may have changed."""

    def muat(self, saring: Saring, *, mulai: int, banyak: int, fokus_id: int | None) -> Lembar:
        """Read the page of *banyak* cards that holds *fokus_id*, else the one that holds index *mulai*."""

    def satu(self, antrean_id: int) -> Kartu:
        """Read one card."""

    def panggil(self, kartu: Kartu) -> Kartu:
        """Call a ticket, or call it again."""

    def lewati(self, kartu: Kartu) -> Kartu:
        """Skip a ticket."""

    def selesai(self, kartu: Kartu) -> Kartu:
        """Finish an accepted ticket."""

    def terima(self, kartu: Kartu, *, tetap: bool = False) -> Kartu:
        """Accept a ticket; raises ``PerluKonfirmasi`` unless it goes straight through or *tetap*."""

    def batal(self, kartu: Kartu, *, alasan: str, teks: str = "") -> HasilBatal:
        """Cancel a ticket and plan its undo at BPJS."""

    def resend(self, kartu: Kartu) -> HasilResend:
        """Send again what is not OK."""

    def hasil(self, ids: tuple[int, ...]) -> tuple[JobRingkas, ...]:
        """Read how jobs stand."""

    def urung(self, antrean_id: int) -> tuple[JobRingkas, ...]:
        """Read the undo jobs of a cancelled ticket; while one is alive BPJS still has to hear of it."""

    def percobaan(self, job_id: int) -> tuple[Percobaan, ...]:
        """Read the attempts of a job, oldest first."""

    def cari_pasien(self, teks: str, batas: int = 20) -> tuple[Pasien, ...]:
        """Find patients by part of norm, name, NIK or card number."""

    def ruangan(self) -> tuple[Ruangan, ...]:
        """Read the rooms."""

    def dokter(self, ruangan_id: int) -> tuple[Dokter, ...]:
        """Read the doctors of a room with today's slots."""

    def penjamin(self) -> tuple[tuple[int, str], ...]:
        """Read the payers: id and name."""

    def daftar(self, isian: Pendaftaran) -> Kartu:
        """Register a patient; raises ``TidakSah`` with the refused fields."""

    def sebagai(self, pelaku: Pelaku) -> Pintu:
        """The same door, acting for somebody else; this one is not used any more."""

    @property
    def masuk(self) -> PintuMasuk:
        """The door of signing in and of one's own account."""

    @property
    def audit(self) -> PintuAudit:
        """The door of the audit trail."""

    @property
    def referensi(self) -> PintuReferensi:
        """The door of reference lists, schedules and mapping."""

    @property
    def monitor(self) -> PintuMonitor:
        """The door of the monitoring page."""

    @property
    def satusehat(self) -> PintuSatuSehat:
        """The door of the page Satu Sehat."""

    @property
    def kfa(self) -> PintuKfa:
        """The door of the page Pemetaan Obat KFA."""

    @property
    def stasiun(self) -> PintuStasiun:
        """The door of what a counter has beside its queue."""


class PintuServices:
    """The real door: the services of one storage, acting for one person."""

    def __init__(self, settings: Settings, pelaku: Pelaku) -> None:
        self._settings = settings
        self._pelaku = pelaku
        self._ctx: Konteks | None = None
        self._umpan: Any = None
        self._pengawal = Pengawal(settings)

    def sebagai(self, pelaku: Pelaku) -> PintuServices:
        """See :meth:`Pintu.sebagai`."""
        # A new one, so that no door that was made already goes on acting for the one before.
        made = PintuServices(self._settings, pelaku)
        made._ctx, made._umpan, made._pengawal = self._ctx, self._umpan, self._pengawal
        return made

    # The doors of pages that few open are made when they are opened: their records cost time at start.
    @cached_property
    def masuk(self) -> PintuMasuk:
        """See :attr:`Pintu.masuk`."""
        from deka_tui.port_masuk import MasukServices

        return MasukServices(lambda: self._konteks, self._pelaku)

    @cached_property
    def audit(self) -> PintuAudit:
        """See :attr:`Pintu.audit`."""
        from deka_tui.port_audit import AuditServices

        return AuditServices(lambda: self._konteks, self._pelaku)

    @cached_property
    def referensi(self) -> PintuReferensi:
        """See :attr:`Pintu.referensi`."""
        from deka_tui.port_referensi import ReferensiServices

        return ReferensiServices(lambda: self._konteks, self._pelaku)

    @cached_property
    def monitor(self) -> PintuMonitor:
        """See :attr:`Pintu.monitor`."""
        from deka_tui.port_monitor import MonitorServices

        return MonitorServices(lambda: self._konteks, self._pelaku)

    @cached_property
    def satusehat(self) -> PintuSatuSehat:
        """See :attr:`Pintu.satusehat`."""
        from deka_tui.port_satusehat import SatuSehatServices

        return SatuSehatServices(lambda: self._konteks, self._pelaku)

    @cached_property
    def kfa(self) -> PintuKfa:
        """See :attr:`Pintu.kfa`."""
        from deka_tui.port_kfa import KfaServices

        return KfaServices(lambda: self._konteks, self._pelaku)

    @cached_property
    def stasiun(self) -> PintuStasiun:
        """See :attr:`Pintu.stasiun`."""
        from deka_tui.port_stasiun import StasiunServices

        return StasiunServices(lambda: self._konteks, self._pelaku)

    @property
    def _konteks(self) -> Konteks:
        if self._ctx is None:
            self.buka()
        assert self._ctx is not None  # noqa: S101 - buka() raises or sets it
        return self._ctx

    def buka(self) -> Faskes:
        """See :meth:`Pintu.buka`."""
        if self._ctx is None:
            from shared.services import konteks

            ctx = konteks.buka(self._settings)
            self._umpan = ctx.perubahan()
            self._pengawal.hadir()
            self._ctx = ctx
        return self._ctx.faskes

    def siap(self) -> None:
        """See :meth:`Pintu.siap`."""
        with contextlib.suppress(Exception):  # whoever needs the storage will be told
            assert self._konteks.storage  # noqa: S101 - opens it

    def tutup(self) -> None:
        """See :meth:`Pintu.tutup`."""
        self._pengawal.pergi()
        if self._umpan is not None:
            self._umpan.tutup()
        if self._ctx is not None:
            self._ctx.tutup()

    def tunggu(self, timeout: float) -> bool:
        """See :meth:`Pintu.tunggu`."""
        return bool(self._umpan.tunggu(timeout))

    def muat(self, saring: Saring, *, mulai: int, banyak: int, fokus_id: int | None) -> Lembar:
        """See :meth:`Pintu.muat`."""
        from shared.services import papan

        page = papan.muat(self._konteks, self._pelaku, saring, mulai=mulai, banyak=banyak, fokus_id=fokus_id)
        self._pengawal.lihat(page.kesehatan)
        rest = page.per_ruangan, page.kesehatan, page.waktu_db
        return Lembar(page.ids, page.mulai, page.kartu, page.fokus, *rest)

    def satu(self, antrean_id: int) -> Kartu:
        """See :meth:`Pintu.satu`."""
        from shared.services import papan

        return papan.satu(self._konteks, self._pelaku, antrean_id)

    def _pindah(self, nama: str, kartu: Kartu, **pilihan: Any) -> Any:
        from shared.services import antrean

        move: Callable[..., Any] = getattr(antrean, nama)
        return move(self._konteks, self._pelaku, kartu.id, versi=kartu.versi, **pilihan)

    def panggil(self, kartu: Kartu) -> Kartu:
        """See :meth:`Pintu.panggil`."""
        return cast(Kartu, self._pindah("panggil", kartu))

    def lewati(self, kartu: Kartu) -> Kartu:
        """See :meth:`Pintu.lewati`."""
        return cast(Kartu, self._pindah("lewati", kartu))

    def selesai(self, kartu: Kartu) -> Kartu:
        """See :meth:`Pintu.selesai`."""
        return cast(Kartu, self._pindah("selesai", kartu))

    def terima(self, kartu: Kartu, *, tetap: bool = False) -> Kartu:
        """See :meth:`Pintu.terima`."""
        return cast(Kartu, self._pindah("terima", kartu, tetap=tetap))

    def batal(self, kartu: Kartu, *, alasan: str, teks: str = "") -> HasilBatal:
        """See :meth:`Pintu.batal`."""
        done = self._pindah("batal", kartu, alasan=alasan, teks=teks)
        return HasilBatal(done.kartu, done.jobs, done.sudah)

    def resend(self, kartu: Kartu) -> HasilResend:
        """See :meth:`Pintu.resend`."""
        from shared.services import antrean

        done = antrean.resend_pcare(self._konteks, self._pelaku, kartu.id)
        return HasilResend(done.kartu, done.jobs)

    def hasil(self, ids: tuple[int, ...]) -> tuple[JobRingkas, ...]:
        """See :meth:`Pintu.hasil`."""
        from shared.services import jobs

        return jobs.hasil(self._konteks, self._pelaku, ids)

    def urung(self, antrean_id: int) -> tuple[JobRingkas, ...]:
        """See :meth:`Pintu.urung`."""
        from shared.services import jobs

        return jobs.urung(self._konteks, self._pelaku, antrean_id)

    def percobaan(self, job_id: int) -> tuple[Percobaan, ...]:
        """See :meth:`Pintu.percobaan`."""
        from shared.services import jobs

        return jobs.detail(self._konteks, self._pelaku, job_id).attempts

    def cari_pasien(self, teks: str, batas: int = 20) -> tuple[Pasien, ...]:
        """See :meth:`Pintu.cari_pasien`."""
        from shared.services import pasien

        return pasien.cari(self._konteks, self._pelaku, teks, batas)

    def ruangan(self) -> tuple[Ruangan, ...]:
        """See :meth:`Pintu.ruangan`."""
        from shared.services import master

        return master.ruangan(self._konteks, self._pelaku)

    def dokter(self, ruangan_id: int) -> tuple[Dokter, ...]:
        """See :meth:`Pintu.dokter`."""
        from shared.services import master

        return master.dokter(self._konteks, self._pelaku, ruangan_id)

    def penjamin(self) -> tuple[tuple[int, str], ...]:
        """See :meth:`Pintu.penjamin`."""
        from shared.services import master

        return master.penjamin(self._konteks, self._pelaku)

    def daftar(self, isian: Pendaftaran) -> Kartu:
        """See :meth:`Pintu.daftar`."""
        from shared.services import antrean

        return antrean.daftar(
            self._konteks,
            self._pelaku,
            norm=isian.norm,
            ruangan=isian.ruangan,
            dokter=isian.dokter,
            penjamin_id=isian.penjamin_id,
            jam=isian.jam,
        )
