"""A Dramatiq broker without a queue of its own: it reads due job ids out of the storage.

The actor claims the row itself, so this broker may hand an id out twice, or lose one, without
harm; the storage stays the only truth.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable
from typing import Any

import dramatiq
from dramatiq.broker import Broker, Consumer, MessageProxy

from shared.services import kirim
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from worker.actors import ACTOR

POLL = 0.025
"""Seconds between looks at SQLite's change counter; what a registration waits for at most."""
_FULL_LOOK = 1.0


class OutboxBroker(Broker):
    """Hands the ids of due jobs to the actor."""

    def __init__(self, ctx: Konteks) -> None:
        super().__init__(middleware=[])
        self._ctx = ctx

    def declare_queue(self, queue_name: str) -> None:
        """Declare a queue; there is only one, and it is the table of jobs."""
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues[queue_name] = None
            self.emit_after("declare_queue", queue_name)

    def enqueue(self, message: dramatiq.Message[Any], *, delay: int | None = None) -> dramatiq.Message[Any]:
        """Accept a message; the row it speaks of is committed already, so nothing is kept."""
        del delay
        return message

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 1000) -> Consumer:
        """Consume the due jobs; *prefetch* bounds the jobs handed out at a time."""
        return OutboxConsumer(self._ctx, queue_name, prefetch, timeout / 1000)

    def flush(self, queue_name: str) -> None:
        """Refuse nothing and drop nothing: rows are not this broker's to delete."""

    def flush_all(self) -> None:
        """See :meth:`flush`."""


class OutboxConsumer(Consumer):
    """Yields the ids of due jobs, each once until it is acknowledged."""

    def __init__(self, ctx: Konteks, queue_name: str, prefetch: int, timeout: float) -> None:
        self._ctx = ctx
        self._queue = queue_name
        self._slots = prefetch
        self._timeout = timeout
        self._feed = ctx.perubahan(POLL)
        self._buffer: deque[int] = deque()
        self._out: set[int] = set()
        self._guard = threading.Lock()
        self._more = False
        self._looked = 0.0
        self._look_at = 0.0

    def __next__(self) -> MessageProxy | None:
        end = time.monotonic() + self._timeout
        while True:
            if self._buffer:
                return self._message(self._buffer.popleft())
            try:
                self._look()
                if self._buffer:
                    continue
                now = time.monotonic()
                # With no room to fill, what is due can wait for a slot; never spin over it.
                until = min(end, max(self._look_at, now + POLL))
                if self._feed.tunggu(max(until - now, 0.0)):
                    self._look_at = min(self._look_at, self._looked + POLL)
            except PenyimpananGagal:
                # Storage is away: Dramatiq comes back after its own time-out.
                threading.Event().wait(min(self._timeout, 0.5))
                return None
            if time.monotonic() >= end:
                return None

    def _look(self) -> None:
        """Read due ids when there may be new ones and there is room worth filling.

        While a backlog is worked off, every job's own commits change the storage: looking at each
        of them would cost more than the sends.
        """
        now = time.monotonic()
        with self._guard:
            room = self._slots - len(self._out)
            refill = self._more and 2 * room >= self._slots
            if room <= 0 or (now < self._look_at and not refill):
                return
            taken = tuple(self._out)
        found = kirim.jatuh_tempo(self._ctx, room, taken)
        self._more = len(found) == room
        next_due = None if found else kirim.sisa_waktu(self._ctx)
        wait = _FULL_LOOK if next_due is None else min(_FULL_LOOK, max(next_due / 1000, POLL))
        self._looked = now
        self._look_at = now + wait
        self._buffer.extend(found)
        with self._guard:
            self._out.update(found)

    def _message(self, job_id: int) -> MessageProxy:
        # An id is out once at a time, so it names its message; making a random one is dear.
        message: dramatiq.Message[Any] = dramatiq.Message(
            queue_name=self._queue, actor_name=ACTOR, args=(job_id,), kwargs={}, options={},
            message_id=f"{self._queue}-{job_id}", message_timestamp=0,
        )  # fmt: skip
        return MessageProxy(message)

    def _done(self, message: MessageProxy) -> None:
        with self._guard:
            self._out.discard(message.args[0])

    def ack(self, message: MessageProxy) -> None:
        """Free the slot of a job that was carried out."""
        self._done(message)

    def nack(self, message: MessageProxy) -> None:
        """Free the slot of a job; what became of it stands in its row."""
        self._done(message)

    def requeue(self, messages: Iterable[MessageProxy]) -> None:
        """Free the slots of jobs nobody has started."""
        for message in messages:
            self._done(message)

    def close(self) -> None:
        """Stop listening for changes."""
        self._feed.tutup()
