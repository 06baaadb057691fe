"""Monitoring by any combination of filters: counts, table and groups are what independent SQL says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.pantau import Kursor, SaringStatus
from shared.domain.status import JenisJob, StatusJob
from shared.services import monitoring
from shared.services.monitoring import SaringJob
from shared.storage import tables as t
from shared.storage.jobs import LAYANAN
from tests.services.clinic import ADMIN, HARI, PATIENTS, Clinic

DAYS = 4
TEXTS = ("", "Nomor kartu tidak ditemukan", "100% salah_ketik", "it's")
CLASSES = (None, "data", "sementara", "pemetaan")


@pytest.fixture
def busy(clinic: Clinic) -> Clinic:
    """Jobs of every kind, state, class and text, with and without a patient, over some days."""
    kinds, states = [*JenisJob], [*StatusJob]
    rows: list[dict[str, Any]] = [
        {
            "faskes_id": 1, "pasien_id": n * 7 % PATIENTS + 1 if n % 11 else None,
            "jenis": kinds[n % len(kinds)].value, "layanan": LAYANAN[kinds[n % len(kinds)]].value,
            "status": states[n * 5 % len(states)].value, "tanggal": HARI - timedelta(days=n * 3 % DAYS),
            "jatuh_tempo": 1, "dibuat": 1, "diubah": 1, "kelas": CLASSES[n // 3 % len(CLASSES)],
            "pesan": TEXTS[n // 2 % len(TEXTS)],
        }
        for n in range(700)
    ]  # fmt: skip
    with clinic.ctx.storage.write() as conn:
        conn.execute(sa.insert(t.job), rows)
    return clinic


statuses = st.one_of(
    st.sampled_from([word.status for word in SaringStatus]),
    st.frozensets(st.sampled_from(list(StatusJob)), min_size=1),
)
filters = st.builds(
    SaringJob,
    jenis=st.none() | st.sampled_from(list(JenisJob)),
    tanggal=st.integers(-1, DAYS).map(lambda n: HARI - timedelta(days=n)),
    semua_tanggal=st.booleans(),
    norm=st.sampled_from(["", "0", "12", "00", "000012", "99999", "x", " 1-2 ", "%", "_"]),
    status=statuses,
    kelas=st.none() | st.sampled_from(["", "data", "sementara", "pemetaan"]),
    teks=st.none() | st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2, unique=True).map(tuple),
)


def condition(saring: SaringJob) -> tuple[str, dict[str, Any]]:
    """The filter in plain SQL."""
    words, values = ["j.faskes_id = 1"], {}
    if saring.jenis is not None:
        words.append(f"j.jenis = '{saring.jenis.value}'")
    else:
        words.append("j.layanan <> 'satusehat'")  # that service has a page of its own
    if not saring.semua_tanggal:
        assert saring.tanggal is not None
        words.append(f"j.tanggal = '{saring.tanggal.isoformat()}'")
    if digits := "".join(filter(str.isdigit, saring.norm)):
        words.append(f"p.norm LIKE '%{digits}%'")
    if saring.status is None:
        words.append("j.status <> 'dibatalkan'")
    else:
        words.append("j.status IN (" + ",".join(f"'{one.value}'" for one in saring.status) + ")")
    if saring.kelas is not None:
        words.append(f"coalesce(j.kelas, '') = '{saring.kelas}'")
    if saring.teks is not None:
        names = [f":teks{n}" for n in range(len(saring.teks))]
        words.append(f"j.pesan IN ({','.join(names)})")
        values = {f"teks{n}": text for n, text in enumerate(saring.teks)}
    return " AND ".join(words), values


def table(clinic: Clinic, saring: SaringJob, size: int) -> list[int]:
    """The ids of every row, page by page as the screen reads them."""
    ids: list[int] = []
    kursor: Kursor | None = None
    while True:
        page = monitoring.muat(clinic.ctx, ADMIN, saring, kursor=kursor, banyak=size).halaman
        ids += [row.id for row in page.baris]
        if not page.ada_lama:
            return ids
        kursor = page.baris[-1].kursor


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saring=filters, size=st.sampled_from([17, 60, 1000]))
def test_every_filter_is_what_independent_sql_says(busy: Clinic, saring: SaringJob, size: int) -> None:
    where, values = condition(saring)
    base = f"FROM job j LEFT JOIN pasien p ON p.id = j.pasien_id WHERE {where}"
    with busy.ctx.storage.read() as conn:

        def ask(what: str, more: str = "") -> list[Any]:
            return list(conn.execute(sa.text(f"SELECT {what} {base} {more}"), values).scalars())

        wanted = ask("j.id", "ORDER BY j.tanggal DESC, j.id DESC")
        waiting, sent, failed = (
            ask("count(*)", f"AND j.status IN ({states})")[0]
            for states in (
                "'menunggu','proses','tak_pasti','tertahan'",
                "'terkirim'",
                "'gagal','kedaluwarsa'",
            )
        )
        groups = ask("count(*)", "AND j.status IN ('gagal','kedaluwarsa')")[0]
    found = monitoring.hitung(busy.ctx, ADMIN, saring)
    assert (found.menunggu, found.berhasil, found.gagal) == (waiting, sent, failed)
    assert found.total == waiting + sent + failed
    assert monitoring.muat(busy.ctx, ADMIN, saring, banyak=5).hitung == found
    assert [row.id for row in monitoring.daftar(busy.ctx, ADMIN, saring, batas=10_000)] == wanted
    assert table(busy, saring, size) == wanted
    assert sum(group.jumlah for group in monitoring.kelompok(busy.ctx, ADMIN, saring)) == groups


def test_the_jobs_of_the_test_have_everything_to_be_told_apart(busy: Clinic) -> None:
    """A filter that finds nothing proves nothing: each value of each column is there."""
    with busy.ctx.storage.read() as conn:
        for column, count in (("jenis", len(JenisJob)), ("status", len(StatusJob)), ("tanggal", DAYS),
                              ("kelas", len(CLASSES) - 1), ("pesan", len(TEXTS))):  # fmt: skip
            query = sa.text(f"SELECT count(DISTINCT {column}) FROM job")
            assert conn.execute(query).scalar_one() == count, column
