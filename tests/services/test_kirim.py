"""The worker's side: claims and fences, leases, late answers, gates, care, and what cannot be built."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.answers import Request
from shared.domain.failures import Sebab, Vonis
from shared.domain.records import JobKlaim
from shared.domain.status import Kelas, Periksa, StatusJob
from shared.services import jobs, kirim, pekerja
from shared.storage import claims, gates
from shared.storage import tables as t
from shared.storage.clock import now
from tests.services.clinic import (
    A_OK,
    ABSENT,
    ADMIN,
    DUPLICATE,
    FOUND,
    LAMA,
    LOST,
    OFFLINE,
    P_OK,
    PASSWORD,
    PETUGAS,
    REFUSED,
    SCREENING,
    UNMAPPED,
    UNREAD,
    Clinic,
    build,
    ids,
    race,
)
from tests.support.processes import Proc


def p_of(clinic: Clinic, n: int = 1) -> int:
    return ids(clinic.register(n))[0]


def try_claim(clinic: Clinic, job: int, who: str = "uji") -> kirim.Tugas | None:
    return kirim.klaim(clinic.ctx, job, who, 60_000, build)


def attempts(clinic: Clinic, job: int) -> list[Any]:
    return list(jobs.detail(clinic.ctx, PETUGAS, job).attempts)


# ── claims ────────────────────────────────────────────────────────────────────


def test_an_attempt_is_durable_before_the_first_byte_leaves(clinic: Clinic) -> None:
    job = p_of(clinic)
    task = clinic.claim(job, "satu")
    row = clinic.row(job)
    assert (row.status, row.percobaan, row.pekerja, row.anggaran) == ("proses", 1, "satu", 1)
    with clinic.ctx.baca() as conn:
        left = row.sewa_sampai - now(conn)
    assert 0 < left <= 60_000
    (attempt,) = attempts(clinic, job)
    assert (attempt.no, attempt.selesai, attempt.request) == (1, None, task.request.body)
    assert attempt.muatan_versi == 1
    assert task.klaim.fence == 1
    assert task.klaim.tiket is not None
    assert task.klaim.tiket.tiket == "A-001"


def test_two_claimers_one_wins(clinic: Clinic) -> None:
    job = p_of(clinic)
    made = race(*((lambda n=n: try_claim(clinic, job, f"pekerja{n}")) for n in range(6)))  # type: ignore[misc]
    winners = [task for task in made if task is not None]
    assert [isinstance(task, Exception) for task in winners] == [False]
    assert clinic.row(job).percobaan == 1
    assert len(attempts(clinic, job)) == 1


SCRIPT = """
import sys
from shared.config import FaskesSettings, PenyimpananSettings, Settings
from shared.domain.answers import Layanan, Request
from shared.services import kirim, konteks
url, who, *numbers = sys.argv[1:]
ctx = konteks.buka(Settings(FaskesSettings("00000001", "Klinik Contoh"), PenyimpananSettings(url)))
def build(claim):
    return Request(Layanan.PCARE, "POST", "x", "{}")
for number in numbers:
    if kirim.klaim(ctx, int(number), who, 60000, build):
        print("took", number, flush=True)
