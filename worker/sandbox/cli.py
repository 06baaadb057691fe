"""The `deka-sandbox` command."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from worker.sandbox import app, control, server, settings
from worker.sandbox.world import World


def main(argv: Sequence[str] | None = None) -> int:
    """Run the simulator until SIGTERM or Ctrl+C; returns the exit code: 0 done, 1 could not start."""
    options = _parser().parse_args(argv)
    try:
        world = World(settings.load(options.config, os.environ))
        application = app.create(world)
        if options.data is not None:
            control.preload(world, json.loads(options.data.read_text("utf-8")))
        listener = server.listen(options.host, options.port)
    except OSError as problem:
        return _fail(f"{problem.filename or f'{options.host}:{options.port}'}: {problem.strerror or problem}")
    except ValueError as problem:
        return _fail(f"berkas pengaturan atau data tidak sah: {problem}")

    def announce() -> None:
        sys.stdout.write(f"Sandbox BPJS siap di {server.address(listener)}\n")
        sys.stdout.flush()

    asyncio.run(_serve(server.Server(application, listener, announce), follow_parent=options.ikut_induk))
    return 0


async def _serve(running: server.Server, *, follow_parent: bool) -> None:
    # Handlers of our own: uvicorn's would end a stop that was asked for with a signal's exit code.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: running.stop())
    if follow_parent:
        threading.Thread(target=_wait_for_parent, args=(running,), daemon=True).start()
    await running.run_until_stopped()


def _wait_for_parent(running: server.Server) -> None:
    """Stop the server when standard input ends, which it does when the parent is gone."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    running.stop()


def _fail(sentence: str) -> int:
    sys.stderr.write(f"deka-sandbox: {sentence}\n")
    return 1


class _HelpFormatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "pemakaian: ")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # argparse explains itself in English only, so its own words are not shown.
        del message
        self.exit(2, f"{self.prog}: pilihan tidak sah, lihat {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="deka-sandbox",
        description="Simulator BPJS (PCare dan Antrean FKTP) dan SatuSehat untuk latihan dan pengujian.",
        formatter_class=_HelpFormatter,
        add_help=False,
    )
    add = parser.add_argument_group("pilihan").add_argument
    add("-h", "--help", action="help", help="tampilkan bantuan ini")
    add("--port", type=int, default=8900, metavar="N", help="port; 0 = port bebas (baku 8900)")
    add("--host", default="127.0.0.1", metavar="ALAMAT", help="alamat yang didengarkan (baku 127.0.0.1)")
    add(
        "--config", type=Path, metavar="FILE", help="berkas TOML Deka, tabel [bpjs], [satusehat] dan [faskes]"
    )
    add(
        "--data",
        type=Path,
        metavar="FILE",
        help="berkas JSON berisi peserta, dokter, poli, identitas, klien, gangguan, dan sakelar awal",
    )
    add("--ikut-induk", action="store_true", help="berhenti saat masukan standar ditutup")
    return parser


if __name__ == "__main__":
    sys.exit(main())
