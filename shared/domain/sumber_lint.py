"""What SatuSehat will refuse of a body, found before it is sent: each doubt with its path.

The required paths are those of the *Kamus Validasi*; its rule numbers are kept, so that an answer and a
doubt can be laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from shared.domain.sumber import LOKAL, Tipe
from shared.domain.sumber_isi import KFA, KODE_KFA, SYS, identifiers


@dataclass(frozen=True, slots=True)
class Lint:
    """One doubt. ``jalur`` is where in the body, ``aturan`` the rule (0: none), ``sebab`` picks the words."""

    jalur: str
    sebab: str
    aturan: int = 0
    fakta: tuple[tuple[str, object], ...] = ()
    berat: bool = False
    """Whether it must not be sent so: it would do harm, or could not arrive."""


_E: Final = "encounter"
WAJIB: Final[dict[Tipe, tuple[tuple[str, int], ...]]] = {
    Tipe.ORGANIZATION: (("name", 0), ("type", 10089)),
    Tipe.LOCATION: (("status", 10095), ("mode", 10097), ("name", 0), ("physicalType", 10102),
                    ("managingOrganization", 0)),
    Tipe.PRACTITIONER: (("identifier", 0),),
    Tipe.PATIENT: (("identifier", 10166), ("name", 10168), ("gender", 10413), ("birthDate", 10397),
                   ("address", 10333), ("multipleBirthInteger", 10167)),
    Tipe.ENCOUNTER: (("status", 0), ("class", 10001), ("subject", 10118), ("participant", 10336),
                     ("location", 10120), ("period", 10121), ("statusHistory", 10122),
                     ("serviceProvider", 10124)),
    Tipe.CONDITION: (("clinicalStatus", 10006), ("category", 10007), ("code", 10003), ("subject", 10125),
                     (_E, 10126)),
    Tipe.OBSERVATION: (("status", 10008), ("category", 10009), ("code", 10010), ("subject", 10129),
                       (_E, 10130), ("performer", 10383), ("effectiveDateTime", 10295)),
    Tipe.PROCEDURE: (("status", 10019), ("category", 10013), ("code", 10015), ("subject", 10127),
                     (_E, 10128), ("performer", 10399)),
    Tipe.COMPOSITION: (("status", 10020), ("type", 10021), ("category", 10022), ("subject", 10131),
                       ("date", 10132), ("author", 10133), ("title", 10134)),
    Tipe.ALLERGY_INTOLERANCE: (("category", 10075), ("clinicalStatus", 10076), ("code", 10078),
                               ("verificationStatus", 10079), ("patient", 10147), (_E, 10374)),
    Tipe.CLINICAL_IMPRESSION: (("status", 10080), ("subject", 10148), (_E, 10149),
                               ("effectiveDateTime", 10417), ("date", 10419), ("assessor", 10420)),
    Tipe.SERVICE_REQUEST: (("status", 10065), ("intent", 10063), ("code", 10060), ("subject", 10141),
                           (_E, 10142), ("requester", 10376), ("performer", 10377)),
    Tipe.MEDICATION: (("status", 10026), ("extension", 10031)),
    Tipe.MEDICATION_REQUEST: (("status", 10032), ("intent", 10033), ("category", 10034),
                              ("medicationReference", 10135), ("subject", 10136), (_E, 10454),
                              ("authoredOn", 10337), ("requester", 10455)),
    Tipe.MEDICATION_DISPENSE: (("status", 10049), ("category", 10048), ("medicationReference", 10138),
                               ("subject", 10139), ("context", 10390), ("performer", 10392),
                               ("location", 10393), ("authorizingPrescription", 10394),
                               ("whenPrepared", 10351), ("whenHandedOver", 10352)),
    Tipe.IMMUNIZATION: (("status", 10107), ("vaccineCode", 10103), ("patient", 10155), (_E, 10293),
                        ("occurrenceDateTime", 10156), ("primarySource", 10292), ("performer", 10294),
                        ("recorded", 10451), ("protocolApplied", 10450)),
}  # fmt: skip
"""Required members of each type with the number of their rule."""

_MOMENTS: Final = frozenset(
    {
        "effectiveDateTime", "issued", "onsetDateTime", "recordedDate", "occurrenceDateTime", "authoredOn",
        "whenPrepared", "whenHandedOver", "recorded", "date", "start", "end",
    }
)  # fmt: skip
_MAY_BE_LATER: Final = frozenset({"expirationDate", "validityPeriod", "expiry"})
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})", re.ASCII)
_REFERENCE: Final = re.compile(r"[A-Z]\w+/[A-Za-z0-9\-.]{1,64}", re.ASCII)
_ICD10: Final = re.compile(r"[A-Z]\d{2}(\.\d{1,2})?", re.ASCII)
_NUMBERS: Final = frozenset(
    {"value", "longitude", "latitude", "altitude", "frequency", "period", "doseNumberPositiveInt", "rank"}
)
_STATES: Final = ("arrived", "in-progress", "finished")


def moment(text: object) -> datetime | None:
    """Read a moment as FHIR writes it, ``None`` when it is none."""
    if not isinstance(text, str) or _MOMENT.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Walk a body: path, name of the member, value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}.{key}" if path else str(key)
            yield here, str(key), inner
            yield from _leaves(inner, here)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{number}]")


def periksa_isi_fhir(
    tipe: Tipe,
    body: Mapping[str, Any],
    *,
    organization_id: str,
    kini: datetime,
    terawal: str,
    belum_terkirim: frozenset[str] = frozenset(),
    remote_id: str | None = None,
    tahap_terkirim: int = 0,
) -> tuple[Lint, ...]:
    """Check a body of a type; returns every doubt, the heavy ones first.

    *belum_terkirim* are references, ``Type/local-id``, to rows that are not sent; *terawal* is the oldest
    date that is taken, ``YYYY-MM-DD``; *tahap_terkirim* the state of an Encounter that has arrived.
    """
    found: list[Lint] = []
    given = body.get("resourceType")
    if given != tipe.value:
        found.append(Lint("resourceType", "jenis", 0, (("harus", tipe.value),), berat=True))
    if remote_id is not None and body.get("id") not in (None, remote_id):
        found.append(Lint("id", "id_lain", 0, (("harus", remote_id),), berat=True))
    status = body.get("status")
    if tipe is Tipe.ENCOUNTER and status in _STATES and _STATES.index(status) + 1 < min(tahap_terkirim, 3):
        found.append(Lint("status", "mundur", 0, (("ada", _STATES[min(tahap_terkirim, 3) - 1]),), berat=True))
    found += [Lint(name, "wajib", rule) for name, rule in WAJIB[tipe] if body.get(name) in (None, "", [], {})]
    found += _identifiers(tipe, body, organization_id)
    found += _walked(body, kini, terawal, belum_terkirim)
    found += _periods(body)
    if tipe is Tipe.ENCOUNTER:
        found += _encounter(body)
    if tipe in (Tipe.MEDICATION, Tipe.IMMUNIZATION, Tipe.MEDICATION_DISPENSE):
        found += _drug(tipe, body)
    return tuple(sorted(dict.fromkeys(found), key=lambda one: not one.berat))


def _identifiers(tipe: Tipe, body: Mapping[str, Any], organization_id: str) -> list[Lint]:
    found: list[Lint] = []
    given = body.get("identifier")
    if given is not None and isinstance(given, list) is (tipe is Tipe.COMPOSITION):
        found.append(Lint("identifier", "objek" if tipe is Tipe.COMPOSITION else "daftar", 10464))
    single = isinstance(given, dict)
    for number, item in enumerate(identifiers(body)):
        system = item.get("system")
        path = "identifier.system" if single else f"identifier[{number}].system"
        if isinstance(system, str) and system.startswith(f"{SYS}/") and system != KFA:
            parts = system.removeprefix(f"{SYS}/").split("/")
            if len(parts) < 2 or parts[1] != organization_id:
                found.append(Lint(path, "organisasi", 10117, (("harus", organization_id),)))
    return found


def _walked(
    body: Mapping[str, Any], kini: datetime, terawal: str, belum_terkirim: frozenset[str]
) -> list[Lint]:
    found: list[Lint] = []
    for path, name, value in _leaves(body):
        if name == "reference" and isinstance(value, str):
            found += _reference(path, value, belum_terkirim)
        elif name in _MOMENTS and isinstance(value, str) and not any(x in path for x in _MAY_BE_LATER):
            found += _date(path, value, kini, terawal)
        elif name in _NUMBERS and isinstance(value, str) and _is_quantity(path):
            found.append(Lint(path, "angka", 10331))
        elif name == "system" and value in ("", None):
            found.append(Lint(path, "sistem_kosong", 10002))
        elif name == "coding" and isinstance(value, list):
            found += _codes(path, value)
    return found


def _is_quantity(path: str) -> bool:
    return not re.search(r"(identifier|telecom|extension)[^.]*(\.[a-z]+)*\.value$", path)


def _reference(path: str, value: str, belum_terkirim: frozenset[str]) -> list[Lint]:
    if value.startswith(("#", "urn:uuid:", "http://", "https://")):
        return []
    if _REFERENCE.fullmatch(value) is None and LOKAL.fullmatch(value) is None:
        return [Lint(path, "acuan", 0, (("nilai", value),), berat=True)]
    return [Lint(path, "induk", 0, (("nilai", value),))] if value in belum_terkirim else []


def _date(path: str, value: str, kini: datetime, terawal: str) -> list[Lint]:
    at = moment(value)
    if at is None:
        return [Lint(path, "tanggal", 10132)]
    found = []
    if not value.endswith("+00:00"):
        found.append(Lint(path, "utc", 10132))
    if at > kini:
        found.append(Lint(path, "masa_depan", 10132))
    if at.date().isoformat() < terawal:
        found.append(Lint(path, "terlalu_lama", 10132, (("batas", terawal),)))
    return found


def _periods(body: Mapping[str, Any]) -> list[Lint]:
    found = []
    for path, name, value in _leaves(body):
        if name in ("period", "performedPeriod") and isinstance(value, dict):
            start, end = moment(value.get("start")), moment(value.get("end"))
            # In the history of an Encounter a state may be over in the second it began.
            if start and end and (end < start or (end == start and path in ("period", "performedPeriod"))):
                found.append(Lint(f"{path}.end", "berakhir_dulu", 10173))
    return found


def _codes(path: str, coding: list[Any]) -> list[Lint]:
    found = []
    for number, item in enumerate(coding):
        if not isinstance(item, dict):
            continue
        code, system = item.get("code"), item.get("system")
        here = f"{path}[{number}].code"
        if system == "http://hl7.org/fhir/sid/icd-10" and not (
            isinstance(code, str) and _ICD10.fullmatch(code)
        ):
            found.append(Lint(here, "icd10", 10001))
        if system == KFA and not (isinstance(code, str) and KODE_KFA.fullmatch(code)):
            found.append(Lint(here, "kfa", 10024))
    return found


def _encounter(body: Mapping[str, Any]) -> list[Lint]:
    if body.get("status") != "finished":
        return []
    found = []
    if not body.get("diagnosis"):
        found.append(Lint("diagnosis", "wajib", 10457))
    period = body.get("period")
    if not (isinstance(period, dict) and period.get("start") and period.get("end")):
        found.append(Lint("period", "selesai", 10121))
    history = body.get("statusHistory")
    for number, one in enumerate(history if isinstance(history, list) else []):
        inner = one.get("period") if isinstance(one, dict) else None
        if not (isinstance(inner, dict) and inner.get("start") and inner.get("end")):
            found.append(Lint(f"statusHistory[{number}].period", "selesai", 10122))
    return found


def _drug(tipe: Tipe, body: Mapping[str, Any]) -> list[Lint]:
    found = []
    if tipe is Tipe.MEDICATION:
        code = body.get("code")
        for number, item in enumerate((code.get("coding") or ()) if isinstance(code, dict) else ()):
            value = item.get("code") if isinstance(item, dict) else None
            if isinstance(value, str) and value.startswith(("91", "94")) and KODE_KFA.fullmatch(value):
                found.append(Lint(f"code.coding[{number}].code", "tingkat_kfa", 10024))
    if tipe is Tipe.IMMUNIZATION and body.get("primarySource") is True:
        for name, rule in (("lotNumber", 10306), ("expirationDate", 10307)):
            if not body.get(name):
                found.append(Lint(name, "wajib", rule))
    return found
