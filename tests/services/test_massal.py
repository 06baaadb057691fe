"""Many failed jobs sent again in one run: the plan, the pace, pause and stop, and what is written down."""

from __future__ import annotations

import json
import threading

import pytest
import sqlalchemy as sa

from shared.domain.status import JenisJob, StatusJob
from shared.services import massal, penyuntingan
from shared.services.errors import TidakSah
from shared.services.massal import Kemajuan, Kendali
from shared.services.monitoring import SaringJob
from shared.storage import tables as t
from shared.texts_pantau import LEWAT_MASSAL
from tests.services.clinic import ADMIN, HARI, LAMA, LOST, P_OK, REFUSED, Clinic, actor, ids, job_of

DAY = SaringJob(tanggal=HARI)
OTHER = actor("admin", "admin-lain")


def failures(clinic: Clinic, count: int) -> list[int]:
    return [ids(clinic.registered(n, p=REFUSED))[0] for n in range(1, count + 1)]


def test_a_plan_says_what_goes_and_why_the_rest_does_not(clinic: Clinic) -> None:
    p, a = ids(clinic.registered(1, p=REFUSED))
    held, _ = ids(clinic.registered(2, p=REFUSED))
    penyuntingan.mulai_edit(clinic.ctx, OTHER, held)
    mine, _ = ids(clinic.registered(3, p=REFUSED))
    penyuntingan.mulai_edit(clinic.ctx, ADMIN, mine)
    gone = clinic.registered(4)
    clinic.cancel(gone.id)
    undo = job_of(clinic.card(gone.id), JenisJob.HAPUS_PENDAFTARAN)
    assert undo is not None
    clinic.send(undo.id, REFUSED)
    cancelled = clinic.registered(5, p=REFUSED)
    clinic.cancel(cancelled.id)
    _, old = ids(clinic.registered(6, a=REFUSED))
    clinic.sql(sa.update(t.job).where(t.job.c.id == old).values(tanggal=LAMA))

    everything = SaringJob(semua_tanggal=True)
    plan = massal.rencana(clinic.ctx, ADMIN, saring=everything)
    assert plan.ids == (p, mine)
    assert plan.jenis == {JenisJob.PENDAFTARAN: 2}
    others = len(clinic.rows(sa.select(t.job.c.id).where(t.job.c.status.not_in(["gagal", "dibatalkan"]))))
    assert plan.dilewati == {
        "bukan_gagal": others, "disunting": 1, "perlu_yakin": 1, "antrean_batal": 1, "hari_lewat": 1,
    }  # fmt: skip
    assert plan.contoh["disunting"] == (held,)
    assert set(plan.dilewati) <= set(LEWAT_MASSAL)
    assert undo.id in massal.rencana(clinic.ctx, ADMIN, saring=everything, yakin=True).ids

    marked = massal.rencana(clinic.ctx, ADMIN, ids=(p, a, 999, p))
    assert (marked.ids, marked.dilewati) == ((p,), {"tidak_ada": 1, "bukan_gagal": 1})
    assert not marked.perlu_ketik


def test_a_plan_changes_nothing(clinic: Clinic) -> None:
    failures(clinic, 3)
    before = clinic.rows(sa.select(t.job))
    massal.rencana(clinic.ctx, ADMIN, saring=DAY)
    assert clinic.rows(sa.select(t.job)) == before


def test_a_run_sends_each_as_a_person_would_and_is_audited_as_one(clinic: Clinic) -> None:
    jobs = failures(clinic, 4)
    unknown = ids(clinic.registered(5, p=LOST, a=None))[0]
    clinic.sql(sa.update(t.job).where(t.job.c.id == unknown).values(status="gagal"))
    seen: list[Kemajuan] = []
    plan = massal.rencana(clinic.ctx, ADMIN, saring=DAY)
    done = massal.jalankan(clinic.ctx, ADMIN, plan, Kendali(0, seen.append), alasan="BPJS pulih")
    assert (done.terkirim, done.gagal, done.dihentikan) == (5, (), False)
    assert {clinic.row(job).status for job in jobs} == {"menunggu"}
    assert clinic.row(unknown).status == "tak_pasti"
    assert [(step.selesai, step.banyak) for step in seen] == [(n, 5) for n in range(1, 6)]
    start, end = clinic.audit("job.massal.mulai", "job.massal")
    told = json.loads(end.rincian)
    assert (told["massal"], told["banyak"], told["terkirim"], told["ditolak"]) == (start.id, 5, 5, 0)
    each = clinic.audit("job.resend")
    assert {json.loads(row.rincian)["massal"] for row in each} == {start.id}
    assert {json.loads(row.rincian)["alasan"] for row in each} == {"BPJS pulih"}


