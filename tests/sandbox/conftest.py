from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sandbox.client import Client
from tests.sandbox.fhir import Fhir
from worker.sandbox.app import create
from worker.sandbox.server import running
from worker.sandbox.world import World


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """One simulator on a real socket for the whole session."""
    with running(create(World())) as url:
        yield url


@pytest.fixture
def sandbox(sandbox_url: str) -> Iterator[Client]:
    """A client of the simulator, which is as good as new."""
    client = Client(sandbox_url)
    names = ("buku", "gangguan", "peserta", "master", "sakelar", "token")
    client.control("reset", dict.fromkeys(names, True))
    yield client
    client.http.close()


@pytest.fixture
def fhir(sandbox: Client) -> Fhir:
    """A clinic with a token of SatuSehat."""
    return Fhir(sandbox)
