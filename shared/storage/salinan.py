"""A copy of all rows, written and read as lines of JSON: the same for both kinds of storage.

The rows are read in one transaction that sees one moment while everybody goes on working. What the database
makes by itself (counters) and what is only of that moment (live workers, questions, the token) is left out.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from shared.domain.status import Periksa, StatusJob
from shared.storage import schema
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.engine import Storage
from shared.storage.errors import StorageFailure

LEFT_OUT = frozenset({"hitung_job", "norm_ujung", "pekerja", "token_satusehat", "kueri_peserta"})
_ROWS = 500


class SalinanRusak(Exception):
    """The lines are no whole copy of a storage."""


def snapshot(storage: Storage) -> Iterator[bytes]:
    """Read every row of one moment as lines: a table's name and columns, its rows, and counts at the end."""
    try:
        with storage.lasting() as conn:
            if not storage.is_sqlite:
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
                conn.execute(sa.text("SET TRANSACTION READ ONLY"))
                conn.execute(sa.text("SET LOCAL statement_timeout = 0"))
                conn.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            else:
                conn.exec_driver_sql("BEGIN")
            try:
                yield from _tables(conn)
            finally:
                if storage.is_sqlite:
                    conn.exec_driver_sql("ROLLBACK")
                else:
                    conn.rollback()
    except SQLAlchemyError as error:
        raise StorageFailure("penyimpanan_tak_terjangkau", tempat=storage.place) from error


def _tables(conn: sa.Connection) -> Iterator[bytes]:
    counts: dict[str, int] = {}
    # The moment that is seen is that of the first look.
    conn.execute(sa.text("SELECT version_num FROM alembic_version")).all()
    for table in t.metadata.sorted_tables:
        if table.name in LEFT_OUT:
            continue
        yield _line({"tabel": table.name, "kolom": [column.name for column in table.columns]})
        query = sa.select(table).order_by(*table.primary_key.columns)
        many = 0
        result = conn.execution_options(stream_results=True, yield_per=_ROWS).execute(query)
        for part in result.partitions():
            yield b"".join(_line([_plain(value) for value in row]) for row in part)
            many += len(part)
        counts[table.name] = many
    yield _line({"jumlah": counts})


def _line(data: Any) -> bytes:
    return (
        json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"b": base64.b64encode(bytes(value)).decode()}
    return value.isoformat() if isinstance(value, date) else value


def check(lines: Iterable[bytes]) -> dict[str, int]:
    """Read a copy to its end and compare its counts; returns them. Raises :class:`SalinanRusak`."""
    return _walk(lines, lambda _table, _columns, _rows: None)


def _walk(lines: Iterable[bytes], take: Any) -> dict[str, int]:
    table = ""
    columns: list[str] = []
    rows: list[list[Any]] = []
    counts: dict[str, int] = {}
    ended: dict[str, int] | None = None
    try:
        for line in lines:
            data = json.loads(line)
            if ended is not None:
                raise SalinanRusak("trailing")
            if isinstance(data, list):
                if not table or len(data) != len(columns):
                    raise SalinanRusak("row")
                counts[table] += 1
                rows.append(data)
                if len(rows) >= _ROWS:
                    take(table, columns, rows)
                    rows = []
                continue
            if rows:
                take(table, columns, rows)
                rows = []
            if "jumlah" in data:
                ended = data["jumlah"]
            else:
                table, columns = str(data["tabel"]), [str(name) for name in data["kolom"]]
                counts[table] = 0
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SalinanRusak("line") from error
    if ended is None or ended != counts:
        raise SalinanRusak("counts")
    return counts


def occupied(storage: Storage) -> bool:
    """Tell whether there is a storage already."""
    from pathlib import Path

    if storage.is_sqlite and not Path(storage.path).is_file():
        return False
    return schema.current(storage) is not None


