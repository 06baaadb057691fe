"""Fixtures of the whole suite. Product code is imported inside fixtures and tests, never here at the top."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.support import processes
from tests.support.processes import Proc
from tests.support.servers import PostgresServer, RedisServer

# The same examples in every run: `make test` is a verdict, not a lottery. DEKA_UJI_JELAJAH=1 goes looking for
# new ones. No deadline: it would measure how busy the machine is.
hypothesis.settings.register_profile("tetap", deadline=None, derandomize=True)
hypothesis.settings.register_profile("jelajah", deadline=None, print_blob=True)
hypothesis.settings.load_profile("jelajah" if os.environ.get("DEKA_UJI_JELAJAH") else "tetap")


def pytest_configure(config: pytest.Config) -> None:
    """Forget the developer's own Deka: no setting of it may reach a test."""
    processes.own_place()
    processes.open_nursery()
    # Thousands of short tests make much that is soon gone: looking for rings in it less often saves a tenth.
    gc.set_threshold(50_000, 20, 20)
    if hasattr(config, "workerinput"):
        threading.Thread(target=_follow, args=(os.getppid(),), name="follow pytest", daemon=True).start()


def _follow(parent: int) -> None:
    """End this pytest-xdist worker if pytest itself is killed, even in a test that hangs."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(1.0)
    os._exit(70)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests that share what their module makes in one process, so that it is made once."""
    for item in items:
        known: dict[str, Any] = getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {})
        if shared := [name for name, made in known.items() if made[-1].scope == "module"]:
            params = getattr(getattr(item, "callspec", None), "params", {})
            which = [str(params[name]) for name in sorted(shared) if name in params]
            item.add_marker(pytest.mark.xdist_group(" ".join([item.path.name, *which])))


def pytest_collection_finish() -> None:
    """What stands now stands to the end: no search for rings needs to go through it again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup() -> None:
    processes.forget()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the output of every process, and the screen of every terminal, with the test that failed."""
    report = yield
    if report.failed:
        report.sections += processes.reports()
    return report


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Hashes of the same kind that cost next to nothing; one test in ``services`` looks at the real ones."""
    from argon2 import PasswordHasher

    from shared.security import passwords

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _shared_statements() -> Iterator[None]:
    """What one test has compiled for SQLite need not be compiled by the next."""
    from tests.support import statements

    with pytest.MonkeyPatch.context() as patch:
        statements.share(patch)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL shared by one pytest process. Do not stop or freeze it: see ``own_postgres``."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis shared by one pytest process. Do not stop or freeze it: see ``own_redis``."""
    with RedisServer() as server:
        yield server


@pytest.fixture
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL for one test, to be stopped, frozen and killed."""
    with PostgresServer() as server:
        yield server


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis for one test, to be stopped, frozen, emptied and killed."""
    with RedisServer() as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The URL of the shared Redis, emptied."""
    redis_server.flush()
    return redis_server.url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'deka.db'}"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def storage_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh, empty storage, once of each kind. The test makes the schema with product code."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def start_process() -> Iterator[Callable[..., Proc]]:
    """Start product processes, ``start_process(["-m", "worker"], env=…)``; all end with the test."""
    started: list[Proc] = []

    def start(*args: Any, **kwargs: Any) -> Proc:
        started.append(Proc(*args, **kwargs))
        return started[-1]

    yield start
    for proc in reversed(started):
        proc.close()
