"""The door of the tabs Referensi PCare and Referensi Antrean, reached as ``pintu.referensi``.

Like :mod:`deka_tui.port` it imports nothing of the services before a call is made in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from shared.domain.pemetaan import HasilPemetaan, Pemetaan, Saran, Slot
from shared.domain.records import Kesehatan, Pelaku
from shared.domain.referensi import JenisReferensi
from shared.domain.sinkron import HalamanReferensi, JadwalHari, Keadaan, Kursor, Sinkron

if TYPE_CHECKING:
    from shared.services.konteks import Konteks

PAGE = 50
"""Rows of a list that are read at once unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Rak:
    """How every PCare list stands, read together with the health of worker and gates."""

    keadaan: tuple[Keadaan, ...]
    kesehatan: Kesehatan


@dataclass(frozen=True, slots=True)
class Papan:
    """The stored schedule of a date, the mapping beside it, and the health of worker and gates."""

    jadwal: JadwalHari
    pemetaan: Pemetaan
    kesehatan: Kesehatan


@dataclass(frozen=True, slots=True)
class Calon:
    """What a room or a doctor may be at BPJS, best first.

    ``utama`` are polis for a room and ``kodedokter`` for a doctor, ``pcare`` are ``kdDokter``;
    ``poli`` and ``dokter`` are all that is stored, to pick by hand.
    """

    utama: tuple[Saran, ...] = ()
    pcare: tuple[Saran, ...] = ()
    lain: tuple[Saran, ...] = ()
    """The rest of what is stored, for ``utama``; of no score."""
    pcare_lain: tuple[Saran, ...] = field(default=())


class PintuReferensi(Protocol):
    """What the two tabs ask for. Every call may block and is made in a thread.

    Refusals and failures are raised as :class:`shared.services.errors.DekaError`.
    """

    def rak(self) -> Rak:
        """Read how every PCare list stands."""

    def cari(
        self,
        jenis: JenisReferensi,
        teks: str = "",
        *,
        setelah: Kursor | None = None,
        batas: int = PAGE,
        hilang: bool = False,
    ) -> HalamanReferensi:
        """Search a stored list, a page at a time."""

    def perubahan(
        self, jenis: JenisReferensi, *, setelah: Kursor | None = None, batas: int = PAGE
    ) -> HalamanReferensi:
        """Read what the newest complete synchronisation changed, a page at a time."""

    def sinkron(self, jenis: Sequence[JenisReferensi], *, dari_awal: bool = False) -> tuple[Sinkron, ...]:
        """Ask for synchronisations of PCare lists."""

    def ambil_jadwal(self, tanggal: date) -> Sinkron:
        """Ask for the schedule of a date."""

    def hentikan(self, jenis: JenisReferensi, tanggal: date | None = None) -> Sinkron:
        """Stop a synchronisation; what it has read is kept."""

    def papan(self, tanggal: date | None) -> Papan:
        """Read the schedule of a date (``None``: today) and the mapping."""

    def calon_ruangan(self, kode: str) -> Calon:
        """Rank the stored polis for a room."""

    def calon_dokter(self, kode: str) -> Calon:
        """Rank the stored doctors of Antrean FKTP and of PCare for a doctor."""

    def jam(self, kode: str, kodedokter: int) -> tuple[Slot, ...]:
        """Read the slots a doctor would have after mapping to *kodedokter*."""

    def petakan_ruangan(self, kode: str, kd_poli: str | None) -> HasilPemetaan:
        """Map a room, or with ``None`` take its mapping away."""

    def petakan_dokter(
        self, kode: str, kodedokter: int | None, *, kd_dokter: str | None, jam: Sequence[Slot] | None
    ) -> HasilPemetaan:
        """Map a doctor; *jam* ``None`` takes the slots of the stored schedule."""


