"""Keys and secrets from the command line: nothing shows what must not be seen."""

from __future__ import annotations

import io
import json
import stat
import sys
from pathlib import Path

import pytest

from shared.config import Rahasia, load
from shared.security import segel
from shared.services import segel as layanan
from tests.cli.deka import Run
from tests.services.clinic import REFUSED, Clinic, ids

VALUE = "Rahasia#Sekali-98765"


@pytest.fixture
def keys(tmp_path: Path, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file of the test's own, as the clinic's storage knows it."""
    file = tmp_path / "kunci" / "kunci-isi"
    segel.tulis_berkas(file, segel.baca_berkas(clinic.ctx.settings.keamanan.kunci))
    monkeypatch.setenv("DEKA_KEAMANAN__BERKAS_KUNCI", str(file))
    return file


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(VALUE + "\n"))


def test_a_secret_is_kept_sealed_and_read_by_the_settings(deka: Run, keys: Path, typed: None) -> None:
    done = deka("rahasia", "set", "bpjs.secret_key").done()
    assert VALUE not in done.out
    file = keys.with_name("rahasia")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert VALUE not in file.read_text()
    settings = load(None)
    assert settings.bpjs.secret_key == VALUE
    assert isinstance(settings.bpjs.secret_key, Rahasia)
    for shown in (
        repr(settings),
        str(settings),
        f"{settings}",
        repr(settings.bpjs),
        repr([settings.bpjs.secret_key]),
    ):
        assert VALUE not in shown
    listed = deka("rahasia", "daftar", "--json").done()
    assert [row["nama"] for row in listed.json] == ["bpjs.secret_key"]
    assert VALUE not in listed.out + deka("rahasia", "daftar").done().out
    deka("rahasia", "hapus", "bpjs.secret_key").done()
    assert load(None).bpjs.secret_key == ""
    deka("rahasia", "hapus", "bpjs.secret_key").refused("tidak tersimpan")


def test_environment_then_file_then_store(
    deka: Run, keys: Path, typed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deka("rahasia", "set", "bpjs.pcare_password").done()
    config = tmp_path / "deka.toml"
    secret = tmp_path / "sandi"
    secret.write_text("dari-berkas\n")
    config.write_text(f'[bpjs]\npcare_password = "file:{secret}"\n')
    assert load(str(config)).bpjs.pcare_password == "dari-berkas"
    monkeypatch.setenv("DEKA_BPJS__PCARE_PASSWORD", "dari-lingkungan")
    assert load(str(config)).bpjs.pcare_password == "dari-lingkungan"
    monkeypatch.delenv("DEKA_BPJS__PCARE_PASSWORD")
    config.write_text("")
    assert load(str(config)).bpjs.pcare_password == VALUE


def test_what_is_no_secret_or_no_value_is_refused(
    deka: Run, keys: Path, typed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    deka("rahasia", "set", "bpjs.cons_id").refused("tidak dikenal", "bpjs.secret_key")
    for bad in ("", "\n", "a\x1b[2Jb", "x" * 5000, "dua\nbaris"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(bad))
        deka("rahasia", "set", "bpjs.secret_key").refused("kosong")
    assert not keys.with_name("rahasia").exists()


def test_a_value_is_no_argument(deka: Run, keys: Path) -> None:
    assert deka("rahasia", "set", "bpjs.secret_key", VALUE).code == 2


def test_the_trail_names_the_secret_and_not_its_value(
    deka: Run, clinic: Clinic, keys: Path, typed: None
) -> None:
    deka("rahasia", "set", "satusehat.client_secret").done()
    row = clinic.audit("rahasia.set")[-1]
    assert json.loads(row.rincian) == {"nama": "satusehat.client_secret"}


def test_secrets_do_not_open_with_another_key(
    deka: Run, keys: Path, typed: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deka("rahasia", "set", "bpjs.secret_key").done()
    monkeypatch.setenv("DEKA_KEAMANAN__BERKAS_RAHASIA", str(keys.with_name("rahasia")))
    other = tmp_path / "lain"
    segel.tulis_berkas(other, (segel.kunci_baru(),))
    monkeypatch.setenv("DEKA_KEAMANAN__BERKAS_KUNCI", str(other))
    settings = load(None)
    assert settings.bpjs.secret_key == ""
    assert settings.terkunci == ("bpjs.secret_key",)
    found = {row["nama"]: row for row in json.loads(deka("doctor", "--json").out)}
    assert found["rahasia"]["status"] == "PERHATIAN"
    assert "bpjs.secret_key" in found["rahasia"]["keterangan"]
    from shared.config import KonfigurasiSalah
    from worker.connect import periksa

    with pytest.raises(KonfigurasiSalah, match="tidak dapat dibuka di sini"):
        periksa(settings)


def test_a_secret_moved_to_another_name_does_not_open(deka: Run, keys: Path, typed: None) -> None:
    deka("rahasia", "set", "bpjs.secret_key").done()
    file = keys.with_name("rahasia")
    data = json.loads(file.read_text())
    data["isi"]["bpjs.pcare_password"] = data["isi"].pop("bpjs.secret_key")
    file.write_text(json.dumps(data))
    assert load(None).terkunci == ("bpjs.pcare_password",)


def test_a_new_key_seals_secrets_at_once_and_bodies_follow(
    deka: Run, clinic: Clinic, keys: Path, typed: None
) -> None:
    p, _ = ids(clinic.register(1))
    clinic.send(p, REFUSED)
    deka("rahasia", "set", "bpjs.secret_key").done()
    old = segel.baca_berkas(keys)[-1].id
    made = deka("kunci", "putar", "--json").done().json["kunci"]
    assert made != old
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert [key.id for key in segel.baca_berkas(keys)] == [old, made]
    assert load(None).bpjs.secret_key == VALUE
    rows = {row["kunci"]: row for row in deka("kunci", "daftar", "--json").done().json}
    assert rows[made]["dipakai"] is True
    assert rows[old]["isi"] > 0
    assert "pekerja" in deka("kunci", "daftar").done().out
    deka("kunci", "buang", old).refused("masih menyegel")
    deka("kunci", "buang", made).refused("sedang dipakai")
    newer = deka("kunci", "putar", "--sekarang", "--json").done().json["kunci"]
    rows = {row["kunci"]: row for row in deka("kunci", "daftar", "--json").done().json}
    assert rows[newer]["isi"] > 0
    assert rows[old]["isi"] == rows[made]["isi"] == 0
    deka("kunci", "buang", old).done()
    deka("kunci", "buang", made).done()
    deka("kunci", "buang", "00000000").refused("tidak ada")
    assert [key.id for key in segel.baca_berkas(keys)] == [newer]
    assert clinic.audit("kunci.putar", "kunci.buang")
    assert "job" in deka("job", "detail", p).done().out


def test_doctor_looks_at_the_keys_owner_and_mode(deka: Run, clinic: Clinic, keys: Path) -> None:
    def finding() -> dict[str, str]:
        return next(row for row in json.loads(deka("doctor", "--json").out) if row["nama"] == "kunci isi")

    assert finding()["status"] == "OK"
    keys.chmod(0o644)
    assert finding()["status"] == "GAGAL"
    assert "chmod 600" in finding()["keterangan"]
    keys.unlink()
    p, _ = ids(clinic.register(1))
    clinic.send(p, REFUSED)
    assert finding()["status"] == "PERHATIAN"
    assert "Kunci isi tidak ada" in finding()["keterangan"]


def test_no_key_and_no_key_material_is_ever_printed(deka: Run, clinic: Clinic, keys: Path) -> None:
    material = keys.read_text().split()[-1]
    for words in (("kunci", "daftar"), ("kunci", "daftar", "--json"), ("doctor",), ("kunci", "putar")):
        assert material not in deka(*words).out
    assert layanan.periksa(clinic.station(keamanan=load(None).keamanan))


PHRASE = "kalimat sandi cadangan"


@pytest.fixture
def phrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the passphrase of copies, and a key that is made of it quickly."""
    from shared.security import peti

    monkeypatch.setattr(peti, "_TIME", 1)
    monkeypatch.setattr(peti, "_MEMORY_KIB", 64)
    file = tmp_path / "sandi-cadangan"
    file.write_text(PHRASE + "\n")
    return file


def test_a_copy_is_made_checked_and_put_back(
    deka: Run, clinic: Clinic, keys: Path, phrase: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    p, _ = ids(clinic.register(1))
    clinic.send(p, REFUSED)
    file = tmp_path / "salinan.deka"
    made = deka("backup", file, "--sandi-file", phrase, "--json").done().json
    assert made["baris"] > 0
    assert (
        deka("restore", file, "--periksa", "--sandi-file", phrase, "--json").done().json["baris"]
        == made["baris"]
    )
    assert "utuh" in deka("restore", file, "--periksa", "--sandi-file", phrase).done().out
    deka("restore", file, "--sandi-file", phrase).refused("sudah berisi data", "--timpa")
    deka("backup", file, "--sandi-file", phrase).refused("sudah ada")
    said = deka("restore", file, "--timpa", "--sandi-file", phrase).done().out
    assert "diperiksa dulu di BPJS" in said
    assert "sebelum-pulih-" in said
    # ... and on another machine, from nothing
    monkeypatch.setenv("DEKA_PENYIMPANAN__URL", f"sqlite:///{tmp_path / 'mesin-lain' / 'deka.db'}")
    monkeypatch.setenv("DEKA_KEAMANAN__BERKAS_KUNCI", str(tmp_path / "mesin-lain" / "kunci"))
    deka("restore", file, "--sandi-file", phrase).done()
    found = {row["nama"]: row["status"] for row in json.loads(deka("doctor", "--json").out)}
    assert found["penyimpanan"] == "OK"
    assert found["kunci isi"] == "PERHATIAN"  # the key lies beside the storage here
    assert "job" in deka("job", "detail", p).done().out


def test_a_copy_into_the_folder_of_the_settings(
    deka: Run, clinic: Clinic, keys: Path, phrase: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEKA_CADANGAN__FOLDER", str(tmp_path / "cadangan"))
    monkeypatch.setenv("DEKA_CADANGAN__SANDI", f"file:{phrase}")
    said = deka("backup").done().out
    (file,) = (tmp_path / "cadangan").iterdir()
    assert str(file) in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PHRASE not in repr(load(None))


def test_what_is_no_copy(deka: Run, keys: Path, phrase: Path, tmp_path: Path) -> None:
    file = tmp_path / "bukan.deka"
    file.write_bytes(b"bukan cadangan")
    deka("restore", file, "--sandi-file", phrase).refused("bukan cadangan Deka")
    deka("restore", tmp_path / "tidak-ada.deka", "--sandi-file", phrase).refused("tidak dapat dibaca")
    deka("backup", tmp_path / "x.deka").refused("andi")
    phrase.write_text("pendek\n")
    deka("backup", tmp_path / "x.deka", "--sandi-file", phrase).refused("minimal 12")
    assert not (tmp_path / "x.deka").exists()
