"""When a registration is valid without asking anybody: every refusal, its field and its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.records import Dokter, Pasien, Ruangan
from shared.domain.registration import Kolom, Tolakan, periksa_identitas, periksa_pendaftaran
from tests.domain.builders import TODAY

PASIEN = Pasien(
    id=1,
    norm="000123",
    nama="Contoh Satu",
    nik="0000000000000017",
    no_kartu="0000000000024",
    no_hp="080000000001",
    penjamin_id=2,
)
RUANGAN = Ruangan(id=3, kode="UMUM", nama="Poli Umum", jenis_kunjungan=1, prefix="A", kd_poli="001")
DOKTER = Dokter(
    id=4, kode="D1", nama="dr. Contoh", ruangan_id=3, kd_dokter="100", kodedokter=200, jam=("07:00-12:00",)
)


def check(
    pasien: Pasien = PASIEN,
    ruangan: Ruangan = RUANGAN,
    dokter: Dokter | None = DOKTER,
    *,
    bpjs: bool = True,
    tanggal: date = TODAY,
) -> tuple[tuple[str, str], ...]:
    found = periksa_pendaftaran(pasien, ruangan, dokter, bpjs=bpjs, tanggal=tanggal, hari_ini=TODAY)
    return tuple((one.kolom.value, one.sebab) for one in found)


@pytest.mark.parametrize("bpjs", [True, False], ids=["bpjs", "other-payer"])
def test_a_whole_registration_is_valid(bpjs: bool) -> None:
    assert check(bpjs=bpjs) == ()


# change of the patient, refusal, does it count for a payer other than BPJS too
IDENTITY = [
    pytest.param({"norm": ""}, ("norm", "kosong"), True, id="norm-empty"),
    pytest.param({"norm": "   "}, ("norm", "kosong"), True, id="norm-blank"),
    pytest.param({"nama": ""}, ("nama", "kosong"), True, id="name-empty"),
    pytest.param({"nama": " \t"}, ("nama", "kosong"), True, id="name-blank"),
    pytest.param({"nik": ""}, ("nik", "kosong"), True, id="nik-empty"),
    pytest.param({"nik": "1" * 15}, ("nik", "panjang"), True, id="nik-15-digits"),
    pytest.param({"nik": "1" * 17}, ("nik", "panjang"), True, id="nik-17-digits"),
    pytest.param({"nik": "1" * 15 + "x"}, ("nik", "panjang"), True, id="nik-letter"),
    pytest.param({"nik": "1" * 15 + " "}, ("nik", "panjang"), True, id="nik-space"),
    pytest.param({"nik": "\u0661" * 16}, ("nik", "panjang"), True, id="nik-arabic-digits"),
    pytest.param({"nik": "\u00b2" * 16}, ("nik", "panjang"), True, id="nik-superscripts"),
    pytest.param({"no_hp": ""}, ("no_hp", "kosong"), True, id="phone-empty"),
    pytest.param({"no_hp": "0812"}, ("no_hp", "bentuk"), True, id="phone-too-short"),
    pytest.param({"no_hp": "0" * 16}, ("no_hp", "bentuk"), True, id="phone-too-long"),
    pytest.param({"no_hp": "08000000abcd"}, ("no_hp", "bentuk"), True, id="phone-letters"),
    pytest.param({"no_kartu": ""}, ("no_kartu", "kosong"), False, id="card-empty"),
    pytest.param({"no_kartu": "1" * 12}, ("no_kartu", "panjang"), False, id="card-12-digits"),
    pytest.param({"no_kartu": "1" * 14}, ("no_kartu", "panjang"), False, id="card-14-digits"),
    pytest.param({"no_kartu": "1" * 12 + "a"}, ("no_kartu", "panjang"), False, id="card-letter"),
    pytest.param({"no_kartu": "\u0661" * 13}, ("no_kartu", "panjang"), False, id="card-arabic-digits"),
]


@pytest.mark.parametrize(("changes", "refusal", "always"), IDENTITY)
def test_identity(changes: dict[str, str], refusal: tuple[str, str], always: bool) -> None:
    patient = replace(PASIEN, **changes)  # type: ignore[arg-type]
    assert check(patient) == (refusal,)
    assert check(patient, bpjs=False) == ((refusal,) if always else ())
    assert [(t.kolom.value, t.sebab) for t in periksa_identitas(patient, bpjs=True)] == [refusal]


@pytest.mark.parametrize(
    "phone", ["080000000001", "+6280000000001", "0800-0000-0001", "0800 0000 0001", "62800000001"]
)
def test_phones_as_people_write_them(phone: str) -> None:
    assert check(replace(PASIEN, no_hp=phone)) == ()


# room, doctor, refusal for a BPJS ticket
MAPPING = [
    pytest.param({"kd_poli": None}, {}, ("ruangan", "belum_dipetakan"), id="room-not-mapped"),
    pytest.param({"kd_poli": ""}, {}, ("ruangan", "belum_dipetakan"), id="room-mapped-to-nothing"),
    pytest.param({}, None, ("dokter", "kosong"), id="no-doctor"),
    pytest.param({}, {"kodedokter": None}, ("dokter", "belum_dipetakan"), id="doctor-not-mapped"),
    pytest.param({}, {"jam": ()}, ("jadwal", "kosong"), id="no-slot-that-day"),
]


@pytest.mark.parametrize(("room", "doctor", "refusal"), MAPPING)
def test_mapping(room: dict[str, object], doctor: dict[str, object] | None, refusal: tuple[str, str]) -> None:
    ruangan = replace(RUANGAN, **room)  # type: ignore[arg-type]
    dokter = None if doctor is None else replace(DOKTER, **doctor)  # type: ignore[arg-type]
    assert check(ruangan=ruangan, dokter=dokter) == (refusal,)
    assert check(ruangan=ruangan, dokter=dokter, bpjs=False) == ()


def test_a_doctor_of_another_room_is_refused() -> None:
    elsewhere = replace(DOKTER, ruangan_id=99)
    assert check(dokter=elsewhere) == (("dokter", "bukan_ruangan"),)
    assert check(dokter=elsewhere, bpjs=False) == (("dokter", "bukan_ruangan"),)


@pytest.mark.parametrize(
    ("days", "refusals"),
    [(-1, (("tanggal", "lewat"),)), (0, ()), (1, ())],
    ids=["yesterday", "today", "tomorrow"],
)
def test_date(days: int, refusals: tuple[tuple[str, str], ...]) -> None:
    assert check(tanggal=TODAY + timedelta(days=days)) == refusals


def test_every_refusal_is_told_at_once() -> None:
    nothing = Pasien(id=1, norm="", nama="", penjamin_id=2)
    assert check(nothing, replace(RUANGAN, kd_poli=None), None, tanggal=TODAY - timedelta(days=1)) == (
        ("norm", "kosong"),
        ("nama", "kosong"),
        ("nik", "kosong"),
        ("no_hp", "kosong"),
        ("no_kartu", "kosong"),
        ("tanggal", "lewat"),
        ("ruangan", "belum_dipetakan"),
        ("dokter", "kosong"),
    )


def test_a_refusal_tells_the_length_and_never_the_number() -> None:
    patient = replace(PASIEN, nik="1234567", no_kartu="7654321")
    assert periksa_identitas(patient, bpjs=True) == (
        Tolakan(Kolom.NIK, "panjang", "7"),
        Tolakan(Kolom.NO_KARTU, "panjang", "7"),
    )
