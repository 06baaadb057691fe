"""Tickets: numbering, moves guarded by version, and the cards of a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from shared.domain.records import JobRingkas, Kartu, Tiket
from shared.domain.status import JenisJob, Kelas, StatusAntrean, StatusJob
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.hot import Hot


def next_number(conn: sa.Connection, faskes_id: int, prefix: str, tanggal: date) -> int:
    """Take the next ticket number of a prefix and business date, in the caller's transaction.

    A number is never given twice, also when its ticket is cancelled; it is given back only when
    the transaction that took it fails as a whole.
    """
    c = t.nomor.c
    where = (c.faskes_id == faskes_id, c.prefix == prefix, c.tanggal == tanggal)
    raised = sa.update(t.nomor).where(*where).values(terakhir=c.terakhir + 1).returning(c.terakhir)
    number = conn.execute(raised).scalar_one_or_none()
    if number is not None:
        return int(number)
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    first = insert(t.nomor).values(faskes_id=faskes_id, prefix=prefix, tanggal=tanggal, terakhir=1)
    clash = first.on_conflict_do_update(
        index_elements=["faskes_id", "prefix", "tanggal"], set_={"terakhir": t.nomor.c.terakhir + 1}
    )
    return int(conn.execute(clash.returning(c.terakhir)).scalar_one())


def add_ticket(conn: sa.Connection, **values: Any) -> int | None:
    """Insert a ticket and return its id, or ``None`` when another holds its BPJS key."""
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    row = insert(t.antrean).values(dibuat=db_now(), diubah=db_now(), **values)
    taken = row.on_conflict_do_nothing(index_elements=["faskes_id", "tanggal", "kunci_bpjs"])
    return conn.execute(taken.returning(t.antrean.c.id)).scalar_one_or_none()


def holder_of_key(conn: sa.Connection, faskes_id: int, tanggal: date, kunci: str) -> str | None:
    """Name the ticket that occupies a BPJS key (card and poli) on a date."""
    c = t.antrean.c
    query = sa.select(c.tiket).where(c.faskes_id == faskes_id, c.tanggal == tanggal, c.kunci_bpjs == kunci)
    return conn.execute(query).scalar_one_or_none()


def move_ticket(
    conn: sa.Connection,
    antrean_id: int,
    *,
    dari: Sequence[StatusAntrean],
    versi: int | None,
    oleh: str,
    stasiun: str,
    values: dict[str, Any],
) -> bool:
    """Change a ticket if it still is in one of the states *dari* and, when given, at *versi*.

    Returns whether it was; the loser of a race gets ``False``.
    """
    c = t.antrean.c
    where = [c.id == antrean_id, c.status.in_([s.value for s in dari])]
    if versi is not None:
        where.append(c.versi == versi)
    changed = {"diubah": db_now(), "diubah_oleh": oleh, "diubah_loket": stasiun, "versi": c.versi + 1}
    result = conn.execute(sa.update(t.antrean).where(*where).values(changed | values))
    return result.rowcount == 1


def set_number(conn: sa.Connection, antrean_id: int, nomor: str) -> Kedudukan:
    """Keep the queue number PCare gave a registration; returns how its ticket stands.

    The ticket's version stays: it guards the moves of people, and nobody has moved it.
    """
    return _stands(_NUMBER.one(conn, b_id=antrean_id, b_nomor=nomor))


_NUMBER = Hot(
    lambda: (
        sa.update(t.antrean)
        .where(t.antrean.c.id == sa.bindparam("b_id"))
        .values(no_antrean_pcare=sa.bindparam("b_nomor"))
        .returning(*_standing_columns())
    )
)


def lock_ticket(conn: sa.Connection, antrean_id: int) -> None:
    """Hold a ticket's row until the transaction ends, so that what is read of it stays true.

    SQLite's write transaction holds everything already.
    """
    if conn.dialect.name == "postgresql":
        _LOCK.all(conn, id=antrean_id)


_LOCK = Hot(lambda: sa.select(t.antrean.c.id).where(t.antrean.c.id == sa.bindparam("id")).with_for_update())


def lock_ticket_of(conn: sa.Connection, job_id: int) -> None:
    """Hold the row of a job's ticket, if it has one, as :func:`lock_ticket` does."""
    if conn.dialect.name == "postgresql":
        _LOCK_OF.all(conn, id=job_id)


