"""``deka referensi`` and ``deka pemetaan``."""

from __future__ import annotations

import pytest

from shared.domain.referensi import PCARE
from tests.cli.deka import Run
from tests.services.acuan import Pembaca, beri_jadwal, dokter, isi_bpjs
from tests.services.clinic import HARI, UNMAPPED, Clinic

DAY = ("--tanggal", HARI)


def test_asking_for_a_list_looking_and_searching(deka: Run, clinic: Clinic) -> None:
    said = deka("referensi", "sinkron", "poli").done()
    assert said.out == "Sinkronisasi Poli FKTP diminta; pekerja menjalankannya di latar.\n"
    (asked,) = deka("referensi", "sinkron", "POLI", "--json").done().json
    assert asked == {
        "id": asked["id"], "jenis": "poli", "tanggal": None, "status": "menunggu", "baris": 0, "total": None,
        "halaman": 0, "persen": 0, "sisa_detik": None, "tambah": 0, "ubah": 0, "hilang": 0, "pesan": "",
        "mulai": None, "selesai": None,
    }  # fmt: skip
    Pembaca(clinic.ctx, isi_bpjs()).semua()
    rows = {row["jenis"]: row for row in deka("referensi", "daftar", "--json").done().json}
    assert list(rows) == [one.value for one in PCARE]
    assert (rows["poli"]["baris"], rows["poli"]["terakhir"]["persen"]) == (3, 100)
    assert rows["diagnosa"] == {
        "jenis": "diagnosa", "nama": "Diagnosa", "baris": 0, "hilang": 0, "terakhir": None, "sekarang": None,
    }  # fmt: skip
    table = deka("referensi", "daftar").done().out
    assert "Poli FKTP" in table
    assert "belum pernah" in table
    (found,) = deka("referensi", "cari", "poli", "poli 002", "--json").done().json
    assert (found["kode"], found["nama"], found["isi"]) == ("002", "POLI 002", {"poliSakit": True})
    assert "POLI 002" in deka("referensi", "cari", "poli", "002").done().out
    assert deka("referensi", "cari", "poli", "zzz").done().out == "Tidak ada yang cocok.\n"
    assert "Hanya 1 yang ditampilkan" in deka("referensi", "cari", "poli", "--batas", "1").done().out
    assert len(deka("referensi", "berubah", "poli", "--json").done().json) == 3
    assert "baru" in deka("referensi", "berubah", "poli").done().out


def test_all_lists_at_once_and_stopping_one(deka: Run, clinic: Clinic) -> None:
    assert len(deka("referensi", "sinkron", "semua", "--json").done().json) == len(PCARE)
    assert "dibatalkan setelah 0 baris" in deka("referensi", "batal", "diagnosa").done().out
    deka("referensi", "batal", "diagnosa").refused("Diagnosa tidak sedang berjalan")
    assert "Dibatalkan" in deka("referensi", "daftar").done().out
    assert deka("referensi", "batal", "obat", "--json").done().json["status"] == "dibatalkan"


def test_waiting_for_nothing_to_happen_is_a_failure(deka: Run, clinic: Clinic) -> None:
    deka("referensi", "sinkron", "poli", "--tunggu", "0").refused("belum selesai (menunggu 0%", "daftar")
    late = deka("referensi", "sinkron", "poli", "--tunggu", "0", "--json")
    assert (late.code, late.json[0]["status"]) == (1, "menunggu")
    deka("referensi", "batal", "poli")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("referensi", "sinkron", "icd"), "'icd' tidak dikenal"),
        (("referensi", "cari", "jadwal", "x"), "'jadwal' tidak dikenal"),
        (("referensi",), "sinkron, daftar, cari, berubah, batal, jadwal"),
        (("pemetaan", "dokter", "D1", "abc"), "'abc' bukan bilangan bulat"),
        (("pemetaan", "ruangan", "UMUM"), "KD_POLI belum diisi"),
    ],
)
def test_wrong_usage(deka: Run, words: tuple[str, ...], said: str) -> None:
    deka(*words).refused(said, code=2)


