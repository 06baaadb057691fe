"""Every shape SatuSehat answers in: FHIR, OperationOutcome, ``{success, message}``, faults and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Final

from shared.domain.answers import Problem
from shared.domain.masking import clean
from shared.domain.satusehat_isu import baca_isu, kata
from shared.domain.satusehat_jawaban import FhirIssue, valid_id
from worker.clients.envelope import cap, loads, text_of

_IHS: Final = re.compile(r"P[0-9]{11}|[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one body says; the members are those of the FhirAnswer it becomes."""

    resource: dict[str, Any] | None = None
    issues: tuple[FhirIssue, ...] = ()
    success: bool | None = None
    message: str = ""
    document: Any = None
    raw: str = ""
    problem: Problem | None = None


def read_body(body: bytes, content_type: str) -> Reading:
    """Read a complete body.

    ``problem`` is EMPTY, HTML, NOT_JSON (a plain text is then the message) or NO_ENVELOPE for JSON of no
    known shape. Raises nothing of its own.
    """
    text = text_of(body)
    if not text.strip():
        return Reading(problem=Problem.EMPTY)
    raw = cap(text)
    try:
        document = loads(text)
    except (ValueError, RecursionError):
        if text.lstrip().startswith("<") or "html" in content_type.lower():
            return Reading(raw=raw, problem=Problem.HTML)
        return Reading(message=clean(text), raw=raw, problem=Problem.NOT_JSON)
    if not isinstance(document, dict):
        return Reading(document=document, raw=raw, problem=Problem.NO_ENVELOPE)
    kind = document.get("resourceType")
    if kind == "OperationOutcome":
        issues = baca_isu(document)
        return Reading(None, issues, None, _first(issues), document, raw)
    if isinstance(kind, str) and kind:
        return Reading(document, document=document, raw=raw)
    issues = baca_isu(document)
    success, message = _verdict(document)
    known = bool(issues) or success is not None
    return Reading(
        None,
        issues,
        success,
        message or _first(issues),
        document,
        raw,
        None if known else Problem.NO_ENVELOPE,
    )


def created_id(document: Any, jenis: str) -> str:
    """Return the id a write was answered with, or ``""``.

    A FHIR resource of that type has it in ``id``. The patient register says it as ``patient_id``,
    ``Patient ID:``, ``Patient_Id`` or ``resourceID``, at any depth: there, whatever looks like an IHS number
    is one, unless two different ones do.
    """
    if not isinstance(document, dict):
        return ""
    if "resourceType" in document:
        own = document.get("id")
        return own if document["resourceType"] == jenis and isinstance(own, str) and valid_id(own) else ""
    if jenis != "Patient":
        return ""
    found = {text for text in _texts(_registered(document)) if _IHS.fullmatch(text)}
    return found.pop() if len(found) == 1 else ""


def retry_after(value: str | None, now: float) -> float | None:
    """Read Retry-After (RFC 9110: seconds, or a date) as seconds from ``now``; ``None`` if neither."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, round(aware.timestamp() - now, 3))


def _verdict(document: Mapping[str, Any]) -> tuple[bool | None, str]:
    """Read ``success`` (or its opposite ``error``) and the message of the patient register."""
    member = _registered(document)
    success = _bool(member.get("success"))
    if success is None:
        error = _bool(member.get("error"))
        success = None if error is None else not error
    message = next((text for name in ("message", "msg") if (text := kata(member.get(name)))), "")
    return success, message


def _registered(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part that speaks of the patient: a newborn's reply speaks of its relatives, too."""
    nested = document.get("create_patient")
    return nested if isinstance(nested, dict) else document


def _bool(value: Any) -> bool | None:
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    return value if isinstance(value, bool) else None


def _texts(value: Any) -> Iterator[str]:
    """Yield every string inside a value, keys apart."""
    todo = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            todo += item.values()
        elif isinstance(item, list):
            todo += item


def _first(issues: tuple[FhirIssue, ...]) -> str:
    return next((issue.words for issue in issues if issue.words), "")
