"""Faults to order: which request they hit, how often, and what they do to it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

BREAKING: Final = ("jawaban_hilang", "tolak_sebelum")
_DECORATING: Final = ("plain", "201_null", "kode_string", "amplop_lain")
_REPLACING: Final = (
    "sandi_kedaluwarsa",
    "kode",
    "html_500",
    "kosong",
    "bukan_json",
    "teks_5xx",
    "batas_laju",
)
KINDS: Final = ("tunda", *BREAKING, *_DECORATING, *_REPLACING)

WAYS: Final = (
    "reset",
    "reset_awal",
    "reset_tengah",
    "502_html",
    "503_html",
    "504_html",
    "500_teks",
    "502_teks",
    "504_teks",
    "html_500",
    "kosong_200",
    "kosong_502",
    "kosong_504",
    "tunda_lama",
    "tetes",
)


@dataclass(slots=True)
class Fault:
    """One order, in the words of `POST /_sandbox/gangguan`.

    ``jenis`` is one of:

    - `tunda`: wait ``detik`` seconds before the operation, or after it (``kapan``);
    - `jawaban_hilang`: do the write, then lose the answer in the ``cara`` given;
    - `tolak_sebelum`: lose the request in the ``cara`` given, nothing is written;
    - `sandi_kedaluwarsa`, `kode`, `html_500`, `kosong`, `bukan_json`, `teks_5xx` (500, 502 and 504 in
      turn, as plain text), `batas_laju` (429, Retry-After ``detik``): say this instead; nothing is
      written unless ``tertulis``;
    - `plain`, `kode_string`, `amplop_lain`: the true answer in an odd envelope;
    - `201_null`: a create without its number; written unless ``tertulis`` is false.

    ``detik`` is in seconds: the wait of `tunda` and `tunda_lama`, the pause between two bytes of
    `tetes`. ``operasi`` is a name, a beginning (`pendaftaran.*`), an end (`*.tambah`) or `*`. ``no_kartu``
    is the participant, or a FHIR business identifier. ``sisa`` is how often the fault may still
    strike (None = without limit), ``kena`` how often it did.
    """

    id: str
    jenis: str
    layanan: str = "*"
    operasi: str = "*"
    cara: str = "reset"
    detik: float = 0.0
    kapan: str = "sebelum"
    http: int | None = None
    kode: int = 500
    pesan: str | None = None
    tempat: str = "meta"
    field: str = "noKartu"
    tertulis: bool = False
    peluang: float = 1.0
    kali: int | None = None
    no_kartu: str | None = None
    sisa: int | None = None
    kena: int = 0

    @property
    def at_headers(self) -> bool:
        """Whether the fault strikes before the body is read."""
        return self.jenis == "tolak_sebelum" and self.cara == "reset_awal" and self.no_kartu is None

    def concerns(self, layanan: str, operasi: str, no_kartu: str | None) -> bool:
        """Whether the fault is meant for such a request."""
        return (
            self.sisa != 0
            and self.layanan in ("*", layanan)
            and _covers(self.operasi, operasi)
            and self.no_kartu in (None, no_kartu)
            and (self.jenis != "201_null" or operasi.endswith(".tambah"))
        )


@dataclass(frozen=True, slots=True)
class Draw:
    """What the faults do to one request: delays in seconds, and at most one fault besides."""

    before: float = 0.0
    after: float = 0.0
    fault: Fault | None = None
    ids: tuple[str, ...] = ()


_NOTHING: Final = Draw()


class Faults:
    """The orders in force, and the dice. The same seed gives the same sequence of strikes."""

    def __init__(self, seed: int) -> None:
        self._orders: dict[str, Fault] = {}
        self._count = 0
        self.random = random.Random(seed)  # noqa: S311 - reproducible dice, not a secret

    def seed(self, seed: int) -> None:
        """Start the dice anew."""
        self.random.seed(seed)

    def order(self, wanted: Mapping[str, object], operations: Iterable[str]) -> Fault:
        """Put a fault in force; raises ValueError with an Indonesian sentence."""
        fault = _read(wanted, set(operations), str(self._count + 1))
        self._count += 1
        self._orders[fault.id] = fault
        return fault

    def lift(self, fault_id: str) -> bool:
        """Take a fault back; whether it was in force."""
        return self._orders.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Take all faults back."""
        self._orders.clear()

    def rows(self) -> list[dict[str, Any]]:
        """Return the orders with how often they struck (`kena`)."""
        return [asdict(fault) for fault in self._orders.values()]

    def draw(self, layanan: str, operasi: str, no_kartu: str | None, *, at_headers: bool) -> Draw:
        """Roll the dice for one request, at one of its two moments: headers read, or body read."""
        if not self._orders:
            return _NOTHING
        before = after = 0.0
        chosen: Fault | None = None
        ids: list[str] = []
        for fault in self._orders.values():
            if fault.at_headers is not at_headers or not fault.concerns(layanan, operasi, no_kartu):
                continue
            if fault.jenis != "tunda" and chosen is not None:
                continue
            if fault.peluang < 1 and self.random.random() >= fault.peluang:
                continue
            fault.kena += 1
            if fault.sisa is not None:
                fault.sisa -= 1
            ids.append(fault.id)
            if fault.jenis != "tunda":
                chosen = fault
            elif fault.kapan == "sebelum":
                before += fault.detik
            else:
                after += fault.detik
        return Draw(before, after, chosen, tuple(ids))


