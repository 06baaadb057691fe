"""Bodies of resources made of the clinic's own rows: places, people, visits and what a visit holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import Any, Final

from shared.domain.records import Pasien
from shared.domain.sumber import Tipe
from shared.domain.sumber_isi import NIK, SYS

Isi = dict[str, Any]

HL7: Final = "http://terminology.hl7.org/CodeSystem"
LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"
UCUM: Final = "http://unitsofmeasure.org"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9\-.]")


def kunci(awalan: str, kode: object) -> str:
    """Make a local id of a clinic's code."""
    return f"{awalan}-{_UNSAFE.sub('-', str(kode))}"[:64]


def saat(millis: int) -> str:
    """Write a moment as SatuSehat wants it: UTC, ``YYYY-MM-DDThh:mm:ss+00:00``."""
    return datetime.fromtimestamp(millis // 1000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def millis(text: object) -> int | None:
    """Read what :func:`saat` has written."""
    try:
        return int(datetime.fromisoformat(str(text)).timestamp()) * 1000
    except (ValueError, OverflowError):
        return None


def acu(tipe: Tipe, key: str, display: str = "") -> Isi:
    """Make a reference to a row."""
    return {"reference": f"{tipe}/{key}"} | ({"display": display} if display else {})


def _coding(system: str, code: str, display: str) -> Isi:
    return {"coding": [{"system": system, "code": code, "display": display}]}


def _own(kind: str, org: str, value: str) -> list[Isi]:
    return [{"use": "official", "system": f"{SYS}/{kind}/{org}", "value": value}]


def organisasi(kode: str, nama: str, org: str) -> Isi:
    """Make the Organization of a unit of the clinic."""
    return {
        "resourceType": "Organization", "active": True, "identifier": _own("organization", org, kode),
        "type": [_coding(f"{HL7}/organization-type", "dept", "Hospital Department")],
        "name": nama, "partOf": {"reference": f"Organization/{org}"},
    }  # fmt: skip


def lokasi(kode: str, nama: str, org: str) -> Isi:
    """Make the Location of a room, managed by its unit."""
    return {
        "resourceType": "Location", "identifier": _own("location", org, kode), "status": "active",
        "mode": "instance", "name": nama, "description": nama,
        "physicalType": _coding(f"{HL7}/location-physical-type", "ro", "Room"),
        "managingOrganization": acu(Tipe.ORGANIZATION, kunci("unit", kode)),
    }  # fmt: skip


def _person(nik: str) -> list[Isi]:
    return [{"use": "official", "system": NIK, "value": nik}] if nik else []


def tenaga(nama: str, nik: str) -> Isi:
    """Make the Practitioner a doctor is looked for as; it is never created."""
    return {"resourceType": "Practitioner", "identifier": _person(nik), "name": [{"text": nama}]}


def pasien(orang: Pasien) -> Isi:
    """Make the Patient of a patient's row. What SatuSehat wants beyond it, a person adds before creating."""
    made: Isi = {
        "resourceType": "Patient",
        "meta": {"profile": ["https://fhir.kemkes.go.id/r4/StructureDefinition/Patient"]},
        "active": True,
        "identifier": _person(orang.nik),
        "name": [{"use": "official", "text": orang.nama}],
        "deceasedBoolean": False,
        "multipleBirthInteger": 0,
    }
    gender = {"L": "male", "P": "female"}.get(orang.jenis_kelamin)
    if gender:
        made["gender"] = gender
    if orang.tanggal_lahir is not None:
        made["birthDate"] = orang.tanggal_lahir.isoformat()
    return made


@dataclass(frozen=True, slots=True)
class Layanan:
    """A ticket as its Encounter has it. Moments are Unix ms; without ``selesai`` the patient is there."""

    tiket: str
    tanggal: date
    norm: str
    nama_pasien: str
    ruangan: str
    nama_ruangan: str
    dokter: str
    nama_dokter: str
    datang: int
    mulai: int
    selesai: int | None = None

    @property
    def kunci(self) -> str:
        """Local id of the Encounter: the number of the registration."""
        return kunci("REG", f"{self.tanggal:%Y%m%d}-{self.tiket}")

    @property
    def pasien(self) -> Isi:
        """Reference to the patient."""
        return acu(Tipe.PATIENT, kunci("pasien", self.norm))

    @property
    def tenaga(self) -> Isi:
        """Reference to the doctor."""
        return acu(Tipe.PRACTITIONER, kunci("nakes", self.dokter))

    @property
    def kunjungan(self) -> Isi:
        """Reference to the Encounter."""
        return acu(Tipe.ENCOUNTER, self.kunci)


_PULANG: Final = {
    "0": ("home", "Home"), "1": ("exp", "Expired"), "2": ("aadvice", "Left against advice"),
    "3": ("home", "Home"), "4": ("other-hcf", "Other healthcare facility"),
}  # fmt: skip


def encounter(about: Layanan, org: str, visit: Mapping[str, Any] | None, nama_diag: Mapping[str, str]) -> Isi:
    """Make the Encounter of a ticket: *in-progress*, or *finished* with the diagnoses of its visit."""
    came, began, over = saat(about.datang), saat(about.mulai), about.selesai
    history: list[Isi] = [
        {"status": "arrived", "period": {"start": came, "end": began}},
        {"status": "in-progress", "period": {"start": began}},
    ]
    made: Isi = {
        "resourceType": "Encounter",
        "status": "in-progress",
        "identifier": [{"system": f"{SYS}/encounter/{org}", "value": about.kunci}],
        "class": {"system": f"{HL7}/v3-ActCode", "code": "AMB", "display": "ambulatory"},
        "subject": about.pasien | {"display": about.nama_pasien},
        "period": {"start": came},
        "location": [
            {"location": acu(Tipe.LOCATION, kunci("ruang", about.ruangan), about.nama_ruangan)}
        ],
        "statusHistory": history,
        "serviceProvider": {"reference": f"Organization/{org}"},
    }  # fmt: skip
    if about.dokter:
        made["participant"] = [
            {
                "type": [_coding(f"{HL7}/v3-ParticipationType", "ATND", "attender")],
                "individual": about.tenaga | {"display": about.nama_dokter},
            }
        ]
    if over is None:
        return made
    ended = saat(over)
    history[1]["period"]["end"] = ended
    history.append({"status": "finished", "period": {"start": ended, "end": ended}})
    minutes = max((over - about.datang) // 60_000, 1)
    made |= {"status": "finished", "period": {"start": came, "end": ended}}
    made["length"] = {"value": minutes, "unit": "min", "system": UCUM, "code": "min"}
    made["diagnosis"] = [
        {
            "condition": acu(Tipe.CONDITION, f"{about.kunci}-dx{rank}"[:64], nama_diag.get(code, code)),
            "use": _coding(f"{HL7}/diagnosis-role", *_ROLES[rank == 1]),
            "rank": rank,
        }
        for rank, code in diagnosa(visit)
    ]
    way = _PULANG.get(str((visit or {}).get("kdStatusPulang")), ("oth", "Other"))
    made["hospitalization"] = {
        "dischargeDisposition": _coding(f"{HL7}/discharge-disposition", *way)
    }  # fmt: skip
    return made


_ROLES: Final = {True: ("DD", "Discharge diagnosis"), False: ("CC", "Chief complaint")}


def diagnosa(visit: Mapping[str, Any] | None) -> list[tuple[int, str]]:
    """List the diagnoses of a visit (PCare ``kdDiag1`` to ``kdDiag3``) with their rank, in ICD-10's form."""
    found = []
    for rank in (1, 2, 3):
        code = (visit or {}).get(f"kdDiag{rank}")
        if isinstance(code, str) and code.strip():
            plain = code.strip().upper().replace(".", "")
            found.append((rank, plain if len(plain) <= 3 else f"{plain[:3]}.{plain[3:]}"))
    return found


_VITALS: Final = (
    ("sistole", "8480-6", "Systolic blood pressure", "mm[Hg]", "mm[Hg]"),
    ("diastole", "8462-4", "Diastolic blood pressure", "mm[Hg]", "mm[Hg]"),
    ("suhu", "8310-5", "Body temperature", "C", "Cel"),
    ("heartRate", "8867-4", "Heart rate", "beats/minute", "{beats}/min"),
    ("respRate", "9279-1", "Respiratory rate", "breaths/minute", "/min"),
    ("tinggiBadan", "8302-2", "Body height", "cm", "cm"),
    ("beratBadan", "29463-7", "Body weight", "kg", "kg"),
    ("lingkarPerut", "8280-0", "Waist Circumference at umbilicus by Tape measure", "cm", "cm"),
)
_SADAR: Final = {
    "01": ("248234008", "Mentally alert"), "02": ("300202002", "Responds to voice"),
    "03": ("450847001", "Responds to pain"), "04": ("422768004", "Unresponsive"),
}  # fmt: skip
_ALERGI: Final = (
    ("alergiMakan", "food", "414285001", "Allergy to food"),
    ("alergiUdara", "environment", "426232007", "Environmental allergy"),
    ("alergiObat", "medication", "416098002", "Allergy to drug"),
)


def isi_kunjungan(
    about: Layanan, org: str, visit: Mapping[str, Any], nama_diag: Mapping[str, str]
) -> list[tuple[Tipe, str, Isi]]:
    """Make what a visit record holds (PCare ``kunjungan``): type, local id and body of each resource."""
    at = saat(about.mulai)
    base: Isi = {"subject": about.pasien, "encounter": about.kunjungan}
    found: list[tuple[Tipe, str, Isi]] = []

    def add(tipe: Tipe, kind: str, suffix: str, body: Isi) -> None:
        key = f"{about.kunci}-{suffix}"[:64]
        identifier: Any = _own(kind, org, key)
        if tipe is Tipe.COMPOSITION:
            identifier = identifier[0]
        found.append((tipe, key, {"resourceType": tipe.value, "identifier": identifier, **body}))

    for rank, code in diagnosa(visit):
        add(Tipe.CONDITION, "condition", f"dx{rank}", base | {
            "clinicalStatus": _coding(f"{HL7}/condition-clinical", "active", "Active"),
            "category": [_coding(f"{HL7}/condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
            "code": _coding("http://hl7.org/fhir/sid/icd-10", code, nama_diag.get(code, code)),
            "onsetDateTime": at, "recordedDate": at,
        })  # fmt: skip
    vital = [_coding(f"{HL7}/observation-category", "vital-signs", "Vital Signs")]
    measured = {"performer": [about.tenaga], "effectiveDateTime": at, "issued": at}
    for name, code, words, unit, ucum in _VITALS:
        value = _number(visit.get(name))
        if value:
            add(Tipe.OBSERVATION, "observation", f"vs-{code}", base | measured | {
                "status": "final", "category": vital, "code": _coding(LOINC, code, words),
                "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": ucum},
            })  # fmt: skip
    if (aware := _SADAR.get(str(visit.get("kdSadar")))) is not None:
        exam = [_coding(f"{HL7}/observation-category", "exam", "Exam")]
        add(Tipe.OBSERVATION, "observation", "vs-67775-7", base | measured | {
            "status": "final", "category": exam, "code": _coding(LOINC, "67775-7", "Level of responsiveness"),
            "valueCodeableConcept": _coding(SNOMED, *aware),
        })  # fmt: skip
    for name, category, code, words in _ALERGI:
        if str(visit.get(name) or "00") != "00":
            add(Tipe.ALLERGY_INTOLERANCE, "allergy", f"alergi-{category}", {
                "clinicalStatus": _coding(f"{HL7}/allergyintolerance-clinical", "active", "Active"),
                "verificationStatus": _coding(
                    f"{HL7}/allergyintolerance-verification", "confirmed", "Confirmed"
                ),
                "category": [category], "code": _coding(SNOMED, code, words) | {"text": words},
                "patient": about.pasien, "encounter": about.kunjungan, "recordedDate": at,
                "recorder": about.tenaga,
            })  # fmt: skip
    story = "; ".join(str(visit[n]).strip() for n in ("keluhan", "anamnesa") if visit.get(n))
    if story:
        add(Tipe.CLINICAL_IMPRESSION, "clinicalimpression", "anamnesa", base | {
            "status": "completed", "code": _coding(SNOMED, "312850006", "History of disorder"),
            "effectiveDateTime": at, "date": at, "assessor": about.tenaga, "summary": story[:1000],
        })  # fmt: skip
    add(Tipe.COMPOSITION, "composition", "resume", base | {
        "status": "final", "title": "Resume Medis Rawat Jalan", "date": saat(about.selesai or about.mulai),
        "type": _coding(LOINC, "88645-7", "Outpatient hospital Discharge summary"),
        "category": [_coding(LOINC, "LP173421-1", "Report")],
        "author": [about.tenaga], "custodian": {"reference": f"Organization/{org}"},
        "section": _sections(about, visit),
    })  # fmt: skip
    return found


def _sections(about: Layanan, visit: Mapping[str, Any]) -> list[Isi]:
    made: list[Isi] = [
        {
            "title": "Diagnosis",
            "code": _coding(LOINC, "29308-4", "Diagnosis"),
            "entry": [acu(Tipe.CONDITION, f"{about.kunci}-dx{rank}"[:64]) for rank, _ in diagnosa(visit)],
        }
    ]
    therapy = [str(visit[n]).strip() for n in ("terapiObat", "terapiNonObat") if visit.get(n)]
    if therapy:
        div = escape("; ".join(therapy)[:2000])
        text = {"status": "additional", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{div}</div>'}
        made.append(
            {"title": "Terapi", "code": _coding(LOINC, "18776-5", "Plan of care note"), "text": text}
        )  # fmt: skip
    return made


def _number(value: object) -> int | float:
    """Read a measurement; PCare writes the temperature as a text with a comma. 0 is *not measured*."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return 0
    return int(number) if number.is_integer() else number


def tulis(body: Mapping[str, Any]) -> str:
    """Write a body the same way every time, so that equal ones are equal texts."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
