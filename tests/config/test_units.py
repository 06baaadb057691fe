"""The units of ``config/``: one place for the program, and nothing systemd does not know."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "config"
UNITS = sorted([*FOLDER.glob("*.service"), *FOLDER.glob("*.timer")])


def test_units_and_pages_look_for_the_program_at_one_place() -> None:
    found = {
        path
        for file in (*UNITS, FOLDER / "kios.md")
        for path in re.findall(r"(?:ExecStart=|ForceCommand )(/\S*/deka)\b", file.read_text(encoding="utf-8"))
    }
    assert found == {"/opt/deka/bin/deka"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_knows_every_word(tmp_path: Path) -> None:
    for file in UNITS:
        text = file.read_text(encoding="utf-8").replace("/opt/deka/bin/deka", "/bin/true")
        (tmp_path / file.name.replace("@.", "@tty1.")).write_text(text, encoding="utf-8")
    units = [f"./{file.name}" for file in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "deka" in line]
    assert said == []