_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "layanan": (str,),
    "operasi": (str,),
    "jenis": (str,),
    "cara": (str,),
    "detik": (int, float),
    "kapan": (str,),
    "http": (int,),
    "kode": (int,),
    "pesan": (str,),
    "tempat": (str,),
    "field": (str,),
    "tertulis": (bool,),
    "peluang": (int, float),
    "kali": (int,),
    "no_kartu": (str,),
}
_ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "jenis": KINDS,
    "cara": WAYS,
    "layanan": ("pcare", "antrean", "satusehat", "kfa", "*"),
    "kapan": ("sebelum", "sesudah"),
    "tempat": ("meta", "daftar", "str"),
}


def _read(wanted: Mapping[str, object], operations: set[str], fault_id: str) -> Fault:
    given = {name: value for name, value in wanted.items() if value is not None}
    for name, value in given.items():
        if name not in _TYPES:
            raise ValueError(f"gangguan: {name} tidak dikenal")
        if type(value) not in _TYPES[name]:
            raise ValueError(f"gangguan: {name} salah jenis")
        if name in _ALLOWED and value not in _ALLOWED[name]:
            raise ValueError(f"gangguan: {name} harus salah satu dari {', '.join(_ALLOWED[name])}")
    if "jenis" not in given:
        raise ValueError("gangguan: jenis wajib diisi")
    values: dict[str, Any] = dict(given)
    fault = Fault(id=fault_id, sisa=values.get("kali"), **values)
    if fault.jenis == "sandi_kedaluwarsa" and "layanan" not in given:
        fault.layanan = "pcare"
    if not any(_covers(fault.operasi, name) for name in operations):
        raise ValueError(f"gangguan: operasi {fault.operasi} tidak dikenal")
    if not 0 <= fault.peluang <= 1 or fault.detik < 0 or (fault.kali is not None and fault.kali < 1):
        raise ValueError("gangguan: peluang 0 sampai 1, detik tidak negatif, kali minimal 1")
    if fault.http is not None and not 200 <= fault.http <= 599:
        raise ValueError("gangguan: http harus 200 sampai 599")
    if fault.jenis == "jawaban_hilang" and fault.cara == "reset_awal":
        raise ValueError("gangguan: reset_awal hanya untuk tolak_sebelum")
    if fault.jenis == "tolak_sebelum" and fault.cara == "reset_tengah":
        raise ValueError("gangguan: reset_tengah hanya untuk jawaban_hilang")
    if fault.jenis in BREAKING or "tertulis" not in given:
        fault.tertulis = fault.jenis in ("jawaban_hilang", *_DECORATING)
    if fault.jenis == "201_null" and "field" not in given:
        fault.field = "noUrut"
    return fault


def _covers(pattern: str, operasi: str) -> bool:
    if pattern.endswith(".*"):
        return operasi.startswith(pattern[:-1])
    if pattern.startswith("*."):
        return operasi.endswith(pattern[1:])
    return pattern in ("*", operasi)
