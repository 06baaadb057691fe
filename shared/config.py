"""Settings: one TOML file and the environment, read once, typed and checked.

Every setting ``[table] key`` is also the environment variable ``DEKA_<TABLE>__<KEY>``, which wins.
A value ``file:/path`` of a secret is read from that file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import field, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import unquote

from shared.config_keamanan import KeamananSettings as KeamananSettings
from shared.config_stasiun import CetakSettings, salah_stasiun
from shared.domain.tickets import ZONA
from shared.rekaman import dataclass
from shared.texts import sentence

SEARCH = (Path("config/deka.toml"), Path("~/.config/deka/deka.toml"), Path("/etc/deka/deka.toml"))
"""Where a configuration file is looked for when neither ``--config`` nor ``DEKA_CONFIG`` names one."""


class KonfigurasiSalah(Exception):
    """A setting is missing, misspelt or out of range; the text is one sentence for a person."""

    def __init__(self, kode: str, **fakta: object) -> None:
        self.kode = kode
        super().__init__(sentence(kode, **fakta))


class Rahasia(str):
    """A text that never shows itself: its ``repr`` is masked."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Rahasia('****')" if self else "Rahasia('')"


@dataclass(frozen=True, slots=True)
class FaskesSettings:
    """The clinic this storage belongs to."""

    kode: str = "00000001"
    nama: str = "Klinik"
    zona: str = "Asia/Jakarta"


@dataclass(frozen=True, slots=True)
class PenyimpananSettings:
    """The SQL storage, as an SQLAlchemy address: ``sqlite:///FILE`` or ``postgresql+psycopg://…``."""

    url: str = field(default="sqlite:///var/deka.db", repr=False)

    @property
    def berkas(self) -> str:
        """File of an SQLite storage, ``""`` of any other."""
        rest = self.url.removeprefix("sqlite:///")
        return "" if rest == self.url else unquote(rest.partition("?")[0])


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Redis for wake-ups on many machines; empty means embedded."""

    redis_url: Rahasia = Rahasia()


@dataclass(frozen=True, slots=True)
class BpjsSettings:
    """Addresses, credentials and the readings BPJS leaves uncertain."""

    cons_id: str = ""
    secret_key: Rahasia = Rahasia()
    kd_aplikasi: str = "095"
    pcare_url: str = ""
    pcare_user_key: Rahasia = Rahasia()
    pcare_username: str = ""
    pcare_password: Rahasia = Rahasia()
    antrean_url: str = ""
    antrean_user_key: Rahasia = Rahasia()
    penjamin_id: int = 2
    kd_tkp: str = "10"
    kunjungan_jalur: str = "kunjungan/v1"
    """Path visits are posted to; without the version most consumers are refused."""
    kd_provider_peserta: str = "peserta"
    """``peserta``: the participant's own provider; ``faskes``: the clinic's code."""
    panggil_saat: str = "panggil"
    """When *panggil* status 1 is sent: at the first ``panggil`` or at ``terima``."""
    batal_tak_ada_selesai: bool = True
    """Whether antrean/batal of a queue BPJS does not know counts as done."""
    antrean_otorisasi: bool = True
    """Whether X-authorization is sent to Antrean FKTP too."""
    jenis_isi_pcare: str = "text/plain"
    jenis_isi_antrean: str = "application/json"
    bersamaan_pcare: int = 0
    """Most attempts at a time over all workers; 0: as many as there are threads."""
    bersamaan_antrean: int = 0
    laju_pcare: float = 0.0
    """Most attempts a second over all workers; 0: no limit."""
    laju_antrean: float = 0.0
    uji_jalur: str = ""
    """``host:port`` outside BPJS that tells a broken line from a broken BPJS; empty: not asked."""
    berkas_ca: str = ""
    proksi: Rahasia = Rahasia()


@dataclass(frozen=True, slots=True)
class SatusehatSettings:
    """SatuSehat and KFA."""

    auth_url: str = ""
    fhir_url: str = ""
    kfa_url: str = ""
    client_id: str = ""
    client_secret: Rahasia = Rahasia()
    organization_id: str = ""
    bersamaan: int = 8
    """Most attempts at a time over all workers; 0: as many as there are threads."""
    laju: float = 0.0
    """Most attempts a second over all workers; 0: no limit."""
    tanggal_terawal: str = "2014-06-03"
    """The oldest date SatuSehat takes; its papers disagree about it."""

    @property
    def kurang(self) -> tuple[str, ...]:
        """The settings without which nothing is made or sent."""
        needed = ("auth_url", "fhir_url", "client_id", "client_secret", "organization_id")
        return tuple(f"satusehat.{key}" for key in needed if not getattr(self, key))

    @property
    def diatur(self) -> bool:
        """Whether resources are made and sent at all."""
        return not self.kurang


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """The worker: threads, total deadline of a send in seconds, started by the screen or not."""

    utas: int = 16
    tenggat: float = 45.0
    otomatis: bool = True


@dataclass(frozen=True, slots=True)
class LayarSettings:
    """The screen of a station."""

    profil: str = "bebas"
    tema: str = ""
    ascii: bool = False
    aksesibel: bool = False
    """Whether a screen reader or braille display follows: goes with every profile."""
    mouse: bool = True
    loket: str = ""
    kunci_menit: float = 10.0
    """Minutes without a key after which a screen somebody signed in to locks itself; 0: never."""


@dataclass(frozen=True, slots=True)
class CadanganSettings:
    """Copies: where they go, what seals them, how many are kept (0: all)."""

    folder: str = ""
    sandi: Rahasia = Rahasia()
    simpan: int = 14


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one installation."""

    faskes: FaskesSettings = field(default_factory=FaskesSettings)
    penyimpanan: PenyimpananSettings = field(default_factory=PenyimpananSettings)
    broker: BrokerSettings = field(default_factory=BrokerSettings)
    bpjs: BpjsSettings = field(default_factory=BpjsSettings)
    satusehat: SatusehatSettings = field(default_factory=SatusehatSettings)
    worker: WorkerSettings = field(default_factory=WorkerSettings)
    layar: LayarSettings = field(default_factory=LayarSettings)
    cetak: CetakSettings = field(default_factory=CetakSettings)
    keamanan: KeamananSettings = field(default_factory=KeamananSettings)
    cadangan: CadanganSettings = field(default_factory=CadanganSettings)
    berkas: Path | None = None
    """The file they came from."""
    terkunci: tuple[str, ...] = ()
    """Secrets that are in the store and cannot be opened here."""


