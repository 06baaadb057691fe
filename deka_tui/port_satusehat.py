"""The door to the page Satu Sehat: what it asks of the services, in threads, acting for one person.

Table, resend, editing and bulk runs go through :mod:`deka_tui.port_monitor`: a resource is a job too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from shared.domain.records import JobRingkas, Pelaku
from shared.domain.sumber import Tipe
from shared.domain.sumber_tampil import Dasbor, DetailSumber, HasilRegenerasi, Pertanyaan, TemuanLint

if TYPE_CHECKING:
    from shared.services.konteks import Konteks


class PintuSatuSehat(Protocol):
    """Everything the page asks for. Every call may block and is made in a thread.

    Refusals and failures are raised as :class:`shared.services.errors.DekaError`.
    """

    def dasbor(self, tanggal: date | None) -> Dasbor:
        """Read the dashboard of a date, or of all."""

    def detail(self, job_id: int) -> DetailSumber:
        """Read a row in full."""

    def periksa(self, job_id: int, isi: str) -> tuple[TemuanLint, ...]:
        """Check an edited body offline."""

    def verifikasi(self, job_id: int) -> JobRingkas:
        """Have a row read at SatuSehat by its id."""

    def regenerasi(self, tipe: Tipe) -> HasilRegenerasi:
        """Make a base resource anew from the clinic's rows; the worker does the rest."""

    def hasil_regenerasi(self, tipe: Tipe) -> HasilRegenerasi:
        """Read how far a regeneration is."""

    def pertanyaan(self, tipe: Tipe | None = None) -> tuple[Pertanyaan, ...]:
        """Read the open questions, oldest first."""

    def jawab(self, pertanyaan_id: int, jawaban: str) -> JobRingkas:
        """Answer a question with an id, ``buat`` or ``cari``."""


class SatuSehatServices:
    """The real door."""

    def __init__(self, konteks: Callable[[], Konteks], pelaku: Pelaku) -> None:
        self._konteks = konteks
        self._pelaku = pelaku

    def _do(self, module: str, name: str, *args: Any) -> Any:
        from importlib import import_module

        work: Callable[..., Any] = getattr(import_module(f"shared.services.{module}"), name)
        return work(self._konteks(), self._pelaku, *args)

    def dasbor(self, tanggal: date | None) -> Dasbor:
        """See :meth:`PintuSatuSehat.dasbor`."""
        found: Dasbor = self._do("satusehat", "dasbor", tanggal)
        return found

    def detail(self, job_id: int) -> DetailSumber:
        """See :meth:`PintuSatuSehat.detail`."""
        found: DetailSumber = self._do("satusehat", "detail", job_id)
        return found

    def periksa(self, job_id: int, isi: str) -> tuple[TemuanLint, ...]:
        """See :meth:`PintuSatuSehat.periksa`."""
        found: tuple[TemuanLint, ...] = self._do("satusehat", "periksa", job_id, isi)
        return found

    def verifikasi(self, job_id: int) -> JobRingkas:
        """See :meth:`PintuSatuSehat.verifikasi`."""
        job: JobRingkas = self._do("satusehat", "verifikasi", job_id)
        return job

    def regenerasi(self, tipe: Tipe) -> HasilRegenerasi:
        """See :meth:`PintuSatuSehat.regenerasi`."""
        done: HasilRegenerasi = self._do("satusehat_dasar", "regenerasi", tipe)
        return done

    def hasil_regenerasi(self, tipe: Tipe) -> HasilRegenerasi:
        """See :meth:`PintuSatuSehat.hasil_regenerasi`."""
        done: HasilRegenerasi = self._do("satusehat_dasar", "hasil_regenerasi", tipe)
        return done

    def pertanyaan(self, tipe: Tipe | None = None) -> tuple[Pertanyaan, ...]:
        """See :meth:`PintuSatuSehat.pertanyaan`."""
        found: tuple[Pertanyaan, ...] = self._do("satusehat_dasar", "daftar_pertanyaan", tipe)
        return found

    def jawab(self, pertanyaan_id: int, jawaban: str) -> JobRingkas:
        """See :meth:`PintuSatuSehat.jawab`."""
        job: JobRingkas = self._do("satusehat_dasar", "jawab", pertanyaan_id, jawaban)
        return job
