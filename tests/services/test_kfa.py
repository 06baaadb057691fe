"""Mapping products: suggestions, conflicts, undo, bulk, files, marks of retired codes, and who may."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shared.domain.kfa_nilai import JenisAlasan
from shared.domain.records import Pelaku
from shared.services import kfa, kfa_berkas, kfa_massal
from shared.services.errors import Bentrok, Ditolak, TidakDitemukan, TidakSah
from shared.services.kfa import Tanda
from tests.services.clinic import ADMIN, Clinic, actor
from tests.services.katalog import CONTOH, isi, obat

PRODUK = (
    ("P1", "pct 500 tab", "", "", 40),
    ("P2", "asmef 500", "kaplet", "", 90),
    ("P3", "amox", "kapsul", "500 mg", 10),
    ("P4", "ctm 4mg", "", "", 0),
    ("P5", "obat yang tidak ada", "", "", 0),
)


@pytest.fixture
def klinik(clinic: Clinic) -> Clinic:
    isi(clinic.ctx, *CONTOH)
    for kode, nama, bentuk, kekuatan, resep in PRODUK:
        kfa_berkas.simpan_produk(
            clinic.ctx, ADMIN, kode, nama, bentuk=bentuk, kekuatan=kekuatan, jumlah_resep=resep
        )
    return clinic


def codes(clinic: Clinic, teks: str, **more: bool) -> list[str]:
    return [one.kode for one in kfa.cari(clinic.ctx, ADMIN, teks, **more)]


@pytest.mark.parametrize(
    ("teks", "kode", "alasan"),
    [
        ("pct 500 tab", "93900001", JenisAlasan.ZAT),
        ("paracetmol 500 tab", "93900001", JenisAlasan.ZAT),
        ("contohmol", "93900002", JenisAlasan.MEREK),
        ("paracetamol 500 tab sinar farma", "93900002", JenisAlasan.PRODUSEN),
        ("parasetamol syr", "93900003", JenisAlasan.BENTUK),
        ("mefenamic acid", "93900004", JenisAlasan.ZAT),
        ("amoxicillin 500", "93900005", JenisAlasan.KEKUATAN),
        ("93900007", "93900007", JenisAlasan.KODE),
        ("DKL9390000243A1", "93900002", JenisAlasan.NIE),
        ("dkl 9390000243", "93900002", JenisAlasan.NIE),
        ("parac", "93900001", JenisAlasan.ZAT),
    ],
)
def test_a_product_is_found_and_says_why(klinik: Clinic, teks: str, kode: str, alasan: JenisAlasan) -> None:
    best = kfa.cari(klinik.ctx, ADMIN, teks)[0]
    assert best.kode == kode
    assert alasan in {one.jenis for one in best.alasan}


def test_retired_and_drafted_products_are_shown_only_when_asked_for(klinik: Clinic) -> None:
    assert "93900006" not in codes(klinik, "amoksisilin kaplet 500")
    assert "93900006" in codes(klinik, "amoksisilin kaplet 500", semua=True)
    assert codes(klinik, "93900006") == ["93900006"], "who types a code wants to know of it"
    assert "93900008" not in codes(klinik, "draf contoh")


def test_nothing_and_nonsense_find_nothing(klinik: Clinic) -> None:
    assert codes(klinik, "") == []
    assert codes(klinik, "  ") == []
    assert codes(klinik, "zzqqxx wvwvw") == []
    for hostile in ('" OR 1', "'; --", "NEAR(", "*", "a\x00b", "\u202eabc", "(" * 50, "%", "x" * 5000):
        kfa.cari(klinik.ctx, ADMIN, hostile)


def test_suggestions_use_the_columns_of_the_product(klinik: Clinic) -> None:
    assert kfa.saran(klinik.ctx, ADMIN, "P3")[0].kode == "93900005"
    assert kfa.saran(klinik.ctx, ADMIN, "P2")[0].kode == "93900004"
    sure = kfa.saran(klinik.ctx, ADMIN, "P2")
    assert [one.kuat for one in sure] == [True] + [False] * (len(sure) - 1)
    assert not any(one.kuat for one in kfa.saran(klinik.ctx, ADMIN, "P5"))
    with pytest.raises(TidakDitemukan):
        kfa.saran(klinik.ctx, ADMIN, "TIDAK")


def test_an_empty_mirror_says_what_to_do(clinic: Clinic) -> None:
    with pytest.raises(TidakSah, match="deka kfa sinkron"):
        kfa.cari(clinic.ctx, ADMIN, "pct")


def test_mapping_counts_and_lists_in_the_order_of_prescriptions(klinik: Clinic) -> None:
    ctx = klinik.ctx
    assert [one.kode for one in kfa.belum_dipetakan(ctx, ADMIN).baris] == ["P2", "P1", "P3", "P4", "P5"]
    done = kfa.petakan(ctx, ADMIN, "P1", "93900001")
    assert (done.berubah, done.sebelumnya, done.produk.kode_kfa) == (True, None, "93900001")
    assert done.produk.nama_kfa == "Paracetamol 500 mg Tablet (Umum)"
    cards = kfa.statistik(ctx, ADMIN)
    assert (cards.total, cards.sudah, cards.belum, cards.persen) == (5, 1, 4, 20.0)
    assert not cards.hijau
    assert [one.kode for one in kfa.belum_dipetakan(ctx, ADMIN).baris] == ["P2", "P3", "P4", "P5"]
    assert [one.kode for one in kfa.sudah_dipetakan(ctx, ADMIN).baris] == ["P1"]
    again = kfa.petakan(ctx, ADMIN, "P1", "93900001")
    assert not again.berubah
    trail = klinik.audit("kfa.petakan")
    assert [row.objek for row in trail] == ["produk_kfa"]


def test_pages_follow_each_other_without_gaps(klinik: Clinic) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = kfa.belum_dipetakan(klinik.ctx, ADMIN, setelah=after, batas=2)
        seen += [one.kode for one in page.baris]
        after = page.berikut
        if after is None:
            break
    assert seen == ["P2", "P1", "P3", "P4", "P5"]
    assert [one.kode for one in kfa.belum_dipetakan(klinik.ctx, ADMIN, "CTM").baris] == ["P4"]


@pytest.mark.parametrize(
    ("produk", "kode", "about"),
    [
        ("P1", "93900003", {JenisAlasan.BENTUK, JenisAlasan.KEKUATAN}),
        ("P2", "93900005", {JenisAlasan.BENTUK}),
    ],
)
def test_a_conflict_asks_twice(klinik: Clinic, produk: str, kode: str, about: set[JenisAlasan]) -> None:
    with pytest.raises(kfa.PerluYakin) as asked:
        kfa.petakan(klinik.ctx, ADMIN, produk, kode)
    assert {one.jenis for one in asked.value.konflik} == about
    assert kfa.produk(klinik.ctx, ADMIN, produk).kode_kfa is None
    assert kfa.detail(klinik.ctx, ADMIN, kode, produk).konflik == asked.value.konflik
    assert kfa.petakan(klinik.ctx, ADMIN, produk, kode, yakin=True).berubah


@pytest.mark.parametrize(
    ("kode", "words"),
    [
        ("93900006", "93900005"),
        ("93900008", "draf"),
        ("92900001", "kelompok"),
        ("9390000", "8 angka"),
        ("93999999", "tidak ada di katalog"),
        ("9390000x", "8 angka"),
    ],
)
def test_codes_that_cannot_be_used_are_refused_with_the_way_out(
    klinik: Clinic, kode: str, words: str
) -> None:
    with pytest.raises((TidakSah, TidakDitemukan), match=words):
        kfa.petakan(klinik.ctx, ADMIN, "P1", kode)


def test_the_detail_has_what_the_catalogue_knows(klinik: Clinic) -> None:
    found = kfa.detail(klinik.ctx, ADMIN, "93900002")
    hit = found.hasil
    assert (hit.kode, hit.bentuk, hit.kekuatan) == ("93900002", "Tablet", "Paracetamol 500 mg")
    assert (hit.produsen, hit.nie, hit.tingkat) == ("SINAR FARMA CONTOH", "DKL9390000243A1", "POA")
    assert found.zat == (("Paracetamol", "500 mg"),)
    assert found.konflik == ()


def test_undo_takes_back_one_deed_after_the_other(klinik: Clinic) -> None:
    ctx = klinik.ctx
    kfa.petakan(ctx, ADMIN, "P1", "93900001")
    kfa.ubah(ctx, ADMIN, "P1", "93900002")
    kfa.petakan(ctx, ADMIN, "P4", "93900007")
    kfa.hapus(ctx, ADMIN, "P4")
    states = []
    for _ in range(4):
        kfa.urungkan(ctx, ADMIN)
        states.append(tuple(kfa.produk(ctx, ADMIN, kode).kode_kfa for kode in ("P1", "P4")))
    assert states == [
        ("93900002", "93900007"), ("93900002", None), ("93900001", None), (None, None),
    ]  # fmt: skip
    with pytest.raises(TidakSah):
        kfa.urungkan(ctx, ADMIN)


def test_undo_is_ones_own_and_never_over_a_later_change(klinik: Clinic) -> None:
    other = actor("admin")
    kfa.petakan(klinik.ctx, ADMIN, "P1", "93900001")
    with pytest.raises(TidakSah):
        kfa.urungkan(klinik.ctx, other)
    kfa.ubah(klinik.ctx, other, "P1", "93900002")
    with pytest.raises(TidakSah, match="P1"):
        kfa.urungkan(klinik.ctx, ADMIN)
    assert kfa.produk(klinik.ctx, ADMIN, "P1").kode_kfa == "93900002"


def test_strong_suggestions_are_reviewed_accepted_and_undone_together(klinik: Clinic) -> None:
    ctx = klinik.ctx
    seen = kfa_massal.tinjau(ctx, ADMIN)
    pairs = {one.produk.kode: one.hasil.kode for one in seen.kuat}
    assert pairs == {"P1": "93900001", "P2": "93900004", "P3": "93900005", "P4": "93900007"}
    assert [one.kode for one in seen.ragu] == ["P5"]
    done = kfa_massal.terima(ctx, ADMIN, [*pairs.items(), ("P5", "93900006"), ("P9", "93900001")])
    assert (done.dipetakan, [kode for kode, _ in done.ditolak]) == (4, ["P5", "P9"])
    assert kfa.statistik(ctx, ADMIN).hijau
    assert len(kfa.urungkan(ctx, ADMIN).produk) == 4
    assert kfa.statistik(ctx, ADMIN).sudah == 0
    assert kfa_massal.terima_saran(ctx, ADMIN).dipetakan == 4


def test_accepting_many_stops_between_two_transactions(
    klinik: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kfa_massal, "_AT_ONCE", 1)
    ctx, told = klinik.ctx, []
    pairs = [("P1", "93900001"), ("P2", "93900004"), ("P4", "93900007")]

    def on(through: int) -> bool:
        told.append(through)
        return through < 2

    done = kfa_massal.terima(ctx, ADMIN, pairs, lanjut=on)
    assert (done.dipetakan, done.sisa, told) == (2, 1, [1, 2])
    assert kfa.produk(ctx, ADMIN, "P4").kode_kfa is None
    assert len(kfa.urungkan(ctx, ADMIN).produk) == 2, "one deed still"


def test_what_a_colleague_has_mapped_since_is_not_taken_away(klinik: Clinic) -> None:
    ctx = klinik.ctx
    kfa.petakan(ctx, ADMIN, "P1", "93900001")
    kfa.petakan(ctx, ADMIN, "P1", "93900002")
    with pytest.raises(Bentrok):
        kfa.hapus(ctx, ADMIN, "P1", dari="93900001")
    assert kfa.produk(ctx, ADMIN, "P1").kode_kfa == "93900002"
    assert kfa.hapus(ctx, ADMIN, "P1", dari="93900002").berubah


def test_nothing_ambiguous_is_accepted_unseen(klinik: Clinic) -> None:
    kfa_berkas.simpan_produk(klinik.ctx, ADMIN, "P6", "paracetamol")
    kfa_berkas.simpan_produk(klinik.ctx, ADMIN, "P7", "paracetamol 250 mg tab")
    doubtful = {one.kode for one in kfa_massal.tinjau(klinik.ctx, ADMIN).ragu}
    assert {"P5", "P6", "P7"} == doubtful


def test_a_code_that_is_retired_later_raises_a_mark(klinik: Clinic) -> None:
    ctx = klinik.ctx
    kfa.petakan(ctx, ADMIN, "P1", "93900001")
    kfa.petakan(ctx, ADMIN, "P4", "93900007")
    new = {"product": {"kfa_code": "93900002", "name": "Pengganti", "reason": "Duplikat"}}
    gone = obat(
        "93900001", "Paracetamol 500 mg Tablet (Umum)", "Paracetamol", "500 mg", "Tablet", active=False,
        replacement=new,
    )  # fmt: skip
    other = obat("93900007", "Klorfeniramin Maleat 2 mg Tablet", "Klorfeniramin Maleat", "2 mg", "Tablet")
    isi(ctx, gone, other)
    marked = {one.kode: one for one in kfa.sudah_dipetakan(ctx, ADMIN, bertanda=True).baris}
    assert marked["P1"].tanda == (Tanda.DIGANTI, Tanda.TIDAK_AKTIF)
    assert marked["P1"].ganti_kode == "93900002"
    assert marked["P4"].tanda == (Tanda.BERUBAH,)
    kfa.ubah(ctx, ADMIN, "P1", "93900002")
    kfa.hapus(ctx, ADMIN, "P4")
    assert kfa.sudah_dipetakan(ctx, ADMIN, bertanda=True).baris == ()


def test_products_come_from_a_file_twice_without_harm(klinik: Clinic, tmp_path: Path) -> None:
    ctx, file = klinik.ctx, tmp_path / "produk.csv"
    file.write_text(
        "kode;nama;bentuk;kekuatan;jumlah_resep\nP1;Paracetamol 500;tablet;500 mg;77\nN1;Baru;;;\n",
        encoding="utf-8",
    )
    kfa.petakan(ctx, ADMIN, "P1", "93900001")
    done = kfa_berkas.impor_produk(ctx, ADMIN, file)
    assert (done.baris, done.berubah) == (2, 2)
    one = kfa.produk(ctx, ADMIN, "P1")
    assert (one.nama, one.jumlah_resep, one.kode_kfa) == ("Paracetamol 500", 77, "93900001")
    assert kfa_berkas.impor_produk(ctx, ADMIN, file).berubah == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kode,nama\nA,B\n", "kode,nama,bentuk,kekuatan,jumlah_resep"),
        ("kode,nama,bentuk,kekuatan,jumlah_resep\n,B,,,1\n", "baris 2: kode kosong"),
        ("kode,nama,bentuk,kekuatan,jumlah_resep\nA,,,,1\n", "baris 2: nama kosong"),
        ("kode,nama,bentuk,kekuatan,jumlah_resep\nA,B,,,-1\n", "jumlah_resep"),
        ("kode,nama,bentuk,kekuatan,jumlah_resep\nA,B,,,1\nA,C,,,1\n", "sudah ada di baris 2"),
        ("kode,nama,bentuk,kekuatan,jumlah_resep\nA,B\n", "ada 2 kolom"),
        ("", "kode,nama,bentuk,kekuatan,jumlah_resep"),
    ],
)
def test_a_wrong_file_changes_nothing(klinik: Clinic, tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "produk.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TidakSah, match=words):
        kfa_berkas.impor_produk(klinik.ctx, ADMIN, file)
    assert kfa.statistik(klinik.ctx, ADMIN).total == 5


def test_mappings_go_out_and_come_back(klinik: Clinic, tmp_path: Path) -> None:
    ctx, file = klinik.ctx, tmp_path / "peta.csv"
    kfa_berkas.simpan_produk(ctx, ADMIN, "=P6", "=HYPERLINK(0)")
    kfa.petakan(ctx, ADMIN, "P1", "93900001")
    kfa.petakan(ctx, ADMIN, "=P6", "93900007")
    assert kfa_berkas.ekspor_pemetaan(ctx, ADMIN, file) == 6
    with file.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    kfa.hapus(ctx, ADMIN, "P1")
    kfa.hapus(ctx, ADMIN, "=P6")
    back = kfa_berkas.impor_pemetaan(ctx, ADMIN, file)
    assert (back.baris, back.berubah, back.ditolak) == (2, 2, ())
    assert kfa.produk(ctx, ADMIN, "=P6").kode_kfa == "93900007"
    assert len(kfa.urungkan(ctx, ADMIN).produk) == 2


def test_a_file_of_mappings_is_checked_before_anything_is_done(klinik: Clinic, tmp_path: Path) -> None:
    ctx, file = klinik.ctx, tmp_path / "peta.csv"
    file.write_text("kode,kode_kfa\nP1,93900001\nP4,93900006\nXX,93900001\n", encoding="utf-8")
    with pytest.raises(TidakSah) as refused:
        kfa_berkas.impor_pemetaan(ctx, ADMIN, file)
    assert "baris 3" in refused.value.pesan
    assert "baris 4" in refused.value.pesan
    assert kfa.statistik(ctx, ADMIN).sudah == 0
    file.write_text("kode,kode_kfa\nP1,93900001\nP2,93900003\n", encoding="utf-8")
    done = kfa_berkas.impor_pemetaan(ctx, ADMIN, file)
    assert (done.berubah, len(done.ditolak)) == (1, 1)
    assert kfa_berkas.impor_pemetaan(ctx, ADMIN, file, yakin=True).berubah == 1


@pytest.mark.parametrize(
    "who", [Pelaku("p", "petugas", frozenset({"satusehat"})), Pelaku("a", "admin", frozenset())]
)
def test_who_may_not_is_refused_and_written_down(klinik: Clinic, tmp_path: Path, who: object) -> None:
    ctx = klinik.ctx
    deeds = [
        lambda: kfa.statistik(ctx, who),
        lambda: kfa.keadaan(ctx, who),
        lambda: kfa.cari(ctx, who, "pct"),
        lambda: kfa.saran(ctx, who, "P1"),
        lambda: kfa.detail(ctx, who, "93900001"),
        lambda: kfa.belum_dipetakan(ctx, who),
        lambda: kfa.sudah_dipetakan(ctx, who),
        lambda: kfa.petakan(ctx, who, "P1", "93900001"),
        lambda: kfa.hapus(ctx, who, "P1"),
        lambda: kfa.urungkan(ctx, who),
        lambda: kfa_massal.tinjau(ctx, who),
        lambda: kfa_massal.terima(ctx, who, [("P1", "93900001")]),
        lambda: kfa_berkas.simpan_produk(ctx, who, "Z", "Z"),
        lambda: kfa_berkas.impor_produk(ctx, who, tmp_path / "x.csv"),
        lambda: kfa_berkas.impor_pemetaan(ctx, who, tmp_path / "x.csv"),
        lambda: kfa_berkas.ekspor_pemetaan(ctx, who, tmp_path / "x.csv"),
    ]
    for deed in deeds:
        with pytest.raises(Ditolak):
            deed()
    assert len([row for row in klinik.audit() if row.hasil == "ditolak"]) == len(deeds)
    assert kfa.statistik(ctx, ADMIN).sudah == 0


def test_the_catalogue_is_counted_once_for_each_of_its_states(
    klinik: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = klinik.ctx
    before = kfa.keadaan(ctx, ADMIN)
    assert (before.obat, before.usang) == (len(CONTOH) - 2, 2)
    real, counted = kfa.rows.counts, []
    monkeypatch.setattr(kfa.rows, "counts", lambda conn: counted.append(1) or real(conn))
    assert kfa.keadaan(ctx, ADMIN) == before
    assert not counted
    isi(ctx, obat("93900099", "Baru 5 mg Tablet (Umum)", "Baru", "5 mg", "Tablet"))
    assert kfa.keadaan(ctx, ADMIN).obat == before.obat + 1
    assert counted == [1]
