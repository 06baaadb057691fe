"""The simulated SatuSehat: token server, single resources, searches, books."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox import fhir_bodies as bodies
from tests.sandbox.client import Client
from tests.sandbox.fhir import Fhir
from worker.sandbox.satusehat.store import last_updated, version_id

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# The token server


def test_a_token_in_apigee_s_words(fhir: Fhir) -> None:
    answer = fhir.token()
    assert answer.status_code == 200
    document = answer.json()
    assert all(isinstance(value, str) for name, value in document.items() if name != "api_product_list_json")
    assert (document["expires_in"], document["token_type"], document["status"]) == (
        "3599",
        "BearerToken",
        "approved",
    )
    assert len(document["issued_at"]) == 13 and document["issued_at"].isdigit()


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "lain"},
        {"secret": "salah"},
        {"params": {}},
        {"params": {}, "data": {"grant_type": "client_credentials"}},
        {"data": {}},
        {"headers": {"Content-Type": "application/json"}},
    ],
)
def test_a_bad_request_for_a_token(fhir: Fhir, changes: dict[str, Any]) -> None:
    fhir.sandbox.control("sakelar", {"token_hukuman_detik": 0})
    answer = fhir.token(**changes)
    assert answer.status_code == 401
    (issue,) = answer.json()["issue"]
    assert (issue["severity"], issue["code"]) == ("invalid", "value")
    assert issue["details"]["text"].startswith("The user or system was not able to be authenticated")


def test_a_bad_request_bars_the_good_ones_after_it(fhir: Fhir) -> None:
    assert fhir.token(secret="salah").status_code == 401
    assert fhir.token().status_code == 401
    assert fhir.books()["token"] == {"diberikan": 1, "ditolak": 1, "saat_hukuman": 1}
    fhir.sandbox.control("token", method="DELETE")
    assert fhir.token().status_code == 200


@pytest.mark.parametrize(
    ("switch", "shape"), [("apigee", '{"fault"'), ("outcome", '{"issue"'), ("kosong", "")]
)
def test_no_token_no_answer(fhir: Fhir, switch: str, shape: str) -> None:
    fhir.sandbox.control("sakelar", {"fhir_401": switch})
    for headers in ({"Authorization": "Bearer x"}, {"Authorization": "Basic x"}, {"Authorization": ""}):
        answer = fhir.send("GET", "Patient/P02029532758", headers=headers)
        assert (answer.status_code, answer.text[: len(shape)]) == (401, shape)
        assert bool(answer.text) is bool(shape)


def test_a_token_ends(fhir: Fhir) -> None:
    assert fhir.get("Patient/P02029532758").status_code == 200
    fhir.sandbox.control("token", method="DELETE")
    assert fhir.get("Patient/P02029532758").status_code == 401
    fhir.sandbox.control("sakelar", {"token_umur_detik": 0})
    fhir.bearer = fhir.token().json()["access_token"]
    assert fhir.get("Patient/P02029532758").status_code == 401


# Single resources


def test_a_created_resource(fhir: Fhir) -> None:
    body = bodies.organization()
    answer = fhir.send("POST", "Organization", body)
    assert answer.status_code == 201
    assert UUID.fullmatch(answer.headers["x-request-id"])
    document = answer.json()
    assert list(document) == sorted(document)
    assert list(document["partOf"]) == sorted(document["partOf"])
    assert UUID.fullmatch(document["id"])
    assert {name: document[name] for name in body} == body
    meta = document["meta"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00", meta["lastUpdated"])
    digits = base64.b64decode(meta["versionId"] + "==").decode()
    seconds = int(digits) / 1e9
    assert abs(seconds - datetime.fromisoformat(meta["lastUpdated"]).timestamp()) < 1e-5
    read = fhir.get(f"Organization/{document['id']}")
    assert (read.status_code, read.json()) == (200, document)


def test_the_version_of_the_specification() -> None:
    assert version_id(1727743255516430000) == "MTcyNzc0MzI1NTUxNjQzMDAwMA"
    assert last_updated(1727743255516430000) == "2024-10-01T00:40:55.516430+00:00"


@given(st.integers(0, 2**62))
def test_every_version_is_its_moment(nanoseconds: int) -> None:
    text = version_id(nanoseconds)
    assert "=" not in text
    padded = text + "=" * (-len(text) % 4)
    assert int(base64.b64decode(padded)) == nanoseconds
    moment = datetime.fromisoformat(last_updated(nanoseconds))
    whole = (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    assert abs(whole - nanoseconds / 1e9) < 1e-3


def test_a_replace_makes_a_new_version(fhir: Fhir) -> None:
    reference = fhir.made(bodies.organization())
    before = fhir.get(reference).json()
    changed = before | {"name": "Poli Umum Baru"}
    answer = fhir.send("PUT", reference, changed)
    assert answer.status_code == 200
    assert answer.json()["name"] == "Poli Umum Baru"
    assert answer.json()["meta"]["versionId"] != before["meta"]["versionId"]
    assert fhir.send("PUT", reference, changed | {"id": "lain"}).status_code == 400
    strange = "00000000-0000-4000-8000-000000000000"
    assert fhir.send("PUT", f"Organization/{strange}", changed | {"id": strange}).status_code == 404


def test_a_patch(fhir: Fhir) -> None:
    place = fhir.place()
    name = {"op": "test", "path": "/name", "value": "Ruang Poli Umum"}
    rename = {"op": "replace", "path": "/name", "value": "Ruang 2"}
    answer = fhir.send("PATCH", place, [name, rename])
    assert (answer.status_code, answer.json()["name"]) == (200, "Ruang 2")
    for operations in (
        [name],
        [{"op": "remove", "path": "/name"}],
        [{"op": "replace", "path": "/tidakAda", "value": 1}],
        [{"op": "replace", "path": "/identifier/7", "value": 1}],
        [{"op": "replace", "path": "/status", "value": "ngawur"}],
        [3],
        {"op": "replace"},
    ):
        assert fhir.send("PATCH", place, operations).status_code == 400
    whole = [{"op": "replace", "path": "/operationalStatus/system", "value": "x"}]
    assert "(RuleNumber: 10171)" in fhir.send("PATCH", place, whole).text
    assert fhir.get(place).json()["name"] == "Ruang 2"
    added = fhir.send("PATCH", place, [{"op": "add", "path": "/alias/-", "value": "x"}])
    assert added.status_code == 400


@pytest.mark.parametrize("jenis", ["Condition", "Organization", "Patient", "Practitioner", "Medication"])
def test_what_is_not_there(fhir: Fhir, jenis: str) -> None:
    id = "00000000-0000-4000-8000-000000000000"
    answer = fhir.get(f"{jenis}/{id}")
    assert answer.status_code == 404
    (issue,) = answer.json()["issue"]
    assert (issue["code"], issue["details"]["text"], issue["diagnostics"]) == (
        "no-store",
        "storage_error",
        f"resource not found: {jenis}/{id}",
    )


def test_methods_nobody_has(fhir: Fhir) -> None:
    place = fhir.place()
    assert fhir.send("DELETE", place).status_code == 405
    assert fhir.send("PUT", bodies.PATIENT, bodies.patient()).status_code == 405
    assert fhir.send("PUT", bodies.PRACTITIONER, {}).status_code == 405
    refused = fhir.send("POST", "Practitioner", {"resourceType": "Practitioner"})
    assert (refused.status_code, "20003" in refused.text) == (403, True)
    assert fhir.get(place).status_code == 200
    assert fhir.get("Nothing/1").status_code == 404


@pytest.mark.parametrize("content", ["", "{", "7", "null"])
def test_a_body_that_is_no_json(fhir: Fhir, content: str) -> None:
    headers = {"Authorization": f"Bearer {fhir.bearer}", "Content-Type": "application/json"}
    answer = fhir.http.post("/fhir-r4/v1/Location", content=content, headers=headers)
    assert (answer.status_code, "20006" in answer.text) == (400, True)


# Duplicates


@pytest.mark.parametrize(
    ("switch", "text"),
    [
        ("aturan", "Found duplicate: Encounter (RuleNumber: 20002)"),
        ("dokumen", "Found duplicate resource: Encounter"),
    ],
)
def test_a_duplicate_is_a_400_without_an_id(fhir: Fhir, switch: str, text: str) -> None:
    fhir.sandbox.control("sakelar", {"fhir_duplikat": switch})
    place = fhir.place()
    fhir.made(bodies.encounter(place))
    answer = fhir.send("POST", "Encounter", bodies.encounter(place))
    assert answer.status_code == 400
    assert answer.json()["issue"] == [{"severity": "error", "code": "duplicate", "details": {"text": text}}]
    books = fhir.books()
    assert (books["jumlah"]["Encounter"], books["riwayat"]["Encounter.ditolak_ganda"]) == (1, 1)
    assert books["ganda"] == []


def test_two_items_of_one_prescription_are_two(fhir: Fhir) -> None:
    visit, drug = fhir.visit(), fhir.made(bodies.medication())
    fhir.made(bodies.medication_request(visit, drug, "RSP-0001-1"))
    fhir.made(bodies.medication_request(visit, drug, "RSP-0001-2"))
    (issue,) = fhir.refused(bodies.medication_request(visit, drug, "RSP-0001-2"))
    assert issue["code"] == "duplicate"


def test_a_forgetful_server_shows_what_was_written_twice(fhir: Fhir) -> None:
    fhir.sandbox.control("sakelar", {"fhir_duplikat": "terima"})
    visit = fhir.visit()
    fhir.made(bodies.observation(visit))
    fhir.made(bodies.observation(visit))
    nameless = bodies.condition(visit)
    del nameless["identifier"]
    fhir.made(nameless)
    assert len(fhir.books()["ganda"]) == 1
    fhir.made(nameless)
    assert len(fhir.books()["ganda"]) == 2


# Searches


def test_an_identifier_is_found_by_its_own_organization_only(fhir: Fhir) -> None:
    fhir.sandbox.control("klien", {"client_id": "lain", "client_secret": "x", "organization_id": "10000099"})
    visit = fhir.visit()
    asked = f"{bodies.system('encounter')}|REG-20260914-0001"
    found = fhir.get("Encounter", identifier=asked).json()
    assert (found["total"], found["type"], found["resourceType"]) == (1, "searchset", "Bundle")
    (entry,) = found["entry"]
    assert entry["fullUrl"] == f"{fhir.sandbox.url}/fhir-r4/v1/{visit}"
    assert (entry["search"], entry["resource"]["id"]) == ({"mode": "match"}, visit.partition("/")[2])
    assert "%7CREG-20260914-0001" in found["link"][0]["url"]
    fhir.bearer = fhir.token("lain", "x").json()["access_token"]
    other = fhir.get("Encounter", identifier=asked).json()
    assert (other["total"], "entry" in other) == (0, False)
    denied = fhir.get(visit)
    assert (denied.status_code, "business rule" in denied.text) == (403, True)


def test_a_visit_finds_its_children(fhir: Fhir) -> None:
    visit = fhir.visit()
    other = fhir.made(bodies.encounter(fhir.made(bodies.location(f"Organization/{bodies.ORG}", "R2")), "R-2"))
    mine = fhir.made(bodies.condition(visit))
    fhir.made(bodies.condition(other, "DX-0002"))
    for asked in (visit, visit.partition("/")[2]):
        found = fhir.get("Condition", encounter=asked).json()
        assert [entry["resource"]["id"] for entry in found["entry"]] == [mine.partition("/")[2]]
    assert fhir.get("Condition", subject=bodies.PATIENT).json()["total"] == 2
    assert fhir.get("Condition", subject=bodies.PATIENT, encounter=other).json()["total"] == 1


def test_a_dispense_is_not_found_by_its_visit(fhir: Fhir) -> None:
    """`?encounter=` is ignored there and gives an unrelated row."""
    place = fhir.place()
    drug = fhir.made(bodies.medication())
    dispensed = []
    for number in ("1", "2"):
        visit = fhir.made(bodies.encounter(place, f"REG-{number}"))
        item = f"RSP-0001-{number}"
        ordered = fhir.made(bodies.medication_request(visit, drug, item))
        dispensed.append((visit, fhir.made(bodies.medication_dispense(visit, drug, place, ordered, item))))
    for visit, reference in dispensed:
        lie = fhir.get("MedicationDispense", encounter=visit).json()
        assert (lie["total"], lie["entry"][0]["resource"]["context"]["reference"] == visit) == (1, False)
        truth = fhir.get("MedicationDispense", context=visit, subject=bodies.PATIENT).json()
        assert [f"MedicationDispense/{row['resource']['id']}" for row in truth["entry"]] == [reference]
    alone = fhir.get("MedicationDispense", context=dispensed[0][0])
    assert (alone.status_code, "Missing query parameters: subject" in alone.text) == (400, True)


@pytest.mark.parametrize(
    ("path", "params", "missing"),
    [
        ("Immunization", {"encounter": "x"}, "identifier"),
        ("Encounter", {}, "identifier"),
        ("Patient", {}, "identifier"),
        ("Patient", {"name": "Pasien", "birthdate": "1990-01-09"}, "gender"),
        ("Patient", {"name": "Pa", "birthdate": "1990-01-09", "gender": "male"}, "name"),
        ("Organization", {"address": "x"}, "name"),
    ],
)
def test_a_search_by_nothing(fhir: Fhir, path: str, params: dict[str, str], missing: str) -> None:
    answer = fhir.get(path, **params)
    assert answer.status_code == 400
    assert answer.json()["issue"][0]["details"]["text"] == f"Missing query parameters: {missing}"


def test_a_medication_cannot_be_searched(fhir: Fhir) -> None:
    assert fhir.get("Medication", identifier="x").status_code == 400


def test_the_index_lags(fhir: Fhir) -> None:
    fhir.sandbox.control("sakelar", {"fhir_indeks_permintaan": 2})
    fhir.made(bodies.organization())
    asked = f"{bodies.system('organization')}|UNIT-UMUM"
    totals = [fhir.get("Organization", identifier=asked).json()["total"] for _ in range(4)]
    assert totals == [0, 0, 1, 1]
    fhir.sandbox.control("sakelar", {"fhir_indeks_ms": 3_600_000})
    assert fhir.get("Organization", identifier=asked).json()["total"] == 0
    (issue,) = fhir.refused(bodies.organization())
    assert issue["code"] == "duplicate"


def test_results_without_consent(fhir: Fhir) -> None:
    visit = fhir.visit()
    reference = fhir.made(bodies.condition(visit))
    fhir.sandbox.control("sakelar", {"fhir_tanpa_persetujuan": "Condition"})
    (entry,) = fhir.get("Condition", encounter=visit).json()["entry"]
    (issue,) = entry["resource"]["issue"]
    assert (issue["code"], issue["diagnostics"]) == (
        "suppressed",
        f"No consent available for {reference}",
    )


def test_long_results_come_in_pages(fhir: Fhir) -> None:
    visit = fhir.visit()
    made = [fhir.made(bodies.observation(visit, f"O-{n}")) for n in range(5)]
    fhir.sandbox.control("sakelar", {"fhir_halaman": 2})
    path, seen, relations = f"Observation?encounter={visit}", [], []
    while path:
        found = fhir.get(path).json()
        assert found["total"] == 5
        seen += [f"Observation/{entry['resource']['id']}" for entry in found["entry"]]
        links = {link["relation"]: link["url"] for link in found["link"]}
        relations.append(list(links))
        path = links.get("next", "").partition("/fhir-r4/v1/")[2]
    assert seen == made
    assert relations == [["first", "self", "next"], ["first", "self", "next"], ["first", "self"]]


def test_units_of_an_organization(fhir: Fhir) -> None:
    unit = fhir.made(bodies.organization())
    found = fhir.get("Organization", partof=bodies.ORG).json()
    assert [entry["resource"]["id"] for entry in found["entry"]] == [unit.partition("/")[2]]
    assert fhir.get("Organization", name="poli").json()["total"] == 1
    room = fhir.made(bodies.location(unit))
    found = fhir.get("Location", organization=unit.partition("/")[2]).json()
    assert [entry["resource"]["id"] for entry in found["entry"]] == [room.partition("/")[2]]
    fhir.sandbox.control("sakelar", {"fhir_organisasi_identifier": False})
    assert fhir.get("Organization", identifier="x|y").status_code == 400


# Books


def test_the_books_tell_the_order_of_all_writes(fhir: Fhir) -> None:
    visit = fhir.visit()
    reference = fhir.made(bodies.condition(visit))
    body = bodies.encounter("Location/x", id=visit.partition("/")[2])
    body["location"] = fhir.get(visit).json()["location"]
    done = bodies.finished(body, visit.partition("/")[2], reference)
    assert fhir.send("PUT", visit, done).status_code == 200
    books = fhir.books()
    assert books["jumlah"] == {"Condition": 1, "Encounter": 1, "Location": 1, "Organization": 1}
    assert [(row["urut"], row["operasi"], row["kunci"]) for row in books["tulis"]] == [
        (1, "Organization.tambah", "UNIT-UMUM"),
        (2, "Location.tambah", "R-UMUM-1"),
        (3, "Encounter.tambah", "REG-20260914-0001"),
        (4, "Condition.tambah", "DX-0001"),
        (5, "Encounter.ubah", "REG-20260914-0001"),
    ]
    assert [row["status"] for row in books["tulis"]][2:] == ["arrived", None, "finished"]
    assert visit in books["tulis"][3]["rujukan"]
    (row,) = books["sumber"]["Encounter"]
    assert (row["id"], row["urut"], row["ubahan"]) == (visit.partition("/")[2], 3, 1)
    assert row["identifier"] == [{"system": bodies.system("encounter"), "value": "REG-20260914-0001"}]
    fhir.sandbox.control("reset", {"buku": True})
    assert fhir.books()["jumlah"] == {}
    assert fhir.get(visit).status_code == 404


def test_a_child_before_its_parent_is_refused_and_noted(fhir: Fhir) -> None:
    strange = "Encounter/00000000-0000-4000-8000-000000000000"
    assert fhir.texts(bodies.condition(strange)) == [f"reference target(s) not found: {strange}"]
    assert fhir.texts(bodies.condition("Encounter/")) == ["Wrong reference ID format: Encounter/"]
    assert fhir.books()["riwayat"] == {"Condition.induk_belum_ada": 2, "Condition.ditolak": 2}
    assert fhir.books()["yatim"] == []
    fhir.sandbox.control("sakelar", {"fhir_rujukan": False})
    fhir.made(bodies.condition(strange))
    assert fhir.books()["yatim"] == [{"urut": 1, "operasi": "Condition.tambah", "rujukan": [strange]}]


def test_nobody_is_an_orphan_who_comes_after_everything_it_names(fhir: Fhir) -> None:
    answer = fhir.send("POST", "Patient", bodies.patient())
    reference = f"Patient/{answer.json()['data']['patient_id']}"
    visit = fhir.visit(subject={"reference": reference})
    fhir.made(bodies.condition(visit, subject={"reference": reference}))
    books = fhir.books()
    assert [row["operasi"] for row in books["tulis"]] == [
        "Patient.tambah",
        "Organization.tambah",
        "Location.tambah",
        "Encounter.tambah",
        "Condition.tambah",
    ]
    assert books["yatim"] == []


# Faults


@pytest.mark.parametrize(
    ("order", "http", "text"),
    [
        ({"jenis": "kode", "kode": 500}, 500, "An unexpected internal error has occurred."),
        ({"jenis": "bukan_json", "http": 504, "pesan": "Gateway Timeout"}, 504, "Gateway Timeout"),
        ({"jenis": "batas_laju", "detik": 7}, 429, ""),
        ({"jenis": "html_500"}, 500, "Runtime Error"),
        ({"jenis": "kosong"}, 200, ""),
        ({"jenis": "201_null"}, 201, '"resourceType":"Location"'),
    ],
)
def test_faults(fhir: Fhir, order: dict[str, Any], http: int, text: str) -> None:
    unit = fhir.made(bodies.organization())
    fhir.sandbox.fault(layanan="satusehat", operasi="Location.tambah", kali=1, **order)
    answer = fhir.send("POST", "Location", bodies.location(unit))
    assert (answer.status_code, text in answer.text) == (http, True)
    written = order["jenis"] == "201_null"
    assert fhir.books()["jumlah"].get("Location", 0) == written
    if written:
        assert "id" not in answer.json()
    if order["jenis"] == "batas_laju":
        assert answer.headers["retry-after"] == "7"


def test_plain_disturbances_take_turns_and_may_have_written(fhir: Fhir) -> None:
    fhir.sandbox.fault(layanan="satusehat", operasi="*.tambah", jenis="teks_5xx", tertulis=True, kali=3)
    answers = [fhir.send("POST", "Organization", bodies.organization(f"U{n}")) for n in range(4)]
    assert [answer.status_code for answer in answers] == [502, 504, 500, 201]
    assert answers[1].text == "Gateway Timeout"
    assert fhir.books()["jumlah"] == {"Organization": 4}


def test_a_fault_can_be_meant_for_one_resource(fhir: Fhir) -> None:
    fhir.sandbox.fault(layanan="satusehat", jenis="kode", kode=502, no_kartu="U1")
    codes = [fhir.send("POST", "Organization", bodies.organization(f"U{n}")).status_code for n in range(3)]
    assert codes == [201, 502, 201]


def test_a_write_whose_answer_is_lost(fhir: Fhir) -> None:
    fhir.sandbox.fault(layanan="satusehat", operasi="Organization.*", jenis="jawaban_hilang", cara="504_teks")
    answer = fhir.send("POST", "Organization", bodies.organization())
    assert (answer.status_code, answer.text) == (504, "Gateway Timeout")
    assert fhir.books()["jumlah"] == {"Organization": 1}


def test_the_token_server_has_faults_too(fhir: Fhir) -> None:
    fhir.sandbox.fault(layanan="satusehat", operasi="token", jenis="sandi_kedaluwarsa", kali=1)
    assert [fhir.token().status_code for _ in range(2)] == [401, 200]
    fhir.sandbox.fault(layanan="satusehat", operasi="token", jenis="bukan_json", http=504, kali=1)
    assert fhir.token().status_code == 504


def test_faults_of_bpjs_leave_satusehat_alone(sandbox: Client, fhir: Fhir) -> None:
    sandbox.fault(layanan="pcare", jenis="html_500")
    assert fhir.send("POST", "Organization", bodies.organization()).status_code == 201


def test_requests_are_remembered_with_body_and_answer(fhir: Fhir) -> None:
    fhir.made(bodies.organization())
    entry = fhir.sandbox.control("permintaan", method="GET")[-1]
    assert (entry["layanan"], entry["operasi"], entry["http"]) == ("satusehat", "Organization.tambah", 201)
    assert json.loads(entry["isi"]) == bodies.organization()
    assert fhir.sandbox.books()["panggilan"] == {"token": 1, "Organization.tambah": 1}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("identitas", {"nik": "1"}),
        ("identitas", {"nik": "9" * 16, "peran": "tamu"}),
        ("identitas", {"nik": "9" * 16, "peran": "pasien", "umur": 3}),
        ("identitas", {"nik": "9" * 16, "peran": "pasien", "nama": 3}),
        ("klien", {"client_id": "x"}),
        ("sakelar", {"fhir_batas_tanggal": "kemarin"}),
        ("sakelar", {"fhir_401": "lain"}),
        ("gangguan", {"jenis": "kode", "layanan": "satusehat", "operasi": "Nothing.tambah"}),
    ],
)
def test_orders_that_make_no_sense(fhir: Fhir, path: str, body: dict[str, Any]) -> None:
    answer = fhir.http.post(f"/_sandbox/{path}", json=body)
    assert (answer.status_code, list(answer.json())) == (400, ["kesalahan"])
