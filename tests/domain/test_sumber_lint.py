"""The lint: what SatuSehat will refuse, with the path and the rule, and what it takes without a word."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.domain.records import Pasien
from shared.domain.sumber import Tipe, acuan
from shared.domain.sumber_isi import KFA
from shared.domain.sumber_klinik import (
    Layanan,
    diagnosa,
    encounter,
    isi_kunjungan,
    kunci,
    lokasi,
    millis,
    organisasi,
    pasien,
    saat,
    tenaga,
)
from shared.domain.sumber_lint import WAJIB, Lint, periksa_isi_fhir
from shared.texts_satusehat import LINT

ORG = "10000004"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
KINI = datetime(2026, 9, 14, 12, tzinfo=UTC)
T0 = int(datetime(2026, 9, 14, 1, 5, tzinfo=UTC).timestamp() * 1000)
ABOUT = Layanan(
    "A-001", date(2026, 9, 14), "000123", "Pasien Uji", "UMUM", "Poli Umum", "D1", "dr. Uji", T0,
    T0 + 900_000, T0 + 2_700_000,
)  # fmt: skip
VISIT: dict[str, Any] = {
    "kdDiag1": "J06.9", "kdDiag2": "R51", "kdDiag3": None, "sistole": 128, "diastole": 80, "suhu": "36,8",
    "heartRate": 80, "respRate": 18, "tinggiBadan": 165, "beratBadan": 60, "lingkarPerut": 0, "kdSadar": "01",
    "alergiMakan": "00", "alergiUdara": "00", "alergiObat": "01", "keluhan": "batuk", "anamnesa": "tiga hari",
    "kdStatusPulang": "3", "terapiObat": "a < b & c", "terapiNonObat": "",
}  # fmt: skip
MADE = isi_kunjungan(ABOUT, ORG, VISIT, {})


def lint(tipe: Tipe, body: dict[str, Any], **more: Any) -> tuple[Lint, ...]:
    return periksa_isi_fhir(tipe, body, organization_id=ORG, kini=KINI, terawal="2014-06-03", **more)


def doubts(tipe: Tipe, body: dict[str, Any], **more: Any) -> dict[str, int]:
    return {f"{one.jalur}:{one.sebab}": one.aturan for one in lint(tipe, body, **more)}


# ── what the clinic makes ─────────────────────────────────────────────────────


def test_what_a_visit_holds_is_taken_without_a_doubt() -> None:
    bodies = [(Tipe.ENCOUNTER, "", encounter(ABOUT, ORG, VISIT, {})), *MADE]
    bodies += [
        (Tipe.ORGANIZATION, "", organisasi("UMUM", "Poli Umum", ORG)),
        (Tipe.LOCATION, "", lokasi("UMUM", "Poli Umum", ORG)),
        (Tipe.PRACTITIONER, "", tenaga("dr. Uji", "3201010101000009")),
    ]
    assert {tipe: doubts(tipe, body) for tipe, _, body in bodies if doubts(tipe, body)} == {}


def test_a_visit_is_two_pressures_two_diagnoses_one_resume_and_no_zeros() -> None:
    kinds = [tipe for tipe, _, _ in MADE]
    assert {tipe: kinds.count(tipe) for tipe in set(kinds)} == {
        Tipe.CONDITION: 2, Tipe.OBSERVATION: 8, Tipe.ALLERGY_INTOLERANCE: 1, Tipe.CLINICAL_IMPRESSION: 1,
        Tipe.COMPOSITION: 1,
    }  # fmt: skip
    codes = {body["code"]["coding"][0]["code"] for tipe, _, body in MADE if tipe is Tipe.OBSERVATION}
    assert {"8480-6", "8462-4"} <= codes
    assert "8280-0" not in codes, "0 is not measured"
    warm = next(b for t, _, b in MADE if t is Tipe.OBSERVATION and b["code"]["coding"][0]["code"] == "8310-5")
    assert warm["valueQuantity"] == {
        "value": 36.8, "unit": "C", "system": "http://unitsofmeasure.org", "code": "Cel",
    }  # fmt: skip


def test_everything_of_a_visit_hangs_on_its_encounter_and_every_key_is_its_own() -> None:
    keys = {f"{tipe}/{key}" for tipe, key, _ in MADE}
    assert len(keys) == len(MADE)
    for tipe, _, body in MADE:
        assert f"Encounter/{ABOUT.kunci}" in {ref.nama for ref in acuan(tipe, body, ORG)}
    last = {ref.nama for ref in acuan(Tipe.ENCOUNTER, encounter(ABOUT, ORG, VISIT, {}), ORG) if ref.akhir}
    assert last == {name for name in keys if name.startswith("Condition/")}


def test_text_of_the_counter_is_no_markup_in_a_resume() -> None:
    body = next(body for tipe, _, body in MADE if tipe is Tipe.COMPOSITION)
    assert "a &lt; b &amp; c" in body["section"][1]["text"]["div"]


def test_a_patient_in_the_room_is_in_progress() -> None:
    body = encounter(Layanan(*[getattr(ABOUT, n) for n in ABOUT.__slots__ if n != "selesai"]), ORG, None, {})
    assert (body["status"], "diagnosis" in body, "end" in body["period"]) == ("in-progress", False, False)


def test_moments_go_there_and_back() -> None:
    assert saat(T0) == "2026-09-14T01:05:00+00:00"
    assert millis(saat(T0)) == T0
    assert millis(None) is None


def test_codes_become_ids() -> None:
    assert kunci("ruang", "POLI/UMUM 1") == "ruang-POLI-UMUM-1"
    assert diagnosa({"kdDiag1": "E119", "kdDiag2": "a09", "kdDiag3": " "}) == [(1, "E11.9"), (2, "A09")]


def test_a_patient_has_what_the_clinic_knows_and_the_lint_says_what_is_missing() -> None:
    body = pasien(Pasien(1, "000123", "Pasien Uji", "3201010101000001", "", "", "P", date(1990, 1, 31)))
    assert (body["gender"], body["birthDate"]) == ("female", "1990-01-31")
    assert doubts(Tipe.PATIENT, body) == {"address:wajib": 10333}


# ── what is refused ───────────────────────────────────────────────────────────

GOOD = encounter(ABOUT, ORG, VISIT, {})


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good Encounter with one thing different; a value of ``...`` takes it out."""
    body: Any = copy.deepcopy(GOOD)
    at = body
    *parts, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parts:
        at = at[part]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return dict(body)


