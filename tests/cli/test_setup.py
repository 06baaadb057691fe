"""Setting up: init, doctor, imports, people, and who acts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from deka_tui.commands import session
from shared.services.periksa import wal_aman
from shared.storage import tables as t
from shared.storage import workers
from tests.cli.deka import Run
from tests.services.clinic import MASTER, Clinic

HEADER = "norm,nama,nik,no_kartu,no_hp,jenis_kelamin,tanggal_lahir,kd_provider,penjamin_id"
GOOD = "000777,Contoh Tujuh,3201010101010777,0001112223334,081200000777,P,1990-01-31,00000001,2"


def findings(result: Any) -> dict[str, str]:
    """The states of a doctor's findings by name."""
    return {item["nama"]: item["status"] for item in result.json}


# ── init ──────────────────────────────────────────────────────────────────────


def test_init_makes_folders_and_storage_and_a_second_one_changes_nothing(bare: Run, tmp_path: Path) -> None:
    first = bare("init", "--json").done().json
    assert first["dibuat"] is True
    assert first["sebelumnya"] is None
    assert first["penyimpanan"] == str(tmp_path / "baru" / "deka.db")
    again = bare("init", "--json").done().json
    assert (again["dibuat"], again["sebelumnya"]) == (False, again["skema"])
    assert "sudah siap" in bare("init").done().out
    assert bare("antrean", "daftar", "--json").done().json == []


def test_init_in_words_says_what_comes_next(bare: Run) -> None:
    said = bare("init").done().out
    assert "Penyimpanan dibuat di" in said
    assert "deka master impor" in said


def test_both_kinds_of_storage(bare: Run, monkeypatch: pytest.MonkeyPatch, storage_url: str) -> None:
    monkeypatch.setenv("DEKA_PENYIMPANAN__URL", storage_url)
    bare("antrean", "daftar").refused("deka init")
    assert bare("init", "--json").done().json["dibuat"] is True
    assert bare("init", "--json").done().json["dibuat"] is False
    assert bare("antrean", "daftar", "--json").done().json == []
    assert findings(bare("doctor", "--json").done())["penyimpanan"] == "OK"


UNUSABLE: list[tuple[str, Callable[[Path], str], str]] = [
    ("a folder", lambda p: f"sqlite:///{p}", "tidak dapat dihubungi"),
    ("below a file", lambda p: f"sqlite:///{p / 'berkas' / 'deka.db'}", "tidak dapat ditulis"),
    ("no storage", lambda p: f"sqlite:///{p / 'berkas'}", "bukan penyimpanan Deka"),
    ("no server", lambda _: "postgresql+psycopg://u:rahasia-x@127.0.0.1:1/deka", "tidak dapat dihubungi"),
    ("no address", lambda _: "postgresql+psycopg://u:rahasia-x@h:pintu/deka", "penyimpanan.url"),
    ("no name", lambda _: "sqlite:///", "belum dibuat"),
    ("another kind", lambda _: "mysql://h/deka", "sqlite:/// atau postgresql"),
]


@pytest.mark.parametrize(("name", "url", "said"), UNUSABLE, ids=[row[0] for row in UNUSABLE])
@pytest.mark.parametrize("words", [("init",), ("antrean", "daftar", "--json"), ("doctor",)])
def test_a_storage_that_cannot_be_used(
    bare: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    url: Callable[[Path], str],
    said: str,
    words: tuple[str, ...],
) -> None:
    (tmp_path / "berkas").write_text("ini bukan basis data " * 100, encoding="utf-8")
    monkeypatch.setenv("DEKA_PENYIMPANAN__URL", url(tmp_path))
    result = bare(*words)
    result.refused()
    text = result.out + result.err
    assert said in text or (words[0] != "init" and "deka init" in text)
    assert "rahasia-x" not in text


# ── settings ──────────────────────────────────────────────────────────────────

CONFIGS = [
    ("[faskes]\nzona = 'Eropa/Paris'", ["Eropa/Paris", "Asia/Jakarta"]),
    ("[faskes", ["bukan TOML"]),
    ("[klinik]\nnama = 'x'", ["[klinik]"]),
    ("[worker]\nutas = 'banyak'", ["worker.utas", "angka"]),
    ("[worker]\nutas = 0", ["worker.utas", "256"]),
    ("[bpjs]\ncons = '1'", ["bpjs.cons"]),
    ("[bpjs]\nsecret_key = 'file:tidak-ada'", ["bpjs.secret_key", "tidak-ada"]),
    ("[bpjs]\npcare_url = 'pcare'", ["bpjs.pcare_url", "http"]),
]


