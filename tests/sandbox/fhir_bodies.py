"""Minimal valid FHIR bodies of one clinic's visit. All people are invented."""

from __future__ import annotations

import copy
from typing import Any

ORG = "10000004"
PATIENT, NIK_PATIENT = "Patient/P02029532758", "9271060312000002"
PRACTITIONER, NIK_PRACTITIONER = "Practitioner/10014058550", "3313096403900009"
NIK_SYSTEM = "https://fhir.kemkes.go.id/id/nik"
NOW = "2026-09-14T01:05:00+00:00"
LATER = "2026-09-14T01:50:00+00:00"
_HL7 = "http://terminology.hl7.org/CodeSystem/"
_KFA = "http://sys-ids.kemkes.go.id/kfa"


def system(name: str, org: str = ORG) -> str:
    return f"http://sys-ids.kemkes.go.id/{name}/{org}"


def _ids(name: str, value: str) -> list[dict[str, Any]]:
    return [{"use": "official", "system": system(name), "value": value}]


def _coded(system: str, code: str, display: str = "") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}]}


def _ref(reference: str) -> dict[str, Any]:
    return {"reference": reference}


def organization(value: str = "UNIT-UMUM", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "active": True,
        "identifier": _ids("organization", value),
        "type": [_coded(f"{_HL7}organization-type", "dept", "Hospital Department")],
        "name": "Poli Umum",
        "partOf": _ref(f"Organization/{ORG}"),
    } | changes


def location(managing: str, value: str = "R-UMUM-1", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Location",
        "status": "active",
        "mode": "instance",
        "name": "Ruang Poli Umum",
        "identifier": _ids("location", value),
        "physicalType": _coded(f"{_HL7}location-physical-type", "ro", "Room"),
        "position": {"longitude": 106.8272, "latitude": -6.1754, "altitude": 0},
        "managingOrganization": _ref(managing),
    } | changes


def patient(nik: str = "3171010101900001", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "active": True,
        "identifier": [{"use": "official", "system": NIK_SYSTEM, "value": nik}],
        "name": [{"use": "official", "text": "Pasien Uji Baru"}],
        "gender": "female",
        "birthDate": "1990-01-09",
        "address": [{"use": "home", "line": ["Jl. Contoh 1"], "city": "Sorong", "country": "ID"}],
        "multipleBirthInteger": 0,
    } | changes


def newborn(nik_ibu: str, born: str, order: int = 1) -> dict[str, Any]:
    mother = {"use": "official", "system": "https://fhir.kemkes.go.id/id/nik-ibu", "value": nik_ibu}
    return patient(identifier=[mother], birthDate=born, multipleBirthInteger=order)


def encounter(place: str, value: str = "REG-20260914-0001", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Encounter",
        "status": "arrived",
        "identifier": [{"system": system("encounter"), "value": value}],
        "class": {"system": f"{_HL7}v3-ActCode", "code": "AMB", "display": "ambulatory"},
        "subject": {"reference": PATIENT, "display": "Pasien Uji Dua"},
        "participant": [
            {"type": [_coded(f"{_HL7}v3-ParticipationType", "ATND")], "individual": _ref(PRACTITIONER)}
        ],
        "period": {"start": NOW},
        "location": [{"location": _ref(place)}],
        "statusHistory": [{"status": "arrived", "period": {"start": NOW}}],
        "serviceProvider": _ref(f"Organization/{ORG}"),
    } | changes


def finished(body: dict[str, Any], id: str, condition: str) -> dict[str, Any]:
    done = copy.deepcopy(body)
    whole = {"start": NOW, "end": LATER}
    use = _coded(f"{_HL7}diagnosis-role", "DD")
    return done | {
        "id": id,
        "status": "finished",
        "period": whole,
        "diagnosis": [{"condition": _ref(condition), "use": use, "rank": 1}],
        "statusHistory": [{"status": "arrived", "period": whole}, {"status": "finished", "period": whole}],
    }


def condition(visit: str, value: str = "DX-0001", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "identifier": _ids("condition", value),
        "clinicalStatus": _coded(f"{_HL7}condition-clinical", "active"),
        "category": [_coded(f"{_HL7}condition-category", "encounter-diagnosis")],
        "code": _coded("http://hl7.org/fhir/sid/icd-10", "J06.9"),
        "subject": _ref(PATIENT),
        "encounter": _ref(visit),
        "onsetDateTime": NOW,
        "recordedDate": NOW,
    } | changes


def observation(visit: str, value: str = "TTV-0001", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "identifier": _ids("observation", value),
        "category": [_coded(f"{_HL7}observation-category", "vital-signs")],
        "code": _coded("http://loinc.org", "8480-6"),
        "subject": _ref(PATIENT),
        "encounter": _ref(visit),
        "performer": [_ref(PRACTITIONER)],
        "effectiveDateTime": NOW,
        "issued": NOW,
        "valueQuantity": {
            "value": 128,
            "unit": "mm[Hg]",
            "system": "http://unitsofmeasure.org",
            "code": "mm[Hg]",
        },
    } | changes


def procedure(visit: str, **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Procedure",
        "status": "completed",
        "identifier": _ids("procedure", "TDK-0001"),
        "category": _coded("http://snomed.info/sct", "277132007"),
        "code": _coded("http://hl7.org/fhir/sid/icd-9-cm", "93.94"),
        "subject": _ref(PATIENT),
        "encounter": _ref(visit),
        "performedPeriod": {"start": NOW, "end": LATER},
        "performer": [{"actor": _ref(PRACTITIONER)}],
    } | changes


