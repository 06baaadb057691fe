"""A terminal driver that outlives what it cannot read, and sends no terminal what it cannot."""

from __future__ import annotations

import codecs
import os
import re
import select
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from shared.bel import Bel

if TYPE_CHECKING:
    from textual.driver import Driver

_PAUSE = 0.05
_TICK = 0.05
_ALERT = 1.0
"""Seconds after a byte for which an unfinished sequence, such as a lone Esc, may still have to be ended."""
_NAP = 30.0
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"
SILENCE = 1.5
"""Seconds without a byte after which a paste that has no end counts as ended."""
LONGEST = 30.0
"""Seconds after which it does in any case; whoever types on would else never be heard again."""
LARGEST = 1000
"""Columns or rows from which a size is none of a terminal."""
# Keyboard protocols, mouse, paste, resizing, queries of modes, the shape of the mouse pointer.
_YOUNG = re.compile(
    r"\x1b(?:\[[<>=]\d*u|\[\?\d+\$p|\[\?(?:100[036]|101[56]|2004|2026|2048)[hl]|\]22;.*)", re.DOTALL
)
_FOCUS = ("\x1b[?1004h", "\x1b[?1004l")
_LEAVE, _WIPE, _SHOW = "\x1b[?1049l", "\x1b[2J\x1b[H", "\x1b[?25h"


def patient(parser: type[Any]) -> type[Any]:
    """Make a parser that ends a paste which does not end by itself.

    Textual keeps everything after the mark of a paste until the mark of its end: one scanned code, or a
    terminal that loses a byte, would deafen a station for ever.
    """

    class Patient(parser):  # type: ignore[misc]
        def __init__(self, *options: Any, **more: Any) -> None:
            super().__init__(*options, **more)
            self._tail = ""
            self._began: float | None = None
            self._heard = 0.0

        def feed(self, data: str) -> Iterator[Any]:
            yield from super().feed(data)
            seen, self._heard = self._tail + data, time.monotonic()
            start, end = seen.rfind(_PASTE), seen.rfind(_PASTED)
            if end > start:
                self._began = None
            elif start >= 0 and self._began is None:
                self._began = self._heard
            # Long enough for a mark that comes in two pieces, too short for a whole one.
            self._tail = seen[1 - len(_PASTE) :]

        @property
        def pasting(self) -> bool:
            """Whether a paste has begun that has not ended."""
            return self._began is not None

        def tick(self) -> Iterator[Any]:
            yield from super().tick()
            now = time.monotonic()
            if self._began is not None and (now - self._heard > SILENCE or now - self._began > LONGEST):
                yield from self.feed(_PASTED)

    return Patient


class _Tolerant:
    """Mixed into a driver: what no parser can read costs what was read with it, not the program."""

    exit_event: threading.Event
    _app: Any

    def process_message(self, message: Any) -> None:
        """Pass on what was read, but no size that only somebody's keyboard can have made."""
        from textual import events, messages

        # A locked station's size comes from the kernel; a scanned code must not make it small.
        typed = isinstance(message, events.Resize | messages.InBandWindowResize)
        if typed and getattr(self._app, "terkunci", False):
            return
        if isinstance(message, events.Resize) and not all(0 < side <= LARGEST for side in message.size):
            return
        passing: Any = super()
        passing.process_message(message)

    def run_input_thread(self) -> None:
        """Read until told to end, with a parser made anew after each stumble."""
        while not self.exit_event.is_set():
            try:
                self._read_keys()
            except OSError:  # the terminal is gone
                raise
            except Exception:  # whatever a parser may raise over whatever may be typed
                self.exit_event.wait(_PAUSE)

    def _read_keys(self) -> None:
        reading: Any = super()
        reading.run_input_thread()


class _Listening(_Tolerant):
    """Mixed into the driver of a terminal: it sleeps until there is something to read.

    Textual's own loop wakes ten times a second for sequences that do not end, also when none has begun, and
    it ends over one byte that is not UTF-8, as a barcode reader or a terminal in another character set sends
    it.
    """

    fileno: int
    _debug: bool

    def __init__(self, *options: Any, **more: Any) -> None:
        making: Any = super()
        making.__init__(*options, **more)
        self.exit_event = self._bell = Bel()

    def _read_keys(self) -> None:
        from textual._xterm_parser import XTermParser

        parser = patient(XTermParser)(self._debug)
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        heard = -_ALERT
        while not self.exit_event.is_set():
            alert = parser.pasting or time.monotonic() - heard < _ALERT
            ready, _, _ = select.select([self.fileno, self._bell.fileno()], [], [], _TICK if alert else _NAP)
            if self.fileno in ready:
                heard = time.monotonic()
                read = os.read(self.fileno, 4096)
                if not read:  # the end of a pipe: there is nothing to wait for but the end of the program
                    self.exit_event.wait(_PAUSE)
                if text := decode(read):  # an empty one would end the parser
                    for message in parser.feed(text):
                        self.process_message(message)
            for message in parser.tick():
                self.process_message(message)


class _Plain:
    """Mixed into a driver: what an old terminal would print or misread is not sent.

    Such a terminal may have one screen only, so that ours is wiped before it is left: patients are on it.
    """

    def write(self, data: str) -> None:
        """Write what the terminal understands."""
        if _YOUNG.fullmatch(data) is None:
            sending: Any = super()
            sending.write(_WIPE + data if data == _LEAVE else data)


class _Unfocused:
    """Mixed into a driver: whether the window has the focus is not asked, for nothing here depends on it.

    Textual draws the screen again each time it changes.
    """

    def write(self, data: str) -> None:
        """Write all but the question."""
        if data not in _FOCUS:
            sending: Any = super()
            sending.write(data)


class _Pointing:
    """Mixed into a driver: the terminal's own cursor is seen, for it is what screen readers follow."""

    def start_application_mode(self) -> None:
        """Show the cursor that the driver has hidden."""
        starting: Any = super()
        starting.start_application_mode()
        starting.write(_SHOW)


def fitting(driver: type[Driver], *, old: bool, pointing: bool) -> type[Driver]:
    """Make a driver's class fit an *old* terminal, and one whose cursor is to be seen."""
    if not hasattr(driver, "run_input_thread"):
        return driver
    kinds = [kind for kind, wanted in ((_Pointing, pointing), (_Plain, old), (_Unfocused, True)) if wanted]
    return type(driver.__name__, (*kinds, driver), {})


def tolerant(driver: type[Driver]) -> type[Driver]:
    """Make a driver's class tolerant, if it reads a terminal in a thread of its own."""
    if not hasattr(driver, "run_input_thread") or issubclass(driver, _Tolerant):
        return driver
    terminal = driver.__module__ == "textual.drivers.linux_driver"
    return type(driver.__name__, (_Listening if terminal else _Tolerant, driver), {})
