"""Resources of SatuSehat: keeping them, what they wait for, and setting going what waits no longer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from shared.domain.answers import Layanan
from shared.domain.status import Kelas, Periksa, StatusJob
from shared.domain.sumber import DILIHAT_DULU, JENIS, Acuan, Sumber, Tipe, prioritas
from shared.domain.sumber_isi import AKHIR
from shared.storage import bodies, kode_kfa
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.clock import db_now

_LOCK = 0x64656B63


def lock(conn: sa.Connection, faskes_id: int) -> None:
    """Let nobody else add or settle resources of a clinic until the transaction ends.

    A parent that is added and sent meanwhile would not see a child that is not committed yet.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK, faskes_id)))


def find(conn: sa.Connection, faskes_id: int, tipe: Tipe, kunci: str) -> Any | None:
    """Read the row of a local id, with its body and the state of its job (``status``, ``muatan_id``).

    A body that was removed after its time is ``""``.
    """
    c = t.sumber.c
    query = (
        sa.select(t.sumber, t.sumber_isi.c.isi, t.job.c.status, t.job.c.muatan_id)
        .select_from(
            t.sumber.join(t.sumber_isi, t.sumber_isi.c.sumber_id == c.id).join(t.job, t.job.c.id == c.job_id)
        )
        .where(c.faskes_id == faskes_id, c.tipe == tipe.value, c.kunci == kunci)
    )
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    gone = row["isi"] is None
    body = "" if gone else bodies.read(conn, Tempat.SUMBER, row["id"], data=row["isi"])
    return SimpleNamespace(**dict(row) | {"isi": body})


def known(conn: sa.Connection, faskes_id: int, tipe: Tipe, kunci: str) -> tuple[bool, bool]:
    """Tell whether a row has this local id, and whether one has it as the id it has there."""
    c = t.sumber.c
    mine = (c.faskes_id == faskes_id, c.tipe == tipe.value)
    local = sa.exists().where(*mine, c.kunci == kunci)
    remote = sa.exists().where(*mine, c.remote_id == kunci)
    row = conn.execute(sa.select(local, remote)).one()
    return bool(row[0]), bool(row[1])


def add(
    conn: sa.Connection,
    faskes_id: int,
    tipe: Tipe,
    kunci: str,
    *,
    asal: str,
    isi: str,
    acuan: Iterable[Acuan],
    tanggal: date,
    tahap: int,
    ringkas: str,
    produk: str = "",
    tertahan_produk: bool = False,
    pasien_id: int | None = None,
    antrean_id: int | None = None,
    oleh: str = "",
) -> int:
    """Add a resource and its job, which waits for :func:`release`; returns the resource's id."""
    job = conn.execute(
        sa.insert(t.job).values(
            faskes_id=faskes_id,
            pasien_id=pasien_id,
            jenis=JENIS[tipe].value,
            layanan=Layanan.SATUSEHAT.value,
            status=StatusJob.TERTAHAN.value,
            periksa=(Periksa.HASIL if tipe in DILIHAT_DULU else Periksa.KIRIM).value,
            tanggal=tanggal,
            prioritas=prioritas(tipe),
            jatuh_tempo=db_now(),
            oleh=oleh,
            dibuat=db_now(),
            diubah=db_now(),
        )
    ).inserted_primary_key[0]  # type: ignore[index]
    number = conn.execute(
        sa.insert(t.sumber).values(
            faskes_id=faskes_id, job_id=job, antrean_id=antrean_id, tipe=tipe.value, kunci=kunci, asal=asal,
            tahap=tahap, ringkas=ringkas, produk=produk or None, tertahan_produk=tertahan_produk,
            dibuat=db_now(), diubah=db_now(),
        )
    ).inserted_primary_key[0]  # type: ignore[index]  # fmt: skip
    sealed = bodies.seal(conn, Tempat.SUMBER, number, text=isi)
    conn.execute(sa.insert(t.sumber_isi).values(sumber_id=number, isi=sealed))
    _refer(conn, faskes_id, number, acuan)
    return int(number)


