"""The rule processor in front of the FHIR store: it tells everything that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from worker.sandbox.satusehat import texts
from worker.sandbox.satusehat.outcome import issue
from worker.sandbox.satusehat.paths import MISSING, codings, each, first
from worker.sandbox.satusehat.rulebook import IDENTIFIERS, RULES, Rule
from worker.sandbox.satusehat.store import references
from worker.sandbox.world import World

Issue = dict[str, Any]

_SYSTEM: Final = "http://sys-ids.kemkes.go.id/"
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_REFERENCE: Final = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64}")
_AHEAD: Final = timedelta(minutes=5)


def check(world: World, jenis: str, resource: Mapping[str, Any], organization: str) -> list[Issue]:
    """Return everything the processor finds wrong with a resource of a client's organization."""
    if not world.switches.fhir_ketat:
        return []
    issues: list[Issue] = []
    for rule in RULES.get(jenis, ()):
        issues += _CHECKS[rule.jenis](world, jenis, resource, rule)
    issues += _identifier(jenis, resource, organization)
    special = _SPECIAL.get(jenis)
    if special is not None:
        issues += special(world, resource, organization)
    return issues


def check_references(resource: Mapping[str, Any], exists: Callable[[str, str], bool]) -> list[Issue]:
    """Return the references that are no references, and those whose target is not there."""
    issues = []
    for reference in dict.fromkeys(references(resource)):
        if reference.startswith(("#", "urn:uuid:")):
            continue
        if not _REFERENCE.fullmatch(reference):
            issues.append(issue(texts.WRONG_REFERENCE.format(reference=reference)))
        elif not exists(*reference.split("/", 1)):
            issues.append(issue(texts.NO_TARGET.format(reference=reference)))
    return issues


def _there(_world: World, jenis: str, resource: Mapping[str, Any], rule: Rule) -> Iterator[Issue]:
    for place, value in each(resource, rule.path):
        path = f"{jenis}.{place}"
        if value is MISSING:
            yield issue(texts.ELEMENT.format(path=path, rule=rule.nomor), expression=path)
        elif value == "":
            yield issue(texts.EMPTY_TEXT.format(rule=rule.nomor), expression=path)


def _referred(_world: World, jenis: str, resource: Mapping[str, Any], rule: Rule) -> Iterator[Issue]:
    for place, value in each(resource, rule.path):
        reference = value.get("reference") if isinstance(value, dict) else None
        if not isinstance(reference, str) or not reference:
            path = f"{jenis}.{place}"
            yield issue(texts.REFERENCE.format(path=path, rule=rule.nomor), expression=path)


def _coded(_world: World, jenis: str, resource: Mapping[str, Any], rule: Rule) -> Iterator[Issue]:
    sets = dict(rule.sets)
    for place, value in each(resource, rule.path):
        if value is MISSING:
            continue
        path = f"{jenis}.{place}"
        found = codings(value)
        if not found and not (isinstance(value, dict) and value.get("text")):
            yield issue(texts.ELEMENT.format(path=f"{path}.coding", rule=rule.nomor), expression=path)
        for system, code in found:
            if system not in sets:
                text = texts.SYSTEM.format(system=system, rule=rule.nomor_sistem or rule.nomor)
                yield issue(text, expression=path)
            elif not re.fullmatch(sets[system], code):
                yield issue(texts.CODE.format(code=code, system=system, rule=rule.nomor), expression=path)


def _valued(_world: World, jenis: str, resource: Mapping[str, Any], rule: Rule) -> Iterator[Issue]:
    codes = dict(rule.sets)[""].split("|")
    for place, value in each(resource, rule.path):
        if value is not MISSING and value not in codes:
            system = f"http://hl7.org/fhir/{jenis.lower()}-{rule.path.rpartition('.')[2].lower()}"
            text = texts.CODE.format(code=value, system=system, rule=rule.nomor)
            yield issue(text, expression=f"{jenis}.{place}")


def _timed(world: World, jenis: str, resource: Mapping[str, Any], rule: Rule) -> Iterator[Issue]:
    for place, value in each(resource, rule.path):
        if value is MISSING:
            continue
        moment = parse(value)
        if moment is None:
            text = texts.DATE_FORMAT.format(value=value, rule=rule.nomor)
            yield issue(text, "format", f"{jenis}.{place}")
        elif not world.switches.fhir_tanggal_bebas and not _in_range(world, moment):
            oldest = date.fromisoformat(world.switches.fhir_batas_tanggal)
            shown = f"{oldest.day}{_ordinal(oldest.day)} {oldest:%B %Y}"
            text = texts.DATE_VALUE.format(value=value, rule=rule.nomor, oldest=shown)
            yield issue(text, expression=f"{jenis}.{place}")


def _dated(_world: World, jenis: str, resource: Mapping[str, Any], rule: Rule) -> Iterator[Issue]:
    for place, value in each(resource, rule.path):
        if value is MISSING:
            continue
        try:
            date.fromisoformat(str(value))
        except ValueError:
            text = texts.DATE_FORMAT.format(value=value, rule=rule.nomor)
            yield issue(text, "format", f"{jenis}.{place}")


def _numbered(_world: World, jenis: str, resource: Mapping[str, Any], rule: Rule) -> Iterator[Issue]:
    for place, value in each(resource, rule.path):
        if value is not MISSING and (isinstance(value, bool) or not isinstance(value, (int, float))):
            text = texts.DECIMAL + (f" (RuleNumber: {rule.nomor})" if rule.nomor else "")
            yield issue(text, expression=f"{jenis}.{place}")


_CHECKS: Final[Mapping[str, Callable[[World, str, Mapping[str, Any], Rule], Iterator[Issue]]]] = {
    "ada": _there,
    "rujuk": _referred,
    "kode": _coded,
    "nilai": _valued,
    "waktu": _timed,
    "hari": _dated,
    "desimal": _numbered,
}


