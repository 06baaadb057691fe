"""Redis under a backlog: it holds what will soon be taken, and no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from shared.domain.status import StatusJob
from shared.services import antrean
from shared.services.errors import PenyimpananGagal
from tests.e2e import periksa
from tests.e2e.kampanye.balapan import gagalkan
from tests.e2e.peralatan import PETUGAS, Klinik, Simulator, buka, isi
from tests.support.servers import PostgresServer, RedisServer
from tests.support.waiting import until

UTAS = 2
IDS = "deka:00000001:deka"


@pytest.fixture
def klinik(klinik_baru: Callable[..., Klinik], url_postgres: str, redis_url: str) -> Klinik:
    """A clinic whose BPJS takes its time, so that jobs wait."""
    klinik = klinik_baru(url_postgres, BROKER__REDIS_URL=redis_url, WORKER__UTAS=UTAS)
    klinik.simulator.gangguan(jenis="tunda", detik=0.1, operasi="*")
    return klinik


def test_a_backlog_stays_in_the_storage_and_does_not_pile_up_in_redis(
    klinik: Klinik, redis_server: RedisServer
) -> None:
    """Guard: the relay looks at how many ids lie in Redis. Each id too many is a claim for nothing."""
    klinik.daftar_semua(range(1, 41))
    klinik.pekerja()
    most = 0

    def half() -> bool:
        nonlocal most
        lying = redis_server.command("LLEN", IDS)
        assert isinstance(lying, int)
        most = max(most, lying)
        return klinik.hidup() <= 40

    klinik.tunggu(half, 60, "half of the jobs to be done")
    klinik.simulator.pulih()
    klinik.tenang()
    assert 0 < most <= 8 * UTAS
    periksa.buku_bersih(klinik)
    periksa.semua_hijau(klinik)


def test_what_a_person_waits_for_overtakes_a_backlog(klinik: Klinik) -> None:
    """Guard: priority. What lies in Redis cannot be overtaken any more, so little lies there."""
    asked = klinik.daftar(1)
    gagalkan(klinik, asked.id)
    klinik.daftar_semua(range(2, 42))
    klinik.pekerja()
    klinik.tunggu(lambda: klinik.hidup() < 78, what="the backlog to be under way")
    antrean.resend_pcare(klinik.ctx, PETUGAS, asked.id)
    klinik.tunggu(
        lambda: all(job.status is StatusJob.TERKIRIM for job in klinik.kartu(asked.id).jobs),
        what="the resend",
    )
    assert klinik.hidup() > 40


@pytest.mark.parametrize("blow", ["restart", "kill"])
def test_the_relay_outlives_a_postgresql_that_goes_away(
    own_postgres: PostgresServer, redis_url: str, tmp_path: Path, simulator: Simulator, blow: str
) -> None:
    """Guard: the turn (an advisory lock) is taken anew on a new connection. Nobody else relays here."""
    url = own_postgres.create_database()
    isi(tmp_path, url, 10)
    klinik = buka(tmp_path, url, simulator, BROKER__REDIS_URL=redis_url)
    try:
        klinik.pekerja()
        klinik.daftar(1)
        klinik.tenang()
        if blow == "restart":
            own_postgres.restart()
        else:
            own_postgres.kill9()
            own_postgres.start()
        until(lambda: klinik.daftar(2), 20, "a registration", forgive=(PenyimpananGagal,))
        klinik.tenang(timeout=40)
        periksa.buku_bersih(klinik)
        periksa.semua_hijau(klinik)
    finally:
        klinik.tutup()
