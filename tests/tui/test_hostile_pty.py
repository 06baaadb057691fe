"""Five hundred hostile strings through the real program: the terminal gets only Textual's own.

The program runs on a real storage and a real pty; every byte it writes is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from shared.services import antrean
from tests.services.clinic import ADMIN, Clinic, sqlite_clinic, sqlite_template
from tests.support.isi_jahat import isi, kata
from tests.support.jahat import JAHAT
from tests.support.processes import ROOT
from tests.support.pty_term import PtyTerm
from tests.support.urutan import foreign
from tests.support.waiting import TooLate, until

__all__ = ["sqlite_clinic", "sqlite_template"]


@pytest.fixture
def klinik(sqlite_clinic: Clinic) -> Clinic:
    """Tickets of today; words to be put into them by each test."""
    isi(sqlite_clinic, JAHAT)
    return sqlite_clinic


@contextmanager
def program(clinic: Clinic, *, rows: int = 50, cols: int = 160, **env: str) -> Iterator[PtyTerm]:
    """The real program on the storage, as its owner."""
    env = {
        "DEKA_PENYIMPANAN__URL": clinic.url,
        "DEKA_FASKES__KODE": "00000001",
        "DEKA_WORKER__OTOMATIS": "false",
        "DEKA_KEAMANAN__BERKAS_KUNCI": str(clinic.ctx.settings.keamanan.kunci),
        "LC_ALL": "C.UTF-8",
        "COLORTERM": "truecolor",
    } | env
    with PtyTerm(["-m", "deka_tui"], rows=rows, cols=cols, env=env, cwd=ROOT) as screen:
        yield screen


def hit(screen: PtyTerm, *keys: str) -> None:
    """Press keys one by one, each seen to be handled, or given the time an escape key takes."""
    for key in keys:
        before = len(screen.received)
        screen.press(key)
        with suppress(TooLate):
            until(lambda before=before: len(screen.received) > before, 0.6)
        screen.wait_quiet(0.15, 20)


def menu(screen: PtyTerm) -> bool:
    """Leave what is open, and open the menu; a busy machine may need more than one attempt."""
    hit(screen, "escape", "m")
    return "BPJS FKTP" in screen.screen_text()


def harmless(screen: PtyTerm) -> None:
    found = foreign(bytes(screen.received))
    assert not found, found.most_common(10)


@pytest.mark.parametrize("part", range(4))
def test_queue_details_dialogs_and_pages(klinik: Clinic, part: int) -> None:
    batches = [JAHAT[start : start + 125] for start in range(0, 500, 125)]
    kata(klinik, list(batches[part]))
    with program(klinik) as screen:
        screen.wait_for("A-001", 40)
        screen.wait_quiet(0.3, 40)
        for _ in range(2):
            hit(screen, "enter", "pagedown", "escape", "x", "escape", "r", "escape", "pagedown")
        hit(screen, "t", "escape", "p", "n")  # the gate's dialog, a toast with name and counter, the form
        screen.send("00")
        screen.wait_quiet(0.4, 20)
        hit(screen, "tab", "tab", "tab", "escape", "/", "[", "]")
        until(lambda: menu(screen), 40, "the menu")
        hit(screen, "enter", "tab", "tab", "enter", "down", "enter", "tab", "pagedown", "escape", "escape")
        assert screen.poll() is None
        harmless(screen)


@pytest.mark.parametrize("profil", ["papan", "anjungan"])
def test_stations_for_patients(klinik: Clinic, profil: str) -> None:
    antrean.panggil(klinik.ctx, ADMIN, 1)
    with program(klinik, DEKA_LAYAR__PROFIL=profil) as screen:
        screen.wait_until(lambda text: "menunggu" in text or "Ketik nomor" in text, 40)
        for start in range(0, 500, 100):
            kata(klinik, list(JAHAT[start : start + 100]))
            screen.press(*"0000000000001", "enter")
            screen.wait_quiet(0.3, 20)
            screen.press("1")
            screen.wait_quiet(0.3, 20)
            screen.press("escape")
        harmless(screen)


def test_the_parser_tells_foreign_from_own() -> None:
    own = b"\x1b[?1049h\x1b[?25l\x1b[1;1H\x1b[1;38;2;1;2;3mteks\x1b[0m\r\n"
    own += b"\x1b[?2026$p\x1b]22;default\x07\x1b[>1u"
    assert not foreign(own)
    for bad in (
        b"\x1b]0;judul\x07", b"\x1b]52;c;eA==\x07", b"\x1b]8;;http://x\x1b\\", b"\x1bPq\x1b\\", b"\x1bc",
        b"\x1b[2J", b"\x1b[6n", b"\x1b[?47h", b"\x1b[21t", b"\x07", b"\x08", b"\x00", b"\xc2\x9b31m",
        "\u202e".encode(), "\u200b".encode(), b"\x1b[31m\x1b(0",
    ):  # fmt: skip
        assert foreign(own + bad), bad
