"""What is left of an unexpected exception: one sentence for the person, its trace in a file.

The file has types and places in the program only: the text of an exception may hold data of patients.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from deka_tui import cli_texts
from deka_tui.commands.session import Sesi
from shared.catatan import jejak

_LOG = "deka-galat.log"
_KEPT = 1_000_000
"""Bytes after which the file starts anew."""


def report(error: Exception, sesi: Sesi) -> str:
    """Write down where an exception came from and return the sentence for the person."""
    if os.environ.get("DEKA_DEBUG") == "1":
        sys.stderr.write(jejak(error) + "\n")
    kind = type(error).__name__
    for folder in filter(None, (sesi.folder(), _own_folder())):
        file = folder / _LOG
        with contextlib.suppress(OSError):
            _append(file, _trace(error))
            return cli_texts.galat(kind, str(file))
    return cli_texts.galat_tanpa_catatan(kind)


def _own_folder() -> Path | None:
    state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    folder = Path(state, "deka")
    with contextlib.suppress(OSError, RuntimeError):
        folder = folder.expanduser()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder
    return None


def _append(file: Path, text: str) -> None:
    if file.exists() and file.stat().st_size > _KEPT:
        file.unlink()
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8", errors="replace") as note:
        note.write(text)


def _trace(error: BaseException) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S%z") + "\n" + jejak(error) + "\n\n"
