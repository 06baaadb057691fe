"""Searching, with the traps of the real server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from worker.sandbox.envelope import Reply
from worker.sandbox.ledger import now_ms
from worker.sandbox.satusehat import texts
from worker.sandbox.satusehat.identities import (
    NIK,
    NIK_MOTHER,
    Identity,
    Register,
    patient_document,
    practitioner_document,
)
from worker.sandbox.satusehat.outcome import issue, plain, refused
from worker.sandbox.satusehat.store import Stored
from worker.sandbox.service import Call
from worker.sandbox.world import World

_VISIT: Final = ("identifier", "encounter", "subject")
_PERSON: Final = ("identifier", "patient")
# What can be searched by, beside the identifier; the first is the one missed when there is none.
_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    "Organization": ("name", "partof"),
    "Location": ("identifier", "name", "organization"),
    "Encounter": ("identifier", "subject"),
    "MedicationDispense": ("subject", "context", "identifier"),
    "Immunization": _PERSON,
    "AllergyIntolerance": _PERSON,
}
_LINK: Final = {"partof": "partOf", "organization": "managingOrganization"}
_TARGET: Final = {
    "encounter": "Encounter",
    "context": "Encounter",
    "subject": "Patient",
    "patient": "Patient",
    "partof": "Organization",
    "organization": "Organization",
}
_SHORTEST_NAME: Final = 3
_PAGE: Final = "page"


def search(world: World, call: Call, jenis: str, organization: str) -> Reply:
    """Answer `GET /<Type>?…`."""
    if jenis == "Medication":
        return refused(texts.METHOD.format(jenis=jenis), 400, "not-supported")
    if jenis in ("Patient", "Practitioner"):
        return _people(world, call, jenis)
    allowed = _PARAMETERS.get(jenis, _VISIT)
    if jenis == "Organization" and world.switches.fhir_organisasi_identifier:
        allowed = (*allowed, "identifier")
    given = {name: call.query[name] for name in allowed if call.query.get(name)}
    if jenis == "MedicationDispense":
        if not given and call.query.get("encounter"):
            return _bundle(world, call, jenis, _unrelated(world, call.query["encounter"]))
        if "context" in given and "subject" not in given:
            return refused(texts.MISSING_QUERY.format(name="subject"))
    if not given:
        return refused(texts.MISSING_QUERY.format(name=allowed[0]))
    found: list[Stored] | None = None
    for name, value in given.items():
        rows = _rows(world, jenis, name, value, organization)
        ids = {row.id for row in rows}
        found = rows if found is None else [row for row in found if row.id in ids]
    return _bundle(world, call, jenis, found or [])


def _rows(world: World, jenis: str, name: str, value: str, organization: str) -> list[Stored]:
    store = world.satusehat.store
    if name == "identifier":
        system, _, code = value.rpartition("|")
        rows = store.by_identifier(jenis, system, code)
        # Nobody finds the identifiers of another organization.
        rows = [row for row in rows if row.pemilik == organization]
    elif name == "name":
        rows = [row for row in store.of(jenis) if value.lower() in str(row.isi.get("name", "")).lower()]
    else:
        target = _TARGET[name]
        reference = value if value.startswith(f"{target}/") else f"{target}/{value}"
        rows = store.by_link(jenis, _LINK.get(name, name), reference)
    return [row for row in rows if _visible(world, row)]


def _visible(world: World, row: Stored) -> bool:
    """Whether the index has caught up with a resource."""
    switches = world.switches
    waited = world.satusehat.store.requests - row.permintaan > switches.fhir_indeks_permintaan
    return waited and now_ms() - row.waktu >= switches.fhir_indeks_ms


def _unrelated(world: World, encounter: str) -> list[Stored]:
    """`?encounter=` is not looked at here: the answer is some row, and seldom the right one."""
    own = encounter if encounter.startswith("Encounter/") else f"Encounter/{encounter}"
    rows = world.satusehat.store.of("MedicationDispense")
    strange = [row for row in rows if row.isi.get("context", {}).get("reference") != own]
    return (strange or rows)[:1]


def _people(world: World, call: Call, jenis: str) -> Reply:
    identities = world.satusehat.identities
    patient = jenis == "Patient"
    register = identities.patients if patient else identities.practitioners
    show: Callable[[Identity], dict[str, Any]] = patient_document if patient else practitioner_document
    query = call.query
    system, _, value = query.get("identifier", "").rpartition("|")
    if system == NIK:
        found: Iterable[Identity] = register.by_nik(value)
    elif system == NIK_MOTHER and patient:
        found = [entry for entry in register if value and entry.nik_ibu == value]
    elif query.get("name") and query.get("birthdate") and query.get("gender"):
        if len(query["name"]) < _SHORTEST_NAME:
            return refused(texts.MISSING_QUERY.format(name=texts.NAME_TOO_SHORT))
        found = _by_demographics(register, query)
    else:
        wanted = ("name", "birthdate", "gender") if query.get("name") else ("identifier",)
        missing = next((name for name in wanted if not query.get(name)), "identifier")
        return refused(texts.MISSING_QUERY.format(name=missing))
    return _searchset(world, call, jenis, [show(entry) for entry in found])


def _by_demographics(register: Register, query: Mapping[str, str]) -> list[Identity]:
    return [
        entry
        for entry in register
        if query["name"].lower() in entry.nama.lower()
        and entry.lahir == query["birthdate"]
        and entry.gender == query["gender"]
    ]


def _bundle(world: World, call: Call, jenis: str, rows: Iterable[Stored]) -> Reply:
    return _searchset(world, call, jenis, [row.document() for row in rows])


def _searchset(world: World, call: Call, jenis: str, documents: list[dict[str, Any]]) -> Reply:
    hidden = jenis in world.switches.fhir_tanpa_persetujuan.split(",")
    size, total = world.switches.fhir_halaman or len(documents), len(documents)
    asked = [(name, value) for name, value in call.query.multi_items() if name != _PAGE]
    number = call.query.get(_PAGE, "1")
    page = int(number) if number.isascii() and number.isdigit() else 1
    more = page * size < total
    documents = documents[(page - 1) * size : page * size]
    entries = [
        {"resource": _suppressed(jenis, str(document["id"]))}
        if hidden
        else {
            "fullUrl": f"{call.base}/{jenis}/{document['id']}",
            "resource": document,
            "search": {"mode": "match"},
        }
        for document in documents
    ]
    pages = [("first", 1), ("self", page), ("next", page + 1)][0 if size < total else 1 : 3 if more else 2]
    bundle: dict[str, Any] = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": total,
        "link": [{"relation": name, "url": _url(call, jenis, asked, number)} for name, number in pages],
    }
    if entries:
        bundle["entry"] = entries
    return plain(200, bundle)


def _url(call: Call, jenis: str, asked: Iterable[tuple[str, str]], page: int) -> str:
    pairs = [*asked, *([(_PAGE, str(page))] if page > 1 else [])]
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in pairs)
    return f"{call.base}/{jenis}/?{query}"


def _suppressed(jenis: str, id: str) -> dict[str, Any]:
    text = texts.NO_CONSENT.format(jenis=jenis, id=id)
    made = issue(texts.CONSENT, "suppressed", diagnostics=text, severity="warning")
    return {"resourceType": "OperationOutcome", "issue": [made]}
