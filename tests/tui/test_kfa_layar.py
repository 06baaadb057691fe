"""The page Pemetaan Obat KFA on a scripted clinic: cards, mapping, questions, undo, bulk, files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from threading import Semaphore

import pytest

from deka_tui.screens.kfa import KfaScreen
from deka_tui.screens.pane_kfa import PaneKfa
from deka_tui.screens.petakan_kfa import PetakanKfaScreen
from deka_tui.screens.produk_kfa import ProdukKfaDialog
from deka_tui.screens.tinjau_kfa import TinjauKfaScreen
from deka_tui.widgets.detail_kfa import DetailKfaModal
from shared.domain.referensi import JenisReferensi, StatusSinkron
from shared.services.errors import Ditolak, TidakSah
from tests.tui.fake_kfa import FakeKfa, product
from tests.tui.fake_port import NOW, FakePintu, storage_gone
from tests.tui.fake_referensi import sync
from tests.tui.robot import SMALL, Loket
from tests.tui.test_fktp import ADMIN, REFUSED

EVIL = "obat\x1b[31m[red]jahat[/red]\u202e"


async def masuk(loket: Loket) -> KfaScreen:
    """Go from the queue into the page, by the menu."""
    await loket.tekan("m", "3")
    await loket.sampai(lambda: isinstance(loket.app.screen, KfaScreen))
    page = loket.app.screen
    assert isinstance(page, KfaScreen)
    await loket.sampai(lambda: page.ringkas)
    await loket.tenang()
    return page


@asynccontextmanager
async def halaman(
    pintu: FakePintu | None = None, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[Loket, KfaScreen, FakeKfa]]:
    """The page with its products read."""
    door = pintu or FakePintu()
    async with Loket(door, size, pelaku=ADMIN) as loket:
        page = await masuk(loket)
        await loket.sampai(lambda: pane(page).table.rows)
        yield loket, page, door.kfa


def pane(page: KfaScreen) -> PaneKfa:
    found = page.pane
    assert isinstance(found, PaneKfa)
    return found


def ids(page: KfaScreen) -> list[object]:
    return [row.id for row in pane(page).table.rows]


async def buka_petakan(loket: Loket, key: str = "enter") -> PetakanKfaScreen:
    """Open the mapping of the current product and wait until the first hit's detail is there."""
    await loket.tekan(key)
    await loket.sampai(lambda: isinstance(loket.app.screen, PetakanKfaScreen))
    form = loket.app.screen
    assert isinstance(form, PetakanKfaScreen)
    await loket.sampai(lambda: form.saran)
    await loket.tenang()
    return form


async def rinci(loket: Loket, form: PetakanKfaScreen, kode: str) -> None:
    """Wait until the detail of a code is on the screen."""
    await loket.sampai(lambda: form.detail is not None and form.detail.hasil.kode == kode)
    await loket.tenang()


# ------------------------------------------------------------------------ the page ----
async def test_the_cards_count_and_the_catalogue_tells_its_age() -> None:
    async with halaman() as (loket, page, kfa):
        for words in ("Total Produk 6", "Sudah Dipetakan 2", "Belum Dipetakan 4", "33,3%"):
            assert words in page.cards.text
        assert "23.456 obat, 1.056 alkes" in loket.terlihat
        assert "disinkronkan 3 jam lalu" in loket.terlihat
        assert ids(page) == ["P1", "P2", "P3", "P4"], "most prescriptions first"
        kfa.put(product(9, "P9", "baru 5 mg", 70))
        await loket.sampai(lambda: ids(page) == ["P1", "P9", "P2", "P3", "P4"])
        await loket.sampai(lambda: "Total Produk 7" in page.cards.text)


async def test_tabs_labels_and_way_back() -> None:
    async with halaman() as (loket, page, _):
        assert "Produk Belum Dipetakan" in loket.terlihat
        assert "Produk Sudah Dipetakan" in loket.terlihat
        assert "F5 Muat Ulang" in loket.terlihat
        await loket.tekan("tab")
        await loket.sampai(lambda: pane(page).table.rows)
        for head in ("Nama Produk", "Kode KFA", "Nama KFA", "Aksi"):
            assert head in pane(page).table.text
        assert "e Ubah  d Hapus" in pane(page).table.text
        await loket.tekan("tab", "escape")
        await loket.sampai(lambda: loket.app.screen is loket.layar)


