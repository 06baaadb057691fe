"""Queries as the storage grows: years of tickets behind the same busy day."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import product

from shared.domain.pantau import Kursor, SaringStatus
from shared.domain.status import FAILED_JOB, JENIS_BPJS, LIVE_JOB, JenisJob, StatusAntrean
from shared.security.permissions import SYSTEM
from shared.services import jobs, monitoring, papan
from shared.services.konteks import Konteks, buka
from shared.texts import NAMA_JOB
from tests.bench import clinic, years
from tests.bench.harness import Figure, Goal, Session, number
from tests.support.servers import PostgresServer

PAGE = 25
LOOKS = 5
ROUNDS = 5
_WAITING = frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})
_FULL = "pemantauan, semua tanggal"

_ALL = jobs.SaringJob(semua_tanggal=True)
_SENT = SaringStatus.TERKIRIM.status
_FILTERS = {
    "hari ini": jobs.SaringJob(),
    "semua tanggal": _ALL,
    "terkirim, semua tanggal": replace(_ALL, status=_SENT),
    "gagal, semua tanggal": replace(_ALL, status=FAILED_JOB),
    "belum diproses, semua tanggal": replace(_ALL, status=LIVE_JOB),
    **{f"{NAMA_JOB[kind]}, semua tanggal": replace(_ALL, jenis=kind) for kind in JENIS_BPJS},
    **{
        f"{NAMA_JOB[kind]}, {name}, semua tanggal": replace(_ALL, jenis=kind, status=status)
        for kind, name, status in (
            (JenisJob.PENDAFTARAN, "gagal", FAILED_JOB),
            (JenisJob.PENDAFTARAN, "belum diproses", LIVE_JOB),
            (JenisJob.HAPUS_KUNJUNGAN, "gagal", FAILED_JOB),
        )
    },
    **{
        f"norm {digits}, {name}": replace(asked, norm=digits)
        for digits in ("000150", "0012", "012", "15", "1")
        for name, asked in (("hari ini", jobs.SaringJob()), ("semua tanggal", _ALL))
    },
    **{
        f"norm {digits}, {name}, semua tanggal": replace(_ALL, norm=digits, jenis=kind, status=status)
        for digits in ("0012", "012", "15", "1")
        for name, kind, status in (
            ("gagal", None, FAILED_JOB),
            ("terkirim", None, _SENT),
            ("belum diproses", None, LIVE_JOB),
            ("Tambah Kunjungan", JenisJob.KUNJUNGAN, None),
            ("Hapus Kunjungan", JenisJob.HAPUS_KUNJUNGAN, None),
        )
    },
}
"""A patient; four, three, two digits and one of a record number; the worst types and statuses with each."""


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
        ctx = clinic.open_with_patients(made, 20, all_bpjs=True)
        years.fill(ctx, rows)
        ctx.tutup()
    return buka(made.settings)


def _measure(asked: dict[str, dict[str, Callable[[], object]]], looks: int) -> dict[str, dict[str, float]]:
    """The best of some looks at each query in ms, a look at each storage in turn.

    What else the machine does is not the query's, and must not fall to one storage more than to another.
    """
    took: dict[str, dict[str, float]] = {side: {} for side in asked}
    names = next(iter(asked.values()))
    for name, _, side in product(names, range(looks), asked):
        begun = time.perf_counter()
        asked[side][name]()
        spent = (time.perf_counter() - begun) * 1000
        took[side][name] = min(spent, took[side].get(name, spent))
    return took


def _shown(ctx: Konteks) -> dict[str, int]:
    """How many rows of the first page each filter fills."""
    return {
        f"pemantauan, {name}": len(monitoring.muat(ctx, SYSTEM, saring).halaman.baris)
        for name, saring in _FILTERS.items()
    }


def bench(session: Session) -> Iterator[Figure]:
    """All sizes of both databases in turn, each against its own smallest.

    A search that fills a page only in the larger storage reads and draws more rows there: it is held
    against the full page of all dates in the smallest.
    """
    with ExitStack() as stack:
        postgres = stack.enter_context(PostgresServer(settings=years.POSTGRES))
        asked: dict[str, dict[str, Callable[[], object]]] = {}
        shown: dict[str, dict[str, int]] = {}
        for kind in ("SQLite", "PostgreSQL"):
            for rows in session.rows:
                url = postgres.create_database() if kind == "PostgreSQL" else ""
                ctx = filled(session, f"baris{rows}{kind}", url, rows)
                stack.callback(ctx.tutup)
                shown[f"{kind} {rows}"] = _shown(ctx)
                asked[f"{kind} {rows}"] = queries(ctx)
        found = _measure(asked, LOOKS * min(session.rounds, ROUNDS))
    smallest = session.rows[0]
    least = f"{smallest:,}".replace(",", ".")
    for kind, rows in product(("SQLite", "PostgreSQL"), session.rows[1:]):
        small, large = f"{kind} {smallest}", f"{kind} {rows}"
        size = f"{rows:,}".replace(",", ".")
        for query, value in found[large].items():
            few, many = shown[small].get(query, PAGE), shown[large].get(query, PAGE)
            base, told = found[small][query], ""
            if few < many:
                told = (
                    f"{few} baris di {least} job ({number(base)} ms), {many} di {size}; dibanding layar penuh"
                )
                base = max(base, found[small][_FULL])
            yield Figure(f"{query}, {size} job, {kind} ÷ {least} job", value, "ms", base, Goal(2), told)
