"""What the monitoring page shows: filter, rows and counts, a job in full, groups of failures, the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from shared.domain.isian import Isian
from shared.domain.records import Percobaan, VersiMuatan
from shared.domain.status import FAILED_JOB, JENIS_SATUSEHAT, LIVE_JOB, JenisJob, Kelas, StatusJob
from shared.domain.sumber import Keadaan, keadaan

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
        StatusJob.TERTAHAN: Lencana.MENUNGGU,
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
    lokal: str = ""
    """SatuSehat: the local id. What follows is of SatuSehat's rows only, too."""
    ihs: str = ""
    """The id it has there."""
    menunggu: str = ""
    """What a row that is not sent waits for: types of resources, or ``KFA``."""
    judul: str = ""
    no_registrasi: str = ""
    kode_klinis: str = ""
    nilai: str = ""
    peran: str = ""
    waktu: str = ""
    induk: str = ""
    status_remote: str = ""
    hasil: str = ""
    """Outcome of a base resource."""
    kfa: str = ""
    jumlah: str = ""

    @property
    def kursor(self) -> Kursor:
        """Where the row stands in the list."""
        return Kursor(self.tanggal, self.id)

    @property
    def keadaan(self) -> Keadaan:
        """SatuSehat: the badge, and what *Belum Terkirim* is about."""
        return keadaan(self.status, self.percobaan, obat=self.menunggu == "KFA")

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


@dataclass(frozen=True, slots=True)
class SaringJob:
    """Which jobs are asked for. Without a date and *semua_tanggal* the clinic's today is meant.

    ``status`` ``None`` is every status but *dibatalkan*. ``kelas`` and ``teks`` narrow failures down
    to a group of one cause: their class (``""``: none) and their messages, letter by letter.
    """

    jenis: JenisJob | None = None
    """``None`` is every type of BPJS, never of SatuSehat."""
    tanggal: date | None = None
    semua_tanggal: bool = False
    norm: str = ""
    status: frozenset[StatusJob] | None = None
    kelas: str | None = None
    teks: tuple[str, ...] | None = None

    def on(self, day: date) -> SaringJob:
        """Return the same filter for one date."""
        return replace(self, tanggal=day)

    @property
    def digits(self) -> str:
        """What is searched for in record numbers."""
        return "".join(char for char in self.norm if char.isascii() and char.isdigit())

    @property
    def day(self) -> date | None:
        """The one date asked for, ``None`` for all."""
        return None if self.semua_tanggal else self.tanggal


BAGIAN: Mapping[str, frozenset[StatusJob]] = {
    "menunggu": LIVE_JOB | {StatusJob.TERTAHAN},
    "berhasil": frozenset({StatusJob.TERKIRIM}),
    "gagal": FAILED_JOB,
}
"""What each count of :class:`HitungJob` is made of."""


@dataclass(frozen=True, slots=True)
class HitungJob:
    """The four counts: ``total`` is always the sum of the others.

    ``sedikitnya`` names those that a search stopped counting: there are at least so many.
    """

    menunggu: int
    berhasil: int
    gagal: int
    sedikitnya: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """All jobs that count; dropped ones do not."""
        return self.menunggu + self.berhasil + self.gagal

    def setidaknya(self, terlihat: Iterable[StatusJob]) -> HitungJob:
        """Raise the counts that were stopped to what is seen of each: none says less than is on the page."""
        seen = Counter(terlihat)
        shown = {name: sum(seen[status] for status in BAGIAN[name]) for name in self.sedikitnya}
        return replace(self, **{name: max(number, getattr(self, name)) for name, number in shown.items()})


@dataclass(frozen=True, slots=True)
class Layar:
    """What the page shows at one moment (``pada``, Unix ms): a page of the table and the four counts."""

    saring: SaringJob
    halaman: HalamanJob
    hitung: HitungJob
    pada: int


@dataclass(frozen=True, slots=True)
class Penjelasan:
    """A failure explained: what it means, who fixes it, what to press."""

    kode: str
    arti: str
    siapa: str
    tekan: str


@dataclass(frozen=True, slots=True)
class DetailPantau:
    """A job in full: every attempt with its bodies, every version of its body, and what to do."""

    job: BarisPantau
    attempts: tuple[Percobaan, ...]
    versi: tuple[VersiMuatan, ...]
    penjelasan: Penjelasan | None
    kolom: tuple[Isian, ...]