def restore(
    storage: Storage,
    skema: str,
    lines: Iterable[bytes],
    *,
    timpa: bool,
    lalu: Callable[[sa.Connection, dict[str, int]], None],
) -> dict[str, int]:
    """Put a copy into a storage, all of it or nothing; returns how many rows of each table.

    *skema* is the revision the copy was made at; the rows go into that schema, which is then lifted, and
    *lalu* is done in the same transaction. Raises
    :class:`SalinanRusak`, or :class:`StorageFailure` for a revision that is not known here.
    """
    with storage.write() as conn:
        schema.lock(conn)
        if not storage.is_sqlite:
            conn.execute(sa.text("SET LOCAL statement_timeout = 0"))
        if timpa:
            schema.wipe(conn)
        schema.upgrade_to(conn, skema)
        found: dict[str, sa.Table] = {}

        def take(name: str, columns: list[str], rows: list[list[Any]]) -> None:
            if name not in found:
                found[name] = _reflected(conn, name, columns)
            conn.execute(sa.insert(found[name]), [_typed(found[name], columns, row) for row in rows])

        counts = _walk(lines, take)
        _number_on(conn, found.values())
        schema.upgrade_to(conn, schema.HEAD)
        lalu(conn, counts)
    return counts


def _reflected(conn: sa.Connection, name: str, columns: list[str]) -> sa.Table:
    if not sa.inspect(conn).has_table(name) or name in LEFT_OUT or name == "alembic_version":
        raise SalinanRusak("table")
    table = sa.Table(name, sa.MetaData(), autoload_with=conn, resolve_fks=False)
    if set(columns) - set(table.columns.keys()):
        raise SalinanRusak("columns")
    return table


def _typed(table: sa.Table, columns: list[str], row: list[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in zip(columns, row, strict=True):
        if isinstance(value, dict):
            value = base64.b64decode(value["b"], validate=True)
        elif isinstance(value, str) and isinstance(table.columns[name].type, sa.Date):
            value = date.fromisoformat(value)
        values[name] = value
    return values


def _number_on(conn: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Let new ids follow those that came; SQLite sees to that by itself."""
    if conn.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key.columns:
            find = sa.select(sa.func.pg_get_serial_sequence(table.name, column.name))
            sequence = conn.execute(find).scalar()
            if sequence is not None:
                top = sa.select(sa.func.max(column)).scalar_subquery()
                conn.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(top, 1), top.is_not(None))))


_READ_BACK = [StatusJob.MENUNGGU.value, StatusJob.PROSES.value, StatusJob.TAK_PASTI.value]


def distrust(conn: sa.Connection, tanggal: date, celah: int) -> dict[str, int]:
    """Take nothing that a copy says of the outside for granted: it may have been done since.

    What was waiting or under way is read back before anything is sent; a failed job goes again only if a
    person asks, and is read back then; resources that may have been created meanwhile are looked for.
    Queue numbers from *tanggal* on go on after a gap of *celah*: paper with the next numbers may be out.
    """
    c = t.job.c
    look = sa.case((c.periksa == Periksa.NOMOR.value, Periksa.NOMOR.value), else_=Periksa.HASIL.value)
    back = conn.execute(
        sa.update(t.job)
        .where(c.status.in_(_READ_BACK))
        .values(
            status=StatusJob.TAK_PASTI.value, periksa=look, jatuh_tempo=db_now(), sewa_sampai=None,
            pekerja=None, kelas="tak_pasti", diubah=db_now(), ditahan_oleh=None, ditahan_sejak=None,
            tak_pasti_sejak=sa.func.coalesce(c.tak_pasti_sejak, db_now()), absen=0, baca=0,
        )
    ).rowcount  # fmt: skip
    held = conn.execute(
        sa.update(t.job).where(c.status == StatusJob.TERTAHAN.value).values(periksa=Periksa.HASIL.value)
    ).rowcount
    failed = conn.execute(
        sa.update(t.job)
        .where(c.status == StatusJob.GAGAL.value)
        .values(kelas="tak_pasti", periksa=Periksa.HASIL.value, ulang_pada=None)
    ).rowcount
    conn.execute(sa.update(t.sumber).where(t.sumber.c.remote_id.is_(None)).values(pernah_post=True))
    numbers = conn.execute(
        sa.update(t.nomor).where(t.nomor.c.tanggal >= tanggal).values(terakhir=t.nomor.c.terakhir + celah)
    ).rowcount
    # Attempts that were under way have no end of their own any more.
    conn.execute(sa.delete(t.pekerja))
    return {"dibaca_ulang": back + held, "gagal": failed, "nomor": numbers}


__all__ = ["SalinanRusak", "check", "distrust", "occupied", "restore", "snapshot"]
