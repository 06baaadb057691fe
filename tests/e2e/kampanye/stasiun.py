"""One station of a campaign: a process that registers and calls patients as fast as it is told to.

``python -m tests.e2e.kampanye.stasiun --dari 1 --banyak 20 --jeda 0.1 --henti FILE``, with the clinic's
settings in the environment. It works until FILE exists or its patients are used up, and then prints what
it has lived through as one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from shared.config import load
from shared.services import antrean, konteks
from shared.services.errors import PenyimpananGagal, TidakSah
from tests.e2e.kampanye.arena import jeda
from tests.e2e.peralatan import HARI, loket, norm


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dari", type=int, required=True)
    parser.add_argument("--banyak", type=int, required=True)
    parser.add_argument("--hari", type=int, default=1)
    parser.add_argument("--jeda", type=float, default=0.1)
    parser.add_argument("--henti", type=Path, required=True)
    args = parser.parse_args()
    me = loket(args.dari)
    ctx = konteks.buka(load(None, os.environ))
    times: list[float] = []
    failures: list[str] = []
    registered = 0
    sys.stdout.write("siap\n")
    sys.stdout.flush()
    work = (
        (HARI + timedelta(days=day), number)
        for day in range(args.hari)
        for number in range(args.dari, args.dari + args.banyak)
    )
    for day, number in work:
        ticket: int | None = None
        while not args.henti.exists():
            begun = time.perf_counter()
            try:
                if ticket is None:
                    ticket = antrean.daftar(ctx, me, norm=norm(number), ruangan="UMUM", tanggal=day).id
                    registered += 1
                else:
                    antrean.panggil(ctx, me, ticket)
                    times.append(time.perf_counter() - begun)
                    break
                times.append(time.perf_counter() - begun)
            except PenyimpananGagal as error:
                failures.append(error.pesan)
                jeda(0.2)
            except TidakSah:
                break  # the commit whose answer was lost had gone through
            jeda(args.jeda)
        if args.henti.exists():
            break
        jeda(args.jeda)
    ctx.tutup()
    sys.stdout.write(json.dumps({"waktu": times, "gagal": failures, "terdaftar": registered}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
