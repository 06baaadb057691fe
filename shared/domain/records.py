"""Frozen records that cross between storage, services, screen and worker.

Times are Unix milliseconds in UTC, dates are the facility's business dates.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from shared.domain.status import JenisJob, Kelas, Periksa, StatusAntrean, StatusJob
from shared.rekaman import dataclass

if TYPE_CHECKING:
    from shared.domain.sumber import Sumber


@dataclass(frozen=True, slots=True)
class Pelaku:
    """Who acts: a signed-in user, or ``sistem``. ``izin`` are the permission names held."""

    nama: str
    peran: str
    izin: frozenset[str] = frozenset()
    loket: str = ""
    pengguna_id: int | None = None


@dataclass(frozen=True, slots=True)
class Faskes:
    """A clinic. ``zona`` is an IANA zone name such as ``Asia/Jakarta``."""

    id: int
    kode: str
    nama: str
    zona: str


@dataclass(frozen=True, slots=True)
class Ruangan:
    """A room that has a queue. ``jenis_kunjungan`` 1 is outpatient (rawat jalan)."""

    id: int
    kode: str
    nama: str
    jenis_kunjungan: int
    prefix: str
    kd_poli: str | None = None
    nm_poli: str | None = None


@dataclass(frozen=True, slots=True)
class Dokter:
    """A doctor. ``kd_dokter`` is PCare's code, ``kodedokter`` the HFIS number of Antrean FKTP."""

    id: int
    kode: str
    nama: str
    ruangan_id: int
    kd_dokter: str | None = None
    kodedokter: int | None = None
    jam: tuple[str, ...] = ()
    """Slots of the day asked for, ``"07:00-12:00"``, in order."""


@dataclass(frozen=True, slots=True)
class Pasien:
    """A patient. ``nik`` has 16 digits and ``no_kartu`` 13 when they are known."""

    id: int
    norm: str
    nama: str
    nik: str = ""
    no_kartu: str = ""
    no_hp: str = ""
    jenis_kelamin: str = ""
    tanggal_lahir: date | None = None
    kd_provider: str = ""
    penjamin_id: int = 1


@dataclass(frozen=True, slots=True)
class JobRingkas:
    """A job as a card needs it. ``pesan`` is verbatim from BPJS when ``dari_bpjs``, else ours."""

    id: int
    jenis: JenisJob
    status: StatusJob
    kelas: Kelas | None = None
    pesan: str = ""
    dari_bpjs: bool = False
    http: int | None = None
    kode: str | None = None
    percobaan: int = 0


@dataclass(frozen=True, slots=True)
class Kartu:
    """A queue card: everything the counter sees of one ticket, read in one query."""

    id: int
    versi: int
    tiket: str
    angka: int
    tanggal: date
    status: StatusAntrean
    ruangan_id: int
    ruangan: str
    jenis_kunjungan: int
    norm: str
    nama: str
    penjamin_id: int
    penjamin: str
    no_kartu: str = ""
    jenis_kelamin: str = ""
    tanggal_lahir: date | None = None
    dokter: str = ""
    jam: str = ""
    dibuat: int = 0
    panggilan: int = 0
    loket: str = ""
    dipanggil: int | None = None
    no_antrean_pcare: str | None = None
    p: JobRingkas | None = None
    a: JobRingkas | None = None
    lain: tuple[JobRingkas, ...] = ()
    """Other jobs of the ticket: calls, cancellations, deletions."""
    diubah_oleh: str = ""
    diubah_loket: str = ""
    diubah: int = 0
    ruangan_kode: str = ""

    @property
    def jobs(self) -> tuple[JobRingkas, ...]:
        """All jobs of the ticket, P and A first."""
        return tuple(job for job in (self.p, self.a) if job is not None) + self.lain


