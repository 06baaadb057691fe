"""Gates: one per clinic and outside service, shared by every worker through these rows.

``normal`` lets everything through; ``terputus`` nothing until ``coba_lagi``, then one probe
(``menguji``); ``kredensial`` nothing until the credentials change or ``coba_lagi`` comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from shared.domain.records import Gerbang
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.due import question
from shared.storage.engine import seen
from shared.storage.hot import Hot

SLOW_START = 32
"""Attempts at a time at which a slow start is over."""

NORMAL, BROKEN, PROBING, CREDENTIAL = "normal", "terputus", "menguji", "kredensial"
_PROBE_MS = 60_000
_LONGEST_MS = 15 * 60_000


def _where(faskes_id: int, layanan: str) -> tuple[sa.ColumnElement[bool], ...]:
    return t.gerbang.c.faskes_id == faskes_id, t.gerbang.c.layanan == layanan


_MINE = (t.gerbang.c.faskes_id == sa.bindparam("b_faskes"), t.gerbang.c.layanan == sa.bindparam("b_layanan"))
_GATE = Hot(lambda: sa.select(t.gerbang).where(*_MINE))
_QUESTION = sa.select(question(sa.bindparam("b_faskes"), sa.bindparam("b_layanan")))


@dataclass(frozen=True, slots=True)
class Batas:
    """Limits of one service for one clinic, over all its workers. 0 means none."""

    bersamaan: int = 0
    laju: float = 0.0


@dataclass(frozen=True, slots=True)
class Izin:
    """Whether an attempt may go on, and otherwise after how many milliseconds to ask again."""

    boleh: bool
    tunda: int = 0


_PASS = Izin(True)
_QUIET = "gerbang tenang"
_BUSY_MS = 150


def may_pass(
    conn: sa.Connection,
    faskes_id: int,
    layanan: str,
    batas: Batas,
    *,
    job_id: int,
    baca: bool,
    serial: Sequence[str] = (),
) -> Izin:
    """Ask a gate for one attempt of a job that is claimed already; *baca*: it sends nothing new.

    Behind an open breaker whoever asks first when it is time probes, a new send only when nothing is to be
    read back. *serial* names job types of which the clinic may have one under way, this one included.
    Runs in the claim's transaction.
    """
    unlimited = not (serial or batas.bersamaan or batas.laju)
    if unlimited and _quiet(conn, faskes_id, layanan):
        return _PASS
    row = _look(conn, faskes_id, layanan)
    normal = row is None or row.status == NORMAL
    if normal and unlimited and (row is None or row.ambang is None):
        return _PASS
    if row is None:
        _open(conn, faskes_id, layanan)
    # Two claims that count each other must not run side by side; SQLite has one writer anyway.
    locked = sa.select(t.gerbang, db_now().label("kini")).where(*_where(faskes_id, layanan)).with_for_update()
    row = conn.execute(locked).one()
    if row.status != NORMAL:
        if row.coba_lagi is None or row.coba_lagi > row.kini:
            return Izin(False)
        if not baca and conn.execute(_QUESTION, {"b_faskes": faskes_id, "b_layanan": layanan}).scalar():
            return Izin(False, _BUSY_MS)
        conn.execute(
            sa.update(t.gerbang)
            .where(*_where(faskes_id, layanan))
            .values(status=PROBING, coba_lagi=db_now() + _PROBE_MS)
        )
        return _PASS
    if serial and under_way(conn, faskes_id, layanan, job_id, serial):
        return Izin(False, _BUSY_MS)
    most = min(filter(None, (batas.bersamaan, row.ambang)), default=0)
    if most and under_way(conn, faskes_id, layanan, job_id) >= most:
        return Izin(False, _BUSY_MS)
    if batas.laju:
        # Virtual scheduling: one moment a row says when the next may pass, whoever asks.
        if row.berikut is not None and row.berikut > row.kini:
            return Izin(False, row.berikut - row.kini)
        conn.execute(
            sa.update(t.gerbang)
            .where(*_where(faskes_id, layanan))
            .values(berikut=row.kini + int(1000 / batas.laju))
        )
    return _PASS


def _look(conn: sa.Connection, faskes_id: int, layanan: str) -> Any:
    """Read a gate; one that is open and has nothing to forget need not be read again in this transaction."""
    row = _GATE.one_or_none(conn, b_faskes=faskes_id, b_layanan=layanan)
    calm = row is None or (
        row.status == NORMAL and row.gagal == 0 and row.ambang is None and row.selisih is None
    )
    if calm and conn.dialect.name == "sqlite":
        seen(conn).add((_QUIET, faskes_id, layanan))
    return row


def _quiet(conn: sa.Connection, faskes_id: int, layanan: str) -> bool:
    return (_QUIET, faskes_id, layanan) in seen(conn)


def _stir(conn: sa.Connection, faskes_id: int, layanan: str) -> None:
    """Forget what was seen of a gate, because it is about to be written to."""
    seen(conn).discard((_QUIET, faskes_id, layanan))


def under_way(
    conn: sa.Connection, faskes_id: int, layanan: str, but: int = 0, jenis: Sequence[str] = ()
) -> int:
    """Count the attempts of a service that are under way, all workers' together."""
    j = t.job.c
    query = sa.select(sa.func.count()).where(
        sa.literal_column("status = 'proses'"),
        j.faskes_id == faskes_id,
        j.layanan == layanan,
        j.id != but,
    )
    if jenis:
        query = query.where(j.jenis.in_(jenis))
    return int(conn.execute(query).scalar_one())


