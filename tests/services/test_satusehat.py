"""SatuSehat: what waits for what, what a lost answer leads to, and what only a person decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.answers import Layanan
from shared.domain.records import Pelaku
from shared.domain.satusehat_vonis import KelasFhir, SebabFhir
from shared.domain.status import JenisJob, Kelas, Periksa, StatusJob
from shared.domain.sumber import JENIS, Keadaan, Tipe
from shared.domain.sumber_langkah import LIHAT
from shared.security.permissions import ROLES, SATUSEHAT
from shared.services import (
    jobs,
    kirim,
    massal,
    monitoring,
    pekerja,
    penyuntingan,
    satusehat,
    satusehat_dasar,
)
from shared.services.errors import Bentrok, Ditolak, TidakDitemukan, TidakSah
from shared.services.monitoring import SaringJob
from shared.storage import sumber as rows
from shared.storage import tables as t
from shared.storage.clock import now
from shared.storage.sumber_obat import lepas_obat, tahan_obat
from tests.services import sehat
from tests.services.clinic import ADMIN, HARI, Clinic, race
from tests.services.sehat import (
    DUPLICATE,
    LOST,
    REFUSED,
    STALE,
    TOKEN,
    Sehat,
    condition,
    encounter,
    found,
    medication,
    ok,
    patient,
    practitioner,
)

BEGINS = {StatusJob.MENUNGGU, StatusJob.TAK_PASTI}


@pytest.fixture
def klinik(clinic: Clinic, tmp_path: Path) -> Iterator[Sehat]:
    """A clinic that SatuSehat is configured for, once on each kind of storage."""
    yield Sehat(clinic, clinic.station(satusehat=sehat.SETTINGS), tmp_path)


# ── rights ────────────────────────────────────────────────────────────────────

Deed = Callable[[Sehat, Pelaku], Any]
DEEDS: dict[str, Deed] = {
    "satusehat.impor": lambda k, p: satusehat.impor(k.ctx, p, k.folder / "x.json"),
    "satusehat.lihat dasbor": lambda k, p: satusehat.dasbor(k.ctx, p),
    "monitoring.lihat daftar": lambda k, p: satusehat.daftar(k.ctx, p, Tipe.PATIENT),
    "satusehat.lihat detail": lambda k, p: satusehat.detail(k.ctx, p, 1),
    "satusehat.lihat periksa": lambda k, p: satusehat.periksa(k.ctx, p, 1, "{}"),
    "satusehat.kirim_ulang": lambda k, p: satusehat.kirim_ulang(k.ctx, p, 1),
    "satusehat.verifikasi": lambda k, p: satusehat.verifikasi(k.ctx, p, 1),
    "satusehat.regenerasi": lambda k, p: satusehat_dasar.regenerasi(k.ctx, p, Tipe.PATIENT),
    "satusehat.lihat hasil": lambda k, p: satusehat_dasar.hasil_regenerasi(k.ctx, p, Tipe.PATIENT),
    "satusehat.lihat tanya": lambda k, p: satusehat_dasar.daftar_pertanyaan(k.ctx, p),
    "satusehat.jawab": lambda k, p: satusehat_dasar.jawab(k.ctx, p, 1, "x"),
}
SHUT_OUT = {
    "admin without satusehat": Pelaku("a", "admin", ROLES["admin"] - {SATUSEHAT}),
    "petugas with satusehat": Pelaku("c", "petugas", ROLES["petugas"] | {SATUSEHAT}),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("who", SHUT_OUT)
def test_the_pages_are_shut_and_a_refusal_is_audited(klinik: Sehat, who: str, deed: str) -> None:
    with pytest.raises(Ditolak, match="halaman Integrasi"):
        DEEDS[deed](klinik, SHUT_OUT[who])
    (audit,) = klinik.clinic.audit(deed.split()[0])
    assert (audit.hasil, audit.pelaku) == ("ditolak", SHUT_OUT[who].nama)


def test_who_may_only_resend_to_bpjs_may_not_to_satusehat(klinik: Sehat) -> None:
    klinik.impor(condition(who="Patient/P02029532758", visit="Encounter/e1"), encounter(), patient())
    job = klinik.row("Patient/p1").job_id
    with pytest.raises(Ditolak):
        jobs.resend(klinik.ctx, SHUT_OUT["petugas with satusehat"], job)


# ── import ────────────────────────────────────────────────────────────────────


def test_importing_twice_changes_nothing(klinik: Sehat) -> None:
    bodies = (patient(), encounter(), condition())
    assert klinik.impor(*bodies) == satusehat.HasilImpor(baru=3, berubah=0, sama=0, dilepas=1)
    assert klinik.impor(*bodies) == satusehat.HasilImpor(baru=0, berubah=0, sama=3, dilepas=0)
    assert len(klinik.clinic.audit("satusehat.impor")) == 1


def test_a_body_without_an_id_gets_one_of_its_own_that_stays(klinik: Sehat) -> None:
    body = {name: value for name, value in condition().items() if name != "id"}
    assert klinik.impor(body).baru == 1
    assert klinik.impor(body).sama == 1


BAD = {
    "no resource": ["x"],
    "unknown type": [{"resourceType": "Spaceship"}],
    "no type": [{}],
    "two with one id": [patient(), patient(nik="3201010101000002")],
    "an id that is none": [patient(key="a b")],
    "control characters": [patient(name=[{"text": "a\x1b[2J"}])],
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_import_names_the_row_and_keeps_nothing(klinik: Sehat, case: str) -> None:
    with pytest.raises(TidakSah, match="tidak ada resource yang dimasukkan") as refusal:
        klinik.impor(practitioner(), *BAD[case])
    assert "baris" in refusal.value.pesan
    assert satusehat.dasbor(klinik.ctx, ADMIN).kartu[2].total == 0


@pytest.mark.parametrize(
    ("text", "words"), [("{", "bukan JSON"), ("3", "satu resource"), ("[]", "satu resource")]
)
def test_a_file_that_is_none(klinik: Sehat, text: str, words: str) -> None:
    file = klinik.folder / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(TidakSah, match=words):
        satusehat.impor(klinik.ctx, ADMIN, file)


def test_without_settings_the_import_says_what_is_missing(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(
        TidakSah, match=r"satusehat\.auth_url, satusehat\.fhir_url, .*satusehat\.organization_id"
    ):
        satusehat.impor(clinic.ctx, ADMIN, tmp_path / "x.json")


# ── the graph ─────────────────────────────────────────────────────────────────


def test_a_row_waits_for_its_parents_and_says_for_which(klinik: Sehat) -> None:
    klinik.impor(condition(), encounter(), patient())
    assert klinik.status("Patient/p1") is StatusJob.TAK_PASTI, "looked for by NIK first"
    assert klinik.status("Encounter/e1") is StatusJob.TERTAHAN
    page = satusehat.daftar(klinik.ctx, ADMIN, Tipe.CONDITION).halaman
    assert [(row.keadaan, row.menunggu) for row in page.baris] == [(Keadaan.MENUNGGU, "Encounter, Patient")]
    assert (klinik.card(Tipe.CONDITION).belum, klinik.card(Tipe.CONDITION).proses) == (1, 0)
    klinik.send("Patient/p1", found("P02029532758"))
    assert klinik.status("Encounter/e1") is StatusJob.MENUNGGU
    assert klinik.status("Condition/c1") is StatusJob.TERTAHAN
    klinik.send("Encounter/e1", ok("E-1"))
    assert klinik.status("Condition/c1") is StatusJob.MENUNGGU
    sent = klinik.claim("Condition/c1").klaim.sumber
    assert sent is not None
    assert sent.ids == {"Patient/p1": "P02029532758", "Encounter/e1": "E-1"}


def test_a_failure_parks_only_what_hangs_on_it(klinik: Sehat) -> None:
    klinik.impor(
        patient(), encounter("e1"), encounter("e2"), condition("c1"), condition("c2", "Encounter/e2")
    )
    klinik.send("Patient/p1", found("P02029532758"))
    assert klinik.send("Encounter/e1", REFUSED) is StatusJob.GAGAL
    klinik.send("Encounter/e2", ok("E-2"))
    assert klinik.status("Condition/c1") is StatusJob.TERTAHAN
    assert klinik.status("Condition/c2") is StatusJob.MENUNGGU
    card = klinik.card(Tipe.ENCOUNTER)
    assert (card.terkirim, card.gagal, card.total) == (1, 1, 2)


def test_the_clinic_itself_and_known_numbers_are_not_waited_for(klinik: Sehat) -> None:
    klinik.impor(encounter() | {"subject": sehat.ref("Patient/P02029532758")})
    assert klinik.status("Encounter/e1") is StatusJob.MENUNGGU


def test_a_parent_that_comes_in_a_later_file_releases_all_the_same(klinik: Sehat) -> None:
    klinik.impor(encounter())
    klinik.impor(patient())
    klinik.send("Patient/p1", found("P02029532758"))
    assert klinik.status("Encounter/e1") is StatusJob.MENUNGGU


def test_parents_that_arrive_at_the_same_moment_release_their_child(klinik: Sehat) -> None:
    bodies = []
    for number in range(8):
        visit = encounter(f"e{number}") | {"subject": sehat.ref(f"Patient/p{number}")}
        person = sehat.ref(f"Practitioner/n{number}")
        bodies += [
            patient(f"p{number}", f"320101010100{number:04d}"), practitioner(f"n{number}"),
            visit | {"participant": [{"individual": person}]},
        ]  # fmt: skip
    klinik.impor(*bodies)
    for number in range(8):
        tasks = [klinik.claim(f"Patient/p{number}"), klinik.claim(f"Practitioner/n{number}")]
        done = race(
            lambda t=tasks[0]: klinik.settle(t, found("P02029532758")),  # type: ignore[misc]
            lambda t=tasks[1]: klinik.settle(t, found("10014058550")),  # type: ignore[misc]
        )
        assert done == [True, True]
        assert klinik.status(f"Encounter/e{number}") is StatusJob.MENUNGGU, number


def test_a_child_that_is_settled_while_its_last_parent_arrives_goes_on(klinik: Sehat) -> None:
    """An Encounter's own answer and that of its diagnosis at the same moment: it is finished all the same."""
    bodies = [patient()]
    for n in range(6):
        visit = encounter(f"e{n}", status="finished", diagnosis=f"Condition/c{n}")
        bodies += [visit, condition(f"c{n}", f"Encounter/e{n}")]
    klinik.impor(*bodies)
    klinik.send("Patient/p1", found("P02029532758"))
    for n in range(6):
        klinik.send(f"Encounter/e{n}", ok(f"E-{n}"))
        satusehat.verifikasi(klinik.ctx, ADMIN, klinik.row(f"Encounter/e{n}").job_id)
        visit, diagnosis = klinik.claim(f"Encounter/e{n}"), klinik.claim(f"Condition/c{n}")
        done = race(
            lambda t=visit, n=n: klinik.settle(t, ok(f"E-{n}")),  # type: ignore[misc]
            lambda t=diagnosis, n=n: klinik.settle(t, ok(f"C-{n}")),  # type: ignore[misc]
        )
        if done != [True, True]:  # PostgreSQL lets one of two that wait for each other try again
            for task, outcome, said in ((visit, ok(f"E-{n}"), done[0]), (diagnosis, ok(f"C-{n}"), done[1])):
                assert said is True or klinik.settle(task, outcome)
        assert klinik.status(f"Encounter/e{n}") is StatusJob.TAK_PASTI, n


