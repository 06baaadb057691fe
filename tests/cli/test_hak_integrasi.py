"""Every command about BPJS FKTP refuses who lacks the role or the permission; the refusal is written down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import sqlalchemy as sa

from deka_tui.commands.root import akar
from shared.domain.records import Pelaku
from shared.security.permissions import ROLES, SATUSEHAT
from shared.services import pengguna
from shared.storage import tables as t
from tests.cli.deka import Run
from tests.services.clinic import ADMIN, REFUSED, Clinic

GROUPS = ("job", "kunjungan", "referensi", "pemetaan")
WORDS: dict[str, tuple[object, ...]] = {
    "job detail": (1,),
    "job resend": (1,),
    "job beda": (1, 1, 2),
    "job ekspor": ("x.csv",),
    "kunjungan impor": ("x.json",),
    "kunjungan hapus": (1,),
    "referensi sinkron": ("poli",),
    "referensi cari": ("poli", "x"),
    "referensi berubah": ("poli",),
    "referensi batal": ("poli",),
    "pemetaan ruangan": ("UMUM", "001"),
    "pemetaan dokter": ("D1", 9001),
    "pemetaan saran": ("ruangan", "UMUM"),
    "job gerbang": ("--buka", "pcare"),
}
"""What a command cannot do without. Looking at the gates alone is open to everybody: the queue shows them."""
WHO = {
    "admin without satusehat": ("admin", ROLES["admin"] - {SATUSEHAT}),
    "superadmin without satusehat": ("superadmin", ROLES["superadmin"] - {SATUSEHAT}),
    "petugas with satusehat": ("petugas", ROLES["petugas"] | {SATUSEHAT}),
}


def leaves() -> Iterator[str]:
    """Every command of the groups, so that one that is added cannot be forgotten."""
    context = click.Context(akar)
    for name in GROUPS:
        group = akar.get_command(context, name)
        assert isinstance(group, click.Group)
        yield from (f"{name} {leaf}" for leaf in group.commands)


def stored(clinic: Clinic) -> list[object]:
    """All that such a command could change."""
    tables = (t.job, t.ruangan, t.dokter, t.gerbang, t.metadata.tables["sinkron"])
    return [clinic.rows(sa.select(table)) for table in tables]


@pytest.mark.parametrize("who", list(WHO))
@pytest.mark.parametrize("command", list(leaves()))
def test_role_and_permission_are_both_needed(
    deka: Run, clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, who: str
) -> None:
    clinic.registered(1, p=REFUSED)
    role, rights = WHO[who]
    pengguna.tambah(clinic.ctx, ADMIN, "sari", role, "sandi-panjang-sekali")
    monkeypatch.setitem(ROLES, role, rights)
    secret = tmp_path / "sandi"
    secret.write_text("sandi-panjang-sekali", encoding="utf-8")
    monkeypatch.setenv("DEKA_SANDI_FILE", str(secret))
    before, audited = stored(clinic), len(clinic.audit())
    refused = deka("--sebagai", "sari", *command.split(), *WORDS.get(command, ())).refused(
        "sari tidak dapat membuka halaman Integrasi", "admin atau superadmin", SATUSEHAT
    )
    assert refused.out == ""
    (row,) = [row for row in clinic.audit()[audited:] if row.hasil == "ditolak"]
    assert (row.pelaku, row.peran) == ("sari", role)
    assert stored(clinic) == before
    assert list(tmp_path.glob("x.*")) == []


def test_both_together_open_them(deka: Run, clinic: Clinic) -> None:
    """The other half: what was refused above is not refused to everybody."""
    assert Pelaku("x", "admin", ROLES["admin"]).izin >= {SATUSEHAT}
    for command in ("job daftar", "kunjungan daftar", "referensi daftar", "pemetaan daftar"):
        deka(*command.split()).done()
    assert [row for row in clinic.audit() if row.hasil == "ditolak"] == []
