"""Stations for patients: the steps of the kiosk, what it forgets, what the board shows."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from deka_tui.kios.app import KiosApp
from deka_tui.port_kios import HasilCari
from deka_tui.presenters.anjungan import Keadaan, Langkah, anjungan_view, bpjs_line
from deka_tui.presenters.besar import besar
from deka_tui.presenters.papan_umum import papan_view
from deka_tui.presenters.pieces import Role, length
from deka_tui.screens import anjungan as layar_anjungan
from shared.config import FaskesSettings, LayarSettings, Settings
from shared.config_stasiun import CetakSettings
from shared.domain.kios import Panggilan, PapanUmum, PasienKios, PilihanPoli, TiketLoket
from shared.domain.peserta import TAK_TERJAWAB, HasilPeserta, JawabanPeserta
from shared.domain.records import Faskes, Kartu
from shared.services.errors import PenyimpananGagal, TidakSah
from tests.support.jahat import CONTROL, JAHAT
from tests.tui.fake_port import NOW, ticket
from tests.tui.robot import Loket

CARD = "0000000000017"
AKTIF = JawabanPeserta(HasilPeserta.AKTIF, "AKTIF", 0, "00000001", "KLINIK")
PATIENT = PasienKios("000123", "SI** CO****", CARD, True)
CHOICES = tuple(
    PilihanPoli(f"R{n}", f"Poli {n}", f"D{n}", f"dr. Contoh {n}", "07:00-12:00", n) for n in range(1, 12)
)


class Pintu:
    """A kiosk's door whose answers a test gives."""

    def __init__(self, jawaban: JawabanPeserta | None = AKTIF, pasien: PasienKios | None = PATIENT) -> None:
        self.told = jawaban
        self.pasien = pasien
        self.pilihan = CHOICES
        self.answered = threading.Event()
        if jawaban is not None:
            self.answered.set()
        self.registered: list[str] = []
        self.numbers: list[str | None] = []
        self.entered: list[tuple[str, str]] = []
        self.printed: list[Any] = []
        self.fails: Exception | None = None
        self.board = PapanUmum((Panggilan("Poli Umum", "A-012", "2", NOW),), 5, NOW)
        self.change = threading.Event()
        self.closed = threading.Event()

    def buka(self) -> Faskes:
        if isinstance(self.fails, PenyimpananGagal):
            raise self.fails
        return Faskes(1, "00000001", "Klinik Contoh Sehat", "Asia/Jakarta")

    def tutup(self) -> None:
        self.closed.set()
        self.answered.set()
        self.change.set()

    def tunggu(self, timeout: float) -> bool:
        changed = self.change.wait(timeout)
        self.change.clear()
        return changed

    def cari(self, nomor: str) -> HasilCari:
        if nomor == "9" * 13:
            return HasilCari(None)
        question = 7 if self.pasien is not None and self.pasien.bpjs else None
        return HasilCari(self.pasien, self.pilihan, question)

    def jawaban(self, kueri: int) -> JawabanPeserta:
        self.answered.wait(30)
        return self.told or TAK_TERJAWAB

    def daftar(self, pasien: PasienKios, poli: PilihanPoli) -> Kartu:
        if self.fails is not None:
            raise self.fails
        self.registered.append(f"{pasien.norm} {poli.ruangan} {poli.dokter} {poli.jam}")
        return ticket(8)

    def loket(self, norm: str | None, nomor: str = "", ruangan: str = "") -> TiketLoket:
        self.numbers.append(norm)
        self.entered.append((nomor, ruangan))
        return TiketLoket(3, "L-003", sisa=2)

    def papan(self) -> PapanUmum:
        return self.board

    def cetak(self, antrean_id: int) -> None:
        self.printed.append(antrean_id)
        if self.fails is not None:
            raise self.fails

    def cetak_loket(self, tiket_id: int) -> None:
        self.printed.append(f"L{tiket_id}")

    def tanpa_kertas(self, antrean_id: int) -> None:
        self.printed.append(f"-{antrean_id}")


class Stasiun:
    """A patient made of code."""

    def __init__(self, app: KiosApp, pilot: Pilot[Any]) -> None:
        self._robot = Loket.around(app, pilot)
        self.tekan, self.sampai = self._robot.tekan, self._robot.sampai

    @property
    def terlihat(self) -> str:
        return self._robot.terlihat

    async def ketik(self, text: str) -> None:
        await self._robot.ketik(text)

    async def tampil(self, text: str) -> None:
        await self.sampai(lambda: text in self.terlihat, f"{text!r}\n{self.terlihat}")