@pytest.mark.parametrize("pelaku", REFUSED, ids=["admin without satusehat", "petugas with it"])
async def test_who_may_not_has_no_menu(pelaku: object) -> None:
    async with Loket(FakePintu(), pelaku=pelaku) as loket:  # type: ignore[arg-type]
        assert "m Menu" not in loket.terlihat
        await loket.tekan("m")
        assert loket.app.screen is loket.layar


async def test_a_refusal_and_an_outage_are_told() -> None:
    door = FakePintu()
    refusal = Ditolak("bukan_integrasi", nama="ratih", izin="satusehat")
    door.kfa.fail = {"produk": refusal, "ringkas": refusal}
    async with Loket(door, pelaku=ADMIN) as loket:
        await loket.tekan("m", "3")
        await loket.sampai(lambda: "tidak dapat membuka halaman Integrasi" in loket.terlihat)
    door.kfa.fail = {}
    async with halaman(door) as (loket, page, kfa):
        kfa.fail = {"produk": storage_gone(), "ringkas": storage_gone()}
        await loket.tekan("f5")
        await loket.sampai(lambda: "tidak dapat dihubungi" in page.catalogue.text)
        assert ids(page) == ["P1", "P2", "P3", "P4"], "what was read stays"
        kfa.fail = {}
        await loket.sampai(lambda: "23.456 obat" in page.catalogue.text)


async def test_search_narrows_and_escape_gives_all_back() -> None:
    async with halaman() as (loket, page, _):
        await loket.tekan("slash")
        await loket.ketik("ctm")
        await loket.sampai(lambda: ids(page) == ["P3"])
        await loket.tekan("enter", "escape")
        await loket.sampai(lambda: len(ids(page)) == 4)
        await loket.tekan("slash")
        await loket.ketik("tidakada")
        await loket.sampai(lambda: "Tidak ada produk yang cocok." in loket.terlihat)


# --------------------------------------------------------------------------- mapping ----
async def test_enter_enter_maps_a_sure_suggestion_and_goes_to_the_next() -> None:
    async with halaman() as (loket, page, kfa):
        form = await buka_petakan(loket)
        await rinci(loket, form, "93000001")
        for label in ("Kode KFA", "Nama Obat", "Bentuk Sediaan", "Kekuatan", "Produsen"):
            assert label in loket.terlihat
        assert "zat aktif: pct (singkatan)" in loket.terlihat, "why it is there"
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["pct 500 tab dipetakan ke 93000001; 3 Medication yang menunggu dilepas."]
        assert kfa.products["P1"].kode_kfa == "93000001"
        assert pane(page).table.current == "P2"
        await loket.sampai(lambda: "Sudah Dipetakan 3" in page.cards.text)
        form = await buka_petakan(loket)
        assert form.produk.kode == "P2"


async def test_nothing_is_mapped_before_its_detail_is_seen() -> None:
    async with halaman() as (loket, _, kfa):
        kfa.fail["detail"] = storage_gone()
        await buka_petakan(loket)
        await loket.tekan("enter")
        await loket.tenang()
        assert isinstance(loket.app.screen, PetakanKfaScreen)
        assert not [call for call in kfa.calls if call[0] == "petakan"]


async def test_an_unsure_suggestion_has_to_be_picked() -> None:
    async with halaman() as (loket, _, kfa):
        await loket.tekan("down", "down")
        form = await buka_petakan(loket)
        assert form.choice is None
        await loket.tekan("enter")
        await loket.sampai(lambda: "pilih dahulu dengan panah bawah" in loket.terlihat)
        await loket.tekan("down")
        await rinci(loket, form, "93000006")
        await loket.tekan("enter")
        await loket.sampai(lambda: kfa.products["P3"].kode_kfa == "93000006")


async def test_a_conflict_asks_twice_and_says_what_conflicts() -> None:
    async with halaman() as (loket, _, kfa):
        form = await buka_petakan(loket)
        await loket.tekan("down", "down")
        await rinci(loket, form, "93000003")
        assert "Berbeda: kekuatan berbeda: produk 500 mg, KFA 120 mg/5 mL" in loket.terlihat
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        assert loket.tanya == "Tetap petakan pct 500 tab ke 93000003?"
        assert "bentuk berbeda: produk tablet, KFA Sirup" in loket.terlihat
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.app.screen is form)
        assert kfa.products["P1"].kode_kfa is None, "the safe answer has the focus"
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        await loket.tekan("y")
        await loket.sampai(lambda: kfa.products["P1"].kode_kfa == "93000003")
        assert [what for name, what in kfa.calls if name == "petakan"][-1] == ("P1", "93000003", True)