def test_children_imported_while_their_parent_arrives_are_released(klinik: Sehat) -> None:
    klinik.impor(*(patient(f"p{n}", f"320101010100{n:04d}") for n in range(6)))
    for n in range(6):
        task = klinik.claim(f"Patient/p{n}")
        file = klinik.folder / f"{n}.json"
        visits = [encounter(f"e{n}-{k}") | {"subject": sehat.ref(f"Patient/p{n}")} for k in range(5)]
        file.write_text(json.dumps(visits), encoding="utf-8")
        race(
            lambda t=task: klinik.settle(t, found("P02029532758")),  # type: ignore[misc]
            lambda f=file: satusehat.impor(klinik.ctx, ADMIN, f),  # type: ignore[misc]
        )
        assert {klinik.status(f"Encounter/e{n}-{k}") for k in range(5)} == {StatusJob.MENUNGGU}, n


def test_a_finished_encounter_arrives_first_and_is_finished_after_its_diagnosis(klinik: Sehat) -> None:
    klinik.impor(patient(), encounter(status="finished", diagnosis="Condition/c1"), condition())
    klinik.send("Patient/p1", found("P02029532758"))
    assert klinik.send("Encounter/e1", ok("E-1")) is StatusJob.TERKIRIM, "arrived; it waits for its diagnosis"
    (row,) = satusehat.daftar(klinik.ctx, ADMIN, Tipe.ENCOUNTER).halaman.baris
    assert (row.keadaan, row.status_remote, row.menunggu) == (Keadaan.TERKIRIM, "arrived", "Condition")
    klinik.send("Condition/c1", ok("C-1"))
    assert klinik.status("Encounter/e1") is StatusJob.TAK_PASTI
    assert klinik.send("Encounter/e1", ok("E-1")) is StatusJob.TERKIRIM
    assert klinik.row("Encounter/e1").tahap_terkirim == 3
    (row,) = satusehat.daftar(klinik.ctx, ADMIN, Tipe.ENCOUNTER).halaman.baris
    assert (row.status_remote, row.menunggu) == ("finished", "")


