"""Jobs: adding, claiming with a fence, settling, leases, and what the engine may take next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from shared.domain.answers import Layanan
from shared.domain.records import JobRingkas
from shared.domain.status import JENIS_SATUSEHAT, LIVE_JOB, JenisJob, Kelas, Periksa, StatusJob
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.hot import Hot
from shared.storage.tickets import JOB_COLUMNS, job_ringkas

LAYANAN: dict[JenisJob, Layanan] = {
    JenisJob.PENDAFTARAN: Layanan.PCARE,
    JenisJob.TAMBAH_ANTREAN: Layanan.ANTREAN,
    JenisJob.PANGGIL_ANTREAN: Layanan.ANTREAN,
    JenisJob.BATAL_ANTREAN: Layanan.ANTREAN,
    JenisJob.KUNJUNGAN: Layanan.PCARE,
    JenisJob.HAPUS_PENDAFTARAN: Layanan.PCARE,
    JenisJob.HAPUS_KUNJUNGAN: Layanan.PCARE,
    **dict.fromkeys(JENIS_SATUSEHAT, Layanan.SATUSEHAT),
}
"""The service each type of job goes to."""

ASKED, BY_ITSELF, CHECKING = "petugas", "otomatis", "periksa"
"""Who wanted an attempt: a person, the engine, or a read-back of the engine."""


def add_job(
    conn: sa.Connection,
    *,
    faskes_id: int,
    antrean_id: int | None,
    pasien_id: int | None,
    jenis: JenisJob,
    tanggal: date,
    prioritas: int = 5,
    parameter: dict[str, object] | None = None,
    asal: str = BY_ITSELF,
    oleh: str = "",
    setelah: tuple[int, int | None] | None = None,
    periksa: Periksa = Periksa.KIRIM,
    kunjungan_id: int | None = None,
) -> int:
    """Add a job that is due at once, to be sent or to be read back first.

    Raises ``IntegrityError`` while one of its type is alive.

    *setelah* names a job that goes first: its one attempt beyond the given number, or, with
    ``None``, until it is over.
    """
    result = conn.execute(
        sa.insert(t.job).values(
            faskes_id=faskes_id,
            antrean_id=antrean_id,
            pasien_id=pasien_id,
            jenis=jenis.value,
            layanan=LAYANAN[jenis].value,
            status=(StatusJob.MENUNGGU if periksa is Periksa.KIRIM else StatusJob.TAK_PASTI).value,
            periksa=periksa.value,
            tanggal=tanggal,
            prioritas=prioritas,
            parameter=json.dumps(parameter or {}),
            jatuh_tempo=db_now(),
            asal=asal,
            oleh=oleh,
            setelah_id=setelah[0] if setelah else None,
            setelah_no=setelah[1] if setelah else None,
            kunjungan_id=kunjungan_id,
            dibuat=db_now(),
            diubah=db_now(),
        )
    )
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def set_body(conn: sa.Connection, job_id: int, muatan_id: int) -> None:
    """Let a job send a body as it is, rather than one built from its ticket."""
    conn.execute(sa.update(t.job).where(t.job.c.id == job_id).values(muatan_id=muatan_id))


def forget_removed_body(conn: sa.Connection, job_id: int) -> None:
    """Take a job's edited body away from it when the body itself was removed after its time."""
    gone = sa.select(t.muatan.c.id).where(t.muatan.c.job_id == job_id, t.muatan.c.isi.is_(None))
    conn.execute(
        sa.update(t.job).where(t.job.c.id == job_id, t.job.c.muatan_id.in_(gone)).values(muatan_id=None)
    )


def restart_job(
    conn: sa.Connection,
    job_id: int,
    *,
    dari: Sequence[StatusJob],
    periksa: Periksa,
    oleh: str,
    asal: str = ASKED,
    prioritas: int = 1,
    setelah: tuple[int, int | None] | None = None,
    muatan_id: int | None = None,
) -> bool:
    """Set a job that rests going again, with a fresh budget.

    A job to be read back first goes to ``tak_pasti``, any other to ``menunggu``. Tells whether it
    did: it still rested, and no other job of its ticket and type is alive.
    """
    status = StatusJob.MENUNGGU if periksa is Periksa.KIRIM else StatusJob.TAK_PASTI
    c = t.job.c
    values: dict[str, Any] = {
        "status": status.value,
        "periksa": periksa.value,
        "prioritas": prioritas,
        "jatuh_tempo": db_now(),
        "anggaran": 0,
        "baca": 0,
        "absen": 0,
        "ulang_pada": None,
        "asal": asal,
        "oleh": oleh,
        "setelah_id": setelah[0] if setelah else None,
        "setelah_no": setelah[1] if setelah else None,
        "diubah": db_now(),
        "selesai": None,
        "ditahan_oleh": None,
        "ditahan_sejak": None,
    }
    if status is StatusJob.TAK_PASTI:
        values["tak_pasti_sejak"] = db_now()
    if muatan_id is not None:
        values["muatan_id"] = muatan_id
    other = t.job.alias("other")
    alive = sa.exists().where(
        other.c.antrean_id == c.antrean_id,
        other.c.jenis == c.jenis,
        other.c.id != c.id,
        other.c.status.in_([s.value for s in LIVE_JOB]),
    )
    result = conn.execute(
        sa.update(t.job).where(c.id == job_id, c.status.in_([s.value for s in dari]), ~alive).values(values)
    )
    return result.rowcount == 1


def drop_jobs(conn: sa.Connection, ids: Sequence[int]) -> int:
    """Drop jobs that nobody has started; returns how many still were."""
    c = t.job.c
    result = conn.execute(
        sa.update(t.job)
        .where(c.id.in_(ids), c.status == StatusJob.MENUNGGU.value)
        .values(status=StatusJob.DIBATALKAN.value, diubah=db_now(), selesai=db_now(), ulang_pada=None)
    )
    return result.rowcount


