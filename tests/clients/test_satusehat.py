"""The SatuSehat client against the simulator over real HTTP."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from shared.domain.answers import Problem, Sent
from shared.domain.satusehat_jawaban import (
    FhirAnswer,
    FhirRequest,
    create,
    patch,
    read,
    replace,
    search,
    temuan,
)
from shared.domain.satusehat_vonis import KelasFhir, SebabFhir, VonisFhir, classify
from tests.clients.peer import Peer, answering, response
from tests.sandbox import fhir_bodies as bodies
from tests.sandbox.client import Client
from tests.sandbox.fhir import CLIENT_ID, SECRET
from worker.clients.http import Wire
from worker.clients.satusehat import SatuSehatClient
from worker.clients.satusehat_token import MemoryTokenStore, SatuSehatCredentials
from worker.sandbox.app import create as application
from worker.sandbox.server import running
from worker.sandbox.world import World

OWN = SatuSehatCredentials(CLIENT_ID, SECRET)
UNIT = create("Organization", json.dumps(bodies.organization()))
K, S = KelasFhir, SebabFhir


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(application(World())) as url:
        yield url


@pytest.fixture
def sandbox(url: str) -> Iterator[Client]:
    client = Client(url)
    client.control("reset", dict.fromkeys(("buku", "gangguan", "peserta", "sakelar", "token"), True))
    yield client
    client.http.close()


class Clinic:
    """The client under test, and the simulator it speaks to."""

    def __init__(self, sandbox: Client, wire: Wire, **more: Any) -> None:
        self.sandbox = sandbox
        self.store = more.pop("store", MemoryTokenStore())
        own = more.pop("credentials", OWN)
        base = more.pop("base", sandbox.url)
        self.client = SatuSehatClient(
            f"{base}/fhir-r4/v1/", f"{base}/oauth2/v1", own, wire, self.store, **more
        )

    def send(self, request: FhirRequest) -> tuple[FhirAnswer, VonisFhir]:
        answer = self.client.send(request)
        return answer, classify(request, answer)

    def made(self, body: dict[str, Any]) -> str:
        _, verdict = self.send(create(body["resourceType"], json.dumps(body)))
        assert verdict.ok, verdict
        return f"{body['resourceType']}/{verdict.remote_id}"

    def books(self) -> Any:
        return self.sandbox.books()["fhir"]

    def calls(self) -> Any:
        return self.sandbox.books()["panggilan"]


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire(deadline=5.0)
    yield wire
    wire.close()


@pytest.fixture
def clinic(sandbox: Client, wire: Wire) -> Clinic:
    return Clinic(sandbox, wire)


# The way of one resource


def test_create_read_replace_patch_search(clinic: Clinic) -> None:
    answer, verdict = clinic.send(UNIT)
    assert (answer.sent, answer.http, verdict.kelas) == (Sent.YES, 201, None)
    id = verdict.remote_id
    assert id == answer.remote_id and answer.resource is not None
    assert (verdict.versi, answer.version) == (answer.resource["meta"]["versionId"],) * 2
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.request_id)
    assert json.loads(answer.raw) == answer.document == answer.resource
    assert answer.started <= answer.finished

    again, verdict = clinic.send(read("Organization", id))
    assert (again.resource, verdict.remote_id) == (answer.resource, id)

    changed = answer.resource | {"name": "Poli Umum & Anak"}
    replaced, verdict = clinic.send(replace("Organization", id, json.dumps(changed)))
    assert (replaced.http, verdict.ok, verdict.versi != answer.version) == (200, True, True)

    operations = json.dumps([{"op": "replace", "path": "/name", "value": "Poli Anak"}])
    patched, verdict = clinic.send(patch("Organization", id, operations))
    assert (patched.http, verdict.remote_id) == (200, id)

    request = search("Organization", {"identifier": f"{bodies.system('organization')}|UNIT-UMUM"})
    found, verdict = clinic.send(request)
    result = temuan(found, "Organization")
    assert verdict.ok and result is not None and result.tunggal is not None
    assert (result.tunggal["id"], result.tunggal["name"]) == (id, "Poli Anak")
    assert clinic.calls() == {
        "token": 1, "Organization.tambah": 1, "Organization.baca": 1, "Organization.ubah": 1,
        "Organization.tambal": 1, "Organization.cari": 1,
    }  # fmt: skip


def test_a_bundle_goes_to_the_base_itself(clinic: Clinic) -> None:
    row = {
        "fullUrl": "urn:uuid:6a0f2b1c-7d8e-4f90-a1b2-c3d4e5f60718",
        "resource": bodies.organization(),
        "request": {"method": "POST", "url": "Organization"},
    }
    sent = {"resourceType": "Bundle", "type": "transaction", "entry": [row]}
    answer, verdict = clinic.send(create("Bundle", json.dumps(sent)))
    assert (answer.http, verdict.ok) == (200, True)
    assert clinic.books()["jumlah"] == {"Organization": 1}


def test_letters_of_all_kinds_arrive_as_they_are(clinic: Clinic) -> None:
    name = "Poli “Umum” ½ 東 \U0001f3e5 \\ / |"
    answer, _ = clinic.send(create("Organization", json.dumps(bodies.organization(name=name))))
    assert answer.resource is not None and answer.resource["name"] == name


@pytest.mark.parametrize(
    ("nik", "total"), [("9271060312000002", 1), ("9271060312000001", 2), ("3524016901830001", 0)]
)
def test_patients_by_nik(clinic: Clinic, nik: str, total: int) -> None:
    answer, verdict = clinic.send(search("Patient", {"identifier": f"{bodies.NIK_SYSTEM}|{nik}"}))
    found = temuan(answer, "Patient")
    assert verdict.ok and found is not None
    assert (found.total, found.tunggal is not None) == (total, total == 1)


def test_results_withheld_for_consent(clinic: Clinic) -> None:
    clinic.made(bodies.organization())
    clinic.sandbox.control("sakelar", {"fhir_tanpa_persetujuan": "Organization"})
    answer, verdict = clinic.send(search("Organization", {"partof": bodies.ORG}))
    found = temuan(answer, "Organization")
    assert verdict.ok and found is not None
    assert (found.total, found.disembunyikan, found.tunggal) == (1, 1, None)


# Refusals


def test_refusals_are_told_apart(clinic: Clinic) -> None:
    clinic.made(bodies.organization())
    gone = "00000000-0000-4000-8000-000000000000"
    orphan = bodies.condition(f"Encounter/{gone}")
    wrong = bodies.organization("U2", type=[])
    cases: list[tuple[FhirRequest, KelasFhir, SebabFhir, tuple[int, ...]]] = [
        (UNIT, K.DUPLIKAT, S.SUDAH_ADA, (20002,)),
        (create("Organization", json.dumps(wrong)), K.DATA, S.ATURAN, (10089,)),
        (create("Organization", "{"), K.DATA, S.ATURAN, (20006,)),
        (create("Condition", json.dumps(orphan)), K.INDUK, S.INDUK_TIDAK_ADA, ()),
        (create("Practitioner", "{}"), K.IZIN, S.AKSES, (20003,)),
        (read("Organization", gone), K.TAUTAN, S.TIDAK_ADA, ()),
        (replace("Organization", gone, json.dumps({"id": gone})), K.TAUTAN, S.TIDAK_ADA, ()),
        (replace("Patient", "P02029532758", "{}"), K.DATA, S.LAIN, ()),
        (read("Nothing", gone), K.TAUTAN, S.TIDAK_ADA, ()),
        (search("Medication", {"code": "x"}), K.DATA, S.LAIN, ()),
    ]
    for request, kelas, sebab, rules in cases:
        answer, verdict = clinic.send(request)
        told = (verdict.kelas, verdict.sebab, verdict.aturan)
        assert told == (kelas, sebab, rules), (request.log_path, answer.raw)
        assert answer.request_id and verdict.pesan == answer.message != ""
    _, verdict = clinic.send(create("Condition", json.dumps(orphan)))
    assert verdict.induk == f"Encounter/{gone}"


def test_all_issues_come_with_their_paths(clinic: Clinic) -> None:
    bare = {"resourceType": "Condition", "identifier": bodies.condition("x")["identifier"]}
    _, verdict = clinic.send(create("Condition", json.dumps(bare)))
    assert verdict.aturan == (10006, 10007, 10003, 10125, 10126)
    assert verdict.jalur[0] == "Condition.clinicalStatus"
    assert verdict.kunci == "10006:Condition.clinicalStatus"


@pytest.mark.parametrize("shape", ["data", "titik_dua", "bersarang", "fhir"])
def test_patients_are_created_in_every_shape(clinic: Clinic, shape: str) -> None:
    clinic.sandbox.control("sakelar", {"fhir_pasien_jawaban": shape})
    request = create("Patient", json.dumps(bodies.patient()))
    _, made = clinic.send(request)
    assert made.ok and re.fullmatch(r"P\d{11}", made.remote_id)
    _, again = clinic.send(request)
    assert (again.kelas, again.remote_id) == (K.DUPLIKAT, made.remote_id)
    _, stranger = clinic.send(create("Patient", json.dumps(bodies.patient("3524016901830001"))))
    assert (stranger.kelas, stranger.http, stranger.pesan) == (K.PESERTA, 200, "Citizen Not Exists")
    assert clinic.books()["pasien_dibuat"] == 1


def test_a_broken_register_is_no_verdict_on_the_patient(clinic: Clinic) -> None:
    clinic.sandbox.control("sakelar", {"fhir_pasien_jawaban": "500"})
    _, verdict = clinic.send(create("Patient", json.dumps(bodies.patient())))
    assert (verdict.kelas, verdict.sebab, verdict.http) == (K.TAK_PASTI, S.GANGGUAN, 500)


def test_a_patient_is_patched(clinic: Clinic) -> None:
    operations = [
        {"op": "test", "path": "/name/0/text", "value": "Pasien Uji 12"},
        {"op": "test", "path": "/gender", "value": "male"},
        {"op": "test", "path": "/birthDate", "value": "1990-01-09"},
        {"op": "replace", "path": "/name/0/text", "value": "Pasien Uji Dua"},
    ]
    _, verdict = clinic.send(patch("Patient", "P02029532758", json.dumps(operations)))
    assert (verdict.kelas, verdict.remote_id) == (None, "P02029532758")


# Disturbances


@pytest.mark.parametrize(
    ("order", "kelas", "sebab", "problem", "message"),
    [
        ({"jenis": "bukan_json", "http": 504, "pesan": "Gateway Timeout"},
         K.TAK_PASTI, S.GANGGUAN, Problem.NOT_JSON, "Gateway Timeout"),
        ({"jenis": "kode", "kode": 500}, K.TAK_PASTI, S.GANGGUAN, None,
         "An unexpected internal error has occurred."),
        ({"jenis": "html_500"}, K.TAK_PASTI, S.GANGGUAN, Problem.HTML, ""),
        ({"jenis": "teks_5xx"}, K.TAK_PASTI, S.GANGGUAN, Problem.NOT_JSON, "Bad Gateway"),
        ({"jenis": "kosong"}, K.TAK_PASTI, S.JAWABAN_HILANG, Problem.EMPTY, ""),
        ({"jenis": "201_null"}, K.TAK_PASTI, S.JAWABAN_HILANG, None, ""),
        ({"jenis": "batas_laju", "detik": 7}, K.SEMENTARA, S.BATAS_LAJU, Problem.EMPTY, ""),
        ({"jenis": "jawaban_hilang", "cara": "reset"}, K.TAK_PASTI, S.JAWABAN_HILANG, Problem.RESET, ""),
        ({"jenis": "jawaban_hilang", "cara": "reset_tengah"},
         K.TAK_PASTI, S.JAWABAN_HILANG, Problem.RESET, ""),
        ({"jenis": "jawaban_hilang", "cara": "504_html"}, K.TAK_PASTI, S.GANGGUAN, Problem.HTML, ""),
        ({"jenis": "tolak_sebelum", "cara": "502_teks"},
         K.TAK_PASTI, S.GANGGUAN, Problem.NOT_JSON, "Bad Gateway"),
    ],
)  # fmt: skip
def test_disturbances_of_a_create(
    clinic: Clinic,
    order: dict[str, Any],
    kelas: KelasFhir,
    sebab: SebabFhir,
    problem: Problem | None,
    message: str,
) -> None:
    clinic.sandbox.fault(layanan="satusehat", operasi="*.tambah", kali=1, **order)
    answer, verdict = clinic.send(UNIT)
    assert (verdict.kelas, verdict.sebab) == (kelas, sebab)
    assert (answer.problem, answer.message) == (problem, message)
    assert verdict.jeda == (7.0 if order["jenis"] == "batas_laju" else None)
    # What is true is found by looking.
    written = order["jenis"] in ("201_null", "jawaban_hilang")
    request = search("Organization", {"identifier": f"{bodies.system('organization')}|UNIT-UMUM"})
    found = temuan(clinic.send(request)[0], "Organization")
    assert found is not None and found.total == written


def test_a_write_that_is_done_but_never_answered(sandbox: Client) -> None:
    wire = Wire(deadline=0.3)
    clinic = Clinic(sandbox, wire)
    assert clinic.client.tokens.token()
    sandbox.fault(
        layanan="satusehat", operasi="Organization.tambah", jenis="jawaban_hilang", cara="tunda_lama"
    )
    answer, verdict = clinic.send(UNIT)
    wire.close()
    assert (answer.sent, answer.problem, verdict.kelas) == (Sent.MAYBE, Problem.TIMEOUT, K.TAK_PASTI)
    assert clinic.books()["jumlah"] == {"Organization": 1}


def test_nobody_there(sandbox: Client, wire: Wire) -> None:
    clinic = Clinic(sandbox, wire)
    clinic.client.tokens.token()
    nowhere = Clinic(sandbox, wire, base="http://127.0.0.1:1")
    answer, verdict = nowhere.send(UNIT)
    assert (answer.sent, answer.token, verdict.kelas, verdict.sebab) == (Sent.NO, True, K.SEMENTARA, S.JALUR)
    assert verdict.ditahan is None


def test_a_body_that_is_not_text_is_not_sent(clinic: Clinic) -> None:
    answer, verdict = clinic.send(create("Organization", '{"name":"\ud83d"}'))
    assert (answer.sent, answer.problem, verdict.kelas) == (Sent.NO, Problem.PROTOCOL, K.SEMENTARA)
    assert clinic.calls() == {}


# The session


@pytest.mark.parametrize("shape", ["apigee", "outcome", "kosong"])
def test_a_token_that_ended_early_is_renewed_once_and_the_call_repeated(clinic: Clinic, shape: str) -> None:
    clinic.sandbox.control("sakelar", {"fhir_401": shape})
    clinic.made(bodies.organization())
    clinic.sandbox.control("token", method="DELETE")
    answer, verdict = clinic.send(create("Organization", json.dumps(bodies.organization("U2"))))
    assert (answer.http, verdict.ok) == (201, True)
    assert clinic.calls() == {"token": 2, "Organization.tambah": 3}
    assert clinic.books()["jumlah"] == {"Organization": 2}


def test_a_second_refusal_bars_all_calls_for_a_minute(clinic: Clinic) -> None:
    clinic.sandbox.fault(layanan="satusehat", operasi="Organization.*", jenis="kode", kode=401, pesan="Sesi")
    answer, verdict = clinic.send(UNIT)
    assert (answer.http, verdict.kelas, verdict.sebab) == (401, K.KREDENSIAL, S.SESI_DITOLAK)
    # The minute begins when the refusal is read, which is after the answer came and before this line.
    assert verdict.ditahan is not None
    assert answer.finished < verdict.ditahan <= int(time.time() * 1000) + 60_000
    calls = clinic.calls()
    assert calls == {"token": 2, "Organization.tambah": 2}
    held, later = clinic.send(read("Patient", "P02029532758"))
    assert (held.sent, held.token, held.refused, later.ditahan) == (Sent.NO, True, True, verdict.ditahan)
    assert (later.kelas, later.sebab, later.pesan) == (K.KREDENSIAL, S.TOKEN_DITOLAK, "Sesi")
    assert clinic.calls() == calls


def test_wrong_credentials_are_tried_once(sandbox: Client, wire: Wire) -> None:
    clinic = Clinic(sandbox, wire, credentials=SatuSehatCredentials(CLIENT_ID, "salah"))
    for _ in range(5):
        answer, verdict = clinic.send(UNIT)
        assert (answer.sent, answer.http, verdict.kelas) == (Sent.NO, 401, K.KREDENSIAL)
        assert verdict.pesan.startswith("The user or system was not able to be authenticated")
        assert verdict.ditahan is not None and verdict.ditahan > answer.finished
    assert clinic.books()["token"] == {"ditolak": 1}


def test_a_token_server_in_trouble_is_not_hammered(clinic: Clinic) -> None:
    clinic.sandbox.fault(
        layanan="satusehat", operasi="token", jenis="bukan_json", http=504, pesan="Gateway Timeout"
    )
    for _ in range(3):
        _, verdict = clinic.send(UNIT)
        assert (verdict.kelas, verdict.sebab, verdict.pesan) == (
            K.SEMENTARA,
            S.TOKEN_GANGGUAN,
            "Gateway Timeout",
        )
        assert verdict.ditahan is not None
    assert clinic.calls() == {"token": 1}


def test_many_threads_of_two_workers_ask_for_one_token(sandbox: Client, wire: Wire) -> None:
    store = MemoryTokenStore()
    workers = [Clinic(sandbox, wire, store=store) for _ in range(2)]
    gate = threading.Barrier(16)
    got: list[int | None] = []

    def ask(number: int) -> None:
        gate.wait(10)
        got.append(workers[number % 2].client.send(read("Patient", "P02029532758")).http)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert got == [200] * 16
    assert sandbox.books()["panggilan"] == {"token": 1, "Patient.baca": 16}


# What is on the wire


def test_headers() -> None:
    token = response(
        b'{"access_token":"abc","expires_in":"3599"}', "200 OK", "Content-Type: application/json"
    )
    done = response(b'{"resourceType":"Location","id":"x"}', "200 OK", "Content-Type: application/json")
    with Peer(answering(token, done)) as peer:
        wire = Wire()
        client = SatuSehatClient(
            f"{peer.url}/fhir-r4/v1", f"{peer.url}/oauth2/v1", OWN, wire, MemoryTokenStore(),
            content_type_patch="application/json-patch+json",
        )  # fmt: skip
        client.send(create("Location", "{}"))
        client.send(patch("Location", "x", "[]"))
        client.send(search("Location", {"identifier": "a|b"}))
        wire.close()
        heads = [request.decode().partition("\r\n\r\n")[0] for request in peer.requests[1:]]
    assert [head.split(" HTTP")[0] for head in heads] == [
        "POST /fhir-r4/v1/Location",
        "PATCH /fhir-r4/v1/Location/x",
        "GET /fhir-r4/v1/Location?identifier=a%7Cb",
    ]
    types = [found[1] if (found := re.search(r"(?i)content-type: (\S+)", head)) else None for head in heads]
    assert types == ["application/json", "application/json-patch+json", None]
    assert all("authorization: bearer abc" in head.lower() for head in heads)


def test_no_name_number_or_token_is_logged(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clinic.send(create("Patient", json.dumps(bodies.patient())))
    clinic.send(search("Patient", {"identifier": f"{bodies.NIK_SYSTEM}|9271060312000002"}))
    logged = "\n".join(record.getMessage() for record in caplog.records)
    for secret in ("3171010101900001", "9271060312000002", "Pasien", SECRET, clinic.store.get().token):
        assert secret not in logged
