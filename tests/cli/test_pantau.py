"""``deka job`` for many jobs at once, and ``deka kunjungan``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.security.segel import polos
from shared.storage import tables as t
from tests.cli.deka import Run
from tests.domain.test_kunjungan import VISIT
from tests.services.clinic import HARI, REFUSED, Clinic, card_number, ids, job_of
from tests.services.test_kunjungan import NUMBER, V_OK

DAY = ("--tanggal", HARI)


@pytest.fixture
def failures(clinic: Clinic) -> list[int]:
    return [ids(clinic.registered(n, p=REFUSED))[0] for n in range(1, 4)]


def test_groups_are_listed_and_released(deka: Run, clinic: Clinic, failures: list[int]) -> None:
    (group,) = deka("job", "kelompok", *DAY, "--json").done().json
    assert list(group) == [
        "kunci", "kelas", "teks", "contoh", "dari_bpjs", "jumlah", "jenis", "arti", "siapa", "tekan",
    ]  # fmt: skip
    assert (group["jumlah"], group["jenis"]) == (3, ["pendaftaran_pcare"])
    assert group["kunci"] in deka("job", "kelompok", *DAY).done().out
    deka("job", "kelompok", *DAY, "--lepas", "tidak").refused("Kelompok tidak tidak ditemukan")
    done = deka("job", "kelompok", *DAY, "--lepas", group["kunci"], "--json").done().json
    assert done == {"terkirim": 3, "banyak": 3, "dihentikan": False, "ditolak": []}
    assert {clinic.row(job).status for job in failures} == {"menunggu"}
    assert "Tidak ada kegagalan" in deka("job", "kelompok", *DAY).done().out


def test_a_bulk_run_counts_first_and_sends_when_told(deka: Run, clinic: Clinic, failures: list[int]) -> None:
    plan = deka("job", "massal", *DAY, "--json").done().json
    assert plan == {
        "kirim": 3, "ids": failures, "jenis": {"pendaftaran_pcare": 3}, "dilewati": {"bukan_gagal": 3},
    }  # fmt: skip
    said = deka("job", "massal", *DAY).done().out
    assert "3 job akan dikirim ulang." in said
    assert "bukan job gagal: 3" in said
    assert clinic.row(failures[0]).status == "gagal"
    run = ("job", "massal", "--jalankan", "--laju", "0")
    deka(*run, "--id", failures[0], "--pasti", "2").refused("Jumlah tidak sama")
    assert deka(*run, "--id", failures[0], "--id", 999, "--json").done().json["terkirim"] == 1
    assert "2 dari 2 job dikirim ulang" in deka(*run, *DAY, "--alasan", "pulih").done().out
    deka(*run, *DAY).refused("Tidak ada job")
    deka("job", "massal", "--laju", "1000").refused("Kecepatan")


def test_above_twenty_the_number_has_to_be_said(deka: Run, clinic: Clinic) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    row = clinic.row(p)._asdict() | {"antrean_id": None}
    del row["id"]
    with clinic.ctx.storage.write() as conn:
        conn.execute(sa.insert(t.job), [row] * 20)
    deka("job", "massal", *DAY, "--jalankan", "--laju", "0").refused(
        "21 job akan dikirim ulang", "--pasti 21"
    )
    assert clinic.row(p).status == "gagal"
    done = deka("job", "massal", *DAY, "--jalankan", "--laju", "0", "--pasti", 21, "--json").done().json
    assert done["terkirim"] == 21


def test_export(deka: Run, clinic: Clinic, failures: list[int], tmp_path: Path) -> None:
    file = tmp_path / "hasil.csv"
    done = deka("job", "ekspor", file, *DAY, "--status", "gagal", "--json").done().json
    assert done == {"berkas": str(file), "baris": 3, "disamarkan": True}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert len(list(csv.reader(opened))) == 4
    assert "nomor lengkap" in deka("job", "ekspor", file, *DAY, "--identitas").done().out
    deka("job", "ekspor", tmp_path / "x.pdf").refused(".csv atau .xlsx")


def test_attempts_are_compared(deka: Run, clinic: Clinic, failures: list[int]) -> None:
    deka("job", "resend", failures[0]).done()
    clinic.send(failures[0], REFUSED)
    assert deka("job", "beda", failures[0], 1, 2, "--json").done().json == {"request": [], "response": []}
    assert "sama" in deka("job", "beda", failures[0], 1, 2).done().out
    clinic.sql(sa.update(t.percobaan_isi).values(response=polos("{}x")))
    newest = sa.select(sa.func.max(t.percobaan_isi.c.percobaan_id)).scalar_subquery()
    where = t.percobaan_isi.c.percobaan_id == newest
    clinic.sql(sa.update(t.percobaan_isi).where(where).values(request=polos('{"noKartu":"0001234567890"}')))
    found = deka("job", "beda", failures[0], 1, 2, "--json").done().json["request"]
    assert {"kolom", "ubahan", "lama", "baru"} == set(found[0])
    assert ("noKartu", '"****7890"') in {(d["kolom"], d["baru"]) for d in found}
    assert "permintaan" in deka("job", "beda", failures[0], 1, 2).done().out
    deka("job", "beda", failures[0], 1, 9).refused("percobaan nomor 9")


def test_a_locked_field_a_doubt_and_an_unlocked_one(deka: Run, clinic: Clinic, tmp_path: Path) -> None:
    p, _ = ids(clinic.registered(1, p=REFUSED))
    with clinic.ctx.storage.write() as conn:
        key = {"tglDaftar": "04-03-2099", "noKartu": card_number(1), "kdPoli": "001"}
        conn.execute(sa.update(t.muatan).values(isi=polos(json.dumps(key))))
    file = tmp_path / "isi.json"
    file.write_text(json.dumps(key | {"noKartu": card_number(2)}), encoding="utf-8")
    words = ("job", "resend", p, "--isi", file, "--alasan", "kartu")
    deka(*words).refused("noKartu", "--buka-kunci")
    said = deka(*words, "--buka-kunci").done().out
    assert "Perhatikan:" in said
    assert "sistole tidak ada" in said
    assert json.loads(clinic.audit("job.resend")[-1].rincian)["kunci_dibuka"] == ["noKartu"]


def test_a_deletion_is_asked_once_more(deka: Run, clinic: Clinic) -> None:
    card = clinic.registered(1)
    clinic.cancel(card.id)
    job = next(j for j in clinic.card(card.id).lain if j.jenis == "hapus_pendaftaran_pcare")
    clinic.send(job.id, REFUSED)
    deka("job", "resend", job.id).refused("menghapus data di BPJS", "--yakin")
    assert deka("job", "resend", job.id, "--yakin", "--json").done().json["status"] == "menunggu"
    assert job_of(clinic.card(card.id), job.jenis) is not None


def test_the_day_at_a_glance(deka: Run, clinic: Clinic, failures: list[int]) -> None:
    assert deka("job", "sekilas", *DAY, "--json").done().json == {
        "tanggal": HARI.isoformat(), "perempat": [], "tutup": [],
    }  # fmt: skip
    assert "Tidak ada kiriman" in deka("job", "sekilas", *DAY).done().out
    today = deka("job", "sekilas", "--json").done().json
    assert sum(part["kirim"] for part in today["perempat"]) == 6
    assert sum(part["gagal"] for part in today["perempat"]) == 3
    assert "pcare" in deka("job", "sekilas").done().out


def test_visits_from_file_to_deletion(deka: Run, clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "kunjungan.json"
    file.write_text(json.dumps(VISIT | {"noKartu": card_number(1)}), encoding="utf-8")
    done = deka("kunjungan", "impor", file, "--json").done().json
    assert (len(done["kunjungan"]), done["sudah"]) == (1, 0)
    (job,) = done["jobs"]
    assert (job["jenis"], job["status"]) == ("kunjungan_pcare", "menunggu")
    assert (
        "0 kunjungan dimasukkan dan akan dikirim, 1 sudah ada" in deka("kunjungan", "impor", file).done().out
    )
    clinic.send(job["id"], V_OK)
    (row,) = deka("kunjungan", "daftar", *DAY, "--json").done().json
    assert (row["no_kunjungan"], row["job"]["status"], row["norm"]) == (NUMBER, "terkirim", "000001")
    assert NUMBER in deka("kunjungan", "daftar", "--semua-tanggal").done().out
    assert "akan dihapus" in deka("kunjungan", "hapus", done["kunjungan"][0]).done().out
    deka("kunjungan", "hapus", 999).refused("tidak ditemukan", "deka kunjungan daftar")
    file.write_text(json.dumps(VISIT | {"suhu": 36.4}), encoding="utf-8")
    deka("kunjungan", "impor", file).refused("1 kesalahan", "suhu")
