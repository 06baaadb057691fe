"""The demo's clinic: invented rooms, doctors and patients, and what BPJS will say of some of them."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

FASKES = ("00000001", "Klinik Simulasi Sehat")

MASTER = """\
[[ruangan]]
kode = "UMUM"
nama = "Poli Umum"
jenis_kunjungan = 1
prefix = "A"
kd_poli = "001"

[[ruangan]]
kode = "GIGI"
nama = "Poli Gigi"
jenis_kunjungan = 1
prefix = "B"
kd_poli = "002"

[[ruangan]]
kode = "KIA"
nama = "Poli KIA"
jenis_kunjungan = 1
prefix = "C"
kd_poli = "003"

[[ruangan]]
kode = "LANSIA"
nama = "Poli Lansia"
jenis_kunjungan = 1
prefix = "D"
kd_poli = "001"

[[ruangan]]
kode = "AKUPUNKTUR"
nama = "Poli Akupunktur"
jenis_kunjungan = 1
prefix = "E"

[[ruangan]]
kode = "APOTEK"
nama = "Apotek"
jenis_kunjungan = 3
prefix = "F"

[[dokter]]
kode = "D1"
nama = "dr. Cendana Rekaan"
ruangan = "UMUM"
kd_dokter = "900001"
kodedokter = 90001
jam = ["00:00-14:00", "14:00-23:59"]
nik = "9800000000000001"

[[dokter]]
kode = "D2"
nama = "drg. Kenanga Rekaan"
ruangan = "GIGI"
kd_dokter = "900002"
kodedokter = 90002
jam = ["00:00-14:00", "14:00-23:59"]
nik = "9800000000000002"

[[dokter]]
kode = "D3"
nama = "bd. Flamboyan Rekaan"
ruangan = "KIA"
kd_dokter = "900003"
kodedokter = 90003
jam = ["00:00-14:00", "14:00-23:59"]
nik = "9800000000000003"

[[dokter]]
kode = "D4"
nama = "dr. Merbau Rekaan"
ruangan = "LANSIA"
kd_dokter = "900002"
kodedokter = 81234
jam = ["00:00-14:00", "14:00-23:59"]
nik = "9800000000000004"

[[dokter]]
kode = "D5"
nama = "dr. Akasia Rekaan"
ruangan = "AKUPUNKTUR"
"""
READ_AT_FIRST = ("poli", "dokter", "kesadaran", "prognosa", "diagnosa")
"""The reference lists that are read while the demo begins."""

_FIRST = (
    "MELATI", "CEMPAKA", "BUNGUR", "SERUNI", "TERATAI", "MERBAU", "KAMBOJA", "MERANTI", "DAHLIA", "JATI",
    "ANGGREK", "MAHONI", "MAWAR", "AKASIA", "WIJAYA KUSUMA", "ULIN", "SEDAP MALAM", "PINUS", "LILI",
    "TREMBESI",
)  # fmt: skip
_LAST = ("CONTOH", "SIMULASI", "UJICOBA")

PATIENTS = 44
_SEED = 20


@dataclass(frozen=True, slots=True)
class Peran:
    """What one of the demo's patients is there to show."""

    norm: str
    no_kartu: str
    bpjs: bool


def patients() -> tuple[list[str], list[Peran]]:
    """Make the patients: lines of the CSV file that ``deka pasien impor`` reads, and their parts."""
    chance = random.Random(_SEED)  # noqa: S311 - the same invented people every time
    lines = ["norm,nama,nik,no_kartu,no_hp,jenis_kelamin,tanggal_lahir,kd_provider,penjamin_id"]
    parts: list[Peran] = []
    for index in range(PATIENTS):
        number = index + 1
        bpjs = index % 5 != 4
        name = f"{_FIRST[index % len(_FIRST)]} {_LAST[index // len(_FIRST)]}"
        sex = "P" if index % 2 == 0 else "L"
        born = date(1948, 1, 1) + timedelta(days=chance.randrange(70 * 365))
        norm, card = f"{number:06d}", f"{number:013d}" if bpjs else ""
        cells = (norm, name, f"99000000{number:08d}", card, f"0800000{number:05d}", sex, born, FASKES[0])
        lines.append(",".join(map(str, (*cells, 2 if bpjs else 1))))
        parts.append(Peran(norm, card, bpjs))
    return lines, parts


def bpjs_orders(
    parts: list[Peran],
    identitas: list[dict[str, Any]] | None = None,
    lain: list[dict[str, Any]] | None = None,
    sakelar: dict[str, Any] | None = None,
) -> str:
    """Say, as a data file of the sandbox, what BPJS knows and how it misbehaves on this day.

    *identitas* are the people SatuSehat knows, *lain* more faults, *sakelar* how the simulator is set.
    """
    cards = [part.no_kartu for part in parts if part.bpjs]
    people: list[dict[str, Any]] = [
        {"no_kartu": cards[2], "aktif": False, "ket_aktif": "PENANGGUHAN PEMBAYARAN"},
        {"no_kartu": cards[5], "srk": True},
        {"no_kartu": cards[14], "srk": True},
        {"no_kartu": cards[20], "aktif": False, "ket_aktif": "PREMI"},
    ]
    slots = ["00:00-14:00", "14:00-23:59"]
    # The fourth is known here by another number than in the clinic: that is what mapping is for.
    there = {1: ("dr. Cendana Rekaan", "001"), 2: ("drg. Kenanga Rekaan", "002"),
             3: ("bd. Flamboyan Rekaan", "003"), 4: ("dr. Merbau Rekaan", "001")}  # fmt: skip
    doctors = [
        {"kodedokter": 90000 + n, "namadokter": name, "kodepoli": poli, "jam": slots}
        for n, (name, poli) in there.items()
    ]
    refused_once = {
        "operasi": "pendaftaran.tambah",
        "jenis": "kode",
        "http": 412,
        "kode": 412,
        "tempat": "daftar",
        "field": "kdProviderPeserta",
        "pesan": "Tidak sesuai dengan referensi sistem.",
        "kali": 1,
    }
    no_deletion = {
        "operasi": "pendaftaran.hapus",
        "jenis": "kode",
        "http": 412,
        "kode": 412,
        "tempat": "daftar",
        "field": "noUrut",
        "pesan": "Data pendaftaran sudah dilayani, tidak dapat dihapus.",
    }
    faults: list[dict[str, Any]] = [
        {**refused_once, "no_kartu": cards[1]},
        {**refused_once, "no_kartu": cards[9]},
        {**no_deletion, "no_kartu": cards[3]},
        {**no_deletion, "no_kartu": cards[7]},
        {"operasi": "*", "jenis": "tunda", "detik": 0.4, "peluang": 0.6},
        {"operasi": "pendaftaran.tambah", "jenis": "tunda", "detik": 3.0, "peluang": 0.15},
        {"operasi": "antrean.tambah", "jenis": "jawaban_hilang", "cara": "504_html", "peluang": 0.06},
        {"operasi": "pendaftaran.tambah", "jenis": "jawaban_hilang", "cara": "reset", "peluang": 0.06},
    ]
    orders = {
        "peserta": people,
        "dokter": doctors,
        "identitas": identitas or [],
        "gangguan": [*faults, *(lain or [])],
        "sakelar": sakelar or {},
    }
    return json.dumps(orders, ensure_ascii=False, indent=1)
