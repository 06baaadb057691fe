"""Claims: which job is due, taking it with a fence, settling it, and leases that run out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from shared.domain.answers import Layanan
from shared.domain.records import JobKlaim
from shared.domain.retries import Langkah
from shared.domain.status import JenisJob, Kelas, Periksa, StatusJob
from shared.storage import links, sumber, visits
from shared.storage import tables as t
from shared.storage.clock import db_now, db_now_planned
from shared.storage.jobs import ASKED, BY_ITSELF, CHECKING, held
from shared.storage.tickets import tiket

_LIVE: sa.ColumnElement[bool] = sa.literal_column("status IN ('menunggu','tak_pasti')")
"""Spelt out rather than bound: only so do both databases see that the partial index fits."""


def _shut(job: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether the gate a job has to pass lets nothing through just now."""
    g = t.gerbang.c
    return sa.exists().where(
        g.faskes_id == job.c.faskes_id,
        g.layanan == job.c.layanan,
        g.status != "normal",
        sa.or_(g.coba_lagi.is_(None), g.coba_lagi > db_now()),
    )


def _waits() -> sa.ColumnElement[bool]:
    """Whether a job has to let another go first.

    One whose next *attempt* goes first is not waited for while its gate is shut.
    """
    c = t.job.c
    before = t.job.alias("before")
    return sa.exists().where(
        before.c.id == c.setelah_id,
        sa.or_(
            before.c.status == "proses",
            sa.and_(c.setelah_no.is_(None), before.c.status.in_(["menunggu", "tak_pasti"])),
            sa.and_(
                before.c.status.in_(["menunggu", "tak_pasti"]),
                before.c.percobaan <= c.setelah_no,
                before.c.jatuh_tempo <= db_now(),
                ~_shut(before),
            ),
        ),
    )


def due_ids(
    conn: sa.Connection,
    faskes_id: int,
    limit: int,
    skip: Sequence[int] = (),
    *,
    dari: int = 0,
    sampai: int | None = None,
) -> tuple[int, ...]:
    """Read the ids of a clinic's due jobs, most urgent first, of priorities *dari* up to below *sampai*.

    Left out are those in *skip*, those behind a shut gate and those that let another go first.
    """
    c = t.job.c
    # The plus sign hides the moment from SQLite's planner, which would otherwise skip through the index
    # for it and sort; read in its own order the index ends the reading at the limit. PostgreSQL's takes
    # the same way when it can tell that nearly all that waits is due.
    sqlite = conn.dialect.name == "sqlite"
    due = (
        sa.literal_column("+job.jatuh_tempo", sa.BigInteger()) <= db_now()
        if sqlite
        else (c.jatuh_tempo <= db_now_planned())
    )
    query = sa.select(c.id).where(_LIVE, c.faskes_id == faskes_id, due, ~_waits(), ~_shut(t.job))
    if dari:
        query = query.where(c.prioritas >= dari)
    if sampai is not None:
        query = query.where(c.prioritas < sampai)
    if skip:
        query = query.where(c.id.not_in(skip))
    query = query.order_by(c.prioritas, c.jatuh_tempo, c.id).limit(limit)
    return tuple(conn.execute(query).scalars())


def claim(conn: sa.Connection, job_id: int, pekerja: str, sewa: int) -> JobKlaim | None:
    """Take a due job for one attempt, or return ``None`` when it is not to be had.

    *sewa* is the lease in milliseconds. The raised attempt number is the fence: every later write
    of this attempt carries it, so whoever comes second writes nothing.
    """
    c = t.job.c
    row = conn.execute(
        sa.update(t.job)
        .where(c.id == job_id, _LIVE, c.jatuh_tempo <= db_now(), ~_waits())
        .values(
            status=StatusJob.PROSES.value,
            percobaan=c.percobaan + 1,
            anggaran=sa.case((c.periksa == Periksa.KIRIM.value, c.anggaran + 1), else_=c.anggaran),
            baca=sa.case((c.periksa == Periksa.KIRIM.value, 0), else_=c.baca + 1),
            sewa_sampai=db_now() + sewa,
            pekerja=pekerja,
            diubah=db_now(),
        )
        .returning(*t.job.c)
    ).one_or_none()
    if row is None:
        return None
    muatan = None
    if row.muatan_id is not None:
        muatan = conn.execute(sa.select(t.muatan.c.isi).where(t.muatan.c.id == row.muatan_id)).scalar_one()
    periksa = Periksa(row.periksa)
    return JobKlaim(
        id=row.id,
        fence=row.percobaan,
        jenis=JenisJob(row.jenis),
        periksa=periksa,
        parameter=json.loads(row.parameter),
        faskes_id=row.faskes_id,
        tanggal=row.tanggal,
        dibuat=row.dibuat,
        anggaran=row.anggaran,
        baca=row.baca,
        absen=row.absen,
        tak_pasti_sejak=row.tak_pasti_sejak,
        asal=row.asal if periksa is Periksa.KIRIM or row.asal == ASKED else CHECKING,
        oleh=row.oleh,
        tiket=tiket(conn, row.antrean_id) if row.antrean_id is not None else None,
        kelas=Kelas(row.kelas) if row.kelas else None,
        muatan_id=row.muatan_id,
        muatan=muatan,
        pekerja=pekerja,
        kunjungan=None if row.kunjungan_id is None else visits.visit(conn, row.kunjungan_id),
        muatan_asal=_edited(conn, row),
        sumber=sumber.of_job(conn, row.id) if row.layanan == Layanan.SATUSEHAT else None,
    )