def answered(conn: sa.Connection, faskes_id: int, layanan: str, mulai: int | None = None) -> bool:
    """The service answered like itself: forget its failures; tell whether the gate was shut.

    An attempt that began (*mulai*, Unix ms) before the gate was shut over credentials was sent with
    what has been refused since, and opens nothing.

    After an outage the backlog does not fall on the service all at once: one attempt at a time,
    then one more with each answer, until the start is over.
    """
    if _quiet(conn, faskes_id, layanan):
        return False
    if conn.dialect.name == "sqlite":
        _look(conn, faskes_id, layanan)
        if _quiet(conn, faskes_id, layanan):
            return False
    values = {"b_faskes": faskes_id, "b_layanan": layanan} | ({} if mulai is None else {"b_mulai": mulai})
    row = _answering(mulai is not None).one_or_none(conn, **values)
    opened = row is not None and row.ambang == 1
    if opened:
        _note(conn, faskes_id, layanan, NORMAL)
    return opened


@cache
def _answering(dated: bool) -> Hot:
    return Hot(lambda: _answered(dated))


def _answered(dated: bool) -> ReturningUpdate[Any]:
    c = t.gerbang.c
    was_shut = c.status != NORMAL
    over = c.ambang >= SLOW_START
    began = sa.bindparam("b_mulai", type_=c.sejak.type)
    valid = [sa.or_(c.status != CREDENTIAL, c.sejak <= began)] if dated else []
    return (
        sa.update(t.gerbang)
        .where(*_MINE, sa.or_(was_shut, c.gagal > 0, c.ambang.is_not(None)), *valid)
        .values(
            status=NORMAL,
            gagal=0,
            putaran=0,
            coba_lagi=None,
            pesan="",
            penyebab="",
            sejak=sa.case((was_shut, db_now()), else_=c.sejak),
            ambang=sa.case((was_shut, 1), (over, None), else_=c.ambang + 1),
        )
        .returning(c.ambang)
    )


