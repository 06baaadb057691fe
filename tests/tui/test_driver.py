"""What a keyboard, a scanner or a bad line may send: nothing of it deafens or shrinks a station."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.geometry import Size

from deka_tui import driver

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
