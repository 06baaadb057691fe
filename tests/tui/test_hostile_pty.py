"""Five hundred hostile strings through the real program: the terminal gets only Textual's own.

The program runs on a real storage and a real pty; every byte it writes is parsed.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import sqlalchemy as sa

from shared.domain.failures import Vonis
from shared.domain.status import Kelas
from shared.services import antrean, kirim
from shared.storage import tables as t
from tests.services.clinic import A_OK, ADMIN, PETUGAS, Clinic, norm, sqlite_clinic, sqlite_template
from tests.support.jahat import CONTROL, JAHAT, storable
from tests.support.processes import ROOT, run
from tests.support.pty_term import PtyTerm
from tests.support.urutan import foreign
from tests.support.waiting import TooLate, until

__all__ = ["sqlite_clinic", "sqlite_template"]
TICKETS = 20


@pytest.fixture
def klinik(sqlite_clinic: Clinic) -> Clinic:
    """Tickets of today; words to be put into them by each test."""
    for n in range(1, TICKETS + 1):
        bad = storable(JAHAT[n * 7])
        verdict = Vonis(Kelas.DATA, pesan=bad, http=412, kode="412")
        made = antrean.daftar(
            sqlite_clinic.ctx, PETUGAS, norm=norm(n), ruangan="UMUM", dokter="D1", penjamin_id=2
        )
        for job, what in ((made.p, verdict), (made.a, A_OK)):
            assert job is not None
            task = sqlite_clinic.claim(job.id)
            sqlite_clinic.settle(
                task, kirim.Hasil(what, response=f'{{"pesan": "{bad}", "x": [{{"y": "{bad}"}}]}}')
            )
    return sqlite_clinic


def words(clinic: Clinic, bad: list[str]) -> None:
    """Put hostile words into every row a screen shows: names, rooms, doctors, counters, messages, reasons."""
    turn = itertools.cycle(storable(text) for text in bad)
    with clinic.ctx.storage.write() as conn:
        for table, columns in (
            (t.pasien, ("nama",)),
            (t.ruangan, ("nama",)),
            (t.dokter, ("nama",)),
            (t.penjamin, ("nama",)),
            (t.antrean, ("loket", "alasan_teks", "diubah_oleh", "diubah_loket", "jam", "no_antrean_pcare")),
            (t.job, ("pesan", "oleh", "kode")),
            (t.percobaan, ("pesan", "oleh", "kode")),
            (t.faskes, ("nama",)),
        ):
            for (key,) in conn.execute(sa.select(table.c.id)).all():
                values = {name: next(turn) for name in columns if name in table.c}
                conn.execute(sa.update(table).where(table.c.id == key).values(**values))
        conn.execute(sa.update(t.antrean).values(panggilan=1, versi=t.antrean.c.versi + 1))


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
    words(klinik, list(batches[part]))
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
            words(klinik, list(JAHAT[start : start + 100]))
            screen.press(*"0000000000001", "enter")
            screen.wait_quiet(0.3, 20)
            screen.press("1")
            screen.wait_quiet(0.3, 20)
            screen.press("escape")
        harmless(screen)


def test_tables_json_and_sentences_of_the_command_line(klinik: Clinic) -> None:
    env = {
        "DEKA_PENYIMPANAN__URL": klinik.url,
        "DEKA_FASKES__KODE": "00000001",
        "DEKA_KEAMANAN__BERKAS_KUNCI": str(klinik.ctx.settings.keamanan.kunci),
        "LC_ALL": "C.UTF-8",
    }
    for start in (0, 250):
        words(klinik, list(JAHAT[start : start + 250]))
        for argv in (
            ("antrean", "daftar"),
            ("antrean", "daftar", "--json"),
            ("job", "daftar", "--semua-tanggal"),
            ("job", "daftar", "--semua-tanggal", "--json"),
            ("job", "detail", "1"),
            ("job", "detail", "1", "--json"),
            ("antrean", "panggil", "2"),
        ):
            done = run(["-m", "deka_tui", *argv], env=env, cwd=ROOT)
            assert done.poll() == 0, done.output
            assert not CONTROL.search(done.stdout), (argv, CONTROL.search(done.stdout))
    bad = "\x1b[2J\x1b]52;c;eA==\x07[red]"
    refused = run(["-m", "deka_tui", "antrean", "tambah", "--norm", bad, "--ruangan", bad], env=env, cwd=ROOT)
    assert refused.poll() != 0
    assert not CONTROL.search(refused.output.replace("\r", ""))


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
