"""SatuSehat end to end: a clinic's day through a real worker and the simulator."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.status import StatusJob
from shared.domain.sumber import Tipe
from shared.services import satusehat, satusehat_dasar
from tests.e2e import sehat
from tests.e2e.peralatan import ADMIN, Klinik
from tests.sandbox import fhir_bodies as fhir

CEPAT = 0.05


def satu_tiap_jenis() -> list[dict[str, Any]]:
    """One resource of every type, with local references."""
    visit, room, drug = "Encounter/e1", "Location/l1", "Medication/m1"
    made = {
        "o1": fhir.organization(),
        "l1": fhir.location("Organization/o1"),
        "p1": fhir.patient(),
        "n1": {
            "resourceType": "Practitioner",
            "identifier": [{"system": fhir.NIK_SYSTEM, "value": fhir.NIK_PRACTITIONER}],
        },
        "e1": fhir.encounter(room),
        "c1": fhir.condition(visit),
        "ob1": fhir.observation(visit),
        "pr1": fhir.procedure(visit),
        "a1": fhir.allergy(visit),
        "s1": fhir.service_request(visit),
        "ci1": fhir.clinical_impression(visit),
        "im1": fhir.immunization(visit, room),
        "m1": fhir.medication(),
        "mr1": fhir.medication_request(visit, drug),
        "md1": fhir.medication_dispense(visit, drug, room, "MedicationRequest/mr1"),
        "co1": fhir.composition(visit, ["Condition/c1"]),
    }  # fmt: skip
    return [body | {"id": key} for key, body in made.items()]


@pytest.fixture
def klinik_sehat(klinik_baru: Callable[..., Klinik], url: str, simulator: object) -> Klinik:
    """A clinic that sends to SatuSehat, once on each kind of storage."""
    klinik = klinik_baru(url, **sehat.alamat(simulator.url))  # type: ignore[attr-defined]
    sehat.dokter_ber_nik(klinik)
    return klinik


def test_a_visit_becomes_all_its_resources_in_order(klinik_sehat: Klinik) -> None:
    klinik = klinik_sehat
    sehat.penduduk(klinik.simulator, 3)
    sehat.layani(klinik, range(1, 4))
    klinik.pekerja(tempo=CEPAT)
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 60, "every resource to be sent")
    sehat.periksa_semua(klinik)
    visits = sehat.buku(klinik)["sumber"]["Encounter"]
    assert [row["status"] for row in visits] == ["finished"] * 3


LOOKED_FOR = [tipe for tipe in Tipe if tipe not in (Tipe.PATIENT, Tipe.PRACTITIONER, Tipe.MEDICATION)]


def test_every_type_is_found_again_after_a_lost_answer(klinik_sehat: Klinik) -> None:
    """Each POST is written and its answer lost, once: nothing is there twice, nor was it posted twice."""
    klinik = klinik_sehat
    for tipe in LOOKED_FOR:
        klinik.simulator.gangguan(
            jenis="jawaban_hilang", cara="reset", layanan="satusehat", operasi=f"{tipe}.tambah", kali=1
        )
    sehat.impor(klinik, *satu_tiap_jenis())
    klinik.pekerja(tempo=CEPAT)
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 60, "every resource to be sent")
    assert klinik.simulator.kena() == len(LOOKED_FOR)
    sehat.periksa_semua(klinik)
    page = sehat.buku(klinik)
    assert {name: n for name, n in page["riwayat"].items() if name.endswith("ditolak_ganda")} == {}
    assert page["pasien_dibuat"] == 1


def test_what_cannot_be_searched_is_a_question_after_a_lost_answer(klinik_sehat: Klinik) -> None:
    klinik = klinik_sehat
    klinik.simulator.gangguan(
        jenis="jawaban_hilang", cara="reset", layanan="satusehat", operasi="Medication.tambah", kali=1
    )
    sehat.impor(klinik, fhir.medication() | {"id": "m1"})
    klinik.pekerja(tempo=CEPAT)
    klinik.tunggu(lambda: satusehat_dasar.daftar_pertanyaan(klinik.ctx, ADMIN), 30, "the question")
    (there,) = sehat.buku(klinik)["sumber"]["Medication"]
    (question,) = satusehat_dasar.daftar_pertanyaan(klinik.ctx, ADMIN)
    satusehat_dasar.jawab(klinik.ctx, ADMIN, question.id, there["id"])
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 30, "the row to be linked")
    sehat.periksa_semua(klinik)


def test_a_refused_row_is_mended_and_everything_behind_it_follows(klinik_sehat: Klinik) -> None:
    klinik = klinik_sehat
    bodies = {body["id"]: body for body in satu_tiap_jenis()}
    broken = {name: value for name, value in bodies["e1"].items() if name != "statusHistory"}
    sehat.impor(klinik, *(bodies | {"e1": broken}).values())
    klinik.pekerja(tempo=CEPAT)
    rows = klinik.tunggu(
        lambda: (
            satusehat.daftar(
                klinik.ctx, ADMIN, Tipe.ENCOUNTER, status=frozenset({StatusJob.GAGAL})
            ).halaman.baris
        ),
        30,
        "the refusal",
    )
    found = satusehat.detail(klinik.ctx, ADMIN, rows[0].id)
    assert found.dasar.job.http == 400
    assert "statusHistory" in {issue.jalur for issue in found.isu}
    assert "statusHistory" in {doubt.jalur for doubt in found.lint}
    klinik.tunggu(lambda: sehat.hidup(klinik) == 0, 30, "the rest to come to a stand")
    assert sehat.buku(klinik)["jumlah"].get("Condition", 0) == 0
    satusehat.kirim_ulang(klinik.ctx, ADMIN, rows[0].id, isi=_text(bodies["e1"]), alasan="dilengkapi")
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 60, "every resource to be sent")
    sehat.periksa_semua(klinik)


def _text(body: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in body.items() if name != "id"})


def test_a_refused_token_is_asked_for_once_and_stops_everything(klinik_sehat: Klinik) -> None:
    klinik = klinik_sehat
    klinik.simulator.sakelar(token_hukuman_detik=0)
    klinik.simulator.gangguan(jenis="kode", http=401, kode=401, layanan="satusehat", operasi="token", kali=1)
    sehat.impor(klinik, *satu_tiap_jenis())
    klinik.pekerja(tempo=CEPAT)
    shut = klinik.tunggu(lambda: satusehat.dasbor(klinik.ctx, ADMIN).gerbang, 30, "the gate to shut")
    assert shut.status == "kredensial"
    assert shut.coba_lagi is not None
    assert len(klinik.simulator.permintaan("token")) == 1
    assert sehat.buku(klinik)["jumlah"] == {}


def test_verification_notices_what_is_gone(klinik_sehat: Klinik) -> None:
    klinik = klinik_sehat
    sehat.impor(klinik, fhir.organization() | {"id": "o1"})
    klinik.pekerja(tempo=CEPAT)
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 30, "the row to be sent")
    (row,) = satusehat.daftar(klinik.ctx, ADMIN, Tipe.ORGANIZATION).halaman.baris
    satusehat.verifikasi(klinik.ctx, ADMIN, row.id)
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 30, "it to be read")
    klinik.simulator.control("reset", {"buku": True})
    satusehat.verifikasi(klinik.ctx, ADMIN, row.id)
    klinik.tunggu(lambda: sehat.hidup(klinik) == 0, 30, "it to be missed")
    (row,) = satusehat.daftar(klinik.ctx, ADMIN, Tipe.ORGANIZATION).halaman.baris
    assert (row.status, row.http, row.ihs) == (StatusJob.GAGAL, 404, "")
    satusehat.kirim_ulang(klinik.ctx, ADMIN, row.id)
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 30, "it to be made anew")
    sehat.periksa_semua(klinik)
