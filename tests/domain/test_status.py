"""Every pair of states of a ticket and of a job: legal or not, listed here from the rules alone."""

from __future__ import annotations

from itertools import product

import pytest

from shared.domain.status import (
    FAILED_JOB,
    IN_FLIGHT,
    JENIS_BPJS,
    JENIS_SATUSEHAT,
    LIVE_JOB,
    WAITING_TICKET,
    JenisJob,
    StatusAntrean,
    StatusJob,
    may_move_job,
    may_move_ticket,
)

TICKET_STATES = ("menunggu", "dilewati", "diterima", "selesai", "batal", "dialihkan", "tidak_hadir")
JOB_STATES = ("menunggu", "proses", "tak_pasti", "terkirim", "gagal", "dibatalkan", "kedaluwarsa", "tertahan")

TICKET_LEGAL = {
    ("menunggu", "dilewati"): "skipped",
    ("menunggu", "diterima"): "accepted, called or not",
    ("menunggu", "batal"): "cancelled, called or not",
    ("menunggu", "dialihkan"): "transferred",
    ("menunggu", "tidak_hadir"): "left over at the end of the day",
    ("dilewati", "menunggu"): "called again",
    ("dilewati", "diterima"): "accepted",
    ("dilewati", "batal"): "cancelled",
    ("dilewati", "dialihkan"): "transferred",
    ("dilewati", "tidak_hadir"): "left over at the end of the day",
    ("diterima", "selesai"): "served",
}
JOB_LEGAL = {
    ("menunggu", "proses"): "claimed",
    ("menunggu", "dibatalkan"): "dropped by a cancellation",
    ("menunggu", "kedaluwarsa"): "the day is over",
    ("proses", "terkirim"): "sent, or found by reading back",
    ("proses", "gagal"): "refused",
    ("proses", "menunggu"): "sementara: back-off",
    ("proses", "tak_pasti"): "outcome unknown",
    ("proses", "dibatalkan"): "the cancellation waited for the outcome: nothing had been sent",
    ("tak_pasti", "proses"): "claimed for reading back",
    ("terkirim", "tak_pasti"): "the missing number is looked up",
    ("gagal", "menunggu"): "sent again",
    ("gagal", "tak_pasti"): "sent again after an unknown outcome: read back first",
    ("kedaluwarsa", "menunggu"): "sent again",
    ("kedaluwarsa", "tak_pasti"): "sent again after an unknown outcome: read back first",
    ("menunggu", "tertahan"): "the mapping of its product was taken away",
    ("tertahan", "menunggu"): "its parents have arrived",
    ("tertahan", "tak_pasti"): "its parents have arrived; it is looked for before it is sent",
}


def _pairs(states: tuple[str, ...], legal: dict[tuple[str, str], str]) -> list[object]:
    return [
        pytest.param(old, new, (old, new) in legal, id=f"{old}-to-{new}")
        for old, new in product(states, states)
    ]


@pytest.mark.parametrize(("old", "new", "legal"), _pairs(TICKET_STATES, TICKET_LEGAL))
def test_ticket_move(old: str, new: str, legal: bool) -> None:
    assert may_move_ticket(StatusAntrean(old), StatusAntrean(new)) is legal


@pytest.mark.parametrize(("old", "new", "legal"), _pairs(JOB_STATES, JOB_LEGAL))
def test_job_move(old: str, new: str, legal: bool) -> None:
    assert may_move_job(StatusJob(old), StatusJob(new)) is legal


def test_the_states_are_the_ones_of_the_rules() -> None:
    assert tuple(StatusAntrean) == TICKET_STATES
    assert tuple(StatusJob) == JOB_STATES
    assert tuple(JenisJob) == (
        "pendaftaran_pcare",
        "tambah_antrean_fktp",
        "panggil_antrean_fktp",
        "batal_antrean_fktp",
        "kunjungan_pcare",
        "hapus_pendaftaran_pcare",
        "hapus_kunjungan_pcare",
        "satusehat_organization",
        "satusehat_location",
        "satusehat_practitioner",
        "satusehat_patient",
        "satusehat_encounter",
        "satusehat_condition",
        "satusehat_observation",
        "satusehat_procedure",
        "satusehat_composition",
        "satusehat_allergyintolerance",
        "satusehat_clinicalimpression",
        "satusehat_servicerequest",
        "satusehat_medication",
        "satusehat_medicationrequest",
        "satusehat_medicationdispense",
        "satusehat_immunization",
    )
    assert {*JENIS_BPJS} | {*JENIS_SATUSEHAT} == {*JenisJob}
    assert len(JENIS_BPJS) == 7


@pytest.mark.parametrize(
    ("group", "names"),
    [
        pytest.param(LIVE_JOB, {"menunggu", "proses", "tak_pasti"}, id="live"),
        pytest.param(FAILED_JOB, {"gagal", "kedaluwarsa"}, id="failed"),
        pytest.param(IN_FLIGHT, {"proses", "tak_pasti"}, id="in-flight"),
        pytest.param(WAITING_TICKET, {"menunggu", "dilewati"}, id="waiting-tickets"),
    ],
)
def test_groups(group: frozenset[str], names: set[str]) -> None:
    assert set(group) == names


@pytest.mark.parametrize(
    ("status", "may"),
    [
        ("menunggu", True),
        ("dilewati", True),
        ("diterima", False),
        ("selesai", False),
        ("batal", False),
        ("dialihkan", False),
        ("tidak_hadir", False),
    ],
)
def test_cancel_is_only_for_who_waits(status: str, may: bool) -> None:
    assert may_move_ticket(StatusAntrean(status), StatusAntrean.BATAL) is may


@pytest.mark.parametrize("status", ["selesai", "batal", "dialihkan", "tidak_hadir"])
def test_an_ended_ticket_stays_ended(status: str) -> None:
    assert not any(may_move_ticket(StatusAntrean(status), new) for new in StatusAntrean)


def test_what_may_have_been_sent_is_never_waiting_again_without_a_reading() -> None:
    assert not may_move_job(StatusJob.TAK_PASTI, StatusJob.MENUNGGU)
    assert not may_move_job(StatusJob.TERKIRIM, StatusJob.MENUNGGU)
