from __future__ import annotations

import time
from typing import Any

import pytest

from tests.sandbox.client import CARD, ISO_DAY, Client, queue_key

DOCTOR = {
    "kodedokter": 555,
    "namadokter": "dr. Rangga Uji",
    "kodepoli": "001",
    "jam": ["08:00-10:00", "13:00-15:00"],
    "kapasitas": 9,
}


def now_ms() -> int:
    return int(time.time() * 1000)


def test_life_of_a_queue_entry(sandbox: Client) -> None:
    added = sandbox.enqueue()
    assert (added.http, added.code, added.message) == (200, 200, "Ok")
    assert added.raw == {"metadata": {"message": "Ok", "code": 200}}
    again = sandbox.enqueue()
    assert (again.http, again.code) == (200, 201)
    assert again.message == "Peserta sudah terdaftar di poli tersebut pada hari ini"

    waktu = now_ms()
    assert sandbox.queue("panggil", queue_key(status=1, waktu=waktu)).code == 200
    assert sandbox.queue("panggil", queue_key(status="2", waktu=str(waktu))).code == 200
    (entry,) = sandbox.books()["antrean"]
    assert (entry["nomorkartu"], entry["kodepoli"], entry["tanggalperiksa"]) == (CARD, "001", ISO_DAY)
    assert (entry["nomorantrean"], entry["angkaantrean"], entry["status"]) == ("A-12", 12, "tidak_hadir")
    assert [(call["status"], call["waktu"]) for call in entry["panggilan"]] == [(1, waktu), (2, waktu)]

    assert sandbox.queue("batal", queue_key(alasan="salah poli")).code == 200
    twice = sandbox.queue("batal", queue_key(alasan="salah poli"))
    assert (twice.code, twice.message) == (201, "Antrean sudah dibatalkan !")
    assert sandbox.queue("panggil", queue_key(status=1, waktu=waktu)).message == "Antrean sudah dibatalkan !"
    assert sandbox.enqueue().code == 200
    books = sandbox.books()
    assert len(books["antrean"]) == 1
    assert books["ganda"] == []
    assert books["riwayat"] == {
        "antrean_dibuat": 2,
        "antrean_ditolak_ganda": 1,
        "antrean_dipanggil": 2,
        "antrean_dibatalkan": 1,
    }


@pytest.mark.parametrize("verb", ["panggil", "batal"])
def test_nothing_to_call_or_cancel(sandbox: Client, verb: str) -> None:
    heard = sandbox.queue(verb, queue_key(status=1, waktu=now_ms(), alasan="batal"))
    assert (heard.http, heard.code, heard.message) == (200, 201, "Antrean tidak ditemukan")


def test_polis_and_doctors_of_a_day(sandbox: Client) -> None:
    polis = sandbox.send("antrean", "GET", f"ref/poli/tanggal/{ISO_DAY}")
    assert (polis.http, polis.code) == (200, 1)
    assert {"namapoli": "POLI UMUM", "kodepoli": "001"} in polis.data["list"]
    path = f"ref/dokter/kodepoli/001/tanggal/{ISO_DAY}"
    assert sandbox.send("antrean", "GET", path).data["list"]

    sandbox.control("dokter", [DOCTOR])
    rows = sandbox.send("antrean", "GET", path).data["list"]
    assert [(row["kodedokter"], row["jampraktek"], row["kapasitas"]) for row in rows] == [
        (555, "08:00-10:00", 9),
        (555, "13:00-15:00", 9),
    ]
    assert sandbox.control("dokter", method="GET")[0]["namadokter"] == "dr. Rangga Uji"
    sandbox.control("sakelar", {"dokter_bebas": False})
    nobody = sandbox.send("antrean", "GET", f"ref/dokter/kodepoli/002/tanggal/{ISO_DAY}")
    assert (nobody.code, nobody.message) == (201, "Jadwal Dokter tidak ditemukan")


@pytest.mark.parametrize("path", ["ref/poli/tanggal/20-11-2025", "ref/dokter/kodepoli/001/tanggal/besok"])
def test_reference_dates_are_iso(sandbox: Client, path: str) -> None:
    assert sandbox.send("antrean", "GET", path).code == 201


def test_doctors_told_are_the_only_ones(sandbox: Client) -> None:
    assert sandbox.enqueue("0000000000001").code == 200
    sandbox.control("dokter", DOCTOR)
    assert sandbox.enqueue("0000000000002").message == "Jadwal Dokter tidak ditemukan"
    slot = {"kodedokter": 555, "jampraktek": "07:00-12:00"}
    assert sandbox.enqueue("0000000000002", **slot).message == "Jadwal Dokter tidak ditemukan"
    assert sandbox.enqueue("0000000000002", **slot | {"jampraktek": "08:00-10:00"}).code == 200
    assert sandbox.enqueue("0000000000003", kodepoli="002").code == 200
    sandbox.control("sakelar", {"dokter_bebas": False})
    assert sandbox.enqueue("0000000000004", kodepoli="002").code == 201


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("nomorkartu", "12345678901", "Nomor kartu harus 13 digit"),
        ("nomorkartu", None, "Nomor kartu harus 13 digit"),
        ("nik", "17", "NIK harus 16 digit"),
        ("nohp", "", "nohp tidak sesuai"),
        ("norm", 17, "norm tidak sesuai"),
        ("angkaantrean", "12", "angkaantrean tidak sesuai"),
        ("keterangan", None, "keterangan tidak sesuai"),
        (
            "tanggalperiksa",
            "20-11-2025",
            "Format Tanggal Tidak Sesuai, format yang benar adalah yyyy-mm-dd",
        ),
        ("kodepoli", "ABC", "Poli Tidak Ditemukan"),
        ("kodedokter", "dokter", "kodedokter tidak sesuai"),
        ("jampraktek", "7-12", "Jadwal Dokter tidak ditemukan"),
    ],
)
def test_add_refuses(sandbox: Client, field: str, value: Any, message: str) -> None:
    heard = sandbox.enqueue(**{field: value})
    assert (heard.http, heard.code, heard.message) == (200, 201, message)
    assert sandbox.books()["tulis"] == []


def test_add_takes_the_doctor_as_text(sandbox: Client) -> None:
    sandbox.control("dokter", DOCTOR)
    assert sandbox.enqueue(kodedokter="555", jampraktek="13:00-15:00").code == 200


def test_patients_without_a_card_have_no_key(sandbox: Client) -> None:
    assert [sandbox.enqueue("").code for _ in range(2)] == [200, 200]
    assert sandbox.queue("batal", queue_key(nomorkartu="", alasan="-")).message == "Antrean tidak ditemukan"
    assert sandbox.books()["ganda"] == []
    assert sandbox.books()["jumlah"]["antrean"] == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"status": 3},
        {"waktu": None},
        {"waktu": 1_763_600_000},
        {"waktu": now_ms() + 86_400_000},
        {"nomorkartu": "17"},
        {"kodepoli": 1},
        {"tanggalperiksa": "20-11-2025"},
    ],
)
def test_call_refuses(sandbox: Client, changes: dict[str, Any]) -> None:
    sandbox.enqueue()
    heard = sandbox.queue("panggil", queue_key(status=1, waktu=now_ms()) | changes)
    assert (heard.http, heard.code) == (200, 201)
    assert sandbox.books()["antrean"][0]["status"] == "menunggu"


def test_cancel_wants_a_reason(sandbox: Client) -> None:
    sandbox.enqueue()
    assert sandbox.queue("batal", queue_key()).code == 201
    assert sandbox.books()["jumlah"]["antrean"] == 1