ctx.tutup()
"""


def test_two_processes_never_take_the_same_job(clinic: Clinic) -> None:
    numbers = [str(job) for n in range(1, 13) for job in ids(clinic.register(n))]
    with (
        Proc(["-c", SCRIPT, clinic.url, "satu", *numbers], name="satu") as one,
        Proc(["-c", SCRIPT, clinic.url, "dua", *numbers], name="dua") as two,
    ):
        assert (one.wait(), two.wait()) == (0, 0)
        took = [line.split()[1] for proc in (one, two) for line in proc.stdout.splitlines()]
    assert sorted(took, key=int) == numbers
    assert {clinic.row(int(number)).percobaan for number in numbers} == {1}


def test_what_is_not_due_is_not_to_be_had(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.send(job, OFFLINE)
    assert job not in clinic.due()
    assert try_claim(clinic, job) is None
    left = kirim.sisa_waktu(clinic.ctx)
    assert left == 0  # its sister A is due
    clinic.elapse(job)
    assert try_claim(clinic, job) is not None


@pytest.mark.parametrize("status", ["proses", "terkirim", "gagal", "dibatalkan", "kedaluwarsa"])
def test_what_is_not_waiting_is_not_to_be_had(clinic: Clinic, status: str) -> None:
    job = p_of(clinic)
    clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(status=status))
    assert try_claim(clinic, job) is None
    assert try_claim(clinic, 999) is None


def test_a_clinic_takes_only_its_own_jobs(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.sql(sa.insert(t.faskes).values(id=77, kode="77", nama="Lain", zona="Asia/Jakarta"))
    clinic.sql(sa.update(t.job).values(faskes_id=77))
    clinic.sql(sa.update(t.antrean).values(faskes_id=77))
    assert clinic.due() == ()
    assert kirim.sisa_waktu(clinic.ctx) is None
    assert clinic.row(job).status == "menunggu"


def test_most_urgent_first(clinic: Clinic) -> None:
    """What a person waits for, then undos, then the rest in the order it came."""
    failed = clinic.registered(1, p=REFUSED)
    cancelled = clinic.registered(2)
    fresh = clinic.register(3)
    undo = clinic.cancel(cancelled.id).jobs
    from shared.services import antrean

    antrean.resend_pcare(clinic.ctx, PETUGAS, failed.id)
    assert clinic.due() == (ids(failed)[0], *undo, *ids(fresh))
    assert kirim.jatuh_tempo(clinic.ctx, 2, (ids(failed)[0],)) == undo


# ── fences, leases, late answers ──────────────────────────────────────────────


def test_an_expired_lease_is_an_unknown_outcome_never_a_waiting_job(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.claim(job)
    assert kirim.rawat(clinic.ctx) == 0
    clinic.expire(job)
    assert kirim.perlu_rawat(clinic.ctx)
    assert kirim.rawat(clinic.ctx) == 1
    assert not kirim.perlu_rawat(clinic.ctx)
    row = clinic.row(job)
    assert (row.status, row.periksa, row.pekerja, row.sewa_sampai) == ("tak_pasti", "hasil", None, None)
    assert row.tak_pasti_sejak is not None
    task = clinic.claim(job)
    assert (task.klaim.periksa, task.klaim.fence, task.klaim.asal) == (Periksa.HASIL, 2, "periksa")


def test_a_lease_of_a_look_up_stays_a_look_up(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.send(job, DUPLICATE)
    clinic.claim(job)
    clinic.expire(job)
    kirim.rawat(clinic.ctx)
    assert clinic.row(job).periksa == "nomor"


def test_a_late_answer_is_still_the_truth_while_nobody_has_taken_the_job(clinic: Clinic) -> None:
    job = p_of(clinic)
    task = clinic.claim(job)
    clinic.expire(job)
    kirim.rawat(clinic.ctx)
    assert clinic.settle(task, P_OK) is True
    assert clinic.row(job).status == "terkirim"
    assert clinic.row(job).tak_pasti_sejak is None
    card = clinic.card(clinic.row(job).antrean_id)
    assert card.no_antrean_pcare == "A12"


def test_an_answer_after_the_fence_has_moved_changes_nothing(clinic: Clinic) -> None:
    job = p_of(clinic)
    late = clinic.claim(job)
    clinic.expire(job)
    kirim.rawat(clinic.ctx)
    task = clinic.claim(job)
    before = clinic.row(job)
    assert clinic.settle(late, P_OK) is False
    assert clinic.row(job) == before
    assert clinic.card(before.antrean_id).no_antrean_pcare is None
    first, second = attempts(clinic, job)
    assert (first.kelas, first.selesai is not None) == ("berhasil", True)
    assert second.selesai is None
    assert clinic.settle(task, FOUND) is True
    assert clinic.row(job).status == "terkirim"


def test_an_outcome_is_written_once(clinic: Clinic) -> None:
    job = p_of(clinic)
    task = clinic.claim(job)
    assert clinic.settle(task, P_OK) is True
    assert clinic.settle(task, REFUSED) is False
    assert clinic.row(job).status == "terkirim"
    (attempt,) = attempts(clinic, job)
    assert attempt.kelas == "berhasil"


def test_a_late_answer_does_not_bring_back_a_ticket_that_was_settled_by_reading(clinic: Clinic) -> None:
    job = p_of(clinic)
    late = clinic.claim(job)
    clinic.expire(job)
    kirim.rawat(clinic.ctx)
    clinic.send(job, FOUND)
    assert clinic.settle(late, REFUSED) is False
    assert clinic.row(job).status == "terkirim"


def test_leases_are_prolonged(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.claim(job, "satu")
    clinic.expire(job)
    with clinic.ctx.tulis() as conn:
        assert claims.renew_leases(conn, "dua", 60_000) == 0
        assert claims.renew_leases(conn, "satu", 60_000) == 1
    assert kirim.rawat(clinic.ctx) == 0
    with clinic.ctx.baca() as conn:
        assert claims.in_process(conn, "satu") == 1


def test_the_jobs_of_a_dead_worker_are_of_unknown_outcome_at_once(clinic: Clinic) -> None:
    p, a = ids(clinic.register(1))
    clinic.claim(p, "mati")
    clinic.claim(a, "hidup")
    with clinic.ctx.tulis() as conn:
        assert claims.expire_leases(conn, pekerja=["mati"]) == 1
    assert (clinic.row(p).status, clinic.row(a).status) == ("tak_pasti", "proses")


@pytest.mark.parametrize("begin", ["kirim", "hasil"])
def test_a_claim_handed_back_never_was(clinic: Clinic, begin: str) -> None:
    job = p_of(clinic)
    if begin == "hasil":
        clinic.send(job, LOST)
        clinic.elapse(job)
    before = clinic.row(job)
    with clinic.ctx.tulis() as conn:
        claim = claims.claim(conn, job, "uji", 60_000)
        assert claim is not None
        assert claims.hand_back(conn, claim, 0) is True
        assert claims.hand_back(conn, claim, 0) is False
    after = clinic.row(job)
    for name in ("status", "periksa", "percobaan", "anggaran", "baca", "sewa_sampai", "pekerja"):
        assert getattr(after, name) == getattr(before, name), name
    assert try_claim(clinic, job) is not None


# ── outcomes ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verdict", "status", "periksa", "kelas"),
    [
        (P_OK, "terkirim", "kirim", None),
        (OFFLINE, "menunggu", "kirim", "sementara"),
        (LOST, "tak_pasti", "hasil", "tak_pasti"),
        (DUPLICATE, "tak_pasti", "nomor", "duplikat"),
        (PASSWORD, "gagal", "kirim", "kredensial"),
        (REFUSED, "gagal", "kirim", "data"),
        (UNMAPPED, "gagal", "kirim", "pemetaan"),
        (SCREENING, "gagal", "kirim", "peserta"),
    ],
    ids=lambda v: str(v.kelas) if isinstance(v, Vonis) else "",
)
def test_where_a_verdict_leads(
    clinic: Clinic, verdict: Vonis, status: str, periksa: str, kelas: str | None
) -> None:
    job = p_of(clinic)
    clinic.send(job, verdict)
    row = clinic.row(job)
    assert (row.status, row.periksa, row.kelas) == (status, periksa, kelas)
    assert (row.ulang_pada is not None) is (verdict is SCREENING)
    assert (row.selesai is not None) is (status in ("terkirim", "gagal"))
    assert (row.http, row.kode) == (verdict.http, verdict.kode)
    (attempt,) = attempts(clinic, job)
    assert attempt.kelas == (kelas or "berhasil")
    assert attempt.selesai is not None
    assert attempt.response == "{}"


def test_words_are_bpjs_own_or_ours(clinic: Clinic) -> None:
    job, other = ids(clinic.register(1))
    clinic.send(job, REFUSED)
    assert (clinic.row(job).pesan, clinic.row(job).dari_bpjs) == (REFUSED.pesan, True)
    clinic.send(other, LOST)
    row = clinic.row(other)
    assert row.pesan == "Jawaban BPJS tidak diterima; hasilnya sedang diperiksa."
    assert row.dari_bpjs is False
    clinic.send(other, Vonis(Kelas.DATA, http=404))
    assert clinic.row(other).pesan == "BPJS menolak tanpa keterangan (HTTP 404)."


def test_an_unknown_outcome_is_never_sent_again_without_two_read_backs(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.send(job, LOST)
    seen = []
    for what in (UNREAD, ABSENT, UNREAD, ABSENT):
        clinic.elapse(job)
        task = clinic.claim(job)
        seen.append(task.klaim.periksa)
        clinic.settle(task, what)
    assert seen == [Periksa.HASIL] * 4
    assert (clinic.row(job).status, clinic.row(job).periksa) == ("menunggu", "kirim")


def test_retries_end(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(anggaran=39))
    assert clinic.send(job, OFFLINE) is StatusJob.GAGAL
    clinic.sql(sa.delete(t.gerbang))


def test_sends_that_get_lost_and_are_not_there_end_too(clinic: Clinic) -> None:
    """A server that swallows every write: each time read back, found absent, sent again; not for ever."""
    job = p_of(clinic)
    assert clinic.send(job, LOST, ABSENT, ABSENT) is StatusJob.MENUNGGU
    assert job in clinic.due()  # the second send is not kept waiting
    assert clinic.send(job, LOST, ABSENT, ABSENT) is StatusJob.MENUNGGU
    assert job not in clinic.due()  # the third is
    clinic.sql(sa.delete(t.gerbang))
    clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(anggaran=29))
    assert clinic.send(job, LOST, ABSENT, ABSENT) is StatusJob.GAGAL
    row = clinic.row(job)
    assert (row.kelas, row.anggaran) == ("data", 30)
    assert row.pesan == "Pendaftaran tidak ditemukan di daftar PCare hari itu."


# ── what cannot be built ──────────────────────────────────────────────────────


def test_what_cannot_be_built_ends_and_never_loops(clinic: Clinic) -> None:
    job = p_of(clinic)

    def poison(_: JobKlaim) -> Request:
        raise ValueError("rahasia dari dalam")

    assert kirim.klaim(clinic.ctx, job, "uji", 60_000, poison) is None
    row = clinic.row(job)
    assert (row.status, row.kelas, row.dari_bpjs) == ("gagal", "data", False)
    assert row.pesan == "Kesalahan program saat menyiapkan kiriman (ValueError)."
    assert job not in clinic.due()
    (attempt,) = attempts(clinic, job)
    assert attempt.selesai is not None
    assert kirim.rawat(clinic.ctx) == 0
    assert clinic.gate("pcare") is None  # BPJS has not failed


@pytest.mark.parametrize("kelas", [Kelas.DATA, Kelas.PEMETAAN])
def test_what_lacks_something_says_what(clinic: Clinic, kelas: Kelas) -> None:
    job = p_of(clinic)

    def lacking(_: JobKlaim) -> Request:
        raise kirim.TidakTersusun(kelas, "kode poli")

    assert kirim.klaim(clinic.ctx, job, "uji", 60_000, lacking) is None
    row = clinic.row(job)
    assert (row.status, row.kelas) == ("gagal", kelas.value)
    assert row.pesan == "Data antrean tidak lengkap untuk dikirim: kode poli."


def test_a_build_that_breaks_while_a_counter_cancels_locks_nobody_out(postgres_clinic: Clinic) -> None:
    """Worker and counter take ticket and job in the same order, or one of them would be thrown out."""
    clinic = postgres_clinic
    card = clinic.register(1)
    blocked = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    from concurrent.futures import Future, ThreadPoolExecutor

    from tests.support.waiting import until

    with ThreadPoolExecutor(1) as pool:
        hand: list[Future[Any]] = []

        def poison(_: JobKlaim) -> Request:
            hand.append(pool.submit(clinic.cancel, card.id))
            with clinic.ctx.storage.read() as conn:
                until(lambda: conn.execute(blocked).scalar_one(), 10, "the counter to wait")
            raise ValueError("poison")

        assert kirim.klaim(clinic.ctx, ids(card)[0], "uji", 60_000, poison) is None
        assert hand[0].result(30).kartu.status.value == "batal"


# ── gates ─────────────────────────────────────────────────────────────────────


def broken(clinic: Clinic) -> list[int]:
    """Break PCare's gate; returns the jobs P it took and one that waits."""
    taken = [p_of(clinic, n) for n in range(1, kirim.BREAK_AFTER + 2)]
    for job in taken[:-1]:
        clinic.send(job, OFFLINE)
    return taken