async def test_search_finds_any_code_and_a_late_answer_is_no_answer() -> None:
    async with halaman() as (loket, _, kfa):
        form = await buka_petakan(loket)
        await loket.ketik("amox")
        await loket.sampai(lambda: "Hasil pencarian" in loket.terlihat)
        await loket.sampai(lambda: form.choice is not None and form.choice.kode == "93000004")
        await loket.tekan("escape")
        await loket.sampai(lambda: form.choice is not None and form.choice.kode == "93000001")
        await loket.ketik("zz")
        await loket.sampai(lambda: "Tidak ada yang cocok" in loket.terlihat)
        await loket.tekan("enter")
        assert not [call for call in kfa.calls if call[0] == "petakan"]
        await loket.tekan("escape", "escape")
        await loket.sampai(lambda: isinstance(loket.app.screen, KfaScreen))


async def test_while_a_search_is_under_way_enter_maps_nothing() -> None:
    async with halaman() as (loket, _, kfa):
        form = await buka_petakan(loket)
        await rinci(loket, form, "93000001")
        await loket.pilot.press("x")
        await loket.pilot.press("enter")
        await loket.tenang()
        assert not [call for call in kfa.calls if call[0] == "petakan"]


async def test_the_last_mapping_is_undone_by_one_key() -> None:
    async with halaman() as (loket, page, kfa):
        form = await buka_petakan(loket)
        await rinci(loket, form, "93000001")
        await loket.tekan("enter")
        await loket.sampai(lambda: ids(page) == ["P2", "P3", "P4"])
        await loket.tekan("u")
        await loket.sampai(lambda: ids(page) == ["P1", "P2", "P3", "P4"])
        assert loket.toast[-1].startswith("Pemetaan pct 500 tab diurungkan; ")
        await loket.sampai(lambda: pane(page).table.current == "P1")
        await loket.tekan("u")
        await loket.sampai(lambda: "Tidak ada pemetaan Anda yang dapat diurungkan." in loket.toast)
        assert kfa.products["P1"].kode_kfa is None


# ---------------------------------------------------------------------------- mapped ----
async def test_a_retired_code_is_marked_and_its_replacement_comes_first() -> None:
    async with halaman() as (loket, page, kfa):
        await loket.tekan("tab")
        await loket.sampai(lambda: ids(page) == ["P5", "P6"])
        assert "! 93000005" in pane(page).table.text
        assert "pengganti: 93000004 Amoxicillin 500 mg Kapsul" in loket.terlihat
        await loket.tekan("t")
        await loket.sampai(lambda: ids(page) == ["P5"])
        form = await buka_petakan(loket, "e")
        await rinci(loket, form, "93000004")
        assert "pengganti" in loket.terlihat
        await loket.tekan("enter")
        await loket.sampai(lambda: kfa.products["P5"].kode_kfa == "93000004")
        await loket.sampai(lambda: "Tidak ada pemetaan yang bertanda." in loket.terlihat)
        await loket.tekan("t")
        await loket.sampai(lambda: ids(page) == ["P5", "P6"])


async def test_a_retired_code_cannot_be_chosen_again() -> None:
    async with halaman() as (loket, page, kfa):
        await loket.tekan("tab")
        await loket.sampai(lambda: ids(page) == ["P5", "P6"])
        form = await buka_petakan(loket, "e")
        await loket.tekan("down")
        await rinci(loket, form, "93000005")
        await loket.tekan("enter")
        await loket.sampai(lambda: "sudah tidak dipakai" in form.message.text)
        assert kfa.products["P5"].kode_kfa == "93000005"


