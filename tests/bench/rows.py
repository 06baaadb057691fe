"""Queries as the storage grows: years of tickets behind the same busy day."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

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
PAGE = 25
_WAITING = frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})
_CHUNK = 5000

QUERIES: dict[str, Callable[[Konteks], object]] = {
    "papan": lambda ctx: papan.muat(ctx, SYSTEM, papan.Saring(status=_WAITING)),
    "hitungan hari ini": lambda ctx: monitoring.hitung(ctx, SYSTEM, jobs.SaringJob()),
    "hitungan semua tanggal": lambda ctx: monitoring.hitung(ctx, SYSTEM, jobs.SaringJob(semua_tanggal=True)),
    "halaman pemantauan hari ini": lambda ctx: monitoring.daftar(ctx, SYSTEM, jobs.SaringJob(), batas=PAGE),
    "halaman pemantauan semua tanggal": lambda ctx: monitoring.daftar(
        ctx, SYSTEM, jobs.SaringJob(semua_tanggal=True), batas=PAGE
    ),
    "halaman gagal semua tanggal": lambda ctx: monitoring.daftar(
        ctx, SYSTEM, jobs.SaringJob(semua_tanggal=True, status=FAILED_JOB), batas=PAGE
    ),
}


def filled(session: Session, name: str, url: str, rows: int) -> Konteks:
    """A storage with ``rows`` jobs; all but today's are done."""
    made = clinic.configure(session.folder, name, storage_url=url)
    with clinic.unsafe_commits():
        ctx = clinic.open_with_patients(made, A_DAY, all_bpjs=True)
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
                conn.execute(sa.text("ANALYZE"))  # autovacuum does so by itself, only later
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


def _measure(ctx: Konteks) -> dict[str, float]:
    """The best of a few looks at each query: what else the machine does is not the query's."""
    took: dict[str, float] = {}
    for name, query in QUERIES.items():
        looks = []
        for _ in range(5):
            begun = time.perf_counter()
            query(ctx)
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
                sides[f"{kind} {rows}"] = lambda ctx=ctx: _measure(ctx)  # type: ignore[misc]
        found = alternate(session.rounds, sides)
    smallest = session.rows[0]
    least = f"{smallest:,}".replace(",", ".")
    for kind in ("SQLite", "PostgreSQL"):
        for query in QUERIES:
            base = median(found[f"{kind} {smallest}"][query])
            for rows in session.rows[1:]:
                value = median(found[f"{kind} {rows}"][query])
                size = f"{rows:,}".replace(",", ".")
                yield Figure(f"{query}, {size} job, {kind} ÷ {least} job", value, "ms", base, Goal(2))
