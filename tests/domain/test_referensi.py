"""Rows of reference lists as BPJS writes them: read, folded, and refused when they are none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.pemetaan import gabung_slot, kemiripan, saran
from shared.domain.referensi import (
    ACUAN,
    BarisJadwal,
    JenisReferensi,
    baca,
    baca_jadwal,
    daftar_jawaban,
    kunci,
    lipat,
)

DIAGNOSA = ACUAN[JenisReferensi.DIAGNOSA]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Demam   Berdarah\r\n", "demam berdarah"),
        ("Ménière's disease", "meniere s disease"),
        ("A00.1", "a00 1"),
        ("Kacang-Kacangan", "kacang kacangan"),
        ("100%_!", "100"),
        ("...", ""),
        ("İSTANBUL ß", "istanbul ss"),
    ],
)
def test_texts_are_folded_for_searching(text: str, folded: str) -> None:
    assert lipat(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert lipat(lipat(text)) == lipat(text)


def test_a_diagnosis_is_the_same_with_and_without_its_dot() -> None:
    assert kunci(JenisReferensi.DIAGNOSA, "A00.1") == kunci(JenisReferensi.DIAGNOSA, " a001 ") == "a001"
    dotted = baca(DIAGNOSA, {"kdDiag": "A00.1", "nmDiag": "Cholera", "nonSpesialis": False})
    plain = baca(DIAGNOSA, {"kdDiag": "A001", "nmDiag": "Cholera", "nonSpesialis": False})
    assert dotted is not None
    assert plain is not None
    assert (dotted.kunci, dotted.nama, dotted.isi) == (plain.kunci, plain.nama, plain.isi)
    assert kunci(JenisReferensi.PROVIDER, "0000U001") == "0000u001"


def test_a_row_keeps_its_other_fields_and_loses_what_is_around_its_name() -> None:
    row = baca(
        DIAGNOSA, {"kdDiag": " A09 ", "nmDiag": "Diarrhoea \x1b[31m\r\n", "nonSpesialis": True, "x": 1}
    )
    assert row is not None
    assert (row.kode, row.nama) == ("A09", "Diarrhoea")
    assert json.loads(row.isi) == {"nonSpesialis": True, "x": 1}
    assert row.cari == "diarrhoea a09"


@pytest.mark.parametrize("code", [None, "", "  ", True, 1.5, [], "A\x1b9", "x" * 101])
def test_a_row_without_a_code_is_none(code: Any) -> None:
    assert baca(DIAGNOSA, {"kdDiag": code, "nmDiag": "x"}) is None


def test_field_names_may_come_in_any_case_and_codes_as_numbers() -> None:
    row = baca(ACUAN[JenisReferensi.POLI], {"KDPOLI": 1, "nmpoli": None})
    assert row is not None
    assert (row.kode, row.nama, row.isi) == ("1", "", "{}")


def test_what_is_searched_stays_short_enough_for_an_index() -> None:
    row = baca(DIAGNOSA, {"kdDiag": "A09", "nmDiag": "kata 𝟘" * 5000})
    assert row is not None
    assert len(row.cari.encode()) <= 2000
    assert len(row.nama) <= 500


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (
            {"namadokter": "dr. A", "kodedokter": 7, "jampraktek": "07:00-12:00", "kapasitas": 40},
            BarisJadwal(7, "dr. A", "07:00-12:00", 40),
        ),
        (
            {"namadokter": "dr. A\r\n", "kodedokter": "7", "jampraktek": "07:00 - 12:00", "kapasitas": ""},
            BarisJadwal(7, "dr. A", "07:00-12:00", None),
        ),
        ({"kodedokter": 7, "jampraktek": None}, None),
        ({"kodedokter": 7, "jampraktek": " "}, None),
        ({"kodedokter": "D7", "jampraktek": "07:00-12:00"}, None),
        ({"kodedokter": "٧", "jampraktek": "07:00-12:00"}, None),
        ({"kodedokter": 10**20, "jampraktek": "07:00-12:00"}, None),
        ({"jampraktek": "07:00-12:00"}, None),
    ],
)
def test_slots_are_read(row: dict[str, Any], read: BarisJadwal | None) -> None:
    assert baca_jadwal(row) == read


@pytest.mark.parametrize(
    ("data", "read"),
    [
        ({"count": 2, "list": [{"a": 1}, {"a": 2}]}, ([{"a": 1}, {"a": 2}], 2)),
        ({"count": "2", "LIST": [{"a": 1}]}, ([{"a": 1}], 2)),
        ({"list": [{"a": 1}, None, "x"]}, ([{"a": 1}], None)),
        ([{"a": 1}], ([{"a": 1}], None)),
        (None, ([], None)),
        ("", ([], None)),
        ({}, ([], 0)),
        ({"count": 0, "list": None}, ([], 0)),
        ({"count": 3, "list": None}, None),
        ({"nama": "x"}, None),
        ("tidak ada", None),
        (7, None),
    ],
)
def test_a_list_comes_in_many_shapes(data: object, read: object) -> None:
    assert daftar_jawaban(data) == read


# ── mapping ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("ours", "best"),
    [
        ("Poli Umum", "001"),
        ("Ruang Gigi", "002"),
        ("Klinik KIA", "003"),
        ("KONSELING  GIZI", "021"),
    ],
)
def test_the_best_suggestion_is_the_right_poli(ours: str, best: str) -> None:
    polis = [
        ("001", "POLI UMUM"), ("002", "POLI GIGI & MULUT"), ("003", "POLI KIA"), ("008", "POLI KB"),
        ("021", "KONSELING GIZI"), ("999", "LAIN-LAIN"),
    ]  # fmt: skip
    assert saran(ours, polis)[0].kode == best


def test_titles_say_nothing_about_who_a_doctor_is() -> None:
    assert kemiripan("dr. Melati Uji", "Melati Uji, Sp.A") > 80
    assert kemiripan("dr. Melati", "drg. Rangga") < 30
    assert kemiripan("", "x") == kemiripan("x", "") == 0
    assert saran("dr. Melati", [("1", "Rangga"), ("2", "")]) == ()


@given(st.text(), st.text())
def test_likeness_is_between_nothing_and_all(one: str, other: str) -> None:
    assert 0 <= kemiripan(one, other) <= 100


def test_slots_of_bpjs_take_the_place_of_ours_on_its_weekdays_only() -> None:
    ours = [(None, "07:00-12:00"), (2, "13:00-16:00"), (5, "08:00-10:00")]
    merged = gabung_slot(ours, {2: ["08:00-11:00"], 6: []})
    assert [slot for day, slot in merged if day == 2] == ["08:00-11:00"]
    assert {day for day, slot in merged if slot == "07:00-12:00"} == {0, 1, 3, 4, 5, 6}
    assert (5, "08:00-10:00") in merged
    assert gabung_slot(ours, {}) == tuple(ours)
    assert gabung_slot([], {0: ["a", "a"]}) == ((0, "a"),)
