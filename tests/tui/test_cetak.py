"""Tickets on paper: the bytes a printer gets, the row each print has, and printers that do not answer."""

from __future__ import annotations

import os
import re
import socket
import stat
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deka_tui import pencetak
from deka_tui.pencetak import CetakGagal, cetak_tiket, susun
from deka_tui.presenters.tiket_cetak import tiket_lines
from shared.config_stasiun import CetakSettings
from shared.domain.kios import TiketCetak
from shared.services import anjungan, antrean
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import kios
from tests.services.clinic import PETUGAS, Clinic, norm, sqlite_clinic, sqlite_template
from tests.support.jahat import JAHAT

__all__ = ["sqlite_clinic", "sqlite_template"]
TICKET = TiketCetak(
    "Klinik Contoh Sehat", "A-012", "Poli Umum", "dr. Contoh", "07:00-12:00", date(2026, 11, 20), "08:14", 3
)
COMMANDS = re.compile(rb"\x1b[@2]|\x1b[!EatdM{-].|\x1d[!VB].", re.DOTALL)
"""ESC/POS: initialise, sizes, bold, alignment, code page, feed, cut. Nothing else may be among the bytes."""


def printed(data: bytes) -> str:
    """The text of a ticket, its commands taken out; anything else that commands is left in and found."""
    return COMMANDS.sub(b"", data).decode("ascii")


def at(clinic: Clinic, settings: CetakSettings) -> Konteks:
    """The clinic as a station with a printer has it."""
    return clinic.station(cetak=settings)


def rows(clinic: Clinic, number: int) -> list[tuple[int, str]]:
    with clinic.ctx.baca() as conn:
        return [(row.ke, row.status) for row in kios.prints(conn, number)]


@pytest.fixture
def number(sqlite_clinic: Clinic) -> int:
    return antrean.daftar(
        sqlite_clinic.ctx, PETUGAS, norm=norm(1), ruangan="UMUM", dokter="D1", penjamin_id=1
    ).id


def test_a_ticket_has_number_room_and_time_and_no_name() -> None:
    text = printed(susun(TICKET, CetakSettings("berkas", "x")))
    for part in (
        "Klinik Contoh Sehat",
        "A-012\n",
        "Poli Umum",
        "07:00-12:00",
        "Jum 20 Nov 2026  08:14",
        ": 3\n",
    ):
        assert part in text
    assert "(cetak ulang)" not in text
    assert "(cetak ulang)" in printed(susun(replace(TICKET, ke=2), CetakSettings("berkas", "x")))


@pytest.mark.parametrize("lebar", [32, 42, 48])
def test_no_word_commands_the_printer(lebar: int) -> None:
    settings = CetakSettings("berkas", "x", lebar=lebar)
    for bad in JAHAT:
        ticket = replace(TICKET, faskes=bad, tiket=bad, ruangan=bad, dokter=bad, jam=bad)
        for line in tiket_lines(ticket, lebar):
            assert line.teks.isascii()
            assert line.teks == "" or line.teks.isprintable(), repr(line)
            assert len(line.teks) * line.besar <= lebar
    for bad in JAHAT[::25]:
        text = printed(susun(replace(TICKET, faskes=bad, ruangan=bad), settings))
        assert re.fullmatch(r"[ -~\n]*", text), repr(text)


def test_a_file_device_gets_it_and_a_row_says_so(sqlite_clinic: Clinic, number: int, tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    ctx = at(sqlite_clinic, CetakSettings("berkas", str(device)))
    cetak_tiket(ctx, PETUGAS, number)
    first = device.read_bytes()
    assert "A-001" in printed(first)
    assert "Pasien" not in printed(first)
    cetak_tiket(ctx, PETUGAS, number)
    assert "(cetak ulang)" in printed(device.read_bytes())
    assert rows(sqlite_clinic, number) == [(1, "tercetak"), (2, "tercetak")]
    counter = anjungan.tiket_loket(ctx, PETUGAS)
    cetak_tiket(ctx, PETUGAS, counter.id, loket=True)
    assert counter.tiket in printed(device.read_bytes())


def test_a_network_printer_gets_it(sqlite_clinic: Clinic, number: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        got: list[bytes] = []

        def serve() -> None:
            peer, _ = server.accept()
            with peer:
                while piece := peer.recv(4096):
                    got.append(piece)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        cetak_tiket(at(sqlite_clinic, CetakSettings("jaringan", address)), PETUGAS, number)
        thread.join(10)
    assert "A-001" in printed(b"".join(got))


def _unused() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("kind", ["folder", "closed", "no usb"])
def test_a_printer_that_is_not_there_loses_nothing(
    sqlite_clinic: Clinic, number: int, tmp_path: Path, kind: str
) -> None:
    settings = {
        "folder": CetakSettings("berkas", str(tmp_path)),
        "closed": CetakSettings("jaringan", _unused()),
        "no usb": CetakSettings("usb", "ffff:fffe"),
    }[kind]
    with pytest.raises(CetakGagal, match="belum tercetak: printer tidak menjawab"):
        cetak_tiket(at(sqlite_clinic, settings), PETUGAS, number)
    assert rows(sqlite_clinic, number) == [(1, "gagal")]


def test_a_printer_without_paper_holds_nobody_up(
    sqlite_clinic: Clinic, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pencetak, "PATIENCE", 0.3)
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    with pytest.raises(CetakGagal):
        cetak_tiket(at(sqlite_clinic, CetakSettings("berkas", str(pipe))), PETUGAS, number)
    assert rows(sqlite_clinic, number) == [(1, "gagal")]
    pipe.open("rb").close()  # lets the writer go on


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (CetakSettings(), "Printer belum diatur"),
        (CetakSettings("usb", "printer"), "isi seperti 04b8:0e15"),
        (CetakSettings("jaringan", "x:99999"), "isi seperti 192.0.2.10"),
        (CetakSettings("jaringan", ""), "isi seperti 192.0.2.10"),
        (CetakSettings("berkas", ""), "isi seperti /dev/usb/lp0"),
    ],
)
def test_wrong_settings_say_what_to_do(
    sqlite_clinic: Clinic, number: int, settings: CetakSettings, words: str
) -> None:
    with pytest.raises(TidakSah, match=words):
        cetak_tiket(at(sqlite_clinic, settings), PETUGAS, number)
