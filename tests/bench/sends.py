"""How many sends a worker process gets done, and how soon a registration is on the wire."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session, alternate, median, p95, rest
from tests.bench.lean_pty import Silent, program
from tests.bench.pipes import Helper
from tests.bench.procfs import cpu_seconds
from tests.support.servers import PostgresServer, RedisServer

ANSWER = 0.2


class Bpjs(Helper):
    """The server that answers, as a process of its own."""

    def __init__(self, wait: float) -> None:
        super().__init__([*program("server"), str(wait)])
        self.port = int(self.line() or 0)
        self.url = f"http://127.0.0.1:{self.port}"

    def ask(self, word: str) -> Any:
        """One command of its control door."""
        self.tell(word)
        line = self.line()
        if line is None:
            raise Silent("the server has nothing to say")
        return json.loads(line)


def backlog(session: Session, tickets: int) -> clinic.Clinic:
    """A storage with many registrations nobody has sent yet."""
    made = clinic.configure(session.folder, f"tumpukan{tickets}")
    if not made.database.exists():
        with clinic.unsafe_commits():
            ctx = clinic.open_with_patients(made, tickets, all_bpjs=True)
            for number in range(1, tickets + 1):
                clinic.register(ctx, number)
            ctx.tutup()
    return made


@contextmanager
def worker(made: clinic.Clinic, threads: int) -> Iterator[Helper]:
    """The real worker on a storage."""
    env = {"DEKA_WORKER__UTAS": str(threads), "DEKA_LOG": "WARNING"}
    log = made.config.with_suffix(".worker.log")
    with Helper(["-m", "worker", "--config", made.config], env=env, log=log) as helper:
        helper.wait_line("Pekerja siap")
        yield helper


def _rates(server: Bpjs, seconds: int) -> tuple[list[float], int]:
    """Sends in each whole second from one second after the first request on, and all sends."""
    deadline = time.perf_counter() + 30
    while server.ask("hitung") == 0:
        if time.perf_counter() > deadline:
            raise Silent("the worker never sent anything")
        rest(0.05)
    rest(seconds + 1.3)
    stamps = [row[0] for row in server.ask("catatan")]
    begun = stamps[0] + 1.0
    return [float(sum(begun + i <= s < begun + i + 1 for s in stamps)) for i in range(seconds)], len(stamps)


def threads(session: Session) -> Iterator[Figure]:
    """Against a server that takes 200 ms: the threads are the limit, or should be."""
    for count in session.threads:
        most = count / ANSWER
        made = backlog(session, int(most * (session.sends + 2) / 2) + 50)
        with Bpjs(ANSWER) as server:
            here = clinic.copy(made, session.folder, "kirim", bpjs_url=server.url)
            with worker(here, count):
                rates, _ = _rates(server, session.sends)
            sample = _sample(session, server)
            with Helper([*program("httpx_telanjang"), str(server.port), str(count), "3", sample]) as bare:
                alone = float(bare.line() or "nan")
        note = f"httpx telanjang dengan {count} utas di mesin ini: {alone:.0f} per detik"
        yield Figure(
            f"kiriman/s, {count} utas, server menjawab dalam 200 ms ÷ utas / 0,2 s",
            median(rates), "/s", most, Goal(0.95, least=True), note,
        )  # fmt: skip


def _sample(session: Session, server: Bpjs) -> Path:
    file = session.folder / "contoh.json"
    file.write_text(json.dumps(server.ask("jalur")), encoding="utf-8")
    return file


def instant(session: Session) -> Iterator[Figure]:
    """Against a server that answers at once: what the worker itself costs."""
    seconds = max(1, session.sends // 4)
    made = backlog(session, 250 * session.rounds * (seconds + 2))
    with Bpjs(0.0) as server:
        here = clinic.copy(made, session.folder, "cepat", bpjs_url=server.url)

        def ours() -> dict[str, float]:
            server.ask("lupa")
            with worker(here, 16) as helper:
                spent = cpu_seconds(helper.process.pid)
                rates, sends = _rates(server, seconds)
                spent = cpu_seconds(helper.process.pid) - spent
            return {"rate": median(rates), "cpu": spent * 1000 / sends}

        def bare() -> float:
            argv = [
                *program("httpx_telanjang"),
                str(server.port),
                "1",
                str(seconds),
                _sample(session, server),
            ]
            with Helper(argv) as helper:
                return float(helper.line() or "nan")

        ours()  # also leaves the server a body to show to the bare loop
        found = alternate(session.rounds, {"ours": ours, "bare": bare})
    yield Figure(
        "kiriman/s, server menjawab seketika, satu proses ÷ putaran httpx telanjang",
        median(found["ours"]["rate"]), "/s", median(found["bare"][""]), Goal(0.5, least=True),
    )  # fmt: skip
    yield Figure(
        "waktu prosesor pekerja per kiriman ÷ waktu satu kiriman putaran httpx telanjang",
        median(found["ours"]["cpu"]), "ms", 1000 / median(found["bare"][""]),
    )  # fmt: skip


def wire(session: Session) -> Iterator[Figure]:
    """From the commit of a registration to the first byte of its request."""
    with Bpjs(0.0) as server:
        here = clinic.configure(session.folder, "kabel", bpjs_url=server.url)
        yield _wire(session, here, server, "tertanam, SQLite", 80)
        with PostgresServer(fsync=True) as postgres, RedisServer() as redis:
            far = clinic.configure(
                session.folder, "kabelpg", bpjs_url=server.url, storage_url=postgres.create_database()
            )
            yield _wire(session, far, server, "tertanam, PostgreSQL", 80)
            wide = clinic.configure(
                session.folder, "kabelredis", bpjs_url=server.url,
                storage_url=postgres.create_database(), redis_url=redis.url,
            )  # fmt: skip
            yield _wire(session, wide, server, "Redis, PostgreSQL", 40)


def _wire(session: Session, here: clinic.Clinic, server: Bpjs, name: str, goal: float) -> Figure:
    chance = random.Random(5)
    count = session.samples
    ctx = clinic.open_with_patients(here, count + 2, all_bpjs=True)
    delays: list[float] = []
    with worker(here, 16):
        for number in range(1, count + 3):
            rest(chance.uniform(0.1, 0.3))
            server.ask("lupa")
            clinic.register(ctx, number)
            committed = time.perf_counter()
            deadline = committed + 10
            rows: list[Any] = []
            while len(rows) < 2 and time.perf_counter() < deadline:
                rest(0.02)
                rows += server.ask("catatan")
            if len(rows) < 2:
                raise Silent(f"{name}: a registration was never sent")
            if number > 2:
                delays += [(row[0] - committed) * 1000 for row in rows[:1]]
    ctx.tutup()
    note = f"median {median(delays):.0f} ms"
    return Figure(
        f"commit pendaftaran → byte pertama di kabel, {name} (p95)", p95(delays), "ms", None,
        Goal(goal, "nilai"), note,
    )  # fmt: skip
