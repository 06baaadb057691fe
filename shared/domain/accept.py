"""The gate before a ticket is accepted (*Terima*)."""

from __future__ import annotations

from enum import StrEnum

from shared.domain.badges import Keadaan, keadaan
from shared.domain.records import JobRingkas, Kartu
from shared.domain.resend import perlu_bpjs
from shared.rekaman import dataclass


class Palang(StrEnum):
    """How much stands in the way of accepting a ticket."""

    LURUS = "lurus"
    """Nothing: accept at once."""
    LUNAK = "lunak"
    """Something is still under way or was never sent: wait, refresh or accept."""
    PERINGATAN = "peringatan"
    """A job failed: its error is shown and going on must be confirmed."""
    KERAS = "keras"
    """Both jobs failed."""


class Fokus(StrEnum):
    """The button the dialog opens on."""

    TETAP = "tetap"
    RESEND = "resend"
    TUNGGU = "tunggu"


@dataclass(frozen=True, slots=True)
class Terima:
    """The verdict of the gate, with the jobs whose errors the dialog must show."""

    palang: Palang
    fokus: Fokus = Fokus.TUNGGU
    gagal: tuple[JobRingkas, ...] = ()
    belum: bool = False
    """Whether a part was never sent."""


_OK, _GAGAL, _PROSES, _NA = Keadaan.OK, Keadaan.GAGAL, Keadaan.PROSES, Keadaan.TIDAK_ADA

TABEL: dict[tuple[Keadaan, Keadaan], tuple[Palang, Fokus]] = {
    (_OK, _OK): (Palang.LURUS, Fokus.TETAP),
    (_OK, _GAGAL): (Palang.PERINGATAN, Fokus.TETAP),
    (_OK, _PROSES): (Palang.LUNAK, Fokus.TUNGGU),
    (_OK, _NA): (Palang.LUNAK, Fokus.TUNGGU),
    (_GAGAL, _OK): (Palang.PERINGATAN, Fokus.RESEND),
    (_GAGAL, _GAGAL): (Palang.KERAS, Fokus.RESEND),
    (_GAGAL, _PROSES): (Palang.PERINGATAN, Fokus.RESEND),
    (_GAGAL, _NA): (Palang.PERINGATAN, Fokus.RESEND),
    (_PROSES, _OK): (Palang.LUNAK, Fokus.TUNGGU),
    (_PROSES, _GAGAL): (Palang.PERINGATAN, Fokus.RESEND),
    (_PROSES, _PROSES): (Palang.LUNAK, Fokus.TUNGGU),
    (_PROSES, _NA): (Palang.LUNAK, Fokus.TUNGGU),
    (_NA, _OK): (Palang.LUNAK, Fokus.TUNGGU),
    (_NA, _GAGAL): (Palang.PERINGATAN, Fokus.RESEND),
    (_NA, _PROSES): (Palang.LUNAK, Fokus.TUNGGU),
    (_NA, _NA): (Palang.LUNAK, Fokus.TUNGGU),
}
"""Rows are P, columns A."""


def nilai_terima(kartu: Kartu, penjamin_bpjs: int) -> Terima:
    """Judge whether a ticket may be accepted; tickets BPJS need not hear of go straight through."""
    if not perlu_bpjs(kartu, penjamin_bpjs):
        return Terima(Palang.LURUS, Fokus.TETAP)
    p, a = keadaan(kartu.p), keadaan(kartu.a)
    palang, fokus = TABEL[p, a]
    failed = tuple(
        job for state, job in ((p, kartu.p), (a, kartu.a)) if state is Keadaan.GAGAL and job is not None
    )
    return Terima(palang, fokus, failed, belum=_NA in (p, a))
