"""What a counter has beside its queue: printing, numbers of the kiosk, the member in the form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deka_tui.kios.app import TerkunciApp
from deka_tui.widgets.chooser import Chooser
from shared.config import LayarSettings, Settings
from shared.config_stasiun import CetakSettings
from shared.domain.kios import NomorLoket
from shared.domain.peserta import TAK_TERJAWAB, HasilPeserta, JawabanPeserta
from shared.domain.records import Pasien
from shared.services.errors import Bentrok, TidakSah
from tests.tui.fake_port import NOW, PETUGAS, FakePintu, ticket
from tests.tui.robot import Loket, settings

CARD = "0000000000017"


async def test_a_key_prints_and_prints_again() -> None:
    pintu = FakePintu([ticket(1), ticket(2)])
    async with Loket(pintu) as loket:
        await loket.tekan("c")
        await loket.sampai(lambda: "Tiket #A-001 tercetak" in loket.toast)
        pintu.stasiun.fails = TidakSah("cetak_belum_diatur")
        await loket.tekan("c")
        await loket.sampai(lambda: any("Printer belum diatur" in text for text in loket.toast))
        assert pintu.stasiun.printed == [1, 1]


async def test_the_next_number_of_the_counter_is_called() -> None:
    pintu = FakePintu([ticket(1)])
    pintu.stasiun.numbers = ["L-001", "L-002"]
    async with Loket(pintu) as loket:
        await loket.tekan("o")
        await loket.sampai(lambda: "#L-001 dipanggil ke Loket 2, 1 masih menunggu" in loket.toast)
        await loket.tekan("o")
        await loket.sampai(lambda: "#L-002 dipanggil ke Loket 2, 0 masih menunggu" in loket.toast)
        await loket.tekan("o")
        await loket.sampai(lambda: "Tidak ada yang menunggu di Loket Pendaftaran" in loket.toast)


async def test_a_number_is_taken_up_and_registered_with_what_was_entered() -> None:
    pintu = FakePintu([])
    nik = "3200000000000017"
    pintu.patients = [Pasien(1, "000001", "SITI CONTOH", nik, CARD, "0812", "P", None, "", 2)]
    pintu.stasiun.waiting = [
        NomorLoket(7, "L-007", "dipanggil", NOW, "5", NOW),
        NomorLoket(8, "L-008", "menunggu", NOW, nomor=nik, ruangan="GIGI"),
        NomorLoket(9, "L-009", "menunggu", NOW, norm="000001", nama="SITI CONTOH"),
    ]
    async with Loket(pintu) as loket:
        await loket.tekan("d")
        await loket.sampai(lambda: "menunggu sejak" in loket.teks())
        assert isinstance(loket.app.screen, Chooser)
        text = loket.teks()
        assert "****0017 · GIGI" in text
        assert nik not in text
        assert text.index("#L-008") < text.index("#L-009") < text.index("#L-007")
        await loket.tekan("enter", "enter")
        await loket.sampai(lambda: loket.formulir is not None and loket.formulir.patient is not None)
        form = loket.formulir
        assert form is not None
        assert (form.search.value, form.patient and form.patient.norm) == ("****0017", "000001")
        await loket.sampai(lambda: form.room is not None and form.room.kode == "GIGI")
        await loket.sampai(lambda: form.doctor_list.option_count)
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: len(pintu.stasiun.ended) == 1)
        number, present, ticket_id = pintu.stasiun.ended[0]
        assert (number, present) == (8, True)
        assert ticket_id is not None


async def test_a_number_whose_bearer_is_not_there_or_that_somebody_else_has() -> None:
    pintu = FakePintu([])
    pintu.stasiun.waiting = [NomorLoket(8, "L-008", "menunggu", NOW)]
    async with Loket(pintu) as loket:
        for keys, said in ((("1", "4"), "#L-008 tidak hadir"), (("1", "2"), "#L-008 dipanggil ke Loket 2")):
            await loket.tekan("d")
            await loket.sampai(lambda: "tanpa nomor" in loket.teks())
            await loket.tekan(*keys)
            await loket.sampai(lambda said=said: said in loket.toast)
        assert pintu.stasiun.ended == [(8, False, None)]
        pintu.stasiun.fails = Bentrok("tiket_loket_diambil", tiket="L-008", loket="3", jam="08:14")
        await loket.tekan("d")
        await loket.sampai(lambda: "tanpa nomor" in loket.teks())
        await loket.tekan("1", "1")
        await loket.sampai(lambda: any("dipanggil ke loket 3, 08:14" in text for text in loket.toast))
        assert loket.formulir is None


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            JawabanPeserta(HasilPeserta.AKTIF, "AKTIF", 2, "9", "LAIN"),
            "aktif · tunggakan 2 bulan · terdaftar di LAIN",
        ),
        (JawabanPeserta(HasilPeserta.TIDAK_AKTIF, "PREMI"), "tidak aktif — PREMI"),
        (TAK_TERJAWAB, "belum dapat diperiksa"),
    ],
)
async def test_the_form_says_what_bpjs_knows_and_waits_for_nothing(told: JawabanPeserta, text: str) -> None:
    pintu = FakePintu([])
    pintu.patients = [Pasien(1, "000001", "SITI CONTOH", "1" * 16, CARD, "0812", "P", None, "", 2)]
    pintu.stasiun.told = told
    pintu.stasiun.answered.clear()
    async with Loket(pintu) as loket:
        await loket.tekan("n")
        await loket.ketik("siti")
        await loket.sampai(lambda: "BPJS: sedang diperiksa" in loket.teks())
        pintu.stasiun.answered.set()
        await loket.sampai(lambda: f"BPJS: {text}" in loket.teks())
        assert pintu.stasiun.asked == [CARD]


async def test_registering_does_not_wait_for_the_member() -> None:
    pintu = FakePintu([])
    pintu.patients = [Pasien(1, "000001", "SITI CONTOH", "1" * 16, CARD, "0812", "P", None, "", 2)]
    pintu.stasiun.answered.clear()
    auto = replace(settings(), cetak=CetakSettings("berkas", "x", otomatis=True))
    async with Loket(pintu, settings_=auto) as loket:
        await loket.tekan("n")
        await loket.ketik("siti")
        await loket.sampai(lambda: "BPJS: sedang diperiksa" in loket.teks())
        form = loket.formulir
        assert form is not None
        await loket.sampai(lambda: form.doctor_list.option_count)
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: loket.formulir is None)
        await loket.sampai(lambda: len(pintu.stasiun.printed) == 1, "the new ticket to be printed")
        pintu.stasiun.answered.set()


async def test_a_locked_counter_has_no_way_out() -> None:
    layar = LayarSettings(profil="loket", mouse=False)
    app = TerkunciApp(
        replace(Settings(), layar=layar), PETUGAS, FakePintu([ticket(1)]), clock=lambda: NOW / 1000
    )
    async with app.run_test(size=(80, 24)) as pilot:
        loket = Loket.around(app, pilot)
        await loket.sampai(lambda: loket.layar.board.page is not None)
        await loket.tenang()
        assert "Keluar" not in loket.terlihat
        await loket.tekan("ctrl+q", "ctrl+c", "ctrl+z", "ctrl+backslash", "ctrl+p")
        assert loket.app.is_running
        assert loket.toast == []
        await loket.tekan("question_mark")
        assert loket.modal is not None
        assert "Ctrl+Q" not in loket.teks()
