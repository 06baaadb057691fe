"""Cancelling: what is dropped, what is taken back at BPJS and when, driven attempt by attempt."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from shared.domain.failures import Sebab, Vonis
from shared.domain.records import Kartu
from shared.domain.status import JenisJob, Kelas, Periksa, StatusAntrean, StatusJob
from shared.services import antrean, jobs, kirim
from shared.services.errors import Bentrok, TidakSah
from shared.storage import tables as t
from tests.services.clinic import (
    A_OK,
    ABSENT,
    DONE,
    DUPLICATE,
    FOUND,
    LOST,
    OFFLINE,
    P_OK,
    PASSWORD,
    PETUGAS,
    REFUSED,
    UNREAD,
    Clinic,
    build,
    ids,
    job_of,
)

HAPUS, BATAL, PANGGIL = JenisJob.HAPUS_PENDAFTARAN, JenisJob.BATAL_ANTREAN, JenisJob.PANGGIL_ANTREAN
ELSE = ["daftar_ulang", "salah_data", "Dokter berhalangan"]


def planned(card: Kartu) -> list[tuple[JenisJob, StatusJob]]:
    return [(job.jenis, job.status) for job in card.lain]


def states(card: Kartu) -> tuple[StatusJob, StatusJob]:
    assert card.p is not None
    assert card.a is not None
    return card.p.status, card.a.status


def test_what_waits_is_dropped(clinic: Clinic) -> None:
    card = clinic.register(1)
    result = clinic.cancel(card.id)
    assert (result.kartu.status, result.jobs, result.sudah) == (StatusAntrean.BATAL, (), False)
    assert states(result.kartu) == (StatusJob.DIBATALKAN, StatusJob.DIBATALKAN)
    assert result.kartu.lain == ()
    assert clinic.due() == ()


@pytest.mark.parametrize("reason", ELSE)
def test_what_was_sent_is_taken_back(clinic: Clinic, reason: str) -> None:
    card = clinic.registered(1)
    result = clinic.cancel(card.id, reason)
    assert states(result.kartu) == (StatusJob.TERKIRIM, StatusJob.TERKIRIM)
    assert planned(result.kartu) == [(HAPUS, StatusJob.MENUNGGU), (BATAL, StatusJob.MENUNGGU)]
    assert result.jobs == tuple(job.id for job in result.kartu.lain)
    assert set(clinic.due()) == set(result.jobs)
    for job in result.jobs:
        assert clinic.send(job, DONE) is StatusJob.TERKIRIM
    assert clinic.due() == ()
    assert {job.status for job in jobs.urung(clinic.ctx, PETUGAS, card.id)} == {StatusJob.TERKIRIM}


def test_one_part_sent_and_one_waiting(clinic: Clinic) -> None:
    assert planned(clinic.cancel(clinic.registered(1, a=None).id).kartu) == [(HAPUS, StatusJob.MENUNGGU)]
    assert planned(clinic.cancel(clinic.registered(2, p=None).id).kartu) == [(BATAL, StatusJob.MENUNGGU)]


def test_what_failed_is_not_taken_back(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=PASSWORD)
    result = clinic.cancel(card.id)
    assert states(result.kartu) == (StatusJob.GAGAL, StatusJob.GAGAL)
    assert (result.jobs, result.kartu.lain) == ((), ())


def test_a_back_off_is_dropped_like_any_waiting_job(clinic: Clinic) -> None:
    card = clinic.registered(1, p=OFFLINE, a=OFFLINE)
    assert states(clinic.cancel(card.id).kartu) == (StatusJob.DIBATALKAN, StatusJob.DIBATALKAN)


# ── in flight ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("part", "verdict", "undo"),
    [
        pytest.param(0, P_OK, HAPUS, id="P arrives"),
        pytest.param(0, REFUSED, None, id="P is refused"),
        pytest.param(0, OFFLINE, None, id="P never left"),
        pytest.param(1, A_OK, BATAL, id="A arrives"),
        pytest.param(1, REFUSED, None, id="A is refused"),
        pytest.param(1, OFFLINE, None, id="A never left"),
    ],
)
def test_what_is_in_flight_is_waited_for(
    clinic: Clinic, part: int, verdict: Vonis, undo: JenisJob | None
) -> None:
    card = clinic.register(1)
    task = clinic.claim(ids(card)[part])
    result = clinic.cancel(card.id)
    assert result.jobs == ()
    assert states(result.kartu)[part] is StatusJob.PROSES
    assert states(result.kartu)[1 - part] is StatusJob.DIBATALKAN
    assert clinic.settle(task, verdict)
    after = clinic.card(card.id)
    assert planned(after) == ([(undo, StatusJob.MENUNGGU)] if undo else [])
    if verdict is OFFLINE:
        assert states(after)[part] is StatusJob.DIBATALKAN
    assert clinic.due() == tuple(job.id for job in after.lain)


def test_an_unknown_outcome_is_read_back_first_and_found(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, _ = ids(card)
    clinic.send(p, LOST)
    assert clinic.cancel(card.id).jobs == ()
    assert clinic.send(p, UNREAD) is StatusJob.TAK_PASTI
    assert clinic.card(card.id).lain == ()
    assert clinic.send(p, FOUND) is StatusJob.TERKIRIM
    after = clinic.card(card.id)
    assert planned(after) == [(HAPUS, StatusJob.MENUNGGU)]
    assert after.no_antrean_pcare == "A12"


def test_an_unknown_outcome_is_read_back_first_and_not_there(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, _ = ids(card)
    clinic.send(p, LOST)
    clinic.cancel(card.id)
    assert clinic.send(p, ABSENT, ABSENT) is StatusJob.DIBATALKAN
    assert clinic.card(card.id).lain == ()
    assert clinic.due() == ()


def test_what_stayed_unknown_is_taken_back(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, _ = ids(card)
    clinic.send(p, LOST)
    clinic.cancel(card.id)
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(baca=29))
    assert clinic.send(p, UNREAD) is StatusJob.GAGAL
    after = clinic.card(card.id)
    assert after.p is not None
    assert after.p.kelas is Kelas.TAK_PASTI
    # without its number it cannot be deleted: it is looked up first
    assert planned(after) == [(HAPUS, StatusJob.TAK_PASTI)]


def test_a_lease_that_ran_out_is_read_back_before_anything_is_taken_back(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, _ = ids(card)
    clinic.claim(p)
    clinic.cancel(card.id)
    clinic.expire(p)
    assert kirim.rawat(clinic.ctx) == 1
    assert clinic.card(card.id).lain == ()
    clinic.send(p, FOUND)
    assert planned(clinic.card(card.id)) == [(HAPUS, StatusJob.MENUNGGU)]


def test_a_duplicate_is_there_and_taken_back(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, _ = ids(card)
    task = clinic.claim(p)
    clinic.cancel(card.id)
    clinic.settle(task, DUPLICATE)
    assert clinic.row(p).periksa == Periksa.NOMOR.value
    clinic.send(p, FOUND)
    assert planned(clinic.card(card.id)) == [(HAPUS, StatusJob.MENUNGGU)]


def test_an_unknown_queue_entry_whose_read_back_meets_a_shut_door_is_still_taken_back(clinic: Clinic) -> None:
    """A is read back by sending it again; a 401 to that says nothing about the first time."""
    card = clinic.register(1)
    _, a = ids(card)
    clinic.send(a, LOST)
    clinic.cancel(card.id)
    clinic.send(a, PASSWORD)
    clinic.sql(sa.delete(t.gerbang))
    status = StatusJob(clinic.row(a).status)
    if status is StatusJob.TAK_PASTI:
        clinic.send(a, A_OK)
    assert [jenis for jenis, _ in planned(clinic.card(card.id))] == [BATAL]


def test_planning_again_adds_nothing_twice(clinic: Clinic) -> None:
    card = clinic.registered(1)
    first = clinic.cancel(card.id)
    for job in first.jobs:
        clinic.send(job, OFFLINE, LOST)
    assert len(clinic.card(card.id).lain) == 2


def test_an_undo_that_failed_is_not_planned_again_but_can_be_resent(clinic: Clinic) -> None:
    card = clinic.registered(1)
    hapus, batal = clinic.cancel(card.id).jobs
    clinic.send(hapus, REFUSED)
    clinic.send(batal, DONE)
    after = clinic.card(card.id)
    assert planned(after) == [(HAPUS, StatusJob.GAGAL), (BATAL, StatusJob.TERKIRIM)]
    assert [job.pesan for job in jobs.urung(clinic.ctx, PETUGAS, card.id)] == [REFUSED.pesan, ""]
    with pytest.raises(TidakSah, match="menghapus data di BPJS"):
        jobs.resend(clinic.ctx, PETUGAS, hapus)
    assert jobs.resend(clinic.ctx, PETUGAS, hapus, yakin=True).status is StatusJob.MENUNGGU
    assert clinic.send(hapus, DONE) is StatusJob.TERKIRIM


# ── tidak hadir ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "verdict", [DONE, REFUSED, Vonis(Kelas.DATA, Sebab.LAIN)], ids=["told", "refused", "silent"]
)
def test_absence_is_told_before_the_queue_entry_is_cancelled(clinic: Clinic, verdict: Vonis) -> None:
    card = clinic.registered(1)
    result = clinic.cancel(card.id, "tidak_hadir")
    assert planned(result.kartu) == [(HAPUS, StatusJob.MENUNGGU), (PANGGIL, StatusJob.MENUNGGU)]
    call = job_of(result.kartu, PANGGIL)
    assert call is not None
    assert clinic.claim(call.id).klaim.parameter == {"status": 2}
    clinic.sql(sa.update(t.job).where(t.job.c.id == call.id).values(status="menunggu", percobaan=0))
    clinic.sql(sa.delete(t.percobaan_isi))
    clinic.sql(sa.delete(t.percobaan).where(t.percobaan.c.job_id == call.id))
    clinic.send(call.id, verdict)
    assert [jenis for jenis, _ in planned(clinic.card(card.id))] == [HAPUS, PANGGIL, BATAL]


def test_absence_is_told_while_the_outcome_of_the_telling_is_awaited(clinic: Clinic) -> None:
    card = clinic.registered(1)
    call = job_of(clinic.cancel(card.id, "tidak hadir").kartu, PANGGIL)
    assert call is not None
    clinic.send(call.id, LOST)
    assert job_of(clinic.card(card.id), BATAL) is None
    clinic.send(call.id, DONE)
    assert job_of(clinic.card(card.id), BATAL) is not None


def test_a_first_call_that_waits_is_dropped_for_the_absence(clinic: Clinic) -> None:
    card = clinic.registered(1)
    first = antrean.panggil(clinic.ctx, PETUGAS, card.id).lain[0]
    result = clinic.cancel(card.id, "tidak_hadir")
    assert [(job.jenis, job.status) for job in result.kartu.lain] == [
        (PANGGIL, StatusJob.DIBATALKAN),
        (HAPUS, StatusJob.MENUNGGU),
        (PANGGIL, StatusJob.MENUNGGU),
    ]
    assert result.kartu.lain[0].id == first.id


def test_a_first_call_in_flight_is_waited_for(clinic: Clinic) -> None:
    card = clinic.registered(1)
    first = antrean.panggil(clinic.ctx, PETUGAS, card.id).lain[0]
    task = clinic.claim(first.id)
    result = clinic.cancel(card.id)
    assert planned(result.kartu) == [(PANGGIL, StatusJob.PROSES), (HAPUS, StatusJob.MENUNGGU)]
    clinic.settle(task, DONE)
    assert [jenis for jenis, _ in planned(clinic.card(card.id))] == [PANGGIL, HAPUS, BATAL]


def test_nobody_is_told_of_an_absence_bpjs_never_knew_about(clinic: Clinic) -> None:
    card = clinic.registered(1, a=REFUSED)
    assert planned(clinic.cancel(card.id, "tidak_hadir").kartu) == [(HAPUS, StatusJob.MENUNGGU)]


# ── the deed itself ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("alasan", "teks", "kode", "words"),
    [
        ("tidak_hadir", "", "tidak_hadir", "Pasien tidak hadir"),
        ("Tidak Hadir", "", "tidak_hadir", "Pasien tidak hadir"),
        ("Pasien tidak hadir", "", "tidak_hadir", "Pasien tidak hadir"),
        ("daftar ulang", "", "daftar_ulang", "Pasien mendaftar ulang"),
        ("salah_data", "", "salah_data", "Kesalahan data pendaftaran"),
        ("lain", " Dokter berhalangan ", "lain", "Dokter berhalangan"),
        ("Dokter berhalangan", "", "lain", "Dokter berhalangan"),
        ("lain", "x" * 300, "lain", "x" * 200),
    ],
)
def test_reasons(clinic: Clinic, alasan: str, teks: str, kode: str, words: str) -> None:
    card = clinic.registered(1)
    result = clinic.cancel(card.id, alasan, teks=teks)
    c = t.antrean.c
    assert tuple(clinic.rows(sa.select(c.alasan, c.alasan_teks, c.kunci_bpjs))[0]) == (kode, words, None)
    task = clinic.claim(result.jobs[-1])
    assert task.klaim.tiket is not None
    assert task.klaim.tiket.alasan_batal == words


@pytest.mark.parametrize(("alasan", "teks"), [("", ""), ("   ", ""), ("lain", ""), ("lain", "  ")])
def test_without_a_reason_nothing_is_cancelled(clinic: Clinic, alasan: str, teks: str) -> None:
    card = clinic.register(1)
    with pytest.raises(TidakSah, match="Alasan pembatalan belum diisi"):
        clinic.cancel(card.id, alasan, teks=teks)
    assert clinic.card(card.id) == card


def test_a_second_cancel_succeeds_and_changes_nothing(clinic: Clinic) -> None:
    card = clinic.registered(1)
    first = clinic.cancel(card.id)
    second = clinic.cancel(card.id, "tidak_hadir", versi=card.versi)
    assert (second.sudah, second.jobs, second.kartu) == (True, (), first.kartu)
    assert len(clinic.audit("antrean.batal")) == 1


@pytest.mark.parametrize("status", [StatusAntrean.DITERIMA, StatusAntrean.SELESAI])
def test_an_accepted_ticket_is_never_cancelled(clinic: Clinic, status: StatusAntrean) -> None:
    card = clinic.registered(1)
    antrean.terima(clinic.ctx, PETUGAS, card.id)
    if status is StatusAntrean.SELESAI:
        antrean.selesai(clinic.ctx, PETUGAS, card.id)
    with pytest.raises(Bentrok, match=f"tidak dapat dibatalkan: statusnya sudah {status.value}"):
        clinic.cancel(card.id)
    assert clinic.card(card.id).lain == ()


@pytest.mark.parametrize("move", [antrean.panggil, antrean.lewati])
def test_called_or_skipped_a_ticket_can_be_cancelled(clinic: Clinic, move: object) -> None:
    card = clinic.register(1)
    move(clinic.ctx, PETUGAS, card.id)  # type: ignore[operator]
    assert clinic.cancel(card.id).kartu.status is StatusAntrean.BATAL


def test_cancel_and_undo_are_one_transaction(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    card = clinic.registered(1)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken on the way")

    with monkeypatch.context() as patch:
        patch.setattr("shared.services.urutan.jobs.add_job", broken)
        with pytest.raises(RuntimeError):
            clinic.cancel(card.id)
    assert clinic.card(card.id) == card
    assert clinic.audit("antrean.batal") == []
    assert len(clinic.cancel(card.id).jobs) == 2


def test_a_send_claimed_just_before_the_cancel_commits_is_undone_later(clinic: Clinic) -> None:
    """The worker's claim and the counter's cancel do not see each other; settling brings them together."""
    card = clinic.register(1)
    p, a = ids(card)
    task_p, task_a = clinic.claim(p), clinic.claim(a)
    clinic.cancel(card.id)
    clinic.settle(task_p, P_OK)
    clinic.settle(task_a, A_OK)
    assert sorted(planned(clinic.card(card.id))) == sorted(
        [(HAPUS, StatusJob.MENUNGGU), (BATAL, StatusJob.MENUNGGU)]
    )


def test_a_send_that_was_not_dropped_is_never_sent_for_a_cancelled_ticket(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, _ = ids(card)
    clinic.sql(sa.update(t.antrean).where(t.antrean.c.id == card.id).values(status="batal", kunci_bpjs=None))
    assert kirim.klaim(clinic.ctx, p, "uji", 60_000, build) is None
    assert clinic.row(p).status == "dibatalkan"
    assert clinic.row(p).pesan == "Tidak dikirim: antrean sudah dibatalkan."
    assert clinic.row(p).selesai is not None
