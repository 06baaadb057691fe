"""The ``deka-worker`` command."""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from shared import catatan
from shared.config import KonfigurasiSalah, load
from shared.services import segel
from shared.services.errors import DekaError
from shared.services.konteks import Konteks, buka
from shared.services.pekerja import hidup, kubur
from shared.storage.presence import Stasiun, giliran_pekerja
from worker.relay import is_alive

_LOOK = 1.0
_YOUNG = 10_000
"""Objects made after which garbage in circles is looked for; a send makes hundreds and leaves no circles."""


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deka-worker", description="Pekerja pengirim Deka.")
    parser.add_argument("--config", metavar="BERKAS", help="berkas konfigurasi")
    parser.add_argument(
        "--sekali", action="store_true", help="kirim yang jatuh tempo (sampai 60 detik ke depan) lalu selesai"
    )
    parser.add_argument(
        "--ikut-induk", action="store_true", help="selesai bila masukan standar ditutup oleh program induk"
    )
    parser.add_argument(
        "--ikut-layar", action="store_true", help="selesai bila layar terakhir penyimpanan ini ditutup"
    )
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Run the worker until it is told to stop; returns the exit status."""
    args = _arguments(argv)
    catatan.pasang(os.environ.get("DEKA_LOG", "INFO"))
    logging.getLogger("dramatiq").setLevel(logging.WARNING)
    stop = _stop_at_signals()
    try:
        ctx = buka(load(args.config))
    except (DekaError, KonfigurasiSalah) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    try:
        return _work(ctx, args, stop)
    except (DekaError, KonfigurasiSalah) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    finally:
        ctx.tutup()


def _stop_at_signals() -> threading.Event:
    """Set the event returned at SIGTERM and SIGINT.

    Not in a handler: it would run in the main thread, inside a lock that it needs itself or only when that
    thread wakes up. The interpreter writes a byte at the very signal, and a thread reads it.
    """
    stop = threading.Event()
    heard, told = socket.socketpair()
    told.setblocking(False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)

    def follow() -> None:
        while heard.recv(64):
            stop.set()
        told.close()  # never reached: named here, it stays open as long as signals may come

    threading.Thread(target=follow, name="deka-sinyal", daemon=True).start()
    return stop


def _work(ctx: Konteks, args: argparse.Namespace, stop: threading.Event) -> int:
    with _turn(ctx, args) as mine:
        if not mine:
            return 0
        segel.periksa(ctx)
        from worker.engine import Mesin

        engine = Mesin(ctx)
        engine.mulai()
        print(f"Pekerja siap ({ctx.settings.worker.utas} utas).", flush=True)  # noqa: T201
        # What is there by now stays; looking through it again and again takes a twentieth of all time.
        gc.freeze()
        gc.set_threshold(_YOUNG)
        try:
            if args.ikut_induk:
                threading.Thread(target=_until_orphaned, args=(stop,), daemon=True).start()
            if args.ikut_layar:
                threading.Thread(target=_until_last_screen, args=(ctx, stop), daemon=True).start()
            if args.sekali:
                engine.kosongkan(stop)
            else:
                stop.wait()
        finally:
            engine.berhenti()
    return 0


@contextlib.contextmanager
def _turn(ctx: Konteks, args: argparse.Namespace) -> Iterator[bool]:
    """A worker that a screen has started is one per storage, and none where another lives."""
    if not args.ikut_layar:
        yield True
        return
    with giliran_pekerja(Path(ctx.storage.path)) as mine:
        if mine:
            kubur(ctx, socket.gethostname(), "", is_alive)
        yield mine and not hidup(ctx)


def _until_orphaned(stop: threading.Event) -> None:
    with contextlib.suppress(OSError, ValueError):
        while sys.stdin.buffer.read(4096):
            pass
    stop.set()


def _until_last_screen(ctx: Konteks, stop: threading.Event) -> None:
    station = Stasiun(Path(ctx.storage.path))
    while not stop.wait(_LOOK):
        if station.semua_tutup():
            stop.set()


if __name__ == "__main__":
    sys.exit(main())
