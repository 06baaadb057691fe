"""On a real pty: how many bytes a key costs, what other terminals see, and what happens when one goes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deka_tui import watchdog
from tests.support.processes import ROOT
from tests.support.pty_term import PtyTerm
from tests.support.waiting import until

QUIET = 0.4


@contextmanager
def terminal(
    count: int = 34, *, rows: int = 24, cols: int = 80, term: str = "xterm-256color", **env: str
) -> Iterator[PtyTerm]:
    """The screen on the fake door, in a terminal that knows synchronised output."""
    env = {"COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "FAKE_HEALTHY": "1"} | env
    argv = [sys.executable, "-m", "tests.tui.run_fake", str(count)]
    with PtyTerm(argv, rows=rows, cols=cols, term=term, env=env, cwd=ROOT, answer_sync=True) as screen:
        screen.wait_for("A-001", 30)
        screen.wait_quiet(QUIET, 30)
        yield screen


def cost(screen: PtyTerm, *keys: str) -> int:
    """Bytes written for keys, until nothing more comes."""
    before = len(screen.received)
    screen.press(*keys)
    until(lambda: len(screen.received) > before, what="an answer")
    screen.wait_quiet(QUIET)
    return len(screen.received) - before


def test_byte_budget() -> None:
    with terminal() as screen:
        assert len(screen.received) <= 18_000, "first paint"
        assert bytes(screen.received).count(b"Ctrl+Q") == 1, "nothing is written twice at the start"
        for row in range(3):
            assert cost(screen, "j") <= 300, f"a move from card {row + 1}"
        assert cost(screen, "j") <= 3_000, "a page"
        assert cost(screen, "pageup") <= 3_000, "a page back"
        before = len(screen.received)
        os.kill(screen.pid, signal.SIGUSR1)
        screen.wait_for("A: processing")
        screen.wait_quiet(QUIET)
        assert len(screen.received) - before <= 150, "a badge"
        assert cost(screen, "/") <= 300, "into the search field"
        assert cost(screen, "escape") <= 400
        before = len(screen.received)
        screen.resize(25, 80)
        until(lambda: len(screen.received) > before, what="an answer")
        screen.wait_quiet(QUIET)
        assert len(screen.received) - before <= 15_000, "a new size is drawn once"
        before = len(screen.received)
        screen.wait_quiet(1.5)
        assert len(screen.received) == before, "idle"


def test_a_dialog_is_drawn_once_and_goes_at_once() -> None:
    with terminal() as screen:
        assert cost(screen, "x") <= 9_000
        assert "Apakah anda yakin membatalkan antrean nomor tiket #A-001?" in screen.screen_text()
        assert cost(screen, "escape") <= 11_000
        assert "A-002" in screen.screen_text()
        assert cost(screen, "?") <= 12_000
        assert "Bantuan tombol" in screen.screen_text()


def test_leaving_gives_the_terminal_back() -> None:
    with terminal() as screen:
        screen.press("ctrl+q")
        assert screen.wait(10) == 0
        assert 1049 not in screen.private_modes
        assert 25 in screen.private_modes


def test_a_terminal_that_goes_takes_the_program_with_it() -> None:
    with terminal() as screen:
        screen.hang_up()
        assert screen.wait(10) in (-signal.SIGHUP, watchdog.GONE)


def test_the_watchdog_needs_no_hangup_signal() -> None:
    """With SIGHUP ignored, as under nohup, only the thread notices."""
    with terminal(FAKE_IGNORE_HUP="1") as screen:
        screen.hang_up()
        assert screen.wait(10) == watchdog.GONE


def test_the_program_lives_through_a_stall() -> None:
    with terminal() as screen:
        screen.stall()
        screen.press(*["pagedown", "pageup"] * 30)
        screen.resume()
        screen.press("end")
        screen.wait_for("A-034")
        screen.press("home")
        screen.wait_for("A-001")


@pytest.mark.parametrize(("rows", "cols"), [(20, 60), (24, 80), (30, 99), (30, 100), (40, 120), (60, 200)])
def test_every_size_shows_cards_and_the_way_out(rows: int, cols: int) -> None:
    with terminal(rows=rows, cols=cols, FAKE_HEALTHY="0") as screen:
        text = screen.screen_text()
        assert "Ctrl+Q Keluar" in text
        assert "[x] ✗ Batalkan" in text
        assert text.count("[p] Panggil") >= 3


def test_too_small_and_back() -> None:
    with terminal() as screen:
        screen.resize(10, 50)
        screen.wait_for("layar terlalu kecil (minimal 60×20)")
        screen.resize(24, 80)
        screen.wait_for("A-004")
        screen.press("j")
        screen.wait_for("▌ A-002")


def test_a_window_dragged_while_dialogs_open_does_not_freeze() -> None:
    with terminal() as screen:
        for step in range(40):
            screen.resize(24 + step % 7, 80 + step % 45)
            screen.press("x" if step % 2 else "n")
            screen.press("j")
        screen.resize(24, 80)
        screen.press("ctrl+q")
        assert screen.wait(20) == 0


def test_terminal_gone_is_noticed() -> None:
    reading, writing = os.pipe()
    try:
        assert watchdog.terminal_gone(reading, os.getppid()), "a pipe is no terminal"
        assert watchdog.terminal_gone(999, os.getppid())
    finally:
        os.close(reading)
        os.close(writing)


def test_byte_budget_of_the_monitoring_table() -> None:
    with terminal(FAKE_PERAN="admin") as screen:
        screen.press("m")
        screen.wait_for("BPJS FKTP")
        screen.press("enter")
        screen.wait_for("Artinya")
        screen.wait_quiet(QUIET)
        for row in range(3):
            assert cost(screen, "j") <= 800, f"a move from row {row + 1}, with the reason that follows it"
        moves = cost(screen, *("j" * 4))
        assert moves <= 4 * 400, "a held key"
        assert cost(screen, "pagedown") <= 5_500, "a page"
        before = len(screen.received)
        screen.wait_quiet(1.5)
        assert len(screen.received) == before, "idle"


def test_a_byte_that_is_no_text_costs_itself_alone() -> None:
    with terminal() as screen:
        for at, noise in enumerate((b"\xff", b"\x9b", b"\xc3(", b"\xed\xa0\x80"), 2):
            screen.send(noise + b"j")
            screen.wait_for(f"▌ A-{at:03d}" if at < 5 else "5–8 dari 34")
        screen.press("x")
        screen.wait_for("#A-005?")
