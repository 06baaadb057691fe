"""Resources: what a body refers to, the body that goes out, how it is found again, what the list shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.pantau import KOLOM, BarisPantau
from shared.domain.status import LIVE_JOB, StatusJob
from shared.domain.sumber import (
    JENIS,
    PRIORITAS_AWAL,
    Keadaan,
    Sumber,
    Tipe,
    acuan,
    ganti,
    jauh,
    keadaan,
    kunci_sumber,
    prioritas,
)
from shared.domain.sumber_isi import (
    identitas,
    kode_kfa,
    pencarian,
    produk,
    sama,
    susun,
    tahap_akhir,
    tahap_kirim,
)
from shared.domain.sumber_ringkas import BIDANG, ringkas
from shared.texts import NAMA_JOB
from shared.texts_pantau import JUDUL_KOLOM
from shared.texts_satusehat import NAMA_KEADAAN, TANYA, rinci_keadaan

ORG = "10000004"
SYS = "http://sys-ids.kemkes.go.id"
KFA = f"{SYS}/kfa"


def row(tipe: Tipe, isi: dict[str, Any], **more: Any) -> Sumber:
    values: dict[str, Any] = {
        "id": 1, "tipe": tipe, "kunci": "k1", "asal": "impor", "isi": isi, "ids": {}, "remote_id": None,
        "tahap": 1, "tahap_terkirim": 0, "pernah_post": False,
    }  # fmt: skip
    return Sumber(**values | more)


def ref(text: str) -> dict[str, str]:
    return {"reference": text}


# ── references ────────────────────────────────────────────────────────────────


def test_references_are_found_wherever_they_stand() -> None:
    body = {
        "subject": ref("Patient/p1"),
        "participant": [{"individual": ref("Practitioner/n1")}],
        "section": [{"entry": [ref("Condition/c1"), ref("Condition/c2")]}],
        "note": {"text": "Patient/nobody"},
    }
    found = {(a.jalur, a.nama) for a in acuan(Tipe.COMPOSITION, body, ORG)}
    assert found == {
        ("subject.reference", "Patient/p1"),
        ("participant[0].individual.reference", "Practitioner/n1"),
        ("section[0].entry[0].reference", "Condition/c1"),
        ("section[0].entry[1].reference", "Condition/c2"),
    }


@pytest.mark.parametrize(
    "text",
    [
        f"Organization/{ORG}", "#kandungan", "urn:uuid:6a0f2b1c-7d8e-4f90-a1b2-c3d4e5f60718", "Spaceship/1",
        "https://contoh.id/fhir-r4/v1/Patient/p1", "Patient/", "Patient", "Patient/a b",
    ],
)  # fmt: skip
def test_what_is_no_row_is_no_reference(text: str) -> None:
    assert acuan(Tipe.ENCOUNTER, {"subject": ref(text)}, ORG) == ()


def test_only_the_diagnoses_of_an_encounter_are_needed_last() -> None:
    body = {"subject": ref("Patient/p1"), "diagnosis": [{"condition": ref("Condition/c1")}]}
    assert {(a.nama, a.akhir) for a in acuan(Tipe.ENCOUNTER, body, ORG)} == {
        ("Patient/p1", False), ("Condition/c1", True),
    }  # fmt: skip
    assert not any(a.akhir for a in acuan(Tipe.COMPOSITION, body, ORG))


def test_references_are_replaced_and_nothing_else() -> None:
    body = {"subject": ref("Patient/p1") | {"display": "Patient/p1"}, "encounter": ref("Encounter/e9")}
    made = ganti(body, {"Patient/p1": "P02029532758"})
    assert made == {
        "subject": {"reference": "Patient/P02029532758", "display": "Patient/p1"},
        "encounter": ref("Encounter/e9"),
    }
    assert body["subject"]["reference"] == "Patient/p1"


@pytest.mark.parametrize(
    ("tipe", "key", "far"),
    [
        (Tipe.PATIENT, "P02029532758", True), (Tipe.PATIENT, "p1", False),
        (Tipe.PRACTITIONER, "10014058550", True), (Tipe.PRACTITIONER, "N10000001", True),
        (Tipe.PRACTITIONER, "n1", False),
        (Tipe.ENCOUNTER, "3f6b8c1d-9a7e-4d52-b0c4-5e8f7a6b9c04", False),
    ],
)  # fmt: skip
def test_only_numbers_of_people_are_known_by_their_shape(tipe: Tipe, key: str, far: bool) -> None:
    assert jauh(tipe, key) is far


def test_the_key_of_a_body_is_its_id_or_its_content() -> None:
    assert kunci_sumber({"id": "e1"}) == "e1"
    assert kunci_sumber({"a": 1, "b": 2}) == kunci_sumber({"b": 2, "a": 1})
    assert kunci_sumber({"a": 1}) != kunci_sumber({"a": 2})


def test_every_type_comes_after_bpjs_and_after_what_it_refers_to() -> None:
    assert all(prioritas(tipe) > PRIORITAS_AWAL for tipe in Tipe)
    order = [Tipe.PATIENT, Tipe.ENCOUNTER, Tipe.CONDITION, Tipe.OBSERVATION, Tipe.COMPOSITION]
    assert [prioritas(tipe) for tipe in order] == sorted(prioritas(tipe) for tipe in order)


# ── bodies ────────────────────────────────────────────────────────────────────

FINISHED: dict[str, Any] = {
    "resourceType": "Encounter", "id": "e1", "status": "finished", "subject": ref("Patient/p1"),
    "identifier": [{"system": f"{SYS}/encounter/{ORG}", "value": "REG-1"}],
    "period": {"start": "2026-09-14T01:05:00+00:00", "end": "2026-09-14T01:50:00+00:00"},
    "length": {"value": 45}, "diagnosis": [{"condition": ref("Condition/c1")}],
    "statusHistory": [{"status": "arrived", "period": {"start": "2026-09-14T01:05:00+00:00"}}],
    "hospitalization": {}, "serviceProvider": ref(f"Organization/{ORG}"),
}  # fmt: skip


def test_a_finished_encounter_is_first_sent_as_arrived() -> None:
    sumber = row(Tipe.ENCOUNTER, FINISHED, tahap=3, ids={"Patient/p1": "P02029532758"})
    made = susun(sumber, ORG)
    assert (made["status"], made["period"]) == ("arrived", {"start": "2026-09-14T01:05:00+00:00"})
    assert made["subject"] == ref("Patient/P02029532758")
    assert not {"id", "diagnosis", "length", "hospitalization"} & set(made)


def test_its_later_states_are_whole_and_carry_the_id() -> None:
    sumber = row(
        Tipe.ENCOUNTER, FINISHED, tahap=3, tahap_terkirim=1, remote_id="E-1", ids={"Condition/c1": "C-1"}
    )
    made = susun(sumber, ORG)
    assert (made["status"], made["id"]) == ("finished", "E-1")
    assert made["diagnosis"] == [{"condition": ref("Condition/C-1")}]


@pytest.mark.parametrize(
    ("status", "sent", "last", "next_one"),
    [("arrived", 0, 1, 1), ("in-progress", 0, 2, 1), ("in-progress", 1, 2, 2), ("finished", 2, 3, 3),
     ("planned", 0, 1, 1)],
)  # fmt: skip
def test_states_of_an_encounter(status: str, sent: int, last: int, next_one: int) -> None:
    body = FINISHED | {"status": status}
    assert tahap_akhir(Tipe.ENCOUNTER, body) == last
    assert tahap_kirim(row(Tipe.ENCOUNTER, body, tahap=last, tahap_terkirim=sent)) == next_one


def test_what_has_no_identifier_gets_our_own() -> None:
    own = {"use": "official", "system": f"{SYS}/observation/{ORG}", "value": "k1"}
    assert susun(row(Tipe.OBSERVATION, {}), ORG)["identifier"] == [own]
    own = {"use": "official", "system": f"{SYS}/composition/{ORG}", "value": "k1"}
    assert susun(row(Tipe.COMPOSITION, {}), ORG)["identifier"] == own
    assert "identifier" not in susun(row(Tipe.IMMUNIZATION, {}), ORG)
    assert susun(row(Tipe.ENCOUNTER, FINISHED), ORG)["identifier"] == FINISHED["identifier"]


def test_a_medication_gets_the_code_of_its_product() -> None:
    made = susun(row(Tipe.MEDICATION, {"code": {"text": "Obat"}}, kfa=("93000503", "Acarbose")), ORG)
    assert made["code"] == {
        "text": "Obat", "coding": [{"system": KFA, "code": "93000503", "display": "Acarbose"}],
    }  # fmt: skip
    assert kode_kfa(made) == "93000503"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"code": {"coding": [{"system": KFA, "code": "93000503"}]}}, ""),
        ({"identifier": [{"system": f"{SYS}/medication/{ORG}", "value": "OBT-1"}]}, "OBT-1"),
        ({"code": {"coding": [{"system": "lokal", "code": "L1"}]}}, "L1"),
        ({"extension": [{"valueCodeableConcept": {"coding": [{"code": "SD"}]}}]}, ""),
        ({"code": {"coding": [{"system": KFA, "code": "salah"}]}, "id": "m1"}, "salah"),
        ({"id": "m1"}, "m1"),
    ],
)
def test_the_product_a_medication_waits_for(body: dict[str, Any], code: str) -> None:
    assert produk(Tipe.MEDICATION, body) == code
    assert produk(Tipe.CONDITION, body) == ""


# ── finding again ─────────────────────────────────────────────────────────────

VISIT = {"subject": ref("Patient/P1"), "encounter": ref("Encounter/E1")}


@pytest.mark.parametrize(
    ("tipe", "body", "params"),
    [
        (Tipe.ENCOUNTER, FINISHED, {"identifier": f"{SYS}/encounter/{ORG}|REG-1"}),
        (Tipe.CONDITION, VISIT, {"encounter": "E1"}),
        (Tipe.COMPOSITION, VISIT, {"encounter": "E1"}),
        (Tipe.MEDICATION_DISPENSE, {"subject": ref("Patient/P1"), "context": ref("Encounter/E1")},
         {"context": "E1", "subject": "P1"}),
        (Tipe.MEDICATION_DISPENSE, VISIT | {"subject": None}, None),
        (Tipe.IMMUNIZATION, {"patient": ref("Patient/P1"), "encounter": ref("Encounter/E1")},
         {"patient": "P1"}),
        (Tipe.ORGANIZATION, {"partOf": ref(f"Organization/{ORG}")}, {"partof": ORG}),
        (Tipe.MEDICATION, {"identifier": [{"system": f"{SYS}/medication/{ORG}", "value": "x"}]}, None),
        (Tipe.PATIENT, {"identifier": [{"system": "https://fhir.kemkes.go.id/id/nik", "value": "1" * 16}]},
         {"identifier": f"https://fhir.kemkes.go.id/id/nik|{'1' * 16}"}),
        (Tipe.PATIENT, {"identifier": []}, None),
    ],
)  # fmt: skip
def test_what_is_asked_to_find_it_again(
    tipe: Tipe, body: dict[str, Any], params: dict[str, str] | None
) -> None:
    assert pencarian(tipe, body) == params


def _dispense(item: str, visit: str = "E1") -> dict[str, Any]:
    return {
        "context": ref(f"Encounter/{visit}"),
        "identifier": [
            {"system": f"{SYS}/prescription/{ORG}", "value": "RSP-1"},
            {"system": f"{SYS}/prescription-item/{ORG}", "value": item},
        ],
    }  # fmt: skip


def test_of_two_identifiers_the_items_counts() -> None:
    assert identitas(Tipe.MEDICATION_DISPENSE, _dispense("RSP-1-2")) == (
        f"{SYS}/prescription-item/{ORG}", "RSP-1-2",
    )  # fmt: skip
    assert sama(Tipe.MEDICATION_DISPENSE, _dispense("1"), _dispense("1"))
    assert not sama(Tipe.MEDICATION_DISPENSE, _dispense("1"), _dispense("2"))


def test_the_row_of_another_visit_is_not_ours_whatever_it_says() -> None:
    assert not sama(Tipe.MEDICATION_DISPENSE, _dispense("1"), _dispense("1", "E2"))


def test_without_an_identifier_code_and_time_tell() -> None:
    shot = {
        "vaccineCode": {"coding": [{"code": "93023055"}]},
        "occurrenceDateTime": "2026-09-14T01:35:00+00:00",
    }
    same = shot | {"occurrenceDateTime": "2026-09-14T01:35:00.000Z"}
    assert sama(Tipe.IMMUNIZATION, shot, same)
    assert not sama(Tipe.IMMUNIZATION, shot, shot | {"occurrenceDateTime": "2026-09-15T01:35:00+00:00"})


# ── what is shown ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "tries", "drug", "state"),
    [
        ("terkirim", 1, False, Keadaan.TERKIRIM), ("gagal", 1, False, Keadaan.GAGAL),
        ("menunggu", 0, False, Keadaan.SIAP), ("menunggu", 2, False, Keadaan.PROSES),
        ("proses", 1, False, Keadaan.PROSES), ("tak_pasti", 0, False, Keadaan.SIAP),
        ("tertahan", 0, False, Keadaan.MENUNGGU), ("tertahan", 0, True, Keadaan.TERTAHAN),
    ],
)  # fmt: skip
def test_state_of_a_row(status: str, tries: int, drug: bool, state: Keadaan) -> None:
    assert keadaan(StatusJob(status), tries, obat=drug) is state


def test_states_and_questions_have_words() -> None:
    assert set(NAMA_KEADAAN) == set(Keadaan)
    assert rinci_keadaan(Keadaan.MENUNGGU, "Patient") == "menunggu Patient"
    assert all(TANYA.values())
    assert {tipe.value: NAMA_JOB[jenis] for tipe, jenis in JENIS.items()} == {t.value: t.value for t in Tipe}
    assert StatusJob.TERTAHAN not in LIVE_JOB


def test_what_the_list_shows_are_fields_of_a_row() -> None:
    assert set(BIDANG) <= set(BarisPantau.__slots__)
    assert all(set(KOLOM[jenis]) <= set(JUDUL_KOLOM) for jenis in JENIS.values())


def test_an_observation_shows_its_value_and_a_name_nothing_but_itself() -> None:
    body = {
        "code": {"coding": [{"code": "8480-6", "display": "Systolic\x1b[2J blood pressure"}]},
        "valueQuantity": {"value": 128, "unit": "mm[Hg]"}, "effectiveDateTime": "2026-09-14T01:12:00+00:00",
        "encounter": ref("Encounter/e1"), "subject": {"display": "Nama Pasien"},
    }  # fmt: skip
    assert json.loads(ringkas(Tipe.OBSERVATION, body)) == {
        "waktu": "2026-09-14T01:12:00+00:00", "no_registrasi": "e1", "judul": "Systolic blood pressure",
        "nilai": "128 mm[Hg]",
    }  # fmt: skip


@pytest.mark.parametrize("tipe", list(Tipe))
@pytest.mark.parametrize(
    "body",
    [{}, {"code": [], "name": 3, "period": None, "identifier": "x", "location": {}, "participant": [3]}],
)
def test_a_strange_body_is_shown_as_far_as_it_goes(tipe: Tipe, body: dict[str, Any]) -> None:
    assert isinstance(json.loads(ringkas(tipe, body)), dict)
