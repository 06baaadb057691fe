"""The door of stations for patients: it signs itself in and holds no more rights than its profile's role."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from shared.config import Settings
from shared.domain.kios import PapanUmum, PasienKios, PilihanPoli, TiketLoket
from shared.domain.peserta import TAK_TERJAWAB, JawabanPeserta
from shared.domain.records import Faskes, Kartu, Pelaku

if TYPE_CHECKING:
    from shared.services.konteks import Konteks

ROLE = {"anjungan": "kiosk", "papan": "papan"}
"""The role a profile acts in, whoever it signed in as."""
PATIENCE = 9.0
"""Seconds after which an answer about a member is not waited for any longer."""
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class HasilCari:
    """Who has a number, what can be chosen now, and the member question that was put (``None``: none)."""

    pasien: PasienKios | None
    pilihan: tuple[PilihanPoli, ...] = ()
    kueri: int | None = None


class PintuKios(Protocol):
    """What a station for patients asks for. Every call may block and is made in a thread."""

    def cari(self, nomor: str) -> HasilCari:
        """Find the patient of a card number or NIK, and ask BPJS about the card."""

    def jawaban(self, kueri: int) -> JawabanPeserta:
        """Wait for the answer to a member question; it always comes to an end."""

    def daftar(self, pasien: PasienKios, poli: PilihanPoli) -> Kartu:
        """Register a patient for a room."""

    def loket(self, norm: str | None, nomor: str = "", ruangan: str = "") -> TiketLoket:
        """Take a number of the registration counter, which will see what was entered."""

    def papan(self) -> PapanUmum:
        """Read the public board."""

    def cetak(self, antrean_id: int) -> None:
        """Print a ticket; raises a sentence when it did not come out."""

    def cetak_loket(self, tiket_id: int) -> None:
        """Print a number of the registration counter."""

    def tanpa_kertas(self, antrean_id: int) -> None:
        """Write down that no paper is wanted."""


def tunggu_jawaban(ctx: Konteks, pelaku: Pelaku, kueri: int) -> JawabanPeserta:
    """Wait for the answer to a member question, at most :data:`PATIENCE` seconds."""
    from shared.services import peserta

    pause = threading.Event()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = peserta.jawaban(ctx, pelaku, kueri)
        if told is not None:
            return told
        pause.wait(_LOOK)
    return TAK_TERJAWAB


class KiosServices:
    """The real door: one storage, one profile, one printer."""

    def __init__(self, settings: Settings, nama: str = "", berkas_sandi: str = "") -> None:
        """Take the settings, the station's user (``""``: the storage's owner) and its password's file."""
        self._settings = settings
        self._nama = nama
        self._file = berkas_sandi
        self._ctx: Konteks | None = None
        self._pelaku: Pelaku | None = None
        self._umpan: Any = None

    def buka(self) -> Faskes:
        """Open the storage and sign in; raises a sentence, and may be called again."""
        if self._ctx is None:
            from deka_tui.commands.session import Gagal, sandi_dari
            from shared.security.permissions import ROLES
            from shared.services import konteks, masuk
            from shared.services.errors import TidakSah

            ctx = konteks.buka(self._settings)
            try:
                counter = self._settings.layar.loket
                if self._nama:
                    try:
                        secret = sandi_dari(self._file)
                    except Gagal as error:
                        raise TidakSah("sandi_perlu") from error
                    who = masuk.masuk(ctx, self._nama, secret, loket=counter)
                else:
                    who = masuk.sistem(ctx, loket=counter)
            except BaseException:
                ctx.tutup()
                raise
            role = ROLE[self._settings.layar.profil]
            self._pelaku = replace(who, peran=role, izin=who.izin & ROLES[role])
            self._umpan = ctx.perubahan()
            self._ctx = ctx
        return self._ctx.faskes

    def _act(self) -> tuple[Konteks, Pelaku]:
        self.buka()
        assert self._ctx is not None and self._pelaku is not None  # noqa: S101 - buka() sets both
        return self._ctx, self._pelaku

    def tutup(self) -> None:
        """Close the storage."""
        if self._umpan is not None:
            self._umpan.tutup()
        if self._ctx is not None:
            self._ctx.tutup()

    def tunggu(self, timeout: float) -> bool:
        """Wait for a change, at most *timeout* seconds."""
        return bool(self._umpan.tunggu(timeout))

    def cari(self, nomor: str) -> HasilCari:
        """See :meth:`PintuKios.cari`."""
        from shared.services import anjungan, peserta

        ctx, who = self._act()
        found = anjungan.temukan(ctx, who, nomor)
        if found is None:
            return HasilCari(None)
        question = None
        if found.bpjs:
            question = peserta.minta(ctx, who, found.no_kartu if len(found.no_kartu) == 13 else nomor)
        return HasilCari(found, anjungan.pilihan(ctx, who), question)

    def jawaban(self, kueri: int) -> JawabanPeserta:
        """See :meth:`PintuKios.jawaban`."""
        return tunggu_jawaban(*self._act(), kueri)

    def daftar(self, pasien: PasienKios, poli: PilihanPoli) -> Kartu:
        """See :meth:`PintuKios.daftar`."""
        from shared.services import antrean

        ctx, who = self._act()
        return antrean.daftar(
            ctx, who, norm=pasien.norm, ruangan=poli.ruangan, dokter=poli.dokter, jam=poli.jam or None
        )

    def loket(self, norm: str | None, nomor: str = "", ruangan: str = "") -> TiketLoket:
        """See :meth:`PintuKios.loket`."""
        from shared.services import anjungan

        ctx, who = self._act()
        return anjungan.tiket_loket(ctx, who, norm, nomor=nomor, ruangan=ruangan)

    def papan(self) -> PapanUmum:
        """See :meth:`PintuKios.papan`."""
        from shared.services import papan_umum

        ctx, who = self._act()
        return papan_umum.layar(ctx, who)

    def cetak(self, antrean_id: int) -> None:
        """See :meth:`PintuKios.cetak`."""
        from deka_tui.pencetak import cetak_tiket

        cetak_tiket(*self._act(), antrean_id)

    def cetak_loket(self, tiket_id: int) -> None:
        """See :meth:`PintuKios.cetak_loket`."""
        from deka_tui.pencetak import cetak_tiket

        cetak_tiket(*self._act(), tiket_id, loket=True)

    def tanpa_kertas(self, antrean_id: int) -> None:
        """See :meth:`PintuKios.tanpa_kertas`."""
        from shared.services import cetak

        cetak.tanpa_kertas(*self._act(), antrean_id)
