"""Rows of the stations patients use: member questions, counter tickets, the public board, prints."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from shared.domain.kios import NomorLoket, Panggilan, TiketLoket
from shared.domain.peserta import HasilPeserta, JawabanPeserta, KueriPeserta
from shared.domain.records import Pasien
from shared.storage import people
from shared.storage import tables as t
from shared.storage.clock import db_now

WAITING, CALLED = "menunggu", "dipanggil"
SERVED, ABSENT = "selesai", "tidak_hadir"
KEEP_MS = 10 * 60_000
"""How long a question and its answer are kept."""

# Spelt out rather than bound: only so do both databases see that the partial index fits.
_ASKED: sa.ColumnElement[bool] = sa.literal_column("kueri_peserta.status = 'menunggu'")


# ------------------------------------------------------------------ member questions --
def ask(conn: sa.Connection, faskes_id: int, nomor: str, oleh: str, tunggu: int) -> int:
    """Ask whether *nomor* is a member; nobody waits for the answer longer than *tunggu* ms."""
    row = sa.insert(t.kueri_peserta).values(
        faskes_id=faskes_id, nomor=nomor, status=WAITING, oleh=oleh, dibuat=db_now(),
        tenggat=db_now() + tunggu,
    )  # fmt: skip
    return int(conn.execute(row).inserted_primary_key[0])  # type: ignore[index]


def asked(conn: sa.Connection, faskes_id: int) -> int:
    """Count the questions that wait and that somebody still waits for."""
    c = t.kueri_peserta.c
    query = sa.select(sa.func.count()).where(_ASKED, c.faskes_id == faskes_id, c.tenggat > db_now())
    return int(conn.execute(query).scalar_one())


def take(conn: sa.Connection, faskes_id: int) -> KueriPeserta | None:
    """Take the oldest question somebody still waits for."""
    c = t.kueri_peserta.c
    waits = (_ASKED, c.faskes_id == faskes_id, c.tenggat > db_now())
    number = conn.execute(sa.select(c.id).where(*waits).order_by(c.id).limit(1)).scalar()
    if number is None:
        return None
    taken = sa.update(t.kueri_peserta).where(c.id == number, *waits).values(status="proses")
    row = conn.execute(taken.returning(c.id, c.nomor)).one_or_none()
    return None if row is None else KueriPeserta(row.id, row.nomor)


def answer(conn: sa.Connection, kueri_id: int, jawaban: JawabanPeserta) -> None:
    """Write an answer down and forget the number that was asked about."""
    conn.execute(
        sa.update(t.kueri_peserta)
        .where(t.kueri_peserta.c.id == kueri_id)
        .values(
            status="selesai", nomor="", hasil=jawaban.hasil.value, keterangan=jawaban.keterangan,
            tunggakan=jawaban.tunggakan, kd_provider=jawaban.kd_provider, nm_provider=jawaban.nm_provider,
        )
    )  # fmt: skip


def answered(
    conn: sa.Connection, faskes_id: int, kueri_id: int, oleh: str
) -> tuple[JawabanPeserta | None, bool] | None:
    """Read the answer to one's own question, and whether it is too late for one; ``None``: no such row."""
    c = t.kueri_peserta.c
    row = conn.execute(
        sa.select(t.kueri_peserta, (c.tenggat <= db_now()).label("lewat")).where(
            c.id == kueri_id, c.faskes_id == faskes_id, c.oleh == oleh
        )
    ).one_or_none()
    if row is None:
        return None
    if row.hasil is None:
        return None, bool(row.lewat)
    told = JawabanPeserta(
        HasilPeserta(row.hasil), row.keterangan, row.tunggakan, row.kd_provider, row.nm_provider
    )
    return told, bool(row.lewat)


def forget(conn: sa.Connection) -> int:
    """Remove questions after their time; returns how many."""
    c = t.kueri_peserta.c
    return conn.execute(sa.delete(t.kueri_peserta).where(c.dibuat < db_now() - KEEP_MS)).rowcount


def forgettable(conn: sa.Connection) -> bool:
    """Tell whether there is a question to remove, without writing."""
    c = t.kueri_peserta.c
    query = sa.select(sa.literal(1)).where(c.dibuat < db_now() - KEEP_MS).limit(1)
    return conn.execute(query).scalar() is not None


# ------------------------------------------------------------------------- patients --
def by_number(conn: sa.Connection, faskes_id: int, nomor: str) -> tuple[Pasien, ...]:
    """Find patients by exactly this card number or NIK; two at most, for one is wanted."""
    c = t.pasien.c
    column = c.no_kartu if len(nomor) == 13 else c.nik
    rows = conn.execute(
        sa.select(t.pasien).where(c.faskes_id == faskes_id, column == nomor).order_by(c.id).limit(2)
    )
    return tuple(people.read_pasien(row) for row in rows)


