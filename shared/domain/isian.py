"""The fields of each type of body, and what an edited body must keep to before it may be sent.

A deletion has no body; what is edited of it are the parts of its path, written as an object.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shared.domain.kunjungan import tanggal_pcare
from shared.domain.status import JENIS_SATUSEHAT, JenisJob

MOST_BYTES = 200 * 1024
"""The longest body that may be sent, in UTF-8."""


class Tipe(StrEnum):
    """Type of a field, as JSON has it."""

    TEKS = "teks"
    BULAT = "bilangan bulat"
    BENAR_SALAH = "true/false"
    TANGGAL = "tanggal hh-bb-tttt"
    TANGGAL_ISO = "tanggal tttt-bb-hh"
    OBJEK = "objek"


@dataclass(frozen=True, slots=True)
class Isian:
    """One field of a body. ``kunci`` fields are locked; the meaning is in the texts, under its name."""

    nama: str
    tipe: Tipe
    boleh_null: bool = False
    kunci: bool = False
    wajib: bool = True


_T, _B = Tipe.TEKS, Tipe.BULAT
_VITALS = tuple(
    Isian(name, _B)
    for name in (
        "sistole", "diastole", "beratBadan", "tinggiBadan", "respRate", "lingkarPerut", "heartRate",
    )
)  # fmt: skip
_QUEUE_KEY = (
    Isian("tanggalperiksa", Tipe.TANGGAL_ISO, kunci=True),
    Isian("kodepoli", _T, kunci=True),
    Isian("nomorkartu", _T, kunci=True),
)

ISIAN: dict[JenisJob, tuple[Isian, ...]] = {
    JenisJob.PENDAFTARAN: (
        Isian("kdProviderPeserta", _T),
        Isian("tglDaftar", Tipe.TANGGAL, kunci=True),
        Isian("noKartu", _T, kunci=True),
        Isian("kdPoli", _T, kunci=True),
        Isian("keluhan", _T, boleh_null=True),
        Isian("kunjSakit", Tipe.BENAR_SALAH),
        *_VITALS,
        Isian("rujukBalik", _B),
        Isian("kdTkp", _T),
    ),
    JenisJob.TAMBAH_ANTREAN: (
        Isian("nomorkartu", _T, kunci=True),
        Isian("nik", _T),
        Isian("nohp", _T),
        Isian("kodepoli", _T, kunci=True),
        Isian("namapoli", _T),
        Isian("norm", _T, kunci=True),
        Isian("tanggalperiksa", Tipe.TANGGAL_ISO, kunci=True),
        Isian("kodedokter", _B),
        Isian("namadokter", _T),
        Isian("jampraktek", _T),
        Isian("nomorantrean", _T),
        Isian("angkaantrean", _B),
        Isian("keterangan", _T),
    ),
    JenisJob.PANGGIL_ANTREAN: (*_QUEUE_KEY, Isian("status", _B), Isian("waktu", _B)),
    JenisJob.BATAL_ANTREAN: (*_QUEUE_KEY, Isian("alasan", _T)),
    JenisJob.KUNJUNGAN: (
        Isian("noKunjungan", _T, boleh_null=True, wajib=False),
        Isian("noKartu", _T, kunci=True),
        Isian("tglDaftar", Tipe.TANGGAL, kunci=True),
        Isian("kdPoli", _T, boleh_null=True, kunci=True),
        Isian("keluhan", _T),
        Isian("anamnesa", _T),
        Isian("kdSadar", _T),
        *_VITALS,
        Isian("kdStatusPulang", _T),
        Isian("tglPulang", Tipe.TANGGAL),
        Isian("kdDokter", _T),
        Isian("kdDiag1", _T),
        Isian("kdDiag2", _T, boleh_null=True),
        Isian("kdDiag3", _T, boleh_null=True),
        Isian("kdPoliRujukInternal", _T, boleh_null=True),
        Isian("rujukLanjut", Tipe.OBJEK, boleh_null=True),
        Isian("kdTacc", _B),
        Isian("alasanTacc", _T, boleh_null=True),
        Isian("alergiMakan", _T),
        Isian("alergiUdara", _T),
        Isian("alergiObat", _T),
        Isian("kdPrognosa", _T),
        Isian("terapiObat", _T),
        Isian("terapiNonObat", _T),
        Isian("bmhp", _T),
        Isian("suhu", _T),
    ),
    JenisJob.HAPUS_PENDAFTARAN: (
        Isian("noKartu", _T, kunci=True),
        Isian("tglDaftar", Tipe.TANGGAL, kunci=True),
        Isian("noUrut", _T),
        Isian("kdPoli", _T, kunci=True),
    ),
    JenisJob.HAPUS_KUNJUNGAN: (Isian("noKunjungan", _T, kunci=True),),
    **dict.fromkeys(JENIS_SATUSEHAT, ()),
}
"""Fields of the body of each type of job, in the order they are written; of SatuSehat's the lint knows."""


class SalahIsi(Exception):
    """An edited body that must not be sent. ``kode`` picks the sentence, ``fakta`` fill it in."""

    def __init__(self, kode: str, **fakta: object) -> None:
        self.kode = kode
        self.fakta = fakta
        super().__init__(kode)


@dataclass(frozen=True, slots=True)
class Peringatan:
    """A doubt about one field; it does not keep the body from being sent. ``sebab`` picks the words."""

    nama: str
    sebab: str
    """``tidak_dikenal``, ``tidak_ada``, ``null`` or ``tipe``."""
    harus: str = ""