async def test_detail_and_deleting_with_a_question() -> None:
    async with halaman() as (loket, page, kfa):
        await loket.tekan("tab")
        await loket.sampai(lambda: ids(page) == ["P5", "P6"])
        await loket.tekan("down", "enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, DetailKfaModal))
        for words in ("Detail Kode KFA", "Rute pemberian", "Dus, 10 Blister @ 10 Tablet", "berlaku"):
            assert words in loket.terlihat
        await loket.tekan("escape", "d")
        await loket.sampai(lambda: loket.dialog)
        assert loket.tanya == "Hapus pemetaan parasetamol tab 500mg generik dari 93000001?"
        await loket.tekan("n")
        assert kfa.products["P6"].kode_kfa == "93000001"
        await loket.tekan("d", "y")
        await loket.sampai(lambda: ids(page) == ["P5"])
        assert kfa.products["P6"].kode_kfa is None


# ------------------------------------------------------------------------------ bulk ----
async def test_strong_suggestions_are_reviewed_and_accepted_together() -> None:
    door = FakePintu()
    door.kfa.put(product(10, "PA", "pct tablet", 5), product(11, "PB", "pct 500 mg", 4))
    door.kfa.rejected = ("PB",)
    async with halaman(door) as (loket, page, kfa):
        await loket.tekan("b")
        await loket.sampai(lambda: isinstance(loket.app.screen, TinjauKfaScreen))
        review = loket.app.screen
        assert isinstance(review, TinjauKfaScreen)
        await loket.sampai(lambda: review.ditinjau)
        await loket.tenang()
        assert [row.id for row in review.table.rows] == ["P1", "P2", "PA", "PB"]
        assert "4 dari 4 saran kuat ditandai" in loket.terlihat
        assert "2 perlu dilihat sendiri" in loket.terlihat
        await loket.tekan("down", "space")
        assert "3 dari 4 saran kuat ditandai" in loket.terlihat
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        assert loket.tanya == "Petakan 3 produk yang ditandai?"
        await loket.tekan("y")
        await loket.sampai(lambda: review.hasil)
        await loket.tenang()
        assert "2 produk dipetakan; 3 Medication yang menunggu dilepas; 1 tidak dipetakan." in loket.terlihat
        assert "baru saja diubah orang lain" in loket.terlihat
        await loket.tekan("escape")
        await loket.sampai(lambda: ids(page) == ["P2", "P3", "PB", "P4"])
        await loket.tekan("u")
        await loket.sampai(lambda: "2 pemetaan diurungkan" in loket.toast[-1])
        assert kfa.products["P1"].kode_kfa is None


async def test_accepting_many_shows_how_far_it_is_and_can_be_stopped() -> None:
    door = FakePintu()
    door.kfa.put(product(10, "PA", "pct tablet", 5), product(11, "PB", "pct 500 mg", 4))
    door.kfa.langkah = Semaphore(0)
    async with halaman(door) as (loket, page, kfa):
        await loket.tekan("b")
        await loket.sampai(lambda: getattr(loket.app.screen, "ditinjau", False))
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        await loket.tekan("y")
        await loket.sampai(lambda: "Memetakan: 0 dari 4 produk" in loket.terlihat)
        assert "x hentikan" in loket.terlihat
        kfa.langkah.release()
        await loket.sampai(lambda: "Memetakan: 1 dari 4 produk" in loket.terlihat)
        await loket.tekan("escape")
        assert isinstance(loket.app.screen, TinjauKfaScreen), "nothing goes on unseen"
        await loket.tekan("x")
        kfa.langkah.release()
        await loket.sampai(lambda: "2 produk dipetakan" in loket.terlihat)
        assert "2 produk dipetakan, 2 belum (dihentikan)" in loket.terlihat
        await loket.sampai(lambda: "sisanya belum dipetakan" in loket.terlihat)
        await loket.tekan("escape")
        await loket.sampai(lambda: ids(page) == ["P3", "PA", "PB", "P4"])


async def test_a_mapping_a_colleague_has_changed_is_not_taken_away() -> None:
    async with halaman() as (loket, _, kfa):
        await loket.tekan("tab")
        await loket.sampai(lambda: isinstance(loket.app.screen, KfaScreen) and "d Hapus" in loket.terlihat)
        one = next(one for one in kfa.products.values() if one.kode_kfa)
        await loket.tekan("d")
        await loket.sampai(lambda: loket.dialog)
        kfa.products[one.kode] = replace(one, kode_kfa="93000999")
        await loket.tekan("y")
        await loket.sampai(lambda: loket.toast)
        assert kfa.products[one.kode].kode_kfa == "93000999"


async def test_marks_can_all_be_taken_out_and_nothing_is_mapped_then() -> None:
    async with halaman() as (loket, _, kfa):
        await loket.tekan("b")
        await loket.sampai(lambda: getattr(loket.app.screen, "ditinjau", False))
        await loket.tekan("a", "enter")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Tidak ada yang ditandai; spasi menandai baris."]
        await loket.tekan("a")
        assert "2 dari 2 saran kuat ditandai" in loket.terlihat
        await loket.tekan("v")
        await loket.sampai(lambda: isinstance(loket.app.screen, DetailKfaModal))
        await loket.tekan("escape", "escape")
        await loket.sampai(lambda: isinstance(loket.app.screen, KfaScreen))
        assert not [call for call in kfa.calls if call[0] == "terima"]


async def test_an_empty_mirror_says_in_the_review_what_to_do() -> None:
    door = FakePintu()
    door.kfa.fail["tinjau"] = TidakSah("kfa_katalog_kosong")
    async with halaman(door) as (loket, _, _kfa):
        await loket.tekan("b")
        await loket.sampai(lambda: "Katalog KFA belum ada di sini" in loket.terlihat)


# ----------------------------------------------------------------------- files, product ----
async def test_mappings_are_imported_and_what_contradicts_is_asked(tmp_path: Path) -> None:
    async with halaman() as (loket, _, kfa):
        await loket.tekan("i", "enter")
        await loket.sampai(lambda: "Berkas CSV pemetaan" in loket.terlihat)
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        assert "1 baris berbeda kekuatan atau bentuk" in loket.tanya
        assert "baris 3: kekuatan berbeda" in loket.terlihat
        await loket.tekan("y")
        await loket.sampai(lambda: "3 pemetaan dibaca; 3 berubah; 1 Medication" in loket.toast[-1])
        assert [what for name, what in kfa.calls if name == "impor_pemetaan"] == [
            (Path("pemetaan-kfa.csv"), False), (Path("pemetaan-kfa.csv"), True),
        ]  # fmt: skip


async def test_a_file_of_products_is_imported_and_a_wrong_one_explained() -> None:
    async with halaman() as (loket, _, kfa):
        await loket.tekan("i", "2", "enter")
        await loket.sampai(lambda: "12 produk dibaca; 10 baru atau berubah." in loket.toast)
        kfa.fail["impor_produk"] = TidakSah("kfa_impor_kepala", berkas="produk.csv", harus="kode,nama")
        await loket.tekan("i", "2", "enter")
        await loket.sampai(lambda: loket.modal)
        assert loket.modal is not None
        assert loket.modal.text == "Kepala berkas produk.csv harus: kode,nama."


async def test_export_asks_before_it_writes_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with halaman() as (loket, _, kfa):
        await loket.tekan("o", "enter")
        await loket.sampai(lambda: "6 baris ditulis ke pemetaan-kfa.csv." in loket.toast)
        Path("pemetaan-kfa.csv").touch()
        await loket.tekan("o", "enter")
        await loket.sampai(lambda: loket.dialog)
        assert loket.tanya == "Berkas pemetaan-kfa.csv sudah ada. Timpa?"
        await loket.tekan("escape")
        assert len([call for call in kfa.calls if call[0] == "ekspor"]) == 1


async def test_a_product_is_added_and_changed_by_hand() -> None:
    async with halaman() as (loket, page, kfa):
        await loket.tekan("n")
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: "Produk tidak disimpan: kode kosong." in loket.terlihat)
        await loket.ketik("P7")
        await loket.tekan("enter")
        await loket.ketik("baru 5 mg")
        await loket.tekan("enter", "enter", "enter")
        await loket.ketik("x")
        await loket.tekan("enter")
        await loket.sampai(lambda: "harus bilangan" in loket.terlihat)
        await loket.tekan("backspace")
        await loket.ketik("99")
        await loket.tekan("enter")
        await loket.sampai(lambda: ids(page)[:2] == ["P7", "P1"])
        assert loket.toast == ["Produk baru 5 mg disimpan."]
        await loket.tekan("home", "p")
        dialog = loket.app.screen
        assert isinstance(dialog, ProdukKfaDialog)
        assert loket.fokus == "nama", "the code of a product stays"
        await loket.ketik("x")
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: kfa.products["P7"].nama == "baru 5 mgx")


