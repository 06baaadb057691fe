"""Each kind of terminal, as it really looks: the board and a dialog on a pty, with colours and attributes.

A picture has the rows of the screen, and beside each row a letter for every cell that is not plain; the
letters are told below. After a wanted change: ``pytest tests/tui/test_terminals.py --snapshot-update``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from pyte.screens import Char
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.support.pty_term import PtyTerm
from tests.tui.test_terminal import QUIET, terminal

OLD_KNOW = re.compile(rb"\x1b\[(?:[\d;]*[mHJ]|\?(?:25|7|1049)[hl])")
PLAIN_STYLES = {0, 1, 2, 4, 7, 39, 49}
"""Attributes without colours: none, bold, dim, underlined, reverse, and the terminal's own two colours."""


@dataclass(frozen=True)
class Kind:
    """A terminal: its name, what its environment says, and what must then hold of all it is sent."""

    name: str
    term: str
    env: tuple[tuple[str, str], ...] = ()
    ascii: bool = False
    old: bool = True
    colourless: bool = False


KINDS = [
    Kind("linux", "linux", (("COLORTERM", "truecolor"),)),
    Kind("xterm-256color", "xterm-256color", old=False),
    Kind("screen", "screen"),
    Kind("vt220", "vt220", ascii=True),
    Kind("no-color", "xterm-256color", (("NO_COLOR", "1"),), old=False, colourless=True),
    Kind("ascii", "xterm-256color", (("FAKE_ASCII", "1"),), ascii=True, old=False),
    Kind("posix", "linux", (("LC_ALL", "POSIX"),), ascii=True),
    Kind("aksesibel", "linux", (("FAKE_AKSESIBEL", "1"),), ascii=True),
]


class TextFile(SingleFileSnapshotExtension):
    """One text file a picture."""

    _file_extension = "txt"
    _write_mode = WriteMode.TEXT


def style(cell: Char) -> str:
    """What a cell looks like beside its letter."""
    words = [name for name in ("bold", "reverse", "underscore") if getattr(cell, name)]
    words += [f"{name} {value}" for name, value in (("fg", cell.fg), ("bg", cell.bg)) if value != "default"]
    return " ".join(words)


def picture(screen: PtyTerm) -> str:
    """Draw a screen with its styles."""
    letters: dict[str, str] = {}
    rows = []
    for number in range(screen.rows):
        cells = screen.row(number)
        marks = ""
        for cell in cells:
            look = style(cell)
            marks += letters.setdefault(look, chr(ord("a") + len(letters))) if look else "."
        rows.append(f"{''.join(cell.data for cell in cells).rstrip():<{screen.cols}}  {marks}".rstrip())
    legend = [f"{letter}: {look}" for look, letter in letters.items()]
    row, column = screen.cursor
    shown = "shown" if 25 in screen.private_modes else "hidden"
    return "\n".join([*rows, "", *legend, f"cursor {shown} at row {row}, column {column}", ""])


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_terminal(kind: Kind, snapshot: SnapshotAssertion) -> None:
    env = {"COLORTERM": "", "FAKE_HEALTHY": "0"} | dict(kind.env)
    with terminal(10, term=kind.term, **env) as screen:
        board = picture(screen)
        screen.press("j", "x")
        screen.wait_for("Apakah anda yakin membatalkan")
        screen.wait_quiet(QUIET)
        dialog = picture(screen)
        screen.press("escape")
        screen.wait_gone("Apakah anda yakin")
        screen.wait_quiet(QUIET)
        back = screen.cursor
        screen.press("ctrl+q")
        assert screen.wait(10) == 0
        assert not screen.private_modes & {1000, 1002, 1003, 1004, 1006, 1049, 2004}
        sent = bytes(screen.received)
    assert f"{board}{'─' * 80}\n{dialog}" == snapshot(extension_class=TextFile)
    assert sent.isascii() or not kind.ascii
    if kind.old:
        assert b"\x1b" not in OLD_KNOW.sub(b"", sent)
        assert not re.search(rb"\x1b\[(?:\d+;)*[34]8;", sent), "only sixteen colours"
        assert b"\x1b[2J" in sent, "nobody is left on a screen that is the terminal's only one"
    if kind.colourless:
        numbers = {int(n) for sgr in re.findall(rb"\x1b\[([\d;]*)m", sent) for n in sgr.split(b";") if n}
        assert numbers <= PLAIN_STYLES
    if kind.name == "aksesibel":
        assert "cursor shown at row 3, column 2" in board
        assert back == (7, 2), "the second card's row"
    if kind.name == "linux":
        lines = board.split("\n")
        failed, waiting = (next(x for x in lines if f": {word}" in x) for word in ("Gagal", "processing"))
        legend = dict(line.split(": ", 1) for line in lines if re.match(r"[a-z]: ", line))
        at = (failed.index("Gagal"), waiting.index("processing"))
        red, yellow = (legend[x[82 + n]] for x, n in zip((failed, waiting), at, strict=True))
        assert (red, yellow) == ("reverse fg red", "reverse fg brown")
