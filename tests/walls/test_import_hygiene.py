"""What importing a room drags in, looked up in ``sys.modules`` of a fresh process.

import-linter reads our own import lines; this sees what really arrives, through other libraries too. A module
counts as soon as its file exists, so nothing is skipped.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.processes import ROOT, clean_env, scratch

SCREEN = ("deka_tui", "textual", "rich")
WIRE = ("httpx", "httpcore")
QUEUE = ("dramatiq", "redis")
SERVER = ("starlette", "uvicorn")
SQL = ("sqlalchemy", "alembic", "psycopg")

# Imports the named modules one after the other and tells which of them first brought in something forbidden.
PROBE = """
import importlib, json, sys
names, forbidden = json.load(sys.stdin)
guilty = {}
for name in names:
    importlib.import_module(name)
    for module in sys.modules:
        if module.partition(".")[0] in forbidden:
            guilty.setdefault(module.partition(".")[0], name)
print(json.dumps(guilty))
"""


def modules(room: str) -> Iterator[str]:
    """Every module of a room, found by its file, without what runs on import (``__main__``, migrations)."""
    folder = ROOT.joinpath(*room.split("."))
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    for file in files:
        if not file.exists() or file.stem == "__main__" or "migrations" in file.parts:
            continue
        parts = file.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def guilty(names: list[str], forbidden: tuple[str, ...]) -> dict[str, str]:
    """Forbidden packages that arrive when ``names`` are imported, each with the module that brought it."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE],
        input=json.dumps([names, forbidden]),
        capture_output=True,
        text=True,
        env=clean_env(),
        cwd=scratch(),
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize(
    ("rooms", "forbidden"),
    [
        pytest.param(["shared"], (*SCREEN, *WIRE, *QUEUE, *SERVER, "worker", "click"), id="shared"),
        pytest.param(["worker"], ("deka_tui", "textual"), id="worker"),
        pytest.param(["deka_tui"], ("worker", *WIRE, *QUEUE, *SERVER), id="screen"),
        pytest.param(["shared.domain"], (*SCREEN, *WIRE, *QUEUE, *SQL, "worker"), id="rules"),
        pytest.param(
            ["deka_tui.presenters"], ("textual", "rich", *WIRE, *QUEUE, *SQL, "worker"), id="presenters"
        ),
    ],
)
def test_a_room_keeps_its_walls(rooms: list[str], forbidden: tuple[str, ...]) -> None:
    names = [name for room in rooms for name in modules(room)]
    assert guilty(names, forbidden) == {}


@pytest.mark.parametrize(
    ("door", "forbidden"),
    [
        # The first frame comes before the first query: SQLAlchemy alone would cost 220 ms and 34 MB.
        pytest.param("deka_tui.app", ("worker", *WIRE, *QUEUE, *SERVER, *SQL), id="app"),
        # A command without a screen need not wait for one to be imported.
        pytest.param("deka_tui.cli", ("textual", "worker", *WIRE, *QUEUE, *SERVER, *SQL), id="deka"),
    ],
)
def test_a_door_opens_quickly(door: str, forbidden: tuple[str, ...]) -> None:
    assert guilty([*modules(door)], forbidden) == {}


LOADED = """
import json, sys
import deka_tui.app
print(json.dumps([name for name in sys.modules if name.startswith(("deka_tui.", "shared."))]))
"""
PAGES = re.compile(
    r"deka_tui\.port_\w+|deka_tui\.screens\.(?!antrean|live|painting|masuk)\w+"
    r"|deka_tui\.(kios|kios\.\w+|pencetak|texts_kios)|shared\.texts_\w+|shared\.services\.(?!errors)\w+"
    r"|shared\.domain\.(kfa|kios|peserta|satusehat|sumber|fhir|pantau|referensi|pemetaan|massal|sinkron|kunjungan|beda"
    r"|suntingan|isian|penjelasan|telusur|undo|failures|retries)\w*"
)
"""What belongs to a page that only some open, or to the services."""


def test_nothing_of_a_page_is_read_before_it_is_opened() -> None:
    """Each record costs half a millisecond on a good machine, and the first frame waits for all of them."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        capture_output=True,
        text=True,
        env=clean_env(),
        cwd=scratch(),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert "deka_tui.screens.antrean" in loaded
    assert [name for name in loaded if PAGES.fullmatch(name)] == []


def test_the_probe_itself_finds_what_is_forbidden() -> None:
    assert guilty(["json", "tests.support.pty_term"], ("pyte", "json")) == {
        "json": "json",
        "pyte": "tests.support.pty_term",
    }
