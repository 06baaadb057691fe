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
import importlib, json, sys
for name in json.load(sys.stdin):
    importlib.import_module(name)
print(json.dumps(list(sys.modules)))
"""
START = ("deka_tui.cli", "deka_tui.commands.session", "deka_tui.commands.screen", "deka_tui.app")
FRAME = (*START, "deka_tui.screens.pembuka")
"""What is read before the first frame."""
BOARD = (*FRAME, "deka_tui.screens.antrean", "shared.services.konteks", "shared.services.papan")
"""What is read before the queue is drawn."""
PAGES = (
    r"deka_tui\.port_\w+|deka_tui\.screens\.(?!antrean|live|painting|pembuka)\w+"
    r"|deka_tui\.(kios|kios\.\w+|pencetak|texts_kios|cli_texts_kios)|shared\.texts_\w+"
    r"|shared\.domain\.(kfa|kios|peserta|satusehat|sumber|fhir|pantau|referensi|pemetaan|massal|sinkron|kunjungan|beda"
    r"|suntingan|isian|penjelasan|telusur|undo|failures|retries)\w*"
)
"""What belongs to a page that only some open."""
DIALOGS = (
    r"deka_tui\.widgets\.(confirm|dialog|chooser|text_modal|prompt|paged_table|json_panel)"
    r"|deka_tui\.flows\.(menu|account)"
)
SERVICES = (
    r"shared\.services\.(?!errors|konteks|papan)\w+|shared\.storage\.(tables|engine|schema|audit|tickets)\w*"
)
LIBRARIES = r"(sqlalchemy|alembic|psycopg|argon2|cryptography|pygments|markdown_it|http|email|click)(\.\w+)*"
QUEUE_SCREEN = (
    r"deka_tui\.screens\.(antrean|painting)|deka_tui\.flows\.(?!desk)\w+|deka_tui\.board"
    r"|deka_tui\.widgets\.(?!cell|header|key_strip|settled)\w+|deka_tui\.presenters\.(rincian|tabel|sekilas)"
    r"|shared\.services\.(?!errors)\w+|shared\.storage\.(?!presence|sekilas)\w+"
)
"""What only the queue screen needs, of which nothing is drawn in the first frame."""


def loaded(*names: str) -> list[str]:
    """The modules that are there when some have been imported in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        env=clean_env(),
        cwd=scratch(),
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("names", "forbidden"),
    [
        pytest.param(FRAME, (PAGES, DIALOGS, SERVICES, LIBRARIES, QUEUE_SCREEN), id="first frame"),
        # Looking at the queue needs no database library: 0.2 s and 18 MB on a good machine.
        pytest.param(BOARD, (PAGES, DIALOGS, SERVICES, LIBRARIES), id="queue drawn"),
    ],
)
def test_nothing_is_read_before_it_is_needed(names: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    """A start on an old machine waits for every module there is in it."""
    pattern = re.compile("|".join(f"(?:{one})" for one in forbidden))
    found = loaded(*names)
    assert names[-1] in found
    assert [name for name in found if pattern.fullmatch(name)] == []


def test_the_probe_itself_finds_what_is_forbidden() -> None:
    assert guilty(["json", "tests.support.pty_term"], ("pyte", "json")) == {
        "json": "json",
        "pyte": "tests.support.pty_term",
    }
