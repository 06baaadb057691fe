"""What PCare demands of a visit (POST kunjungan), checked before anything is kept of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SADAR = ("01", "02", "03", "04")
PULANG = ("0", "1", "2", "3", "4", "5", "9")
PROGNOSA = ("01", "02", "03", "04", "05")
TACC = (-1, 0, 1, 2, 3, 4)
RUJUK_LANJUT, RUJUK_INTERNAL = "4", "5"

RENTANG: dict[str, tuple[int, int]] = {
    "sistole": (60, 300),
    "diastole": (30, 200),
    "respRate": (5, 70),
    "heartRate": (20, 200),
    "beratBadan": (1, 300),
    "tinggiBadan": (20, 300),
    "lingkarPerut": (1, 300),
}
"""What PCare takes for each vital sign; 0 is *not measured*."""

_DAYS = ("< 3 Hari", ">= 3 - 7 Hari", ">= 7 Hari")
_AGES = (
    "< 1 Bulan",
    ">= 1 Bulan s/d < 12 Bulan",
    ">= 1 Tahun s/d < 5 Tahun",
    ">= 5 Tahun s/d < 12 Tahun",
    ">= 12 Tahun s/d < 55 Tahun",
    ">= 55 Tahun",
)
ALASAN_TACC: dict[int, tuple[str, ...]] = {1: _DAYS, 2: _AGES, 4: _DAYS}
"""The fixed reasons of a TACC; for 3 it is a diagnosis, its code and its name."""

_CARD = re.compile(r"[0-9]{13}")
_CODE2 = re.compile(r"[0-9]{2}")
_DIAGNOSIS = re.compile(r"[A-Z][0-9]{2}(\.?[0-9A-Z]{1,2})?")
_DIAGNOSIS_NAMED = re.compile(r"[A-Z][0-9]{2}(\.?[0-9A-Z]{1,2})? - \S.*")
_TEMPERATURE = re.compile(r"[0-9]{2}(,[0-9]{1,2})?")
_PROVIDER = re.compile(r"[A-Za-z0-9]{8}")


@dataclass(frozen=True, slots=True)
class SalahKunjungan:
    """One thing wrong with a visit. ``sebab`` picks the words, ``fakta`` fill them in."""

    kolom: str
    sebab: str
    fakta: tuple[tuple[str, object], ...] = ()


def tanggal_pcare(value: object) -> date | None:
    """Read a date as PCare writes it, ``31-01-2026``; ``None`` when it is none."""
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{2}-[0-9]{2}-[0-9]{4}", value) is None:
        return None
    try:
        return date(int(value[6:]), int(value[3:5]), int(value[:2]))
    except ValueError:
        return None


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _code(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(*values: object) -> Callable[[object], bool]:
    return lambda value: any(type(value) is type(v) and value == v for v in values)


def _optional(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: value is None or check(value)


_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "noKartu": (_code(_CARD), "kartu"),
    "tglDaftar": (lambda value: tanggal_pcare(value) is not None, "tanggal"),
    "kdPoli": (_optional(_text), "teks_null"),
    "keluhan": (_text, "teks"),
    "anamnesa": (_text, "teks"),
    "kdSadar": (_one_of(*SADAR), "pilihan"),
    **{name: (_one_of(), "rentang") for name in RENTANG},
    "kdStatusPulang": (_one_of(*PULANG), "pilihan"),
    "tglPulang": (lambda value: tanggal_pcare(value) is not None, "tanggal"),
    "kdDokter": (_text, "teks"),
    "kdDiag1": (_code(_DIAGNOSIS), "diagnosa"),
    "kdDiag2": (_optional(_code(_DIAGNOSIS)), "diagnosa"),
    "kdDiag3": (_optional(_code(_DIAGNOSIS)), "diagnosa"),
    "kdPoliRujukInternal": (_optional(_text), "teks_null"),
    "kdTacc": (_one_of(*TACC), "pilihan"),
    "alasanTacc": (_optional(_text), "teks_null"),
    "alergiMakan": (_code(_CODE2), "kode2"),
    "alergiUdara": (_code(_CODE2), "kode2"),
    "alergiObat": (_code(_CODE2), "kode2"),
    "kdPrognosa": (_one_of(*PROGNOSA), "pilihan"),
    "terapiObat": (_text, "teks"),
    "terapiNonObat": (_text, "teks"),
    "bmhp": (_text, "teks"),
    "suhu": (_code(_TEMPERATURE), "suhu"),
}
_CHOICES: dict[str, tuple[object, ...]] = {
    "kdSadar": SADAR,
    "kdStatusPulang": PULANG,
    "kdTacc": TACC,
    "kdPrognosa": PROGNOSA,
}
_MAY_LACK = frozenset({"kdPoli", "kdDiag2", "kdDiag3", "kdPoliRujukInternal", "alasanTacc"})
_KNOWN = frozenset(_CHECKS) | {"noKunjungan", "rujukLanjut"}


def _wrong(kolom: str, sebab: str, **fakta: object) -> SalahKunjungan:
    return SalahKunjungan(kolom, sebab, tuple(fakta.items()))


def periksa_kunjungan(body: Mapping[str, Any]) -> tuple[SalahKunjungan, ...]:
    """Check a visit that is to be added; returns everything that is wrong with it."""
    found: list[SalahKunjungan] = [_wrong(name, "tidak_dikenal") for name in body if name not in _KNOWN]
    for name, (check, sebab) in _CHECKS.items():
        if name not in body:
            if name not in _MAY_LACK:
                found.append(_wrong(name, "tidak_ada"))
        elif name in RENTANG:
            found += _in_range(name, body[name])
        elif not check(body[name]):
            there = ", ".join(str(choice) for choice in _CHOICES.get(name, ()))
            found.append(_wrong(name, sebab, ada=there))
    if body.get("noKunjungan") is not None:
        found.append(_wrong("noKunjungan", "harus_null"))
    found += _dates(body)
    found += _referral(body)
    found += _tacc(body)
    return tuple(found)


def _in_range(name: str, value: object) -> list[SalahKunjungan]:
    low, high = RENTANG[name]
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and (value == 0 or low <= value <= high):  # type: ignore[operator]
        return []
    return [_wrong(name, "rentang", dari=low, sampai=high)]


def _dates(body: Mapping[str, Any]) -> list[SalahKunjungan]:
    came, left = tanggal_pcare(body.get("tglDaftar")), tanggal_pcare(body.get("tglPulang"))
    return [_wrong("tglPulang", "sebelum_daftar")] if came and left and left < came else []


def _referral(body: Mapping[str, Any]) -> list[SalahKunjungan]:
    """Check ``rujukLanjut`` and what the way home (``kdStatusPulang``) asks for."""
    referral, home = body.get("rujukLanjut"), body.get("kdStatusPulang")
    found: list[SalahKunjungan] = []
    if home == RUJUK_INTERNAL and not _text(body.get("kdPoliRujukInternal")):
        found.append(_wrong("kdPoliRujukInternal", "perlu_pulang", pulang=RUJUK_INTERNAL))
    if referral is None:
        if home == RUJUK_LANJUT:
            found.append(_wrong("rujukLanjut", "perlu_pulang", pulang=RUJUK_LANJUT))
        return found
    if not isinstance(referral, dict):
        return [*found, _wrong("rujukLanjut", "objek")]
    if home != RUJUK_LANJUT:
        found.append(_wrong("rujukLanjut", "hanya_pulang", pulang=RUJUK_LANJUT))
    names = {"tglEstRujuk", "kdppk", "subSpesialis", "khusus"}
    found += [_wrong(f"rujukLanjut.{name}", "tidak_dikenal") for name in referral if name not in names]
    if tanggal_pcare(referral.get("tglEstRujuk")) is None:
        found.append(_wrong("rujukLanjut.tglEstRujuk", "tanggal"))
    if not _code(_PROVIDER)(referral.get("kdppk")):
        found.append(_wrong("rujukLanjut.kdppk", "provider"))
    sub, special = referral.get("subSpesialis"), referral.get("khusus")
    if (sub is None) == (special is None):
        found.append(_wrong("rujukLanjut", "satu_rujukan"))
    if sub is not None:
        found += _members("subSpesialis", sub, must=("kdSubSpesialis1",), may=("kdSarana",))
    if special is not None:
        found += _members("khusus", special, must=("kdKhusus",), may=("kdSubSpesialis", "catatan"))
    return found


def _members(
    name: str, value: object, *, must: tuple[str, ...], may: tuple[str, ...]
) -> list[SalahKunjungan]:
    path = f"rujukLanjut.{name}"
    if not isinstance(value, dict):
        return [_wrong(path, "objek")]
    found = [_wrong(f"{path}.{key}", "tidak_dikenal") for key in value if key not in (*must, *may)]
    found += [_wrong(f"{path}.{key}", "teks") for key in must if not _text(value.get(key))]
    found += [_wrong(f"{path}.{key}", "teks_null") for key in may if not _optional(_text)(value.get(key))]
    return found


def _tacc(body: Mapping[str, Any]) -> list[SalahKunjungan]:
    kind, reason = body.get("kdTacc"), body.get("alasanTacc")
    if not _one_of(*TACC)(kind):
        return []
    if kind in (-1, 0):
        return [] if reason is None else [_wrong("alasanTacc", "harus_null")]
    if kind == 3:
        named = isinstance(reason, str) and _DIAGNOSIS_NAMED.fullmatch(reason) is not None
        return [] if named else [_wrong("alasanTacc", "tacc_diagnosa")]
    if reason not in ALASAN_TACC[kind]:  # type: ignore[index]
        return [_wrong("alasanTacc", "pilihan", ada="; ".join(ALASAN_TACC[kind]))]  # type: ignore[index]
    return []
