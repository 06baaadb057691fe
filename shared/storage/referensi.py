"""Stored reference rows: keeping a page of a list, what has gone, and searching without asking BPJS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from shared.domain.referensi import Baris, JenisReferensi, Perubahan
from shared.domain.sinkron import HalamanReferensi, Kursor, Referensi
from shared.storage.clock import db_now
from shared.storage.harmless import like
from shared.storage.tables_referensi import referensi

_AT_ONCE = 300
"""Codes in one statement; old SQLite takes 999 values."""
_LAST = "\U0010ffff"
_BY_CODE, _BY_NAME, _ANYWHERE = 0, 1, 2
"""The groups of a search, in this order: code begins so, name begins so, the words are somewhere."""


@dataclass(frozen=True, slots=True)
class Hitungan:
    """What a page, or the end of a reading, did to the stored rows."""

    tambah: int = 0
    ubah: int = 0
    hilang: int = 0


def _of(faskes_id: int, jenis: JenisReferensi) -> tuple[sa.ColumnElement[bool], ...]:
    return referensi.c.faskes_id == faskes_id, referensi.c.jenis == jenis.value


def save_page(
    conn: sa.Connection, faskes_id: int, jenis: JenisReferensi, sinkron_id: int, rows: Sequence[Baris]
) -> Hitungan:
    """Keep the rows of one page and mark them as seen by a synchronisation.

    A row that comes twice in one reading is counted once. Runs in the transaction of the page.
    """
    wanted = {(row.kunci, row.induk): row for row in rows}
    added = changed = 0
    keys = sorted(wanted)
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        old = _stored(conn, faskes_id, jenis, [key for key, _ in part])
        fresh, seen = [], []
        for key in part:
            row, there = wanted[key], old.get(key)
            if there is None:
                fresh.append(_new(faskes_id, jenis, sinkron_id, row))
            elif there.hilang or (there.nama, there.isi) != (row.nama, row.isi):
                again = there.berubah == sinkron_id
                added += bool(there.hilang) and not again
                changed += not there.hilang and not again
                _change(conn, there, row, sinkron_id)
            elif there.dilihat != sinkron_id:
                seen.append(there.id)
        if fresh:
            conn.execute(sa.insert(referensi).values(baru=db_now(), diubah=db_now()), fresh)
            added += len(fresh)
        if seen:
            conn.execute(sa.update(referensi).where(referensi.c.id.in_(seen)).values(dilihat=sinkron_id))
    return Hitungan(added, changed)


def _stored(
    conn: sa.Connection, faskes_id: int, jenis: JenisReferensi, codes: list[str]
) -> dict[tuple[str, str], Any]:
    c = referensi.c
    columns = (c.id, c.kunci, c.induk, c.nama, c.isi, c.hilang, c.dilihat, c.berubah, c.perubahan)
    rows = conn.execute(sa.select(*columns).where(*_of(faskes_id, jenis), c.kunci.in_(codes)))
    return {(row.kunci, row.induk): row for row in rows}


def _new(faskes_id: int, jenis: JenisReferensi, sinkron_id: int, row: Baris) -> dict[str, object]:
    return {
        "faskes_id": faskes_id, "jenis": jenis.value, "kunci": row.kunci, "induk": row.induk,
        "kode": row.kode, "nama": row.nama, "isi": row.isi, "cari": row.cari, "hilang": False,
        "dilihat": sinkron_id, "berubah": sinkron_id, "perubahan": Perubahan.TAMBAH.value,
    }  # fmt: skip


def _change(conn: sa.Connection, there: Any, row: Baris, sinkron_id: int) -> None:
    kind = Perubahan.TAMBAH if there.hilang else Perubahan.UBAH
    if there.berubah == sinkron_id:
        kind = Perubahan(there.perubahan)
    conn.execute(
        sa.update(referensi)
        .where(referensi.c.id == there.id)
        .values(
            kode=row.kode, nama=row.nama, isi=row.isi, cari=row.cari, hilang=False, dilihat=sinkron_id,
            berubah=sinkron_id, perubahan=kind.value, diubah=db_now(),
        )
    )  # fmt: skip


def mark_gone(conn: sa.Connection, faskes_id: int, jenis: JenisReferensi, sinkron_id: int) -> int:
    """Mark the rows a complete synchronisation has not seen; returns how many there were."""
    c = referensi.c
    result = conn.execute(
        sa.update(referensi)
        .where(*_of(faskes_id, jenis), ~c.hilang, c.dilihat != sinkron_id)
        .values(hilang=True, berubah=sinkron_id, perubahan=Perubahan.HILANG.value, diubah=db_now())
    )
    return result.rowcount


def counts(conn: sa.Connection, faskes_id: int) -> dict[JenisReferensi, tuple[int, int]]:
    """Count each list's rows: those there are, and those BPJS lists no more."""
    c = referensi.c
    query = sa.select(c.jenis, c.hilang, sa.func.count()).where(c.faskes_id == faskes_id)
    found: dict[JenisReferensi, tuple[int, int]] = {}
    for name, gone, number in conn.execute(query.group_by(c.jenis, c.hilang)):
        here, away = found.get(JenisReferensi(name), (0, 0))
        found[JenisReferensi(name)] = (here, away + number) if gone else (here + number, away)
    return found