def find_file(path: str | None, env: Mapping[str, str]) -> Path | None:
    """Find the configuration file; ``None`` when there is none in the usual places.

    Raises :class:`KonfigurasiSalah` when a file that was named does not exist.
    """
    named = path or env.get("DEKA_CONFIG")
    if named:
        file = Path(named).expanduser()
        if not file.is_file():
            raise KonfigurasiSalah("konfigurasi_tidak_ada", berkas=named)
        return file
    return next((file for file in (p.expanduser() for p in SEARCH) if file.is_file()), None)


def load(path: str | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings.

    Raises :class:`KonfigurasiSalah` for an unreadable file, an unknown table or key, a value of the
    wrong type, or one out of range.
    """
    env = os.environ if env is None else env
    file = find_file(path, env)
    data: dict[str, Any] = {}
    if file is not None:
        try:
            data = tomllib.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise KonfigurasiSalah("konfigurasi_tidak_terbaca", berkas=file) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise KonfigurasiSalah("konfigurasi_bukan_toml", berkas=file, galat=error) from error
    _overlay(data, env)
    settings = _with_stored(replace(_settings(data), berkas=file))
    _check(settings)
    return settings


def nama_rahasia() -> tuple[str, ...]:
    """Name every setting that is a secret, as ``table.key``."""
    return tuple(
        f"{table}.{key}"
        for table, kind in _tables().items()
        for key, hint in get_type_hints(kind).items()
        if hint is Rahasia
    )


def _with_stored(settings: Settings) -> Settings:
    """Fill in from the store the secrets that neither environment nor file gives.

    A station that may not read the keys does without: it needs none of them.
    """
    if not settings.keamanan.rahasia.is_file():
        return settings
    from shared.security.brankas import Brankas
    from shared.security.segel import GagalSegel, Gelang

    store = Brankas(settings.keamanan.rahasia, Gelang(settings.keamanan.kunci))
    locked: list[str] = []
    try:
        kept = {one.nama for one in store.daftar()}
    except GagalSegel:
        return replace(settings, terkunci=("*",))
    for name in nama_rahasia():
        table, _, key = name.partition(".")
        part = getattr(settings, table)
        if name not in kept or getattr(part, key):
            continue
        try:
            found = Rahasia(store.ambil(name) or "")
        except GagalSegel:
            locked.append(name)
            continue
        part = replace(part, **{key: found})
        settings = replace(settings, **{table: part})
    return replace(settings, terkunci=tuple(locked))


def _tables() -> dict[str, Any]:
    return {name: kind for name, kind in get_type_hints(Settings).items() if is_dataclass(kind)}


def _overlay(data: dict[str, Any], env: Mapping[str, str]) -> None:
    for name, value in env.items():
        if not name.startswith("DEKA_") or "__" not in name:
            continue
        table, key = name[5:].lower().split("__", 1)
        rows = data.setdefault(table, {})
        if isinstance(rows, dict):
            rows[key] = value


def _settings(data: dict[str, Any]) -> Settings:
    tables = _tables()
    parts: dict[str, Any] = {}
    for table, rows in data.items():
        if table not in tables:
            raise KonfigurasiSalah("konfigurasi_tabel", tabel=table, ada=", ".join(tables))
        if not isinstance(rows, dict):
            raise KonfigurasiSalah("konfigurasi_jenis", kunci=table, jenis="tabel")
        kind = tables[table]
        hints = get_type_hints(kind)
        known = {f.name for f in fields(kind)}
        values: dict[str, Any] = {}
        for key, value in rows.items():
            if key not in known:
                raise KonfigurasiSalah(
                    "konfigurasi_kunci", kunci=f"{table}.{key}", ada=", ".join(sorted(known))
                )
            values[key] = _value(f"{table}.{key}", value, hints[key])
        parts[table] = kind(**values)
    return Settings(**parts)


_TRUE, _FALSE = {"1", "true", "ya", "yes"}, {"0", "false", "tidak", "no"}


def _value(name: str, value: object, kind: type) -> object:
    if kind is bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
            return value.lower() in _TRUE
        raise KonfigurasiSalah("konfigurasi_jenis", kunci=name, jenis="true atau false")
    if kind in (int, float):
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise KonfigurasiSalah("konfigurasi_jenis", kunci=name, jenis="angka")
        try:
            return kind(value)
        except (ValueError, OverflowError) as error:
            raise KonfigurasiSalah("konfigurasi_jenis", kunci=name, jenis="angka") from error
    if not isinstance(value, str):
        raise KonfigurasiSalah("konfigurasi_jenis", kunci=name, jenis="teks dalam tanda kutip")
    return Rahasia(_secret(name, value)) if kind is Rahasia else value


def _secret(name: str, value: str) -> str:
    if not value.startswith("file:"):
        return value
    file = Path(value.removeprefix("file:")).expanduser()
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KonfigurasiSalah("konfigurasi_rahasia", kunci=name, berkas=file) from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _check(settings: Settings) -> None:
    if settings.faskes.zona not in ZONA:
        raise KonfigurasiSalah("konfigurasi_zona", nilai=settings.faskes.zona, ada=", ".join(ZONA))
    if not settings.penyimpanan.url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise KonfigurasiSalah("konfigurasi_penyimpanan")
    if not 1 <= settings.worker.utas <= 256:
        raise KonfigurasiSalah("konfigurasi_rentang", kunci="worker.utas", dari=1, sampai=256)
    if not 0.1 <= settings.worker.tenggat <= 300:
        raise KonfigurasiSalah("konfigurasi_rentang", kunci="worker.tenggat", dari=0.1, sampai=300)
    if not 0 <= settings.keamanan.simpan_isi_hari <= 36_500:
        raise KonfigurasiSalah("konfigurasi_rentang", kunci="keamanan.simpan_isi_hari", dari=0, sampai=36_500)
    if not 0 <= settings.layar.kunci_menit <= 1440:
        raise KonfigurasiSalah("konfigurasi_rentang", kunci="layar.kunci_menit", dari=0, sampai=1440)
    if not 0 <= settings.cadangan.simpan <= 10_000:
        raise KonfigurasiSalah("konfigurasi_rentang", kunci="cadangan.simpan", dari=0, sampai=10_000)
    if wrong := salah_stasiun(settings.layar.profil, settings.cetak):
        raise KonfigurasiSalah(wrong[0], **wrong[1])
    for key in ("pcare_url", "antrean_url"):
        if (url := getattr(settings.bpjs, key)) and not url.startswith(("http://", "https://")):
            raise KonfigurasiSalah("konfigurasi_url", kunci=f"bpjs.{key}")
    for key in ("auth_url", "fhir_url", "kfa_url"):
        if (url := getattr(settings.satusehat, key)) and not url.startswith(("http://", "https://")):
            raise KonfigurasiSalah("konfigurasi_url", kunci=f"satusehat.{key}")
    for key in ("bersamaan", "laju"):
        if not 0 <= getattr(settings.satusehat, key) <= 10_000:
            raise KonfigurasiSalah("konfigurasi_rentang", kunci=f"satusehat.{key}", dari=0, sampai=10_000)
    if _day(settings.satusehat.tanggal_terawal) is None:
        kind = "tanggal seperti 2014-06-03"
        raise KonfigurasiSalah("konfigurasi_jenis", kunci="satusehat.tanggal_terawal", jenis=kind)
    if settings.bpjs.kd_provider_peserta not in ("peserta", "faskes"):
        raise KonfigurasiSalah("konfigurasi_pilihan", kunci="bpjs.kd_provider_peserta", ada="peserta, faskes")
    for key in ("bersamaan_pcare", "bersamaan_antrean", "laju_pcare", "laju_antrean"):
        if not 0 <= getattr(settings.bpjs, key) <= 10_000:
            raise KonfigurasiSalah("konfigurasi_rentang", kunci=f"bpjs.{key}", dari=0, sampai=10_000)
    host, _, port = settings.bpjs.uji_jalur.rpartition(":")
    if settings.bpjs.uji_jalur and not (host and port.isdigit()):
        raise KonfigurasiSalah("konfigurasi_jenis", kunci="bpjs.uji_jalur", jenis="host:port")
    if settings.bpjs.panggil_saat not in ("panggil", "terima"):
        raise KonfigurasiSalah("konfigurasi_pilihan", kunci="bpjs.panggil_saat", ada="panggil, terima")
