"""The demo at SatuSehat: who is known there, yesterday's visits, what each patient's record says today."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from deka_tui.demo.obat import MENUNGGU
from shared.domain.records import Kartu, Pelaku
from shared.domain.sumber import DASAR, Tipe
from shared.domain.sumber_isi import SYS
from shared.domain.sumber_klinik import Layanan, encounter, isi_kunjungan, kunci
from shared.domain.tickets import end_of_day
from shared.services import kunjungan, satusehat, satusehat_dasar
from shared.services.errors import DekaError
from shared.services.konteks import Konteks

ORGANISASI = "10000004"
TABEL = """
[satusehat]
auth_url = "{url}/oauth2/v1"
fhir_url = "{url}/fhir-r4/v1"
kfa_url = "{url}/kfa-v2"
client_id = "simKlienSatuSehat"
client_secret = "SIMRAHASIA1"
organization_id = "{organisasi}"
"""
NIK_DOKTER = {
    "D1": "9800000000000001",
    "D2": "9800000000000002",
    "D3": "9800000000000003",
    "D4": "9800000000000004",
}
"""The fifth has none: that becomes a question."""
_TWINS = (3, 12)
_STRANGERS = (6, 17)
_VISITS = 14
_HOUR = 3_600_000
_CODES = ("J06.9", "K29.7", "I10", "R51", "E11.9", "A09")


def identitas(lines: list[str]) -> list[dict[str, Any]]:
    """Say who the national registers know: two patients twice, two not at all."""
    made: list[dict[str, Any]] = []
    for number, row in enumerate(csv.DictReader(lines), start=1):
        one = {"peran": "pasien", "nik": row["nik"], "nama": row["nama"],
               "gender": "male" if row["jenis_kelamin"] == "L" else "female",
               "lahir": row["tanggal_lahir"], "ihs": f"P{30_000_000_000 + number:011d}"}  # fmt: skip
        if number not in _STRANGERS:
            made.append(one)
        if number in _TWINS:
            made.append(one | {"ihs": f"P{40_000_000_000 + number:011d}", "nama": f"{row['nama']} MURNI"})
    names = {"D1": "dr. Cendana Rekaan", "D2": "drg. Kenanga Rekaan", "D3": "bd. Flamboyan Rekaan",
             "D4": "dr. Merbau Rekaan"}  # fmt: skip
    for number, (kode, name) in enumerate(names.items(), start=1):
        made.append({"peran": "nakes", "nik": NIK_DOKTER[kode], "nama": name, "ihs": f"1{number:010d}"})
    return made


def gangguan() -> list[dict[str, Any]]:
    """What SatuSehat does wrong on this day."""
    return [
        {"operasi": "Observation.tambah", "jenis": "jawaban_hilang", "cara": "reset", "peluang": 0.05},
        {"operasi": "Composition.tambah", "jenis": "jawaban_hilang", "cara": "504_html", "peluang": 0.08},
    ]


def rekam_medis(kartu: str, poli: str, day: date, number: int) -> dict[str, Any]:
    """The visit record of a patient."""
    when = day.strftime("%d-%m-%Y")
    return {
        "noKunjungan": None, "noKartu": kartu, "tglDaftar": when, "kdPoli": poli, "keluhan": "batuk pilek",
        "anamnesa": "tiga hari", "kdSadar": "01", "sistole": 110 + number % 30, "diastole": 70 + number % 15,
        "beratBadan": 48 + number % 30, "tinggiBadan": 150 + number % 30, "respRate": 18,
        "heartRate": 76 + number % 12, "lingkarPerut": 0, "rujukLanjut": None, "kdStatusPulang": "3",
        "tglPulang": when, "kdDokter": "900001", "kdDiag1": _CODES[number % len(_CODES)],
        "kdDiag2": None, "kdDiag3": None, "kdPoliRujukInternal": None, "kdTacc": -1, "alasanTacc": None,
        "alergiMakan": "00", "alergiUdara": "00", "alergiObat": "00", "kdPrognosa": "02",
        "terapiObat": "parasetamol 3x1", "terapiNonObat": "istirahat", "bmhp": "-", "suhu": "36,8",
    }  # fmt: skip


def mulai(ctx: Konteks, admin: Pelaku, folder: Path) -> None:
    """Have the clinic's places and people looked up, and take yesterday's visits in."""
    for tipe in DASAR:
        satusehat_dasar.regenerasi(ctx, admin, tipe)
    with ctx.baca() as conn:
        today = ctx.hari_ini(conn)
    file = folder / "kemarin.json"
    file.write_text(json.dumps(_yesterday(ctx, today - timedelta(days=1))), encoding="utf-8")
    satusehat.impor(ctx, admin, file)


def _yesterday(ctx: Konteks, day: date) -> list[dict[str, Any]]:
    end = end_of_day(day, ctx.faskes.zona)
    found: list[dict[str, Any]] = []
    for number in range(1, _VISITS + 1):
        came = end - 16 * _HOUR + number * 17 * 60_000
        about = Layanan(
            f"A-{number:03d}", day, f"{number:06d}", f"Pasien {number}", "UMUM", "Poli Umum", "D1",
            "dr. Cendana Rekaan", came, came + 20 * 60_000, came + 45 * 60_000,
        )  # fmt: skip
        visit = rekam_medis(f"{number:013d}", "001", day, number)
        body = encounter(about, ORGANISASI, visit, {})
        found.append(body | {"id": about.kunci})
        for tipe, key, inner in isi_kunjungan(about, ORGANISASI, visit, {}):
            found.append(_spoilt(tipe, number, inner) | {"id": key})
    found += [_drug(kode, name) for kode, name in MENUNGGU.items()]
    return found


def _spoilt(tipe: Tipe, number: int, body: dict[str, Any]) -> dict[str, Any]:
    """Now and then a record is not as it should be: that is what the page is for."""
    if tipe is Tipe.CONDITION and number == 4:
        return body | {"clinicalStatus": None}
    if tipe is Tipe.OBSERVATION and number == 7 and "valueQuantity" in body:
        return body | {"effectiveDateTime": "2012-01-31T01:00:00+00:00"}
    return body


def _drug(kode: str, name: str) -> dict[str, Any]:
    key = kunci("obat", name)
    return {
        "resourceType": "Medication", "id": key, "status": "active",
        "identifier": [
            {"use": "official", "system": f"{SYS}/medication/{ORGANISASI}", "value": kode}
        ],
        "code": {"text": name},
        "extension": [
            {
                "url": "https://fhir.kemkes.go.id/r4/StructureDefinition/MedicationType",
                "valueCodeableConcept": {
                    "coding": [
                        {
                            "system": "http://terminology.kemkes.go.id/CodeSystem/medication-type",
                            "code": "NC", "display": "Non-compound",
                        }
                    ]
                },
            }
        ],
    }  # fmt: skip


def rekam(ctx: Konteks, admin: Pelaku, folder: Path, card: Kartu, poli: str) -> None:
    """Take the visit record of a finished ticket in."""
    file = folder / "kunjungan.json"
    body = rekam_medis(card.no_kartu, poli, card.tanggal, card.id)
    file.write_text(json.dumps([body]), encoding="utf-8")
    try:
        kunjungan.impor(ctx, admin, file)
    except DekaError:
        return
