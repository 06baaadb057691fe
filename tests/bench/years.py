"""Years of tickets and jobs, written by the database itself: a million rows in seconds.

They are as the product would have them: its triggers on ``pasien`` and ``job`` run, so ends of record numbers
and counters are its own. Only the indexes are made afterwards, and references are not looked up one by one.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from deka_tui.demo.people import FASKES
from shared.domain.status import JenisJob, StatusJob
from shared.services.konteks import Konteks
from shared.storage import counters
from shared.storage import tables as t

A_DAY = 200
"""Tickets of one day, two jobs each."""
VISITS = 20
"""Jobs of one patient over the years."""
POSTGRES = ("shared_buffers=128MB", "max_wal_size=4GB", "maintenance_work_mem=256MB")
"""What the server of a benchmark is started with: PostgreSQL's own cache, and room to write so much."""

_FIRST = f"""
CASE WHEN v % 400 = 9 THEN '{JenisJob.HAPUS_KUNJUNGAN}'
     WHEN v % 100 = 8 THEN '{JenisJob.HAPUS_PENDAFTARAN}'
     ELSE '{JenisJob.PENDAFTARAN}' END"""
_SECOND = f"""
CASE WHEN v % 10 < 6 THEN '{JenisJob.TAMBAH_ANTREAN}'
     WHEN v % 10 < 8 THEN '{JenisJob.PANGGIL_ANTREAN}'
     WHEN v % 10 = 8 THEN '{JenisJob.KUNJUNGAN}'
     ELSE '{JenisJob.BATAL_ANTREAN}' END"""
_TODAY = f"""
CASE v % 10 WHEN 0 THEN '{StatusJob.MENUNGGU}' WHEN 1 THEN '{StatusJob.PROSES}'
     WHEN 2 THEN '{StatusJob.TAK_PASTI}' WHEN 3 THEN '{StatusJob.GAGAL}' ELSE '{StatusJob.TERKIRIM}' END"""
_BEFORE = f"""
CASE WHEN v % 50 = 0 THEN '{StatusJob.GAGAL}' WHEN v % 97 = 0 THEN '{StatusJob.DIBATALKAN}'
     WHEN v % 211 = 0 THEN '{StatusJob.KEDALUWARSA}' ELSE '{StatusJob.TERKIRIM}' END"""
_TICKETS = """
SELECT n, n + n / :orang * 7 AS v, (n * 7919 + n / :orang * 31) % :orang + 1 AS p, {day} AS hari,
       n >= :tiket - {a_day} AS kini, 1700000000000 + n AS pada
FROM {numbers}"""
"""A patient comes back at no fixed distance, and with other types of jobs."""
_ANTREAN = """
INSERT INTO antrean (id, faskes_id, tanggal, ruangan_id, pasien_id, penjamin_id, prefix, angka, tiket, status,
                     dibuat, diubah)
SELECT n + 1, :faskes, hari, :ruang + n % 3, p, 2, 'A', n + 1, 'A-' || n % {a_day},
       CASE WHEN kini THEN 'menunggu' ELSE 'selesai' END, pada, pada
FROM ({tickets}) q"""
_JOB = f"""
INSERT INTO job (id, faskes_id, antrean_id, pasien_id, jenis, layanan, status, tanggal, percobaan,
                 jatuh_tempo, dibuat, diubah, kelas, http, kode, pesan, dari_bpjs)
SELECT 2 * n + 1 + urut, :faskes, n + 1, p, jenis,
       CASE WHEN jenis LIKE '%antrean%' THEN 'antrean' ELSE 'pcare' END,
       status, hari, 1, pada, pada, pada,
       CASE WHEN status = 'gagal' THEN 'data' END, CASE WHEN status = 'gagal' THEN 412 END,
       CASE WHEN status = 'gagal' THEN '412' END,
       CASE WHEN status = 'gagal' THEN 'noKartu: Tidak sesuai ' || v % 7 ELSE '' END, status = 'gagal'
FROM (SELECT n, v, p, hari, pada, urut, CASE urut WHEN 0 THEN {_FIRST} ELSE {_SECOND} END AS jenis,
             CASE WHEN kini THEN {_TODAY} ELSE {_BEFORE} END AS status
      FROM ({{tickets}}) q, (SELECT 0 AS urut UNION ALL SELECT 1) w ORDER BY n, urut) r"""
