"""The board read straight through the driver: tickets, cards, rooms, health, and the checks of opening.

The statements are written for both databases. Inside a transaction cards, gates and workers are read by
``tickets``, ``gates`` and ``workers``, which answer the same; tests/storage/test_papan.py sees to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from shared.domain.records import Faskes, Gerbang, JobRingkas, Kartu, Saring
from shared.domain.status import JenisJob, Kelas, StatusAntrean, StatusJob
from shared.storage.alamat import Alamat
from shared.storage.errors import StorageFailure
from shared.storage.harmless import like
from shared.storage.langsung import Bacaan

HEAD = "0011"
"""The revision of the schema this program reads and writes."""
ALIVE_MS = 15_000
"""A worker whose last heartbeat is older than this is not counted as alive."""

# unixepoch('subsec') would be nicer, but SQLite has it only from 3.42 on.
NOW_SQLITE = "CAST(ROUND((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)"
NOW_POSTGRESQL = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"


def _day(baca: Bacaan, day: date) -> object:
    return day.isoformat() if baca.is_sqlite else day


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


# ── opening ──


def check(baca: Bacaan, alamat: Alamat) -> None:
    """Raise :class:`StorageFailure` unless the storage has exactly the schema this program knows."""
    found = baca.rows("SELECT version_num FROM alembic_version") if baca.has_table("alembic_version") else []
    if not found:
        raise StorageFailure("penyimpanan_tidak_ada", tempat=alamat.place)
    if found[0][0] != HEAD:
        kode = "penyimpanan_skema_asing" if found[0][0] > HEAD else "penyimpanan_skema_lama"
        raise StorageFailure(kode, ada=found[0][0], perlu=HEAD)


def there(alamat: Alamat) -> None:
    """Raise :class:`StorageFailure` when the file of an SQLite storage is not there."""
    if alamat.is_sqlite and not Path(alamat.path).is_file():
        raise StorageFailure("penyimpanan_tidak_ada", tempat=alamat.place)


def find_faskes(baca: Bacaan, kode: str) -> Faskes | None:
    """Read a clinic by its code."""
    found = baca.rows("SELECT id, kode, nama, zona FROM faskes WHERE kode = ?", (kode,))
    return Faskes(*found[0]) if found else None


# ── what stands around the cards ──


def now(baca: Bacaan) -> int:
    """Read the database's time in Unix milliseconds."""
    return int(baca.rows(f"SELECT {NOW_SQLITE if baca.is_sqlite else NOW_POSTGRESQL}")[0][0])


def waiting_per_room(baca: Bacaan, faskes_id: int, tanggal: date) -> tuple[tuple[int, str, int], ...]:
    """Count the waiting tickets of each room: id, name, count."""
    found = baca.rows(_ROOMS, (faskes_id, _day(baca, tanggal), faskes_id))
    return tuple((row[0], row[1], row[2]) for row in found)


_ROOMS = """
SELECT r.id, r.nama, count(a.id)
FROM ruangan r LEFT JOIN antrean a ON a.ruangan_id = r.id AND a.faskes_id = ? AND a.tanggal = ?
    AND a.status IN ('menunggu', 'dilewati')
WHERE r.faskes_id = ? AND r.aktif
GROUP BY r.id, r.nama ORDER BY r.id
"""


def alive(baca: Bacaan) -> tuple[int, int | None]:
    """Count the workers alive, and tell the age in milliseconds of the newest heartbeat of any."""
    clock = NOW_SQLITE if baca.is_sqlite else NOW_POSTGRESQL
    living = f"CASE WHEN detak > {clock} - {ALIVE_MS} AND status != 'berhenti' THEN 1 ELSE 0 END"
    row = baca.rows(f"SELECT coalesce(sum({living}), 0), {clock} - max(detak) FROM pekerja")[0]  # noqa: S608
    return int(row[0]), None if row[1] is None else int(row[1])


def all_gates(baca: Bacaan, faskes_id: int) -> tuple[Gerbang, ...]:
    """Read every gate of a clinic with the number of jobs that wait behind it."""
    return tuple(Gerbang(*row) for row in baca.rows(_GATES, (faskes_id,)))


_GATES = """
SELECT g.layanan, g.status, g.sejak, g.coba_lagi, g.pesan,
    (SELECT count(*) FROM job WHERE job.faskes_id = g.faskes_id AND job.layanan = g.layanan
        AND job.status IN ('menunggu','tak_pasti')),
    g.penyebab, g.selisih
FROM gerbang g WHERE g.faskes_id = ? ORDER BY g.layanan
"""


# ── tickets ──


