"""Cards, calendar, paths and rows of the page Satu Sehat as lines: they fit and they are harmless."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deka_tui import texts_satusehat as words
from deka_tui.presenters import dasbor, json_letak, kalender, regenerasi, sumber, tanya_sumber
from deka_tui.presenters.pieces import Role, cells, length, plain
from shared.domain.pantau import KOLOM, SaringJob
from shared.domain.records import Gerbang
from shared.domain.status import StatusJob
from shared.domain.sumber import DASAR, JENIS, Kandidat, Keadaan, Tanya, Tipe
from shared.domain.sumber_tampil import HasilRegenerasi, KartuSumber, Pertanyaan
from tests.tui.fake_port import DAY, NOW
from tests.tui.fake_satusehat import encounter, refused, row

COUNT = st.integers(0, 200_000)
CARDS = st.builds(KartuSumber, st.sampled_from(list(Tipe)), COUNT, COUNT, COUNT, COUNT)


# ── cards ─────────────────────────────────────────────────────────────────────
@given(CARDS, st.integers(19, 60), st.booleans(), st.booleans())
def test_a_card_is_five_rows_of_its_width(card: KartuSumber, width: int, kini: bool, sibuk: bool) -> None:
    rows = dasbor.kartu(card, width, kini=kini, sibuk=sibuk)
    assert [length(line) for line in rows] == [width] * dasbor.CARD
    assert card.tipe.value in plain(rows[0]) or width < cells(card.tipe.value) + 2


@given(CARDS)
def test_the_bar_shows_every_part_there_is(card: KartuSumber) -> None:
    bar = dasbor.kartu(card, 30, kini=False)[1]
    shown = {piece.role for piece in bar if piece.text.strip("█░") == "" and piece.text.strip()}
    parts = ((card.terkirim, Role.GOOD), (card.gagal, Role.BAD), (card.proses, Role.ACCENT))
    wanted = {role for count, role in (*parts, (card.belum, Role.MUTED)) if count}
    assert wanted <= shown
    assert ("█" in plain(bar)) is bool(card.terkirim)


@given(CARDS)
def test_a_hundred_percent_is_said_of_nothing_less(card: KartuSumber) -> None:
    said = "100%" in plain(dasbor.kartu(card, 30, kini=False)[1])
    assert said is (card.total > 0 and card.terkirim == card.total)


@pytest.mark.parametrize("width", [20, 24, 30])
def test_the_button_is_on_base_resources_only(width: int) -> None:
    for tipe in Tipe:
        text = "\n".join(map(plain, dasbor.kartu(KartuSumber(tipe, 5, 0, 0, 0), width, kini=False)))
        assert (words.REGENERATE in text or "↻" in text) is (tipe in DASAR)


@given(st.integers(20, 250), st.integers(5, 80), st.integers(1, 16))
def test_the_grid_stays_inside_its_place(width: int, height: int, banyak: int) -> None:
    grid = dasbor.tata(width, height, banyak)
    assert grid.kolom * grid.lebar <= width
    assert grid.tinggi >= dasbor.CARD
    assert grid.tampak >= 1
    assert grid.tampak * grid.tinggi <= height or grid.tampak == 1


def test_a_shut_gate_keeps_its_countdown_on_the_least_screen() -> None:
    gate = Gerbang("satusehat", "kredensial", NOW, NOW + 61_000, "x" * 300, 12)
    line = dasbor.gerbang(gate, NOW, 58)
    assert length(line) <= 58
    assert "1:01" in plain(line)
    assert "12 menunggu" in plain(line)
    late = dasbor.gerbang(gate, NOW + 70_000, 120)
    assert words.SEGERA in plain(late)


@pytest.mark.parametrize("name", list(words.LINGKUNGAN))
@pytest.mark.parametrize("width", [36, 56, 96])
def test_the_environment_is_never_cut_away(name: str, width: int) -> None:
    found = dasbor.Dasbor((), name, None, 12)
    line = dasbor.atas(found, date(2026, 11, 20), "api-satusehat.example", width)
    assert length(line) <= width
    assert f" {words.LINGKUNGAN[name]} " in plain(line)


def test_no_two_environments_look_alike() -> None:
    roles = [dasbor.lencana_lingkungan(name)[0].role for name in words.LINGKUNGAN]
    assert len(set(roles)) == len(roles)


# ── calendar ──────────────────────────────────────────────────────────────────
@given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_a_month_holds_each_of_its_days_once(day: date) -> None:
    lines = kalender.bulan(day, day)
    assert len(lines) == kalender.ROWS
    text = " ".join(plain(line) for line in lines[2:])
    numbers = [int(word) for word in text.replace("[", " ").replace("]", " ").replace("*", " ").split()]
    last = (kalender.geser_bulan(day.replace(day=1), 1) - timedelta(days=1)).day if day.year < 9998 else None
    assert numbers == list(range(1, (last or numbers[-1]) + 1))
    assert all(length(line) in (0, kalender.WIDTH) for line in lines)


@given(st.dates(date(2, 1, 1), date(9990, 1, 1)), st.integers(-20, 20))
def test_months_go_there_and_back(day: date, step: int) -> None:
    there = kalender.geser_bulan(day, step)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == step
    assert there.day <= day.day


# ── paths ─────────────────────────────────────────────────────────────────────
NAMES = st.text("abcdefghij", min_size=1, max_size=4)
JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


def paths(value: Any, path: str = "") -> dict[str, Any]:
    """Every path of a document with what is there."""
    found: dict[str, Any] = {}
    if isinstance(value, dict):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            found |= {here: inner} | paths(inner, here)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            found |= {f"{path}[{number}]": inner} | paths(inner, f"{path}[{number}]")
    return found


@given(JSON, st.sampled_from([None, 1, 4]))
def test_every_path_is_found_where_it_is_written(value: Any, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    known = json_letak.letak(text)
    wanted = paths(value)
    assert set(known) == set(wanted)
    for path, inner in wanted.items():
        rest = text[known[path] :]
        if path.endswith("]"):
            assert json.JSONDecoder().raw_decode(rest)[0] == inner
        else:
            assert json.JSONDecoder().raw_decode(rest)[0] == path.rpartition(".")[2]


def test_a_missing_path_leads_to_what_it_would_stand_in() -> None:
    text = '{\n "code": {\n  "coding": [\n   {"a": 1}\n  ]\n }\n}'
    assert json_letak.posisi(text, "code.coding[0].system") == (3, 3)
    assert json_letak.posisi(text, "code.coding[4]") == (2, 2)
    assert json_letak.posisi(text, "diagnosis") == (0, 0)
    assert json_letak.posisi("{", "x") is None


# ── rows ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("tipe", list(Tipe))
def test_every_type_has_its_columns_and_a_row_fills_them(tipe: Tipe) -> None:
    columns = sumber.kolom(JENIS[tipe])
    assert [column.nama for column in columns] == list(KOLOM[JENIS[tipe]])
    made = sumber.baris(encounter(1, DAY, NOW, jenis=JENIS[tipe]), "Asia/Jakarta")
    assert set(made.sel) == {column.nama for column in columns}
    badge = next(column for column in columns if column.nama == "status")
    for state in StatusJob:
        line = sumber.lencana(encounter(1, DAY, NOW, jenis=JENIS[tipe], status=state, http=400))
        assert length(line) <= badge.lebar


def test_a_question_has_its_own_sign_and_no_code_of_success() -> None:
    asked = refused(1, DAY, NOW, http=200, sebab="tanya")
    assert plain(sumber.lencana(asked)).strip() == "? Tidak Terkirim"
    assert plain(sumber.lencana(refused(1, DAY, NOW))).strip() == "✗ Tidak Terkirim 400"
    assert "?" not in words.TANDA.values()


def test_no_two_states_have_the_same_sign() -> None:
    assert set(words.TANDA) == set(Keadaan)
    assert len(set(words.TANDA.values())) == len(words.TANDA)


@pytest.mark.parametrize("width", [58, 78, 118])
def test_hostile_words_stay_on_their_rows(width: int) -> None:
    bad = "\x1b[31mX\u202e[red]‮\n" * 9
    job = refused(1, DAY, NOW, pesan=bad, nama=bad, judul=bad, lokal=bad, menunggu=bad)
    for line in (*sumber.alasan(job, width), *sumber.baris(job, "Asia/Jakarta").sel.values()):
        assert not set(plain(line)) & set("\x1b\u202e\n")
    assert all(length(line) <= width for line in sumber.alasan(job, width))


@pytest.mark.parametrize("width", [40, 58, 98])
@pytest.mark.parametrize("tipe", list(Tipe))
def test_the_filter_line_fits(width: int, tipe: Tipe) -> None:
    for day in (None, date(2026, 11, 20)):
        asked = SaringJob(jenis=JENIS[tipe], tanggal=day, semua_tanggal=day is None, status=sumber.SARING[1])
        line = sumber.baris_saring(asked, "prod", DAY, width)
        assert length(line) <= width
        assert "PRODUKSI" in plain(line)


# ── regenerate, questions ─────────────────────────────────────────────────────
def test_progress_is_full_only_when_nothing_runs() -> None:
    done = HasilRegenerasi(Tipe.PATIENT, 2, 0, 0, (row(1, "tertaut"), row(2, "ganda", tanya=3)))
    bar, said = regenerasi.kemajuan(done, 80)
    assert "░" not in plain(bar)
    assert "2 dari 2 selesai" in plain(said)
    assert "1 perlu dijawab" in plain(said)
    half = HasilRegenerasi(Tipe.PATIENT, 2, 0, 1, (row(1, "tertaut"), row(2, "proses")))
    assert "░" in plain(regenerasi.kemajuan(half, 80)[0])


@given(st.integers(0, 12), st.integers(60, 160), st.text(max_size=60))
def test_candidates_stand_in_columns_that_fit(count: int, width: int, name: str) -> None:
    some = tuple(Kandidat(f"P{n:011d}", name, "1990-01-31, female") for n in range(count))
    asked = Pertanyaan(1, Tipe.PATIENT, "p-1", name, Tanya.GANDA, "Pilih.", some, True, 1, NOW)
    lines = (*tanya_sumber.kepala(asked, width), *tanya_sumber.banding(asked, 0, width))
    assert all(length(line) <= width for line in lines)
    text = "\n".join(map(plain, lines))
    assert (words.TANPA_CALON in text) is (count == 0)
    if count:
        assert "[1]" in text
        assert "P00000000000" in text, "an id is whole: it is what is chosen"
