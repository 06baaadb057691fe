"""Reference lists, schedules and mapping as rows and sentences, without a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deka_tui import texts_referensi as words
from deka_tui.presenters import jadwal, pemetaan, referensi, symbols
from deka_tui.presenters.pieces import Line, length, plain
from shared.domain.pemetaan import Pemetaan, PetaDokter, PetaRuangan, Saran
from shared.domain.records import Gerbang, Kesehatan
from shared.domain.referensi import JenisReferensi, Perubahan, StatusSinkron
from shared.domain.sinkron import DokterHari, JadwalHari, Keadaan, PoliHari, Referensi, Sinkron, SlotHari
from tests.tui.fake_port import NOW

ZONE = "Asia/Jakarta"
WELL = Kesehatan(1, 300)
NOBODY = Kesehatan(0, None)
SHUT = Kesehatan(1, 300, (Gerbang("pcare", "putus", NOW - 240_000, NOW + 1000, ""),))
REFUSED = Kesehatan(1, 300, (Gerbang("pcare", "kredensial", NOW, None, "Password expired"),))


def sync(status: StatusSinkron = StatusSinkron.SELESAI, **values: object) -> Sinkron:
    done = NOW if status is not StatusSinkron.JALAN and status is not StatusSinkron.MENUNGGU else None
    base = Sinkron(
        1, JenisReferensi.DIAGNOSA, "", status, 5200, 52, None, 0.42, 180_000, 12, 3, 1, "", False,
        "sari", "budi", NOW - 600_000, NOW - 500_000, done, 100_000,
    )  # fmt: skip
    return replace(base, **values)  # type: ignore[arg-type]


def state(now: Sinkron | None, done: Sinkron | None = None, baris: int = 14, hilang: int = 0) -> Keadaan:
    return Keadaan(JenisReferensi.DIAGNOSA, "Diagnosa", baris, hilang, done, now)


def texts(cells: tuple[Line, ...]) -> list[str]:
    return [plain(cell) for cell in cells]


@pytest.mark.parametrize(
    ("part", "drawn"),
    [(0, "░░░░░"), (0.01, "█░░░░"), (0.5, "██░░░"), (0.999, "████░"), (1, "█████")],
)
def test_a_bar_is_full_only_when_all_is_done(part: float, drawn: str) -> None:
    assert plain(referensi.bar(part, 5)) == drawn
    assert symbols.translate(drawn, symbols.Charset.ASCII).isascii()


@pytest.mark.parametrize(
    ("one", "health", "said"),
    [
        (None, WELL, ""),
        (sync(), NOBODY, ""),
        (sync(StatusSinkron.GAGAL), WELL, "Gagal"),
        (sync(StatusSinkron.DIBATALKAN), WELL, "Dibatalkan 42%"),
        (sync(StatusSinkron.MENUNGGU), WELL, "Menunggu"),
        (sync(StatusSinkron.MENUNGGU), NOBODY, "tunggu worker"),
        (sync(StatusSinkron.JALAN), NOBODY, "tunggu worker"),
        (sync(StatusSinkron.MENUNGGU), SHUT, "layanan putus"),
        (sync(StatusSinkron.JALAN), WELL, "███░░░░░ 42%"),
    ],
)
def test_the_state_of_a_synchronisation_in_a_few_cells(
    one: Sinkron | None, health: Kesehatan, said: str
) -> None:
    assert plain(referensi.short_state(one, health, "pcare")) == said


def test_a_row_of_the_shelf() -> None:
    done = sync(tambah=1200, ubah=0, hilang=3)
    row = referensi.rak_row(state(done, done, 12_345, 3), WELL, NOW, ZONE)
    assert texts(row) == ["Diagnosa", "12.345", "3", "08:14", "+1.200 -3", ""]
    yesterday = sync(selesai=NOW - 86_400_000, tambah=0, ubah=0, hilang=0)
    row = referensi.rak_row(state(yesterday, yesterday), WELL, NOW, ZONE)
    assert texts(row)[3:5] == ["19 Nov 08:14", "tetap"]
    old = sync(selesai=NOW - 400 * 86_400_000)
    assert texts(referensi.rak_row(state(old, old), WELL, NOW, ZONE))[3] == "16 Okt 2025"
    assert texts(referensi.rak_row(state(None, None, 0), WELL, NOW, ZONE))[3] == "belum pernah"


@pytest.mark.parametrize(
    ("one", "health", "words_"),
    [
        (None, WELL, ("belum pernah disinkronkan", "tekan s")),
        (sync(), WELL, ("sinkron terakhir", "12 baru, 3 berubah, 1 tidak ada lagi")),
        (sync(StatusSinkron.JALAN), WELL, ("42%", "5.200 baris", "52 halaman", "sisa 3 mnt")),
        (sync(StatusSinkron.JALAN, total=9000, sisa=40_000), WELL, ("5.200 dari 9.000 baris", "sisa 40 dtk")),
        (sync(StatusSinkron.JALAN), NOBODY, ("tidak ada worker yang berjalan", "deka-worker")),
        (sync(StatusSinkron.MENUNGGU, pesan="Menunggu: x"), WELL, ("Menunggu: x",)),
        (sync(StatusSinkron.MENUNGGU), WELL, ("diminta sari 08:04",)),
        (sync(StatusSinkron.DIBATALKAN), WELL, ("dihentikan budi", "5.200 baris", "s untuk melanjutkan")),
        (
            sync(StatusSinkron.GAGAL, pesan="Password\x1b[31m expired", dari_bpjs=True), WELL,
            ("gagal 08:14 — BPJS: Password expired",),
        ),
    ],
)  # fmt: skip
def test_the_note_says_what_there_is_to_say(
    one: Sinkron | None, health: Kesehatan, words_: tuple[str, ...]
) -> None:
    done = one if one is not None and one.status is StatusSinkron.SELESAI else None
    said = plain(referensi.note(one, done, health, NOW, ZONE))
    for word in words_:
        assert word in said


def test_what_keeps_synchronisations_from_going_on_is_said_first() -> None:
    waiting = state(sync(StatusSinkron.MENUNGGU))
    calm = state(sync(), sync())
    assert plain(referensi.summary([waiting, calm], NOBODY, ZONE, 100)).startswith(
        " 1 sinkronisasi menunggu: tidak ada worker yang berjalan"
    )
    assert "PCare gangguan sejak 08:10" in plain(referensi.summary([calm], SHUT, ZONE, 100))
    assert "menolak kredensial" in plain(referensi.summary([calm], REFUSED, ZONE, 100))
    assert plain(referensi.summary([calm], NOBODY, ZONE, 100)) == " 1 referensi · 14 baris tersimpan"
    told = plain(referensi.summary([waiting, state(sync(StatusSinkron.JALAN), hilang=2)], WELL, ZONE, 100))
    assert (
        told == " 2 referensi · 28 baris tersimpan · 2 tidak ada lagi   Sinkronisasi: 1 berjalan, 1 menunggu"
    )
    assert length(referensi.summary([waiting], NOBODY, ZONE, 30)) <= 30


def test_a_row_of_a_list_is_harmless_and_complete() -> None:
    hostile = Referensi(
        "A\x1b[2J00", "Nama\u202e[bold]\n", '{"nonSpesialis":true,"x":"\\u001b[31m"}', "IND", False, NOW, NOW,
        Perubahan.UBAH,
    )  # fmt: skip
    assert texts(referensi.row(hostile, changed=False)) == ["A00", "Nama[bold]", "IND", ""]
    assert texts(referensi.row(hostile, changed=True))[3] == "berubah"
    gone = replace(hostile, hilang=True)
    assert texts(referensi.row(gone, changed=False))[3] == "tidak ada lagi"
    whole = referensi.in_full(hostile)
    assert '"nonSpesialis": true' in whole
    assert '"induk": "IND"' in whole
    assert "\x1b" not in whole
    assert "\u202e" not in whole
    assert "bukan json" in referensi.in_full(replace(hostile, isi='"bukan json"'))
    assert referensi.in_full(replace(hostile, isi="{")).startswith("{")
    assert "tidak ada lagi; tersimpan" in referensi.remarks(gone, ZONE)


def test_how_it_ended() -> None:
    assert referensi.ended(sync()) == (
        "Sinkronisasi Diagnosa selesai: 5.200 baris dibaca, 12 baru, 3 berubah, 1 tidak ada lagi.", True,
    )  # fmt: skip
    text, well = referensi.ended(sync(StatusSinkron.GAGAL, pesan="Berhenti: x."))
    assert (text, well) == ("Sinkronisasi Diagnosa gagal: Berhenti: x.", False)


TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", TODAY), (" Hari Ini ", TODAY), ("besok", date(2026, 11, 21)), ("kemarin", date(2026, 11, 19)),
        ("+3", date(2026, 11, 23)), ("-20", date(2026, 10, 31)), ("25", date(2026, 11, 25)),
        ("20", TODAY), ("5", date(2026, 12, 5)), ("31", date(2026, 12, 31)), ("25-11", date(2026, 11, 25)),
        ("1/2", date(2027, 2, 1)), ("1.7", date(2026, 7, 1)), ("25-11-2027", date(2027, 11, 25)),
        ("2026-1-2", date(2026, 1, 2)), ("31-2", None), ("0", TODAY), ("99", None), ("x", None),
        ("2026-13-01", None), ("+999", date(2029, 8, 15)), ("１２", None),
    ],
)  # fmt: skip
def test_dates_as_people_type_them(typed: str, meant: date | None) -> None:
    assert jadwal.read_date(typed, TODAY) == meant


def test_a_schedule_repeats_nothing() -> None:
    polis = (
        PoliHari("001", "POLI UMUM", (
            DokterHari(90001, "dr. A", (SlotHari("07:00-12:00", 40), SlotHari("13:00-16:00", None))),
            DokterHari(90002, "dr. B", (SlotHari("07:00-12:00", 1000),)),
        )),
        PoliHari("002", "POLI GIGI", ()),
    )  # fmt: skip
    rows = jadwal.rows(polis)
    assert [texts(cells) for _, cells in rows] == [
        ["001", "POLI UMUM", "90001", "dr. A", "07:00-12:00", "40"],
        ["", "", "", "", "13:00-16:00", ""],
        ["", "", "90002", "dr. B", "07:00-12:00", "1.000"],
        ["002", "POLI GIGI", "", "tidak ada dokter", "", ""],
    ]
    assert len({key for key, _ in rows}) == len(rows)
    head = plain(jadwal.heading(JadwalHari(TODAY, polis, sync(), sync()), TODAY, NOW, ZONE, 120))
    assert head == " Hari ini Jum 20 Nov 2026  diambil 08:14  2 poli · 2 dokter · 1.040 tempat"
    assert plain(
        jadwal.heading(JadwalHari(TODAY, (), None, None), date(2026, 1, 1), NOW, ZONE, 120)
    ).endswith("belum diambil")


ROOMS = (
    PetaRuangan("UMUM", "Poli Umum", "001", "POLI UMUM", 0, True),
    PetaRuangan("APOTEK", "Apotek", None, None, 0, False),
    PetaRuangan("KIA", "Poli KIA", None, None, 0, True),
)
DOCTORS = (
    PetaDokter("D1", "dr. A", "Poli Umum", 9001, "1001", ((None, "07:00-12:00"),), 2, True),
    PetaDokter("D2", "dr. B", "Poli Umum", None, None, (), 0, True),
    PetaDokter("D3", "dr. C", "Poli Umum", 9003, None, (), 3, True),
    PetaDokter("D4", "apt. D", "Apotek", None, None, (), 0, False),
)


def test_what_is_missing_stands_first() -> None:
    found = Pemetaan(ROOMS, DOCTORS)
    rooms, doctors = pemetaan.first_missing(found)
    assert [one.kode for one in rooms] == ["KIA", "UMUM", "APOTEK"]
    assert [one.kode for one in doctors] == ["D1", "D3", "D2", "D4"]
    assert plain(pemetaan.summary(found)) == "Belum dipetakan: 1 ruangan dan 2 dokter — tekan m"
    assert plain(pemetaan.summary(Pemetaan(ROOMS[:2], DOCTORS[:1]))) == "Pemetaan lengkap."
    assert texts(pemetaan.room_row(rooms[0])) == ["KIA", "Poli KIA", "-", "", "", "belum dipetakan"]
    assert texts(pemetaan.doctor_row(doctors[1])) == [
        "D3", "dr. C", "9003", "-", "", "3", "tanpa kdDokter, tanpa jam",
    ]  # fmt: skip
    assert [texts(pemetaan.doctor_row(one))[-1] for one in (doctors[0], *doctors[2:])] == [
        "periksa lagi", "belum dipetakan", "tidak perlu",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("slots", "long", "short"),
    [
        ((), "", ""),
        (((None, "07:00-12:00"),), "07:00-12:00", "07:00-12:00"),
        (tuple((d, "07:00-12:00") for d in range(5)), "Senin-Jumat 07:00-12:00", "Sn-Jm 07:00-12:00"),
        (tuple((d, "07:00-12:00") for d in range(7)), "setiap hari 07:00-12:00", "07:00-12:00"),
        (((0, "07:00-12:00"), (2, "07:00-12:00")), "Senin,Rabu 07:00-12:00", "Sn,Rb 07:00-12:00"),
        (
            ((0, "07:00-12:00"), (0, "13:00-15:00"), (5, "08:00-10:00")),
            "Senin 07:00-12:00 13:00-15:00; Sabtu 08:00-10:00",
            "Sn 07:00-12:00 13:00-15:00; Sb 08:00-10:00",
        ),
    ],
)
def test_slots_read_as_they_are_written(
    slots: tuple[tuple[int | None, str], ...], long: str, short: str
) -> None:
    assert pemetaan.slots_text(slots) == long
    assert pemetaan.slots_text(slots, short=True) == short


@pytest.mark.parametrize(
    ("typed", "slots"),
    [
        ("07:00-12:00", ((None, "07:00-12:00"),)),
        ("Senin 07:00-12:00 13:00-15:00, 08:00-09:00", (
            (0, "07:00-12:00"), (0, "13:00-15:00"), (None, "08:00-09:00"),
        )),
        ("senin 07:00-12:00; jumat 08:00-09:00", ((0, "07:00-12:00"), (4, "08:00-09:00"))),
        ("senin", None), ("pagi", None), ("12:00-07:00", None), ("7-12", None), (" , ", None),
    ],
)  # fmt: skip
def test_slots_as_typed(typed: str, slots: object) -> None:
    assert pemetaan.read_slots(typed) == slots


def test_choices_are_narrowed_by_code_and_by_words() -> None:
    some = (Saran("001", "POLI UMUM", 100), Saran("002", "POLI GIGI & MULUT", 40), Saran("010", "LANSIA", 0))
    assert [one.kode for one in pemetaan.narrowed(some, "")] == ["001", "002", "010"]
    assert [one.kode for one in pemetaan.narrowed(some, "00")] == ["001", "002"]
    assert [one.kode for one in pemetaan.narrowed(some, "mulut gigi")] == ["002"]
    assert pemetaan.narrowed(some, "%") == ()
    line = pemetaan.choice_line(some[0], 30)
    assert plain(line).startswith("001  POLI UMUM")
    assert plain(line).endswith(" 100%")
    assert length(line) == 30
    assert plain(pemetaan.choice_line(some[2], 30, now=True)).endswith(words.SEKARANG_INI)
