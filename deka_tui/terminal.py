"""What the environment tells of the terminal: its age, its letters, whose colours are not believed."""

from __future__ import annotations

import codecs
import os
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, TextIO

from deka_tui.presenters.symbols import Charset, translate

if TYPE_CHECKING:
    from shared.config import LayarSettings

# The Linux console, DEC's and other makers' terminals, what a serial line is given, and GNU screen.
_OLD = re.compile(r"linux|vt\d|ansi|pcansi|qansi|cons\d|wy|sun|hp|att|screen(?:[.-]|$)")
_WITHOUT_UTF8 = re.compile(r"(?!linux|screen)")
# A C locale that Python has replaced by itself (PEP 538) says nothing of the terminal.
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def old(env: Mapping[str, str]) -> bool:
    """Tell whether the terminal may print, or trip over, sequences that are younger than itself.

    *env* is the environment: ``TERM``, and ``TMUX``, which knows them all whatever it calls itself.
    """
    return "TMUX" not in env and _OLD.match(env.get("TERM", "")) is not None


def choose(ascii_only: bool, env: Mapping[str, str], *, replaced: bool = False) -> Charset:
    """Pick the signs for a terminal described by *env* (``LC_ALL``, ``LC_CTYPE``, ``LANG``, ``TERM``).

    *replaced* tells that Python runs in UTF-8 although the locale is C or POSIX (``sys.flags.utf8_mode``).
    A terminal from before Unicode gets ASCII whatever the locale says: on a serial line nobody tells
    the one of the other.
    """
    ctype = env.get("LC_CTYPE", "")
    if replaced and ctype in _COERCED:
        ctype = ""
    locale = env.get("LC_ALL") or ctype or env.get("LANG") or ""
    if ascii_only or "utf8" not in locale.lower().replace("-", ""):
        return Charset.ASCII
    if old(env) and _WITHOUT_UTF8.match(env.get("TERM", "")):
        return Charset.ASCII
    return Charset.CONSOLE if env.get("TERM", "") == "linux" else Charset.UTF8


def charset(layar: LayarSettings) -> Charset:
    """Pick the signs for a station's settings and the terminal this process runs on."""
    if layar.aksesibel:
        return Charset.POLOS
    return choose(layar.ascii, os.environ, replaced=bool(sys.flags.utf8_mode))


def distrust(env: MutableMapping[str, str]) -> None:
    """Take ``COLORTERM`` out of *env* where it can only be that of another terminal.

    ssh carries it along and screen hands it on; an old terminal reads the numbers of a 24-bit colour
    as attributes of their own, 5 being *blinking*.
    """
    if old(env) or ("STY" in env and "TMUX" not in env):
        env.pop("COLORTERM", None)


def _fall_back(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return translate(error.object[error.start : error.end], Charset.ASCII), error.end


def ascii_only(stream: TextIO) -> None:
    """Let *stream*, a terminal without UTF-8, write each sign as the ASCII one that stands for it.

    What goes into a file or a pipe is for a program to read, and stays as it is.
    """
    if stream.isatty():
        codecs.register_error("deka_ascii", _fall_back)
        stream.reconfigure(encoding="ascii", errors="deka_ascii")  # type: ignore[attr-defined]
