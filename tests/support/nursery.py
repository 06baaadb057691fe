"""A nursery: Python processes that begin with the product's libraries in them already.

Starting a worker or a screen costs 0.5 to 0.9 s of processor, nearly all of it for importing, and the suite
starts hundreds. A *mother* imports once and then only waits. At each order she forks a keeper (``leash``),
which forks the program: a process of its own with its own id, session, pipes and end, which runs the same
module from its first line. What it skips is the interpreter's start and the work of importing libraries;
programs whose start is the subject are begun the long way (``fresh=True``), as is all that an order cannot
express.

A mother has no threads, opens no connection and runs no line of a program. She ends when the suite does: the
socket between them closes.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from tests.support import leash

ROOM = 1 << 18
"""An order may be so many bytes long."""

MINE = ("DEKA_", "XDG_", "FAKE_")
"""Begins the names in the environment that only a program's own lines look at, never the start of Python or a
library being imported: these may differ from the mother's."""
MINE_TOO = frozenset({"HOME"})

LIBRARIES: Mapping[str, Sequence[str]] = {
    "worker": (
        "alembic.command",
        "certifi",
        "cryptography.hazmat.primitives.ciphers.aead",
        "cryptography.hazmat.primitives.kdf.hkdf",
        "encodings.idna",
        "httpcore",
        "sqlalchemy.dialects.postgresql.psycopg",
        "sqlalchemy.dialects.sqlite.pysqlite",
        "shared.storage.token",
        "shared.storage.turns",
        "worker.actors",
        "worker.cli",
        "worker.engine",
        "worker.outbox",
        "worker.rediswake",
        "worker.sandbox.cli",
    ),
}
"""What a mother imports. A module missing here costs time; one too many hides that nobody imported it."""


def start_env(env: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that the start of Python, or a library, may read."""
    return {k: v for k, v in env.items() if not k.startswith(MINE) and k not in MINE_TOO}


class Born:
    """A keeper that a mother has forked: what ``subprocess.Popen`` would be, were it our own child."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._fd = os.pidfd_open(pid)
        except ProcessLookupError:
            self._fd = -1

    def poll(self) -> int | None:
        """None while it runs."""
        return self._ended(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; ``subprocess.TimeoutExpired`` after ``timeout`` seconds."""
        if (status := self._ended(timeout)) is None:
            raise subprocess.TimeoutExpired([f"keeper {self.pid}"], timeout or 0.0)
        return status

    def kill(self) -> None:
        if self._fd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._fd, signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self._fd >= 0:
            look = select.poll()
            look.register(self._fd, select.POLLIN)
            if not look.poll(None if timeout is None else timeout * 1000):
                return None
            os.close(self._fd)
            self._fd = -1
        return 0


class Mother:
    """One waiting process, and the suite's end of the socket to it."""

    def __init__(self, libraries: str, env: Mapping[str, str], cwd: Path, log: Path) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._socket, hers = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        program = f"from tests.support.nursery import serve; exec(*serve({hers.fileno()}, {libraries!r}))"
        with hers, log.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=dict(env),
                cwd=cwd,
                pass_fds=(hers.fileno(),),
                start_new_session=True,
            )
        atexit.register(self.close)

    def bear(self, order: Mapping[str, Any], fds: Sequence[int]) -> Born:
        """Fork a keeper and its program; ``fds`` are stdin, stdout, stderr, life and report."""
        with self._lock:
            try:
                socket.send_fds(self._socket, [json.dumps(order).encode()], list(fds))
                answer = self._socket.recv(64)
            except OSError:
                answer = b""
        if not answer:
            raise RuntimeError(f"the nursery has died:\n{self._log.read_text(errors='replace')}")
        return Born(int(answer))

    def close(self) -> None:
        """Let it end."""
        self._socket.close()
        self.process.wait()


class Nursery:
    """The mothers of one suite, made when the first program of their kind is wanted."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._mothers: dict[str, Mother] = {}
        self._envs: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def mother(self, argv: Sequence[str], env: Mapping[str, str]) -> Mother | None:
        """Who can bear this program as if it had been started; None if nobody can."""
        if argv[0] != sys.executable or len(argv) < 3 or argv[1] not in ("-m", "-c"):
            return None
        kind = "worker"
        if argv[1] == "-m" and argv[2].partition(".")[0] not in ("worker", "tests"):
            return None
        with self._lock:
            if kind not in self._mothers:
                self._envs[kind] = start_env(env)
                log = self._scratch / f"nursery-{kind}.log"
                self._mothers[kind] = Mother(kind, env, self._scratch, log)
            return self._mothers[kind] if self._envs[kind] == start_env(env) else None


def possible() -> bool:
    """Whether this system can: elsewhere forking a process with libraries in it is not safe (macOS)."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


# ── in the mother ─────────────────────────────────────────────────────────────

_kept: dict[str, ModuleType] = {}


def serve(fd: int, libraries: str) -> tuple[CodeType, dict[str, Any]]:
    """Wait for orders for ever. Returns only in a child: the program it is to execute, and where."""
    link = socket.socket(fileno=fd)
    link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
    atexit.register(_leave)  # the first registered is the last called
    before = {*sys.modules}
    for name in LIBRARIES[libraries]:
        importlib.import_module(name)
    from shared import rekaman

    for record in [*rekaman._unfinished]:
        rekaman._finish(record)
    _kept.update((name, module) for name, module in sys.modules.items() if name not in before)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(_kept))
    if threading.active_count() > 1 or len([*Path("/proc/self/task").iterdir()]) > 1:
        raise RuntimeError(f"importing starts threads: {threading.enumerate()}")
    gc.collect()
    gc.freeze()  # so that the children's collections leave these pages alone, and shared
    signal.signal(signal.SIGCHLD, _bury)
    while True:
        words, fds, _, _ = socket.recv_fds(link, ROOM, 8)
        if not words:
            os._exit(0)
        order = json.loads(words)
        pid = os.fork()
        if pid == 0:
            return _born(link, order, fds)
        for number in fds:
            os.close(number)
        link.send(str(pid).encode())


