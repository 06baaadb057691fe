"""Every public function of the services at every role, from one table."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
import sqlalchemy as sa

import shared.services
from shared.domain.records import Pelaku
from shared.security.permissions import ROLES, SYSTEM
from shared.services import audit
from shared.services.errors import DekaError, Ditolak
from shared.storage import tables as t
from tests.services.clinic import REFUSED, TRAIL, Clinic, actor
from tests.services.matriks import DIRI, MATRIKS, Baris

ASKED = {name: row for name, row in MATRIKS.items() if isinstance(row, Baris)}
NOBODY = Pelaku("tamu", "tidak-ada")
EMPTY_TITLE = Pelaku("x", "superadmin")
"""A role is no right by itself: what counts is what an actor holds."""


def public() -> dict[str, list[str]]:
    """Every public function of the services that opens a storage, with its parameters."""
    found = {}
    for info in pkgutil.iter_modules(shared.services.__path__):
        module = importlib.import_module(f"shared.services.{info.name}")
        for name, function in vars(module).items():
            if not inspect.isfunction(function) or function.__module__ != module.__name__ or name[0] == "_":
                continue
            parameters = [*inspect.signature(function).parameters]
            if {"ctx", "settings"} & {*parameters} and "conn" not in parameters:
                found[f"{info.name}.{name}"] = parameters
    return found


def test_every_public_function_has_its_row() -> None:
    there = set(public())
    assert there - set(MATRIKS) == set(), "say in tests/services/matriks.py who may call these"
    assert set(MATRIKS) - there == set(), "these are gone"


def test_who_acts_is_asked_wherever_somebody_does() -> None:
    for name, parameters in public().items():
        row = MATRIKS[name]
        assert ("pelaku" in parameters) is (isinstance(row, Baris) or row == DIRI), name


def test_every_role_may_do_something_or_nothing_at_all_on_purpose() -> None:
    held = {role: {name for name, row in ASKED.items() if role in row.boleh} for role in ROLES}
    assert held["papan"] == {"papan_umum.layar"}
    assert held["auditor"] == {"audit.muat", "audit.aksi", "audit.periksa", "audit.ekspor"}
    assert held["kiosk"] == {
        "pendaftaran.daftar", "master.ruangan", "master.dokter", "master.penjamin", "jobs.hasil",
        "anjungan.temukan", "anjungan.pilihan", "anjungan.tiket_loket", "peserta.minta", "peserta.jawaban",
        "cetak.mulai", "cetak.mulai_loket", "cetak.selesai", "cetak.tanpa_kertas",
    }  # fmt: skip
    assert held["petugas"] == held["supervisor"]
    assert held["petugas"] < held["admin"] < held["superadmin"] == set(ASKED)


@pytest.mark.parametrize("name", list(ASKED))
def test_every_role_at_every_service(sqlite_clinic: Clinic, tmp_path: Path, name: str) -> None:
    clinic, row = sqlite_clinic, ASKED[name]
    clinic.registered(1, p=REFUSED)
    for who in (*map(actor, ROLES), NOBODY, EMPTY_TITLE):
        if who is not EMPTY_TITLE and who.peran in row.boleh:
            continue
        before = len(clinic.audit())
        with pytest.raises(Ditolak) as caught:
            row.panggil(clinic, who, tmp_path)
        said = "bukan_integrasi" if row.integrasi and who.peran != "admin" else "tidak_berhak"
        assert caught.value.kode == said, who.peran
        assert caught.value.pesan.startswith(f"{who.nama} tidak ")
        (noted,) = clinic.audit()[before:]
        assert (noted.aksi, noted.hasil, noted.pelaku, noted.peran) == (
            row.aksi,
            "ditolak",
            who.nama,
            who.peran,
        )
        assert noted.objek == row.objek
        assert (noted.objek_id is not None) is bool(row.objek)
    for who in (*(actor(role) for role in sorted(row.boleh)), SYSTEM):
        try:
            row.panggil(clinic, who, tmp_path)
        except Ditolak as refusal:
            raise AssertionError(f"{who.peran} may not {name}") from refusal
        except DekaError:
            pass  # let in, and told something else
        clinic.sql(sa.delete(t.pengguna))
    assert audit.periksa(clinic.ctx, actor("auditor")).utuh


@pytest.mark.parametrize("name", list(ASKED))
def test_a_refusal_changes_nothing_but_the_audit_trail(
    postgres_clinic: Clinic, tmp_path: Path, name: str
) -> None:
    clinic = postgres_clinic
    clinic.registered(1, p=REFUSED)
    tables = [table for table in t.metadata.sorted_tables if table not in TRAIL]
    before = [clinic.rows(sa.select(table)) for table in tables]
    with pytest.raises(Ditolak):
        ASKED[name].panggil(clinic, NOBODY, tmp_path)
    assert [clinic.rows(sa.select(table)) for table in tables] == before
    assert clinic.audit()[-1].hasil == "ditolak"
    assert list(tmp_path.iterdir()) == []
