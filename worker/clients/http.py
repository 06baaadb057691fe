"""The wire: one HTTP exchange, and what it proves about the request having arrived.

This is the only module that imports httpx. The clients of all services stand on :class:`Wire`.
"""

from __future__ import annotations

import functools
import logging
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import httpx

from shared.domain.answers import Problem, Sent
from worker.clients.timed import DeadlinePassedError, Exchange, TimedBackend

CONNECT, WRITE, READ, POOL = 5.0, 10.0, 30.0, 5.0
# Below the five seconds after which common servers drop an idle connection: a request written into one
# that is being closed is neither proven sent nor proven unsent.
KEEPALIVE: Final = 4.0
DEADLINE: Final = 45.0
LARGEST: Final = 8 * 1024 * 1024

# It writes every address at INFO, and those of BPJS hold card and identity numbers.
logging.getLogger(httpx.__name__).setLevel(logging.WARNING)

_ENCODING: Final = "content-encoding"
_KEPT: Final = {
    name.encode(): name
    for name in (
        "content-type", "date", "etag", "last-modified", "location", "retry-after", "x-request-id", _ENCODING,
    )
}  # fmt: skip
_ALWAYS: Final = (
    ("Accept", "*/*"),
    ("Accept-Encoding", "identity"),
    ("Connection", "keep-alive"),
    ("User-Agent", "deka"),
)
"""Headers of every request that does not say otherwise."""
_WRITES: Final = ("POST", "PUT", "PATCH")
"""Methods that tell the length of a body even when there is none."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of one exchange.

    ``status`` is there as soon as the head of a response was read, ``body`` is as much of it as was read;
    ``problem`` is ``None`` only for a complete response. ``headers`` has lower-case names. Times are Unix
    milliseconds. ``drift`` is our clock minus the ``Date`` header when the head came, in seconds.
    """

    sent: Sent
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    problem: Problem | None = None
    detail: str = ""
    started: int = 0
    finished: int = 0
    drift: float | None = None


