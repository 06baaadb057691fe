"""Gates: one per clinic and outside service, shared by every worker through these rows.

``normal`` lets everything through; ``terputus`` nothing until ``coba_lagi``, then one probe
(``menguji``); ``kredensial`` nothing until the credentials change or ``coba_lagi`` comes.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from shared.domain.records import Gerbang
from shared.storage import tables as t
from shared.storage.clock import db_now

NORMAL, BROKEN, PROBING, CREDENTIAL = "normal", "terputus", "menguji", "kredensial"
_PROBE_MS = 60_000


def _where(faskes_id: int, layanan: str) -> tuple[sa.ColumnElement[bool], ...]:
    return t.gerbang.c.faskes_id == faskes_id, t.gerbang.c.layanan == layanan


def may_pass(conn: sa.Connection, faskes_id: int, layanan: str) -> bool:
    """Ask a gate for one attempt; behind an open breaker whoever asks first when it is time probes."""
    c = t.gerbang.c
    row = conn.execute(sa.select(c.status).where(*_where(faskes_id, layanan))).one_or_none()
    if row is None or row.status == NORMAL:
        return True
    due = sa.and_(c.coba_lagi.is_not(None), c.coba_lagi <= db_now())
    result = conn.execute(
        sa.update(t.gerbang)
        .where(*_where(faskes_id, layanan), c.status != NORMAL, due)
        .values(status=PROBING, coba_lagi=db_now() + _PROBE_MS)
    )
    return result.rowcount == 1


def answered(conn: sa.Connection, faskes_id: int, layanan: str) -> bool:
    """The service answered like itself: forget its failures; tell whether the gate was shut."""
    c = t.gerbang.c
    result = conn.execute(
        sa.update(t.gerbang)
        .where(*_where(faskes_id, layanan), sa.or_(c.status != NORMAL, c.gagal > 0))
        .values(status=NORMAL, gagal=0, putaran=0, coba_lagi=None, pesan="", sejak=db_now())
        .returning(c.faskes_id)
    )
    return result.first() is not None


def failed(conn: sa.Connection, faskes_id: int, layanan: str, *, batas: int, tunda: int, pesan: str) -> bool:
    """Count a failure; after *batas* in a row, or a failed probe, break for *tunda* milliseconds.

    The pause doubles with each failed probe, up to eight times *tunda*. Tells whether it is broken.
    """
    c = t.gerbang.c
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
    }
    if not probed:
        values["sejak"] = db_now()
    conn.execute(sa.update(t.gerbang).where(*_where(faskes_id, layanan)).values(values))
    return True


def refuse_credentials(
    conn: sa.Connection, faskes_id: int, layanan: str, *, pesan: str, sidik: str, tunda: int | None
) -> bool:
    """Shut a gate because BPJS refuses the credentials; tell whether it was open until now.

    *sidik* is their fingerprint: a worker that starts with others opens the gate again. *tunda*
    milliseconds later one probe may pass; ``None`` means never by itself.
    """
    _open(conn, faskes_id, layanan)
    c = t.gerbang.c
    was = conn.execute(sa.select(c.status).where(*_where(faskes_id, layanan))).scalar_one()
    conn.execute(
        sa.update(t.gerbang)
        .where(*_where(faskes_id, layanan))
        .values(
            status=CREDENTIAL,
            sejak=c.sejak if was == CREDENTIAL else db_now(),
            coba_lagi=None if tunda is None else db_now() + tunda,
            pesan=pesan,
            sidik=sidik,
        )
    )
    return bool(was != CREDENTIAL)


def reopen(conn: sa.Connection, faskes_id: int, layanan: str, sidik: str | None = None) -> bool:
    """Open a gate shut over credentials; with *sidik*, only if they have changed since."""
    c = t.gerbang.c
    where = [*_where(faskes_id, layanan), c.status == CREDENTIAL]
    if sidik is not None:
        where.append(c.sidik != sidik)
    result = conn.execute(
        sa.update(t.gerbang)
        .where(*where)
        .values(status=NORMAL, gagal=0, putaran=0, coba_lagi=None, pesan="", sejak=db_now())
    )
    return result.rowcount > 0


def _open(conn: sa.Connection, faskes_id: int, layanan: str) -> None:
    c = t.gerbang.c
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
        Gerbang(r.layanan, r.status, r.sejak, r.coba_lagi, r.pesan, r.menunggu)
        for r in conn.execute(query.order_by(c.layanan))
    )