def test_a_gate_breaks_after_five_failures_in_a_row(clinic: Clinic) -> None:
    taken = broken(clinic)
    gate = clinic.gate("pcare")
    assert (gate.status, gate.gagal) == ("terputus", kirim.BREAK_AFTER)
    assert gate.coba_lagi > gate.sejak
    assert gate.pesan == "Tidak tersambung ke BPJS; periksa jaringan klinik."
    assert taken[-1] not in clinic.due()
    before = clinic.row(taken[-1])
    assert try_claim(clinic, taken[-1]) is None
    after = clinic.row(taken[-1])
    assert (after.status, after.percobaan, after.anggaran) == (
        before.status,
        before.percobaan,
        before.anggaran,
    )
    assert attempts(clinic, taken[-1]) == []
    # the other service goes on
    assert clinic.gate("antrean") is None
    assert len(clinic.due()) == kirim.BREAK_AFTER + 1


def test_an_answer_in_between_starts_the_count_anew(clinic: Clinic) -> None:
    for n in range(1, 10):
        clinic.send(p_of(clinic, n), REFUSED if n == 5 else OFFLINE)
    assert clinic.gate("pcare").status == "normal"


def test_a_service_that_creates_without_a_number_is_not_down(clinic: Clinic) -> None:
    """It answered every time, only not with what was asked for: reading back tells."""
    odd = Vonis(Kelas.TAK_PASTI, Sebab.JAWABAN_HILANG, "CREATED", http=201, kode="201")
    for n in range(1, kirim.BREAK_AFTER + 2):
        assert clinic.send(p_of(clinic, n), odd) is StatusJob.TAK_PASTI
    assert clinic.gate("pcare") is None or clinic.gate("pcare").status == "normal"