@dataclass(frozen=True, slots=True)
class Tiket:
    """What a sender knows of the ticket it builds a request from."""

    antrean_id: int
    tanggal: date
    tiket: str
    prefix: str
    angka: int
    status: StatusAntrean
    no_antrean_pcare: str | None
    norm: str
    nama: str
    nik: str
    no_kartu: str
    no_hp: str
    kd_provider: str
    kd_poli: str | None
    nm_poli: str
    nama_dokter: str
    kodedokter: int | None
    kd_dokter: str | None
    jam: str
    alasan_batal: str = ""
    panggil_pertama: int | None = None
    kode_faskes: str = ""


@dataclass(frozen=True, slots=True)
class Kunjungan:
    """An imported visit. ``no_kunjungan`` is PCare's number once it is known."""

    id: int
    no_kartu: str
    tanggal: date
    kd_poli: str
    no_kunjungan: str | None = None
    antrean_id: int | None = None
    pasien_id: int | None = None


@dataclass(frozen=True, slots=True)
class JobKlaim:
    """A job as its claimer holds it. ``fence`` is the attempt number every later write carries."""

    id: int
    fence: int
    jenis: JenisJob
    periksa: Periksa
    parameter: dict[str, object]
    faskes_id: int
    tanggal: date
    dibuat: int
    anggaran: int
    """Sends since a person last asked, this one included."""
    baca: int
    """Read-backs of this unknown outcome, this one included."""
    absen: int
    """Read-backs so far that did not find the write."""
    tak_pasti_sejak: int | None
    asal: str
    oleh: str
    tiket: Tiket | None
    kelas: Kelas | None = None
    """Class of the attempt before this one."""
    muatan_id: int | None = None
    muatan: str | None = None
    """Body edited by a person, to be sent as it is; ``None`` means: build it from the ticket."""
    pekerja: str = ""
    kunjungan: Kunjungan | None = None
    """The visit the job sends or deletes."""
    muatan_asal: str | None = None
    """Body a person made for the job that this one takes back: what BPJS has may not be the ticket's."""
    sumber: Sumber | None = None
    """The resource the job sends to SatuSehat."""


@dataclass(frozen=True, slots=True)
class Percobaan:
    """One attempt of a job, append-only."""

    no: int
    asal: str
    oleh: str
    mulai: int
    selesai: int | None
    http: int | None
    kode: str | None
    pesan: str
    kelas: str | None
    request: str
    response: str
    muatan_versi: int | None = None
    id_permintaan: str = ""
    """The service's own name for the call (``X-Request-Id``), which its help desk asks for."""
    keadaan: str = ""
    """Why the bodies cannot be read: ``dihapus``, ``terkunci`` or ``rusak``."""


@dataclass(frozen=True, slots=True)
class VersiMuatan:
    """One version of a job's body: where it came from, and who made it, when (Unix ms) and why."""

    id: int
    versi: int
    isi: str
    asal: str
    oleh: str
    alasan: str
    dibuat: int
    keadaan: str = ""


@dataclass(frozen=True, slots=True)
class Saring:
    """What the board shows. ``status`` ``None`` is every status; ``tanggal`` ``None`` is today."""

    tanggal: date | None = None
    ruangan_id: int | None = None
    status: frozenset[StatusAntrean] | None = None
    teks: str = ""


@dataclass(frozen=True, slots=True)
class Kesehatan:
    """Whose fault a red badge is, as far as storage knows. Ages are milliseconds."""

    pekerja_hidup: int
    pekerja_umur: int | None
    gerbang: tuple[Gerbang, ...] = ()


@dataclass(frozen=True, slots=True)
class Gerbang:
    """State of the gate of one outside service for one clinic."""

    layanan: str
    status: str
    sejak: int
    coba_lagi: int | None
    pesan: str
    menunggu: int = 0
    penyebab: str = ""
    """Whose fault it is: ``bpjs``, ``jalur`` (the clinic's own line) or ``kredensial``."""
    selisih: int | None = None
    """Seconds the clinic's clock is ahead of the service's, when that is too much."""
