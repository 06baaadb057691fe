"""Searching what is stored, schedules of a day, mapping, and who may do any of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.records import Pelaku
from shared.domain.referensi import ACUAN, JenisReferensi, StatusSinkron, baca
from shared.domain.sinkron import Kursor, Referensi
from shared.domain.status import StatusJob
from shared.security.permissions import ROLES, SATUSEHAT
from shared.services import antrean, master, pemetaan, referensi
from shared.services.errors import Ditolak, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import referensi as store
from shared.storage import tables as t
from tests.services.acuan import Pembaca, beri_jadwal, dokter, isi_bpjs
from tests.services.clinic import ADMIN, HARI, MASTER, PETUGAS, UNMAPPED, Clinic, actor, ids, norm
from tests.storage.test_plans import plans

DIAGNOSA, POLI = JenisReferensi.DIAGNOSA, JenisReferensi.POLI


@pytest.fixture(autouse=True)
def as_it_was(clinic: Clinic, tmp_path: Path) -> Iterator[None]:
    """Rooms and doctors outlive a test; put them back."""
    yield
    file = tmp_path / "asal.toml"
    file.write_text(MASTER, encoding="utf-8")
    master.impor(clinic.ctx, ADMIN, file)


def fill(clinic: Clinic, jenis: JenisReferensi, rows: list[tuple[str, str]], sinkron: int = 1) -> None:
    """Put rows into storage as a page of a list would be."""
    acuan = ACUAN[jenis]
    read = [baca(acuan, {acuan.kode: code, acuan.nama: name}) for code, name in rows]
    with clinic.ctx.storage.write() as conn:
        store.save_page(conn, clinic.ctx.faskes.id, jenis, sinkron, [row for row in read if row is not None])


def pages(clinic: Clinic, jenis: JenisReferensi, teks: str, batas: int) -> list[Referensi]:
    """Every row of a search, page by page."""
    found: list[Referensi] = []
    at: Kursor | None = None
    while True:
        page = referensi.cari(clinic.ctx, ADMIN, jenis, teks, setelah=at, batas=batas)
        assert len(page.baris) <= batas
        found += page.baris
        at = page.berikut
        if at is None:
            return found


# ── search ────────────────────────────────────────────────────────────────────

SOME = [
    ("A00.1", "Cholera, biovar eltor"),
    ("A09", "Diarrhoea and gastroenteritis"),
    ("C00", "Malignant neoplasm of lip"),
    ("J00", "Acute nasopharyngitis [common cold]"),
    ("J06.9", "Acute upper respiratory infection"),
    ("K29", "Ménière, acute 100% cold"),
    ("R05", "Cough"),
]


@pytest.mark.parametrize(
    ("teks", "codes"),
    [
        ("", ["A00.1", "A09", "C00", "J00", "J06.9", "K29", "R05"]),
        ("a00.1", ["A00.1"]),
        ("A001", ["A00.1"]),
        ("j", ["J00", "J06.9"]),
        ("acute", ["J00", "J06.9", "K29"]),
        ("cold acute", ["J00", "K29"]),
        ("MENIERE", ["K29"]),
        ("c", ["C00", "A00.1", "R05", "J00", "J06.9", "K29"]),
        ("100%", ["K29"]),
        ("%", []),
        ("_", []),
        ("zzz", []),
        ("co'ugh", ["R05"]),
    ],
)
def test_code_first_then_name_then_any_words(clinic: Clinic, teks: str, codes: list[str]) -> None:
    fill(clinic, DIAGNOSA, SOME)
    fill(clinic, POLI, [("A00", "Acute")])
    found = [row.kode for row in pages(clinic, DIAGNOSA, teks, 100)]
    assert found == codes
    for size in (1, 2, 3):
        assert [row.kode for row in pages(clinic, DIAGNOSA, teks, size)] == found


def test_pages_of_a_long_list_hold_every_row_once(clinic: Clinic) -> None:
    rows = [(f"{chr(65 + n % 26)}{n:04d}", f"Nama {n % 7} ke-{n}") for n in range(700)]
    fill(clinic, DIAGNOSA, rows)
    for teks in ("", "nama 3", "b", "ke 1"):
        whole = [row.kode for row in pages(clinic, DIAGNOSA, teks, 1000)]
        assert [row.kode for row in pages(clinic, DIAGNOSA, teks, 33)] == whole
        assert len(set(whole)) == len(whole)
        words = teks.split()
        expected = {code for code, name in rows if all(w in f"{name} {code}".lower() for w in words)}
        assert set(whole) == expected


def test_searching_beginnings_uses_the_indexes(clinic: Clinic) -> None:
    rows = [(f"{chr(65 + n % 26)}{n:05d}", f"Penyakit {n}") for n in range(4000)]
    fill(clinic, DIAGNOSA, rows)
    with clinic.ctx.storage.write() as conn:
        conn.execute(sa.text("ANALYZE"))
    for plan in plans(clinic, lambda: referensi.cari(clinic.ctx, ADMIN, DIAGNOSA, "B0000")):
        assert "Seq Scan on referensi" not in plan or "~~" in plan, plan
        assert "SCAN referensi" not in plan.replace("SCAN referensi USING INDEX", ""), plan
    (plan,) = plans(clinic, lambda: referensi.cari(clinic.ctx, ADMIN, DIAGNOSA))
    assert "uq_referensi" in plan or "sqlite_autoindex_referensi" in plan, plan
    for bad in ("TEMP B-TREE", "Sort"):
        assert bad not in plan, plan


def test_one_row_is_found_however_its_code_is_written(clinic: Clinic) -> None:
    fill(clinic, DIAGNOSA, SOME)
    assert referensi.satu(clinic.ctx, ADMIN, DIAGNOSA, "a001").kode == "A00.1"
    with pytest.raises(TidakDitemukan, match="Kode X99 tidak ada di referensi Diagnosa"):
        referensi.satu(clinic.ctx, ADMIN, DIAGNOSA, "X99")


def test_a_list_is_named_in_any_way_a_person_writes_it() -> None:
    assert referensi.jenis_dari(" Status-Pulang inap ") is JenisReferensi.STATUS_PULANG_INAP
    with pytest.raises(TidakSah, match="Referensi icd tidak dikenal; pilih: diagnosa, dokter"):
        referensi.jenis_dari("icd")


# ── schedules ─────────────────────────────────────────────────────────────────


def test_a_days_schedule_is_kept_and_follows_bpjs(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    day = HARI.isoformat()
    slots = [dokter(9001, "dr. A", "07:00-12:00"), dokter(9001, "dr. A", "13:00-16:00", 10)]
    beri_jadwal(bpjs, day, {"001": [*slots, dokter(9002, "dr. B", "07:00-12:00")], "002": []})
    reader = Pembaca(clinic.ctx, bpjs)
    empty = referensi.jadwal(clinic.ctx, ADMIN, HARI)
    assert (empty.poli, empty.terakhir) == ((), None)
    asked = referensi.minta_jadwal(clinic.ctx, ADMIN, HARI)
    assert (asked.kunci, asked.jenis) == (day, JenisReferensi.JADWAL)
    assert referensi.minta_jadwal(clinic.ctx, ADMIN, HARI).id == asked.id
    reader.semua()
    found = referensi.jadwal(clinic.ctx, ADMIN, HARI)
    assert found.terakhir is not None
    assert (found.terakhir.baris, found.terakhir.tambah) == (3, 3)
    assert [(p.kode, p.nama, len(p.dokter)) for p in found.poli] == [
        ("001", "POLI 001", 2),
        ("002", "POLI 002", 0),
    ]
    first = found.poli[0].dokter[0]
    assert (first.kodedokter, first.nama) == (9001, "dr. A")
    assert [(s.jam, s.kapasitas) for s in first.slot] == [("07:00-12:00", 40), ("13:00-16:00", 10)]

    beri_jadwal(bpjs, day, {"001": [dokter(9001, "dr. A", "07:00-12:00", 5)]})
    again = referensi.minta_jadwal(clinic.ctx, ADMIN, HARI)
    reader.semua()
    done = referensi.status(clinic.ctx, ADMIN, again.id)
    assert (done.tambah, done.ubah, done.hilang) == (0, 1, 2)
    assert [p.kode for p in referensi.jadwal(clinic.ctx, ADMIN, HARI).poli] == ["001"]
    assert referensi.jadwal(clinic.ctx, ADMIN, HARI + timedelta(days=1)).poli == ()

    del bpjs.daftar[f"ref/poli/tanggal/{day}"]  # a holiday: code 201
    last = referensi.minta_jadwal(clinic.ctx, ADMIN, HARI)
    reader.semua()
    assert referensi.status(clinic.ctx, ADMIN, last.id).status is StatusSinkron.SELESAI
    assert referensi.jadwal(clinic.ctx, ADMIN, HARI).poli == ()


def test_schedules_of_days_long_gone_are_forgotten(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    with clinic.ctx.baca() as conn:
        today = clinic.ctx.hari_ini(conn)
    old, recent = today - timedelta(days=60), today - timedelta(days=3)
    for day in (old, recent, today):
        beri_jadwal(bpjs, day.isoformat(), {"001": [dokter(9001, "dr. A", "07:00-12:00")]})
        referensi.minta_jadwal(clinic.ctx, ADMIN, day)
        Pembaca(clinic.ctx, bpjs).semua()
    assert referensi.jadwal(clinic.ctx, ADMIN, old).poli == ()
    assert referensi.jadwal(clinic.ctx, ADMIN, old).sekarang is None
    assert len(referensi.jadwal(clinic.ctx, ADMIN, recent).poli) == 1
    assert len(referensi.jadwal(clinic.ctx, ADMIN).poli) == 1


# ── mapping ───────────────────────────────────────────────────────────────────


def test_what_waits_for_a_mapping_is_listed(clinic: Clinic) -> None:
    clinic.registered(1, a=UNMAPPED)
    found = pemetaan.belum_dipetakan(clinic.ctx, ADMIN)
    assert [one.kode for one in found.ruangan] == ["KIA"], "a pharmacy needs no poli"
    assert [one.kode for one in found.dokter] == ["D3", "D4"]
    everything = pemetaan.daftar(clinic.ctx, ADMIN)
    assert {one.kode: one.menunggu for one in everything.ruangan if one.menunggu} == {"UMUM": 1}
    first = everything.dokter[0]
    assert (first.kode, first.kodedokter, first.kd_dokter, first.menunggu) == ("D1", 9001, "1001", 1)
    assert first.jam == ((None, "07:00-12:00"), (None, "13:00-16:00"))


def test_mapping_a_doctor_releases_his_jobs_and_no_others(clinic: Clinic) -> None:
    mine, other = (
        clinic.registered(1, a=UNMAPPED),
        clinic.registered(2, a=UNMAPPED, ruangan="GIGI", dokter="D2"),
    )
    third = clinic.registered(3, a=UNMAPPED)
    clinic.cancel(third.id)
    done = pemetaan.petakan_dokter(clinic.ctx, ADMIN, "D1", 9011, kd_dokter="1001", dari_jadwal=False)
    assert (done.berubah, done.dilepas) == (True, 1)
    assert "belum dapat diperiksa" in done.peringatan[0]
    assert clinic.row(ids(mine)[1]).status == StatusJob.MENUNGGU
    assert clinic.row(ids(other)[1]).status == StatusJob.GAGAL
    assert ids(mine)[1] in clinic.due()
    row = clinic.audit("pemetaan.dokter")[-1]
    assert json.loads(row.rincian) == {"dari": 9001, "menjadi": 9011, "kd_dokter": "1001", "dilepas": 1}
    assert (row.objek, row.pelaku, row.hasil) == ("dokter", ADMIN.nama, "ok")


def test_mapping_a_room_releases_its_jobs_also_when_it_says_the_same_again(clinic: Clinic) -> None:
    clinic.registered(1, a=UNMAPPED)
    clinic.registered(2, a=UNMAPPED, ruangan="GIGI", dokter="D2")
    assert pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "UMUM", "001").dilepas == 1
    # BPJS may have mended its schedule meanwhile: saving again is trying again.
    again = pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "GIGI", "002")
    assert (again.berubah, again.dilepas) == (False, 1)


def test_a_mapped_room_takes_registrations(clinic: Clinic) -> None:
    with pytest.raises(TidakSah, match="belum dipetakan"):
        clinic.register(1, ruangan="KIA", dokter="D6")
    done = pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "KIA", " 003 ", "POLI KIA")
    assert (done.berubah, done.dilepas, len(done.peringatan)) == (True, 0, 1)
    assert clinic.register(1, ruangan="KIA", dokter="D6").id
    pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "KIA", None)
    with pytest.raises(TidakSah, match="belum dipetakan"):
        clinic.register(2, ruangan="KIA", dokter="D6")


def test_a_code_the_list_does_not_have_is_refused(clinic: Clinic) -> None:
    fill(clinic, POLI, [("001", "POLI UMUM"), ("003", "POLI KIA")])
    fill(clinic, JenisReferensi.DOKTER, [("900001", "dr. MELATI")])
    with pytest.raises(TidakSah, match="Poli 777 tidak ada di referensi BPJS"):
        pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "KIA", "777")
    done = pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "KIA", "003")
    assert done.peringatan == ()
    room = next(r for r in pemetaan.daftar(clinic.ctx, ADMIN).ruangan if r.kode == "KIA")
    assert (room.kd_poli, room.nm_poli) == ("003", "POLI KIA")
    with pytest.raises(TidakSah, match="Dokter PCare 777 tidak ada"):
        pemetaan.petakan_dokter(clinic.ctx, ADMIN, "D3", 9003, kd_dokter="777")
    with pytest.raises(TidakDitemukan, match="Ruangan X tidak dikenal; yang ada: UMUM"):
        pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "X", "001")
    with pytest.raises(TidakDitemukan, match="Dokter X tidak dikenal; yang ada: D1"):
        pemetaan.petakan_dokter(clinic.ctx, ADMIN, "X", 1)
    with pytest.raises(TidakSah, match="harus berupa angka"):
        pemetaan.petakan_dokter(clinic.ctx, ADMIN, "D3", 0)
    with pytest.raises(TidakSah, match="Jam praktik 12:00-07:00 tidak terbaca"):
        pemetaan.petakan_dokter(clinic.ctx, ADMIN, "D3", 9003, jam=[(None, "12:00-07:00")])
    assert [one.kode for one in pemetaan.belum_dipetakan(clinic.ctx, ADMIN).dokter] == ["D3", "D4"]


def test_slots_come_from_the_stored_schedule_on_its_weekdays(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    for n, slot in enumerate(("08:00-11:00", "09:00-10:00")):
        day = (HARI + timedelta(days=7 * n)).isoformat()
        beri_jadwal(
            bpjs, day, {"001": [dokter(9003, "dr. Belum Dipetakan", slot), dokter(9003, "x", "sore")]}
        )
        referensi.minta_jadwal(clinic.ctx, ADMIN, date.fromisoformat(day))
    Pembaca(clinic.ctx, bpjs).semua()
    shown = pemetaan.jam_bpjs(clinic.ctx, ADMIN, "D3", 9003)
    assert (HARI.weekday(), "09:00-10:00") in shown, "of two of one weekday the later counts"
    done = pemetaan.petakan_dokter(clinic.ctx, ADMIN, "D3", 9003, kd_dokter="1003")
    assert done.berubah
    mapped = next(d for d in pemetaan.daftar(clinic.ctx, ADMIN).dokter if d.kode == "D3")
    assert (mapped.kodedokter, mapped.kd_dokter, mapped.jam) == (9003, "1003", shown)
    assert len(shown) == 7
    made = antrean.daftar(
        clinic.ctx, PETUGAS, norm=norm(1), ruangan="UMUM", dokter="D3", tanggal=HARI, penjamin_id=2
    )
    assert clinic.card(made.id).jam == "09:00-10:00"
    unknown = pemetaan.petakan_dokter(clinic.ctx, ADMIN, "D4", 4444)
    assert "tidak ada pada jadwal BPJS" in unknown.peringatan[0]
    own = pemetaan.petakan_dokter(clinic.ctx, ADMIN, "D4", 4444, jam=[(0, "07:00-08:00")])
    assert (own.berubah, own.peringatan) == (True, ())


def test_suggestions_come_from_what_is_stored(clinic: Clinic) -> None:
    bpjs = isi_bpjs()
    fill(clinic, POLI, [("001", "POLI UMUM"), ("003", "POLI KIA"), ("002", "POLI GIGI & MULUT")])
    fill(clinic, JenisReferensi.DOKTER, [("900001", "dr. CONTOH SATU"), ("900002", "drg. LAIN")])
    beri_jadwal(
        bpjs,
        HARI.isoformat(),
        {
            "001": [dokter(9001, "CONTOH SATU", "07:00-12:00"), dokter(9007, "Orang Lain", "07:00-12:00")],
            "002": [dokter(9002, "Contoh Satu", "07:00-12:00")],
        },
    )
    referensi.minta_jadwal(clinic.ctx, ADMIN, HARI)
    Pembaca(clinic.ctx, bpjs).semua()
    assert pemetaan.saran_ruangan(clinic.ctx, ADMIN, "KIA")[0].kode == "003"
    assert [one.kode for one in pemetaan.saran_dokter(clinic.ctx, ADMIN, "D1")] == ["9001"]
    assert [one.kode for one in pemetaan.saran_dokter_pcare(clinic.ctx, ADMIN, "D1")] == ["900001"]
    # A room that is not mapped yet: every doctor is a candidate.
    pemetaan.petakan_ruangan(clinic.ctx, ADMIN, "UMUM", None)
    assert {one.kode for one in pemetaan.saran_dokter(clinic.ctx, ADMIN, "D1")} == {"9001", "9002"}


# ── rights ────────────────────────────────────────────────────────────────────

Deed = Callable[[Konteks, Pelaku], Any]
DEEDS: dict[str, Deed] = {
    "minta": lambda ctx, who: referensi.minta_sinkron(ctx, who, POLI),
    "minta jadwal": lambda ctx, who: referensi.minta_jadwal(ctx, who, HARI),
    "batal": lambda ctx, who: referensi.batalkan(ctx, who, POLI),
    "status": lambda ctx, who: referensi.status(ctx, who, 1),
    "keadaan": referensi.keadaan,
    "cari": lambda ctx, who: referensi.cari(ctx, who, POLI, "x"),
    "satu": lambda ctx, who: referensi.satu(ctx, who, POLI, "001"),
    "perubahan": lambda ctx, who: referensi.perubahan(ctx, who, POLI),
    "jadwal": referensi.jadwal,
    "peta": pemetaan.daftar,
    "belum": pemetaan.belum_dipetakan,
    "ruangan": lambda ctx, who: pemetaan.petakan_ruangan(ctx, who, "UMUM", "001"),
    "dokter": lambda ctx, who: pemetaan.petakan_dokter(ctx, who, "D1", 9001),
    "jam": lambda ctx, who: pemetaan.jam_bpjs(ctx, who, "D1", 9001),
    "saran ruangan": lambda ctx, who: pemetaan.saran_ruangan(ctx, who, "UMUM"),
    "saran dokter": lambda ctx, who: pemetaan.saran_dokter(ctx, who, "D1"),
    "saran pcare": lambda ctx, who: pemetaan.saran_dokter_pcare(ctx, who, "D1"),
}
STRANGERS = {
    "admin without satusehat": Pelaku("admin-tanpa", "admin", ROLES["admin"] - {SATUSEHAT}),
    "superadmin without satusehat": Pelaku("super-tanpa", "superadmin", ROLES["superadmin"] - {SATUSEHAT}),
    "petugas with satusehat": Pelaku("petugas-plus", "petugas", ROLES["petugas"] | {SATUSEHAT}),
    "auditor with everything": Pelaku("auditor", "auditor", ROLES["superadmin"]),
}


def test_strangers_are_refused_everything_and_it_is_written_down(clinic: Clinic) -> None:
    for number, (label, who) in enumerate(
        ((f"{deed} by {name}", (act, who)) for deed, act in DEEDS.items() for name, who in STRANGERS.items()),
        start=1,
    ):
        act, actor_ = who
        with pytest.raises(Ditolak, match="halaman Integrasi; perlu peran admin atau superadmin"):
            act(clinic.ctx, actor_)
        refused = [row for row in clinic.audit() if row.hasil == "ditolak"]
        assert len(refused) == number, label
        assert (refused[-1].pelaku, refused[-1].peran) == (actor_.nama, actor_.peran)
        assert json.loads(refused[-1].rincian)["izin"] == SATUSEHAT
    assert clinic.rows(sa.select(t.metadata.tables["sinkron"])) == []


@pytest.mark.parametrize("role", ["admin", "superadmin"])
def test_those_with_role_and_permission_may(clinic: Clinic, role: str) -> None:
    who = actor(role)
    for name, act in DEEDS.items():
        try:
            act(clinic.ctx, who)
        except TidakDitemukan:
            assert name in ("satu", "status")
    assert [row for row in clinic.audit() if row.hasil == "ditolak"] == []
