"""A terminal that only reads and stamps: no rendering and no threads while something is being timed.

The program is exec'd by a shell that has opened the terminal as its own, so a closed terminal ends it,
whatever becomes of the benchmark.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.support.processes import clean_env, scratch
from tests.support.pty_term import key_bytes

_ESCAPE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[ -/]*[0-~])"
)
_SYNC_ASKED = b"\x1b[?2026$p"
_SYNC_KNOWN = b"\x1b[?2026;2$y"


class Silent(RuntimeError):
    """What was waited for was not written in time."""


def program_env(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of every program measured: nothing in it that slows a start down."""
    env = clean_env(extra)
    # An installed program has its byte-code: compiling our sources at each start would be measured, not Deka.
    for name in ("PYTHONUNBUFFERED", "PYTHONFAULTHANDLER", "PYTHONDONTWRITEBYTECODE"):
        env.pop(name, None)
    return env


class Burst:
    """What one event made a program write. Times are in milliseconds after the event."""

    def __init__(self, first: float, last: float, total: int, pauses: list[tuple[float, float, int]]) -> None:
        self.first, self.last, self.total = first, last, total
        self.parts = pauses
        """First byte, last byte and size of each part, where parts are 20 ms or more apart."""

    @classmethod
    def of(cls, at: float, chunks: Sequence[tuple[float, bytes]]) -> Burst:
        """Sum up what came after ``at``."""
        if not chunks:
            raise Silent("nothing was written")
        parts: list[tuple[float, float, int]] = []
        for stamp, piece in chunks:
            ms = (stamp - at) * 1000
            if parts and ms - parts[-1][1] < 20:
                parts[-1] = (parts[-1][0], ms, parts[-1][2] + len(piece))
            else:
                parts.append((ms, ms, len(piece)))
        return cls(parts[0][0], parts[-1][1], sum(size for *_, size in parts), parts)


class LeanTerm:
    """A Python program on a terminal; ``chunks`` has what each read brought and when it came."""

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        rows: int = 24,
        cols: int = 80,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start ``python argv``: truecolor, and it knows synchronised output, as a modern terminal does."""
        self.chunks: list[tuple[float, bytes]] = []
        self.ended = False
        self._master, slave = pty.openpty()
        name = os.ttyname(slave)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        words = [sys.executable, *(str(word) for word in argv)]
        full = program_env({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})})
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', name, *words],
            env=full, cwd=scratch(), start_new_session=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        # Closed only once the program has it open, or the first read would see the end of it.
        self._slave = slave

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self.process.pid

    # ── reading ──

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(timeout, 0))
        if not ready:
            return False
        try:
            piece = os.read(self._master, 65536)
        except OSError:
            piece = b""
        now = time.perf_counter()
        if not piece:
            self.ended = True
            return False
        if self._slave >= 0:
            os.close(self._slave)
            self._slave = -1
        if _SYNC_ASKED in piece:
            os.write(self._master, _SYNC_KNOWN)
        self.chunks.append((now, piece))
        return True

    def wait_for(self, marker: str, timeout: float = 30.0, *, since: int = 0) -> float:
        """Wait until ``marker`` has been written; returns when the read that completed it came."""
        wanted = marker.encode()
        deadline = time.perf_counter() + timeout
        seen = since
        text = b""
        while True:
            while seen < len(self.chunks):
                at, piece = self.chunks[seen]
                text += piece
                seen += 1
                if wanted in _ESCAPE.sub(b"", text):
                    return at
            left = deadline - time.perf_counter()
            if self.ended or left <= 0 or self.process.poll() is not None:
                shown = _ESCAPE.sub(b" ", text)[-600:].decode(errors="replace")
                raise Silent(f"{marker!r} was never written; the last of it: {shown}")
            self._read(min(left, 0.5))

    def quiet(self, seconds: float = 0.3, timeout: float = 30.0) -> None:
        """Read until nothing has come for a while."""
        deadline = time.perf_counter() + timeout
        while self._read(seconds):
            if time.perf_counter() > deadline:
                raise Silent(f"never quiet for {seconds:g} s")

    def drain(self) -> None:
        """Read what is there."""
        while self._read(0):
            pass

    def watch(self, seconds: float) -> list[tuple[float, bytes]]:
        """Read for a while, whatever comes; returns that."""
        first = len(self.chunks)
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0 and not self.ended:
            self._read(left)
        return self.chunks[first:]

    def mark(self) -> int:
        """The place in ``chunks`` where what comes next will be."""
        return len(self.chunks)

    def since(self, mark: int) -> list[tuple[float, bytes]]:
        """What has come since a mark."""
        return self.chunks[mark:]

    # ── acting ──

    def press(self, name: str) -> float:
        """Press a key; returns when."""
        data = key_bytes(name)
        now = time.perf_counter()
        os.write(self._master, data)
        return now

    def key(self, name: str, quiet: float = 0.3) -> Burst:
        """Press a key and read until it is quiet."""
        self.drain()
        mark = self.mark()
        at = self.press(name)
        self._read(5.0)  # the first byte may take its time; silence is judged after it
        self.quiet(quiet)
        return Burst.of(at, self.since(mark))

    def close(self) -> None:
        """End the program."""
        for fd in (self._slave, self._master):
            if fd >= 0:
                os.close(fd)
        self._slave = self._master = -1
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it with the block."""
        self.close()


def warm(argv: Sequence[str | Path], ready: Callable[[LeanTerm], object]) -> None:
    """Run a program once, so that its byte-code is compiled and its files are in memory."""
    with LeanTerm(argv) as term:
        ready(term)


def program(name: str) -> list[str]:
    """The words that start one of our yardsticks."""
    return ["-m", f"tests.bench.yardsticks.{name}"]
