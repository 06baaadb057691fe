"""The screen on the real services and a real SQLite file; the worker's hands are the tests' own."""

from __future__ import annotations

import time
from typing import Any

import pytest

from deka_tui.app import DekaApp
from shared.domain.records import Kartu
from shared.domain.status import StatusAntrean
from shared.services import antrean
from tests.services.clinic import (
    A_OK,
    P_OK,
    REFUSED,
    Clinic,
    actor,
    ids,
    settings_for,
    sqlite_clinic,
    sqlite_template,
)
from tests.tui.robot import LARGE, SMALL, Loket

__all__ = ["sqlite_clinic", "sqlite_template"]
HARI_INI: Any = {"tanggal": None}


def loket(clinic: Clinic, size: tuple[int, int] = SMALL, nomor: str = "2") -> Loket:
    """A counter on the clinic's storage."""
    petugas = actor("petugas", f"sari-{nomor}", nomor)
    return Loket(None, size, pelaku=petugas, clock=time.time, settings_=settings_for(clinic.url))


@pytest.fixture
def klinik(sqlite_clinic: Clinic) -> Clinic:
    return sqlite_clinic


def registered(clinic: Clinic, n: int, **verdicts: Any) -> Kartu:
    """A ticket of today whose jobs came to some end."""
    return clinic.registered(n, **verdicts, **HARI_INI)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_a_morning(klinik: Clinic, size: tuple[int, int]) -> None:
    async with loket(klinik, size) as station:
        assert "Tidak ada antrean yang menunggu." in station.teks()
        await station.tekan("n")
        form = station.formulir
        assert form is not None
        await station.ketik("pasien 07")
        await station.sampai(lambda: form.patient is not None)
        await station.sampai(lambda: form.doctor_list.option_count)
        form.doctor_list.highlighted = 0
        await station.tekan("ctrl+s")
        await station.sampai(lambda: station.formulir is None, station.teks())
        await station.sampai(lambda: station.tiket == ["A-001"])
        assert station.toast == ["#A-001 Pasien 07 terdaftar di Poli Umum"]
        card = station.layar.board.current
        assert card is not None
        assert station.kini.badge_p == "P: processing"
        p, a = ids(card)

        klinik.send(p, P_OK)
        klinik.send(a, REFUSED)
        await station.sampai(lambda: station.kini.badge_a == "A: Gagal")
        assert station.kini.badge_p == "P: OK"
        assert station.kini.pcare == "PCare: A12"
        await station.sampai(lambda: "Nomor kartu tidak ditemukan" in station.panel.replace("\n", " "))

        await station.tekan("r", "y")
        await station.sampai(lambda: station.kini.badge_a == "A: processing")
        klinik.send(a, A_OK)
        await station.sampai(lambda: "Data PCare berhasil dikirim ulang" in station.toast)
        assert station.kini.badge_a == "A: OK"

        await station.tekan("p")
        await station.sampai(lambda: station.kini.keadaan == "dipanggil 1× loket 2")
        await station.tekan("t")
        await station.sampai(lambda: not station.tiket)
        assert klinik.card(card.id).status is StatusAntrean.DITERIMA
        await station.tekan("f")
        await station.sampai(lambda: station.tiket == ["A-001"])
        await station.tekan("s")
        await station.sampai(lambda: klinik.card(card.id).status is StatusAntrean.SELESAI)


async def test_what_another_station_does_is_seen_within_half_a_second(klinik: Clinic) -> None:
    card = registered(klinik, 1)
    async with loket(klinik) as station:
        assert station.kini.tiket == "A-001"
        other = klinik.station()
        start = time.monotonic()
        antrean.panggil(other, actor("petugas", "budi", "5"), card.id)
        await station.sampai(lambda: station.kini.keadaan == "dipanggil 1× loket 5")
        assert time.monotonic() - start < 2.0, "half a second on a machine that is not busy"


