"""Write transactions of several threads as one, where the database has a single writer anyway.

On SQLite every commit waits for the disk, one after the other. Threads that wait for their turn hand
their deeds to whoever has it: one transaction, one wait for the disk. When one of them fails, all are done
over, this time with a savepoint around each.
PostgreSQL commits side by side, and deeds of several tickets in one transaction could lock each other
out, so there each deed is a transaction of its own.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar, cast

import sqlalchemy as sa

T = TypeVar("T")
Savepoint = Callable[[sa.Connection], AbstractContextManager[None]]

SPAN = 0.01
"""Seconds for which one transaction takes in further deeds: stations wait for the same lock."""


class _DeedError(Exception):
    """One of several deeds failed; nothing was committed."""


class _Deed(Generic[T]):
    """What one thread wants written. Its thread sleeps until it is over, or until it is to lead."""

    __slots__ = ("_bed", "error", "over", "run", "value")

    def __init__(self, run: Callable[[sa.Connection], T]) -> None:
        self.run = run
        self._bed = threading.Lock()  # an Event does the same with three of them
        self._bed.acquire()
        self.over = False
        self.value: T | None = None
        self.error: BaseException | None = None

    def sleep(self) -> None:
        """Wait for :meth:`wake`, which may have come already."""
        self._bed.acquire()

    def wake(self) -> None:
        """Wake the deed's thread; once."""
        self._bed.release()

    def attempt(self, conn: sa.Connection, savepoint: Savepoint) -> None:
        """Run inside a savepoint: what goes wrong here undoes nothing of the others."""
        try:
            with savepoint(conn):
                self.value = self.run(conn)
        except BaseException as error:
            self.error = error

    def outcome(self) -> T:
        """The deed's value, or what it raised."""
        if self.error is not None:
            raise self.error
        return cast("T", self.value)


class Gabungan:
    """Takes deeds from any thread and writes those that wait together in one transaction."""

    def __init__(
        self, write: Callable[[], AbstractContextManager[sa.Connection]], savepoint: Savepoint
    ) -> None:
        """*write* opens a write transaction that commits at its end, *savepoint* a part of it."""
        self._write = write
        self._savepoint = savepoint
        self._guard = threading.Lock()
        self._waiting: deque[_Deed[Any]] = deque()
        self._led = False

    def run(self, deed: Callable[[sa.Connection], T]) -> T:
        """Write a deed; returns when it is committed, with its value, or raises what it raised.

        The deed may run in another thread, and twice: what the first time did is undone then. A commit that
        fails is raised for every deed in it.
        """
        mine = _Deed(deed)
        with self._guard:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.sleep()
        if not mine.over:
            self._lead()
        return mine.outcome()

    def _lead(self) -> None:
        """Write one's own deed, which is the first in line, and those behind it while there is time."""
        done: list[_Deed[Any]] = []
        try:
            try:
                self._together(done)
            except _DeedError:
                self._apart(done)
        except BaseException as error:
            # The commit failed, or nothing was begun: then one's own deed failed, and the next one tries.
            done = done or [self._waiting.popleft()]
            for deed in done:
                deed.error = deed.error or error
        self._hand_over(done)

    def _together(self, done: list[_Deed[Any]]) -> None:
        with self._write() as conn:
            until = time.monotonic() + SPAN
            while (deed := self._next()) is not None:
                done.append(deed)
                try:
                    deed.value = deed.run(conn)
                except Exception as error:
                    if len(done) > 1:
                        raise _DeedError from error
                    raise
                if time.monotonic() >= until:
                    break

    def _apart(self, done: list[_Deed[Any]]) -> None:
        with self._write() as conn:
            for deed in done:
                deed.attempt(conn, self._savepoint)

    def _next(self) -> _Deed[Any] | None:
        with self._guard:
            return self._waiting.popleft() if self._waiting else None

    def _hand_over(self, done: list[_Deed[Any]]) -> None:
        """Wake those whose deeds are over, and make the next one that waits lead."""
        with self._guard:
            heir = self._waiting[0] if self._waiting else None
            self._led = heir is not None
        for deed in done:
            deed.over = True
            deed.wake()
        if heir is not None:
            heir.wake()
