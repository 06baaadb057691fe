"""Claims: taking a job with a fence, settling it, and leases that run out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from shared.domain.answers import Layanan
from shared.domain.masking import mask_numbers
from shared.domain.records import JobKlaim
from shared.domain.retries import Langkah
from shared.domain.status import JenisJob, Kelas, Periksa, StatusJob
from shared.storage import attempts, links, sumber, visits
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.due import LIVE, waits
from shared.storage.hot import Hot
from shared.storage.jobs import ASKED, BY_ITSELF, CHECKING, held
from shared.storage.tickets import tiket


def claim(conn: sa.Connection, job_id: int, pekerja: str, sewa: int) -> JobKlaim | None:
    """Take a due job for one attempt, or return ``None`` when it is not to be had.

    *sewa* is the lease in milliseconds. The raised attempt number is the fence: every later write
    of this attempt carries it, so whoever comes second writes nothing.
    """
    row = _TAKE.one_or_none(conn, b_id=job_id, b_pekerja=pekerja, b_sewa=sewa)
    if row is None:
        return None
    muatan = None if row.muatan_id is None else attempts.body(conn, row.muatan_id)
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


def _taking() -> ReturningUpdate[Any]:
    c = t.job.c
    sending = c.periksa == Periksa.KIRIM.value
    return (
        sa.update(t.job)
        .where(c.id == sa.bindparam("b_id"), LIVE, c.jatuh_tempo <= db_now(), ~waits())
        .values(
            status=StatusJob.PROSES.value,
            percobaan=c.percobaan + 1,
            anggaran=sa.case((sending, c.anggaran + 1), else_=c.anggaran),
            baca=sa.case((sending, 0), else_=c.baca + 1),
            sewa_sampai=db_now() + sa.bindparam("b_sewa", type_=sa.BigInteger()),
            pekerja=sa.bindparam("b_pekerja"),
            diubah=db_now(),
        )
        .returning(*t.job.c)
    )


_TAKE = Hot(_taking)

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
        .where(c.id == job_id, LIVE)
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
    unknown = langkah.status is StatusJob.TAK_PASTI
    statement = _settling(
        ends=langkah.status in (StatusJob.TERKIRIM, StatusJob.GAGAL, StatusJob.DIBATALKAN),
        again=langkah.ulang_tunda is not None,
        newly_unknown=unknown and klaim.periksa is Periksa.KIRIM,
        sent=langkah.status is StatusJob.TERKIRIM,
    )
    values = {
        "b_id": klaim.id,
        "b_fence": klaim.fence,
        "b_status": langkah.status.value,
        "b_periksa": langkah.periksa.value,
        "b_tunda": langkah.tunda,
        "b_absen": absen if unknown else 0,
        "b_kelas": kelas,
        "b_sebab": sebab,
        "b_http": http,
        "b_kode": kode,
        "b_pesan": mask_numbers(pesan),
        "b_dari_bpjs": dari_bpjs,
    }
    if langkah.ulang_tunda is not None:
        values["b_ulang"] = langkah.ulang_tunda
    return statement.count(conn, **values) == 1


@cache
def _settling(*, ends: bool, again: bool, newly_unknown: bool, sent: bool) -> Hot:
    """The settling statement of one kind of outcome."""
    return Hot(lambda: _settled(ends=ends, again=again, newly_unknown=newly_unknown, sent=sent))


def _settled(*, ends: bool, again: bool, newly_unknown: bool, sent: bool) -> sa.Update:
    c = t.job.c

    def given(name: str, like: sa.ColumnElement[Any] | None = None) -> sa.BindParameter[Any]:
        return sa.bindparam(f"b_{name}", type_=(c[name] if like is None else like).type)

    values: dict[str, Any] = {
        name: given(name)
        for name in ("status", "periksa", "absen", "kelas", "sebab", "http", "kode", "pesan", "dari_bpjs")
    }
    values |= {
        "jatuh_tempo": db_now() + given("tunda", c.jatuh_tempo),
        "ulang_pada": db_now() + given("ulang", c.jatuh_tempo) if again else None,
        "sewa_sampai": None,
        "pekerja": None,
        "asal": BY_ITSELF,
        "diubah": db_now(),
        "selesai": db_now() if ends else None,
    }
    if newly_unknown:
        values["tak_pasti_sejak"] = db_now()
    if sent:
        values |= {"tak_pasti_sejak": None, "setelah_id": None, "setelah_no": None}
    return (
        sa.update(t.job)
        .where(
            c.id == sa.bindparam("b_id"),
            c.percobaan == sa.bindparam("b_fence"),
            sa.or_(c.status == StatusJob.PROSES.value, c.status == StatusJob.TAK_PASTI.value),
        )
        .values(values)
    )


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


def in_process(conn: sa.Connection, pekerja: str) -> int:
    """Count the jobs a worker holds."""
    c = t.job.c
    query = sa.select(sa.func.count()).where(sa.literal_column("status = 'proses'"), c.pekerja == pekerja)
    return int(conn.execute(query).scalar_one())