_PASIEN = """
INSERT INTO pasien (id, faskes_id, norm, nama, no_kartu, jenis_kelamin, kd_provider, penjamin_id)
SELECT n, :faskes, {norm}, 'PASIEN CONTOH ' || n, {card}, 'L', :kode, 2 FROM {numbers}"""


def fill(ctx: Konteks, rows: int) -> None:
    """Write *rows* jobs, two a ticket, and patients for them; all but the last day's are done."""
    people = max(A_DAY, rows // VISITS)
    _patients(ctx, people)
    _work(ctx, rows, people)
    with ctx.tulis() as conn:
        counters.fold(conn)
    if not ctx.storage.is_sqlite:
        with ctx.baca() as conn:
            conn.execute(sa.text("VACUUM (ANALYZE)"))  # autovacuum does so by itself, only later


def _patients(ctx: Konteks, count: int) -> None:
    padded = "printf('%0{0}d', n)" if ctx.storage.is_sqlite else "lpad(CAST(n AS text), {0}, '0')"
    words = _PASIEN.format(norm=padded.format(6), card=padded.format(13), numbers=_numbers(ctx))
    with ctx.tulis() as conn:
        have = conn.execute(sa.select(sa.func.count()).select_from(t.pasien)).scalar_one()
        values = {"faskes": ctx.faskes.id, "kode": FASKES[0], "dari": have + 1, "sampai": count}
        conn.execute(sa.text(words), values)


def _work(ctx: Konteks, rows: int, people: int) -> None:
    with ctx.baca() as conn:
        today = ctx.hari_ini(conn)
        room = conn.execute(sa.select(sa.func.min(t.ruangan.c.id))).scalar_one()
    day = f"CAST(:hari AS date) - CAST((:tiket - 1 - n) / {A_DAY} AS integer)"
    if ctx.storage.is_sqlite:
        day = f"date(:hari, '-' || ((:tiket - 1 - n) / {A_DAY}) || ' days')"
    values: dict[str, Any] = {
        "faskes": ctx.faskes.id, "hari": today.isoformat(), "tiket": rows // 2, "orang": people,
        "ruang": room, "dari": 0, "sampai": rows // 2 - 1,
    }  # fmt: skip
    tickets = _TICKETS.format(day=day, a_day=A_DAY, numbers=_numbers(ctx))
    tables = (t.antrean, t.job)
    with ctx.tulis() as conn:
        _references(conn, checked=False)
        for index in (index for table in tables for index in table.indexes):
            index.drop(conn)
        for words in (_ANTREAN, _JOB):
            conn.execute(sa.text(words.format(tickets=tickets, a_day=A_DAY)), values)
        for index in (index for table in tables for index in table.indexes):
            index.create(conn)
        _references(conn, checked=True)


def _numbers(ctx: Konteks) -> str:
    """The numbers from ``:dari`` to ``:sampai`` as a table."""
    if not ctx.storage.is_sqlite:
        return "generate_series(CAST(:dari AS bigint), CAST(:sampai AS bigint)) AS u(n)"
    return (
        "(WITH RECURSIVE u(n) AS (SELECT :dari WHERE :dari <= :sampai"
        " UNION ALL SELECT n + 1 FROM u WHERE n < :sampai) SELECT n FROM u)"
    )


def _references(conn: sa.Connection, *, checked: bool) -> None:
    """Have references checked or not: PostgreSQL would look up each of three million."""
    if conn.dialect.name == "postgresql":
        for table in ("antrean", "job"):
            conn.execute(sa.text(f"ALTER TABLE {table} {'ENABLE' if checked else 'DISABLE'} TRIGGER ALL"))
            conn.execute(sa.text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
