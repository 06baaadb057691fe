"""What the environment tells of a terminal, and what is then not written to it."""

from __future__ import annotations

import io
from typing import ClassVar

import pytest

from deka_tui import driver, terminal
from deka_tui.presenters.symbols import Charset

UTF8 = {"LANG": "id_ID.UTF-8"}
COERCED = {"LC_CTYPE": "C.UTF-8"}


@pytest.mark.parametrize(
    ("ascii_only", "env", "replaced", "charset"),
    [
        (False, UTF8, False, Charset.UTF8),
        (False, {"LANG": "id_ID.utf8", "TERM": "linux"}, False, Charset.CONSOLE),
        (False, UTF8 | {"TERM": "xterm-256color"}, False, Charset.UTF8),
        (False, UTF8 | {"TERM": "screen"}, False, Charset.UTF8),
        (False, UTF8 | {"TERM": "vt220"}, False, Charset.ASCII),
        (False, {"LANG": "C.UTF-8", "LC_ALL": "C"}, False, Charset.ASCII),
        (False, {"LANG": "id_ID.ISO-8859-1"}, False, Charset.ASCII),
        (False, {}, False, Charset.ASCII),
        (True, UTF8, False, Charset.ASCII),
        # Python has put a locale of its own in the place of C, POSIX or one that is not installed.
        (False, {"LANG": "C"} | COERCED, True, Charset.ASCII),
        (False, {"LANG": "POSIX"} | COERCED, True, Charset.ASCII),
        (False, COERCED, True, Charset.ASCII),
        (False, UTF8 | COERCED, True, Charset.UTF8),
        (False, COERCED, False, Charset.UTF8),
    ],
)
def test_charset(ascii_only: bool, env: dict[str, str], replaced: bool, charset: Charset) -> None:
    assert terminal.choose(ascii_only, env, replaced=replaced) is charset


@pytest.mark.parametrize(
    ("env", "old"),
    [
        ({"TERM": "linux"}, True),
        ({"TERM": "vt220"}, True),
        ({"TERM": "screen"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/x"}, False),
        ({"TERM": "tmux-256color"}, False),
        ({"TERM": "xterm"}, False),
        ({"TERM": "foot"}, False),
        ({"TERM": "alacritty"}, False),
        ({}, False),
    ],
)
def test_old_terminals(env: dict[str, str], old: bool) -> None:
    assert terminal.old(env) is old


@pytest.mark.parametrize(
    ("env", "kept"),
    [
        ({"TERM": "linux"}, False),
        ({"TERM": "vt220"}, False),
        ({"TERM": "screen-256color", "STY": "1.x"}, False),
        ({"TERM": "screen", "TMUX": "x"}, True),
        ({"TERM": "xterm-256color"}, True),
    ],
)
def test_colours_of_another_terminal_are_not_believed(env: dict[str, str], kept: bool) -> None:
    env = env | {"COLORTERM": "truecolor"}
    terminal.distrust(env)
    assert ("COLORTERM" in env) is kept


class _Line:
    written: ClassVar[list[str]] = []

    def run_input_thread(self) -> None: ...

    def write(self, data: str) -> None:
        self.written.append(data)

    def start_application_mode(self) -> None:
        self.write("\x1b[?25l")


def test_an_old_terminal_is_sent_nothing_young() -> None:
    made = driver.fitting(_Line, old=True, pointing=True)()  # type: ignore[arg-type,call-arg]
    _Line.written.clear()
    made.start_application_mode()
    for young in ("\x1b[>25u", "\x1b[<u", "\x1b[?2026$p", "\x1b[?2048$p", "\x1b[?1003h", "\x1b[?2004l",
                  "\x1b]22;default\x07"):  # fmt: skip
        made.write(young)
    for known in ("\x1b[?7l", "\x1b[7;31mGagal\x1b[0m", "\x1b[?1049l"):
        made.write(known)
    assert _Line.written == [
        "\x1b[?25l", "\x1b[?25h", "\x1b[?7l", "\x1b[7;31mGagal\x1b[0m", "\x1b[2J\x1b[H\x1b[?1049l",
    ]  # fmt: skip
    young = driver.fitting(_Line, old=False, pointing=False)()  # type: ignore[arg-type,call-arg]
    _Line.written.clear()
    for data in ("\x1b[?1004h", "\x1b[?2026$p", "\x1b[?1049l"):
        young.write(data)
    assert _Line.written == ["\x1b[?2026$p", "\x1b[?1049l"], "whether the window has the focus is not asked"


class _Tty(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_a_terminal_without_utf8_gets_a_letter_for_each_sign() -> None:
    raw = io.BytesIO()
    stream = _Tty(raw, encoding="utf-8")
    terminal.ascii_only(stream)
    stream.write("│▌─┌ ↻ “José” … \U0001f600 é\n")
    stream.flush()
    assert raw.getvalue() == b'||-+ > "Jose" . ?? e\n'
    file = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    terminal.ascii_only(file)
    assert file.encoding == "utf-8"