def failed(
    conn: sa.Connection, faskes_id: int, layanan: str, *, batas: int, tunda: int, pesan: str, penyebab: str
) -> bool:
    """Count a failure; after *batas* in a row, or a failed probe, break for *tunda* milliseconds.

    The pause doubles with each failed probe, up to eight times *tunda*. *penyebab* says
    whose fault it looks like. Tells whether it is broken.
    """
    c = t.gerbang.c
    _stir(conn, faskes_id, layanan)
    row = conn.execute(sa.select(t.gerbang).where(*_where(faskes_id, layanan))).one_or_none()
    if row is None:
        _open(conn, faskes_id, layanan)
        row = conn.execute(sa.select(t.gerbang).where(*_where(faskes_id, layanan))).one()
    if row.status in (CREDENTIAL, BROKEN):
        return True
    probed = row.status == PROBING
    if not probed and row.gagal + 1 < batas:
        conn.execute(sa.update(t.gerbang).where(*_where(faskes_id, layanan)).values(gagal=c.gagal + 1))
        return False
    rounds = row.putaran + 1 if probed else 0
    values: dict[str, Any] = {
        "status": BROKEN,
        "gagal": row.gagal + 1,
        "putaran": rounds,
        "coba_lagi": db_now() + tunda * 2 ** min(rounds, 3),
        "pesan": pesan,
        "penyebab": penyebab,
    }
    if not probed:
        values["sejak"] = db_now()
        _note(conn, faskes_id, layanan, BROKEN, penyebab)
    conn.execute(sa.update(t.gerbang).where(*_where(faskes_id, layanan)).values(values))
    return True


def pause(
    conn: sa.Connection, faskes_id: int, layanan: str, *, tunda: int, pesan: str, penyebab: str
) -> None:
    """Let nothing through for *tunda* milliseconds because the service asks for it, then begin slowly."""
    _open(conn, faskes_id, layanan)
    c = t.gerbang.c
    was = conn.execute(sa.select(c.status).where(*_where(faskes_id, layanan))).scalar_one()
    if was == CREDENTIAL:
        return
    values: dict[str, Any] = {
        "status": BROKEN,
        "coba_lagi": db_now() + tunda,
        "pesan": pesan,
        "penyebab": penyebab,
    }
    if was == NORMAL:
        values["sejak"] = db_now()
        _note(conn, faskes_id, layanan, BROKEN, penyebab)
    conn.execute(sa.update(t.gerbang).where(*_where(faskes_id, layanan)).values(values))


def refuse_credentials(
    conn: sa.Connection, faskes_id: int, layanan: str, *, pesan: str, sidik: str, tunda: int | None
) -> bool:
    """Shut a gate because BPJS refuses the credentials; tell whether it was open until now.

    *sidik* is their fingerprint: a worker that starts with others opens the gate again. *tunda*
    milliseconds later one probe may pass, twice as long after each probe that was refused, up to a
    quarter of an hour; ``None`` means never by itself.
    """
    _open(conn, faskes_id, layanan)
    c = t.gerbang.c
    row = conn.execute(sa.select(c.status, c.putaran, c.penyebab).where(*_where(faskes_id, layanan))).one()
    was, rounds = row.status, row.putaran
    if was != CREDENTIAL:
        rounds = rounds + 1 if was == PROBING and row.penyebab == CREDENTIAL else 0
    if tunda is not None:
        tunda = max(tunda, min(tunda * 2 ** min(rounds, 8), _LONGEST_MS))
    conn.execute(
        sa.update(t.gerbang)
        .where(*_where(faskes_id, layanan))
        .values(
            status=CREDENTIAL,
            sejak=c.sejak if was == CREDENTIAL else db_now(),
            putaran=rounds,
            coba_lagi=None if tunda is None else db_now() + tunda,
            pesan=pesan,
            penyebab="kredensial",
            sidik=sidik,
        )
    )
    if was != CREDENTIAL:
        _note(conn, faskes_id, layanan, CREDENTIAL, "kredensial")
    return bool(was != CREDENTIAL)


def reopen(conn: sa.Connection, faskes_id: int, layanan: str, sidik: str | None = None) -> bool:
    """Open a gate shut over credentials; with *sidik*, only if they have changed since."""
    c = t.gerbang.c
    _stir(conn, faskes_id, layanan)
    where = [*_where(faskes_id, layanan), c.status == CREDENTIAL]
    if sidik is not None:
        where.append(c.sidik != sidik)
    result = conn.execute(
        sa.update(t.gerbang)
        .where(*where)
        .values(
            status=NORMAL, gagal=0, putaran=0, coba_lagi=None, pesan="", penyebab="", ambang=1, sejak=db_now()
        )
    )
    if result.rowcount > 0:
        _note(conn, faskes_id, layanan, NORMAL)
    return result.rowcount > 0


