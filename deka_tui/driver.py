"""A terminal driver that outlives what it cannot read."""

from __future__ import annotations

import codecs
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver

_PAUSE = 0.05


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
