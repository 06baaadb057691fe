"""A patient registered again after a cancel: the new registration and the undo of the old one keep apart."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.records import Kartu
from shared.domain.status import JenisJob, StatusJob
from shared.services import kirim, urutan
from shared.storage import tables as t
from tests.services.clinic import (
    A_OK,
    ABSENT,
    DONE,
    DUPLICATE,
    FOUND,
    LOST,
    P_OK,
    REFUSED,
    Clinic,
    build,
    ids,
    job_of,
)
from tests.support.waiting import until

HAPUS, BATAL = JenisJob.HAPUS_PENDAFTARAN, JenisJob.BATAL_ANTREAN


def number(card: Kartu, jenis: JenisJob) -> int:
    job = job_of(card, jenis)
    assert job is not None
    return job.id


def waits_for(clinic: Clinic, job: int) -> int | None:
    found: int | None = clinic.row(job).setelah_id
    return found


def test_the_new_registration_waits_for_the_undo_of_the_old(clinic: Clinic) -> None:
    old = clinic.registered(1)
    hapus, batal = clinic.cancel(old.id).jobs
    new = clinic.register(1)
    p, a = ids(new)
    assert (waits_for(clinic, p), waits_for(clinic, a)) == (hapus, batal)
    assert set(clinic.due()) == {hapus, batal}
    clinic.send(hapus, DONE)
    assert set(clinic.due()) == {p, batal}
    task = clinic.claim(batal)
    assert a not in clinic.due()
    clinic.settle(task, DONE)
    assert set(clinic.due()) == {p, a}


@pytest.mark.parametrize("end", [REFUSED, LOST], ids=["refused", "unknown"])
def test_an_undo_that_does_not_succeed(clinic: Clinic, end: Any) -> None:
    """One that failed holds nobody up; one of unknown outcome still does."""
    old = clinic.registered(1)
    hapus, _ = clinic.cancel(old.id).jobs
    p, _ = ids(clinic.register(1))
    clinic.send(hapus, end)
    assert (p in clinic.due()) is (end is REFUSED)


def test_nobody_waits_where_nothing_is_to_be_undone(clinic: Clinic) -> None:
    old = clinic.register(1)
    clinic.cancel(old.id)
    new = clinic.register(1)
    assert [waits_for(clinic, job) for job in ids(new)] == [None, None]
    assert set(clinic.due()) == set(ids(new))


def test_other_patients_polis_and_days_do_not_wait(clinic: Clinic) -> None:
    from datetime import date

    old = clinic.registered(1)
    undo = set(clinic.cancel(old.id).jobs)
    others = [
        clinic.register(2),
        clinic.register(1, "GIGI", "D2"),
        clinic.register(1, tanggal=date(2099, 3, 5)),
    ]
    assert set(clinic.due()) == undo | {job for card in others for job in ids(card)}


def test_the_same_poli_in_another_room_waits(clinic: Clinic) -> None:
    old = clinic.registered(1)
    hapus, batal = clinic.cancel(old.id).jobs
    new = clinic.register(1, "LANSIA", "D5")
    assert [waits_for(clinic, job) for job in ids(new)] == [hapus, batal]


def test_who_waited_for_the_old_send_waits_for_its_undo_next(clinic: Clinic) -> None:
    """Old P is in flight at the cancel; the new P waits for it, and then for the deletion it brings."""
    old = clinic.register(1)
    p_old, a_old = ids(old)
    task_p, task_a = clinic.claim(p_old), clinic.claim(a_old)
    clinic.cancel(old.id)
    new = clinic.register(1)
    p, a = ids(new)
    assert (waits_for(clinic, p), waits_for(clinic, a)) == (p_old, a_old)
    assert clinic.due() == ()
    clinic.settle(task_p, P_OK)
    hapus = number(clinic.card(old.id), HAPUS)
    assert waits_for(clinic, p) == hapus
    assert clinic.due() == (hapus,)
    clinic.settle(task_a, A_OK)
    batal = number(clinic.card(old.id), BATAL)
    assert waits_for(clinic, a) == batal
    clinic.send(hapus, DONE)
    clinic.send(batal, DONE)
    assert set(clinic.due()) == {p, a}


def test_who_waited_for_an_old_send_that_was_not_there_goes_on(clinic: Clinic) -> None:
    old = clinic.register(1)
    p_old, _ = ids(old)
    clinic.send(p_old, LOST)
    clinic.cancel(old.id)
    p, a = ids(clinic.register(1))
    clinic.send(p_old, ABSENT, ABSENT)
    assert clinic.row(p_old).status == "dibatalkan"
    assert set(clinic.due()) == {p, a}


def test_the_queue_waits_through_the_telling_of_an_absence(clinic: Clinic) -> None:
    old = clinic.registered(1)
    result = clinic.cancel(old.id, "tidak_hadir")
    call = number(result.kartu, JenisJob.PANGGIL_ANTREAN)
    _, a = ids(clinic.register(1))
    assert waits_for(clinic, a) == call
    clinic.send(call, DONE)
    batal = number(clinic.card(old.id), BATAL)
    assert waits_for(clinic, a) == batal
    assert a not in clinic.due()
    clinic.send(batal, DONE)
    assert a in clinic.due()


def test_the_queue_waits_through_a_first_call_in_flight(clinic: Clinic) -> None:
    from shared.services import antrean
    from tests.services.clinic import PETUGAS

    old = clinic.registered(1)
    call = antrean.panggil(clinic.ctx, PETUGAS, old.id).lain[0]
    task = clinic.claim(call.id)
    clinic.cancel(old.id)
    _, a = ids(clinic.register(1))
    assert waits_for(clinic, a) == call.id
    clinic.settle(task, DONE)
    batal = number(clinic.card(old.id), BATAL)
    assert waits_for(clinic, a) == batal
    clinic.send(batal, DONE)
    assert a in clinic.due()


# ── the new ticket stands at BPJS in place of the old ─────────────────────────


def taken_over(clinic: Clinic) -> tuple[Kartu, Kartu, int, int]:
    """An old ticket whose undo failed, and a new one that has adopted what is at BPJS."""
    old = clinic.registered(1)
    hapus, batal = clinic.cancel(old.id).jobs
    clinic.send(hapus, REFUSED)
    clinic.send(batal, REFUSED)
    new = clinic.register(1)
    p, a = ids(new)
    clinic.send(p, DUPLICATE, FOUND)
    clinic.send(a, A_OK)
    return old, clinic.card(new.id), hapus, batal


def test_the_undo_of_an_old_ticket_is_dropped_when_a_new_one_has_taken_over(clinic: Clinic) -> None:
    old, new, hapus, batal = taken_over(clinic)
    assert new.no_antrean_pcare == "A12"
    for job in (hapus, batal):
        clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(status="menunggu", jatuh_tempo=0))
        assert kirim.klaim(clinic.ctx, job, "uji", 60_000, build) is None
        row = clinic.row(job)
        assert row.status == "dibatalkan"
        assert row.pesan == (
            f"Tidak dikirim: pendaftaran di BPJS sudah dipakai antrean #{new.tiket} milik pasien yang sama."
        )
        (attempt,) = [a for a in _attempts(clinic, job) if a.kelas == "dibatalkan"]
        assert attempt.selesai is not None
    assert clinic.due() == ()
    assert clinic.card(old.id).status.value == "batal"


def _attempts(clinic: Clinic, job: int) -> Any:
    return clinic.rows(sa.select(t.percobaan).where(t.percobaan.c.job_id == job))


def test_an_undo_goes_ahead_while_the_new_ticket_has_not_been_tried(clinic: Clinic) -> None:
    old = clinic.registered(1)
    hapus, _ = clinic.cancel(old.id).jobs
    clinic.register(1)
    assert clinic.send(hapus, DONE) is StatusJob.TERKIRIM


def test_an_undo_goes_ahead_when_the_new_ticket_is_cancelled_too(clinic: Clinic) -> None:
    _, new, hapus, _ = taken_over(clinic)
    clinic.cancel(new.id)
    clinic.sql(sa.update(t.job).where(t.job.c.id == hapus).values(status="menunggu", jatuh_tempo=0))
    assert clinic.send(hapus, DONE) is StatusJob.TERKIRIM


def test_a_dropped_undo_is_not_planned_over_and_over(clinic: Clinic) -> None:
    old, _, hapus, batal = taken_over(clinic)
    for job in (hapus, batal):
        clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(status="menunggu", jatuh_tempo=0))
    kirim.klaim(clinic.ctx, hapus, "uji", 60_000, build)
    clinic.sql(sa.update(t.antrean).where(t.antrean.c.id != old.id).values(kunci_bpjs=None))
    clinic.send(batal, DONE)
    assert [job.id for job in clinic.card(old.id).lain if job.jenis is HAPUS] == [hapus]


def test_a_registration_during_an_outcome_waits_for_the_undo_it_plans(
    postgres_clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The undo is not committed when the patient is registered again and is waited for all the same."""
    clinic = postgres_clinic
    old = clinic.register(1)
    task = clinic.claim(ids(old)[0])
    clinic.cancel(old.id)
    plan = urutan.urungkan
    blocked = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with ThreadPoolExecutor(1) as pool:
        counter: list[Future[Kartu]] = []

        def planned(ctx: Any, conn: Any, antrean_id: int) -> None:
            plan(ctx, conn, antrean_id)
            monkeypatch.setattr(urutan, "urungkan", plan)
            counter.append(pool.submit(clinic.register, 1))
            with clinic.ctx.storage.read() as look:
                until(lambda: look.execute(blocked).scalar_one(), 10, "the counter to wait")

        monkeypatch.setattr(urutan, "urungkan", planned)
        clinic.settle(task, P_OK)
        new = counter[0].result(30)
    assert waits_for(clinic, ids(new)[0]) == number(clinic.card(old.id), HAPUS)