@pytest.mark.parametrize(("text", "said"), CONFIGS, ids=[row[0].splitlines()[-1] for row in CONFIGS])
def test_a_wrong_config(bare: Run, tmp_path: Path, text: str, said: list[str]) -> None:
    file = tmp_path / "salah.toml"
    file.write_text(text, encoding="utf-8")
    bare("--config", file, "antrean", "daftar").refused(*said)
    result = bare("doctor", "--config", file, "--json")
    result.refused("1 pemeriksaan gagal")
    assert findings(result)["konfigurasi"] == "GAGAL"


def test_a_missing_config_is_named(bare: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    bare("--config", "hilang.toml", "init").refused("hilang.toml", "--config")
    bare("init", "--config=hilang.toml").refused("hilang.toml")
    monkeypatch.setenv("DEKA_CONFIG", "lenyap.toml")
    bare("antrean", "daftar").refused("lenyap.toml")


def test_a_clinic_that_is_not_in_the_storage(deka: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEKA_FASKES__KODE", "99999999")
    deka("antrean", "daftar").refused("99999999", "deka init")


# ── doctor ────────────────────────────────────────────────────────────────────


def test_the_doctor_looks_at_everything(deka: Run, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    found = deka("doctor", "--json").done()
    assert {item["status"] for item in found.json} <= {"OK", "PERHATIAN"}
    states = findings(found)
    assert {"konfigurasi", "penyimpanan", "sqlite", "zona waktu", "data master", "terminal"} < states.keys()
    assert (states["pekerja"], states["bpjs"], states["penyimpanan"]) == ("PERHATIAN", "PERHATIAN", "OK")
    with clinic.ctx.storage.write() as conn:
        workers.register(conn, "w1", "uji", 1, "", 4)
    monkeypatch.setenv("DEKA_BPJS__CONS_ID", "1000")
    monkeypatch.setenv("DEKA_FASKES__ZONA", "Asia/Makassar")
    result = deka("doctor", "--json")
    result.refused("deka doctor")
    states = findings(result)
    assert (states["pekerja"], states["bpjs"], states["zona waktu"]) == ("OK", "GAGAL", "PERHATIAN")
    assert "bpjs.secret_key" in deka("doctor").out


def test_the_doctor_sees_a_gate_that_is_shut(deka: Run, clinic: Clinic) -> None:
    clinic.sql(
        sa.insert(t.gerbang).values(
            faskes_id=clinic.ctx.faskes.id,
            layanan="pcare",
            status="kredensial",
            sejak=1,
            pesan="Sandi\x1b[2J",
        )
    )
    result = deka("doctor")
    result.refused("1 pemeriksaan gagal")
    assert "pcare kredensial" in result.out
    assert "\x1b" not in result.out


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.45.0", False), ("3.50.6", False),
        ("3.50.7", True), ("3.51.2", False), ("3.51.3", True), ("3.52.0", True), ("3.46", False),
    ],
)  # fmt: skip
def test_which_sqlite_is_mended(version: str, safe: bool) -> None:
    assert wal_aman(version) is safe


# ── imports ───────────────────────────────────────────────────────────────────


def test_master_data_twice_changes_nothing(bare: Run, tmp_path: Path) -> None:
    file = tmp_path / "master.toml"
    file.write_text(MASTER, encoding="utf-8")
    bare("init").done()
    first = bare("master", "impor", file, "--json").done().json
    assert (first["ruangan"], first["dokter"], first["berubah"]) == (5, 6, 11)
    assert bare("master", "impor", file, "--json").done().json["berubah"] == 0
    assert "tidak ada yang berubah" in bare("master", "impor", file).done().out
    bare("master", "impor", tmp_path / "hilang.toml").refused("hilang.toml")
    file.write_text("[[ruangan]]\nkode = 'X'\n", encoding="utf-8")
    bare("master", "impor", file).refused("ruangan X", "belum diisi")


def test_a_patient_with_a_short_card_goes_in_and_is_warned_of(deka: Run, tmp_path: Path) -> None:
    file = tmp_path / "pasien.csv"
    short = GOOD.replace("000777", "000779").replace("0001112223334", "000111222333")
    file.write_text(f"{HEADER}\n{short}\n", encoding="utf-8")
    done = deka("pasien", "impor", file, "--json").done()
    assert done.json["peringatan"] == ["baris 2: no_kartu harus 13 digit, tertulis 12"]
    assert "perbaiki sebelum didaftarkan" in deka("pasien", "impor", file).done().out
    deka("antrean", "tambah", "--norm", "000779", "--ruangan", "UMUM", "--penjamin", "2").refused("13 digit")


def test_patients_all_rows_or_none(deka: Run, tmp_path: Path) -> None:
    file = tmp_path / "pasien.csv"
    file.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    assert deka("pasien", "impor", file, "--json").done().json == {"baris": 1, "berubah": 1, "peringatan": []}
    assert "tidak ada yang berubah" in deka("pasien", "impor", file).done().out
    bad = GOOD.replace("000777", "000778").replace("0001112223334", "bukan-angka")
    file.write_text(f"{HEADER}\n{GOOD.replace('Tujuh', 'Ubah')}\n{bad}\n", encoding="utf-8")
    deka("pasien", "impor", file).refused("baris 3", "no_kartu harus angka saja", "tidak ada yang")
    file.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    assert deka("pasien", "impor", file, "--json").done().json["berubah"] == 0
    file.write_text("nama,norm\nx,1\n", encoding="utf-8")
    deka("pasien", "impor", file).refused("Baris kepala", HEADER)
    file.write_bytes(b"\xff\xfe\x00")
    deka("pasien", "impor", file).refused("UTF-8")
    deka("pasien", "impor", tmp_path).refused("tidak dapat dibaca")


# ── people ────────────────────────────────────────────────────────────────────


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "sandi"
    file.write_text("sandi-contoh-1\n", encoding="utf-8")
    return file


def test_people_are_added_and_act(deka: Run, monkeypatch: pytest.MonkeyPatch, secret: Path) -> None:
    assert deka("pengguna", "daftar", "--json").done().json == []
    monkeypatch.setenv("DEKA_SANDI_FILE", str(secret))
    made = deka("pengguna", "tambah", "Budi", "--peran", "petugas", "--json").done().json
    assert (made["nama"], made["peran"]) == ("budi", "petugas")
    deka("pengguna", "tambah", "budi", "--peran", "petugas").refused("sudah ada")
    assert deka("pengguna", "daftar", "--json").json == [{"nama": "budi", "peran": "petugas", "aktif": True}]
    deka("--sebagai", "budi", "antrean", "daftar", "--json").done()
    deka("--sebagai", "budi", "pengguna", "daftar").refused("budi", "kelola pengguna")
    deka("--sebagai", "siti", "antrean", "daftar").refused("tidak cocok")
    monkeypatch.setenv("DEKA_PENGGUNA", "budi")
    deka("pengguna", "tambah", "siti", "--peran", "kiosk").refused("--sandi-file")
    secret.write_text("bukan-sandinya", encoding="utf-8")
    deka("antrean", "daftar").refused("tidak cocok")
    secret.unlink()
    deka("antrean", "daftar").refused("tidak dapat dibaca")


def test_permissions_are_those_of_the_role(
    deka: Run, clinic: Clinic, monkeypatch: pytest.MonkeyPatch, secret: Path
) -> None:
    made = clinic.register(1)
    monkeypatch.setenv("DEKA_SANDI_FILE", str(secret))
    deka("pengguna", "tambah", "mesin", "--peran", "kiosk").done()
    deka("--sebagai", "mesin", "antrean", "batal", made.id, "--alasan", "x").refused("cancel antrean")
    assert clinic.audit("antrean.batal")[-1].hasil == "ditolak"


def test_a_password_is_asked_twice_and_never_taken_from_a_pipe(
    deka: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    deka("pengguna", "tambah", "budi", "--peran", "petugas").refused("DEKA_SANDI_FILE")
    deka("--sebagai", "budi", "antrean", "daftar").refused("DEKA_SANDI_FILE")
    typed = iter(["sandi-contoh-1", "sandi-contoh-2", "pendek", "pendek", "sandi-contoh-1", "sandi-contoh-1"])
    monkeypatch.setattr(session, "getpass", lambda _prompt: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    deka("pengguna", "tambah", "budi", "--peran", "petugas").refused("tidak sama")
    deka("pengguna", "tambah", "budi", "--peran", "petugas").refused("minimal 8")
    assert "budi" in deka("pengguna", "tambah", "budi", "--peran", "petugas").done().out


def test_only_the_owner_of_the_storage_acts_as_sistem(deka: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.security.owner.os.geteuid", lambda: 4242)
    deka("antrean", "daftar").refused("--sebagai")
    deka("antrean", "batal", 1, "--alasan", "x").refused("--sebagai")
