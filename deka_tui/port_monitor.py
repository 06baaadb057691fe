"""The door to the monitoring page: what it asks of the services, in threads, acting for one person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from shared.domain.massal import Hasil, Kemajuan, Rencana
from shared.domain.pantau import (
    BarisPantau,
    DetailPantau,
    HitungJob,
    Kelompok,
    Kursor,
    Layar,
    SaringJob,
    Sekilas,
)
from shared.domain.records import JobRingkas, Pelaku
from shared.domain.suntingan import Pemeriksaan, Suntingan

if TYPE_CHECKING:
    from shared.services.konteks import Konteks


class Kendali(Protocol):
    """The hands on a bulk run, from any thread."""

    @property
    def dijeda(self) -> bool:
        """Whether it is paused."""

    def jeda(self) -> None:
        """Pause after the item under way."""

    def lanjut(self) -> None:
        """Go on."""

    def henti(self) -> None:
        """Stop after the item under way."""


class PintuMonitor(Protocol):
    """Everything the page asks for. Every call may block and is made in a thread.

    Refusals and failures are raised as :class:`shared.services.errors.DekaError`.
    """

    def muat(self, saring: SaringJob, *, kursor: Kursor | None, baru: bool, banyak: int) -> Layar:
        """Read a page from *kursor* on, towards the older side or (*baru*) the newer, and the counts."""

    def baris(self, ids: tuple[int, ...]) -> tuple[BarisPantau, ...]:
        """Read rows as they stand now."""

    def hitung(self, saring: SaringJob) -> HitungJob:
        """Count as :meth:`muat` does: a search over all dates may stop before its end."""

    def detail(self, job_id: int) -> DetailPantau:
        """Read a job in full."""

    def buka_identitas(self, job_id: int) -> None:
        """Write down that somebody looks at the identity in a job."""

    def kirim_ulang(
        self,
        job_id: int,
        *,
        isi: str | None = None,
        alasan: str = "",
        buka_kunci: bool = False,
        yakin: bool = False,
    ) -> JobRingkas:
        """Send a failed job again, with *isi* as edited."""

    def mulai_edit(self, job_id: int, *, ambil_alih: bool = False) -> Suntingan:
        """Hold a job back and read the body to edit."""

    def buang_edit(self, job_id: int) -> None:
        """Let a held job go."""

    def periksa(self, job_id: int, isi: str, *, buka_kunci: bool = False) -> Pemeriksaan:
        """Look at an edited body without sending it."""

    def kelompok(self, saring: SaringJob) -> tuple[Kelompok, ...]:
        """Group failures by their cause."""

    def saring_kelompok(self, saring: SaringJob, kunci: str) -> SaringJob:
        """Narrow a filter down to one group."""

    def rencana(
        self, *, saring: SaringJob | None = None, ids: tuple[int, ...] | None = None, yakin: bool = False
    ) -> Rencana:
        """Plan a bulk run."""

    def kendali(self, laju: float, kemajuan: Callable[[Kemajuan], None]) -> Kendali:
        """Make the hands of a bulk run; *kemajuan* is called in the run's thread."""

    def jalankan(self, rencana: Rencana, kendali: Kendali, *, alasan: str, yakin: bool) -> Hasil:
        """Run a plan; returns when it has ended."""

    def sekilas(self, tanggal: date | None) -> Sekilas:
        """Read a day at a glance; ``None`` is today."""

    def ekspor(self, saring: SaringJob, berkas: Path, *, buka: bool) -> tuple[str, int, bool]:
        """Write the jobs that match to a file: its name, its rows, and whether numbers are masked."""