@dataclass(frozen=True, slots=True)
class Kelompok:
    """Failures of one cause. ``contoh`` is one message verbatim, ``terbaru`` the id of the newest job."""

    kunci: str
    kelas: str
    teks: str
    contoh: str
    dari_bpjs: bool
    jumlah: int
    jenis: tuple[JenisJob, ...]
    terbaru: int
    penjelasan: Penjelasan


@dataclass(frozen=True, slots=True)
class Tutup:
    """A time a gate was shut, in Unix ms; ``sampai`` ``None``: it still is, or was at the day's end."""

    layanan: str
    dari: int
    sampai: int | None
    penyebab: str


@dataclass(frozen=True, slots=True)
class Perempat:
    """One quarter hour of one service: its number from midnight, attempts, and how many failed."""

    layanan: str
    urutan: int
    kirim: int
    gagal: int


@dataclass(frozen=True, slots=True)
class Sekilas:
    """A business day in 96 quarter hours; only those with attempts are listed."""

    tanggal: date
    mulai: int
    perempat: tuple[Perempat, ...]
    tutup: tuple[Tutup, ...]

    def deret(self, layanan: str) -> tuple[tuple[int, int], ...]:
        """Return (attempts, failures) for each of the day's 96 quarters of one service."""
        found = {p.urutan: (p.kirim, p.gagal) for p in self.perempat if p.layanan == layanan}
        return tuple(found.get(number, (0, 0)) for number in range(96))


_COMMON = ("tanggal", "norm", "nama", "status", "percobaan")
_TAIL = ("http", "kode", "pesan", "dicoba")

_PLACE = ("lokal", "judul", "induk", "ihs")
_PERSON = ("judul", "ihs", "hasil")
_CODED = ("no_registrasi", "kode_klinis", "judul", "peran", "ihs")
_DRUG = ("no_registrasi", "judul", "kfa", "jumlah", "ihs")
_OTHER = ("no_registrasi", "judul", "waktu", "ihs")
_OWN: dict[JenisJob, tuple[str, ...]] = {
    JenisJob.SS_ORGANIZATION: _PLACE,
    JenisJob.SS_LOCATION: _PLACE,
    JenisJob.SS_PRACTITIONER: ("lokal", *_PERSON),
    JenisJob.SS_PATIENT: ("norm", *_PERSON),
    JenisJob.SS_ENCOUNTER: ("no_registrasi", "nama", "poli", "dokter", "status_remote", "waktu", "ihs"),
    JenisJob.SS_CONDITION: _CODED,
    JenisJob.SS_PROCEDURE: _CODED,
    JenisJob.SS_OBSERVATION: ("no_registrasi", "judul", "nilai", "waktu", "ihs"),
    JenisJob.SS_MEDICATION: _DRUG,
    JenisJob.SS_MEDICATION_REQUEST: _DRUG,
    JenisJob.SS_MEDICATION_DISPENSE: _DRUG,
}


def _satusehat(jenis: JenisJob) -> tuple[str, ...]:
    return ("tanggal", *_OWN.get(jenis, _OTHER), "status", "http", "pesan", "dicoba")


KOLOM: dict[JenisJob | None, tuple[str, ...]] = {
    None: (*_COMMON, "jenis", "tiket", "poli", *_TAIL),
    JenisJob.PENDAFTARAN: (*_COMMON, "no_urut", "poli", "dokter", *_TAIL),
    JenisJob.TAMBAH_ANTREAN: (*_COMMON, "tiket", "poli", "dokter", "jam", *_TAIL),
    JenisJob.PANGGIL_ANTREAN: (*_COMMON, "tiket", "poli", "kehadiran", *_TAIL),
    JenisJob.BATAL_ANTREAN: (*_COMMON, "tiket", "poli", "alasan", *_TAIL),
    JenisJob.KUNJUNGAN: (*_COMMON, "no_kunjungan", "poli", *_TAIL),
    JenisJob.HAPUS_PENDAFTARAN: (*_COMMON, "no_urut", "poli", "alasan", *_TAIL),
    JenisJob.HAPUS_KUNJUNGAN: (*_COMMON, "no_kunjungan", "poli", *_TAIL),
    **{jenis: _satusehat(jenis) for jenis in JENIS_SATUSEHAT},
}
"""Columns of the table by type of job, in order; each is a field of :class:`BarisPantau`.

``None`` is the list of all types. The columns' words are :data:`shared.texts_pantau.JUDUL_KOLOM`.
"""
