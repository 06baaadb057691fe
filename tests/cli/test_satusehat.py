"""``deka satusehat``: the shapes scripts read, and the sentences people do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.deka import Run
from tests.services import sehat
from tests.services.clinic import Clinic
from tests.services.sehat import REFUSED, Sehat, condition, encounter, found, ok, patient, practitioner


@pytest.fixture
def sehat_ini(clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sehat:
    """The clinic with SatuSehat in its settings, also for ``deka``."""
    settings = sehat.SETTINGS
    for name in ("auth_url", "fhir_url", "client_id", "client_secret", "organization_id"):
        monkeypatch.setenv(f"DEKA_SATUSEHAT__{name}".upper(), getattr(settings, name))
    return Sehat(clinic, clinic.station(satusehat=settings), tmp_path)


def berkas(tmp_path: Path, *bodies: object) -> Path:
    file = tmp_path / "fhir.json"
    file.write_text(json.dumps(bodies[0] if len(bodies) == 1 else list(bodies)), encoding="utf-8")
    return file


def test_import_dashboard_and_list_have_the_shapes_scripts_read(
    deka: Run, sehat_ini: Sehat, tmp_path: Path
) -> None:
    file = berkas(tmp_path, patient(), encounter(), condition())
    done = deka("satusehat", "impor", file, "--json").done().json
    assert done == {"baru": 3, "berubah": 0, "sama": 0, "dilepas": 1}
    assert "3 sudah ada" in deka("satusehat", "impor", file).done().out
    sehat_ini.send("Patient/p1", found("P02029532758"))
    sehat_ini.send("Encounter/e1", REFUSED)
    rows = {row["jenis"]: row for row in deka("satusehat", "dasbor", "--json").done().json}
    assert len(rows) == 16
    assert rows["Patient"] == {
        "jenis": "Patient", "terkirim": 1, "total": 1, "proses": 0, "gagal": 0, "belum": 0,
    }  # fmt: skip
    assert (rows["Encounter"]["gagal"], rows["Condition"]["belum"]) == (1, 1)
    day = deka("satusehat", "dasbor", "--tanggal", "2026-09-14", "--json").done().json
    assert {row["jenis"]: row["total"] for row in day}["Encounter"] == 1
    (listed,) = deka("satusehat", "daftar", "encounter", "--json").done().json
    assert (listed["status"], listed["http"], listed["lokal"]) == ("tidak_terkirim", 400, "e1")
    (listed,) = deka("satusehat", "daftar", "Condition", "--json").done().json
    assert (listed["status"], listed["menunggu"], listed["ihs"]) == ("menunggu", "Encounter", None)
    assert "menunggu Encounter" in deka("satusehat", "daftar", "Condition").done().out
    (listed,) = deka("satusehat", "daftar", "Patient", "--status", "terkirim", "--json").done().json
    assert listed["ihs"] == "P02029532758"
    assert "Encounter" in deka("satusehat", "dasbor").done().out
    assert "Tidak ada baris" in deka("satusehat", "daftar", "Immunization").done().out


def test_one_resource_is_enough(deka: Run, sehat_ini: Sehat, tmp_path: Path) -> None:
    assert deka("satusehat", "impor", berkas(tmp_path, patient()), "--json").done().json["baru"] == 1
    assert sehat_ini.row("Patient/p1").tipe == "Patient"


def test_a_row_in_full_has_attempts_and_doubts(deka: Run, sehat_ini: Sehat) -> None:
    sehat_ini.impor(patient(), encounter())
    sehat_ini.send("Patient/p1", found("P02029532758"))
    sehat_ini.send("Encounter/e1", REFUSED)
    job = sehat_ini.row("Encounter/e1").job_id
    shape = deka("satusehat", "detail", job, "--json").done().json
    assert (shape["jenis"], len(shape["attempts"])) == ("Encounter", 1)
    assert shape["attempts"][0]["kode"] == "10457"
    assert {"jalur": "participant", "pesan": "wajib diisi", "aturan": 10336, "berat": False} in shape["lint"]
    assert "participant: wajib diisi (aturan 10336)" in deka("satusehat", "detail", job).done().out
    deka("satusehat", "detail", 9999).refused("Baris SatuSehat dengan id 9999")


def test_resend_verify_and_wait(deka: Run, sehat_ini: Sehat, tmp_path: Path) -> None:
    sehat_ini.impor(patient(), encounter())
    sehat_ini.send("Patient/p1", found("P02029532758"))
    sehat_ini.send("Encounter/e1", REFUSED)
    job = sehat_ini.row("Encounter/e1").job_id
    file = berkas(tmp_path, encounter() | {"resourceType": "Encounter"})
    deka("satusehat", "resend", job, "--isi", file).refused("alasan", code=2)
    done = deka("satusehat", "resend", job, "--isi", file, "--alasan", "lengkap", "--json").done().json
    assert done == {"id": job, "jenis": "satusehat_encounter", "status": "menunggu"}
    sehat_ini.send("Encounter/e1", ok("E-1"))
    assert deka("satusehat", "verifikasi", job, "--json").done().json["status"] == "tak_pasti"
    deka("satusehat", "verifikasi", job).refused("masih diproses")
    deka("satusehat", "resend", job, "--tunggu", "0.1").refused("hanya job yang gagal")


def test_questions_are_listed_and_answered(deka: Run, sehat_ini: Sehat) -> None:
    sehat_ini.impor(practitioner())
    sehat_ini.send("Practitioner/n1", found("10090000001", "10090000002"))
    (asked,) = deka("satusehat", "pertanyaan", "--json").done().json
    assert [one["id"] for one in asked["kandidat"]] == ["10090000001", "10090000002"]
    assert "Calon 10090000001" in deka("satusehat", "pertanyaan", "--jenis", "Practitioner").done().out
    deka("satusehat", "jawab", asked["id"], "salah").refused("bukan id SatuSehat")
    deka("satusehat", "jawab", asked["id"], "10090000002").done()
    sehat_ini.send("Practitioner/n1", ok("10090000002"))
    assert "Tidak ada pertanyaan" in deka("satusehat", "pertanyaan").done().out


def test_regenerating_tells_each_row(deka: Run, sehat_ini: Sehat) -> None:
    begun = deka("satusehat", "regenerasi", "Organization", "--json").done().json
    assert (begun["jenis"], begun["proses"], begun["mulai"]) == ("Organization", 5, 0)
    assert {row["hasil"] for row in begun["hasil"]} == {"proses"}
    sehat_ini.send("Organization/unit-UMUM", found(), ok("O-1"))
    again = deka("satusehat", "regenerasi", "organization").done().out
    assert "1 dimulai" in again
    deka("satusehat", "regenerasi", "Encounter").refused("tidak dapat diregenerasi")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("impor", "tidak-ada.json"), "tidak dapat dibaca"),
        (("daftar", "Spaceship"), "Jenis Spaceship tidak dikenal"),
        (("resend", "77"), "Baris SatuSehat dengan id 77"),
        (("jawab", "5", "x"), "Pertanyaan 5 tidak ada"),
    ],
)
def test_refusals_are_one_sentence(deka: Run, sehat_ini: Sehat, words: tuple[str, ...], said: str) -> None:
    assert sehat_ini.ctx.settings.satusehat.diatur
    deka("satusehat", *words).refused(said)


def test_without_settings_it_says_what_to_fill_in(deka: Run, clinic: Clinic, tmp_path: Path) -> None:
    assert not clinic.ctx.settings.satusehat.diatur
    deka("satusehat", "impor", berkas(tmp_path, patient())).refused("satusehat.fhir_url")
