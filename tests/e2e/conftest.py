"""The clinic as a fixture, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.peralatan import Klinik, Simulator, buka, isi
from tests.e2e.pintu import Pintu
from tests.support.servers import PostgresServer

PASIEN = 100


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def _simulator() -> Iterator[Simulator]:
    simulator = Simulator()
    yield simulator
    simulator.close()


@pytest.fixture
def simulator(_simulator: Simulator) -> Simulator:
    """The simulator's process, as good as new."""
    _simulator.reset()
    return _simulator


@pytest.fixture(scope="session")
def _templat_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("templat")
    isi(folder, f"sqlite:///{folder / 'deka.db'}", PASIEN)
    return folder / "deka.db"


@pytest.fixture(scope="session")
def _templat_postgres(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    url = postgres.create_database()
    isi(tmp_path_factory.mktemp("templat"), url, PASIEN)
    return url


@pytest.fixture
def url_sqlite(tmp_path: Path, _templat_sqlite: Path) -> str:
    """The storage of a clinic with patients, on SQLite."""
    shutil.copy(_templat_sqlite, tmp_path / "deka.db")
    return f"sqlite:///{tmp_path / 'deka.db'}"


@pytest.fixture
def url_postgres(postgres: PostgresServer, _templat_postgres: str) -> Iterator[str]:
    """The storage of a clinic with patients, on PostgreSQL."""
    url = postgres.create_database(template=_templat_postgres)
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The storage of a clinic with patients, once of each kind."""
    return str(request.getfixturevalue("url_sqlite" if request.param == "sqlite" else "url_postgres"))


@pytest.fixture
def klinik_baru(tmp_path: Path, simulator: Simulator) -> Iterator[Callable[..., Klinik]]:
    """Open the clinic of a storage; its processes end with the test."""
    made: list[Klinik] = []

    def make(url: str, **settings: object) -> Klinik:
        made.append(buka(tmp_path, url, simulator, **settings))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for klinik in made:
        klinik.tutup()


@pytest.fixture
def klinik(klinik_baru: Callable[..., Klinik], url: str) -> Klinik:
    """A clinic, once on SQLite and once on PostgreSQL."""
    return klinik_baru(url)


@pytest.fixture
def klinik_sqlite(klinik_baru: Callable[..., Klinik], url_sqlite: str) -> Klinik:
    """A clinic on SQLite, for what does not depend on the storage."""
    return klinik_baru(url_sqlite)


@pytest.fixture(params=["sqlite", "postgresql+redis"])
def klinik_modus(klinik_baru: Callable[..., Klinik], request: pytest.FixtureRequest) -> Klinik:
    """A clinic with each kind of storage and of broker; PostgreSQL without Redis is in ``klinik``."""
    if request.param == "sqlite":
        return klinik_baru(request.getfixturevalue("url_sqlite"))
    redis = request.getfixturevalue("redis_url")
    return klinik_baru(request.getfixturevalue("url_postgres"), BROKER__REDIS_URL=redis)


@pytest.fixture
def pintu(simulator: Simulator) -> Iterator[Pintu]:
    """A door before BPJS."""
    with Pintu(simulator.url) as door:
        yield door


@pytest.fixture
def klinik_berpintu(klinik_baru: Callable[..., Klinik], url: str, pintu: Pintu) -> Klinik:
    """A clinic whose worker reaches BPJS only through the door."""
    return klinik_baru(url, lewat=pintu.url)


@pytest.fixture
def klinik_berpintu_sqlite(klinik_baru: Callable[..., Klinik], url_sqlite: str, pintu: Pintu) -> Klinik:
    """The same on SQLite, for what does not depend on the storage."""
    return klinik_baru(url_sqlite, lewat=pintu.url)
