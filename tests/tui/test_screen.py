"""The queue screen: moving, paging, searching, staying current, and failing in words."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from textual.geometry import Region

from deka_tui.messages import Changed
from deka_tui.screens import antrean
from shared.domain.records import Gerbang
from shared.domain.status import JenisJob, StatusAntrean, StatusJob
from tests.tui.fake_port import NOW, SKRINING, FakePintu, clinic_day, failed_a, job, storage_gone, ticket
from tests.tui.robot import LARGE, SMALL, Loket

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


# ---------------------------------------------------------------- first sight --
@SIZES
async def test_the_board(size: tuple[int, int]) -> None:
    async with Loket(FakePintu(clinic_day(34)), size) as loket:
        assert loket.kepala.startswith(" DEKA ")
        assert "Loket 2" in loket.kepala
        assert loket.kini.tiket == "A-001"
        assert len(loket.kartu_semua) == (9 if size == LARGE else 4)
        assert "data per 08:14:00" in loket.status
        assert "A: Gagal — BPJS: Kuota penuh" in loket.panel or "BPJS: Kuota penuh" in loket.panel
        assert loket.kartu("A-002").pcare == "PCare: 0"
        assert loket.kartu("A-003").keadaan == "dipanggil 2× loket 1"


async def test_the_first_frame_is_there_before_the_first_query() -> None:
    pintu = FakePintu()
    pintu.hold.clear()
    async with Loket(pintu, wait=False) as loket:
        await loket.sampai(lambda: pintu.calls)
        assert "Memuat antrean…" in loket.terlihat
        assert "Ctrl+Q Keluar" in loket.terlihat
        assert [name for name, _ in pintu.calls] == ["buka"]
        pintu.hold.set()
        await loket.sampai(lambda: loket.tiket)


async def test_wide_panel_shows_jobs_and_attempts() -> None:
    async with Loket(FakePintu(), LARGE) as loket:
        await loket.tekan("j")
        await loket.sampai(lambda: "#2  08:11:00" in loket.panel, "attempts")
        assert "P: Gagal  Tambah Pendaftaran" in loket.panel
        assert "2 percobaan · HTTP 401 · kode 401" in loket.panel
        assert SKRINING[:30] in loket.panel.replace("\n", " ")


# --------------------------------------------------------------------- moving --
async def test_moving_and_paging() -> None:
    async with Loket(FakePintu(clinic_day(10))) as loket:
        await loket.tekan("j", "down")
        assert loket.kini.tiket == "A-003"
        await loket.tekan("k", "up", "up")
        assert loket.kini.tiket == "A-001"
        await loket.tekan("pagedown")
        await loket.sampai(lambda: loket.tiket[0] == "B-001")
        assert "5–8 dari 10" in loket.status
        await loket.tekan("end")
        await loket.sampai(lambda: loket.kini.tiket == "A-010")
        assert loket.tiket == ["A-009", "A-010"]
        await loket.tekan("left")
        await loket.sampai(lambda: loket.kini.tiket == "A-006")
        await loket.tekan("home")
        await loket.sampai(lambda: loket.kini.tiket == "A-001")


async def test_the_panel_follows_the_cursor_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(antrean, "PANEL_DELAY", 0.5)
    async with Loket(FakePintu()) as loket:
        await loket.tekan("j")
        assert "Kuota penuh" in loket.panel, "a held key does not drag the panel along"
        await loket.sampai(lambda: "skrining" in loket.panel)


async def test_a_page_that_cannot_be_read_leaves_the_old_one() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        pintu.fail["muat"] = storage_gone()
        await loket.tekan("pagedown")
        await loket.sampai(lambda: "penyimpanan tidak terjawab" in loket.status)
        assert loket.kini.tiket == "A-001"
        assert "data per 08:14:00 — penyimpanan tidak terjawab, mencoba lagi" in loket.status
        del pintu.fail["muat"]
        await loket.sampai(lambda: "tidak terjawab" not in loket.status, "reading again")
        await loket.tekan("pagedown")
        await loket.sampai(lambda: loket.kini.tiket == "B-001")


async def test_digits_and_tab_choose_rooms() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("3")
        await loket.sampai(lambda: loket.tiket == ["B-001"])
        await loket.tekan("1")
        await loket.sampai(lambda: len(loket.tiket) == 4)
        await loket.tekan("tab", "tab", "tab")
        await loket.sampai(lambda: "Tidak ada antrean pada pilihan ini." in loket.terlihat)
        await loket.tekan("shift+tab")
        await loket.sampai(lambda: loket.tiket == ["B-001"])
        await loket.tekan("9")
        assert loket.tiket == ["B-001"], "there is no ninth tab"
        await loket.pilot.click("#ruangan", offset=(3, 0))
        await loket.sampai(lambda: len(loket.tiket) == 4)


async def test_filter_goes_round() -> None:
    pintu = FakePintu(
        [ticket(1), ticket(2, status=StatusAntrean.DITERIMA), ticket(3, status=StatusAntrean.BATAL)]
    )
    async with Loket(pintu) as loket:
        for name, tickets in (
            ("Diterima", ["A-002"]),
            ("Batal", ["A-003"]),
            ("Semua", ["A-001", "A-002", "A-003"]),
            ("Aktif", ["A-001"]),
        ):
            await loket.tekan("f")
            await loket.sampai(lambda t=tickets: loket.tiket == t, name)  # type: ignore[misc]
            assert f"[f] {name}" in loket.status


async def test_search() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("slash")
        assert loket.fokus == "search"
        await loket.ketik("jp x budi")
        await loket.sampai(lambda: "Tidak ada yang cocok dengan “jp x budi”." in loket.terlihat)
        await loket.tekan("escape")
        await loket.sampai(lambda: len(loket.tiket) == 4)
        assert loket.fokus == ""
        await loket.tekan("slash")
        await loket.ketik("A12")
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.tiket == ["A-001"])
        await loket.tekan("p")
        await loket.sampai(lambda: loket.toast)
        await loket.tekan("escape")
        await loket.sampai(lambda: len(loket.tiket) == 4)


async def test_an_empty_list_says_what_to_do() -> None:
    async with Loket(FakePintu([])) as loket:
        assert "Tidak ada antrean yang menunggu." in loket.terlihat
        assert "Tekan n untuk mendaftarkan pasien." in loket.terlihat
        await loket.tekan("p", "down", "end", "pagedown", "enter")
        assert set(loket.toast) == {"Tidak ada antrean yang dipilih"}


# ----------------------------------------------------------------------- live --
async def test_a_change_of_another_station_is_seen_at_once() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        start = time.monotonic()
        pintu.put(replace(pintu.cards[2], panggilan=1, loket="4"))
        await loket.sampai(lambda: loket.kartu("A-002").keadaan == "dipanggil 1× loket 4")
        assert time.monotonic() - start < 2


async def test_only_the_card_that_differs_is_shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        drawn: list[tuple[str, Region]] = []
        for kartu in loket.kartu_semua:
            monkeypatch.setattr(
                kartu.card, "refresh", lambda *where, n=kartu.tiket, **_: drawn.extend((n, r) for r in where)
            )
        assert pintu.cards[4].a is not None
        pintu.settle(4, a=job(41, JenisJob.TAMBAH_ANTREAN))
        await loket.sampai(lambda: loket.kartu("A-004").badge_a == "A: OK")
        slot = loket.kartu("A-004").card.slots["badge_a"]
        assert drawn == [("A-004", Region(slot.x, slot.y, slot.width, 1))]


async def test_cards_are_never_mounted_or_removed_by_a_refresh() -> None:
    pintu = FakePintu(clinic_day(12))
    async with Loket(pintu) as loket:
        before = list(loket.app.screen.walk_children())
        pintu.put(ticket(50))
        await loket.tekan("pagedown", "f", "f", "f", "f", "home", "g")
        await loket.sampai(lambda: "dari 13" in loket.status)
        assert list(loket.app.screen.walk_children()) == before


async def test_the_cursor_stays_on_its_ticket_when_others_leave() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("j", "j")
        pintu.put(replace(pintu.cards[1], status=StatusAntrean.DITERIMA))
        await loket.sampai(lambda: "A-001" not in loket.tiket)
        assert loket.kini.tiket == "A-003"


async def test_many_changes_become_few_reads() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        reads = [name for name, _ in pintu.calls].count("muat")
        pintu.hold.clear()
        for _ in range(50):
            loket.app.post_message(Changed())
        await loket.tenang()
        pintu.hold.set()
        await loket.sampai(lambda: not loket.layar.reader.busy)
        await loket.tenang()
        assert [name for name, _ in pintu.calls].count("muat") - reads <= 3


async def test_below_a_dialog_the_data_stays_current_and_nothing_is_drawn() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("x")
        badge = loket.kartu("A-001").card.part("badge_a")
        pintu.settle(1, a=job(11, JenisJob.TAMBAH_ANTREAN))
        await loket.sampai(lambda: loket.layar.board.cards[0].a == job(11, JenisJob.TAMBAH_ANTREAN))
        assert badge.text.strip() == "A: Gagal"
        await loket.tekan("escape")
        await loket.sampai(lambda: badge.text.strip() == "A: OK")


async def test_health_is_told() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        pintu.gates(Gerbang("pcare", "putus", NOW - 240_000, NOW + 1000, "", 14))
        await loket.sampai(lambda: "PCare gangguan sejak 08:10 — 14 menunggu" in loket.kepala)
        pintu.gates(workers=0)
        await loket.sampai(lambda: "worker mati" in loket.kepala)
        pintu.gates()
        await loket.sampai(lambda: "● worker  ● PCare  ● Antrean" in loket.kepala)


async def test_the_minute_moves_on_without_a_query() -> None:
    now = [NOW / 1000]
    pintu = FakePintu()
    async with Loket(pintu, clock=lambda: now[0]) as loket:
        reads = len(pintu.calls)
        now[0] += 60
        loket.layar.tick()
        assert loket.kartu("A-001").keadaan == "menunggu 13 mnt"
        assert "08:15" in loket.kepala
        assert "data per 08:15:00" in loket.status
        assert len(pintu.calls) == reads


async def test_the_age_of_the_data_stands_still_while_reading_fails() -> None:
    now = [NOW / 1000]
    pintu = FakePintu()
    async with Loket(pintu, clock=lambda: now[0]) as loket:
        pintu.fail["muat"] = pintu.fail["tunggu"] = storage_gone()
        pintu.poke()
        await loket.sampai(lambda: "tidak terjawab" in loket.status)
        now[0] += 60
        loket.layar.tick()
        assert "data per 08:14:00 — penyimpanan" in loket.status
        assert loket.kini.tiket == "A-001", "the cards stay"
        pintu.fail.clear()


async def test_a_look_that_finds_nothing_new_draws_nothing() -> None:
    now = [NOW / 1000]
    pintu = FakePintu()
    pintu.now = lambda: int(now[0] * 1000)
    async with Loket(pintu, clock=lambda: now[0]) as loket:
        now[0] += 10
        pintu.kesehatan = replace(pintu.kesehatan, pekerja_umur=10_300)
        loket.app.post_message(Changed())
        await loket.sampai(lambda: not loket.layar.reader.busy)
        assert "data per 08:14:00" in loket.status
        await loket.tekan("g")
        await loket.sampai(lambda: "data per 08:14:10" in loket.status, "who asks is answered")


async def test_every_station_follows_the_clock_of_storage() -> None:
    async with Loket(FakePintu(), clock=lambda: NOW / 1000 - 3600) as loket:
        assert "08:14" in loket.kepala
        assert loket.kartu("A-001").keadaan == "menunggu 12 mnt"


# ------------------------------------------------------------- storage, opening --
async def test_a_storage_that_cannot_be_opened_says_so_and_is_tried_again() -> None:
    pintu = FakePintu()
    pintu.fail["buka"] = storage_gone()
    async with Loket(pintu, wait=False) as loket:
        await loket.sampai(lambda: "F5 untuk mencoba lagi" in loket.terlihat)
        assert "Penyimpanan var/deka.db tidak dapat dihubungi" in loket.terlihat
        await loket.tekan("n")
        assert loket.toast == ["Penyimpanan belum tersambung; tunggu sebentar."]
        del pintu.fail["buka"]
        await loket.tekan("f5")
        await loket.sampai(lambda: loket.tiket)


async def test_an_unknown_error_is_told_without_its_insides() -> None:
    pintu = FakePintu()
    pintu.fail["panggil"] = RuntimeError("secret [b]insides[/b]")
    async with Loket(pintu) as loket:
        await loket.tekan("p")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Terjadi kesalahan pada aplikasi; coba lagi atau hubungi administrator."]


# ---------------------------------------------------------------------- modals --
async def test_details_with_everything() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("j", "enter")
        await loket.sampai(lambda: loket.modal is not None and "#2  08:11:00" in loket.modal.text)
        assert loket.modal is not None
        assert "Tambah Pendaftaran  ·  P: Gagal" in loket.modal.text
        assert f"BPJS: {SKRINING}" in loket.modal.text
        await loket.tekan("down", "pagedown")
        assert loket.modal is not None
        await loket.tekan("c")
        assert loket.modal is not None
        assert "Disalin" in loket.toast[-1]
        await loket.tekan("p")
        await loket.sampai(lambda: loket.modal is None)
        assert "panggil" not in [name for name, _ in loket.app.pintu.calls]  # type: ignore[attr-defined]


async def test_help_comes_from_the_registry() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("question_mark")
        assert loket.modal is not None
        assert "Batalkan antrean (permanen)" in loket.modal.text
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.modal is None)


async def test_quit_and_ctrl_c() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("ctrl+c")
        assert loket.toast == ["Keluar dengan Ctrl+Q"]
        await loket.tekan("x")
        await loket.pilot.press("ctrl+q")
        assert loket.app.return_code == 0


async def test_a_called_ticket_that_processes_has_no_spinner() -> None:
    pintu = FakePintu([ticket(1, a=job(11, JenisJob.TAMBAH_ANTREAN, StatusJob.PROSES))])
    async with Loket(pintu) as loket:
        assert loket.kartu("A-001").tombol == ["[p] Panggil", "[t] Terima", "[x] ✗ Batalkan", "[l] Lewati"]
        pintu.settle(1, a=failed_a(11))
        await loket.sampai(lambda: "[r] ↻ Resend PCare" in loket.kartu("A-001").tombol)


async def test_a_new_day_is_read_anew() -> None:
    now = [NOW / 1000]
    pintu = FakePintu()
    async with Loket(pintu, clock=lambda: now[0]) as loket:
        reads = [name for name, _ in pintu.calls].count("muat")
        now[0] += 86_400
        loket.layar.tick()
        await loket.sampai(lambda: [name for name, _ in pintu.calls].count("muat") > reads)


async def test_news_that_come_while_the_program_ends_are_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its screens are then taken apart, and reading again would look for parts that have gone."""
    told: list[bool] = []
    loket = Loket(FakePintu())
    async with loket:
        queue = loket.layar
        monkeypatch.setattr(queue, "changed", lambda: told.append(loket.app.is_running))
        loket.app._changed()
        assert told == [True]
        close = loket.app._close_all

        async def news_meanwhile() -> None:
            loket.app._changed()
            await close()

        monkeypatch.setattr(loket.app, "_close_all", news_meanwhile)
    assert told == [True]
