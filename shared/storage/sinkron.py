"""Synchronisations: asking for one, claiming it with a lease and a fence, its progress and its end."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from shared.domain import kfa_telusur, telusur
from shared.domain.referensi import ACUAN, JenisReferensi, StatusSinkron
from shared.domain.sinkron import Sinkron, SinkronKlaim
from shared.domain.telusur import Posisi
from shared.storage import tables as t
from shared.storage.clock import db_now
from shared.storage.tables_referensi import sinkron

RESUME_MS = 6 * 3_600_000
"""How long a synchronisation that was stopped can be gone on with; after that lists have moved on."""

_LIVE: sa.ColumnElement[bool] = sa.literal_column("sinkron.status IN ('menunggu','jalan')")
"""Spelt out rather than bound: only so do both databases see that the partial index fits."""
_URGENT = JenisReferensi.JADWAL.value
"""A person stands waiting for a schedule, and it takes seconds; it goes before the long lists."""


def _mine(klaim: SinkronKlaim) -> tuple[sa.ColumnElement[bool], ...]:
    c = sinkron.c
    return c.id == klaim.id, c.giliran == klaim.fence, c.status == StatusSinkron.JALAN.value


def ask(
    conn: sa.Connection, faskes_id: int, jenis: JenisReferensi, kunci: str, oleh: str, *, dari_awal: bool
) -> tuple[int, bool]:
    """Ask for a synchronisation; returns its id and whether that is news.

    One that is alive stays as it is. One that failed or was stopped not long ago goes on where it
    was, unless *dari_awal*.
    """
    c = sinkron.c
    # Two who ask at once: the second sees what the first has asked for.
    conn.execute(sa.select(t.faskes.c.id).where(t.faskes.c.id == faskes_id).with_for_update(key_share=True))
    last = conn.execute(
        sa.select(c.id, c.status, c.baris, (db_now() - c.diubah).label("umur"))
        .where(c.faskes_id == faskes_id, c.jenis == jenis.value, c.kunci == kunci)
        .order_by(c.id.desc())
        .limit(1)
    ).one_or_none()
    stopped = (StatusSinkron.GAGAL.value, StatusSinkron.DIBATALKAN.value)
    if last is not None and last.status in (StatusSinkron.MENUNGGU.value, StatusSinkron.JALAN.value):
        return int(last.id), False
    again: dict[str, Any] = {
        "status": StatusSinkron.MENUNGGU.value, "jatuh_tempo": db_now(), "gagal": 0, "pesan": "",
        "dari_bpjs": False, "diminta_oleh": oleh, "dihentikan_oleh": "", "selesai": None, "diubah": db_now(),
    }  # fmt: skip
    if last is not None and last.status in stopped and last.baris and last.umur < RESUME_MS and not dari_awal:
        conn.execute(sa.update(sinkron).where(c.id == last.id).values(again))
        return int(last.id), True
    begin = telusur.tulis(telusur.mulai(ACUAN[jenis]))
    result = conn.execute(
        sa.insert(sinkron).values(
            faskes_id=faskes_id, jenis=jenis.value, kunci=kunci, posisi=begin, diminta=db_now(), **again
        )
    )
    return int(result.inserted_primary_key[0]), True  # type: ignore[index]


def cancel(conn: sa.Connection, faskes_id: int, jenis: JenisReferensi, kunci: str, oleh: str) -> int | None:
    """End the synchronisation that is alive; returns its id, ``None`` without one.

    Whoever reads it just now finds that the fence holds no more, and keeps nothing of the page.
    """
    c = sinkron.c
    row = conn.execute(
        sa.update(sinkron)
        .where(_LIVE, c.faskes_id == faskes_id, c.jenis == jenis.value, c.kunci == kunci)
        .values(
            status=StatusSinkron.DIBATALKAN.value, dihentikan_oleh=oleh, pesan="", dari_bpjs=False,
            sewa_sampai=None, pekerja=None, selesai=db_now(), diubah=db_now(),
        )
        .returning(c.id)
    ).one_or_none()  # fmt: skip
    return None if row is None else int(row.id)


def _claimable() -> sa.ColumnElement[bool]:
    """Whether a synchronisation may be taken: it is due, or whoever holds it is gone."""
    c, p = sinkron.c, t.pekerja.c
    dead = sa.exists().where(p.id == c.pekerja, p.status == "berhenti")
    waits = sa.and_(c.status == StatusSinkron.MENUNGGU.value, c.jatuh_tempo <= db_now())
    left = sa.and_(c.status == StatusSinkron.JALAN.value, sa.or_(c.sewa_sampai < db_now(), dead))
    return sa.and_(_LIVE, sa.or_(waits, left))


def claim(conn: sa.Connection, faskes_id: int, pekerja: str, sewa: int) -> SinkronKlaim | None:
    """Take a synchronisation that is due, or that a dead worker held; *sewa* is the lease in ms."""
    c = sinkron.c
    order = (sa.case((c.jenis == _URGENT, 0), else_=1), c.diminta, c.id)
    found = sa.select(c.id).where(_claimable(), c.faskes_id == faskes_id).order_by(*order).limit(1)
    number = conn.execute(found).scalar()
    if number is None:
        return None
    row = conn.execute(
        sa.update(sinkron)
        .where(c.id == number, _claimable())
        .values(
            status=StatusSinkron.JALAN.value, giliran=c.giliran + 1, sewa_sampai=db_now() + sewa,
            pekerja=pekerja, mulai=sa.func.coalesce(c.mulai, db_now()), diubah=db_now(),
        )
        .returning(*c)
    ).one_or_none()  # fmt: skip
    if row is None:
        return None
    return SinkronKlaim(
        id=row.id,
        fence=row.giliran,
        faskes_id=row.faskes_id,
        jenis=JenisReferensi(row.jenis),
        kunci=row.kunci,
        posisi=telusur.dari_teks(row.posisi),
        halaman=row.halaman,
        baris=row.baris,
        gagal=row.gagal,
        pekerja=pekerja,
    )


def due(conn: sa.Connection, faskes_id: int) -> bool:
    """Tell whether there is anything to claim, without writing."""
    query = sa.select(sa.literal(1)).where(_claimable(), sinkron.c.faskes_id == faskes_id).limit(1)
    return conn.execute(query).first() is not None


def hold(conn: sa.Connection, klaim: SinkronKlaim, sewa: int) -> bool:
    """Prolong a lease by *sewa* ms and keep others out of the row; ``False``: it is not ours any more."""
    result = conn.execute(
        sa.update(sinkron).where(*_mine(klaim)).values(sewa_sampai=db_now() + sewa, diubah=db_now())
    )
    return result.rowcount == 1


def progress(
    conn: sa.Connection,
    klaim: SinkronKlaim,
    posisi: Posisi,
    *,
    baris: int,
    tambah: int,
    ubah: int,
    hilang: int,
    lama: int,
    total: int | None,
) -> None:
    """Write down one more page: the position after it and what it brought; *lama* in milliseconds."""
    c = sinkron.c
    conn.execute(
        sa.update(sinkron)
        .where(*_mine(klaim))
        .values(
            posisi=telusur.tulis(posisi), baris=c.baris + baris, halaman=c.halaman + 1,
            tambah=c.tambah + tambah, ubah=c.ubah + ubah, hilang=c.hilang + hilang,
            lama=c.lama + lama, total=total, gagal=0, pesan="", dari_bpjs=False,
        )
    )  # fmt: skip


def hand_back(
    conn: sa.Connection, klaim: SinkronKlaim, tunda: int, *, gagal: int = 0, pesan: str = "",
    dari_bpjs: bool = False,
) -> bool:  # fmt: skip
    """Let go of a synchronisation that is to go on after *tunda* ms; ``False``: it was not ours."""
    result = conn.execute(
        sa.update(sinkron)
        .where(*_mine(klaim))
        .values(
            status=StatusSinkron.MENUNGGU.value, jatuh_tempo=db_now() + tunda, sewa_sampai=None, pekerja=None,
            gagal=gagal, pesan=pesan, dari_bpjs=dari_bpjs, diubah=db_now(),
        )
    )  # fmt: skip
    return result.rowcount == 1


def finish(
    conn: sa.Connection,
    klaim: SinkronKlaim,
    status: StatusSinkron,
    *,
    pesan: str = "",
    dari_bpjs: bool = False,
) -> bool:
    """End a synchronisation; ``False``: it was not ours any more."""
    result = conn.execute(
        sa.update(sinkron)
        .where(*_mine(klaim))
        .values(
            status=status.value, pesan=pesan, dari_bpjs=dari_bpjs, sewa_sampai=None, pekerja=None,
            selesai=db_now(), diubah=db_now(),
        )
    )  # fmt: skip
    return result.rowcount == 1


def urgent_waits(conn: sa.Connection, klaim: SinkronKlaim) -> bool:
    """Tell whether a schedule waits behind a long list."""
    if klaim.jenis.value == _URGENT:
        return False
    c = sinkron.c
    query = sa.select(sa.literal(1)).where(
        _claimable(), c.faskes_id == klaim.faskes_id, c.jenis == _URGENT, c.id != klaim.id
    )
    return conn.execute(query.limit(1)).first() is not None


def next_due_in(conn: sa.Connection, faskes_id: int, pekerja: str) -> int | None:
    """Milliseconds until one can be taken, 0 while *pekerja* holds one, ``None`` without any."""
    c = sinkron.c
    moment = sa.case(
        (c.status == StatusSinkron.MENUNGGU.value, c.jatuh_tempo),
        (c.pekerja == pekerja, 0),
        else_=c.sewa_sampai,
    )
    left = conn.execute(
        sa.select(sa.func.min(moment) - db_now()).where(_LIVE, c.faskes_id == faskes_id)
    ).scalar()
    return None if left is None else max(int(left), 0)


def _done(jenis: JenisReferensi, posisi: Posisi) -> float:
    return kfa_telusur.bagian(posisi) if jenis is JenisReferensi.KFA else telusur.bagian(ACUAN[jenis], posisi)


def _sinkron(row: Any) -> Sinkron:
    jenis, status = JenisReferensi(row.jenis), StatusSinkron(row.status)
    posisi = telusur.dari_teks(row.posisi)
    done = 1.0 if status is StatusSinkron.SELESAI else _done(jenis, posisi)
    return Sinkron(
        id=row.id,
        jenis=jenis,
        kunci=row.kunci,
        status=status,
        baris=row.baris,
        halaman=row.halaman,
        total=row.total,
        bagian=done,
        sisa=telusur.sisa_waktu(row.lama, done) if status is StatusSinkron.JALAN else None,
        tambah=row.tambah,
        ubah=row.ubah,
        hilang=row.hilang,
        pesan=row.pesan,
        dari_bpjs=bool(row.dari_bpjs),
        diminta_oleh=row.diminta_oleh,
        dihentikan_oleh=row.dihentikan_oleh,
        diminta=row.diminta,
        mulai=row.mulai,
        selesai=row.selesai,
        lama=row.lama,
    )


def read(conn: sa.Connection, number: int) -> Sinkron:
    """Read one synchronisation."""
    return _sinkron(conn.execute(sa.select(sinkron).where(sinkron.c.id == number)).one())


def find(conn: sa.Connection, faskes_id: int, number: int) -> Sinkron | None:
    """Read one synchronisation of a clinic, ``None`` when it has none of that number."""
    c = sinkron.c
    query = sa.select(sinkron).where(c.id == number, c.faskes_id == faskes_id)
    row = conn.execute(query).one_or_none()
    return None if row is None else _sinkron(row)


def newest(
    conn: sa.Connection, faskes_id: int, kunci: str = "", *, selesai: bool = False
) -> dict[JenisReferensi, Sinkron]:
    """Read the newest synchronisation of each list; with *selesai* the newest that was completed."""
    c = sinkron.c
    query = sa.select(sa.func.max(c.id)).where(c.faskes_id == faskes_id, c.kunci == kunci).group_by(c.jenis)
    if selesai:
        query = query.where(c.status == StatusSinkron.SELESAI.value)
    rows = conn.execute(sa.select(sinkron).where(c.id.in_(query)))
    return {one.jenis: one for one in (_sinkron(row) for row in rows)}
