"""What PCare demands of the bodies of POST pendaftaran and POST kunjungan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from worker.sandbox import forms, tables
from worker.sandbox.forms import Check
from worker.sandbox.people import Participant

_VITALS: Final[Mapping[str, Check]] = {
    "sistole": forms.is_count,
    "diastole": forms.is_count,
    "beratBadan": forms.is_count,
    "tinggiBadan": forms.is_count,
    "respRate": forms.is_count,
    "lingkarPerut": forms.is_count,
    "heartRate": forms.is_count,
}
_REGISTRATION: Final[Mapping[str, Check]] = {
    "kdProviderPeserta": forms.is_provider,
    "tglDaftar": forms.is_pcare_date,
    "noKartu": forms.is_card,
    "kdPoli": forms.is_text,
    "keluhan": forms.is_optional_text,
    "kunjSakit": forms.is_flag,
    **_VITALS,
    "rujukBalik": forms.one_of(0, 1),
    "kdTkp": forms.one_of(*tables.TKP),
}

_DIAGNOSIS = re.compile(r"[A-Z][0-9]{2}(\.?[0-9]{1,2})?")
_TEMPERATURE = re.compile(r"[0-9]{2}([,.][0-9]{1,2})?")


def _is_diagnosis(value: object) -> bool:
    return isinstance(value, str) and _DIAGNOSIS.fullmatch(value) is not None


def _is_temperature(value: object) -> bool:
    # The catalogue wants a text with a decimal comma; clients with a dot or a number get through too.
    if isinstance(value, str):
        return _TEMPERATURE.fullmatch(value) is not None
    return isinstance(value, float) or forms.is_int(value)


_VISIT: Final[Mapping[str, Check]] = {
    "noKartu": forms.is_card,
    "kdPoli": forms.is_optional_text,
    "keluhan": forms.is_text,
    "anamnesa": forms.is_text,
    "kdSadar": forms.one_of(*tables.codes(tables.KESADARAN)),
    **_VITALS,
    "kdStatusPulang": forms.one_of(
        *tables.codes(tables.STATUS_PULANG), *tables.codes(tables.STATUS_PULANG_INAP)
    ),
    "tglPulang": forms.is_pcare_date,
    "kdDokter": forms.is_text,
    "kdDiag1": _is_diagnosis,
    "kdDiag2": forms.optional(_is_diagnosis),
    "kdDiag3": forms.optional(_is_diagnosis),
    "kdPoliRujukInternal": forms.is_optional_text,
    "kdTacc": forms.one_of(-1, 0, 1, 2, 3, 4),
    "alasanTacc": forms.is_optional_text,
    "alergiMakan": forms.one_of(*tables.codes(tables.ALERGI["01"])),
    "alergiUdara": forms.one_of(*tables.codes(tables.ALERGI["02"])),
    "alergiObat": forms.one_of(*tables.codes(tables.ALERGI["03"])),
    "kdPrognosa": forms.one_of(*tables.codes(tables.PROGNOSA)),
    "terapiObat": forms.is_text,
    "terapiNonObat": forms.is_text,
    "bmhp": forms.is_text,
    "suhu": _is_temperature,
}


def registration_faults(body: Mapping[str, Any]) -> list[str]:
    """Return the members of a registration that are absent, of the wrong type or malformed."""
    return forms.violations(_REGISTRATION, body)


def provider_matches(body: Mapping[str, Any], person: Participant, kd_provider: str) -> bool:
    """Whether `kdProviderPeserta` fits the participant.

    Clients disagree on whether it is the participant's provider or the clinic itself; both pass.
    The provider of a participant nobody told about is not known, so any passes.
    """
    return not person.told or body.get("kdProviderPeserta") in (person.kd_provider, kd_provider)


def visit_faults(body: Mapping[str, Any], *, new: bool) -> list[str]:
    """Return the members of a visit that are absent, of the wrong type or do not go together."""
    checks = dict(_VISIT)
    if new:
        checks["tglDaftar"] = forms.is_pcare_date
    found = forms.violations(checks, body)
    if body.get("kdStatusPulang") == "4" and body.get("rujukLanjut") is None:
        found.append("rujukLanjut")
    if body.get("kdStatusPulang") == "5" and not body.get("kdPoliRujukInternal"):
        found.append("kdPoliRujukInternal")
    return found


def referral_is_nested_right(body: Mapping[str, Any]) -> bool:
    """Whether `rujukLanjut` is null, or names a day, a provider and exactly one kind of referral."""
    referral = body.get("rujukLanjut")
    if referral is None:
        return True
    if not isinstance(referral, dict):
        return False
    kinds = [referral.get("subSpesialis"), referral.get("khusus")]
    given = [kind for kind in kinds if kind is not None]
    return (
        forms.is_pcare_date(referral.get("tglEstRujuk"))
        and forms.is_text(referral.get("kdppk"))
        and len(given) == 1
        and isinstance(given[0], dict)
    )
