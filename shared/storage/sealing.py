"""Looking after sealed bodies: which key, sealing anew in small batches, removing what is too old."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from shared.domain.status import StatusJob
from shared.domain.sumber import DASAR, Tipe
from shared.security import segel
from shared.security.segel import GagalSegel, Gelang
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.clock import db_now
from shared.storage.engine import Storage
from shared.storage.errors import StorageFailure

_LOCK = 0x64656B64


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one kind of body is: its table, its column, and the columns its address is made of."""

    tempat: Tempat
    table: sa.Table
    order: str
    column: str
    address: tuple[str, ...]


_PLACES = (
    _Place(Tempat.REQUEST, t.percobaan_isi, "percobaan_id", "request", ("percobaan_id",)),
    _Place(Tempat.RESPONSE, t.percobaan_isi, "percobaan_id", "response", ("percobaan_id",)),
    _Place(Tempat.MUATAN, t.muatan, "id", "isi", ("job_id", "versi")),
    _Place(Tempat.KUNJUNGAN, t.kunjungan, "id", "isi", ("id",)),
    _Place(Tempat.SUMBER, t.sumber_isi, "sumber_id", "isi", ("sumber_id",)),
    _Place(Tempat.KANDIDAT, t.pertanyaan, "id", "kandidat", ("sumber_id",)),
)
"""Every kind of body but the token, which lives for an hour."""


@dataclass(frozen=True, slots=True)
class KunciTercatat:
    """A key this storage has sealed with. Moments are Unix milliseconds."""

    id: str
    dipakai: int
    tuntas: int | None


def registered(conn: sa.Connection) -> tuple[KunciTercatat, ...]:
    """Read the keys of this storage, oldest first; the last is in use."""
    c = t.kunci_isi.c
    rows = conn.execute(sa.select(t.kunci_isi).order_by(c.dipakai, c.id))
    return tuple(KunciTercatat(row.id, row.dipakai, row.tuntas) for row in rows)


def register(conn: sa.Connection, kunci: str) -> None:
    """Write down that a key is in use from now on."""
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    last = conn.execute(sa.select(sa.func.max(t.kunci_isi.c.dipakai))).scalar()
    now = conn.execute(sa.select(db_now())).scalar_one()
    conn.execute(sa.insert(t.kunci_isi).values(id=kunci, dipakai=max(now, (last or 0) + 1)))


def any_sealed(conn: sa.Connection) -> bool:
    """Tell whether anything at all has been sealed."""
    for place in _PLACES:
        column = place.table.c[place.column]
        sealed = sa.func.substr(column, 1, 1).in_([bytes((segel.SEALED,)), bytes((segel.DEFLATED,))])
        if conn.execute(sa.select(sa.literal(1)).where(sealed).limit(1)).first() is not None:
            return True
    return False


def provide_key(storage: Storage) -> str:
    """See to it that there is a key and that the storage knows it; returns its id, ``""`` without one.

    A key is made when the storage has none yet. A storage that knows one whose file is not here gets
    none: a second one would only hide that the first is missing. Raises :class:`StorageFailure`.
    """
    ring = storage.segel
    with storage.read() as conn:
        known = registered(conn)
    try:
        mine = ring.semua()
        if not mine:
            if known or ring.berkas is None:
                return ""
            segel.tulis_rahasia(ring.berkas, segel.tulis_teks((segel.kunci_baru(),)).encode(), baru=True)
            ring.segarkan()
            mine = ring.semua()
    except GagalSegel as error:
        raise StorageFailure(error.kode, **error.fakta) from error
    if known and known[-1].id not in {key.id for key in mine}:
        return ""
    active = mine[-1].id
    if active not in {key.id for key in known}:
        # Also a key that another storage of this machine has begun to use: the file is one for all.
        with storage.write() as conn:
            if conn.dialect.name == "postgresql":
                conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            if active not in {key.id for key in registered(conn)}:
                register(conn, active)
    return active


def check_key(storage: Storage) -> str:
    """Return the id of the key in use; raises :class:`StorageFailure` when it is not to be had here.

    An SQLite storage in which nothing has been sealed yet, as the copy of a new one, gets a key of its own.
    """
    ring = storage.segel
    with storage.read() as conn:
        known = registered(conn)
        fresh = (
            bool(known) and storage.is_sqlite and not ring_has(ring, known[-1].id) and not any_sealed(conn)
        )
    if fresh:
        with storage.write() as conn:
            conn.execute(sa.delete(t.kunci_isi))
        known = ()
    found = provide_key(storage)
    if not found:
        raise StorageFailure(
            "kunci_isi_lain" if ring.semua() else "kunci_isi_tidak_ada",
            kunci=known[-1].id if known else "-",
            berkas=ring.berkas or "-",
        )
    return found


