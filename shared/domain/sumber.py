"""SatuSehat's resources: their types, what each refers to, and what a row of one is waiting for.

A body is kept with local references, ``Type/local-id``; remote ids take their place when it is sent.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from shared.domain.status import JENIS_SATUSEHAT, LIVE_JOB, JenisJob, StatusJob


class Tipe(StrEnum):
    """A type of resource, by its FHIR R4 name."""

    ORGANIZATION = "Organization"
    LOCATION = "Location"
    PRACTITIONER = "Practitioner"
    PATIENT = "Patient"
    ENCOUNTER = "Encounter"
    CONDITION = "Condition"
    OBSERVATION = "Observation"
    PROCEDURE = "Procedure"
    COMPOSITION = "Composition"
    ALLERGY_INTOLERANCE = "AllergyIntolerance"
    CLINICAL_IMPRESSION = "ClinicalImpression"
    SERVICE_REQUEST = "ServiceRequest"
    MEDICATION = "Medication"
    MEDICATION_REQUEST = "MedicationRequest"
    MEDICATION_DISPENSE = "MedicationDispense"
    IMMUNIZATION = "Immunization"


JENIS: Final[dict[Tipe, JenisJob]] = {tipe: JenisJob(f"satusehat_{tipe.value.lower()}") for tipe in Tipe}
"""The type of job that sends each resource."""
TIPE: Final[dict[JenisJob, Tipe]] = {jenis: tipe for tipe, jenis in JENIS.items()}
assert set(TIPE) == set(JENIS_SATUSEHAT)  # noqa: S101 - one resource, one type of job

DASAR: Final = (Tipe.ORGANIZATION, Tipe.LOCATION, Tipe.PRACTITIONER, Tipe.PATIENT)
"""The four base resources, which can be regenerated."""
DICARI: Final = frozenset({Tipe.PRACTITIONER, Tipe.PATIENT})
"""Found by NIK before anything else."""
DILIHAT_DULU: Final = DICARI | {Tipe.ORGANIZATION, Tipe.LOCATION}
"""Looked for before they are created: an earlier installation may have made them."""
TANPA_CARI: Final = frozenset({Tipe.MEDICATION})
"""Cannot be searched for at SatuSehat."""

_TINGKAT: Final[dict[Tipe, int]] = {
    Tipe.ORGANIZATION: 0, Tipe.PRACTITIONER: 0, Tipe.PATIENT: 0, Tipe.LOCATION: 1, Tipe.MEDICATION: 1,
    Tipe.ENCOUNTER: 2, Tipe.SERVICE_REQUEST: 3, Tipe.CONDITION: 3, Tipe.ALLERGY_INTOLERANCE: 3,
    Tipe.OBSERVATION: 4, Tipe.CLINICAL_IMPRESSION: 4, Tipe.PROCEDURE: 4, Tipe.IMMUNIZATION: 4,
    Tipe.MEDICATION_REQUEST: 4, Tipe.MEDICATION_DISPENSE: 5, Tipe.COMPOSITION: 6,
}  # fmt: skip
PRIORITAS_AWAL: Final = 7
"""From this priority on jobs are SatuSehat's; BPJS, for whom a patient waits, goes first."""


def prioritas(tipe: Tipe) -> int:
    """Return the priority of a resource's job: by its depth in the graph, always after BPJS' own."""
    return PRIORITAS_AWAL + 1 + _TINGKAT[tipe]


_NAMES: Final = frozenset(tipe.value for tipe in Tipe)
LOKAL: Final = re.compile(r"(?P<tipe>[A-Z][A-Za-z]+)/(?P<kunci>[A-Za-z0-9\-._]{1,64})")
KUNCI: Final = re.compile(r"[A-Za-z0-9\-._]{1,64}")
_REMOTE: Final[dict[Tipe, re.Pattern[str]]] = {
    Tipe.PATIENT: re.compile(r"P\d{11}"),
    Tipe.PRACTITIONER: re.compile(r"1\d{10}|N1\d{6,8}"),
}


@dataclass(frozen=True, slots=True)
class Acuan:
    """A reference inside a body: where it stands, and the row it means.

    ``akhir``: only the last state of the resource has it (the diagnoses of a finished Encounter).
    """

    jalur: str
    tipe: Tipe
    kunci: str
    akhir: bool = False

    @property
    def nama(self) -> str:
        """The reference as it is written."""
        return f"{self.tipe}/{self.kunci}"


