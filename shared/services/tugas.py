"""What passes between the worker and the services: a claimed job, and what an attempt at it came to."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.answers import Request
from shared.domain.failures import Vonis
from shared.domain.records import JobKlaim
from shared.domain.retries import Bacaan
from shared.domain.satusehat_jawaban import FhirRequest
from shared.domain.status import Kelas


class TidakTersusun(Exception):
    """A request cannot be built from the ticket. ``kelas`` and ``rinci`` say why."""

    def __init__(self, kelas: Kelas, rinci: str) -> None:
        self.kelas = kelas
        self.rinci = rinci
        super().__init__(rinci)


@dataclass(frozen=True, slots=True)
class Tugas:
    """A claimed job and the request of this attempt, already durable in storage."""

    klaim: JobKlaim
    request: Request | FhirRequest

    @property
    def bpjs(self) -> Request:
        """The request of a job that goes to BPJS."""
        assert isinstance(self.request, Request)  # noqa: S101 - built by the same sender
        return self.request


@dataclass(frozen=True, slots=True)
class Hasil:
    """What an attempt came to. ``bacaan`` is set when it was a read-back."""

    vonis: Vonis
    response: str = ""
    bacaan: Bacaan | None = None
    drift: float | None = None
    """Our clock minus the service's, in seconds."""