async def test_the_loser_of_a_race_is_told_who_won(klinik: Clinic) -> None:
    card = registered(klinik, 1)
    async with loket(klinik) as station:
        station.layar.reader.read = lambda follow=None: None  # type: ignore[method-assign]
        antrean.lewati(klinik.station(), actor("petugas", "budi", "5"), card.id)
        await station.tekan("p")
        await station.sampai(lambda: station.toast)
        assert station.toast[0].startswith("Antrean #A-001 sudah diproses loket 5, ")
        assert station.kini.keadaan == "dilewati"


async def test_cancel_a_sent_ticket(klinik: Clinic) -> None:
    card = registered(klinik, 1)
    async with loket(klinik) as station:
        await station.tekan("x", "3", "y")
        await station.sampai(lambda: not station.tiket)
        assert station.toast == ["Sedang membatalkan antrean, harap tunggu..."]
        undo = klinik.card(card.id).lain
        assert len(undo) == 2
        for job in undo:
            klinik.send(job.id, A_OK)
        await station.sampai(lambda: "Antrean berhasil dibatalkan" in station.toast)
        assert not any("masalah" in text for text in station.toast)


async def test_cancel_that_bpjs_refuses_warns(klinik: Clinic) -> None:
    card = registered(klinik, 1)
    async with loket(klinik) as station:
        await station.tekan("x", "3", "y")
        await station.sampai(lambda: not station.tiket)
        for job in klinik.card(card.id).lain:
            klinik.send(job.id, REFUSED)
        await station.sampai(lambda: any("masalah sinkronisasi" in text for text in station.toast))
        assert "Antrean berhasil dibatalkan" in station.toast


async def test_accept_gate_of_the_services(klinik: Clinic) -> None:
    card = registered(klinik, 1, p=REFUSED, a=A_OK)
    async with loket(klinik) as station:
        await station.tekan("t")
        await station.sampai(lambda: station.dialog)
        assert "P: Gagal — BPJS: Nomor kartu tidak ditemukan" in station.teks()
        await station.tekan("y")
        await station.sampai(lambda: klinik.card(card.id).status is StatusAntrean.DITERIMA)


async def test_refusals_of_the_services_by_field(klinik: Clinic) -> None:
    klinik.patient("900001", nama="KURANG LENGKAP", nik="123", no_kartu="12")
    async with loket(klinik) as station:
        await station.tekan("n")
        form = station.formulir
        assert form is not None
        await station.ketik("kurang")
        await station.sampai(lambda: form.patient is not None)
        await station.sampai(lambda: form.doctor_list.option_count)
        await station.tekan("ctrl+s")
        await station.sampai(lambda: "NIK harus 16 digit, sekarang 3" in station.teks())
        assert "nomor kartu BPJS harus 13 digit, sekarang 2" in station.teks()


async def test_details_of_the_services(klinik: Clinic) -> None:
    registered(klinik, 1, p=REFUSED)
    async with loket(klinik) as station:
        await station.tekan("enter")
        await station.sampai(lambda: station.modal is not None and "HTTP 412" in station.modal.text)
        assert station.modal is not None
        assert "Nomor kartu tidak ditemukan" in station.modal.text


async def test_forty_tickets_and_search(klinik: Clinic) -> None:
    for n in range(1, 41):
        klinik.register(n, **HARI_INI)
    async with loket(klinik) as station:
        assert "1–4 dari 40" in station.status
        await station.tekan("end")
        await station.sampai(lambda: station.kini.tiket == "A-040")
        await station.tekan("slash")
        await station.ketik("A-017")
        await station.tekan("enter")
        await station.sampai(lambda: station.tiket == ["A-017"])


async def test_a_storage_that_was_never_made_says_what_to_run(tmp_path: Any) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'kosong.db'}")
    async with Loket(None, settings_=settings, pelaku=actor(), wait=False) as station:
        await station.sampai(lambda: "deka init" in station.teks())


def test_the_first_screen_needs_no_database() -> None:
    """What the app imports at its start stays light; walls are checked in a fresh process elsewhere."""
    import subprocess
    import sys

    code = (
        "import sys, deka_tui.app; print([m for m in ('sqlalchemy','httpx','dramatiq') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert DekaApp.ENABLE_COMMAND_PALETTE is False
