"""The queries everything waits for use their indexes, at 100,000 jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from shared.domain.pantau import SaringJob
from shared.domain.status import JenisJob, StatusAntrean
from shared.services import kirim, konteks, papan
from shared.services.konteks import Konteks
from shared.services.papan import Saring
from shared.storage import claims, due, monitor, tickets
from shared.storage import papan as board
from shared.storage import tables as t
from shared.storage.hot import Hot
from shared.storage.langsung import Bacaan
from tests.services.clinic import ADMIN, HARI, Clinic, fill, settings_for

DAYS, PER_DAY = 500, 100


_HARI = sa.bindparam("hari", type_=sa.Date)
_N = "WITH RECURSIVE u(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM u WHERE n + 1 < :banyak) "
_TICKETS = sa.text(
    "INSERT INTO antrean (id, faskes_id, tanggal, ruangan_id, dokter_id, pasien_id, penjamin_id, prefix,"
    f" angka, tiket, status, kunci_bpjs, dibuat, diubah) {_N}"
    "SELECT :mulai + n + 1, :f, :hari, 1, 1, n % 40 + 1, 2, 'A', n, 'A-' || n,"
    " CASE WHEN n < :hidup THEN 'menunggu' ELSE 'selesai' END, (:mulai + n) || '|001', 1, 1 FROM u"
).bindparams(_HARI)
_JOBS = [
    sa.text(
        "INSERT INTO job (faskes_id, antrean_id, pasien_id, jenis, layanan, status, tanggal, sewa_sampai,"
        f" jatuh_tempo, dibuat, diubah) {_N}"
        f"SELECT :f, :mulai + n + 1, n % 40 + 1, '{jenis}', '{layanan}',"
        " CASE WHEN n >= :hidup THEN 'terkirim'"
        " WHEN n % 3 = 0 THEN 'menunggu' WHEN n % 3 = 1 THEN 'proses' ELSE 'tak_pasti' END, :hari,"
        " CASE WHEN n < :hidup AND n % 3 = 1 THEN 1 END, 1, 1, 1 FROM u"
    ).bindparams(_HARI)
    for jenis, layanan in (("pendaftaran_pcare", "pcare"), ("tambah_antrean_fktp", "antrean"))
]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Five hundred days of a hundred tickets, nearly all done, as a clinic has after two years.

    Made once of each kind: what a test changes of it is a few rows' state, and no plan hangs on that.
    """
    folder = tmp_path_factory.mktemp("penuh")
    url = f"sqlite:///{folder / 'deka.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create_database()
    fill(url, folder)
    clinic = Clinic(konteks.buka(settings_for(url)), url)
    with clinic.ctx.storage.write() as conn:
        if not clinic.is_sqlite:  # a counter raised 100,000 times in one transaction is no clinic's life
            conn.execute(sa.text("ALTER TABLE job DISABLE TRIGGER USER"))
        for day in range(DAYS):
            values = {"hari": HARI - timedelta(days=DAYS - 1 - day), "mulai": day * PER_DAY}
            values |= {"hidup": 20 if day == DAYS - 1 else 0, "banyak": PER_DAY, "f": clinic.ctx.faskes.id}
            for statement in (_TICKETS, *_JOBS):
                conn.execute(statement, values)
        if not clinic.is_sqlite:
            conn.execute(sa.text("ALTER TABLE job ENABLE TRIGGER USER"))
    analyze(clinic)
    yield clinic
    clinic.ctx.tutup()


def analyze(clinic: Clinic) -> None:
    """What autovacuum does on PostgreSQL; on SQLite nobody ever does it, so the planner knows no numbers."""
    if not clinic.is_sqlite:
        with clinic.ctx.storage.write() as conn:
            conn.execute(sa.text("ANALYZE"))