def test_one_probe_and_no_more(clinic: Clinic) -> None:
    taken = broken(clinic)
    clinic.elapse(*taken)
    clinic.gate_due("pcare")
    made = race(*((lambda j=j: try_claim(clinic, j)) for j in taken))  # type: ignore[misc]
    assert [isinstance(task, kirim.Tugas) for task in made].count(True) == 1, made
    assert clinic.gate("pcare").status == "menguji"


def test_a_probe_that_succeeds_opens_the_gate(clinic: Clinic) -> None:
    taken = broken(clinic)
    clinic.gate_due("pcare")
    assert clinic.send(taken[-1], P_OK) is StatusJob.TERKIRIM
    gate = clinic.gate("pcare")
    assert (gate.status, gate.gagal, gate.coba_lagi) == ("normal", 0, None)
    clinic.elapse(*taken)
    assert set(taken[:-1]) < set(clinic.due())


def test_the_pause_doubles_with_each_failed_probe_up_to_a_limit(clinic: Clinic) -> None:
    taken = broken(clinic)
    pauses = []
    for _ in range(5):
        clinic.gate_due("pcare")
        clinic.send(taken[-1], OFFLINE)
        with clinic.ctx.baca() as conn:
            pauses.append(clinic.gate("pcare").coba_lagi - now(conn))
    assert clinic.gate("pcare").status == "terputus"
    for pause, factor in zip(pauses, (2, 4, 8, 8, 8), strict=True):
        assert factor * kirim.BREAK_MS - 10_000 < pause <= factor * kirim.BREAK_MS


