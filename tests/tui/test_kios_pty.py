"""Locked stations on a real terminal: every control key, ten thousand random bytes, and still there."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.services import antrean, pengguna
from tests.services.clinic import ADMIN, PETUGAS, Clinic, norm, sqlite_clinic, sqlite_template
from tests.support.processes import ROOT
from tests.support.pty_term import PtyTerm
from tests.support.waiting import until

__all__ = ["sqlite_clinic", "sqlite_template"]
SECRET = "sandi-contoh-kios"
HOME = {
    "anjungan": "Ketik nomor kartu BPJS",
    "papan": "antrean menunggu",
    "loket": "Sandi",
}
CONTROL_KEYS = [bytes([code]) for code in (*range(0x20), 0x7F)]
OTHER_KEYS = [
    b"\x1bOP", b"\x1bOQ", b"\x1b[15~", b"\x1b[21~", b"\x1b[24~", b"\x1b[Z", b"\x1b[1;5P", b"\x1b[99;5u",
    b"\x1b[113;5u", b"\x1b[122;5u", b"\x1b[92;5u", b"\x1b\x03", b"\x1b\x1a", b"\x1b\x11", b"\x1b:q",
    b"\x1b[200~:q!\r\x1b[201~",
    b"\x1b[I", b"\x1b[O", b"\x1b[<0;5;1M", b"\x1b[<0;5;1m", b"\x9b", b"\xff\xfe",
]  # fmt: skip


@contextmanager
def stasiun(
    clinic: Clinic, profil: str, tmp_path: Path, *, rows: int = 24, cols: int = 80
) -> Iterator[PtyTerm]:
    """A station as its service starts it: the program alone on a terminal, as a user of its own."""
    role = {"anjungan": "kiosk", "papan": "papan", "loket": "petugas"}[profil]
    pengguna.tambah(clinic.ctx, ADMIN, f"stasiun-{profil}", role, SECRET)
    secret = tmp_path / "sandi"
    secret.write_text(SECRET)
    env = {
        "DEKA_PENYIMPANAN__URL": clinic.url,
        "DEKA_FASKES__KODE": "00000001",
        "DEKA_WORKER__OTOMATIS": "false",
        "DEKA_KEAMANAN__BERKAS_KUNCI": str(clinic.ctx.settings.keamanan.kunci),
        "DEKA_LAYAR__PROFIL": profil,
        "LC_ALL": "C.UTF-8",
        "TEXTUAL_ALLOW_SIGNALS": "1",
    }
    if profil != "loket":
        env |= {"DEKA_PENGGUNA": f"stasiun-{profil}", "DEKA_SANDI_FILE": str(secret)}
    with PtyTerm(["-m", "deka_tui"], rows=rows, cols=cols, env=env, cwd=ROOT) as screen:
        screen.wait_for(HOME[profil], 40)
        screen.wait_quiet(0.4, 40)
        yield screen


def state_of(pid: int) -> str:
    """One letter for what the kernel says of a process: T is stopped, Z is dead."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def still_there(clinic: Clinic, screen: PtyTerm, profil: str, process: int) -> None:
    """The same process, not stopped, without a child, at home in its profile, and it does its work."""
    assert screen.poll() is None
    assert screen.pid == process
    assert screen.family() == [process], "no shell, no pager, no editor"
    assert state_of(process) not in ("T", "t", "Z")
    assert 1049 in screen.private_modes, "still the program's own screen"
    if profil == "anjungan":
        until(lambda: _home(screen), what="the kiosk's first question")
        screen.press(*"0000000000001")
        screen.wait_for("13 angka")
    elif profil == "papan":
        ticket = antrean.daftar(clinic.ctx, PETUGAS, norm=norm(3), ruangan="GIGI", dokter="D2", penjamin_id=1)
        antrean.panggil(clinic.ctx, PETUGAS, ticket.id)
        screen.wait_for("Poli Gigi → Loket 1")
    else:
        screen.wait_for("Sandi")


def _home(screen: PtyTerm) -> bool:
    """Escape leads home from every step."""
    if "0 angka" in screen.screen_text():
        return True
    screen.press("escape")
    screen.wait_quiet(0.2)
    return "0 angka" in screen.screen_text()


@pytest.mark.parametrize("profil", ["anjungan", "papan", "loket"])
def test_no_key_and_no_noise_leaves_a_locked_station(
    sqlite_clinic: Clinic, profil: str, tmp_path: Path
) -> None:
    with stasiun(sqlite_clinic, profil, tmp_path) as screen:
        process = screen.pid
        for key in (*CONTROL_KEYS, *OTHER_KEYS):
            screen.send(key)
        screen.wait_quiet(0.4, 40)
        for key in CONTROL_KEYS:  # and each one thrice, as somebody does who does not believe it
            screen.send(key * 3)
        noise = random.Random(f"deka {profil}").randbytes(10_000)
        for start in range(0, len(noise), 500):
            screen.send(noise[start : start + 500])
        screen.wait_quiet(0.6, 60)
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
            os.killpg(os.getpgid(process), number)
        screen.wait_quiet(0.4, 40)
        still_there(sqlite_clinic, screen, profil, process)


def test_a_locked_station_ends_with_its_service(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    with stasiun(sqlite_clinic, "papan", tmp_path) as screen:
        os.kill(screen.pid, signal.SIGTERM)
        assert screen.wait(15) != 0


def test_a_board_acts_with_no_more_than_its_role(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    with stasiun(sqlite_clinic, "papan", tmp_path, rows=12, cols=40) as screen:
        text = screen.screen_text()
        assert "Pasien" not in text
    assert {row.hasil for row in sqlite_clinic.audit()} == {"ok"}, [
        (row.aksi, row.hasil) for row in sqlite_clinic.audit()
    ]