@asynccontextmanager
async def stasiun(
    pintu: Pintu,
    profil: str = "anjungan",
    size: tuple[int, int] = (80, 24),
    cetak: CetakSettings | None = None,
) -> AsyncIterator[Stasiun]:
    settings = replace(
        Settings(),
        faskes=FaskesSettings(),
        layar=LayarSettings(profil=profil),
        cetak=cetak or CetakSettings(),
    )
    app = KiosApp(settings, pintu, clock=lambda: NOW / 1000)
    async with app.run_test(size=size) as pilot:
        station = Stasiun(app, pilot)
        await station.sampai(lambda: app.is_open or isinstance(pintu.fails, PenyimpananGagal))
        yield station


async def to_confirm(station: Stasiun) -> None:
    await station.ketik(CARD)
    await station.tekan("enter")
    await station.tampil("Pilih poli")
    await station.tekan("1")
    await station.tampil("Sudah benar?")


async def test_a_member_takes_a_ticket_and_is_forgotten() -> None:
    pintu = Pintu()
    async with stasiun(pintu) as station:
        await station.tampil("Ketik nomor kartu BPJS (13 angka) atau NIK (16 angka)")
        await station.ketik("00000000")
        await station.tekan("x", "enter")
        await station.tampil("Nomor kartu ada 13 angka, NIK 16 angka.")
        await station.tekan("backspace")
        await station.ketik("0" + CARD[8:])
        assert "0017" in station.terlihat
        assert CARD not in station.terlihat, "whoever stands behind sees four digits"
        await station.tekan("enter")
        await station.tampil("Pilih poli")
        assert "dr. Contoh 9" in station.terlihat
        assert "dr. Contoh 10" not in station.terlihat
        await station.tekan("0")
        await station.tampil("dr. Contoh 10")
        await station.tekan("9", "2")
        await station.tampil("Sudah benar?")
        await station.tampil("aktif · tanpa tunggakan · terdaftar di klinik ini")
        assert "SI** CO****" in station.terlihat
        await station.tekan("enter")
        await station.tampil("Nomor antrean Anda")
        assert "11 orang sebelum Anda" in station.terlihat
        await station.tekan("a")
        await station.tampil("Ketik nomor kartu")
        assert pintu.registered == ["000123 R11 D11 07:00-12:00"]
        assert pintu.numbers == []


@pytest.mark.parametrize(
    ("jawaban", "why"),
    [
        (JawabanPeserta(HasilPeserta.TIDAK_AKTIF, "PREMI", 3), "Kepesertaan BPJS tidak aktif."),
        (JawabanPeserta(HasilPeserta.TIDAK_ADA), "Nomor tidak ditemukan di BPJS."),
        (TAK_TERJAWAB, "BPJS sedang tidak dapat diperiksa."),
    ],
)
async def test_who_cannot_be_registered_gets_a_number_of_the_counter(
    jawaban: JawabanPeserta, why: str
) -> None:
    pintu = Pintu(jawaban)
    async with stasiun(pintu) as station:
        await to_confirm(station)
        await station.tekan("enter")
        await station.tampil("2 orang sebelum Anda")
        assert why in station.terlihat
        assert (pintu.registered, pintu.numbers) == ([], ["000123"])
        assert pintu.entered == [("", "R1")]


async def test_the_ticket_waits_for_the_answer_and_no_longer() -> None:
    pintu = Pintu(None)
    async with stasiun(pintu) as station:
        await to_confirm(station)
        assert "sedang diperiksa" in station.terlihat
        await station.tekan("enter", "enter", "enter")
        await station.tampil("Sebentar")
        assert pintu.registered == []
        pintu.told = AKTIF
        pintu.answered.set()
        await station.tampil("Nomor antrean Anda")
        assert len(pintu.registered) == 1, "three presses are one ticket"


