"""The page Satu Sehat: cards, filters, banners, live changes, one type's list, regenerate, questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deka_tui import halaman
from deka_tui.screens.edit_sumber import EditSumberScreen
from deka_tui.screens.massal import MassalScreen
from deka_tui.screens.regenerasi import RegenerasiScreen
from deka_tui.screens.tanya_sumber import TanyaScreen
from deka_tui.widgets.confirm import Confirm
from deka_tui.widgets.kalender import KalenderDialog
from deka_tui.widgets.prompt import Prompt
from shared.domain.records import Gerbang
from shared.domain.status import StatusJob
from shared.domain.sumber import Tipe
from shared.services.errors import Ditolak
from tests.tui.fake_port import DAY, NOW, PETUGAS, FakePintu, storage_gone
from tests.tui.fake_satusehat import FakeSatuSehat, encounter, row
from tests.tui.pantau import ADMIN
from tests.tui.robot import LARGE, SMALL, Loket
from tests.tui.sehat import Sehat, sehat

LEAST = (60, 20)
SIZES = pytest.mark.parametrize("size", [LEAST, SMALL, LARGE], ids=["60x20", "80x24", "120x40"])


def kartu(p: Sehat, tipe: Tipe) -> str:
    """A card as it reads on the screen."""
    grid = p.dasbor.grid
    at = [card.tipe for card in grid.cards].index(tipe)
    lay = grid.grid
    x, y = at % lay.kolom * lay.lebar, at // lay.kolom * lay.tinggi
    rows = grid.text.splitlines()[y : y + 5]
    return "\n".join(line[x : x + lay.lebar].strip("▌ ") for line in rows)


# ── dashboard ─────────────────────────────────────────────────────────────────
@SIZES
async def test_cards_show_name_bar_counts_and_what_is_under_way(size: tuple[int, int]) -> None:
    async with sehat(size) as (p, _):
        seen = kartu(p, Tipe.ENCOUNTER)
        for words in ("Encounter", "75%", "150/200", "Dalam proses 12", "gagal 7", "belum 31"):
            assert words in seen
        assert "█" in seen
        assert "░" in seen
        assert all(len(line) <= size[0] for line in p.terlihat.splitlines())
        assert "data per 08:14:00" in p.terlihat
        if size != LEAST:
            for tipe in Tipe:
                assert tipe.value in p.terlihat


async def test_regenerate_stands_on_the_four_base_cards_only() -> None:
    async with sehat(LARGE) as (p, _):
        has = {
            card.tipe
            for card in p.dasbor.grid.cards
            if "r Regenerate" in kartu(p, card.tipe) or "r↻" in kartu(p, card.tipe)
        }
        assert has == {Tipe.ORGANIZATION, Tipe.LOCATION, Tipe.PRACTITIONER, Tipe.PATIENT}


async def test_arrows_go_over_the_grid_and_not_beyond_it() -> None:
    async with sehat() as (p, _):
        await p.tekan("left", "up")
        assert p.kini == "Organization"
        await p.tekan("right", "right", "down")
        assert p.kini == "Observation"
        await p.tekan("end")
        assert p.kini == "Immunization"
        await p.tekan("right", "down")
        assert p.kini == "Immunization"
        await p.tekan("home")
        assert p.kini == "Organization"


async def test_a_small_screen_rolls_the_grid() -> None:
    async with sehat(LEAST) as (p, _):
        assert "kartu 1-9 dari 16" in p.terlihat
        await p.tekan("end")
        assert "Immunization" in p.terlihat
        assert "Organization" not in p.terlihat
        assert "dari 16" in p.terlihat


async def test_a_date_from_the_calendar_and_one_key_clears_it() -> None:
    async with sehat() as (p, fake):
        assert "[t] semua tanggal" in p.terlihat
        await p.tekan("t")
        assert isinstance(p.loket.app.screen, KalenderDialog)
        assert "November 2026" in p.terlihat
        await p.tekan("up", "left", "enter")
        await p.sampai(lambda: fake.calls[-1] == ("dasbor", DAY - timedelta(days=8)))
        await p.sampai(lambda: "belum ada data" in kartu(p, Tipe.ENCOUNTER))
        await p.tekan("t", "h")
        await p.sampai(lambda: fake.calls[-1] == ("dasbor", None))
        await p.tekan("left_square_bracket")
        await p.sampai(lambda: fake.calls[-1] == ("dasbor", DAY))
        await p.tekan("h")
        await p.sampai(lambda: fake.calls[-1] == ("dasbor", None))
        assert "[t] semua tanggal" in p.terlihat


async def test_search_narrows_the_types_and_esc_brings_them_back() -> None:
    async with sehat() as (p, _):
        await p.tekan("slash")
        await p.loket.ketik("medic")
        assert [card.tipe.value for card in p.dasbor.grid.cards] == [
            "Medication", "MedicationRequest", "MedicationDispense",
        ]  # fmt: skip
        await p.loket.ketik("x")
        assert "Tidak ada tipe resource yang cocok." in p.terlihat
        await p.tekan("escape")
        assert len(p.dasbor.grid.cards) == 16
        assert p.loket.app.focused is p.dasbor


@pytest.mark.parametrize(
    ("name", "words"), [("dev", "DEV"), ("stg", "STG"), ("prod", "PRODUKSI"), ("lain", "LAIN")]
)
async def test_the_banner_says_which_environment_it_is(name: str, words: str) -> None:
    async with sehat(atur=lambda fake: setattr(fake, "lingkungan", name)) as (p, _):
        assert f" {words} " in p.terlihat
        assert p.halaman.has_class("-prod") is (name == "prod")
        await p.daftar()
        if name == "prod":
            assert "PRODUKSI" in p.terlihat


async def test_a_shut_gate_counts_down_and_refused_credentials_say_what_to_mend() -> None:
    async with sehat(LARGE) as (p, fake):
        fake.gate(Gerbang("satusehat", "terputus", NOW, NOW + 42_000, "HTTP 503", 12))
        await p.sampai(lambda: "dicoba lagi 0:42" in p.terlihat)
        assert "12 menunggu" in p.terlihat
        fake.gate(Gerbang("satusehat", "kredensial", NOW, NOW + 60_000, "Invalid client"))
        await p.sampai(lambda: "Kredensial ditolak" in p.terlihat)
        assert "client secret" in p.terlihat
        fake.gate(None)
        await p.sampai(lambda: "data per" in p.terlihat)


async def test_a_changed_card_is_drawn_and_no_other() -> None:
    async with sehat() as (p, fake):
        grid = p.dasbor.grid
        drawn: list[tuple[int, int, int]] = []
        original = grid.redraw_run
        grid.redraw_run = lambda y, x, width: (drawn.append((y, x, width)), original(y, x, width))[1]  # type: ignore[method-assign]
        await p.tekan("right")
        drawn.clear()
        fake.put(Tipe.ENCOUNTER, 151, 11, 7, 31)
        await p.sampai(lambda: "151/200" in kartu(p, Tipe.ENCOUNTER))
        assert drawn
        assert {(x, width) for _, x, width in drawn} == {(0, grid.grid.lebar)}
        assert p.kini == "Location", "the cursor stays"
        drawn.clear()
        fake._poke()
        reads = len(fake.calls)
        await p.sampai(lambda: len(fake.calls) > reads)
        await p.loket.tenang()
        assert drawn == [], "nothing new, nothing drawn"


async def test_a_storage_that_is_gone_is_told_and_the_cards_stay() -> None:
    async with sehat() as (p, fake):
        fake.fail["dasbor"] = storage_gone()
        await p.tekan("f5")
        await p.sampai(lambda: "penyimpanan tidak terjawab" in p.terlihat)
        assert "Encounter" in p.terlihat
        fake.fail.clear()
        await p.tekan("f5")
        await p.sampai(lambda: "tidak terjawab" not in p.terlihat)


async def test_a_refused_read_says_so() -> None:
    def refuse(fake: FakeSatuSehat) -> None:
        fake.fail["dasbor"] = Ditolak("tidak_berhak", nama="ratih", izin="satusehat")

    pintu = FakePintu()
    refuse(pintu.satusehat)
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await loket.tekan("m", "2")
        await loket.sampai(lambda: "satusehat" in loket.terlihat and "hak" in loket.terlihat)


# ── who gets in ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "pelaku",
    [replace(ADMIN, izin=ADMIN.izin - {"satusehat"}), replace(PETUGAS, izin=PETUGAS.izin | {"satusehat"})],
    ids=["admin without satusehat", "petugas with it"],
)
def test_the_page_is_for_role_and_permission(pelaku: object) -> None:
    assert "satusehat" not in {page.id for page in halaman.terbuka(pelaku)}  # type: ignore[arg-type]
    assert "satusehat" in {page.id for page in halaman.terbuka(ADMIN)}


# ── the list of a type ────────────────────────────────────────────────────────
@SIZES
async def test_badges_are_told_apart_by_sign_and_words(size: tuple[int, int]) -> None:
    async with sehat(size) as (p, _):
        await p.daftar()
        assert p.sel(530, "status") == "✗ Tidak Terkirim 400"
        assert p.sel(529, "status") == "… Belum Terkirim"
        assert p.sel(529, "pesan") == "menunggu Patient"
        assert p.sel(528, "status") == "! Belum Terkirim"
        assert p.sel(528, "pesan") == "produk belum dipetakan ke KFA"
        assert p.sel(527, "status") == "○ Belum Terkirim"
        assert p.sel(526, "status") == "→ Dalam Proses"
        assert p.sel(524, "status") == "● Terkirim"
        assert all(len(line) <= size[0] for line in p.terlihat.splitlines())
        assert "Element not found" in p.terlihat


async def test_status_filter_counts_and_the_way_back() -> None:
    async with sehat(LARGE) as (p, _):
        await p.daftar()
        for word, count in (("Tidak Terkirim", 2), ("Belum Terkirim", 4), ("Terkirim", 24), ("Semua", 30)):
            await p.tekan("f")
            await p.sampai(lambda word=word: f"[f] {word}" in p.terlihat)  # type: ignore[misc]
            await p.sampai(lambda count=count: min(count, p.sumber.table.fit) == len(p.ids))  # type: ignore[misc]
        await p.tekan("4")
        await p.sampai(lambda: p.ids == [530, 525])
        await p.tekan("2")
        await p.sampai(lambda: p.ids == [529, 528, 527, 526])
        await p.tekan("z")
        await p.sampai(lambda: p.ids[0] == 530 and len(p.ids) > 5)
        await p.tekan("escape")
        await p.sampai(lambda: p.halaman.pane is p.dasbor)
        assert p.kini == "Encounter"


async def test_the_dashboards_date_goes_along_and_columns_follow_the_type() -> None:
    async with sehat(LARGE) as (p, _):
        await p.tekan("t", "left", "enter")
        await p.daftar()
        assert p.ids == [501]
        names = [place.kolom.nama for place in p.sumber.table.places]
        assert "no_registrasi" in names
        await p.tekan("escape", "h")
        await p.daftar(Tipe.PATIENT)
        names = [place.kolom.nama for place in p.sumber.table.places]
        assert "no_registrasi" not in names
        assert "norm" in names


async def test_the_detail_explains_in_plain_words_and_f7_leads_to_the_paths() -> None:
    async with sehat(LARGE) as (p, _):
        await p.daftar()
        await p.rincian(530)
        seen = " ".join(p.rinci.split())
        for words in ("✗ Tidak Terkirim 400", "Rule Number: 10457", "Diagnosis kunjungan belum diisi.",
                      "Dokter atau perawat", "Lengkapi diagnosis kunjungan"):  # fmt: skip
            assert words in seen
        await p.tekan("f7")
        assert "Keraguan 1/2" in p.rinci
        assert "diagnosis" in p.rinci
        await p.tekan("f7")
        assert "Keraguan 2/2" in p.rinci
        assert p.detail.json.jalur == "period.end"
        await p.tekan("space")
        assert "Keraguan" not in p.rinci.splitlines()[5]


async def test_a_row_that_waits_names_its_parent() -> None:
    async with sehat(LARGE) as (p, _):
        await p.daftar()
        await p.rincian(529)
        assert "Patient/000129" in p.rinci
        assert "Dikirim sendiri begitu itu terkirim." in p.rinci
        assert "r Kirim Ulang" not in p.terlihat


async def test_send_again_verify_and_bulk_are_those_of_every_table() -> None:
    async with sehat() as (p, fake):
        await p.daftar()
        await p.baris(530)
        await p.tekan("r")
        await p.sampai(lambda: fake.monitor.jobs[530].status is StatusJob.MENUNGGU)
        await p.baris(529)
        await p.tekan("i")
        await p.sampai(lambda: any("belum punya id" in said for said in p.loket.toast))
        await p.baris(524)
        await p.tekan("i")
        await p.sampai(lambda: ("verifikasi", 524) in fake.calls)
        await p.tekan("b")
        assert isinstance(p.loket.app.screen, MassalScreen)
        await p.sampai(lambda: "1 job akan dikirim ulang" in p.terlihat)


async def test_causes_name_satusehat_as_the_source() -> None:
    async with sehat() as (p, _):
        await p.daftar()
        await p.tekan("s")
        await p.sampai(lambda: "2 sebab" in p.terlihat)
        await p.sampai(lambda: "Artinya: " in p.terlihat)
        await p.tekan("home")
        seen = p.terlihat
        await p.tekan("down")
        both = seen + p.terlihat
        assert "SatuSehat: Element not found" in both
        assert "DEKA: SatuSehat sedang terganggu" in both
        assert "BPJS" not in both


async def test_editing_checks_while_one_types_and_f7_jumps() -> None:
    async with sehat(LARGE) as (p, fake):
        await p.daftar()
        await p.baris(530)
        await p.tekan("enter")
        await p.sampai(lambda: p.detail.isi is not None)
        await p.tekan("e")
        await p.sampai(lambda: isinstance(p.loket.app.screen, EditSumberScreen))
        screen = p.loket.app.screen
        assert isinstance(screen, EditSumberScreen)
        await p.sampai(lambda: len(screen.temuan) == 2)
        assert "period.end" in p.terlihat
        assert "1 menghalangi pengiriman" in p.terlihat
        await p.tekan("f7", "f7")
        line = screen.area.text.split("\n")[screen.area.cursor_location[0]]
        assert '"end"' in line
        screen.area.text = screen.area.text.replace('"status"', '"diagnosis": [], "status"')
        await p.sampai(lambda: screen.temuan == ())
        assert "Tidak ada keraguan" in p.terlihat
        screen.area.text = "{"
        await p.sampai(lambda: not screen.sah)
        assert "JSON salah" in p.terlihat
        assert fake.calls[-1][0] == "periksa"


async def test_rows_follow_the_worker_while_one_looks() -> None:
    async with sehat() as (p, fake):
        await p.daftar()
        await p.baris(529)
        fake.monitor.put(encounter(529, DAY, NOW))
        await p.sampai(lambda: p.sel(529, "status") == "● Terkirim")
        assert p.sumber.table.current == 529


# ── regenerate, questions ─────────────────────────────────────────────────────
async def test_regenerate_asks_first_and_shows_how_far_it_is() -> None:
    async with sehat() as (p, fake):
        await p.ke(Tipe.ENCOUNTER)
        await p.tekan("r")
        assert any("hanya untuk Organization" in said for said in p.loket.toast)
        await p.ke(Tipe.PATIENT)
        await p.tekan("r")
        assert isinstance(p.loket.app.screen, Confirm)
        assert "perubahan data master" in p.terlihat
        await p.tekan("n")
        assert not [call for call in fake.calls if call[0] == "regenerasi"]
        fake.results = (row(1, "ganda", tanya=1), row(2, "proses"), row(3, "tertaut"))
        fake.hold.clear()
        await p.tekan("r", "y")
        await p.sampai(lambda: isinstance(p.loket.app.screen, RegenerasiScreen))
        assert "Menyiapkan data klinik" in p.terlihat
        fake.hold.set()
        await p.sampai(lambda: "2 dari 3 selesai" in p.terlihat)
        assert "1 perlu dijawab" in p.terlihat
        assert "1 dilewati" in p.terlihat
        fake.outcome(row(1, "ganda", tanya=1), row(2, "dibuat"), row(3, "tertaut"))
        await p.sampai(lambda: "3 dari 3 selesai" in p.terlihat)
        await p.tekan("escape")
        await p.sampai(lambda: p.loket.app.screen is p.halaman)


async def test_the_card_says_that_it_is_at_it() -> None:
    async with sehat(LARGE) as (p, fake):
        fake.hold.clear()
        await p.ke(Tipe.PRACTITIONER)
        await p.tekan("r", "y")
        await p.sampai(lambda: isinstance(p.loket.app.screen, RegenerasiScreen))
        await p.tekan("escape")
        await p.sampai(lambda: p.loket.app.screen is p.halaman)
        assert "memproses…" in kartu(p, Tipe.PRACTITIONER)
        fake.hold.set()
        await p.sampai(lambda: "memproses…" not in kartu(p, Tipe.PRACTITIONER))


async def test_a_regeneration_that_is_refused_is_told() -> None:
    async with sehat() as (p, fake):
        fake.fail["regenerasi"] = Ditolak("tidak_berhak", nama="ratih", izin="satusehat")
        await p.tekan("r", "y")
        await p.sampai(lambda: any("hak" in said for said in p.loket.toast))
        assert p.dasbor.sibuk == set()


@SIZES
async def test_candidates_stand_side_by_side_and_are_chosen_by_their_number(size: tuple[int, int]) -> None:
    async with sehat(size) as (p, fake):
        await p.tekan("a")
        await p.sampai(lambda: isinstance(p.loket.app.screen, TanyaScreen))
        await p.loket.tenang()
        assert "Di klinik" in p.terlihat
        if size != LEAST:
            names = next(line for line in p.terlihat.splitlines() if line.strip().startswith("SITI CONTOH"))
            assert names.count("SITI CONTOH") == 3, "ours and both candidates on one row"
        assert all(len(line) <= size[0] for line in p.terlihat.splitlines())
        await p.tekan("2")
        assert "Tautkan SITI CONTOH ke SITI CONTOHWATI (P00000000002)?" in " ".join(p.loket.tanya.split())
        await p.tekan("n")
        assert fake.answered == []
        await p.tekan("1", "y")
        await p.sampai(lambda: fake.answered == [(1, "P00000000001")])
        await p.sampai(lambda: "BUDI SANTOSO" in p.terlihat)
        assert "Tidak ada calon." in p.terlihat
        await p.tekan("b", "y")
        await p.sampai(lambda: fake.answered[-1] == (2, "buat"))
        await p.sampai(lambda: p.loket.app.screen is p.halaman)
        await p.sampai(lambda: "[a]" not in p.terlihat)


async def test_an_id_is_typed_and_a_wrong_one_is_refused_in_words() -> None:
    async with sehat() as (p, fake):
        await p.tekan("a")
        await p.sampai(lambda: isinstance(p.loket.app.screen, TanyaScreen))
        await p.tekan("i")
        assert isinstance(p.loket.app.screen, Prompt)
        await p.loket.ketik("salah")
        await p.tekan("enter", "y")
        await p.sampai(lambda: any("bukan id SatuSehat" in said for said in p.loket.toast))
        await p.tekan("c")
        await p.sampai(lambda: fake.answered == [(1, "cari")])


async def test_without_a_question_there_is_none_to_answer() -> None:
    async with sehat(atur=lambda fake: fake.asked.clear()) as (p, _):
        assert "[a]" not in p.terlihat
        await p.tekan("a")
        await p.sampai(lambda: any("Tidak ada pertanyaan" in said for said in p.loket.toast))