class MonitorServices:
    """The real door."""

    def __init__(self, konteks: Callable[[], Konteks], pelaku: Pelaku) -> None:
        self._konteks = konteks
        self._pelaku = pelaku

    def _do(self, module: str, name: str, *args: Any, **options: Any) -> Any:
        from importlib import import_module

        work: Callable[..., Any] = getattr(import_module(f"shared.services.{module}"), name)
        return work(self._konteks(), self._pelaku, *args, **options)

    def muat(self, saring: SaringJob, *, kursor: Kursor | None, baru: bool, banyak: int) -> Layar:
        """See :meth:`PintuMonitor.muat`."""
        page: Layar = self._do("monitoring", "muat", saring, kursor=kursor, baru=baru, banyak=banyak)
        return page

    def baris(self, ids: tuple[int, ...]) -> tuple[BarisPantau, ...]:
        """See :meth:`PintuMonitor.baris`."""
        rows: tuple[BarisPantau, ...] = self._do("monitoring", "baris", ids)
        return rows

    def hitung(self, saring: SaringJob) -> HitungJob:
        """See :meth:`PintuMonitor.hitung`."""
        counts: HitungJob = self._do("monitoring", "hitung", saring, sekilas=True)
        return counts

    def detail(self, job_id: int) -> DetailPantau:
        """See :meth:`PintuMonitor.detail`."""
        found: DetailPantau = self._do("monitoring", "detail", job_id)
        return found

    def buka_identitas(self, job_id: int) -> None:
        """See :meth:`PintuMonitor.buka_identitas`."""
        self._do("monitoring", "buka_identitas", job_id)

    def kirim_ulang(
        self,
        job_id: int,
        *,
        isi: str | None = None,
        alasan: str = "",
        buka_kunci: bool = False,
        yakin: bool = False,
    ) -> JobRingkas:
        """See :meth:`PintuMonitor.kirim_ulang`."""
        job: JobRingkas = self._do(
            "penyuntingan", "kirim_ulang", job_id, isi=isi, alasan=alasan, buka_kunci=buka_kunci, yakin=yakin
        )
        return job

    def mulai_edit(self, job_id: int, *, ambil_alih: bool = False) -> Suntingan:
        """See :meth:`PintuMonitor.mulai_edit`."""
        found: Suntingan = self._do("penyuntingan", "mulai_edit", job_id, ambil_alih=ambil_alih)
        return found

    def buang_edit(self, job_id: int) -> None:
        """See :meth:`PintuMonitor.buang_edit`."""
        self._do("penyuntingan", "buang_edit", job_id)

    def periksa(self, job_id: int, isi: str, *, buka_kunci: bool = False) -> Pemeriksaan:
        """See :meth:`PintuMonitor.periksa`."""
        found: Pemeriksaan = self._do("penyuntingan", "periksa", job_id, isi, buka_kunci=buka_kunci)
        return found

    def kelompok(self, saring: SaringJob) -> tuple[Kelompok, ...]:
        """See :meth:`PintuMonitor.kelompok`."""
        groups: tuple[Kelompok, ...] = self._do("monitoring", "kelompok", saring)
        return groups

    def saring_kelompok(self, saring: SaringJob, kunci: str) -> SaringJob:
        """See :meth:`PintuMonitor.saring_kelompok`."""
        narrow: SaringJob = self._do("monitoring", "saring_kelompok", saring, kunci)
        return narrow

    def rencana(
        self, *, saring: SaringJob | None = None, ids: tuple[int, ...] | None = None, yakin: bool = False
    ) -> Rencana:
        """See :meth:`PintuMonitor.rencana`."""
        plan: Rencana = self._do("massal", "rencana", saring=saring, ids=ids, yakin=yakin)
        return plan

    def kendali(self, laju: float, kemajuan: Callable[[Kemajuan], None]) -> Kendali:
        """See :meth:`PintuMonitor.kendali`."""
        from shared.services import massal

        return massal.Kendali(laju, kemajuan)

    def jalankan(self, rencana: Rencana, kendali: Kendali, *, alasan: str, yakin: bool) -> Hasil:
        """See :meth:`PintuMonitor.jalankan`."""
        done: Hasil = self._do("massal", "jalankan", rencana, kendali, alasan=alasan, yakin=yakin)
        return done

    def sekilas(self, tanggal: date | None) -> Sekilas:
        """See :meth:`PintuMonitor.sekilas`."""
        day: Sekilas = self._do("monitoring", "sekilas", tanggal)
        return day

    def ekspor(self, saring: SaringJob, berkas: Path, *, buka: bool) -> tuple[str, int, bool]:
        """See :meth:`PintuMonitor.ekspor`."""
        done = self._do("ekspor", "ekspor", saring, berkas, buka=buka)
        return done.berkas, done.baris, done.disamarkan
