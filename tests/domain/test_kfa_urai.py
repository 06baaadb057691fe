"""Taking names of medicines apart, strengths compared, words folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.kfa import baca as baca_baris
from shared.domain.kfa import baca_takar, kunci, takar, token, tulis_takar
from shared.domain.kfa_kekuatan import Banding, Kuat, bandingkan, tanda, tanda_dicari, tulis
from shared.domain.kfa_lafal import lafal
from shared.domain.kfa_sediaan import Bentuk, kecocokan
from shared.domain.kfa_urai import angka, urai


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Parasetamol", "Paracetamol"),
        ("Sitarabin", "Cytarabine"),
        ("Amoksisilin", "Amoxicillin"),
        ("Klorfeniramin", "Chlorpheniramine"),
        ("mefenamat", "mefenamic"),
        ("klavulanat", "Clavulanic"),
        ("Deksametason", "Dexamethasone"),
        ("Setirizin", "Cetirizine"),
        ("Triheksifenidil", "Trihexyphenidyl"),
        ("asiklovir", "Acyclovir"),
        ("hidroklorotiazid", "Hydrochlorothiazide"),
        ("natrium", "Sodium"),
        ("Antasida", "Antacid"),
        ("ASETILSISTEIN", "Acetylcysteine"),
    ],
)
def test_spellings_of_two_languages_meet(one: str, other: str) -> None:
    assert kunci(one.lower()) == kunci(other.lower())


def test_different_substances_stay_apart() -> None:
    names = ["prednison", "prednisolon", "nifedipin", "nicardipin", "ranitidin", "loratadin", "captopril"]
    assert len({lafal(name) for name in names}) == len(names)


@given(st.text(max_size=60))
def test_a_key_is_a_token_of_the_index(text: str) -> None:
    key = lafal(text)
    assert key.isascii()
    assert key == "" or key.isalnum()
    assert lafal(text.upper().lower()) == lafal(text.lower().upper().lower())


@pytest.mark.parametrize(
    ("text", "value", "thousands"),
    [
        ("0,5", 0.5, False), ("1.000", 1000, False), ("400.000", 400_000, True), ("2.5", 2.5, False),
        ("0.125", 0.125, False), ("1.200.000", 1_200_000, True), ("31.25", 31.25, False), ("500", 500, False),
        ("62,5", 62.5, False),
    ],
)  # fmt: skip
def test_numbers_are_read_as_indonesians_write_them(text: str, value: float, thousands: bool) -> None:
    assert angka(text, thousands) == value


TABLET, SIRUP = (Bentuk("tablet"),), (Bentuk("cair", "sirup"),)


@pytest.mark.parametrize(
    ("text", "words", "strengths", "forms", "pack"),
    [
        ("pct 500 tab", ("pct",), ["500"], TABLET, None),
        ("Paracetamol500mg", ("paracetamol",), ["500 mg"], (), None),
        ("PCT SYR 120mg/5ml 60 ml", ("pct",), ["120 mg/5 mL"], SIRUP, 60),
        ("parasetamol syr 120/5", ("parasetamol",), ["120 mg/5 mL"], SIRUP, None),
        ("co amoxiclav 500/125 tab", ("coamoxiclav",), ["500", "125"], TABLET, None),
        ("irbesartan 150 strip", ("irbesartan",), ["150"], (), None),
        ("irbesartan 150mg 10 strip", ("irbesartan",), ["150 mg"], (), None),
        ("ctm strip 10", ("ctm",), [], (), None),
        ("tb ctm 4", ("ctm",), ["4"], TABLET, None),
        ("vit k dragee 10", ("vit k",), ["10"], (Bentuk("tablet", "gula"),), None),
        ("vitb12 50 mcg", ("vit b12",), ["50 mcg"], (), None),
        ("vitamin c 50", ("vit c",), ["50"], (), None),
        ("genta zalf 0,1% 5g", ("genta",), ["0,1 %"], (Bentuk("oles", "salep"),), 5),
        ("NaCl 0.9% 500 ml", ("nacl",), ["0,9 %"], (), 500),
        ("ceftriaxone 1 gr inj", ("ceftriaxone",), ["1.000 mg"], (Bentuk("injeksi"),), None),
        ("ctm4mg", ("ctm",), ["4 mg"], (), None),
        ("INH 300", ("inh",), ["300"], (), None),
        ("gg 100mg tab @100", ("gg",), ["100 mg"], TABLET, None),
        ("Amlodipin 10 mg 10x10 tab", ("amlodipin",), ["10 mg"], TABLET, None),
        ("Insulin 100 IU/mL 3 mL", ("insulin",), ["100 IU/mL"], (), 3),
        ("amoxan dry syr 125", ("amoxan",), ["125"], (Bentuk("cair", "kering"),), None),
        ("cendo xitrol ed", ("cendo", "xitrol"), [], (Bentuk("tetes", "mata"),), None),
    ],
)
def test_names_as_clinics_write_them(
    text: str, words: tuple[str, ...], strengths: list[str], forms: tuple[Bentuk, ...], pack: float | None
) -> None:
    parsed = urai(text)
    assert (parsed.kata, [tulis(k) for k in parsed.kekuatan]) == (words, strengths)
    assert (parsed.bentuk, parsed.isi) == (forms, pack)


def test_a_catalogue_name_is_taken_apart_with_its_brackets() -> None:
    parsed = urai("Amoxicillin 125 mg / Clavulanic Acid 31.25 mg / 5 mL Sirup Kering (MEREKKU, 60 mL)")
    assert parsed.kata == ("amoxicillin", "clavulanic", "acid")
    assert [tulis(k) for k in parsed.kekuatan] == ["125 mg/5 mL", "31,25 mg/5 mL"]
    assert (parsed.sisipan, parsed.isi) == (("merekku",), 60)


def kuat(text: str) -> tuple[Kuat, ...]:
    return urai(f"x {text} sirup" if "/5" in text else f"x {text}").kekuatan


@pytest.mark.parametrize(
    ("asked", "there", "verdict"),
    [
        ("500 mg", "500 mg", Banding.SAMA),
        ("0,5 g", "500 mg", Banding.SAMA),
        ("500", "500 mg", Banding.SAMA),
        ("50", "50 mcg", Banding.SAMA),
        ("500 mg", "250 mg", Banding.BEDA),
        ("625", "500 mg + 125 mg", Banding.SAMA),
        ("480 mg", "400 mg + 80 mg", Banding.SAMA),
        ("500 mg", "500 mg + 125 mg", Banding.MIRIP),
        ("500/125", "500 mg + 125 mg", Banding.SAMA),
        ("24 mg/ml", "120 mg/5 ml", Banding.SAMA),
        ("120 mg", "120 mg/5 ml", Banding.SAMA),
        ("125 mg/5 ml", "250 mg/5 ml", Banding.BEDA),
        ("1 %", "10 mg/g", Banding.SAMA),
        ("0,1 %", "1 %", Banding.BEDA),
        ("10 mg", "10 iu", Banding.BEDA),
        ("", "500 mg", Banding.TAK_TAHU),
        ("500 mg", "", Banding.TAK_TAHU),
    ],
)
def test_strengths_are_compared_not_spelt(asked: str, there: str, verdict: Banding) -> None:
    found, value = bandingkan(kuat(asked), kuat(there))
    assert found is verdict
    assert (value > 0) is (verdict in (Banding.SAMA, Banding.MIRIP))


_UNITS = st.sampled_from(["mg", "iu", "%", "meq"])
_STRENGTH = st.builds(
    Kuat, st.floats(0.001, 100_000).map(lambda n: round(n, 4)), _UNITS, st.sampled_from([0.0]), st.just("")
)


@given(st.lists(_STRENGTH, min_size=1, max_size=3))
def test_a_strength_is_itself_and_is_found_by_its_own_token(found: list[Kuat]) -> None:
    assert bandingkan(found, found)[0] is Banding.SAMA
    there = set(tanda(found))
    assert all(there & set(tanda_dicari(one)) for one in found)


@given(st.text(max_size=200))
def test_nothing_that_is_typed_breaks_the_parser(text: str) -> None:
    parsed = urai(text)
    for one in parsed.kekuatan:
        assert tulis(one)
    assert urai(text) == parsed


def test_forms_near_and_far() -> None:
    def compare(one: str, other: str) -> float:
        value = kecocokan(urai(f"x {one}").bentuk, urai(f"x {other}").bentuk)
        assert value is not None
        return value

    assert compare("tab", "Tablet") == 1.0
    assert compare("tab", "Kaplet") > 0.9
    assert compare("tab", "Sirup") < 0.5
    assert compare("tab", "Kapsul") < 0.5
    assert compare("syr", "Suspensi") > 0.5
    assert compare("tetes mata", "Tetes Telinga") < 0.5
    assert compare("inj", "Serbuk Injeksi") > 0.5
    assert kecocokan((), urai("x tablet").bentuk) is None


ROW = {
    "name": "Parasetamol Contoh 120 mg / 5 mL Sirup (CONTOHMOL, 60 mL)", "kfa_code": "93900001",
    "active": True, "state": "valid", "updated_at": "2026-09-01 03:00:00",
    "farmalkes_type": {"code": "medicine"}, "dosage_form": {"code": "BS055", "name": "Sirup"},
    "nie": "DBL0000000000A1", "nama_dagang": "CONTOHMOL", "manufacturer": "PABRIK CONTOH", "generik": None,
    "product_template": {"kfa_code": "92900001", "name": "Parasetamol Contoh 120 mg / 5 mL Sirup"},
    "active_ingredients": [{"zat_aktif": "PARACETAMOL", "kekuatan_zat_aktif": "120 mg"}],
    "replacement": {"product": {"name": None, "reason": None, "kfa_code": None}},
}  # fmt: skip


def test_a_row_of_the_service_is_read() -> None:
    one = baca_baris(ROW, "farmasi")
    assert one is not None
    assert (one.kode, one.bentuk, one.kekuatan) == ("93900001", "Sirup", "PARACETAMOL 120 mg/5 mL")
    assert (one.produsen, one.nie, one.template) == ("PABRIK CONTOH", "DBL0000000000A1", "92900001")
    assert one.aktif
    assert one.sah
    size = takar(one)
    assert baca_takar(tulis_takar(size)) == size
    assert {"parasetamol", "kontohmol", "n120mg", "fcair"} <= set(token(size))


@pytest.mark.parametrize(
    "change",
    [{"kfa_code": "/"}, {"kfa_code": "9390000"}, {"kfa_code": None}, {"name": ""}, {"name": False}],
)
def test_drafts_and_what_is_no_product_are_left_out(change: dict[str, object]) -> None:
    assert baca_baris(ROW | change, "farmasi") is None


def test_false_and_null_are_nothing_and_hostile_text_is_cleaned() -> None:
    one = baca_baris(
        ROW
        | {
            "dosage_form": {"code": False, "name": False}, "manufacturer": None, "registrar": False,
            "active_ingredients": False, "name": "Usang \x1b[31mContoh\u202e 100 mg (tidak dipakai)",
            "active": False, "replacement": {"product": {"kfa_code": "93900010", "name": "Baru"}},
        },
        "farmasi",
    )  # fmt: skip
    assert one is not None
    assert one.nama.isprintable()
    assert "\u202e" not in one.nama
    assert (one.bentuk, one.produsen, one.zat, one.aktif) == ("", "", (), False)
    assert (one.ganti_kode, one.ganti_nama) == ("93900010", "Baru")