def test_what_is_no_longer_failed_is_refused_and_told(clinic: Clinic) -> None:
    first, second = failures(clinic, 2)
    plan = massal.rencana(clinic.ctx, ADMIN, saring=DAY)
    clinic.sql(sa.update(t.job).where(t.job.c.id == first).values(status="terkirim"))
    done = massal.jalankan(clinic.ctx, ADMIN, plan)
    assert done.terkirim == 1
    assert [(item.id, "hanya job yang gagal" in item.galat) for item in done.gagal] == [(first, True)]
    assert clinic.row(second).status == "menunggu"


def test_a_run_stops_after_the_item_under_way(clinic: Clinic) -> None:
    jobs = failures(clinic, 5)
    hands = Kendali(0, lambda step: hands.henti() if step.selesai == 2 else None)
    done = massal.jalankan(clinic.ctx, ADMIN, massal.rencana(clinic.ctx, ADMIN, saring=DAY), hands)
    assert (done.terkirim, done.dihentikan) == (2, True)
    assert [clinic.row(job).status for job in jobs] == ["menunggu"] * 2 + ["gagal"] * 3
    assert json.loads(clinic.audit("job.massal")[0].rincian)["dihentikan"] is True


@pytest.mark.parametrize("end", ["lanjut", "henti"])
def test_a_paused_run_waits_until_it_may_go_on_or_has_to_stop(clinic: Clinic, end: str) -> None:
    failures(clinic, 3)
    paused = threading.Event()

    def told(step: Kemajuan) -> None:
        if step.selesai == 1:
            hands.jeda()
            paused.set()

    hands = Kendali(0, told)
    plan = massal.rencana(clinic.ctx, ADMIN, saring=DAY)
    results: list[massal.Hasil] = []
    run = threading.Thread(target=lambda: results.append(massal.jalankan(clinic.ctx, ADMIN, plan, hands)))
    run.start()
    assert paused.wait(30)
    assert hands.dijeda
    assert run.is_alive()
    getattr(hands, end)()
    run.join(30)
    assert results[0].terkirim == (3 if end == "lanjut" else 1)
    assert results[0].dihentikan is (end == "henti")


def test_the_pace_is_kept(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stands still but for the waiting itself: what was waited for is what the pace asks for."""
    failures(clinic, 4)
    clock, waits = [100.0], []
    hands = Kendali(4.0)
    monkeypatch.setattr(massal, "monotonic", lambda: clock[0])

    def wait(left: float | None) -> bool:
        assert left is not None
        waits.append(round(left, 6))
        clock[0] += left
        return True

    monkeypatch.setattr(hands._changed, "wait", wait)
    done = massal.jalankan(clinic.ctx, ADMIN, massal.rencana(clinic.ctx, ADMIN, saring=DAY), hands)
    assert done.terkirim == 4
    assert waits == [0.25] * 3


@pytest.mark.parametrize("pace", [-1, 101])
def test_a_pace_beyond_reason_is_refused(pace: float) -> None:
    with pytest.raises(TidakSah, match="Kecepatan"):
        Kendali(pace)


def test_an_empty_plan_is_refused(clinic: Clinic) -> None:
    clinic.registered(1)
    with pytest.raises(TidakSah, match="Tidak ada job"):
        massal.jalankan(clinic.ctx, ADMIN, massal.rencana(clinic.ctx, ADMIN, saring=DAY))


def test_another_service_may_send_its_own_items(clinic: Clinic) -> None:
    sent: list[tuple[int, int]] = []

    def send(item: int, run: int) -> None:
        if item == 8:
            raise TidakSah("massal_kosong")
        sent.append((item, run))

    done = massal.jalankan(clinic.ctx, ADMIN, massal.Rencana((7, 8, 9)), kirim=send)
    start = clinic.audit("job.massal.mulai")[0].id
    assert sent == [(7, start), (9, start)]
    assert [item.id for item in done.gagal] == [8]


def test_a_run_that_breaks_says_how_far_it_came(clinic: Clinic) -> None:
    def send(item: int, _run: int) -> None:
        if item == 2:
            raise RuntimeError("terminal gone")

    with pytest.raises(RuntimeError):
        massal.jalankan(clinic.ctx, ADMIN, massal.Rencana((1, 2, 3)), kirim=send)
    told = json.loads(clinic.audit("job.massal")[0].rincian)
    assert (told["terkirim"], told["dihentikan"]) == (1, True)


def test_more_than_twenty_are_to_be_typed(clinic: Clinic) -> None:
    assert not massal.Rencana(tuple(range(20))).perlu_ketik
    assert massal.Rencana(tuple(range(21))).perlu_ketik


def test_a_run_goes_beside_a_worker(clinic: Clinic) -> None:
    """Each item is a transaction of its own: what is sent meanwhile does not wait for the run's end."""
    jobs = failures(clinic, 3)
    first = jobs[0]

    def told(step: Kemajuan) -> None:
        if step.selesai == 1:
            clinic.send(first, P_OK)

    massal.jalankan(clinic.ctx, ADMIN, massal.rencana(clinic.ctx, ADMIN, saring=DAY), Kendali(0, told))
    assert StatusJob(clinic.row(first).status) is StatusJob.TERKIRIM
