"""Queries as the storage grows: years of tickets behind the same busy day."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from shared.domain.pantau import Kursor
from shared.domain.status import FAILED_JOB, JenisJob, StatusAntrean
from shared.security.permissions import SYSTEM
from shared.services import jobs, monitoring, papan
from shared.services.konteks import Konteks, buka
from shared.storage import tables as t
from tests.bench import clinic
from tests.bench.harness import Figure, Goal, Session, alternate, median
from tests.support.servers import PostgresServer

A_DAY = 200
"""Tickets of one day, two jobs each."""
VISITS = 20
"""Jobs of one patient over the years."""
PAGE = 25
_WAITING = frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})
_CHUNK = 5000

_ALL = jobs.SaringJob(semua_tanggal=True)
_FILTERS = {
    "hari ini": jobs.SaringJob(),
    "semua tanggal": _ALL,
    "gagal, semua tanggal": replace(_ALL, status=FAILED_JOB),
    "satu jenis, gagal, semua tanggal": replace(_ALL, jenis=JenisJob.PENDAFTARAN, status=FAILED_JOB),
    "norm satu pasien, semua tanggal": replace(_ALL, norm="000150"),
    "sebagian norm, hari ini": jobs.SaringJob(norm="15"),
    "sebagian norm, semua tanggal": replace(_ALL, norm="015"),
}


def queries(ctx: Konteks) -> dict[str, Callable[[], object]]:
    """What is asked of a storage: the board, and the monitoring page with table and counts."""
    found: dict[str, Callable[[], object]] = {
        "papan": lambda: papan.muat(ctx, SYSTEM, papan.Saring(status=_WAITING))
    }
    for name, saring in _FILTERS.items():
        found[f"pemantauan, {name}"] = lambda saring=saring: monitoring.muat(ctx, SYSTEM, saring)  # type: ignore[misc]
    (newest,) = monitoring.daftar(ctx, SYSTEM, _ALL, batas=1)
    (middle,) = monitoring.baris(ctx, SYSTEM, (newest.id // 2,))
    place = Kursor(middle.tanggal, middle.id)
    for name, newer in (("maju", False), ("mundur", True)):
        found[f"pemantauan, halaman {name} di tengah"] = lambda newer=newer: monitoring.muat(  # type: ignore[misc]
            ctx, SYSTEM, _ALL, kursor=place, baru=newer, banyak=PAGE
        )
    return found


def filled(session: Session, name: str, url: str, rows: int) -> Konteks:
    """A storage with ``rows`` jobs; all but today's are done."""
    made = clinic.configure(session.folder, name, storage_url=url)
    with clinic.unsafe_commits():
        ctx = clinic.open_with_patients(made, max(A_DAY, rows // VISITS), all_bpjs=True)
        with ctx.baca() as conn:
            today = ctx.hari_ini(conn)
            rooms = conn.execute(sa.select(t.ruangan.c.id).order_by(t.ruangan.c.id)).scalars().all()
            people = conn.execute(sa.select(t.pasien.c.id)).scalars().all()
        tickets = rows // 2
        for start in range(0, tickets, _CHUNK):
            numbers = range(start, min(start + _CHUNK, tickets))
            with ctx.tulis() as conn:
                conn.execute(
                    sa.insert(t.antrean), [_ticket(ctx, n, tickets, today, rooms, people) for n in numbers]
                )
                conn.execute(
                    sa.insert(t.job), [row for n in numbers for row in _jobs(ctx, n, tickets, today, people)]
                )
        if not ctx.storage.is_sqlite:
            with ctx.baca() as conn:
                conn.execute(sa.text("VACUUM (ANALYZE)"))  # autovacuum does so by itself, only later
        ctx.tutup()
    return buka(made.settings)


def _day(number: int, tickets: int, today: date) -> date:
    """The last ones are today's."""
    return today - timedelta(days=(tickets - 1 - number) // A_DAY)


def _ticket(ctx: Konteks, n: int, tickets: int, today: date, rooms: Any, people: Any) -> dict[str, Any]:
    day = _day(n, tickets, today)
    return {
        "id": n + 1, "faskes_id": ctx.faskes.id, "tanggal": day, "ruangan_id": rooms[n % 3],
        "pasien_id": people[n % len(people)], "penjamin_id": 2, "prefix": "ABC"[n % 3], "angka": n + 1,
        "tiket": f"{'ABC'[n % 3]}-{n % A_DAY:03d}", "status": "menunggu" if day == today else "selesai",
        "dibuat": 1_700_000_000_000 + n, "diubah": 1_700_000_000_000 + n,
    }  # fmt: skip


def _jobs(ctx: Konteks, n: int, tickets: int, today: date, people: Any) -> list[dict[str, Any]]:
    day = _day(n, tickets, today)
    status = "gagal" if n % 50 == 0 else "terkirim"
    return [
        {
            "id": 2 * n + 1 + index, "faskes_id": ctx.faskes.id, "antrean_id": n + 1,
            "pasien_id": people[n % len(people)], "jenis": jenis, "layanan": layanan, "status": status,
            "tanggal": day, "jatuh_tempo": 1_700_000_000_000 + n, "dibuat": 1_700_000_000_000 + n,
            "diubah": 1_700_000_000_000 + n, "percobaan": 1,
        }
        for index, (jenis, layanan) in enumerate(
            ((JenisJob.PENDAFTARAN.value, "pcare"), (JenisJob.TAMBAH_ANTREAN.value, "antrean"))
        )
    ]  # fmt: skip


def _measure(asked: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The best of a few looks at each query: what else the machine does is not the query's."""
    took: dict[str, float] = {}
    for name, query in asked.items():
        looks = []
        for _ in range(5):
            begun = time.perf_counter()
            query()
            looks.append((time.perf_counter() - begun) * 1000)
        took[name] = min(looks)
    return took


def bench(session: Session) -> Iterator[Figure]:
    """All sizes of both databases in turn, each against its own smallest."""
    with ExitStack() as stack:
        postgres = stack.enter_context(PostgresServer())
        sides: dict[str, Callable[[], dict[str, float] | float]] = {}
        for kind in ("SQLite", "PostgreSQL"):
            for rows in session.rows:
                url = postgres.create_database() if kind == "PostgreSQL" else ""
                ctx = filled(session, f"baris{rows}{kind}", url, rows)
                stack.callback(ctx.tutup)
                sides[f"{kind} {rows}"] = partial(_measure, queries(ctx))
        found = alternate(session.rounds, sides)
    smallest = session.rows[0]
    least = f"{smallest:,}".replace(",", ".")
    for kind in ("SQLite", "PostgreSQL"):
        for query in found[f"{kind} {smallest}"]:
            base = median(found[f"{kind} {smallest}"][query])
            for rows in session.rows[1:]:
                value = median(found[f"{kind} {rows}"][query])
                size = f"{rows:,}".replace(",", ".")
                yield Figure(f"{query}, {size} job, {kind} ÷ {least} job", value, "ms", base, Goal(2))
