"""Real processes: started on a leash, watched line by line, and shown in the report of a test that fails."""

from __future__ import annotations

import atexit
import contextlib
import os
import random
import re
import select
import shutil
import signal as signals
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from tests.support import leash, nursery
from tests.support.waiting import TooLate, until

ROOT = Path(__file__).resolve().parents[2]
"""The project's own folder."""


class Reported(Protocol):
    """What a report about a failed test can show: a process or a terminal."""

    name: str
    pid: int

    @property
    def output(self) -> str: ...

    def poll(self) -> int | None: ...


_recent: list[Reported] = []
_alive: weakref.WeakSet[Reported] = weakref.WeakSet()
_scratch: list[Path] = []
_nursery: list[nursery.Nursery] = []


def free_port() -> int:
    """A free TCP port of 127.0.0.1, below the range the kernel hands out to outgoing connections.

    From inside that range another connection could take the port while a server is being restarted, and a
    client knocking at a closed port could be connected to itself.
    """
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def scratch() -> Path:
    """A folder of this test process in which nothing of the developer lies; removed at the end."""
    if not _scratch:
        folder = Path(tempfile.mkdtemp(prefix="deka-uji-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _scratch.append(folder)
    return _scratch[0]


def own_place() -> None:
    """Make this process forget the developer's own Deka: no setting or key of it is read or made.

    What it writes with services of its own can then be read by the product processes it starts.
    """
    for name in [*os.environ]:
        if name.startswith("DEKA_") and not name.startswith("DEKA_UJI_"):
            del os.environ[name]
    os.environ["XDG_CONFIG_HOME"] = str(scratch() / ".config")
    # Hundreds of programs are started here: an installed one does not compile its sources at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def clean_env(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a product process gets: our environment without the developer's own Deka or pytest in it."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DEKA_", "PYTEST_", "XDG_")) and name not in ("COLUMNS", "LINES", "NO_COLOR")
    }
    env["HOME"] = str(scratch())
    env["PYTHONPATH"] = str(ROOT)
    env["PYTHONUNBUFFERED"] = "1"
    env["PYTHONFAULTHANDLER"] = "1"
    env.update(extra or {})
    return env


def child_env() -> dict[str, str]:
    """The environment of helper programs: only what finding and running them needs."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def python_words(argv: Sequence[str | Path]) -> list[str]:
    """``argv`` as words; a first one that begins with ``-`` means this Python."""
    words = [str(word) for word in argv]
    return [sys.executable, *words] if words[0].startswith("-") else words


def open_nursery() -> None:
    """From now on programs in Python are born in a nursery, where the system allows it."""
    if nursery.possible() and not _nursery:
        _nursery.append(nursery.Nursery(scratch()))


def _number(stream: int | IO[Any] | None, opened: contextlib.ExitStack) -> int:
    """The descriptor of what ``subprocess`` is given for a stream."""
    if stream == subprocess.DEVNULL:
        return opened.enter_context(Path(os.devnull).open("r+b", buffering=0)).fileno()
    return stream if isinstance(stream, int) else stream.fileno()


class Leashed:
    """A process below a keeper (see ``leash``): it cannot outlive the test run, nor can its descendants."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        stdin: int | IO[Any] | None = subprocess.DEVNULL,
        stdout: int | IO[Any] | None = subprocess.DEVNULL,
        stderr: int | IO[Any] | None = subprocess.DEVNULL,
        env: Mapping[str, str] | None = None,
        cwd: Path | str | None = None,
        user: tuple[int, int] | None = None,
        tty: bool = False,
        remove: Sequence[Path] = (),
        last_word: int | None = None,
        warm: bool = False,
    ) -> None:
        """Start ``argv``; ``warm`` lets it be born in the nursery, if there is one and it can.

        Should the test run be killed, ``remove`` are folders to delete, and ``last_word`` a signal after
        which the process is left a moment to tidy up before it is killed.
        """
        self.argv = list(argv)
        self.returncode: int | None = None
        self._lock = threading.Lock()
        self._heard = b""
        life_read, self._life = os.pipe()
        self._report, report_write = os.pipe()
        os.set_blocking(self._report, False)
        options: list[str] = []
        if user is not None:
            options += ["--uid", str(user[0]), "--gid", str(user[1])]
        if tty:
            options.append("--tty")
        for folder in (*remove, *_scratch):
            options += ["--remove", str(folder)]
        if last_word is not None:
            options += ["--last-word", str(int(last_word))]
        mother = _nursery[0].mother(self.argv, env) if _nursery and warm and env and user is None else None
        self.keeper: subprocess.Popen[bytes] | nursery.Born
        try:
            if mother is not None:
                with contextlib.ExitStack() as opened:
                    fds = [_number(stream, opened) for stream in (stdin, stdout, stderr)]
                    order = {"argv": self.argv, "env": dict(env or {}), "cwd": str(cwd or Path.cwd())}
                    self.keeper = mother.bear(order | {"options": options}, [*fds, life_read, report_write])
            else:
                command = [sys.executable, "-I", "-S", leash.__file__, *options]
                command += ["--life", str(life_read), "--report", str(report_write)]
                self.keeper = subprocess.Popen(
                    [*command, "--", *self.argv],
                    stdin=stdin,
                    stdout=stdout,
                    stderr=stderr,
                    env=dict(env) if env is not None else None,
                    cwd=cwd,
                    pass_fds=(life_read, report_write),
                    start_new_session=True,
                )
        finally:
            os.close(life_read)
            os.close(report_write)
        self.pid = 0
        self._hear(time.monotonic() + 20, until_pid=True)
        if not self.pid:
            self.close()
            raise RuntimeError(f"could not start {self.argv}")

    def poll(self) -> int | None:
        """The exit status, or None while it runs; negative is the signal that ended it."""
        self._hear(0.0)
        return self.returncode

    def wait(self, timeout: float = 10.0) -> int:
        """Wait for the exit and return its status; ``TooLate`` after ``timeout`` seconds."""
        self._hear(time.monotonic() + timeout)
        if self.returncode is None:
            raise TooLate(f"{self.argv} (pid {self.pid}) did not end within {timeout:g} s")
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Signal the process itself, if it still runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def family(self) -> list[int]:
        """The living process and all it started; on Linux even what has detached itself."""
        if self.keeper.poll() is not None:
            return []
        return leash.descendants(self.keeper.pid)

    def freeze(self) -> None:
        """Stop the whole family in its tracks, as a machine that hangs would."""
        seen: set[int] = set()
        # The parent is stopped first, then what it had started by then; repeat until nobody new turns up.
        while new := [pid for pid in self.family() if pid not in seen]:
            for pid in new:
                seen.add(pid)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signals.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen family go on."""
        for pid in reversed(self.family()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signals.SIGCONT)

    def kill_family(self) -> None:
        """``kill -9`` to all of it at once, as a power cut would; returns when nothing of it runs."""
        self.freeze()
        for pid in self.family():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signals.SIGKILL)
        until(lambda: not self.family(), 10, f"the end of {self.argv[0]}")
        self.wait(10)

    def close(self) -> None:
        """Let go of the leash: whatever still runs is killed. May be called twice."""
        if self._life < 0:
            return
        with contextlib.suppress(OSError):
            os.write(self._life, b"k")
        os.close(self._life)
        self._life = -1
        try:
            self.keeper.wait(20)
        except subprocess.TimeoutExpired:
            self.keeper.kill()
            self.keeper.wait()
        self._hear(0.0)
        os.close(self._report)
        self._report = -1

    def _hear(self, deadline: float, *, until_pid: bool = False) -> None:
        with self._lock:
            while self.returncode is None and self._report >= 0 and not (until_pid and self.pid):
                left = max(0.0, deadline - time.monotonic())
                readable, _, _ = select.select([self._report], [], [], left)
                if not readable:
                    return
                piece = os.read(self._report, 4096)
                if not piece:
                    # The keeper ended without a last word: it was killed, and its child with it.
                    self.returncode = -signals.SIGKILL
                    return
                *lines, self._heard = (self._heard + piece).split(b"\n")
                for line in lines:
                    word, _, number = line.partition(b" ")
                    if word == b"pid":
                        self.pid = int(number)
                    else:
                        self.returncode = int(number)


class Proc:
    """A product process with its output collected. Use it in a ``with`` block, or through ``start_process``.

    ``Proc(["-m", "worker", "--sekali"])`` runs this Python; a first word that does not begin with ``-`` is a
    program. The working folder and HOME are empty scratch folders, so no setting of the developer is picked
    up.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | str | None = None,
        name: str | None = None,
        stdin: str | None = None,
        fresh: bool = False,
    ) -> None:
        """Start ``argv`` with ``env`` laid over ``clean_env()``; ``stdin`` is a text to give it.

        ``fresh`` is for programs whose start is the subject: an interpreter of their own, not the nursery's.
        """
        words = python_words(argv)
        self.name = name or " ".join(Path(word).name if i == 0 else word for i, word in enumerate(words))
        self._lines: list[tuple[str, str]] = []
        self._news = threading.Condition()
        self._looked_at = 0
        streams: list[tuple[str, int]] = []
        writers: list[int] = []
        for stream in ("stdout", "stderr"):
            reader, writer = os.pipe()
            streams.append((stream, reader))
            writers.append(writer)
        given: IO[Any] | None = None
        if stdin is not None:
            given = tempfile.TemporaryFile()  # noqa: SIM115 - closed below, after the start
            given.write(stdin.encode())
            given.seek(0)
        try:
            self._leashed = Leashed(
                words,
                stdin=given if given is not None else subprocess.DEVNULL,
                stdout=writers[0],
                stderr=writers[1],
                env=clean_env(env),
                cwd=cwd if cwd is not None else scratch(),
                warm=not fresh,
            )
        finally:
            for writer in writers:
                os.close(writer)
            if given is not None:
                given.close()
        self.pid = self._leashed.pid
        self._open = len(streams)
        self._readers = [
            threading.Thread(target=self._read, args=pair, name=f"{self.name} {pair[0]}", daemon=True)
            for pair in streams
        ]
        for reader_thread in self._readers:
            reader_thread.start()
        remember(self)

    def _read(self, stream: str, fd: int) -> None:
        with open(fd, encoding="utf-8", errors="replace", newline="\n") as source:
            for line in source:
                with self._news:
                    self._lines.append((stream, line.rstrip("\r\n")))
                    self._news.notify_all()
        with self._news:
            self._open -= 1
            self._news.notify_all()

    # ── what it said ──────────────────────────────────────────────────────────

    @property
    def stdout(self) -> str:
        """All of its standard output so far."""
        return self._text("stdout")

    @property
    def stderr(self) -> str:
        """All of its standard error so far."""
        return self._text("stderr")

    @property
    def output(self) -> str:
        """Both, in the order in which they arrived."""
        return self._text(None)

    def _text(self, stream: str | None) -> str:
        with self._news:
            return "".join(f"{text}\n" for name, text in self._lines if stream in (None, name))

    def wait_line(
        self, pattern: str, timeout: float = 15.0, *, stream: str | None = None, again: bool = False
    ) -> re.Match[str]:
        """Wait for a line in which ``pattern`` is found; each call goes on after the line found before.

        ``again`` looks at the lines from the beginning.
        """
        wanted = re.compile(pattern)
        deadline = time.monotonic() + timeout
        position = 0 if again else self._looked_at
        with self._news:
            while True:
                while position < len(self._lines):
                    name, text = self._lines[position]
                    position += 1
                    if stream in (None, name) and (found := wanted.search(text)):
                        self._looked_at = max(self._looked_at, position)
                        return found
                left = deadline - time.monotonic()
                if self._open == 0 or left <= 0:
                    break
                self._news.wait(left)
            ended = self._open == 0
        why = "it closed its output" if ended else f"{timeout:g} s passed"
        raise TooLate(f"{self.name}: no line like {pattern!r}: {why}\n{self.output}")

    # ── how it goes ───────────────────────────────────────────────────────────

    def poll(self) -> int | None:
        """The exit status, or None while it runs; negative is the signal that ended it."""
        return self._leashed.poll()

    def wait(self, timeout: float = 30.0) -> int:
        """Wait for its exit; its output is then read to the end, unless a child still holds it."""
        try:
            status = self._leashed.wait(timeout)
        except TooLate as late:
            raise TooLate(f"{late}\n{self.output}") from None
        self._join(2.0 if len(self.family()) else 10.0)
        return status

    def _join(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        for reader in self._readers:
            reader.join(max(0.0, deadline - time.monotonic()))

    def send_signal(self, number: int) -> None:
        """Signal it, if it still runs."""
        self._leashed.send_signal(number)

    def terminate(self) -> None:
        """Ask it to end (SIGTERM)."""
        self.send_signal(signals.SIGTERM)

    def kill(self) -> None:
        """``kill -9`` to the process itself; what it started goes on. Returns when it is gone."""
        self.send_signal(signals.SIGKILL)
        self._leashed.wait(10)

    def kill_family(self) -> None:
        """``kill -9`` to it and all it started."""
        self._leashed.kill_family()

    def freeze(self) -> None:
        """Stop it and all it started (SIGSTOP)."""
        self._leashed.freeze()

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._leashed.thaw()

    def family(self) -> list[int]:
        """Process ids of it and of everything it started that still runs, even detached."""
        return self._leashed.family()

    def close(self) -> None:
        """End it, kindly first, and everything it started. May be called twice."""
        if self.poll() is None:
            self.thaw()
            self.terminate()
            with contextlib.suppress(TooLate):
                self._leashed.wait(5)
        self._leashed.close()
        self._join(5)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it with the block."""
        self.close()


def run(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | str | None = None,
    stdin: str | None = None,
    timeout: float = 60.0,
) -> Proc:
    """Run a command to its end; look at ``.poll()``, ``.stdout`` and ``.stderr`` of what is returned."""
    with Proc(argv, env=env, cwd=cwd, stdin=stdin) as proc:
        proc.wait(timeout)
    return proc


def remember(one: Reported) -> None:
    """Let a failing test show this process or terminal."""
    _recent.append(one)
    _alive.add(one)


def forget() -> None:
    """A new test begins: processes of earlier ones that have ended are no longer part of a report."""
    _recent.clear()


def reports() -> Iterable[tuple[str, str]]:
    """Title and output of every process a failing test may want to see."""
    for proc in sorted({*_recent, *_alive}, key=lambda one: one.pid):
        status = proc.poll()
        if proc in _recent or status is None:
            yield f"{proc.name} (pid {proc.pid}, {'running' if status is None else status})", proc.output
