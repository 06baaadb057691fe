"""The token server and the FHIR server, as route tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers

from worker.sandbox.envelope import Reply
from worker.sandbox.satusehat import patients, search, texts, writes
from worker.sandbox.satusehat.identities import practitioner_document
from worker.sandbox.satusehat.outcome import (
    altered,
    issue,
    not_found,
    outcome,
    plain,
    refused,
    render,
    unauthorized,
)
from worker.sandbox.satusehat.rulebook import TYPES
from worker.sandbox.service import Call, Operation, Service
from worker.sandbox.world import World

_NAME: Final = "satusehat"
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = ("application/json", "application/fhir+json", "application/json-patch+json")

Write = Callable[[World, Call, str, str], Reply]


def bearer(world: World, headers: Headers) -> Reply | None:
    """Check the token of a request; ``None`` lets it pass."""
    client = world.satusehat.tokens.holder(headers.get("authorization", ""))
    return unauthorized(world) if client is None else None


def _organization(world: World, call: Call) -> str:
    client = world.satusehat.tokens.holder(call.headers.get("authorization", ""))
    # A token may end between the guard and here.
    return client.organization_id if client else ""


# The token server


def _form(_world: World, headers: Headers, text: str) -> dict[str, str] | Reply:
    if headers.get("content-type", "").partition(";")[0].strip() != _FORM:
        return {}
    return dict(parse_qsl(text))


def _token(world: World, call: Call) -> Reply:
    switches = world.switches
    given = None
    # The grant is asked for in the query; one in the body is not looked at.
    if call.query.get("grant_type") == "client_credentials":
        given = world.satusehat.tokens.ask(
            call.body.get("client_id", ""),
            call.body.get("client_secret", ""),
            switches.token_umur_detik,
            switches.token_hukuman_detik,
        )
    if given is None:
        return outcome(401, [issue(texts.NOT_AUTHENTICATED, severity="invalid")])
    return plain(200, given)


def _open(_world: World, _headers: Headers) -> None:
    return None


def _no_path(_world: World, _path: str) -> Reply:
    fault = {
        "faultstring": "Unable to identify proxy for host",
        "detail": {"errorcode": "messaging.adaptors.http.flow.ApplicationNotFound"},
    }
    return Reply(404, "Not Found", {"fault": fault})


TOKENS: Final = Service(
    name=_NAME,
    bases=("/oauth2/v1",),
    operations=(Operation("token", "POST", "/accesstoken", _token),),
    guard=_open,
    read=_form,
    render=render,
    unknown=_no_path,
    altered=altered,
)


# The FHIR server


def _body(_world: World, headers: Headers, text: str) -> Any:
    if headers.get("content-type", "").partition(";")[0].strip() not in _JSON:
        return refused(texts.BAD_JSON)
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return refused(texts.BAD_JSON)
    return body if isinstance(body, (dict, list)) else refused(texts.BAD_JSON)


def _create(jenis: str) -> Callable[[World, Call], Reply]:
    def handle(world: World, call: Call) -> Reply:
        if jenis == "Practitioner":
            return refused(texts.NO_PERMISSION, 403, "forbidden")
        if not isinstance(call.body, dict):
            return refused(texts.BAD_JSON)
        if jenis != "Patient":
            return writes.create(world, call, jenis, _organization(world, call))
        refusal = writes.allowed(world, jenis)
        return refusal or patients.create(world, call, _organization(world, call))

    return _counted(handle)


def _read(jenis: str) -> Callable[[World, Call], Reply]:
    def handle(world: World, call: Call) -> Reply:
        id = call.params["id"]
        if jenis == "Patient":
            return patients.read(world, call)
        if jenis == "Practitioner":
            entry = world.satusehat.identities.practitioners.get(id)
            return plain(200, practitioner_document(entry)) if entry else not_found(jenis, id)
        if jenis == "Organization" and id in world.satusehat.roots:
            root = {"active": True, "id": id, "name": world.settings.nama, "resourceType": jenis}
            return plain(200, root)
        record = world.satusehat.store.get(jenis, id)
        if record is None:
            return not_found(jenis, id)
        if record.pemilik != _organization(world, call):
            return refused(texts.BUSINESS_RULE, 403, "forbidden")
        return plain(200, record.document())

    return _counted(handle)


def _search(jenis: str) -> Callable[[World, Call], Reply]:
    return _counted(lambda world, call: search.search(world, call, jenis, _organization(world, call)))


def _change(jenis: str, write: Write) -> Callable[[World, Call], Reply]:
    def handle(world: World, call: Call) -> Reply:
        body = call.body
        if jenis == "Patient" and write is writes.patch:
            return patients.patch(world, call)
        if jenis in ("Patient", "Practitioner"):
            return _no_method(jenis)
        if write is writes.replace and not isinstance(body, dict):
            return refused(texts.BAD_JSON)
        return write(world, call, jenis, _organization(world, call))

    return _counted(handle)


def _no_method(jenis: str) -> Reply:
    return refused(texts.METHOD.format(jenis=jenis), 405, "not-supported")


def _transaction(world: World, call: Call) -> Reply:
    if not isinstance(call.body, dict):
        return refused(texts.BAD_JSON)
    return writes.transaction(world, call, _organization(world, call))


def _counted(handle: Callable[[World, Call], Reply]) -> Callable[[World, Call], Reply]:
    """Count the requests by which the index lags."""

    def counting(world: World, call: Call) -> Reply:
        world.satusehat.store.requests += 1
        return handle(world, call)

    return counting


def _operations(jenis: str) -> tuple[Operation, ...]:
    one = f"/{jenis}/{{id}}"
    return (
        Operation(f"{jenis}.tambah", "POST", f"/{jenis}", _create(jenis)),
        Operation(f"{jenis}.cari", "GET", f"/{jenis}", _search(jenis)),
        # As the server's own links have it.
        Operation(f"{jenis}.cari", "GET", f"/{jenis}/", _search(jenis)),
        Operation(f"{jenis}.baca", "GET", one, _read(jenis)),
        Operation(f"{jenis}.ubah", "PUT", one, _change(jenis, writes.replace)),
        Operation(f"{jenis}.tambal", "PATCH", one, _change(jenis, writes.patch)),
        Operation(f"{jenis}.hapus", "DELETE", one, lambda _world, _call: _no_method(jenis)),
    )


FHIR: Final = Service(
    name=_NAME,
    bases=("/fhir-r4/v1",),
    operations=(
        Operation("Bundle.tambah", "POST", "", _counted(_transaction)),
        *(operation for jenis in TYPES for operation in _operations(jenis)),
    ),
    guard=bearer,
    read=_body,
    render=render,
    unknown=_no_path,
    altered=altered,
)
