"""The rule processor of the simulated FHIR server, the patient register and the Bundle."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox import fhir_bodies as bodies
from tests.sandbox.fhir import Fhir

RULE = re.compile(r"\(RuleNumber: (\d+)\)|\(Rule (\d+)\)")


def rules(texts: list[str]) -> list[int]:
    return [int(found[1] or found[2]) for text in texts if (found := RULE.search(text))]


class Day:
    """One visit with everything in it, sent parents first."""

    def __init__(self, fhir: Fhir) -> None:
        self.place = fhir.place()
        self.visit = fhir.made(bodies.encounter(self.place))
        self.condition = fhir.made(bodies.condition(self.visit))
        self.drug = fhir.made(bodies.medication())
        self.order = fhir.made(bodies.medication_request(self.visit, self.drug))

    def body(self, jenis: str) -> dict[str, Any]:
        """A valid body of a type that has not been sent yet."""
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "Organization": lambda: bodies.organization("U-2"),
            "Location": lambda: bodies.location(f"Organization/{bodies.ORG}", "R-2"),
            "Encounter": lambda: bodies.encounter(self.place, "REG-2"),
            "Condition": lambda: bodies.condition(self.visit, "DX-2"),
            "Observation": lambda: bodies.observation(self.visit),
            "Procedure": lambda: bodies.procedure(self.visit),
            "AllergyIntolerance": lambda: bodies.allergy(self.visit),
            "ServiceRequest": lambda: bodies.service_request(self.visit),
            "ClinicalImpression": lambda: bodies.clinical_impression(self.visit),
            "Immunization": lambda: bodies.immunization(self.visit, self.place),
            "Medication": lambda: bodies.medication("OBT-2"),
            "MedicationRequest": lambda: bodies.medication_request(self.visit, self.drug, "I-2"),
            "MedicationDispense": lambda: bodies.medication_dispense(
                self.visit, self.drug, self.place, self.order
            ),
            "Composition": lambda: bodies.composition(self.visit, [self.condition]),
        }
        return makers[jenis]()


@pytest.fixture
def day(fhir: Fhir) -> Day:
    return Day(fhir)


TYPES = (
    "Organization", "Location", "Encounter", "Condition", "Observation", "Procedure", "AllergyIntolerance",
    "ServiceRequest", "ClinicalImpression", "Immunization", "Medication", "MedicationRequest",
    "MedicationDispense", "Composition",
)  # fmt: skip


@pytest.mark.parametrize("jenis", TYPES)
def test_the_minimal_bodies_are_taken(fhir: Fhir, day: Day, jenis: str) -> None:
    fhir.made(day.body(jenis))


REQUIRED = [
    ("Organization", "type", 10089), ("Location", "status", 10095), ("Location", "physicalType", 10102),
    ("Encounter", "subject", 10118), ("Encounter", "serviceProvider", 10124), ("Encounter", "class", 10001),
    ("Encounter", "identifier", 10117), ("Encounter", "statusHistory", 10122),
    ("Condition", "code", 10003), ("Condition", "clinicalStatus", 10006), ("Condition", "category", 10007),
    ("Condition", "subject", 10125), ("Condition", "encounter", 10126),
    ("Observation", "status", 10008), ("Observation", "category", 10009), ("Observation", "code", 10010),
    ("Observation", "subject", 10129), ("Observation", "encounter", 10130),
    ("Observation", "effectiveDateTime", 10295), ("Observation", "performer", 10383),
    ("Procedure", "status", 10019), ("Procedure", "code", 10015), ("Procedure", "subject", 10127),
    ("Procedure", "encounter", 10128), ("Procedure", "performer", 10399),
    ("AllergyIntolerance", "category", 10075), ("AllergyIntolerance", "code", 10078),
    ("AllergyIntolerance", "patient", 10147), ("AllergyIntolerance", "encounter", 10374),
    ("ServiceRequest", "intent", 10063), ("ServiceRequest", "performer", 10377),
    ("ServiceRequest", "requester", 10376), ("ServiceRequest", "identifier", 10415),
    ("ClinicalImpression", "date", 10419), ("ClinicalImpression", "assessor", 10420),
    ("Immunization", "vaccineCode", 10103), ("Immunization", "primarySource", 10292),
    ("Immunization", "lotNumber", 10306), ("Immunization", "expirationDate", 10307),
    ("Immunization", "location", 10305),
    ("Medication", "status", 10026), ("Medication", "code", 10024), ("Medication", "extension", 10031),
    ("MedicationRequest", "medicationReference", 10135), ("MedicationRequest", "requester", 10455),
    ("MedicationRequest", "identifier", 10388), ("MedicationRequest", "encounter", 10454),
    ("MedicationDispense", "context", 10390), ("MedicationDispense", "location", 10393),
    ("MedicationDispense", "authorizingPrescription", 10394), ("MedicationDispense", "performer", 10392),
    ("Composition", "title", 10134), ("Composition", "author", 10133), ("Composition", "identifier", 10464),
]  # fmt: skip


@pytest.mark.parametrize(("jenis", "member", "rule"), REQUIRED)
def test_what_must_be_there(fhir: Fhir, day: Day, jenis: str, member: str, rule: int) -> None:
    body = day.body(jenis)
    del body[member]
    issues = fhir.refused(body)
    text = next(issue for issue in issues if f"{rule}" in issue["details"]["text"])["details"]["text"]
    assert re.match(r"Element not found: |Reference is mandatory : ", text)
    assert f"{jenis}.{member}" in text


def test_everything_that_is_wrong_is_told_at_once(fhir: Fhir, day: Day) -> None:
    body = bodies.finished(day.body("Encounter"), "x", day.condition)
    del body["diagnosis"], body["subject"]
    issues = fhir.refused(body)
    assert [(issue["code"], issue["details"]["text"], issue["expression"]) for issue in issues] == [
        ("value", "Reference is mandatory : Encounter.subject (RuleNumber: 10118)", ["Encounter.subject"]),
        ("value", "Element not found: Encounter.diagnosis (RuleNumber: 10457)", ["Encounter.diagnosis"]),
    ]


WRONG = [
    ("Encounter", {"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "ZZZ"}},
     "Code not found: 'ZZZ' in system: http://terminology.hl7.org/CodeSystem/v3-ActCode (RuleNumber: 10001)"),
    ("Encounter", {"class": {"system": "http://xxx.org", "code": "AMB"}},
     "Invalid coding system: http://xxx.org (RuleNumber: 10002)"),
    ("Encounter", {"period": {"start": "2026-09-14"}},
     "Invalid date time format : 2026-09-14 (RuleNumber: 10123). "
     "Format allowed : YYYY-MM-DDThh:mm:ss+00:00"),
    ("Encounter", {"period": {"start": "2026-02-31T00:00:00+00:00"}}, "(RuleNumber: 10123)"),
    ("Encounter", {"period": {"start": "2014-06-02T23:59:59+00:00"}},
     "Invalid date time value : 2014-06-02T23:59:59+00:00 (RuleNumber: 10123) Not Allowed : Future Date or "
     "Past Date older than 3rd June 2014"),
    ("Encounter", {"period": {"start": "2999-01-01T00:00:00+00:00"}}, "Future Date"),
    ("Encounter", {"identifier": [{"system": bodies.system("encounter", "10000099"), "value": "R"}]},
     "Wrong organization ID provided by system URL: http://sys-ids.kemkes.go.id/encounter/10000099 "
     "(RuleNumber: 10117)"),
    ("Encounter", {"identifier": [{"system": "http://xxx.org", "value": "R"}]},
     "Invalid identifier system: http://xxx.org (RuleNumber: 10117)"),
    ("Encounter", {"serviceProvider": {"reference": "Organization/10000099"}},
     "wrong organization ID provided by serviceProvider"),
    ("Encounter", {"length": {"value": "45", "system": "http://unitsofmeasure.org", "code": "min"}},
     'expected decimal: found "string" (RuleNumber: 10839)'),
    ("Location", {"position": {"longitude": "106.8", "latitude": -6.1}}, 'expected decimal: found "string"'),
    ("Condition", {"code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "ZZ9"}]}},
     "Code not found: 'ZZ9' in system: http://hl7.org/fhir/sid/icd-10 (RuleNumber: 10003)"),
    ("Observation", {"valueQuantity": {"value": "128", "system": "http://unitsofmeasure.org", "code": "x"}},
     "(RuleNumber: 10331)"),
    ("MedicationRequest",
     {"dosageInstruction": [
         {"route": {"coding": [{"system": "http://www.whocc.no/atc", "code": "Topical"}]}}]},
     "Code not found: 'Topical' in system: http://www.whocc.no/atc (RuleNumber: 10038)"),
    ("MedicationDispense", {"quantity": {"value": 3, "system": "http://unitsofmeasure.org", "code": "TAB"}},
     "(RuleNumber: 10050)"),
    ("Immunization",
     {"vaccineCode": {"coding": [{"system": "http://sys-ids.kemkes.go.id/kfa", "code": "93026440"}]}},
     "(RuleNumber: 10103)"),
    ("Immunization", {"primarySource": False}, "Performer function must contains code EP"),
    ("Immunization", {"protocolApplied": [{"doseNumberPositiveInt": 0}]}, "(RuleNumber: 10456)"),
    ("Composition", {"title": ""}, "Text is empty: '' (RuleNumber: 10134)"),
    ("Composition", {"identifier": [{"system": bodies.system("composition"), "value": "R"}]},
     "(RuleNumber: 10464)"),
    ("Procedure", {"status": "ngawur"}, "Code not found: 'ngawur'"),
]  # fmt: skip


@pytest.mark.parametrize(("jenis", "changes", "text"), WRONG)
def test_what_is_wrong(fhir: Fhir, day: Day, jenis: str, changes: dict[str, Any], text: str) -> None:
    told = fhir.texts(day.body(jenis) | changes)
    assert len(told) == 1
    assert text in told[0]


def test_a_format_is_a_format_issue(fhir: Fhir, day: Day) -> None:
    (issue,) = fhir.refused(day.body("Encounter") | {"period": {"start": "kemarin"}})
    assert issue["code"] == "format"


@pytest.mark.parametrize("moment", ["2026-09-11T14:39:41.583Z", "2026-09-11T21:39:41+07:00"])
def test_moments_that_are_taken_in_practice(fhir: Fhir, day: Day, moment: str) -> None:
    fhir.made(day.body("Encounter") | {"period": {"start": moment}})


def test_the_oldest_day_is_a_setting(fhir: Fhir, day: Day) -> None:
    old = day.body("Encounter") | {"period": {"start": "2020-01-01T00:00:00+00:00"}}
    fhir.sandbox.control("sakelar", {"fhir_batas_tanggal": "2022-08-31"})
    assert "older than 31st August 2022" in fhir.texts(old)[0]
    fhir.sandbox.control("sakelar", {"fhir_tanggal_bebas": True})
    fhir.made(old)


def test_the_end_of_a_visit(fhir: Fhir, day: Day) -> None:
    id = day.visit.partition("/")[2]
    body = bodies.encounter(day.place)
    done = bodies.finished(body, id, day.condition)
    backwards = done | {"period": {"start": bodies.LATER, "end": bodies.NOW}}
    assert rules(fhir.texts(backwards, method="PUT", path=day.visit)) == [10173]
    open_end = done | {"period": {"start": bodies.NOW}}
    assert rules(fhir.texts(open_end, method="PUT", path=day.visit)) == [10121]
    ended = [{"status": "finished", "period": {"start": bodies.NOW}}]
    half = done | {"statusHistory": ended}
    assert rules(fhir.texts(half, method="PUT", path=day.visit)) == [10122]
    assert fhir.send("PUT", day.visit, done).status_code == 200
    # A late replay of an earlier state quietly takes the visit back.
    assert fhir.send("PUT", day.visit, body | {"id": id}).status_code == 200
    assert fhir.get(day.visit).json()["status"] == "arrived"


def test_a_compound_needs_no_code(fhir: Fhir, day: Day) -> None:
    body = day.body("Medication")
    del body["code"]
    body["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] = "EP"
    fhir.made(body)


def test_a_client_may_not_send_every_type(fhir: Fhir, day: Day) -> None:
    fhir.sandbox.control("sakelar", {"fhir_kelas_akses": "Medication,MedicationDispense"})
    answer = fhir.send("POST", "Condition", day.body("Condition"))
    assert (answer.status_code, "(RuleNumber: 20004)" in answer.text) == (403, True)
    fhir.made(day.body("Medication"))


def test_the_rules_can_be_left_out(fhir: Fhir) -> None:
    fhir.sandbox.control("sakelar", {"fhir_ketat": False})
    fhir.made({"resourceType": "Condition"})


# Registers


@pytest.mark.parametrize(
    ("jenis", "nik", "total"),
    [
        ("Patient", "9271060312000002", 1),
        ("Patient", "9999999999999999", 1),
        ("Patient", "9271060312000001", 2),
        ("Patient", "3524016901830001", 0),
        ("Patient", "", 0),
        ("Practitioner", "3313096403900009", 1),
        ("Practitioner", "3519111703800007", 0),
        ("Practitioner", "3322071302900002", 2),
        ("Practitioner", "3217040109800006", 26),
        ("Practitioner", "3578083008700010", 27),
    ],
)
def test_one_none_or_many_by_nik(fhir: Fhir, jenis: str, nik: str, total: int) -> None:
    found = fhir.get(jenis, identifier=f"{bodies.NIK_SYSTEM}|{nik}")
    bundle = found.json()
    assert (bundle["total"], len(bundle.get("entry", []))) == (total, total)
    assert not nik or f'"{nik}"' not in found.text
    for entry in bundle.get("entry", []):
        resource = entry["resource"]
        assert resource["identifier"][1]["value"] == "################"
        assert not {"gender", "birthDate", "address"} & set(resource)


def test_people_can_be_told(fhir: Fhir) -> None:
    fhir.sandbox.control(
        "identitas",
        [
            {"peran": "nakes", "nik": "3171010101800001", "nama": "dr. Contoh"},
            {"peran": "pasien", "nik": "3171010101800002", "ihs": "P01234567890", "gender": "male",
             "lahir": "1980-01-01", "nama": "Pasien Contoh"},
            {"nik": "3171010101800003", "bukan_penduduk": True},
        ],
    )  # fmt: skip
    assert fhir.get("Practitioner", identifier=f"{bodies.NIK_SYSTEM}|3171010101800001").json()["total"] == 1
    asked = {"name": "contoh", "birthdate": "1980-01-01", "gender": "male"}
    (entry,) = fhir.get("Patient", **asked).json()["entry"]
    assert entry["resource"]["id"] == "P01234567890"
    assert fhir.get("Patient", **asked | {"gender": "female"}).json()["total"] == 0
    refused = fhir.send("POST", "Patient", bodies.patient("3171010101800003"))
    assert (refused.status_code, refused.json()) == (200, {"success": False, "message": "Citizen Not Exists"})


@pytest.mark.parametrize(
    ("shape", "http", "where"),
    [
        ("data", 200, lambda body: body["data"]["patient_id"]),
        ("titik_dua", 200, lambda body: body["data"]["Patient ID:"]),
        ("bersarang", 200, lambda body: body["create_patient"]["data"]["patient_id"]),
        ("fhir", 201, lambda body: body["id"]),
    ],
)
def test_a_patient_is_created_in_many_shapes(
    fhir: Fhir, shape: str, http: int, where: Callable[[Any], str]
) -> None:
    fhir.sandbox.control("sakelar", {"fhir_pasien_jawaban": shape})
    answer = fhir.send("POST", "Patient", bodies.patient())
    id = where(answer.json())
    assert (answer.status_code, bool(re.fullmatch(r"P\d{11}", id))) == (http, True)
    found = fhir.get("Patient", identifier=f"{bodies.NIK_SYSTEM}|3171010101900001").json()
    assert [entry["resource"]["id"] for entry in found["entry"]] == [id]
    again = fhir.send("POST", "Patient", bodies.patient())
    assert (again.status_code, again.json()) == (
        200,
        {
            "success": False,
            "message": "Failed to create new patient, another identifier has found",
            "data": {"resourceID": id},
        },
    )
    books = fhir.books()
    assert (books["pasien_dibuat"], books["riwayat"]["Patient.tambah"]) == (1, 1)
    assert books["pasien"] == [{"id": id, "nik": "3171010101900001", "nik_ibu": ""}]


def test_the_register_may_be_broken(fhir: Fhir) -> None:
    fhir.sandbox.control("sakelar", {"fhir_pasien_jawaban": "500"})
    answer = fhir.send("POST", "Patient", bodies.patient())
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (500, "exception")
    assert fhir.books()["pasien_dibuat"] == 0


def test_a_patient_is_checked_before_the_register_sees_it(fhir: Fhir) -> None:
    body = bodies.patient()
    del body["gender"], body["address"]
    assert rules(fhir.texts(body)) == [10413, 10333]


def test_a_newborn_has_a_mother(fhir: Fhir) -> None:
    born = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()
    mother, father = "9204014804000002", "9104223107000004"
    answer = fhir.send("POST", "Patient", bodies.newborn(mother, born))
    id = answer.json()["data"]["patient_id"]
    asked = f"https://fhir.kemkes.go.id/id/nik-ibu|{mother}"
    assert fhir.get("Patient", identifier=asked).json()["entry"][0]["resource"]["id"] == id
    twin = fhir.send("POST", "Patient", bodies.newborn(mother, born, 2))
    assert twin.json()["success"] is True
    again = fhir.send("POST", "Patient", bodies.newborn(mother, born))
    assert again.json()["data"] == {"resourceID": id}
    (issue,) = fhir.refused(bodies.newborn(father, born))
    assert (issue["code"], issue["details"]["text"]) == ("exception", "Patient with nik-ibu is not female")
    old = fhir.send("POST", "Patient", bodies.newborn(mother, "2020-01-01"))
    assert old.json()["success"] is False


def test_a_patient_is_patched_when_it_is_certain_who_it_is(fhir: Fhir) -> None:
    tests = [
        {"op": "test", "path": "/name/0/text", "value": "Pasien Uji 12"},
        {"op": "test", "path": "/gender", "value": "male"},
        {"op": "test", "path": "/birthDate", "value": "1990-01-09"},
    ]
    change = {"op": "replace", "path": "/name/0/text", "value": "Pasien Uji Dua Belas"}
    assert fhir.send("PATCH", bodies.PATIENT, [change]).status_code == 400
    assert fhir.send("PATCH", bodies.PATIENT, [*tests[1:], change]).status_code == 400
    wrong = [tests[0] | {"value": "Lain"}, *tests[1:], change]
    assert fhir.send("PATCH", bodies.PATIENT, wrong).status_code == 400
    answer = fhir.send("PATCH", bodies.PATIENT, [*tests, change])
    assert (answer.status_code, answer.json()["data"]) == (200, {"Patient_Id": "P02029532758"})
    assert fhir.get(bodies.PATIENT).json()["name"][0]["text"] == "Pasien Uji Dua Belas"
    assert fhir.send("PATCH", "Patient/P00000000000", tests).status_code == 404


# Bundles


def bundle(*entries: tuple[str, dict[str, Any]], method: str = "POST") -> dict[str, Any]:
    rows = [
        {
            "fullUrl": f"urn:uuid:{url}",
            "resource": body,
            "request": {"method": method, "url": body["resourceType"]},
        }
        for url, body in entries
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": rows}


VISIT, DIAGNOSIS = "6a0f2b1c-7d8e-4f90-a1b2-c3d4e5f60718", "6a0f2b1c-7d8e-4f90-a1b2-c3d4e5f60719"


def test_a_transaction_says_absolute_places(fhir: Fhir) -> None:
    place = fhir.place()
    sent = bundle((VISIT, bodies.encounter(place)), (DIAGNOSIS, bodies.condition(f"urn:uuid:{VISIT}")))
    answer = fhir.send("POST", "", sent)
    assert (answer.status_code, answer.json()["type"]) == (200, "transaction-response")
    visit, diagnosis = (entry["response"] for entry in answer.json()["entry"])
    assert (visit["status"], visit["resourceType"]) == ("201 Created", "Encounter")
    base = f"{fhir.sandbox.url}/fhir-r4/v1/Encounter/{visit['resourceID']}/_history/"
    assert visit["location"].startswith(base)
    assert visit["etag"] == f'W/"{visit["location"].removeprefix(base)}"'
    stored = fhir.get(f"Condition/{diagnosis['resourceID']}").json()
    assert stored["encounter"]["reference"] == f"Encounter/{visit['resourceID']}"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sent: sent["entry"][1]["resource"].pop("code"),
        lambda sent: sent["entry"][1].update(fullUrl="urn:uuid:x"),
        lambda sent: sent["entry"][1].update(resource={"resourceType": "Bundle"}),
        lambda sent: sent["entry"][1].update(resource=None),
        lambda sent: sent["entry"][1]["resource"].update(subject={"reference": "Patient/P0"}),
        lambda sent: sent.update(type="batch"),
    ],
)
def test_a_transaction_is_written_as_a_whole_or_not_at_all(
    fhir: Fhir, spoil: Callable[[dict[str, Any]], object]
) -> None:
    place = fhir.place()
    sent = bundle((VISIT, bodies.encounter(place)), (DIAGNOSIS, bodies.condition(f"urn:uuid:{VISIT}")))
    spoil(sent)
    assert fhir.send("POST", "", sent).status_code == 400
    assert set(fhir.books()["jumlah"]) == {"Organization", "Location"}
