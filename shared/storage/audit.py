"""The audit trail: rows are added, never changed."""

from __future__ import annotations

import json

import sqlalchemy as sa

from shared.domain.records import Pelaku
from shared.storage import tables as t
from shared.storage.clock import db_now


def add_audit(
    conn: sa.Connection,
    pelaku: Pelaku,
    aksi: str,
    *,
    faskes_id: int | None,
    objek: str = "",
    objek_id: int | None = None,
    hasil: str = "ok",
    **rincian: object,
) -> int:
    """Write down who did what to which row, in the transaction of the deed itself; returns the row's id."""
    result = conn.execute(
        sa.insert(t.audit).values(
            waktu=db_now(),
            faskes_id=faskes_id,
            pelaku=pelaku.nama,
            peran=pelaku.peran,
            stasiun=pelaku.loket,
            aksi=aksi,
            objek=objek,
            objek_id=objek_id,
            hasil=hasil,
            rincian=json.dumps(rincian, ensure_ascii=False, default=str, sort_keys=True),
        )
    )
    return int(result.inserted_primary_key[0])  # type: ignore[index]
