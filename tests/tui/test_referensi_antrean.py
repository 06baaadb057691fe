"""The tab Referensi Antrean: the schedule of a date, and mapping rooms and doctors by keyboard."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.widgets import Input

from deka_tui.screens.pane_referensi_antrean import PaneReferensiAntrean
from deka_tui.screens.petakan import PetakanScreen
from deka_tui.widgets.date_dialog import DateDialog
from shared.domain.records import Gerbang
from shared.domain.referensi import JenisReferensi, StatusSinkron
from shared.domain.sinkron import DokterHari, PoliHari, SlotHari
from shared.services.errors import TidakSah
from tests.tui.fake_port import DAY, NOW, FakePintu, storage_gone
from tests.tui.fake_referensi import sync
from tests.tui.robot import LARGE, SMALL, Loket
from tests.tui.test_fktp import ADMIN, masuk
from tests.tui.test_referensi_pcare import tabel


async def buka(loket: Loket) -> PaneReferensiAntrean:
    """Go into the page and to the tab."""
    page = await masuk(loket)
    page.buka_tab("referensi_antrean")
    pane = page.pane
    assert isinstance(pane, PaneReferensiAntrean)
    await loket.sampai(lambda: pane.jadwal.table.rows or pane.jadwal.table.note)
    return pane


def formulir(loket: Loket) -> PetakanScreen:
    screen = loket.app.screen
    assert isinstance(screen, PetakanScreen), screen
    return screen


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 20)], ids=["80x24", "120x40", "60x20"])
async def test_polis_doctors_slots_and_capacity(size: tuple[int, int]) -> None:
    async with Loket(FakePintu(), size, pelaku=ADMIN) as loket:
        await buka(loket)
        seen = loket.terlihat
        for word in ("Jum 20 Nov 2026", "POLI UMUM", "13:00-16:00", "25", "Belum dipetakan: 1 ruangan"):
            assert word in seen
        assert "tidak ada dokter" in seen


async def test_dates_by_keys_and_by_typing() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("right_square_bracket")
        await loket.sampai(lambda: "Sab 21 Nov 2026" in loket.terlihat)
        assert "Jadwal tanggal ini belum diambil." in pane.jadwal.table.note
        await loket.tekan("t")
        dialog = loket.app.screen
        assert isinstance(dialog, DateDialog)
        await loket.tekan("down", "pagedown")
        assert dialog.chosen == DAY + timedelta(days=9)
        await loket.ketik("32-1")
        assert dialog.chosen is None
        await loket.tekan("enter")
        assert loket.app.screen is dialog, "what is no date is not taken"
        assert "Tanggal tidak terbaca" in loket.teks()
        dialog.query_one(Input).value = ""
        await loket.ketik("25-12")
        await loket.tekan("enter")
        await loket.sampai(lambda: "Jum 25 Des 2026" in loket.terlihat)
        await loket.tekan("0")
        await loket.sampai(lambda: "Hari ini Jum 20 Nov" in loket.terlihat)
        await loket.tekan("left_square_bracket", "t", "escape")
        await loket.sampai(lambda: "Kam 19 Nov 2026" in loket.terlihat)


async def test_a_date_is_fetched_and_seen_to_its_end() -> None:
    pintu = FakePintu()
    door = pintu.referensi
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("right_square_bracket")
        await loket.sampai(lambda: pane.jadwal.table.note)
        await loket.tekan("a")
        await loket.sampai(lambda: "Menunggu: diminta sari" in loket.terlihat)
        assert ("ambil_jadwal", DAY + timedelta(days=1)) in door.calls
        tomorrow = DAY + timedelta(days=1)
        assert loket.toast == ["Sinkronisasi jadwal Sab 21 Nov 2026 diminta; berjalan di latar."]
        key = tomorrow.isoformat()
        run = sync(JenisReferensi.JADWAL, NOW, StatusSinkron.JALAN, kunci=key, bagian=0.5, baris=2)
        door.schedules[tomorrow] = run
        pintu.poke()
        await loket.sampai(lambda: "50%" in loket.terlihat)
        slot = SlotHari("07:00-12:00", 40)
        door.schedule[tomorrow] = (PoliHari("001", "POLI UMUM", (DokterHari(9, "dr. X", (slot,)),)),)
        door.schedules[tomorrow] = sync(JenisReferensi.JADWAL, NOW, kunci=key, baris=1, tambah=1)
        pintu.poke()
        await loket.sampai(lambda: "dr. X" in tabel(loket))
        assert loket.toast[-1] == "Sinkronisasi Jadwal Antrean 2026-11-21 selesai: 1 baris dibaca, 1 baru."


async def test_nobody_to_fetch_it_a_shut_gate_and_stopping() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("x")
        assert "tidak sedang berjalan" in loket.toast[-1]
        pintu.gates(workers=0)
        await loket.tekan("f5")
        await loket.sampai(lambda: "worker mati" in loket.terlihat)
        await loket.tekan("a")
        await loket.sampai(lambda: "1 sinkronisasi menunggu: tidak ada worker" in loket.terlihat)
        assert loket.toast[-1].endswith("tidak ada worker yang berjalan; jalankan deka-worker.")
        pintu.gates(Gerbang("antrean", "putus", NOW - 240_000, NOW + 1000, ""))
        await loket.sampai(lambda: "Antrean gangguan sejak 08:10" in loket.terlihat)
        await loket.tekan("x")
        await loket.sampai(lambda: "dihentikan; tekan a" in loket.toast[-1])
        assert pintu.referensi.calls[-2][1] == (JenisReferensi.JADWAL, DAY) or (
            ("hentikan", (JenisReferensi.JADWAL, DAY)) in pintu.referensi.calls
        )


async def test_a_room_is_mapped_by_its_best_suggestion() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("m")
        await loket.sampai(lambda: pane.peta.table.rows)
        assert [row.id for row in pane.peta.table.rows] == ["KIA", "UMUM", "GIGI", "APOTEK"]
        assert "belum dipetakan" in tabel(loket).splitlines()[1]
        await loket.tekan("enter")
        form = formulir(loket)
        await loket.sampai(lambda: form.utama.choice)
        assert form.utama.choice is not None
        assert form.utama.choice.kode == "003"
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: loket.app.screen is not form)
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Pemetaan Poli KIA disimpan; tidak ada kiriman yang menunggu."]
        assert ("petakan_ruangan", ("KIA", "003")) in pintu.referensi.calls
        await loket.sampai(lambda: "POLI KIA" in tabel(loket))
        await loket.tekan("escape")
        await loket.sampai(lambda: "90001" in tabel(loket))


async def test_a_doctor_is_mapped_and_what_waited_goes() -> None:
    pintu = FakePintu()
    pintu.referensi.warnings = ("kode dokter 900002 belum dapat diperiksa",)
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("m")
        await loket.sampai(lambda: pane.peta.table.rows)
        await loket.tekan("r")
        assert [row.id for row in pane.peta.table.rows] == ["D4", "D2", "D1"]
        await loket.tekan("enter")
        form = formulir(loket)
        await loket.sampai(lambda: form.utama.choice)
        assert "2 kiriman menunggu" in loket.terlihat
        await loket.sampai(lambda: "Menjadi: 07:00-12:00" in loket.terlihat)
        # A poor suggestion is not picked by itself.
        assert form.query_one("#pcare", type(form.utama)).choice is None
        await loket.tekan("enter", "down")
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: len(loket.toast) == 2)
        assert loket.toast == [
            "Pemetaan dr. Merbau Rekaan disimpan; 2 kiriman yang menunggu dikirim lagi.",
            "Perhatian: kode dokter 900002 belum dapat diperiksa.",
        ]
        assert ("petakan_dokter", ("D4", 90004, "900002", None)) in pintu.referensi.calls


async def test_a_code_of_ones_own_and_typed_slots() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("m", "r", "enter")
        form = formulir(loket)
        await loket.sampai(lambda: form.utama.choice)
        await loket.ketik("kenanga")
        assert form.utama.choice is not None
        assert form.utama.choice.kode == "90002"
        form.utama.field.value = ""
        await loket.ketik("77x")
        await loket.tekan("ctrl+s")
        assert "Pilih atau ketik kodenya lebih dahulu." in loket.terlihat
        await loket.tekan("backspace")
        await loket.sampai(lambda: form.utama.choice and form.utama.choice.kode == "77")
        assert "pakai kode ini" in loket.terlihat
        await loket.tekan("tab", "tab")
        await loket.ketik("senin 7")
        assert "Jam praktik tidak terbaca" in loket.terlihat
        await loket.tekan("ctrl+s")
        assert loket.app.screen is form
        form.query_one("#jam", Input).value = "senin 07:00-12:00"
        await loket.sampai(lambda: "Menjadi: Senin 07:00-12:00" in loket.terlihat)
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: loket.app.screen is not form)
        saved = ("petakan_dokter", ("D4", 77, None, ((0, "07:00-12:00"),)))
        assert saved in pintu.referensi.calls


async def test_a_refusal_keeps_the_form_with_what_was_picked() -> None:
    pintu = FakePintu()
    pintu.referensi.fail["petakan_ruangan"] = TidakSah("peta_poli_tidak_ada", nilai="003")
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("m", "enter")
        form = formulir(loket)
        await loket.sampai(lambda: form.utama.choice)
        await loket.tekan("ctrl+s")
        await loket.sampai(
            lambda: "Poli 003 tidak ada di referensi BPJS" in loket.terlihat.replace("\n", " ")
        )
        assert form.utama.choice is not None
        pintu.referensi.fail.clear()
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.app.screen is not form)
        assert loket.toast == []


async def test_a_mapping_is_taken_away_only_after_a_question() -> None:
    pintu = FakePintu()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.tekan("m", "down", "enter")
        form = formulir(loket)
        await loket.sampai(lambda: form.utama.choice)
        assert form.utama.choice is not None
        assert form.utama.choice.kode == "001", "what it is now is picked"
        await loket.tekan("ctrl+k")
        await loket.sampai(lambda: loket.dialog)
        assert "akan ditolak sampai dipetakan lagi" in loket.teks()
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.app.screen is form)
        await loket.tekan("ctrl+k", "y")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Pemetaan Poli Umum dikosongkan."]
        assert ("petakan_ruangan", ("UMUM", None)) in pintu.referensi.calls
        await loket.sampai(lambda: pane.peta.rows[0].kd_poli is None)  # type: ignore[union-attr]


async def test_lists_that_are_not_there_say_what_to_do() -> None:
    pintu = FakePintu()
    door: Any = pintu.referensi
    door.calon_dokter = lambda kode: type(door).calon_ruangan(door, kode).__class__()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        await loket.tekan("m", "r", "enter")
        await loket.sampai(lambda: "Belum ada: ambil jadwal." in loket.terlihat)
        assert "Belum ada: sinkronkan Dokter." in loket.terlihat
        await loket.tekan("ctrl+s")
        assert "Pilih atau ketik kodenya lebih dahulu." in loket.terlihat


async def test_a_storage_that_is_gone_is_a_sentence() -> None:
    pintu = FakePintu()
    pintu.referensi.fail["papan"] = storage_gone()
    async with Loket(pintu, pelaku=ADMIN) as loket:
        pane = await buka(loket)
        await loket.sampai(lambda: storage_gone().pesan in pane.jadwal.table.note.replace("\n", " "))
        pintu.referensi.fail.clear()
        await loket.sampai(lambda: pane.jadwal.table.rows)
        pintu.referensi.fail["ambil_jadwal"] = storage_gone()
        await loket.tekan("a")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == [storage_gone().pesan]


async def test_hostile_names_do_no_harm() -> None:
    pintu = FakePintu()
    door = pintu.referensi
    bad = "\x1b[2JJAHAT\u202e[red]\n"
    door.schedule[door.today] = (
        PoliHari(bad, bad, (DokterHari(1, bad, (SlotHari("\x1b]0;x\x07" + bad, 1),)),)),
    )
    async with Loket(pintu, pelaku=ADMIN) as loket:
        await buka(loket)
        assert "JAHAT[red]" in tabel(loket)
        assert "\x1b" not in loket.terlihat
        assert "\u202e" not in loket.terlihat
