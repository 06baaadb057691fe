"""What the services of SatuSehat say: FHIR resources with sorted keys, and outcomes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response

from worker.sandbox import breakage
from worker.sandbox.envelope import Reply, Style
from worker.sandbox.faults import Fault
from worker.sandbox.satusehat import texts
from worker.sandbox.world import World


def issue(
    text: str, code: str = "value", expression: str = "", diagnostics: str = "", severity: str = "error"
) -> dict[str, Any]:
    """Make one issue of an OperationOutcome."""
    made: dict[str, Any] = {"severity": severity, "code": code, "details": {"text": text}}
    if expression:
        made["expression"] = [expression]
    if diagnostics:
        made["diagnostics"] = diagnostics
    return made


def outcome(
    http: int, issues: Sequence[Mapping[str, Any]], headers: Mapping[str, str] | None = None
) -> Reply:
    """Answer with an OperationOutcome."""
    document = {"resourceType": "OperationOutcome", "text": {"status": "generated"}, "issue": list(issues)}
    return Reply(http, "OperationOutcome", document, headers=headers or {})


def refused(text: str, http: int = 400, code: str = "value") -> Reply:
    """Answer with an OperationOutcome of one issue."""
    return outcome(http, [issue(text, code)])


def not_found(jenis: str, id: str) -> Reply:
    """Answer 404 as the store does for every type."""
    text = texts.NO_STORE.format(jenis=jenis, id=id)
    return outcome(404, [issue("storage_error", "no-store", diagnostics=text)])


def plain(http: int, document: object) -> Reply:
    """Answer with a document as it is."""
    return Reply(http, "OK", document)


def unauthorized(world: World) -> Reply:
    """Answer 401 in the shape the switch says; which one the real gateway uses is not known."""
    match world.switches.fhir_401:
        case "outcome":
            return outcome(401, [issue(texts.NOT_AUTHENTICATED, severity="invalid")])
        case "kosong":
            return Reply(401, "Unauthorized", empty=True)
        case _:
            fault = {
                "faultstring": texts.INVALID_TOKEN,
                "detail": {"errorcode": texts.INVALID_TOKEN_CODE},
            }
            return Reply(401, "Unauthorized", {"fault": fault})


def render(_world: World, _headers: Headers, reply: Reply, _style: Style) -> Response:
    """Write a reply as JSON with its keys in alphabetical order."""
    status = reply.http or reply.code
    headers = {"X-Request-Id": str(uuid.uuid4()), **reply.headers}
    if reply.text is not None:
        return PlainTextResponse(reply.text, status, headers)
    if reply.empty or status == 204:
        return Response(status_code=status, headers=headers)
    body = json.dumps(reply.response, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Response(body, status, headers, media_type="application/json")


def altered(fault: Fault, reply: Reply) -> Reply | Response:
    """Return what is sent instead of ``reply`` under a fault that leaves the connection whole."""
    match fault.jenis:
        case "sandi_kedaluwarsa":
            return outcome(401, [issue(fault.pesan or texts.NOT_AUTHENTICATED, severity="invalid")])
        case "kode":
            code = "exception" if fault.kode >= 500 else "value"
            return refused(fault.pesan or texts.INTERNAL, fault.http or fault.kode, code)
        case "201_null":
            return _nameless(reply)
        case _:
            return breakage.altered(fault, reply)


def _nameless(reply: Reply) -> Reply:
    """A create without its id."""
    document = reply.response
    if not isinstance(document, dict) or document.get("resourceType") in (None, "OperationOutcome"):
        return reply
    bare = {name: value for name, value in document.items() if name not in ("id", "meta")}
    return Reply(reply.code, reply.message, bare, headers=reply.headers)