async def test_what_comes_back_for_somebody_who_has_left_is_thrown_away() -> None:
    pintu = Pintu(None)
    async with stasiun(pintu) as station:
        await to_confirm(station)
        await station.tekan("escape")
        await station.tampil("Ketik nomor kartu")
        pintu.told = AKTIF
        pintu.answered.set()
        await station.ketik("1234")
        assert "4 angka" in station.terlihat
        assert "SI**" not in station.terlihat


async def test_everything_is_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    assert layar_anjungan.IDLE_SECONDS == 20
    monkeypatch.setattr(layar_anjungan, "IDLE_SECONDS", 0.05)
    async with stasiun(Pintu()) as station:
        await station.ketik("123456")
        await station.tampil("0 angka")
        await station.ketik(CARD)
        await station.tekan("enter")
        await station.sampai(
            lambda: "Ketik nomor kartu" in station.terlihat and "0 angka" in station.terlihat
        )


async def test_somebody_unknown_and_a_clinic_without_doctors() -> None:
    pintu = Pintu()
    async with stasiun(pintu) as station:
        await station.ketik("9" * 13)
        await station.tekan("enter")
        await station.tampil("Nomor ini belum terdaftar di klinik.")
        await station.tekan("enter")
        await station.tampil("Silakan tunggu panggilan ke Loket Pendaftaran.")
        assert (pintu.numbers, pintu.entered) == ([None], [("9" * 13, "")])
        pintu.pilihan = ()
        await station.tekan("enter")
        await station.ketik(CARD)
        await station.tekan("enter")
        await station.tampil("Tidak ada poli yang buka sekarang.")


async def test_a_payer_of_ones_own_is_not_asked_about() -> None:
    pintu = Pintu(None, replace(PATIENT, bpjs=False))
    async with stasiun(pintu) as station:
        await to_confirm(station)
        assert "BPJS" not in station.terlihat
        await station.tekan("enter")
        await station.tampil("Nomor antrean Anda")
        assert len(pintu.registered) == 1


async def test_a_refused_registration_leads_to_the_counter() -> None:
    pintu = Pintu()
    pintu.fails = TidakSah("pendaftaran_ditolak", rinci="NIK belum diisi.")
    async with stasiun(pintu) as station:
        await to_confirm(station)
        await station.tekan("enter")
        await station.tampil("Petugas loket akan membantu.")
        await station.tekan("enter")
        await station.tampil("Nomor antrean Anda")
        assert pintu.numbers == ["000123"]


async def test_a_storage_that_is_away_shuts_the_kiosk_in_a_sentence() -> None:
    pintu = Pintu()
    pintu.fails = PenyimpananGagal("penyimpanan_sibuk")
    async with stasiun(pintu) as station:
        await station.tampil("Anjungan belum dapat dipakai. Silakan ke loket pendaftaran.")
        await station.tekan("1", "enter", "escape")
        await station.tampil("Anjungan belum dapat dipakai.")


async def test_printing_paperless_and_a_printer_that_fails() -> None:
    pintu = Pintu()
    auto = CetakSettings("berkas", "x", otomatis=True)
    async with stasiun(pintu, cetak=auto) as station:
        await to_confirm(station)
        await station.tekan("enter")
        await station.tampil("Tiket sudah dicetak.")
        await station.tekan("enter")
        await to_confirm(station)
        await station.tekan("0")
        await station.sampai(lambda: pintu.printed == [8, "-8"])
        await station.tekan("enter")
        pintu.told = TAK_TERJAWAB
        await to_confirm(station)
        await station.tekan("enter")
        await station.sampai(lambda: "L3" in pintu.printed)
        await station.tampil("Tiket sudah dicetak.")


