"""What the card shows of a ticket's jobs: badges P and A, and the PCare number."""

from __future__ import annotations

from enum import StrEnum

from shared.domain.records import JobRingkas, Kartu
from shared.domain.status import FAILED_JOB, LIVE_JOB, StatusJob
from shared.rekaman import dataclass


class Warna(StrEnum):
    """Role of a colour. A badge is a word first: it reads the same without any of them."""

    HIJAU = "hijau"
    MERAH = "merah"
    KUNING = "kuning"
    ABU = "abu"
    BIRU = "biru"


@dataclass(frozen=True, slots=True)
class Badge:
    """A small label: a word and the role of its colour."""

    teks: str
    warna: Warna


class Keadaan(StrEnum):
    """The four states that badges, the accept gate and resend distinguish."""

    OK = "OK"
    GAGAL = "Gagal"
    PROSES = "processing"
    TIDAK_ADA = "N/A"


_WARNA = {
    Keadaan.OK: Warna.HIJAU,
    Keadaan.GAGAL: Warna.MERAH,
    Keadaan.PROSES: Warna.KUNING,
    Keadaan.TIDAK_ADA: Warna.ABU,
}


def keadaan(job: JobRingkas | None) -> Keadaan:
    """Fold the status of a job into the four states of a badge. A dropped job counts as none."""
    if job is None or job.status in (StatusJob.DIBATALKAN, StatusJob.TERTAHAN):
        return Keadaan.TIDAK_ADA
    if job.status in LIVE_JOB:
        return Keadaan.PROSES
    return Keadaan.GAGAL if job.status in FAILED_JOB else Keadaan.OK


def badge(huruf: str, job: JobRingkas | None) -> Badge:
    """Make the badge ``[Huruf]: [Status]`` of a job, *huruf* being ``P`` or ``A``."""
    state = keadaan(job)
    return Badge(f"{huruf}: {state.value}", _WARNA[state])


def badges(kartu: Kartu, penjamin_bpjs: int) -> tuple[Badge, ...]:
    """Badges P and A of a card; none unless its payer is BPJS."""
    if kartu.penjamin_id != penjamin_bpjs:
        return ()
    return badge("P", kartu.p), badge("A", kartu.a)


def ada_nomor(nomor: str | None) -> bool:
    """Tell whether a PCare queue number is one: neither empty nor ``0``."""
    return bool(nomor) and nomor != "0"


def badge_pcare(kartu: Kartu, penjamin_bpjs: int) -> Badge | None:
    """Make the badge ``PCare: [nomor]`` of a card, or ``None`` while there is nothing to say."""
    if kartu.penjamin_id != penjamin_bpjs:
        return None
    state = keadaan(kartu.p)
    if state is Keadaan.OK and ada_nomor(kartu.no_antrean_pcare):
        return Badge(f"PCare: {kartu.no_antrean_pcare}", Warna.HIJAU)
    if state in (Keadaan.OK, Keadaan.GAGAL):
        return Badge("PCare: 0", Warna.MERAH)
    return None
