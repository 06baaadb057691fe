"""Ways in which real installations differ from each other, set with `POST /_sandbox/sakelar`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "kode_jenis": ("angka", "string", "campur"),
    "duplikat": ("412", "401", "428", "terima"),
    "hapus_hilang": ("304", "412", "200"),
    "kunjungan_jalur": ("v1", "keduanya"),
    "kunjungan_jawaban": ("daftar", "objek"),
    "kfa_items": ("objek", "larik"),
    "tidak_ditemukan": ("204", "200_null"),
    "fhir_401": ("apigee", "outcome", "kosong"),
    "fhir_duplikat": ("aturan", "dokumen", "terima"),
    "fhir_pasien_jawaban": ("data", "titik_dua", "bersarang", "fhir", "500"),
}


@dataclass(slots=True)
class Switches:
    """Every switch with its default.

    ``drift_detik`` is the tolerated clock difference in seconds; ``plain_satu_dari_n`` sends every
    n-th sealed answer unsealed (0 = never). ``duplikat = "terima"`` makes the service forget its own
    uniqueness rule, which is how a blind second POST becomes visible in the ledger.
    ``tidak_ditemukan`` is the answer of a PCare read that finds nothing.

    SatuSehat: ``token_umur_detik`` is the life of a token, ``token_hukuman_detik`` the wait after a bad
    request for one. A new resource is found by search after ``fhir_indeks_permintaan`` more requests and
    ``fhir_indeks_ms`` milliseconds. ``fhir_kelas_akses`` names the types this client may write, separated by
    commas (empty = all), ``fhir_tanpa_persetujuan`` those whose search results are withheld.
    ``fhir_batas_tanggal`` is the oldest day allowed, ``fhir_tanggal_bebas`` allows any. ``fhir_ketat`` checks
    the numbered rules, ``fhir_rujukan`` that references lead somewhere. ``fhir_duplikat`` is the wording, or
    `terima` to forget uniqueness; ``fhir_pasien_jawaban`` the shape of a created patient.
    ``fhir_halaman`` is how many matches a page of a search holds (0 = all).

    KFA: ``kfa_items`` is the shape of a list (`objek` has the rows in `data`), ``kfa_farmasi`` and
    ``kfa_alkes`` are how many products are invented, ``kfa_size_maks`` the most rows of a page.
    """

    drift_detik: int = 300
    kode_jenis: str = "angka"
    ketat_text_plain: bool = False
    duplikat: str = "412"
    hapus_hilang: str = "304"
    tidak_ditemukan: str = "204"
    kunjungan_jalur: str = "v1"
    kunjungan_jawaban: str = "daftar"
    tabrakan_kunjungan: bool = True
    peserta_ketat: bool = False
    poli_bebas: bool = False
    dokter_bebas: bool = True
    plain_satu_dari_n: int = 0
    teks_tidak_aktif: str = "Peserta tidak aktif. {ket}"
    kfa_items: str = "objek"
    kfa_farmasi: int = 1200
    kfa_alkes: int = 400
    kfa_size_maks: int = 1000
    benih: int = 1
    token_umur_detik: int = 3599
    token_hukuman_detik: int = 60
    fhir_indeks_permintaan: int = 0
    fhir_indeks_ms: int = 0
    fhir_kelas_akses: str = ""
    fhir_tanpa_persetujuan: str = ""
    fhir_batas_tanggal: str = "2014-06-03"
    fhir_tanggal_bebas: bool = False
    fhir_ketat: bool = True
    fhir_rujukan: bool = True
    fhir_duplikat: str = "aturan"
    fhir_pasien_jawaban: str = "data"
    fhir_organisasi_identifier: bool = True
    fhir_401: str = "apigee"
    fhir_halaman: int = 0

    def update(self, wanted: Mapping[str, object]) -> None:
        """Set the named switches, all or none; raises ValueError with an Indonesian sentence."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f"sakelar {name} tidak dikenal")
            if type(value) is not known[name]:
                raise ValueError(f"sakelar {name} harus {_KINDS[known[name]]}")
            if name in _CHOICES and value not in _CHOICES[name]:
                raise ValueError(f"sakelar {name} harus salah satu dari {', '.join(_CHOICES[name])}")
            if name == "fhir_batas_tanggal":
                _check_day(str(value))
        for name, value in wanted.items():
            setattr(self, name, value)

    def as_dict(self) -> dict[str, object]:
        """Return every switch by name."""
        return asdict(self)


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("sakelar fhir_batas_tanggal harus tanggal YYYY-MM-DD") from None


_KINDS: Final[Mapping[type, str]] = {int: "bilangan bulat", bool: "true atau false", str: "teks"}