def test_a_job_that_needs_no_sending_does_not_use_up_the_probe(clinic: Clinic) -> None:
    taken = broken(clinic)
    clinic.elapse(*taken)
    clinic.gate_due("pcare")
    ticket = clinic.row(taken[0]).antrean_id
    clinic.sql(sa.update(t.antrean).where(t.antrean.c.id == ticket).values(status="batal"))
    assert try_claim(clinic, taken[0]) is None
    assert try_claim(clinic, taken[1]) is not None


def test_a_broken_gate_is_probed_by_what_is_to_be_read_back(clinic: Clinic) -> None:
    """Answers get lost while reading works: another send would only be one more unknown outcome."""
    lost = [p_of(clinic, n) for n in range(1, kirim.BREAK_AFTER + 1)]
    fresh = p_of(clinic, kirim.BREAK_AFTER + 1)
    for job in lost:
        clinic.send(job, LOST)
    clinic.gate_due("pcare")
    # no question is due yet: the one thing that can be tried is a send
    assert fresh in clinic.due()
    clinic.elapse(*lost, fresh)
    assert set(lost) < set(clinic.due())
    assert fresh not in clinic.due()
    assert try_claim(clinic, fresh) is None
    assert clinic.row(fresh).percobaan == 0
    assert clinic.send(lost[0], FOUND) is StatusJob.TERKIRIM
    assert clinic.gate("pcare").status == "normal"
    clinic.elapse(fresh)
    assert fresh in clinic.due()


