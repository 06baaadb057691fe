"""Another station: commits one change per line it is told, and says when each was committed.

``penulis.py CONFIG`` reads ``JOB_ID STATUS`` lines and answers ``NUMBER SECONDS`` (monotonic clock).
"""

import sys
import time

import sqlalchemy as sa

from shared.config import load
from shared.services.konteks import buka


def main(config: str) -> None:
    """Until the input ends."""
    ctx = buka(load(config, env={}))
    print("siap", flush=True)  # noqa: T201
    for number, line in enumerate(sys.stdin):
        job_id, status = line.split()
        with ctx.tulis() as conn:
            conn.execute(
                sa.text("UPDATE job SET status = :s WHERE id = :id"), {"s": status, "id": int(job_id)}
            )
        print(number, time.perf_counter(), flush=True)  # noqa: T201
    ctx.tutup()


if __name__ == "__main__":
    main(sys.argv[1])
