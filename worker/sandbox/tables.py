"""Small reference tables in the shapes of PCare. Codes are the field's own, the rest is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

Row = Mapping[str, Any]


def _rows(names: Sequence[str], *values: Sequence[object]) -> tuple[Row, ...]:
    return tuple(dict(zip(names, row, strict=True)) for row in values)


def codes(table: Iterable[Row]) -> tuple[object, ...]:
    """Return the first column of a table."""
    return tuple(next(iter(row.values())) for row in table)


TKP: Final[Mapping[str, str]] = {"10": "RJTP", "20": "RITP", "50": "Promotif"}

KESADARAN: Final = _rows(
    ("kdSadar", "nmSadar"),
    ("01", "Compos mentis"),
    ("02", "Somnolence"),
    ("03", "Sopor"),
    ("04", "Coma"),
)
PROGNOSA: Final = _rows(
    ("kdPrognosa", "nmPrognosa"),
    ("01", "Sanam (Sembuh)"),
    ("02", "Bonam (Baik)"),
    ("03", "Malam (Buruk/Jelek)"),
    ("04", "Dubia Ad Sanam/Bolam (Tidak tentu/Ragu-ragu, Cenderung Sembuh/Baik)"),
    ("05", "Dubia Ad Malam (Tidak tentu/Ragu-ragu, Cenderung Buruk/Jelek)"),
)
ALERGI: Final[Mapping[str, tuple[Row, ...]]] = {
    "01": _rows(
        ("kdAlergi", "nmAlergi"),
        ("00", "Tidak Ada"),
        ("01", "Seafood"),
        ("02", "Gandum"),
        ("03", "Susu Sapi"),
        ("04", "Kacang-Kacangan"),
        ("05", "Makanan Lain"),
    ),
    "02": _rows(
        ("kdAlergi", "nmAlergi"),
        ("00", "Tidak Ada"),
        ("01", "Udara Panas"),
        ("02", "Udara Dingin"),
        ("03", "Udara Kotor"),
    ),
    "03": _rows(
        ("kdAlergi", "nmAlergi"),
        ("00", "Tidak Ada"),
        ("01", "Antibiotik"),
        ("02", "Antiinflamasi"),
        ("03", "Non Steroid"),
        ("04", "Aspirin"),
        ("05", "Obat Lain"),
    ),
}
STATUS_PULANG: Final = _rows(
    ("kdStatusPulang", "nmStatusPulang"),
    ("3", "Berobat Jalan"),
    ("4", "Rujuk Lanjut"),
    ("5", "Rujuk Internal"),
)
STATUS_PULANG_INAP: Final = _rows(
    ("kdStatusPulang", "nmStatusPulang"),
    ("0", "Sembuh"),
    ("1", "Meninggal"),
    ("2", "Pulang Paksa"),
    ("4", "Rujuk Lanjut"),
    ("9", "Lain-lain"),
)
DIAGNOSA: Final = _rows(
    ("kdDiag", "nmDiag", "nonSpesialis"),
    ("A00.1", "Cholera due to Vibrio cholerae 01, biovar eltor", False),
    ("A09", "Diarrhoea and gastroenteritis of presumed infectious origin", True),
    ("E11.9", "Non-insulin-dependent diabetes mellitus without complications", True),
    ("H10.9", "Conjunctivitis, unspecified", True),
    ("I10", "Essential (primary) hypertension", True),
    ("J00", "Acute nasopharyngitis [common cold]", True),
    ("J06.9", "Acute upper respiratory infection, unspecified", True),
    ("K02.9", "Dental caries, unspecified", True),
    ("K30", "Dyspepsia", True),
    ("M79.1", "Myalgia", True),
    ("N18.9", "Chronic renal failure, unspecified", False),
    ("R50.9", "Fever, unspecified", True),
    ("R51", "Headache", True),
    ("Z00.0", "General medical examination", True),
)
DOKTER: Final = _rows(
    ("kdDokter", "nmDokter"),
    ("900001", "dr. MELATI UJI"),
    ("900002", "dr. RANGGA CONTOH"),
    ("900003", "drg. INTAN REKAAN"),
)
OBAT: Final = _rows(
    ("kdObat", "nmObat", "sedia"),
    ("990000001", "Amoksisilin tab 500 mg", 0),
    ("990000002", "Antasida DOEN tab", 0),
    ("990000003", "Amlodipin tab 5 mg", 0),
    ("990000004", "Metformin tab 500 mg", 0),
    ("990000005", "Parasetamol tab 500 mg", 0),
)
_TINDAKAN = _rows(
    ("kdTindakan", "nmTindakan", "maxTarif", "withValue"),
    ("01001", "Pemeriksaan Gula Darah", 20000, True),
    ("01002", "Perawatan Luka", 0, False),
    ("01003", "Ekstraksi Gigi", 0, False),
)
TINDAKAN: Final[Mapping[str, tuple[Row, ...]]] = {"10": _TINDAKAN, "20": _TINDAKAN[:2], "50": _TINDAKAN[:1]}
SPESIALIS: Final = _rows(
    ("kdSpesialis", "nmSpesialis"),
    ("ANA", "ANAK"),
    ("INT", "PENYAKIT DALAM"),
    ("OBG", "OBGYN"),
)
SUBSPESIALIS: Final[Mapping[str, tuple[Row, ...]]] = {
    "ANA": _rows(("kdSubSpesialis", "nmSubSpesialis", "kdPoliRujuk"), ("25", "ANAK", "ANA")),
    "INT": _rows(
        ("kdSubSpesialis", "nmSubSpesialis", "kdPoliRujuk"),
        ("3", "PENYAKIT DALAM", "INT"),
        ("8", "HEMATOLOGI - ONKOLOGI MEDIK", "018"),
    ),
    "OBG": _rows(
        ("kdSubSpesialis", "nmSubSpesialis", "kdPoliRujuk"), ("30", "OBSTETRI DAN GINEKOLOGI", "OBG")
    ),
}
SARANA: Final = _rows(
    ("kdSarana", "nmSarana"), ("1", "Rekam Medik"), ("2", "Laboratorium"), ("3", "Radiologi")
)
KHUSUS: Final = _rows(
    ("kdKhusus", "nmKhusus"),
    ("HDL", "HEMODIALISA"),
    ("THA", "THALASEMIA"),
    ("HEM", "HEMOFILI"),
    ("IGD", "ALIH RAWAT"),
    ("JIW", "JIWA"),
    ("KLT", "KUSTA"),
    ("PAR", "TB-MDR"),
    ("KEM", "SARANA KEMOTERAPI"),
    ("RAT", "SARANA RADIOTERAPI"),
    ("HIV", "HIV-ODHA"),
)
RUJUKAN: Final = _rows(
    (
        "kdppk",
        "nmppk",
        "alamatPpk",
        "telpPpk",
        "kelas",
        "nmkc",
        "distance",
        "jadwal",
        "jmlRujuk",
        "kapasitas",
        "persentase",
    ),
    (
        "0000R001",
        "RS SIMULASI",
        "JL. CONTOH NO. 1",
        "000-000000",
        "C",
        "CABANG UJI",
        1234.5,
        "Senin : 08:00 - 12:00",
        3,
        30,
        10,
    ),
)