def test_an_unmapped_product_blocks_its_medication_until_it_is_mapped(klinik: Sehat) -> None:
    klinik.impor(medication())
    (row,) = satusehat.daftar(klinik.ctx, ADMIN, Tipe.MEDICATION).halaman.baris
    assert (row.keadaan, row.menunggu) == (Keadaan.TERTAHAN, "KFA")
    with klinik.ctx.tulis() as conn:
        assert lepas_obat(conn, klinik.ctx.faskes.id, "OBT-1") == 1
        assert lepas_obat(conn, klinik.ctx.faskes.id, "OBT-1") == 0
    assert klinik.status("Medication/m1") is StatusJob.MENUNGGU
    with klinik.ctx.tulis() as conn:
        assert tahan_obat(conn, klinik.ctx.faskes.id, "OBT-1") == 1
    assert klinik.status("Medication/m1") is StatusJob.TERTAHAN


def test_a_medication_with_its_code_waits_for_nothing(klinik: Sehat) -> None:
    klinik.impor(medication(kode="93000503"))
    assert klinik.status("Medication/m1") is StatusJob.MENUNGGU


# ── lost answers, duplicates, outages ─────────────────────────────────────────


def _ready(klinik: Sehat) -> None:
    klinik.impor(patient(), encounter())
    klinik.send("Patient/p1", found("P02029532758"))


