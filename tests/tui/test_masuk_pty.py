"""The real program on a real pty, where somebody has to sign in, and a terminal that goes away."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deka_tui import watchdog
from shared.services import pengguna
from tests.services.clinic import ADMIN, Clinic, sqlite_clinic, sqlite_template
from tests.support.processes import ROOT
from tests.support.pty_term import PtyTerm

__all__ = ["sqlite_clinic", "sqlite_template"]
SANDI = "sandi-contoh-7"
DEAF = [sys.executable, "-c", "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN);"
        " os.execv(sys.executable, [sys.executable, '-m', 'deka_tui'])"]  # fmt: skip


@pytest.fixture
def clinic(sqlite_clinic: Clinic) -> Clinic:
    pengguna.tambah(sqlite_clinic.ctx, ADMIN, "sari", "petugas", SANDI)
    return sqlite_clinic


@contextmanager
def deka(clinic: Clinic, argv: list[str] | None = None, **more: str) -> Iterator[PtyTerm]:
    env = {
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "DEKA_PENYIMPANAN__URL": clinic.url,
        "DEKA_WORKER__OTOMATIS": "false",
        "DEKA_LAYAR__LOKET": "2",
    } | more
    folder = Path(clinic.ctx.storage.path).parent
    with PtyTerm(argv or [sys.executable, "-m", "deka_tui"], env=env, cwd=folder, answer_sync=True) as screen:
        yield screen


def sign_in(screen: PtyTerm, password: str = SANDI) -> None:
    """Everything in one burst, as a slow line delivers it."""
    screen.wait_for("Ketik nama pengguna", 30)
    screen.send(f"sari\t{password}\r")


def account(screen: PtyTerm, key: str) -> None:
    """Choose something of one's own account."""
    screen.press("u")
    screen.wait_for("Akun sari")
    screen.press(key)


def test_the_way_in_and_out(clinic: Clinic) -> None:
    clinic.register(1, tanggal=None)
    with deka(clinic) as screen:
        sign_in(screen, "salah-sekali")
        screen.wait_for("tidak cocok", 30)
        screen.send(f"{SANDI}\r")
        screen.wait_for("A-001", 30)
        assert SANDI.encode() not in bytes(screen.received)
        account(screen, "1")
        screen.wait_for("Layar terkunci")
        assert "A-001" not in screen.screen_text()
        screen.send(f"{SANDI}\r")
        screen.wait_for("A-001")
        account(screen, "2")
        screen.wait_for("Ketik nama pengguna")
        assert "A-001" not in screen.screen_text()
        screen.press("ctrl+q")
        assert screen.wait(20) == 0
    deeds = [(row.aksi, row.hasil) for row in clinic.audit() if row.pelaku == "sari"]
    assert deeds == [
        ("pengguna.masuk", "ditolak"),
        ("pengguna.masuk", "ok"),
        ("pengguna.buka_kunci", "ok"),
        ("pengguna.keluar", "ok"),
    ]


def test_a_name_that_was_given_is_there(clinic: Clinic) -> None:
    with deka(clinic, DEKA_PENGGUNA="sari") as screen:
        screen.wait_for("Ketik nama pengguna", 30)
        screen.wait_until(lambda text: "sari" in text, 10)
        screen.wait_quiet()
        screen.send(f"{SANDI}\r")
        screen.wait_for("Tidak ada antrean", 30)


def test_without_anybody_to_sign_in_the_owner_goes_straight_on(sqlite_clinic: Clinic) -> None:
    with deka(sqlite_clinic) as screen:
        screen.wait_for("Tidak ada antrean yang menunggu", 30)
        assert b"Ketik nama" not in bytes(screen.received)


@pytest.mark.parametrize("where", ["sign-in", "dialog", "locked"])
@pytest.mark.parametrize("deaf", [False, True], ids=["hang-up", "hang-up ignored"])
def test_a_terminal_that_goes_takes_the_program_with_it(clinic: Clinic, where: str, deaf: bool) -> None:
    with deka(clinic, DEAF if deaf else None) as screen:
        if where == "sign-in":
            screen.wait_for("Ketik nama pengguna", 30)
        else:
            sign_in(screen)
            screen.wait_for("Tidak ada antrean", 30)
        if where == "dialog":
            screen.press("?")
            screen.wait_for("Bantuan tombol")
        if where == "locked":
            account(screen, "1")
            screen.wait_for("Layar terkunci")
        screen.hang_up()
        assert screen.wait(10) in (-signal.SIGHUP, watchdog.GONE)
        assert screen.family() == []