# ------------------------------------------------------------------------- catalogue ----
async def test_the_catalogue_is_synchronised_watched_stopped_and_resumed() -> None:
    async with halaman() as (loket, page, kfa):
        await loket.tekan("s")
        await loket.sampai(lambda: "Sinkronisasi katalog KFA diminta; berjalan di latar." in loket.toast)
        run = sync(
            JenisReferensi.KFA, NOW, StatusSinkron.JALAN, bagian=0.45, sisa=42_000, baris=11_000, halaman=11,
            total=24_512,
        )  # fmt: skip
        kfa.reading(run)
        await loket.sampai(lambda: "45%" in page.catalogue.text)
        assert "11.000 dari 24.512 baris" in page.catalogue.text
        await loket.tekan("x")
        await loket.sampai(lambda: loket.dialog)
        await loket.tekan("y")
        await loket.sampai(lambda: "terhenti di 45%; s melanjutkan" in page.catalogue.text)
        await loket.tekan("x")
        await loket.sampai(lambda: "tidak ada yang dihentikan" in loket.toast[-1])
        kfa.reading(replace(run, id=77))
        await loket.sampai(lambda: "45%" in page.catalogue.text and "dari" in page.catalogue.text)
        kfa.reading(replace(run, id=77, status=StatusSinkron.SELESAI, selesai=NOW, baris=24_512))
        await loket.sampai(lambda: "selesai disinkronkan: 24.512 baris dibaca, 14 baru." in loket.toast[-1])
        kfa.reading(replace(run, id=78))
        await loket.sampai(lambda: "45%" in page.catalogue.text)
        kfa.reading(replace(run, id=78, status=StatusSinkron.GAGAL, selesai=NOW, pesan="KFA menolak"))
        await loket.sampai(lambda: "Sinkronisasi katalog KFA gagal: KFA menolak" in loket.toast)
        assert "sinkronisasi gagal: KFA menolak" in page.catalogue.text


