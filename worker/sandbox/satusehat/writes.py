"""Creating, replacing and patching resources of the FHIR store, one by one or in a Bundle."""

from __future__ import annotations

import copy
import re
import uuid
from collections.abc import Mapping
from typing import Any, Final

from worker.sandbox.envelope import Reply
from worker.sandbox.satusehat import texts
from worker.sandbox.satusehat.outcome import issue, not_found, outcome, plain, refused
from worker.sandbox.satusehat.patch import PatchError, apply
from worker.sandbox.satusehat.rulebook import TYPES
from worker.sandbox.satusehat.rules import Issue, check, check_references
from worker.sandbox.satusehat.store import Stored, last_updated, version_id
from worker.sandbox.service import Call
from worker.sandbox.world import World

_URN: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def allowed(world: World, jenis: str) -> Reply | None:
    """Refuse a type that the client's access class does not have."""
    kinds = [kind for kind in world.switches.fhir_kelas_akses.split(",") if kind]
    if kinds and jenis not in kinds:
        return refused(texts.NOT_ALLOWED.format(jenis=jenis), 403, "forbidden")
    return None


def create(world: World, call: Call, jenis: str, organization: str) -> Reply:
    """Answer `POST /<Type>`: 201 with the stored resource."""
    said = allowed(world, jenis) or _unfit(world, jenis, call.body, organization)
    if said is not None:
        return said
    record = world.satusehat.store.insert(jenis, str(uuid.uuid4()), call.body, organization)
    return plain(201, record.document())


def replace(world: World, call: Call, jenis: str, organization: str) -> Reply:
    """Answer `PUT /<Type>/<id>`: 200 with the stored resource."""
    record = world.satusehat.store.get(jenis, call.params["id"])
    if record is None or record.pemilik != organization:
        return not_found(jenis, call.params["id"])
    if call.body.get("id") != record.id:
        return refused(texts.ID_DIFFERS)
    said = allowed(world, jenis) or _unfit(world, jenis, call.body, organization, record.id)
    if said is not None:
        return said
    return plain(200, world.satusehat.store.update(record, call.body, "ubah").document())


def patch(world: World, call: Call, jenis: str, organization: str) -> Reply:
    """Answer `PATCH /<Type>/<id>`: 200 with the stored resource."""
    record = world.satusehat.store.get(jenis, call.params["id"])
    if record is None or record.pemilik != organization:
        return not_found(jenis, call.params["id"])
    try:
        changed = apply({**record.isi, "resourceType": jenis, "id": record.id}, call.body)
    except PatchError as problem:
        return refused(str(problem))
    said = allowed(world, jenis) or _unfit(world, jenis, changed, organization, record.id)
    if said is not None:
        return said
    return plain(200, world.satusehat.store.update(record, changed, "tambal").document())


def transaction(world: World, call: Call, organization: str) -> Reply:
    """Answer `POST` to the base itself: a transaction, written as a whole or not at all."""
    body = call.body
    entries = body.get("entry")
    if (
        body.get("resourceType") != "Bundle"
        or body.get("type") != "transaction"
        or not isinstance(entries, list)
    ):
        return refused(texts.BAD_JSON)
    issues: list[Issue] = []
    planned: dict[str, tuple[str, str]] = {}
    steps: list[tuple[str, dict[str, Any], Stored | None]] = []
    for entry in entries:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        jenis = resource.get("resourceType") if isinstance(resource, dict) else None
        if not isinstance(resource, dict) or jenis not in TYPES or jenis in ("Patient", "Practitioner"):
            nested = jenis == "Bundle"
            issues.append(issue(texts.NESTED_BUNDLE if nested else texts.METHOD.format(jenis=jenis)))
            continue
        said = allowed(world, jenis)
        if said is not None:
            return said
        url = str(entry.get("fullUrl", ""))
        if not _URN.fullmatch(url):
            issues.append(issue(texts.FULL_URL.format(value=url)))
        asked = entry.get("request") if isinstance(entry.get("request"), dict) else {}
        old = None
        if asked.get("method") == "PUT":
            old = world.satusehat.store.get(jenis, str(asked.get("url", "")).rpartition("/")[2])
            if old is None or old.pemilik != organization:
                issues.append(issue(texts.NO_STORE.format(jenis=jenis, id=asked.get("url"))))
        planned[url] = (jenis, old.id if old else str(uuid.uuid4()))
        steps.append((url, resource, old))
    targets = set(planned.values())

    def exists(jenis: str, id: str) -> bool:
        return (jenis, id) in targets or world.satusehat.exists(jenis, id)

    ready = [(url, _resolved(resource, planned), old) for url, resource, old in steps]
    for url, resource, old in ready:
        jenis, id = planned[url]
        issues += check(world, jenis, resource, organization)
        issues += check_references(resource, exists) if world.switches.fhir_rujukan else []
        if world.satusehat.store.twin(jenis, resource, organization, but=id if old else ""):
            issues.append(issue(texts.DUPLICATE.format(jenis=jenis), "duplicate"))
    if issues:
        return outcome(400, issues)
    made = [_step(world, call, *planned[url], resource, old, organization) for url, resource, old in ready]
    return plain(200, {"resourceType": "Bundle", "type": "transaction-response", "entry": made})


def _step(
    world: World,
    call: Call,
    jenis: str,
    id: str,
    resource: Mapping[str, Any],
    old: Stored | None,
    organization: str,
) -> dict[str, Any]:
    store = world.satusehat.store
    record = store.update(old, resource, "ubah") if old else store.insert(jenis, id, resource, organization)
    version = version_id(record.versi)
    return {
        "response": {
            "status": "200 OK" if old else "201 Created",
            "location": f"{call.base}/{jenis}/{record.id}/_history/{version}",
            "etag": f'W/"{version}"',
            "lastModified": last_updated(record.versi),
            "resourceType": jenis,
            "resourceID": record.id,
        }
    }


def _resolved(value: Any, planned: Mapping[str, tuple[str, str]]) -> Any:
    """Return a copy whose references to entries of the Bundle are those of the store."""
    if isinstance(value, dict):
        return {
            name: "/".join(planned[item])
            if name == "reference" and item in planned
            else _resolved(item, planned)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_resolved(item, planned) for item in value]
    return copy.deepcopy(value)


def _unfit(world: World, jenis: str, resource: object, organization: str, id: str = "") -> Reply | None:
    """Refuse what the processor or the store does not take; everything that is wrong is told at once."""
    if not isinstance(resource, dict):
        return refused(texts.BAD_JSON)
    if resource.get("resourceType") != jenis:
        return refused(texts.TYPE_DIFFERS)
    issues = check(world, jenis, resource, organization)
    strays = check_references(resource, world.satusehat.exists) if world.switches.fhir_rujukan else []
    store = world.satusehat.store
    if strays:
        store.history[f"{jenis}.induk_belum_ada"] += 1
    if issues or strays:
        store.history[f"{jenis}.ditolak"] += 1
        # The store is not asked about what the processor refuses.
        return outcome(400, issues or strays)
    if world.switches.fhir_duplikat != "terima" and store.twin(jenis, resource, organization, but=id):
        store.history[f"{jenis}.ditolak_ganda"] += 1
        plainly = world.switches.fhir_duplikat == "dokumen"
        text = (texts.DUPLICATE_PLAIN if plainly else texts.DUPLICATE).format(jenis=jenis)
        return refused(text, code="duplicate")
    return None
