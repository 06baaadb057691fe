"""Searching jobs by part of a record number: which way leads to them, and counts that stop in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from shared.domain.answers import Layanan
from shared.domain.pantau import BAGIAN, SaringJob
from shared.domain.status import JENIS_SATUSEHAT, StatusJob
from shared.storage import counters
from shared.storage import tables as t
from shared.storage.harmless import like

FEW = 400
"""Ends of record numbers up to which a search reads, and counts, all jobs of each patient; with more it
walks the list and looks whose each is."""
ROLL = 4000
"""Ends of record numbers up to which a walk first makes a roll of the patients; with more it asks of
each job's patient, and soon has enough."""
SOME = 100
"""Ends of record numbers whose patients' jobs are counted where there are more than :data:`FEW`."""
SHORT = 2000
"""Jobs of a type and status up to which each is looked at against the roll."""
MOST = 10_000
"""Jobs after which counting stops."""

_OF_BPJS = t.job.c.layanan != sa.literal_column(f"'{Layanan.SATUSEHAT.value}'")
NOT_SENT = t.job.c.status != sa.literal_column(f"'{StatusJob.TERKIRIM.value}'")
"""Letter by letter what the indexes of a patient's jobs say of themselves: a parameter would hide it."""


@dataclass(frozen=True, slots=True)
class Jalan:
    """How the jobs of a filter are found: its conditions but the status, and what is known beforehand.

    ``per_pasien``: they are looked up patient by patient; otherwise the list is walked.
    """

    syarat: tuple[sa.ColumnElement[bool], ...]
    per_pasien: bool = False
    daftar: tuple[sa.ColumnElement[bool], ...] = ()
    """The conditions for walking the list, where both ways are open."""
    temu: int = 0
    """Ends of record numbers that were found, up to one more than :data:`ROLL`; 0 unless over all dates."""
    ada: Mapping[StatusJob, int] = field(default_factory=dict)
    """How many jobs of the type there are of each status, whosever they are; of all dates."""


def _ends(faskes_id: int, digits: str, most: int) -> sa.Select[tuple[int]]:
    """Select the patients whose record number contains *digits*, some more than once."""
    u = t.norm_ujung.c
    after = digits[:-1] + chr(ord(digits[-1]) + 1)
    query = sa.select(u.pasien_id).where(u.faskes_id == faskes_id, u.ujung >= digits, u.ujung < after)
    return query.limit(most) if most else query


def _of_patients(faskes_id: int, digits: str, most: int) -> sa.ColumnElement[bool]:
    """Say of jobs that they are of patients with *digits* in their record number: of *most*, 0 is all.

    That they are not many is what keeps PostgreSQL from joining all patients with all jobs.
    """
    return t.job.c.pasien_id.in_(_ends(faskes_id, digits, most))


def jalan(conn: sa.Connection, faskes_id: int, saring: SaringJob, *, ordered: bool = True) -> Jalan:
    """Choose how the jobs of a filter are found.

    A day is short: its jobs are looked at one by one. Over all days the jobs of a record number are
    looked up patient by patient, unless an *ordered* list of very many patients is wanted: of those
    the first that match are soon found.
    """
    c, p = t.job.c, t.pasien.c
    where: list[sa.ColumnElement[bool]] = []
    if saring.jenis is not None:
        where.append(c.jenis == saring.jenis.value)
    if saring.day is not None:
        where.append(c.tanggal == saring.day)
    if saring.kelas is not None:
        where.append(c.kelas == saring.kelas if saring.kelas else c.kelas.is_(None))
    if saring.teks is not None:
        where.append(c.pesan.in_(saring.teks))
    mine = c.faskes_id == faskes_id
    # A type says of itself whose it is: PostgreSQL reads the job for a column its index has not.
    walk = where if saring.jenis is not None else [_OF_BPJS, *where]
    digits = saring.digits
    if not digits:
        return Jalan((mine, *walk))
    # A look for each job: a condition on patients would be a join, with as many as match. That it "is true"
    # tells PostgreSQL nothing of how rarely: it walks on in order rather than sort what it thinks is little.
    has = sa.select(p.norm.like(like(digits), escape="!")).where(p.id == c.pasien_id).scalar_subquery()
    walked = (mine, *walk, has.is_(sa.true()))
    if saring.day is not None or saring.jenis in JENIS_SATUSEHAT:
        return Jalan(walked)
    # A patient's jobs are his clinic's: without that said no planner walks the whole list.
    theirs = (_of_patients(faskes_id, digits, FEW if ordered else 0), _OF_BPJS, *where)
    if not ordered:
        return Jalan(theirs, per_pasien=True)
    some = _ends(faskes_id, digits, ROLL + 1).subquery()
    found = int(conn.execute(sa.select(sa.func.count()).select_from(some)).scalar_one())
    there = counters.by_status(conn, faskes_id, tanggal=None, jenis=saring.jenis)
    if found <= ROLL:
        # Here it keeps planners from turning the roll into a join.
        walked = (mine, *walk, _of_patients(faskes_id, digits, 0).is_(sa.true()))
    if found > FEW:
        return Jalan(walked, daftar=walked, temu=found, ada=there)
    return Jalan(theirs, per_pasien=True, daftar=walked, temu=found, ada=there)


