"""The ticket printer of this station: ESC/POS by USB, network or a device file.

The library is loaded with the first ticket; a station without a printer never pays for it.
"""

from __future__ import annotations

import contextlib
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deka_tui.presenters.tiket_cetak import tiket_lines
from shared.config_stasiun import CetakSettings
from shared.domain.kios import TiketCetak
from shared.domain.records import Pelaku
from shared.services.errors import DekaError, TidakSah

if TYPE_CHECKING:
    from shared.services.konteks import Konteks

TIMEOUT = 5.0
"""Seconds a network printer may take."""
PATIENCE = 10.0
"""Seconds after which a ticket counts as not printed."""
PORT = 9100
_USB = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
CONTOH = {"usb": "04b8:0e15", "jaringan": "192.0.2.10 atau 192.0.2.10:9100", "berkas": "/dev/usb/lp0"}
_one = threading.Lock()
"""One ticket at a time: two threads must not print into each other."""


class CetakGagal(DekaError):
    """A ticket did not come out; it stays valid, and can be printed again."""


def susun(tiket: TiketCetak, settings: CetakSettings) -> bytes:
    """Make the bytes of a ticket; raises :class:`TidakSah` without the library."""
    printer = _escpos().Dummy()
    printer.hw("INIT")
    for line in tiket_lines(tiket, settings.lebar):
        if line.besar > 1:
            printer.set(align="center", bold=True, custom_size=True, width=line.besar, height=line.besar)
        else:
            printer.set(align="center", bold=False, normal_textsize=True)
        printer.text(f"{line.teks}\n")
    if settings.potong:
        printer.cut()
    else:
        printer.text("\n\n\n\n")
    return bytes(printer.output)


def kirim(data: bytes, settings: CetakSettings) -> None:
    """Send bytes to the printer; raises whatever its connection does."""
    printer = _open(settings)
    try:
        printer._raw(data)
    finally:
        with contextlib.suppress(Exception):  # what is wrong has been said by now
            printer.close()


def _escpos() -> Any:
    try:
        from escpos import printer
    except ImportError as error:
        raise TidakSah("cetak_pustaka") from error
    return printer


def _open(settings: CetakSettings) -> Any:
    printer, kind, address = _escpos(), settings.jenis, settings.alamat
    if kind == "berkas" and address:
        made = printer.File(str(Path(address).expanduser()), auto_flush=True)
    elif kind == "jaringan" and (host := _host(address)):
        made = printer.Network(*host, timeout=TIMEOUT)
    elif kind == "usb" and (found := _USB.fullmatch(address)):
        made = printer.Usb(int(found[1], 16), int(found[2], 16), timeout=int(TIMEOUT * 1000))
    else:
        raise TidakSah("cetak_alamat", jenis=kind, contoh=CONTOH.get(kind, "-"))
    made.open()
    return made


def _host(address: str) -> tuple[str, int] | None:
    host, _, port = address.partition(":")
    if not host or (port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
        return None
    return host, int(port or PORT)


def cetak(tiket: TiketCetak, settings: CetakSettings) -> None:
    """Print a ticket; raises :class:`TidakSah` for wrong settings, :class:`CetakGagal` when it fails."""
    if not settings.jenis:
        raise TidakSah("cetak_belum_diatur")
    data = susun(tiket, settings)
    failed: list[BaseException] = []
    out = threading.Event()

    def send() -> None:
        with _one:
            try:
                kirim(data, settings)
            except Exception as error:  # every library below has exceptions of its own
                failed.append(error)
            else:
                out.set()

    # A printer without paper holds up whoever writes to it, for ever: nobody here waits that long.
    thread = threading.Thread(target=send, name="deka-cetak", daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if failed and isinstance(failed[0], DekaError):
        raise failed[0]
    if not out.is_set():
        raise CetakGagal("cetak_gagal", tiket=tiket.tiket) from (failed[0] if failed else None)


def cetak_tiket(ctx: Konteks, pelaku: Pelaku, nomor: int, *, loket: bool = False) -> TiketCetak:
    """Print a ticket, or with *loket* a number of the registration counter, and write down how it went.

    Raises as :func:`cetak` does, and :class:`shared.services.errors.TidakDitemukan`.
    """
    from shared.services import cetak as layanan

    settings = ctx.settings.cetak
    if not settings.jenis:
        raise TidakSah("cetak_belum_diatur")
    begun = (layanan.mulai_loket if loket else layanan.mulai)(ctx, pelaku, nomor)
    try:
        cetak(begun.isi, settings)
    except DekaError as error:
        layanan.selesai(ctx, pelaku, begun.id, gagal=str(error))
        raise
    layanan.selesai(ctx, pelaku, begun.id)
    return begun.isi
