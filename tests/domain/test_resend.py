"""Resend PCare: when the button is there, what a press sends, and what it never sends."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.badges import ada_nomor
from shared.domain.records import JobRingkas
from shared.domain.resend import Bagian, Kirim, masih_diproses, perlu_bpjs, rencana_resend, resend_tampil
from shared.domain.status import JenisJob, Kelas, Periksa, StatusAntrean, StatusJob
from tests.domain.builders import BPJS, MANY, UMUM, a_job, kartu, p_job

P_SEND = ("P", "kirim")
P_LOOK = ("P", "nomor")
A_SEND = ("A", "kirim")

LIVE = ("menunggu", "proses", "tak_pasti")
BAD = ("gagal", "kedaluwarsa", None, "dibatalkan")  # failed, or never sent
NUMBERS = {"number": "A12", "zero": "0", "empty": "", "none": None}


# P, A, number, button, plan
ROWS = [
    pytest.param("terkirim", "terkirim", "A12", False, [], id="all-sent"),
    pytest.param("gagal", "terkirim", None, True, [P_SEND], id="P-failed"),
    pytest.param("kedaluwarsa", "terkirim", None, True, [P_SEND], id="P-expired"),
    pytest.param(None, "terkirim", None, True, [P_SEND], id="P-never-sent"),
    pytest.param("dibatalkan", "terkirim", None, True, [P_SEND], id="P-dropped"),
    pytest.param("terkirim", "gagal", "A12", True, [A_SEND], id="A-failed"),
    pytest.param("terkirim", "kedaluwarsa", "A12", True, [A_SEND], id="A-expired"),
    pytest.param("terkirim", None, "A12", True, [A_SEND], id="A-never-sent"),
    pytest.param("terkirim", "dibatalkan", "A12", True, [A_SEND], id="A-dropped"),
    pytest.param("gagal", "gagal", None, True, [P_SEND, A_SEND], id="both-failed-P-first"),
    pytest.param(None, None, None, True, [P_SEND, A_SEND], id="both-never-sent-P-first"),
    pytest.param("gagal", None, None, True, [P_SEND, A_SEND], id="P-failed-A-never-sent"),
    pytest.param(None, "gagal", None, True, [P_SEND, A_SEND], id="P-never-sent-A-failed"),
    pytest.param("terkirim", "terkirim", "0", True, [P_LOOK], id="number-zero-is-looked-up"),
    pytest.param("terkirim", "terkirim", "", True, [P_LOOK], id="number-empty-is-looked-up"),
    pytest.param("terkirim", "terkirim", None, True, [P_LOOK], id="number-missing-is-looked-up"),
    pytest.param("terkirim", "gagal", None, True, [P_LOOK, A_SEND], id="looked-up-then-A"),
    pytest.param("menunggu", "menunggu", None, False, [], id="both-waiting"),
    pytest.param("proses", "proses", None, False, [], id="both-in-flight"),
    pytest.param("tak_pasti", "tak_pasti", None, False, [], id="both-unknown"),
    pytest.param("menunggu", "terkirim", None, False, [], id="P-waiting-no-number-yet"),
    pytest.param("proses", "terkirim", "0", False, [], id="P-in-flight-number-zero"),
    pytest.param("tak_pasti", "terkirim", None, False, [], id="P-unknown-no-number-yet"),
    pytest.param("menunggu", "gagal", None, True, [A_SEND], id="P-waiting-A-failed"),
    pytest.param("proses", None, None, True, [A_SEND], id="P-in-flight-A-never-sent"),
    pytest.param("gagal", "menunggu", None, True, [P_SEND], id="P-failed-A-waiting"),
    pytest.param(None, "tak_pasti", None, True, [P_SEND], id="P-never-sent-A-unknown"),
    pytest.param("terkirim", "proses", "A12", False, [], id="P-sent-A-in-flight"),
]


def told(plan: tuple[Kirim, ...]) -> list[tuple[str, str]]:
    return [(item.bagian.value, item.periksa.value) for item in plan]


@pytest.mark.parametrize(("p", "a", "number", "shown", "plan"), ROWS)
def test_button_and_plan(
    p: str | None, a: str | None, number: str | None, shown: bool, plan: list[tuple[str, str]]
) -> None:
    card = kartu(p, a, no_antrean_pcare=number)
    assert resend_tampil(card, BPJS) is shown
    assert told(rencana_resend(card, BPJS)) == plan


@pytest.mark.parametrize("p", ["terkirim", *LIVE, *BAD], ids=lambda s: f"P-{s}")
@pytest.mark.parametrize("a", ["terkirim", *LIVE, *BAD], ids=lambda s: f"A-{s}")
@pytest.mark.parametrize("number", list(NUMBERS))
def test_the_button_follows_its_sentence(p: str | None, a: str | None, number: str) -> None:
    """Failed or never sent on either side; or no number, unless a job is alive."""
    missing = number != "number" and p not in LIVE and a not in LIVE
    expected = p in BAD or a in BAD or missing
    assert resend_tampil(kartu(p, a, no_antrean_pcare=NUMBERS[number]), BPJS) is expected


@pytest.mark.parametrize("a", LIVE)
def test_missing_number_does_not_count_while_a_job_is_alive(a: str) -> None:
    assert resend_tampil(kartu("terkirim", a, no_antrean_pcare=None), BPJS) is False


@pytest.mark.parametrize(
    ("payer", "jenis", "setting", "shown"),
    [
        pytest.param(2, 1, 2, True, id="bpjs-rawat-jalan"),
        pytest.param(1, 1, 2, False, id="other-payer"),
        pytest.param(2, 2, 2, False, id="bpjs-other-room"),
        pytest.param(2, 0, 2, False, id="bpjs-room-kind-0"),
        pytest.param(1, 2, 2, False, id="other-payer-other-room"),
        pytest.param(9, 1, 9, True, id="setting-9"),
        pytest.param(2, 1, 9, False, id="payer-2-setting-9"),
    ],
)
def test_payer_and_room(payer: int, jenis: int, setting: int, shown: bool) -> None:
    card = kartu("gagal", "gagal", penjamin_id=payer, jenis_kunjungan=jenis)
    assert perlu_bpjs(card, setting) is shown
    assert resend_tampil(card, setting) is shown
    assert bool(rencana_resend(card, setting)) is shown


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("menunggu", True),
        ("dilewati", True),
        ("diterima", True),
        ("selesai", True),
        ("dialihkan", True),
        ("tidak_hadir", True),
        ("batal", False),
    ],
)
def test_ticket_status(status: str, shown: bool) -> None:
    card = kartu("gagal", "gagal", status=StatusAntrean(status))
    assert resend_tampil(card, BPJS) is shown
    assert bool(rencana_resend(card, BPJS)) is shown


@pytest.mark.parametrize("p", [None, "gagal", "terkirim"], ids=lambda s: f"P-{s}")
def test_never_on_a_cancelled_ticket(p: str | None) -> None:
    card = kartu(p, None, status=StatusAntrean.BATAL)
    assert not resend_tampil(card, BPJS)
    assert rencana_resend(card, BPJS) == ()


@pytest.mark.parametrize(
    ("status", "row"),
    [("gagal", True), ("kedaluwarsa", True), (None, False), ("dibatalkan", False)],
    ids=["failed-same-row", "expired-same-row", "no-row", "dropped-new-row"],
)
def test_which_row_is_sent_again(status: str | None, row: bool) -> None:
    """A failed job is sent again under its own id; a dropped one is over, so a resend is a new row."""
    assert rencana_resend(kartu(status, status), BPJS) == (
        Kirim(Bagian.P, JenisJob.PENDAFTARAN, 11 if row else None, Periksa.KIRIM),
        Kirim(Bagian.A, JenisJob.TAMBAH_ANTREAN, 22 if row else None, Periksa.KIRIM),
    )


def test_a_look_up_stays_on_its_row() -> None:
    (step,) = rencana_resend(kartu("terkirim", "terkirim"), BPJS)
    assert step == Kirim(Bagian.P, JenisJob.PENDAFTARAN, 11, Periksa.NOMOR)


@pytest.mark.parametrize("kelas", list(Kelas), ids=lambda k: k.value)
@pytest.mark.parametrize("status", ["gagal", "kedaluwarsa"])
def test_an_unknown_outcome_is_read_back_before_it_is_sent_again(status: str, kelas: Kelas) -> None:
    card = kartu(p_job(status, kelas=kelas), a_job(status, kelas=kelas))
    wanted = "hasil" if kelas is Kelas.TAK_PASTI else "kirim"
    assert told(rencana_resend(card, BPJS)) == [("P", wanted), ("A", wanted)]


@pytest.mark.parametrize(
    ("p", "a", "number", "busy"),
    [
        pytest.param("proses", "proses", None, True, id="both-alive"),
        pytest.param("menunggu", "terkirim", None, True, id="P-alive-A-sent"),
        pytest.param("terkirim", "tak_pasti", "A1", True, id="P-sent-A-alive"),
        pytest.param("terkirim", "terkirim", "A1", False, id="all-done"),
        pytest.param("gagal", "proses", None, False, id="P-can-be-sent"),
        pytest.param("proses", None, None, False, id="A-can-be-sent"),
    ],
)
def test_a_second_press_is_told_that_it_is_still_running(
    p: str | None, a: str | None, number: str | None, busy: bool
) -> None:
    assert masih_diproses(kartu(p, a, no_antrean_pcare=number), BPJS) is busy


def test_other_payers_are_never_busy() -> None:
    assert masih_diproses(kartu(penjamin_id=UMUM), BPJS) is False


def _jobs(jenis: JenisJob, number: int) -> st.SearchStrategy[JobRingkas | None]:
    return st.none() | st.builds(
        JobRingkas,
        id=st.just(number),
        jenis=st.just(jenis),
        status=st.sampled_from(StatusJob),
        kelas=st.none() | st.sampled_from(Kelas),
    )


@MANY
@given(
    p=_jobs(JenisJob.PENDAFTARAN, 11),
    a=_jobs(JenisJob.TAMBAH_ANTREAN, 22),
    number=st.none() | st.sampled_from(["", "0", "A1", "B12", "C9999"]),
    status=st.sampled_from(StatusAntrean),
    payer=st.sampled_from([1, 2]),
    jenis=st.sampled_from([1, 2]),
)
def test_a_plan_never_touches_what_is_done_or_alive(
    p: JobRingkas | None,
    a: JobRingkas | None,
    number: str | None,
    status: StatusAntrean,
    payer: int,
    jenis: int,
) -> None:
    card = kartu(p=p, a=a, no_antrean_pcare=number, status=status, penjamin_id=payer, jenis_kunjungan=jenis)
    plan = rencana_resend(card, BPJS)
    parts = [step.bagian for step in plan]
    assert parts in ([], [Bagian.P], [Bagian.A], [Bagian.P, Bagian.A])
    for step in plan:
        current = p if step.bagian is Bagian.P else a
        assert current is None or current.status.value not in LIVE
        if current is not None and current.status is StatusJob.TERKIRIM:
            assert step.bagian is Bagian.P
            assert not ada_nomor(number)
            assert step.periksa is Periksa.NOMOR
    assert not resend_tampil(card, BPJS) or plan, "the button is there, so a press must have something to do"


def test_every_pair_of_states_is_planned_side_by_side() -> None:
    """P and A are independent of each other: what one side does never depends on the other."""
    states = ["terkirim", *LIVE, *BAD]
    for p, a in product(states, states):
        plan = told(rencana_resend(kartu(p, a, no_antrean_pcare="A12"), BPJS))
        assert plan == ([P_SEND] if p in BAD else []) + ([A_SEND] if a in BAD else [])