def test_refused_credentials_stop_the_service(clinic: Clinic) -> None:
    first, second = p_of(clinic, 1), p_of(clinic, 2)
    clinic.settle(clinic.claim(first), PASSWORD, sidik="sidik-1")
    gate = clinic.gate("pcare")
    assert (gate.status, gate.coba_lagi, gate.sidik, gate.pesan) == (
        "kredensial",
        None,
        "sidik-1",
        "Password expired",
    )
    assert second not in clinic.due()
    assert try_claim(clinic, second) is None
    assert clinic.row(second).percobaan == 0
    (shown,) = [gate for gate in jobs.gerbang(clinic.ctx) if gate.layanan == "pcare"]
    assert (shown.status, shown.menunggu) == ("kredensial", 1)


def test_new_credentials_open_the_gate_and_the_same_do_not(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.settle(clinic.claim(job), PASSWORD, sidik="sidik-1")
    with clinic.ctx.tulis() as conn:
        assert gates.reopen(conn, clinic.ctx.faskes.id, "pcare", "sidik-1") is False
        assert gates.reopen(conn, clinic.ctx.faskes.id, "antrean", "sidik-2") is False
        assert gates.reopen(conn, clinic.ctx.faskes.id, "pcare", "sidik-2") is True
    assert clinic.gate("pcare").status == "normal"


def test_credentials_nobody_has_seen_are_tried_on_one_job_first(clinic: Clinic) -> None:
    first, second, third = (p_of(clinic, n) for n in (1, 2, 3))
    pekerja.kredensial_baru(clinic.ctx, {"pcare": "sidik-1"})
    begun = clinic.claim(first)
    assert try_claim(clinic, second) is None
    clinic.settle(begun, PASSWORD, sidik="sidik-1")
    assert try_claim(clinic, second) is None, "refused once, not by all that waits"
    pekerja.kredensial_baru(clinic.ctx, {"pcare": "sidik-2"})
    clinic.elapse(second)
    clinic.settle(clinic.claim(second), P_OK, sidik="sidik-2")
    clinic.elapse(third)
    assert try_claim(clinic, third) is not None
    pekerja.kredensial_baru(clinic.ctx, {"pcare": "sidik-2"})
    assert clinic.gate("pcare").ambang != 1, "these it has seen"


def test_an_answer_from_before_the_refusal_opens_nothing(clinic: Clinic) -> None:
    """What was under way when the password was refused may still succeed; the password stays refused."""
    early, refused, later = (clinic.claim(p_of(clinic, n)) for n in (1, 2, 3))
    clinic.sql(sa.update(t.percobaan).where(t.percobaan.c.job_id == early.klaim.id).values(mulai=1))
    clinic.settle(refused, PASSWORD, sidik="sidik-1")
    clinic.settle(early, P_OK)
    assert clinic.row(early.klaim.id).status == "terkirim"
    assert clinic.gate("pcare").status == "kredensial"
    assert clinic.row(refused.klaim.id).status == "gagal"
    after = clinic.gate("pcare").sejak + 1
    clinic.sql(sa.update(t.percobaan).where(t.percobaan.c.job_id == later.klaim.id).values(mulai=after))
    clinic.settle(later, P_OK)
    assert clinic.gate("pcare").status == "normal"


def test_a_wrong_clock_is_probed_again_by_itself(clinic: Clinic) -> None:
    job, other = p_of(clinic, 1), p_of(clinic, 2)
    clinic.send(job, Vonis(Kelas.KREDENSIAL, Sebab.JAM, "service expired", http=401, kode="401"))
    assert clinic.gate("pcare").coba_lagi is not None
    clinic.gate_due("pcare")
    clinic.send(other, P_OK)
    assert clinic.gate("pcare").status == "normal"
    # what had failed for the clock goes again
    assert clinic.row(job).status == "menunggu"


def test_an_admin_opens_a_gate_and_what_failed_goes_again(clinic: Clinic) -> None:
    card = clinic.registered(1, p=PASSWORD)
    p, _ = ids(card)
    assert clinic.row(p).status == "gagal"
    assert jobs.buka_gerbang(clinic.ctx, ADMIN, "antrean") == 0
    assert jobs.buka_gerbang(clinic.ctx, ADMIN, "pcare") == 1
    assert clinic.row(p).status == "menunggu"
    assert jobs.buka_gerbang(clinic.ctx, ADMIN, "pcare") == 0
    assert len(clinic.audit("gerbang.buka")) == 1


def test_what_failed_for_credentials_stays_down_when_its_ticket_was_cancelled(clinic: Clinic) -> None:
    card = clinic.registered(1, p=PASSWORD)
    clinic.cancel(card.id)
    assert jobs.buka_gerbang(clinic.ctx, ADMIN, "pcare") == 0
    assert clinic.row(ids(card)[0]).status == "gagal"


# ── care ──────────────────────────────────────────────────────────────────────


def overdue(clinic: Clinic, job: int) -> None:
    clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(ulang_pada=1))