def test_a_lost_answer_is_looked_for_again_and_again_before_a_second_post(klinik: Sehat) -> None:
    _ready(klinik)
    klinik.send("Encounter/e1", LOST)
    for look in range(1, LIHAT):
        assert klinik.row("Encounter/e1").periksa == Periksa.HASIL, look
        assert klinik.send("Encounter/e1", found()) is StatusJob.TAK_PASTI, look
    assert klinik.send("Encounter/e1", found()) is StatusJob.MENUNGGU
    assert klinik.row("Encounter/e1").periksa == Periksa.KIRIM


def test_what_is_found_after_a_lost_answer_is_linked_and_not_sent_again(klinik: Sehat) -> None:
    _ready(klinik)
    assert klinik.send("Encounter/e1", LOST, found(), found("E-9")) is StatusJob.TERKIRIM
    assert klinik.row("Encounter/e1").remote_id == "E-9"


def test_a_worker_that_dies_leaves_an_unknown_outcome(klinik: Sehat) -> None:
    _ready(klinik)
    task = klinik.claim("Encounter/e1")
    klinik.clinic.expire(task.klaim.id)
    kirim.rawat(klinik.ctx)
    row = klinik.row("Encounter/e1")
    assert (row.status, row.periksa, row.pernah_post) == ("tak_pasti", "hasil", True)


def test_a_duplicate_is_adopted_by_a_search_however_late_the_index_is(klinik: Sehat) -> None:
    _ready(klinik)
    assert klinik.send("Encounter/e1", DUPLICATE, found(), found(), found("E-7")) is StatusJob.TERKIRIM
    assert klinik.row("Encounter/e1").remote_id == "E-7"


def test_a_duplicate_that_is_never_found_becomes_a_question_and_is_not_posted(klinik: Sehat) -> None:
    _ready(klinik)
    klinik.send("Encounter/e1", DUPLICATE)
    while klinik.status("Encounter/e1") is StatusJob.TAK_PASTI:
        klinik.send("Encounter/e1", found())
    assert klinik.status("Encounter/e1") is StatusJob.GAGAL
    (question,) = satusehat_dasar.daftar_pertanyaan(klinik.ctx, ADMIN)
    assert question.alasan == "tanpa_id"
    done = satusehat_dasar.jawab(klinik.ctx, ADMIN, question.id, "E-5")
    assert done.status is StatusJob.TAK_PASTI, "the id is read there before it counts"
    assert klinik.send("Encounter/e1", ok("E-5")) is StatusJob.TERKIRIM


