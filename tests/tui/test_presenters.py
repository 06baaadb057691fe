"""Views by table: card, panel, header, tabs, strip."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deka_tui import actions, texts
from deka_tui.actions import Scene
from deka_tui.presenters import papan, rincian, times
from deka_tui.presenters.kartu import CardView, card_view, slots, state
from deka_tui.presenters.pieces import Role, length, plain
from shared.domain.records import Gerbang, JobRingkas, Kartu, Kesehatan, Pelaku
from shared.domain.status import JenisJob, Kelas, StatusAntrean, StatusJob
from tests.tui.fake_port import BPJS, DAY, NOW, PETUGAS, SKRINING, failed_a, failed_p, job, ticket

WIB = "Asia/Jakarta"
P, A = JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN


def view(kartu: Kartu, width: int = 80, pelaku: Pelaku = PETUGAS) -> CardView:
    return card_view(Scene(kartu, pelaku, BPJS), kartu, width=width, now=NOW, zona=WIB)


def buttons(kartu: Kartu) -> list[str]:
    return [plain(button.line) for button in view(kartu).buttons if button.line]


# -------------------------------------------------------------------------- card --
def test_card() -> None:
    seen = view(ticket(1, a=failed_a(11)))
    assert plain(seen.title) == "A-001  SITI CONTOH  34 th/P"
    assert plain(seen.state).strip() == "menunggu 12 mnt"
    assert plain(seen.pcare) == " PCare: A12 "
    assert plain(seen.detail) == "RM 000123 · BPJS ****0017 · dr. Andi Wijaya"
    assert plain(seen.badge_p) == " P: OK "
    assert plain(seen.badge_a) == " A: Gagal "
    assert seen.error_a == "A: Gagal — BPJS: Kuota penuh"
    assert seen.error_p == ""


@pytest.mark.parametrize(
    ("values", "state", "role"),
    [
        ({}, "menunggu 12 mnt", Role.MUTED),
        ({"dibuat": NOW - 59 * 60_000}, "menunggu 59 mnt", Role.MUTED),
        ({"dibuat": NOW - 65 * 60_000}, "menunggu 1 j 05", Role.WARN),
        ({"dibuat": NOW + 90_000}, "menunggu 0 mnt", Role.MUTED),
        ({"panggilan": 1, "loket": "1"}, "dipanggil 1× loket 1", Role.ACCENT),
        ({"panggilan": 2, "loket": "Loket 3"}, "dipanggil 2× loket 3", Role.ACCENT),
        ({"panggilan": 2}, "dipanggil 2×", Role.ACCENT),
        ({"status": StatusAntrean.DILEWATI, "panggilan": 1}, "dilewati", Role.WARN),
        ({"status": StatusAntrean.DITERIMA, "diubah": NOW}, "diterima 08:14", Role.GOOD),
        ({"status": StatusAntrean.SELESAI, "diubah": NOW}, "selesai 08:14", Role.MUTED),
        ({"status": StatusAntrean.BATAL, "diubah": NOW}, "batal 08:14", Role.BAD),
        ({"status": StatusAntrean.TIDAK_HADIR}, "tidak hadir", Role.MUTED),
    ],
)
def test_state(values: dict[str, Any], state: str, role: Role) -> None:
    line = view(ticket(1, **values)).state
    assert plain(line).strip() == state
    assert line[-1].role is role


def test_a_wait_moves_on_with_the_clock_and_not_between() -> None:
    """An idle screen writes when its clock does: a wait that ends in mid-minute is not told before."""
    begun = replace(ticket(1), dibuat=NOW - 90_000, panggilan=0, status=StatusAntrean.MENUNGGU)
    minute = [state(begun, NOW + second * 1000, "Asia/Jakarta") for second in range(60)]
    assert len(set(minute)) == 1
    assert "1 mnt" in minute[0].text
    assert "2 mnt" in state(begun, NOW + 60_000, "Asia/Jakarta").text
    assert "0 mnt" in state(replace(begun, dibuat=NOW + 5_000), NOW + 9_000, "Asia/Jakarta").text


@pytest.mark.parametrize(
    ("job_", "badge", "role"),
    [
        (None, " P: N/A ", Role.BADGE_GREY),
        (job(1, P, StatusJob.MENUNGGU), " P: processing ", Role.BADGE_YELLOW),
        (job(1, P, StatusJob.PROSES), " P: processing ", Role.BADGE_YELLOW),
        (job(1, P, StatusJob.TAK_PASTI), " P: processing ", Role.BADGE_YELLOW),
        (job(1, P), " P: OK ", Role.BADGE_GREEN),
        (job(1, P, StatusJob.GAGAL), " P: Gagal ", Role.BADGE_RED),
        (job(1, P, StatusJob.KEDALUWARSA), " P: Gagal ", Role.BADGE_RED),
    ],
)
def test_badge(job_: JobRingkas | None, badge: str, role: Role) -> None:
    line = view(ticket(1, p=job_)).badge_p
    assert plain(line) == badge
    assert line[0].role is role


def test_no_badges_for_other_payers() -> None:
    seen = view(ticket(1, penjamin_id=1, penjamin="Umum", no_kartu="", p=None, a=None))
    assert (seen.badge_p, seen.badge_a, seen.pcare) == ((), (), ())
    assert plain(seen.detail) == "RM 000123 · Umum · dr. Andi Wijaya · Poli Umum"


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, "[p] Panggil|[t] Terima|[x] ✗ Batalkan|[l] Lewati"),
        ({"a": failed_a(1)}, "[p] Panggil|[t] Terima|[r] ↻ Resend PCare|[x] ✗ Batalkan|[l] Lewati"),
        ({"status": StatusAntrean.DILEWATI}, "[p] Panggil|[t] Terima|[x] ✗ Batalkan"),
        ({"status": StatusAntrean.DITERIMA}, "[s] Selesai"),
        ({"status": StatusAntrean.DITERIMA, "p": failed_p(1)}, "[s] Selesai|[r] ↻ Resend PCare"),
        ({"status": StatusAntrean.BATAL, "p": failed_p(1)}, ""),
        ({"jenis_kunjungan": 3, "a": failed_a(1)}, "[p] Panggil|[t] Terima|[x] ✗ Batalkan|[l] Lewati"),
    ],
)
def test_buttons(values: dict[str, Any], wanted: str) -> None:
    assert buttons(ticket(1, **values)) == (wanted.split("|") if wanted else [])


def test_resend_is_yellow_and_has_the_tooltip() -> None:
    button = next(b for b in view(ticket(1, a=failed_a(1))).buttons if b.action == "resend")
    assert button.line[-1].role is Role.WARN
    assert button.tooltip == "Resend PCare"


@pytest.mark.parametrize("width", [60, 66, 70, 79, 80, 100])
def test_places_do_not_overlap_and_stay_inside(width: int) -> None:
    taken: set[tuple[int, int]] = set()
    for name, slot in slots(width).items():
        cells = {(x, slot.y) for x in range(slot.x, slot.x + slot.width)}
        assert not cells & taken, name
        assert slot.x + slot.width <= width, name
        taken |= cells


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_card_of_any_text_keeps_to_its_places(width: int) -> None:
    kartu = ticket(
        1, nama="山田 " * 40, dokter="dr. " + "X" * 90, ruangan="R" * 90, panggilan=1, loket="L" * 40
    )
    seen, places = view(kartu, width), slots(width)
    for name in ("title", "state", "pcare", "detail", "badge_p", "badge_a"):
        assert length(getattr(seen, name)) <= places[name].width, name
    for button in seen.buttons:
        if places[button.action if button.action != "selesai" else "terima"].width:
            assert length(button.line) <= places[button.action].width


def test_age_and_times() -> None:
    assert times.age(date(1992, 3, 4), DAY) == "34 th"
    assert times.age(date(1992, 11, 21), DAY) == "33 th"
    assert times.age(date(2026, 3, 21), DAY) == "7 bl"
    assert times.age(date(2026, 11, 8), DAY) == "12 hr"
    assert times.age(None, DAY) == times.age(date(2030, 1, 1), DAY) == ""
    assert times.day(NOW, WIB) == "Jum 20 Nov 2026"
    assert times.clock(NOW, WIB, seconds=True) == "08:14:00"
    assert times.clock(NOW, "Asia/Jayapura") == "10:14"


# ------------------------------------------------------------------------- panel --
def panel(kartu: Kartu | None, width: int = 77) -> str:
    lines = rincian.strip_panel(kartu, BPJS, width=width, height=4)
    assert len(lines) == 4
    return "\n".join(map(plain, lines)).rstrip()


def test_panel_says_what_bpjs_said() -> None:
    assert panel(ticket(1, p=failed_p(1))) == (
        "P: Gagal — BPJS: Anda belum melakukan skrining kesehatan. Mohon untuk\n"
        "melakukan skrining kesehatan terlebih dahulu pada menu Skrining Kesehatan.\n"
        "→ Minta pasien mengisi skrining kesehatan di Mobile JKN, lalu Resend PCare."
    )


def test_panel_has_room_for_both() -> None:
    text = panel(ticket(1, p=failed_p(1), a=failed_a(2)))
    assert text.count("\n") == 3
    assert "A: Gagal — BPJS: Kuota penuh" in text


def test_panel_marks_our_own_errors() -> None:
    ours = replace(failed_a(1, "Tidak tersambung ke BPJS."), dari_bpjs=False, kelas=Kelas.SEMENTARA)
    assert panel(ticket(1, a=ours)).startswith(
        "A: Gagal — Tidak tersambung ke BPJS. (bukan dari BPJS)\n→ Gangguan sementara"
    )


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        ({}, texts.SARAN_OK),
        ({"p": failed_p(1, "x", Kelas.DATA)}, texts.SARAN_P),
        ({"a": failed_a(1)}, texts.SARAN_A),
        ({"p": failed_p(1, "x", Kelas.DATA), "a": failed_a(1)}, texts.SARAN_PA),
        ({"p": failed_p(1, "x", Kelas.KREDENSIAL)}, texts.SARAN_KELAS[Kelas.KREDENSIAL]),
        ({"p": failed_p(1, "x", Kelas.PEMETAAN)}, texts.SARAN_KELAS[Kelas.PEMETAAN]),
        ({"p": failed_p(1, SKRINING, Kelas.PESERTA)}, texts.SARAN_SKRINING),
        ({"p": failed_p(1, "Peserta tidak aktif", Kelas.PESERTA)}, texts.SARAN_TIDAK_AKTIF),
        ({"p": job(1, P, StatusJob.PROSES)}, texts.SARAN_PROSES),
        ({"p": None}, texts.SARAN_NA),
        ({"no_antrean_pcare": None}, texts.SARAN_NOMOR),
        ({"no_antrean_pcare": "0"}, texts.SARAN_NOMOR),
        ({"penjamin_id": 1}, texts.UMUM_TANPA_JOB),
        ({"jenis_kunjungan": 3}, texts.BUKAN_RAWAT_JALAN),
        ({"status": StatusAntrean.BATAL}, texts.BATAL_URUNG),
        (
            {"status": StatusAntrean.BATAL, "lain": (job(9, JenisJob.BATAL_ANTREAN, StatusJob.PROSES),)},
            texts.BATAL_BERJALAN,
        ),
        (
            {"status": StatusAntrean.BATAL, "lain": (job(9, JenisJob.BATAL_ANTREAN, StatusJob.GAGAL),)},
            texts.BATAL_GAGAL,
        ),
    ],
)
def test_hint(values: dict[str, Any], hint: str) -> None:
    assert rincian.hint(ticket(1, **values), BPJS).text == hint


def test_panel_of_two_healthy_cards_is_the_same() -> None:
    assert panel(ticket(1)) == panel(ticket(2, "BUDI"))
    assert panel(None) == texts.PANEL_KOSONG


def test_full_text_masks_and_has_everything() -> None:
    kartu = ticket(1, p=failed_p(10))
    text = rincian.full_text(kartu, None, BPJS, WIB)
    assert "memuat rincian" in text
    assert "****0017" in text
    assert "0000000000017" not in text
    assert "#A-001  SITI CONTOH  34 th/P" in text
    assert f"BPJS: {SKRINING}" in text


# ------------------------------------------------------------------------ header --
NORMAL = Kesehatan(1, 300)
AWAY = Gerbang("pcare", "putus", NOW - 240_000, NOW + 1000, "", 14)


def header(kesehatan: Kesehatan | None, width: int = 80, faskes: str = "Klinik Contoh Sehat") -> str:
    seen = papan.header_view(width=width, faskes=faskes, loket="2", now=NOW, zona=WIB, kesehatan=kesehatan)
    text = plain(seen.left) + seen.clock + plain(seen.right)
    assert length(seen.left) == seen.clock_x
    assert len(text) == width
    return text


@pytest.mark.parametrize("width", [60, 61, 72, 80, 95, 100, 120, 200])
@pytest.mark.parametrize(
    "kesehatan",
    [
        None,
        NORMAL,
        Kesehatan(0, None),
        Kesehatan(1, 1, (AWAY,)),
        Kesehatan(0, None, (AWAY, replace(AWAY, layanan="antrean"))),
        Kesehatan(1, 1, (replace(AWAY, coba_lagi=None), replace(AWAY, layanan="antrean"))),
    ],
)
def test_header_fits(kesehatan: Kesehatan | None, width: int) -> None:
    assert "08:14" in header(kesehatan, width, "Klinik Pratama Sehat Sentosa Abadi Jaya")


def test_header_says_trouble_in_words() -> None:
    assert header(NORMAL).endswith("Loket 2   ● worker  ● PCare  ● Antrean")
    assert "worker mati" in header(Kesehatan(0, None))
    assert "PCare gangguan sejak 08:10 — 14 menunggu, dikirim otomatis" in header(Kesehatan(1, 1, (AWAY,)))
    stopped = Kesehatan(1, 1, (replace(AWAY, coba_lagi=None),))
    assert "PCare berhenti sejak 08:10 — hubungi administrator" in header(stopped)
    both = Kesehatan(1, 1, (AWAY, replace(AWAY, layanan="antrean", menunggu=3)))
    assert "PCare + Antrean gangguan sejak 08:10 — 17 menunggu" in header(both, 120)
    assert "● " not in header(None)


def test_header_says_whose_fault_it_is() -> None:
    line = Kesehatan(1, 1, (replace(AWAY, penyebab="jalur"),))
    assert "internet klinik gangguan sejak 08:10 — 14 menunggu, dikirim otomatis" in header(line, 120)
    half = Kesehatan(1, 1, (replace(AWAY, penyebab="jalur"), replace(AWAY, layanan="antrean", menunggu=0)))
    assert "PCare + Antrean gangguan" in header(half, 120)
    drift = Kesehatan(1, 1, (replace(AWAY, status="normal", selisih=-95),))
    assert "jam komputer berbeda 95 detik dari BPJS" in header(drift, 120)


# ------------------------------------------------------------- tabs, strip, status --
ROOMS = ((1, "Poli Umum", 12), (2, "Poli Gigi", 9), (3, "KIA", 3), (4, "Apotek", 10))


def test_tabs() -> None:
    line, tabs = papan.tabs_view(ROOMS, 2, 80)
    assert plain(line) == " 1 Semua 34 · 2 Poli Umum 12 · 3 Poli Gigi 9 · 4 KIA 3 · 5 Apotek 10 "
    chosen = [piece for piece in line if piece.role is Role.CHOSEN]
    assert [piece.text for piece in chosen] == [" 3 Poli Gigi 9 "]
    at = next(tab for tab in tabs if tab.ruangan_id == 2)
    assert plain(line)[at.start : at.end] == " 3 Poli Gigi 9 "


@pytest.mark.parametrize("chosen", [None, 1, 12, 25])
def test_many_rooms_keep_the_chosen_one_in_sight(chosen: int | None) -> None:
    rooms = [(n, f"Poliklinik Spesialis {n}", n) for n in range(1, 26)]
    line, tabs = papan.tabs_view(rooms, chosen, 80)
    assert length(line) <= 80
    assert any(tab.ruangan_id == chosen for tab in tabs)
    assert any(piece.role is Role.CHOSEN for piece in line)


def test_strip_gives_way_by_rank() -> None:
    allowed = actions.strip(PETUGAS)
    wide, small = (plain(papan.strip_line(allowed, width)) for width in (120, 60))
    assert "p Panggil" in wide
    assert "n Daftar" in small
    assert small.rstrip().endswith("Ctrl+Q Keluar")
    assert len(small) < 60


def test_status_line() -> None:
    assert plain(papan.range_line(0, 4, 34, 16)).strip() == "1–4 dari 34"
    assert plain(papan.range_line(0, 0, 0, 16)).strip() == "0 antrean"
    assert plain(papan.age_line(NOW, WIB, False, 18)).strip() == "data per 08:14:00"
    failing = plain(papan.age_line(NOW, WIB, True, 62)).strip()
    assert failing == "data per 08:14:00 — penyimpanan tidak terjawab, mencoba lagi"
    for failing_ in (False, True):
        assert all(slot.x + slot.width <= 60 for slot in papan.status_slots(60, failing_).values())
