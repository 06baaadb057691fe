"""What a keyboard, a scanner or a bad line may send: nothing of it deafens or shrinks a station."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.geometry import Size

from deka_tui import driver
from tests.support.waiting import until

START, END = "\x1b[200~", "\x1b[201~"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    at = SimpleNamespace(now=100.0)
    monkeypatch.setattr("deka_tui.driver.time.monotonic", lambda: at.now)
    return at


def heard(parser: Any, *pieces: str) -> list[str]:
    found = [message for piece in pieces for message in parser.feed(piece)]
    return [_name(message) for message in (*found, *parser.tick())]


def _name(message: Any) -> str:
    return message.key if isinstance(message, events.Key) else f"<{message.text}>"


def test_a_paste_without_an_end_is_ended(clock: SimpleNamespace) -> None:
    parser = driver.patient(XTermParser)()
    assert heard(parser, "a", START, "b", "\x03c") == ["a"]
    clock.now += 1
    assert heard(parser, "d") == [], "it may still come"
    clock.now += driver.SILENCE + 0.1
    assert heard(parser) == ["<b\x03cd>"]
    assert heard(parser, "e") == ["e"]
    assert heard(parser) == []


def test_keys_that_go_on_do_not_keep_it_open(clock: SimpleNamespace) -> None:
    parser = driver.patient(XTermParser)()
    for _ in range(31):
        clock.now += 1
        assert heard(parser, f"{START}x") == []
    clock.now += 1
    assert heard(parser, "x")[0].startswith("<x")
    assert heard(parser, "y") == ["y"]


@pytest.mark.parametrize("at", range(1, 6))
def test_a_whole_paste_is_whole_however_it_comes(clock: SimpleNamespace, at: int) -> None:
    parser = driver.patient(XTermParser)()
    assert heard(parser, START[:at], START[at:], "isi", END[:at], END[at:], "q") == ["<isi>", "q"]
    clock.now += driver.LONGEST + 1
    assert heard(parser) == []


class _Driver:
    def __init__(self, terkunci: bool) -> None:
        self._app = SimpleNamespace(terkunci=terkunci)
        self.passed: list[Any] = []

    def run_input_thread(self) -> None: ...

    def process_message(self, message: Any) -> None:
        self.passed.append(message)


class _Plain(driver._Tolerant, _Driver):
    """A driver as it is made tolerant."""


@pytest.mark.parametrize(
    ("size", "terkunci", "passes"),
    [
        ((80, 24), False, True), ((80, 24), True, False), ((60_000, 60_000), False, False),
        ((0, 0), False, False), ((1000, 1000), False, True),
    ],
)  # fmt: skip
def test_a_size_that_was_typed(size: tuple[int, int], terkunci: bool, passes: bool) -> None:
    made = _Plain(terkunci)
    made.process_message(events.Resize(Size(*size), Size(*size)))
    made.process_message(events.Key("a", "a"))
    assert [type(one).__name__ for one in made.passed] == ["Resize", "Key"][not passes :]


class _Terminal:
    """What the loop needs of Textual's driver, reading a real terminal."""

    _debug = False

    def __init__(self, fileno: int) -> None:
        self.fileno = fileno
        self._app = SimpleNamespace(terkunci=False)
        self.heard: list[str] = []
        self.failing = False

    def run_input_thread(self) -> None:
        raise AssertionError("Textual's own loop is not used")

    def process_message(self, message: Any) -> None:
        if self.failing:
            self.failing = False
            raise ValueError("unreadable")
        self.heard.append(_name(message))


class _Keys(driver._Listening, _Terminal):
    """A driver as it is made for a terminal."""

    def process_message(self, message: Any) -> None:
        _Terminal.process_message(self, message)


@pytest.fixture
def station() -> Iterator[tuple[_Keys, int]]:
    """A terminal that is being read, and the end on which to type."""
    import tty

    keyboard, screen = os.openpty()
    tty.setraw(screen)
    made = _Keys(screen)
    reading = threading.Thread(target=made.run_input_thread)
    reading.start()
    yield made, keyboard
    made.exit_event.set()
    reading.join(10)
    os.close(keyboard)
    os.close(screen)
    assert not reading.is_alive(), "it sleeps on although it was told to end"


def test_keys_are_heard_and_a_lone_escape_ends(station: tuple[_Keys, int]) -> None:
    made, keyboard = station
    os.write(keyboard, b"ab")
    until(lambda: made.heard == ["a", "b"], 10, "two keys")
    os.write(keyboard, b"\x1b")
    until(lambda: made.heard[2:] == ["escape"], 10, "a lone Esc")
    os.write(keyboard, b"\x1b[A")
    until(lambda: made.heard[3:] == ["up"], 10, "an arrow")


def test_bytes_that_are_no_text_cost_nothing_else(station: tuple[_Keys, int]) -> None:
    made, keyboard = station
    os.write(keyboard, b"a\xff\xc3")
    os.write(keyboard, b"\xa9z")
    until(lambda: made.heard[-1:] == ["z"], 10, "the key after them")
    assert made.heard[0] == "a"
    assert "é" in made.heard or "\xe9" in str(made.heard)


def test_what_stumbles_over_a_key_hears_the_next(station: tuple[_Keys, int]) -> None:
    made, keyboard = station
    made.failing = True
    os.write(keyboard, b"a")
    until(lambda: not made.failing, 10, "the stumble")
    os.write(keyboard, b"b")
    until(lambda: made.heard == ["b"], 10, "the key after it")


def test_the_end_of_a_paste_is_waited_for(
    station: tuple[_Keys, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "SILENCE", 0.2)
    made, keyboard = station
    os.write(keyboard, f"{START}isi".encode())
    until(lambda: made.heard == ["<isi>"], 10, "the paste that has no end")
