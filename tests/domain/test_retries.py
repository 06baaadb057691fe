"""How long to wait, when to stop, and what each class of failure does to its job."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.failures import Sebab, Vonis
from shared.domain.retries import (
    BUDGET,
    COLLISIONS,
    MINUTE,
    SECOND,
    Bacaan,
    Langkah,
    backoff,
    langkah,
    langkah_baca,
    read_back_delay,
)
from shared.domain.status import Kelas, Periksa, StatusJob, may_move_job
from tests.domain.builders import MANY

SPREAD = st.floats(min_value=0, max_value=1, exclude_max=True)


@MANY
@given(tries=st.integers(min_value=0, max_value=100_000), acak=SPREAD)
def test_backoff_stays_in_its_bounds(tries: int, acak: float) -> None:
    delay = backoff(tries, acak)
    base = min(2 * SECOND * 2 ** min(tries, 20), 5 * MINUTE)
    assert base // 2 <= delay <= base
    assert 1 * SECOND <= delay <= 5 * MINUTE


@MANY
@given(tries=st.integers(min_value=0, max_value=50), acak=SPREAD)
def test_backoff_never_gets_shorter(tries: int, acak: float) -> None:
    assert backoff(tries + 1, acak) >= backoff(tries, acak)


def test_backoff_spreads() -> None:
    assert backoff(3, 0.0) < backoff(3, 0.5) < backoff(3, 0.99)


@MANY
@given(reads=st.integers(min_value=0, max_value=1_000), acak=SPREAD)
def test_read_back_stays_in_its_bounds(reads: int, acak: float) -> None:
    assert 1 * SECOND <= read_back_delay(reads, acak) <= 75 * SECOND
    assert read_back_delay(reads + 1, acak) >= read_back_delay(reads, acak)


# verdict, state afterwards, what the next attempt does, does it come by itself
STEPS = [
    pytest.param(Vonis(None), "terkirim", "kirim", False, id="ok"),
    pytest.param(Vonis(Kelas.SEMENTARA), "menunggu", "kirim", True, id="sementara-backs-off"),
    pytest.param(Vonis(Kelas.TAK_PASTI), "tak_pasti", "hasil", True, id="tak-pasti-reads-back-first"),
    pytest.param(Vonis(Kelas.DUPLIKAT), "tak_pasti", "nomor", False, id="duplikat-fetches-the-number"),
    pytest.param(Vonis(Kelas.KREDENSIAL), "gagal", "kirim", False, id="kredensial-stops"),
    pytest.param(Vonis(Kelas.DATA), "gagal", "kirim", False, id="data-stops"),
    pytest.param(Vonis(Kelas.PEMETAAN), "gagal", "kirim", False, id="pemetaan-stops"),
    pytest.param(Vonis(Kelas.PESERTA, Sebab.TIDAK_AKTIF), "gagal", "kirim", False, id="peserta-stops"),
    pytest.param(Vonis(Kelas.URUTAN), "menunggu", "kirim", True, id="urutan-tries-after-the-predecessor"),
]


@pytest.mark.parametrize(("verdict", "status", "next_step", "later"), STEPS)
def test_step_of_a_class(verdict: Vonis, status: str, next_step: str, later: bool) -> None:
    step = langkah(verdict, tries=1, acak=0.5)
    assert step.status is StatusJob(status)
    assert step.periksa is Periksa(next_step)
    assert (step.tunda > 0) is later
    assert step.ulang_tunda is None


def test_screening_is_tried_again_slowly() -> None:
    step = langkah(Vonis(Kelas.PESERTA, Sebab.SKRINING), tries=1, acak=0.5)
    assert step.status is StatusJob.GAGAL
    assert step.ulang_tunda is not None
    assert step.ulang_tunda >= 10 * MINUTE


@pytest.mark.parametrize("kelas", list(BUDGET), ids=lambda k: k.value)
def test_the_budget_ends_in_a_persons_hands(kelas: Kelas) -> None:
    limit = BUDGET[kelas]
    assert langkah(Vonis(kelas), tries=limit - 1, acak=0.5).status is not StatusJob.GAGAL
    spent = langkah(Vonis(kelas), tries=limit, acak=0.5)
    assert spent.status is StatusJob.GAGAL
    assert spent.ulang_tunda is None
    assert spent.periksa is (Periksa.HASIL if kelas is Kelas.TAK_PASTI else Periksa.KIRIM)


READINGS = [
    pytest.param(Bacaan(True, "A7"), "hasil", 0, "terkirim", None, id="there"),
    pytest.param(Bacaan(True), "nomor", 0, "terkirim", None, id="there-without-number"),
    pytest.param(Bacaan(None), "hasil", 0, "tak_pasti", "hasil", id="unreadable-reads-again"),
    pytest.param(Bacaan(None), "nomor", 0, "tak_pasti", "nomor", id="unreadable-look-up-reads-again"),
    pytest.param(Bacaan(False), "hasil", 1, "tak_pasti", "hasil", id="absent-once-may-be-too-early"),
    pytest.param(Bacaan(False), "hasil", 2, "menunggu", "kirim", id="absent-twice-is-sent"),
    pytest.param(Bacaan(False), "nomor", 1, "tak_pasti", "nomor", id="look-up-absent-once"),
    pytest.param(Bacaan(False), "nomor", 2, "gagal", None, id="look-up-absent-twice-is-never-sent"),
]


@pytest.mark.parametrize(("reading", "goal", "absent", "status", "next_step"), READINGS)
def test_step_of_a_reading(
    reading: Bacaan, goal: str, absent: int, status: str, next_step: str | None
) -> None:
    step = langkah_baca(reading, tujuan=Periksa(goal), tries=1, absen=absent, acak=0.5)
    assert step.status is StatusJob(status)
    if next_step is not None:
        assert step.periksa is Periksa(next_step)


VERDICTS = st.builds(Vonis, kelas=st.none() | st.sampled_from(Kelas), sebab=st.sampled_from(Sebab))


@MANY
@given(verdict=VERDICTS, tries=st.integers(min_value=1, max_value=200), acak=SPREAD)
def test_every_step_is_a_legal_move_and_never_a_blind_second_send(
    verdict: Vonis, tries: int, acak: float
) -> None:
    step: Langkah = langkah(verdict, tries=tries, acak=acak)
    assert may_move_job(StatusJob.PROSES, step.status)
    assert step.tunda >= 0
    collided = verdict.sebab is Sebab.TABRAKAN and tries <= COLLISIONS  # PCare wrote neither of the two
    if verdict.kelas is Kelas.TAK_PASTI and not collided:
        assert step.periksa is Periksa.HASIL
    if verdict.kelas is Kelas.DUPLIKAT:
        assert step.periksa is Periksa.NOMOR


@MANY
@given(
    reading=st.builds(Bacaan, ada=st.sampled_from([True, False, None])),
    tries=st.integers(min_value=1, max_value=200),
    absent=st.integers(min_value=0, max_value=9),
    acak=SPREAD,
)
def test_a_look_up_of_a_number_never_ends_in_a_send(
    reading: Bacaan, tries: int, absent: int, acak: float
) -> None:
    step = langkah_baca(reading, tujuan=Periksa.NOMOR, tries=tries, absen=absent, acak=acak)
    assert step.status is not StatusJob.MENUNGGU
    assert may_move_job(StatusJob.PROSES, step.status)