def test_a_duplicate_patient_is_adopted_by_the_id_in_the_answer(klinik: Sehat) -> None:
    klinik.impor(patient())
    known = sehat.no(KelasFhir.DUPLIKAT, SebabFhir.SUDAH_ADA, 200, remote_id="P02029532781")
    assert klinik.send("Patient/p1", found(), known) is StatusJob.TERKIRIM
    assert klinik.row("Patient/p1").remote_id == "P02029532781"


def test_refused_credentials_shut_the_gate_for_a_minute_and_leave_the_job_due(klinik: Sehat) -> None:
    _ready(klinik)
    assert klinik.send("Encounter/e1", TOKEN) is StatusJob.MENUNGGU
    gate = klinik.clinic.gate(Layanan.SATUSEHAT)
    assert gate.status == "kredensial"
    assert 0 < gate.coba_lagi - gate.sejak <= 61_000
    shown = satusehat.dasbor(klinik.ctx, ADMIN).gerbang
    assert shown is not None
    assert shown.coba_lagi == gate.coba_lagi
    klinik.clinic.gate_due(Layanan.SATUSEHAT)
    assert klinik.send("Encounter/e1", ok("E-1")) is StatusJob.TERKIRIM
    assert satusehat.dasbor(klinik.ctx, ADMIN).gerbang is None


def test_credentials_that_stay_refused_are_tried_ever_more_rarely(klinik: Sehat) -> None:
    """Each failed request for a token counts against the clinic, and a drain must come to an end."""
    _ready(klinik)
    pauses = []
    for _ in range(6):
        klinik.send("Encounter/e1", TOKEN)
        with klinik.ctx.baca() as conn:
            pauses.append(round((klinik.clinic.gate(Layanan.SATUSEHAT).coba_lagi - now(conn)) / 60_000))
        klinik.clinic.gate_due(Layanan.SATUSEHAT)
    assert pauses == [1, 2, 4, 8, 15, 15]
    assert klinik.send("Encounter/e1", ok("E-1")) is StatusJob.TERKIRIM
    assert klinik.clinic.gate(Layanan.SATUSEHAT).putaran == 0


def test_a_limit_of_the_service_pauses_everything_as_long_as_it_asks(klinik: Sehat) -> None:
    _ready(klinik)
    slow = sehat.no(KelasFhir.SEMENTARA, SebabFhir.BATAS_LAJU, 429, jeda=7.0)
    assert klinik.send("Encounter/e1", slow) is StatusJob.MENUNGGU
    gate = klinik.clinic.gate(Layanan.SATUSEHAT)
    assert gate.status == "terputus"
    assert gate.coba_lagi - gate.sejak >= 6_900


def test_without_settings_what_waits_keeps_waiting_until_they_are_there(klinik: Sehat) -> None:
    assert not pekerja.tahan_satusehat(klinik.clinic.ctx), "nothing waits: no alarm"
    klinik.impor(patient())
    assert not pekerja.tahan_satusehat(klinik.ctx)
    assert pekerja.tahan_satusehat(klinik.clinic.ctx)
    assert klinik.clinic.due() == ()
    assert pekerja.kredensial_baru(klinik.ctx, {"satusehat": "sidik"}) == ("satusehat",)
    assert len(klinik.clinic.due()) == 1


def test_no_more_are_taken_than_may_be_under_way(klinik: Sehat) -> None:
    klinik.impor(*(patient(f"p{n}", f"320101010100{n:04d}") for n in range(20)))
    assert len(kirim.jatuh_tempo(klinik.ctx, 100)) == 8
    for n in range(5):
        klinik.claim(f"Patient/p{n}")
    assert len(kirim.jatuh_tempo(klinik.ctx, 100)) == 3
    for n in range(5, 8):
        klinik.claim(f"Patient/p{n}")
    assert kirim.jatuh_tempo(klinik.ctx, 100) == ()
    assert kirim.klaim(klinik.ctx, klinik.row("Patient/p9").job_id, "uji", 60_000, sehat.build) is None
    registered = klinik.clinic.register(1)
    assert {job.id for job in registered.jobs} & set(kirim.jatuh_tempo(klinik.ctx, 100)), "BPJS goes on"


# ── people ────────────────────────────────────────────────────────────────────