class _UnreadableError(Exception):
    """A body that cannot be taken in, although the connection is sound."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


def _trusting() -> ssl.SSLContext:
    """A context that trusts the public certificates."""
    return httpx.create_ssl_context(trust_env=False)


@functools.cache
def _public() -> ssl.SSLContext:
    """The one all wires share that trust nobody else: reading the public certificates takes 25 ms."""
    return _trusting()


class Wire:
    """Connections to one service, shared by the threads of the worker.

    No redirects, no retries, no cookies, no HTTP/2, and no settings from the environment.
    """

    def __init__(
        self,
        *,
        connections: int = 32,
        deadline: float = DEADLINE,
        largest: int = LARGEST,
        proxy: str | None = None,
        ca_file: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open nothing yet.

        ``connections`` bounds the exchanges under way, ``deadline`` is the seconds one may take in all and
        ``largest`` the bytes a body may have. ``ca_file`` holds certificates (PEM) to trust besides the
        public ones. Raises OSError for a ``ca_file`` that cannot be read, ValueError for a bad ``proxy``.
        """
        context = _public() if ca_file is None else _trusting()
        if ca_file is not None:
            context.load_verify_locations(ca_file)
        transport = httpx.HTTPTransport(
            verify=context,
            trust_env=False,
            proxy=proxy,
            # Keep-alive is given in full: httpcore counts busy connections against it as well, and with a
            # lower bound drops each one after its first use.
            limits=httpx.Limits(
                max_connections=connections,
                max_keepalive_connections=connections,
                keepalive_expiry=KEEPALIVE,
            ),
        )
        # httpcore takes a network backend, but httpx has no setting to pass one on.
        pool: Any = transport._pool
        self._backend = pool._network_backend = TimedBackend(pool._network_backend)
        self._transport = transport
        self._closed = False
        patience = httpx.Timeout(connect=CONNECT, write=WRITE, read=READ, pool=min(POOL, deadline))
        self._extensions = {"timeout": patience.as_dict()}
        self._deadline = deadline
        self._largest = largest
        self._clock = clock

    def close(self) -> None:
        """Close the connections; a later send raises RuntimeError."""
        self._closed = True
        self._transport.close()

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Send one request and read the whole response, within the deadline.

        Network, protocol and size failures are told in the Reply, never raised. ``Sent.NO`` is given only
        when the request is proven not to have left completely, ``Sent.YES`` only for a complete response.
        """
        if self._closed:
            raise RuntimeError("the wire is closed")
        started = self._now()
        exchange = Exchange(self._deadline, body=bool(body))
        try:
            request = self._request(method, url, headers, body)
        except (httpx.InvalidURL, ValueError) as error:
            # The text of these errors can hold the value of a header.
            return Reply(
                Sent.NO,
                problem=Problem.PROTOCOL,
                detail=f"{type(error).__name__}: the request cannot be built",
                started=started,
                finished=self._now(),
            )
        with self._backend.during(exchange):
            return self._exchange(request, exchange, started)

    def _request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> httpx.Request:
        """Build what httpx' client would, which spends more on what is switched off here than on the rest."""
        address, host = _address(url)
        names = {name.lower() for name in headers}
        lines = [("Host", host), *(line for line in _ALWAYS if line[0].lower() not in names)]
        lines += headers.items()
        if body or method in _WRITES:
            lines.append(("Content-Length", str(len(body))))
        return httpx.Request(
            method, address, headers=lines, stream=httpx.ByteStream(body), extensions=self._extensions
        )

    def _exchange(self, request: httpx.Request, exchange: Exchange, started: int) -> Reply:
        status: int | None = None
        headers: dict[str, str] = {}
        drift: float | None = None
        body = bytearray()
        sent, problem, detail = Sent.YES, None, ""
        try:
            with closing(self._transport.handle_request(request)) as response:
                status = response.status_code
                headers = _kept(response.headers)
                packed = headers.pop(_ENCODING, "").lower() == "gzip"
                drift = _drift(self._clock(), headers.get("date"))
                assert isinstance(response.stream, httpx.SyncByteStream)  # noqa: S101 - the transport's kind
                for chunk in response.stream:
                    body += chunk
                    if len(body) > self._largest:
                        raise _too_large(self._largest)
            if body and packed:
                body = _gunzip(body, self._largest)
        except (httpx.TransportError, DeadlinePassedError, _UnreadableError, UnicodeError) as error:
            answered = status is not None
            sent = Sent.MAYBE if answered or exchange.may_have_arrived else Sent.NO
            problem, detail = _problem(error, exchange), _detail(error)
        return Reply(
            sent,
            status,
            headers,
            bytes(body[: self._largest]),
            problem,
            detail,
            started,
            finished=self._now(),
            drift=drift,
        )

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _problem(error: Exception, exchange: Exchange) -> Problem:
    match error:
        case _UnreadableError():
            return error.problem
        case httpx.PoolTimeout():
            return Problem.POOL
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            return (
                Problem.TLS if any(isinstance(e, ssl.SSLError) for e in _causes(error)) else Problem.CONNECT
            )
        case httpx.TimeoutException() | DeadlinePassedError():
            return Problem.TIMEOUT
        case httpx.NetworkError():
            return Problem.RESET
        case httpx.RemoteProtocolError() if exchange.closed_by_peer:
            return Problem.RESET
        case _:
            return Problem.PROTOCOL


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def _detail(error: Exception) -> str:
    if isinstance(error, _UnreadableError):
        return str(error)
    name = type(error).__name__
    if isinstance(error, httpx.LocalProtocolError):
        # Its text can hold the value of a header.
        return name
    # What the peer sent is quoted as a bytearray, at the end.
    text = str(error).partition("bytearray(")[0].rstrip(" :")
    return f"{name}: {text}"[:200] if text else name


@lru_cache(maxsize=64)
def _address(url: str) -> tuple[httpx.URL, str]:
    address = httpx.URL(url)
    return address, address.netloc.decode("ascii")


def _kept(headers: httpx.Headers) -> dict[str, str]:
    """Read the headers that are looked at; one that comes several times has commas between its values."""
    found: dict[str, str] = {}
    for raw, value in headers.raw:
        name = _KEPT.get(raw.lower())
        if name is not None:
            text = value.decode(headers.encoding)
            found[name] = f"{found[name]}, {text}" if name in found else text
    return found


@lru_cache(maxsize=64)
def _moment(date: str) -> float | None:
    """Read a ``Date`` header as Unix seconds; answers of one second share it."""
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)).timestamp()


def _drift(now: float, date: str | None) -> float | None:
    theirs = _moment(date) if date else None
    return None if theirs is None else round(now - theirs, 3)


def _too_large(largest: int) -> _UnreadableError:
    return _UnreadableError(Problem.TOO_LARGE, f"the body is larger than {largest} bytes")


def _gunzip(packed: bytearray, largest: int) -> bytearray:
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        body = bytearray(inflater.decompress(packed, largest + 1))
    except zlib.error:
        raise _UnreadableError(Problem.PROTOCOL, "the body is not gzip") from None
    if len(body) > largest:
        raise _too_large(largest)
    if not inflater.eof:
        raise _UnreadableError(Problem.RESET, "the compressed body is not complete")
    return body
