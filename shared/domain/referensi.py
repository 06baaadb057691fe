"""The reference lists of BPJS: which there are, where they are read, and what one of their rows is.

Field names and paths are the service's own: PCare as in GET diagnosa/{kode or nama}/{start}/{limit},
Antrean FKTP as in GET ref/dokter/kodepoli/{kodepoli}/tanggal/{d}.
"""

from __future__ import annotations

import json
import string
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from shared.domain.answers import Layanan
from shared.domain.masking import clean

LONGEST_CODE: Final = 100
_LONGEST_NAME: Final = 500
_LONGEST_SEARCH: Final = 500
"""PostgreSQL refuses index rows above 2.7 kB; four bytes a character at most."""


class JenisReferensi(StrEnum):
    """A reference list. All but ``jadwal`` are PCare's; ``jadwal`` is read once for each date."""

    DIAGNOSA = "diagnosa"
    DOKTER = "dokter"
    KESADARAN = "kesadaran"
    POLI = "poli"
    PROVIDER = "provider"
    STATUS_PULANG = "status_pulang"
    STATUS_PULANG_INAP = "status_pulang_inap"
    ALERGI_MAKANAN = "alergi_makanan"
    ALERGI_UDARA = "alergi_udara"
    ALERGI_OBAT = "alergi_obat"
    PROGNOSA = "prognosa"
    OBAT = "obat"
    TINDAKAN_10 = "tindakan_10"
    TINDAKAN_20 = "tindakan_20"
    TINDAKAN_50 = "tindakan_50"
    SPESIALIS = "spesialis"
    SUBSPESIALIS = "subspesialis"
    SARANA = "sarana"
    KHUSUS = "khusus"
    JADWAL = "jadwal"
    """Antrean FKTP: the polis of a date, and of each its doctors with slots and capacity."""
    KFA = "kfa"
    """The KFA catalogue; it is read by :mod:`shared.services.kfa_sinkron` and kept in tables of its own."""


class StatusSinkron(StrEnum):
    """State of one synchronisation."""

    MENUNGGU = "menunggu"
    JALAN = "jalan"
    SELESAI = "selesai"
    GAGAL = "gagal"
    DIBATALKAN = "dibatalkan"


LIVE_SYNC: Final = frozenset({StatusSinkron.MENUNGGU, StatusSinkron.JALAN})


class Perubahan(StrEnum):
    """What a synchronisation did to a row."""

    TAMBAH = "tambah"
    UBAH = "ubah"
    HILANG = "hilang"


@dataclass(frozen=True, slots=True)
class Acuan:
    """How one list is read.

    ``jalur`` is its path, with ``{kata}`` where a search text or a parent's code goes and
    ``{tanggal}`` for a date; ``kode`` and ``nama`` name the fields of a row. ``halaman``: the path
    ends in ``{start}/{limit}``. ``awalan`` are the search texts a full reading begins with;
    one that finds more than ``besar`` rows is read as itself followed by each of ``pecahan``.
    ``induk`` is the path of the list whose codes (``kode_induk``) are put in for ``{kata}``.
    """

    jenis: JenisReferensi
    jalur: str
    kode: str
    nama: str
    layanan: Layanan = Layanan.PCARE
    halaman: bool = False
    awalan: str = ""
    pecahan: str = ""
    besar: int = 0
    induk: str = ""
    kode_induk: str = ""
    nama_induk: str = ""


_J = JenisReferensi
_LETTERS, _DIGITS = string.ascii_uppercase, string.digits

ACUAN: Final[dict[JenisReferensi, Acuan]] = {
    acuan.jenis: acuan
    for acuan in (
        # Every code is a letter and digits, so letter + digit finds each about once, whether the
        # service looks at beginnings or anywhere in code and name.
        Acuan(
            _J.DIAGNOSA, "diagnosa/{kata}", "kdDiag", "nmDiag",
            halaman=True, awalan=_LETTERS, pecahan=_DIGITS, besar=1000,
        ),
        Acuan(_J.DOKTER, "dokter", "kdDokter", "nmDokter", halaman=True),
        Acuan(_J.KESADARAN, "kesadaran", "kdSadar", "nmSadar"),
        Acuan(_J.POLI, "poli/fktp", "kdPoli", "nmPoli", halaman=True),
        Acuan(_J.PROVIDER, "provider", "kdProvider", "nmProvider", halaman=True),
        Acuan(_J.STATUS_PULANG, "statuspulang/rawatInap/false", "kdStatusPulang", "nmStatusPulang"),
        Acuan(_J.STATUS_PULANG_INAP, "statuspulang/rawatInap/true", "kdStatusPulang", "nmStatusPulang"),
        Acuan(_J.ALERGI_MAKANAN, "alergi/jenis/01", "kdAlergi", "nmAlergi"),
        Acuan(_J.ALERGI_UDARA, "alergi/jenis/02", "kdAlergi", "nmAlergi"),
        Acuan(_J.ALERGI_OBAT, "alergi/jenis/03", "kdAlergi", "nmAlergi"),
        Acuan(_J.PROGNOSA, "prognosa", "kdPrognosa", "nmPrognosa"),
        # Codes and names begin with anything: all letters and digits are asked for. Texts are split
        # late: where the service looks anywhere in a name, longer ones find the same rows again.
        Acuan(
            _J.OBAT, "obat/dpho/{kata}", "kdObat", "nmObat",
            halaman=True, awalan=_LETTERS + _DIGITS, pecahan=_LETTERS + _DIGITS + " -.,(+%", besar=10_000,
        ),
        Acuan(_J.TINDAKAN_10, "tindakan/kdTkp/10", "kdTindakan", "nmTindakan", halaman=True),
        Acuan(_J.TINDAKAN_20, "tindakan/kdTkp/20", "kdTindakan", "nmTindakan", halaman=True),
        Acuan(_J.TINDAKAN_50, "tindakan/kdTkp/50", "kdTindakan", "nmTindakan", halaman=True),
        Acuan(_J.SPESIALIS, "spesialis", "kdSpesialis", "nmSpesialis"),
        Acuan(
            _J.SUBSPESIALIS, "spesialis/{kata}/subspesialis", "kdSubSpesialis", "nmSubSpesialis",
            induk="spesialis", kode_induk="kdSpesialis", nama_induk="nmSpesialis",
        ),
        Acuan(_J.SARANA, "spesialis/sarana", "kdSarana", "nmSarana"),
        Acuan(_J.KHUSUS, "spesialis/khusus", "kdKhusus", "nmKhusus"),
        Acuan(
            _J.JADWAL, "ref/dokter/kodepoli/{kata}/tanggal/{tanggal}", "kodedokter", "namadokter",
            layanan=Layanan.ANTREAN,
            induk="ref/poli/tanggal/{tanggal}", kode_induk="kodepoli", nama_induk="namapoli",
        ),
        Acuan(_J.KFA, "products/all", "kfa_code", "name", layanan=Layanan.KFA),
    )
}  # fmt: skip
"""Every list, in the order a page shows them."""