def test_nobody_and_several_are_questions_with_the_candidates(klinik: Sehat) -> None:
    klinik.impor(practitioner("n1"), practitioner("n2", "3201010101000002"), practitioner("n3", ""))
    klinik.send("Practitioner/n1", found())
    klinik.send("Practitioner/n2", found("10090000001", "10090000002"))
    asked = {q.lokal: q for q in satusehat_dasar.daftar_pertanyaan(klinik.ctx, ADMIN, Tipe.PRACTITIONER)}
    assert {key: q.alasan.value for key, q in asked.items()} == {
        "n1": "tidak_ditemukan", "n2": "ganda", "n3": "nik_kosong",
    }  # fmt: skip
    assert [c.id for c in asked["n2"].kandidat] == ["10090000001", "10090000002"]
    assert satusehat.dasbor(klinik.ctx, ADMIN).pertanyaan == 3
    with pytest.raises(TidakSah, match="bukan id SatuSehat"):
        satusehat_dasar.jawab(klinik.ctx, ADMIN, asked["n1"].id, "E-1/../x")
    with pytest.raises(TidakSah, match="tidak dapat dibuat"):
        satusehat_dasar.jawab(klinik.ctx, ADMIN, asked["n1"].id, "buat")
    satusehat_dasar.jawab(klinik.ctx, ADMIN, asked["n2"].id, "10090000002")
    assert klinik.send("Practitioner/n2", ok("10090000002")) is StatusJob.TERKIRIM
    with pytest.raises(TidakDitemukan):
        satusehat_dasar.jawab(klinik.ctx, ADMIN, asked["n2"].id, "10090000001")


def test_an_imported_patient_nobody_has_is_created(klinik: Sehat) -> None:
    klinik.impor(patient())
    assert klinik.send("Patient/p1", found()) is StatusJob.MENUNGGU
    assert klinik.send("Patient/p1", ok("P02029999999")) is StatusJob.TERKIRIM


def test_a_clinics_own_patient_nobody_has_is_created_only_when_a_person_says_so(klinik: Sehat) -> None:
    satusehat_dasar.regenerasi(klinik.ctx, ADMIN, Tipe.PATIENT)
    name = "Patient/pasien-000001"
    assert klinik.send(name, found()) is StatusJob.GAGAL
    (question,) = satusehat_dasar.daftar_pertanyaan(klinik.ctx, ADMIN)
    assert question.boleh_buat
    satusehat_dasar.jawab(klinik.ctx, ADMIN, question.id, "buat")
    assert klinik.send(name, found()) is StatusJob.MENUNGGU
    assert klinik.send(name, ok("P02029999999")) is StatusJob.TERKIRIM


def test_another_nik_unlinks_the_person(klinik: Sehat) -> None:
    klinik.impor(patient())
    klinik.send("Patient/p1", found("P02029532758"))
    klinik.impor(patient(nik="3201010101000077"))
    row = klinik.row("Patient/p1")
    assert (row.remote_id, row.status, row.periksa) == (None, "tak_pasti", "hasil")


# ── actions ───────────────────────────────────────────────────────────────────


def test_an_edited_body_is_a_new_version_and_is_sent_as_it_is(klinik: Sehat) -> None:
    _ready(klinik)
    klinik.send("Encounter/e1", REFUSED)
    job = klinik.row("Encounter/e1").job_id
    text = penyuntingan.mulai_edit(klinik.ctx, ADMIN, job).isi
    body = json.loads(text) | {"resourceType": "Encounter", "length": {"value": 5}}
    satusehat.kirim_ulang(klinik.ctx, ADMIN, job, isi=json.dumps(body), alasan="lengkap")
    task = klinik.claim("Encounter/e1")
    assert json.loads(task.klaim.muatan or "") == body
    klinik.settle(task, ok("E-1"))
    found = satusehat.detail(klinik.ctx, ADMIN, job)
    assert [v.asal for v in found.dasar.versi] == ["tiket", "edit"]
    assert found.dasar.job.status is StatusJob.TERKIRIM


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"resourceType": "Patient"}, "resourceType"),
        ({"subject": {"reference": "Practitioner/"}}, "subject.reference"),
    ],
)
def test_a_body_that_would_do_harm_is_not_sent(klinik: Sehat, change: dict[str, Any], path: str) -> None:
    _ready(klinik)
    klinik.send("Encounter/e1", REFUSED)
    job = klinik.row("Encounter/e1").job_id
    with pytest.raises(TidakSah, match=path):
        satusehat.kirim_ulang(klinik.ctx, ADMIN, job, isi=json.dumps(encounter() | change), alasan="x")
    found = satusehat.periksa(klinik.ctx, ADMIN, job, json.dumps(encounter() | change))
    assert found[0].jalur == path
    assert found[0].berat