def meet(conn: sa.Connection, faskes_id: int, layanan: str, sidik: str) -> None:
    """Let a service be sent to with credentials it has not seen, one attempt at a time until it answers.

    Credentials that are wrong are then refused once, and not by everything that was waiting.
    """
    _open(conn, faskes_id, layanan)
    c = t.gerbang.c
    unseen = sa.and_(*_where(faskes_id, layanan), c.status == NORMAL, c.sidik != sidik)
    conn.execute(sa.update(t.gerbang).where(unseen).values(sidik=sidik, ambang=1))


def note_drift(conn: sa.Connection, faskes_id: int, layanan: str, seconds: int | None) -> None:
    """Keep how far our clock is from the service's, or that it is not any more (``None``)."""
    if seconds is None and _quiet(conn, faskes_id, layanan):
        return
    row = _look(conn, faskes_id, layanan)
    if (row.selisih if row is not None else None) == seconds:
        return
    _open(conn, faskes_id, layanan)
    conn.execute(sa.update(t.gerbang).where(*_where(faskes_id, layanan)).values(selisih=seconds))


def blame_line(conn: sa.Connection, faskes_id: int, layanan: str, pesan: str) -> None:
    """Write down that an outage is the clinic's own line, found by asking somewhere else."""
    c = t.gerbang.c
    conn.execute(
        sa.update(t.gerbang)
        .where(*_where(faskes_id, layanan), c.status.in_([BROKEN, PROBING]))
        .values(penyebab="jalur", pesan=pesan)
    )


def _open(conn: sa.Connection, faskes_id: int, layanan: str) -> None:
    c = t.gerbang.c
    _stir(conn, faskes_id, layanan)
    there = conn.execute(sa.select(c.status).where(*_where(faskes_id, layanan))).first()
    if there is None:
        if conn.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert
        else:
            from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
        conn.execute(
            insert(t.gerbang)
            .values(faskes_id=faskes_id, layanan=layanan, status=NORMAL, sejak=db_now())
            .on_conflict_do_nothing()
        )


def _note(conn: sa.Connection, faskes_id: int, layanan: str, status: str, penyebab: str = "") -> None:
    """Keep that a gate shut or opened, for the picture of the day."""
    conn.execute(
        sa.insert(t.gerbang_riwayat).values(
            faskes_id=faskes_id, layanan=layanan, status=status, penyebab=penyebab, pada=db_now()
        )
    )


def one(conn: sa.Connection, faskes_id: int, layanan: str) -> Gerbang | None:
    """Read one gate without counting what waits behind it."""
    r = conn.execute(sa.select(t.gerbang).where(*_where(faskes_id, layanan))).one_or_none()
    if r is None:
        return None
    return Gerbang(r.layanan, r.status, r.sejak, r.coba_lagi, r.pesan, penyebab=r.penyebab, selisih=r.selisih)


def all_gates(conn: sa.Connection, faskes_id: int) -> tuple[Gerbang, ...]:
    """Read every gate of a clinic with the number of jobs that wait behind it."""
    c, j = t.gerbang.c, t.job.c
    waiting = (
        sa.select(sa.func.count())
        .where(
            j.faskes_id == c.faskes_id,
            j.layanan == c.layanan,
            sa.literal_column("job.status IN ('menunggu','tak_pasti')"),
        )
        .scalar_subquery()
    )
    query = sa.select(t.gerbang, waiting.label("menunggu")).where(c.faskes_id == faskes_id)
    return tuple(
        Gerbang(r.layanan, r.status, r.sejak, r.coba_lagi, r.pesan, r.menunggu, r.penyebab, r.selisih)
        for r in conn.execute(query.order_by(c.layanan))
    )
