"""The harness runs at its smallest size and writes what it promises. No figure is judged here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.domain.status import JENIS_BPJS, StatusJob
from shared.storage import tables as t
from tests.bench import clinic, years
from tests.bench.__main__ import main
from tests.bench.harness import Figure, Goal, number

KEYS = {"nama", "nilai", "satuan", "pembanding", "rasio", "sasaran", "lolos"}


def test_a_small_run_writes_the_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "var" / "bench.json"
    assert main(["--kecil", "--json", str(file), "mulai", "lz"]) == 0
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert len(rows) > 3
    for row in rows:
        assert set(row) == KEYS
        assert isinstance(row["nama"], str)
        assert isinstance(row["nilai"], int | float)
        assert isinstance(row["lolos"], bool | None)
    assert "Sasaran" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_years_of_jobs_are_as_the_product_writes_them(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres").create_database() if kind == "postgresql" else ""
    ctx = clinic.open_with_patients(clinic.configure(tmp_path, "tahun", storage_url=url), 20)
    years.fill(ctx, 3000)

    def ask(words: str) -> list[tuple[object, ...]]:
        with ctx.baca() as conn:
            return [tuple(row) for row in conn.execute(sa.text(words))]

    job = "SELECT count(*), count(DISTINCT jenis), count(DISTINCT status), count(DISTINCT tanggal) FROM job"
    assert ask(job) == [(3000, len(JENIS_BPJS), len(StatusJob) - 1, 8)]
    counted = (
        "SELECT tanggal, jenis, status, jumlah FROM hitung_job WHERE tanggal > '0001-01-01' ORDER BY 1, 2, 3"
    )
    assert ask(counted) == ask(
        "SELECT tanggal, jenis, status, count(*) FROM job GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    assert ask("SELECT sum(jumlah) FROM hitung_job WHERE tanggal = '0001-01-01'") == [(3000,)]
    assert ask("SELECT count(*), count(DISTINCT norm) FROM pasien") == [(200, 200)]
    assert ask("SELECT count(*) FROM norm_ujung") == [(1200,)]
    strangers = (
        "SELECT count(*) FROM job j JOIN antrean a ON a.id = j.antrean_id JOIN pasien p ON p.id = a.pasien_id"
    )
    assert ask(f"{strangers} AND j.pasien_id = p.id AND j.tanggal = a.tanggal") == [(3000,)]
    indexes = {
        index["name"]
        for table in ("job", "antrean")
        for index in sa.inspect(ctx.storage._writer).get_indexes(table)
    }
    assert indexes >= {index.name for table in (t.job, t.antrean) for index in table.indexes}
    ctx.tutup()


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["entah"])
    assert refused.value.code == 2
    assert "entah" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        (Goal(1.5), True),
        (Goal(1.4), False),
        (Goal(15, "nilai"), True),
        (Goal(4, "selisih"), False),
        (Goal(2, least=True), False),
        (None, None),
    ],
)
def test_a_goal_is_a_bound(goal: Goal | None, reached: bool | None) -> None:
    assert Figure("x", 15, "ms", 10, goal).lolos is reached


def test_numbers_read_as_indonesians_write_them() -> None:
    assert [number(n) for n in (0.21345, 12.34, 321.06, 14545.2, 0, None)] == [
        "0,213", "12,3", "321,1", "14.545", "0", "–",
    ]  # fmt: skip