_TAKES_BACK = {
    JenisJob.HAPUS_PENDAFTARAN.value: JenisJob.PENDAFTARAN,
    JenisJob.BATAL_ANTREAN.value: JenisJob.TAMBAH_ANTREAN,
    JenisJob.PANGGIL_ANTREAN.value: JenisJob.TAMBAH_ANTREAN,
}


def _edited(conn: sa.Connection, row: Any) -> str | None:
    forward = _TAKES_BACK.get(row.jenis)
    return None if forward is None else links.edited_body(conn, row.antrean_id, forward)


def give_up(conn: sa.Connection, job_id: int, pesan: str) -> bool:
    """End a job whose row cannot even be read as one; it counts as an attempt that failed."""
    c = t.job.c
    result = conn.execute(
        sa.update(t.job)
        .where(c.id == job_id, _LIVE)
        .values(
            status=StatusJob.GAGAL.value, percobaan=c.percobaan + 1, kelas=Kelas.DATA.value, pesan=pesan,
            dari_bpjs=False, ulang_pada=None, diubah=db_now(), selesai=db_now(),
        )
    )  # fmt: skip
    return result.rowcount == 1


def hand_back(conn: sa.Connection, klaim: JobKlaim, tunda: int) -> bool:
    """Undo a claim of which nothing was sent, as if it had never been; *tunda* in milliseconds."""
    c = t.job.c
    send = klaim.periksa is Periksa.KIRIM
    result = conn.execute(
        sa.update(t.job)
        .where(c.id == klaim.id, c.percobaan == klaim.fence, c.status == StatusJob.PROSES.value)
        .values(
            status=(StatusJob.MENUNGGU if send else StatusJob.TAK_PASTI).value,
            percobaan=c.percobaan - 1,
            anggaran=c.anggaran - (1 if send else 0),
            baca=c.baca - (0 if send else 1),
            jatuh_tempo=db_now() + tunda,
            sewa_sampai=None,
            pekerja=None,
            diubah=db_now(),
        )
    )
    return result.rowcount == 1


def settle(
    conn: sa.Connection,
    klaim: JobKlaim,
    langkah: Langkah,
    *,
    absen: int = 0,
    kelas: str | None,
    sebab: str,
    http: int | None,
    kode: str | None,
    pesan: str,
    dari_bpjs: bool,
) -> bool:
    """Write an attempt's outcome to its job; ``False`` when another attempt has begun since.

    A lease that ran out meanwhile does not matter as long as nobody took the job: the answer that
    came late is still the truth.
    """
    c = t.job.c
    unknown = langkah.status is StatusJob.TAK_PASTI
    ends = langkah.status in (StatusJob.TERKIRIM, StatusJob.GAGAL, StatusJob.DIBATALKAN)
    values: dict[str, Any] = {
        "status": langkah.status.value,
        "periksa": langkah.periksa.value,
        "jatuh_tempo": db_now() + langkah.tunda,
        "ulang_pada": None if langkah.ulang_tunda is None else db_now() + langkah.ulang_tunda,
        "absen": absen if unknown else 0,
        "sewa_sampai": None,
        "pekerja": None,
        "kelas": kelas,
        "sebab": sebab,
        "http": http,
        "kode": kode,
        "pesan": pesan,
        "dari_bpjs": dari_bpjs,
        "asal": BY_ITSELF,
        "diubah": db_now(),
        "selesai": db_now() if ends else None,
    }
    if unknown and klaim.periksa is Periksa.KIRIM:
        values["tak_pasti_sejak"] = db_now()
    if langkah.status is StatusJob.TERKIRIM:
        values |= {"tak_pasti_sejak": None, "setelah_id": None, "setelah_no": None}
    result = conn.execute(
        sa.update(t.job)
        .where(
            c.id == klaim.id,
            c.percobaan == klaim.fence,
            c.status.in_([StatusJob.PROSES.value, StatusJob.TAK_PASTI.value]),
        )
        .values(values)
    )
    return result.rowcount == 1


def expire_leases(conn: sa.Connection, *, pekerja: Sequence[str] | None = None) -> int:
    """Turn jobs whose lease ran out, or whose workers *pekerja* are dead, into *unknown outcome*.

    Never back to waiting: the write may have arrived. Returns how many there were.
    """
    c = t.job.c
    gone = c.sewa_sampai < db_now() if pekerja is None else c.pekerja.in_(pekerja)
    look = sa.case((c.periksa == Periksa.NOMOR.value, Periksa.NOMOR.value), else_=Periksa.HASIL.value)
    result = conn.execute(
        sa.update(t.job)
        .where(sa.literal_column("status = 'proses'"), gone)
        .values(
            status=StatusJob.TAK_PASTI.value,
            periksa=look,
            jatuh_tempo=db_now(),
            tak_pasti_sejak=sa.func.coalesce(c.tak_pasti_sejak, db_now()),
            sewa_sampai=None,
            pekerja=None,
            kelas="tak_pasti",
            diubah=db_now(),
        )
    )
    return result.rowcount


