"""A morning at the counter, key by key: resend, cancel, accept, call, skip, finish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deka_tui.flows import cancel, resend
from deka_tui.screens import antrean as antrean_screen
from shared.domain.records import Pelaku
from shared.domain.status import JenisJob, StatusAntrean, StatusJob
from shared.services.errors import Bentrok, TidakSah
from tests.tui.fake_port import SKRINING, FakePintu, clinic_day, failed_a, failed_p, job, ticket
from tests.tui.robot import LARGE, SMALL, Loket

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
KIRIM_ULANG = "Apakah anda yakin ingin mengirim ulang data PCare untuk antrean #A-001?"
BATALKAN = "Apakah anda yakin membatalkan antrean nomor tiket #A-001?"
SEDANG = "Sedang membatalkan antrean, harap tunggu..."
BERHASIL = "Antrean berhasil dibatalkan"
PERINGATAN = (
    "Pembatalan berhasil, namun terjadi masalah sinkronisasi dengan BPJS. "
    "Silakan hubungi administrator jika diperlukan."
)


# ------------------------------------------------------------------------ resend --
@SIZES
async def test_resend_that_succeeds(size: tuple[int, int]) -> None:
    pintu = FakePintu()
    async with Loket(pintu, size) as loket:
        assert loket.kartu("A-001").badge_a == "A: Gagal"
        assert "[r] ↻ Resend PCare" in loket.kartu("A-001").tombol
        await loket.tekan("r")
        assert loket.tanya == KIRIM_ULANG
        assert loket.jawaban == ["Ya, Kirim Ulang", "Batal"]
        assert loket.fokus == "batal"
        await loket.tekan("y")
        await loket.sampai(lambda: loket.kartu("A-001").badge_a == "A: processing", "processing")
        assert any("mengirim ulang…" in tombol for tombol in loket.kartu("A-001").tombol)
        assert loket.toast == []
        pintu.settle(1, a=job(11, JenisJob.TAMBAH_ANTREAN))
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Data PCare berhasil dikirim ulang"]
        await loket.sampai(lambda: loket.kartu("A-001").badge_a == "A: OK", "OK")
        assert not any("Resend" in tombol or "mengirim" in tombol for tombol in loket.kartu("A-001").tombol)


async def test_resend_that_bpjs_refuses_again() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("r", "y")
        await loket.sampai(lambda: loket.kartu("A-001").badge_a == "A: processing")
        pintu.settle(1, a=failed_a(11, "Jadwal [red]dokter[/] tidak ditemukan"))
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["INFO RESPON DARI BPJS: [A] Jadwal [red]dokter[/] tidak ditemukan"]
        assert loket.kartu("A-001").badge_a == "A: Gagal"


async def test_resend_of_both_names_each_part() -> None:
    pintu = FakePintu([ticket(1, p=failed_p(10), a=failed_a(11), no_antrean_pcare=None)])
    async with Loket(pintu) as loket:
        await loket.tekan("r", "y")
        await loket.sampai(lambda: loket.kartu("A-001").badge_p == "P: processing")
        pintu.settle(1, p=failed_p(10))
        await loket.tenang()
        assert loket.toast == []
        pintu.settle(1, a=failed_a(11))
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == [f"INFO RESPON DARI BPJS: [P] {SKRINING} [A] Kuota penuh"]


async def test_resend_that_fails_without_bpjs() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("r", "y")
        await loket.sampai(lambda: loket.kartu("A-001").badge_a == "A: processing")
        pintu.settle(1, a=replace(failed_a(11, "Tidak tersambung ke BPJS."), dari_bpjs=False))
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Tidak dapat mengirim ulang data PCare"]


async def test_resend_that_takes_too_long_says_so_and_the_card_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resend, "PATIENCE", 0.05)
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("r", "y")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Pengiriman ulang #A-001 masih berjalan; kartu diperbarui bila selesai."]
        assert not any("mengirim" in tombol for tombol in loket.kartu("A-001").tombol)
        pintu.settle(1, a=job(11, JenisJob.TAMBAH_ANTREAN))
        await loket.sampai(lambda: loket.kartu("A-001").badge_a == "A: OK")


async def test_second_press_while_one_is_alive() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("r", "y")
        await loket.sampai(lambda: loket.kartu("A-001").badge_a == "A: processing")
        await loket.tekan("r")
        assert loket.toast == ["Tidak bisa Resend PCare: masih diproses, tunggu hasilnya"]
        assert loket.dialog is None
        assert [name for name, _ in pintu.calls].count("resend") == 1


async def test_storage_answers_that_it_is_alive() -> None:
    pintu = FakePintu()
    pintu.fail["resend"] = Bentrok("resend_masih_proses", pintu.cards[1], tiket="A-001")
    async with Loket(pintu) as loket:
        await loket.tekan("r", "y")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Data PCare antrean #A-001 masih diproses; tunggu hasilnya."]
        assert "[r] ↻ Resend PCare" in loket.kartu("A-001").tombol


async def test_resend_refused_by_the_services() -> None:
    pintu = FakePintu()
    pintu.fail["resend"] = TidakSah("resend_tidak_perlu", tiket="A-001")
    async with Loket(pintu) as loket:
        await loket.tekan("r", "y")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == [
            "Tidak dapat mengirim ulang data PCare: Antrean #A-001 tidak memerlukan Resend PCare."
        ]


@pytest.mark.parametrize("key", ["n", "escape", "enter"])
async def test_resend_not_wanted(key: str) -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("r", key)
        await loket.sampai(lambda: loket.dialog is None)
        assert "resend" not in [name for name, _ in pintu.calls]


# ------------------------------------------------------------------------ cancel --
async def test_cancel_without_bpjs_to_tell() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("x")
        assert loket.tanya == BATALKAN
        assert loket.jawaban == ["Ya", "Tidak"]
        assert loket.fokus == "tidak"
        assert loket.alasan[0] == "1 ● Pasien tidak hadir"
        await loket.tekan("y")
        await loket.sampai(lambda: BERHASIL in loket.toast)
        assert loket.toast == [SEDANG, BERHASIL]
        await loket.sampai(lambda: "A-001" not in loket.tiket)
        assert loket.kini.tiket == "A-002"
        assert ("batal", (1, "tidak_hadir", "")) in pintu.calls


def undoing(status: StatusJob, pesan: str = "") -> FakePintu:
    """A clinic whose cancellations leave an undo job in a state."""
    pintu = FakePintu()
    pintu.on_cancel = lambda card: replace(
        card, lain=(job(19, JenisJob.BATAL_ANTREAN, status, pesan, percobaan=0),)
    )
    return pintu


async def test_cancel_waits_for_bpjs() -> None:
    pintu = undoing(StatusJob.MENUNGGU)
    async with Loket(pintu) as loket:
        await loket.tekan("x", "y")
        await loket.sampai(lambda: "A-001" not in loket.tiket)
        assert loket.toast == [SEDANG]
        pintu.put(replace(pintu.cards[1], lain=(job(19, JenisJob.BATAL_ANTREAN),)))
        await loket.sampai(lambda: BERHASIL in loket.toast)
        assert PERINGATAN not in loket.toast


async def test_cancel_with_the_warning() -> None:
    pintu = undoing(StatusJob.MENUNGGU)
    async with Loket(pintu) as loket:
        await loket.tekan("x", "y")
        await loket.sampai(lambda: "A-001" not in loket.tiket)
        pintu.put(
            replace(pintu.cards[1], lain=(job(19, JenisJob.BATAL_ANTREAN, StatusJob.GAGAL, "Tidak ada"),))
        )
        await loket.sampai(lambda: PERINGATAN in loket.toast)
        assert loket.toast == [SEDANG, BERHASIL, PERINGATAN]


async def test_cancel_that_bpjs_keeps_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cancel, "PATIENCE", 0.05)
    pintu = undoing(StatusJob.MENUNGGU)
    async with Loket(pintu) as loket:
        await loket.tekan("x", "y")
        await loket.sampai(lambda: any("masih berjalan" in text for text in loket.toast))
        assert loket.toast == [SEDANG, f"{BERHASIL}; sinkronisasi BPJS masih berjalan"]
        pintu.put(
            replace(pintu.cards[1], lain=(job(19, JenisJob.BATAL_ANTREAN, StatusJob.GAGAL, "Tidak ada"),))
        )
        await loket.sampai(lambda: PERINGATAN in loket.toast)
        assert BERHASIL not in loket.toast


async def test_cancel_that_lost_the_race() -> None:
    pintu = FakePintu()
    fresh = replace(pintu.cards[1], status=StatusAntrean.DITERIMA, versi=2)
    pintu.fail["batal"] = Bentrok("antrean_bentrok", fresh, tiket="A-001", siapa="loket 1", jam="08:14")
    async with Loket(pintu) as loket:
        await loket.tekan("x", "y")
        await loket.sampai(lambda: len(loket.toast) == 2)
        assert (
            loket.toast[1] == "Tidak dapat membatalkan antrean: Antrean #A-001 sudah diproses loket 1, 08:14."
        )


async def test_cancel_with_another_reason() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("x", "down", "down")
        assert loket.alasan[2] == "3 ● Kesalahan data pendaftaran"
        await loket.tekan("4")
        assert loket.fokus == "lain"
        await loket.tekan("enter")
        await loket.tekan("y")
        assert loket.dialog is not None, "an empty reason of one's own is not taken"
        await loket.ketik("salah y poli")
        await loket.tekan("enter")
        assert loket.fokus == "ya"
        await loket.tekan("enter")
        await loket.sampai(lambda: BERHASIL in loket.toast)
        assert ("batal", (1, "lain", "salah y poli")) in pintu.calls


async def test_cancelled_ticket_says_why_not() -> None:
    pintu = FakePintu([ticket(1, status=StatusAntrean.DITERIMA)])
    async with Loket(pintu) as loket:
        await loket.tekan("f")
        await loket.sampai(lambda: loket.tiket == ["A-001"])
        await loket.tekan("x")
        assert loket.toast == ["Tidak bisa membatalkan: antrean sudah diterima"]


# ------------------------------------------------------------------------ accept --
async def test_accept_straight_through() -> None:
    pintu = FakePintu([ticket(1), ticket(2)])
    async with Loket(pintu) as loket:
        await loket.tekan("t")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["#A-001 SITI CONTOH diterima"]
        await loket.sampai(lambda: loket.tiket == ["A-002"])


async def test_accept_with_p_failed() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("j", "t")
        await loket.sampai(lambda: loket.dialog)
        assert loket.jawaban == ["Resend PCare", "Tetap terima", "Batal"]
        assert loket.fokus == "resend"
        assert f"P: Gagal — BPJS: {SKRINING}" in loket.teks()
        await loket.tekan("y")
        await loket.sampai(lambda: "A-002" not in loket.tiket)
        assert ("terima", (2, True)) in pintu.calls


async def test_accept_with_a_failed_focuses_going_on() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("t")
        await loket.sampai(lambda: loket.dialog)
        assert loket.fokus == "tetap"
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.dialog is None)
        assert loket.kartu("A-001").keadaan.startswith("menunggu")


async def test_accept_with_both_failed_shows_both_and_leads_to_resend() -> None:
    pintu = FakePintu([ticket(1, p=failed_p(10), a=failed_a(11), no_antrean_pcare=None)])
    async with Loket(pintu) as loket:
        await loket.tekan("t")
        await loket.sampai(lambda: loket.dialog)
        assert "A: Gagal — BPJS: Kuota penuh" in loket.teks()
        assert "Konsultasikan dengan administrator" in loket.teks()
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog is not None and loket.tanya == KIRIM_ULANG)


async def test_accept_while_processing_offers_to_wait() -> None:
    pintu = FakePintu(clinic_day(4)[3:])
    async with Loket(pintu) as loket:
        await loket.tekan("t")
        await loket.sampai(lambda: loket.dialog)
        assert loket.jawaban == ["Tunggu", "Muat ulang", "Tetap terima"]
        assert loket.fokus == "tunggu"
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog is None)
        assert ("terima", (4, True)) not in pintu.calls


async def test_accept_of_what_was_never_sent_offers_resend() -> None:
    pintu = FakePintu([ticket(1, p=None, a=None, no_antrean_pcare=None)])
    async with Loket(pintu) as loket:
        await loket.tekan("t")
        await loket.sampai(lambda: loket.dialog)
        assert loket.jawaban == ["Tunggu", "Resend PCare", "Tetap terima"]


async def test_finish_an_accepted_ticket() -> None:
    pintu = FakePintu([ticket(1, status=StatusAntrean.DITERIMA)])
    async with Loket(pintu) as loket:
        await loket.tekan("s")
        assert loket.toast == ["Tidak ada antrean yang dipilih"]
        await loket.tekan("f")
        await loket.sampai(lambda: loket.tiket == ["A-001"])
        assert loket.kini.tombol[0] == "[s] Selesai"
        await loket.tekan("s")
        await loket.sampai(lambda: "#A-001 SITI CONTOH selesai" in loket.toast)


# -------------------------------------------------------------------- call, skip --
async def test_call_and_call_again() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("p")
        await loket.sampai(lambda: loket.toast)
        assert loket.kartu("A-001").keadaan == "dipanggil 1× loket 2"
        await loket.tekan("p")
        await loket.sampai(lambda: len(loket.toast) == 2)
        assert loket.toast == [
            "#A-001 SITI CONTOH dipanggil ke Loket 2",
            "#A-001 SITI CONTOH dipanggil lagi (2×) ke Loket 2",
        ]


async def test_skip() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("l")
        await loket.sampai(lambda: loket.kartu("A-001").keadaan == "dilewati")
        await loket.tekan("l")
        assert loket.toast[-1] == "Tidak bisa melewati: antrean sudah dilewati"


async def test_a_race_is_told_and_the_fresh_card_shown() -> None:
    pintu = FakePintu()
    fresh = replace(pintu.cards[1], versi=9, panggilan=3, loket="1")
    pintu.cards[1] = fresh
    pintu.fail["panggil"] = Bentrok("antrean_bentrok", fresh, tiket="A-001", siapa="loket 1", jam="08:14")
    async with Loket(pintu) as loket:
        await loket.tekan("p")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast == ["Antrean #A-001 sudah diproses loket 1, 08:14."]
        assert loket.kartu("A-001").keadaan == "dipanggil 3× loket 1"


# ----------------------------------------------------------------- rights, mouse --
async def test_without_a_right_nothing_of_it_is_there() -> None:
    pintu = FakePintu()
    pelaku = Pelaku("budi", "petugas", frozenset({"lihat antrean", "panggil antrean"}), "3")
    async with Loket(pintu, LARGE, pelaku=pelaku) as loket:
        assert loket.kartu("A-001").tombol == ["[p] Panggil", "[l] Lewati"]
        await loket.tekan("x", "t", "r", "n")
        assert [text.split(";")[0] for text in loket.toast] == [
            f"Anda tidak memiliki hak “{izin}”"
            for izin in ("cancel antrean", "terima antrean", "resend pcare", "daftar antrean")
        ]
        strip = loket.layar.query_one("#tombol").text  # type: ignore[attr-defined]
        assert "Batalkan" not in strip
        assert "Panggil" in strip


async def test_a_click_acts_on_the_card_it_hits() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.klik("A-003", "panggil")
        await loket.sampai(lambda: loket.toast)
        assert loket.kini.tiket == "A-003"
        assert ("panggil", 3) in pintu.calls
        await loket.klik("A-002", "badge_p")
        await loket.sampai(lambda: loket.modal)
        assert SKRINING in loket.modal.text  # type: ignore[union-attr]
        assert loket.kartu("A-002").card.part("resend").tip


async def test_a_key_rests_when_another_station_takes_the_card_away(monkeypatch: pytest.MonkeyPatch) -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        before = [card.tiket for card in loket.kartu_semua]
        gone = next(card for card in pintu.cards.values() if card.tiket == before[0])
        pintu.put(replace(gone, status=StatusAntrean.DITERIMA, diubah_loket="2"))
        await loket.sampai(lambda: loket.kartu_semua[0].tiket == before[1])
        await loket.tekan("x")
        assert loket.dialog is None
        assert loket.toast == ["Kartu ini baru berganti karena loket lain; periksa dulu, lalu tekan lagi."]
        monkeypatch.setattr(antrean_screen, "SLIP_SECONDS", 0.0)
        await loket.tekan("x")
        assert before[1] in loket.tanya
