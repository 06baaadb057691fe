"""Real processes: what a shell and a terminal see of ``deka``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.services import antrean
from tests.cli.deka import assert_sentence
from tests.services.clinic import HARI, PETUGAS, Clinic, norm
from tests.support.processes import Proc, clean_env
from tests.support.pty_term import PtyTerm
from tests.support.waiting import until

Start = Callable[..., Proc]
ADD = ["antrean", "tambah", "--norm", norm(1), "--ruangan", "UMUM", "--dokter", "D1", "--tanggal", str(HARI)]

# Starts the door and tells, where the screen would draw its first frame, what has been imported until then.
FIRST_FRAME = """
import sys
import textual.app
def run(self, *args, **kwargs):
    heavy = ("sqlalchemy", "alembic", "psycopg", "argon2", "click", "httpx")
    sys.stdout.write("heavy: %s by %s\\n" % ([m for m in heavy if m in sys.modules], self.pelaku.nama))
    return 0
textual.app.App.run = run
from deka_tui.cli import main
sys.exit(main([]))
"""


def env(url: str, **more: str) -> dict[str, str]:
    return {"DEKA_PENYIMPANAN__URL": url, **more}


def deka(start: Start, url: str, *words: str, **more: str) -> tuple[int, str, str]:
    """Run ``deka`` to its end."""
    proc = start(["-m", "deka_tui", *words], env=env(url, **more))
    code = proc.wait()
    return code, proc.stdout, proc.stderr


def test_a_first_morning(start_process: Start, tmp_path: Path, clinic: Clinic) -> None:
    assert deka(start_process, clinic.url, "init")[0] == 0
    code, out, err = deka(start_process, clinic.url, *ADD, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["tiket"] == "A-001"
    code, out, err = deka(start_process, clinic.url, *ADD, "--json")
    assert (code, out) == (1, "")
    assert_sentence(err, "A-001")
    code, out, err = deka(start_process, clinic.url, "antrean", "tambah")
    assert (code, out) == (2, "")
    assert_sentence(err, "--norm")


def test_no_storage_yet(start_process: Start, sqlite_url: str) -> None:
    code, out, err = deka(start_process, sqlite_url, "antrean", "daftar", "--json")
    assert (code, out) == (1, "")
    assert_sentence(err, "deka init")


@pytest.mark.parametrize(
    ("term", "words"), [("dumb", ["TERM=dumb", "deka antrean daftar"]), ("xterm", ["--json"])]
)
def test_the_screen_needs_a_terminal(
    start_process: Start, sqlite_url: str, term: str, words: list[str]
) -> None:
    code, out, err = deka(start_process, sqlite_url, TERM=term)
    assert (code, out) == (1, "")
    assert_sentence(err, *words)


def test_a_dumb_terminal_is_told_so_and_left_alone(clinic: Clinic) -> None:
    with PtyTerm(["-m", "deka_tui"], env=env(clinic.url, TERM="dumb")) as term:
        assert term.wait(20) == 1
        assert b"\x1b" not in term.received
        assert b"TERM=dumb" in term.received


def test_nothing_heavy_is_imported_before_the_first_frame(clinic: Clinic) -> None:
    with PtyTerm(["-c", FIRST_FRAME], env=env(clinic.url)) as term:
        assert term.wait(30) == 0
        assert b"heavy: [] by sistem" in term.received


def test_the_screen_of_a_storage_that_was_never_made(sqlite_url: str) -> None:
    with PtyTerm(["-m", "deka_tui"], env=env(sqlite_url)) as term:
        assert term.wait(20) == 1
        assert b"deka init" in term.received
        assert b"\x1b[?1049h" not in term.received


@pytest.mark.parametrize("words", [["antrean", "daftar"], ["job", "daftar"]], ids="-".join)
def test_lists_fit_a_terminal_of_80_columns(clinic: Clinic, words: list[str]) -> None:
    clinic.patient("RM012345", nama="Nama Yang Panjang Sekali " * 4, no_kartu="0009990000079")
    clinic.sql(sa.text("UPDATE sqlite_sequence SET seq = 98000"))
    clinic.register(1)
    antrean.daftar(clinic.ctx, PETUGAS, norm="RM012345", ruangan="LANSIA", tanggal=HARI)
    with PtyTerm(["-m", "deka_tui", *words, "--tanggal", str(HARI)], env=env(clinic.url)) as term:
        assert term.wait(20) == 0
        rows = term.received.decode().splitlines()
    assert len(rows) in (3, 5)
    assert max(len(row) for row in rows) <= 80
    assert "…" in rows[1] + rows[2]


def test_ctrl_c_ends_quietly(start_process: Start, clinic: Clinic) -> None:
    proc = start_process(["-m", "deka_tui", *ADD, "--tunggu", "60"], env=env(clinic.url))
    until(clinic.due, 20, "the registration")
    proc.send_signal(signal.SIGINT)
    assert proc.wait() == 130
    assert proc.output == ""


def test_a_reader_that_goes_away_is_no_failure_to_speak_of(clinic: Clinic) -> None:
    for n in range(1, 9):
        clinic.register(n)
    words = [sys.executable, "-m", "deka_tui", "antrean", "daftar", "--tanggal", str(HARI)]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        words, stdout=write, stderr=subprocess.PIPE, env=clean_env(env(clinic.url)), timeout=30
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 141


def test_a_full_disk_below_the_output_is_a_failure_without_a_trace(clinic: Clinic) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    words = [sys.executable, "-m", "deka_tui", "antrean", "daftar", "--json"]
    with full.open("wb") as target:
        done = subprocess.run(
            words, stdout=target, stderr=subprocess.PIPE, env=clean_env(env(clinic.url)), timeout=30
        )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_output_in_another_encoding(start_process: Start, clinic: Clinic) -> None:
    clinic.patient("LUAR", nama="Ünal 王", no_kartu="0009990000078")
    words = [*ADD, "--json"]
    words[words.index(norm(1))] = "LUAR"
    assert deka(start_process, clinic.url, *words, PYTHONIOENCODING="latin-1")[0] == 0
    listing = ["antrean", "daftar", "--tanggal", str(HARI)]
    code, out, err = deka(start_process, clinic.url, *listing, "--json", PYTHONIOENCODING="latin-1")
    assert (code, err) == (0, "")
    assert json.loads(out)[0]["nama"] == "Ünal 王"
    assert deka(start_process, clinic.url, *listing, PYTHONIOENCODING="latin-1")[0] == 0


# A mistake of ours, from the inside of a service.
MISTAKE = """
import sys
from shared.services import papan
def semua(*_): raise RuntimeError("Pasien 01, kartu 0001234567890")
papan.semua = semua
from deka_tui.cli import main
sys.exit(main(["antrean", "daftar"]))
"""


def test_a_mistake_of_the_program_is_one_sentence_and_a_note_without_data(
    start_process: Start, clinic: Clinic, tmp_path: Path
) -> None:
    proc = start_process(["-c", MISTAKE], env=env(clinic.url))
    assert proc.wait() == 1
    log = tmp_path / "deka-galat.log"
    assert_sentence(proc.stderr, "RuntimeError", str(log))
    note = log.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in note
    assert "semua" in note
    assert "Pasien" not in note
    assert "0001234567890" not in note
    assert log.stat().st_mode & 0o077 == 0
    loud = start_process(["-c", MISTAKE], env=env(clinic.url, DEKA_DEBUG="1"))
    assert loud.wait() == 1
    assert "builtins.RuntimeError" in loud.stderr
    assert "0001234567890" not in loud.stderr
