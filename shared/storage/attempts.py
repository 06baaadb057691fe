"""Attempts and payload versions: append-only, bodies apart from rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from shared.domain.masking import mask_numbers
from shared.domain.records import JobKlaim, Percobaan, VersiMuatan
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.clock import db_now
from shared.storage.hot import Hot, HotInsert

MAX_BODY = 256 * 1024
"""Characters of a request or response that are kept."""


def add_payload(
    conn: sa.Connection,
    job_id: int,
    isi: str,
    *,
    asal: str,
    oleh: str = "",
    alasan: str = "",
    baru: bool = False,
) -> int:
    """Keep a body as the job's newest payload version, unless it is the newest already.

    *baru*: most likely there is none yet, so that is tried before looking.
    """

    def keep(version: int) -> int | None:
        sealed = bodies.seal(conn, Tempat.MUATAN, job_id, version, text=isi)
        return _KEEP.key(
            conn, b_job=job_id, b_versi=version, b_isi=sealed, b_asal=asal, b_oleh=oleh, b_alasan=alasan
        )

    if baru and (first := keep(1)) is not None:
        return first
    last = _NEWEST.one_or_none(conn, job=job_id)
    if last is not None and asal == "tiket":
        there = bodies.look(conn, Tempat.MUATAN, job_id, last.versi, data=last.isi)
        if not there.keadaan and there.teks == isi:
            return int(last.id)
    version = 1 if last is None else last.versi + 1
    made = keep(version)
    assert made is not None  # noqa: S101 - the job is ours: nobody else adds to it meanwhile
    return made


def _newest() -> sa.Select[Any]:
    c = t.muatan.c
    of_job = sa.select(c.id, c.versi, c.isi).where(c.job_id == sa.bindparam("job"))
    return of_job.order_by(c.versi.desc()).limit(sa.literal_column("1"))


_NEWEST = Hot(_newest)


def _keep() -> sa.Insert:
    """Insert a version unless it is there, or a later one."""
    c = t.muatan.c
    given = {
        "job_id": "b_job", "versi": "b_versi", "asal": "b_asal", "oleh": "b_oleh", "alasan": "b_alasan",
        "isi": "b_isi",
    }  # fmt: skip
    values = [sa.bindparam(bind, type_=c[name].type) for name, bind in given.items()]
    there = sa.exists().where(c.job_id == sa.bindparam("b_job"), c.versi >= sa.bindparam("b_versi"))
    row = sa.select(*values, db_now()).where(~there)
    return sa.insert(t.muatan).from_select([*given, "dibuat"], row)


_KEEP = HotInsert(_keep, lambda: t.muatan.c.id)


def begin_attempt(conn: sa.Connection, klaim: JobKlaim, request: str, muatan_id: int | None) -> None:
    """Write down, before the first byte leaves, that this attempt begins and what it sends."""
    number = _BEGIN.key(
        conn, b_job=klaim.id, b_no=klaim.fence, b_asal=klaim.asal, b_oleh=klaim.oleh,
        b_pekerja=klaim.pekerja, b_muatan=muatan_id,
    )  # fmt: skip
    sealed = bodies.seal(conn, Tempat.REQUEST, number, text=request[:MAX_BODY]) if request else b""
    _REQUEST.count(conn, b_id=number, b_request=sealed)


_BEGIN = HotInsert(
    lambda: sa.insert(t.percobaan).values(
        job_id=sa.bindparam("b_job"), no=sa.bindparam("b_no"), asal=sa.bindparam("b_asal"),
        oleh=sa.bindparam("b_oleh"), pekerja=sa.bindparam("b_pekerja"), mulai=db_now(),
        muatan_id=sa.bindparam("b_muatan"),
    ),
    lambda: t.percobaan.c.id,
)  # fmt: skip
_REQUEST = Hot(
    lambda: sa.insert(t.percobaan_isi).values(
        percobaan_id=sa.bindparam("b_id"), request=sa.bindparam("b_request"), response=sa.literal(b"")
    )
)


def end_attempt(
    conn: sa.Connection,
    job_id: int,
    no: int,
    *,
    http: int | None,
    kode: str | None,
    pesan: str,
    kelas: str,
    response: str,
    id_permintaan: str = "",
) -> int | None:
    """Complete an attempt's row with its outcome; returns when it began, in Unix ms.

    Done at most once: ``None`` the second time. *id_permintaan* is the service's own name for the call.
    Numbers of people in *pesan* are masked: rows outlive bodies.
    """
    row = _END.one_or_none(
        conn, b_job=job_id, b_no=no, b_http=http, b_kode=kode, b_pesan=mask_numbers(pesan), b_kelas=kelas,
        b_permintaan=id_permintaan or None,
    )  # fmt: skip
    if row is None:
        return None
    if response:
        sealed = bodies.seal(conn, Tempat.RESPONSE, row.id, text=response[:MAX_BODY])
        _RESPONSE.count(conn, b_id=row.id, b_response=sealed)
    return int(row.mulai)


def _ending() -> ReturningUpdate[Any]:
    c = t.percobaan.c
    return (
        sa.update(t.percobaan)
        .where(c.job_id == sa.bindparam("b_job"), c.no == sa.bindparam("b_no"), c.selesai.is_(None))
        .values(
            selesai=db_now(), http=sa.bindparam("b_http"), kode=sa.bindparam("b_kode"),
            pesan=sa.bindparam("b_pesan"), kelas=sa.bindparam("b_kelas"),
            id_permintaan=sa.bindparam("b_permintaan"),
        )
        .returning(c.id, c.mulai)
    )  # fmt: skip


_END = Hot(_ending)
_RESPONSE = Hot(
    lambda: (
        sa.update(t.percobaan_isi)
        .where(t.percobaan_isi.c.percobaan_id == sa.bindparam("b_id"))
        .values(response=sa.bindparam("b_response"))
    )
)


def withdraw_attempt(conn: sa.Connection, job_id: int, no: int) -> None:
    """Take an attempt's row back that turned out never to have begun (its claim was handed back)."""
    c = t.percobaan.c
    number = conn.execute(sa.select(c.id).where(c.job_id == job_id, c.no == no)).scalar_one_or_none()
    if number is not None:
        conn.execute(sa.delete(t.percobaan_isi).where(t.percobaan_isi.c.percobaan_id == number))
        conn.execute(sa.delete(t.percobaan).where(c.id == number))


