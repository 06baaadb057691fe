"""Ends the process when its terminal is gone.

With SIGHUP ignored (``nohup``, some supervisors) Textual would stay for ever with a dead event loop and
half a core, and no timer on that loop could notice; so a thread of its own looks.
"""

from __future__ import annotations

import os
import signal
import threading

EVERY = 2.0
"""Seconds between two looks."""
GONE = 129
"""Exit status when the terminal went away, as a shell reports a hang-up."""


def terminal_gone(fd: int, parent: int) -> bool:
    """Tell whether *fd* is no terminal any more, or the process *parent* that started us has ended."""
    try:
        return not os.isatty(fd) or os.getppid() != parent
    except OSError:
        return True


def restore_hangup() -> None:
    """Let a hang-up end the process, whoever had told it to ignore that."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


def start(fd: int = 0, every: float = EVERY) -> threading.Thread:
    """Start watching *fd*; the thread is a daemon and holds nothing."""
    parent = os.getppid()
    pause = threading.Event()

    def watch() -> None:
        while not pause.wait(every):
            if terminal_gone(fd, parent):
                os._exit(GONE)

    thread = threading.Thread(target=watch, name="deka-terminal", daemon=True)
    thread.start()
    return thread
