"""How long to wait before the next attempt, and when to stop trying."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.failures import Sebab, Vonis
from shared.domain.status import JenisJob, Kelas, Periksa, StatusJob

SECOND = 1_000
MINUTE = 60 * SECOND

BUDGET: dict[Kelas, int] = {Kelas.SEMENTARA: 40, Kelas.TAK_PASTI: 30, Kelas.URUTAN: 5}
"""Automatic tries a job gets per class before it waits for a person."""

COLLISIONS = 2
"""Sends after which a visit whose number collided at PCare is read back rather than sent again."""

_READ_BACK = (2, 4, 8, 15, 30, 60)
_SCREENING = 30 * MINUTE
_ABSENT_READS = 2
"""Read-backs that must agree a write is not there before it is sent again: the first may be too early."""

QUEUE_JOBS = frozenset({JenisJob.TAMBAH_ANTREAN, JenisJob.PANGGIL_ANTREAN, JenisJob.BATAL_ANTREAN})
"""Jobs that are worth nothing after the business day."""


@dataclass(frozen=True, slots=True)
class Langkah:
    """The state a settled attempt leaves its job in. ``tunda`` is milliseconds from now."""

    status: StatusJob
    periksa: Periksa = Periksa.KIRIM
    tunda: int = 0
    ulang_tunda: int | None = None
    """Delay after which a failed job is tried again by itself, or ``None``: a person decides."""


def backoff(tries: int, acak: float) -> int:
    """Delay before the next try, in milliseconds: 2 s doubling to 5 min, spread by *acak* in [0, 1)."""
    base = min(2 * SECOND * 2 ** min(tries, 10), 5 * MINUTE)
    return int(base * (0.5 + acak / 2))


def read_back_delay(reads: int, acak: float) -> int:
    """Delay before the next read-back, in milliseconds; the first leaves the write time to land."""
    base = _READ_BACK[min(reads, len(_READ_BACK) - 1)] * SECOND
    return int(base * (0.75 + acak / 2))


def langkah(vonis: Vonis, *, tries: int, acak: float) -> Langkah:
    """Decide what an attempt's verdict does to its job.

    *tries* counts the automatic tries spent since a person last asked, this one included; for an
    unknown outcome the read-backs, unless it is a collision.
    """
    kelas = vonis.kelas
    if kelas is None:
        return Langkah(StatusJob.TERKIRIM)
    if kelas is Kelas.DUPLIKAT:
        return Langkah(StatusJob.TAK_PASTI, Periksa.NOMOR)
    if vonis.sebab is Sebab.TABRAKAN and tries <= COLLISIONS:
        # PCare gave two visits one number and wrote neither: the next try gets another.
        return Langkah(StatusJob.MENUNGGU, Periksa.KIRIM, tries * SECOND)
    if kelas is Kelas.TAK_PASTI:
        if tries >= BUDGET[kelas]:
            return Langkah(StatusJob.GAGAL, Periksa.HASIL)
        return Langkah(StatusJob.TAK_PASTI, Periksa.HASIL, read_back_delay(tries - 1, acak))
    if kelas is Kelas.SEMENTARA:
        if tries >= BUDGET[kelas]:
            return Langkah(StatusJob.GAGAL)
        return Langkah(StatusJob.MENUNGGU, Periksa.KIRIM, backoff(tries - 1, acak))
    if kelas is Kelas.URUTAN and tries < BUDGET[kelas]:
        return Langkah(StatusJob.MENUNGGU, Periksa.KIRIM, backoff(tries, acak))
    again = _SCREENING if vonis.sebab is Sebab.SKRINING else None
    return Langkah(StatusJob.GAGAL, ulang_tunda=again)


@dataclass(frozen=True, slots=True)
class Bacaan:
    """What a read-back found: whether what the job is to bring about is there already.

    For a deletion that is the registration being gone. ``ada`` is ``None`` when the list could not
    be read.
    """

    ada: bool | None
    nomor: str | None = None


def langkah_baca(
    bacaan: Bacaan,
    *,
    tujuan: Periksa,
    tries: int,
    absen: int,
    acak: float,
    duplikat: bool = False,
    cukup: int = _ABSENT_READS,
) -> Langkah:
    """Decide what a read-back does to its job.

    *absen* counts the readings, this one included, that did not find the write; after *cukup* of
    them it is believed not to be there. A look-up of a
    number never ends in a send: what BPJS has called a duplicate (*duplikat*) stays sent, with or
    without a number; what it does not list any more waits for a person.
    """
    if bacaan.ada:
        return Langkah(StatusJob.TERKIRIM)
    given_up = tries >= BUDGET[Kelas.TAK_PASTI] if bacaan.ada is None else absen >= cukup
    if not given_up:
        return Langkah(StatusJob.TAK_PASTI, tujuan, read_back_delay(tries - 1, acak))
    if tujuan is Periksa.NOMOR:
        return Langkah(StatusJob.TERKIRIM if duplikat or bacaan.ada is None else StatusJob.GAGAL)
    if bacaan.ada is None:
        return Langkah(StatusJob.GAGAL, Periksa.HASIL)
    return Langkah(StatusJob.MENUNGGU, Periksa.KIRIM)
