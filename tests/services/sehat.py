"""SatuSehat for the tests of the services: bodies with local references, and a worker's hands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from shared.config import Rahasia, SatusehatSettings
from shared.domain.records import JobKlaim
from shared.domain.satusehat_jawaban import FhirRequest, create
from shared.domain.satusehat_vonis import KelasFhir, SebabFhir, VonisFhir
from shared.domain.status import Periksa, StatusJob
from shared.domain.sumber import Kandidat, Tipe
from shared.domain.sumber_langkah import HasilFhir
from shared.services import kirim, satusehat
from shared.services.konteks import Konteks
from shared.storage import tables as t
from tests.services.clinic import ADMIN, Clinic

ORG = "10000004"
NOW = "2026-09-14T01:05:00+00:00"
SETTINGS = SatusehatSettings(
    auth_url="http://127.0.0.1:9/oauth2/v1", fhir_url="http://127.0.0.1:9/fhir-r4/v1", client_id="klien",
    client_secret=Rahasia("rahasia"), organization_id=ORG,
)  # fmt: skip


def ref(name: str) -> dict[str, str]:
    return {"reference": name}


def patient(key: str = "p1", nik: str = "3201010101000001", **more: Any) -> dict[str, Any]:
    numbers = [{"use": "official", "system": "https://fhir.kemkes.go.id/id/nik", "value": nik}] if nik else []
    return {
        "resourceType": "Patient",
        "id": key,
        "identifier": numbers,
        "name": [{"text": "Pasien Uji"}],
    } | more


def practitioner(key: str = "n1", nik: str = "3201010101000009") -> dict[str, Any]:
    return patient(key, nik) | {"resourceType": "Practitioner"}


def encounter(key: str = "e1", *, status: str = "arrived", diagnosis: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Encounter", "id": key, "status": status, "subject": ref("Patient/p1"),
        "identifier": [{"system": f"http://sys-ids.kemkes.go.id/encounter/{ORG}", "value": f"REG-{key}"}],
        "period": {"start": NOW}, "serviceProvider": ref(f"Organization/{ORG}"),
        "statusHistory": [{"status": "arrived", "period": {"start": NOW}}],
    }  # fmt: skip
    if diagnosis:
        made["diagnosis"] = [{"condition": ref(diagnosis)}]
    return made


def condition(key: str = "c1", visit: str = "Encounter/e1", who: str = "Patient/p1") -> dict[str, Any]:
    code = {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "J06.9"}]}
    return {
        "resourceType": "Condition", "id": key, "subject": ref(who), "encounter": ref(visit), "code": code,
        "recordedDate": NOW,
    }  # fmt: skip


def medication(key: str = "m1", kode: str = "") -> dict[str, Any]:
    coding = [{"system": "http://sys-ids.kemkes.go.id/kfa", "code": kode}] if kode else []
    number = [{"system": f"http://sys-ids.kemkes.go.id/medication/{ORG}", "value": "OBT-1"}]
    return {"resourceType": "Medication", "id": key, "identifier": number, "code": {"coding": coding}}


def ok(remote: str) -> HasilFhir:
    """The answer of a write that arrived."""
    return HasilFhir(VonisFhir(None, http=201, remote_id=remote), response="{}")


def found(*ids: str) -> HasilFhir:
    """What a look found."""
    candidates = tuple(Kandidat(one, f"Calon {one}") for one in ids)
    only = ids[0] if len(ids) == 1 else ""
    return HasilFhir(VonisFhir(None, http=200), "{}", len(ids), only, () if only else candidates)


def no(kelas: KelasFhir, sebab: SebabFhir = SebabFhir.LAIN, http: int | None = 400, **more: Any) -> HasilFhir:
    """The answer to an attempt that did not end well."""
    return HasilFhir(VonisFhir(kelas, sebab, http=http, **more), response="{}")


LOST = no(KelasFhir.TAK_PASTI, SebabFhir.JAWABAN_HILANG, None)
REFUSED = no(KelasFhir.DATA, SebabFhir.ATURAN, 400, pesan="Element not found", aturan=(10457,))
DUPLICATE = no(KelasFhir.DUPLIKAT, SebabFhir.SUDAH_ADA, 400)
STALE = no(KelasFhir.TAUTAN, SebabFhir.TIDAK_ADA, 404)
TOKEN = no(KelasFhir.KREDENSIAL, SebabFhir.TOKEN_DITOLAK, 401, pesan="not authenticated")


@dataclass
class Sehat:
    """One clinic with SatuSehat configured."""

    clinic: Clinic
    ctx: Konteks
    folder: Path

    def impor(self, *bodies: Any) -> satusehat.HasilImpor:
        file = self.folder / "fhir.json"
        file.write_text(json.dumps(list(bodies)), encoding="utf-8")
        return satusehat.impor(self.ctx, ADMIN, file)

    def row(self, name: str) -> Any:
        """The resource and its job, by ``Type/local-id``."""
        tipe, key = name.split("/")
        c, j = t.sumber.c, t.job.c
        query = sa.select(t.sumber, j.status, j.periksa, j.kelas, j.muatan_id, j.http, j.pesan).select_from(
            t.sumber.join(t.job, j.id == c.job_id)
        )
        return self.clinic.rows(query.where(c.tipe == tipe, c.kunci == key))[0]

    def status(self, name: str) -> StatusJob:
        return StatusJob(self.row(name).status)

    def claim(self, name: str) -> kirim.Tugas:
        job = self.row(name).job_id
        self.clinic.elapse(job)
        task = kirim.klaim(self.ctx, job, "uji", 60_000, build)
        assert task is not None, self.row(name)
        return task

    def settle(self, task: kirim.Tugas, outcome: HasilFhir) -> bool:
        return kirim.selesaikan(self.ctx, task.klaim, outcome)

    def send(self, name: str, *outcomes: HasilFhir) -> StatusJob:
        """Let attempts come to these ends, one after the other."""
        for outcome in outcomes:
            assert self.settle(self.claim(name), outcome)
        return self.status(name)

    def card(self, tipe: Tipe) -> satusehat.KartuSumber:
        return next(one for one in satusehat.dasbor(self.ctx, ADMIN).kartu if one.tipe is tipe)


def build(klaim: JobKlaim) -> FhirRequest:
    """A request of no meaning: a look asks, a send creates."""
    assert klaim.sumber is not None
    if klaim.periksa is not Periksa.KIRIM:
        return FhirRequest("GET", klaim.sumber.tipe, f"{klaim.sumber.tipe}?x=1", cari=True)
    return create(klaim.sumber.tipe, json.dumps({"resourceType": klaim.sumber.tipe.value}))
