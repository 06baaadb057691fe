"""The broker without a queue: ids out of the storage, each once until it is done."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import dramatiq
import pytest
from dramatiq.broker import MessageProxy

from shared.domain.status import StatusJob
from shared.services import antrean, kirim
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from tests.e2e.kampanye.balapan import gagalkan
from tests.e2e.peralatan import PETUGAS, Klinik, buka
from tests.support.processes import Proc
from tests.support.servers import PostgresServer
from tests.support.waiting import until
from worker import outbox
from worker.actors import QUEUE, Pelaksana, declare
from worker.outbox import OutboxBroker, OutboxConsumer


@pytest.fixture
def consumer(klinik: Klinik) -> Iterator[OutboxConsumer]:
    made = OutboxConsumer(klinik.ctx, QUEUE, 16, 0.3)
    yield made
    made.close()


def take(consumer: OutboxConsumer, count: int) -> list[MessageProxy]:
    """Take so many messages, which must be there."""
    taken: list[MessageProxy] = []
    for _ in range(count):
        message = next(consumer)
        assert message is not None, f"{len(taken)} of {count}"
        taken.append(message)
    return taken


def ids(messages: list[MessageProxy]) -> list[int]:
    return [message.args[0] for message in messages]


def test_each_id_is_handed_out_once_until_it_is_acknowledged(
    klinik: Klinik, consumer: OutboxConsumer
) -> None:
    klinik.daftar_semua(range(1, 4))
    first = take(consumer, 6)
    assert sorted(ids(first)) == sorted(set(ids(first)))
    assert next(consumer) is None
    # Nobody has claimed anything: an id that is done with but still due comes again.
    consumer.ack(first[0])
    consumer.nack(first[1])
    assert sorted(ids(take(consumer, 2))) == sorted(ids(first[:2]))
    assert next(consumer) is None


def test_a_message_carries_the_id_and_nothing_else(klinik_sqlite: Klinik) -> None:
    klinik_sqlite.daftar(1)
    consumer = OutboxConsumer(klinik_sqlite.ctx, QUEUE, 1, 0.3)
    (message,) = take(consumer, 1)
    assert (message.queue_name, message.actor_name, message.kwargs, message.options) == (
        QUEUE,
        "kirim_job",
        {},
        {},
    )
    consumer.close()


def test_no_more_are_handed_out_than_there_is_room_for(klinik_sqlite: Klinik) -> None:
    """Guard: what is prefetched cannot be overtaken by what is more urgent."""
    klinik = klinik_sqlite
    klinik.daftar_semua(range(1, 4))
    consumer = OutboxConsumer(klinik.ctx, QUEUE, 2, 0.2)
    held = take(consumer, 2)
    assert next(consumer) is None
    consumer.ack(held[0])
    (third,) = take(consumer, 1)
    assert next(consumer) is None
    consumer.requeue([held[1], third])
    assert sorted(ids(take(consumer, 2)))
    consumer.close()


def test_what_a_person_waits_for_comes_first(klinik_sqlite: Klinik) -> None:
    klinik = klinik_sqlite
    asked = klinik.daftar(1)
    gagalkan(klinik, asked.id)
    klinik.daftar_semua(range(2, 6))
    antrean.resend_pcare(klinik.ctx, PETUGAS, asked.id)
    consumer = OutboxConsumer(klinik.ctx, QUEUE, 1, 0.3)
    (first,) = take(consumer, 1)
    card = klinik.kartu(asked.id)
    assert card.p is not None and ids([first]) == [card.p.id]
    consumer.close()


def test_a_commit_of_another_process_wakes_it(klinik: Klinik, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard: the change feed. The full look is an hour away, and so is the consumer's own time-out."""
    monkeypatch.setattr(outbox, "_FULL_LOOK", 3600.0)
    consumer = OutboxConsumer(klinik.ctx, QUEUE, 16, 30.0)
    waiting = OutboxConsumer(klinik.ctx, QUEUE, 16, 0.2)
    assert next(waiting) is None  # the first look and the first wake-up for nothing are behind it
    waiting.close()
    found: list[MessageProxy | None] = []
    thread = threading.Thread(target=lambda: found.append(next(consumer)))
    thread.start()
    henti = klinik.folder / "henti"
    words = ["--dari", "1", "--banyak", "1", "--jeda", "0", "--henti", str(henti)]
    with Proc(["-m", "tests.e2e.kampanye.stasiun", *words], env=klinik.env) as station:
        assert station.wait(30) == 0
    thread.join(10)
    assert found and found[0] is not None
    consumer.close()