def _refer(conn: sa.Connection, faskes_id: int, anak_id: int, acuan: Iterable[Acuan]) -> None:
    rows = [
        {
            "anak_id": anak_id, "faskes_id": faskes_id, "tahap": AKHIR if ref.akhir else 1,
            "tipe": ref.tipe.value, "kunci": ref.kunci,
        }
        for ref in acuan
    ]  # fmt: skip
    if rows:
        conn.execute(sa.insert(t.sumber_induk), rows)


def change(
    conn: sa.Connection,
    row: Any,
    *,
    isi: str,
    acuan: Iterable[Acuan],
    tahap: int,
    ringkas: str,
    **values: Any,
) -> None:
    """Give a resource another body: its job starts afresh unless it is under way, and then follows."""
    sealed = bodies.seal(conn, Tempat.SUMBER, row.id, text=isi)
    conn.execute(sa.update(t.sumber_isi).where(t.sumber_isi.c.sumber_id == row.id).values(isi=sealed))
    conn.execute(sa.delete(t.sumber_induk).where(t.sumber_induk.c.anak_id == row.id))
    _refer(conn, row.faskes_id, row.id, acuan)
    values |= {"tahap": tahap, "ringkas": ringkas, "diubah": db_now()}
    conn.execute(sa.update(t.sumber).where(t.sumber.c.id == row.id).values(values))


def unlink(conn: sa.Connection, sumber_id: int) -> None:
    """Forget the id a resource has there: it is another's, or nobody's."""
    conn.execute(
        sa.update(t.sumber)
        .where(t.sumber.c.id == sumber_id)
        .values(remote_id=None, tahap_terkirim=0, pernah_post=False, boleh_buat=False)
    )


def hold_back(conn: sa.Connection, job_id: int, periksa: Periksa) -> None:
    """Put a job that is not under way back to where it waits for its parents, with nothing edited."""
    c = t.job.c
    rests = (
        StatusJob.GAGAL.value,
        StatusJob.TERTAHAN.value,
        StatusJob.MENUNGGU.value,
        StatusJob.TERKIRIM.value,
    )
    conn.execute(
        sa.update(t.job)
        .where(c.id == job_id, c.status.in_(rests))
        .values(
            status=StatusJob.TERTAHAN.value, periksa=periksa.value, anggaran=0, baca=0, absen=0, kelas=None,
            pesan="", sebab="", http=None, kode=None, muatan_id=None, selesai=None, ulang_pada=None,
            diubah=db_now(),
        )
    )  # fmt: skip


def rest(conn: sa.Connection, job_id: int, *, arrived: bool) -> None:
    """Let a job wait for its parents: as sent, when its resource has *arrived* in an earlier state."""
    status = StatusJob.TERKIRIM if arrived else StatusJob.TERTAHAN
    conn.execute(
        sa.update(t.job)
        .where(t.job.c.id == job_id)
        .values(status=status.value, selesai=db_now() if arrived else None, diubah=db_now())
    )


def begin_with(conn: sa.Connection, sumber_id: int, periksa: Periksa) -> None:
    """Say what the first attempt at a resource is: a look, or the send."""
    job = sa.select(t.sumber.c.job_id).where(t.sumber.c.id == sumber_id).scalar_subquery()
    conn.execute(sa.update(t.job).where(t.job.c.id == job).values(periksa=periksa.value))


def fail(conn: sa.Connection, sumber_id: int, kelas: Kelas, sebab: str, pesan: str) -> None:
    """Let a resource's job have failed without an attempt: what it lacks is known beforehand."""
    job = sa.select(t.sumber.c.job_id).where(t.sumber.c.id == sumber_id).scalar_subquery()
    conn.execute(
        sa.update(t.job)
        .where(t.job.c.id == job)
        .values(
            status=StatusJob.GAGAL.value, kelas=kelas.value, sebab=sebab, pesan=pesan, dari_bpjs=False,
            http=None, diubah=db_now(), selesai=db_now(),
        )
    )  # fmt: skip


_MANY_STATES = Tipe.ENCOUNTER.value


