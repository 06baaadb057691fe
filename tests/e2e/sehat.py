"""A clinic that sends to SatuSehat: its people there, its day, and what must be true of it afterwards."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from shared.domain.sumber import Tipe
from shared.services import antrean, kunjungan, satusehat
from shared.storage import tables as t
from tests.e2e.peralatan import ADMIN, HARI, PETUGAS, Klinik, Simulator, kartu_bpjs

ORG = "10000004"
SEHAT = {
    "SATUSEHAT__CLIENT_ID": "simKlienSatuSehat",
    "SATUSEHAT__CLIENT_SECRET": "SIMRAHASIA1",
    "SATUSEHAT__ORGANIZATION_ID": ORG,
}
PER_VISIT = 14
"""Resources of one visit: Encounter, 2 Conditions, 9 Observations, impression, resume."""


def alamat(base: str) -> dict[str, str]:
    """The settings of SatuSehat at the simulator."""
    return SEHAT | {
        "SATUSEHAT__AUTH_URL": f"{base}/oauth2/v1",
        "SATUSEHAT__FHIR_URL": f"{base}/fhir-r4/v1",
    }


def nik_pasien(number: int) -> str:
    return f"{number:016d}"


def nik_nakes(number: int) -> str:
    return f"99{number:014d}"


def penduduk(simulator: Simulator, patients: int, doctors: int = 3) -> None:
    """Let the national registers know the clinic's patients and doctors."""
    for number in range(1, patients + 1):
        simulator.control(
            "identitas",
            {
                "peran": "pasien", "nik": nik_pasien(number), "ihs": f"P{30_000_000_000 + number:011d}",
                "nama": f"Peserta Rekaan {number}", "gender": "male", "lahir": "1990-01-31",
            },
        )  # fmt: skip
    for number in range(1, doctors + 1):
        simulator.control(
            "identitas",
            {"peran": "nakes", "nik": nik_nakes(number), "ihs": f"1{number:010d}", "nama": f"dr. {number}"},
        )


def dokter_ber_nik(klinik: Klinik) -> None:
    """Give the clinic's doctors their NIK."""
    with klinik.ctx.tulis() as conn:
        for number, kode in enumerate(("DA", "DB", "DC"), start=1):
            conn.execute(sa.update(t.dokter).where(t.dokter.c.kode == kode).values(nik=nik_nakes(number)))


def kunjungan_isi(number: int) -> dict[str, Any]:
    """The visit record of a patient."""
    return {
        "noKunjungan": None, "noKartu": kartu_bpjs(number), "tglDaftar": HARI.strftime("%d-%m-%Y"),
        "kdPoli": "001", "keluhan": "batuk pilek", "anamnesa": "tiga hari", "kdSadar": "01",
        "sistole": 110 + number % 30, "diastole": 80, "beratBadan": 60, "tinggiBadan": 165, "respRate": 18,
        "heartRate": 80, "lingkarPerut": 85, "rujukLanjut": None, "kdStatusPulang": "3",
        "tglPulang": HARI.strftime("%d-%m-%Y"), "kdDokter": "101", "kdDiag1": "J06.9", "kdDiag2": "R51",
        "kdDiag3": None, "kdPoliRujukInternal": None, "kdTacc": -1, "alasanTacc": None, "alergiMakan": "00",
        "alergiUdara": "00", "alergiObat": "00", "kdPrognosa": "02", "terapiObat": "parasetamol 3x1",
        "terapiNonObat": "istirahat", "bmhp": "-", "suhu": "36,8",
    }  # fmt: skip


def layani(klinik: Klinik, numbers: range) -> list[int]:
    """Register, accept and finish patients, and import their visit records; returns the tickets."""
    tickets = []
    for number in numbers:
        kartu = klinik.daftar(number)
        antrean.terima(klinik.ctx, PETUGAS, kartu.id, tetap=True)
        antrean.selesai(klinik.ctx, PETUGAS, kartu.id)
        tickets.append(kartu.id)
    file = Path(klinik.folder) / "kunjungan.json"
    file.write_text(json.dumps([kunjungan_isi(number) for number in numbers]), encoding="utf-8")
    kunjungan.impor(klinik.ctx, ADMIN, file)
    return tickets


def impor(klinik: Klinik, *bodies: dict[str, Any]) -> satusehat.HasilImpor:
    """Import resources."""
    file = Path(klinik.folder) / "fhir.json"
    file.write_text(json.dumps(list(bodies)), encoding="utf-8")
    return satusehat.impor(klinik.ctx, ADMIN, file)


def buku(klinik: Klinik) -> dict[str, Any]:
    """The FHIR side of the simulator's books."""
    page: dict[str, Any] = klinik.simulator.buku()["fhir"]
    return page


def sisa(klinik: Klinik) -> int:
    """How many rows of SatuSehat are not sent."""
    cards = satusehat.dasbor(klinik.ctx, ADMIN).kartu
    return sum(card.total - card.terkirim for card in cards)


def jumlah(klinik: Klinik) -> int:
    """How many rows of SatuSehat there are."""
    return sum(card.total for card in satusehat.dasbor(klinik.ctx, ADMIN).kartu)


def hidup(klinik: Klinik) -> int:
    """How many rows of SatuSehat are under way."""
    return sum(card.proses for card in satusehat.dasbor(klinik.ctx, ADMIN).kartu)


def periksa_semua(klinik: Klinik) -> None:
    """Everything is there exactly once, linked, in order, and the dashboard says what the books say."""
    page = buku(klinik)
    with klinik.ctx.baca() as conn:
        found = conn.execute(
            sa.select(t.sumber.c.tipe, t.sumber.c.kunci, t.sumber.c.remote_id, t.job.c.status, t.job.c.pesan)
            .select_from(t.sumber.join(t.job, t.job.c.id == t.sumber.c.job_id))
        ).all()  # fmt: skip
    unsent = [tuple(row) for row in found if row.remote_id is None or row.status != "terkirim"]
    assert unsent == [], f"{len(unsent)} not sent: {unsent[:5]}"
    assert page["ganda"] == [], f"created twice: {page['ganda'][:5]}"
    early = {name: n for name, n in page["riwayat"].items() if name.endswith("induk_belum_ada") and n}
    assert early == {}, f"posted before its parent: {early}"
    there = {(kind, row["id"]) for kind, rows in page["sumber"].items() for row in rows}
    written = {(r.tipe, r.remote_id) for r in found if r.tipe not in ("Patient", "Practitioner")}
    assert written == there, f"missing {list(written - there)[:3]}, too many {list(there - written)[:3]}"
    ours = Counter(row.tipe for row in found)
    for card in satusehat.dasbor(klinik.ctx, ADMIN).kartu:
        assert card.terkirim == card.total == ours[card.tipe], card
        if card.tipe not in (Tipe.PATIENT, Tipe.PRACTITIONER):
            assert card.terkirim == page["jumlah"].get(card.tipe, 0), card
