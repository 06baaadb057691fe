"""The audit trail: rows are added, never changed, and each clinic's rows are chained by hashes.

A row is written in the transaction of the deed. Its link is made at the very end of that transaction, so
that the lock of the clinic's chain is the last one taken: it is held for one commit, and nobody who holds
it ever waits for anything else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from shared.domain.audit import AWAL, BarisAudit, Cacat, HasilPeriksa, SaringAudit, segel
from shared.domain.masking import clean
from shared.domain.records import Pelaku
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.engine import before_commit

_LOCK = 0x64656B62
"""First key of the advisory lock of a clinic's chain on PostgreSQL; the second is the clinic."""
_PAGE = 1000
_ROW = (
    t.audit.c.id, t.audit.c.waktu, t.audit.c.faskes_id, t.audit.c.pelaku, t.audit.c.peran, t.audit.c.stasiun,
    t.audit.c.aksi, t.audit.c.objek, t.audit.c.objek_id, t.audit.c.hasil, t.audit.c.rincian,
)  # fmt: skip
_LINK = (t.audit_segel.c.urut, t.audit_segel.c.segel)


def add_audit(
    conn: sa.Connection,
    pelaku: Pelaku,
    aksi: str,
    *,
    faskes_id: int,
    objek: str = "",
    objek_id: int | None = None,
    hasil: str = "ok",
    **rincian: object,
) -> int:
    """Write down who did what to which row, in the transaction of the deed itself; returns the row's id."""
    values: dict[str, Any] = {
        "faskes_id": faskes_id,
        "pelaku": clean(pelaku.nama, 64),
        "peran": clean(pelaku.peran, 64),
        "stasiun": clean(pelaku.loket, 64),
        "aksi": aksi,
        "objek": objek,
        "objek_id": objek_id,
        "hasil": hasil,
        "rincian": json.dumps(rincian, ensure_ascii=True, default=str, sort_keys=True),
    }
    made = sa.insert(t.audit).values(waktu=db_now(), **values).returning(t.audit.c.id, t.audit.c.waktu)
    row = conn.execute(made).one()
    before_commit(conn, "audit", _seal).append(BarisAudit(id=row.id, waktu=row.waktu, **values))
    return int(row.id)


def _seal(conn: sa.Connection, rows: list[Any]) -> None:
    """Chain the rows of a transaction that is about to commit."""
    for clinic in sorted({row.faskes_id for row in rows}):
        if conn.dialect.name == "postgresql":
            conn.execute(sa.text("SELECT pg_advisory_xact_lock(:a, :b)"), {"a": _LOCK, "b": clinic % 2**31})
        # A statement of its own: only now is the last link of those who went before to be seen.
        newest = sa.select(*_LINK).where(t.audit_segel.c.faskes_id == clinic)
        last = conn.execute(newest.order_by(t.audit_segel.c.urut.desc()).limit(1)).one_or_none()
        number, link = (last.urut, last.segel) if last is not None else (0, AWAL)
        made = []
        for row in (row for row in rows if row.faskes_id == clinic):
            number, link = number + 1, segel(link, number + 1, row)
            made.append({"faskes_id": clinic, "urut": number, "audit_id": row.id, "segel": link})
        conn.execute(sa.insert(t.audit_segel), made)


# ── reading ───────────────────────────────────────────────────────────────────


def _matching(faskes_id: int, saring: SaringAudit, span: tuple[int | None, int | None]) -> list[Any]:
    c = t.audit.c
    where: list[Any] = [c.faskes_id == faskes_id]
    first, end = span
    if first is not None:
        where.append(c.waktu >= first)
    if end is not None:
        where.append(c.waktu < end)
    if saring.pelaku:
        where.append(c.pelaku == saring.pelaku)
    if saring.aksi:
        word = saring.aksi.rstrip(".")
        # A range instead of LIKE, for the index: "/" comes right after ".".
        kind = sa.and_(c.aksi >= word + ".", c.aksi < word + "/")
        where.append(kind if saring.aksi.endswith(".") else sa.or_(c.aksi == word, kind))
    if saring.objek:
        where.append(c.objek == saring.objek)
    if saring.objek_id is not None:
        where.append(c.objek_id == saring.objek_id)
    if saring.hasil:
        where.append(c.hasil == saring.hasil)
    return where


