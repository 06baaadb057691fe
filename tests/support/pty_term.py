"""A terminal for end-to-end tests: a program on a real pty, its bytes rendered by ``pyte`` into a screen.

It is a quiet terminal: it answers no query unless asked to, as many real ones. It keeps the main and the
alternate screen apart and remembers which private modes are on, so a test can see what a program leaves
behind.
"""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import termios
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from pyte.screens import Char

from tests.support import processes
from tests.support.processes import Leashed, clean_env, python_words, scratch
from tests.support.waiting import TooLate

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **{f"f{n}": f"\x1bO{letter}" for n, letter in enumerate("PQRS", start=1)},
    **{f"f{n}": f"\x1b[{code}~" for n, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)},
}
"""What an xterm sends for a key with a name; ``ctrl+x`` and single characters need no entry."""

_ESCAPE = re.compile(
    r"\x1b\[(?P<params>[0-?]*)(?P<middle>[ -/]*)(?P<final>[@-~])"  # CSI
    r"|\x1b\].*?(?:\x07|\x1b\\)"  # OSC
    r"|(?P<string>\x1b[PX^_].*?\x1b\\)"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-OQ-WYZ\\`-~]",  # the short ones
    re.DOTALL,
)
_ALTERNATE = {47, 1047, 1049}


def key_bytes(name: str) -> bytes:
    """The bytes a terminal sends for a key: ``f2``, ``ctrl+q``, ``enter``, ``x``."""
    if name in KEYS:
        return KEYS[name].encode()
    if name.startswith("ctrl+") and len(name) == 6:
        return bytes([ord(name[-1].upper()) & 0x1F])
    if name.startswith("alt+"):
        return b"\x1b" + key_bytes(name[4:])
    if len(name) == 1:
        return name.encode()
    raise ValueError(f"no such key: {name}")


class PtyTerm:
    """A program on a terminal of its own. Use it in a ``with`` block."""

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        rows: int = 24,
        cols: int = 80,
        term: str = "xterm-256color",
        env: Mapping[str, str] | None = None,
        cwd: Path | str | None = None,
        answer_sync: bool = False,
    ) -> None:
        """Start ``argv`` (as in ``Proc``). ``answer_sync`` says yes to "do you know synchronised output?"."""
        self.name = " ".join(str(word) for word in argv)
        self.rows, self.cols = rows, cols
        self.received = bytearray()
        """Everything the program wrote, byte for byte."""
        self.private_modes: set[int] = set()
        """DEC private modes now on: 25 cursor (from the start), 1000-1006 mouse, 1049 alternate screen, …"""
        self.private_modes.add(25)
        self._answer_sync = answer_sync
        self._news = threading.Condition()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._carry = ""
        self._main, self._alternate = pyte.Screen(cols, rows), pyte.Screen(cols, rows)
        self._screen = self._main
        self._stream = pyte.Stream(self._screen)
        self._ended = False
        self._last_byte = time.monotonic()
        self._may_read = threading.Event()
        self._may_read.set()
        self._woken, self._wake = os.pipe()

        self._master, slave = pty.openpty()
        self._set_size(slave)
        try:
            self._leashed = Leashed(
                python_words(argv),
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=clean_env({"TERM": term, "LC_ALL": "C.UTF-8", **(env or {})}),
                cwd=cwd if cwd is not None else scratch(),
                tty=True,
            )
        finally:
            os.close(slave)
        self.pid = self._leashed.pid
        self._reader = threading.Thread(target=self._read, name=f"terminal of {self.name}", daemon=True)
        self._reader.start()
        processes.remember(self)

    # ── what comes in ─────────────────────────────────────────────────────────

    def _read(self) -> None:
        while True:
            self._may_read.wait()
            ready, _, _ = select.select([self._master, self._woken], [], [])
            if self._woken in ready:
                if os.read(self._woken, 1) == b"q":
                    break
                continue
            try:
                piece = os.read(self._master, 65536)
            except OSError:  # EIO: nobody has the other side open any more
                piece = b""
            if not piece:
                break
            with self._news:
                self.received += piece
                self._last_byte = time.monotonic()
                self._render(self._decoder.decode(piece))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _render(self, text: str) -> None:
        text, self._carry = self._carry + text, ""
        while text:
            plain, escape, rest = text.partition("\x1b")
            if plain:
                self._stream.feed(plain)
            if not escape:
                return
            text = escape + rest
            sequence = _ESCAPE.match(text)
            if sequence is None:
                if len(text) > 100_000:  # a string that never ends is no reason to show nothing any more
                    text = text[1:]
                    continue
                self._carry = text  # its end is still to come
                return
            text = text[sequence.end() :]
            self._obey(sequence)

    def _obey(self, sequence: re.Match[str]) -> None:
        params, middle, final = sequence["params"], sequence["middle"], sequence["final"]
        if params is None:
            if sequence["string"] is None:
                self._stream.feed(sequence[0])
            return
        if params == "?2026" and middle == "$" and final == "p":
            if self._answer_sync:
                self._write(b"\x1b[?2026;2$y")
            return
        if params.startswith("?") and final in "hl" and not middle:
            for mode in (int(word) for word in params[1:].split(";") if word.isdigit()):
                (self.private_modes.add if final == "h" else self.private_modes.discard)(mode)
                if mode in _ALTERNATE:
                    self._show(self._alternate if final == "h" else self._main)
        # pyte takes these for something else or trips over them: keyboard protocols, colons, intermediates.
        if (
            middle
            or params[:1] in ("<", "=", ">")
            or ":" in params
            or (params[:1] == "?" and final not in "hlJK")
        ):
            return
        self._stream.feed(sequence[0])

    def _show(self, screen: pyte.Screen) -> None:
        if screen is self._screen:
            return
        if screen is self._alternate:
            screen.reset()
        self._screen = screen
        self._stream = pyte.Stream(screen)

    # ── what is seen ──────────────────────────────────────────────────────────

    def screen_text(self) -> str:
        """The rendered screen: its rows, without the blanks at their ends."""
        with self._news:
            return self._text()

    def _text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def row(self, number: int) -> list[Char]:
        """The cells of one row, with colours and attributes: ``.data .fg .bg .bold .reverse …``."""
        with self._news:
            return [self._screen.buffer[number][column] for column in range(self.cols)]

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor."""
        with self._news:
            return self._screen.cursor.y, self._screen.cursor.x

    @property
    def output(self) -> str:
        """The screen in a frame, for reports."""
        line = "─" * self.cols
        return (
            f"┌{line}┐\n"
            + "\n".join(f"│{row:<{self.cols}}│" for row in self.screen_text().split("\n"))
            + f"\n└{line}┘"
        )

    def wait_for(self, wanted: str | re.Pattern[str], timeout: float = 15.0) -> str:
        """Wait until a text or pattern is on the screen; returns the screen."""

        def there(screen: str) -> bool:
            return wanted in screen if isinstance(wanted, str) else wanted.search(screen) is not None

        return self.wait_until(there, timeout, repr(wanted if isinstance(wanted, str) else wanted.pattern))

    def wait_gone(self, unwanted: str, timeout: float = 15.0) -> str:
        """Wait until a text is no longer on the screen; returns the screen."""
        return self.wait_until(lambda screen: unwanted not in screen, timeout, f"no {unwanted!r}")

    def wait_until(
        self, condition: Callable[[str], bool], timeout: float = 15.0, what: str = "the screen"
    ) -> str:
        """Wait until ``condition`` holds for the screen's text; returns it."""
        deadline = time.monotonic() + timeout
        with self._news:
            while True:
                screen = self._text()
                if condition(screen):
                    return screen
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    break
                self._news.wait(left)
            ended = self._ended
        why = f"the program ended ({self.poll()})" if ended else f"{timeout:g} s passed"
        raise TooLate(f"waited for {what}: {why}\n{self.output}")

    def wait_quiet(self, quiet: float = 0.3, timeout: float = 15.0) -> None:
        """Wait until nothing has been written for ``quiet`` seconds: for counting bytes."""
        deadline = time.monotonic() + timeout
        with self._news:
            while not self._ended:
                now = time.monotonic()
                if now - self._last_byte >= quiet:
                    return
                if now >= deadline:
                    raise TooLate(f"{self.name} was never quiet for {quiet:g} s within {timeout:g} s")
                self._news.wait(min(self._last_byte + quiet, deadline) - now)

    # ── what goes out ─────────────────────────────────────────────────────────

    def send(self, data: str | bytes) -> None:
        """Type bytes or text just as they are."""
        self._write(data.encode() if isinstance(data, str) else data)

    def press(self, *names: str) -> None:
        """Press keys by name, one write each: ``press("f2", "down", "enter")``."""
        for name in names:
            self._write(key_bytes(name))

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._master, data) :]

    def resize(self, rows: int, cols: int) -> None:
        """Make the terminal another size; the kernel tells the program."""
        with self._news:
            self.rows, self.cols = rows, cols
            for screen in (self._main, self._alternate):
                screen.resize(rows, cols)
            self._set_size(self._master)

    def _set_size(self, fd: int) -> None:
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", self.rows, self.cols, 0, 0))

    def stall(self) -> None:
        """Read no more, like a hung SSH session: soon the program's writes block."""
        self._may_read.clear()
        os.write(self._wake, b"s")  # out of the wait for bytes, into the wait for resume()

    def resume(self) -> None:
        """Read on after ``stall``."""
        self._may_read.set()

    def hang_up(self) -> None:
        """The terminal goes away (a closed window, a lost line): SIGHUP and end of file for the program."""
        if self._master >= 0:
            os.write(self._wake, b"q")
            self._may_read.set()
            self._reader.join(10)
            os.close(self._master)
            self._master = -1

    # ── the program ───────────────────────────────────────────────────────────

    def poll(self) -> int | None:
        """The exit status, or None while it runs; negative is the signal that ended it."""
        return self._leashed.poll()

    def wait(self, timeout: float = 15.0) -> int:
        """Wait for the program's exit; all it wrote has been rendered when this returns."""
        try:
            status = self._leashed.wait(timeout)
        except TooLate as late:
            raise TooLate(f"{late}\n{self.output}") from None
        if not self._leashed.family():
            self._reader.join(10)
        return status

    def send_signal(self, number: int) -> None:
        """Signal the program, if it still runs."""
        self._leashed.send_signal(number)

    def family(self) -> list[int]:
        """Process ids of the program and everything it started that still runs, even detached."""
        return self._leashed.family()

    def freeze(self) -> None:
        """Stop it and all it started (SIGSTOP)."""
        self._leashed.freeze()

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._leashed.thaw()

    def close(self) -> None:
        """Hang up and end everything. May be called twice."""
        self.hang_up()
        if self.poll() is None:
            self.thaw()
            with contextlib.suppress(TooLate):
                self._leashed.wait(3)
        self._leashed.close()
        for fd in (self._woken, self._wake):
            if fd >= 0:
                os.close(fd)
        self._woken = self._wake = -1

    def __enter__(self) -> Self:
        """Use it in a ``with`` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it with the block."""
        self.close()


def text_of(cells: Iterable[Char]) -> str:
    """The text of some cells of a row."""
    return "".join(cell.data for cell in cells)