def test_a_schedule_on_the_screen_and_as_json(deka: Run, clinic: Clinic) -> None:
    assert "belum diambil" in deka("referensi", "jadwal", *DAY).done().out
    bpjs = isi_bpjs()
    beri_jadwal(bpjs, HARI.isoformat(), {"001": [dokter(9001, "dr. A", "07:00-12:00")]})
    deka("referensi", "sinkron", "jadwal", *DAY).done()
    Pembaca(clinic.ctx, bpjs).semua()
    found = deka("referensi", "jadwal", *DAY, "--json").done().json
    assert found["poli"] == [
        {
            "kode": "001",
            "nama": "POLI 001",
            "dokter": [
                {"kodedokter": 9001, "nama": "dr. A", "slot": [{"jam": "07:00-12:00", "kapasitas": 40}]}
            ],
        }
    ]
    assert (found["tanggal"], found["terakhir"]["tanggal"]) == (HARI.isoformat(), HARI.isoformat())
    assert "dr. A" in deka("referensi", "jadwal", *DAY).done().out


def test_mapping_says_how_many_go_again(deka: Run, clinic: Clinic) -> None:
    clinic.registered(1, a=UNMAPPED)
    said = deka("pemetaan", "dokter", "D1", "9001", "--tanpa-jadwal").done().out
    assert said == "Pemetaan D1 disimpan; 1 kiriman yang menunggu dilanjutkan.\n"
    done = deka("pemetaan", "ruangan", "KIA", "003", "--json").done().json
    assert (done["berubah"], done["dilepas"]) == (True, 0)
    assert "belum dapat diperiksa" in done["peringatan"][0]
    words = ("--kd-dokter", "1003", "--jam", "senin 07:00-12:00", "--jam", "13:00-16:00")
    assert "Perhatian: kode dokter 1003" in deka("pemetaan", "dokter", "D3", "9003", *words).done().out
    rows = {row["kode"]: row for row in deka("pemetaan", "daftar", "--json").done().json["dokter"]}
    assert rows["D3"]["jam"] == ["13:00-16:00", "senin 07:00-12:00"]
    assert rows["D3"]["lengkap"]
    left = deka("pemetaan", "daftar", "--belum", "--json").done().json
    assert ([one["kode"] for one in left["ruangan"]], [one["kode"] for one in left["dokter"]]) == ([], ["D4"])
    assert "D4" in deka("pemetaan", "daftar", "--belum").done().out
    assert "UMUM" in deka("pemetaan", "daftar").done().out
    deka("pemetaan", "dokter", "D4", "9004", "--jam", "kapan saja").refused("Jam praktik kapan saja")
    deka("pemetaan", "dokter", "D4", "9004", "--jam", "07:00-12:00").done()
    assert "sudah dipetakan" in deka("pemetaan", "daftar", "--belum").done().out


def test_suggestions(deka: Run, clinic: Clinic) -> None:
    assert deka("pemetaan", "saran", "ruangan", "KIA").done().out == "Tidak ada yang cocok.\n"
    deka("referensi", "sinkron", "poli").done()
    bpjs = isi_bpjs()
    bpjs.daftar["poli/fktp"] = [{"kdPoli": "003", "nmPoli": "POLI KIA"}, {"kdPoli": "001", "nmPoli": "UMUM"}]
    Pembaca(clinic.ctx, bpjs).semua()
    found = deka("pemetaan", "saran", "ruangan", "KIA", "--json").done().json
    assert found == [{"kode": "003", "nama": "POLI KIA", "skor": 100}]
    assert "100%" in deka("pemetaan", "saran", "ruangan", "KIA").done().out
    assert deka("pemetaan", "saran", "dokter-pcare", "D1", "--json").done().json == []
