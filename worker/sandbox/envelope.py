"""The two envelopes of BPJS: `metaData` with the HTTP status as code, `metadata` with HTTP 200."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.responses import Response

from worker.sandbox import codec
from worker.sandbox.settings import Settings

_JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one service wraps its answers."""

    envelope: str
    other: str
    http_is_code: bool


PCARE: Final = Dialect("metaData", "metadata", http_is_code=True)
ANTREAN: Final = Dialect("metadata", "metaData", http_is_code=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service has to say to one request, before it is put into an envelope.

    ``response`` is plain data; ``sealed`` has it travel encrypted. ``bare`` leaves the `response`
    member out, ``empty`` the whole body. ``http`` overrules the status the dialect would choose.
    ``text`` is sent as plain text in place of everything else, ``headers`` beside the usual ones; both are
    for services that have no envelope, whose ``response`` is the whole body.
    """

    code: int
    message: str | None = "OK"
    response: object = None
    sealed: bool = False
    bare: bool = False
    empty: bool = False
    http: int | None = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def status(self, dialect: Dialect) -> int:
        """Return the HTTP status this reply has in a dialect."""
        if self.http is not None:
            return self.http
        return self.code if dialect.http_is_code else 200

    def document(self) -> dict[str, object]:
        """Return the reply unsealed, for the request log."""
        head: dict[str, object] = {"code": self.code, "message": self.message}
        return head if self.bare or self.empty else head | {"response": self.response}


@dataclass(frozen=True, slots=True)
class Style:
    """The accidents of one envelope: unsealed, code as text, key spelled as the other service does."""

    plain: bool = False
    code_as_text: bool = False
    other_key: bool = False


def ok(response: object) -> Reply:
    """Answer 200 with sealed data."""
    return Reply(200, "OK", response, sealed=True)


def created(response: object) -> Reply:
    """Answer 201 CREATED with sealed data."""
    return Reply(201, "CREATED", response, sealed=True)


def no_content() -> Reply:
    """Answer 204 with an empty body."""
    return Reply(204, "NO_CONTENT", empty=True)


def refused(*items: tuple[str, str]) -> Reply:
    """Answer 412 with its list of `{field, message}`."""
    return Reply(412, "PRECONDITION_FAILED", [{"field": field, "message": text} for field, text in items])


def rejected(message: str, code: int = 201) -> Reply:
    """Answer as Antrean FKTP says no: a code that is not 200, a sentence, nothing else."""
    return Reply(code, message, bare=True)


def render(reply: Reply, dialect: Dialect, style: Style, settings: Settings, timestamp: str) -> Response:
    """Put a reply into its envelope, sealed with the timestamp of the request it answers."""
    status = reply.status(dialect)
    # These two statuses have no body on the wire, whatever the service wanted to say.
    if reply.empty or status in (204, 304):
        return Response(status_code=status)
    code: int | str = str(reply.code) if style.code_as_text else reply.code
    head = {"message": reply.message, "code": code}
    body: dict[str, object] = {}
    if not reply.bare and (reply.response is not None or dialect is PCARE):
        body["response"] = reply.response
        if reply.sealed and not style.plain:
            body["response"] = codec.encrypt(
                dump(reply.response), settings.cons_id, settings.secret_key, timestamp
            )
    body[dialect.other if style.other_key else dialect.envelope] = head
    return Response(dump(body), status_code=status, media_type=_JSON)


def dump(value: object) -> str:
    """Write JSON without white space and without escaping letters, as the services do."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
