"""Only listens to the change feed, as a station does, and says when each notice came."""

import sys
import time

from shared.config import load
from shared.services.konteks import buka


def main(config: str) -> None:
    """Until it is ended."""
    feed = buka(load(config, env={})).perubahan()
    feed.tunggu(0)
    print("siap", flush=True)  # noqa: T201
    while True:
        if feed.tunggu(0.5):
            print(time.perf_counter(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
