"""The store, the registers and the patches of the simulated SatuSehat, by properties."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.sandbox.satusehat.identities import Identity, patient_document, practitioner_document
from worker.sandbox.satusehat.patch import PatchError, apply
from worker.sandbox.satusehat.paths import MISSING, each, first
from worker.sandbox.satusehat.rulebook import IDENTIFIERS, RULES
from worker.sandbox.satusehat.store import Store, identifiers, references, version_id

VALUES = st.sampled_from(["a", "b", "c"])
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "identifier": st.lists(
            st.builds(lambda system, value: {"system": system, "value": value}, VALUES, VALUES), max_size=2
        )
        | st.builds(lambda value: {"system": "a", "value": value}, VALUES),
        "subject": st.builds(lambda value: {"reference": f"Patient/{value}"}, VALUES),
        "encounter": st.builds(lambda value: {"reference": f"Encounter/{value}"}, VALUES),
    },
)
STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 20), BODIES, VALUES), max_size=15)


@given(STEPS)
def test_whatever_is_written_is_found_and_nothing_else(
    steps: list[tuple[bool, int, dict[str, Any], str]],
) -> None:
    store = Store()
    rows: dict[str, tuple[dict[str, Any], str]] = {}
    versions: list[int] = []
    for change, number, body, owner in steps:
        id = str(number % max(len(rows), 1)) if change and rows else str(len(rows))
        old = store.get("Observation", id)
        if old is None:
            versions.append(store.insert("Observation", id, body, owner).versi)
            rows[id] = (body, owner)
        else:
            versions.append(store.update(old, body, "ubah").versi)
            rows[id] = (body, rows[id][1])
    assert versions == sorted(set(versions))
    for system in "abc":
        for value in "abc":
            wanted = {id for id, (body, _) in rows.items() if (system, value) in identifiers(body)}
            assert {row.id for row in store.by_identifier("Observation", system, value)} == wanted
    for name, kind in (("subject", "Patient"), ("encounter", "Encounter")):
        for value in "abc":
            reference = f"{kind}/{value}"
            wanted = {id for id, (body, _) in rows.items() if body.get(name) == {"reference": reference}}
            assert {row.id for row in store.by_link("Observation", name, reference)} == wanted
    for id, (body, owner) in rows.items():
        own = sorted(identifiers(body))
        twins = {
            other
            for other, (theirs, whose) in rows.items()
            if other != id and whose == owner and own and sorted(identifiers(theirs)) == own
        }
        twin = store.twin("Observation", body, owner, but=id)
        assert (twin.id in twins) if twin else not twins
    writes = store.page(brief=False)["tulis"]
    assert isinstance(writes, list)
    assert [row["urut"] for row in writes] == list(range(1, len(steps) + 1))


@given(STEPS)
def test_the_books_name_everything_that_is_there_twice(
    steps: list[tuple[bool, int, dict[str, Any], str]],
) -> None:
    store = Store()
    for number, (_, _, body, owner) in enumerate(steps):
        store.insert("Observation", str(number), body, owner)
    seen: dict[str, int] = {}
    for _, _, body, owner in steps:
        own = sorted(identifiers(body))
        key = json.dumps([owner, own or body], sort_keys=True)
        seen[key] = seen.get(key, 0) + 1
    double = store.page(brief=True)["ganda"]
    assert isinstance(double, list)
    assert len(double) == sum(count > 1 for count in seen.values())


@given(st.integers(1_500_000_000, 4_000_000_000), st.integers(0, 999_999))
def test_versions_of_one_age_are_of_one_length(seconds: int, micros: int) -> None:
    version = version_id(seconds * 10**9 + micros * 1000)
    assert len(version) == 26 and version.isalnum()


@given(st.text("0123456789", min_size=16, max_size=16), st.text("XYZ ", max_size=20))
def test_no_register_gives_a_number_away(nik: str, name: str) -> None:
    for document in (
        patient_document(Identity("P1", nik, name, "male", "1990-01-01")),
        patient_document(Identity("P1", "", name, "male", "1990-01-01", nik_ibu=nik)),
        practitioner_document(Identity("1", nik, name, "male", "1990-01-01")),
    ):
        shown = json.dumps(document)
        assert nik not in shown and "1990" not in shown and "male" not in shown


def test_values_along_a_path() -> None:
    body = {"a": [{"b": {"c": 1}}, {"b": {}}, {}], "d": None, "e": []}
    assert list(each(body, "a.b.c")) == [("a[0].b.c", 1), ("a[1].b.c", MISSING), ("a[2].b.c", MISSING)]
    assert [list(each(body, path)) for path in ("d", "e", "f.g")] == [
        [("d", MISSING)],
        [("e", MISSING)],
        [("f.g", MISSING)],
    ]
    assert first(body, "a.b.c") == 1


def test_references_are_found_at_any_depth() -> None:
    body = {"a": {"reference": "A/1"}, "b": [{"c": [{"reference": "B/2", "x": {"reference": 3}}]}]}
    assert list(references(body)) == ["A/1", "B/2"]


def test_the_rulebook_names_no_rule_twice_for_different_types() -> None:
    owners: dict[int, set[str]] = {}
    for jenis, rules in RULES.items():
        for rule in rules:
            owners.setdefault(rule.nomor, set()).add(jenis)
    for jenis, (number, _, _) in IDENTIFIERS.items():
        owners.setdefault(number, set()).add(jenis)
    owners.pop(0)
    assert {number: kinds for number, kinds in owners.items() if len(kinds) > 1} == {}


DOCUMENT: dict[str, Any] = {"a": {"b": [1, 2]}, "x/y": 3, "m~n": 4}


@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ({"op": "replace", "path": "/a/b/1", "value": 9}, {"a": {"b": [1, 9]}}),
        ({"op": "add", "path": "/a/b/-", "value": 9}, {"a": {"b": [1, 2, 9]}}),
        ({"op": "add", "path": "/a/b/0", "value": 9}, {"a": {"b": [9, 1, 2]}}),
        ({"op": "add", "path": "/a/b/2", "value": 9}, {"a": {"b": [1, 2, 9]}}),
        ({"op": "add", "path": "/a/c", "value": None}, {"a": {"b": [1, 2], "c": None}}),
        ({"op": "replace", "path": "/x~1y", "value": 9}, {"x/y": 9}),
        ({"op": "replace", "path": "/m~0n", "value": 9}, {"m~n": 9}),
        ({"op": "test", "path": "/a/b", "value": [1, 2]}, {}),
    ],
)
def test_patches(operation: dict[str, Any], result: dict[str, Any]) -> None:
    before = copy.deepcopy(DOCUMENT)
    assert apply(DOCUMENT, [operation]) == DOCUMENT | result
    assert before == DOCUMENT


@given(
    st.sampled_from(["replace", "add", "test", "remove", "move", ""]),
    st.lists(st.sampled_from(["a", "b", "0", "1", "2", "9", "-", "x~1y", "", "01"]), max_size=4),
    st.integers(0, 3),
)
def test_no_patch_breaks_the_server_or_the_original(op: str, path: list[str], value: int) -> None:
    before = copy.deepcopy(DOCUMENT)
    operation = {"op": op, "path": "".join(f"/{part}" for part in path), "value": value}
    try:
        changed = apply(DOCUMENT, [operation])
    except PatchError:
        changed = before
    assert before == DOCUMENT
    assert op in ("replace", "add") or changed == before
