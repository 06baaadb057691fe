"""The real door to signing in and to the audit trail, on both databases: whoever acts, acts alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deka_tui.port import PintuServices, Saring
from shared.domain.audit import SaringAudit
from shared.security.permissions import TAMU
from shared.services import pengguna
from shared.services.errors import Ditolak
from shared.storage.sekilas import ada_pengguna
from tests.services.clinic import (
    ADMIN,
    Clinic,
    clinic,
    postgres_clinic,
    postgres_home,
    settings_for,
    sqlite_clinic,
    sqlite_template,
)

__all__ = ["clinic", "postgres_clinic", "postgres_home", "sqlite_clinic", "sqlite_template"]
SANDI = "sandi-contoh-7"


@pytest.fixture
def door(clinic: Clinic) -> Iterator[PintuServices]:
    settings = settings_for(clinic.url)
    made = PintuServices(replace(settings, worker=replace(settings.worker, otomatis=False)), TAMU)
    made.buka()
    yield made
    made.tutup()


def load(door: PintuServices) -> int:
    return len(door.muat(Saring(), mulai=0, banyak=4, fokus_id=None).ids)


def test_a_door_acts_for_one_person_at_a_time(door: PintuServices, clinic: Clinic) -> None:
    assert not door.masuk.perlu()
    assert door.masuk.sistem("4").nama == "sistem"
    pengguna.tambah(clinic.ctx, ADMIN, "sari", "petugas", SANDI)
    pengguna.tambah(clinic.ctx, ADMIN, "tono", "auditor", SANDI)
    assert door.masuk.perlu()
    with pytest.raises(Ditolak):
        load(door)
    sari = door.sebagai(door.masuk.masuk("sari", SANDI, "2"))
    assert load(sari) == 0
    with pytest.raises(Ditolak):
        sari.audit.aksi()
    tono = sari.sebagai(sari.masuk.masuk("tono", SANDI, "1"))
    assert "pengguna.masuk" in tono.audit.aksi()
    with pytest.raises(Ditolak):
        load(tono)
    refused = SaringAudit(hasil="ditolak")
    page = tono.audit.muat(refused, sebelum=None, sesudah=None, banyak=9)
    assert [(row.pelaku, row.aksi) for row in page.baris] == [
        ("tono", "antrean.lihat"),
        ("sari", "audit.lihat"),
        ("", "antrean.lihat"),
    ]
    assert tono.audit.periksa().utuh


def test_ones_own_account(door: PintuServices, clinic: Clinic) -> None:
    pengguna.tambah(clinic.ctx, ADMIN, "sari", "petugas", SANDI)
    who = door.masuk.masuk("sari", SANDI, "2")
    mine = door.sebagai(who).masuk
    assert not mine.punya_pin()
    mine.ganti_pin(SANDI, "2580")
    assert mine.punya_pin()
    assert mine.buka_kunci("2580") == who == mine.segarkan()
    mine.ganti_sandi(SANDI, "sandi-baru-77")
    assert mine.buka_kunci("sandi-baru-77") == who
    mine.keluar()
    assert clinic.audit()[-1].aksi == "pengguna.keluar"


def test_the_counters_in_use_are_offered(door: PintuServices, clinic: Clinic) -> None:
    from shared.services import antrean
    from tests.services.clinic import actor

    assert door.masuk.loket() == ()
    card = clinic.register(1)
    for counter in ("10", "2", "1", "2"):
        antrean.panggil(clinic.ctx, actor(loket=counter), card.id)
    assert door.masuk.loket() == ("1", "2", "10")


def test_a_look_without_the_database_library(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    file = sqlite_clinic.ctx.storage.path
    assert ada_pengguna(file) is False
    pengguna.tambah(sqlite_clinic.ctx, ADMIN, "sari", "petugas", SANDI)
    assert ada_pengguna(file) is True
    with sqlite_clinic.ctx.tulis():
        assert ada_pengguna(file) is True, "a writer keeps nobody waiting"
    for unusable in (tmp_path / "tidak-ada.db", tmp_path):
        assert ada_pengguna(str(unusable)) is None
    (tmp_path / "lain").write_text("bukan basis data " * 99, encoding="utf-8")
    assert ada_pengguna(str(tmp_path / "lain")) is None
    assert not (tmp_path / "tidak-ada.db").exists()
