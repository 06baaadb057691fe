"""What every sender has: the connections, the clinic's settings, and the shape of its work."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol
from urllib.parse import quote

from shared.config import BpjsSettings
from shared.domain.answers import Answer, Layanan, Request
from shared.domain.failures import Kebijakan, Operasi, classify
from shared.domain.isian import KunciBpjs, kunci_dari_isi
from shared.domain.records import JobKlaim, Tiket
from shared.domain.status import JenisJob, Kelas
from shared.services.kirim import Hasil, TidakTersusun, Tugas
from worker.senders.satusehat import FhirClient

Kirim = Callable[[Request], Answer]
"""Sends one request and returns its answer; never raises for what the other side does."""


class Client(Protocol):
    """A client of one outside service."""

    def send(self, request: Request) -> Answer:
        """Send one request; failures are told in the answer."""


@dataclass(frozen=True, slots=True)
class Saluran:
    """The clinic's connections and what its settings say about using them."""

    pcare: Client
    antrean: Client
    bpjs: BpjsSettings
    kode_faskes: str
    satusehat: FhirClient | None = None
    """``None`` where SatuSehat is not configured."""
    organization_id: str = ""

    @property
    def kebijakan(self) -> Kebijakan:
        """How uncertain answers are read."""
        return Kebijakan(batal_tak_ada_selesai=self.bpjs.batal_tak_ada_selesai)


class Pengirim(ABC):
    """Sender of one type of job. Instances are shared by the worker's threads and keep no state."""

    jenis: ClassVar[JenisJob]

    def __init__(self, saluran: Saluran) -> None:
        self.saluran = saluran

    @abstractmethod
    def susun(self, klaim: JobKlaim) -> Request:
        """Build the request of this attempt; raises :class:`TidakTersusun` when the ticket lacks a thing."""

    @abstractmethod
    def kirim(self, tugas: Tugas) -> Hasil:
        """Send what was built and read what came of it."""

    def judge(self, operasi: Operasi, layanan: Layanan, answer: Answer) -> Hasil:
        """Judge the answer to a write."""
        vonis = classify(layanan, operasi, answer, self.saluran.kebijakan)
        return Hasil(vonis, told(answer), drift=answer.drift)


def told(answer: Answer) -> str:
    """Text kept as an attempt's response: the body, or, without one, why there is none."""
    if answer.raw:
        return answer.raw
    note = {"masalah": str(answer.problem) if answer.problem else None, "keterangan": answer.detail}
    return json.dumps({key: value for key, value in note.items() if value}, ensure_ascii=False)


def ticket(klaim: JobKlaim) -> Tiket:
    """Return the ticket of a claim; raises :class:`TidakTersusun` for a job without one."""
    if klaim.tiket is None:
        raise TidakTersusun(Kelas.DATA, "antrean tidak ada")
    return klaim.tiket


def card_number(tiket: Tiket) -> str:
    """Return the ticket's card number; raises :class:`TidakTersusun` unless it has 13 digits."""
    number = tiket.no_kartu
    if len(number) != 13 or not (number.isascii() and number.isdigit()):
        raise TidakTersusun(Kelas.DATA, "nomor kartu BPJS harus 13 digit")
    return number


def poli(tiket: Tiket) -> str:
    """Return the room's poli at BPJS; raises :class:`TidakTersusun` when it is not mapped."""
    if not tiket.kd_poli:
        raise TidakTersusun(Kelas.PEMETAAN, "ruangan belum dipetakan ke poli BPJS")
    return tiket.kd_poli


def bpjs_key(klaim: JobKlaim) -> KunciBpjs:
    """Return what BPJS knows the job's ticket by: as a person wrote it in a body, else as the ticket has it.

    Raises :class:`TidakTersusun` when the ticket lacks a part of it.
    """
    for written in (klaim.muatan, klaim.muatan_asal):
        found = kunci_dari_isi(written)
        if found is not None:
            return found
    about = ticket(klaim)
    return KunciBpjs(about.tanggal, card_number(about), poli(about))


def ddmmyyyy(day: date) -> str:
    """Write a date as PCare does."""
    return day.strftime("%d-%m-%Y")


def body(klaim: JobKlaim, fields: dict[str, object]) -> str:
    """Return the body to send: the one a person edited, or the ticket's own *fields*."""
    if klaim.muatan is not None:
        return klaim.muatan
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def written(klaim: JobKlaim, name: str) -> str:
    """Return a part of a deletion's path that a person wrote, or ``""``."""
    try:
        data = json.loads(klaim.muatan or "{}")
    except ValueError:
        return ""
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def segment(text: str) -> str:
    """Make a text one segment of a path, whatever is in it."""
    return quote(text, safe="")
