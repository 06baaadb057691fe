"""The monitoring list and its counts: equal to independent SQL for every filter, without a scan or a sort."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from shared.domain.pantau import COUNTED, HitungJob, Kursor, SaringJob, SaringStatus
from shared.domain.status import JENIS_BPJS, JenisJob, StatusJob
from shared.storage import monitor, pencarian
from shared.storage import tables as t
from tests.services.clinic import HARI, PATIENTS, Clinic
from tests.storage.test_plans import plans, reading

DAYS = 20
STATES = ["terkirim"] * 12 + ["gagal", "kedaluwarsa", "menunggu", "proses", "tak_pasti", "dibatalkan"]


def rows(count: int) -> list[dict[str, Any]]:
    """Jobs of all types and states over some days; ids do not follow the dates."""
    kinds = [kind.value for kind in JENIS_BPJS]
    return [
        {
            "faskes_id": 1, "pasien_id": n * 7 % PATIENTS + 1, "jenis": kinds[n % 7], "layanan": "pcare",
            "status": STATES[n * 5 % len(STATES)], "tanggal": HARI - timedelta(days=n * 11 % DAYS),
            "jatuh_tempo": 1, "dibuat": 1, "diubah": 1, "kelas": "data" if n % 2 else None,
            "pesan": f"pesan {n % 3}",
        }
        for n in range(count)
    ]  # fmt: skip


def filled(clinic: Clinic, count: int) -> Clinic:
    with clinic.ctx.storage.write() as conn:
        conn.execute(sa.insert(t.job), rows(count))
    with clinic.ctx.storage.write() as conn:
        conn.execute(sa.text("ANALYZE"))
    return clinic


FILTERS = [
    SaringJob(jenis=jenis, tanggal=day, semua_tanggal=day is None, norm=norm, status=status)
    for jenis, day, norm, status in itertools.product(
        [None, JenisJob.PENDAFTARAN, JenisJob.HAPUS_KUNJUNGAN],
        [HARI, date(2001, 1, 1), None],
        ["", "00", "000012", "99999", "x"],
        [*(word.status for word in SaringStatus), frozenset({StatusJob.DIBATALKAN})],
    )
]


def independent(saring: SaringJob) -> tuple[str, dict[str, Any]]:
    """The same question in SQL that shares nothing with the product's."""
    words, values = ["j.faskes_id = 1"], {}
    if saring.jenis:
        words.append(f"j.jenis = '{saring.jenis.value}'")
    if not saring.semua_tanggal and saring.tanggal:
        words.append(f"j.tanggal = '{saring.tanggal.isoformat()}'")
    digits = "".join(c for c in saring.norm if c in "0123456789")
    if digits:
        words.append(f"p.norm LIKE '%{digits}%'")
    states = saring.status if saring.status is not None else COUNTED
    words.append("j.status IN (" + ",".join(f"'{s.value}'" for s in states) + ")")
    return " AND ".join(words), values


