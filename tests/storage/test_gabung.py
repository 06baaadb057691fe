"""Deeds of several threads in one transaction: each has its own end, and nobody waits for nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.storage import gabung
from shared.storage.engine import before_commit, savepoint
from shared.storage.gabung import Gabungan
from tests.services.clinic import Clinic
from tests.support.waiting import until

LONG = 30.0


class Buku:
    """A database of one table, and how often a transaction was begun and committed."""

    def __init__(self) -> None:
        self.engine = sa.create_engine(
            "sqlite://",
            poolclass=sa.StaticPool,
            connect_args={"check_same_thread": False, "isolation_level": None},
        )
        sa.event.listen(self.engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
        self.commits = 0
        self.fails: list[Exception] = []
        with self.engine.begin() as conn:
            conn.exec_driver_sql("CREATE TABLE baris (n INTEGER PRIMARY KEY)")

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        with self.engine.begin() as conn:
            yield conn
            if self.fails:
                raise self.fails.pop()
        self.commits += 1

    def rows(self) -> set[int]:
        with self.engine.begin() as conn:
            return set(conn.exec_driver_sql("SELECT n FROM baris").scalars())


@pytest.fixture
def buku() -> Iterator[Buku]:
    made = Buku()
    yield made
    made.engine.dispose()


def adding(number: int, end: Exception | None = None) -> Callable[[sa.Connection], int]:
    def deed(conn: sa.Connection) -> int:
        conn.exec_driver_sql("INSERT INTO baris VALUES (?)", (number,))
        if end is not None:
            raise end
        return number

    return deed


class Berbaris:
    """Holds a first deed open until as many others wait behind it as are wanted."""

    def __init__(self, group: Gabungan, pool: ThreadPoolExecutor) -> None:
        self._group = group
        self._pool = pool
        self._begun = threading.Event()
        self._go = threading.Event()

    def __call__(self, deeds: list[Callable[[sa.Connection], int]]) -> list[Future[int]]:
        def hold(_conn: sa.Connection) -> int:
            self._begun.set()
            assert self._go.wait(LONG)
            return 0

        first = self._pool.submit(self._group.run, hold)
        assert self._begun.wait(LONG)
        others = [self._pool.submit(self._group.run, deed) for deed in deeds]
        until(lambda: len(self._group._waiting) == len(deeds), LONG, "the others to wait")
        self._go.set()
        return [first, *others]


def settle(futures: list[Future[int]]) -> list[Any]:
    return [future.exception(LONG) or future.result(LONG) for future in futures]


def test_what_waits_together_is_one_commit(buku: Buku, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gabung, "SPAN", LONG)
    with ThreadPoolExecutor(9) as pool:
        found = settle(Berbaris(Gabungan(buku.write, savepoint), pool)([adding(n) for n in range(1, 9)]))
    assert found == list(range(9))
    assert buku.rows() == set(range(1, 9))
    assert buku.commits == 1


def test_a_transaction_takes_in_no_more_when_its_time_is_up(
    buku: Buku, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gabung, "SPAN", 0.0)
    with ThreadPoolExecutor(4) as pool:
        assert settle(Berbaris(Gabungan(buku.write, savepoint), pool)([adding(n) for n in (1, 2, 3)])) == [
            0,
            1,
            2,
            3,
        ]
    assert buku.commits == 4


def test_a_deed_that_fails_undoes_only_itself(buku: Buku, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gabung, "SPAN", LONG)
    error = ValueError("salah")
    with ThreadPoolExecutor(4) as pool:
        found = settle(
            Berbaris(Gabungan(buku.write, savepoint), pool)([adding(1), adding(2, error), adding(3)])
        )
    assert found == [0, 1, error, 3]
    assert buku.rows() == {1, 3}


def test_a_commit_that_fails_is_told_to_everybody_in_it(buku: Buku, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gabung, "SPAN", LONG)
    full, own = OSError("penuh"), ValueError("salah")
    buku.fails.append(full)
    group = Gabungan(buku.write, savepoint)
    with ThreadPoolExecutor(4) as pool:
        found = settle(Berbaris(group, pool)([adding(1), adding(2, own)]))
    assert found == [full, full, own]
    assert buku.rows() == set()
    assert group.run(adding(4)) == 4


def test_a_transaction_that_cannot_begin_fails_one_and_lets_the_next_try(buku: Buku) -> None:
    begun, refused = threading.Event(), threading.Event()
    failing = [OSError("tak terjangkau")]

    @contextmanager
    def write() -> Iterator[sa.Connection]:
        if failing:
            begun.set()
            assert refused.wait(LONG)
            raise failing.pop()
        with buku.write() as conn:
            yield conn

    group = Gabungan(write, savepoint)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(group.run, adding(1))
        assert begun.wait(LONG)
        second = pool.submit(group.run, adding(2))
        until(lambda: len(group._waiting) == 2, LONG, "the second to wait")
        refused.set()
        assert isinstance(first.exception(LONG), OSError)
        assert second.result(LONG) == 2
    assert buku.rows() == {2}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 12))
def test_each_deed_ends_as_if_it_were_alone(ends: list[bool], threads: int) -> None:
    buku = Buku()
    group = Gabungan(buku.write, savepoint)
    with ThreadPoolExecutor(threads) as pool:
        futures = [
            pool.submit(group.run, adding(n, None if good else ValueError(str(n))))
            for n, good in enumerate(ends)
        ]
        found = settle(futures)
    buku_rows = buku.rows()
    buku.engine.dispose()
    for n, good in enumerate(ends):
        assert (found[n] == n) if good else (str(found[n]) == str(n))
    assert buku_rows == {n for n, good in enumerate(ends) if good}
    assert not group._waiting
    assert not group._led


def test_what_a_failed_deed_left_for_the_commit_is_forgotten(sqlite_clinic: Clinic) -> None:
    """An audit row of a deed that came to nothing must not be sealed with the others'."""
    sealed: list[str] = []

    def seal(_conn: sa.Connection, things: list[Any]) -> None:
        sealed.extend(things)

    def noting(text: str, end: Exception | None = None) -> Callable[[sa.Connection], str]:
        def deed(conn: sa.Connection) -> str:
            before_commit(conn, "uji", seal).append(text)
            if end is not None:
                raise end
            return text

        return deed

    storage = sqlite_clinic.ctx.storage
    assert storage.together(noting("satu")) == "satu"
    with pytest.raises(ValueError, match="salah"):
        storage.together(noting("dua", ValueError("salah")))
    with storage.write() as conn:
        before_commit(conn, "uji", seal).append("tiga")
        with pytest.raises(ValueError, match="salah"), savepoint(conn):
            before_commit(conn, "uji", seal).append("empat")
            raise ValueError("salah")
    assert sealed == ["satu", "tiga"]
