"""What a cancellation takes back at BPJS, for every pair of states; planning again adds nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.records import JobRingkas
from shared.domain.status import LIVE_JOB, JenisJob, Kelas, StatusJob
from shared.domain.undo import TIDAK_HADIR, Urungkan, rencana_urung
from tests.domain.builders import MANY, a_job, job, p_job

ABSENT = (JenisJob.PANGGIL_ANTREAN, {"status": 2})
DELETE = (JenisJob.HAPUS_PENDAFTARAN, {})
CANCEL = (JenisJob.BATAL_ANTREAN, {})
REASONS = ["daftar_ulang", "salah_data", "lain", TIDAK_HADIR]

# state of a job (and its class): what a cancellation does about it
EFFECT: dict[str, tuple[str | None, Kelas | None, str]] = {
    "never-sent": (None, None, "nothing"),
    "waiting": ("menunggu", None, "drop"),
    "waiting-after-back-off": ("menunggu", Kelas.SEMENTARA, "drop"),
    "in-flight": ("proses", None, "wait"),
    "unknown": ("tak_pasti", Kelas.TAK_PASTI, "wait"),
    "sent": ("terkirim", None, "undo"),
    "failed-data": ("gagal", Kelas.DATA, "nothing"),
    "failed-screening": ("gagal", Kelas.PESERTA, "nothing"),
    "failed-never-arrived": ("gagal", Kelas.SEMENTARA, "nothing"),
    "failed-still-unknown": ("gagal", Kelas.TAK_PASTI, "undo"),
    "expired": ("kedaluwarsa", None, "nothing"),
    "expired-still-unknown": ("kedaluwarsa", Kelas.TAK_PASTI, "undo"),
    "dropped": ("dibatalkan", None, "nothing"),
}


def some(*jobs: JobRingkas | None) -> tuple[JobRingkas, ...]:
    return tuple(one for one in jobs if one is not None)


def call(status: str, *, number: int = 33) -> JobRingkas | None:
    return job(JenisJob.PANGGIL_ANTREAN, status, id=number)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("a", list(EFFECT), ids=lambda s: f"A-{s}")
@pytest.mark.parametrize("p", list(EFFECT), ids=lambda s: f"P-{s}")
def test_plan(p: str, a: str, reason: str) -> None:
    p_status, p_class, p_effect = EFFECT[p]
    a_status, a_class, a_effect = EFFECT[a]
    jobs = some(p_job(p_status, kelas=p_class), a_job(a_status, kelas=a_class))
    plan = rencana_urung(jobs, alasan=reason)

    assert set(plan.buang) == ({11} if p_effect == "drop" else set()) | (
        {22} if a_effect == "drop" else set()
    )
    undo_a = [ABSENT] if reason == TIDAK_HADIR else [CANCEL]
    wanted = ([DELETE] if p_effect == "undo" else []) + (undo_a if a_effect == "undo" else [])
    assert list(plan.tambah) == wanted
    later = "wait" in (p_effect, a_effect) or ABSENT in wanted
    assert plan.menunggu is later


@pytest.mark.parametrize("reason", REASONS)
def test_nothing_to_undo_without_jobs(reason: str) -> None:
    assert rencana_urung((), alasan=reason) == Urungkan()


@pytest.mark.parametrize(
    ("outcome", "kelas", "adds"),
    [
        pytest.param("terkirim", None, [DELETE], id="arrived-so-delete"),
        pytest.param("gagal", Kelas.DATA, [], id="refused-so-nothing"),
        pytest.param("gagal", Kelas.TAK_PASTI, [DELETE], id="never-known-so-delete"),
        pytest.param("dibatalkan", None, [], id="dropped-so-nothing"),
    ],
)
@pytest.mark.parametrize("before", ["proses", "tak_pasti"])
def test_p_in_flight_is_planned_when_it_settles(
    before: str, outcome: str, kelas: Kelas | None, adds: list[object]
) -> None:
    first = rencana_urung(some(p_job(before)), alasan="daftar_ulang")
    assert first == Urungkan(menunggu=True)
    second = rencana_urung(some(p_job(outcome, kelas=kelas)), alasan="daftar_ulang")
    assert list(second.tambah) == adds
    assert second.buang == ()
    assert second.menunggu is False


def test_p_in_flight_that_goes_back_to_waiting_is_dropped() -> None:
    assert rencana_urung(some(p_job("proses")), alasan="daftar_ulang").menunggu
    assert rencana_urung(some(p_job("menunggu")), alasan="daftar_ulang") == Urungkan(buang=(11,))


@pytest.mark.parametrize(
    ("outcome", "kelas", "adds"),
    [
        pytest.param("terkirim", None, [CANCEL], id="arrived-so-cancel"),
        pytest.param("gagal", Kelas.DATA, [], id="refused-so-nothing"),
        pytest.param("gagal", Kelas.TAK_PASTI, [CANCEL], id="never-known-so-cancel"),
    ],
)
@pytest.mark.parametrize("before", ["proses", "tak_pasti"])
def test_a_in_flight_is_planned_when_it_settles(
    before: str, outcome: str, kelas: Kelas | None, adds: list[object]
) -> None:
    assert rencana_urung(some(a_job(before)), alasan="daftar_ulang") == Urungkan(menunggu=True)
    second = rencana_urung(some(a_job(outcome, kelas=kelas)), alasan="daftar_ulang")
    assert list(second.tambah) == adds


def test_one_side_does_not_wait_for_the_other() -> None:
    plan = rencana_urung(some(p_job("terkirim"), a_job("proses")), alasan="daftar_ulang")
    assert plan == Urungkan(tambah=(DELETE,), menunggu=True)


@pytest.mark.parametrize("status", [status.value for status in StatusJob if status.value != "dibatalkan"])
@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        pytest.param(p_job("terkirim"), JenisJob.HAPUS_PENDAFTARAN, id="delete"),
        pytest.param(a_job("terkirim"), JenisJob.BATAL_ANTREAN, id="cancel"),
    ],
)
def test_an_undo_that_is_there_is_not_added_again(
    forward: JobRingkas, backward: JenisJob, status: str
) -> None:
    for reason in REASONS:
        jobs = some(forward, job(backward, status, id=44))
        assert rencana_urung(jobs, alasan=reason) == Urungkan()


@pytest.mark.parametrize("reason", ["daftar_ulang", TIDAK_HADIR])
@pytest.mark.parametrize("a", ["terkirim", "gagal", None], ids=lambda s: f"A-{s}")
def test_a_call_still_waiting_is_dropped(a: str | None, reason: str) -> None:
    plan = rencana_urung(some(a_job(a), call("menunggu")), alasan=reason)
    assert plan.buang == (33,)
    wanted = [] if a != "terkirim" else [ABSENT] if reason == TIDAK_HADIR else [CANCEL]
    assert list(plan.tambah) == wanted


def test_a_call_still_waiting_is_dropped_while_a_is_in_flight() -> None:
    plan = rencana_urung(some(a_job("proses"), call("menunggu")), alasan="daftar_ulang")
    assert plan == Urungkan(buang=(33,), menunggu=True)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("status", ["proses", "tak_pasti"])
def test_cancel_waits_for_a_call_in_flight(status: str, reason: str) -> None:
    plan = rencana_urung(some(a_job("terkirim"), call(status)), alasan=reason)
    assert plan == Urungkan(menunggu=True)


@pytest.mark.parametrize("status", ["terkirim", "gagal", "kedaluwarsa", "dibatalkan"])
def test_a_call_that_has_settled_holds_nothing_up(status: str) -> None:
    jobs = some(a_job("terkirim"), call(status))
    assert rencana_urung(jobs, alasan="salah_data") == Urungkan(tambah=(CANCEL,))
    assert rencana_urung(jobs, alasan=TIDAK_HADIR) == Urungkan(tambah=(ABSENT,), menunggu=True)


@pytest.mark.parametrize("status", ["menunggu", "proses", "tak_pasti"])
def test_absent_first_then_cancel(status: str) -> None:
    """While *panggil* status 2 is on its way, *batal* waits, and the call is not dropped."""
    plan = rencana_urung(some(a_job("terkirim"), call(status)), alasan=TIDAK_HADIR, absen_terkirim=True)
    assert plan == Urungkan(menunggu=True)


@pytest.mark.parametrize("status", ["terkirim", "gagal", "kedaluwarsa"])
def test_absent_told_or_failed_then_cancel(status: str) -> None:
    """The calls are independent: a *panggil* that failed does not keep the queue from being cancelled."""
    plan = rencana_urung(some(a_job("terkirim"), call(status)), alasan=TIDAK_HADIR, absen_terkirim=True)
    assert plan == Urungkan(tambah=(CANCEL,))


def test_absent_is_not_told_of_a_queue_that_never_arrived() -> None:
    assert rencana_urung(some(p_job("terkirim"), a_job("gagal")), alasan=TIDAK_HADIR) == Urungkan(
        (), (DELETE,)
    )


def test_only_the_newest_row_counts() -> None:
    dropped = replace(p_job("dibatalkan"), id=5)  # type: ignore[type-var]
    plan = rencana_urung((dropped, *some(p_job("terkirim"))), alasan="lain")
    assert plan.tambah == (DELETE,)


# -- properties

PAIR = {JenisJob.PENDAFTARAN: JenisJob.HAPUS_PENDAFTARAN, JenisJob.TAMBAH_ANTREAN: JenisJob.BATAL_ANTREAN}


def _forward(jenis: JenisJob, number: int) -> st.SearchStrategy[JobRingkas | None]:
    return st.none() | st.builds(
        JobRingkas,
        id=st.just(number),
        jenis=st.just(jenis),
        status=st.sampled_from(StatusJob),
        kelas=st.none() | st.sampled_from(Kelas),
    )


TICKETS = st.tuples(
    _forward(JenisJob.PENDAFTARAN, 11),
    _forward(JenisJob.TAMBAH_ANTREAN, 22),
    _forward(JenisJob.PANGGIL_ANTREAN, 33),
).map(lambda found: some(*found))


class Storage:
    """A model of the rows of one cancelled ticket: the plan is applied and jobs settle."""

    def __init__(self, jobs: tuple[JobRingkas, ...], reason: str) -> None:
        self.jobs = {one.id: one for one in jobs}
        self.reason = reason
        self.absent = False
        self.added: list[JenisJob | str] = []

    def plan(self) -> Urungkan:
        return rencana_urung(tuple(self.jobs.values()), alasan=self.reason, absen_terkirim=self.absent)

    def apply(self, plan: Urungkan) -> None:
        for number in plan.buang:
            assert self.jobs[number].status is StatusJob.MENUNGGU, "only what waits is dropped"
            self.jobs[number] = replace(self.jobs[number], status=StatusJob.DIBATALKAN)
        for jenis, parameter in plan.tambah:
            alive = [one for one in self.jobs.values() if one.jenis is jenis and one.status in LIVE_JOB]
            assert not alive, "one live job per type"
            number = max(self.jobs, default=100) + 100
            self.jobs[number] = JobRingkas(id=number, jenis=jenis, status=StatusJob.MENUNGGU)
            self.added.append("absent" if parameter == {"status": 2} else jenis)
            self.absent |= parameter == {"status": 2}


@MANY
@given(jobs=TICKETS, reason=st.sampled_from(REASONS))
def test_a_plan_never_drops_and_undoes_the_same_job(jobs: tuple[JobRingkas, ...], reason: str) -> None:
    plan = rencana_urung(jobs, alasan=reason)
    dropped = {one.jenis for one in jobs if one.id in plan.buang}
    added = [jenis for jenis, _ in plan.tambah]
    assert not {PAIR.get(jenis) for jenis in dropped} & set(added)
    assert len(added) == len(set(added))
    assert len(plan.buang) == len(set(plan.buang))


@MANY
@given(jobs=TICKETS, reason=st.sampled_from(REASONS))
def test_planning_again_adds_nothing_twice(jobs: tuple[JobRingkas, ...], reason: str) -> None:
    storage = Storage(jobs, reason)
    storage.apply(storage.plan())
    again = storage.plan()
    assert again.tambah == ()
    assert again.buang == ()


@MANY
@given(jobs=TICKETS, reason=st.sampled_from(REASONS), data=st.data())
def test_however_jobs_settle_each_undo_is_added_once(
    jobs: tuple[JobRingkas, ...], reason: str, data: st.DataObject
) -> None:
    """Plan, let one job settle in any way, plan again: at the end all that arrived is undone exactly once."""
    storage = Storage(jobs, reason)
    storage.apply(storage.plan())
    for _ in range(12):
        alive = sorted(number for number, one in storage.jobs.items() if one.status in LIVE_JOB)
        if not alive:
            break
        number = data.draw(st.sampled_from(alive))
        status = data.draw(st.sampled_from(["proses", "tak_pasti", "menunggu", "terkirim", "gagal"]))
        kelas = data.draw(st.sampled_from([None, Kelas.DATA, Kelas.TAK_PASTI]))
        storage.jobs[number] = replace(storage.jobs[number], status=StatusJob(status), kelas=kelas)
        storage.apply(storage.plan())
    assert len(storage.added) == len(set(storage.added))
    if reason != TIDAK_HADIR:
        assert "absent" not in storage.added
    if any(one.status in LIVE_JOB for one in storage.jobs.values()):
        return
    assert storage.plan() == Urungkan()
    kinds = [one.jenis for one in storage.jobs.values()]
    for forward, backward in PAIR.items():
        arrived = any(
            one.jenis is forward and one.status is StatusJob.TERKIRIM for one in storage.jobs.values()
        )
        if arrived:
            assert kinds.count(backward) == 1
    if reason == TIDAK_HADIR and JenisJob.BATAL_ANTREAN in storage.added:
        assert storage.added.index("absent") < storage.added.index(JenisJob.BATAL_ANTREAN)
