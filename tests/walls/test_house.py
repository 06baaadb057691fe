"""House rules that a machine can read off the files."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import ROOT

ROOMS = ("deka_tui", "worker", "shared")
LONGEST = 400
TOP_LEVEL = {
    *ROOMS,
    "tests",
    "config",
    "pyproject.toml",
    "README.md",
    "SECURITY.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "requirements.lock",
}
LEFT_BY_TOOLS = {"var", "build", "dist", "snapshot_report.html", "__pycache__"}


def tracked() -> list[Path]:
    """The project's files: what git knows, or what lies there if git does not answer."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode == 0 and listing.stdout:
        return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    return [*_lying_there(ROOT)]


def _lying_there(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in LEFT_BY_TOOLS or path.name.endswith(".egg-info"):
            continue
        if path.is_file():
            yield path
        elif not path.name.startswith(".") or path.name == ".ci":
            yield from _lying_there(path)


def sources(*folders: str) -> Iterator[Path]:
    """Python files below some folders of the project."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_no_file_of_a_room_is_too_long_to_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for room in ROOMS
        for kind in ("*.py", "*.tcss")
        for path in (ROOT / room).rglob(kind)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_only_the_clients_and_the_sandbox_know_the_http_library() -> None:
    allowed = (ROOT / "worker" / "clients", ROOT / "worker" / "sandbox")
    found = []
    for path in sources(*ROOMS):
        if any(folder in path.parents for folder in allowed):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            else:
                continue
            if any(name.partition(".")[0] in ("httpx", "httpcore") for name in names):
                found.append(where(path, node.lineno))
    assert found == []


# A folder of one person's or one machine's, at the beginning of a path (in a URL something stands before it).
MACHINE_PATH = re.compile(r"(?<![\w.~/:-])/(?:root|work|mnt|Users|home/\w+)/|\b[A-Z]:\\Users\\|\bfile:///")


def test_no_file_names_a_place_of_one_machine() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [
            f"{where(path, number)}: {line.strip()[:120]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if MACHINE_PATH.search(line) and path != Path(__file__).resolve()
        ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        ("cd /root/deka", True),
        ('PATH = "/home/budi/x"', True),
        ("(/mnt/kerja)", True),
        ("C:\\Users\\budi", True),
        ("https://contoh.id/root/1", False),
        ("/worker/clients", False),
        ("/var/lib/deka/deka.db", False),
        ("~/.config/deka", False),
    ],
)
def test_the_rule_about_places_reads_right(line: str, caught: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is caught


def test_the_lock_is_complete_pinned_and_says_nothing_about_where_from() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []
    entries = re.split(r"\n(?=\S)", text.strip())
    pins = {}
    for entry in entries:
        pin = re.match(r"([a-z0-9._-]+)==([^\s;]+)", entry)
        assert pin, entry
        assert "--hash=sha256:" in entry, entry
        pins[pin[1]] = pin[2]

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[^A-Za-z0-9._-]", need)[0].lower().replace("_", "-") for need in wanted}
    assert names - pins.keys() == set()


def test_no_build_file_names_an_index() -> None:
    hosts = re.compile(r"pypi\.|pythonhosted|(?<!no-emit-)index-url|--find-links", re.IGNORECASE)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", ".ci/run"):
        assert hosts.search((ROOT / name).read_text(encoding="utf-8")) is None, name


def _sleeps(node: ast.AST) -> bool:
    """A call that waits for a guessed time: ``time.sleep``, ``asyncio.sleep(0.1)``, ``pilot.pause(0.1)``."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    owner = (
        node.func.value.id
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
        else ""
    )
    length = node.args[0] if node.args else None
    nothing = isinstance(length, ast.Constant) and length.value in (0, None)
    if name == "sleep":
        return owner == "time" or not nothing
    return name == "pause" and length is not None and not nothing


def test_no_test_sleeps() -> None:
    found = [
        where(path, node.lineno)
        for path in sources("tests")
        # A yardstick is a program of its own: a server that is slow on purpose is no test that waits.
        if "yardsticks" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _sleeps(node)
    ]
    assert found == []


def test_the_rule_about_sleeping_reads_right() -> None:
    def caught(code: str) -> bool:
        return any(_sleeps(node) for node in ast.walk(ast.parse(code)))

    assert caught("time.sleep(0)")
    assert caught("sleep(1)")
    assert caught("await asyncio.sleep(0.1)")
    assert caught("await pilot.pause(0.1)")
    assert not caught("await asyncio.sleep(0)")
    assert not caught("await pilot.pause()")
    assert not caught("signal.pause()")


def test_only_known_things_lie_at_the_top() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in tops if not name.startswith(".")} - TOP_LEVEL == set()
