"""Every test here sees the same terminal, whatever terminal the suite runs in."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A truecolor UTF-8 terminal."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def _no_sweeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """No program here lives all day, and what one freezes would weigh on every test after it."""
    from deka_tui import memori

    monkeypatch.setattr(memori, "START_SECONDS", 3600.0)
    monkeypatch.setattr(memori, "QUIET_SECONDS", 3600.0)


@pytest.fixture(autouse=True)
def _quick_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hands that wait for the widgets that have something to do, not for all hundred of a screen."""
    from textual.pilot import Pilot

    from tests.support import pilot

    monkeypatch.setattr(Pilot, "_wait_for_screen", pilot.wait_for_screen)
