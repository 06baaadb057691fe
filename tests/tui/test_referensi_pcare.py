"""The tab Referensi PCare: the lists, one list opened, synchronisations under way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deka_tui.app import DekaApp
from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.pane_referensi_pcare import PaneReferensiPCare
from deka_tui.widgets.paged_table import PagedTable
from deka_tui.widgets.row_dialog import RowDialog
from shared.domain.records import Gerbang
from shared.domain.referensi import PCARE, JenisReferensi, StatusSinkron
from tests.tui.fake_port import NOW, FakePintu, storage_gone
from tests.tui.fake_referensi import sync
from tests.tui.robot import LARGE, SMALL, Loket, settings
from tests.tui.test_fktp import ADMIN, masuk

J = JenisReferensi


async def buka(loket: Loket) -> PaneReferensiPCare:
    """Go into the page and to the tab."""
    page = await masuk(loket)
    page.buka_tab("referensi_pcare")
    pane = page.pane
    assert isinstance(pane, PaneReferensiPCare)
    await loket.sampai(lambda: pane.rak.table.rows)
    return pane


def tabel(loket: Loket) -> str:
    """The table that is seen."""
    page = loket.app.screen
    assert isinstance(page, BpjsFktpScreen)
    return next(t for t in page.query(PagedTable) if t.is_on_screen and t.size.height).text


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_every_list_is_on_one_page(size: tuple[int, int]) -> None:
    async with Loket(FakePintu(), size, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        assert [row.id for row in pane.rak.table.rows] == [jenis.value for jenis in PCARE]
        seen = loket.terlihat
        for word in ("Diagnosa", "Status Pulang (rawat inap)", "Khusus", "belum pernah", "2.345", "+2.345"):
            assert word in seen
        assert "19 referensi · 2.374 baris tersimpan · 1 tidak ada lagi" in seen or size is SMALL
        assert "sinkron terakhir 08:13: 14 baru" in seen, "the note is about the row under the cursor"
        await loket.tekan("end")
        assert "belum pernah disinkronkan; tekan s" in loket.terlihat


async def test_on_the_smallest_screen_the_lists_have_pages() -> None:
    async with Loket(FakePintu(), (60, 20), pelaku=ADMIN) as loket:
        pane = await buka(loket)
        assert len(pane.rak.table.rows) < len(PCARE)
        seen = [row.id for row in pane.rak.table.rows]
        await loket.tekan("pagedown")
        await loket.tekan("end", "down")
        seen += [row.id for row in pane.rak.table.rows if row.id not in seen]
        assert seen == [jenis.value for jenis in PCARE]
        await loket.tekan("home")
        assert pane.rak.table.current == "diagnosa"


async def test_a_list_is_opened_searched_and_left() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("enter")
        await loket.sampai(lambda: "A00.1" in tabel(loket))
        assert "B99" not in tabel(loket), "what BPJS lists no more is not there unless it is asked for"
        assert "Diagnosa" in loket.terlihat
        await loket.tekan("h")
        await loket.sampai(lambda: "B99" in tabel(loket))
        assert "tidak ada lagi" in tabel(loket)
        assert "termasuk yang hilang" in loket.terlihat
        await loket.tekan("slash")
        await loket.ketik("acute")
        await loket.sampai(lambda: "A00.1" not in tabel(loket))
        assert [one.kode for one in pane.isi._page.baris] == ["J00", "J06.9"]
        await loket.tekan("enter", "escape")
        await loket.sampai(lambda: "A00.1" in tabel(loket))
        await loket.tekan("escape")
        await loket.sampai(lambda: "Kesadaran" in tabel(loket))
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.app.screen is loket.layar)


async def test_nothing_found_says_how_to_go_on() -> None:
    async with Loket(FakePintu(), pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("slash")
        await loket.ketik("zzz")
        await loket.sampai(lambda: "Tidak ada yang cocok" in pane.isi.table.note)
        await loket.tekan("escape", "escape", "j", "j", "enter")
        await loket.sampai(lambda: "BPJS tidak punya baris" in pane.isi.table.note)
        await loket.tekan("escape", "end", "enter")
        await loket.sampai(lambda: "belum pernah disinkronkan" in pane.isi.table.note)


async def test_pages_of_a_long_list_forward_and_back() -> None:
    async with Loket(FakePintu(), pelaku=ADMIN) as loket:
        pane = await buka(loket)
        pane.open(J.OBAT)
        await loket.sampai(lambda: "990000001" in tabel(loket))
        fit = pane.isi.table.fit
        await loket.tekan("pagedown")
        await loket.sampai(lambda: pane.isi.table.rows[0].id == f"99{fit + 1:07d}\0")
        assert f"hlm 2 · {fit + 1}–{2 * fit} dari lebih" in tabel(loket)
        await loket.tekan("end", "down")
        await loket.sampai(lambda: pane.isi.table.rows[0].id == f"99{2 * fit + 1:07d}\0")
        assert pane.isi.table.place == 0
        await loket.tekan("up")
        await loket.sampai(lambda: pane.isi.table.rows[0].id == f"99{fit + 1:07d}\0")
        assert pane.isi.table.place == fit - 1
        await loket.tekan("home")
        await loket.sampai(lambda: pane.isi.table.rows[0].id == "990000001\0")


async def test_a_row_in_full_and_what_has_changed() -> None:
    async with Loket(FakePintu(), pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("b")
        await loket.sampai(lambda: [one.kode for one in pane.isi._page.baris] == ["A09", "B99"])
        assert "berubah" in tabel(loket)
        assert "Perubahan terakhir" in loket.terlihat
        await loket.tekan("b")
        await loket.sampai(lambda: len(pane.isi._page.baris) == 4)
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, RowDialog))
        assert "nonSpesialis: true" in loket.terlihat
        assert "ada di BPJS; tersimpan Jum 20 Nov 2026 08:14" in loket.terlihat
        await loket.tekan("down", "down", "c")
        assert isinstance(loket.app.screen, RowDialog)
        await loket.tekan("escape")
        await loket.sampai(lambda: not isinstance(loket.app.screen, RowDialog))


async def test_a_synchronisation_is_asked_for_and_seen_to_its_end() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("s")
        await loket.sampai(lambda: "Menunggu" in tabel(loket))
        assert ("sinkron", ((J.DIAGNOSA,), False)) in pintu.referensi.calls
        assert loket.toast == ["Sinkronisasi Diagnosa diminta; berjalan di latar."]
        run = sync(J.DIAGNOSA, NOW, StatusSinkron.JALAN, bagian=0.5, sisa=30_000, baris=700, halaman=13)
        pintu.referensi.put(J.DIAGNOSA, run)
        await loket.sampai(lambda: "████░░░░ 50%" in tabel(loket))
        assert "700 baris · 13 halaman · sisa 30 dtk" in loket.terlihat
        pintu.referensi.put(J.DIAGNOSA, sync(J.DIAGNOSA, NOW, tambah=1, ubah=2, hilang=3))
        await loket.sampai(lambda: len(loket.toast) == 2)
        assert loket.toast[1] == (
            "Sinkronisasi Diagnosa selesai: 14 baris dibaca, 1 baru, 2 berubah, 3 tidak ada lagi."
        )


async def test_all_at_once_is_asked_first_and_told_once() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("S")
        await loket.sampai(lambda: loket.dialog)
        assert loket.tanya == "Ambil semua referensi PCare dari BPJS?"
        await loket.tekan("escape", "S", "y")
        await loket.sampai(lambda: "19 sinkronisasi diminta; berjalan di latar." in loket.toast)
        for jenis in PCARE[1:]:
            pintu.referensi.states[jenis] = replace(pintu.referensi.states[jenis], sekarang=sync(jenis, NOW))
        bad = sync(J.DIAGNOSA, NOW, StatusSinkron.GAGAL, pesan="Password expired", dari_bpjs=True)
        pintu.referensi.put(J.DIAGNOSA, bad)
        await loket.sampai(lambda: "18 sinkronisasi selesai, 1 gagal." in loket.toast)
        assert "BPJS: Password expired" in loket.terlihat


async def test_stopping_and_starting_afresh_are_asked() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("x")
        assert loket.toast[-1].startswith("Sinkronisasi Diagnosa tidak sedang berjalan")
        pintu.referensi.put(J.DIAGNOSA, sync(J.DIAGNOSA, NOW, StatusSinkron.JALAN, bagian=0.5, baris=700))
        await loket.sampai(lambda: "50%" in tabel(loket))
        await loket.tekan("x")
        await loket.sampai(lambda: loket.dialog)
        assert "Yang sudah dibaca tersimpan" in loket.teks()
        await loket.tekan("y")
        await loket.sampai(lambda: "Dibatalkan 40%" in tabel(loket))
        assert "dihentikan sari 08:14 setelah 700 baris; tekan s untuk melanjutkan" in loket.terlihat
        await loket.tekan("d")
        await loket.sampai(lambda: loket.dialog)
        await loket.tekan("y")
        await loket.sampai(lambda: ("sinkron", ((J.DIAGNOSA,), True)) in pintu.referensi.calls)


async def test_nobody_to_carry_it_out_is_said_plainly() -> None:
    pintu = FakePintu()
    pintu.gates(workers=0)
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("s")
        await loket.sampai(lambda: "tunggu worker" in tabel(loket))
        assert loket.toast[-1] == (
            "Sinkronisasi Diagnosa diminta, tetapi tidak ada worker yang berjalan; jalankan deka-worker."
        )
        assert "1 sinkronisasi menunggu: tidak ada worker yang berjalan" in loket.terlihat
        pintu.gates(Gerbang("pcare", "putus", NOW - 240_000, NOW + 1000, ""))
        await loket.sampai(lambda: "layanan putus" in tabel(loket))
        assert "PCare gangguan sejak 08:10 — sinkronisasi dilanjutkan sendiri" in loket.terlihat
        pintu.gates(Gerbang("pcare", "kredensial", NOW, None, "Password expired"))
        await loket.sampai(lambda: "PCare menolak kredensial klinik" in loket.terlihat)


async def test_a_refusal_and_a_storage_that_is_gone_are_sentences() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        pintu.referensi.fail["sinkron"] = storage_gone()
        await loket.tekan("s")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == [storage_gone().pesan]
        pintu.referensi.fail["rak"] = storage_gone()
        await loket.tekan("f5")
        await loket.sampai(lambda: "penyimpanan" in tabel(loket).splitlines()[-1].lower())
        assert len(pane.rak.table.rows) == len(PCARE), "what was read stays on screen"


async def test_the_help_has_the_keys_of_the_tab() -> None:
    async with Loket(FakePintu(), LARGE, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("question_mark")
        await loket.sampai(lambda: loket.modal)
        assert loket.modal is not None
        for words in ("REFERENSI", "Sinkronisasi semua referensi PCare", "Baris berikutnya"):
            assert words in loket.modal.text


async def test_a_long_word_in_passing_fits_the_smallest_screen() -> None:
    app = DekaApp(settings(), ADMIN, FakePintu(), clock=lambda: NOW / 1000)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        loket = Loket.around(app, pilot)
        text = "Sinkronisasi Diagnosa selesai: 178 baris dibaca, 14 baru, 200 berubah, 3.000 tidak ada lagi."
        loket.layar.toast(text)
        await loket.sampai(lambda: text in " ".join(loket.terlihat.replace("│", " ").split()), "all of it")