def test_the_detail_has_the_doubts_with_their_rules(klinik: Sehat) -> None:
    klinik.impor(encounter(status="finished") | {"participant": []}, patient())
    found = satusehat.detail(klinik.ctx, ADMIN, klinik.row("Encounter/e1").job_id)
    assert {d.jalur: d.aturan for d in found.lint if d.jalur == "participant"} == {"participant": 10336}
    assert found.menunggu == ("Patient/p1",)


def test_what_the_answer_complains_of_is_explained_with_its_path(klinik: Sehat) -> None:
    _ready(klinik)
    said = {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "error", "code": "value", "expression": ["Encounter.diagnosis"],
                "details": {"text": "Element not found: Encounter.diagnosis (RuleNumber: 10457)"},
            }
        ],
    }  # fmt: skip
    klinik.send("Encounter/e1", replace(REFUSED, response=json.dumps(said)))
    (issue,) = satusehat.detail(klinik.ctx, ADMIN, klinik.row("Encounter/e1").job_id).isu
    assert (issue.jalur, issue.aturan) == ("diagnosis", 10457)
    assert issue.arti
    assert issue.siapa
    assert issue.tekan


def test_an_edited_body_that_was_removed_after_its_time_is_no_hindrance(klinik: Sehat) -> None:
    _ready(klinik)
    klinik.send("Encounter/e1", REFUSED)
    job = klinik.row("Encounter/e1").job_id
    body = encounter() | {"length": {"value": 5}}
    satusehat.kirim_ulang(klinik.ctx, ADMIN, job, isi=json.dumps(body), alasan="x")
    klinik.send("Encounter/e1", ok("E-1"))
    klinik.clinic.sql(sa.update(t.muatan).values(isi=None))
    assert satusehat.detail(klinik.ctx, ADMIN, job).dasar.job.status is StatusJob.TERKIRIM
    satusehat.verifikasi(klinik.ctx, ADMIN, job)
    assert klinik.send("Encounter/e1", ok("E-1")) is StatusJob.TERKIRIM


def test_a_row_is_read_there_by_its_id(klinik: Sehat) -> None:
    _ready(klinik)
    klinik.send("Encounter/e1", ok("E-1"))
    job = klinik.row("Encounter/e1").job_id
    assert satusehat.verifikasi(klinik.ctx, ADMIN, job).status is StatusJob.TAK_PASTI
    with pytest.raises(Bentrok):
        satusehat.verifikasi(klinik.ctx, ADMIN, job)
    assert klinik.send("Encounter/e1", ok("E-1")) is StatusJob.TERKIRIM
    satusehat.verifikasi(klinik.ctx, ADMIN, job)
    assert klinik.send("Encounter/e1", STALE) is StatusJob.GAGAL
    row = klinik.row("Encounter/e1")
    assert (row.remote_id, row.kelas, row.http) == (None, Kelas.TAUTAN, 404)
    assert satusehat.kirim_ulang(klinik.ctx, ADMIN, job).status is StatusJob.TAK_PASTI, "looked for first"


def test_nothing_to_verify_without_an_id(klinik: Sehat) -> None:
    klinik.impor(encounter())
    with pytest.raises(TidakSah, match="belum punya id"):
        satusehat.verifikasi(klinik.ctx, ADMIN, klinik.row("Encounter/e1").job_id)


def test_a_row_whose_parent_is_gone_is_not_sent_again(klinik: Sehat) -> None:
    _ready(klinik)
    klinik.send("Encounter/e1", REFUSED)
    with klinik.ctx.tulis() as conn:
        rows.unlink(conn, klinik.row("Patient/p1").id)
    with pytest.raises(TidakSah, match="menunggu Patient/p1"):
        satusehat.kirim_ulang(klinik.ctx, ADMIN, klinik.row("Encounter/e1").job_id)


