"""The door of what a counter has beside its queue: printer, numbers of the kiosk, member questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from shared.domain.kios import NomorLoket, TiketLoket
from shared.domain.peserta import JawabanPeserta
from shared.domain.records import Pelaku

if TYPE_CHECKING:
    from shared.services.konteks import Konteks


class PintuStasiun(Protocol):
    """Every call may block and is made in a thread; refusals are ``DekaError``."""

    def cetak(self, antrean_id: int) -> str:
        """Print a ticket, or print it again; gives its number."""

    def panggil_loket(self) -> TiketLoket | None:
        """Call the next number of the registration counter; ``None`` when nobody waits."""

    def daftar_loket(self) -> tuple[NomorLoket, ...]:
        """The numbers that wait for the registration counter or are at one."""

    def ambil_loket(self, tiket_id: int) -> NomorLoket:
        """Call this number here, and give what was entered at the kiosk."""

    def selesai_loket(self, tiket_id: int, hadir: bool, antrean_id: int | None = None) -> bool:
        """End a number: served, or not come."""

    def periksa(self, nomor: str) -> JawabanPeserta:
        """Ask BPJS about a card number or NIK; always comes to an end within seconds."""


class StasiunServices:
    """The real door."""

    def __init__(self, ctx: Callable[[], Konteks], pelaku: Pelaku) -> None:
        self._ctx = ctx
        self._pelaku = pelaku

    def cetak(self, antrean_id: int) -> str:
        """See :meth:`PintuStasiun.cetak`."""
        from deka_tui.pencetak import cetak_tiket

        return cetak_tiket(self._ctx(), self._pelaku, antrean_id).tiket

    def panggil_loket(self) -> TiketLoket | None:
        """See :meth:`PintuStasiun.panggil_loket`."""
        from shared.services import anjungan

        return anjungan.panggil_loket(self._ctx(), self._pelaku)

    def daftar_loket(self) -> tuple[NomorLoket, ...]:
        """See :meth:`PintuStasiun.daftar_loket`."""
        from shared.services import anjungan

        return anjungan.daftar_loket(self._ctx(), self._pelaku)

    def ambil_loket(self, tiket_id: int) -> NomorLoket:
        """See :meth:`PintuStasiun.ambil_loket`."""
        from shared.services import anjungan

        return anjungan.ambil_loket(self._ctx(), self._pelaku, tiket_id)

    def selesai_loket(self, tiket_id: int, hadir: bool, antrean_id: int | None = None) -> bool:
        """See :meth:`PintuStasiun.selesai_loket`."""
        from shared.services import anjungan

        return anjungan.selesai_loket(self._ctx(), self._pelaku, tiket_id, hadir=hadir, antrean_id=antrean_id)

    def periksa(self, nomor: str) -> JawabanPeserta:
        """See :meth:`PintuStasiun.periksa`."""
        from deka_tui.port_kios import tunggu_jawaban
        from shared.services import peserta

        ctx = self._ctx()
        return tunggu_jawaban(ctx, self._pelaku, peserta.minta(ctx, self._pelaku, nomor))