def test_every_filter_counts_and_lists_what_independent_sql_does(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(clinic, 1500)
    with clinic.ctx.storage.read() as conn:
        for number, saring in enumerate(FILTERS):
            # Searches that find few patients, many, and very many go different ways.
            for name, size in zip(("FEW", "ROLL"), ((400, 4000), (3, 4000), (1, 3))[number % 3], strict=True):
                monkeypatch.setattr(pencarian, name, size)
            where, _ = independent(saring)
            base = f"FROM job j LEFT JOIN pasien p ON p.id = j.pasien_id WHERE {where}"
            expected = conn.execute(
                sa.text(f"SELECT j.id {base} ORDER BY j.tanggal DESC, j.id DESC")
            ).scalars()
            wanted = list(expected)
            assert monitor.page_ids(conn, 1, saring, None) == wanted, saring
            assert [row.id for row in monitor.list_jobs(conn, 1, saring, 10_000)] == wanted, saring
            found = monitor.count_jobs(conn, 1, saring)
            counted = {
                name: conn.execute(sa.text(f"SELECT count(*) {base} AND j.status IN ({states})")).scalar()
                for name, states in {
                    "menunggu": "'menunggu','proses','tak_pasti'",
                    "berhasil": "'terkirim'",
                    "gagal": "'gagal','kedaluwarsa'",
                }.items()
            }
            assert (found.menunggu, found.berhasil, found.gagal) == tuple(counted.values()), saring
            assert found.total == found.menunggu + found.berhasil + found.gagal
            assert monitor.count_jobs(conn, 2, saring).total == 0
            _at_a_glance(conn, saring, found, monkeypatch, number)


def _at_a_glance(
    conn: sa.Connection, saring: SaringJob, exact: HitungJob, patch: pytest.MonkeyPatch, number: int
) -> None:
    """What a search does not count out says so; no count is too high, and none that says nothing too low."""
    for short, some, most in ((2000, 100, 10_000), (100, 2, 10_000), (0, 1, 10_000), (0, 100, 50)):
        for name, size in (("SHORT", short), ("SOME", some), ("MOST", most)):
            patch.setattr(pencarian, name, size)
        found = monitor.count_jobs(conn, 1, saring, way=pencarian.jalan(conn, 1, saring))
        for name in ("menunggu", "berhasil", "gagal"):
            told, true = getattr(found, name), getattr(exact, name)
            assert told <= true if name in found.sedikitnya else told == true, (saring, name, number, found)
        if not saring.digits or not saring.semua_tanggal:
            assert found == exact, saring


def test_a_search_that_finds_many_says_which_counts_go_on(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(clinic, 1500)
    everybody = SaringJob(semua_tanggal=True, norm="00")
    with clinic.ctx.storage.read() as conn:
        exact = monitor.count_jobs(conn, 1, everybody)
        way = pencarian.jalan(conn, 1, everybody)
        assert monitor.count_jobs(conn, 1, everybody, way=way) == exact
        monkeypatch.setattr(pencarian, "MOST", 1000)
        cut = monitor.count_jobs(conn, 1, everybody, way=way)
        assert cut.sedikitnya == {"berhasil"}  # what is not sent is few, and counted to the last
        assert (cut.menunggu, cut.gagal) == (exact.menunggu, exact.gagal)
        assert 1000 - 500 <= cut.berhasil < exact.berhasil
        monkeypatch.setattr(pencarian, "FEW", 3)
        monkeypatch.setattr(pencarian, "SOME", 5)
        monkeypatch.setattr(pencarian, "SHORT", exact.menunggu)
        some = monitor.count_jobs(conn, 1, everybody, way=pencarian.jalan(conn, 1, everybody))
        assert some.sedikitnya == {"berhasil"} | ({"gagal"} if exact.gagal > exact.menunggu else set())
        assert some.menunggu == exact.menunggu


@pytest.mark.parametrize(
    "saring",
    [
        SaringJob(semua_tanggal=True),
        SaringJob(semua_tanggal=True, status=SaringStatus.BELUM_DIPROSES.status),
        SaringJob(tanggal=HARI, jenis=JenisJob.PENDAFTARAN),
        SaringJob(semua_tanggal=True, norm="00001"),
    ],
)
def test_pages_forward_and_back_show_every_row_once(clinic: Clinic, saring: SaringJob) -> None:
    filled(clinic, 300)
    with clinic.ctx.storage.read() as conn:
        everything = monitor.page_ids(conn, 1, saring, None)
        seen: list[int] = []
        kursor: Kursor | None = None
        pages = []
        while True:
            page = monitor.page(conn, 1, saring, 7, kursor)
            pages.append([row.id for row in page.baris])
            assert page.ada_baru is (kursor is not None)
            seen += pages[-1]
            if not page.ada_lama:
                break
            kursor = page.baris[-1].kursor
        assert seen == everything
        assert len(pages) == -(-len(everything) // 7)
        for back in reversed(pages[:-1]):
            first = monitor.rows_of(conn, [pages[pages.index(back) + 1][0]])[0]
            page = monitor.page(conn, 1, saring, 7, first.kursor, baru=True)
            assert [row.id for row in page.baris] == back
            assert page.ada_baru is (back != pages[0])
            assert page.ada_lama


def test_a_row_that_comes_between_two_pages_moves_neither(clinic: Clinic) -> None:
    filled(clinic, 60)
    with clinic.ctx.storage.read() as conn:
        first = monitor.page(conn, 1, SaringJob(semua_tanggal=True), 10)
        second = monitor.page(conn, 1, SaringJob(semua_tanggal=True), 10, first.baris[-1].kursor)
    clinic.sql(sa.insert(t.job).values(**rows(1)[0]))
    with clinic.ctx.storage.read() as conn:
        again = monitor.page(conn, 1, SaringJob(semua_tanggal=True), 10, first.baris[-1].kursor)
    assert again.baris == second.baris


PLANS: dict[str, tuple[SaringJob, str]] = {
    "a day": (SaringJob(tanggal=HARI), "ix_job_tanggal|ix_job_status"),
    "all": (SaringJob(semua_tanggal=True), "ix_job_tanggal"),
    "a type": (SaringJob(semua_tanggal=True, jenis=JenisJob.PENDAFTARAN), "ix_job_jenis_tanggal"),
    "failed": (SaringJob(semua_tanggal=True, status=SaringStatus.TIDAK_TERKIRIM.status), "ix_job_status"),
    "live": (SaringJob(semua_tanggal=True, status=SaringStatus.BELUM_DIPROSES.status), "ix_job_status"),
    "sent of a type": (
        SaringJob(semua_tanggal=True, jenis=JenisJob.KUNJUNGAN, status=SaringStatus.TERKIRIM.status),
        "ix_job_jenis",
    ),
    "a patient": (SaringJob(semua_tanggal=True, norm="000012"), "ix_job_pasien"),
}


@pytest.fixture
def big(clinic: Clinic) -> Clinic:
    """More rows than a planner is careless about."""
    return filled(clinic, 25_000)


def test_no_page_and_no_count_scans_or_sorts_what_matches(big: Clinic) -> None:
    deep = Kursor(HARI - timedelta(days=DAYS // 2), 12_000)
    for kursor, baru in ((None, False), (deep, False), (deep, True)):
        for name, (saring, index) in PLANS.items():
            deed = reading(
                lambda conn, f, s=saring, k=kursor, b=baru: monitor.page_ids(conn, f, s, 51, k, baru=b)  # type: ignore[misc]
            )
            plan = plans(big, lambda deed=deed: deed(big))[-1]  # type: ignore[misc]
            _ordered(big, name, saring, index, plan)
    for saring, _ in PLANS.values():
        if saring.norm:
            continue
        counting = reading(lambda conn, f, s=saring: monitor.count_jobs(conn, f, s))  # type: ignore[misc]
        (plan,) = plans(big, lambda deed=counting: deed(big))  # type: ignore[misc]
        assert "hitung_job" in plan, plan
        assert " job" not in plan.replace("hitung_job", ""), plan
        assert "SCAN" not in plan, plan


def _ordered(clinic: Clinic, name: str, saring: SaringJob, index: str, plan: str) -> None:
    assert any(part in plan for part in index.split("|")), (name, plan)
    assert "Seq Scan on job" not in plan, (name, plan)
    if name == "a day" or saring.norm:
        return  # few rows by their own nature; those of several patients are cut to a page each
    states = saring.status or ()
    if clinic.is_sqlite:
        # Merging several states sorts what each of them was cut to, never all that matches.
        assert plan.count("TEMP B-TREE") <= (len(states) if len(states) > 1 else 0), (name, plan)
    elif len(states) < 2:
        assert "Sort" not in plan, (name, plan)


def test_a_part_of_a_record_number_is_looked_up_and_counted_from_indexes_alone(
    big: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither patients nor jobs are gone through, however many there are of both."""
    # A quarter of the patients PostgreSQL rather goes through: there one has to do.
    saring = SaringJob(semua_tanggal=True, norm="01" if big.is_sqlite else "000012")
    counting = reading(lambda conn, f: monitor.count_jobs(conn, f, saring))
    (counted,) = plans(big, lambda: counting(big))
    assert "ix_job_pasien_lain" in counted, counted
    if big.is_sqlite:
        assert "SEARCH norm_ujung USING PRIMARY KEY" in counted, counted
        assert "SEARCH job USING INDEX ix_job_pasien (" in counted, counted
    for bad in ("SCAN job", "Seq Scan on job", "pasien USING", "Seq Scan on pasien", "ix_job_tanggal"):
        assert bad not in counted, counted
    for status in (None, SaringStatus.TIDAK_TERKIRIM.status):
        asked = replace(saring, status=status)
        listing = reading(lambda conn, f, s=asked: monitor.page_ids(conn, f, s, 51))  # type: ignore[misc]
        plan = plans(big, lambda: listing(big))[-1]  # noqa: B023
        assert "ix_job_pasien_lain" in plan if status else "ix_job_pasien" in plan, plan
    # Very many patients: the list is walked in its order, and never joined with them.
    monkeypatch.setattr(pencarian, "FEW", 0)
    for roll, kind in itertools.product((4000, 0), (None, JenisJob.KUNJUNGAN)):
        monkeypatch.setattr(pencarian, "ROLL", roll)
        asked = replace(saring, jenis=kind)
        walking = reading(lambda conn, f, s=asked: monitor.page_ids(conn, f, s, 51))  # type: ignore[misc]
        plan = plans(big, lambda: walking(big))[-1]  # noqa: B023
        assert ("ix_job_jenis_tanggal" if kind else "ix_job_tanggal") in plan, plan
        for bad in ("Join", "Nested Loop", "Sort", "TEMP B-TREE", "Seq Scan on job", "SCAN job"):
            assert bad not in plan, (bad, plan)


def test_ends_of_record_numbers_follow_the_patients(clinic: Clinic) -> None:
    u = t.norm_ujung.c

    def ends(pasien_id: int) -> set[str]:
        return {row.ujung for row in clinic.rows(sa.select(u.ujung).where(u.pasien_id == pasien_id))}

    (mine,) = clinic.rows(sa.select(t.pasien.c.id).where(t.pasien.c.norm == "000012"))
    assert ends(mine.id) == {"000012", "00012", "0012", "012", "12", "2"}
    clinic.sql(sa.update(t.pasien).where(t.pasien.c.id == mine.id).values(norm="RM-7"))
    assert ends(mine.id) == {"RM-7", "M-7", "-7", "7"}
    clinic.sql(sa.update(t.pasien).where(t.pasien.c.id == mine.id).values(nama="LAIN"))
    assert ends(mine.id) == {"RM-7", "M-7", "-7", "7"}
    clinic.sql(sa.delete(t.pasien).where(t.pasien.c.id == mine.id))
    assert ends(mine.id) == set()
