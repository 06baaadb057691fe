"""People and the audit trail over a shell, and the first admin that ``deka init`` makes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from deka_tui.commands import init, session
from tests.cli.deka import Run
from tests.services.clinic import Clinic

SANDI = "sandi-contoh-7"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "sandi"
    file.write_text(f"{SANDI}\n", encoding="utf-8")
    return file


@pytest.fixture
def people(deka: Run, monkeypatch: pytest.MonkeyPatch, secret: Path) -> Run:
    """A clinic with an admin and a clerk; whoever acts reads the password from the file."""
    monkeypatch.setenv("DEKA_SANDI_FILE", str(secret))
    deka("pengguna", "tambah", "kepala", "--peran", "superadmin").done()
    deka("pengguna", "tambah", "budi", "--peran", "petugas").done()
    return deka


# ── init ──────────────────────────────────────────────────────────────────────


def test_init_makes_no_user_nobody_asked_for(bare: Run) -> None:
    assert bare("init", "--json").done().json["admin"] is None
    assert "Belum ada yang dapat masuk" in bare("init").done().out
    assert bare("pengguna", "daftar", "--json").done().json == []


@pytest.mark.parametrize(("words", "name"), [([], "admin"), (["--admin", "Bu Ani"], "bu ani")])
def test_init_makes_the_first_admin_from_a_file(
    bare: Run, monkeypatch: pytest.MonkeyPatch, secret: Path, words: list[str], name: str
) -> None:
    monkeypatch.setenv("DEKA_SANDI_FILE", str(secret))
    assert bare("init", "--json", *words).done().json["admin"] == name
    assert bare("init", "--json", *words).done().json["admin"] is None
    (row,) = bare("pengguna", "daftar", "--json").done().json
    assert row == {"nama": name, "peran": "superadmin", "aktif": True}
    assert bare("--sebagai", name, "pengguna", "daftar", "--json").done().json == [row]
    assert "Belum ada" not in bare("init").done().out


def test_init_asks_where_there_is_somebody(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(init.click, "prompt", lambda *_a, **_k: "")
    assert "Belum ada yang dapat masuk" in bare("init").done().out
    monkeypatch.setattr(init.click, "prompt", lambda *_a, **_k: " Ani ")
    monkeypatch.setattr(session, "getpass", lambda _prompt: SANDI)
    assert "Admin pertama ani dibuat" in bare("init").done().out


def test_init_needs_a_password_for_a_name(bare: Run) -> None:
    bare("init", "--admin", "ani").refused("DEKA_SANDI_FILE")
    assert bare("pengguna", "daftar", "--json").done().json == []


def test_rights_of_a_role_are_a_servers_matter(bare: Run) -> None:
    bare("init", "--peran-aplikasi", "deka").refused("PostgreSQL")


# ── people ────────────────────────────────────────────────────────────────────


def test_people_are_changed(people: Run) -> None:
    deka = people
    said = deka("pengguna", "ubah", "Budi", "--peran", "supervisor", "--izin", "lihat audit", "--json").done()
    assert said.json == {"nama": "budi", "berubah": True}
    assert "tidak ada yang diubah" in deka("pengguna", "ubah", "budi", "--peran", "supervisor").done().out
    deka("--sebagai", "budi", "audit", "daftar").done()
    deka("pengguna", "ubah", "budi", "--cabut", "lihat-audit").done()
    deka("--sebagai", "budi", "audit", "daftar").refused("lihat audit")
    deka("pengguna", "ubah", "siapa", "--peran", "petugas").refused("siapa", "deka pengguna daftar")
    deka("pengguna", "ubah", "budi", "--izin", "terbang").refused("terbang", code=2)


def test_people_are_sent_away_and_come_back(people: Run) -> None:
    deka = people
    deka("pengguna", "nonaktif", "budi").done()
    deka("--sebagai", "budi", "antrean", "daftar").refused("tidak cocok")
    deka("pengguna", "aktif", "budi").done()
    deka("--sebagai", "budi", "antrean", "daftar").done()
    deka("pengguna", "nonaktif", "kepala").refused("kepala", "admin lain")


def test_passwords(people: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: Path) -> None:
    deka = people
    other = tmp_path / "baru"
    other.write_text("sandi-baru-77", encoding="utf-8")
    deka("--sebagai", "budi", "pengguna", "sandi", "kepala", "--sandi-file", other).refused("kelola pengguna")
    deka("--sebagai", "budi", "pengguna", "sandi", "budi").refused("--sandi-file")
    assert (
        "Sandi budi diganti"
        in deka("--sebagai", "budi", "pengguna", "sandi", "budi", "--sandi-file", other).done().out
    )
    deka("--sebagai", "budi", "antrean", "daftar").refused("tidak cocok")
    monkeypatch.setenv("DEKA_SANDI_FILE", str(other))
    deka("--sebagai", "budi", "antrean", "daftar").done()
    deka("pengguna", "sandi", "budi", "--sandi-file", secret).done()
    deka("--sebagai", "budi", "antrean", "daftar").refused("tidak cocok")


def test_pins(people: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    deka = people
    deka("pengguna", "pin").refused("--sebagai")
    typed = iter(["2580", "2581", "1234", "1234", "2580", "2580"])
    monkeypatch.setattr(session, "getpass", lambda _prompt: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    deka("--sebagai", "budi", "pengguna", "pin").refused("tidak sama")
    deka("--sebagai", "budi", "pengguna", "pin").refused("mudah ditebak")
    assert "PIN dipasang" in deka("--sebagai", "budi", "pengguna", "pin").done().out
    assert "PIN dicabut" in deka("--sebagai", "budi", "pengguna", "pin", "--hapus").done().out


def test_wrong_passwords_are_held_back(people: Run, secret: Path) -> None:
    deka = people
    secret.write_text("salah-sekali", encoding="utf-8")
    for _ in range(3):
        deka("--sebagai", "budi", "antrean", "daftar").refused("tidak cocok")
    deka("--sebagai", "budi", "antrean", "daftar").refused("Terlalu banyak percobaan", "tunggu 2 detik")
    deka("--sebagai", "tak-ada", "antrean", "daftar").refused("tidak cocok")


# ── the trail ─────────────────────────────────────────────────────────────────


def test_the_trail_is_listed(people: Run, clinic: Clinic) -> None:
    deka = people
    clinic.register(1)
    deka("--sebagai", "budi", "pengguna", "daftar").refused("kelola pengguna")
    rows = deka("audit", "daftar", "--json").done().json
    assert [(row["aksi"], row["pelaku"], row["hasil"]) for row in rows] == [
        ("pengguna.daftar", "budi", "ditolak"),
        ("pengguna.masuk", "budi", "ok"),
        ("antrean.daftar", "petugas-uji", "ok"),
        ("pengguna.tambah", "sistem", "ok"),
        ("pengguna.tambah", "sistem", "ok"),
    ]
    assert [row["urut"] for row in rows] == [5, 4, 3, 2, 1]
    assert rows[-1]["rincian"] == {"izin": [], "nama": "kepala", "peran": "superadmin"}
    assert rows[0]["waktu"].endswith("+07:00")

    def found(*words: str) -> int:
        return len(deka("audit", "daftar", "--json", *words).done().json)

    assert found("--aksi", "pengguna") == 4
    assert found("--aksi", "pengguna.masuk", "--pelaku", "BUDI") == 1
    assert found("--hasil", "ditolak") == 1
    assert found("--objek", "pengguna") == 2
    assert found("--objek", "antrean:1") == 1
    assert found("--tanggal", "2001-01-01") == 0
    assert found("--dari", "2001-01-01", "--batas", "2") == 2
    said = deka("audit", "daftar").done().out
    assert "pengguna.tambah" in said
    assert "nama: kepala; peran: superadmin" in said
    assert "Tidak ada baris audit" in deka("audit", "daftar", "--pelaku", "x").done().out
    deka("audit", "daftar", "--tanggal", "2026-01-01", "--dari", "2026-01-01").refused("--tanggal", code=2)
    deka("audit", "daftar", "--objek", "antrean:x").refused("antrean:12", code=2)
    deka("--sebagai", "budi", "audit", "daftar").refused("lihat audit")


def test_the_chain_is_verified(people: Run, clinic: Clinic) -> None:
    deka = people
    whole = deka("audit", "verifikasi", "--json").done().json
    assert (whole["utuh"], whole["baris"], whole["cacat"]) == (True, 2, None)
    assert (
        deka("audit", "verifikasi", "--kepala", whole["kepala"]).done().out.startswith("Jejak audit utuh: 2")
    )
    deka("audit", "verifikasi", "--kepala", "2:abc").refused("Kepala rantai")
    with closing(sqlite3.connect(clinic.ctx.storage.path)) as conn:
        conn.execute("DROP TRIGGER audit_tetap_update")
        conn.execute("UPDATE audit SET rincian = replace(rincian, 'budi', 'siti')")
        conn.commit()
    deka("audit", "verifikasi").refused("baris audit", "urutan 2", "diubah", "1 baris sebelumnya utuh")
    broken = deka("audit", "verifikasi", "--json")
    assert (broken.code, broken.json["utuh"], broken.json["urut"]) == (1, False, 2)


def test_the_trail_is_exported(people: Run, tmp_path: Path) -> None:
    deka = people
    file = tmp_path / "audit.jsonl"
    assert deka("audit", "ekspor", file, "--json").done().json == {"berkas": str(file), "baris": 2}
    assert [json.loads(line)["urut"] for line in file.read_text(encoding="utf-8").splitlines()] == [1, 2]
    assert (
        "2 baris audit ditulis"
        in deka("audit", "ekspor", tmp_path / "a.csv", "--pelaku", "sistem", "--aksi", "pengguna").done().out
    )
    deka("audit", "ekspor", tmp_path / "a.txt").refused(".jsonl")
    assert file.stat().st_mode & 0o077 == 0


# ── passwords that somebody else has chosen ───────────────────────────────────


def test_a_password_that_was_typed_is_changed_by_its_owner(
    people: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([SANDI, SANDI, SANDI])
    monkeypatch.delenv("DEKA_SANDI_FILE")
    monkeypatch.setattr(session, "tanya", lambda _prompt: next(typed))
    made = people("pengguna", "tambah", "rina", "--peran", "petugas").done()
    assert "rina diminta mengganti sandi ini" in made.out
    refused = people("--sebagai", "rina", "antrean", "daftar").refused()
    assert refused.err.strip() == (
        "Sandi rina dari admin harus diganti dulu; jalankan: deka pengguna sandi rina --sebagai rina."
    )
    typed = iter([SANDI, "sandi-sendiri-9", "sandi-sendiri-9", "sandi-sendiri-9"])
    people("--sebagai", "rina", "pengguna", "sandi", "rina").done()
    assert people("--sebagai", "rina", "antrean", "daftar", "--json").done().json == []


@pytest.mark.parametrize(("words", "wanted"), [([], False), (["--sementara"], True), (["--tetap"], False)])
def test_a_password_from_a_file_stays_unless_it_is_asked_for(
    people: Run, words: list[str], wanted: bool
) -> None:
    made = people("pengguna", "tambah", "rina", "--peran", "petugas", *words, "--json").done()
    assert made.json["sementara"] is wanted
    done = people("--sebagai", "rina", "antrean", "daftar", "--json")
    assert (done.code == 0) is not wanted
