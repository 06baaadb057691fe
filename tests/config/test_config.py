"""Every setting, every way it can be wrong, and secrets that never show."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from shared import config
from shared.config import KonfigurasiSalah, Rahasia, Settings, load
from tests.support.processes import ROOT

SECRET = "sangat-rahasia-7391"


def written(folder: Path, text: str) -> str:
    file = folder / "deka.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def wrong(text: str, folder: Path, env: dict[str, str] | None = None) -> KonfigurasiSalah:
    with pytest.raises(KonfigurasiSalah) as caught:
        load(written(folder, text), env or {})
    words = str(caught.value)
    assert "\n" not in words
    assert words.endswith(".")
    return caught.value


# ── where it is found ─────────────────────────────────────────────────────────


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(config, "SEARCH", (Path("config/deka.toml"), tmp_path / "home.toml"))
    return tmp_path


def test_without_a_file_the_defaults_count(nowhere: Path) -> None:
    assert load(None, {}) == Settings()


def test_the_first_place_counts(nowhere: Path) -> None:
    (nowhere / "home.toml").write_text('[faskes]\nnama = "rumah"\n')
    assert load(None, {}).faskes.nama == "rumah"
    (nowhere / "config").mkdir()
    (nowhere / "config" / "deka.toml").write_text('[faskes]\nnama = "sini"\n')
    assert load(None, {}).faskes.nama == "sini"
    assert load(None, {"DEKA_CONFIG": str(nowhere / "home.toml")}).faskes.nama == "rumah"
    named = str(nowhere / "config" / "deka.toml")
    settings = load(named, {"DEKA_CONFIG": str(nowhere / "home.toml")})
    assert (settings.faskes.nama, settings.berkas) == ("sini", Path(named))


def test_the_places_are_those_of_the_design() -> None:
    assert [str(path) for path in config.SEARCH] == [
        "config/deka.toml",
        "~/.config/deka/deka.toml",
        "/etc/deka/deka.toml",
    ]


@pytest.mark.parametrize("env", [{}, {"DEKA_CONFIG": "tidak-ada.toml"}], ids=["named", "environment"])
def test_a_named_file_that_is_not_there(nowhere: Path, env: dict[str, str]) -> None:
    with pytest.raises(
        KonfigurasiSalah, match=r"tidak-ada\.toml tidak ditemukan; periksa --config"
    ) as caught:
        load(None if env else "tidak-ada.toml", env)
    assert caught.value.kode == "konfigurasi_tidak_ada"


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, "")

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "no")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", refuse)
        with pytest.raises(KonfigurasiSalah, match="tidak dapat dibaca; periksa hak aksesnya"):
            load(file, {})


def test_the_example_is_a_configuration() -> None:
    example = ROOT / "config" / "deka.example.toml"
    if not example.exists():
        pytest.skip("not written yet")
    assert isinstance(load(str(example), {}), Settings)


# ── what is in it ─────────────────────────────────────────────────────────────

SAMPLE: dict[type, tuple[str, Any]] = {
    str: ('"x"', "x"),
    Rahasia: ('"x"', "x"),
    int: ("7", 7),
    float: ("1.5", 1.5),
    bool: ("true", True),
}
SPECIAL = {
    "faskes.zona": ('"Asia/Jayapura"', "Asia/Jayapura"),
    "penyimpanan.url": ('"sqlite:///x.db"', "sqlite:///x.db"),
    "bpjs.pcare_url": ('"https://contoh.id"', "https://contoh.id"),
    "bpjs.antrean_url": ('"https://contoh.id"', "https://contoh.id"),
    "bpjs.kd_provider_peserta": ('"faskes"', "faskes"),
    "bpjs.panggil_saat": ('"terima"', "terima"),
    "satusehat.auth_url": ('"https://contoh.id"', "https://contoh.id"),
    "satusehat.fhir_url": ('"https://contoh.id"', "https://contoh.id"),
    "satusehat.kfa_url": ('"https://contoh.id"', "https://contoh.id"),
    "satusehat.tanggal_terawal": ('"2022-08-31"', "2022-08-31"),
    "bpjs.uji_jalur": ('"contoh.id:443"', "contoh.id:443"),
    "layar.profil": ('"papan"', "papan"),
    "cetak.jenis": ('"jaringan"', "jaringan"),
    "cetak.lebar": ("32", 32),
}


def every() -> list[tuple[str, str, type]]:
    hints = get_type_hints(Settings)
    return [
        (table.name, item.name, get_type_hints(hints[table.name])[item.name])
        for table in dataclasses.fields(Settings)
        if dataclasses.is_dataclass(hints[table.name])
        for item in dataclasses.fields(hints[table.name])
    ]


@pytest.mark.parametrize(
    ("table", "key", "kind"), [pytest.param(*row, id=".".join(row[:2])) for row in every()]
)
def test_every_setting_from_file_and_environment(nowhere: Path, table: str, key: str, kind: type) -> None:
    text, value = SPECIAL.get(f"{table}.{key}", SAMPLE[kind])
    from_file = load(written(nowhere, f"[{table}]\n{key} = {text}\n"), {})
    assert getattr(getattr(from_file, table), key) == value
    from_env = load(None, {f"DEKA_{table}__{key}".upper(): text.strip('"')})
    found = getattr(getattr(from_env, table), key)
    assert (found, type(found)) == (value, kind)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, '[faskes]\nnama = "berkas"\nkode = "1"\n')
    settings = load(file, {"DEKA_FASKES__NAMA": "lingkungan", "DEKA_UTAS": "3", "HOME": "x"})
    assert (settings.faskes.nama, settings.faskes.kode) == ("lingkungan", "1")


def test_the_environment_speaks_for_itself(monkeypatch: pytest.MonkeyPatch, nowhere: Path) -> None:
    monkeypatch.setenv("DEKA_FASKES__NAMA", "dari lingkungan")
    assert load().faskes.nama == "dari lingkungan"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("ya", True), ("YES", True), ("true", True), ("0", False), ("tidak", False), ("No", False)],
)
def test_yes_and_no_in_the_environment(nowhere: Path, text: str, value: bool) -> None:
    assert load(None, {"DEKA_WORKER__OTOMATIS": text}).worker.otomatis is value


@pytest.mark.parametrize(
    ("text", "kode", "words"),
    [
        ("faskes", "konfigurasi_bukan_toml", "bukan TOML yang benar"),
        (
            "[apa]\nx = 1",
            "konfigurasi_tabel",
            "Tabel [apa] tidak dikenal dalam konfigurasi; yang ada: faskes",
        ),
        ("berkas = 'x'", "konfigurasi_tabel", "Tabel [berkas] tidak dikenal"),
        ("faskes = 1", "konfigurasi_jenis", "Pengaturan faskes harus berupa tabel"),
        ("[faskes]\nkde = '1'", "konfigurasi_kunci", "faskes.kde tidak dikenal; yang ada: kode, nama, zona"),
        ("[faskes]\nkode = 1", "konfigurasi_jenis", "faskes.kode harus berupa teks dalam tanda kutip"),
        ("[bpjs]\nsecret_key = 1", "konfigurasi_jenis", "bpjs.secret_key harus berupa teks"),
        (
            "[faskes]\nzona = 'Asia/Tokyo'",
            "konfigurasi_zona",
            "pilih salah satu: Asia/Jakarta, Asia/Makassar",
        ),
        ("[penyimpanan]\nurl = 'mysql://x'", "konfigurasi_penyimpanan", "diawali sqlite:/// atau postgresql"),
        ("[worker]\nutas = 'banyak'", "konfigurasi_jenis", "worker.utas harus berupa angka"),
        ("[worker]\nutas = true", "konfigurasi_jenis", "worker.utas harus berupa angka"),
        ("[worker]\nutas = [1]", "konfigurasi_jenis", "worker.utas harus berupa angka"),
        ("[worker]\nutas = inf", "konfigurasi_jenis", "worker.utas harus berupa angka"),
        ("[worker]\nutas = nan", "konfigurasi_jenis", "worker.utas harus berupa angka"),
        ("[worker]\nutas = 0", "konfigurasi_rentang", "worker.utas harus antara 1 dan 256"),
        ("[worker]\nutas = 257", "konfigurasi_rentang", "worker.utas harus antara 1 dan 256"),
        ("[worker]\ntenggat = 0", "konfigurasi_rentang", "worker.tenggat harus antara 0.1 dan 300"),
        ("[worker]\ntenggat = nan", "konfigurasi_rentang", "worker.tenggat harus antara 0.1 dan 300"),
        ("[worker]\ntenggat = inf", "konfigurasi_rentang", "worker.tenggat harus antara 0.1 dan 300"),
        ("[worker]\notomatis = 1", "konfigurasi_jenis", "worker.otomatis harus berupa true atau false"),
        ("[worker]\notomatis = 'mungkin'", "konfigurasi_jenis", "harus berupa true atau false"),
        ("[bpjs]\npcare_url = 'ftp://x'", "konfigurasi_url", "bpjs.pcare_url harus berupa alamat http://"),
        ("[bpjs]\nantrean_url = 'x'", "konfigurasi_url", "bpjs.antrean_url harus berupa alamat http://"),
        ("[bpjs]\nkd_provider_peserta = 'x'", "konfigurasi_pilihan", "salah satu dari: peserta, faskes"),
        ("[bpjs]\npanggil_saat = 'x'", "konfigurasi_pilihan", "salah satu dari: panggil, terima"),
        ("[layar]\nprofil = 'kios'", "konfigurasi_pilihan", "dari: bebas, loket, anjungan, papan"),
        ("[cetak]\njenis = 'lpt'", "konfigurasi_pilihan", "salah satu dari: usb, jaringan, berkas"),
        ("[cetak]\nlebar = 8", "konfigurasi_rentang", "cetak.lebar harus antara 20 dan 80"),
        (
            "[bpjs]\nsecret_key = 'file:tidak-ada'",
            "konfigurasi_rahasia",
            "bpjs.secret_key tidak dapat dibaca",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, kode: str, words: str) -> None:
    error = wrong(text, tmp_path)
    assert error.kode == kode
    assert words in str(error)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "deka.toml"
    file.write_bytes(b"\xff\xfe[faskes]")
    with pytest.raises(KonfigurasiSalah, match="bukan TOML yang benar"):
        load(str(file), {})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DEKA_APA__X", "Tabel [apa] tidak dikenal"),
        ("DEKA_FASKES__APA", "faskes.apa tidak dikenal"),
        ("DEKA_WORKER__UTAS", "worker.utas harus berupa angka"),
    ],
)
def test_a_wrong_variable_is_named_like_a_wrong_setting(nowhere: Path, name: str, words: str) -> None:
    with pytest.raises(KonfigurasiSalah, match=re.escape(words)):
        load(None, {name: "x"})


# ── secrets ───────────────────────────────────────────────────────────────────


def secrets() -> list[tuple[str, str]]:
    return [(table, key) for table, key, kind in every() if kind is Rahasia]


def test_what_is_secret() -> None:
    assert {f"{table}.{key}" for table, key in secrets()} >= {
        "broker.redis_url",
        "bpjs.secret_key",
        "bpjs.pcare_user_key",
        "bpjs.pcare_password",
        "bpjs.antrean_user_key",
        "bpjs.proksi",
        "satusehat.client_secret",
    }


@pytest.mark.parametrize(("table", "key"), secrets())
def test_a_secret_comes_from_a_file(nowhere: Path, table: str, key: str) -> None:
    file = nowhere / "kunci"
    file.write_text(f"  {SECRET}\n")
    settings = load(written(nowhere, f"[{table}]\n{key} = 'file:{file}'\n"), {})
    assert getattr(getattr(settings, table), key) == SECRET
    settings = load(None, {f"DEKA_{table}__{key}".upper(): f"file:{file}"})
    assert getattr(getattr(settings, table), key) == SECRET


@pytest.mark.parametrize(("table", "key"), secrets())
def test_a_secret_never_shows_itself(nowhere: Path, table: str, key: str) -> None:
    settings = load(written(nowhere, f"[{table}]\n{key} = '{SECRET}'\n"), {})
    for shown in (repr(settings), str(settings), f"{settings}", repr(getattr(settings, table))):
        assert SECRET not in shown
        assert "****" in shown


def test_the_password_of_the_storage_never_shows_itself(nowhere: Path) -> None:
    url = f"postgresql+psycopg://deka:{SECRET}@127.0.0.1/deka"
    settings = load(None, {"DEKA_PENYIMPANAN__URL": url})
    assert settings.penyimpanan.url == url
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)


@pytest.mark.parametrize(
    "line", ["secret_key = {}", "secret_key = '{}", "kunci = '{}'", "cons_id = [ '{}' ]"]
)
def test_no_complaint_repeats_a_secret(tmp_path: Path, line: str) -> None:
    assert SECRET not in str(wrong("[bpjs]\n" + line.format(SECRET), tmp_path))


def test_a_secret_file_that_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "kunci"
    file.write_bytes(b"\xff\xfe")
    assert wrong(f"[bpjs]\nsecret_key = 'file:{file}'", tmp_path).kode == "konfigurasi_rahasia"


def test_an_empty_secret_says_so_without_showing_anything() -> None:
    assert repr(Rahasia()) == "Rahasia('')"
    assert repr(Rahasia(SECRET)) == "Rahasia('****')"


def test_settings_cannot_be_changed_later(nowhere: Path) -> None:
    settings = load(None, {})
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.faskes = config.FaskesSettings()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///var/deka.db", "var/deka.db"),
        ("sqlite:////var/lib/deka.db", "/var/lib/deka.db"),
        ("sqlite:///a%20b.db", "a b.db"),
        ("postgresql+psycopg://x/y", ""),
    ],
)
def test_the_file_of_a_storage(url: str, file: str) -> None:
    assert config.PenyimpananSettings(url).berkas == file


def test_toml_is_all_it_takes() -> None:
    """The reader of the standard library: nothing else may creep in on a clinic's counter."""
    assert config.tomllib is tomllib