def _of_job() -> sa.Select[Any]:
    a, j = t.antrean.c, t.job.c
    mine = sa.select(j.antrean_id).where(j.id == sa.bindparam("id")).scalar_subquery()
    return sa.select(a.id).where(a.id == mine).with_for_update()


_LOCK_OF = Hot(_of_job)


def add_call(conn: sa.Connection, antrean_id: int, ke: int, loket: str, oleh: str) -> None:
    """Write down one call of a ticket."""
    conn.execute(
        sa.insert(t.panggilan).values(antrean_id=antrean_id, ke=ke, loket=loket, oleh=oleh, pada=db_now())
    )


@cache
def _job_rows() -> sa.Select[Any]:
    c = t.job.c
    chosen = c.antrean_id.in_(sa.bindparam("ids", expanding=True))
    return sa.select(*JOB_COLUMNS, c.antrean_id).where(chosen).order_by(c.id)


def _jobs(conn: sa.Connection, ids: Sequence[int]) -> dict[int, list[JobRingkas]]:
    jobs: dict[int, list[JobRingkas]] = {}
    for row in conn.execute(_job_rows(), {"ids": list(ids)}):
        jobs.setdefault(row.antrean_id, []).append(job_ringkas(row))
    return jobs


JOB_COLUMNS = tuple(
    t.job.c[name]
    for name in ("id", "jenis", "status", "kelas", "pesan", "dari_bpjs", "http", "kode", "percobaan")
)


def job_ringkas(row: Any) -> JobRingkas:
    """Make the record of a job from a row of :data:`JOB_COLUMNS`."""
    return JobRingkas(
        row.id,
        JenisJob(row.jenis),
        StatusJob(row.status),
        Kelas(row.kelas) if row.kelas else None,
        row.pesan,
        bool(row.dari_bpjs),
        row.http,
        row.kode,
        row.percobaan,
    )


def _newest(jobs: list[JobRingkas], jenis: JenisJob) -> JobRingkas | None:
    return next((job for job in reversed(jobs) if job.jenis is jenis), None)


def cards(conn: sa.Connection, ids: Sequence[int]) -> tuple[Kartu, ...]:
    """Read the cards of the given tickets, in the given order; ids that are gone are left out."""
    if not ids:
        return ()
    jobs = _jobs(conn, ids)
    found = {
        row.id: _card(row, jobs.get(row.id, [])) for row in conn.execute(_card_rows(), {"ids": list(ids)})
    }
    return tuple(found[number] for number in ids if number in found)


@cache
def _card_rows() -> sa.Select[Any]:
    a, p, r, d, j = t.antrean.c, t.pasien.c, t.ruangan.c, t.dokter.c, t.penjamin.c
    return (
        sa.select(
            t.antrean, p.norm, p.nama, p.no_kartu, p.jenis_kelamin, p.tanggal_lahir,
            r.nama.label("ruangan"), r.kode.label("ruangan_kode"), r.jenis_kunjungan,
            d.nama.label("dokter"), j.nama.label("penjamin"),
        )
        .select_from(
            t.antrean.join(t.pasien, p.id == a.pasien_id)
            .join(t.ruangan, r.id == a.ruangan_id)
            .outerjoin(t.dokter, d.id == a.dokter_id)
            .outerjoin(t.penjamin, j.id == a.penjamin_id)
        )
        .where(a.id.in_(sa.bindparam("ids", expanding=True)))
    )  # fmt: skip


def _card(row: sa.Row[Any], jobs: list[JobRingkas]) -> Kartu:
    main = (JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN)
    return Kartu(
        id=row.id,
        versi=row.versi,
        tiket=row.tiket,
        angka=row.angka,
        tanggal=row.tanggal,
        status=StatusAntrean(row.status),
        ruangan_id=row.ruangan_id,
        ruangan=row.ruangan,
        jenis_kunjungan=row.jenis_kunjungan,
        norm=row.norm,
        nama=row.nama,
        penjamin_id=row.penjamin_id,
        penjamin=row.penjamin or str(row.penjamin_id),
        no_kartu=row.no_kartu,
        jenis_kelamin=row.jenis_kelamin,
        tanggal_lahir=row.tanggal_lahir,
        dokter=row.dokter or "",
        jam=row.jam,
        dibuat=row.dibuat,
        panggilan=row.panggilan,
        loket=row.loket,
        dipanggil=row.dipanggil,
        no_antrean_pcare=row.no_antrean_pcare,
        p=_newest(jobs, main[0]),
        a=_newest(jobs, main[1]),
        lain=tuple(job for job in jobs if job.jenis not in main),
        diubah_oleh=row.diubah_oleh,
        diubah_loket=row.diubah_loket,
        diubah=row.diubah,
        ruangan_kode=row.ruangan_kode,
    )


