"""When the program itself is wrong: no trace on the screen, the exception for the command line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deka_tui import app as app_module
from deka_tui import watchdog
from deka_tui.app import DekaApp, run
from tests.tui.fake_port import NOW, PETUGAS, FakePintu, ticket
from tests.tui.robot import settings


def test_a_bug_tells_nothing_of_patients(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = replace(ticket(1, "RAHASIA PASIEN"), tiket=None)  # type: ignore[arg-type]

    class Headless(DekaApp):
        def __init__(self, *_: object) -> None:
            super().__init__(settings(), PETUGAS, FakePintu([broken]), clock=lambda: NOW / 1000)

        def run(self, **_: object) -> int | None:
            return super().run(headless=True)

    monkeypatch.setattr(app_module, "DekaApp", Headless)
    monkeypatch.setattr(watchdog, "start", lambda: None)
    with pytest.raises(TypeError):
        run(settings(), PETUGAS)
    said = "".join(capfd.readouterr())
    assert "RAHASIA" not in said
    assert "Traceback" not in said
