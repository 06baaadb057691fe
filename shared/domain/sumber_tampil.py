"""What the SatuSehat pages show: the dashboard, a row in full, a regeneration, the questions."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.pantau import DetailPantau
from shared.domain.records import Gerbang
from shared.domain.sumber import Kandidat, Tanya, Tipe


@dataclass(frozen=True, slots=True)
class TemuanLint:
    """One doubt about a body: where, in words, the rule (0: none), and whether it stops the send."""

    jalur: str
    pesan: str
    aturan: int = 0
    berat: bool = False


@dataclass(frozen=True, slots=True)
class KartuSumber:
    """One card of the dashboard: total is the sum of the other four."""

    tipe: Tipe
    terkirim: int
    proses: int
    gagal: int
    belum: int

    @property
    def total(self) -> int:
        """All rows of the type."""
        return self.terkirim + self.proses + self.gagal + self.belum

    @property
    def persen(self) -> int:
        """Share that is sent, 0 to 100, rounded down; 0 of nothing."""
        return self.terkirim * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Dasbor:
    """The dashboard: a card a type, where it sends to, the gate if it is shut, open questions."""

    kartu: tuple[KartuSumber, ...]
    lingkungan: str
    gerbang: Gerbang | None
    pertanyaan: int


@dataclass(frozen=True, slots=True)
class IsuJelas:
    """One issue of SatuSehat's answer explained; ``jalur`` is its path in the body, ``""`` without one."""

    jalur: str
    aturan: int
    arti: str
    siapa: str
    tekan: str


@dataclass(frozen=True, slots=True)
class DetailSumber:
    """A row in full: what monitoring knows of its job, and what it is at SatuSehat.

    ``isi`` is the body as it would be sent now, ``menunggu`` the references it waits for, ``isu`` what the
    last answer complains of.
    """

    dasar: DetailPantau
    tipe: Tipe
    isi: str
    lint: tuple[TemuanLint, ...]
    menunggu: tuple[str, ...]
    pertanyaan_id: int | None
    diperiksa: int | None
    isu: tuple[IsuJelas, ...] = ()


@dataclass(frozen=True, slots=True)
class BarisRegenerasi:
    """What regenerating one resource came to; ``hasil`` is a key of ``texts_satusehat.NAMA_HASIL``."""

    job_id: int
    lokal: str
    nama: str
    hasil: str
    ihs: str
    pesan: str
    pertanyaan_id: int | None


@dataclass(frozen=True, slots=True)
class HasilRegenerasi:
    """How far a regeneration is. ``proses`` are still being looked at; ``dilewati`` are edited by hand."""

    tipe: Tipe
    mulai: int
    dilewati: int
    proses: int
    baris: tuple[BarisRegenerasi, ...]


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """A question for a person: which of the candidates it is, if any."""

    id: int
    tipe: Tipe
    lokal: str
    nama: str
    alasan: Tanya
    teks: str
    kandidat: tuple[Kandidat, ...]
    boleh_buat: bool
    job_id: int
    dibuat: int