def ring_has(ring: Gelang, kunci: str) -> bool:
    """Tell whether a key is in the file; raises :class:`StorageFailure` for a file that cannot be used."""
    try:
        return any(key.id == kunci for key in ring.semua())
    except GagalSegel as error:
        raise StorageFailure(error.kode, **error.fakta) from error


def counts(conn: sa.Connection) -> dict[str, int]:
    """Count the bodies by the key they are sealed with, ``""``: not sealed. Reads every body's head."""
    found: Counter[str] = Counter()
    for place in _PLACES:
        column = place.table.c[place.column]
        head = sa.func.substr(column, 1, 5)
        rows = conn.execute(
            sa.select(head, sa.func.count())
            .where(column.is_not(None), sa.func.length(column) > 0)
            .group_by(head)
        )
        for data, many in rows:
            found[segel.kunci_dari(bytes(data)) or ""] += many
    return dict(found)


def unfinished(conn: sa.Connection) -> str | None:
    """Name the key in use while older bodies may still be sealed with another, or not at all."""
    known = registered(conn)
    return known[-1].id if known and known[-1].tuntas is None else None


def finished(conn: sa.Connection, kunci: str) -> None:
    """Write down that everything is sealed with a key."""
    conn.execute(sa.update(t.kunci_isi).where(t.kunci_isi.c.id == kunci).values(tuntas=db_now()))


def again(conn: sa.Connection) -> None:
    """Let the worker look through all bodies once more."""
    conn.execute(sa.update(t.kunci_isi).values(tuntas=None))


@dataclass(frozen=True, slots=True)
class Posisi:
    """How far a pass over all bodies is: place and last row, how many it sealed and could not open."""

    tempat: int = 0
    setelah: int = 0
    segel: int = 0
    gagal: int = 0

    @property
    def habis(self) -> bool:
        """Whether the pass is over."""
        return self.tempat >= len(_PLACES)


@dataclass(frozen=True, slots=True)
class Tumpukan:
    """Bodies to be sealed anew, and where the pass stands after them."""

    at: Posisi
    rows: tuple[Any, ...]
    next: Posisi


def to_reseal(conn: sa.Connection, kunci: str, at: Posisi, banyak: int) -> Tumpukan:
    """Look for up to *banyak* further bodies another key has sealed, or none, in a stretch of rows."""
    place = _PLACES[at.tempat]
    c = place.table.c
    column, order = c[place.column], c[place.order]
    stretch = sa.select(order).where(order > at.setelah).order_by(order).offset(_STRETCH).limit(1)
    upto = conn.execute(stretch).scalar()
    heads = [bytes((form,)) + bytes.fromhex(kunci) for form in (segel.SEALED, segel.DEFLATED)]
    address = (c[name].label(f"a_{name}") for name in place.address)
    query = (
        sa.select(order.label("nomor"), column.label("data"), *address)
        .where(
            order > at.setelah,
            column.is_not(None),
            sa.func.length(column) > 0,
            sa.func.substr(column, 1, 5).not_in(heads),
        )
        .order_by(order)
        .limit(banyak)
    )
    rows = tuple(conn.execute(query if upto is None else query.where(order <= upto)).all())
    if len(rows) == banyak:
        return Tumpukan(at, rows, replace(at, setelah=rows[-1].nomor))
    if upto is not None:
        return Tumpukan(at, rows, replace(at, setelah=upto))
    return Tumpukan(at, rows, replace(at, tempat=at.tempat + 1, setelah=0))


def reseal(conn: sa.Connection, found: Tumpukan) -> Posisi:
    """Seal bodies with the key in use; one that has changed meanwhile is left alone.

    One that cannot be opened stays as it is and is counted. Stopping anywhere is harmless.
    """
    place = _PLACES[found.at.tempat]
    done = sum(_reseal_row(conn, place, row) for row in found.rows)
    failed = len(found.rows) - done
    return replace(found.next, segel=found.next.segel + done, gagal=found.next.gagal + failed)


def _reseal_row(conn: sa.Connection, place: _Place, row: Any) -> bool:
    address = [getattr(row, f"a_{name}") for name in place.address]
    body = bodies.look(conn, place.tempat, *address, data=row.data)
    if body.keadaan:
        return False
    sealed = bodies.seal(conn, place.tempat, *address, text=body.teks)
    c = place.table.c
    same = (c[place.order] == row.nomor, c[place.column] == row.data)
    conn.execute(sa.update(place.table).where(*same).values({place.column: sealed}))
    return True


