"""Registering a patient, all by keyboard."""

from __future__ import annotations

import pytest

from deka_tui.port import Pendaftaran
from shared.domain.registration import Kolom, Tolakan
from shared.services.errors import TidakSah
from tests.tui.fake_port import FakePintu
from tests.tui.robot import LARGE, SMALL, Loket


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_register_by_keyboard(size: tuple[int, int]) -> None:
    pintu = FakePintu()
    async with Loket(pintu, size) as loket:
        await loket.tekan("n")
        form = loket.formulir
        assert form is not None
        assert loket.fokus == "cari"
        await loket.ketik("siti")
        await loket.sampai(lambda: form.patient_list.option_count == 2)
        await loket.tekan("enter")
        assert loket.fokus == "pasien"
        await loket.tekan("enter")
        assert loket.fokus == "ruangan"
        await loket.sampai(lambda: form.doctor_list.option_count == 3)
        await loket.tekan("enter", "enter", "enter")
        assert loket.fokus == "kirim"
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.formulir is None)
        await loket.sampai(lambda: loket.kini.tiket == "A-011")
        assert loket.toast == ["#A-011 SITI CONTOH terdaftar di Poli Umum"]
        assert loket.kini.badge_p == "P: processing"
        assert ("daftar", Pendaftaran("000123", "UMUM", "D1", 2, "07:00-12:00")) in pintu.calls


async def test_another_room_offers_its_own_doctors_and_slots() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("n")
        form = loket.formulir
        assert form is not None
        await loket.ketik("budi baru")
        await loket.sampai(lambda: form.patient is not None)
        await loket.tekan("enter")
        assert loket.fokus == "ruangan", "the only patient found is picked"
        await loket.tekan("down")
        await loket.sampai(lambda: form.doctor_list.option_count == 3, "two slots and none")
        assert form.doctor_list.highlighted == 0, "08:00-12:00 is running at 08:14"
        await loket.tekan("enter", "down", "ctrl+s")
        await loket.sampai(lambda: loket.formulir is None)
        assert ("daftar", Pendaftaran("000301", "GIGI", "D3", 2, "13:00-15:00")) in pintu.calls


async def test_the_payer_follows_the_patient() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("n")
        form = loket.formulir
        assert form is not None
        await loket.ketik("aminah")
        await loket.sampai(lambda: form.patient is not None)
        await loket.sampai(lambda: form.payer_list.highlighted == 0)


async def test_refusals_are_said_by_field() -> None:
    pintu = FakePintu()
    refused = (Tolakan(Kolom.JADWAL, "kosong", "Bd. Dian Eka"), Tolakan(Kolom.NIK, "panjang", "15"))
    pintu.fail["daftar"] = TidakSah("pendaftaran_ditolak", refused, rinci="")
    async with Loket(pintu) as loket:
        await loket.tekan("n")
        form = loket.formulir
        assert form is not None
        await loket.ketik("siti contoh")
        await loket.sampai(lambda: form.patient is not None)
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: "Jadwal: dokter Bd. Dian Eka tidak punya jadwal" in loket.teks())
        assert "NIK: NIK harus 16 digit, sekarang 15; perbaiki data pasien" in loket.teks()
        assert loket.fokus == "dokter"
        assert loket.formulir is not None, "nothing typed is lost"


async def test_nothing_to_register_yet() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("n", "ctrl+s")
        assert "Pilih pasien lebih dahulu" in loket.teks()
        await loket.ketik("zz")
        await loket.sampai(lambda: "Tidak ada pasien yang cocok" in loket.teks())
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.formulir is None)
        assert "daftar" not in [name for name, _ in pintu.calls]
        assert loket.kini.tiket == "A-001"


async def test_identifiers_are_masked() -> None:
    async with Loket(FakePintu()) as loket:
        await loket.tekan("n")
        form = loket.formulir
        assert form is not None
        await loket.ketik("siti")
        await loket.sampai(lambda: form.patient_list.option_count == 2)
        prompts = [str(option.prompt) for option in form.patient_list.options]
        assert "****0017" in prompts[0]
        assert not any("320101010101" in prompt for prompt in prompts)


async def test_a_new_ticket_is_shown_whatever_was_filtered() -> None:
    pintu = FakePintu()
    async with Loket(pintu) as loket:
        await loket.tekan("3")
        await loket.sampai(lambda: loket.tiket == ["B-001"])
        await loket.tekan("n")
        form = loket.formulir
        assert form is not None
        await loket.ketik("siti contoh")
        await loket.sampai(lambda: form.patient is not None)
        await loket.sampai(lambda: form.doctor_list.option_count)
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: loket.formulir is None)
        await loket.sampai(lambda: loket.kini.tiket == "A-011")
