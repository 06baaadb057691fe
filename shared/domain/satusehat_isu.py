"""What SatuSehat's refusals say: the issues inside a body, and the kind of each issue by its sentence.

The words for people are in :mod:`shared.texts_satusehat_aturan`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.domain.masking import clean
from shared.domain.satusehat_jawaban import FhirIssue

TERBANYAK: Final = 100
"""The most issues of one body that are read."""
_RULE: Final = re.compile(r"\brule(?: ?number)? ?:? ?([0-9]{4,6})\b", re.IGNORECASE)


def baca_isu(document: Any) -> tuple[FhirIssue, ...]:
    """Read the issues of a decoded body: OperationOutcome, gateway ``fault``, or FastAPI ``detail``."""
    if not isinstance(document, dict):
        return ()
    if document.get("resourceType") == "OperationOutcome":
        return tuple(_outcome(document))
    return () if document.get("resourceType") else tuple(_faults(document))


def baca_isu_teks(body: str) -> tuple[FhirIssue, ...]:
    """Read the issues of a stored body; none when it is no JSON."""
    try:
        return baca_isu(json.loads(body, strict=False))
    except (ValueError, RecursionError):
        return ()


def kata(value: Any) -> str:
    """Return what a member says as one harmless line; ``""`` for what is no text or number."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return clean(str(value))


def _outcome(document: Mapping[str, Any]) -> Iterator[FhirIssue]:
    given = document.get("issue")
    for item in (given if isinstance(given, list) else [given])[:TERBANYAK]:
        if isinstance(item, dict):
            yield _issue(item)


def _issue(item: Mapping[str, Any]) -> FhirIssue:
    details = item.get("details")
    words = kata(details.get("text") if isinstance(details, dict) else details)
    diagnostics = kata(item.get("diagnostics"))
    rule = _RULE.search(words) or _RULE.search(diagnostics)
    return FhirIssue(
        kata(item.get("severity")).lower(),
        kata(item.get("code")).lower(),
        words,
        int(rule[1]) if rule else None,
        tuple(_paths(item)),
        diagnostics,
    )


def _paths(item: Mapping[str, Any]) -> Iterator[str]:
    given = item.get("expression") or item.get("location")
    for path in (given if isinstance(given, list) else [given])[:TERBANYAK]:
        if isinstance(path, str) and path.strip():
            yield clean(path, 200)


def _faults(document: Mapping[str, Any]) -> Iterator[FhirIssue]:
    fault = document.get("fault")
    if isinstance(fault, dict):
        detail = fault.get("detail")
        code = detail.get("errorcode") if isinstance(detail, dict) else None
        yield FhirIssue("error", kata(code).lower(), kata(fault.get("faultstring")))
    detail = document.get("detail")
    if isinstance(detail, str):
        yield FhirIssue("error", "", kata(detail))
    for item in (detail if isinstance(detail, list) else [])[:TERBANYAK]:
        if isinstance(item, dict):
            place = item.get("loc")
            path = ".".join(kata(part) for part in place) if isinstance(place, list) else ""
            said = kata(item.get("msg"))
            text = f"{path}: {said}" if path and said else said
            yield FhirIssue("error", kata(item.get("type")).lower(), text, None, (path,) if path else ())


# (beginning of the sentence, kind); the group, where there is one, is what the sentence is about.
_KINDS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"found duplicate", "duplikat"),
        (r"element not found: ?(\S+)", "wajib"),
        (r"reference is mandatory ?: ?(\S+)", "rujukan_wajib"),
        (r"code not found: ?'([^']*)'", "kode"),
        (r"invalid coding system: ?(\S*)", "sistem"),
        (r"invalid date time format ?: ?(\S+)", "tanggal_bentuk"),
        (r"invalid date time value ?: ?(\S+)", "tanggal_nilai"),
        (r"invalid identifier system: ?(\S*)", "identitas"),
        (r"wrong organization id provided by system url: ?(\S*)", "organisasi"),
        (r"wrong organization id provided by (serviceprovider)", "organisasi"),
        (r"wrong reference id format: ?(\S*)", "rujukan_kosong"),
        (r"reference target\(s\) not found: ?(\S*)", "rujukan_hilang"),
        (r"integer format?ed as a string: ?'([^']*)'", "angka"),
        (r"expected decimal: found", "angka"),
        (r"text is empty", "kosong"),
        (r"performer function must contains code (\S+)", "pelaksana"),
        (r"every statushistory period", "riwayat_status"),
        (r"missing query parameters: ?(\S+)", "pencarian"),
        (r"resource \S+ is not allowed for current access class", "kelas_akses"),
        (r"failed to get permission", "kelas_akses"),
        (r"resource cannot be accessed due to business rule", "faskes_lain"),
        (r"invalid json payload|failed to (?:read|unmarshal) request payload", "json"),
        (r"patient with nik-ibu is not female", "ibu"),
        (r"an unexpected internal error", "gangguan"),
        (r"storage_error|resource not found", "tidak_ada"),
        (r"privacy: |the operation did not return any information due to consent", "persetujuan"),
        (r"use /\S+ instead of /\S+ to patch", "tambalan"),
    )
)
JENIS_ISU: Final = frozenset({*(kind for _, kind in _KINDS), "lain"})
"""Every kind :func:`jenis_isu` can return."""


def jenis_isu(isu: FhirIssue) -> tuple[str, str]:
    """Tell the kind of an issue by how its sentence begins, and the value or path it is about."""
    if isu.code == "duplicate":
        return "duplikat", ""
    for pattern, kind in _KINDS:
        found = pattern.match(isu.words)
        if found:
            about = found[1] if pattern.groups and found[1] else ""
            return kind, about.rstrip(".,")
    return "lain", ""