def test_failed_rows_are_sent_again_in_bulk(klinik: Sehat) -> None:
    klinik.impor(patient(), *(encounter(f"e{n}") for n in range(3)))
    klinik.send("Patient/p1", found("P02029532758"))
    for n in range(3):
        klinik.send(f"Encounter/e{n}", REFUSED)
    asked = satusehat.saring(Tipe.ENCOUNTER)
    plan = massal.rencana(klinik.ctx, ADMIN, saring=asked)
    assert plan.banyak == 3
    assert massal.jalankan(klinik.ctx, ADMIN, plan).terkirim == 3
    assert klinik.card(Tipe.ENCOUNTER).proses == 3


def test_monitoring_bpjs_knows_nothing_of_it(klinik: Sehat) -> None:
    klinik.impor(patient(), encounter())
    everything = monitoring.muat(klinik.ctx, ADMIN, SaringJob(semua_tanggal=True))
    assert everything.hitung.total == 0
    assert everything.halaman.baris == ()


# ── regenerating ──────────────────────────────────────────────────────────────


def test_organizations_come_before_locations_and_a_new_name_is_replaced(klinik: Sehat) -> None:
    begun = satusehat_dasar.regenerasi(klinik.ctx, ADMIN, Tipe.LOCATION)
    assert {row.hasil for row in begun.baris} == {"menunggu"}
    klinik.send("Organization/unit-UMUM", found(), ok("O-1"))
    klinik.send("Location/ruang-UMUM", found(), ok("L-1"))
    with klinik.ctx.tulis() as conn:
        from shared.storage import master

        master.save_ruangan(conn, klinik.ctx.faskes.id, "UMUM", {"nama": "Poli Umum Baru"})
    satusehat_dasar.regenerasi(klinik.ctx, ADMIN, Tipe.ORGANIZATION)
    with klinik.ctx.tulis() as conn:  # the rooms outlive a test on PostgreSQL
        master.save_ruangan(conn, klinik.ctx.faskes.id, "UMUM", {"nama": "Poli Umum"})
    row = klinik.row("Organization/unit-UMUM")
    assert (row.status, row.tahap, row.tahap_terkirim) == ("tak_pasti", 2, 1)
    klinik.send("Organization/unit-UMUM", ok("O-1"))
    row = klinik.row("Organization/unit-UMUM")
    assert (row.status, row.tahap_terkirim, row.hasil) == ("terkirim", 2, "diperbarui")


def test_what_a_person_has_edited_is_passed_over(klinik: Sehat) -> None:
    satusehat_dasar.regenerasi(klinik.ctx, ADMIN, Tipe.ORGANIZATION)
    name = "Organization/unit-UMUM"
    klinik.send(name, found(), REFUSED)
    job = klinik.row(name).job_id
    body = json.loads(penyuntingan.mulai_edit(klinik.ctx, ADMIN, job).isi) | {"resourceType": "Organization"}
    satusehat.kirim_ulang(klinik.ctx, ADMIN, job, isi=json.dumps(body), alasan="x")
    klinik.send(name, ok("O-1"))
    satusehat_dasar.regenerasi(klinik.ctx, ADMIN, Tipe.ORGANIZATION)
    assert klinik.status(name) is StatusJob.TERKIRIM


def test_only_the_base_resources_are_regenerated(klinik: Sehat) -> None:
    with pytest.raises(TidakSah, match="Organization, Location, Practitioner, Patient"):
        satusehat_dasar.regenerasi(klinik.ctx, ADMIN, Tipe.ENCOUNTER)


# ── the environment ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api-satusehat-dev.dto.kemkes.go.id/fhir-r4/v1", "dev"),
        ("https://api-satusehat-stg.dto.kemkes.go.id/fhir-r4/v1", "stg"),
        ("https://api-satusehat-stg.kemkes.go.id/fhir-r4/v1", "stg"),
        ("https://api-satusehat.kemkes.go.id/fhir-r4/v1", "prod"),
        ("http://127.0.0.1:9/fhir-r4/v1", "lain"),
        ("", "lain"),
    ],
)
def test_the_environment_is_told_by_the_address(url: str, name: str) -> None:
    assert satusehat.lingkungan(url) == name


def test_every_type_has_its_job(klinik: Sehat) -> None:
    assert {JENIS[tipe] for tipe in Tipe} == {j for j in JenisJob if j.value.startswith("satusehat_")}
    assert [card.tipe for card in satusehat.dasbor(klinik.ctx, ADMIN, HARI).kartu] == [*Tipe]