_STRETCH = 2000
"""Rows looked at in one go."""
_OVER = [StatusJob.TERKIRIM.value, StatusJob.DIBATALKAN.value, StatusJob.KEDALUWARSA.value]
_HEADROOM = 1000
"""How many bodies of live jobs may be older than all that can go."""
_LASTING = [one.value for one in (*DASAR, Tipe.MEDICATION)]
_LIVE = [StatusJob.MENUNGGU.value, StatusJob.PROSES.value, StatusJob.TAK_PASTI.value]


def _too_old(hari: int) -> sa.ColumnElement[int]:
    return db_now() - hari * 86_400_000


def any_outdated(conn: sa.Connection, hari: int) -> bool:
    """Tell whether a body is older than *hari* days and may go."""
    return any(look(conn, hari, 1) for look in (_old_attempts, _old_payloads, _old_visits, _old_resources))


def purge(conn: sa.Connection, hari: int, banyak: int) -> int:
    """Remove up to *banyak* bodies of each kind that are older than *hari* days; returns how many.

    Attempts, versions, jobs, visits and resources stay as rows. What a live job may still need stays whole,
    and so does the body a failed job would be sent with, and those of people and places, which later
    resources and a regeneration are made from.
    """
    attempts = _old_attempts(conn, hari, banyak)
    if attempts:
        conn.execute(sa.delete(t.percobaan_isi).where(t.percobaan_isi.c.percobaan_id.in_(attempts)))
    payloads = _old_payloads(conn, hari, banyak)
    if payloads:
        conn.execute(sa.update(t.muatan).where(t.muatan.c.id.in_(payloads)).values(isi=None))
    visits = _old_visits(conn, hari, banyak)
    if visits:
        conn.execute(sa.update(t.kunjungan).where(t.kunjungan.c.id.in_(visits)).values(isi=None))
    resources = _old_resources(conn, hari, banyak)
    if resources:
        gone = t.sumber_isi.c.sumber_id.in_(resources)
        conn.execute(sa.update(t.sumber_isi).where(gone).values(isi=None))
    return len(attempts) + len(payloads) + len(visits) + len(resources)


def _old_attempts(conn: sa.Connection, hari: int, banyak: int) -> list[int]:
    c = t.percobaan.c
    b = t.percobaan_isi.c.percobaan_id
    live = sa.exists().where(t.job.c.id == c.job_id, t.job.c.status.in_(_LIVE))
    # Rows of attempts stay for ever, so the way to the old bodies is by the bodies: the first are the oldest.
    oldest = sa.select(b).order_by(b).limit(banyak + _HEADROOM).subquery()
    query = (
        sa.select(c.id)
        .select_from(oldest.join(t.percobaan, c.id == oldest.c.percobaan_id))
        .where(c.mulai < _too_old(hari), ~live)
        .order_by(c.id)
        .limit(banyak)
    )
    return list(conn.execute(query).scalars())


def _old_payloads(conn: sa.Connection, hari: int, banyak: int) -> list[int]:
    c, j = t.muatan.c, t.job.c
    needed = sa.and_(j.status.not_in(_OVER), sa.or_(j.status.in_(_LIVE), j.muatan_id == c.id))
    query = (
        sa.select(c.id)
        .where(c.isi.is_not(None), c.dibuat < _too_old(hari), ~sa.exists().where(j.id == c.job_id, needed))
        .order_by(c.dibuat)
        .limit(banyak)
    )
    return list(conn.execute(query).scalars())


def _old_visits(conn: sa.Connection, hari: int, banyak: int) -> list[int]:
    c, j = t.kunjungan.c, t.job.c
    needed = sa.exists().where(j.kunjungan_id == c.id, j.status.not_in(_OVER))
    query = (
        sa.select(c.id)
        .where(c.isi.is_not(None), c.dibuat < _too_old(hari), ~needed)
        .order_by(c.dibuat)
        .limit(banyak)
    )
    return list(conn.execute(query).scalars())


def _old_resources(conn: sa.Connection, hari: int, banyak: int) -> list[int]:
    c, i = t.sumber.c, t.sumber_isi.c
    query = (
        sa.select(i.sumber_id)
        .select_from(t.sumber_isi.join(t.sumber, c.id == i.sumber_id).join(t.job, t.job.c.id == c.job_id))
        .where(
            # Spelt out rather than bound: only so do both databases see that the partial index fits.
            sa.literal_column("sumber_isi.isi IS NOT NULL"),
            c.tipe.not_in(_LASTING),
            c.diubah < _too_old(hari),
            t.job.c.status.in_(_OVER),
        )
        .order_by(i.sumber_id)
        .limit(banyak)
    )
    return list(conn.execute(query).scalars())
