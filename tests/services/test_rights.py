"""Who may do what: every role at every service, refused by default, and every refusal written down."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.records import Pelaku
from shared.security import permissions
from shared.security.permissions import ROLES
from shared.services import jobs, pengguna
from shared.services.errors import Ditolak, TidakSah
from shared.storage import tables as t
from tests.services.clinic import ADMIN, PETUGAS, REFUSED, Clinic, actor, ids

ADMINS = {"superadmin", "admin"}


def test_the_roles_are_those_of_the_rules() -> None:
    assert set(ROLES) == {"superadmin", "admin", "supervisor", "petugas", "kiosk", "papan", "auditor"}
    assert ROLES["papan"] == {"lihat papan"}
    assert ROLES["auditor"] == {"lihat audit"}
    everything = {
        "cancel antrean", "satusehat", "resend pcare", "terima antrean", "panggil antrean",
        "daftar antrean", "lihat antrean", "kelola pengguna", "lihat audit", "lihat identitas",
        "lihat papan", "kelola kunci",
    }  # fmt: skip
    assert ROLES["superadmin"] == everything
    assert ROLES["petugas"] >= {"resend pcare"}


@pytest.mark.parametrize("role", list(ROLES))
@pytest.mark.parametrize("extra", [False, True])
def test_the_integration_pages_need_role_and_permission(role: str, extra: bool) -> None:
    holds = ROLES[role] | ({permissions.SATUSEHAT} if extra else set()) if extra else ROLES[role] - {
        permissions.SATUSEHAT
    }  # fmt: skip
    may = permissions.may_open_integration(Pelaku("x", role, frozenset(holds)))
    assert may is (extra and role in ADMINS)


# ── signing in ────────────────────────────────────────────────────────────────


def test_a_user_signs_in_with_the_rights_of_role_and_own_list(clinic: Clinic) -> None:
    number = pengguna.tambah(clinic.ctx, ADMIN, " Budi ", "kiosk", "sandi-budi", ("cancel antrean",))
    who = pengguna.masuk(clinic.ctx, "BUDI", "sandi-budi", loket="3")
    assert (who.nama, who.peran, who.loket, who.pengguna_id) == ("budi", "kiosk", "3", number)
    assert who.izin == ROLES["kiosk"] | {"cancel antrean"}
    assert pengguna.daftar(clinic.ctx, ADMIN) == (("budi", "kiosk", True),)
    made, signed_in = clinic.audit("pengguna.tambah", "pengguna.masuk")
    assert (made.objek_id, made.pelaku) == (number, ADMIN.nama)
    assert (signed_in.pelaku, signed_in.hasil, signed_in.stasiun) == ("budi", "ok", "3")


def test_a_wrong_name_and_a_wrong_password_are_told_alike(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", "sandi-budi")
    words = set()
    for name, password in (("budi", "salah"), ("tidak-ada", "sandi-budi"), ("budi", "")):
        with pytest.raises(Ditolak) as caught:
            pengguna.masuk(clinic.ctx, name, password)
        words.add(caught.value.pesan)
    assert words == {"Nama pengguna atau sandi tidak cocok; periksa lalu coba lagi."}
    rows = clinic.audit("pengguna.masuk")
    assert [(row.pelaku, row.hasil) for row in rows] == [
        ("budi", "ditolak"),
        ("tidak-ada", "ditolak"),
        ("budi", "ditolak"),
    ]


@pytest.mark.parametrize("change", [{"aktif": False}, {"sandi": None}], ids=["inactive", "no password"])
def test_a_user_who_may_not_sign_in(clinic: Clinic, change: dict[str, Any]) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", "sandi-budi")
    clinic.sql(sa.update(t.pengguna).values(**change))
    with pytest.raises(Ditolak):
        pengguna.masuk(clinic.ctx, "budi", "sandi-budi")


def test_passwords_are_kept_as_hashes(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", "sandi-budi")
    (stored,) = clinic.rows(sa.select(t.pengguna.c.sandi))[0]
    assert stored.startswith("$argon2id$")
    assert "sandi-budi" not in stored
    for row in clinic.audit():
        assert "sandi-budi" not in row.rincian


def test_an_unknown_role_in_storage_has_no_rights(clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", "sandi-budi")
    clinic.sql(sa.update(t.pengguna).values(peran="raja"))
    assert pengguna.masuk(clinic.ctx, "budi", "sandi-budi").izin == frozenset()


@pytest.mark.parametrize(
    ("name", "role", "password", "kode"),
    [
        ("budi", "raja", "sandi-budi", "peran_tidak_dikenal"),
        ("budi", "petugas", "pendek1", "sandi_pendek"),
        ("  ", "petugas", "sandi-budi", "nama_pengguna_salah"),
        ("bu\x1bdi", "petugas", "sandi-budi", "nama_pengguna_salah"),
        ("ADA", "petugas", "sandi-budi", "pengguna_sudah_ada"),
    ],
)
def test_a_user_that_is_not_added(clinic: Clinic, name: str, role: str, password: str, kode: str) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "ada", "petugas", "sandi-panjang")
    with pytest.raises(TidakSah) as caught:
        pengguna.tambah(clinic.ctx, ADMIN, name, role, password)
    assert caught.value.kode == kode
    assert len(clinic.rows(sa.select(t.pengguna.c.id))) == 1


def test_a_name_that_is_taken(clinic: Clinic) -> None:
    """No look before the insert: it might be too early. The database has the last word."""
    pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", "sandi-budi")
    with pytest.raises(TidakSah, match="Pengguna budi sudah ada"):
        pengguna.tambah(clinic.ctx, ADMIN, "budi", "petugas", "sandi-budi")


# ── sistem ────────────────────────────────────────────────────────────────────


def test_the_owner_of_the_storage_may_be_sistem(clinic: Clinic) -> None:
    who = pengguna.sistem(clinic.ctx, loket="2")
    assert (who.nama, who.loket, who.izin) == ("sistem", "2", ROLES["superadmin"])


def test_nobody_else_may_be_sistem(sqlite_clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(Ditolak, match="Hanya pemilik penyimpanan yang boleh bertindak sebagai sistem"):
        pengguna.sistem(sqlite_clinic.ctx)


def test_of_a_server_the_owner_of_the_configuration_is_sistem(
    postgres_clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "deka.toml"
    file.touch()
    ctx = replace(postgres_clinic.ctx, settings=replace(postgres_clinic.ctx.settings, berkas=file))
    assert pengguna.sistem(ctx).nama == "sistem"
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(Ditolak):
        pengguna.sistem(ctx)


def test_who_did_it_is_written_down_with_counter_and_role(clinic: Clinic) -> None:
    card = clinic.registered(1, p=REFUSED)
    jobs.resend(clinic.ctx, actor("supervisor", "sari", "7"), ids(card)[0])
    row = clinic.audit("job.resend")[0]
    assert (row.pelaku, row.peran, row.stasiun) == ("sari", "supervisor", "7")
    assert PETUGAS.nama != "sari"
