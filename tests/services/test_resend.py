"""Resend: only what is not OK, P before A, once however often it is pressed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from shared.domain.badges import Keadaan, keadaan
from shared.domain.status import JenisJob, Kelas, Periksa, StatusJob
from shared.services import antrean, jobs, kirim, monitoring
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.services.jobs import SaringJob
from shared.storage import tables as t
from tests.services.clinic import (
    A_OK,
    ABSENT,
    ADMIN,
    DUPLICATE,
    FOUND,
    FOUND_NO_NUMBER,
    HARI,
    LOST,
    OFFLINE,
    P_OK,
    PETUGAS,
    REFUSED,
    UNREAD,
    Clinic,
    build,
    ids,
)


def resend(clinic: Clinic, antrean_id: int) -> tuple[tuple[str, int], ...]:
    return antrean.resend_pcare(clinic.ctx, PETUGAS, antrean_id).jobs


def test_only_what_is_not_ok(clinic: Clinic) -> None:
    both = clinic.registered(1, p=REFUSED, a=REFUSED)
    p, a = ids(both)
    assert resend(clinic, both.id) == (("P", p), ("A", a))
    only_p = clinic.registered(2, p=REFUSED)
    assert resend(clinic, only_p.id) == (("P", ids(only_p)[0]),)
    only_a = clinic.registered(3, a=REFUSED)
    assert resend(clinic, only_a.id) == (("A", ids(only_a)[1]),)


def test_what_is_under_way_is_left_alone(clinic: Clinic) -> None:
    card = clinic.registered(1, p=None, a=REFUSED)
    p, a = ids(card)
    clinic.claim(p)
    assert resend(clinic, card.id) == (("A", a),)
    assert clinic.row(p).status == "proses"


def test_the_same_row_goes_again_with_a_fresh_budget_and_the_name_of_who_asked(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED)
    p, _ = ids(card)
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(anggaran=40, baca=9, absen=1))
    resend(clinic, card.id)
    row = clinic.row(p)
    assert (row.status, row.periksa, row.anggaran, row.baca, row.absen) == ("menunggu", "kirim", 0, 0, 0)
    assert (row.asal, row.oleh, row.prioritas) == ("petugas", PETUGAS.nama, 1)
    assert len(clinic.card(card.id).jobs) == 2
    assert clinic.send(p, P_OK) is StatusJob.TERKIRIM
    attempts = jobs.detail(clinic.ctx, PETUGAS, p).attempts
    assert [(a.no, a.asal, a.oleh, a.kelas) for a in attempts] == [
        (1, "otomatis", "", "data"),
        (2, "petugas", PETUGAS.nama, "berhasil"),
    ]


def test_a_second_press_is_told_that_it_is_still_running(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    resend(clinic, card.id)
    with pytest.raises(Bentrok, match="masih diproses") as caught:
        resend(clinic, card.id)
    assert caught.value.kode == "resend_masih_proses"
    assert caught.value.kartu == clinic.card(card.id)
    assert len(clinic.audit("antrean.resend_pcare")) == 1


def test_a_fresh_ticket_is_still_being_sent(clinic: Clinic) -> None:
    with pytest.raises(Bentrok, match="masih diproses"):
        resend(clinic, clinic.register(1).id)


@pytest.mark.parametrize("more", [{}, {"penjamin_id": 1}, {"ruangan": "APOTEK", "dokter": None}])
def test_nothing_to_send(clinic: Clinic, more: dict[str, object]) -> None:
    card = clinic.register(1, **more) if more else clinic.registered(1)
    with pytest.raises(TidakSah, match="tidak memerlukan Resend PCare"):
        resend(clinic, card.id)


def test_a_cancelled_ticket_is_not_sent_again(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED)
    clinic.cancel(card.id)
    with pytest.raises(TidakSah):
        resend(clinic, card.id)


def test_an_accepted_ticket_can_be_sent_again(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED)
    antrean.terima(clinic.ctx, PETUGAS, card.id, tetap=True)
    assert resend(clinic, card.id) == (("P", ids(card)[0]),)


def test_no_such_ticket(clinic: Clinic) -> None:
    with pytest.raises(TidakDitemukan):
        resend(clinic, 999)


def test_it_is_written_down(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    resend(clinic, card.id)
    (row,) = clinic.audit("antrean.resend_pcare")
    assert (row.pelaku, row.objek, row.objek_id, row.hasil) == (PETUGAS.nama, "antrean", card.id, "ok")
    assert '["P", "A"]' in row.rincian


# ── P before A ────────────────────────────────────────────────────────────────


def test_a_waits_for_the_attempt_of_p(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    p, a = ids(card)
    resend(clinic, card.id)
    assert clinic.due() == (p,)
    task = clinic.claim(p)
    assert clinic.due() == ()
    clinic.settle(task, P_OK)
    assert clinic.due() == (a,)


@pytest.mark.parametrize("end", [REFUSED, OFFLINE, LOST], ids=["refused", "offline", "unknown"])
def test_a_does_not_depend_on_what_becomes_of_p(clinic: Clinic, end: object) -> None:
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    p, a = ids(card)
    resend(clinic, card.id)
    clinic.send(p, end)  # type: ignore[arg-type]
    assert a in clinic.due()


def test_a_does_not_wait_behind_the_shut_gate_of_p(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    _, a = ids(card)
    clinic.sql(sa.delete(t.gerbang))
    clinic.sql(
        sa.insert(t.gerbang).values(
            faskes_id=clinic.ctx.faskes.id, layanan="pcare", status="kredensial", sejak=0
        )
    )
    resend(clinic, card.id)
    assert clinic.due() == (a,)


def test_never_sent_parts_get_a_row(clinic: Clinic) -> None:
    card = clinic.register(1)
    clinic.sql(sa.delete(t.job))
    started = dict(resend(clinic, card.id))
    after = clinic.card(card.id)
    assert ids(after) == (started["P"], started["A"])
    assert clinic.due() == (started["P"],)
    assert clinic.row(started["A"]).asal == "petugas"


def test_a_dropped_part_is_a_new_row(clinic: Clinic) -> None:
    card = clinic.registered(1, a=None)
    _, a = ids(card)
    clinic.sql(sa.update(t.job).where(t.job.c.id == a).values(status="dibatalkan"))
    ((part, new),) = resend(clinic, card.id)
    assert (part, new != a) == ("A", True)
    assert clinic.row(a).status == "dibatalkan"


# ── what is not known ─────────────────────────────────────────────────────────


def test_a_number_that_is_missing_is_looked_up_never_posted(clinic: Clinic) -> None:
    card = clinic.registered(1, p=None)
    p, _ = ids(card)
    clinic.send(p, DUPLICATE, FOUND_NO_NUMBER)
    assert clinic.card(card.id).no_antrean_pcare is None
    assert resend(clinic, card.id) == (("P", p),)
    assert (clinic.row(p).status, clinic.row(p).periksa) == ("tak_pasti", Periksa.NOMOR.value)
    assert clinic.send(p, UNREAD) is StatusJob.TAK_PASTI
    assert clinic.row(p).periksa == Periksa.NOMOR.value
    assert clinic.send(p, FOUND) is StatusJob.TERKIRIM
    assert clinic.card(card.id).no_antrean_pcare == "A12"
    with pytest.raises(TidakSah):
        resend(clinic, card.id)


def test_a_registration_bpjs_called_a_duplicate_stays_sent_when_no_number_is_found(clinic: Clinic) -> None:
    card = clinic.registered(1, p=None)
    p, _ = ids(card)
    assert clinic.send(p, DUPLICATE, ABSENT, ABSENT) is StatusJob.TERKIRIM


def test_a_registration_that_is_gone_waits_for_a_person(clinic: Clinic) -> None:
    card = clinic.registered(1)
    clinic.sql(sa.update(t.antrean).values(no_antrean_pcare="0"))
    p, _ = ids(card)
    resend(clinic, card.id)
    assert clinic.send(p, ABSENT, ABSENT) is StatusJob.GAGAL
    row = clinic.row(p)
    assert (row.kelas, row.pesan) == (
        Kelas.DATA.value,
        "Pendaftaran tidak ditemukan di daftar PCare hari itu.",
    )
    assert not row.dari_bpjs


@pytest.mark.parametrize("part", [0, 1], ids=["P", "A"])
def test_what_stayed_unknown_is_read_back_first(clinic: Clinic, part: int) -> None:
    card = clinic.register(1)
    job = ids(card)[part]
    clinic.send(job, LOST)
    clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(baca=29))
    assert clinic.send(job, UNREAD if part == 0 else LOST) is StatusJob.GAGAL
    assert clinic.row(job).kelas == Kelas.TAK_PASTI.value
    clinic.send(ids(card)[1 - part], A_OK if part == 0 else P_OK)
    resend(clinic, card.id)
    assert (clinic.row(job).status, clinic.row(job).periksa) == ("tak_pasti", Periksa.HASIL.value)
    assert clinic.claim(job).klaim.periksa is Periksa.HASIL


# ── one job from the monitoring page ──────────────────────────────────────────


def test_one_failed_job_is_sent_again(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    p, a = ids(card)
    assert jobs.resend(clinic.ctx, PETUGAS, p).status is StatusJob.MENUNGGU
    assert clinic.row(a).status == "gagal"
    (row,) = clinic.audit("job.resend")
    assert (row.objek, row.objek_id, row.pelaku, row.hasil) == ("job", p, PETUGAS.nama, "ok")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (StatusJob.MENUNGGU, Bentrok),
        (StatusJob.PROSES, Bentrok),
        (StatusJob.TAK_PASTI, Bentrok),
        (StatusJob.TERKIRIM, TidakSah),
        (StatusJob.DIBATALKAN, TidakSah),
    ],
)
def test_only_what_failed_is_sent_again(clinic: Clinic, status: StatusJob, kind: type[Exception]) -> None:
    p, _ = ids(clinic.register(1))
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(status=status.value))
    with pytest.raises(kind, match="hanya job yang gagal dapat dikirim ulang"):
        jobs.resend(clinic.ctx, PETUGAS, p)
    assert clinic.row(p).status == status.value


@pytest.mark.parametrize("status", [StatusJob.GAGAL, StatusJob.KEDALUWARSA])
def test_an_unknown_outcome_is_read_back_before_one_job_is_sent_again(
    clinic: Clinic, status: StatusJob
) -> None:
    p, _ = ids(clinic.register(1))
    clinic.sql(sa.update(t.job).where(t.job.c.id == p).values(status=status.value, kelas="tak_pasti"))
    assert jobs.resend(clinic.ctx, PETUGAS, p).status is StatusJob.TAK_PASTI
    assert clinic.row(p).periksa == "hasil"


def test_an_old_job_is_not_sent_again_beside_a_later_one_of_its_kind(clinic: Clinic) -> None:
    """The first call failed; then the patient was absent, and that is being told."""
    card = clinic.registered(1)
    call = antrean.panggil(clinic.ctx, PETUGAS, card.id).lain[0]
    clinic.send(call.id, REFUSED)
    clinic.cancel(card.id, "tidak_hadir")
    before = clinic.card(card.id)
    with pytest.raises(Bentrok, match="hanya job yang gagal dapat dikirim ulang"):
        jobs.resend(clinic.ctx, PETUGAS, call.id)
    assert clinic.card(card.id) == before
    assert clinic.audit("job.resend") == []


def test_an_edited_body_is_a_new_version_and_the_old_attempts_keep_theirs(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED)
    p, _ = ids(card)
    first = jobs.detail(clinic.ctx, PETUGAS, p).attempts[0]
    jobs.resend(clinic.ctx, ADMIN, p, isi='{ "keluhan": "pusing" }', alasan="keluhan salah")
    task = clinic.claim(p)
    assert task.klaim.muatan == '{"keluhan": "pusing"}'
    clinic.settle(task, P_OK)
    attempts = jobs.detail(clinic.ctx, PETUGAS, p).attempts
    assert attempts[0] == first
    assert [a.muatan_versi for a in attempts] == [1, 2]
    c = t.muatan.c
    versions = clinic.rows(sa.select(c.versi, c.asal, c.oleh, c.alasan).order_by(c.versi))
    assert [tuple(v) for v in versions if v.asal == "edit"] == [(2, "edit", ADMIN.nama, "keluhan salah")]


@pytest.mark.parametrize("body", ["", "{", "[1,", "bukan"])
def test_a_body_that_is_not_json_is_not_sent(clinic: Clinic, body: str) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    with pytest.raises(TidakSah, match="bukan JSON yang benar"):
        jobs.resend(clinic.ctx, ADMIN, p, isi=body, alasan="uji")
    assert clinic.row(p).status == "gagal"


def test_no_such_job(clinic: Clinic) -> None:
    with pytest.raises(TidakDitemukan):
        jobs.resend(clinic.ctx, PETUGAS, 999)
    with pytest.raises(TidakDitemukan):
        jobs.detail(clinic.ctx, PETUGAS, 999)


# ── watching ──────────────────────────────────────────────────────────────────


def test_counts_always_add_up(clinic: Clinic) -> None:
    clinic.registered(1, p=REFUSED)
    clinic.registered(2, a=LOST)
    clinic.register(3)
    dropped = clinic.register(4)
    clinic.cancel(dropped.id)
    clinic.sql(sa.update(t.job).where(t.job.c.id == ids(clinic.register(5))[1]).values(status="kedaluwarsa"))
    count = monitoring.hitung(clinic.ctx, ADMIN, SaringJob(tanggal=HARI))
    assert (count.menunggu, count.berhasil, count.gagal, count.total) == (4, 2, 2, 8)
    assert monitoring.hitung(clinic.ctx, ADMIN, SaringJob()).total == 0
    assert monitoring.hitung(clinic.ctx, ADMIN, SaringJob(semua_tanggal=True)) == count


def test_filters(clinic: Clinic) -> None:
    one, two = clinic.registered(1, p=REFUSED), clinic.register(12)
    everything = monitoring.daftar(clinic.ctx, ADMIN, SaringJob(tanggal=HARI))
    assert [row.id for row in everything] == sorted(ids(one) + ids(two), reverse=True)

    def found(**more: object) -> set[int]:
        return {row.id for row in monitoring.daftar(clinic.ctx, ADMIN, SaringJob(tanggal=HARI, **more))}  # type: ignore[arg-type]

    assert found(jenis=JenisJob.PENDAFTARAN) == {ids(one)[0], ids(two)[0]}
    assert found(norm="0012") == set(ids(two))
    assert found(status=jobs.saring_status("tidak-terkirim")) == {ids(one)[0]}
    assert found(status=jobs.saring_status("Belum Diproses")) == set(ids(two))
    assert found(status=jobs.saring_status("terkirim")) == {ids(one)[1]}
    assert found(status=jobs.saring_status("menunggu")) == set(ids(two))
    with pytest.raises(TidakSah, match="Status apa tidak dikenal"):
        jobs.saring_status("apa")


def test_a_badge_follows_its_job(clinic: Clinic) -> None:
    card = clinic.register(1)
    p, _ = ids(card)
    seen = [keadaan(clinic.card(card.id).p)]
    task = clinic.claim(p)
    seen.append(keadaan(clinic.card(card.id).p))
    clinic.settle(task, LOST)
    seen.append(keadaan(clinic.card(card.id).p))
    clinic.send(p, ABSENT, ABSENT, REFUSED)
    seen.append(keadaan(clinic.card(card.id).p))
    after = clinic.card(card.id).p
    assert after is not None
    assert (after.pesan, after.dari_bpjs, after.http, after.kode) == (REFUSED.pesan, True, 412, "412")
    resend(clinic, card.id)
    clinic.send(p, P_OK)
    seen.append(keadaan(clinic.card(card.id).p))
    assert seen == [Keadaan.PROSES] * 3 + [Keadaan.GAGAL, Keadaan.OK]
    assert kirim.perlu_rawat(clinic.ctx) is False


def test_an_id_that_comes_too_early_is_not_claimed(clinic: Clinic) -> None:
    """Redis may hand out A while P, which goes first, has not been tried."""
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    p, a = ids(card)
    resend(clinic, card.id)
    assert kirim.klaim(clinic.ctx, a, "uji", 60_000, build) is None
    clinic.send(p, P_OK)
    assert kirim.klaim(clinic.ctx, a, "uji", 60_000, build) is not None
