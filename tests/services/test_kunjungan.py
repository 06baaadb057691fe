"""Visits: taken in whole or not at all, after their registration, numbered, collided, deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.failures import Sebab, Vonis
from shared.domain.retries import COLLISIONS, Bacaan
from shared.domain.status import JenisJob, Kelas, StatusJob
from shared.services import jobs, kirim, kunjungan, penyuntingan
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from shared.storage import tables as t
from tests.domain.test_kunjungan import VISIT
from tests.services.clinic import (
    ABSENT,
    ADMIN,
    DONE,
    HARI,
    LOST,
    OFFLINE,
    P_OK,
    READ,
    REFUSED,
    Clinic,
    build,
    card_number,
    ids,
    race,
)

NUMBER = "000000010399Y000001"
V_OK = Vonis(None, nomor=NUMBER, http=201, kode="201")
EARLY = Vonis(Kelas.URUTAN, Sebab.BELUM_DAFTAR, "Belum melakukan pendaftaran pada poli tersebut.", http=412)
COLLIDED = Vonis(Kelas.TAK_PASTI, Sebab.TABRAKAN, "Violation of PRIMARY KEY 'PK_DatKunjungan'", http=500)
THERE = kirim.Hasil(READ, bacaan=Bacaan(True, NUMBER))
STILL = kirim.Hasil(READ, bacaan=Bacaan(False, NUMBER))


def visit(n: int = 1, **changes: Any) -> dict[str, Any]:
    return VISIT | {"noKartu": card_number(n)} | changes


def take_in(clinic: Clinic, folder: Path, *bodies: dict[str, Any]) -> kunjungan.HasilImpor:
    file = folder / "kunjungan.json"
    file.write_text(json.dumps(list(bodies) if len(bodies) != 1 else bodies[0]), encoding="utf-8")
    return kunjungan.impor(clinic.ctx, ADMIN, file)


def visits(clinic: Clinic) -> list[Any]:
    return list(clinic.rows(sa.select(t.kunjungan).order_by(t.kunjungan.c.id)))


# ── taking in ─────────────────────────────────────────────────────────────────


def test_a_visit_finds_its_ticket_and_patient_and_is_sent_as_it_is(clinic: Clinic, tmp_path: Path) -> None:
    card = clinic.registered(1)
    done = take_in(clinic, tmp_path, visit())
    (row,) = visits(clinic)
    assert (row.antrean_id, row.no_kartu, row.tanggal, row.kd_poli) == (card.id, card_number(1), HARI, "001")
    job = clinic.row(done.jobs[0].id)
    assert (job.kunjungan_id, job.pasien_id, job.jenis) == (row.id, row.pasien_id, "kunjungan_pcare")
    task = clinic.claim(job.id)
    assert json.loads(task.klaim.muatan or "") == visit()
    assert task.klaim.kunjungan is not None
    clinic.settle(task, V_OK)
    assert visits(clinic)[0].no_kunjungan == NUMBER
    assert json.loads(clinic.audit("kunjungan.impor")[0].rincian)["banyak"] == 1


def test_a_visit_without_a_ticket_is_sent_all_the_same(clinic: Clinic, tmp_path: Path) -> None:
    done = take_in(clinic, tmp_path, visit(2), visit(77))
    first, second = visits(clinic)
    assert first.antrean_id is second.antrean_id is second.pasien_id is None
    assert first.pasien_id is not None
    assert clinic.send(done.jobs[1].id, V_OK) is StatusJob.TERKIRIM


def test_taking_in_twice_changes_nothing(clinic: Clinic, tmp_path: Path) -> None:
    take_in(clinic, tmp_path, visit(1), visit(2))
    before = visits(clinic), clinic.rows(sa.select(t.job)), clinic.rows(sa.select(t.audit))
    again = take_in(clinic, tmp_path, visit(1), visit(2))
    assert (again.kunjungan, again.jobs, again.sudah) == ((), (), 2)
    assert (visits(clinic), clinic.rows(sa.select(t.job)), clinic.rows(sa.select(t.audit))) == before


def test_another_body_for_the_same_visit_is_refused(clinic: Clinic, tmp_path: Path) -> None:
    take_in(clinic, tmp_path, visit(1))
    with pytest.raises(Bentrok, match=f"berakhiran {card_number(1)[-4:]}"):
        take_in(clinic, tmp_path, visit(2), visit(1, keluhan="lain"))
    assert len(visits(clinic)) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "bukan JSON"),
        ("[" * 100_000, "bukan JSON"),
        ("[]", "satu kunjungan atau daftar"),
        ('"x"', "satu kunjungan atau daftar"),
        ("[1]", "baris 1: setiap kunjungan harus objek"),
        (json.dumps([visit(1), visit(1, keluhan="x")]), "sudah ada di baris 1"),
        (json.dumps([visit(1), visit(2, suhu=36.4)]), "baris 2: suhu: harus teks dengan koma"),
        (json.dumps(visit(1, keluhan="a\x1bb")), "karakter kendali"),
        (json.dumps(visit(1, keluhan="x" * 300_000)), "200 KB"),
        ("\udcff", "bukan JSON"),
    ],
)
def test_a_file_with_anything_wrong_is_refused_whole(
    clinic: Clinic, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "kunjungan.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(TidakSah, match=words):
        kunjungan.impor(clinic.ctx, ADMIN, file)
    assert visits(clinic) == []
    assert clinic.rows(sa.select(t.job.c.id)) == []


def test_a_file_that_is_not_there(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(TidakSah, match="tidak dapat dibaca"):
        kunjungan.impor(sqlite_clinic.ctx, ADMIN, tmp_path / "tidak.json")


def test_many_wrong_ones_are_counted_and_the_first_shown(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(TidakSah) as caught:
        take_in(sqlite_clinic, tmp_path, *(visit(n, suhu=1) for n in range(1, 31)))
    assert caught.value.pesan.startswith("30 kesalahan")
    assert "dan 20 lagi" in caught.value.pesan


def test_two_who_take_in_the_same_file_at_once(clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "kunjungan.json"
    file.write_text(json.dumps([visit(1), visit(2)]), encoding="utf-8")
    found = race(*[lambda: kunjungan.impor(clinic.ctx, ADMIN, file)] * 4)
    assert sorted(len(one.kunjungan) for one in found) == [0, 0, 0, 2]  # type: ignore[union-attr]
    assert len(visits(clinic)) == len(clinic.rows(sa.select(t.job.c.id))) == 2


# ── after its registration ────────────────────────────────────────────────────


def test_a_visit_waits_for_the_registration_on_its_way(clinic: Clinic, tmp_path: Path) -> None:
    p, a = ids(clinic.register(1))
    (job,) = (job.id for job in take_in(clinic, tmp_path, visit()).jobs)
    assert set(clinic.due()) == {p, a}
    clinic.send(p, P_OK)
    assert job in clinic.due()


def test_a_visit_that_was_early_waits_for_the_registration(clinic: Clinic, tmp_path: Path) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    (job,) = (job.id for job in take_in(clinic, tmp_path, visit()).jobs)
    jobs.resend(clinic.ctx, ADMIN, p)
    clinic.send(job, EARLY)
    clinic.elapse(job)
    assert clinic.row(job).setelah_id == p
    assert job not in clinic.due()
    clinic.send(p, P_OK)
    assert job in clinic.due()


def test_a_visit_that_failed_for_its_registration_follows_it(clinic: Clinic, tmp_path: Path) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    (job,) = (job.id for job in take_in(clinic, tmp_path, visit()).jobs)
    assert clinic.send(job, *[EARLY] * 5) is StatusJob.GAGAL
    jobs.resend(clinic.ctx, ADMIN, p)
    clinic.send(p, P_OK)
    assert clinic.row(job).status == "menunggu"
    assert clinic.send(job, V_OK) is StatusJob.TERKIRIM


# ── collisions and unknown outcomes ───────────────────────────────────────────


def test_a_collision_is_sent_again_twice_and_then_read_back(clinic: Clinic, tmp_path: Path) -> None:
    (job,) = (job.id for job in take_in(clinic, tmp_path, visit()).jobs)
    for n in range(1, COLLISIONS + 1):
        assert clinic.send(job, COLLIDED) is StatusJob.MENUNGGU
        row = clinic.row(job)
        assert row.jatuh_tempo - row.diubah == n * 1000
    assert clinic.send(job, COLLIDED) is StatusJob.TAK_PASTI
    assert clinic.row(job).periksa == "hasil"
    assert clinic.send(job, THERE) is StatusJob.TERKIRIM
    assert visits(clinic)[0].no_kunjungan == NUMBER


def test_collisions_break_no_gate(clinic: Clinic, tmp_path: Path) -> None:
    found = take_in(clinic, tmp_path, *(visit(n) for n in range(1, 8))).jobs
    for job in found:
        clinic.send(job.id, COLLIDED)
    gate = clinic.gate("pcare")
    assert gate is None or gate.status == "normal"


def test_an_unknown_outcome_is_read_and_only_an_absent_visit_sent_again(
    clinic: Clinic, tmp_path: Path
) -> None:
    (job,) = (job.id for job in take_in(clinic, tmp_path, visit()).jobs)
    assert clinic.send(job, LOST, ABSENT, ABSENT) is StatusJob.MENUNGGU
    assert clinic.send(job, LOST, THERE) is StatusJob.TERKIRIM


def test_visits_are_under_way_one_at_a_time(clinic: Clinic, tmp_path: Path) -> None:
    first, second = (job.id for job in take_in(clinic, tmp_path, visit(1), visit(2)).jobs)
    task = clinic.claim(first)
    clinic.elapse(second)
    assert kirim.klaim(clinic.ctx, second, "uji", 60_000, build) is None
    clinic.settle(task, V_OK)
    clinic.elapse(second)
    assert clinic.claim(second).klaim.id == second


# ── deleting ──────────────────────────────────────────────────────────────────


def sent(clinic: Clinic, folder: Path, what: Vonis = V_OK) -> int:
    done = take_in(clinic, folder, visit())
    clinic.send(done.jobs[0].id, what)
    return done.kunjungan[0]


def test_a_sent_visit_is_deleted_by_its_number_and_may_come_again(clinic: Clinic, tmp_path: Path) -> None:
    number = sent(clinic, tmp_path)
    with pytest.raises(TidakSah, match="pastikan dulu"):
        kunjungan.hapus(clinic.ctx, ADMIN, number)
    job = kunjungan.hapus(clinic.ctx, ADMIN, number, yakin=True)
    assert (job.jenis, job.status) == (JenisJob.HAPUS_KUNJUNGAN, StatusJob.MENUNGGU)
    with pytest.raises(Bentrok, match="masih diproses"):
        kunjungan.hapus(clinic.ctx, ADMIN, number, yakin=True)
    task = clinic.claim(job.id)
    assert task.klaim.kunjungan is not None
    assert task.klaim.kunjungan.no_kunjungan == NUMBER
    clinic.settle(task, DONE)
    with pytest.raises(TidakSah, match="sudah dihapus"):
        kunjungan.hapus(clinic.ctx, ADMIN, number, yakin=True)
    assert len(take_in(clinic, tmp_path, visit()).kunjungan) == 1
    assert len(visits(clinic)) == 2


def test_without_its_number_a_visit_is_looked_up_first(clinic: Clinic, tmp_path: Path) -> None:
    number = sent(clinic, tmp_path, Vonis(None, http=201, kode="201"))
    job = kunjungan.hapus(clinic.ctx, ADMIN, number, yakin=True)
    assert job.status is StatusJob.TAK_PASTI
    assert clinic.send(job.id, STILL, STILL) is StatusJob.MENUNGGU
    assert visits(clinic)[0].no_kunjungan == NUMBER
    assert clinic.send(job.id, DONE) is StatusJob.TERKIRIM
    assert visits(clinic)[0].kunci is None


def test_what_is_not_there_needs_no_deletion(clinic: Clinic, tmp_path: Path) -> None:
    number = sent(clinic, tmp_path, REFUSED)
    with pytest.raises(TidakSah, match="belum ada di PCare"):
        kunjungan.hapus(clinic.ctx, ADMIN, number, yakin=True)
    with pytest.raises(TidakDitemukan):
        kunjungan.hapus(clinic.ctx, ADMIN, 999, yakin=True)


def test_a_visit_still_on_its_way_is_not_deleted(clinic: Clinic, tmp_path: Path) -> None:
    number = sent(clinic, tmp_path, OFFLINE)
    with pytest.raises(Bentrok, match="masih diproses"):
        kunjungan.hapus(clinic.ctx, ADMIN, number, yakin=True)


def test_two_who_delete_at_once(clinic: Clinic, tmp_path: Path) -> None:
    number = sent(clinic, tmp_path)
    found = race(*[lambda: kunjungan.hapus(clinic.ctx, ADMIN, number, yakin=True)] * 3)
    assert sorted(type(one).__name__ for one in found) == ["Bentrok", "Bentrok", "JobRingkas"]


# ── editing ───────────────────────────────────────────────────────────────────


def test_a_visit_that_was_refused_is_edited_and_told_what_pcare_will_refuse(
    clinic: Clinic, tmp_path: Path
) -> None:
    (job,) = (job.id for job in take_in(clinic, tmp_path, visit()).jobs)
    clinic.send(job, REFUSED)
    body = json.dumps(visit(suhu="36.4", sistole=1))
    seen = penyuntingan.periksa(clinic.ctx, ADMIN, job, body)
    assert {wrong.kolom for wrong in seen.kunjungan} == {"suhu", "sistole"}
    penyuntingan.kirim_ulang(
        clinic.ctx, ADMIN, job, isi=json.dumps(visit(kdDiag1="A09", keluhan="mual")), alasan="diagnosa"
    )
    assert json.loads(clinic.claim(job).klaim.muatan or "")["keluhan"] == "mual"


def test_an_unlocked_key_moves_the_visit_and_never_onto_another(clinic: Clinic, tmp_path: Path) -> None:
    first, second = (job.id for job in take_in(clinic, tmp_path, visit(1), visit(2)).jobs)
    clinic.send(first, REFUSED)
    with pytest.raises(Bentrok, match="sudah ada"):
        jobs.resend(clinic.ctx, ADMIN, first, isi=json.dumps(visit(2)), alasan="x", buka_kunci=True)
    assert clinic.row(first).status == "gagal"
    with pytest.raises(TidakSah, match="harus ada dan benar"):
        jobs.resend(clinic.ctx, ADMIN, first, isi="{}", alasan="x", buka_kunci=True)
    jobs.resend(clinic.ctx, ADMIN, first, isi=json.dumps(visit(3)), alasan="x", buka_kunci=True)
    assert [row.no_kartu for row in visits(clinic)] == [card_number(3), card_number(2)]
    assert clinic.row(second).status == "menunggu"


def test_the_list_of_visits(clinic: Clinic, tmp_path: Path) -> None:
    number = sent(clinic, tmp_path)
    (row,) = kunjungan.daftar(clinic.ctx, ADMIN, tanggal=HARI)
    assert (row.id, row.no_kunjungan, row.norm, row.status) == (number, NUMBER, "000001", "terkirim")
    assert kunjungan.daftar(clinic.ctx, ADMIN) == ()
    assert len(kunjungan.daftar(clinic.ctx, ADMIN, semua_tanggal=True)) == 1