CASES: list[tuple[str, Any, str, int]] = [
    ("resourceType", "Patient", "resourceType:jenis", 0),
    ("subject", ..., "subject:wajib", 10118),
    ("subject", {}, "subject:wajib", 10118),
    ("serviceProvider", None, "serviceProvider:wajib", 10124),
    ("diagnosis", ..., "diagnosis:wajib", 10457),
    ("participant", [], "participant:wajib", 10336),
    ("identifier.0.system", "http://sys-ids.kemkes.go.id/encounter/10000099",
     "identifier[0].system:organisasi", 10117),
    ("subject.reference", "Patient/", "subject.reference:acuan", 0),
    ("subject.reference", "", "subject.reference:acuan", 0),
    ("period.start", "2026-09-14", "period.start:tanggal", 10132),
    ("period.start", "2026-09-14T08:05:00+07:00", "period.start:utc", 10132),
    ("period.end", "2026-09-15T01:00:00+00:00", "period.end:masa_depan", 10132),
    ("period.start", "2013-01-01T00:00:00+00:00", "period.start:terlalu_lama", 10132),
    ("period.end", "2026-09-14T01:00:00+00:00", "period.end:berakhir_dulu", 10173),
    ("period.end", ..., "period:selesai", 10121),
    ("statusHistory.0.period.end", ..., "statusHistory[0].period:selesai", 10122),
    ("length.value", "45", "length.value:angka", 10331),
    ("class", None, "class:wajib", 10001),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "doubt", "rule"), CASES)
def test_a_doubt_has_its_path_and_its_rule(path: str, value: Any, doubt: str, rule: int) -> None:
    assert doubts(Tipe.ENCOUNTER, changed(path, value)).get(doubt) == rule


def test_a_good_encounter_has_none() -> None:
    assert doubts(Tipe.ENCOUNTER, GOOD) == {}


def test_parents_that_are_not_sent_are_named() -> None:
    unsent = frozenset({GOOD["subject"]["reference"]})
    assert doubts(Tipe.ENCOUNTER, GOOD, belum_terkirim=unsent) == {"subject.reference:induk": 0}


def test_an_encounter_does_not_go_back_and_a_replacement_keeps_its_id() -> None:
    early = {**GOOD, "status": "arrived", "id": "lain"}
    found = lint(Tipe.ENCOUNTER, early, remote_id="E-1", tahap_terkirim=3)
    assert [(one.jalur, one.sebab) for one in found if one.berat] == [("id", "id_lain"), ("status", "mundur")]


@pytest.mark.parametrize(
    ("tipe", "body", "doubt"),
    [
        (Tipe.COMPOSITION, {"identifier": [{}]}, "identifier:objek"),
        (Tipe.ENCOUNTER, {"identifier": {}}, "identifier:daftar"),
        (Tipe.CONDITION, {"code": {"coding": [{"system": ICD10, "code": "salah"}]}},
         "code.coding[0].code:icd10"),
        (Tipe.MEDICATION, {"code": {"coding": [{"system": KFA, "code": "123"}]}},
         "code.coding[0].code:kfa"),
        (Tipe.MEDICATION, {"code": {"coding": [{"code": "91000314"}]}}, "code.coding[0].code:tingkat_kfa"),
        (Tipe.IMMUNIZATION, {"primarySource": True}, "lotNumber:wajib"),
        (Tipe.OBSERVATION, {"valueQuantity": {"value": "128"}}, "valueQuantity.value:angka"),
        (Tipe.OBSERVATION, {"code": {"coding": [{"system": ""}]}}, "code.coding[0].system:sistem_kosong"),
    ],
)  # fmt: skip
def test_doubts_of_other_types(tipe: Tipe, body: dict[str, Any], doubt: str) -> None:
    assert doubt in doubts(tipe, body)


def test_an_expiry_may_lie_ahead() -> None:
    body = {"expirationDate": "2099-12-31", "validityPeriod": {"end": "2099-01-01T00:00:00+00:00"}}
    assert not [name for name in doubts(Tipe.MEDICATION_REQUEST, body) if "masa_depan" in name]


@pytest.mark.parametrize("tipe", list(Tipe))
def test_every_type_has_required_members_and_every_doubt_words(tipe: Tipe) -> None:
    assert WAJIB[tipe]
    for one in lint(tipe, {"resourceType": tipe.value, "identifier": "x", "period": [], "coding": 3}):
        assert LINT[one.sebab].format(**dict(one.fakta))
