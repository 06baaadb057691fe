"""A bare httpx loop: posts the same body again and again, and nothing else.

``httpx_telanjang.py PORT THREADS SECONDS FILE`` (FILE: one head and body, as the server kept it); prints
posts per second.
"""

import json
import sys
import threading
import time
from pathlib import Path

import httpx


def main(port: str, threads: int, seconds: float, file: str) -> None:
    """Post for a while."""
    sample = json.loads(Path(file).read_text(encoding="utf-8"))
    request, *lines = sample["head"].strip().split("\r\n")
    skip = {"host", "content-length", "connection"}
    headers = {
        name: value for name, _, value in (line.partition(": ") for line in lines) if name.lower() not in skip
    }
    url = f"http://127.0.0.1:{port}{request.split(' ')[1]}"
    limits = httpx.Limits(max_connections=threads, max_keepalive_connections=threads)
    counts = [0] * threads
    with httpx.Client(limits=limits, trust_env=False, timeout=30) as client:
        client.post(url, content=sample["body"].encode(), headers=headers)
        begun = time.perf_counter()

        def loop(index: int) -> None:
            while time.perf_counter() - begun < seconds:
                client.post(url, content=sample["body"].encode(), headers=headers).raise_for_status()
                counts[index] += 1

        workers = [threading.Thread(target=loop, args=(index,)) for index in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        print(sum(counts) / (time.perf_counter() - begun), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
