"""The deadline of an exchange, and what is known of its request, apart from any socket."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from worker.clients.timed import DeadlinePassedError, Exchange, Stream, TimedBackend


class Recorded:
    """A backend and a stream that do nothing but keep the timeouts they were given."""

    def __init__(self) -> None:
        self.timeouts: list[float | None] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Recorded:
        self.timeouts.append(timeout)
        return self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.timeouts.append(timeout)
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.timeouts.append(timeout)

    def close(self) -> None: ...

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Recorded:
        self.timeouts.append(timeout)
        return self

    def get_extra_info(self, info: str) -> Any:
        return info


Operation = Callable[[TimedBackend, Stream, float | None], object]
OPERATIONS: list[Operation] = [
    lambda backend, stream, timeout: backend.connect_tcp("a", 1, timeout),
    lambda backend, stream, timeout: stream.read(1, timeout),
    lambda backend, stream, timeout: stream.write(b"x", timeout),
    lambda backend, stream, timeout: stream.start_tls(ssl.create_default_context(), "a", timeout),
]
each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=["connect", "read", "write", "TLS"])


def connected() -> tuple[Recorded, TimedBackend, Stream]:
    recorded = Recorded()
    backend = TimedBackend(recorded)
    stream = backend.connect_tcp("a", 1)
    recorded.timeouts.clear()
    return recorded, backend, stream


@each_operation
def test_a_timeout_is_cut_to_what_is_left(operation: Operation) -> None:
    recorded, backend, stream = connected()
    with backend.during(Exchange(60)):
        for timeout in (1000.0, None, 2.5):
            operation(backend, stream, timeout)
    long, endless, short = recorded.timeouts
    assert long is not None and endless is not None
    assert 0 < endless <= long <= 60
    assert short == 2.5


@each_operation
def test_nothing_is_begun_after_the_deadline(operation: Operation) -> None:
    recorded, backend, stream = connected()
    exchange = Exchange(0)
    with backend.during(exchange), pytest.raises(DeadlinePassedError):
        operation(backend, stream, 5.0)
    assert recorded.timeouts == []
    assert not exchange.may_have_arrived


def test_the_empty_write_that_ends_a_request_cannot_be_late() -> None:
    recorded, backend, stream = connected()
    with backend.during(Exchange(0)):
        stream.write(b"", 5.0)
    assert recorded.timeouts == []


@each_operation
def test_outside_of_an_exchange_timeouts_are_left_alone(operation: Operation) -> None:
    recorded, backend, stream = connected()
    operation(backend, stream, 5.0)
    assert recorded.timeouts == [5.0]
    assert backend.exchange is None


def test_a_long_write_is_cut_as_it_goes() -> None:
    recorded, backend, stream = connected()
    with backend.during(Exchange(60)):
        stream.write(b"x" * 200_000, 5.0)
    assert len(recorded.timeouts) == 4


def test_a_request_is_in_doubt_from_its_first_byte() -> None:
    _, backend, stream = connected()
    exchange = Exchange(60)
    with backend.during(exchange):
        stream.write(b"CONNECT bpjs.contoh:443 HTTP/1.1\r\n\r\n")
        assert not exchange.may_have_arrived, "a way through a proxy is not the request"
        stream.write(b"POST")
    assert exchange.may_have_arrived


def test_a_body_that_looks_like_a_way_through_a_proxy_is_still_in_doubt() -> None:
    """Guard: what a person writes into a body proves nothing about it."""
    _, backend, stream = connected()
    exchange = Exchange(60)
    with backend.during(exchange):
        stream.write(b"POST / HTTP/1.1\r\n\r\n")
        stream.write(b"CONNECT x")
    assert exchange.may_have_arrived


@pytest.mark.parametrize("after", [0, 1], ids=["headers", "body"])
def test_a_request_that_failed_on_its_way_out_is_proven_unsent(after: int) -> None:
    recorded, backend, stream = connected()
    exchange = Exchange(60)

    def broken(_buffer: bytes, _timeout: float | None = None) -> None:
        raise OSError("broken")

    with backend.during(exchange):
        if after:
            stream.write(b"POST / HTTP/1.1\r\n\r\n")
        recorded.write = broken  # type: ignore[method-assign]
        with pytest.raises(OSError, match="broken"):
            stream.write(b"x")
    assert not exchange.may_have_arrived


def test_a_head_leaves_together_with_its_body() -> None:
    recorded, backend, stream = connected()
    left: list[bytes] = []
    recorded.write = lambda buffer, _timeout=None: left.append(buffer)  # type: ignore[method-assign, assignment]
    exchange = Exchange(60, body=True)
    with backend.during(exchange):
        stream.write(b"CONNECT bpjs.contoh:443 HTTP/1.1\r\n\r\n")
        stream.write(b"POST / HTTP/1.1\r\n\r\n")
        assert not exchange.may_have_arrived, "it waits"
        stream.write(b"{}")
        stream.write(b"")
    assert left == [b"CONNECT bpjs.contoh:443 HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n{}"]
    assert exchange.may_have_arrived
