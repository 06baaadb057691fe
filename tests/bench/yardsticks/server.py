"""A stand-in for BPJS that answers everything in the same way, after a wait or at once.

``server.py SECONDS`` prints its port, then answers one line of JSON for each command line it reads:
``hitung`` (requests so far), ``catatan`` (moment and card number of each request, then forgotten),
``jalur`` (what a bare client needs to post the same: one head and body), ``lupa`` (forget).
Moments are those at which the first bytes of a request arrived, by the monotonic clock.
"""

import asyncio
import json
import re
import sys
import time
from functools import lru_cache

from tests.bench.clinic import SECRETS
from worker.sandbox.codec import encrypt

_CARD = re.compile(rb'"noKartu":"(\d+)"|"nomorkartu":"(\d+)"')


@lru_cache(maxsize=8)
def _answer(pcare: bool, timestamp: str) -> bytes:
    """What a registration and a queue entry are answered with, sealed as BPJS seals it."""
    if pcare:
        plain = '{"field":"noUrut","message":"A12"}'
        sealed = encrypt(plain, SECRETS["cons_id"], SECRETS["secret_key"], timestamp)
        status, body = b"201 Created", {"response": sealed, "metaData": {"message": "CREATED", "code": 201}}
    else:
        status, body = b"200 OK", {"metadata": {"message": "Ok", "code": 200}}
    text = json.dumps(body).encode()
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (
        status,
        len(text),
    )
    return head + text


class Server:
    """Counts and answers."""

    def __init__(self, wait: float) -> None:
        self.wait = wait
        self.seen: list[tuple[float, str]] = []
        self.sample: dict[str, str] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        try:
            while True:
                first = await reader.read(1)
                if not first:
                    break
                now = time.perf_counter()
                head = first + await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: (\d+)", head)
                body = await reader.readexactly(int(length[1])) if length else b""
                card = _CARD.search(body)
                self.seen.append((now, (card[1] or card[2]).decode() if card else ""))
                path = head.split(b" ", 2)[1]
                pcare = path.startswith(b"/pcare")
                if pcare and not self.sample:
                    self.sample = {"head": head.decode(), "body": body.decode()}
                stamp = re.search(rb"(?i)x-timestamp: (\d+)", head)
                if self.wait:
                    await asyncio.sleep(self.wait - (time.perf_counter() - now))
                writer.write(_answer(pcare, stamp[1].decode() if stamp else "0"))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def command(self, word: str) -> object:
        """One line of the control door."""
        if word == "hitung":
            return len(self.seen)
        if word == "jalur":
            return self.sample
        rows, self.seen = self.seen, []
        return rows if word == "catatan" else len(rows)


async def main(wait: float) -> None:
    """Until the input ends."""
    server = Server(wait)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    print(listener.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        print(json.dumps(server.command(line.decode().strip())), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
