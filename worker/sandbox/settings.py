"""What the simulator accepts as credentials, and which clinic it believes to serve."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Credentials of `[bpjs]` and `[satusehat]`, and `[faskes] kode`; the defaults are for demos."""

    cons_id: str = "98765"
    secret_key: str = "SIMSECRET0"  # noqa: S105 - an invented key for an invented clinic
    kd_aplikasi: str = "095"
    pcare_user_key: str = "simkunci-pcare"
    pcare_username: str = "klinik.uji"
    pcare_password: str = "Sandi#Uji1"  # noqa: S105 - as above
    antrean_user_key: str = "simkunci-antrean"
    client_id: str = "simKlienSatuSehat"
    client_secret: str = "SIMRAHASIA1"  # noqa: S105 - as above
    organization_id: str = "10000004"
    kode: str = "00000001"
    nama: str = "KLINIK SIMULASI"


_TABLES = {
    "kode": "faskes",
    "nama": "faskes",
    "client_id": "satusehat",
    "client_secret": "satusehat",
    "organization_id": "satusehat",
}


def load(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings from a Deka TOML file and `DEKA_<TABLE>__<KEY>`, which wins over the file.

    A value `file:/path` is replaced by the text of that file. Raises OSError when a file cannot be
    read and ValueError when the TOML or one of its values is malformed.
    """
    tables = tomllib.loads(file.read_text("utf-8")) if file else {}
    found: dict[str, str] = {}
    for field in fields(Settings):
        table = _TABLES.get(field.name, "bpjs")
        section = tables.get(table, {})
        if not isinstance(section, dict):
            raise ValueError(f"[{table}] harus sebuah tabel")
        value = environ.get(f"DEKA_{table}__{field.name}".upper()) or section.get(field.name, "")
        if not isinstance(value, str):
            raise ValueError(f"[{table}] {field.name} harus teks dalam tanda kutip")
        if value:
            found[field.name] = _resolve(value)
    return replace(Settings(), **found)


def _resolve(value: str) -> str:
    if value.startswith("file:"):
        return Path(value.removeprefix("file:")).read_text("utf-8").strip()
    return value
