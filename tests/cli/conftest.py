"""An empty machine, and a clinic on it, as ``deka`` finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.deka import Run, runner
from tests.services.clinic import Clinic, sqlite_clinic, sqlite_template

__all__ = ["sqlite_clinic", "sqlite_template"]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``deka`` where nothing was set up: an empty folder, a storage that was never made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setenv("DEKA_PENYIMPANAN__URL", f"sqlite:///{tmp_path / 'baru' / 'deka.db'}")
    return runner(capsys)


@pytest.fixture
def clinic(sqlite_clinic: Clinic) -> Clinic:
    """A clinic with rooms, doctors and patients."""
    return sqlite_clinic


@pytest.fixture
def deka(bare: Run, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``deka`` at that clinic."""
    monkeypatch.setenv("DEKA_PENYIMPANAN__URL", clinic.url)
    return bare
