"""Locked stations on a real terminal: every control key, ten thousand random bytes, and still there."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from deka_tui import driver
from shared.services import antrean, pengguna
from shared.storage import tables as t
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


def _keys() -> Iterator[bytes]:
    """All that a keyboard, a scanner or a terminal that is asked may send beside text."""
    yield from CONTROL_KEYS
    for code in range(0x20, 0x7F):  # with Alt
        if chr(code) not in "[]OPX^_":
            yield b"\x1b" + bytes([code])
    for code in range(0x20):  # with Ctrl+Alt
        yield b"\x1b" + bytes([code])
    for final in b"PQRSABCDEFHMZ":  # F1 to F4, arrows, Home, End
        yield b"\x1bO" + bytes([final])
        yield b"\x1b[" + bytes([final])
        for mods in (3, 5):
            yield f"\x1b[1;{mods}".encode() + bytes([final])
    yield from (f"\x1b[[{letter}".encode() for letter in "ABCDE")  # F1 to F5 of a console
    for number in (*range(1, 9), *range(11, 35)):  # F5 to F20, Insert, Delete, pages
        yield from (f"\x1b[{number}~".encode(), f"\x1b[{number};5~".encode())
    for code in (*range(97, 123), 27, 92, 57358, 57361, 57399):
        for mods in (3, 5, 7):  # kitty: Alt, Ctrl, both
            yield f"\x1b[{code};{mods}u".encode()
    yield from (b"\x1b[99;5:3u", b"\x1b[27;5;99~", b"\x1b[113;9u", b"\x1b[99;69u")
    for button in (0, 1, 2, 3, 32, 35, 64, 65, 66, 128):  # mouse: press, let go, move, wheel
        for place in ("1;1", "40;12", "80;24", "9999;9999", "-5;-5"):
            yield f"\x1b[<{button};{place}M".encode()
            yield f"\x1b[<{button};{place}m".encode()
    yield from (b"\x1b[M !!", b"\x1b[M#~~", b"\x1b[I", b"\x1b[O", b"\x1b[?2026;2$y", b"\x1b[?2048;2$y")
    yield from (
        b"\x1b[48;60000;60000;1;1t",
        b"\x1b[48;1;1;1;1t",
        b"\x1b[1;1R",
        b"\x1b[?1;2c",
        b"\x1b[>1;1;0c",
    )
    yield from (b"\x1b]52;c;eA==\x07", b"\x1b]11;rgb:0/0/0\x1b\\", b"\x1bP>|xterm\x1b\\", b"\x1b_Gi=1\x1b\\")
    yield from (b"\x9b", b"\xff\xfe", b"\xed\xa0\x80", "\u202e\u200b\ufeff".encode())
    yield b"\x1b[200~:q!\r\x03\x11\x1a\x1c\x1b[201~"
    yield b"!sh\r:q!\r:wq\rexit\rquit\r"
    yield b"\x1b[200~ a paste that never ends"


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


def cpu(pid: int) -> int:
    """Ticks of processor time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def handled(screen: PtyTerm) -> None:
    """Wait until everything that was sent has been handled: the program is idle again."""
    seen = [-1, time.monotonic()]

    def idle() -> bool:
        now, used = time.monotonic(), cpu(screen.pid)
        if used - seen[0] > 1:
            seen[:] = used, now
        return now - seen[1] > 0.4

    until(idle, 120, "the program to be idle")


FOREIGN = ("Search for commands", "Keys and Help", "Traceback", "Keluar dari DEKA", "Ctrl+Q")
"""Of a palette, a shell, a trace, a way out."""


def still_locked(screen: PtyTerm, process: int) -> None:
    """The same process, not stopped, without a child, on its own screen, its terminal as it was."""
    assert screen.poll() is None
    assert screen.pid == process
    assert screen.family() == [process], "no shell, no pager, no editor"
    assert state_of(process) not in ("T", "t", "Z")
    assert 1049 in screen.private_modes, "still the program's own screen"
    shown = screen.screen_text()
    for word in FOREIGN:
        assert word not in shown, shown


