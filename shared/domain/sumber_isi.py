"""The body of a resource as it goes out: its state, its identifier, and how it is found again."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, Final

from shared.domain.sumber import Sumber, Tipe, ganti

SYS: Final = "http://sys-ids.kemkes.go.id"
NIK: Final = "https://fhir.kemkes.go.id/id/nik"
KFA: Final = f"{SYS}/kfa"
KODE_KFA: Final = re.compile(r"9[1-4]\d{6}")

_SYSTEM: Final[dict[Tipe, str]] = {
    Tipe.ORGANIZATION: "organization", Tipe.LOCATION: "location", Tipe.ENCOUNTER: "encounter",
    Tipe.CONDITION: "condition", Tipe.OBSERVATION: "observation", Tipe.PROCEDURE: "procedure",
    Tipe.COMPOSITION: "composition", Tipe.ALLERGY_INTOLERANCE: "allergy",
    Tipe.CLINICAL_IMPRESSION: "clinicalimpression", Tipe.SERVICE_REQUEST: "servicerequest",
    Tipe.MEDICATION: "medication", Tipe.MEDICATION_REQUEST: "prescription-item",
    Tipe.MEDICATION_DISPENSE: "prescription-item",
}  # fmt: skip
AKHIR: Final = 3
"""The state of a finished Encounter."""
_STATES: Final = ("arrived", "in-progress", "finished")


def sistem(tipe: Tipe, organization_id: str) -> str | None:
    """Return the system of a type's own identifier, ``None`` for a type without one."""
    name = _SYSTEM.get(tipe)
    return None if name is None else f"{SYS}/{name}/{organization_id}"


