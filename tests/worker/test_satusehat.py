"""The sender of resources: what is asked and sent, and what a search's answer is taken for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.answers import Sent
from shared.domain.records import JobKlaim
from shared.domain.satusehat_jawaban import FhirAnswer, FhirRequest
from shared.domain.satusehat_vonis import KelasFhir
from shared.domain.status import Periksa
from shared.domain.sumber import JENIS, Sumber, Tipe
from shared.services.kirim import TidakTersusun, Tugas
from tests.worker.bahan import HARI
from worker.senders.satusehat import PengirimSumber

ORG = "10000004"
SYS = "http://sys-ids.kemkes.go.id"
NIK = [{"system": "https://fhir.kemkes.go.id/id/nik", "value": "3201010101000001"}]
ENCOUNTER = {
    "resourceType": "Encounter", "status": "arrived", "subject": {"reference": "Patient/p1"},
    "identifier": [{"system": f"{SYS}/encounter/{ORG}", "value": "REG-1"}],
}  # fmt: skip


class Lawan:
    """The other side: answers with what *menjawab* makes of a request, and remembers them."""

    def __init__(self, *bodies: dict[str, Any] | Callable[[FhirRequest], FhirAnswer]) -> None:
        self._bodies = list(bodies)
        self.permintaan: list[FhirRequest] = []

    def send(self, request: FhirRequest) -> FhirAnswer:
        self.permintaan.append(request)
        body = self._bodies.pop(0)
        if callable(body):
            return body(request)
        return FhirAnswer(
            Sent.YES, http=200, resource=body, document=body, raw=json.dumps(body), request_id="rq-1"
        )


def klaim(
    tipe: Tipe,
    isi: dict[str, Any],
    *,
    periksa: Periksa = Periksa.KIRIM,
    muatan: str | None = None,
    **more: Any,
) -> JobKlaim:
    values: dict[str, Any] = {
        "id": 1, "tipe": tipe, "kunci": "k1", "asal": "impor", "isi": isi,
        "ids": {"Patient/p1": "P02029532758"},
        "remote_id": None, "tahap": 1, "tahap_terkirim": 0, "pernah_post": False,
    }  # fmt: skip
    return JobKlaim(
        id=1, fence=1, jenis=JENIS[tipe], periksa=periksa, parameter={}, faskes_id=1, tanggal=HARI, dibuat=0,
        anggaran=1, baca=0, absen=0, tak_pasti_sejak=None, asal="otomatis", oleh="", tiket=None,
        muatan=muatan,
        sumber=Sumber(**values | more),
    )  # fmt: skip


def pengirim(tipe: Tipe, lawan: Lawan | None = None) -> PengirimSumber:
    return PengirimSumber(tipe, lawan or Lawan(), ORG)


def susun(tipe: Tipe, isi: dict[str, Any], **more: Any) -> FhirRequest:
    return pengirim(tipe).susun(klaim(tipe, isi, **more))


def bundle(*resources: dict[str, Any], total: int | None = None, after: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "Bundle", "type": "searchset", "total": len(resources) if total is None else total,
        "entry": [{"resource": one} for one in resources],
    }  # fmt: skip
    if after:
        found["link"] = [{"relation": "next", "url": f"https://lain.contoh/fhir-r4/v1/Encounter?{after}"}]
    return found


def cari(tipe: Tipe, isi: dict[str, Any], *bodies: dict[str, Any], **more: Any) -> Any:
    """What comes of a look that the other side answers with these pages."""
    lawan = Lawan(*bodies)
    sender = pengirim(tipe, lawan)
    claim = klaim(tipe, isi, periksa=Periksa.HASIL, **more)
    outcome = sender.kirim(Tugas(claim, sender.susun(claim)))
    return outcome, lawan


# ── what is sent ──────────────────────────────────────────────────────────────


def test_a_new_resource_is_posted_with_remote_references() -> None:
    made = susun(Tipe.ENCOUNTER, ENCOUNTER)
    assert (made.method, made.path) == ("POST", "Encounter")
    assert json.loads(made.body)["subject"] == {"reference": "Patient/P02029532758"}


def test_a_known_one_is_replaced() -> None:
    made = susun(Tipe.LOCATION, {"name": "Poli"}, remote_id="L-1", tahap=2, tahap_terkirim=1)
    assert (made.method, made.path) == ("PUT", "Location/L-1")
    assert json.loads(made.body)["id"] == "L-1"


def test_a_patient_is_never_replaced_and_a_practitioner_never_created() -> None:
    assert susun(Tipe.PATIENT, {"identifier": NIK}, remote_id="P02029532758").method == "GET"
    with pytest.raises(TidakTersusun):
        susun(Tipe.PRACTITIONER, {"identifier": NIK})


def test_an_edited_body_is_sent_with_its_local_references_resolved() -> None:
    text = json.dumps(ENCOUNTER | {"status": "planned"})
    body = json.loads(susun(Tipe.ENCOUNTER, {}, muatan=text).body)
    assert (body["status"], body["subject"]) == ("planned", {"reference": "Patient/P02029532758"})


def test_a_lost_replacement_is_sent_again_and_a_look_reads_by_id() -> None:
    again = susun(Tipe.LOCATION, {}, periksa=Periksa.HASIL, remote_id="L-1", tahap=2, tahap_terkirim=1)
    assert again.method == "PUT"
    look = susun(
        Tipe.LOCATION,
        {},
        periksa=Periksa.HASIL,
        remote_id="L-1",
        tahap=2,
        tahap_terkirim=1,
        mode="verifikasi",
    )
    assert (look.method, look.path) == ("GET", "Location/L-1")


def test_the_trap_of_the_dispense_is_walked_around() -> None:
    body = {"subject": {"reference": "Patient/p1"}, "context": {"reference": "Encounter/E-1"}}
    look = susun(Tipe.MEDICATION_DISPENSE, body, periksa=Periksa.HASIL)
    assert look.path == "MedicationDispense?context=E-1&subject=P02029532758"


def test_what_cannot_be_searched_is_posted_behind_its_identifier() -> None:
    look = susun(Tipe.MEDICATION, {}, periksa=Periksa.HASIL, pernah_post=True)
    assert look.method == "POST"
    assert json.loads(look.body)["identifier"][0]["value"] == "k1"


def test_nobody_is_looked_for_without_a_number() -> None:
    with pytest.raises(TidakTersusun, match="identifier"):
        susun(Tipe.PRACTITIONER, {"identifier": []}, periksa=Periksa.HASIL)


def test_without_settings_a_row_says_so() -> None:
    with pytest.raises(TidakTersusun, match="belum diatur"):
        PengirimSumber(Tipe.PATIENT, None, "").susun(klaim(Tipe.PATIENT, {}))


# ── what is found ─────────────────────────────────────────────────────────────

MINE = {"resourceType": "Encounter", "id": "E-1", "identifier": ENCOUNTER["identifier"]}
OTHER = {"resourceType": "Encounter", "id": "E-2", "identifier": [{"system": "x", "value": "y"}]}


def test_one_that_is_ours_is_linked() -> None:
    found, lawan = cari(Tipe.ENCOUNTER, ENCOUNTER, bundle(OTHER, MINE))
    assert (found.ditemukan, found.remote_id, found.request_id) == (1, "E-1", "rq-1")
    assert lawan.permintaan[0].path.startswith("Encounter?identifier=http%3A%2F%2Fsys-ids")


@pytest.mark.parametrize("page", [bundle(), bundle(OTHER), {"resourceType": "Bundle", "type": "searchset"}])
def test_none_is_none(page: dict[str, Any]) -> None:
    found, _ = cari(Tipe.ENCOUNTER, ENCOUNTER, page)
    assert (found.ditemukan, found.vonis.kelas) == (0, None)


def test_the_next_page_is_read_at_our_own_address() -> None:
    found, lawan = cari(
        Tipe.ENCOUNTER, ENCOUNTER, bundle(OTHER, total=2, after="page=2"), bundle(MINE, total=2)
    )
    assert found.remote_id == "E-1"
    assert lawan.permintaan[1].path == "Encounter?page=2"


def test_a_list_that_was_not_read_to_its_end_proves_nothing() -> None:
    found, _ = cari(Tipe.ENCOUNTER, ENCOUNTER, bundle(OTHER, total=40))
    assert (found.ditemukan, found.vonis.kelas) == (None, KelasFhir.SEMENTARA)


def test_what_is_withheld_proves_nothing_either() -> None:
    hidden = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "suppressed"}]}
    found, _ = cari(Tipe.ENCOUNTER, ENCOUNTER, bundle(hidden))
    assert found.vonis.kelas is KelasFhir.PRIVASI


def test_several_people_are_candidates_and_none_is_taken() -> None:
    people = [
        {"resourceType": "Practitioner", "id": f"1009000000{n}", "name": [{"text": f"Nakes\x1b[2J {n}"}]}
        for n in (1, 2)
    ]
    found, _ = cari(Tipe.PRACTITIONER, {"identifier": NIK}, bundle(*people))
    assert (found.ditemukan, found.remote_id) == (2, "")
    assert [(one.id, one.nama) for one in found.kandidat] == [
        ("10090000001", "Nakes 1"),
        ("10090000002", "Nakes 2"),
    ]


def test_more_people_than_are_shown_are_still_several() -> None:
    person = {"resourceType": "Practitioner", "id": "10090000001", "name": [{"text": "Nakes"}]}
    found, _ = cari(Tipe.PRACTITIONER, {"identifier": NIK}, bundle(person, total=27))
    assert (found.ditemukan, found.remote_id) == (27, "")


def test_a_read_by_id_is_judged_as_one() -> None:
    gone = {"resourceType": "OperationOutcome", "issue": [{"code": "no-store", "diagnostics": "x"}]}

    def answer(_request: FhirRequest) -> FhirAnswer:
        from shared.domain.satusehat_jawaban import FhirIssue

        return FhirAnswer(Sent.YES, http=404, issues=(FhirIssue(code="no-store"),), document=gone)

    sender = pengirim(Tipe.LOCATION, Lawan(answer))
    claim = klaim(Tipe.LOCATION, {}, periksa=Periksa.HASIL, remote_id="L-1", mode="verifikasi")
    assert sender.kirim(Tugas(claim, sender.susun(claim))).vonis.kelas is KelasFhir.TAUTAN