class ReferensiServices:
    """The real door of the two tabs: the services, acting for one person."""

    def __init__(self, konteks: Callable[[], Konteks], pelaku: Pelaku) -> None:
        self._konteks = konteks
        self._pelaku = pelaku

    def rak(self) -> Rak:
        """See :meth:`PintuReferensi.rak`."""
        from shared.services import papan, referensi

        ctx = self._konteks()
        return Rak(referensi.keadaan(ctx, self._pelaku), papan.kesehatan(ctx))

    def cari(
        self,
        jenis: JenisReferensi,
        teks: str = "",
        *,
        setelah: Kursor | None = None,
        batas: int = PAGE,
        hilang: bool = False,
    ) -> HalamanReferensi:
        """See :meth:`PintuReferensi.cari`."""
        from shared.services import referensi

        return referensi.cari(
            self._konteks(), self._pelaku, jenis, teks, setelah=setelah, batas=batas, hilang=hilang
        )

    def perubahan(
        self, jenis: JenisReferensi, *, setelah: Kursor | None = None, batas: int = PAGE
    ) -> HalamanReferensi:
        """See :meth:`PintuReferensi.perubahan`."""
        from shared.services import referensi

        return referensi.perubahan(self._konteks(), self._pelaku, jenis, setelah=setelah, batas=batas)

    def sinkron(self, jenis: Sequence[JenisReferensi], *, dari_awal: bool = False) -> tuple[Sinkron, ...]:
        """See :meth:`PintuReferensi.sinkron`."""
        from shared.services import referensi

        return referensi.minta_sinkron(self._konteks(), self._pelaku, *jenis, dari_awal=dari_awal)

    def ambil_jadwal(self, tanggal: date) -> Sinkron:
        """See :meth:`PintuReferensi.ambil_jadwal`."""
        from shared.services import referensi

        return referensi.minta_jadwal(self._konteks(), self._pelaku, tanggal)

    def hentikan(self, jenis: JenisReferensi, tanggal: date | None = None) -> Sinkron:
        """See :meth:`PintuReferensi.hentikan`."""
        from shared.services import referensi

        return referensi.batalkan(self._konteks(), self._pelaku, jenis, tanggal)

    def papan(self, tanggal: date | None) -> Papan:
        """See :meth:`PintuReferensi.papan`."""
        from shared.services import papan, pemetaan, referensi

        ctx = self._konteks()
        return Papan(
            referensi.jadwal(ctx, self._pelaku, tanggal),
            pemetaan.daftar(ctx, self._pelaku),
            papan.kesehatan(ctx),
        )

    def _lain(self, jenis: JenisReferensi, best: Sequence[Saran]) -> tuple[Saran, ...]:
        """What a stored list has beside the suggestions; the lists of polis and doctors are short."""
        from shared.services import referensi

        known = {one.kode for one in best}
        page = referensi.cari(self._konteks(), self._pelaku, jenis, batas=1000)
        return tuple(Saran(row.kode, row.nama, 0) for row in page.baris if row.kode not in known)

    def calon_ruangan(self, kode: str) -> Calon:
        """See :meth:`PintuReferensi.calon_ruangan`."""
        from shared.services import pemetaan

        best = pemetaan.saran_ruangan(self._konteks(), self._pelaku, kode)
        return Calon(best, lain=self._lain(JenisReferensi.POLI, best))

    def calon_dokter(self, kode: str) -> Calon:
        """See :meth:`PintuReferensi.calon_dokter`."""
        from shared.services import pemetaan, referensi

        ctx, who = self._konteks(), self._pelaku
        best = pemetaan.saran_dokter(ctx, who, kode)
        known = {one.kode for one in best}
        today = referensi.jadwal(ctx, who)
        there = {str(one.kodedokter): one.nama for poli in today.poli for one in poli.dokter}
        rest = tuple(Saran(number, name, 0) for number, name in there.items() if number not in known)
        pcare = pemetaan.saran_dokter_pcare(ctx, who, kode)
        return Calon(best, pcare, rest, self._lain(JenisReferensi.DOKTER, pcare))

    def jam(self, kode: str, kodedokter: int) -> tuple[Slot, ...]:
        """See :meth:`PintuReferensi.jam`."""
        from shared.services import pemetaan

        return pemetaan.jam_bpjs(self._konteks(), self._pelaku, kode, kodedokter)

    def petakan_ruangan(self, kode: str, kd_poli: str | None) -> HasilPemetaan:
        """See :meth:`PintuReferensi.petakan_ruangan`."""
        from shared.services import pemetaan

        return pemetaan.petakan_ruangan(self._konteks(), self._pelaku, kode, kd_poli)

    def petakan_dokter(
        self, kode: str, kodedokter: int | None, *, kd_dokter: str | None, jam: Sequence[Slot] | None
    ) -> HasilPemetaan:
        """See :meth:`PintuReferensi.petakan_dokter`."""
        from shared.services import pemetaan

        return pemetaan.petakan_dokter(
            self._konteks(), self._pelaku, kode, kodedokter, kd_dokter=kd_dokter, jam=jam
        )