def test_a_retry_is_handed_out_when_its_time_comes(klinik: Klinik, consumer: OutboxConsumer) -> None:
    """Guard: the next due time bounds the wait; nobody commits anything at that moment."""
    klinik.daftar(1)
    with klinik.ctx.tulis() as conn:
        from shared.storage import tables as t
        from shared.storage.clock import db_now

        conn.execute(t.job.update().values(jatuh_tempo=db_now() + 400))
    assert next(consumer) is None
    assert until(lambda: next(consumer), 10, "the retry")


def test_storage_that_goes_away_and_comes_back_costs_nothing(
    own_postgres: PostgresServer, klinik_sqlite: Klinik
) -> None:
    """Guard: the consumer survives a storage that is away. A real server is stopped and started."""
    from tests.e2e.peralatan import isi

    url = own_postgres.create_database()
    isi(klinik_sqlite.folder, url, 5)
    klinik = buka(klinik_sqlite.folder, url, klinik_sqlite.simulator)
    klinik.daftar(1)
    consumer = OutboxConsumer(klinik.ctx, QUEUE, 1, 0.2)
    (held,) = take(consumer, 1)
    own_postgres.stop()
    consumer.ack(held)
    assert next(consumer) is None
    assert next(consumer) is None
    own_postgres.start()
    assert until(lambda: next(consumer), 20, "the job")
    consumer.close()
    klinik.tutup()


def test_a_storage_that_fails_in_the_look_hands_out_nothing_and_loses_nothing(
    klinik_sqlite: Klinik, monkeypatch: pytest.MonkeyPatch
) -> None:
    klinik_sqlite.daftar(1)
    consumer = OutboxConsumer(klinik_sqlite.ctx, QUEUE, 4, 0.2)
    real, broken = kirim.sisa_waktu, iter([True])

    def once(ctx: Konteks) -> int | None:
        if next(broken, False):
            raise PenyimpananGagal("penyimpanan_sibuk", tempat="uji")
        return real(ctx)

    monkeypatch.setattr(kirim, "sisa_waktu", once)
    found = [message for _ in range(8) if (message := next(consumer))]
    assert len(set(ids(found))) == 2
    consumer.close()


# ── under Dramatiq ────────────────────────────────────────────────────────────


class Lambat(Pelaksana):
    """Carries nothing out: holds every job until it is let go, and remembers which came."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.came: list[int] = []

    def jalankan(self, job_id: int) -> None:
        self.came.append(job_id)
        self.go.wait(20)


def test_a_stopped_worker_gives_back_what_it_had_not_begun(
    klinik_sqlite: Klinik, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guard: jobs fetched and not begun are untouched rows: nothing of them lives in the worker."""
    klinik = klinik_sqlite
    klinik.daftar_semua(range(1, 6))
    broker, slow = OutboxBroker(klinik.ctx), Lambat()
    declare(broker, slow)
    worker = dramatiq.Worker(broker, worker_threads=1, worker_timeout=100)
    worker.start()
    until(lambda: slow.came, 10, "the first job")
    threading.Timer(0.2, slow.go.set).start()
    worker.stop(timeout=10_000)
    broker.close()
    jobs = [job for kartu in klinik.semua() for job in kartu.jobs]
    assert {job.status for job in jobs} == {StatusJob.MENUNGGU}
    assert {job.percobaan for job in jobs} == {0}
    again = OutboxConsumer(klinik.ctx, QUEUE, 16, 0.3)
    assert len(ids(take(again, 10))) == 10
    again.close()


def test_the_broker_keeps_nothing(klinik_sqlite: Klinik) -> None:
    """A message put in is dropped: the row it speaks of is what counts."""
    broker = OutboxBroker(klinik_sqlite.ctx)
    actor = declare(broker, Lambat())
    broker.declare_queue(QUEUE)
    actor.send(4711)
    consumer = broker.consume(QUEUE, prefetch=4, timeout=200)
    assert next(consumer) is None
    assert broker.middleware == []
    assert list(broker.queues) == [QUEUE]
    broker.flush_all()
    consumer.close()