def _next(s: Any) -> sa.ColumnElement[int]:
    """The state that is sent next: see :func:`shared.domain.sumber_isi.tahap_kirim`."""
    first = sa.and_(s.tipe == _MANY_STATES, s.tahap_terkirim == 0)
    return sa.case((first, 1), else_=s.tahap)


def _unmet(s: Any, e: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions on a reference *e* of a resource *s*: needed for its next state, and not known there."""
    p = t.sumber.alias("induk").c
    there = sa.exists().where(
        p.faskes_id == e.faskes_id, p.tipe == e.tipe, p.kunci == e.kunci, p.remote_id.is_not(None)
    )
    return e.anak_id == s.id, e.tahap <= _next(s), ~there


def release(
    conn: sa.Connection,
    faskes_id: int,
    *,
    ids: Sequence[int] | None = None,
    induk: tuple[Tipe, str] | None = None,
) -> int:
    """Set going what waits for nothing any more: of *ids*, or of what refers to *induk*; returns how many.

    A resource that has arrived and is wanted in a later state goes again as soon as it can.
    """
    s, e = t.sumber.c, t.sumber_induk.c
    mine = [s.faskes_id == faskes_id, s.tahap > s.tahap_terkirim]
    if ids is not None:
        mine.append(s.id.in_(ids))
    if induk is not None:
        refers = sa.select(e.anak_id).where(
            e.faskes_id == faskes_id, e.tipe == induk[0].value, e.kunci == induk[1]
        )
        mine.append(s.id.in_(refers))
    j = t.job.c
    if conn.dialect.name == "postgresql":
        # Two parents that arrive at once must not each leave the child to the other; nor must a child that
        # is being settled itself, so whatever state it is in, it is waited for.
        rows = sa.select(j.id).where(j.id.in_(sa.select(s.job_id).where(*mine)))
        conn.execute(rows.order_by(j.id).with_for_update())
    free = ~sa.exists().where(*_unmet(s, e))
    ready = sa.select(s.job_id).where(*mine, free, s.tertahan_produk.is_(False))
    state = sa.case(
        (j.periksa == Periksa.KIRIM.value, StatusJob.MENUNGGU.value), else_=StatusJob.TAK_PASTI.value
    )
    first = conn.execute(
        sa.update(t.job)
        .where(j.id.in_(ready), j.status == StatusJob.TERTAHAN.value)
        .values(status=state, jatuh_tempo=db_now(), diubah=db_now())
    )
    later = ready.where(s.remote_id.is_not(None), s.tahap > s.tahap_terkirim)
    again = conn.execute(
        sa.update(t.job)
        .where(j.id.in_(later), j.status == StatusJob.TERKIRIM.value)
        .values(
            status=StatusJob.TAK_PASTI.value, periksa=Periksa.HASIL.value, jatuh_tempo=db_now(),
            muatan_id=None, anggaran=0, baca=0, absen=0, diubah=db_now(), selesai=None,
        )
    )  # fmt: skip
    return first.rowcount + again.rowcount


def hold_parents(conn: sa.Connection, ids: Sequence[int]) -> None:
    """Let no parent of *ids* be settled until the transaction ends: it would not see these children."""
    if conn.dialect.name == "postgresql":
        p, e = t.sumber.c, t.sumber_induk.c
        refers = sa.exists().where(
            e.anak_id.in_(ids), e.faskes_id == p.faskes_id, e.tipe == p.tipe, e.kunci == p.kunci
        )
        conn.execute(sa.select(p.id).where(refers).order_by(p.id).with_for_update(read=True))


def hold_job(conn: sa.Connection, job_id: int) -> None:
    """Take a job before its resource, in the order in which an attempt is settled."""
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(t.job.c.id).where(t.job.c.id == job_id).with_for_update())


def waits_for(conn: sa.Connection, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Read what resources wait for: ``Type/local-id`` of each parent that is not known there."""
    s, e = t.sumber.c, t.sumber_induk.c
    query = (
        sa.select(e.anak_id, e.tipe, e.kunci)
        .select_from(t.sumber.join(t.sumber_induk, e.anak_id == s.id))
        .where(s.id.in_(ids), *_unmet(s, e))
        .order_by(e.anak_id, e.tipe, e.kunci)
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in conn.execute(query):
        found[row.anak_id] = (*found.get(row.anak_id, ()), f"{row.tipe}/{row.kunci}")
    return found


def of_job(conn: sa.Connection, job_id: int) -> Sumber:
    """Read the resource a job sends, with the ids its references have there."""
    c, e = t.sumber.c, t.sumber_induk.c
    row = conn.execute(
        sa.select(t.sumber, t.sumber_isi.c.isi)
        .select_from(t.sumber.join(t.sumber_isi, t.sumber_isi.c.sumber_id == c.id))
        .where(c.job_id == job_id)
    ).one()
    p = t.sumber.alias("induk").c
    ids = conn.execute(
        sa.select(p.tipe, p.kunci, p.remote_id).where(
            e.anak_id == row.id, p.faskes_id == row.faskes_id, p.tipe == e.tipe, p.kunci == e.kunci,
            p.remote_id.is_not(None),
        )
    )  # fmt: skip
    return Sumber(
        id=row.id,
        tipe=Tipe(row.tipe),
        kunci=row.kunci,
        asal=row.asal,
        # To be read there by its id it needs no body of ours, which may have been removed after its time.
        isi={}
        if row.isi is None and row.mode == "verifikasi" and row.remote_id
        else json.loads(bodies.read(conn, Tempat.SUMBER, row.id, data=row.isi)),
        ids={f"{parent.tipe}/{parent.kunci}": parent.remote_id for parent in ids},
        remote_id=row.remote_id,
        tahap=row.tahap,
        tahap_terkirim=row.tahap_terkirim,
        pernah_post=bool(row.pernah_post),
        mode=row.mode,
        boleh_buat=bool(row.boleh_buat),
        kfa=kode_kfa.kfa(conn, row.faskes_id, row.produk) if row.produk else None,
    )


def posting(conn: sa.Connection, sumber_id: int) -> None:
    """Write down that a creation is about to leave: from now on it may be there."""
    conn.execute(sa.update(t.sumber).where(t.sumber.c.id == sumber_id).values(pernah_post=True))


def arrived(conn: sa.Connection, sumber_id: int, **values: Any) -> None:
    """Keep what an attempt found out about a resource; a look is over with it."""
    conn.execute(
        sa.update(t.sumber).where(t.sumber.c.id == sumber_id).values(diubah=db_now(), **values)
    )  # fmt: skip


def one(conn: sa.Connection, faskes_id: int, job_id: int) -> Any | None:
    """Read the resource row behind a job of a clinic, with the job's status."""
    c = t.sumber.c
    return conn.execute(
        sa.select(t.sumber, t.job.c.status, t.job.c.muatan_id)
        .select_from(t.sumber.join(t.job, t.job.c.id == c.job_id))
        .where(c.job_id == job_id, c.faskes_id == faskes_id)
    ).one_or_none()


def of_type(conn: sa.Connection, faskes_id: int, tipe: Tipe, sesudah: int, banyak: int) -> Sequence[Any]:
    """Read the next *banyak* resources of a type after an id, with the state of their jobs."""
    c = t.sumber.c
    query = (
        sa.select(t.sumber, t.job.c.status, t.job.c.muatan_id)
        .select_from(t.sumber.join(t.job, t.job.c.id == c.job_id))
        .where(c.faskes_id == faskes_id, c.tipe == tipe.value, c.id > sesudah)
    )
    return conn.execute(query.order_by(c.id).limit(banyak)).all()


def newest(conn: sa.Connection, faskes_id: int, tipe: Tipe, banyak: int) -> list[int]:
    """Read the jobs of the resources of a type that changed last."""
    c = t.sumber.c
    query = sa.select(c.job_id).where(c.faskes_id == faskes_id, c.tipe == tipe.value)
    return list(conn.execute(query.order_by(c.diubah.desc(), c.id.desc()).limit(banyak)).scalars())