def parse(value: object) -> datetime | None:
    """Read a moment with an offset; ``None`` when it has another form."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    try:
        # Nothing below the microsecond is kept.
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _in_range(world: World, moment: datetime) -> bool:
    oldest = datetime.fromisoformat(world.switches.fhir_batas_tanggal).replace(tzinfo=UTC)
    return oldest <= moment <= datetime.now(UTC) + _AHEAD


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _identifier(jenis: str, resource: Mapping[str, Any], organization: str) -> Iterator[Issue]:
    if jenis not in IDENTIFIERS:
        return
    rule, names, needed = IDENTIFIERS[jenis]
    suffix = f" (RuleNumber: {rule})" if rule else ""
    given = resource.get("identifier")
    path = f"{jenis}.identifier"
    if given in (None, [], {}):
        if needed:
            yield issue(f"Element not found: {path}{suffix}", expression=path)
        return
    if isinstance(given, dict) is not (jenis == "Composition"):
        yield issue(f"Element not found: {path}{suffix}", expression=path)
        return
    items = given if isinstance(given, list) else [given]
    for number, item in enumerate(items):
        place = f"{path}[{number}].system" if isinstance(given, list) else f"{path}.system"
        system = item.get("system") if isinstance(item, dict) else None
        parts = str(system).removeprefix(_SYSTEM).split("/")
        if not isinstance(system, str) or not system.startswith(_SYSTEM) or parts[0] not in names:
            yield issue(f"Invalid identifier system: {system}{suffix}", expression=place)
        elif len(parts) < 2 or parts[1] != organization:
            text = f"Wrong organization ID provided by system URL: {system}{suffix}"
            yield issue(text, expression=place)
        elif not item.get("value"):
            yield issue(f"Text is empty: ''{suffix}", expression=f"{place.rpartition('.')[0]}.value")


def _encounter(_world: World, resource: Mapping[str, Any], organization: str) -> Iterator[Issue]:
    provider = first(resource, "serviceProvider.reference")
    if isinstance(provider, str) and provider.startswith("Organization/"):
        own = provider.removeprefix("Organization/")
        # The provider is the root organization, whose ids are plain numbers.
        if own.isdigit() and own != organization:
            yield issue(texts.WRONG_PROVIDER, expression="Encounter.serviceProvider")
    start, end = parse(first(resource, "period.start")), parse(first(resource, "period.end"))
    if start and end and end <= start:
        text = texts.DATE_VALUE.format(value=resource["period"]["end"], rule=10173, oldest="period.start")
        yield issue(text, expression="Encounter.period.end")
    if resource.get("status") != "finished":
        return
    if end is None and first(resource, "period.end") is MISSING:
        path = "Encounter.period.end"
        yield issue(texts.ELEMENT.format(path=path, rule=10121), expression=path)
    if first(resource, "diagnosis") is MISSING:
        path = "Encounter.diagnosis"
        yield issue(texts.ELEMENT.format(path=path, rule=10457), expression=path)
    ends = [value for _, value in each(resource, "statusHistory.period.end")]
    starts = [value for _, value in each(resource, "statusHistory.period.start")]
    if MISSING in ends or MISSING in starts:
        yield issue(texts.STATUS_HISTORY, expression="Encounter.statusHistory")


def _patient(_world: World, resource: Mapping[str, Any], _organization: str) -> Iterator[Issue]:
    names = resource.get("name")
    if names and not first(resource, "name.text"):
        yield issue(texts.EMPTY_TEXT.format(rule=10168), expression="Patient.name[0].text")


def _medication(_world: World, resource: Mapping[str, Any], _organization: str) -> Iterator[Issue]:
    kinds = [
        code for _, value in each(resource, "extension.valueCodeableConcept") for _, code in codings(value)
    ]
    if first(resource, "code") is MISSING and not {"SD", "EP"} & set(kinds):
        path = "Medication.code"
        yield issue(texts.ELEMENT.format(path=path, rule=10024), expression=path)


def _immunization(_world: World, resource: Mapping[str, Any], _organization: str) -> Iterator[Issue]:
    new = resource.get("primarySource")
    functions = {code for _, value in each(resource, "performer.function") for _, code in codings(value)}
    wanted, shown = ({"AP", "OP"}, "AP or OP") if new is True else ({"EP"}, "EP")
    if isinstance(new, bool) and functions and not functions & wanted:
        yield issue(texts.PERFORMER_FUNCTION.format(code=shown))
    if new is True and resource.get("status") == "completed":
        for name, rule in (("location", 10305), ("lotNumber", 10306), ("expirationDate", 10307)):
            if not resource.get(name):
                path = f"Immunization.{name}"
                yield issue(texts.ELEMENT.format(path=path, rule=rule), expression=path)
    for place, value in each(resource, "protocolApplied.doseNumberPositiveInt"):
        path = f"Immunization.{place}"
        if value is MISSING:
            yield issue(texts.ELEMENT.format(path=path, rule=10450), expression=path)
        elif not isinstance(value, int) or value < 1:
            yield issue(texts.ELEMENT.format(path=path, rule=10456), expression=path)


def _organization(_world: World, resource: Mapping[str, Any], _organization: str) -> Iterator[Issue]:
    if first(resource, "partOf.reference") is MISSING:
        yield issue("Reference is mandatory : Organization.partOf", expression="Organization.partOf")


_SPECIAL: Final[Mapping[str, Callable[[World, Mapping[str, Any], str], Iterator[Issue]]]] = {
    "Encounter": _encounter,
    "Patient": _patient,
    "Medication": _medication,
    "Immunization": _immunization,
    "Organization": _organization,
}
