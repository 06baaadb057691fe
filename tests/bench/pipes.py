"""Helper programs that talk in lines; none of them outlives the benchmark."""

from __future__ import annotations

import selectors
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.bench.lean_pty import Silent, program_env
from tests.support.processes import scratch


class Helper:
    """A Python program whose lines are read one by one."""

    def __init__(
        self, argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None, log: Path | None = None
    ) -> None:
        """Start ``python argv``; ``log`` takes its standard error."""
        self.name = " ".join(str(word) for word in argv)
        self._log = log.open("ab") if log else None
        self.process = subprocess.Popen(
            [sys.executable, *(str(word) for word in argv)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log or subprocess.DEVNULL,
            env=program_env(env), cwd=scratch(), bufsize=0, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self._selector = selectors.DefaultSelector()
        self._selector.register(self.process.stdout, selectors.EVENT_READ)
        self._rest = b""

    def line(self, timeout: float = 30.0) -> str | None:
        """The next line, or ``None`` when none comes in time."""
        deadline = time.perf_counter() + timeout
        while b"\n" not in self._rest:
            left = deadline - time.perf_counter()
            if left < 0 or not self._selector.select(left):
                return None
            assert self.process.stdout is not None
            piece = self.process.stdout.read(65536)
            if not piece:
                return None
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def wait_line(self, start: str, timeout: float = 30.0) -> str:
        """The next line that begins so; others are passed over."""
        deadline = time.perf_counter() + timeout
        while (line := self.line(deadline - time.perf_counter())) is not None:
            if line.startswith(start):
                return line
        raise Silent(f"{self.name} never said {start!r}")

    def tell(self, line: str) -> None:
        """Send it a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")

    def close(self, patience: float = 5.0) -> None:
        """Ask it to end; if it does not, end it."""
        for pipe in (self.process.stdin,):
            if pipe is not None:
                pipe.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._selector.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        if self._log is not None:
            self._log.close()

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it with the block."""
        self.close()