def renew_leases(conn: sa.Connection, pekerja: str, sewa: int) -> int:
    """Prolong every lease of a worker by *sewa* milliseconds from now."""
    c = t.job.c
    result = conn.execute(
        sa.update(t.job)
        .where(sa.literal_column("status = 'proses'"), c.pekerja == pekerja)
        .values(sewa_sampai=db_now() + sewa)
    )
    return result.rowcount


def _cancelled() -> sa.ColumnElement[bool]:
    c = t.antrean.c
    return sa.exists().where(c.id == t.job.c.antrean_id, c.status == "batal")


def _to_retry() -> sa.ColumnElement[bool]:
    """Whether a job failed, has its slow retry due, is not being edited and of no cancelled ticket."""
    c = t.job.c
    due = sa.and_(c.ulang_pada.is_not(None), c.ulang_pada <= db_now())
    return sa.and_(due, c.status == StatusJob.GAGAL.value, ~_cancelled(), ~held())


def retry_due(conn: sa.Connection) -> int:
    """Set failed jobs going whose own slow retry is due; returns how many."""
    result = conn.execute(
        sa.update(t.job)
        .where(_to_retry())
        .values(status=StatusJob.MENUNGGU.value, ulang_pada=None, jatuh_tempo=db_now(), diubah=db_now())
    )
    return result.rowcount


def outdated(
    conn: sa.Connection, faskes_id: int, hari_ini: Any, jenis: Sequence[JenisJob], pesan: str
) -> int:
    """Close waiting jobs of earlier business days that are worth nothing any more."""
    c = t.job.c
    result = conn.execute(
        sa.update(t.job)
        .where(
            c.faskes_id == faskes_id,
            c.status == StatusJob.MENUNGGU.value,
            c.tanggal < hari_ini,
            c.jenis.in_([j.value for j in jenis]),
        )
        .values(
            status=StatusJob.KEDALUWARSA.value,
            pesan=pesan,
            dari_bpjs=False,
            diubah=db_now(),
            selesai=db_now(),
            ulang_pada=None,
        )
    )
    return result.rowcount


def needs_care(conn: sa.Connection, faskes_id: int, hari_ini: date, jenis: Sequence[JenisJob]) -> bool:
    """Tell whether a lease ran out, a slow retry is due, or a queue job outlived its day."""
    c = t.job.c
    late = sa.and_(
        c.faskes_id == faskes_id,
        c.status == StatusJob.MENUNGGU.value,
        c.tanggal < hari_ini,
        c.jenis.in_([j.value for j in jenis]),
    )
    questions = (
        sa.and_(sa.literal_column("status = 'proses'"), c.sewa_sampai < db_now()),
        _to_retry(),
        late,
    )
    return any(conn.execute(sa.select(sa.literal(1)).where(q).limit(1)).first() for q in questions)


def next_due_in(conn: sa.Connection, faskes_id: int, pekerja: str | None = None) -> int | None:
    """Milliseconds until a clinic's next job can be taken, 0 when one can be, ``None`` without any.

    A job behind a gate is due when the gate lets one through; behind a gate that only a person
    opens it is never due. A job that waits for another is counted by that other. While the worker
    *pekerja* holds a job the answer is 0, in the same look: what follows from that job is not known yet.
    """
    c, g = t.job.c, t.gerbang.c
    opens = sa.case((sa.or_(g.status.is_(None), g.status == "normal"), 0), else_=g.coba_lagi)
    greatest = sa.func.greatest if conn.dialect.name == "postgresql" else sa.func.max
    query = (
        sa.select(sa.func.min(greatest(c.jatuh_tempo, opens)) - db_now())
        .select_from(t.job.outerjoin(t.gerbang, sa.and_(g.faskes_id == c.faskes_id, g.layanan == c.layanan)))
        .where(
            sa.literal_column("job.status IN ('menunggu','tak_pasti')"),
            c.faskes_id == faskes_id,
            opens.is_not(None),
            ~_waits(),
        )
    )
    if pekerja is None:
        left = conn.execute(query).scalar()
    else:
        held = sa.exists().where(sa.literal_column("job.status = 'proses'"), c.pekerja == pekerja)
        left = conn.execute(sa.select(sa.case((held, 0), else_=query.scalar_subquery()))).scalar()
    return None if left is None else max(int(left), 0)


def in_process(conn: sa.Connection, pekerja: str) -> int:
    """Count the jobs a worker holds."""
    c = t.job.c
    query = sa.select(sa.func.count()).where(sa.literal_column("status = 'proses'"), c.pekerja == pekerja)
    return int(conn.execute(query).scalar_one())