def _walk(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}.{key}" if path else key
            if key == "reference" and isinstance(inner, str):
                yield here, inner
            else:
                yield from _walk(inner, here)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk(inner, f"{path}[{number}]")


def acuan(tipe: Tipe, body: Mapping[str, Any], organization_id: str) -> tuple[Acuan, ...]:
    """List what a body refers to among our types, each once per state.

    ``Organization/<organization_id>`` is the clinic itself and known there; so are the numbers SatuSehat
    gives patients and practitioners. ``#contained`` and ``urn:`` references are no rows.
    """
    found: dict[tuple[str, bool], Acuan] = {}
    for path, text in _walk(body, ""):
        match = LOKAL.fullmatch(text)
        if match is None or match["tipe"] not in _NAMES:
            continue
        kind, key = Tipe(match["tipe"]), match["kunci"]
        if kind is Tipe.ORGANIZATION and key == organization_id:
            continue
        last = tipe is Tipe.ENCOUNTER and path.startswith("diagnosis")
        found.setdefault((text, last), Acuan(path, kind, key, last))
    return tuple(found.values())


def jauh(tipe: Tipe, kunci: str) -> bool:
    """Tell whether a key that no row has can only be a number SatuSehat gave."""
    pattern = _REMOTE.get(tipe)
    return pattern is not None and pattern.fullmatch(kunci) is not None


def ganti(value: Any, ids: Mapping[str, str]) -> Any:
    """Return a copy of a body in which references named in *ids* point to the remote ids."""
    if isinstance(value, dict):
        return {
            key: f"{inner.partition('/')[0]}/{ids[inner]}"
            if key == "reference" and isinstance(inner, str) and inner in ids
            else ganti(inner, ids)
            for key, inner in value.items()
        }
    return [ganti(inner, ids) for inner in value] if isinstance(value, list) else value


def kunci_sumber(body: Mapping[str, Any]) -> str:
    """Return a resource's local id: its ``id``, else one made of its content, the same every time."""
    given = body.get("id")
    if isinstance(given, str) and KUNCI.fullmatch(given):
        return given
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"x{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:30]}"


class Keadaan(StrEnum):
    """What a row of the detail table shows: the badge, and what *Belum Terkirim* waits for."""

    TERKIRIM = "terkirim"
    GAGAL = "tidak_terkirim"
    PROSES = "proses"
    SIAP = "siap"
    """Belum Terkirim, and about to be sent."""
    MENUNGGU = "menunggu"
    """Belum Terkirim: waits for a parent."""
    TERTAHAN = "tertahan_kfa"
    """Belum Terkirim: its product has no KFA code."""


def keadaan(status: StatusJob, percobaan: int, *, obat: bool = False) -> Keadaan:
    """Return the state of a row from its job; *obat*: it waits for a product's KFA code."""
    if status is StatusJob.TERTAHAN:
        return Keadaan.TERTAHAN if obat else Keadaan.MENUNGGU
    if status is StatusJob.TERKIRIM:
        return Keadaan.TERKIRIM
    if status in LIVE_JOB:
        return Keadaan.PROSES if percobaan else Keadaan.SIAP
    return Keadaan.GAGAL


@dataclass(frozen=True, slots=True)
class Sumber:
    """A resource as its sender holds it.

    ``isi`` is the stored body with local references, ``ids`` what stands for them there. ``tahap`` is the
    state that is wanted, ``tahap_terkirim`` the last one that arrived (0: none). ``mode`` is what a look
    is for: ``""``, ``verifikasi`` or ``regenerasi``.
    """

    id: int
    tipe: Tipe
    kunci: str
    asal: str
    isi: dict[str, Any]
    ids: dict[str, str]
    remote_id: str | None
    tahap: int
    tahap_terkirim: int
    pernah_post: bool
    mode: str = ""
    boleh_buat: bool = False
    """Whether a person has said that it is to be created although it was not found."""
    kfa: tuple[str, str] | None = None
    """KFA code and name of its product, where the body has none."""


@dataclass(frozen=True, slots=True)
class Kandidat:
    """A resource that may be the one meant; names and ids only."""

    id: str
    nama: str
    rinci: str = ""


class Tanya(StrEnum):
    """Why a person has to decide."""

    TIDAK_DITEMUKAN = "tidak_ditemukan"
    GANDA = "ganda"
    NIK_KOSONG = "nik_kosong"
    TANPA_ID = "tanpa_id"
    """It is there, and its id cannot be found out."""