def _joined() -> sa.Select[Any]:
    both = t.audit.outerjoin(t.audit_segel, t.audit_segel.c.audit_id == t.audit.c.id)
    return sa.select(*_ROW, *_LINK).select_from(both)


def _record(row: sa.Row[Any]) -> BarisAudit:
    place: tuple[Any, ...] = (row.urut or 0, row.segel or "")
    return BarisAudit(*row[:11], *place)


def page(
    conn: sa.Connection,
    faskes_id: int,
    saring: SaringAudit,
    span: tuple[int | None, int | None],
    *,
    sebelum: int | None = None,
    sesudah: int | None = None,
    banyak: int,
) -> tuple[BarisAudit, ...]:
    """Read rows, newest first: those before id *sebelum*, or the nearest after id *sesudah*.

    *span* is the time looked at, in Unix milliseconds: from, and up to but without.
    """
    query = _joined().where(*_matching(faskes_id, saring, span)).limit(banyak)
    if sesudah is not None:
        query = query.where(t.audit.c.id > sesudah).order_by(t.audit.c.id)
        return tuple(_record(row) for row in reversed(conn.execute(query).all()))
    if sebelum is not None:
        query = query.where(t.audit.c.id < sebelum)
    return tuple(_record(row) for row in conn.execute(query.order_by(t.audit.c.id.desc())))


def every(
    conn: sa.Connection, faskes_id: int, saring: SaringAudit, span: tuple[int | None, int | None]
) -> Iterator[BarisAudit]:
    """Read all rows that match, oldest first, a page at a time."""
    after = 0
    query = _joined().where(*_matching(faskes_id, saring, span)).order_by(t.audit.c.id).limit(_PAGE)
    while rows := conn.execute(query.where(t.audit.c.id > after)).all():
        yield from map(_record, rows)
        after = rows[-1].id


def actions(conn: sa.Connection, faskes_id: int) -> tuple[str, ...]:
    """Read which actions there are, by name; each is one step in the index."""
    c = t.audit.c
    found: list[str] = []
    while True:
        query = sa.select(sa.func.min(c.aksi)).where(c.faskes_id == faskes_id)
        name = conn.execute(query.where(c.aksi > found[-1]) if found else query).scalar()
        if name is None:
            return tuple(found)
        found.append(name)


# ── verifying ─────────────────────────────────────────────────────────────────


def verify(conn: sa.Connection, faskes_id: int, kepala: tuple[int, str] | None = None) -> HasilPeriksa:
    """Walk a clinic's chain from its first link; stops at the first broken place.

    *kepala* is a link that was written down elsewhere: a chain that does not contain it was cut or made
    anew.
    """
    links = t.audit_segel
    both = links.outerjoin(t.audit, t.audit.c.id == links.c.audit_id)
    query = sa.select(links.c.audit_id.label("link_of"), *_ROW, *_LINK).select_from(both)
    query = query.where(links.c.faskes_id == faskes_id).order_by(links.c.urut).limit(_PAGE)
    number, link = 0, AWAL
    while rows := conn.execute(query.where(links.c.urut > number)).all():
        for row in rows:
            if row.urut != number + 1:
                return HasilPeriksa(number, number, link, Cacat.LONCAT, number + 1)
            if row.id is None:
                return HasilPeriksa(number, number, link, Cacat.HILANG, row.urut, row.link_of)
            made = segel(link, row.urut, BarisAudit(*row[1:12]))
            if made != row.segel or row.faskes_id != faskes_id:
                return HasilPeriksa(number, number, link, Cacat.DIUBAH, row.urut, row.id)
            number, link = row.urut, made
            if kepala is not None and kepala[0] == number and kepala[1] != link:
                return HasilPeriksa(number - 1, number, link, Cacat.KEPALA, number, row.id)
    if kepala is not None and kepala[0] > number:
        return HasilPeriksa(number, number, link, Cacat.KEPALA, number + 1)
    # One statement, so one moment: a deed and its link become visible together.
    loose = sa.select(sa.func.min(t.audit.c.id)).select_from(
        t.audit.outerjoin(links, links.c.audit_id == t.audit.c.id)
    )
    missing = conn.execute(loose.where(t.audit.c.faskes_id == faskes_id, links.c.urut.is_(None))).scalar()
    if missing is not None:
        return HasilPeriksa(number, number, link, Cacat.TANPA_SEGEL, None, missing)
    return HasilPeriksa(number, number, link)