async def test_no_key_leaves() -> None:
    for profil in ("anjungan", "papan"):
        async with stasiun(Pintu(), profil) as station:
            keys = [f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
            await station.tekan(
                *keys, "ctrl+backslash", "ctrl+right_square_bracket", "f1", "f10", "tab", "shift+tab"
            )
            app = station._robot.app
            assert app.is_running
            assert len(app.screen_stack) == 1
            app.exit(0)
            await station.tekan("escape")
            assert app.is_running


# ── the board ─────────────────────────────────────────────────────────────────


async def test_the_board_follows() -> None:
    pintu = Pintu()
    async with stasiun(pintu, "papan") as station:
        await station.tampil("Poli Umum → Loket 2")
        pintu.board = replace(
            pintu.board, panggilan=(Panggilan("Poli Gigi", "B-001", "1", NOW + 1), *pintu.board.panggilan)
        )
        pintu.change.set()
        await station.tampil("Poli Gigi → Loket 1")
        await station.tampil("5 antrean menunggu")


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (132, 43), (20, 5), (200, 60)])
@pytest.mark.parametrize("rooms", [0, 1, 2, 5, 30])
def test_a_board_of_any_size_fits(size: tuple[int, int], rooms: int) -> None:
    calls = tuple(Panggilan(f"Poli {n}", f"A-{n:03d}", str(n), NOW - n) for n in range(rooms))
    for putus in (False, True):
        lines = papan_view(
            PapanUmum(calls, 3, NOW), width=size[0], height=size[1], faskes="Klinik Contoh", now=NOW,
            zona="Asia/Jakarta", putus=putus,
        )  # fmt: skip
        assert len(lines) == size[1]
        assert max(map(length, lines)) <= size[0]
        text = "\n".join("".join(piece.text for piece in line) for line in lines)
        assert ("data per 08:14" in text) is putus


def test_small_boards_have_large_numbers_too() -> None:
    calls = tuple(Panggilan(f"Poli {n}", f"A-{n:03d}", str(n), NOW - n) for n in range(3))
    lines = papan_view(
        PapanUmum(calls, 3, NOW), width=40, height=12, faskes="K", now=NOW, zona="Asia/Jakarta"
    )
    assert sum(bool({*"█▀▄"} & {*piece.text}) for line in lines for piece in line) == 4


@pytest.mark.parametrize("text", ["A-001", "Z-9999", "", "山", "A\x1b[2J-1"])
def test_large_letters_keep_to_their_place(text: str) -> None:
    for width, height in ((10, 3), (30, 4), (40, 7), (80, 24)):
        rows = besar(text, width, height)
        assert len({*map(len, rows)}) == 1
        assert len(rows) <= height or height < 4
        assert len(rows[0]) <= width


# ── hostile words ─────────────────────────────────────────────────────────────


def test_hostile_words_on_kiosk_and_board() -> None:
    for bad in JAHAT:
        told = JawabanPeserta(HasilPeserta.TIDAK_AKTIF, bad, 3, bad, bad)
        choice = PilihanPoli(bad, bad, bad, bad, "07:00-12:00", 1)
        patient = PasienKios(bad, bad, bad, True)
        states = [
            Keadaan(Langkah.POLI, pasien=patient, pilihan=(choice,)),
            Keadaan(Langkah.KONFIRMASI, pasien=patient, poli=choice, jawaban=told, diperiksa=True),
            Keadaan(Langkah.TIKET, tiket=bad, tempat=bad),
        ]
        views = [
            anjungan_view(k, width=80, height=24, faskes=bad, kode_faskes="1", printer=True) for k in states
        ]
        board = PapanUmum((Panggilan(bad, bad, bad, NOW), Panggilan(bad, "A-1", bad, NOW)), 1, NOW)
        views.append(papan_view(board, width=80, height=24, faskes=bad, now=NOW, zona="Asia/Jakarta"))
        for view in views:
            assert len(view) == 24
            for line in view:
                text = "".join(piece.text for piece in line)
                assert not CONTROL.search(text), repr(text)
                assert length(line) <= 80


@pytest.mark.parametrize(
    ("jawaban", "text", "role"),
    [
        (None, "sedang diperiksa…", Role.MUTED),
        (TAK_TERJAWAB, "belum dapat diperiksa", Role.WARN),
        (AKTIF, "aktif · tanpa tunggakan · terdaftar di klinik ini", Role.GOOD),
        (replace(AKTIF, tunggakan=2), "aktif · tunggakan 2 bulan · terdaftar di klinik ini", Role.WARN),
        (
            replace(AKTIF, kd_provider="9", nm_provider="LAIN"),
            "aktif · tanpa tunggakan · terdaftar di LAIN",
            Role.WARN,
        ),
        (
            JawabanPeserta(HasilPeserta.TIDAK_AKTIF, "PREMI"),
            "tidak aktif — PREMI · tanpa tunggakan",
            Role.BAD,
        ),
    ],
)
def test_a_member_in_one_line(jawaban: JawabanPeserta | None, text: str, role: Role) -> None:
    assert bpjs_line(jawaban, "00000001") == (text, role)
