"""A terminal driver that outlives what it cannot read, and sends no terminal what it cannot."""

from __future__ import annotations

import codecs
import re
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver

_PAUSE = 0.05
# Keyboard protocols, mouse, focus, paste, resizing, queries of modes, the shape of the mouse pointer.
_YOUNG = re.compile(
    r"\x1b(?:\[[<>=]\d*u|\[\?\d+\$p|\[\?(?:100[0346]|101[56]|2004|2026|2048)[hl]|\]22;.*)", re.DOTALL
)
_LEAVE, _WIPE, _SHOW = "\x1b[?1049l", "\x1b[2J\x1b[H", "\x1b[?25h"


def _lenient(encoding: str) -> Any:
    """Make decoders that put a sign in place of what is no text."""
    return partial(codecs.getincrementaldecoder(encoding), "replace")


class _Tolerant:
    """Mixed into a driver: what no parser can read costs what was read with it, not the program."""

    exit_event: threading.Event

    def run_input_thread(self) -> None:
        """Read until told to end, with a parser made anew after each stumble."""
        reading: Any = super()
        while not self.exit_event.is_set():
            try:
                reading.run_input_thread()
            except OSError:  # the terminal is gone
                raise
            except Exception:  # whatever a parser may raise over whatever may be typed
                self.exit_event.wait(_PAUSE)


class _Plain:
    """Mixed into a driver: what an old terminal would print or misread is not sent.

    Such a terminal may have one screen only, so that ours is wiped before it is left: patients are on it.
    """

    def write(self, data: str) -> None:
        """Write what the terminal understands."""
        if _YOUNG.fullmatch(data) is None:
            sending: Any = super()
            sending.write(_WIPE + data if data == _LEAVE else data)


class _Pointing:
    """Mixed into a driver: the terminal's own cursor is seen, for it is what screen readers follow."""

    def start_application_mode(self) -> None:
        """Show the cursor that the driver has hidden."""
        starting: Any = super()
        starting.start_application_mode()
        starting.write(_SHOW)


def fitting(driver: type[Driver], *, old: bool, pointing: bool) -> type[Driver]:
    """Make a driver's class fit an *old* terminal, and one whose cursor is to be seen."""
    kinds = [kind for kind, wanted in ((_Pointing, pointing), (_Plain, old)) if wanted]
    if not kinds or not hasattr(driver, "run_input_thread"):
        return driver
    return type(driver.__name__, (*kinds, driver), {})


def tolerant(driver: type[Driver]) -> type[Driver]:
    """Make a driver's class tolerant, if it reads a terminal in a thread of its own.

    Textual ends over one byte that is not UTF-8, as a barcode reader or a terminal in another
    character set sends it, and writes its trace on the screen.
    """
    if not hasattr(driver, "run_input_thread") or issubclass(driver, _Tolerant):
        return driver
    module: Any = sys.modules[driver.__module__]
    if hasattr(module, "getincrementaldecoder"):
        module.getincrementaldecoder = _lenient
    return type(driver.__name__, (_Tolerant, driver), {})
