"""The test terminal shows what a program draws, and notices what it leaves behind."""

from __future__ import annotations

import re
import signal

import pytest

from tests.support.processes import reports
from tests.support.pty_term import PtyTerm, text_of
from tests.support.waiting import TooLate

PROGRAM = r"""
import os, signal, sys, termios, tty
def size(*_):
    rows, cols = os.get_terminal_size().lines, os.get_terminal_size().columns
    sys.stdout.write(f"\x1b[3;1H\x1b[Ksize {cols}x{rows}"); sys.stdout.flush()
signal.signal(signal.SIGWINCH, size)
print("before", os.environ["TERM"])
old = termios.tcgetattr(0)
tty.setraw(0)
# Things a plain renderer trips over: keyboard protocol, mode query, a device string, colons.
sys.stdout.write("\x1b[?1049h\x1b[?1000h\x1b[>1u\x1b[?2026$p\x1bP+q544e\x1b\\\x1b[38:5:1m\x1b[0m")
sys.stdout.write("\x1b[1;1H\x1b[7mP: OK\x1b[0m — siap\x1b]0;title\x07"); size()
while True:
    key = os.read(0, 32)
    sys.stdout.write(f"\x1b[2;1H\x1b[Kkey {key!r}"); sys.stdout.flush()
    if key == b"\x11":
        break
    if key == b"\x06":
        sys.stdout.write("x" * 1_000_000 + "\x1b[2;1H\x1b[Kflooded"); sys.stdout.flush()
sys.stdout.write("\x1b[<u\x1b[?1000l\x1b[?1049l"); sys.stdout.flush()
termios.tcsetattr(0, termios.TCSANOW, old)
print("after")
"""


@pytest.fixture
def program() -> list[str]:
    return ["-c", PROGRAM]


def test_it_renders_types_resizes_and_sees_the_end(program: list[str]) -> None:
    with PtyTerm(program) as term:
        screen = term.wait_for("size 80x24")
        assert screen.startswith("P: OK — siap\n")
        assert "before" not in screen
        cells = term.row(0)
        assert text_of(cells[:5]) == "P: OK"
        assert cells[0].reverse
        assert not cells[6].reverse
        assert {1000, 1049} <= term.private_modes
        term.press("f2")
        term.wait_for(r"key b'\x1bOQ'")
        term.send("é")
        term.wait_for(re.compile(r"key b'\\xc3\\xa9'"))
        term.resize(40, 120)
        term.wait_for("size 120x40")
        with pytest.raises(TooLate, match="P: OK"):
            term.wait_for("never", timeout=0.1)
        term.wait_quiet(0.1)
        before = len(term.received)
        term.press("x")
        term.wait_for("key b'x'")
        assert 0 < len(term.received) - before < 40
        term.press("ctrl+q")
        assert term.wait() == 0
        assert term.screen_text().split("\n")[:2] == ["before xterm-256color", "after"]
        assert term.private_modes == {25}
        with pytest.raises(TooLate, match="ended"):
            term.wait_for("never")


@pytest.mark.parametrize("answer", [False, True])
def test_it_answers_only_when_asked_to(program: list[str], answer: bool) -> None:
    with PtyTerm(program, answer_sync=answer, rows=10, cols=60) as term:
        term.wait_for("size 60x10")
        if answer:
            term.wait_for(r"key b'\x1b[?2026;2$y'")
        else:
            term.wait_quiet(0.1)
            assert "key" not in term.screen_text()


def test_a_stalled_terminal_goes_on_later(program: list[str]) -> None:
    with PtyTerm(program) as term:
        term.wait_for("size")
        term.stall()
        term.press("ctrl+f")
        with pytest.raises(TooLate):
            term.wait_for("flooded", timeout=0.3)
        term.resume()
        term.wait_for("flooded", timeout=60)


def test_hanging_up_ends_the_program_and_a_failing_test_would_see_its_screen(program: list[str]) -> None:
    with PtyTerm(program) as term:
        term.wait_for("size")
        assert any("P: OK" in text for _, text in reports())
        term.hang_up()
        assert term.wait() == -signal.SIGHUP
        assert term.family() == []