def test_a_slow_retry_comes_by_itself(clinic: Clinic) -> None:
    job = p_of(clinic)
    clinic.send(job, SCREENING)
    assert not kirim.perlu_rawat(clinic.ctx)
    kirim.rawat(clinic.ctx)
    assert clinic.row(job).status == "gagal"
    overdue(clinic, job)
    assert kirim.perlu_rawat(clinic.ctx)
    kirim.rawat(clinic.ctx)
    assert clinic.row(job).status == "menunggu"
    assert clinic.row(job).ulang_pada is None
    assert not kirim.perlu_rawat(clinic.ctx)


def test_no_slow_retry_for_a_cancelled_ticket(clinic: Clinic) -> None:
    card = clinic.registered(1, p=SCREENING)
    p, _ = ids(card)
    clinic.cancel(card.id)
    overdue(clinic, p)
    kirim.rawat(clinic.ctx)
    assert clinic.row(p).status == "gagal"
    # ... and nobody asks for the write lock every few seconds on its account
    assert not kirim.perlu_rawat(clinic.ctx)


def test_a_slow_retry_that_a_person_forestalled_is_forgotten(clinic: Clinic) -> None:
    from shared.services import antrean

    card = clinic.registered(1, p=SCREENING)
    antrean.resend_pcare(clinic.ctx, PETUGAS, card.id)
    assert clinic.row(ids(card)[0]).ulang_pada is None


def age(clinic: Clinic, *job_ids: int) -> None:
    clinic.sql(sa.update(t.job).where(t.job.c.id.in_(job_ids)).values(tanggal=LAMA))


def test_queue_jobs_of_an_earlier_day_expire(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, a = ids(card)
    age(clinic, p, a)
    assert kirim.perlu_rawat(clinic.ctx)
    kirim.rawat(clinic.ctx)
    assert not kirim.perlu_rawat(clinic.ctx)
    row = clinic.row(a)
    assert (row.status, row.dari_bpjs) == ("kedaluwarsa", False)
    assert row.pesan == "Hari pelayanan sudah lewat sebelum antrean terkirim."
    # a registration is worth sending late
    assert clinic.row(p).status == "menunggu"


def test_what_may_have_arrived_does_not_expire(clinic: Clinic) -> None:
    _, a = ids(clinic.register(1))
    clinic.send(a, LOST)
    _, b = ids(clinic.register(2))
    clinic.claim(b)
    age(clinic, a, b)
    kirim.rawat(clinic.ctx)
    assert (clinic.row(a).status, clinic.row(b).status) == ("tak_pasti", "proses")


def test_queue_jobs_of_today_and_later_do_not_expire(clinic: Clinic) -> None:
    _, a = ids(clinic.register(1, tanggal=None))
    _, b = ids(clinic.register(2))
    kirim.rawat(clinic.ctx)
    assert {clinic.row(a).status, clinic.row(b).status} == {"menunggu"}


def test_how_long_until_something_is_due(clinic: Clinic) -> None:
    assert kirim.sisa_waktu(clinic.ctx) is None
    p, a = ids(clinic.register(1))
    assert kirim.sisa_waktu(clinic.ctx) == 0
    clinic.send(a, A_OK)
    clinic.sql(sa.delete(t.gerbang))
    with clinic.ctx.baca() as conn:
        later = now(conn) + 60_000
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(jatuh_tempo=later))
    left = kirim.sisa_waktu(clinic.ctx)
    assert left is not None
    assert 30_000 < left <= 60_000