@dataclass(frozen=True, slots=True)
class IsiSah:
    """A body that may be sent: its text, the locked fields it changed, and the doubts about it."""

    isi: str
    dibuka: tuple[str, ...] = ()
    peringatan: tuple[Peringatan, ...] = ()


def kunci_isian(jenis: JenisJob) -> tuple[str, ...]:
    """Name the locked fields of a type."""
    return tuple(field.nama for field in ISIAN[jenis] if field.kunci)


def _no_constant(text: str) -> None:
    raise SalahIsi("isi_bukan_json", galat=f"{text} bukan nilai JSON")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise SalahIsi("isi_ganda", kolom=key)
        found[key] = value
    return found


def _harmful(text: str) -> bool:
    """Whether a text holds control characters (but line breaks and tabs), or halves of characters."""
    return any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\r\n" for char in text)


def _strings(value: Any) -> bool:
    if isinstance(value, str):
        return _harmful(value)
    if isinstance(value, dict):
        return any(_harmful(key) or _strings(inner) for key, inner in value.items())
    return isinstance(value, list) and any(_strings(inner) for inner in value)


def baca_isi(text: str) -> dict[str, Any]:
    """Read an edited body strictly; raises :class:`SalahIsi`.

    It is one JSON object of at most 200 KB, no field twice, no control characters, written or escaped.
    """
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise SalahIsi("isi_terlalu_besar", batas=MOST_BYTES // 1024)
    if _harmful(text):
        raise SalahIsi("isi_kendali")
    try:
        data = json.loads(text, object_pairs_hook=_pairs, parse_constant=_no_constant)
        if not isinstance(data, dict):
            raise SalahIsi("isi_bukan_objek")
        if _strings(data):
            raise SalahIsi("isi_kendali")
    except (ValueError, RecursionError) as error:
        raise SalahIsi("isi_bukan_json", galat=salah_json(error)) from None
    return data


def salah_json(error: ValueError | RecursionError) -> str:
    """Say where a text stops being JSON, in a person's words instead of the library's."""
    if isinstance(error, json.JSONDecodeError):
        return f"salah tulis di baris {error.lineno} kolom {error.colno}"
    if isinstance(error, UnicodeError):
        return "bukan teks UTF-8"
    return "terlalu bersarang" if isinstance(error, RecursionError) else "angka terlalu panjang"


def periksa_isi(jenis: JenisJob, text: str, asli: Mapping[str, Any], *, buka_kunci: bool = False) -> IsiSah:
    """Check an edited body against the one it came from; raises :class:`SalahIsi`.

    *asli* holds at least the locked fields as they were. Changing one of them, or leaving it out,
    takes *buka_kunci*. Fields that the service's table does not know, or has otherwise, are doubts.
    """
    data = baca_isi(text)
    missing = object()
    opened = tuple(
        name
        for name in kunci_isian(jenis)
        if name in asli and not _equal(asli[name], data.get(name, missing))
    )
    if opened and not buka_kunci:
        raise SalahIsi("isi_terkunci", kolom=", ".join(opened))
    return IsiSah(json.dumps(data, ensure_ascii=False), opened, ragu(jenis, data))


def _equal(old: object, new: object) -> bool:
    return type(old) is type(new) and old == new


_DATES = {
    Tipe.TANGGAL: re.compile(r"\d{2}-\d{2}-\d{4}", re.ASCII),
    Tipe.TANGGAL_ISO: re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class KunciBpjs:
    """What BPJS knows a registration, a queue entry or a visit by."""

    tanggal: date
    no_kartu: str
    kd_poli: str


def kunci_dari_isi(text: str | None) -> KunciBpjs | None:
    """Read the key out of a body of either service, ``None`` when it is not wholly there."""
    try:
        data = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    card, room = data.get("noKartu", data.get("nomorkartu")), data.get("kdPoli", data.get("kodepoli"))
    day = tanggal_pcare(data["tglDaftar"]) if "tglDaftar" in data else _iso(data.get("tanggalperiksa"))
    if day is None or not isinstance(card, str) or not card:
        return None
    return KunciBpjs(day, card, room if isinstance(room, str) else "")


def _iso(value: object) -> date | None:
    if not isinstance(value, str) or _DATES[Tipe.TANGGAL_ISO].fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def cocok(tipe: Tipe, value: object) -> bool:
    """Tell whether a value is of a field's type."""
    if tipe is Tipe.BULAT:
        return isinstance(value, int) and not isinstance(value, bool)
    if tipe is Tipe.BENAR_SALAH:
        return isinstance(value, bool)
    if tipe is Tipe.OBJEK:
        return isinstance(value, dict)
    if not isinstance(value, str):
        return False
    return tipe not in _DATES or _DATES[tipe].fullmatch(value) is not None


def ragu(jenis: JenisJob, data: Mapping[str, Any]) -> tuple[Peringatan, ...]:
    """List the doubts about a body: unknown and missing fields, nulls and types that do not fit."""
    known = {field.nama: field for field in ISIAN[jenis]}
    found = [Peringatan(name, "tidak_dikenal") for name in data if name not in known]
    for field in known.values():
        if field.nama not in data:
            if field.wajib:
                found.append(Peringatan(field.nama, "tidak_ada"))
        elif data[field.nama] is None:
            if not field.boleh_null:
                found.append(Peringatan(field.nama, "null"))
        elif not cocok(field.tipe, data[field.nama]):
            found.append(Peringatan(field.nama, "tipe", str(field.tipe)))
    return tuple(found)