def ticket_ids(baca: Bacaan, faskes_id: int, saring: Saring) -> tuple[int, ...]:
    """Read the ids of the tickets that match, in the order they were taken."""
    where, values = ["a.faskes_id = ?"], [faskes_id]
    source = "antrean a"
    if saring.tanggal is not None:
        where.append("a.tanggal = ?")
        values.append(_day(baca, saring.tanggal))  # type: ignore[arg-type]
    if saring.status is not None:
        names = sorted(s.value for s in saring.status)
        where.append(f"a.status IN ({_marks(names)})" if names else "1 = 0")
        values += names  # type: ignore[arg-type]
    if saring.ruangan_id is not None:
        where.append("a.ruangan_id = ?")
        values.append(saring.ruangan_id)
    if saring.teks.strip():
        source += " JOIN pasien p ON p.id = a.pasien_id"
        same = "lower({}) LIKE lower(?) ESCAPE '!'" if baca.is_sqlite else "{} ILIKE ? ESCAPE '!'"
        columns = ("a.tiket", "a.no_antrean_pcare", "p.norm", "p.nama")
        where.append(f"({' OR '.join(same.format(column) for column in columns)})")
        values += [like(saring.teks.strip())] * len(columns)  # type: ignore[list-item]
    sql = f"SELECT a.id FROM {source} WHERE {' AND '.join(where)} ORDER BY a.id"  # noqa: S608
    return tuple(row[0] for row in baca.rows(sql, values))


def cards(baca: Bacaan, ids: Sequence[int]) -> tuple[Kartu, ...]:
    """Read the cards of the given tickets, in the given order; ids that are gone are left out."""
    found: dict[int, Kartu] = {}
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        jobs: dict[int, list[JobRingkas]] = {}
        for row in baca.rows(_JOBS.format(_marks(some)), some):
            jobs.setdefault(row[0], []).append(_job(row[1:]))
        for row in baca.rows(_CARDS.format(_marks(some)), some):
            found[row[0]] = _card(row, jobs.get(row[0], []))
    return tuple(found[number] for number in ids if number in found)


_AT_ONCE = 5_000
"""Ids in one statement; SQLite takes 32,766 values and PostgreSQL 65,535."""


def card(baca: Bacaan, faskes_id: int, antrean_id: int) -> Kartu | None:
    """Read one card of a clinic, ``None`` when there is no such ticket."""
    own = baca.rows("SELECT id FROM antrean WHERE id = ? AND faskes_id = ?", (antrean_id, faskes_id))
    return next(iter(cards(baca, [antrean_id])), None) if own else None


_JOBS = """
SELECT antrean_id, id, jenis, status, kelas, pesan, dari_bpjs, http, kode, percobaan
FROM job WHERE antrean_id IN ({}) ORDER BY id
"""
# The order is that of the fields of Kartu up to no_antrean_pcare.
_CARDS = """
SELECT a.id, a.versi, a.tiket, a.angka, a.tanggal, a.status, a.ruangan_id, r.nama, r.jenis_kunjungan,
    p.norm, p.nama, a.penjamin_id, j.nama, p.no_kartu, p.jenis_kelamin, p.tanggal_lahir, d.nama, a.jam,
    a.dibuat, a.panggilan, a.loket, a.dipanggil, a.no_antrean_pcare,
    a.diubah_oleh, a.diubah_loket, a.diubah, r.kode
FROM antrean a JOIN pasien p ON p.id = a.pasien_id JOIN ruangan r ON r.id = a.ruangan_id
    LEFT JOIN dokter d ON d.id = a.dokter_id LEFT JOIN penjamin j ON j.id = a.penjamin_id
WHERE a.id IN ({})
"""
_MAIN = (JenisJob.PENDAFTARAN, JenisJob.TAMBAH_ANTREAN)


def _job(row: tuple[Any, ...]) -> JobRingkas:
    number, jenis, status, kelas, pesan, own, http, kode, tries = row
    return JobRingkas(
        number, JenisJob(jenis), StatusJob(status), Kelas(kelas) if kelas else None,
        pesan, bool(own), http, kode, tries,
    )  # fmt: skip


def _card(row: tuple[Any, ...], jobs: list[JobRingkas]) -> Kartu:
    (
        number, versi, tiket, angka, tanggal, status, ruangan_id, ruangan, kunjungan,
        norm, nama, penjamin_id, penjamin, no_kartu, kelamin, lahir, dokter, jam,
        dibuat, panggilan, loket, dipanggil, nomor, oleh, di, diubah, kode,
    ) = row  # fmt: skip
    p, a = (next((job for job in reversed(jobs) if job.jenis is jenis), None) for jenis in _MAIN)
    return Kartu(
        number, versi, tiket, angka, _date(tanggal), StatusAntrean(status), ruangan_id, ruangan, kunjungan,  # type: ignore[arg-type]
        norm, nama, penjamin_id, penjamin or str(penjamin_id), no_kartu, kelamin, _date(lahir), dokter or "",
        jam, dibuat, panggilan, loket, dipanggil, nomor, p, a,
        tuple(job for job in jobs if job.jenis not in _MAIN), oleh, di, diubah, kode,
    )  # fmt: skip
