"""One call to SatuSehat and what came back, as plain records.

The client fills the answer in; :mod:`shared.domain.satusehat_vonis` judges it. Nothing here does I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from shared.domain.answers import Problem, Sent

_TYPE: Final = re.compile(r"[A-Z][A-Za-z]{1,63}")
_ID: Final = re.compile(r"[A-Za-z0-9.\-]{1,64}")


@dataclass(frozen=True, slots=True)
class FhirRequest:
    """One call as it will be sent, without its headers; made by the functions below.

    ``path`` is relative to the FHIR base address, its query percent-encoded; ``body`` is the exact JSON text.
    ``id`` is the remote id of a read, replace or patch. ``cari`` marks a search.
    """

    method: str
    jenis: str
    path: str
    body: str = ""
    id: str = ""
    cari: bool = False

    @property
    def writes(self) -> bool:
        """Whether the call changes something on the other side."""
        return self.method != "GET"

    @property
    def repeatable(self) -> bool:
        """Whether the call may be sent again although an earlier one may have arrived: reads and replaces."""
        return self.method in ("GET", "PUT")

    @property
    def log_path(self) -> str:
        """The path as logs may hold it: a search says by what it searches, never for whom."""
        path, _, query = self.path.partition("?")
        names = [part.partition("=")[0] for part in query.split("&") if part]
        return f"{path}?{'&'.join(names)}" if names else path


def create(jenis: str, body: str) -> FhirRequest:
    """Make the POST of a new resource (a Bundle goes to the base itself); ValueError for a bad type."""
    return FhirRequest("POST", _type(jenis), "" if jenis == "Bundle" else jenis, body)


def replace(jenis: str, id: str, body: str) -> FhirRequest:
    """Make the PUT of a whole resource; raises ValueError for a type or id that cannot be one."""
    return FhirRequest("PUT", _type(jenis), f"{jenis}/{_id(id)}", body, id)


def patch(jenis: str, id: str, body: str) -> FhirRequest:
    """Make the PATCH of a resource; *body* is a JSON Patch array. Raises ValueError as :func:`replace`."""
    return FhirRequest("PATCH", _type(jenis), f"{jenis}/{_id(id)}", body, id)


def read(jenis: str, id: str) -> FhirRequest:
    """Make the GET of one resource; raises ValueError as :func:`replace`."""
    return FhirRequest("GET", _type(jenis), f"{jenis}/{_id(id)}", id=id)


def search(jenis: str, params: Mapping[str, str] | Iterable[tuple[str, str]]) -> FhirRequest:
    """Make a search; names and values are percent-encoded, ``|`` too. Raises ValueError for a bad type."""
    pairs = params.items() if isinstance(params, Mapping) else params
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    return FhirRequest("GET", _type(jenis), f"{jenis}?{query}" if query else jenis, cari=True)


def _type(jenis: str) -> str:
    if not _TYPE.fullmatch(jenis):
        raise ValueError("not a FHIR resource type")
    return jenis


def _id(id: str) -> str:
    if not valid_id(id):
        raise ValueError("not a FHIR id")
    return id


def valid_id(id: object) -> bool:
    """Tell whether *id* can be a resource's id (FHIR R4 ``id``: 1 to 64 letters, digits, ``-`` and ``.``)."""
    # A path of dots would climb out of its type.
    return isinstance(id, str) and _ID.fullmatch(id) is not None and id.strip(".") != ""


@dataclass(frozen=True, slots=True)
class FhirIssue:
    """One entry of FHIR R4 OperationOutcome ``issue``, cleaned.

    ``code`` is ``issue.code`` in lower case, ``text`` is ``details.text``, ``rule`` the number behind
    *RuleNumber:* in it, ``expression`` the paths in ``expression`` (or in ``location``).
    """

    severity: str = ""
    code: str = ""
    text: str = ""
    rule: int | None = None
    expression: tuple[str, ...] = ()
    diagnostics: str = ""

    @property
    def words(self) -> str:
        """What the issue says: its text, else its diagnostics."""
        return self.text or self.diagnostics