class Kedudukan(NamedTuple):
    """How a ticket stands: ``dipanggil`` is when it was last called (Unix ms)."""

    status: StatusAntrean
    dipanggil: int | None
    urutan: bool
    """Whether a job of it has failed because another of the ticket's goes first."""


def standing(conn: sa.Connection, antrean_id: int) -> Kedudukan:
    """Read how a ticket stands."""
    return _stands(_STANDING.one(conn, id=antrean_id))


def _stands(row: Any) -> Kedudukan:
    return Kedudukan(StatusAntrean(row.status), row.dipanggil, bool(row.urutan))


def _standing_columns() -> tuple[sa.ColumnElement[Any], ...]:
    a, j = t.antrean.c, t.job.c
    # Spelt out: what is returned is written without its table, and a bare "id" would be the job's.
    mine = sa.literal_column("antrean.id", sa.BigInteger())
    failed = sa.exists().where(
        j.antrean_id == mine, j.status == StatusJob.GAGAL.value, j.kelas == Kelas.URUTAN.value
    )
    return a.status, a.dipanggil, failed.label("urutan")


_STANDING = Hot(lambda: sa.select(*_standing_columns()).where(t.antrean.c.id == sa.bindparam("id")))


def card(conn: sa.Connection, faskes_id: int, antrean_id: int) -> Kartu | None:
    """Read one card of a clinic, ``None`` when there is no such ticket."""
    c = t.antrean.c
    there = conn.execute(sa.select(c.id).where(c.id == antrean_id, c.faskes_id == faskes_id)).scalar()
    return next(iter(cards(conn, [antrean_id])), None) if there else None


def _ticket_row() -> sa.Select[Any]:
    a, p, r, d, f = t.antrean.c, t.pasien.c, t.ruangan.c, t.dokter.c, t.faskes.c
    return (
        sa.select(
            a.tanggal, a.tiket, a.prefix, a.angka, a.status, a.no_antrean_pcare, a.jam, a.alasan_teks,
            a.dipanggil, p.norm, p.nama, p.nik, p.no_kartu, p.no_hp, p.kd_provider, r.kd_poli,
            r.nama.label("ruangan"), r.nm_poli, d.nama.label("dokter"), d.kodedokter, d.kd_dokter,
            f.kode.label("faskes"),
        )
        .select_from(
            t.antrean.join(t.pasien, p.id == a.pasien_id)
            .join(t.ruangan, r.id == a.ruangan_id)
            .join(t.faskes, f.id == a.faskes_id)
            .outerjoin(t.dokter, d.id == a.dokter_id)
        )
        .where(a.id == sa.bindparam("id"))
    )  # fmt: skip


_TICKET = Hot(_ticket_row)


def tiket(conn: sa.Connection, antrean_id: int) -> Tiket:
    """Read what a sender needs to know of a ticket."""
    row = _TICKET.one(conn, id=antrean_id)
    return Tiket(
        antrean_id=antrean_id,
        tanggal=row.tanggal,
        tiket=row.tiket,
        prefix=row.prefix,
        angka=row.angka,
        status=StatusAntrean(row.status),
        no_antrean_pcare=row.no_antrean_pcare,
        norm=row.norm,
        nama=row.nama,
        nik=row.nik,
        no_kartu=row.no_kartu,
        no_hp=row.no_hp,
        kd_provider=row.kd_provider,
        kd_poli=row.kd_poli,
        nm_poli=row.nm_poli or row.ruangan,
        nama_dokter=row.dokter or "",
        kodedokter=row.kodedokter,
        kd_dokter=row.kd_dokter,
        jam=row.jam,
        alasan_batal=row.alasan_teks,
        panggil_pertama=row.dipanggil,
        kode_faskes=row.faskes,
    )
