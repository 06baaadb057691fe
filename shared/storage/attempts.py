"""Attempts and payload versions: append-only, bodies apart from rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from shared.domain.masking import mask_numbers
from shared.domain.records import JobKlaim, Percobaan, VersiMuatan
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.clock import db_now

MAX_BODY = 256 * 1024
"""Characters of a request or response that are kept."""


def add_payload(
    conn: sa.Connection, job_id: int, isi: str, *, asal: str, oleh: str = "", alasan: str = ""
) -> int:
    """Keep a body as the job's newest payload version, unless it is the newest already."""
    c = t.muatan.c
    last = conn.execute(
        sa.select(c.id, c.versi, c.isi).where(c.job_id == job_id).order_by(c.versi.desc()).limit(1)
    ).one_or_none()
    if last is not None and asal == "tiket":
        there = bodies.look(conn, Tempat.MUATAN, job_id, last.versi, data=last.isi)
        if not there.keadaan and there.teks == isi:
            return int(last.id)
    version = 1 if last is None else last.versi + 1
    result = conn.execute(
        sa.insert(t.muatan).values(
            job_id=job_id,
            versi=version,
            isi=bodies.seal(conn, Tempat.MUATAN, job_id, version, text=isi),
            asal=asal,
            oleh=oleh,
            alasan=alasan,
            dibuat=db_now(),
        )
    )
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def begin_attempt(conn: sa.Connection, klaim: JobKlaim, request: str, muatan_id: int | None) -> None:
    """Write down, before the first byte leaves, that this attempt begins and what it sends."""
    result = conn.execute(
        sa.insert(t.percobaan).values(
            job_id=klaim.id,
            no=klaim.fence,
            asal=klaim.asal,
            oleh=klaim.oleh,
            pekerja=klaim.pekerja,
            mulai=db_now(),
            muatan_id=muatan_id,
        )
    )
    number = result.inserted_primary_key[0]  # type: ignore[index]
    sealed = bodies.seal(conn, Tempat.REQUEST, number, text=request[:MAX_BODY]) if request else b""
    conn.execute(sa.insert(t.percobaan_isi).values(percobaan_id=number, request=sealed, response=b""))


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
    c = t.percobaan.c
    row = conn.execute(
        sa.update(t.percobaan)
        .where(c.job_id == job_id, c.no == no, c.selesai.is_(None))
        .values(
            selesai=db_now(),
            http=http,
            kode=kode,
            pesan=mask_numbers(pesan),
            kelas=kelas,
            id_permintaan=id_permintaan or None,
        )
        .returning(c.id, c.mulai)
    ).one_or_none()
    if row is None:
        return None
    if response:
        sealed = bodies.seal(conn, Tempat.RESPONSE, row.id, text=response[:MAX_BODY])
        conn.execute(
            sa.update(t.percobaan_isi).where(t.percobaan_isi.c.percobaan_id == row.id).values(response=sealed)
        )
    return int(row.mulai)


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