def any_row(conn: sa.Connection, faskes_id: int, jenis: JenisReferensi) -> bool:
    """Tell whether a list has any row that BPJS still lists."""
    query = sa.select(sa.literal(1)).where(*_of(faskes_id, jenis), ~referensi.c.hilang).limit(1)
    return conn.execute(query).first() is not None


_SHOWN = ("kode", "nama", "isi", "induk", "hilang", "baru", "diubah", "perubahan")


def _columns(*more: str) -> list[sa.ColumnElement[Any]]:
    return [referensi.c[name] for name in (*_SHOWN, *more)]


def _row(row: Any) -> Referensi:
    return Referensi(
        row.kode,
        row.nama,
        row.isi,
        row.induk,
        bool(row.hilang),
        row.baru,
        row.diubah,
        Perubahan(row.perubahan),
    )


def one(
    conn: sa.Connection, faskes_id: int, jenis: JenisReferensi, kunci: str, induk: str | None = None
) -> Referensi | None:
    """Read one row by its folded code; without *induk* the first of that code."""
    query = sa.select(*_columns()).where(*_of(faskes_id, jenis), referensi.c.kunci == kunci)
    if induk is not None:
        query = query.where(referensi.c.induk == induk)
    row = conn.execute(query.order_by(referensi.c.induk).limit(1)).one_or_none()
    return None if row is None else _row(row)


def names(conn: sa.Connection, faskes_id: int, jenis: JenisReferensi) -> tuple[tuple[str, str], ...]:
    """Read code and name of every row BPJS still lists; for short lists."""
    c = referensi.c
    query = sa.select(c.kode, c.nama).where(*_of(faskes_id, jenis), ~c.hilang).order_by(c.kunci, c.induk)
    return tuple((row.kode, row.nama) for row in conn.execute(query))


def search(
    conn: sa.Connection,
    faskes_id: int,
    jenis: JenisReferensi,
    *,
    kode: str,
    nama: str,
    setelah: Kursor | None,
    batas: int,
    hilang: bool,
) -> HalamanReferensi:
    """Search a list: *kode* and *nama* are the text folded as a code and as a name.

    Rows whose code begins so come first, then those whose name does, then those that hold every
    word of it. Without a text all rows come, in the order of their codes.
    """
    rows: list[Any] = []
    marks: list[int] = []
    groups = [_BY_CODE, _BY_NAME, _ANYWHERE] if kode and nama else [_ANYWHERE]
    first = setelah.golongan if setelah is not None else groups[0]
    for group in groups:
        left = batas + 1 - len(rows)
        if group < first or left <= 0:
            continue
        after = setelah if setelah is not None and setelah.golongan == group else None
        found = conn.execute(_group(faskes_id, jenis, group, kode, nama, after, hilang).limit(left)).all()
        rows += found
        marks += [group] * len(found)
    shown = rows[:batas]
    more = None
    if len(rows) > batas and shown:
        last = shown[-1]
        more = Kursor(marks[batas - 1], last.cari, last.kunci, last.induk)
    return HalamanReferensi(tuple(_row(row) for row in shown), more)


def _group(
    faskes_id: int,
    jenis: JenisReferensi,
    group: int,
    kode: str,
    nama: str,
    after: Kursor | None,
    hilang: bool,
) -> sa.Select[Any]:
    c = referensi.c
    by_code = sa.and_(c.kunci >= kode, c.kunci < kode + _LAST)
    by_name = sa.and_(c.cari >= nama, c.cari < nama + _LAST)
    query = sa.select(*_columns("cari", "kunci")).where(*_of(faskes_id, jenis))
    if not hilang:
        query = query.where(~c.hilang)
    if group == _BY_CODE:
        query = query.where(by_code)
    elif group == _BY_NAME:
        query = query.where(by_name, ~by_code)
    elif nama:
        words = [c.cari.like(like(word), escape="!") for word in nama.split()]
        query = query.where(*words)
        if kode:
            query = query.where(~by_code, ~by_name)
    keys: tuple[sa.ColumnElement[Any], ...] = (c.kunci, c.induk)
    values: tuple[str, ...] = (after.kunci, after.induk) if after else ()
    if group == _BY_NAME:
        keys, values = (c.cari, *keys), (after.cari, *values) if after else ()
    if after is not None:
        query = query.where(sa.tuple_(*keys) > sa.tuple_(*(sa.literal(value) for value in values)))
    return query.order_by(*keys)


def changes(
    conn: sa.Connection,
    faskes_id: int,
    jenis: JenisReferensi,
    sinkron_id: int,
    *,
    setelah: Kursor | None,
    batas: int,
) -> HalamanReferensi:
    """Read the rows that one synchronisation changed, in the order of their codes."""
    c = referensi.c
    query = sa.select(*_columns("cari", "kunci")).where(*_of(faskes_id, jenis), c.berubah == sinkron_id)
    if setelah is not None:
        last = sa.tuple_(sa.literal(setelah.kunci), sa.literal(setelah.induk))
        query = query.where(sa.tuple_(c.kunci, c.induk) > last)
    rows = conn.execute(query.order_by(c.kunci, c.induk).limit(batas + 1)).all()
    shown = rows[:batas]
    more = None
    if len(rows) > batas and shown:
        more = Kursor(_ANYWHERE, shown[-1].cari, shown[-1].kunci, shown[-1].induk)
    return HalamanReferensi(tuple(_row(row) for row in shown), more)
