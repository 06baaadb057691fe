"""Reading a whole list: every row is found, however the service searches and wherever the reading stops."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest

from shared.domain import telusur
from shared.domain.referensi import ACUAN, BPJS, Acuan, JenisReferensi
from shared.domain.telusur import HALAMAN, INDUK, Posisi

DIAGNOSA, OBAT = ACUAN[JenisReferensi.DIAGNOSA], ACUAN[JenisReferensi.OBAT]
POLI, SUB, JADWAL = (ACUAN[JenisReferensi(name)] for name in ("poli", "subspesialis", "jadwal"))

Match = Callable[[str, dict[str, Any]], bool]


def begins(text: str, row: dict[str, Any]) -> bool:
    return any(str(value).upper().startswith(text) for value in row.values())


def contains(text: str, row: dict[str, Any]) -> bool:
    return any(text in str(value).upper() for value in row.values())


def code_begins(text: str, row: dict[str, Any]) -> bool:
    return str(next(iter(row.values()))).startswith(text)


def diagnoses(seed: int, count: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)
    codes = [f"{letter}{n:02d}" for letter in "ABCJRSZ" for n in range(100)]
    codes += [f"{code}.{n}" for code in codes for n in range(10)]
    picked = sorted(dice.sample(codes, count))
    words = ("demam", "Acute", "infection", "unspecified", "otitis", "xerosis")
    return [{"kdDiag": code, "nmDiag": " ".join(dice.sample(words, 2))} for code in picked]


def drugs(seed: int, count: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)
    names = ("Amoksisilin", "Antasida", "parasetamol", "5-FU", "Zink", "Vitamin B")
    return [{"kdObat": f"9{n:08d}", "nmObat": f"{dice.choice(names)} {n} mg"} for n in range(count)]


def walk(
    acuan: Acuan, rows: list[dict[str, Any]], match: Match, *, count: bool = True, cap: int = HALAMAN
) -> tuple[set[str], int, list[float]]:
    """Read everything from a service; returns the codes found, the pages it took, and the progress."""
    at, found, pages, done = telusur.mulai(acuan), set(), 0, []
    fitting: dict[str, list[dict[str, Any]]] = {}
    while not at.selesai:
        at = telusur.dari_teks(telusur.tulis(at))  # whoever goes on has nothing but this
        path = telusur.jalur(acuan, at).split("/")
        start, limit = int(path[-2]), int(path[-1])
        text = unquote(path[-3]) if acuan.awalan else ""
        if text not in fitting:
            fitting[text] = [row for row in rows if match(text, row)]
        fits = fitting[text]
        page = fits[start : start + min(limit, cap)]
        found |= {str(row[acuan.kode]) for row in page}
        at = telusur.lanjut(acuan, at, page, len(fits) if count else None)
        done.append(telusur.bagian(acuan, at))
        pages += 1
        assert pages < 5_000
    return found, pages, done


@pytest.mark.parametrize("match", [begins, contains, code_begins])
@pytest.mark.parametrize("count", [0, 3, 2500])
def test_every_diagnosis_is_found_however_the_service_searches(match: Match, count: int) -> None:
    rows = diagnoses(count, count)
    found, pages, _ = walk(DIAGNOSA, rows, match)
    assert found == {row["kdDiag"] for row in rows}
    assert pages <= 26 * 12 + 3 * count / HALAMAN * 3


@pytest.mark.parametrize(
    ("match", "count", "besar"),
    [
        (begins, 1, 500),
        (begins, 2500, 500),
        (contains, 1, 10),
        (contains, 250, 120),
        (contains, 1500, 10_000),
    ],
)
def test_every_drug_is_found_however_the_service_searches(match: Match, count: int, besar: int) -> None:
    rows = drugs(count, count)
    found, _, _ = walk(replace(OBAT, besar=besar), rows, match)
    assert found == {row["kdObat"] for row in rows}


def test_a_text_that_finds_too_much_is_replaced_by_longer_ones_and_not_paged_through() -> None:
    many = [{"kdDiag": "A00", "nmDiag": "x"}] * HALAMAN
    at = telusur.lanjut(DIAGNOSA, telusur.mulai(DIAGNOSA), many, DIAGNOSA.besar + 1)
    assert at.sisa[:12] == (*(f"A{digit}" for digit in "0123456789"), "B", "C")
    assert at.awal == 0
    deepest = Posisi(("A000", "B"))
    assert telusur.lanjut(DIAGNOSA, deepest, many, 5000) == Posisi(("A000", "B"), HALAMAN, 5000)


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101, 200, 250])
@pytest.mark.parametrize("count", [True, False])
@pytest.mark.parametrize("cap", [HALAMAN, 40])
def test_a_paged_list_is_read_to_its_end(rows: int, count: bool, cap: int) -> None:
    if cap < HALAMAN and not count:
        return  # a short page is the only sign of the end there is
    polis = [{"kdPoli": f"{n:03d}", "nmPoli": f"Poli {n}"} for n in range(rows)]
    found, pages, done = walk(POLI, polis, lambda *_: True, count=count, cap=cap)
    assert len(found) == rows
    assert pages <= rows // cap + 2
    assert done == sorted(done)
    assert done[-1] == 1.0


def test_a_total_that_is_only_the_pages_own_does_not_end_the_list_early() -> None:
    rows = [{"kdPoli": f"{n:03d}"} for n in range(250)]
    at, seen = telusur.mulai(POLI), 0
    while not at.selesai:
        page = rows[at.awal : at.awal + HALAMAN]
        seen += len(page)
        at = telusur.lanjut(POLI, at, page, len(page))
    assert seen == 250


def test_a_list_below_another_is_read_once_for_each_of_its_codes() -> None:
    at = telusur.mulai(SUB)
    assert telusur.jalur(SUB, at) == "spesialis"
    at = telusur.lanjut(SUB, at, [{"kdSpesialis": "ANA"}, {"kdSpesialis": "T/1"}, {"nmSpesialis": "?"}], 3)
    assert (at.sisa, at.banyak) == (("ANA", "T/1"), 2)
    assert telusur.jalur(SUB, at) == "spesialis/ANA/subspesialis"
    assert telusur.bagian(SUB, at) == 0.0
    at = telusur.lanjut(SUB, at, [], None)
    assert telusur.jalur(SUB, at) == "spesialis/T%2F1/subspesialis"
    assert telusur.bagian(SUB, at) == 0.5
    assert telusur.lanjut(SUB, at, [{"kdSubSpesialis": "3"}], 1).selesai


def test_a_day_without_polis_is_over_at_once() -> None:
    at = telusur.mulai(JADWAL)
    assert telusur.jalur(JADWAL, at, date(2026, 2, 3)) == "ref/poli/tanggal/2026-02-03"
    assert telusur.lanjut(JADWAL, at, [], None).selesai
    assert telusur.jalur(JADWAL, Posisi(("001",)), date(2026, 2, 3)) == (
        "ref/dokter/kodepoli/001/tanggal/2026-02-03"
    )


def test_a_code_that_looks_like_the_parents_mark_is_no_way_back() -> None:
    at = telusur.lanjut(SUB, telusur.mulai(SUB), [{"kdSpesialis": INDUK}, {"kdSpesialis": "ANA"}], 2)
    assert at.sisa == ("ANA",)


def test_progress_only_grows_and_the_time_left_follows_it() -> None:
    _, _, done = walk(DIAGNOSA, diagnoses(1, 3000), contains)
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert telusur.sisa_waktu(30_000, 0.25) == 90_000
    assert telusur.sisa_waktu(30_000, 1.0) == 0
    assert telusur.sisa_waktu(10, 0.0) is None
    assert telusur.sisa_waktu(0, 0.5) is None


def test_every_list_says_where_it_begins() -> None:
    day = date(2026, 2, 3)
    paths = {
        jenis: telusur.jalur(acuan, telusur.mulai(acuan), day)
        for jenis, acuan in ACUAN.items()
        if jenis in BPJS
    }
    assert paths == {
        "diagnosa": "diagnosa/A/0/100",
        "dokter": "dokter/0/100",
        "kesadaran": "kesadaran",
        "poli": "poli/fktp/0/100",
        "provider": "provider/0/100",
        "status_pulang": "statuspulang/rawatInap/false",
        "status_pulang_inap": "statuspulang/rawatInap/true",
        "alergi_makanan": "alergi/jenis/01",
        "alergi_udara": "alergi/jenis/02",
        "alergi_obat": "alergi/jenis/03",
        "prognosa": "prognosa",
        "obat": "obat/dpho/A/0/100",
        "tindakan_10": "tindakan/kdTkp/10/0/100",
        "tindakan_20": "tindakan/kdTkp/20/0/100",
        "tindakan_50": "tindakan/kdTkp/50/0/100",
        "spesialis": "spesialis",
        "subspesialis": "spesialis",
        "sarana": "spesialis/sarana",
        "khusus": "spesialis/khusus",
        "jadwal": "ref/poli/tanggal/2026-02-03",
    }
