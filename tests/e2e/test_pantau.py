"""Monitoring against the simulator, with real workers: every type of job, visits, groups of failures."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.status import FAILED_JOB, JENIS_BPJS, JenisJob, StatusJob
from shared.services import antrean, jobs, kunjungan, massal, monitoring, penyuntingan
from shared.services.monitoring import SaringJob
from tests.domain.test_kunjungan import VISIT
from tests.e2e.peralatan import ADMIN, HARI, PETUGAS, Klinik, kartu_bpjs

CEPAT = 0.05
DAY = SaringJob(tanggal=HARI)
OPERASI = {
    JenisJob.PENDAFTARAN: "pendaftaran.tambah",
    JenisJob.TAMBAH_ANTREAN: "antrean.tambah",
    JenisJob.PANGGIL_ANTREAN: "antrean.panggil",
    JenisJob.BATAL_ANTREAN: "antrean.batal",
    JenisJob.KUNJUNGAN: "kunjungan.tambah",
    JenisJob.HAPUS_PENDAFTARAN: "pendaftaran.hapus",
    JenisJob.HAPUS_KUNJUNGAN: "kunjungan.hapus",
}
EDIT: dict[JenisJob, dict[str, Any]] = {
    JenisJob.PENDAFTARAN: {"keluhan": "pusing"},
    JenisJob.TAMBAH_ANTREAN: {"keterangan": "diperbaiki"},
    JenisJob.PANGGIL_ANTREAN: {"status": 2},
    JenisJob.BATAL_ANTREAN: {"alasan": "diperbaiki"},
    JenisJob.KUNJUNGAN: {"keluhan": "mual"},
    JenisJob.HAPUS_PENDAFTARAN: {},
    JenisJob.HAPUS_KUNJUNGAN: {},
}


def impor(klinik: Klinik, *numbers: int, **changes: Any) -> kunjungan.HasilImpor:
    file = klinik.folder / "kunjungan.json"
    bodies = [VISIT | {"noKartu": kartu_bpjs(n), "kdDokter": "101"} | changes for n in numbers]
    file.write_text(json.dumps(bodies), encoding="utf-8")
    return kunjungan.impor(klinik.ctx, ADMIN, file)


def _registration(klinik: Klinik) -> None:
    klinik.daftar(1)


def _call(klinik: Klinik) -> None:
    ticket = klinik.daftar(1)
    klinik.sekali(tempo=CEPAT)
    antrean.panggil(klinik.ctx, PETUGAS, ticket.id)


def _cancel(klinik: Klinik) -> None:
    ticket = klinik.daftar(1)
    klinik.sekali(tempo=CEPAT)
    antrean.batal(klinik.ctx, PETUGAS, ticket.id, alasan="salah_data")


def _visit(klinik: Klinik) -> None:
    klinik.daftar(1)
    klinik.sekali(tempo=CEPAT)
    impor(klinik, 1)


def _delete_visit(klinik: Klinik) -> None:
    klinik.daftar(1)
    klinik.sekali(tempo=CEPAT)
    (number,) = impor(klinik, 1).kunjungan
    klinik.sekali(tempo=CEPAT)
    kunjungan.hapus(klinik.ctx, ADMIN, number, yakin=True)


PREPARE: dict[JenisJob, Callable[[Klinik], None]] = {
    JenisJob.PENDAFTARAN: _registration,
    JenisJob.TAMBAH_ANTREAN: _registration,
    JenisJob.PANGGIL_ANTREAN: _call,
    JenisJob.BATAL_ANTREAN: _cancel,
    JenisJob.KUNJUNGAN: _visit,
    JenisJob.HAPUS_PENDAFTARAN: _cancel,
    JenisJob.HAPUS_KUNJUNGAN: _delete_visit,
}


@pytest.mark.parametrize("jenis", JENIS_BPJS)
def test_each_type_is_sent_fails_is_edited_and_sent_again(klinik_sqlite: Klinik, jenis: JenisJob) -> None:
    klinik = klinik_sqlite
    code = (
        {"kode": 201, "tempat": "meta"} if "antrean" in OPERASI[jenis] else {"kode": 412, "tempat": "daftar"}
    )
    klinik.simulator.gangguan(jenis="kode", pesan="Isian ditolak", operasi=OPERASI[jenis], kali=1, **code)
    PREPARE[jenis](klinik)
    klinik.sekali(tempo=CEPAT)
    saring = SaringJob(tanggal=HARI, jenis=jenis)
    (row,) = monitoring.muat(klinik.ctx, ADMIN, saring).halaman.baris
    assert row.status is StatusJob.GAGAL, row
    assert "Isian ditolak" in row.pesan

    body = json.loads(penyuntingan.mulai_edit(klinik.ctx, ADMIN, row.id).isi)
    penyuntingan.kirim_ulang(
        klinik.ctx, ADMIN, row.id, isi=json.dumps(body | EDIT[jenis]), alasan="diperbaiki", yakin=True
    )
    klinik.sekali(tempo=CEPAT)
    found = monitoring.detail(klinik.ctx, ADMIN, row.id)
    assert found.job.status is StatusJob.TERKIRIM, found.attempts[-1]
    assert len(klinik.simulator.permintaan(OPERASI[jenis])) == 2
    sent = klinik.simulator.permintaan(OPERASI[jenis])[-1]
    if EDIT[jenis]:
        assert json.loads(sent["isi"]) == body | EDIT[jenis]
        request, _ = monitoring.bedakan(found, found.attempts[0].no, found.attempts[-1].no)
        assert [d.jalur for d in request] == list(EDIT[jenis])
    assert [v.asal for v in found.versi][-1] == "edit"
    assert monitoring.hitung(klinik.ctx, ADMIN, saring).berhasil == 1


def test_visits_go_one_at_a_time_and_each_is_there_once(klinik: Klinik) -> None:
    """Collisions are on: two that met would collide, and the ledger would count the refused ones."""
    numbers = range(1, 9)
    klinik.daftar_semua(numbers)
    klinik.pekerja(tempo=CEPAT)
    klinik.tenang()
    done = impor(klinik, *numbers)
    klinik.tunggu(
        lambda: all(job.status is StatusJob.TERKIRIM for job in jobs.hasil(klinik.ctx, ADMIN, _ids(done))),
        60,
        "every visit to be sent",
    )
    page = klinik.simulator.buku()
    assert len(page["kunjungan"]) == len(numbers)
    attempts = [a for job in _ids(done) for a in jobs.detail(klinik.ctx, ADMIN, job).attempts]
    assert all("PK_DatKunjungan" not in a.response for a in attempts)
    assert {row.no_kunjungan for row in kunjungan.daftar(klinik.ctx, ADMIN, tanggal=HARI)} == {
        row["no_kunjungan"] for row in page["kunjungan"]
    }


def _ids(done: kunjungan.HasilImpor) -> tuple[int, ...]:
    return tuple(job.id for job in done.jobs)


def test_a_collision_is_sent_again_and_a_lost_answer_read_in_the_history(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    klinik.daftar_semua([1, 2])
    klinik.sekali(tempo=CEPAT)
    text = "Violation of PRIMARY KEY constraint 'PK_DatKunjungan'."
    klinik.simulator.gangguan(jenis="kode", kode=500, pesan=text, operasi="kunjungan.tambah", kali=1)
    first = impor(klinik, 1)
    klinik.sekali(tempo=CEPAT)
    assert jobs.hasil(klinik.ctx, ADMIN, _ids(first))[0].status is StatusJob.TERKIRIM
    assert klinik.simulator.panggilan("kunjungan.riwayat") == 0
    klinik.simulator.gangguan(jenis="jawaban_hilang", operasi="kunjungan.tambah", kali=1)
    second = impor(klinik, 2)
    klinik.sekali(tempo=CEPAT)
    assert jobs.hasil(klinik.ctx, ADMIN, _ids(second))[0].status is StatusJob.TERKIRIM
    assert klinik.simulator.panggilan("kunjungan.riwayat") == 1
    assert len(klinik.simulator.buku()["kunjungan"]) == 2
    assert klinik.simulator.buku()["riwayat"].get("kunjungan_ditolak_ganda", 0) == 0


def test_a_visit_before_its_registration_follows_it(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    klinik.daftar(1)
    done = impor(klinik, 1)
    klinik.sekali(tempo=CEPAT)
    assert jobs.hasil(klinik.ctx, ADMIN, _ids(done))[0].status is StatusJob.TERKIRIM
    assert klinik.simulator.panggilan("kunjungan.tambah") == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_visit_is_deleted_with_or_without_its_number(klinik_sqlite: Klinik, known: bool) -> None:
    klinik = klinik_sqlite
    klinik.daftar(1)
    klinik.sekali(tempo=CEPAT)
    done = impor(klinik, 1)
    klinik.sekali(tempo=CEPAT)
    if not known:
        from sqlalchemy import update

        from shared.storage.tables import kunjungan as table

        with klinik.ctx.storage.write() as conn:
            conn.execute(update(table).values(no_kunjungan=None))
    kunjungan.hapus(klinik.ctx, ADMIN, done.kunjungan[0], yakin=True)
    klinik.sekali(tempo=CEPAT)
    (row,) = kunjungan.daftar(klinik.ctx, ADMIN, tanggal=HARI)
    assert (row.jenis, row.status) == ("hapus_kunjungan_pcare", "terkirim")
    assert klinik.simulator.buku()["kunjungan"] == []


def test_a_morning_of_failures_is_grouped_released_and_sent(klinik: Klinik) -> None:
    klinik.simulator.tolak(3, "Dokter 12345 sedang cuti")
    klinik.daftar_semua(range(1, 4))
    klinik.sekali(tempo=CEPAT)
    before = monitoring.hitung(klinik.ctx, ADMIN, DAY)
    assert (before.gagal, before.total) == (6, 6)
    groups = monitoring.kelompok(klinik.ctx, ADMIN, DAY)
    assert sum(group.jumlah for group in groups) == 6
    for group in groups:
        assert massal.lepas_kelompok(klinik.ctx, ADMIN, DAY, group.kunci).gagal == ()
    klinik.sekali(tempo=CEPAT)
    after = monitoring.hitung(klinik.ctx, ADMIN, DAY)
    assert (after.berhasil, after.gagal) == (6, 0)
    assert not {row.status for row in monitoring.daftar(klinik.ctx, ADMIN, DAY)} & FAILED_JOB
