"""Mapping products to KFA as it is shown: cards, ages, rows, hits and details, at every width."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deka_tui.presenters import kfa as view
from deka_tui.presenters.pieces import Role, length, plain
from shared.domain.kfa_hasil import DetailKfa, KeadaanKatalog
from shared.domain.kfa_peta import Tanda, statistik
from shared.domain.records import Kesehatan
from shared.domain.referensi import JenisReferensi, StatusSinkron
from tests.tui.fake_kfa import AMOX_OLD, CLASH, PCT, PCT_S, product
from tests.tui.fake_port import NOW
from tests.tui.fake_referensi import sync

KFA = JenisReferensi.KFA
HEALTHY, ALONE = Kesehatan(1, 0), Kesehatan(0, None)
MINUTE = 60_000
EVIL = "a\x1b[31mb\u202ec\x07"


@pytest.mark.parametrize(
    ("sudah", "role"), [(0, Role.WARN), (74, Role.WARN), (75, Role.WARN), (76, Role.GOOD), (100, Role.GOOD)]
)
def test_progress_is_green_above_three_quarters(sudah: int, role: Role) -> None:
    (line,) = view.kartu(statistik(100, sudah), 80, tinggi=False)
    (share,) = [piece for piece in line if piece.text.startswith(f"{sudah}%")]
    assert share.role is role


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("total", [0, 7, 999, 12_345])
def test_cards_fit_their_width_and_never_lose_a_number(width: int, total: int) -> None:
    stat = statistik(total, total // 3)
    for lines in (view.kartu(stat, width, tinggi=False), view.kartu(stat, width, tinggi=True)):
        assert all(length(line) <= width for line in lines)
        text = "\n".join(map(plain, lines))
        for count in (stat.total, stat.sudah, stat.belum):
            assert view.number(count) in text


def test_a_bar_of_nearly_all_is_not_full() -> None:
    (line,) = view.kartu(statistik(10_000, 9_999), 80, tinggi=False)
    assert "99,9%" in plain(line)
    assert plain(line).endswith("░")
    (line,) = view.kartu(statistik(10_000, 10_000), 80, tinggi=False)
    assert "░" not in plain(line)


@pytest.mark.parametrize(
    ("age", "words", "role"),
    [
        (0, "baru saja", Role.MUTED),
        (5, "5 menit lalu", Role.MUTED),
        (60, "1 jam lalu", Role.MUTED),
        (47 * 60, "47 jam lalu", Role.MUTED),
        (49 * 60, "2 hari lalu", Role.WARN),
    ],
)
def test_the_age_of_the_catalogue(age: int, words: str, role: Role) -> None:
    done = sync(KFA, NOW, selesai=NOW - age * MINUTE)
    line = view.katalog(KeadaanKatalog(10, 2, 0, done, done), HEALTHY, NOW, 120)
    (piece,) = [piece for piece in line if words in piece.text]
    assert piece.role is role


@pytest.mark.parametrize(
    ("status", "kesehatan", "pesan", "words"),
    [
        (StatusSinkron.MENUNGGU, HEALTHY, "", "menunggu"),
        (StatusSinkron.MENUNGGU, HEALTHY, "KFA sedang terganggu", "KFA sedang terganggu"),
        (StatusSinkron.JALAN, HEALTHY, "", "45%"),
        (StatusSinkron.JALAN, ALONE, "", "tidak ada worker"),
        (StatusSinkron.DIBATALKAN, HEALTHY, "", "terhenti di 45%"),
        (StatusSinkron.GAGAL, HEALTHY, "KFA menolak", "sinkronisasi gagal: KFA menolak"),
    ],
)
def test_how_a_reading_stands(status: StatusSinkron, kesehatan: Kesehatan, pesan: str, words: str) -> None:
    one = sync(KFA, NOW, status, bagian=0.45, pesan=pesan, halaman=0 if words == "menunggu" else 3)
    for state in (KeadaanKatalog(10, 2, 0, None, one), KeadaanKatalog(0, 0, 0, None, one)):
        line = view.katalog(state, kesehatan, NOW, 80)
        assert words in plain(line)
        assert length(line) <= 80


def test_a_mark_and_a_replacement_are_told() -> None:
    one = product(
        1, "P1", "amox", kode_kfa="93000005", tanda=(Tanda.DIGANTI,), ganti_kode="93000004", ganti_nama="Amox"
    )
    assert plain(view.baris_sudah(one).sel["kode"]) == "! 93000005"
    assert plain(view.catatan(one, "Asia/Jakarta")) == "diganti; pengganti: 93000004 Amox — tekan e"
    soft = replace(one, tanda=(Tanda.BERUBAH,), ganti_kode="")
    assert view.baris_sudah(soft).sel["tanda"][0].role is Role.WARN


@pytest.mark.parametrize("width", [24, 40, 60, 110])
def test_a_hit_is_two_lines_that_fit(width: int) -> None:
    for one in (PCT, AMOX_OLD, replace(PCT_S, konflik=CLASH), replace(PCT, nama="x" * 300)):
        first, second = view.calon(one, width, sebutan="pengganti")
        assert length(first) <= max(width, 24)
        assert length(second) <= width
        assert one.kode in plain(first)


def test_what_contradicts_comes_before_what_speaks_for_a_hit() -> None:
    _, why = view.calon(replace(PCT_S, konflik=CLASH), 200)
    text = plain(why)
    assert text.index("kekuatan berbeda: produk 500 mg, KFA 120 mg/5 mL") < text.index("zat aktif: pct")


def detail(**more: object) -> DetailKfa:
    base = DetailKfa(
        PCT, (("Paracetamol", "500 mg"),), "Paracetamol 500 mg Tablet", True, True, False, "", ""
    )
    return replace(base, **more)  # type: ignore[arg-type]


def test_a_detail_has_the_five_fields_first_also_when_they_are_empty() -> None:
    bare = replace(PCT, bentuk="", produsen="")
    labels = [(label, value) for _, label, value in view.fakta(detail(hasil=bare))]
    assert [label for label, _ in labels[:5]] == [
        "Kode KFA", "Nama Obat", "Bentuk Sediaan", "Kekuatan", "Produsen",
    ]  # fmt: skip
    assert labels[2][1] == "—"
    assert ("Keadaan", "berlaku") in labels
    gone = {label: value for _, label, value in view.fakta(detail(aktif=False, hilang=True))}
    assert gone["Keadaan"] == "tidak ada lagi di katalog, tidak dipakai lagi"


@pytest.mark.parametrize("width", [24, 40, 94])
def test_a_detail_fits_and_long_values_go_on_below(width: int) -> None:
    long = detail(isi={"kemasan": "Dus, " * 40, "tak_dikenal": "x"}, konflik=CLASH)
    rows = view.rinci(long, width, dibandingkan=True)
    assert all(length(row) <= max(width, view.LABEL + 10) for row in rows)
    assert plain(rows[0]).startswith("Berbeda: ")
    assert any(plain(row).startswith("tak_dikenal") for row in rows), "what has no label keeps its own name"


def test_nothing_from_outside_reaches_the_screen_as_it_came() -> None:
    one = product(
        1, EVIL, EVIL, 3, bentuk=EVIL, kekuatan=EVIL, kode_kfa=EVIL, nama_kfa=EVIL, dipetakan_oleh=EVIL,
        ganti_kode=EVIL, ganti_nama=EVIL, tanda=(Tanda.DIGANTI,),
    )  # fmt: skip
    hit = replace(PCT, nama=EVIL, produsen=EVIL, merek=EVIL, ganti_nama=EVIL, nie=EVIL)
    lines = [
        *view.baris_belum(one).sel.values(), *view.baris_sudah(one).sel.values(),
        view.catatan(one, "Asia/Jakarta"), view.catatan(replace(one, kode_kfa=None), "Asia/Jakarta"),
        view.siapa(one, 80), *view.calon(hit, 80),
        *view.rinci(detail(hasil=hit, isi={EVIL: EVIL}, ganti_alasan=EVIL, konflik=CLASH), 60),
        *view.baris_hasil(EVIL, EVIL, EVIL).sel.values(),
    ]  # fmt: skip
    text = "".join(map(plain, lines))
    for bad in "\x1b\u202e\x07":
        assert bad not in text
