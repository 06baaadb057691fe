"""The wire against a peer that misbehaves: what is reported, and what is proven about the request."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from shared.domain.answers import Problem, Sent
from tests.clients.peer import Peer, answering, reset, response, saying
from tests.clients.probe import OUTCOME, exchange, outcome
from worker.clients.http import Wire

# What ended without a complete response.


def test_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with closing(Wire()) as wire:
        reply = wire.send("GET", f"http://127.0.0.1:{port}/", headers={})
    assert outcome(reply) == (Sent.NO, None, Problem.CONNECT)
    assert reply.detail.startswith("ConnectError: ")


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with closing(Wire()) as wire:
        reply = wire.send("GET", "http://deka.invalid/", headers={})
    assert outcome(reply) == (Sent.NO, None, Problem.CONNECT)


def test_reset_while_the_body_is_being_written() -> None:
    def serve(peer: Peer, connection: socket.socket) -> None:
        connection.recv(10)
        reset(connection)

    assert outcome(exchange(serve, body=b"x" * 16_000_000)) == (Sent.NO, None, Problem.RESET)


def test_a_body_that_nobody_reads() -> None:
    def serve(peer: Peer, connection: socket.socket) -> None:
        peer.over.wait(10)

    reply = exchange(serve, body=b"x" * 16_000_000, deadline=0.3)
    assert outcome(reply) == (Sent.NO, None, Problem.TIMEOUT)


@pytest.mark.parametrize(
    ("serve", "expected"),
    [
        pytest.param(saying(), (Sent.MAYBE, None, Problem.RESET), id="closed after reading"),
        pytest.param(saying(hold=True), (Sent.MAYBE, None, Problem.TIMEOUT), id="silent"),
        pytest.param(saying(b"HTTP/1.1 200 O"), (Sent.MAYBE, None, Problem.RESET), id="half a status line"),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nContent-"), (Sent.MAYBE, None, Problem.RESET), id="half a head"
        ),
        pytest.param(
            saying(b"\x16\x03\x01 garbage\r\n\r\n"), (Sent.MAYBE, None, Problem.PROTOCOL), id="garbage"
        ),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"),
            (Sent.MAYBE, 200, Problem.RESET),
            id="half a body",
        ),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
            (Sent.MAYBE, 200, Problem.RESET),
            id="no last chunk",
        ),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n", hold=True),
            (Sent.MAYBE, 200, Problem.PROTOCOL),
            id="bad chunk",
        ),
        pytest.param(
            saying(b"HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{}", hold=True),
            (Sent.MAYBE, 201, Problem.TIMEOUT),
            id="body stalls",
        ),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\n", *[b"X-Slow: yes\r\n"] * 400, pause=0.05),
            (Sent.MAYBE, None, Problem.TIMEOUT),
            id="head drips",
        ),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n", *[b"x"] * 400, pause=0.05),
            (Sent.MAYBE, 200, Problem.TIMEOUT),
            id="body drips",
        ),
    ],
)
def test_a_request_that_may_have_arrived(
    serve: Callable[[Peer, socket.socket], None], expected: OUTCOME
) -> None:
    assert outcome(exchange(serve, deadline=0.4)) == expected


def test_what_was_read_of_a_broken_body_is_kept() -> None:
    reply = exchange(saying(b"HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 9\r\n\r\n{}"))
    assert (reply.body, reply.headers) == (b"{}", {"content-type": "a/b"})
    assert "peer closed connection" in reply.detail


def test_reset_after_the_request_was_read() -> None:
    def serve(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection)
        reset(connection)

    assert outcome(exchange(serve)) == (Sent.MAYBE, None, Problem.RESET)


def test_no_connection_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.clients.http.POOL", 0.1)
    arrived = threading.Event()

    def serve(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection)
        arrived.set()
        peer.over.wait(10)

    with Peer(serve) as peer, closing(Wire(connections=1)) as wire:
        first = threading.Thread(target=wire.send, args=("GET", peer.url), kwargs={"headers": {}})
        first.start()
        assert arrived.wait(10)
        reply = wire.send("GET", peer.url, headers={})
        peer.over.set()
        first.join(10)
    assert outcome(reply) == (Sent.NO, None, Problem.POOL)
    assert len(peer.requests) == 1


# What cannot be sent at all.


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("ftp://127.0.0.1/", {}),
        ("no address", {}),
        ("http://" + "a" * 70 + ".invalid/", {}),
        ("http://127.0.0.1:1/\x00", {}),
        ("http://127.0.0.1:1/", {"user_key": "rah\u00e1sia"}),
    ],
)
def test_a_request_that_cannot_be_built(url: str, headers: dict[str, str]) -> None:
    with closing(Wire()) as wire:
        reply = wire.send("GET", url, headers=headers)
    assert outcome(reply) == (Sent.NO, None, Problem.PROTOCOL)
    assert "sia" not in reply.detail


def test_an_illegal_header_is_not_quoted() -> None:
    with Peer(answering(response())) as peer, closing(Wire()) as wire:
        reply = wire.send("GET", peer.url, headers={"user_key": "rahasia\r\nX: y"})
    assert outcome(reply) == (Sent.NO, None, Problem.PROTOCOL)
    assert "rahasia" not in reply.detail
    assert peer.requests == []


# Complete responses.


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("200 OK", b"{}"),
        ("204 No Content", b""),
        ("304 Not Modified", b""),
        ("502 Bad Gateway", b"<html><h1>Bad Gateway</h1></html>"),
        ("504 Gateway Timeout", b""),
    ],
)
def test_an_answer_is_an_answer(status: str, body: bytes) -> None:
    reply = exchange(answering(response(body, status)))
    assert outcome(reply) == (Sent.YES, int(status[:3]), None)
    assert reply.body == body


def test_the_request_as_the_peer_sees_it() -> None:
    with Peer(answering(response())) as peer, closing(Wire()) as wire:
        headers = {"user_key": "k", "Content-Type": "text/plain", "X-cons-id": "1"}
        wire.send("POST", peer.url + "/a/b?c=d", headers=headers, body=b'{"x": 1}')
        wire.send("DELETE", peer.url + "/a", headers={})
    head, _, body = peer.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /a/b?c=d HTTP/1.1\r\n")
    assert body == b'{"x": 1}'
    lines = head.split(b"\r\n")
    assert {b"user_key: k", b"Content-Type: text/plain", b"X-cons-id: 1", b"User-Agent: deka"} <= set(lines)
    assert not [line for line in lines if b"gzip" in line]
    assert b"Content-Type" not in peer.requests[1]


def test_a_redirect_is_not_followed() -> None:
    moved = response(b"", "302 Found", "Location: /elsewhere")
    with Peer(answering(moved)) as peer, closing(Wire()) as wire:
        reply = wire.send("GET", peer.url, headers={})
    assert outcome(reply) == (Sent.YES, 302, None)
    assert reply.headers == {"location": "/elsewhere"}
    assert len(peer.requests) == 1


def test_cookies_are_not_kept() -> None:
    with Peer(answering(response(b"", "200 OK", "Set-Cookie: a=b; Path=/"))) as peer, closing(Wire()) as wire:
        for _ in range(2):
            wire.send("GET", peer.url, headers={})
    assert b"ookie" not in peer.requests[1]


def test_one_connection_is_used_again() -> None:
    with Peer(answering(response(b"{}"))) as peer, closing(Wire()) as wire:
        for _ in range(6):
            assert wire.send("GET", peer.url, headers={}).status == 200
    assert peer.connections == 1


def test_connections_are_bounded_and_used_again_between_threads() -> None:
    with Peer(answering(response(b"{}"))) as peer, closing(Wire(connections=3)) as wire:

        def work() -> None:
            for _ in range(10):
                assert wire.send("GET", peer.url, headers={}).sent is Sent.YES

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(peer.requests) == 60
    assert peer.connections <= 3


def test_a_connection_closed_while_idle_is_not_used() -> None:
    gone = threading.Event()

    def serve(peer: Peer, connection: socket.socket) -> None:
        peer.read(connection)
        connection.sendall(response(b"{}"))
        connection.shutdown(socket.SHUT_RDWR)
        gone.set()

    with Peer(serve) as peer, closing(Wire()) as wire:
        for _ in range(3):
            assert outcome(wire.send("POST", peer.url, headers={}, body=b"{}")) == (Sent.YES, 200, None)
            assert gone.wait(10)
            gone.clear()
    assert peer.connections == 3


# Size.


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (response(b"x" * 1000), (Sent.YES, 200, None)),
        (response(b"x" * 1001), (Sent.MAYBE, 200, Problem.TOO_LARGE)),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + (b"a\r\n" + b"x" * 10 + b"\r\n") * 200,
            (Sent.MAYBE, 200, Problem.TOO_LARGE),
        ),
        (response(gzip.compress(b"x" * 1000), "200 OK", "Content-Encoding: gzip"), (Sent.YES, 200, None)),
        (
            response(gzip.compress(b"x" * 100_000), "200 OK", "Content-Encoding: gzip"),
            (Sent.MAYBE, 200, Problem.TOO_LARGE),
        ),
        (
            response(gzip.compress(b"x" * 1000)[:-9], "200 OK", "Content-Encoding: gzip"),
            (Sent.MAYBE, 200, Problem.RESET),
        ),
        (response(b"plain", "200 OK", "Content-Encoding: gzip"), (Sent.MAYBE, 200, Problem.PROTOCOL)),
        (response(b"", "200 OK", "Content-Encoding: gzip"), (Sent.YES, 200, None)),
    ],
    ids=["full", "announced", "chunked", "gzip", "gzip bomb", "gzip cut", "not gzip", "gzip of nothing"],
)
def test_the_body_is_capped(answer: bytes, expected: OUTCOME) -> None:
    with Peer(answering(answer)) as peer, closing(Wire(largest=1000, deadline=5)) as wire:
        reply = wire.send("GET", peer.url, headers={"Accept-Encoding": "gzip"})
    assert outcome(reply) == expected
    assert len(reply.body) <= 1000


# Time.


def test_times_and_drift() -> None:
    now = datetime(2026, 9, 1, 8, 0, 0, tzinfo=UTC)
    ticks = iter([now.timestamp(), now.timestamp() + 1.25, now.timestamp() + 2.5])
    date = format_datetime(now - timedelta(seconds=90), usegmt=True)
    with (
        Peer(answering(response(b"{}", "200 OK", f"Date: {date}"))) as peer,
        closing(Wire(clock=ticks.__next__)) as wire,
    ):
        reply = wire.send("GET", peer.url, headers={})
    assert reply.drift == 91.25
    assert (reply.started, reply.finished - reply.started) == (int(now.timestamp() * 1000), 2500)


@pytest.mark.parametrize("date", ["yesterday", "", "Tue, 99 Foo 2026 00:00:00 GMT"])
def test_a_date_that_says_nothing(date: str) -> None:
    assert exchange(answering(response(b"{}", "200 OK", f"Date: {date}"))).drift is None
