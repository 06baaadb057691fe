"""Calls and answers of SatuSehat as records."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.answers import Sent
from shared.domain.satusehat_jawaban import (
    FhirAnswer,
    FhirIssue,
    create,
    patch,
    punya_identifier,
    read,
    replace,
    search,
    temuan,
    valid_id,
)
from shared.domain.satusehat_token import KeadaanToken

NIK = "https://fhir.kemkes.go.id/id/nik|9271060312000002"


def test_a_search_is_percent_encoded_and_its_log_names_nobody() -> None:
    request = search("Patient", {"identifier": NIK})
    assert request.path == (
        "Patient?identifier=https%3A%2F%2Ffhir.kemkes.go.id%2Fid%2Fnik%7C9271060312000002"
    )
    assert request.log_path == "Patient?identifier"
    assert (request.method, request.cari, request.writes, request.repeatable) == ("GET", True, False, True)


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=4))
def test_every_search_arrives_as_it_was_meant(pairs: list[tuple[str, str]]) -> None:
    safe = [(n.encode("utf-8", "replace").decode(), v.encode("utf-8", "replace").decode()) for n, v in pairs]
    _, _, query = search("Patient", safe).path.partition("?")
    assert parse_qsl(query, keep_blank_values=True) == safe
    assert query.isascii()
    assert not set(query) & set("|/# ")


def test_the_paths_of_single_resources() -> None:
    assert (create("Encounter", "{}").method, create("Encounter", "{}").path) == ("POST", "Encounter")
    assert create("Bundle", "{}").path == ""
    for request, method in (
        (replace("Encounter", "a-1", "{}"), "PUT"),
        (patch("Encounter", "a-1", "[]"), "PATCH"),
        (read("Encounter", "a-1"), "GET"),
    ):
        assert (request.method, request.path, request.id) == (method, "Encounter/a-1", "a-1")
        assert request.log_path == request.path
    assert not create("Encounter", "{}").repeatable
    assert not patch("Encounter", "a", "[]").repeatable
    assert replace("Encounter", "a", "{}").repeatable


@pytest.mark.parametrize("id", ["", "..", ".", "a/b", "../Patient/1", "a?b", "a b", "x" * 65, "é", "a\n"])
def test_no_id_climbs_out_of_its_path(id: str) -> None:
    assert not valid_id(id)
    with pytest.raises(ValueError, match="FHIR id"):
        read("Patient", id)


@pytest.mark.parametrize("jenis", ["", "patient", "Pat/ient", "Patient?x", "../Patient", "P"])
def test_no_type_climbs_out_of_its_path(jenis: str) -> None:
    with pytest.raises(ValueError, match="FHIR resource type"):
        search(jenis, {})


def found(**bundle: Any) -> FhirAnswer:
    return FhirAnswer(Sent.YES, 200, resource={"resourceType": "Bundle", "type": "searchset", **bundle})


def entry(id: str, kind: str = "Patient") -> dict[str, Any]:
    return {"resource": {"resourceType": kind, "id": id}}


def test_one_match_none_and_several() -> None:
    one = temuan(found(total=1, entry=[entry("P1")]), "Patient")
    assert one is not None and one.tunggal == {"resourceType": "Patient", "id": "P1"}
    for none in (found(total=0), found(total=0, entry=[])):
        nothing = temuan(none, "Patient")
        assert nothing is not None and (nothing.total, nothing.resources, nothing.tunggal) == (0, (), None)
    many = temuan(found(total=2, entry=[entry("P1"), entry("P2")]), "Patient")
    assert many is not None and (many.total, many.tunggal) == (2, None)


def test_a_page_of_many_is_never_taken_for_the_only_match() -> None:
    paged = temuan(found(total=27, entry=[entry("P1")]), "Patient")
    assert paged is not None and (paged.total, paged.tunggal) == (27, None)


def test_what_was_withheld_counts_but_is_no_match() -> None:
    answer = found(total=1, entry=[{"resource": {"resourceType": "OperationOutcome"}}])
    hidden = temuan(answer, "Condition")
    assert hidden is not None
    assert (hidden.total, hidden.disembunyikan, hidden.tunggal) == (1, 1, None)


def test_strangers_do_not_count() -> None:
    """The server may answer a search it does not understand with an unrelated row."""
    strange = temuan(found(total=1, entry=[entry("x", "Encounter")]), "MedicationDispense")
    assert strange is not None and (strange.total, strange.tunggal) == (0, None)
    mixed = temuan(found(total=2, entry=[entry("x", "Encounter"), entry("P1")]), "Patient")
    assert mixed is not None and mixed.tunggal is not None


@pytest.mark.parametrize("total", [None, "1", True, -3, 0])
def test_a_total_that_says_nothing_is_counted(total: object) -> None:
    one = temuan(found(total=total, entry=[entry("P1")]), "Patient")
    assert one is not None and one.total == 1


@pytest.mark.parametrize(
    "resource",
    [None, {"resourceType": "Patient"}, {"resourceType": "Bundle", "type": "transaction-response"}],
)
def test_what_is_no_searchset_finds_nothing(resource: dict[str, Any] | None) -> None:
    assert temuan(FhirAnswer(Sent.YES, 200, resource=resource), "Patient") is None


@pytest.mark.parametrize("entry", [None, {}, [1, None, "x", {}, {"resource": []}, {"resource": {"id": 3}}]])
def test_odd_entries_are_passed_over(entry: object) -> None:
    result = temuan(found(entry=entry), "Patient")
    assert result is not None and result.resources == ()


def test_an_identifier_is_a_list_or_an_object() -> None:
    one = {"system": "s", "value": "v"}
    assert punya_identifier({"identifier": [{"system": "s", "value": "w"}, one]}, "s", "v")
    assert punya_identifier({"identifier": one}, "s", "v")
    for other in ({}, {"identifier": "v"}, {"identifier": [None]}, {"identifier": {"system": "s"}}):
        assert not punya_identifier(other, "s", "v")


def test_rules_and_versions_of_an_answer() -> None:
    issues = (FhirIssue(rule=10117), FhirIssue(), FhirIssue(rule=10118), FhirIssue(rule=10117))
    meta = {"versionId": "MTc", "lastUpdated": "2026-09-14T01:05:12.345678+00:00"}
    answer = FhirAnswer(Sent.YES, 200, {"meta": meta}, issues)
    assert (answer.rules, answer.version) == ((10117, 10118), "MTc")
    assert answer.last_updated == meta["lastUpdated"]
    for odd in (None, {}, {"meta": 1}, {"meta": {"versionId": 3}}, {"meta": {"versionId": "x" * 300}}):
        assert FhirAnswer(Sent.YES, 200, odd).version == ""


def test_a_token_is_renewed_before_it_ends() -> None:
    hour = KeadaanToken(token="t", diambil=1_000_000, berakhir=4_600_000)
    assert hour.segar(1_000_000) and hour.segar(4_539_999)
    assert not hour.segar(4_540_000) and hour.berlaku(4_599_999)
    assert not hour.berlaku(4_600_000)
    short = KeadaanToken(token="t", diambil=0, berakhir=5_000)
    assert short.segar(4_499) and not short.segar(4_500)
    assert not KeadaanToken(diambil=0, berakhir=5_000).berlaku(0)


def test_the_penalty_ends_even_if_the_clock_is_set_back() -> None:
    held = KeadaanToken(ditahan=10_000_000)
    assert held.tertahan(9_940_000) and not held.tertahan(10_000_000)
    assert not held.tertahan(0)


def test_a_token_does_not_show() -> None:
    assert "rahasia" not in repr(KeadaanToken(token="rahasia"))
