"""Refusals of SatuSehat in plain words."""

from __future__ import annotations

import json
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.satusehat_isu import JENIS_ISU, baca_isu, baca_isu_teks, jenis_isu
from shared.domain.satusehat_jawaban import FhirIssue
from shared.texts_satusehat_aturan import ATURAN, ISU, jelaskan_isu, nama_kolom

# The verbatim texts of the field, and what each is about.
TEXTS = [
    ("Found duplicate resource: Encounter", "duplikat", ""),
    ("Found duplicate: Location (RuleNumber: 20002)", "duplikat", ""),
    ("Code not found: 'xxx' in system: http://t/v3-ActCode (RuleNumber: 10001)", "kode", "xxx"),
    ("Code not found: 'Topical' in system: http://www.whocc.no/atc (RuleNumber: 10056)", "kode", "Topical"),
    ("Invalid coding system: http://xxx.org (RuleNumber: 10002)", "sistem", "http://xxx.org"),
    ("Invalid coding system:  (RuleNumber: 10480)", "sistem", ""),
    ("Invalid date time format : 2022-06-14 (RuleNumber: 10132). Format allowed : YYYY", "tanggal_bentuk",
     "2022-06-14"),
    ("Invalid date time value : 2021-06-02T12:28:03Z (RuleNumber: 10132) Not Allowed : Future Date",
     "tanggal_nilai", "2021-06-02T12:28:03Z"),
    ("Reference is mandatory : Encounter.serviceProvider (RuleNumber: 10124)", "rujukan_wajib",
     "Encounter.serviceProvider"),
    ("Element not found: Encounter.diagnosis (RuleNumber: 10457)", "wajib", "Encounter.diagnosis"),
    ("Invalid identifier system: http://xxx.org (RuleNumber: 10117)", "identitas", "http://xxx.org"),
    ("Integer formated as a string: 'Satu' (RuleNumber: 10254)", "angka", "Satu"),
    ('expected decimal: found "string"', "angka", ""),
    ("Text is empty: '' (RuleNumber: 10134)", "kosong", ""),
    ("Use /operationalStatus instead of /operationalStatus/system to patch Location (RuleNumber: 10171)",
     "tambalan", ""),
    ("Wrong organization ID provided by system URL: http://s/encounter/100025753 (RuleNumber: 10117)",
     "organisasi", "http://s/encounter/100025753"),
    ("wrong organization ID provided by serviceProvider", "organisasi", "serviceProvider"),
    ("Wrong reference ID format: Practitioner/", "rujukan_kosong", "Practitioner/"),
    ("reference target(s) not found: Patient/P02029532758", "rujukan_hilang", "Patient/P02029532758"),
    ("every statusHistory period start and end must be filled (Rule 10122)", "riwayat_status", ""),
    ("Performer function must contains code AP or OP (RuleNumber: 10307)", "pelaksana", "AP"),
    ("Missing query parameters: subject", "pencarian", "subject"),
    ("An unexpected internal error has occurred.", "gangguan", ""),
    ("privacy: one or more codes not allowed by access rules", "persetujuan", ""),
    ("The operation did not return any information due to consent or privacy rules.", "persetujuan", ""),
    ("resource cannot be accessed due to business rule", "faskes_lain", ""),
    ("Resource Condition is not allowed for current access class", "kelas_akses", ""),
    ("Failed to get permission for client for resource type", "kelas_akses", ""),
    ("Invalid JSON Payload Format", "json", ""),
    ("Patient with nik-ibu is not female", "ibu", ""),
    ("storage_error", "tidak_ada", ""),
    ("Something about consent that nobody has seen before", "lain", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "about"), TEXTS)
def test_every_known_sentence_has_its_kind(text: str, kind: str, about: str) -> None:
    assert jenis_isu(FhirIssue(text=text)) == (kind, about)


def test_every_kind_is_seen_and_has_words() -> None:
    assert {kind for _, kind, _ in TEXTS} == set(JENIS_ISU) == set(ISU)
    allowed = {"kolom", "kolom_kecil", "nilai", "siapa"}
    for sentences in ISU.values():
        for sentence in sentences:
            assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= allowed


def test_the_code_of_a_duplicate_is_enough() -> None:
    assert jenis_isu(FhirIssue(code="duplicate", text="…")) == ("duplikat", "")


@pytest.mark.parametrize(
    ("isu", "jenis", "what", "who", "todo"),
    [
        (
            FhirIssue(
                text="Element not found: Encounter.diagnosis (RuleNumber: 10457)",
                rule=10457,
                expression=("Encounter.diagnosis",),
            ),
            "Encounter",
            "Diagnosis kunjungan belum diisi.",
            "Dokter atau perawat yang mengisi rekam medis.",
            "Lengkapi diagnosis kunjungan, lalu Kirim Ulang.",
        ),
        (
            FhirIssue(text="Code not found: 'Topical' in system: x (RuleNumber: 10056)", rule=10056),
            "MedicationDispense",
            "Rute pemberian: kode Topical tidak dikenal SatuSehat.",
            "Petugas farmasi.",
            "Ganti dengan kode yang ada di daftar Kemenkes, lalu Kirim Ulang.",
        ),
        (
            FhirIssue(text="Reference is mandatory : Encounter.participant.individual", rule=10119),
            "Encounter",
            "Dokter kunjungan belum terhubung ke SatuSehat.",
            "Admin klinik.",
            "Hubungkan dokter kunjungan lebih dulu, lalu Kirim Ulang.",
        ),
        (
            FhirIssue(text="Element not found: Patient.x[0].y", rule=99999, expression=("Patient.x[0].y",)),
            "",
            "X.y pada pasien belum diisi.",
            "Petugas pendaftaran.",
            "Lengkapi x.y pada pasien, lalu Kirim Ulang.",
        ),
        (
            FhirIssue(text="brand new"),
            "",
            "Isi data ditolak.",
            "Admin klinik.",
            "Baca pesan SatuSehat, perbaiki lewat Edit, lalu Kirim Ulang.",
        ),
    ],
)
def test_an_issue_is_explained(isu: FhirIssue, jenis: str, what: str, who: str, todo: str) -> None:
    assert jelaskan_isu(isu, jenis) == (what, who, todo)


def test_the_rules_the_platform_is_known_to_use_have_names() -> None:
    for rule in (10001, 10117, 10118, 10173, 10457, 10003, 10056, 10103, 10306, 10464, 20002, 20004, 20016):
        assert nama_kolom(FhirIssue(rule=rule)) == ATURAN[rule]


def test_issues_of_a_stored_answer() -> None:
    issue = {"code": "value", "details": {"text": "Element not found: Encounter.class (RuleNumber: 10001)"}}
    stored = json.dumps({"resourceType": "OperationOutcome", "issue": [issue]})
    assert [found.rule for found in baca_isu_teks(stored)] == [10001]
    for none in ("", "Gateway Timeout", "[]", "[" * 100_000, '{"resourceType":"Encounter","detail":"x"}'):
        assert baca_isu_teks(none) == ()
    assert baca_isu({"detail": "Not Found"})[0].text == "Not Found"


@given(st.text(max_size=60), st.none() | st.sampled_from(sorted(ATURAN)), st.text(max_size=20))
def test_any_issue_is_explained_in_whole_sentences(text: str, rule: int | None, path: str) -> None:
    for start in ("", "Element not found: ", "Code not found: '"):
        for sentence in jelaskan_isu(FhirIssue(text=start + text, rule=rule, expression=(path,))):
            assert sentence.strip() and sentence[-1] in ".)" and "{" not in sentence.replace(text, "")
