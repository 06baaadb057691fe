"""The harness runs at its smallest size and writes what it promises. No figure is judged here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
