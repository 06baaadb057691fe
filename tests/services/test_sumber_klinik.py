"""What becomes of a ticket at SatuSehat: in its own transaction, and only where SatuSehat is configured."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.records import JobKlaim
from shared.domain.satusehat_jawaban import FhirRequest, replace
from shared.domain.satusehat_vonis import KelasFhir
from shared.domain.status import StatusAntrean, StatusJob
from shared.domain.sumber import Tipe
from shared.services import antrean, kirim, kunjungan, master, satusehat
from shared.services.errors import Bentrok, TidakSah
from shared.storage import sumber as rows
from shared.storage import tables as t
from tests.domain.test_kunjungan import VISIT
from tests.services import sehat
from tests.services.clinic import ADMIN, HARI, MASTER, PETUGAS, Clinic, card_number
from tests.services.sehat import Sehat, found, no, ok

NIK = "3201010101000009"


@pytest.fixture
def klinik(clinic: Clinic, tmp_path: Path) -> Iterator[Sehat]:
    yield Sehat(clinic, clinic.station(satusehat=sehat.SETTINGS), tmp_path)
    clinic.sql(sa.update(t.dokter).values(nik=""))


def terima(klinik: Sehat, n: int = 1, **more: Any) -> int:
    kartu = klinik.clinic.register(n, **more)
    antrean.terima(klinik.ctx, PETUGAS, kartu.id, tetap=True)
    return kartu.id


def rekam(klinik: Sehat, n: int = 1) -> None:
    """Import the visit record of a patient."""
    file = klinik.folder / "kunjungan.json"
    body = VISIT | {"noKartu": card_number(n), "tglDaftar": HARI.strftime("%d-%m-%Y")}
    body |= {"tglPulang": HARI.strftime("%d-%m-%Y"), "kdPoli": "001"}
    file.write_text(json.dumps(body), encoding="utf-8")
    kunjungan.impor(klinik.ctx, ADMIN, file)


def totals(klinik: Sehat) -> dict[Tipe, int]:
    return {card.tipe: card.total for card in satusehat.dasbor(klinik.ctx, ADMIN).kartu if card.total}


def visit(klinik: Sehat) -> Any:
    """The one Encounter: its row, its body, its job."""
    key = klinik.clinic.rows(sa.select(t.sumber.c.kunci).where(t.sumber.c.tipe == "Encounter"))[0].kunci
    with klinik.ctx.baca() as conn:
        return rows.find(conn, klinik.ctx.faskes.id, Tipe.ENCOUNTER, key)


def test_an_accepted_ticket_is_an_encounter_in_progress(klinik: Sehat) -> None:
    ticket = terima(klinik)
    assert totals(klinik) == {
        Tipe.ORGANIZATION: 1, Tipe.LOCATION: 1, Tipe.PRACTITIONER: 1, Tipe.PATIENT: 1, Tipe.ENCOUNTER: 1,
    }  # fmt: skip
    row = visit(klinik)
    body = json.loads(row.isi)
    assert (body["status"], row.antrean_id, row.tahap) == ("in-progress", ticket, 2)
    assert [one["status"] for one in body["statusHistory"]] == ["arrived", "in-progress"]
    assert row.status == StatusJob.TERTAHAN


def test_a_finished_one_without_a_record_stays_in_progress(klinik: Sehat) -> None:
    ticket = terima(klinik)
    antrean.selesai(klinik.ctx, PETUGAS, ticket)
    assert json.loads(visit(klinik).isi)["status"] == "in-progress"
    rekam(klinik)
    body = json.loads(visit(klinik).isi)
    assert (body["status"], len(body["diagnosis"])) == ("finished", totals(klinik)[Tipe.CONDITION])


def test_a_record_that_is_there_when_the_ticket_ends_is_sent_with_it(klinik: Sehat) -> None:
    ticket = terima(klinik)
    rekam(klinik)
    assert Tipe.CONDITION not in totals(klinik), "the patient is still there"
    antrean.selesai(klinik.ctx, PETUGAS, ticket)
    made = totals(klinik)
    assert {Tipe.CONDITION, Tipe.OBSERVATION, Tipe.CLINICAL_IMPRESSION, Tipe.COMPOSITION} <= set(made)
    body = json.loads(visit(klinik).isi)
    period = body["period"]
    moments = [one["period"]["start"] for one in body["statusHistory"]]
    assert moments == sorted(set(moments)), "every state begins after the one before"
    assert period["start"] < period["end"]


def test_it_goes_out_arrived_then_in_progress_then_finished(klinik: Sehat) -> None:
    ticket = terima(klinik)
    name = f"Encounter/{visit(klinik).kunci}"
    klinik.send("Organization/unit-UMUM", found("O-1"))
    klinik.send("Location/ruang-UMUM", found("L-1"))
    klinik.send("Patient/pasien-000001", found("P02029532758"))
    assert klinik.status("Practitioner/nakes-D1") is StatusJob.GAGAL, "no NIK: a question"
    assert klinik.status(name) is StatusJob.TERTAHAN
    klinik.clinic.sql(sa.update(t.dokter).where(t.dokter.c.kode == "D1").values(nik=NIK))
    antrean.selesai(klinik.ctx, PETUGAS, ticket)
    klinik.send("Practitioner/nakes-D1", found("10014058550"))
    assert klinik.send(name, ok("E-1")) is StatusJob.TAK_PASTI, "arrived; in-progress follows at once"
    assert klinik.send(name, ok("E-1")) is StatusJob.TERKIRIM
    rekam(klinik)
    assert klinik.row(name).tahap == 3
    conditions = klinik.clinic.rows(sa.select(t.sumber.c.kunci).where(t.sumber.c.tipe == "Condition"))
    for number, row in enumerate(conditions):
        assert klinik.status(name) is StatusJob.TERKIRIM, "waits for its diagnoses"
        klinik.send(f"Condition/{row.kunci}", ok(f"C-{number}"))
    assert klinik.send(name, ok("E-1")) is StatusJob.TERKIRIM
    assert klinik.row(name).tahap_terkirim == 3


def _put(klaim: JobKlaim) -> FhirRequest:
    assert klaim.sumber is not None
    assert klaim.sumber.remote_id is not None
    return replace(klaim.sumber.tipe, klaim.sumber.remote_id, "{}")


@pytest.mark.parametrize("lost", [False, True], ids=["arrived", "answer lost"])
def test_a_record_that_comes_before_in_progress_has_left_holds_it_back(klinik: Sehat, lost: bool) -> None:
    """What is built then is the finished state, and its diagnoses are not known there yet."""
    ticket = terima(klinik)
    klinik.clinic.sql(sa.update(t.dokter).where(t.dokter.c.kode == "D1").values(nik=NIK))
    antrean.selesai(klinik.ctx, PETUGAS, ticket)
    name = f"Encounter/{visit(klinik).kunci}"
    klinik.send("Organization/unit-UMUM", found("O-1"))
    klinik.send("Location/ruang-UMUM", found("L-1"))
    klinik.send("Patient/pasien-000001", found("P02029532758"))
    klinik.send("Practitioner/nakes-D1", found("10014058550"))
    assert klinik.send(name, ok("E-1")) is StatusJob.TAK_PASTI, "in-progress follows at once"
    if lost:
        assert klinik.send(name, no(KelasFhir.TAK_PASTI, http=504)) is StatusJob.TAK_PASTI
    job = klinik.row(name).job_id
    klinik.clinic.elapse(job)
    tries = klinik.clinic.row(job).percobaan
    rekam(klinik)
    assert kirim.klaim(klinik.ctx, job, "uji", 60_000, _put) is None
    assert klinik.clinic.row(job).percobaan == tries, "nothing was sent"
    assert klinik.status(name) is (StatusJob.TERTAHAN if lost else StatusJob.TERKIRIM)
    for number, row in enumerate(
        klinik.clinic.rows(sa.select(t.sumber.c.kunci).where(t.sumber.c.tipe == "Condition"))
    ):
        klinik.send(f"Condition/{row.kunci}", ok(f"C-{number}"))
    assert klinik.status(name) is StatusJob.TAK_PASTI
    assert klinik.send(name, ok("E-1")) is StatusJob.TERKIRIM
    assert klinik.row(name).tahap_terkirim == 3


def test_a_loser_of_a_race_makes_nothing(klinik: Sehat) -> None:
    kartu = klinik.clinic.register(1)
    antrean.batal(klinik.ctx, PETUGAS, kartu.id, alasan="salah_data")
    with pytest.raises(Bentrok):
        antrean.terima(klinik.ctx, PETUGAS, kartu.id, tetap=True)
    assert totals(klinik) == {}


def test_without_settings_nothing_is_made(clinic: Clinic) -> None:
    kartu = clinic.register(1)
    antrean.terima(clinic.ctx, PETUGAS, kartu.id, tetap=True)
    done = antrean.selesai(clinic.ctx, PETUGAS, kartu.id)
    assert done.status is StatusAntrean.SELESAI
    assert clinic.rows(sa.select(t.sumber.c.id)) == []


def test_a_room_without_consultations_makes_no_visit(klinik: Sehat) -> None:
    terima(klinik, ruangan="APOTEK", dokter=None, penjamin_id=1)
    assert totals(klinik) == {}


def test_two_visits_share_their_places_and_people(klinik: Sehat) -> None:
    for n in (1, 2):
        terima(klinik, n)
    assert totals(klinik)[Tipe.LOCATION] == 1
    assert totals(klinik)[Tipe.PRACTITIONER] == 1
    assert totals(klinik)[Tipe.ENCOUNTER] == 2


def test_a_doctors_nik_comes_with_the_master_file(klinik: Sehat) -> None:
    file = klinik.folder / "master.toml"
    file.write_text(MASTER.replace('kode = "D1"\n', f'kode = "D1"\nnik = "{NIK}"\n'), encoding="utf-8")
    assert master.impor(klinik.ctx, ADMIN, file).berubah == 1
    assert master.impor(klinik.ctx, ADMIN, file).berubah == 0
    terima(klinik)
    assert klinik.status("Practitioner/nakes-D1") is StatusJob.TAK_PASTI
    file.write_text(MASTER.replace('kode = "D1"\n', 'kode = "D1"\nnik = "12"\n'), encoding="utf-8")
    with pytest.raises(TidakSah, match="nik harus 16 digit"):
        master.impor(klinik.ctx, ADMIN, file)