BPJS: Final = tuple(jenis for jenis, acuan in ACUAN.items() if acuan.layanan is not Layanan.KFA)
"""The lists of BPJS: all but the catalogue."""
PCARE: Final = tuple(jenis for jenis, acuan in ACUAN.items() if acuan.layanan is Layanan.PCARE)
"""The lists of the tab Referensi PCare."""


@dataclass(frozen=True, slots=True)
class Baris:
    """One row of a list as the service gave it.

    ``kunci`` tells rows of a list apart, together with ``induk``, the parent's code. ``isi`` is
    the JSON of the fields beside code and name, ``cari`` what a search looks through.
    """

    kunci: str
    kode: str
    nama: str
    isi: str = "{}"
    cari: str = ""
    induk: str = ""


@dataclass(frozen=True, slots=True)
class BarisJadwal:
    """A doctor's slot: a row of Antrean FKTP GET ref/dokter. ``kapasitas`` is patients in the slot."""

    kodedokter: int
    namadokter: str
    jampraktek: str
    kapasitas: int | None = None


def lipat(text: str) -> str:
    """Fold a text for searching: no accents, lower case, one space for whatever is no letter or digit."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain if not _mark(char)).split())


def _mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def kunci(jenis: JenisReferensi, kode: str) -> str:
    """Fold a code to what tells rows apart: of a diagnosis ``A00.1`` and ``A001`` are one."""
    plain = kode.strip().casefold()
    return plain.replace(".", "").replace(" ", "") if jenis is JenisReferensi.DIAGNOSA else plain


def member(row: dict[str, Any], name: str) -> Any:
    """Return a field whatever the case of its name, ``None`` when it is not there."""
    if name in row:
        return row[name]
    return next((value for key, value in row.items() if key.lower() == name.lower()), None)


def kode_sah(value: object) -> str:
    """Return a code without the blanks around it, ``""`` when it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return text if text.isprintable() and len(text) <= LONGEST_CODE else ""


def nama_sah(value: object) -> str:
    """Return a name as one harmless line; names of BPJS may end in CR LF."""
    return clean(value, _LONGEST_NAME) if isinstance(value, str) else ""


def baca(acuan: Acuan, row: dict[str, Any], induk: str = "") -> Baris | None:
    """Read one row of a list; ``None`` when it has no code."""
    kode = kode_sah(member(row, acuan.kode))
    if not kode:
        return None
    nama = nama_sah(member(row, acuan.nama))
    own = {acuan.kode.lower(), acuan.nama.lower()}
    rest = {key: value for key, value in row.items() if key.lower() not in own}
    code = kunci(acuan.jenis, kode)
    search = " ".join(dict.fromkeys(filter(None, (lipat(nama), code, lipat(kode)))))
    return Baris(
        kunci=code,
        kode=kode,
        nama=nama,
        isi=json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        cari=search[:_LONGEST_SEARCH],
        induk=induk,
    )


def baca_jadwal(row: dict[str, Any]) -> BarisJadwal | None:
    """Read one row of Antrean FKTP GET ref/dokter; ``None`` without a doctor's number and a slot."""
    kode, jam = kode_sah(member(row, "kodedokter")), member(row, "jampraktek")
    if not (kode.isascii() and kode.isdigit() and len(kode) < 19) or not isinstance(jam, str):
        return None
    slot = nama_sah(jam).replace(" ", "")
    if not slot:
        return None
    room = kode_sah(member(row, "kapasitas"))
    capacity = int(room) if room.isascii() and room.isdigit() and len(room) < 10 else None
    return BarisJadwal(int(kode), nama_sah(member(row, "namadokter")), slot, capacity)


def daftar_jawaban(data: object) -> tuple[list[dict[str, Any]], int | None] | None:
    """Take rows and total out of ``{count, list}``, ``{list}`` or a bare list; nothing is no rows.

    Returns ``None`` for what is no list at all.
    """
    if data is None or data == "":
        return [], None
    count: int | None = None
    rows = data
    if isinstance(data, dict):
        said = kode_sah(member(data, "count"))
        count = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
        rows = member(data, "list")
        if rows is None and (count == 0 or not data):
            return [], 0
    if not isinstance(rows, list):
        return None
    return [row for row in rows if isinstance(row, dict)], count