def sekilas(
    conn: sa.Connection, faskes_id: int, saring: SaringJob, way: Jalan, wanted: Iterable[StatusJob]
) -> tuple[dict[StatusJob, int], frozenset[StatusJob]]:
    """Count what a search over all dates finds per status, without counting for long.

    Returns the counts, and the statuses of which there may be more than was counted.
    """
    c = t.job.c
    found: dict[StatusJob, int] = {}
    groups = [[s for s in wanted if s in group and way.ada.get(s)] for group in _GROUPS]
    brief: list[StatusJob] = []
    if way.temu > FEW:
        short = SHORT if way.temu <= ROLL else FEW
        brief = [s for group in groups if sum(way.ada[s] for s in group) <= short for s in group]
    long = [s for group in groups for s in group if s not in brief]
    if brief:
        query = sa.select(c.status, sa.func.count()).where(*way.daftar, c.status.in_(brief))
        found |= {StatusJob(row[0]): row[1] for row in conn.execute(query.group_by(c.status))}
    if not long:
        return found, frozenset()
    theirs = (_of_patients(faskes_id, saring.digits, FEW if way.temu <= FEW else SOME), _OF_BPJS)
    counted, stopped = _some(conn, saring, theirs, sent=StatusJob.TERKIRIM in long)
    found |= {state: counted.get(state, 0) for state in long}
    stopped = stopped or way.temu > FEW
    return found, frozenset(s for s in long if stopped and found[s] < way.ada[s])


def _some(
    conn: sa.Connection, saring: SaringJob, theirs: tuple[sa.ColumnElement[bool], ...], *, sent: bool
) -> tuple[dict[StatusJob, int], bool]:
    """Count some patients' jobs per status, *sent* ones too if asked for; tells whether it stopped.

    Most are sent: how many is what is left of all, and those need not be told apart. That there is a
    status at all is said for SQLite, which knows no numbers: it takes the index of which most is named.
    """
    c = t.job.c
    kind = sa.true() if saring.jenis is None else None
    some = sa.select(c.status, c.jenis).where(*theirs, NOT_SENT, c.status > "").limit(MOST).subquery()
    match = sa.func.count() if kind is not None else sa.func.count().filter(some.c.jenis == saring.jenis)
    query: Any = sa.select(some.c.status, sa.func.count(), match).group_by(some.c.status)
    if sent:
        every = sa.select(c.jenis).where(*theirs).limit(MOST).subquery()
        match = sa.func.count() if kind is not None else sa.func.count().filter(every.c.jenis == saring.jenis)
        query = query.union_all(sa.select(sa.literal(""), sa.func.count(), match).select_from(every))
    rows = {row[0]: (row[1], row[2]) for row in conn.execute(query)}
    seen, matched = rows.pop("", (0, 0))
    found = {StatusJob(state): number for state, (_, number) in rows.items()}
    others = sum(seen for seen, _ in rows.values())
    found[StatusJob.TERKIRIM] = max(0, matched - sum(found.values()))
    return found, max(seen, others) >= MOST


_GROUPS = (*BAGIAN.values(), frozenset({StatusJob.DIBATALKAN}))
"""What is counted together, as the cards do."""
