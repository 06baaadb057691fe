"""A small server on a raw socket that misbehaves as told."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from types import TracebackType


class Peer:
    """Accepts connections on 127.0.0.1 and runs ``serve(peer, connection)`` in a thread for each.

    ``over`` is set when the test has ended: a handler that waits, waits for it.
    """

    def __init__(
        self, serve: Callable[[Peer, socket.socket], None], context: ssl.SSLContext | None = None
    ) -> None:
        self.over = threading.Event()
        self.requests: list[bytes] = []
        self.connections = 0
        self._serve = serve
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Peer:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        # A listener is only woken by a connection; closing it does not interrupt accept().
        socket.create_connection(("127.0.0.1", self.port)).close()
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.over.is_set():
                connection.close()
                return
            self.connections += 1
            thread = threading.Thread(target=self._run, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _run(self, connection: socket.socket) -> None:
        # The other side going away is what many tests are about.
        connection.settimeout(10)
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            self._serve(self, connection)
        except OSError:
            pass
        finally:
            connection.close()

    def read(self, connection: socket.socket) -> bytes:
        """Read one request with its body; empty when the client has gone."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = connection.recv(65536)
            if not more:
                return b""
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            body += connection.recv(65536)
        self.requests.append(head + b"\r\n\r\n" + body)
        return self.requests[-1]


def reset(connection: socket.socket) -> None:
    """Close with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def response(body: bytes = b"", status: str = "200 OK", *headers: str) -> bytes:
    """One complete response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def answering(*responses: bytes) -> Callable[[Peer, socket.socket], None]:
    """Serve each request on a connection with the next of ``responses``, the last one for ever."""

    def serve(peer: Peer, connection: socket.socket) -> None:
        for n in range(1000):
            if not peer.read(connection):
                return
            connection.sendall(responses[min(n, len(responses) - 1)])

    return serve


def saying(*pieces: bytes, pause: float = 0.0, hold: bool = False) -> Callable[[Peer, socket.socket], None]:
    """Read one request, send ``pieces`` with a pause between them, then hold the line or close it."""

    def serve(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection)
        for piece in pieces:
            connection.sendall(piece)
            if pause and peer.over.wait(pause):
                return
        if hold:
            peer.over.wait(10)

    return serve