def allergy(visit: str, **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "AllergyIntolerance",
        "category": ["medication"],
        "identifier": _ids("allergy", "ALG-0001"),
        "clinicalStatus": _coded(f"{_HL7}allergyintolerance-clinical", "active"),
        "verificationStatus": _coded(f"{_HL7}allergyintolerance-verification", "confirmed"),
        "code": _coded(_KFA, "91000314"),
        "patient": _ref(PATIENT),
        "encounter": _ref(visit),
        "recordedDate": NOW,
        "recorder": _ref(PRACTITIONER),
    } | changes


def service_request(visit: str, **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "original-order",
        "priority": "routine",
        "identifier": _ids("servicerequest", "LAB-0001"),
        "category": [_coded("http://snomed.info/sct", "108252007")],
        "code": _coded("http://loinc.org", "26515-7"),
        "subject": _ref(PATIENT),
        "encounter": _ref(visit),
        "occurrenceDateTime": NOW,
        "authoredOn": NOW,
        "requester": _ref(PRACTITIONER),
        "performer": [_ref(PRACTITIONER)],
    } | changes


def clinical_impression(visit: str, **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "ClinicalImpression",
        "status": "completed",
        "identifier": _ids("clinicalimpression", "CI-0001"),
        "code": _coded("http://snomed.info/sct", "312850006"),
        "subject": _ref(PATIENT),
        "encounter": _ref(visit),
        "effectiveDateTime": NOW,
        "date": NOW,
        "assessor": _ref(PRACTITIONER),
        "summary": "Batuk pilek tiga hari tanpa sesak.",
    } | changes


def immunization(visit: str, place: str, **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Immunization",
        "status": "completed",
        "primarySource": True,
        "vaccineCode": _coded(_KFA, "93023055"),
        "patient": _ref(PATIENT),
        "encounter": _ref(visit),
        "occurrenceDateTime": NOW,
        "recorded": NOW,
        "location": _ref(place),
        "lotNumber": "LOT-001",
        "expirationDate": "2027-12-31",
        "performer": [{"function": _coded(f"{_HL7}v2-0443", "AP"), "actor": _ref(PRACTITIONER)}],
        "reasonCode": [_coded("http://terminology.kemkes.go.id/CodeSystem/immunization-reason", "IM-Dasar")],
        "protocolApplied": [{"doseNumberPositiveInt": 1}],
    } | changes


def medication(value: str = "OBT-0001", **changes: Any) -> dict[str, Any]:
    kind = _coded("http://terminology.kemkes.go.id/CodeSystem/medication-type", "NC")
    strength = {
        "numerator": {"value": 100, "system": "http://unitsofmeasure.org", "code": "mg"},
        "denominator": {"value": 1, "system": f"{_HL7}v3-orderableDrugForm", "code": "TAB"},
    }
    return {
        "resourceType": "Medication",
        "status": "active",
        "identifier": _ids("medication", value),
        "code": _coded(_KFA, "93000503"),
        "form": _coded("http://terminology.kemkes.go.id/CodeSystem/medication-form", "BS066"),
        "ingredient": [
            {"itemCodeableConcept": _coded(_KFA, "91000314"), "isActive": True, "strength": strength}
        ],
        "extension": [
            {
                "url": "https://fhir.kemkes.go.id/r4/StructureDefinition/MedicationType",
                "valueCodeableConcept": kind,
            }
        ],
    } | changes


def _prescription(item: str) -> list[dict[str, Any]]:
    return [*_ids("prescription", "RSP-0001"), *_ids("prescription-item", item)]


def medication_request(visit: str, drug: str, item: str = "RSP-0001-1", **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "status": "completed",
        "intent": "order",
        "priority": "routine",
        "identifier": _prescription(item),
        "category": [_coded(f"{_HL7}medicationrequest-category", "outpatient")],
        "medicationReference": _ref(drug),
        "subject": _ref(PATIENT),
        "encounter": _ref(visit),
        "authoredOn": NOW,
        "requester": _ref(PRACTITIONER),
        "dosageInstruction": [{"sequence": 1, "route": _coded("http://www.whocc.no/atc", "O")}],
        "dispenseRequest": {"quantity": {"value": 30}, "performer": _ref(f"Organization/{ORG}")},
    } | changes


def medication_dispense(
    visit: str, drug: str, place: str, prescription: str, item: str = "RSP-0001-1", **changes: Any
) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense",
        "status": "completed",
        "identifier": _prescription(item),
        "category": _coded(
            "http://terminology.hl7.org/fhir/CodeSystem/medicationdispense-category", "outpatient"
        ),
        "medicationReference": _ref(drug),
        "subject": _ref(PATIENT),
        "context": _ref(visit),
        "performer": [{"actor": _ref(PRACTITIONER)}],
        "location": _ref(place),
        "authorizingPrescription": [_ref(prescription)],
        "quantity": {"value": 30, "system": f"{_HL7}v3-orderableDrugForm", "code": "TAB"},
        "whenPrepared": NOW,
        "whenHandedOver": LATER,
    } | changes


def composition(visit: str, entries: list[str], **changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "Composition",
        "status": "final",
        "title": "Resume Medis Rawat Jalan",
        "identifier": {"system": system("composition"), "value": "RSM-0001"},
        "type": _coded("http://loinc.org", "88645-7"),
        "category": [_coded("http://loinc.org", "LP173421-1")],
        "subject": _ref(PATIENT),
        "encounter": _ref(visit),
        "date": LATER,
        "author": [_ref(PRACTITIONER)],
        "custodian": _ref(f"Organization/{ORG}"),
        "section": [
            {
                "title": "Diagnosis",
                "code": _coded("http://loinc.org", "29308-4"),
                "entry": [_ref(entry) for entry in entries],
            }
        ],
    } | changes