async def test_a_click_on_reload_reads_cards_and_products_again() -> None:
    async with halaman() as (loket, _, kfa):
        before = [name for name, _ in kfa.calls]
        await loket.pilot.click("#muat-ulang")
        await loket.sampai(lambda: [name for name, _ in kfa.calls].count("produk") > before.count("produk"))
        assert [name for name, _ in kfa.calls].count("ringkas") > before.count("ringkas")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_help_names_the_keys(size: tuple[int, int]) -> None:
    async with halaman(None, size) as (loket, _, _kfa):
        await loket.tekan("question_mark")
        await loket.sampai(lambda: loket.modal)
        assert loket.modal is not None
        for words in ("PRODUK", "KATALOG KFA", "Pilih kode KFA", "Urungkan pemetaan Anda yang terakhir"):
            assert words in loket.modal.text


async def test_without_a_worker_it_is_said_who_has_to_come() -> None:
    door = FakePintu()
    door.gates(workers=0)
    async with halaman(door) as (loket, page, _):
        await loket.tekan("s")
        await loket.sampai(lambda: loket.toast)
        assert "jalankan deka-worker" in loket.toast[-1]
        await loket.sampai(lambda: "tidak ada worker" in page.catalogue.text)


async def test_an_empty_clinic_says_where_products_come_from() -> None:
    door = FakePintu()
    door.kfa.products.clear()
    door.kfa.catalogue = replace(door.kfa.catalogue, obat=0, alkes=0, usang=0, terakhir=None, sekarang=None)
    async with Loket(door, pelaku=ADMIN) as loket:
        await masuk(loket)
        await loket.sampai(lambda: "Tekan i untuk mengimpor CSV" in loket.terlihat)
        assert "belum ada; tekan s untuk mengambilnya dari KFA" in loket.terlihat


async def test_text_from_outside_does_nothing() -> None:
    door = FakePintu()
    door.kfa.put(product(20, "\x1b]0;x\x07P", EVIL, 500, bentuk=EVIL, kekuatan="[bold]"))
    async with halaman(door, (120, 40)) as (loket, _, _kfa):
        assert "[red]jahat[/red]" in loket.terlihat
        assert "\x1b" not in loket.terlihat
        assert "\u202e" not in loket.terlihat
        await loket.tekan("enter")
        await loket.sampai(lambda: "Tidak ada saran" in loket.terlihat)
        assert "\x1b" not in loket.terlihat
