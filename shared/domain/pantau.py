"""What the monitoring table shows: rows, and the columns of each type of job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.domain.status import FAILED_JOB, LIVE_JOB, JenisJob, Kelas, StatusJob

DELETES = frozenset({JenisJob.HAPUS_PENDAFTARAN, JenisJob.HAPUS_KUNJUNGAN})
"""Jobs that take something away at BPJS: sending one again is asked twice."""

COUNTED: tuple[StatusJob, ...] = tuple(s for s in StatusJob if s is not StatusJob.DIBATALKAN)
"""What *Semua* means: every job but those dropped before they were sent, as in the card Total."""


class SaringStatus(StrEnum):
    """The words of the status filter."""

    SEMUA = "semua"
    TIDAK_TERKIRIM = "tidak-terkirim"
    BELUM_DIPROSES = "belum-diproses"
    TERKIRIM = "terkirim"

    @property
    def status(self) -> frozenset[StatusJob] | None:
        """The stored statuses it stands for; ``None`` is all that count."""
        return {
            SaringStatus.SEMUA: None,
            SaringStatus.TIDAK_TERKIRIM: FAILED_JOB,
            SaringStatus.BELUM_DIPROSES: LIVE_JOB,
            SaringStatus.TERKIRIM: frozenset({StatusJob.TERKIRIM}),
        }[self]


class Lencana(StrEnum):
    """A badge of the table: green, red, yellow, blue; dropped jobs are grey."""

    TERKIRIM = "terkirim"
    GAGAL = "gagal"
    MENUNGGU = "menunggu"
    PROSES = "proses"
    DIBATALKAN = "dibatalkan"


def lencana(status: StatusJob) -> Lencana:
    """Return the badge of a status: ``tak_pasti`` is still being worked on, ``kedaluwarsa`` has failed."""
    return {
        StatusJob.MENUNGGU: Lencana.MENUNGGU,
        StatusJob.PROSES: Lencana.PROSES,
        StatusJob.TAK_PASTI: Lencana.PROSES,
        StatusJob.TERKIRIM: Lencana.TERKIRIM,
        StatusJob.GAGAL: Lencana.GAGAL,
        StatusJob.KEDALUWARSA: Lencana.GAGAL,
        StatusJob.DIBATALKAN: Lencana.DIBATALKAN,
    }[status]


@dataclass(frozen=True, slots=True)
class Kursor:
    """The place of a row in the list, which is newest first. What comes after it is older."""

    tanggal: date
    id: int


@dataclass(frozen=True, slots=True)
class BarisPantau:
    """One job as the monitoring table shows it. ``dicoba`` is the last attempt's start, in Unix ms."""

    id: int
    jenis: JenisJob
    status: StatusJob
    tanggal: date
    norm: str = ""
    nama: str = ""
    http: int | None = None
    kode: str | None = None
    percobaan: int = 0
    pesan: str = ""
    dari_bpjs: bool = False
    kelas: Kelas | None = None
    sebab: str = ""
    layanan: str = ""
    dibuat: int = 0
    diubah: int = 0
    dicoba: int | None = None
    antrean_id: int | None = None
    tiket: str = ""
    no_urut: str = ""
    poli: str = ""
    dokter: str = ""
    jam: str = ""
    alasan: str = ""
    kehadiran: int | None = None
    no_kunjungan: str = ""
    no_kartu: str = ""
    nik: str = ""
    ditahan_oleh: str = ""
    ditahan_sejak: int | None = None

    @property
    def kursor(self) -> Kursor:
        """Where the row stands in the list."""
        return Kursor(self.tanggal, self.id)

    @property
    def boleh_kirim(self) -> bool:
        """Whether the row has a Resend button: only what has failed."""
        return self.status in FAILED_JOB


@dataclass(frozen=True, slots=True)
class HalamanJob:
    """One page of the list, newest first, and whether there are rows on either side of it."""

    baris: tuple[BarisPantau, ...]
    ada_baru: bool = False
    """Newer rows: a page back."""
    ada_lama: bool = False
    """Older rows: a page on."""


_COMMON = ("tanggal", "norm", "nama", "status", "percobaan")
_TAIL = ("http", "kode", "pesan", "dicoba")

KOLOM: dict[JenisJob | None, tuple[str, ...]] = {
    None: (*_COMMON, "jenis", "tiket", "poli", *_TAIL),
    JenisJob.PENDAFTARAN: (*_COMMON, "no_urut", "poli", "dokter", *_TAIL),
    JenisJob.TAMBAH_ANTREAN: (*_COMMON, "tiket", "poli", "dokter", "jam", *_TAIL),
    JenisJob.PANGGIL_ANTREAN: (*_COMMON, "tiket", "poli", "kehadiran", *_TAIL),
    JenisJob.BATAL_ANTREAN: (*_COMMON, "tiket", "poli", "alasan", *_TAIL),
    JenisJob.KUNJUNGAN: (*_COMMON, "no_kunjungan", "poli", *_TAIL),
    JenisJob.HAPUS_PENDAFTARAN: (*_COMMON, "no_urut", "poli", "alasan", *_TAIL),
    JenisJob.HAPUS_KUNJUNGAN: (*_COMMON, "no_kunjungan", "poli", *_TAIL),
}
"""Columns of the table by type of job, in order; each is a field of :class:`BarisPantau`.

``None`` is the list of all types. The columns' words are :data:`shared.texts_pantau.JUDUL_KOLOM`.
"""
