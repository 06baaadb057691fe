"""The worker's thread reads the simulator's catalogue over HTTP, with SatuSehat's shared token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from shared.config import Rahasia, SatusehatSettings, Settings
from shared.domain.referensi import StatusSinkron
from shared.services import kfa, kfa_sinkron, konteks, referensi
from shared.services.konteks import Konteks
from tests.services.clinic import ADMIN, Clinic, settings_for, sqlite_clinic, sqlite_template
from tests.worker.test_connect import settings as bpjs_settings
from worker.connect import sambung, sambung_kfa
from worker.sandbox.app import create
from worker.sandbox.server import running
from worker.sandbox.settings import Settings as Own
from worker.sandbox.world import World
from worker.sync import Penyinkron

__all__ = ["sqlite_clinic", "sqlite_template"]
LEASE = 60_000


def configured(url: str, base: str, secret: str = Own().client_secret) -> Settings:
    own = SatusehatSettings(
        auth_url=f"{base}/oauth2/v1", kfa_url=f"{base}/kfa-v2", client_id=Own().client_id,
        client_secret=Rahasia(secret),
    )  # fmt: skip
    return replace(settings_for(url), satusehat=own, bpjs=bpjs_settings(base).bpjs)


@pytest.fixture
def world() -> World:
    made = World()
    made.switches.kfa_farmasi, made.switches.kfa_alkes = 620, 130
    return made


@pytest.fixture
def base(world: World) -> Iterator[str]:
    with running(create(world)) as url:
        yield url


def read(ctx: Konteks) -> None:
    """Let the thread's work be done here until nothing is due."""
    connections = sambung(ctx.settings, 2)
    catalogue = sambung_kfa(ctx.settings, ctx.toko_token())
    reader = Penyinkron(
        ctx, connections.saluran, pekerja="uji", sewa=LEASE, sidik={}, kfa=catalogue[0] if catalogue else None
    )
    while reader.satu():
        pass
    connections.tutup()
    if catalogue:
        catalogue[1].close()


def test_the_whole_catalogue_arrives(sqlite_clinic: Clinic, world: World, base: str) -> None:
    ctx = konteks.buka(configured(sqlite_clinic.url, base))
    one = kfa_sinkron.minta(ctx, ADMIN)
    read(ctx)
    done = referensi.status(ctx, ADMIN, one.id)
    assert (done.status, done.baris, done.pesan) == (StatusSinkron.SELESAI, 750, "")
    assert world.journal.calls["kfa.daftar"] == 2
    assert kfa.cari(ctx, ADMIN, "pct 500 tab")[0].nama == "Paracetamol 500 mg Tablet (Umum)"
    ctx.tutup()


def test_a_page_limit_of_the_service_is_respected(sqlite_clinic: Clinic, world: World, base: str) -> None:
    world.switches.kfa_size_maks = 100
    world.switches.kfa_items = "larik"
    ctx = konteks.buka(configured(sqlite_clinic.url, base))
    one = kfa_sinkron.minta(ctx, ADMIN)
    read(ctx)
    assert referensi.status(ctx, ADMIN, one.id).baris == 750
    ctx.tutup()


def test_refused_credentials_end_it_with_the_service_s_words(sqlite_clinic: Clinic, base: str) -> None:
    ctx = konteks.buka(configured(sqlite_clinic.url, base, "salah"))
    one = kfa_sinkron.minta(ctx, ADMIN)
    read(ctx)
    done = referensi.status(ctx, ADMIN, one.id)
    assert (done.status, done.dari_bpjs) == (StatusSinkron.GAGAL, True)
    assert done.pesan
    ctx.tutup()


def test_a_worker_without_settings_says_so(sqlite_clinic: Clinic, base: str) -> None:
    asking = konteks.buka(configured(sqlite_clinic.url, base))
    one = kfa_sinkron.minta(asking, ADMIN)
    poor = konteks.buka(replace(configured(sqlite_clinic.url, base), satusehat=SatusehatSettings()))
    read(poor)
    done = referensi.status(asking, ADMIN, one.id)
    assert (done.status, "[satusehat]" in done.pesan) == (StatusSinkron.GAGAL, True)
    asking.tutup()
    poor.tutup()
