"""Call, skip, accept, finish: the moves of a ticket, what they write down, and races for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.accept import TABEL, Fokus, Palang
from shared.domain.badges import Keadaan
from shared.domain.records import Kartu, Pelaku
from shared.domain.status import TICKET_MOVES, JenisJob, StatusAntrean, StatusJob
from shared.services import antrean
from shared.services.errors import Bentrok, DekaError, PerluKonfirmasi, TidakDitemukan
from shared.services.konteks import Konteks
from shared.storage import tables as t
from tests.services.clinic import A_OK, P_OK, PETUGAS, REFUSED, Clinic, actor, ids, job_of, race

Move = Callable[..., Any]


def cancel(ctx: Konteks, pelaku: Pelaku, antrean_id: int, **more: Any) -> Any:
    return antrean.batal(ctx, pelaku, antrean_id, alasan="salah_data", **more)


MOVES: dict[str, tuple[Move, StatusAntrean]] = {
    "panggil": (antrean.panggil, StatusAntrean.MENUNGGU),
    "lewati": (antrean.lewati, StatusAntrean.DILEWATI),
    "terima": (antrean.terima, StatusAntrean.DITERIMA),
    "selesai": (antrean.selesai, StatusAntrean.SELESAI),
    "batal": (cancel, StatusAntrean.BATAL),
}


def put(clinic: Clinic, status: StatusAntrean) -> Kartu:
    """A ticket BPJS need not hear of, in any state."""
    card = clinic.register(1, penjamin_id=1)
    clinic.sql(sa.update(t.antrean).where(t.antrean.c.id == card.id).values(status=status.value))
    return clinic.card(card.id)


@pytest.mark.parametrize("name", list(MOVES))
def test_every_move_from_every_state(clinic: Clinic, name: str) -> None:
    move, target = MOVES[name]
    for status in StatusAntrean:
        card = put(clinic, status)
        legal = target in TICKET_MOVES[status] or (name == "panggil" and status is StatusAntrean.MENUNGGU)
        again = name == "batal" and status is StatusAntrean.BATAL
        deeds = len(clinic.audit())
        if legal or again:
            move(clinic.ctx, PETUGAS, card.id, versi=card.versi)
            after = clinic.card(card.id)
            assert after.status is target
            assert after.versi == card.versi + (0 if again else 1)
            assert len(clinic.audit()) == deeds + (0 if again else 1)
            continue
        with pytest.raises(Bentrok) as caught:
            move(clinic.ctx, PETUGAS, card.id, versi=card.versi)
        assert caught.value.kode == "antrean_tidak_bisa"
        assert caught.value.kartu == card
        assert clinic.card(card.id) == card
        assert len(clinic.audit()) == deeds


@pytest.mark.parametrize("name", list(MOVES))
def test_a_ticket_that_is_not_there(clinic: Clinic, name: str) -> None:
    with pytest.raises(TidakDitemukan, match="Antrean dengan id 999 tidak ditemukan"):
        MOVES[name][0](clinic.ctx, PETUGAS, 999)


@pytest.mark.parametrize("name", list(MOVES))
def test_a_ticket_of_another_clinic_is_not_there(clinic: Clinic, name: str) -> None:
    card = put(clinic, StatusAntrean.DITERIMA if name == "selesai" else StatusAntrean.MENUNGGU)
    clinic.sql(sa.insert(t.faskes).values(id=77, kode="77", nama="Lain", zona="Asia/Jakarta"))
    clinic.sql(sa.update(t.antrean).values(faskes_id=77))
    with pytest.raises(TidakDitemukan):
        MOVES[name][0](clinic.ctx, PETUGAS, card.id)


@pytest.mark.parametrize("name", list(MOVES))
def test_an_old_version_loses_and_is_told_who_won(clinic: Clinic, name: str) -> None:
    card = put(clinic, StatusAntrean.DITERIMA if name == "selesai" else StatusAntrean.MENUNGGU)
    clinic.sql(
        sa.update(t.antrean)
        .where(t.antrean.c.id == card.id)
        .values(versi=card.versi + 1, diubah_loket="2", diubah_oleh="budi", diubah=4_076_270_040_000)
    )
    with pytest.raises(Bentrok) as caught:
        MOVES[name][0](clinic.ctx, PETUGAS, card.id, versi=card.versi)
    assert caught.value.kode == "antrean_bentrok"
    assert caught.value.pesan == "Antrean #A-001 sudah diproses loket 2, 08:14."
    assert caught.value.kartu == clinic.card(card.id)


def test_who_won_without_a_counter_is_named(clinic: Clinic) -> None:
    card = put(clinic, StatusAntrean.MENUNGGU)
    antrean.lewati(clinic.ctx, actor(name="budi", loket=""), card.id)
    with pytest.raises(Bentrok, match="sudah diproses budi, "):
        antrean.lewati(clinic.ctx, PETUGAS, card.id, versi=card.versi)


# ── calls ─────────────────────────────────────────────────────────────────────


def calls(clinic: Clinic, card: Kartu) -> list[tuple[int, str, str]]:
    c = t.panggilan.c
    rows = clinic.rows(sa.select(c.ke, c.loket, c.oleh).where(c.antrean_id == card.id).order_by(c.ke))
    return [(row.ke, row.loket, row.oleh) for row in rows]


def test_calls_are_rows_of_their_own(clinic: Clinic) -> None:
    card = clinic.register(1, penjamin_id=1)
    assert card.dipanggil is None
    first = antrean.panggil(clinic.ctx, PETUGAS, card.id, versi=card.versi)
    assert (first.status, first.panggilan, first.loket) == (StatusAntrean.MENUNGGU, 1, "1")
    assert first.dipanggil is not None
    second = antrean.panggil(clinic.ctx, actor(name="budi", loket="2"), card.id)
    assert (second.panggilan, second.loket, second.diubah_oleh) == (2, "2", "budi")
    assert calls(clinic, card) == [(1, "1", PETUGAS.nama), (2, "2", "budi")]


def test_a_skipped_ticket_comes_back_when_it_is_called(clinic: Clinic) -> None:
    card = clinic.register(1, penjamin_id=1)
    skipped = antrean.lewati(clinic.ctx, PETUGAS, card.id)
    assert skipped.status is StatusAntrean.DILEWATI
    back = antrean.panggil(clinic.ctx, PETUGAS, card.id, versi=skipped.versi)
    assert (back.status, back.panggilan) == (StatusAntrean.MENUNGGU, 1)


def test_bpjs_hears_of_the_first_call_only(clinic: Clinic) -> None:
    card = clinic.registered(1)
    called = antrean.panggil(clinic.ctx, PETUGAS, card.id)
    (job,) = called.lain
    assert (job.jenis, job.status) == (JenisJob.PANGGIL_ANTREAN, StatusJob.MENUNGGU)
    task = clinic.claim(job.id)
    assert task.klaim.parameter == {"status": 1, "waktu": called.dipanggil}
    assert len(antrean.panggil(clinic.ctx, PETUGAS, card.id).lain) == 1
    clinic.settle(task, A_OK)
    assert len(antrean.panggil(clinic.ctx, PETUGAS, card.id).lain) == 1


def test_the_call_waits_until_bpjs_knows_the_ticket(clinic: Clinic) -> None:
    card = clinic.register(1)
    called = antrean.panggil(clinic.ctx, PETUGAS, card.id)
    assert called.lain == ()
    p, a = ids(card)
    clinic.send(a, REFUSED)
    assert clinic.card(card.id).lain == ()
    antrean.resend_pcare(clinic.ctx, PETUGAS, card.id)
    clinic.send(p, P_OK)
    clinic.send(a, A_OK)
    (job,) = clinic.card(card.id).lain
    assert job.jenis is JenisJob.PANGGIL_ANTREAN


def test_bpjs_does_not_hear_of_calls_that_are_none_of_its_business(clinic: Clinic) -> None:
    umum = clinic.register(1, penjamin_id=1)
    assert antrean.panggil(clinic.ctx, PETUGAS, umum.id).lain == ()
    apotek = clinic.register(2, "APOTEK", None)
    assert antrean.panggil(clinic.ctx, PETUGAS, apotek.id).lain == ()


def test_the_call_can_be_told_at_the_accepting(clinic: Clinic) -> None:
    from dataclasses import replace

    bpjs = replace(clinic.ctx.settings.bpjs, panggil_saat="terima")
    ctx = clinic.station(bpjs=bpjs)
    card = clinic.registered(1)
    assert antrean.panggil(ctx, PETUGAS, card.id).lain == ()
    accepted = antrean.terima(ctx, PETUGAS, card.id)
    assert [job.jenis for job in accepted.lain] == [JenisJob.PANGGIL_ANTREAN]


# ── the gate before accepting ─────────────────────────────────────────────────

AS_ROWS: dict[Keadaan, tuple[StatusJob | None, ...]] = {
    Keadaan.OK: (StatusJob.TERKIRIM,),
    Keadaan.GAGAL: (StatusJob.GAGAL, StatusJob.KEDALUWARSA),
    Keadaan.PROSES: (StatusJob.MENUNGGU, StatusJob.PROSES, StatusJob.TAK_PASTI),
    Keadaan.TIDAK_ADA: (None, StatusJob.DIBATALKAN),
}


def with_jobs(clinic: Clinic, n: int, p: StatusJob | None, a: StatusJob | None) -> Kartu:
    card = clinic.register(n)
    for job, status in zip(ids(card), (p, a), strict=True):
        if status is None:
            clinic.sql(sa.delete(t.job).where(t.job.c.id == job))
        else:
            words = f"kata {job}" if status is StatusJob.GAGAL else ""
            clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(status=status.value, pesan=words))
    return clinic.card(card.id)


@pytest.mark.parametrize(("p", "a"), [pytest.param(p, a, id=f"P {p.value}-A {a.value}") for p, a in TABEL])
def test_the_gate_through_real_rows(clinic: Clinic, p: Keadaan, a: Keadaan) -> None:
    palang, fokus = TABEL[p, a]
    made = [with_jobs(clinic, n + 1, AS_ROWS[p][n % len(AS_ROWS[p])], AS_ROWS[a][n % len(AS_ROWS[a])])
            for n in range(max(len(AS_ROWS[p]), len(AS_ROWS[a])))]  # fmt: skip
    for card in made:
        if palang is Palang.LURUS:
            accepted = antrean.terima(clinic.ctx, PETUGAS, card.id, versi=card.versi)
            assert accepted.status is StatusAntrean.DITERIMA
            assert clinic.audit("antrean.terima_tetap") == []
            continue
        with pytest.raises(PerluKonfirmasi) as caught:
            antrean.terima(clinic.ctx, PETUGAS, card.id, versi=card.versi)
        verdict = caught.value.terima
        assert (verdict.palang, verdict.fokus) == (palang, fokus)
        failed = {job for state, job in ((p, card.p), (a, card.a)) if state is Keadaan.GAGAL}
        assert set(verdict.gagal) == failed
        assert caught.value.kartu == card
        assert clinic.card(card.id) == card
        accepted = antrean.terima(clinic.ctx, PETUGAS, card.id, versi=card.versi, tetap=True)
        assert accepted.status is StatusAntrean.DITERIMA
    if palang is not Palang.LURUS:
        rows = clinic.audit("antrean.terima_tetap")
        assert [row.objek_id for row in rows] == [card.id for card in made]
        assert f'"palang": "{palang.value}"' in rows[0].rincian


def test_going_on_in_spite_of_failures_is_written_down_with_the_errors(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=REFUSED)
    antrean.terima(clinic.ctx, PETUGAS, card.id, tetap=True)
    (row,) = clinic.audit("antrean.terima_tetap")
    assert (row.pelaku, row.objek_id, row.hasil) == (PETUGAS.nama, card.id, "ok")
    assert row.waktu > 0
    for words in ('"keras"', '"pendaftaran_pcare"', '"tambah_antrean_fktp"', REFUSED.pesan):
        assert words in row.rincian
    assert len(clinic.audit("antrean.terima")) == 1


def test_the_question_about_accepting_says_what_is_missing(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED, a=None)
    with pytest.raises(PerluKonfirmasi, match=r"\(P: Gagal, A: processing\)") as caught:
        antrean.terima(clinic.ctx, PETUGAS, card.id)
    assert caught.value.terima.fokus is Fokus.RESEND


@pytest.mark.parametrize(
    "more", [{"penjamin_id": 1}, {"ruangan": "APOTEK", "dokter": None}], ids=["umum", "apotek"]
)
def test_no_gate_where_bpjs_need_not_hear(clinic: Clinic, more: dict[str, Any]) -> None:
    card = clinic.register(1, **more)
    assert antrean.terima(clinic.ctx, PETUGAS, card.id).status is StatusAntrean.DITERIMA
    assert clinic.audit("antrean.terima_tetap") == []


def test_the_gate_sees_a_job_that_failed_a_moment_ago(clinic: Clinic) -> None:
    """What the counter saw on its card does not matter: the gate reads inside the accepting transaction."""
    seen = clinic.registered(1)
    clinic.sql(sa.update(t.job).where(t.job.c.id == ids(seen)[0]).values(status="gagal"))
    with pytest.raises(PerluKonfirmasi):
        antrean.terima(clinic.ctx, PETUGAS, seen.id, versi=seen.versi)


def test_an_outcome_of_a_job_does_not_make_a_counters_version_old(clinic: Clinic) -> None:
    seen = clinic.register(1)
    for job, verdict in zip(ids(seen), (P_OK, A_OK), strict=True):
        clinic.send(job, verdict)
    accepted = antrean.terima(clinic.ctx, PETUGAS, seen.id, versi=seen.versi)
    assert (accepted.status, accepted.no_antrean_pcare) == (StatusAntrean.DITERIMA, "A12")


def test_every_move_is_written_down(clinic: Clinic) -> None:
    card = clinic.register(1, penjamin_id=1)
    for move in (antrean.panggil, antrean.lewati, antrean.panggil, antrean.terima, antrean.selesai):
        move(clinic.ctx, PETUGAS, card.id)
    other = clinic.register(2, penjamin_id=1)
    clinic.cancel(other.id)
    rows = [row for row in clinic.audit() if row.aksi != "antrean.daftar"]
    assert [row.aksi.removeprefix("antrean.") for row in rows] == [
        "panggil", "lewati", "panggil", "terima", "selesai", "batal",
    ]  # fmt: skip
    assert {(row.hasil, row.objek, row.stasiun, row.pelaku) for row in rows} == {
        ("ok", "antrean", "1", PETUGAS.nama)
    }
    assert '"sebelum": "menunggu"' in rows[1].rincian
    assert '"sesudah": "dilewati"' in rows[1].rincian


# ── races ─────────────────────────────────────────────────────────────────────


def counters(clinic: Clinic, card: Kartu, *moves: Move) -> list[Any]:
    """Every move at the version of *card*, each from a counter of its own, all at once."""
    hands = [actor(name=f"petugas{n}", loket=str(n)) for n in range(1, len(moves) + 1)]
    return race(
        *(
            (lambda m=m, h=h: m(clinic.ctx, h, card.id, versi=card.versi))  # type: ignore[misc]
            for m, h in zip(moves, hands, strict=True)
        )
    )


@pytest.mark.parametrize(
    "moves",
    [
        pytest.param((antrean.terima,) * 6, id="accept"),
        pytest.param((antrean.panggil,) * 6, id="call"),
        pytest.param((antrean.lewati,) * 6, id="skip"),
        pytest.param((antrean.terima, antrean.panggil, antrean.lewati) * 2, id="mixed"),
        pytest.param((antrean.terima, cancel, antrean.panggil, antrean.lewati), id="mixed with cancel"),
    ],
)
def test_one_of_many_hands_wins(clinic: Clinic, moves: tuple[Move, ...]) -> None:
    card = clinic.registered(1)
    made = counters(clinic, card, *moves)
    losers = [item for item in made if isinstance(item, Exception)]
    assert len(losers) == len(moves) - 1, made
    after = clinic.card(card.id)
    assert after.versi == card.versi + 1
    for loser in losers:
        assert isinstance(loser, Bentrok), loser
        assert loser.kode == "antrean_bentrok"
        assert f"sudah diproses loket {after.diubah_loket}, " in loser.pesan
        assert loser.kartu is not None
        assert loser.kartu.versi == after.versi
    deeds = [row for row in clinic.audit() if row.aksi != "antrean.daftar"]
    assert len(deeds) == 1
    assert deeds[0].stasiun == after.diubah_loket


def test_many_hands_that_cancel_all_succeed_but_one_did_it(clinic: Clinic) -> None:
    card = clinic.registered(1)
    made = counters(clinic, card, *(cancel,) * 6)
    assert [item for item in made if isinstance(item, Exception)] == []
    assert sorted(result.sudah for result in made) == [False] + [True] * 5
    after = clinic.card(card.id)
    assert len(after.lain) == 2
    assert len(clinic.audit("antrean.batal")) == 1


def test_many_hands_that_resend_start_one_job(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED)
    made = race(*(lambda: antrean.resend_pcare(clinic.ctx, PETUGAS, card.id),) * 6)
    losers = [item for item in made if isinstance(item, Exception)]
    assert len(losers) == 5
    assert {item.kode for item in losers if isinstance(item, DekaError)} == {"resend_masih_proses"}
    assert clinic.row(ids(card)[0]).status == "menunggu"
    assert len(clinic.card(card.id).jobs) == 2


def test_accepting_and_settling_at_once_never_disagree(clinic: Clinic) -> None:
    """Whichever comes first: an accepted ticket went through the gate as the rows then stood."""
    cards = [clinic.registered(n, p=None) for n in range(1, 5)]
    for card in cards:
        task = clinic.claim(ids(card)[0])

        def accept(card: Kartu = card) -> Kartu:
            return antrean.terima(clinic.ctx, PETUGAS, card.id, versi=card.versi)

        accepted, settled = race(accept, lambda task=task: clinic.settle(task, REFUSED))  # type: ignore[misc]
        assert settled is True
        assert isinstance(accepted, PerluKonfirmasi)
        assert accepted.terima.palang in (Palang.LUNAK, Palang.PERINGATAN)
        assert clinic.card(card.id).status is StatusAntrean.MENUNGGU
        assert job_of(clinic.card(card.id), JenisJob.PENDAFTARAN) == clinic.card(card.id).p