def attempts(conn: sa.Connection, job_id: int) -> tuple[Percobaan, ...]:
    """Read every attempt of a job, oldest first, bodies included."""
    c, b = t.percobaan.c, t.percobaan_isi.c
    query = (
        sa.select(t.percobaan, b.request, b.response, t.muatan.c.versi)
        .select_from(
            t.percobaan.outerjoin(t.percobaan_isi, b.percobaan_id == c.id).outerjoin(
                t.muatan, t.muatan.c.id == c.muatan_id
            )
        )
        .where(c.job_id == job_id)
        .order_by(c.no)
    )
    return tuple(_attempt(conn, row) for row in conn.execute(query).all())


def _attempt(conn: sa.Connection, r: Any) -> Percobaan:
    sent = bodies.look(conn, Tempat.REQUEST, r.id, data=r.request)
    came = bodies.look(conn, Tempat.RESPONSE, r.id, data=r.response)
    return Percobaan(
        r.no, r.asal, r.oleh, r.mulai, r.selesai, r.http, r.kode, r.pesan, r.kelas,
        sent.teks, came.teks, r.versi, r.id_permintaan or "", sent.keadaan or came.keadaan,
    )  # fmt: skip


def versions(conn: sa.Connection, job_id: int) -> tuple[VersiMuatan, ...]:
    """Read every version of a job's body, oldest first."""
    c = t.muatan.c
    rows = conn.execute(sa.select(t.muatan).where(c.job_id == job_id).order_by(c.versi))
    found = []
    for r in rows.all():
        body = bodies.look(conn, Tempat.MUATAN, job_id, r.versi, data=r.isi)
        found.append(VersiMuatan(r.id, r.versi, body.teks, r.asal, r.oleh, r.alasan, r.dibuat, body.keadaan))
    return tuple(found)


def newest_body(conn: sa.Connection, job_id: int) -> str | None:
    """Read the newest version of a job's body, ``None`` when there is none, or none any more.

    Raises :class:`StorageFailure` when it cannot be opened here.
    """
    c = t.muatan.c
    row = conn.execute(
        sa.select(c.versi, c.isi).where(c.job_id == job_id).order_by(c.versi.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    if row is None or row.isi is None:
        return None
    return bodies.read(conn, Tempat.MUATAN, job_id, row.versi, data=row.isi)


def body(conn: sa.Connection, muatan_id: int) -> str:
    """Read one version of a body; raises :class:`StorageFailure` when it is gone or cannot be opened."""
    c = t.muatan.c
    row = conn.execute(sa.select(c.job_id, c.versi, c.isi).where(c.id == muatan_id)).one()
    return bodies.read(conn, Tempat.MUATAN, row.job_id, row.versi, data=row.isi)
