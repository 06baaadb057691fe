"""A visit is checked whole before anything is kept of it."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.kunjungan import RENTANG, periksa_kunjungan, tanggal_pcare
from shared.texts_pantau import SALAH_KUNJUNGAN

VISIT: dict[str, Any] = {
    "noKunjungan": None, "noKartu": "0001234567890", "tglDaftar": "04-03-2099", "kdPoli": "001",
    "keluhan": "pusing", "anamnesa": "pusing sejak kemarin", "kdSadar": "01", "sistole": 120,
    "diastole": 80, "beratBadan": 60, "tinggiBadan": 165, "respRate": 18, "lingkarPerut": 80,
    "heartRate": 80, "kdStatusPulang": "3", "tglPulang": "04-03-2099", "kdDokter": "1001",
    "kdDiag1": "A09", "kdDiag2": None, "kdDiag3": None, "kdPoliRujukInternal": None, "rujukLanjut": None,
    "kdTacc": -1, "alasanTacc": None, "alergiMakan": "00", "alergiUdara": "00", "alergiObat": "00",
    "kdPrognosa": "01", "terapiObat": "paracetamol", "terapiNonObat": "istirahat", "bmhp": "tidak ada",
    "suhu": "36,4",
}  # fmt: skip
SUB = {"kdSubSpesialis1": "3", "kdSarana": None}
SPECIAL = {"kdKhusus": "HDL", "kdSubSpesialis": None, "catatan": "rutin"}
REFERRAL = {"tglEstRujuk": "05-03-2099", "kdppk": "0000R001", "subSpesialis": SUB, "khusus": None}
REFERRED = {"kdStatusPulang": "4", "rujukLanjut": REFERRAL}


def wrong(**changes: Any) -> set[tuple[str, str]]:
    body = {k: v for k, v in (VISIT | changes).items() if v is not ...}
    found = periksa_kunjungan(body)
    for one in found:
        SALAH_KUNJUNGAN[one.sebab].format(**dict(one.fakta))
    return {(one.kolom, one.sebab) for one in found}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kdPoli": None, "kdDiag2": ..., "noKunjungan": ...},
        dict.fromkeys(RENTANG, 0),
        {name: high for name, (_, high) in RENTANG.items()},
        REFERRED,
        {"kdStatusPulang": "4", "rujukLanjut": REFERRAL | {"subSpesialis": None, "khusus": SPECIAL}},
        {"kdStatusPulang": "4", "rujukLanjut": {k: v for k, v in REFERRAL.items() if k != "khusus"}},
        {"kdStatusPulang": "5", "kdPoliRujukInternal": "002"},
        {"kdTacc": 1, "alasanTacc": "< 3 Hari"},
        {"kdTacc": 2, "alasanTacc": ">= 55 Tahun"},
        {"kdTacc": 3, "alasanTacc": "E11.9 - Diabetes"},
        {"kdTacc": 4, "alasanTacc": ">= 7 Hari"},
        {"kdTacc": 0},
        {"suhu": "37"},
        {"kdDiag1": "E119", "kdDiag3": "I10"},
    ],
)
def test_visits_pcare_takes(changes: dict[str, Any]) -> None:
    assert wrong(**changes) == set()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"noKartu": "123"}, ("noKartu", "kartu")),
        ({"noKartu": 1234567890123}, ("noKartu", "kartu")),
        ({"noKartu": ...}, ("noKartu", "tidak_ada")),
        ({"tglDaftar": "2099-03-04"}, ("tglDaftar", "tanggal")),
        ({"tglDaftar": "31-02-2099"}, ("tglDaftar", "tanggal")),
        ({"tglPulang": "03-03-2099"}, ("tglPulang", "sebelum_daftar")),
        ({"keluhan": " "}, ("keluhan", "teks")),
        ({"terapiObat": None}, ("terapiObat", "teks")),
        ({"kdSadar": "05"}, ("kdSadar", "pilihan")),
        ({"kdSadar": 1}, ("kdSadar", "pilihan")),
        ({"sistole": 59}, ("sistole", "rentang")),
        ({"sistole": 301}, ("sistole", "rentang")),
        ({"sistole": "120"}, ("sistole", "rentang")),
        ({"sistole": 120.0}, ("sistole", "rentang")),
        ({"heartRate": True}, ("heartRate", "rentang")),
        ({"beratBadan": ...}, ("beratBadan", "tidak_ada")),
        ({"kdDiag1": "diare"}, ("kdDiag1", "diagnosa")),
        ({"kdDiag1": None}, ("kdDiag1", "diagnosa")),
        ({"suhu": "36.4"}, ("suhu", "suhu")),
        ({"suhu": 36.4}, ("suhu", "suhu")),
        ({"alergiObat": "0"}, ("alergiObat", "kode2")),
        ({"kdPrognosa": "06"}, ("kdPrognosa", "pilihan")),
        ({"noKunjungan": "x"}, ("noKunjungan", "harus_null")),
        ({"lain": 1}, ("lain", "tidak_dikenal")),
        ({"kdStatusPulang": "4"}, ("rujukLanjut", "perlu_pulang")),
        ({"kdStatusPulang": "5"}, ("kdPoliRujukInternal", "perlu_pulang")),
        ({"kdStatusPulang": 3}, ("kdStatusPulang", "pilihan")),
        ({"rujukLanjut": REFERRAL}, ("rujukLanjut", "hanya_pulang")),
        (REFERRED | {"rujukLanjut": REFERRAL | {"khusus": SPECIAL}}, ("rujukLanjut", "satu_rujukan")),
        (REFERRED | {"rujukLanjut": REFERRAL | {"subSpesialis": None}}, ("rujukLanjut", "satu_rujukan")),
        (REFERRED | {"rujukLanjut": "x"}, ("rujukLanjut", "objek")),
        (REFERRED | {"rujukLanjut": REFERRAL | {"kdppk": "1"}}, ("rujukLanjut.kdppk", "provider")),
        (
            REFERRED | {"rujukLanjut": REFERRAL | {"subSpesialis": {"kdSarana": "1"}}},
            ("rujukLanjut.subSpesialis.kdSubSpesialis1", "teks"),
        ),
        (
            REFERRED | {"rujukLanjut": REFERRAL | {"subSpesialis": SUB | {"x": 1}}},
            ("rujukLanjut.subSpesialis.x", "tidak_dikenal"),
        ),
        (REFERRED | {"rujukLanjut": REFERRAL | {"tglEstRujuk": ""}}, ("rujukLanjut.tglEstRujuk", "tanggal")),
        ({"kdTacc": 5}, ("kdTacc", "pilihan")),
        ({"kdTacc": "1"}, ("kdTacc", "pilihan")),
        ({"kdTacc": -1, "alasanTacc": "< 3 Hari"}, ("alasanTacc", "harus_null")),
        ({"kdTacc": 1}, ("alasanTacc", "pilihan")),
        ({"kdTacc": 2, "alasanTacc": "< 3 Hari"}, ("alasanTacc", "pilihan")),
        ({"kdTacc": 3, "alasanTacc": "Diabetes"}, ("alasanTacc", "tacc_diagnosa")),
    ],
)
def test_visits_that_are_refused(changes: dict[str, Any], found: tuple[str, str]) -> None:
    assert wrong(**changes) == {found}


def test_everything_wrong_is_told_at_once() -> None:
    assert len(wrong(noKartu="1", suhu=36, sistole=1, kdTacc=9)) == 4


@pytest.mark.parametrize("text", ["4-3-2099", "04/03/2099", "29-02-2098", "٠٤-03-2099", None, 4])
def test_dates_that_are_none(text: object) -> None:
    assert tanggal_pcare(text) is None
