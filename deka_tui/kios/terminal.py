"""Keeping a locked station's terminal from ending, stopping or leaving the program."""

from __future__ import annotations

import contextlib
import os
import signal

_DEAF = ("SIGINT", "SIGQUIT", "SIGTSTP", "SIGTTIN", "SIGTTOU")


def deafen() -> None:
    """Let no signal that a terminal can cause do anything. SIGTERM and SIGHUP stay what they are."""
    for name in _DEAF:
        if hasattr(signal, name):
            with contextlib.suppress(ValueError, OSError):
                signal.signal(getattr(signal, name), signal.SIG_IGN)


def lock(fd: int = 0) -> None:
    """Make the terminal make no signals and no pauses, from before the first frame until after the last.

    Textual turns them off as long as it runs and puts back what it found, which from now on is this.
    """
    deafen()
    # What would let Textual stop, record or be looked into has no place here.
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    try:
        import termios
    except ImportError:  # pragma: no cover - Windows has no such terminals
        return
    with contextlib.suppress(termios.error, OSError):
        state = termios.tcgetattr(fd)
        state[0] &= ~(termios.IXON | termios.IXOFF | termios.BRKINT)
        state[3] &= ~(termios.ISIG | termios.ECHO)
        termios.tcsetattr(fd, termios.TCSANOW, state)