@dataclass(frozen=True, slots=True)
class FhirAnswer:
    """The outcome of one call.

    ``document`` is the JSON of the body whatever its shape; ``resource`` is it when it is a FHIR resource
    (a search gives its Bundle) and not an OperationOutcome, whose entries are ``issues``. ``success`` is the
    verdict of a ``{success, message}`` body, which comes with HTTP 200 too. ``message`` is the first that
    speaks of ``details.text``, ``diagnostics``, ``message``, ``detail[].msg``, ``faultstring`` and a plain
    text; never the text of an HTML page. ``remote_id`` is the id a write was answered with.

    ``raw`` is the body as received, cut at 256 KiB; everything else that is text has been cleaned.
    ``retry_after`` is in seconds. Times are Unix milliseconds, ``drift`` is our clock minus the ``Date``
    header, in seconds.

    ``token`` is true when there was no token to send the call with: then nothing was sent, ``http`` and the
    texts are those of the token server, and ``held_until`` (Unix milliseconds) is when the next token may be
    asked for. ``refused`` tells that the refusal is about the credentials and not a disturbance.
    """

    sent: Sent
    http: int | None = None
    resource: dict[str, Any] | None = None
    issues: tuple[FhirIssue, ...] = ()
    success: bool | None = None
    message: str = ""
    remote_id: str = ""
    document: Any = None
    raw: str = ""
    problem: Problem | None = None
    detail: str = ""
    request_id: str = ""
    retry_after: float | None = None
    token: bool = False
    refused: bool = False
    held_until: int | None = None
    started: int = 0
    finished: int = 0
    drift: float | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def rules(self) -> tuple[int, ...]:
        """The rule numbers of all issues, each once, in their order."""
        return tuple(dict.fromkeys(issue.rule for issue in self.issues if issue.rule is not None))

    @property
    def version(self) -> str:
        """``meta.versionId`` of the resource, or ``""``."""
        return self._meta("versionId")

    @property
    def last_updated(self) -> str:
        """``meta.lastUpdated`` of the resource as it came, or ``""``."""
        return self._meta("lastUpdated")

    def _meta(self, name: str) -> str:
        meta = (self.resource or {}).get("meta")
        value = meta.get(name) if isinstance(meta, dict) else None
        return value if isinstance(value, str) and len(value) <= 200 else ""


@dataclass(frozen=True, slots=True)
class Temuan:
    """What a search found: FHIR R4 Bundle of type ``searchset``.

    ``total`` is what the server says there is, ``resources`` what this page holds, ``disembunyikan`` how many
    entries were withheld for consent or privacy.
    """

    total: int
    resources: tuple[dict[str, Any], ...]
    disembunyikan: int = 0

    @property
    def tunggal(self) -> dict[str, Any] | None:
        """The only match, or ``None`` when there is none, several, or one that cannot be seen."""
        return self.resources[0] if self.total == 1 == len(self.resources) else None


def temuan(answer: FhirAnswer, jenis: str) -> Temuan | None:
    """Read a search's answer; entries of another type than *jenis* do not count.

    ``None`` when the answer is no searchset. ``total:0`` comes with no ``entry``, or an empty one.
    """
    bundle = answer.resource
    if bundle is None or bundle.get("resourceType") != "Bundle" or bundle.get("type") != "searchset":
        return None
    entries = bundle.get("entry")
    found: list[dict[str, Any]] = []
    hidden = strange = 0
    for entry in entries if isinstance(entries, list) else []:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if kind == "OperationOutcome":
            hidden += 1
        elif isinstance(resource, dict) and kind == jenis and valid_id(resource.get("id")):
            found.append(resource)
        else:
            strange += 1
    said = bundle.get("total")
    given = said if type(said) is int and said >= 0 else len(found) + hidden
    # A total that counts what was not asked for says nothing about what was.
    return Temuan(max(len(found), given - strange), tuple(found), hidden)


def punya_identifier(resource: Mapping[str, Any], system: str, value: str) -> bool:
    """Tell whether a resource carries an identifier; Composition has one object, all others a list."""
    given = resource.get("identifier")
    items = given if isinstance(given, list) else [given]
    return any(
        isinstance(item, dict) and item.get("system") == system and item.get("value") == value
        for item in items
    )
