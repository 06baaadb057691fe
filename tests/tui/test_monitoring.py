"""The tab Monitoring: filters and cards, paging, live rows, resend; refused to all but its people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.massal import MassalScreen
from deka_tui.widgets.chooser import Chooser
from deka_tui.widgets.confirm import Confirm
from deka_tui.widgets.prompt import Prompt
from shared.domain.pantau import HitungJob, SaringJob
from shared.domain.status import FAILED_JOB, JenisJob, StatusJob
from shared.services.errors import Ditolak
from tests.tui.fake_monitor import CARD, FakeMonitor, failed, job
from tests.tui.fake_port import DAY, NOW, PETUGAS, FakePintu, storage_gone
from tests.tui.pantau import ADMIN, SUPER, pantau
from tests.tui.robot import LARGE, SMALL, Loket

LEAST = (60, 20)
SIZES = pytest.mark.parametrize("size", [LEAST, SMALL, LARGE], ids=["60x20", "80x24", "120x40"])


# ── looking ───────────────────────────────────────────────────────────────────
@SIZES
async def test_the_table_and_its_cards(size: tuple[int, int]) -> None:
    async with pantau(size) as p:
        assert p.kartu == [40, 2, 31, 7]
        assert p.ids[0] == 40
        assert len(p.ids) == p.pane.table.fit
        assert p.sel(40, "status") == "Gagal"
        assert p.sel(39, "status") == "Menunggu"
        assert p.sel(37, "status") == "Proses"
        assert p.sel(35, "pesan").startswith("[diedit budi]")
        seen = p.loket.terlihat
        assert "data per 08:14:00" in seen
        assert "Semua jenis" in seen
        assert "Artinya: Peserta belum mengisi skrining" in seen
        assert all(len(row) <= size[0] for row in seen.splitlines())


async def test_cards_and_status_are_keys_into_their_lists() -> None:
    async with pantau() as p:
        await p.tekan("4")
        await p.sampai(lambda: p.ids == [40, 38, 36, 35, 34, 33, 32])
        assert p.kartu == [40, 2, 31, 7], "the cards count the other statuses too"
        await p.tekan("2")
        await p.sampai(lambda: p.ids == [39, 37])
        await p.tekan("3")
        await p.sampai(lambda: p.ids[0] == 31)
        await p.tekan("1")
        await p.sampai(lambda: p.ids[0] == 40)
        for word in ("Tidak Terkirim", "Belum Diproses", "Terkirim", "Semua"):
            await p.tekan("f")
            await p.sampai(lambda word=word: f"[f] {word}" in p.loket.terlihat)  # type: ignore[misc]


async def test_seven_types_and_their_columns() -> None:
    async with pantau((120, 40)) as p:
        await p.tekan("p")
        box = p.loket.app.screen
        assert isinstance(box, Chooser)
        assert [entry.label for entry in box.entries] == [
            "Semua jenis", "Tambah Antrean", "Panggil Antrean", "Batal Antrean", "Tambah Pendaftaran",
            "Tambah Kunjungan", "Hapus Pendaftaran", "Hapus Kunjungan",
        ]  # fmt: skip
        await p.tekan("5")
        await p.sampai(lambda: p.ids[0] == 40 and 39 not in p.ids)
        names = [place.kolom.nama for place in p.pane.table.places]
        assert "no_urut" in names
        assert "jenis" not in names
        await p.tekan("p", "2")
        await p.sampai(lambda: p.ids[0] == 39)
        assert 38 in p.ids, "the key that chose is not also the card's"
        assert "tiket" in [place.kolom.nama for place in p.pane.table.places]


async def test_dates_one_key_clears_and_reset_brings_all_back() -> None:
    monitor = FakeMonitor(NOW, DAY, lambda: None)
    yesterday = DAY - timedelta(days=1)
    monitor.jobs[99] = job(99, yesterday, NOW)
    async with pantau(monitor=monitor) as p:
        assert 99 not in p.ids
        await p.tekan("left")
        await p.sampai(lambda: p.ids == [99])
        assert "[t] Kam 19 Nov 2026" in p.loket.terlihat
        await p.tekan("h")
        await p.sampai(lambda: p.kartu[:1] == [41])
        assert "[t] semua tanggal" in p.loket.terlihat
        await p.tekan("h")
        await p.sampai(lambda: p.kartu[:1] == [40])
        await p.tekan("t")
        assert isinstance(p.loket.app.screen, Prompt)
        await p.tekan("end", "ctrl+u")
        await p.loket.ketik("31-02-2026")
        await p.tekan("enter")
        assert "Tanggal tidak dikenali; contoh: 20-11-2026." in p.loket.terlihat
        await p.tekan("end", "ctrl+u")
        await p.loket.ketik("19-11")
        await p.tekan("enter")
        await p.sampai(lambda: p.ids == [99])
        await p.tekan("f", "p", "2")
        await p.sampai(lambda: p.pane.daftar.saring.jenis is JenisJob.TAMBAH_ANTREAN)
        await p.tekan("z")
        await p.sampai(lambda: p.kartu[:1] == [40])
        assert p.pane.daftar.saring == SaringJob()


async def test_norm_search_and_the_filter_is_kept_on_the_way_back() -> None:
    async with pantau() as p:
        await p.tekan("slash")
        await p.loket.ketik("000160")
        await p.sampai(lambda: p.ids == [38])
        await p.tekan("enter")
        assert p.loket.app.focused is p.pane
        await p.tekan("enter")
        assert p.pane.detail.terbuka
        await p.tekan("escape")
        assert p.ids == [38]
        await p.tekan("escape")
        await p.sampai(lambda: p.loket.app.screen is p.loket.layar)
        await p.tekan("m", "enter")
        await p.sampai(lambda: isinstance(p.loket.app.screen, BpjsFktpScreen))
        await p.sampai(lambda: p.ids == [38])
        assert p.pane.search.value == "000160"


@SIZES
async def test_a_search_that_was_not_counted_out_says_so(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = HitungJob(12, 1_234_884, 88, frozenset({"berhasil"}))
    monkeypatch.setattr(FakeMonitor, "count", lambda *_: many)
    async with pantau(size) as p:
        await p.sampai(lambda: "1.234.984+" in p.pane.cards.text)
        words = p.pane.cards.text.replace("│", " ").split()
        assert {"1.234.984+", "12", "1.234.884+", "88"} <= set(words), "what was counted out has no plus"
        assert p.pane.daftar.baru == 0


async def test_paging_forward_and_back_shows_every_row_once() -> None:
    async with pantau() as p:
        seen = list(p.ids)
        for page in (2, 3):
            await p.tekan("pagedown")
            await p.sampai(lambda page=page: f"hal. {page}" in p.loket.terlihat)  # type: ignore[misc]
            seen += p.ids
        assert seen == list(range(40, 0, -1))
        await p.tekan("end", "down")
        assert p.kini == 1, "nothing beyond the end"
        for _ in range(len(p.ids)):
            await p.tekan("up")
        await p.sampai(lambda: "hal. 2" in p.loket.terlihat)
        assert p.kini == p.ids[-1]
        await p.tekan("home")
        await p.sampai(lambda: p.kini == 40)
        assert "hal. 1" in p.loket.terlihat


# ── live ──────────────────────────────────────────────────────────────────────
async def test_rows_change_and_come_while_one_looks() -> None:
    async with pantau() as p:
        await p.tekan("down", "down")
        assert p.kini == 38
        p.monitor.change(39, status=StatusJob.TERKIRIM)
        await p.sampai(lambda: p.sel(39, "status") == "Terkirim")
        assert p.kartu == [40, 1, 32, 7]
        p.monitor.put(job(41, DAY, NOW))
        await p.sampai(lambda: p.ids[0] == 41)
        assert p.kini == 38, "the cursor stays on its row"


async def test_a_later_page_stays_and_says_what_has_come() -> None:
    async with pantau() as p:
        await p.tekan("pagedown")
        await p.sampai(lambda: "hal. 2" in p.loket.terlihat)
        there = list(p.ids)
        p.monitor.put(job(41, DAY, NOW))
        p.monitor.put(replace(failed(42, DAY, NOW)))
        p.monitor.change(there[0], status=StatusJob.PROSES)
        await p.sampai(lambda: "2 baris baru" in p.loket.terlihat)
        assert p.ids == there
        assert p.sel(there[0], "status") == "Proses"
        await p.tekan("home")
        await p.sampai(lambda: p.ids[:2] == [42, 41])
        assert "baris baru" not in p.loket.terlihat


async def test_on_a_later_page_too_no_stopped_count_says_less_than_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with pantau() as p:
        await p.tekan("pagedown")
        await p.sampai(lambda: "hal. 2" in p.loket.terlihat)
        stopped = HitungJob(0, 0, 0, frozenset({"menunggu", "berhasil", "gagal"}))
        monkeypatch.setattr(p.monitor, "count", lambda _: stopped)
        p.monitor.change(p.ids[0], status=StatusJob.PROSES)
        await p.sampai(lambda: "+" in p.pane.cards.text, "counts that were stopped")
        assert f"{len(p.ids)}+" in p.pane.cards.text


async def test_the_current_row_is_not_pushed_off_the_page() -> None:
    async with pantau() as p:
        await p.tekan("end")
        here = p.kini
        for number in range(41, 44):
            p.monitor.put(job(number, DAY, NOW))
        await p.sampai(lambda: "3 baris baru" in p.loket.terlihat)
        assert p.kini == here
        await p.tekan("home")
        await p.sampai(lambda: p.ids[0] == 43)


async def test_a_failed_read_keeps_the_rows_and_says_how_old_they_are() -> None:
    async with pantau() as p:
        p.monitor.fail["muat"] = storage_gone()
        await p.tekan("g")
        await p.sampai(lambda: "penyimpanan tidak terjawab" in p.loket.terlihat)
        assert p.ids[0] == 40
        del p.monitor.fail["muat"]
        await p.tekan("g")
        await p.sampai(lambda: "penyimpanan tidak terjawab" not in p.loket.terlihat)


async def test_nothing_there_says_what_to_press() -> None:
    async with pantau() as p:
        await p.tekan("slash")
        await p.loket.ketik("777777")
        await p.sampai(lambda: "Tidak ada job pada saringan ini." in p.loket.terlihat)
        await p.tekan("enter", "enter", "r")
        assert p.loket.toast[-1] == "Tidak ada job yang dipilih."


async def test_hostile_texts_stay_texts() -> None:
    evil = "\x1b[2J\x1b]0;judul\x07[bold red]merah[/] \u202eterbalik"
    monitor = FakeMonitor(NOW, DAY, lambda: None)
    monitor.jobs = {1: failed(1, DAY, NOW, evil, nama=evil, norm="00\x1b[31m1")}
    async with pantau(monitor=monitor) as p:
        assert "[bold red]merah[/] terbalik" in p.loket.terlihat
        assert "\x1b" not in p.loket.terlihat
        assert "\u202e" not in p.loket.terlihat


async def test_cards_in_messages_are_masked() -> None:
    monitor = FakeMonitor(NOW, DAY, lambda: None)
    monitor.jobs = {1: failed(1, DAY, NOW, f"Kartu {CARD} tidak aktif")}
    async with pantau(monitor=monitor) as p:
        assert CARD not in p.loket.terlihat
        assert "****0017" in p.loket.terlihat


# ── resend ────────────────────────────────────────────────────────────────────
async def test_resend_straight_from_the_table() -> None:
    async with pantau() as p:
        await p.tekan("r")
        await p.sampai(lambda: p.sel(40, "status") == "Menunggu")
        assert p.loket.toast == ["Tambah Pendaftaran #40 dikirim ulang; hasilnya tampil sendiri."]
        await p.tekan("r")
        assert p.loket.toast[-1] == "Hanya job gagal yang dapat dikirim ulang; job ini menunggu."
        assert [call for name, call in p.monitor.calls if name == "kirim_ulang"] == [
            (40, None, "", False, False)
        ]


async def test_a_deletion_is_asked_about_once_more() -> None:
    async with pantau() as p:
        await p.ke(36)
        await p.tekan("r")
        box = p.loket.dialog
        assert box is not None
        assert p.loket.tanya == "Hapus Pendaftaran menghapus data di BPJS. Yakin kirim ulang?"
        await p.tekan("escape")
        assert p.monitor.jobs[36].status in FAILED_JOB
        await p.tekan("r", "y")
        await p.sampai(lambda: p.monitor.jobs[36].status is StatusJob.MENUNGGU)


async def test_a_refusal_is_told_in_the_services_words() -> None:
    async with pantau() as p:
        p.monitor.jobs[40] = replace(p.monitor.jobs[40], status=StatusJob.PROSES)
        await p.tekan("r")
        await p.sampai(lambda: p.loket.toast)
        await p.sampai(lambda: p.sel(40, "status") == "Proses")
        assert "40" in p.loket.toast[0]


# ── who may not ───────────────────────────────────────────────────────────────
async def test_the_page_says_why_the_services_refuse() -> None:
    pintu = FakePintu()
    pintu.monitor.fail["muat"] = Ditolak("bukan_integrasi", nama="sari", izin="satusehat")
    async with Loket(pintu, pelaku=PETUGAS) as loket:
        await loket.app.push_screen(BpjsFktpScreen())
        await loket.sampai(lambda: "perlu peran admin atau superadmin" in loket.terlihat)


# ── marks ─────────────────────────────────────────────────────────────────────
async def test_marks_go_with_escape_and_lead_to_a_bulk_run() -> None:
    async with pantau() as p:
        await p.tekan("space", "space")
        assert p.pane.table.marks == {40, 39}
        assert "2 ditandai" in p.loket.terlihat
        await p.tekan("b")
        await p.sampai(lambda: isinstance(p.loket.app.screen, MassalScreen))
        await p.sampai(lambda: "1 job akan dikirim ulang" in p.loket.terlihat)
        await p.tekan("escape")
        await p.sampai(lambda: isinstance(p.loket.app.screen, BpjsFktpScreen))
        await p.tekan("escape")
        assert p.pane.table.marks == set()


# ── export ────────────────────────────────────────────────────────────────────
async def test_export_asks_for_a_name_and_masks_without_the_right() -> None:
    async with pantau(pelaku=ADMIN) as p:
        await p.tekan("e")
        assert isinstance(p.loket.app.screen, Prompt)
        assert "monitoring-semua-2026-11-20.csv" in p.loket.terlihat
        await p.tekan("enter")
        await p.sampai(lambda: any("40 baris ditulis ke" in text for text in p.loket.toast))
        assert [call[2] for name, call in p.monitor.calls if name == "ekspor"] == [False]  # type: ignore[index]


async def test_export_asks_who_has_the_right_and_the_safe_answer_masks() -> None:
    async with pantau(pelaku=SUPER) as p:
        await p.tekan("e", "enter")
        await p.sampai(lambda: isinstance(p.loket.app.screen, Confirm))
        await p.tekan("escape")
        await p.sampai(lambda: any(name == "ekspor" for name, _ in p.monitor.calls))
        await p.tekan("e", "enter")
        await p.sampai(lambda: isinstance(p.loket.app.screen, Confirm))
        await p.tekan("y")
        await p.sampai(lambda: sum(name == "ekspor" for name, _ in p.monitor.calls) == 2)
        assert [call[2] for name, call in p.monitor.calls if name == "ekspor"] == [False, True]  # type: ignore[index]