HOLD_MS = 60 * 60_000
"""How long a hold lasts unless it is renewed: a terminal that died must not stop retries for ever."""


def held() -> sa.ColumnElement[bool]:
    """Whether somebody is editing a job's body just now."""
    c = t.job.c
    return sa.and_(c.ditahan_sejak.is_not(None), c.ditahan_sejak > db_now() - HOLD_MS)


def holder(conn: sa.Connection, job_id: int) -> str | None:
    """Name who is editing a job, ``None`` when nobody is."""
    return conn.execute(sa.select(t.job.c.ditahan_oleh).where(t.job.c.id == job_id, held())).scalar()


def hold(conn: sa.Connection, job_id: int, oleh: str | None) -> None:
    """Hold a job back from every retry of its own for *oleh*, or with ``None`` let it go."""
    conn.execute(
        sa.update(t.job)
        .where(t.job.c.id == job_id)
        .values(ditahan_oleh=oleh, ditahan_sejak=None if oleh is None else db_now())
    )


def release(
    conn: sa.Connection,
    faskes_id: int,
    kelas: Kelas,
    *,
    layanan: str | None = None,
    antrean_id: int | None = None,
) -> int:
    """Set failed jobs of one class going again, because what they failed for has been mended.

    One that is being edited goes as soon as the editing is dropped.
    """
    values = {"b_faskes": faskes_id, "b_kelas": kelas.value, "b_layanan": layanan, "b_antrean": antrean_id}
    values = {name: value for name, value in values.items() if value is not None}
    any_failed, keep, go = _releasing(layanan is not None, antrean_id is not None)
    if any_failed.one_or_none(conn, **values) is None:  # nearly always
        return 0
    keep.count(conn, **values)
    return go.count(conn, **values)


_FORWARD = (JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN, JenisJob.PANGGIL_ANTREAN)


@cache
def _releasing(one_service: bool, one_ticket: bool) -> tuple[Hot, Hot, Hot]:
    """The statements of a release: whether there is anything, for what is being edited, and for all else."""
    c = t.job.c
    forward = [sa.literal(kind.value) for kind in _FORWARD]
    cancelled = sa.exists().where(t.antrean.c.id == c.antrean_id, t.antrean.c.status == "batal")
    where = [
        c.faskes_id == sa.bindparam("b_faskes"),
        c.status == StatusJob.GAGAL.value,
        c.kelas == sa.bindparam("b_kelas"),
        ~sa.and_(c.jenis.in_(forward), cancelled),
    ]
    if one_service:
        where.append(c.layanan == sa.bindparam("b_layanan"))
    if one_ticket:
        where.append(c.antrean_id == sa.bindparam("b_antrean"))
    go = (
        sa.update(t.job)
        .where(*where, ~held())
        .values(
            status=StatusJob.MENUNGGU.value, periksa=Periksa.KIRIM.value, anggaran=0,
            jatuh_tempo=db_now(), ulang_pada=None, diubah=db_now(), selesai=None,
        )
    )  # fmt: skip
    keep = sa.update(t.job).where(*where, held()).values(ulang_pada=db_now())
    found = sa.select(c.id).where(*where).limit(sa.literal_column("1"))
    return Hot(lambda: found), Hot(lambda: keep), Hot(lambda: go)


def outcomes(conn: sa.Connection, ids: Sequence[int]) -> tuple[JobRingkas, ...]:
    """Read jobs as they stand, in the order of *ids*."""
    rows = {
        row.id: job_ringkas(row) for row in conn.execute(sa.select(*JOB_COLUMNS).where(t.job.c.id.in_(ids)))
    }
    return tuple(rows[number] for number in ids if number in rows)


def absence_told(conn: sa.Connection, antrean_id: int) -> bool:
    """Tell whether *panggil* status 2 (absent) was ever asked for a ticket."""
    c = t.job.c
    rows = conn.execute(
        sa.select(c.parameter).where(c.antrean_id == antrean_id, c.jenis == JenisJob.PANGGIL_ANTREAN.value)
    ).scalars()
    return any(json.loads(parameter).get("status") == 2 for parameter in rows)


def owner(conn: sa.Connection, job_id: int) -> Any | None:
    """Read whose job it is: faskes_id, antrean_id, pasien_id, jenis, status, percobaan, tanggal."""
    return conn.execute(_OWNER, {"id": job_id}).one_or_none()


_OWNER = sa.select(
    *(
        t.job.c[name]
        for name in (
            "faskes_id", "antrean_id", "pasien_id", "jenis", "status", "percobaan", "tanggal", "kelas",
            "kunjungan_id", "muatan_id", "oleh",
        )
    )
).where(t.job.c.id == sa.bindparam("id"))  # fmt: skip


def any_live(conn: sa.Connection, faskes_id: int, layanan: str) -> bool:
    """Tell whether a clinic has a job of a service under way or waiting."""
    c = t.job.c
    live: sa.ColumnElement[bool] = sa.literal_column("job.status IN ('menunggu','tak_pasti')")
    query = sa.select(sa.literal(1)).where(live, c.faskes_id == faskes_id, c.layanan == layanan)
    return conn.execute(query.limit(1)).first() is not None


def of_clinic(conn: sa.Connection, faskes_id: int, ids: Sequence[int]) -> list[int]:
    """Leave out the ids of jobs that are gone or another clinic's."""
    c = t.job.c
    there = set(conn.execute(sa.select(c.id).where(c.id.in_(ids), c.faskes_id == faskes_id)).scalars())
    return [number for number in ids if number in there]
