"""Statements handed to the driver as they are: they read and write what Core would, on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.errors import StorageFailure
from shared.storage.hot import Hot, say
from tests.services.clinic import HARI, Clinic

NUMBERS = t.nomor.c
HOSTILE = "Z\0%(b)s?:x \ud800'"
MENDED = "Z%(b)s?:x \ufffd'"


def _insert() -> sa.Insert:
    given = {name: sa.bindparam(f"b_{name}") for name in ("faskes_id", "prefix", "tanggal")}
    return sa.insert(t.nomor).values(**given, terakhir=7)


def _select() -> sa.Select[tuple[object, ...]]:
    early = sa.literal(True).label("benar")
    query = sa.select(t.nomor, early, (db_now() > 0).label("kini"))
    return query.where(NUMBERS.tanggal == sa.bindparam("b_tanggal"))


INSERT, SELECT = Hot(_insert), Hot(_select)
RAISE = Hot(
    lambda: (
        sa.update(t.nomor)
        .where(NUMBERS.prefix == sa.bindparam("b_prefix"))
        .values(terakhir=NUMBERS.terakhir + sa.bindparam("b_banyak", type_=sa.Integer()))
        .returning(NUMBERS.terakhir)
    )
)


def test_rows_are_those_of_core(clinic: Clinic) -> None:
    """Dates and truth values are read as such; what no database can hold is mended on its way in."""
    values = {"b_faskes_id": clinic.ctx.faskes.id, "b_prefix": HOSTILE, "b_tanggal": HARI}
    with clinic.ctx.storage.write() as conn:
        assert INSERT.count(conn, **values) == 1
        row = SELECT.one(conn, b_tanggal=HARI)
        assert tuple(row) == tuple(conn.execute(_select(), {"b_tanggal": HARI}).one())
    assert (row.prefix, row.tanggal, row.terakhir, row.benar, row.kini) == (MENDED, HARI, 7, True, True)


def test_rows_changed_are_told(clinic: Clinic) -> None:
    values = {"b_faskes_id": clinic.ctx.faskes.id, "b_prefix": "Z", "b_tanggal": HARI}
    with clinic.ctx.storage.write() as conn:
        INSERT.count(conn, **values)
        assert RAISE.one(conn, b_prefix="Z", b_banyak=3).terakhir == 10
        assert RAISE.one_or_none(conn, b_prefix="Y", b_banyak=3) is None
        assert RAISE.count(conn, b_prefix="Y", b_banyak=3) == 0
        with pytest.raises(sa.exc.NoResultFound):
            RAISE.one(conn, b_prefix="Y", b_banyak=3)


def test_it_is_part_of_the_transaction(clinic: Clinic) -> None:
    values = {"b_faskes_id": clinic.ctx.faskes.id, "b_prefix": "Z", "b_tanggal": HARI}
    with pytest.raises(ZeroDivisionError), clinic.ctx.storage.write() as conn:
        INSERT.count(conn, **values)
        raise ZeroDivisionError
    with clinic.ctx.storage.read() as conn:
        assert SELECT.all(conn, b_tanggal=HARI) == []


def test_errors_are_those_of_core_without_values(clinic: Clinic) -> None:
    """A doubled key is an IntegrityError; a value left out is never silently NULL."""
    values = {"b_faskes_id": clinic.ctx.faskes.id, "b_prefix": "RAHASIA", "b_tanggal": HARI}
    with pytest.raises(sa.exc.IntegrityError) as caught, clinic.ctx.storage.write() as conn:
        INSERT.count(conn, **values)
        INSERT.count(conn, **values)
    assert caught.value.params is None
    with pytest.raises((KeyError, sa.exc.ProgrammingError)), clinic.ctx.storage.write() as conn:
        RAISE.all(conn, b_prefix="Z")
    with pytest.raises((StorageFailure, sa.exc.DBAPIError)), clinic.ctx.storage.write() as conn:
        say(conn, "SAVEPOINT")


def test_a_storage_that_is_read_only_is_told_as_such(sqlite_clinic: Clinic) -> None:
    values = {"b_faskes_id": sqlite_clinic.ctx.faskes.id, "b_prefix": "Z", "b_tanggal": HARI}
    with pytest.raises(StorageFailure) as caught, sqlite_clinic.ctx.storage.write() as conn:
        say(conn, "PRAGMA query_only = ON")
        try:
            INSERT.count(conn, **values)
        finally:
            say(conn, "PRAGMA query_only = OFF")
    assert caught.value.kode == "penyimpanan_hanya_baca"


def test_a_statement_is_compiled_once_whatever_is_bound(sqlite_clinic: Clinic) -> None:
    """Guard: a bound value beside a partial index makes SQLite compile the statement anew at every run.

    Whatever a statement always says is spelt out in it, quotes and all.
    """
    job = t.job.c
    hot = Hot(
        lambda: sa.select(job.id).where(
            job.antrean_id == sa.bindparam("b_antrean"), job.status == "gagal", job.pesan != "O'Brien?"[:-1]
        )
    )
    with sqlite_clinic.ctx.storage.write() as conn:
        if not conn.exec_driver_sql("SELECT sqlite_compileoption_used('ENABLE_STMTVTAB')").scalar():
            pytest.skip("this SQLite does not tell what it compiled")
        for number in range(3):
            assert hot.all(conn, b_antrean=number) == []
        (ready,) = hot._ready.values()
        assert ready.order == (("b_antrean", None),) and "'O''Brien'" in ready.sql
        asked = (
            "SELECT reprep FROM sqlite_stmt WHERE sql LIKE '%O''''Brien%' AND sql NOT LIKE '%sqlite_stmt%'"
        )
        assert [row[0] for row in conn.exec_driver_sql(asked)] == [0]
