"""What came back from one call to KFA, and what it means for a reading of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.answers import Problem, Sent


class VonisKfa(StrEnum):
    """What an answer means."""

    OK = "ok"
    SEMENTARA = "sementara"
    KREDENSIAL = "kredensial"
    UKURAN = "ukuran"
    """A parameter is refused (422): perhaps fewer rows at a time will do."""
    SALAH = "salah"


@dataclass(frozen=True, slots=True)
class JawabanKfa:
    """The outcome of one call.

    ``data`` is the JSON document of a 2xx answer, ``pesan`` the service's own words. ``token``
    tells that there was no token to call with; ``tunda`` asks to wait so many seconds.
    """

    sent: Sent
    http: int | None = None
    data: object = None
    pesan: str = ""
    problem: Problem | None = None
    token: bool = False
    kredensial: bool = False
    tunda: int = 0
    drift: float | None = None


_TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504))


def nilai(jawaban: JawabanKfa) -> VonisKfa:
    """Judge an answer."""
    http = jawaban.http
    if jawaban.kredensial or http in (401, 403):
        return VonisKfa.KREDENSIAL
    if http is None or jawaban.sent is not Sent.YES or http in _TRANSIENT:
        return VonisKfa.SEMENTARA
    if jawaban.problem is not None and jawaban.problem is not Problem.TOO_LARGE:
        return VonisKfa.SEMENTARA
    if http in (400, 413, 422) or jawaban.problem is Problem.TOO_LARGE:
        return VonisKfa.UKURAN
    return VonisKfa.OK if 200 <= http < 300 else VonisKfa.SALAH
