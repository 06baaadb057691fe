"""What the list shows of a resource, taken out of its body: names, codes, values; nothing else of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shared.domain.masking import clean
from shared.domain.sumber import Tipe
from shared.domain.sumber_isi import identifiers, identitas, kode_kfa, nama

BIDANG = (
    "judul", "no_registrasi", "kode_klinis", "nilai", "peran", "waktu", "induk", "status_remote", "kfa",
    "jumlah", "nama", "poli", "dokter",
)  # fmt: skip
"""Fields of a row that a resource can fill in."""
_WHEN = (
    "effectiveDateTime", "occurrenceDateTime", "performedPeriod", "period", "recordedDate", "onsetDateTime",
    "authoredOn", "whenHandedOver", "whenPrepared", "date", "recorded",
)  # fmt: skip


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value if not isinstance(value, list) else None


def _coding(value: Any) -> tuple[str, str]:
    """Code and words of a CodeableConcept, or of the first of several."""
    concept = _first(value)
    if not isinstance(concept, dict):
        return "", ""
    coding = _first(concept.get("coding"))
    found = coding if isinstance(coding, dict) else {}
    return str(found.get("code") or ""), str(found.get("display") or concept.get("text") or "")


def _display(value: Any) -> str:
    return str(value.get("display") or "") if isinstance(value, dict) else ""


def _reference(value: Any) -> str:
    text = value.get("reference") if isinstance(value, dict) else None
    return text.partition("/")[2] if isinstance(text, str) else ""


def _quantity(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return f"{value.get('value', '')} {value.get('unit') or value.get('code') or ''}".strip()


def waktu(body: Mapping[str, Any]) -> str:
    """Read the moment a resource is about, ``""`` without one."""
    for name in _WHEN:
        value = body.get(name)
        text = value.get("start") if isinstance(value, dict) else value
        if isinstance(text, str):
            return text
    return ""


def ringkas(tipe: Tipe, body: Mapping[str, Any]) -> str:
    """Make the JSON of what the list shows of a body, by its type; texts are cleaned, empty ones left out."""
    code, words = _coding(body.get("code") or body.get("vaccineCode") or body.get("type"))
    found: dict[str, str] = {"waktu": waktu(body)}
    visit = _reference(body.get("encounter")) or _reference(body.get("context"))
    found["no_registrasi"] = visit
    if tipe in (Tipe.ORGANIZATION, Tipe.LOCATION, Tipe.PATIENT, Tipe.PRACTITIONER):
        found = {"judul": nama(body)}
        found["induk"] = _reference(body.get("partOf")) or _reference(body.get("managingOrganization"))
    elif tipe is Tipe.ENCOUNTER:
        own = identitas(tipe, body)
        place, person = _first(body.get("location")), _first(body.get("participant"))
        found |= {
            "no_registrasi": own[1] if own else "",
            "nama": _display(body.get("subject")),
            "poli": _display(place.get("location")) if isinstance(place, dict) else "",
            "dokter": _display(person.get("individual")) if isinstance(person, dict) else "",
            "status_remote": str(body.get("status") or ""),
        }
    elif tipe is Tipe.OBSERVATION:
        coded = _coding(body.get("valueCodeableConcept"))[1]
        found |= {"judul": words or code, "nilai": _quantity(body.get("valueQuantity")) or coded}
    elif tipe in (Tipe.MEDICATION, Tipe.MEDICATION_REQUEST, Tipe.MEDICATION_DISPENSE):
        numbers = [str(item.get("value") or "") for item in identifiers(body)]
        request = body.get("dispenseRequest")
        amount = request.get("quantity") if isinstance(request, dict) else body.get("quantity")
        found |= {
            "no_registrasi": numbers[-1] if numbers else visit,
            "judul": words or _display(body.get("medicationReference")),
            "kfa": kode_kfa(body),
            "jumlah": _quantity(amount),
        }
    else:
        title = body.get("title") if isinstance(body.get("title"), str) else ""
        summary = body.get("summary") if isinstance(body.get("summary"), str) else ""
        found |= {"kode_klinis": code, "judul": str(title or words or summary)}
        found["peran"] = _coding(body.get("category"))[0]
    cleaned = {key: clean(text, 200) for key, text in found.items() if text}
    return json.dumps(cleaned, ensure_ascii=False)
