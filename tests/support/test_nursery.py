"""A program from the nursery cannot tell that it was not started the long way, and ends like any other."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.support import nursery
from tests.support.processes import Proc, run

pytestmark = pytest.mark.skipif(not nursery.possible(), reason="there is no nursery on this system")

FACTS = """
import gc, json, os, random, signal, sys, threading
numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGHUP, signal.SIGCHLD, signal.SIGXFSZ)
json.dump({
    "argv": sys.argv, "orig": sys.orig_argv, "path": sys.path, "cwd": os.getcwd(), "env": dict(os.environ),
    "names": sorted(name for name in globals()), "main": __name__, "gc": gc.isenabled(),
    "threads": threading.active_count(), "leader": os.getsid(0) == os.getpid() == os.getpgid(0),
    "signals": [str(signal.getsignal(number)) for number in numbers], "wakeup": signal.set_wakeup_fd(-1),
    "files": len(os.listdir("/proc/self/fd")),
    "streams": [
        [str(s), s.encoding, s.errors, s.line_buffering, s.write_through, str(s.buffer)[:12], s.seekable()]
        for s in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__)
    ],
    "given": sys.stdin.read(), "umask": os.umask(0),
}, sys.stdout)
"""


def facts(*, fresh: bool) -> dict[str, object]:
    """What a program sees of itself."""
    with Proc(["-c", FACTS, "satu", "--dua"], stdin="é", env={"DEKA_SATU": "ü"}, fresh=fresh) as proc:
        assert proc.wait() == 0, proc.output
        seen: dict[str, object] = json.loads(proc.stdout)
    return seen


def test_it_sees_what_a_program_started_the_long_way_sees() -> None:
    assert facts(fresh=False) == facts(fresh=True)


@pytest.mark.parametrize("words", [["-m", "worker", "--help"], ["-m", "worker.sandbox", "--nonsense"]])
def test_a_module_runs_as_the_program(words: list[str]) -> None:
    born, started = run(words), Proc(words, fresh=True)
    with started:
        started.wait()
    assert (born.poll(), born.stdout, born.stderr) == (started.poll(), started.stdout, started.stderr)


def test_chance_is_not_the_mothers() -> None:
    said = {run(["-c", "import random; print(random.random())"]).stdout for _ in range(2)}
    assert len(said) == 2


@pytest.mark.parametrize(
    ("program", "status"),
    [
        ("raise SystemExit(7)", 7),
        ("raise RuntimeError('aduh')", 1),
        ("import threading; threading.Timer(0, print, ['akhir']).start()", 0),
        ("import os, signal; os.kill(os.getpid(), signal.SIGINT)", -signal.SIGINT),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_it_ends_as_programs_do(program: str, status: int) -> None:
    ended = run(["-c", program])
    assert ended.poll() == status
    assert ("akhir" in ended.stdout) == ("akhir" in program)
    assert ("RuntimeError: aduh" in ended.stderr) == ("aduh" in program)


def test_what_it_started_ends_with_it() -> None:
    program = "import subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid); p.wait()"
    with Proc(["-c", program]) as proc:
        grandchild = int(proc.wait_line(r"(\d+)")[1])
        assert proc.family() == [proc.pid, grandchild]
    assert proc.family() == []
    assert proc.poll() == -signal.SIGTERM


@pytest.mark.parametrize("env", [{"PYTHONHASHSEED": "1"}, {"LC_ALL": "C"}, {"TZ": "Asia/Jayapura"}])
def test_what_only_a_start_reads_is_started(env: dict[str, str]) -> None:
    home = nursery.Nursery(Path("/nowhere"))
    home._mothers["worker"] = object()  # type: ignore[assignment]
    home._envs["worker"] = {}
    argv = [sys.executable, "-c", "pass"]
    assert home.mother(argv, {"DEKA_SATU": "1"}) is not None
    assert home.mother(argv, env) is None
    assert home.mother(["/bin/true", "-c", "pass"], {}) is None
    assert home.mother([sys.executable, "-O", "-c", "pass"], {}) is None
    assert home.mother([sys.executable, "-m", "deka_tui"], {}) is None
