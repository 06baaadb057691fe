"""Transactions: no update is lost, nothing is half done, nobody starves."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from shared.storage import tables as t
from shared.storage.engine import Storage
from shared.storage.errors import StorageFailure
from tests.services.clinic import HARI, Clinic, race
from tests.support.processes import Proc

KEY = {"prefix": "Z", "tanggal": HARI}


def start(clinic: Clinic) -> None:
    clinic.sql(sa.insert(t.nomor).values(faskes_id=clinic.ctx.faskes.id, terakhir=0, **KEY))


def value(clinic: Clinic) -> int:
    return int(clinic.rows(sa.select(t.nomor.c.terakhir).where(t.nomor.c.prefix == "Z"))[0][0])


def raise_by_one(storage: Storage) -> None:
    """Read, then write what was read plus one: the shape in which updates get lost.

    The row is read ``FOR UPDATE`` as services lock their ticket; SQLite's write transaction has the
    lock from its BEGIN on.
    """
    row = t.nomor.c.prefix == "Z"
    with storage.write() as conn:
        seen = conn.execute(sa.select(t.nomor.c.terakhir).where(row).with_for_update()).scalar_one()
        conn.execute(sa.update(t.nomor).where(row).values(terakhir=seen + 1))


SCRIPT = """
import sys
from shared.storage.engine import Storage
from tests.storage.test_transactions import raise_by_one
storage = Storage(sys.argv[1])
for _ in range(int(sys.argv[2])):
    raise_by_one(storage)
storage.dispose()
"""


def test_read_modify_write_loses_nothing(clinic: Clinic) -> None:
    """Threads of one station, a second station, and two other processes, all on one row."""
    start(clinic)
    other = clinic.station()
    with (
        Proc(["-c", SCRIPT, clinic.url, "25"], name="one") as one,
        Proc(["-c", SCRIPT, clinic.url, "25"], name="two") as two,
    ):

        def work(storage: Storage) -> None:
            for _ in range(10):
                raise_by_one(storage)

        storages = [clinic.ctx.storage, other.storage] * 2
        done = race(*((lambda s=s: work(s)) for s in storages))  # type: ignore[misc]
        assert [item for item in done if isinstance(item, Exception)] == []
        assert (one.wait(), two.wait()) == (0, 0)
    assert value(clinic) == 90


def test_a_transaction_that_raises_leaves_nothing(clinic: Clinic) -> None:
    start(clinic)
    with pytest.raises(RuntimeError), clinic.ctx.storage.write() as conn:
        conn.execute(sa.update(t.nomor).values(terakhir=5))
        raise RuntimeError("broken on the way")
    assert value(clinic) == 0
    raise_by_one(clinic.ctx.storage)
    assert value(clinic) == 1


def test_a_reader_sees_what_was_committed_and_nothing_else(clinic: Clinic) -> None:
    start(clinic)
    with clinic.ctx.storage.read() as reader:
        look = sa.select(t.nomor.c.terakhir).where(t.nomor.c.prefix == "Z")
        with clinic.ctx.storage.write() as conn:
            conn.execute(sa.update(t.nomor).values(terakhir=5))
            assert reader.execute(look).scalar_one() == 0
        # the same connection, lent before the commit: no read transaction holds it back
        assert reader.execute(look).scalar_one() == 5


def test_a_reader_does_not_wait_for_a_writer(clinic: Clinic) -> None:
    start(clinic)
    entered, leave = threading.Event(), threading.Event()

    def write() -> None:
        with clinic.ctx.storage.write() as conn:
            conn.execute(sa.update(t.nomor).values(terakhir=5))
            entered.set()
            leave.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    assert entered.wait(30)
    assert value(clinic) == 0
    leave.set()
    writer.join(30)
    assert value(clinic) == 5


def test_sqlite_is_opened_as_the_design_says(sqlite_clinic: Clinic) -> None:
    with sqlite_clinic.ctx.storage.read() as conn:
        pragmas = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "journal_size_limit")
        }
        assert not conn.connection.dbapi_connection.in_transaction  # type: ignore[union-attr]
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "journal_size_limit": 16 * 1024 * 1024,
    }
    with sqlite_clinic.ctx.storage.write() as conn:
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert conn.connection.dbapi_connection.in_transaction  # type: ignore[union-attr]


def test_sqlites_writers_queue_on_the_lock_and_not_on_a_timeout(sqlite_clinic: Clinic) -> None:
    """While one process writes, another's write waits in the kernel: the database itself is never busy."""
    start(sqlite_clinic)
    other = sqlite_clinic.station()
    with sqlite_clinic.ctx.storage.write():
        waiting = threading.Thread(target=raise_by_one, args=(other.storage,))
        waiting.start()
        with other.storage.read() as conn:  # its reads go on meanwhile
            assert conn.execute(sa.select(t.nomor.c.terakhir)).scalar_one() == 0
        assert waiting.is_alive()
    waiting.join(30)
    assert value(sqlite_clinic) == 1


def test_the_lock_of_a_killed_writer_is_free(sqlite_clinic: Clinic) -> None:
    start(sqlite_clinic)
    script = """
import sys
from shared.storage.engine import Storage
storage = Storage(sys.argv[1])
with storage.write() as conn:
    conn.exec_driver_sql("UPDATE nomor SET terakhir = 77")
    print("holding", flush=True)
    sys.stdin.read()
    import signal
    signal.pause()
"""
    with Proc(["-c", script, sqlite_clinic.url], name="writer") as proc:
        proc.wait_line("holding")
        proc.kill()
        raise_by_one(sqlite_clinic.ctx.storage)
    assert value(sqlite_clinic) == 1


def test_rules_the_database_itself_keeps(clinic: Clinic) -> None:
    """One live job a ticket and type, one ticket a key and number, one attempt a fence: even for bad code."""
    card = clinic.register(1)
    job = dict(clinic.rows(sa.select(t.job).where(t.job.c.antrean_id == card.id))[0]._mapping)
    ticket = dict(clinic.rows(sa.select(t.antrean))[0]._mapping)
    del job["id"], ticket["id"]
    twice = [
        sa.insert(t.job).values(**job),
        sa.insert(t.job).values(**job | {"status": "proses"}),
        sa.insert(t.job).values(**job | {"status": "tak_pasti"}),
        sa.insert(t.antrean).values(**ticket | {"angka": 2}),
        sa.insert(t.antrean).values(**ticket | {"kunci_bpjs": None}),
    ]
    for statement in twice:
        with pytest.raises(sa.exc.IntegrityError):
            clinic.sql(statement)
    for status in ("terkirim", "gagal", "dibatalkan", "kedaluwarsa"):
        clinic.sql(sa.insert(t.job).values(**job | {"status": status}))
    clinic.sql(sa.insert(t.antrean).values(**ticket | {"angka": 2, "kunci_bpjs": None}))
    with pytest.raises(sa.exc.IntegrityError):
        clinic.sql(sa.insert(t.job).values(**job | {"antrean_id": 999_999, "status": "gagal"}))


def test_a_network_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.storage.alamat.filesystem", lambda _: "nfs4")
    with pytest.raises(StorageFailure) as caught:
        Storage("sqlite:///bersama/deka.db")
    assert caught.value.kode == "penyimpanan_jaringan"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_storage_that_would_forget_is_refused(url: str) -> None:
    with pytest.raises(StorageFailure) as caught:
        Storage(url)
    assert caught.value.kode == "penyimpanan_tidak_ada"
