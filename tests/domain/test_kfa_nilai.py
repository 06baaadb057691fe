"""Scores of catalogue rows: the better fit first, contradictions named, nothing doubtful strong."""

from __future__ import annotations

import pytest

from shared.domain import kfa
from shared.domain.kfa import Takar, baca, takar
from shared.domain.kfa_nilai import Calon, Cara, Dicari, JenisAlasan, Nilai, kuat, nilai, urutkan
from shared.domain.kfa_urai import urai
from shared.services.kfa_kata import Kosakata
from tests.services.katalog import CONTOH, obat

MORE = (
    obat("93900020", "Amoksisilin 500 mg / Asam Klavulanat 125 mg Tablet (Umum)", "", "", "Tablet"),
    obat("93900021", "Parasetamol 500 mg / Kafein 65 mg Tablet (Umum)", "", "", "Tablet"),
    obat("93900022", "Piridoksin HCl 10 mg Tablet (Umum)", "Piridoksin HCl", "10 mg", "Tablet"),
    obat("93900023", "Deksametason 0,5 mg Tablet (Umum)", "Deksametason", "0,5 mg", "Tablet"),
    obat("93900024", "Natrium Klorida 0,9 % Infus (Umum)", "Natrium Klorida", "0,9 %", "Infus"),
    obat("93900025", "Natrium Klorida 0,9 % Tetes Hidung (Umum)", "Natrium Klorida", "0,9 %", "Tetes Hidung"),
    obat("93900026", "Dekstrosa 5 % Infus (Umum)", "Dekstrosa", "5 %", "Infus"),
    obat("93900027", "Kotri 400 mg / 80 mg Tablet (Umum)", "Kotrimoksazol", "480 mg", "Tablet"),
    obat("93900028", "Kotri 800 mg / 160 mg Tablet (Umum)", "Kotrimoksazol", "960 mg", "Tablet"),
    obat("93900029", "Rifampisin 150 mg / Isoniazid 75 mg Tablet (Umum)", "", "", "Tablet"),
    obat(
        "93900030",
        "Klindamisin 300 mg Kapsul (VERXIL)",
        "Klindamisin",
        "300 mg",
        "Kapsul",
        nama_dagang="VERXIL",
    ),
    obat(
        "93900031", "Lisinopril 25 mg Tablet (VERREX)", "Lisinopril", "25 mg", "Tablet", nama_dagang="VERREX"
    ),
)
ROWS = {row.kode: row for row in (baca(data, "farmasi") for data in (*CONTOH, *MORE)) if row is not None}
SIZES: dict[str, Takar] = {code: takar(row) for code, row in ROWS.items()}


def words() -> Kosakata:
    counted: dict[str, list[int]] = {}
    for size in SIZES.values():
        for key, kind in kfa.kata_kosakata(size):
            there = counted.setdefault(key, [0, 0])
            there[0] |= kind
            there[1] += 1
    return Kosakata((key, kind, count) for key, (kind, count) in counted.items())


KATA = words()


def asked(text: str) -> Dicari:
    return KATA.dicari(urai(text))


def ranked(text: str) -> list[tuple[Calon, Nilai]]:
    everything = [
        Calon(code, row.nama, row.template, SIZES[code], row.aktif and row.sah) for code, row in ROWS.items()
    ]
    return urutkan(asked(text), everything, 10)


