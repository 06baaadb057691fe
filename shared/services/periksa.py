"""Facts about an installation for those who look after it."""

from __future__ import annotations

from dataclasses import dataclass

from shared.services.konteks import Konteks
from shared.storage import master, schema

_MENDED = (3, 51, 3)
_MENDED_LINES = {(3, 50): 7, (3, 44): 6}


@dataclass(frozen=True, slots=True)
class FaktaPenyimpanan:
    """What a storage is. ``wal_aman``: it is no SQLite that can lose a write when its log restarts."""

    jenis: str
    tempat: str
    skema: str
    versi: str
    wal_aman: bool
    ruangan: int
    dokter: int


def wal_aman(versi: str) -> bool:
    """Tell whether an SQLite version has the mended restart of the write-ahead log.

    Mended in 3.51.3, and on the older lines in 3.50.7 and 3.44.6.
    """
    numbers = tuple(int(part) for part in versi.split(".")[:3] if part.isdigit())
    line, patch = numbers[:2], numbers[2] if len(numbers) > 2 else 0
    return numbers >= _MENDED or (line in _MENDED_LINES and patch >= _MENDED_LINES[line])


def penyimpanan(ctx: Konteks) -> FaktaPenyimpanan:
    """Look at the open storage."""
    storage = ctx.storage
    with ctx.baca() as conn:
        version = storage.version()
        return FaktaPenyimpanan(
            jenis="SQLite" if storage.is_sqlite else "PostgreSQL",
            tempat=storage.place,
            skema=schema.current(storage) or "",
            versi=version,
            wal_aman=not storage.is_sqlite or wal_aman(version),
            ruangan=len(master.all_ruangan(conn, ctx.faskes.id)),
            dokter=len(master.all_dokter(conn, ctx.faskes.id, tanggal=ctx.hari_ini(conn))),
        )
