"""The counters say what counting the rows says: after anything, for everybody, at every moment."""

from __future__ import annotations

import random
import threading
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.status import JenisJob, StatusJob
from shared.services import kirim
from shared.storage import counters, schema
from shared.storage import tables as t
from shared.storage.engine import Storage
from tests.services.clinic import HARI, Clinic, race

KINDS = [kind.value for kind in JenisJob]
STATES = [state.value for state in StatusJob]
DAYS = [HARI, HARI - timedelta(days=1), date(2001, 3, 4)]
# One statement, so one moment: how far the counters are from the rows.
OFF = sa.text(
    "SELECT count(*) FROM (SELECT tanggal, jenis, status, sum(n) AS n FROM ("
    " SELECT tanggal, jenis, status, count(*) AS n FROM job GROUP BY tanggal, jenis, status"
    " UNION ALL SELECT tanggal, jenis, status, -jumlah FROM hitung_job WHERE tanggal <> '0001-01-01'"
    " UNION ALL SELECT DATE('0001-01-01'), jenis, status, count(*) FROM job GROUP BY jenis, status"
    " UNION ALL SELECT tanggal, jenis, status, -jumlah FROM hitung_job WHERE tanggal = '0001-01-01'"
    ") AS beide GROUP BY tanggal, jenis, status HAVING sum(n) <> 0) AS salah"
)


def values(kind: str, state: str, day: date) -> dict[str, Any]:
    return {
        "faskes_id": 1, "jenis": kind, "layanan": "pcare", "status": state, "tanggal": day,
        "jatuh_tempo": 2**53, "dibuat": 1, "diubah": 1,
    }  # fmt: skip


def off(storage: Storage) -> int:
    with storage.read() as conn:
        return int(conn.execute(OFF).scalar_one())


operation = st.one_of(
    st.tuples(
        st.just("insert"),
        st.lists(
            st.tuples(st.sampled_from(KINDS), st.sampled_from(STATES), st.sampled_from(DAYS)),
            min_size=1,
            max_size=5,
        ),
    ),
    st.tuples(st.just("status"), st.tuples(st.integers(0, 6), st.sampled_from(STATES))),
    st.tuples(st.just("day"), st.tuples(st.integers(0, 6), st.sampled_from(DAYS))),
    st.tuples(st.just("kind"), st.tuples(st.integers(0, 6), st.sampled_from(KINDS))),
    st.tuples(st.just("other"), st.tuples(st.integers(0, 6), st.text("ab", max_size=3))),
    st.tuples(st.just("delete"), st.integers(0, 6)),
    st.tuples(st.just("fold"), st.none()),
)


def do(conn: sa.Connection, deed: tuple[str, Any]) -> None:
    name, what = deed
    c = t.job.c
    if name == "insert":
        conn.execute(sa.insert(t.job), [values(*one) for one in what])
    elif name == "delete":
        conn.execute(sa.delete(t.job).where(c.id % 7 == what))
    elif name == "fold":
        counters.fold(conn)
    else:
        column = {"status": "status", "day": "tanggal", "kind": "jenis", "other": "pesan"}[name]
        conn.execute(sa.update(t.job).where(c.id % 7 == what[0]).values({column: what[1]}))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transactions=st.lists(st.tuples(st.lists(operation, max_size=5), st.booleans()), max_size=6))
def test_after_any_transactions_kept_or_rolled_back(clinic: Clinic, transactions: Any) -> None:
    class Undo(Exception):
        pass

    for deeds, keep in transactions:
        try:
            with clinic.ctx.storage.write() as conn:
                for deed in deeds:
                    do(conn, deed)
                if not keep:
                    raise Undo
        except Undo:
            pass
        assert off(clinic.ctx.storage) == 0


