"""Records of synchronisations and of what they have brought. Moments are Unix milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.referensi import LIVE_SYNC, JenisReferensi, Perubahan, StatusSinkron
from shared.domain.telusur import Posisi


@dataclass(frozen=True, slots=True)
class Sinkron:
    """One synchronisation as people see it.

    ``bagian`` is how much is done, 0 to 1; ``sisa`` the milliseconds left, where that can be told;
    ``total`` the rows of the whole list, where the service tells. ``kunci`` is the ISO date of a
    schedule and else ``""``. ``pesan`` is verbatim from BPJS when ``dari_bpjs``, else ours.
    """

    id: int
    jenis: JenisReferensi
    kunci: str
    status: StatusSinkron
    baris: int
    halaman: int
    total: int | None
    bagian: float
    sisa: int | None
    tambah: int
    ubah: int
    hilang: int
    pesan: str
    dari_bpjs: bool
    diminta_oleh: str
    dihentikan_oleh: str
    diminta: int
    mulai: int | None
    selesai: int | None
    lama: int

    @property
    def hidup(self) -> bool:
        """Whether it waits or runs."""
        return self.status in LIVE_SYNC


@dataclass(frozen=True, slots=True)
class SinkronKlaim:
    """A synchronisation as its claimer holds it. ``fence`` counts claims: every write carries it."""

    id: int
    fence: int
    faskes_id: int
    jenis: JenisReferensi
    kunci: str
    posisi: Posisi
    halaman: int
    baris: int
    gagal: int
    """Failures in a row."""
    pekerja: str

    @property
    def tanggal(self) -> date | None:
        """The date of a schedule."""
        return date.fromisoformat(self.kunci) if self.kunci else None


@dataclass(frozen=True, slots=True)
class Referensi:
    """A stored row of a list. ``isi`` is the JSON text of the fields beside code and name.

    ``induk`` is the code in the parent list, ``hilang`` that BPJS does not list it any more.
    """

    kode: str
    nama: str
    isi: str
    induk: str
    hilang: bool
    baru: int
    diubah: int
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class Kursor:
    """Where the next page of a search begins; to be handed back as it is."""

    golongan: int
    cari: str
    kunci: str
    induk: str


@dataclass(frozen=True, slots=True)
class HalamanReferensi:
    """One page of stored rows; ``berikut`` is ``None`` on the last."""

    baris: tuple[Referensi, ...]
    berikut: Kursor | None = None


@dataclass(frozen=True, slots=True)
class SlotHari:
    """A slot of a doctor at BPJS; ``kapasitas`` is patients in it."""

    jam: str
    kapasitas: int | None


@dataclass(frozen=True, slots=True)
class DokterHari:
    """A doctor of one poli on one date, by the HFIS number."""

    kodedokter: int
    nama: str
    slot: tuple[SlotHari, ...]


@dataclass(frozen=True, slots=True)
class PoliHari:
    """A poli of Antrean FKTP on one date."""

    kode: str
    nama: str
    dokter: tuple[DokterHari, ...]


@dataclass(frozen=True, slots=True)
class Keadaan:
    """How one list stands. ``baris`` BPJS lists now, ``hilang`` it listed once.

    ``terakhir`` is the newest synchronisation that was completed, ``sekarang`` the newest of all:
    it may be that one, one that waits or runs, or one that failed or was stopped.
    """

    jenis: JenisReferensi
    nama: str
    baris: int
    hilang: int
    terakhir: Sinkron | None
    sekarang: Sinkron | None

    @property
    def berjalan(self) -> Sinkron | None:
        """The synchronisation that waits or runs."""
        return self.sekarang if self.sekarang is not None and self.sekarang.hidup else None


@dataclass(frozen=True, slots=True)
class JadwalHari:
    """The schedule of Antrean FKTP on one date, and the synchronisations that fetched it."""

    tanggal: date
    poli: tuple[PoliHari, ...]
    terakhir: Sinkron | None
    sekarang: Sinkron | None