def identifiers(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read a body's identifiers; Composition has an object, all others a list."""
    given = body.get("identifier")
    items = given if isinstance(given, list) else [given]
    return [item for item in items if isinstance(item, dict)]


def nik(body: Mapping[str, Any]) -> str:
    """Read the NIK of a Patient or Practitioner, ``""`` when it has none of 16 digits."""
    for item in identifiers(body):
        value = item.get("value")
        if item.get("system") == NIK and isinstance(value, str) and re.fullmatch(r"\d{16}", value, re.ASCII):
            return value
    return ""


def identitas(tipe: Tipe, body: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the identifier a resource is known by: NIK of a person, else our own; ``None`` without one."""
    pairs = [
        (item["system"], item["value"])
        for item in identifiers(body)
        if isinstance(item.get("system"), str) and isinstance(item.get("value"), str) and item["value"]
    ]
    if tipe in (Tipe.PATIENT, Tipe.PRACTITIONER):
        return next((pair for pair in pairs if pair[0] == NIK), None)
    wanted = f"{SYS}/{_SYSTEM.get(tipe, '')}/"
    own = [pair for pair in pairs if pair[0].startswith(wanted)]
    return next(iter(own or [pair for pair in pairs if pair[0].startswith(f"{SYS}/")]), None)


def tahap_akhir(tipe: Tipe, body: Mapping[str, Any]) -> int:
    """Return the state a body is in: 1 to 3 for an Encounter, 1 for everything else."""
    status = body.get("status")
    return _STATES.index(status) + 1 if tipe is Tipe.ENCOUNTER and status in _STATES else 1


def tahap_kirim(sumber: Sumber) -> int:
    """Return the state that is sent next: an Encounter begins with its arrival, whatever it is by now."""
    if sumber.tahap_terkirim == 0 and sumber.tipe is Tipe.ENCOUNTER:
        return 1
    return sumber.tahap


def _arrival(body: dict[str, Any]) -> dict[str, Any]:
    """Make the *arrived* Encounter of a later one: no end, no diagnosis, no discharge."""
    made = {
        key: value for key, value in body.items() if key not in ("diagnosis", "length", "hospitalization")
    }
    period = body.get("period")
    start = period.get("start") if isinstance(period, dict) else None
    made["status"] = "arrived"
    made["period"] = {"start": start}
    made["statusHistory"] = [{"status": "arrived", "period": {"start": start}}]
    return made


def isi_tahap(tipe: Tipe, body: dict[str, Any], tahap: int) -> dict[str, Any]:
    """Return the body of one state; a body that is not further than that is its own."""
    if tipe is Tipe.ENCOUNTER and tahap == 1 and tahap_akhir(tipe, body) > 1:
        return _arrival(body)
    return body


def _identified(tipe: Tipe, body: dict[str, Any], kunci: str, organization_id: str) -> dict[str, Any]:
    """Give a body that has no identifier our own, so that it can be found again."""
    system = sistem(tipe, organization_id)
    if system is None or not organization_id or identifiers(body):
        return body
    own = {"use": "official", "system": system, "value": kunci}
    return body | {"identifier": own if tipe is Tipe.COMPOSITION else [own]}


def _coded(body: dict[str, Any], kfa: tuple[str, str] | None) -> dict[str, Any]:
    """Give a Medication the KFA code of its product."""
    if kfa is None or kode_kfa(body):
        return body
    code = body.get("code") if isinstance(body.get("code"), dict) else {}
    coding = {"system": KFA, "code": kfa[0], "display": kfa[1]}
    return body | {"code": {**code, "coding": [coding]}}  # type: ignore[dict-item]


def susun(sumber: Sumber, organization_id: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Build what is sent of a resource now; *body* is one that a person has edited.

    A replacement carries the remote id, a new resource none. Without *organization_id* no identifier is
    added.
    """
    tipe = sumber.tipe
    if body is None:
        body = isi_tahap(tipe, sumber.isi, tahap_kirim(sumber))
        if tipe is Tipe.MEDICATION:
            body = _coded(body, sumber.kfa)
    body = _identified(tipe, body, sumber.kunci, organization_id)
    made: dict[str, Any] = ganti(copy.deepcopy(body), sumber.ids)
    made.pop("id", None)
    made.setdefault("resourceType", tipe.value)
    return {**made, "id": sumber.remote_id} if sumber.remote_id else made


def _reference(body: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = body.get(name)
        text = value.get("reference") if isinstance(value, dict) else None
        if isinstance(text, str) and "/" in text:
            return text.rpartition("/")[2]
    return ""


_BY_VISIT: Final = frozenset(
    {
        Tipe.CONDITION, Tipe.OBSERVATION, Tipe.PROCEDURE, Tipe.MEDICATION_REQUEST, Tipe.CLINICAL_IMPRESSION,
        Tipe.COMPOSITION, Tipe.SERVICE_REQUEST,
    }
)  # fmt: skip


def pencarian(tipe: Tipe, body: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the parameters that find a body's resource again, ``None`` when nothing does.

    *body* has remote references. MedicationDispense ignores ``encounter=`` and answers with another's row:
    it is asked by ``context`` and ``subject``. Organization is not documented to be found by identifier.
    """
    own = identitas(tipe, body)
    if tipe in (Tipe.PATIENT, Tipe.PRACTITIONER, Tipe.LOCATION, Tipe.ENCOUNTER):
        return None if own is None else {"identifier": "|".join(own)}
    if tipe is Tipe.ORGANIZATION:
        part_of = _reference(body, "partOf")
        if part_of:
            return {"partof": part_of}
        return None if own is None else {"identifier": "|".join(own)}
    visit = _reference(body, "encounter", "context")
    patient = _reference(body, "subject", "patient")
    if tipe in _BY_VISIT:
        return {"encounter": visit} if visit else None
    if tipe is Tipe.MEDICATION_DISPENSE:
        return {"context": visit, "subject": patient} if visit and patient else None
    if tipe in (Tipe.ALLERGY_INTOLERANCE, Tipe.IMMUNIZATION):
        return {"patient": patient} if patient else None
    return None


_CODES: Final = ("code", "vaccineCode", "medicationReference", "type")
_TIMES: Final = (
    "effectiveDateTime", "onsetDateTime", "recordedDate", "performedPeriod", "occurrenceDateTime",
    "authoredOn", "whenHandedOver", "date",
)  # fmt: skip


def _marks(body: Mapping[str, Any]) -> tuple[Any, ...]:
    codes = []
    for name in _CODES:
        value = body.get(name)
        if isinstance(value, dict):
            coding = value.get("coding")
            first = coding[0] if isinstance(coding, list) and coding and isinstance(coding[0], dict) else {}
            codes.append(first.get("code") or value.get("reference"))
    times = [_moment(body.get(name)) for name in _TIMES if body.get(name) is not None]
    return tuple(codes), tuple(times), _reference(body, "encounter", "context")


def _moment(value: Any) -> Any:
    return value[:19] if isinstance(value, str) else value


def sama(tipe: Tipe, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Tell whether a resource found there is the one that was sent: by identifier, else code and time."""
    own = identitas(tipe, ours)
    if tipe in (Tipe.PATIENT, Tipe.PRACTITIONER):
        return True  # Searched for by NIK, which comes back masked.
    visit = _reference(ours, "encounter", "context")
    if visit and _reference(theirs, "encounter", "context") not in ("", visit):
        return False
    if own is not None:
        found = [(item.get("system"), item.get("value")) for item in identifiers(theirs)]
        return own in found
    return _marks(ours) == _marks(theirs)


def kode_kfa(body: Mapping[str, Any]) -> str:
    """Read the KFA code of a Medication, ``""`` without one."""
    code = body.get("code")
    coding = code.get("coding") if isinstance(code, dict) else None
    for item in coding if isinstance(coding, list) else []:
        value = item.get("code") if isinstance(item, dict) else None
        if isinstance(value, str) and item.get("system") == KFA and KODE_KFA.fullmatch(value):
            return value
    return ""


def produk(tipe: Tipe, body: Mapping[str, Any]) -> str:
    """Return the product code a Medication has to be mapped by, ``""`` when it needs no mapping.

    Compounds (types SD and EP) have ingredients in place of a code.
    """
    if tipe is not Tipe.MEDICATION or kode_kfa(body):
        return ""
    for extension in body.get("extension") or ():
        value = extension.get("valueCodeableConcept") if isinstance(extension, dict) else None
        for item in (value.get("coding") or ()) if isinstance(value, dict) else ():
            if isinstance(item, dict) and item.get("code") in ("SD", "EP"):
                return ""
    own = identitas(tipe, body)
    if own is not None:
        return own[1]
    code = body.get("code")
    coding = code.get("coding") if isinstance(code, dict) else None
    first = coding[0] if isinstance(coding, list) and coding else None
    return str(first.get("code") or "-") if isinstance(first, dict) else str(body.get("id") or "-")


def nama(body: Mapping[str, Any]) -> str:
    """Read the name of a resource: ``name`` as a text, or the first of its names."""
    given = body.get("name")
    if isinstance(given, str):
        return given
    first = given[0] if isinstance(given, list) and given else None
    text = first.get("text") if isinstance(first, dict) else None
    return text if isinstance(text, str) else ""
