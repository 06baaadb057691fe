"""A deadline for a whole HTTP exchange, and the evidence of how far its request came.

The timeouts of httpx and httpcore start anew with every read and write, so that a peer which sends a byte
now and then holds a thread for ever. Here every operation on the socket is cut to what is left of the
exchange that the calling thread is in.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

# A write is retried by httpcore until the peer has taken all of it, each time with a new timeout.
_SLICE: Final = 64 * 1024


class DeadlinePassedError(Exception):
    """The exchange took longer than it may."""


class Exchange:
    """One request and its response while they are under way."""

    def __init__(self, seconds: float, *, body: bool = False) -> None:
        """Start an exchange that may take ``seconds`` in all; ``body``: its request has one."""
        self._seconds = seconds
        self._ends = time.monotonic() + seconds
        self._body = body
        self._head = b""
        self.may_have_arrived = False
        self.closed_by_peer = False

    def cut(self, timeout: float | None) -> float:
        """Return ``timeout`` or the seconds left, whichever is less; raises DeadlinePassedError at zero."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise DeadlinePassedError(f"the exchange took longer than {self._seconds:g} s")
        return left if timeout is None else min(timeout, left)

    def together(self, data: bytes) -> bytes:
        """Return what is to be written now: the head of a request waits for its body, for one segment.

        httpcore writes a head at once and then the body; nothing has left while the head waits.
        """
        if self._body and not self.may_have_arrived and not _opens_tunnel(data):
            self._body = False
            self._head = data
            return b""
        head, self._head = self._head, b""
        return head + data if head else data

    def leaving(self, data: bytes) -> None:
        """Note that bytes are about to leave this machine."""
        # What opens a way through a proxy is written as if it were the request itself, and before it.
        self.may_have_arrived = self.may_have_arrived or not _opens_tunnel(data)

    def stayed(self) -> None:
        """Note that a write failed: the request is proven not to have left completely."""
        self.may_have_arrived = False


def _opens_tunnel(data: bytes) -> bool:
    return data.startswith(b"CONNECT ")


class Stream(Protocol):
    """The part of httpcore's NetworkStream that a connection uses."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive at most ``max_bytes``; none at the end."""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""

    def close(self) -> None:
        """Close the socket."""

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Stream:
        """Return the stream with TLS upon it."""

    def get_extra_info(self, info: str) -> Any:
        """Return a detail of the socket."""


class Backend(Protocol):
    """The part of httpcore's NetworkBackend that a pool without retries uses."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Stream:
        """Open a connection."""


class TimedBackend:
    """An httpcore network backend whose operations end with the exchange of the calling thread.

    httpcore's synchronous pool does all the I/O of a request in the thread that asked for it.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._local = threading.local()

    @contextmanager
    def during(self, exchange: Exchange) -> Iterator[None]:
        """Bind what this thread reads and writes to ``exchange``."""
        self._local.exchange = exchange
        try:
            yield
        finally:
            self._local.exchange = None

    @property
    def exchange(self) -> Exchange | None:
        """The exchange of the calling thread."""
        return getattr(self._local, "exchange", None)

    def cut(self, timeout: float | None) -> float | None:
        """Return ``timeout`` cut to what is left of the thread's exchange, if it is in one."""
        return self.exchange.cut(timeout) if self.exchange else timeout

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Stream:
        """Open a connection."""
        stream = self._backend.connect_tcp(host, port, self.cut(timeout), local_address, socket_options)
        return _TimedStream(stream, self)


class _TimedStream:
    def __init__(self, stream: Stream, backend: TimedBackend) -> None:
        self._stream = stream
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        exchange = self._backend.exchange
        if exchange is None:
            return self._stream.read(max_bytes, timeout)
        data = self._stream.read(max_bytes, exchange.cut(timeout))
        exchange.closed_by_peer = not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        exchange = self._backend.exchange
        if exchange is None:
            self._stream.write(buffer, timeout)
            return
        buffer = exchange.together(buffer)
        try:
            # The empty write that ends a request writes nothing, and so cannot come too late.
            for start in range(0, len(buffer), _SLICE):
                limit = exchange.cut(timeout)
                exchange.leaving(buffer)
                self._stream.write(buffer[start : start + _SLICE] if len(buffer) > _SLICE else buffer, limit)
        except BaseException:
            exchange.stayed()
            raise

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Stream:
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, self._backend.cut(timeout)), self._backend
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