def test_while_many_write_and_one_folds(clinic: Clinic) -> None:
    """The reader asks in one statement: at no moment do rows and counters differ."""
    storage, over = clinic.ctx.storage, threading.Event()

    def write(seed: int) -> int:
        # Rows of its own: what is tried is the counters, which all writers share.
        chance = random.Random(seed)
        with storage.write() as conn:
            mine = [
                int(
                    conn.execute(
                        sa.insert(t.job).values(**values(KINDS[n % 7], "menunggu", HARI))
                    ).inserted_primary_key[0]
                )  # type: ignore[index]
                for n in range(6)
            ]
        for _ in range(25):
            with storage.write() as conn:
                for number in chance.sample(mine, 3):
                    state = chance.choice(STATES)
                    conn.execute(sa.update(t.job).where(t.job.c.id == number).values(status=state))
        return 0

    def look() -> int:
        worst = 0
        while not over.is_set():
            worst = max(worst, off(storage))
        return worst

    def fold() -> int:
        while not over.is_set():
            with storage.write() as conn:
                counters.fold(conn)
        return 0

    def all_writers() -> int:
        try:
            assert race(*(lambda seed=seed: write(seed) for seed in range(4))) == [0] * 4  # type: ignore[misc]
        finally:
            over.set()
        return 0

    # SQLite has one writer, and nothing to fold: a folder that never rests would only be in the way.
    deeds = [all_writers, look] if clinic.is_sqlite else [all_writers, look, fold, fold]
    assert race(*deeds) == [0] * len(deeds)
    assert off(storage) == 0


def test_folding_leaves_one_row_for_each_count(postgres_clinic: Clinic) -> None:
    clinic = postgres_clinic
    for _ in range(5):
        with clinic.ctx.storage.write() as conn:
            conn.execute(sa.insert(t.job).values(**values(KINDS[0], "menunggu", HARI)))
    counted = sa.select(sa.func.count()).select_from(t.hitung_job).where(t.hitung_job.c.ember != 0)
    assert clinic.rows(counted)[0][0] == 10
    with clinic.ctx.storage.write() as conn:
        assert counters.fold(conn) == 10
    assert clinic.rows(counted)[0][0] == 0
    with clinic.ctx.storage.read() as conn:
        assert counters.by_status(conn, 1, tanggal=HARI) == {StatusJob.MENUNGGU: 5}
        assert counters.by_status(conn, 1, tanggal=None) == {StatusJob.MENUNGGU: 5}
        assert counters.by_status(conn, 2, tanggal=None) == {}


def test_the_care_of_a_worker_folds(postgres_clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "FOLD_AT", 3)
    assert not kirim.perlu_rawat(postgres_clinic.ctx)
    for _ in range(2):
        with postgres_clinic.ctx.storage.write() as conn:
            conn.execute(sa.insert(t.job).values(**values(KINDS[0], "terkirim", HARI)))
    assert kirim.perlu_rawat(postgres_clinic.ctx)
    kirim.rawat(postgres_clinic.ctx)
    assert not kirim.perlu_rawat(postgres_clinic.ctx)
    assert off(postgres_clinic.ctx.storage) == 0


def test_rows_that_were_there_before_are_counted(storage_url: str) -> None:
    from alembic import command
    from alembic.config import Config

    storage = Storage(storage_url)
    config = Config()
    config.set_main_option("script_location", f"{schema.__file__.removesuffix('schema.py')}migrations")
    with storage.write() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        conn.execute(
            sa.text("INSERT INTO faskes (id, kode, nama, zona) VALUES (1, 'a', 'b', 'Asia/Jakarta')")
        )
        old = sa.text(
            "INSERT INTO job (faskes_id, jenis, layanan, status, tanggal, jatuh_tempo, dibuat, diubah)"
            " VALUES (1, :jenis, 'pcare', :status, :tanggal, 1, 1, 1)"
        ).bindparams(sa.bindparam("tanggal", type_=sa.Date))
        conn.execute(
            old,
            [{"jenis": KINDS[n % 3], "status": STATES[n % 5], "tanggal": DAYS[n % 2]} for n in range(40)],
        )
    assert schema.upgrade(storage) == "0001"
    assert off(storage) == 0
    with storage.read() as conn:
        assert sum(counters.by_status(conn, 1, tanggal=None).values()) == 40
    storage.dispose()