# ------------------------------------------------------------------- counter tickets --
def add_counter_ticket(
    conn: sa.Connection,
    faskes_id: int,
    tanggal: date,
    tiket: str,
    *,
    pasien_id: int | None,
    nomor: str,
    ruangan: str,
) -> int:
    """Add a number of the registration counter, with what was entered before it was given."""
    row = sa.insert(t.tiket_loket).values(
        faskes_id=faskes_id, tanggal=tanggal, tiket=tiket, pasien_id=pasien_id, status=WAITING,
        dibuat=db_now(), nomor=nomor, ruangan=ruangan,
    )  # fmt: skip
    return int(conn.execute(row).inserted_primary_key[0])  # type: ignore[index]


def counter_ticket_of(
    conn: sa.Connection, faskes_id: int, tanggal: date, *, pasien_id: int | None, nomor: str
) -> TiketLoket | None:
    """Find the number with which a patient, or whoever typed *nomor*, waits at the counter already."""
    c = t.tiket_loket.c
    who = c.pasien_id == pasien_id if pasien_id is not None else sa.and_(c.nomor == nomor, c.nomor != "")
    row = conn.execute(
        sa.select(c.id, c.tiket).where(
            c.faskes_id == faskes_id, c.tanggal == tanggal, c.status == WAITING, who
        )
    ).first()
    return None if row is None else TiketLoket(row.id, row.tiket)


def counter_waiting(conn: sa.Connection, faskes_id: int, tanggal: date, before: int | None = None) -> int:
    """Count the numbers that wait at the counter, all or those before an id."""
    c = t.tiket_loket.c
    query = sa.select(sa.func.count()).where(
        c.faskes_id == faskes_id, c.tanggal == tanggal, c.status == WAITING
    )
    return int(conn.execute(query if before is None else query.where(c.id < before)).scalar_one())


def call_next_at_counter(conn: sa.Connection, faskes_id: int, tanggal: date, loket: str) -> TiketLoket | None:
    """Call the oldest number that waits; two counters at once get two different ones."""
    c = t.tiket_loket.c
    waits = (c.faskes_id == faskes_id, c.tanggal == tanggal, c.status == WAITING)
    first = sa.select(c.id).where(*waits).order_by(c.id).limit(1).with_for_update(skip_locked=True)
    number = conn.execute(first).scalar()
    if number is None:
        return None
    row = conn.execute(
        sa.update(t.tiket_loket)
        .where(c.id == number, c.status == WAITING)
        .values(status=CALLED, loket=loket, dipanggil=db_now())
        .returning(c.id, c.tiket, c.loket)
    ).one()
    return TiketLoket(row.id, row.tiket, row.loket, counter_waiting(conn, faskes_id, tanggal))


def counter_list(conn: sa.Connection, faskes_id: int, tanggal: date, limit: int) -> tuple[NomorLoket, ...]:
    """Read the numbers of a day that wait or are at a counter, those that were called first."""
    c = t.tiket_loket.c
    query = _counter_numbers(faskes_id).where(c.tanggal == tanggal, c.status.in_((WAITING, CALLED)))
    query = query.order_by(sa.case((c.status == CALLED, 0), else_=1), c.id).limit(limit)
    return tuple(_read_number(row) for row in conn.execute(query))


def counter_number(conn: sa.Connection, faskes_id: int, number: int) -> NomorLoket | None:
    """Read a number of the registration counter with what was entered."""
    row = conn.execute(_counter_numbers(faskes_id).where(t.tiket_loket.c.id == number)).one_or_none()
    return None if row is None else _read_number(row)


def _counter_numbers(faskes_id: int) -> sa.Select[Any]:
    p = t.pasien.c
    return (
        sa.select(t.tiket_loket, p.norm, p.nama)
        .select_from(t.tiket_loket.outerjoin(t.pasien, p.id == t.tiket_loket.c.pasien_id))
        .where(t.tiket_loket.c.faskes_id == faskes_id)
    )


def _read_number(row: sa.Row[Any]) -> NomorLoket:
    return NomorLoket(
        row.id, row.tiket, row.status, row.dibuat, row.loket, row.dipanggil, row.norm or "", row.nama or "",
        row.nomor, row.ruangan,
    )  # fmt: skip


def call_to_counter(conn: sa.Connection, faskes_id: int, number: int, loket: str) -> bool:
    """Call one number, unless another counter has; one's own may be called again."""
    c = t.tiket_loket.c
    mine = sa.or_(c.status == WAITING, sa.and_(c.status == CALLED, c.loket == loket))
    done = sa.update(t.tiket_loket).where(c.id == number, c.faskes_id == faskes_id, mine)
    return conn.execute(done.values(status=CALLED, loket=loket, dipanggil=db_now())).rowcount == 1


def end_counter_ticket(conn: sa.Connection, faskes_id: int, number: int, status: str) -> bool:
    """End a number and forget what was typed for it; ``False``: it had ended already."""
    c = t.tiket_loket.c
    done = sa.update(t.tiket_loket).where(
        c.id == number, c.faskes_id == faskes_id, c.status.in_((WAITING, CALLED))
    )
    return conn.execute(done.values(status=status, nomor="")).rowcount == 1