@contextmanager
def watched(ctx: Konteks) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that runs meanwhile, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith(("EXPLAIN", "NOTIFY", "PRAGMA", "BEGIN")):
            seen.append((statement, parameters))

    engines = [ctx.storage._writer]
    if ctx.storage.is_sqlite:  # on PostgreSQL both are one
        engines.append(ctx.storage._reader)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    straight = Bacaan._run

    def run(baca: Bacaan, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        seen.append((statement, values))
        return straight(baca, statement, values)

    driven = Hot._execute

    def execute(hot: Hot, cursor: Any, ready: Any, parameters: Any) -> None:
        seen.append((ready.sql, parameters))
        driven(hot, cursor, ready, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Bacaan, "_run", run)
        patch.setattr(Hot, "_execute", execute)
        yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def plans(clinic: Clinic, deed: Callable[[], Any]) -> list[str]:
    """How the database runs each statement of a deed."""
    with watched(clinic.ctx) as seen:
        deed()
    word = "EXPLAIN QUERY PLAN " if clinic.is_sqlite else "EXPLAIN "
    with clinic.ctx.storage.read() as conn:
        return [
            "\n".join(str(row[-1]) for row in conn.exec_driver_sql(word + statement, parameters))
            for statement, parameters in seen
        ]


def reading(deed: Callable[[sa.Connection, int], Any]) -> Callable[[Clinic], Any]:
    def run(clinic: Clinic) -> Any:
        with clinic.ctx.storage.read() as conn:
            return deed(conn, clinic.ctx.faskes.id)

    return run


def looking(deed: Callable[[Bacaan, int], Any]) -> Callable[[Clinic], Any]:
    def run(clinic: Clinic) -> Any:
        with clinic.ctx.lihat() as baca:
            return deed(baca, clinic.ctx.faskes.id)

    return run


def writing(deed: Callable[[sa.Connection, int], Any]) -> Callable[[Clinic], Any]:
    def run(clinic: Clinic) -> Any:
        with clinic.ctx.storage.write() as conn:
            return deed(conn, clinic.ctx.faskes.id)

    return run


WAITING = frozenset({StatusAntrean.MENUNGGU, StatusAntrean.DILEWATI})
DEEDS: dict[str, tuple[Callable[[Clinic], Any], str]] = {
    "next due": (reading(due.next_due_in), "ix_job_jatuh_tempo|ix_job_status"),
    "board": (
        looking(lambda baca, f: board.ticket_ids(baca, f, Saring(HARI))),
        "ix_antrean_papan|uq_antrean_kunci_bpjs",
    ),
    "board, waiting": (
        looking(lambda baca, f: board.ticket_ids(baca, f, Saring(HARI, None, WAITING))),
        "ix_antrean_papan",
    ),
    "rooms": (looking(lambda baca, f: board.waiting_per_room(baca, f, HARI)), "ix_antrean_papan"),
    "leases": (writing(lambda conn, _: claims.expire_leases(conn)), "ix_job_sewa"),
    "prolonging": (writing(lambda conn, _: claims.renew_leases(conn, "uji", 1)), "ix_job_sewa"),
    "slow retries": (writing(lambda conn, _: claims.retry_due(conn)), "ix_job_ulang"),
    "key": (reading(lambda conn, f: tickets.holder_of_key(conn, f, HARI, "x")), "uq_antrean_kunci_bpjs"),
}


@pytest.mark.parametrize("skip", [(), (1, 2)], ids=["all", "some skipped"])
def test_what_is_due_is_read_in_order_from_its_index(full: Clinic, skip: tuple[int, ...]) -> None:
    """After days without a line thousands wait: the most urgent few are read, and the rest left alone."""
    lately = sa.and_(t.job.c.layanan == "pcare", t.job.c.tanggal > HARI - timedelta(days=40))
    full.sql(sa.update(t.job).where(lately).values(status="menunggu"))
    analyze(full)
    (plan,) = plans(full, lambda: kirim.jatuh_tempo(full.ctx, 20, skip))
    full.sql(sa.update(t.job).where(lately, t.job.c.tanggal < HARI).values(status="terkirim"))
    analyze(full)
    assert "ix_job_jatuh_tempo" in plan, plan
    assert "Sort" not in plan, plan
    assert "TEMP B-TREE" not in plan, plan


@pytest.mark.parametrize("name", list(DEEDS))
def test_a_query_uses_its_index(full: Clinic, name: str) -> None:
    deed, index = DEEDS[name]
    (plan,) = plans(full, lambda: deed(full))
    assert any(name in plan for name in index.split("|")), plan
    assert "Seq Scan on antrean" not in plan, plan
    assert "Seq Scan on job" not in plan, plan
    assert "SCAN antrean" not in plan, plan
    if "ix_job" not in index:
        assert "SCAN job" not in plan, plan


def test_a_page_of_cards_is_read_without_a_scan(full: Clinic) -> None:
    found = plans(full, lambda: papan.muat(full.ctx, ADMIN, Saring(HARI), mulai=0, banyak=4))
    assert 0 < len(found) < 12
    for plan in found:
        for bad in ("Seq Scan on antrean", "Seq Scan on job", "SCAN antrean"):
            assert bad not in plan, plan
    assert any("ix_job_antrean" in plan for plan in found)


def test_asking_for_care_scans_nothing(full: Clinic) -> None:
    full.sql(sa.delete(t.job).where(t.job.c.status == "proses"))
    for plan in plans(full, lambda: kirim.perlu_rawat(full.ctx)):
        assert "Seq Scan on job" not in plan, plan
        assert "SCAN job" not in plan.replace("SCAN job USING INDEX", ""), plan


@pytest.mark.parametrize(
    "saring",
    [
        SaringJob(tanggal=HARI),
        SaringJob(tanggal=HARI, jenis=JenisJob.PENDAFTARAN),
        SaringJob(tanggal=date(2099, 2, 1), norm="12"),
    ],
    ids=["day", "day and type", "day and patient"],
)
def test_a_day_of_jobs_is_listed_and_counted_without_a_scan(full: Clinic, saring: SaringJob) -> None:
    for deed in (
        reading(lambda conn, f: monitor.list_jobs(conn, f, saring, 100)),
        reading(lambda conn, f: monitor.count_jobs(conn, f, saring)),
    ):
        found = plans(full, lambda deed=deed: deed(full))  # type: ignore[misc]
        assert any("ix_job_" in plan or "hitung_job" in plan for plan in found), found
        for plan in found:
            assert "Seq Scan on job" not in plan, plan


def test_the_planner_is_not_fooled_by_so_few_rows(full: Clinic) -> None:
    """The guard guards something: without an index the very same look is a scan."""
    plan = plans(full, lambda: full.rows(sa.select(t.job.c.id).where(t.job.c.pesan == "x")))[0]
    assert "Seq Scan on job" in plan or "SCAN job" in plan
