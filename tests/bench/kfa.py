"""The KFA catalogue: read by the real worker, searched, and how often the first hit is right."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from shared.config import load
from shared.domain.referensi import StatusSinkron
from shared.domain.sinkron import Sinkron
from shared.security.permissions import SYSTEM
from shared.services import kfa, kfa_sinkron, referensi
from shared.services.konteks import Konteks, siapkan
from tests.bench import clinic, kfa_nama
from tests.bench.harness import Figure, Goal, Session, p95, rest
from tests.bench.pipes import Helper
from tests.bench.sends import worker
from tests.support.servers import PostgresServer
from worker.sandbox.kfa_katalog import Katalog
from worker.sandbox.settings import Settings

SIZES = 24_000, 71_000
_OWN = Settings()


def _peak_mb(pid: int) -> float:
    """The most resident memory a process has had so far."""
    found = re.search(r"^VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


def _sandbox(session: Session, stack: ExitStack, farmasi: int, alkes: int) -> str:
    data = session.folder / "kfa.json"
    data.write_text(f'{{"sakelar": {{"kfa_farmasi": {farmasi}, "kfa_alkes": {alkes}}}}}', encoding="utf-8")
    argv = ["-m", "worker.sandbox", "--port", "0", "--data", data]
    helper = stack.enter_context(Helper(argv, log=session.folder / "sandbox.log"))
    found = re.search(r"http://\S+", helper.line() or "")
    assert found, "the simulator never said where it is"
    return found[0]


def _configure(session: Session, name: str, url: str, base: str) -> clinic.Clinic:
    made = clinic.configure(session.folder, name, storage_url=url)
    own = f"""
[satusehat]
auth_url = "{base}/oauth2/v1"
fhir_url = "{base}/fhir-r4/v1"
kfa_url = "{base}/kfa-v2"
client_id = "{_OWN.client_id}"
client_secret = "{_OWN.client_secret}"
organization_id = "{_OWN.organization_id}"
"""
    made.config.write_text(made.config.read_text(encoding="utf-8") + own, encoding="utf-8")
    return clinic.Clinic(made.config, load(str(made.config), env={}))


def _import(ctx: Konteks, made: clinic.Clinic) -> tuple[float, float, Sinkron]:
    """Let the real worker read everything; returns seconds, its peak memory in MB and how it ended."""
    with worker(made, 2) as helper:
        begun = time.perf_counter()
        one = kfa_sinkron.minta(ctx, SYSTEM)
        while one.hidup:
            rest(0.2)
            one = referensi.status(ctx, SYSTEM, one.id)
        return time.perf_counter() - begun, _peak_mb(helper.process.pid), one


def _looks(ctx: Konteks, names: list[kfa_nama.Nama]) -> tuple[list[float], dict[kfa_nama.Nama, list[Any]]]:
    kfa.cari(ctx, SYSTEM, names[0].teks)  # the vocabulary is read once for a process
    times, hits = [], {}
    for name in names:
        begun = time.perf_counter()
        hits[name] = list(kfa.cari(ctx, SYSTEM, name.teks))
        times.append((time.perf_counter() - begun) * 1000)
    return times, hits


def _right(name: kfa_nama.Nama, hit: kfa.HasilKfa) -> bool:
    return hit.kode == name.kode if name.kode else hit.nama.rpartition(" (")[0] == name.kelompok


def _recall(hits: dict[kfa_nama.Nama, list[Any]], first: int) -> float:
    found = sum(any(_right(name, hit) for hit in found[:first]) for name, found in hits.items())
    return found / len(hits)


def _quality(hits: dict[kfa_nama.Nama, list[Any]]) -> Iterator[Figure]:
    held = {name: found for name, found in hits.items() if name.simpanan}
    for words, part in (("semua", hits), ("simpanan", held)):
        for first, goal in ((1, 0.90), (5, 0.98)):
            yield Figure(
                f"KFA recall@{first}, {words}, {len(part)} nama", _recall(part, first), "",
                goal=Goal(goal, "nilai", least=True),
            )  # fmt: skip


def bench(session: Session) -> Iterator[Figure]:
    """Both databases: the whole catalogue over HTTP, then every name searched."""
    small = session.rows[-1] < 10_000
    farmasi, alkes = (1500, 300) if small else SIZES
    katalog = Katalog(farmasi, alkes, 1)
    names = kfa_nama.tulisan_tangan() + kfa_nama.menurut_aturan(katalog, 24 if small else 300)
    rows = f"{farmasi + alkes:,}".replace(",", ".")
    with ExitStack() as stack:
        base = _sandbox(session, stack, farmasi, alkes)
        postgres = stack.enter_context(PostgresServer())
        for kind, url in (("SQLite", ""), ("PostgreSQL", postgres.create_database())):
            made = _configure(session, f"kfa{kind}", url, base)
            ctx, _ = siapkan(made.settings)
            stack.callback(ctx.tutup)
            seconds, memory, one = _import(ctx, made)
            assert one.status is StatusSinkron.SELESAI, one.pesan
            size = f"{rows} baris, {kind}"
            yield Figure(f"impor KFA, {size}", seconds, "s", goal=Goal(60, "nilai"))
            yield Figure(f"impor KFA, puncak memori pekerja, {size}", memory, "MB", goal=Goal(150, "nilai"))
            if kind == "PostgreSQL":
                with ctx.baca() as conn:
                    conn.execute(sa.text("ANALYZE"))  # autovacuum does so by itself, only later
            times, hits = _looks(ctx, names)
            yield Figure(f"cari KFA p95, {size}", p95(times), "ms", goal=Goal(50, "nilai"))
            if kind == "SQLite":
                yield from _quality(hits)
