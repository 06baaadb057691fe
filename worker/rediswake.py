"""Many machines: ids of due jobs travel through Redis, and Redis may do with them what it likes.

One worker at a time, holding the relay's lock, puts due ids into Redis; all workers take them out.
A worker that cannot reach Redis reads due ids from the storage itself, so that Redis lost, wiped or
frozen costs a little latency and nothing else.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from typing import Any

import dramatiq
import redis
from dramatiq.broker import Consumer, MessageProxy
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import BrokerConnectionError
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.catatan import bidang
from shared.services import kirim, pekerja
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from worker.outbox import POLL, OutboxConsumer

log = logging.getLogger("deka.worker")

_TIMEOUT = 1.0
_AGAIN = 5.0
"""Seconds after which a due job that nobody has taken is put into Redis once more."""
_DOWN = 1.0
"""Seconds for which Redis is left alone after it has not answered."""
_AHEAD = 4
"""Ids that may lie in Redis for each thread of the workers alive: what lies there cannot be overtaken."""
_LOOK = 1.0
_NO_SLEEP_MS = 1
"""Dramatiq's consumer sleeps where nothing can wake it, so it is kept from sleeping; ours waits instead."""
_REDIS_ERRORS = (redis.RedisError, BrokerConnectionError, OSError)


def client(url: str) -> redis.Redis:
    """Connect to Redis without patience: short time-outs, and no retry of scripts that run twice."""
    made: redis.Redis = redis.Redis.from_url(
        url,
        socket_timeout=_TIMEOUT,
        socket_connect_timeout=_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=15,
    )
    return made


class WakeBroker(RedisBroker):
    """Dramatiq's Redis broker, whose consumers fall back on the storage."""

    def __init__(self, ctx: Konteks, url: str) -> None:
        # One clinic's ids must not reach another clinic's workers.
        namespace = f"deka:{ctx.faskes.kode}"
        super().__init__(client=client(url), middleware=[], namespace=namespace)  # type: ignore[no-untyped-call]
        self._ctx = ctx
        self.diisi = threading.Event()
        """Set when this process itself has put ids into Redis."""

    def declare_queue(self, queue_name: str) -> None:
        """Declare a queue without its delay queue: delays are rows."""
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues.add(queue_name)
            self.emit_after("declare_queue", queue_name)

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 1000) -> Consumer:
        """Consume ids from Redis, or from the storage while Redis is away."""
        remote = super().consume(queue_name, prefetch, _NO_SLEEP_MS)
        local = OutboxConsumer(self._ctx, queue_name, prefetch, timeout / 1000)
        return WakeConsumer(remote, local, self.diisi, timeout / 1000)


class WakeConsumer(Consumer):
    """Takes ids from Redis and, while it does not answer, from the storage."""

    def __init__(self, remote: Consumer, local: OutboxConsumer, filled: threading.Event, idle: float) -> None:
        """*idle*: seconds between looks at a Redis that has nothing, unless *filled* is set before."""
        self._remote = remote
        self._local = local
        self._filled = filled
        self._idle = idle
        self._back_at = 0.0
        self._from_storage: set[str] = set()

    def __next__(self) -> MessageProxy | None:
        if time.monotonic() >= self._back_at:
            self._filled.clear()
            try:
                message = next(self._remote)
            except _REDIS_ERRORS as error:
                if not self._back_at:
                    log.warning(
                        "redis tidak menjawab: membaca dari penyimpanan",
                        extra=bidang(galat=type(error).__name__),
                    )
                self._back_at = time.monotonic() + _DOWN
            else:
                if self._back_at:
                    log.info("redis menjawab kembali")
                    self._back_at = 0.0
                if message is None:
                    self._filled.wait(self._idle)
                return message
        message = next(self._local)
        if message is not None:
            self._from_storage.add(message.message_id)
        return message

    def _owner(self, message: MessageProxy) -> Consumer:
        if message.message_id in self._from_storage:
            self._from_storage.discard(message.message_id)
            return self._local
        return self._remote

    def ack(self, message: MessageProxy) -> None:
        """Tell whoever gave the id; what Redis does not hear it repeats, and the claim finds nothing."""
        try:
            self._owner(message).ack(message)
        except _REDIS_ERRORS:
            log.debug("ack hilang")

    nack = ack

    def requeue(self, messages: Iterable[MessageProxy]) -> None:
        """Give ids back that nobody has started."""
        for message in messages:
            try:
                self._owner(message).requeue([message])
            except _REDIS_ERRORS:
                log.debug("requeue hilang")

    def close(self) -> None:
        """Stop both."""
        self._local.close()
        self._remote.close()


class Penerus(threading.Thread):
    """The relay: puts due ids into Redis while this worker holds the relay's lock."""

    def __init__(self, ctx: Konteks, actor: dramatiq.Actor[[int], Any], lock: Any) -> None:
        super().__init__(name="deka-penerus", daemon=True)
        self._ctx = ctx
        self._actor = actor
        self._lock = lock
        self._ending = threading.Event()
        self._sent: dict[int, float] = {}

    def run(self) -> None:
        """Relay until told to end; whatever is away is tried again."""
        feed = self._ctx.perubahan(POLL)
        try:
            while not self._ending.is_set():
                try:
                    if self._lock.dipegang():
                        self._relay()
                    feed.tunggu(_LOOK)
                except PenyimpananGagal:
                    self._ending.wait(_DOWN)
                except _REDIS_ERRORS:
                    self._sent.clear()
                    self._ending.wait(_DOWN)
                except Exception:
                    # A relay that ended would keep its lock, and with it every other worker's relay out.
                    log.exception("penerus")
                    self._ending.wait(_DOWN)
        finally:
            feed.tutup()
            self._lock.lepas()

    def _relay(self) -> None:
        room = _AHEAD * max(pekerja.utas_hidup(self._ctx), 1) - self._lying()
        if room <= 0:
            return
        now = time.monotonic()
        self._sent = {job: at for job, at in self._sent.items() if now - at < _AGAIN}
        for job in kirim.jatuh_tempo(self._ctx, room, tuple(self._sent)):
            self._actor.send(job)
            self._broker.diisi.set()
            self._sent[job] = now

    @property
    def _broker(self) -> WakeBroker:
        broker = self._actor.broker
        assert isinstance(broker, WakeBroker)  # noqa: S101 - made together with it
        return broker

    def _lying(self) -> int:
        """Count the ids nobody has taken yet."""
        key = f"{self._broker.namespace}:{self._actor.queue_name}"
        return int(self._broker.client.llen(key))

    def akhiri(self) -> None:
        """Stop relaying and let another worker's relay take over."""
        self._ending.set()
        self.join(_DOWN + _LOOK + _TIMEOUT)