def _leave() -> None:
    """At the very end: let the libraries be, for taking them apart copies every page of the mother's."""
    for name, module in _kept.items():
        if sys.modules.get(name) is module:
            del sys.modules[name]


def _bury(*_: object) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _open_stream(number: int, name: str) -> None:
    """Open a standard stream as an interpreter would that is told PYTHONUNBUFFERED.

    Not the mother's again: a stream remembers for ever whether it was a file, a pipe or a terminal.
    """
    before = getattr(sys, name)
    raw = io.FileIO(number, "w" if number else "r", closefd=False)
    stream = io.TextIOWrapper(
        raw if number else io.BufferedReader(raw),  # type: ignore[type-var]
        before.encoding,
        before.errors,
        newline="\n",
        write_through=True,
    )
    raw.name = f"<{name}>"  # type: ignore[misc]
    stream.mode = "w" if number else "r"
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def _born(link: socket.socket, order: dict[str, Any], fds: list[int]) -> tuple[CodeType, dict[str, Any]]:
    """In the keeper; goes on in the child, as a program that has just been started."""
    link.close()
    os.setsid()
    for number, given in enumerate(fds[:3]):
        os.dup2(given, number)
        os.close(given)
    options = leash.parse(
        [*order["options"], "--life", str(fds[3]), "--report", str(fds[4]), "--", "program"]
    )
    try:
        os.chdir(order["cwd"])
        if not leash.in_child(options):
            os._exit(0)
    except BaseException as problem:
        os.write(2, f"{problem}\n".encode())
        os._exit(127)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        _open_stream(number, name)
    os.environ.clear()
    os.environ.update(order["env"])
    _, how, what, *rest = order["argv"]
    sys.orig_argv = list(order["argv"])
    sys.argv = [how, *rest]
    sys.path[0] = str(Path.cwd()) if how == "-m" else ""
    main = sys.modules["__main__"].__dict__
    for name in [name for name in main if not name.startswith("__")]:
        del main[name]
    if how == "-m":
        what = f"import runpy; runpy.run_module({what!r}, run_name='__main__', alter_sys=True)"
    return compile(what, "<string>", "exec"), main
