"""The audit trail as people read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shared.domain.audit import BarisAudit
from shared.domain.masking import clean, mask_numbers
from shared.domain.tickets import local_time


def waktu(millis: int, zona: str) -> str:
    """Write a moment on the clinic's wall: ``2026-11-20 08:14:07``."""
    return local_time(millis, zona).strftime("%Y-%m-%d %H:%M:%S")


def objek(row: BarisAudit) -> str:
    """Name what a row is about: ``antrean 12``."""
    return f"{row.objek} {row.objek_id}" if row.objek_id is not None else row.objek


def _value(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_value(one)}" for key, one in value.items()) or "-"
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "-"
    return str(value)


def bagian(row: BarisAudit) -> tuple[tuple[str, str], ...]:
    """Take a row's details apart: name and value, harmless and with numbers masked."""
    try:
        found = json.loads(row.rincian)
    except ValueError:
        found = {"?": row.rincian}
    items = found.items() if isinstance(found, dict) else [("?", found)]
    return tuple((clean(str(key), 40), mask_numbers(clean(_value(value), 2000))) for key, value in items)


def rincian(row: BarisAudit) -> str:
    """Write a row's details in one line; before and after as ``lama → baru``."""
    parts = dict(bagian(row))
    words = []
    if "sebelum" in parts and "sesudah" in parts:
        words.append(f"{parts.pop('sebelum')} → {parts.pop('sesudah')}")
    if "dari" in parts and "menjadi" in parts:
        words.append(f"{parts.pop('dari')} → {parts.pop('menjadi')}")
    words += [f"{key}: {value}" for key, value in parts.items() if value not in ("", "-")]
    return "; ".join(words)


def selengkapnya(row: BarisAudit, zona: str, nama: Mapping[str, str]) -> str:
    """Write all of a row, a field a line; *nama* are the fields' names."""
    fields = {
        "waktu": waktu(row.waktu, zona),
        "pelaku": row.pelaku,
        "peran": row.peran,
        "stasiun": row.stasiun,
        "aksi": row.aksi,
        "objek": objek(row),
        "hasil": row.hasil,
    }
    width = max(map(len, nama.values())) + 2
    lines = [f"{nama[key]:<{width}}{clean(value, 200)}" for key, value in fields.items() if value]
    lines += ["", *(f"{key}: {value}" for key, value in bagian(row))]
    return "\n".join([*lines, "", f"{nama['segel']:<{width}}{row.segel or '-'}"])