def barrage(screen: PtyTerm, seed: str, banyak: int = 10_000) -> None:
    """Every key, *banyak* bytes of noise, the signals a terminal can cause, and then silence."""
    process = screen.pid
    for key in _keys():
        screen.send(key)
    # The paste that never ends is ended after a silence; only then is the rest a key again.
    sent = time.monotonic()
    until(lambda: time.monotonic() - sent > driver.SILENCE + 0.5, 20, "a silence")
    handled(screen)
    still_locked(screen, process)
    noise = random.Random(f"deka {seed}").randbytes(banyak)
    for start in range(0, len(noise), 500):
        screen.send(noise[start : start + 500])
    screen.send(b"\x1b\\\x1b[201~")
    for key in CONTROL_KEYS:  # and each one thrice, as somebody does who does not believe it
        screen.send(key * 3)
    handled(screen)
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        os.killpg(os.getpgid(process), number)
    handled(screen)
    still_locked(screen, process)


@pytest.mark.parametrize("profil", ["anjungan", "papan"])
def test_no_key_and_no_noise_leaves_a_station_for_patients(
    sqlite_clinic: Clinic, profil: str, tmp_path: Path
) -> None:
    clinic = sqlite_clinic
    with stasiun(clinic, profil, tmp_path) as screen:
        process = screen.pid
        barrage(screen, profil)
        if profil == "anjungan":
            until(lambda: _home(screen), 60, "the kiosk's first question")
            handled(screen)  # an escape is one only when nothing follows it
            screen.press(*"0000000000001")
            screen.wait_for(re.compile(r"(?m)^ *13 angka"))
            screen.press("enter")
            screen.wait_for(re.compile("Pilih poli|Petugas loket"), 15)
        else:
            made = antrean.daftar(
                clinic.ctx, PETUGAS, norm=norm(3), ruangan="GIGI", dokter="D2", penjamin_id=1
            )
            antrean.panggil(clinic.ctx, PETUGAS, made.id)
            screen.wait_for("Poli Gigi → Loket 1", 30)
        still_locked(screen, process)


def _home(screen: PtyTerm) -> bool:
    """Escape leads home from every step."""
    if "0 angka" in screen.screen_text():
        return True
    screen.press("escape")
    screen.wait_quiet(0.2)
    return "0 angka" in screen.screen_text()


def forget_failures(clinic: Clinic) -> None:
    """The noise has tried to sign in; whoever comes next must wait, and a test has no time for it."""
    clinic.sql(sa.delete(t.percobaan_masuk))


def sign_in(clinic: Clinic, screen: PtyTerm) -> bool:
    """Find the way from wherever the noise has led to the queue; one step a call."""
    text = screen.screen_text()
    forget_failures(clinic)
    if "Memeriksa…" in text:  # an answer to the noise is still to come, and moves the cursor
        pass
    elif "Layar terkunci" in text:
        screen.send("\x1b[F" + "\x7f" * 210)
        handled(screen)
        screen.send(f"{SECRET}\r")
    elif "Ketik nama" in text or "Enter masuk" in text:
        # Clear the three fields, wherever the cursor is, and see in which one a letter appears.
        # One by one: a backspace acts on the field the cursor is in when it is handled, not when it is typed.
        for _ in range(3):
            screen.send("\x1b[F" + "\x7f" * 210)
            handled(screen)
            screen.send("\t")
        screen.send("zz")
        handled(screen)
        rows = [row for row in screen.screen_text().splitlines() if "zz" in row]
        at = 0 if any("Nama" in row for row in rows) else 2 if any("Loket" in row for row in rows) else 1
        screen.send("\x7f\x7f")
        handled(screen)
        screen.send("\t" * ((3 - at) % 3) + f"stasiun-loket\t{SECRET}\t7\r")
    elif AT_WORK in text:
        return True
    else:
        screen.press("escape")
    handled(screen)
    return AT_WORK in screen.screen_text()


AT_WORK = "? Bantuan"


def test_no_key_and_no_noise_leaves_a_locked_counter(sqlite_clinic: Clinic, tmp_path: Path) -> None:
    """Before somebody has signed in, and after."""
    clinic = sqlite_clinic
    with stasiun(clinic, "loket", tmp_path) as screen:
        process = screen.pid
        barrage(screen, "loket")
        assert "Enter masuk" in screen.screen_text(), "the sign-in screen is home"
        until(lambda: sign_in(clinic, screen), 60, "the queue")
        still_locked(screen, process)
        barrage(screen, "loket di dalam", 2_500)
        until(lambda: sign_in(clinic, screen), 60, "the queue again")
        screen.press("escape")
        handled(screen)
        screen.press("?")
        screen.wait_for("Bantuan tombol", 20)
        still_locked(screen, process)
    assert [row.hasil for row in clinic.audit("pengguna.masuk")].count("ok") >= 1


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
