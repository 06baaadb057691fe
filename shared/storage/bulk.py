"""What a bulk run looks at: every failed job that is asked for, and how many others there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from shared.domain.pantau import SaringJob
from shared.domain.status import FAILED_JOB, JenisJob, StatusJob
from shared.storage import monitor
from shared.storage import tables as t
from shared.storage.jobs import held

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Calon:
    """A job that may be sent again, or may not. ``batal``: its ticket is cancelled."""

    id: int
    jenis: JenisJob
    status: StatusJob
    tanggal: date
    ditahan_oleh: str
    batal: bool


def candidates(
    conn: sa.Connection, faskes_id: int, *, ids: Sequence[int] | None = None, saring: SaringJob | None = None
) -> list[Calon]:
    """Read the jobs named by *ids*, or the failed ones that match *saring*."""
    if ids is None:
        asked = saring or SaringJob(semua_tanggal=True)
        wanted = FAILED_JOB if asked.status is None else FAILED_JOB & asked.status
        ids = (
            monitor.page_ids(conn, faskes_id, replace(asked, status=frozenset(wanted)), None)
            if wanted
            else []
        )
    numbers = sorted(set(ids))
    found: list[Calon] = []
    for start in range(0, len(numbers), _CHUNK):
        found += _some(conn, faskes_id, numbers[start : start + _CHUNK])
    return found


def _some(conn: sa.Connection, faskes_id: int, ids: Sequence[int]) -> list[Calon]:
    c, a = t.job.c, t.antrean.c
    editor = sa.case((held(), c.ditahan_oleh), else_="").label("editor")
    query = (
        sa.select(c.id, c.jenis, c.status, c.tanggal, editor, a.status.label("antrean"))
        .select_from(t.job.outerjoin(t.antrean, a.id == c.antrean_id))
        .where(c.id.in_(ids), c.faskes_id == faskes_id)
        .order_by(c.id)
    )
    return [
        Calon(r.id, JenisJob(r.jenis), StatusJob(r.status), r.tanggal, r.editor, r.antrean == "batal")
        for r in conn.execute(query)
    ]


def others(conn: sa.Connection, faskes_id: int, saring: SaringJob) -> int:
    """Count the jobs that match a filter and have not failed."""
    found = monitor.by_status(conn, faskes_id, saring)
    return sum(count for status, count in found.items() if status not in FAILED_JOB)
