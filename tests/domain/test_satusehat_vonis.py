"""Every answer of SatuSehat has one class, by status, issue code and rule number."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.answers import Problem, Sent
from shared.domain.satusehat_jawaban import (
    FhirAnswer,
    FhirIssue,
    FhirRequest,
    create,
    patch,
    read,
    replace,
    search,
)
from shared.domain.satusehat_vonis import KelasFhir, SebabFhir, VonisFhir, classify

ID = "3f6b8c1d-9a7e-4d52-b0c4-5e8f7a6b9c04"
POST = create("Encounter", "{}")
PUT = replace("Encounter", ID, "{}")
PATCH = patch("Encounter", ID, "[]")
GET = read("Encounter", ID)
CARI = search("Encounter", {"subject": "P02029532758"})
PASIEN = create("Patient", "{}")


def said(http: int | None, *issues: FhirIssue, **more: Any) -> FhirAnswer:
    message = next((issue.words for issue in issues if issue.words), more.pop("message", ""))
    return FhirAnswer(Sent.YES, http, issues=issues, message=message, **more)


def issue(text: str = "", code: str = "value", rule: int | None = None, **more: Any) -> FhirIssue:
    return FhirIssue("error", code, text, rule, **more)


def outcome(request: FhirRequest, answer: FhirAnswer) -> tuple[KelasFhir | None, SebabFhir]:
    verdict = classify(request, answer)
    return verdict.kelas, verdict.sebab


K, S = KelasFhir, SebabFhir


@pytest.mark.parametrize(
    ("request_", "sent", "http", "expected"),
    [
        (POST, Sent.NO, None, (K.SEMENTARA, S.JALUR)),
        (GET, Sent.NO, None, (K.SEMENTARA, S.JALUR)),
        (POST, Sent.MAYBE, None, (K.TAK_PASTI, S.JAWABAN_HILANG)),
        (PATCH, Sent.MAYBE, None, (K.TAK_PASTI, S.JAWABAN_HILANG)),
        (PUT, Sent.MAYBE, None, (K.SEMENTARA, S.JAWABAN_HILANG)),
        (GET, Sent.MAYBE, None, (K.SEMENTARA, S.JAWABAN_HILANG)),
        (CARI, Sent.MAYBE, None, (K.SEMENTARA, S.JAWABAN_HILANG)),
        # The head of an answer was read, its body was not: the status proves nothing.
        (POST, Sent.MAYBE, 201, (K.TAK_PASTI, S.JAWABAN_HILANG)),
        (POST, Sent.MAYBE, 400, (K.TAK_PASTI, S.JAWABAN_HILANG)),
        (PUT, Sent.MAYBE, 200, (K.SEMENTARA, S.JAWABAN_HILANG)),
    ],
)
def test_what_the_line_proves(
    request_: FhirRequest, sent: Sent, http: int | None, expected: tuple[KelasFhir, SebabFhir]
) -> None:
    assert outcome(request_, FhirAnswer(sent, http, problem=Problem.RESET)) == expected


@pytest.mark.parametrize("http", [500, 501, 502, 503, 504, 599])
def test_a_disturbance_leaves_a_write_uncertain_and_nothing_else(http: int) -> None:
    answers = [said(http, problem=Problem.NOT_JSON), said(http, issue("An unexpected …", "exception"))]
    for answer in answers:
        assert outcome(POST, answer) == (K.TAK_PASTI, S.GANGGUAN)
        assert outcome(PASIEN, answer) == (K.TAK_PASTI, S.GANGGUAN)
        assert outcome(PATCH, answer) == (K.TAK_PASTI, S.GANGGUAN)
        assert outcome(PUT, answer) == (K.SEMENTARA, S.GANGGUAN)
        assert outcome(GET, answer) == (K.SEMENTARA, S.GANGGUAN)


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (said(429, problem=Problem.EMPTY), 60.0),
        (said(429, retry_after=7.0), 7.0),
        (said(429, retry_after=0.0), 0.0),
        (said(429, retry_after=1e9), 3600.0),
    ],
)
def test_throttling_asks_for_a_pause(answer: FhirAnswer, pause: float) -> None:
    verdict = classify(POST, answer)
    assert (verdict.kelas, verdict.sebab, verdict.jeda) == (K.SEMENTARA, S.BATAS_LAJU, pause)


def test_a_timeout_of_the_gateway_leaves_a_create_uncertain() -> None:
    assert classify(POST, said(408)) == VonisFhir(K.TAK_PASTI, S.BATAS_LAJU, http=408, jeda=60.0)
    assert outcome(PUT, said(408)) == (K.SEMENTARA, S.BATAS_LAJU)


def test_the_server_s_wait_counts_with_a_disturbance_too() -> None:
    assert classify(POST, said(503, retry_after=5.0)).jeda == 5.0
    assert classify(POST, said(503)).jeda is None


@pytest.mark.parametrize(
    ("request_", "answer", "expected"),
    [
        # Already there.
        (POST, said(400, issue("Found duplicate resource: Encounter", "duplicate")), K.DUPLIKAT),
        (POST, said(400, issue("Found duplicate: Encounter (RuleNumber: 20002)", "x", 20002)), K.DUPLIKAT),
        (POST, said(422, issue("", "duplicate")), K.DUPLIKAT),
        (POST, said(409), K.DUPLIKAT),
        (POST, said(412), K.DUPLIKAT),
        (PUT, said(412), K.SEMENTARA),
        (PUT, said(400, issue("", "duplicate", 20002)), K.DATA),
        (PASIEN, said(200, success=False, remote_id="P02029532781"), K.DUPLIKAT),
        (PASIEN, said(400, success=False, remote_id="P02029532781"), K.DUPLIKAT),
        # The register says no, with whatever status.
        (PASIEN, said(200, success=False, message="Citizen Not Exists"), K.PESERTA),
        (PASIEN, said(400, success=False, message="Citizen Not Exists"), K.PESERTA),
        (PASIEN, said(400, issue("Patient with nik-ibu is not female", "exception")), K.PESERTA),
        (POST, said(400, issue("odd", "exception")), K.DATA),
        (POST, said(200, success=False), K.DATA),
        # Credentials and rights.
        (GET, said(401), K.KREDENSIAL),
        (POST, said(400, issue("Please provide Client ID", rule=20009)), K.KREDENSIAL),
        (POST, said(403), K.IZIN),
        (POST, said(403, problem=Problem.HTML), K.SEMENTARA),
        (POST, said(400, issue("…", rule=20003)), K.IZIN),
        (POST, said(400, issue("…", rule=20004)), K.IZIN),
        (PASIEN, said(400, issue("…", rule=20016)), K.IZIN),
        (GET, said(400, issue("resource cannot be accessed due to business rule")), K.IZIN),
        (GET, said(403, issue("privacy: one or more codes not allowed by access rules")), K.PRIVASI),
        (GET, said(200, FhirIssue("warning", "suppressed", "The operation did not …")), K.PRIVASI),
        (GET, said(403, issue("…", "suppressed")), K.PRIVASI),
        # Parents and links.
        (POST, said(400, issue("reference target(s) not found: Patient/P02029532758")), K.INDUK),
        (POST, said(400, issue("Wrong reference ID format: Practitioner/")), K.INDUK),
        (POST, said(404, issue("Resource not found Patient/P1", rule=20007)), K.INDUK),
        (PUT, said(404, issue("storage_error", "no-store")), K.TAUTAN),
        (GET, said(404, issue("storage_error", "no-store")), K.TAUTAN),
        (GET, said(410, issue("gone")), K.TAUTAN),
        (PUT, said(400, issue(f"Resource not found Encounter/{ID}", rule=20007)), K.TAUTAN),
        (PUT, said(404, issue("Resource not found Patient/P1", rule=20007)), K.INDUK),
        # A page that is not of the FHIR server must not cost us an id.
        (GET, said(404, problem=Problem.HTML), K.KREDENSIAL),
        (POST, said(404, problem=Problem.NOT_JSON), K.KREDENSIAL),
        # The body.
        (POST, said(400, issue("Element not found: Encounter.diagnosis", rule=10457)), K.DATA),
        (POST, said(422, problem=Problem.HTML), K.DATA),
        (POST, said(405), K.DATA),
        (POST, said(413), K.DATA),
        (CARI, said(400, issue("Missing query parameters: subject")), K.DATA),
    ],
)
def test_refusals(request_: FhirRequest, answer: FhirAnswer, expected: KelasFhir) -> None:
    assert classify(request_, answer).kelas is expected


def test_words_in_diagnostics_decide_nothing() -> None:
    answer = said(400, issue("", rule=10003, diagnostics="no consent given for surgery; token expired"))
    assert outcome(POST, answer) == (K.DATA, S.ATURAN)
    answer = said(400, issue("", diagnostics="resource cannot be accessed, the patient said"))
    assert outcome(POST, answer) == (K.DATA, S.LAIN)


def test_a_missing_parent_is_named_and_waits_only_if_nothing_else_is_wrong() -> None:
    gone = issue("reference target(s) not found: Patient/P02029532758")
    assert classify(POST, said(400, gone)).induk == "Patient/P02029532758"
    empty = classify(POST, said(400, issue("Wrong reference ID format: Practitioner/")))
    assert (empty.induk, empty.sebab) == ("Practitioner", S.INDUK_KOSONG)
    both = said(400, gone, issue("Element not found: Encounter.period", rule=10121))
    assert outcome(POST, both) == (K.DATA, S.ATURAN)


@pytest.mark.parametrize("jenis", ["Encounter", "Patient", "Composition"])
def test_a_success_needs_the_id(jenis: str) -> None:
    request = create(jenis, "{}")
    resource = {"resourceType": jenis, "id": "a-1", "meta": {"versionId": "MTc4"}}
    good = classify(request, said(201, resource=resource, remote_id="a-1"))
    assert (good.ok, good.remote_id, good.versi) == (True, "a-1", "MTc4")
    for answer in (
        said(201, resource={"resourceType": jenis}),
        said(201, problem=Problem.EMPTY),
        said(200, problem=Problem.HTML),
        said(201, document=[], problem=Problem.NO_ENVELOPE),
        said(204),
        said(302, problem=Problem.EMPTY),
    ):
        verdict = classify(request, answer)
        assert (verdict.kelas, verdict.remote_id, verdict.versi) == (K.TAK_PASTI, "", "")


def test_a_created_patient_has_no_resource() -> None:
    verdict = classify(PASIEN, said(200, success=True, remote_id="P20000000001"))
    assert (verdict.ok, verdict.remote_id) == (True, "P20000000001")
    assert outcome(PASIEN, said(200, success=True)) == (K.TAK_PASTI, S.JAWABAN_HILANG)


def test_a_replace_answered_with_another_id_is_not_believed() -> None:
    assert outcome(PUT, said(200, remote_id="other")) == (K.SEMENTARA, S.JAWABAN_HILANG)
    assert outcome(PATCH, said(200, remote_id="other")) == (K.TAK_PASTI, S.JAWABAN_HILANG)
    assert classify(PUT, said(200, remote_id=ID)).ok


def test_a_read_answered_with_something_else_is_not_believed() -> None:
    right = {"resourceType": "Encounter", "id": ID}
    assert classify(GET, said(200, resource=right)).ok
    for resource in (None, {**right, "id": "other"}, {**right, "resourceType": "Patient"}):
        assert outcome(GET, said(200, resource=resource)) == (K.SEMENTARA, S.JAWABAN_HILANG)


def test_a_search_needs_a_bundle() -> None:
    bundle = {"resourceType": "Bundle", "type": "searchset", "total": 0}
    assert classify(CARI, said(200, resource=bundle)).ok
    assert outcome(CARI, said(200, problem=Problem.EMPTY)) == (K.SEMENTARA, S.JAWABAN_HILANG)


def test_an_outcome_inside_a_success_is_no_success() -> None:
    answer = said(200, issue("Element not found: Encounter.class", rule=10001))
    assert outcome(POST, answer) == (K.DATA, S.ATURAN)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (FhirAnswer(Sent.NO, 401, token=True, refused=True, held_until=5), (K.KREDENSIAL, S.TOKEN_DITOLAK)),
        (FhirAnswer(Sent.NO, 504, token=True, held_until=5), (K.SEMENTARA, S.TOKEN_GANGGUAN)),
        (FhirAnswer(Sent.NO, None, token=True, held_until=5), (K.SEMENTARA, S.TOKEN_GANGGUAN)),
        (FhirAnswer(Sent.NO, None, token=True, problem=Problem.CONNECT), (K.SEMENTARA, S.JALUR)),
        (FhirAnswer(Sent.NO, None, token=True, problem=Problem.POOL), (K.SEMENTARA, S.TOKEN_GANGGUAN)),
    ],
)
def test_without_a_token_nothing_was_sent(answer: FhirAnswer, expected: tuple[KelasFhir, SebabFhir]) -> None:
    verdict = classify(POST, answer)
    assert ((verdict.kelas, verdict.sebab), verdict.ditahan) == (expected, answer.held_until)


def test_failures_of_one_cause_share_a_key() -> None:
    def key(text: str, rule: int | None, *expression: str) -> str:
        return classify(POST, said(400, issue(text, rule=rule, expression=expression))).kunci

    first = key("Element not found: Encounter.location[0].location", 10120, "Encounter.location[0].location")
    assert first == key("…", 10120, "Encounter.location[7].location") == "10120:Encounter.location.location"
    # Without an expression the sentence names the path.
    assert key("Element not found: Encounter.diagnosis (RuleNumber: 10457)", 10457) == (
        "10457:Encounter.diagnosis"
    )
    assert key("odd", None) == "data:lain:400"
    assert classify(GET, said(200, resource={"resourceType": "Encounter", "id": ID})).kunci == ""


REQUESTS = st.sampled_from([POST, PUT, PATCH, GET, CARI, PASIEN])
ISSUES = st.lists(
    st.builds(
        FhirIssue,
        st.sampled_from(["error", "warning", ""]),
        st.sampled_from(["duplicate", "value", "suppressed", "exception", "no-store", ""]),
        st.text(max_size=40),
        st.none() | st.sampled_from([10117, 20002, 20004, 20007, 20009]),
    ),
    max_size=3,
).map(tuple)


@given(
    REQUESTS,
    st.builds(
        FhirAnswer,
        st.sampled_from(Sent),
        st.none() | st.integers(200, 599),
        issues=ISSUES,
        success=st.none() | st.booleans(),
        remote_id=st.sampled_from(["", ID, "P20000000001", "../x"]),
        problem=st.none() | st.sampled_from(Problem),
    ),
)
def test_no_answer_lets_a_create_be_posted_again_unless_it_is_proven_absent(
    request: FhirRequest, answer: FhirAnswer
) -> None:
    verdict = classify(request, answer)
    if verdict.ok and not request.cari:
        assert answer.sent is Sent.YES and verdict.remote_id not in ("", "../x")
    if request.method in ("POST", "PATCH") and verdict.kelas is K.SEMENTARA:
        proven = answer.sent is Sent.NO or answer.http in (403, 429)
        assert proven or (request.method == "PATCH" and answer.http in (409, 412))
    if verdict.kelas is K.DUPLIKAT:
        assert request.method == "POST"
    if verdict.kelas is K.TAUTAN:
        assert request.id and (answer.issues or answer.success is not None)