def forget_typed(conn: sa.Connection, faskes_id: int, today: date) -> int:
    """Forget what was typed on days that are over; returns how many there were."""
    return conn.execute(sa.update(t.tiket_loket).where(*_typed(faskes_id, today)).values(nomor="")).rowcount


def typed_before(conn: sa.Connection, faskes_id: int, today: date) -> bool:
    """Tell whether there is something to forget, without writing."""
    query = sa.select(sa.literal(1)).where(*_typed(faskes_id, today)).limit(1)
    return conn.execute(query).scalar() is not None


def _typed(faskes_id: int, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    c = t.tiket_loket.c
    return (sa.literal_column("tiket_loket.nomor <> ''"), c.faskes_id == faskes_id, c.tanggal < today)


# ---------------------------------------------------------------------- public board --
def last_calls(conn: sa.Connection, faskes_id: int, tanggal: date, nama_loket: str) -> tuple[Panggilan, ...]:
    """Read the last call of each room and of the registration counter, newest first.

    Of tickets that were cancelled since nothing is shown.
    """
    a, p, r, tl = t.antrean.c, t.panggilan.c, t.ruangan.c, t.tiket_loket.c
    last = (
        sa.select(sa.func.max(p.id).label("id"))
        .select_from(t.panggilan.join(t.antrean, p.antrean_id == a.id))
        .where(a.faskes_id == faskes_id, a.tanggal == tanggal, a.status != "batal")
        .group_by(a.ruangan_id)
        .subquery()
    )
    rooms = conn.execute(
        sa.select(r.nama, a.tiket, p.loket, p.pada, p.ke).select_from(
            t.panggilan.join(last, last.c.id == p.id)
            .join(t.antrean, p.antrean_id == a.id)
            .join(t.ruangan, a.ruangan_id == r.id)
        )
    )
    calls = [Panggilan(row.nama, row.tiket, row.loket, row.pada, row.ke) for row in rooms]
    counter = conn.execute(
        sa.select(tl.tiket, tl.loket, tl.dipanggil)
        .where(tl.faskes_id == faskes_id, tl.tanggal == tanggal, tl.dipanggil.isnot(None))
        .order_by(tl.dipanggil.desc(), tl.id.desc())
        .limit(1)
    ).first()
    if counter is not None:
        calls.append(Panggilan(nama_loket, counter.tiket, counter.loket, counter.dipanggil))
    return tuple(sorted(calls, key=lambda call: (-call.pada, call.ruangan)))


# ---------------------------------------------------------------------------- prints --
def begin_print(
    conn: sa.Connection, faskes_id: int, column: str, number: int, **values: Any
) -> tuple[int, int]:
    """Write down that a ticket is about to be printed; *column* names what kind. Returns id and *ke*."""
    c = t.cetakan.c
    before = conn.execute(sa.select(sa.func.max(c.ke)).where(c[column] == number)).scalar()
    row = sa.insert(t.cetakan).values(
        faskes_id=faskes_id, ke=(before or 0) + 1, dibuat=db_now(), **{column: number}, **values
    )
    return int(conn.execute(row).inserted_primary_key[0]), (before or 0) + 1  # type: ignore[index]


def end_print(conn: sa.Connection, faskes_id: int, cetakan_id: int, status: str, pesan: str) -> bool:
    """Write down how a print ended; ``False``: there is none that waits."""
    c = t.cetakan.c
    done = conn.execute(
        sa.update(t.cetakan)
        .where(c.id == cetakan_id, c.faskes_id == faskes_id, c.status == WAITING)
        .values(status=status, pesan=pesan, selesai=db_now())
    )
    return done.rowcount == 1


def prints(conn: sa.Connection, antrean_id: int) -> tuple[sa.Row[Any], ...]:
    """Read the prints of a ticket, oldest first."""
    query = sa.select(t.cetakan).where(t.cetakan.c.antrean_id == antrean_id).order_by(t.cetakan.c.id)
    return tuple(conn.execute(query))


def counter_ticket(conn: sa.Connection, faskes_id: int, number: int) -> sa.Row[Any] | None:
    """Read a number of the registration counter."""
    c = t.tiket_loket.c
    return conn.execute(
        sa.select(t.tiket_loket).where(c.id == number, c.faskes_id == faskes_id)
    ).one_or_none()


def waiting_before(conn: sa.Connection, faskes_id: int, ruangan_id: int, tanggal: date, before: int) -> int:
    """Count the tickets of a room that wait and came before an id."""
    c = t.antrean.c
    query = sa.select(sa.func.count()).where(
        c.faskes_id == faskes_id, c.tanggal == tanggal, c.ruangan_id == ruangan_id, c.id < before,
        c.status.in_(["menunggu", "dilewati"]),
    )  # fmt: skip
    return int(conn.execute(query).scalar_one())
