"""The monitoring page: rights, table and counts, a job in full, groups of failures, the day at a glance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.failures import Vonis
from shared.domain.pantau import KOLOM, BarisPantau, Kursor, Lencana, lencana
from shared.domain.records import Pelaku
from shared.domain.status import FAILED_JOB, JENIS_SATUSEHAT, JenisJob, Kelas, StatusJob
from shared.domain.tickets import end_of_day
from shared.security.permissions import ROLES, SATUSEHAT, UNMASK
from shared.security.segel import polos
from shared.services import ekspor, jobs, kunjungan, massal, monitoring, penyuntingan
from shared.services.errors import Ditolak, TidakDitemukan
from shared.services.monitoring import SaringJob, Tutup
from shared.storage import tables as t
from shared.texts_pantau import JUDUL_KOLOM
from tests.services.clinic import (
    ADMIN,
    DONE,
    HARI,
    LOST,
    OFFLINE,
    P_OK,
    PASSWORD,
    REFUSED,
    SCREENING,
    Clinic,
    actor,
    ids,
    norm,
)

DAY = SaringJob(tanggal=HARI)


def refused(text: str) -> Vonis:
    return Vonis(Kelas.DATA, pesan=text, http=412, kode="412")


# ── rights ────────────────────────────────────────────────────────────────────

Deed = Callable[[Clinic, Pelaku, Path], Any]
DEEDS: dict[str, Deed] = {
    "monitoring.lihat muat": lambda c, p, _: monitoring.muat(c.ctx, p, DAY),
    "monitoring.lihat daftar": lambda c, p, _: monitoring.daftar(c.ctx, p, DAY),
    "monitoring.lihat hitung": lambda c, p, _: monitoring.hitung(c.ctx, p, DAY),
    "monitoring.lihat baris": lambda c, p, _: monitoring.baris(c.ctx, p, (1,)),
    "monitoring.lihat kelompok": lambda c, p, _: monitoring.kelompok(c.ctx, p, DAY),
    "monitoring.lihat saring": lambda c, p, _: monitoring.saring_kelompok(c.ctx, p, DAY, "x"),
    "monitoring.lihat sekilas": lambda c, p, _: monitoring.sekilas(c.ctx, p, HARI),
    "monitoring.lihat lepas": lambda c, p, _: massal.lepas_kelompok(c.ctx, p, DAY, "x"),
    "monitoring.detail": lambda c, p, _: monitoring.detail(c.ctx, p, 1),
    "identitas.buka": lambda c, p, _: monitoring.buka_identitas(c.ctx, p, 1),
    "job.edit mulai": lambda c, p, _: penyuntingan.mulai_edit(c.ctx, p, 1),
    "job.edit buang": lambda c, p, _: penyuntingan.buang_edit(c.ctx, p, 1),
    "job.edit periksa": lambda c, p, _: penyuntingan.periksa(c.ctx, p, 1, "{}"),
    "job.resend": lambda c, p, _: penyuntingan.kirim_ulang(c.ctx, p, 1),
    "job.resend edit": lambda c, p, _: jobs.resend(c.ctx, p, 1, isi="{}", alasan="x"),
    "job.massal": lambda c, p, _: massal.rencana(c.ctx, p, saring=DAY),
    "job.massal jalan": lambda c, p, _: massal.jalankan(c.ctx, p, massal.Rencana((1,))),
    "monitoring.ekspor": lambda c, p, f: ekspor.ekspor(c.ctx, p, DAY, f / "x.csv"),
    "kunjungan.impor": lambda c, p, f: kunjungan.impor(c.ctx, p, f / "x.json"),
    "kunjungan.lihat": lambda c, p, _: kunjungan.daftar(c.ctx, p),
    "kunjungan.hapus": lambda c, p, _: kunjungan.hapus(c.ctx, p, 1, yakin=True),
    "gerbang.buka": lambda c, p, _: jobs.buka_gerbang(c.ctx, p, "pcare"),
}
SHUT_OUT = {
    "admin without satusehat": Pelaku("a", "admin", ROLES["admin"] - {SATUSEHAT}),
    "superadmin without satusehat": Pelaku("b", "superadmin", ROLES["superadmin"] - {SATUSEHAT}),
    "petugas with satusehat": Pelaku("c", "petugas", ROLES["petugas"] | {SATUSEHAT}),
    "supervisor with satusehat": Pelaku("d", "supervisor", ROLES["supervisor"] | {SATUSEHAT}),
    "auditor": actor("auditor"),
    "nobody": Pelaku("e", ""),
}


@pytest.mark.parametrize("name", list(DEEDS))
def test_role_and_permission_are_both_needed_and_refusals_written_down(
    sqlite_clinic: Clinic, tmp_path: Path, name: str
) -> None:
    clinic = sqlite_clinic
    clinic.registered(1, p=REFUSED)
    rows = clinic.rows(sa.select(t.job))
    for who in SHUT_OUT.values():
        before = len(clinic.audit())
        with pytest.raises(Ditolak) as caught:
            DEEDS[name](clinic, who, tmp_path)
        assert "satusehat" in caught.value.pesan or "resend pcare" in caught.value.pesan
        (row,) = clinic.audit()[before:]
        assert (row.aksi, row.hasil, row.pelaku) == (name.split()[0], "ditolak", who.nama)
    assert clinic.rows(sa.select(t.job)) == rows
    assert list(tmp_path.glob("*.csv")) == []


def test_unmasking_takes_a_right_of_its_own_and_is_written_down(clinic: Clinic) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    with pytest.raises(Ditolak):
        monitoring.buka_identitas(clinic.ctx, actor("admin"), p)
    monitoring.buka_identitas(clinic.ctx, Pelaku("x", "admin", ROLES["admin"] | {UNMASK}), p)
    assert [(row.hasil, row.objek_id) for row in clinic.audit("identitas.buka")] == [
        ("ditolak", p),
        ("ok", p),
    ]


# ── table ─────────────────────────────────────────────────────────────────────


def test_a_page_has_rows_counts_and_the_moment(clinic: Clinic) -> None:
    for n in range(1, 6):
        clinic.registered(n, p=REFUSED if n % 2 else P_OK, a=None)
    screen = monitoring.muat(clinic.ctx, ADMIN, DAY, banyak=4)
    assert (screen.hitung.total, screen.hitung.menunggu, screen.hitung.berhasil, screen.hitung.gagal) == (
        10, 5, 2, 3,
    )  # fmt: skip
    assert len(screen.halaman.baris) == 4
    assert screen.halaman.ada_lama
    assert not screen.halaman.ada_baru
    older = monitoring.muat(clinic.ctx, ADMIN, DAY, banyak=4, kursor=screen.halaman.baris[-1].kursor)
    assert older.halaman.ada_baru
    back = monitoring.muat(clinic.ctx, ADMIN, DAY, banyak=4, kursor=older.halaman.baris[0].kursor, baru=True)
    assert back.halaman == screen.halaman
    assert screen.pada > 0


def test_a_page_back_that_would_not_be_full_is_the_first_page(clinic: Clinic) -> None:
    for n in range(1, 4):
        clinic.registered(n)
    screen = monitoring.muat(clinic.ctx, ADMIN, DAY, banyak=4)
    second = screen.halaman.baris[1]
    back = monitoring.muat(clinic.ctx, ADMIN, DAY, banyak=4, kursor=second.kursor, baru=True)
    assert back.halaman.baris == screen.halaman.baris


def test_without_a_date_today_is_meant(clinic: Clinic) -> None:
    clinic.registered(1)
    assert monitoring.muat(clinic.ctx, ADMIN, SaringJob()).hitung.total == 0
    everything = monitoring.muat(clinic.ctx, ADMIN, SaringJob(semua_tanggal=True))
    assert everything.hitung.total == 2
    with clinic.ctx.baca() as conn:
        assert monitoring.resolved(clinic.ctx, conn, SaringJob()).tanggal == clinic.ctx.hari_ini(conn)


def test_columns_by_type_are_fields_with_words() -> None:
    for kind, columns in KOLOM.items():
        if kind not in JENIS_SATUSEHAT:
            assert columns[:5] == ("tanggal", "norm", "nama", "status", "percobaan")
        assert {"tanggal", "status", "http"} <= set(columns)
        assert set(columns) <= set(JUDUL_KOLOM) & set(BarisPantau.__slots__)
    assert set(KOLOM) == {None, *JenisJob}


def test_rows_have_what_their_type_shows(clinic: Clinic) -> None:
    card = clinic.registered(1, p=P_OK)
    clinic.cancel(card.id)
    rows = {row.jenis: row for row in monitoring.muat(clinic.ctx, ADMIN, DAY).halaman.baris}
    gone = rows[JenisJob.BATAL_ANTREAN]
    assert (gone.alasan, gone.tiket, gone.norm) == ("Kesalahan data pendaftaran", card.tiket, norm(1))
    done = rows[JenisJob.PENDAFTARAN]
    assert (done.no_urut, done.poli, done.dokter) == ("A12", "Poli Umum", "dr. Contoh Satu")
    assert done.dicoba is not None
    assert rows[JenisJob.HAPUS_PENDAFTARAN].dicoba is None
    assert not done.boleh_kirim


def test_rows_on_screen_are_read_again_by_id(clinic: Clinic) -> None:
    p, a = ids(clinic.registered(1, p=None))
    clinic.send(p, REFUSED)
    assert [row.status for row in monitoring.baris(clinic.ctx, ADMIN, (p, a, 999))] == [
        StatusJob.GAGAL, StatusJob.TERKIRIM,
    ]  # fmt: skip


def test_every_status_has_its_badge() -> None:
    assert {lencana(status) for status in FAILED_JOB} == {Lencana.GAGAL}
    assert (lencana(StatusJob.MENUNGGU), lencana(StatusJob.PROSES)) == (Lencana.MENUNGGU, Lencana.PROSES)
    assert lencana(StatusJob.TERKIRIM) is Lencana.TERKIRIM
    assert all(lencana(status) for status in StatusJob)


def test_another_clinics_jobs_are_not_there(clinic: Clinic) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    clinic.sql(sa.insert(t.faskes).values(id=2, kode="00000002", nama="Lain", zona="Asia/Jakarta"))
    clinic.sql(sa.update(t.job).values(faskes_id=2))
    assert monitoring.muat(clinic.ctx, ADMIN, SaringJob(semua_tanggal=True)).hitung.total == 0
    assert monitoring.kelompok(clinic.ctx, ADMIN, SaringJob(semua_tanggal=True)) == ()
    for deed in (monitoring.detail, monitoring.buka_identitas, penyuntingan.mulai_edit):
        with pytest.raises(TidakDitemukan):
            deed(clinic.ctx, ADMIN, p)
    assert massal.rencana(clinic.ctx, ADMIN, ids=(p,)).dilewati == {"tidak_ada": 1}
    clinic.sql(sa.update(t.job).values(faskes_id=1))


# ── detail ────────────────────────────────────────────────────────────────────


def test_a_job_in_full(clinic: Clinic) -> None:
    p, _ = ids(clinic.registered(1, p=SCREENING))
    found = monitoring.detail(clinic.ctx, ADMIN, p)
    assert found.job.status is StatusJob.GAGAL
    assert (found.job.http, found.job.kode) == (412, "412")
    assert [a.no for a in found.attempts] == [1]
    assert [v.asal for v in found.versi] == ["tiket"]
    assert found.penjelasan is not None
    assert found.penjelasan.kode == "skrining"
    assert "Skrining" in found.penjelasan.tekan
    assert {field.nama for field in found.kolom if field.kunci} == {"noKartu", "tglDaftar", "kdPoli"}
    with pytest.raises(TidakDitemukan):
        monitoring.detail(clinic.ctx, ADMIN, 999)


def test_what_was_sent_needs_no_explanation(clinic: Clinic) -> None:
    p, _ = ids(clinic.registered(1))
    assert monitoring.detail(clinic.ctx, ADMIN, p).penjelasan is None


def test_two_attempts_are_compared_field_by_field(clinic: Clinic) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    jobs.resend(clinic.ctx, ADMIN, p, isi='{"job": 1, "keluhan": "pusing"}', alasan="uji")
    task = clinic.claim(p)
    clinic.sql(sa.update(t.percobaan_isi).values(request=polos('{"job": 1}')))
    latest = sa.select(sa.func.max(t.percobaan_isi.c.percobaan_id)).scalar_subquery()
    where = t.percobaan_isi.c.percobaan_id == latest
    clinic.sql(sa.update(t.percobaan_isi).where(where).values(request=polos(task.klaim.muatan or "")))
    clinic.settle(task, P_OK)
    found = monitoring.detail(clinic.ctx, ADMIN, p)
    request, response = monitoring.bedakan(found, 1, 2)
    assert [(d.jalur, d.baru) for d in request] == [("keluhan", '"pusing"')]
    assert response == ()
    assert [a.muatan_versi for a in found.attempts] == [1, 2]
    with pytest.raises(TidakDitemukan, match="percobaan nomor 3"):
        monitoring.bedakan(found, 1, 3)


# ── groups ────────────────────────────────────────────────────────────────────


def test_failures_are_grouped_by_class_and_folded_text(clinic: Clinic) -> None:
    for n in range(1, 4):
        clinic.registered(n, p=refused(f"Peserta {n:013d} tidak ditemukan."), a=REFUSED)
    clinic.registered(4, p=SCREENING, a=None)
    groups = monitoring.kelompok(clinic.ctx, ADMIN, DAY)
    assert [(g.jumlah, g.kelas) for g in groups] == [(3, "data"), (3, "data"), (1, "peserta")]
    ours = next(g for g in groups if "tidak ditemukan" in g.teks and "#" in g.teks)
    assert ours.jenis == (JenisJob.PENDAFTARAN,)
    assert sum(g.jumlah for g in groups) == monitoring.hitung(clinic.ctx, ADMIN, DAY).gagal
    inside = monitoring.saring_kelompok(clinic.ctx, ADMIN, DAY, ours.kunci)
    screen = monitoring.muat(clinic.ctx, ADMIN, inside)
    assert screen.hitung.gagal == screen.hitung.total == 3
    assert {row.jenis for row in screen.halaman.baris} == {JenisJob.PENDAFTARAN}
    with pytest.raises(TidakDitemukan, match="Kelompok abc"):
        monitoring.saring_kelompok(clinic.ctx, ADMIN, DAY, "abc")


def test_a_group_is_released_whole_and_nothing_else(clinic: Clinic) -> None:
    first = clinic.registered(1, p=refused("Dokter 12 cuti"), a=REFUSED)
    second = clinic.registered(2, p=refused("Dokter 99 cuti"), a=None)
    (group,) = [g for g in monitoring.kelompok(clinic.ctx, ADMIN, DAY) if "cuti" in g.teks]
    done = massal.lepas_kelompok(clinic.ctx, ADMIN, DAY, group.kunci, alasan="dokter diganti")
    assert (done.terkirim, done.gagal) == (2, ())
    assert {clinic.row(ids(card)[0]).status for card in (first, second)} == {"menunggu"}
    assert clinic.row(ids(first)[1]).status == "gagal"
    assert clinic.audit("job.massal")[0].hasil == "ok"


# ── glance ────────────────────────────────────────────────────────────────────


def at(clinic: Clinic, minutes: int) -> int:
    """A moment of the day, as many minutes after midnight."""
    return end_of_day(HARI, clinic.ctx.faskes.zona) - 86_400_000 + minutes * 60_000


def test_a_day_in_quarter_hours(clinic: Clinic) -> None:
    p, a = ids(clinic.registered(1, p=None, a=None))
    clinic.send(p, OFFLINE, LOST)
    clinic.send(a, DONE)
    c = t.percobaan.c
    for job, no, minutes in ((p, 1, 7 * 60), (p, 2, 7 * 60 + 14), (a, 1, 24 * 60 - 1)):
        clinic.sql(
            sa.update(t.percobaan).where(c.job_id == job, c.no == no).values(mulai=at(clinic, minutes))
        )
    day = monitoring.sekilas(clinic.ctx, ADMIN, HARI)
    assert day.deret("pcare")[28] == (2, 2)
    assert day.deret("antrean")[95] == (1, 0)
    assert sum(sent for sent, _ in day.deret("pcare")) == 2
    assert len(day.deret("kfa")) == 96
    clinic.sql(sa.update(t.percobaan).values(mulai=at(clinic, 24 * 60)))
    assert monitoring.sekilas(clinic.ctx, ADMIN, HARI).perempat == ()


def test_the_times_a_gate_was_shut_are_kept(clinic: Clinic) -> None:
    cards = [clinic.register(n) for n in range(1, 8)]
    for card in cards[:5]:
        clinic.send(ids(card)[0], OFFLINE)
    assert clinic.gate("pcare").status == "terputus"
    clinic.gate_due("pcare")
    clinic.send(ids(cards[5])[0], OFFLINE)  # a probe that fails moves nothing
    clinic.gate_due("pcare")
    clinic.send(ids(cards[5])[0], P_OK)
    clinic.send(ids(cards[6])[0], PASSWORD)
    history = clinic.rows(sa.select(t.gerbang_riwayat).order_by(t.gerbang_riwayat.c.id))
    assert [(row.status, row.penyebab) for row in history] == [
        ("terputus", "bpjs"), ("normal", ""), ("kredensial", "kredensial"),
    ]  # fmt: skip
    jobs.buka_gerbang(clinic.ctx, ADMIN, "pcare")
    rows = clinic.rows(sa.select(t.gerbang_riwayat.c.id).order_by(t.gerbang_riwayat.c.id))
    for (number,), minutes in zip(rows, (-30, 60, 90, 120), strict=True):
        where = t.gerbang_riwayat.c.id == number
        clinic.sql(sa.update(t.gerbang_riwayat).where(where).values(pada=at(clinic, minutes)))
    assert monitoring.sekilas(clinic.ctx, ADMIN, HARI).tutup == (
        Tutup("pcare", at(clinic, 0), at(clinic, 60), "bpjs"),
        Tutup("pcare", at(clinic, 90), at(clinic, 120), "kredensial"),
    )
    clinic.sql(sa.delete(t.gerbang_riwayat).where(t.gerbang_riwayat.c.id == rows[3][0]))
    assert monitoring.sekilas(clinic.ctx, ADMIN, HARI).tutup[-1].sampai is None


def test_a_cursor_is_a_place_and_not_a_row(clinic: Clinic) -> None:
    clinic.registered(1)
    nowhere = monitoring.muat(clinic.ctx, ADMIN, DAY, kursor=Kursor(HARI, 0))
    assert nowhere.halaman.baris == ()
