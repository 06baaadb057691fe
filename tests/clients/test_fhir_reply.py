"""Every shape SatuSehat answers in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.answers import Problem
from shared.domain.satusehat_isu import TERBANYAK
from worker.clients.fhir_reply import created_id, read_body, retry_after

JSON = "application/json"


def body(document: Any) -> bytes:
    return json.dumps(document).encode()


def outcome(*issues: Any) -> bytes:
    return body({"resourceType": "OperationOutcome", "text": {"status": "generated"}, "issue": list(issues)})


FINISH = (
    {
        "severity": "error",
        "code": "value",
        "details": {"text": "Element not found: Encounter.diagnosis (RuleNumber: 10457)"},
        "expression": ["Encounter.diagnosis"],
    },
    {
        "severity": "error",
        "code": "value",
        "details": {"text": "Reference is mandatory : Encounter.subject (RuleNumber: 10118)"},
        "expression": ["Encounter.subject"],
    },
)


def test_all_issues_are_read_with_rule_and_path() -> None:
    reading = read_body(outcome(*FINISH), JSON)
    assert reading.resource is None and reading.problem is None
    first, second = reading.issues
    assert (first.severity, first.code, first.rule) == ("error", "value", 10457)
    assert first.expression == ("Encounter.diagnosis",)
    assert (second.rule, second.expression) == (10118, ("Encounter.subject",))
    assert reading.message == first.text == "Element not found: Encounter.diagnosis (RuleNumber: 10457)"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Found duplicate: Encounter (RuleNumber: 20002)", 20002),
        ("Invalid date time format : 2022 (RuleNumber: 10132). Format allowed : …", 10132),
        ("every statusHistory period start and end must be filled (Rule 10122)", 10122),
        ("Found duplicate resource: Encounter", None),
        ("Invalid coding system:  (RuleNumber: 10480)", 10480),
        ("Code not found: '10001' in system: http://x", None),
        ("rules 10001", None),
    ],
)
def test_the_rule_number(text: str, rule: int | None) -> None:
    assert read_body(outcome({"details": {"text": text}}), JSON).issues[0].rule == rule


def test_diagnostics_speak_where_there_is_no_text() -> None:
    missing = {
        "severity": "error",
        "code": "no-store",
        "details": {"text": "storage_error"},
        "diagnostics": "resource not found: Condition/00000000-0000-4000-8000-000000000000",
    }
    reading = read_body(outcome(missing), JSON)
    assert (reading.message, reading.issues[0].code) == ("storage_error", "no-store")
    assert reading.issues[0].diagnostics.startswith("resource not found: Condition/")
    only = read_body(outcome({"code": "PROCESSING", "diagnostics": "Rule: 10122 is broken"}), JSON)
    assert (only.message, only.issues[0].code, only.issues[0].rule) == (
        "Rule: 10122 is broken",
        "processing",
        10122,
    )
    place = read_body(outcome({"location": ["Encounter.period", "", 3]}), JSON).issues[0]
    assert place.expression == ("Encounter.period",)


@pytest.mark.parametrize("issue", [None, "x", 3, [], [None, 3, "x", []], {"code": []}, [{"details": [1]}]])
def test_an_odd_outcome_is_still_one(issue: object) -> None:
    reading = read_body(body({"resourceType": "OperationOutcome", "issue": issue}), JSON)
    assert (reading.problem, reading.message, reading.resource) == (None, "", None)


def test_an_outcome_of_a_million_issues_is_cut() -> None:
    assert len(read_body(outcome(*[{"code": "value"}] * 1000), JSON).issues) == TERBANYAK


@pytest.mark.parametrize(
    ("document", "success", "message", "id"),
    [
        ({"success": False, "message": "Citizen Not Exists"}, False, "Citizen Not Exists", ""),
        (
            {
                "success": True,
                "message": "New Patient has been created successfully",
                "data": {"Patient ID:": "P02029532758"},
            },
            True,
            "New Patient has been created successfully",
            "P02029532758",
        ),
        (
            {
                "create_patient": {"success": True, "data": {"patient_id": "P02029532758"}},
                "create_related_patient": {"success": False, "data": {"patient_id": "P02029532799"}},
                "log_time": {"a": "1"},
            },
            True,
            "",
            "P02029532758",
        ),
        ({"success": "true", "data": {"patient_id": "100000030006"}}, True, "", "100000030006"),
        (
            {
                "success": False,
                "message": "Failed to create new patient, another identifier has found",
                "data": {"resourceID": "P02029532781"},
            },
            False,
            "Failed to create new patient, another identifier has found",
            "P02029532781",
        ),
        (
            {
                "code": 200,
                "error": False,
                "message": "Patient data updated successfully",
                "data": {"Patient_Id": "P02029532758"},
            },
            True,
            "Patient data updated successfully",
            "P02029532758",
        ),
        ({"success": True, "data": ["P02029532758", {"x": "P02029532799"}]}, True, "", ""),
        ({"success": True, "data": {"patient_id": "P0202953275"}}, True, "", ""),
        ({"success": True}, True, "", ""),
    ],
)
def test_the_patient_register(document: Any, success: bool, message: str, id: str) -> None:
    reading = read_body(body(document), JSON)
    assert (reading.success, reading.message, reading.problem) == (success, message, None)
    assert created_id(reading.document, "Patient") == id
    assert created_id(reading.document, "Encounter") == ""


def test_a_fhir_resource_has_its_own_id() -> None:
    document = {"resourceType": "Patient", "id": "P02029532758", "link": [{"other": "P02029532781"}]}
    reading = read_body(body(document), JSON)
    assert (reading.resource, reading.success, reading.message) == (document, None, "")
    assert created_id(document, "Patient") == "P02029532758"
    assert created_id(document, "Encounter") == ""
    for odd in ("../Patient", "", None, 7, "x" * 65):
        assert created_id({"resourceType": "Encounter", "id": odd}, "Encounter") == ""
    assert created_id([document], "Patient") == created_id(None, "Patient") == ""


@pytest.mark.parametrize(
    ("document", "code", "message"),
    [
        (
            {
                "fault": {
                    "faultstring": "Invalid Access Token",
                    "detail": {"errorcode": "keymanagement.service.invalid_access_token"},
                }
            },
            "keymanagement.service.invalid_access_token",
            "Invalid Access Token",
        ),
        ({"fault": {"faultstring": "x"}}, "", "x"),
        (
            {"detail": [{"loc": ["query", "page"], "msg": "field required", "type": "value_error.missing"}]},
            "value_error.missing",
            "query.page: field required",
        ),
        ({"detail": "Not Found"}, "", "Not Found"),
    ],
)
def test_gateway_and_service_faults(document: Any, code: str, message: str) -> None:
    reading = read_body(body(document), JSON)
    assert (reading.issues[0].code, reading.message, reading.problem) == (code, message, None)


@pytest.mark.parametrize(
    ("raw", "content_type", "problem", "message"),
    [
        (b"", JSON, Problem.EMPTY, ""),
        (b" \r\n", "text/html", Problem.EMPTY, ""),
        (b"Gateway Timeout", "text/plain", Problem.NOT_JSON, "Gateway Timeout"),
        (b"<html><h1>502 Bad Gateway</h1></html>", "text/html", Problem.HTML, ""),
        (b"  <!doctype html>", "", Problem.HTML, ""),
        (b"oops", "text/html; charset=utf-8", Problem.HTML, ""),
        (b"[]", JSON, Problem.NO_ENVELOPE, ""),
        (b'"OK"', JSON, Problem.NO_ENVELOPE, ""),
        (b"{}", JSON, Problem.NO_ENVELOPE, ""),
        (b'{"resourceType":7}', JSON, Problem.NO_ENVELOPE, ""),
        (b'{"resourceType":"Encounter","id":', JSON, Problem.NOT_JSON, '{"resourceType":"Encounter","id":'),
        (b"[" * 100_000, JSON, Problem.NOT_JSON, None),
        (b"\xff\xfe", JSON, Problem.NOT_JSON, None),
    ],
)
def test_what_is_no_json_of_theirs(
    raw: bytes, content_type: str, problem: Problem, message: str | None
) -> None:
    reading = read_body(raw, content_type)
    assert (reading.problem, reading.resource, reading.issues) == (problem, None, ())
    if message is not None:
        assert reading.message == message


def test_no_text_of_theirs_reaches_a_terminal_as_it_came() -> None:
    hostile = "\x1b[2J\x1b]0;x\x07ab\u202ecd\nef\x00"
    texts = [
        read_body(outcome({"details": {"text": hostile}, "expression": [hostile]}), JSON),
        read_body(body({"success": False, "message": hostile}), JSON),
        read_body(body({"fault": {"faultstring": hostile}}), JSON),
        read_body(hostile.encode(), "text/plain"),
    ]
    for reading in texts:
        assert reading.message.replace("\ufffd", "") == "abcd ef"
    assert texts[0].issues[0].expression[0].replace("\ufffd", "") == "abcd ef"
    assert len(read_body(b"x" * 1_000_000, "text/plain").message) <= 500


@given(st.binary(max_size=200), st.sampled_from([JSON, "text/plain", ""]))
def test_any_bytes_can_be_read(raw: bytes, content_type: str) -> None:
    reading = read_body(raw, content_type)
    assert "\0" not in reading.raw


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
MEMBERS = st.sampled_from(
    ["resourceType", "issue", "details", "text", "success", "message", "data", "fault", "detail", "id", "loc"]
)


@given(st.dictionaries(MEMBERS, JSON_VALUES | st.dictionaries(MEMBERS, JSON_VALUES, max_size=4), max_size=5))
def test_any_json_can_be_read(document: dict[str, Any]) -> None:
    reading = read_body(body(document), JSON)
    created_id(reading.document, "Patient")
    assert reading.problem in (None, Problem.NO_ENVELOPE)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("7", 7.0),
        (" 120 ", 120.0),
        ("Fri, 14 Nov 2025 22:13:50 GMT", 30.0),
        ("Fri, 14 Nov 2025 22:13:20", 0.0),
        ("Fri, 14 Nov 2025 22:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("9" * 40, None),
        ("١٢", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, 1_763_158_400.0) == seconds
