"""One racer: a process that does to a ticket what it is told, the moment it is told.

It connects to the campaign's port and answers every line ``{"id", "aksi", "versi", "pada"}`` with one
line; *pada* is a moment of the machine's monotonic clock, which all its processes share.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from typing import Any

from shared.config import load
from shared.domain.records import Pelaku
from shared.services import antrean, konteks
from shared.services.errors import DekaError
from shared.services.konteks import Konteks
from tests.e2e.peralatan import loket


def lakukan(ctx: Konteks, me: Pelaku, order: dict[str, Any]) -> dict[str, object]:
    """Do one thing to one ticket and tell what came of it."""
    number, version = order["id"], order["versi"]
    while time.monotonic() < order["pada"]:
        pass  # not a moment later than the others
    try:
        match order["aksi"]:
            case "terima":
                antrean.terima(ctx, me, number, versi=version, tetap=True)
            case "batal":
                done = antrean.batal(ctx, me, number, alasan="salah data", versi=version)
                return {"menang": not done.sudah, "pesan": "sudah" if done.sudah else ""}
            case "resend":
                antrean.resend_pcare(ctx, me, number)
            case other:
                raise ValueError(other)
    except DekaError as error:
        return {"menang": False, "pesan": f"{type(error).__name__}: {error.pesan}"}
    return {"menang": True, "pesan": ""}


def main() -> int:
    me = loket(int(sys.argv[2]))
    ctx = konteks.buka(load(None, os.environ))
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as link:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with link.makefile("rw", encoding="utf-8", newline="\n") as talk:
            talk.write(f"{sys.argv[2]}\n")
            talk.flush()
            for line in talk:
                talk.write(json.dumps(lakukan(ctx, me, json.loads(line))) + "\n")
                talk.flush()
    ctx.tutup()
    return 0


if __name__ == "__main__":
    sys.exit(main())