@pytest.mark.parametrize(
    ("text", "kode"),
    [
        ("pct 500 tab", "93900001"), ("PARACETAMOL 500MG TABLET", "93900001"), ("paracetmol 500", "93900001"),
        ("parcetamol500", "93900001"), ("para cetamol tab", "93900001"), ("contohmol", "93900002"),
        ("pct syr 120/5", "93900003"), ("sanmol syr", "93900003"), ("asmef", "93900004"),
        ("asam mefenamat500", "93900004"), ("mefenamic acid", "93900004"), ("ctm 4", "93900007"),
        ("chlorpheniramine maleate", "93900007"), ("co amoxiclav 625", "93900020"),
        ("amox/clav 500/125", "93900020"), ("paracetamol kafein", "93900021"), ("vit b6 10", "93900022"),
        ("pyridoxine", "93900022"), ("dexa 0.5", "93900023"), ("dxm 0,5 mg", "93900023"),
        ("nacl 0.9% 500 ml", "93900024"), ("prctml 500", "93900001"), ("co amox 500/125 tab", "93900020"),
        # A slip in a word of which the catalogue has another; one in a brand that begins like a second one.
        ("dextroe 5% inf", "93900026"), ("verrrx 25 mg tab", "93900031"), ("verxil", "93900030"),
        ("kotri forte tab", "93900028"), ("kotri 480", "93900027"), ("2fdc 150/75 tb", "93900029"),
        ("nacl 0,9% 10 ml tetes hidung", "93900025"), ("pct 500 hj tab", "93900001"),
    ],
)  # fmt: skip
def test_names_as_clinics_write_them_find_their_row(text: str, kode: str) -> None:
    assert ranked(text)[0][0].kode == kode


def test_a_word_nobody_knows_makes_no_suggestion_strong() -> None:
    """A shop's own mark costs little, and yet may be a medicine of which the catalogue has nothing."""
    assert kuat(ranked("pct 500 tab"))
    assert ranked("pct 500 tab hj")[0][0].kode == "93900001"
    assert not kuat(ranked("pct 500 tab hj"))


def test_every_reason_names_what_was_written() -> None:
    _, value = ranked("pct 500 tab")[0]
    assert [(one.jenis, one.asal, one.cara) for one in value.alasan] == [
        (JenisAlasan.ZAT, "pct", Cara.SINGKATAN),
        (JenisAlasan.KEKUATAN, "500", Cara.TEPAT),
        (JenisAlasan.BENTUK, "tab", Cara.TEPAT),
    ]
    _, value = ranked("paracetmol")[0]
    assert [one.cara for one in value.alasan] == [Cara.MIRIP]


def test_contradictions_are_named_and_cost() -> None:
    good = nilai(asked("pct 500 tab"), SIZES["93900001"])
    poor = nilai(asked("pct 250 tab"), SIZES["93900001"])
    worse = nilai(asked("pct 250 inj"), SIZES["93900001"])
    assert [one.jenis for one in poor.konflik] == [JenisAlasan.KEKUATAN]
    assert [one.jenis for one in worse.konflik] == [JenisAlasan.KEKUATAN, JenisAlasan.BENTUK]
    assert good.skor > poor.skor > worse.skor
    assert good.konflik == ()


def test_a_substance_nobody_asked_for_costs() -> None:
    single = nilai(asked("paracetamol 500 tab"), SIZES["93900001"])
    double = nilai(asked("paracetamol 500 tab"), SIZES["93900021"])
    assert single.skor - double.skor > 0.1


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        ("pct 500 tab", True), ("asam mefenamat 500 kaplet", True), ("pct", False),
        ("paracetamol 250 tab", False),
        ("entah apa", False), ("", False),
    ],
)  # fmt: skip
def test_only_what_is_sure_is_strong(text: str, strong: bool) -> None:
    assert kuat(ranked(text)) is strong


def test_a_retired_product_is_never_strong_and_comes_later() -> None:
    hits = ranked("amoksisilin 500")
    assert hits[0][0].kode == "93900005"
    only = [pair for pair in hits if pair[0].kode == "93900006"]
    assert not kuat(only)


def test_scores_stay_between_nought_and_one() -> None:
    for text in ("pct", "pct 500 tab umum", "x 1 2 3 4 5 6", "500", "tab", "%%%", "vit", "a b c d e"):
        assert all(0 <= value.skor <= 1 for _, value in ranked(text)), text
