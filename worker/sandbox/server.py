"""A uvicorn server that can tear a connection apart, stops at once and can live in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from worker.sandbox.breakage import RESET_EXTENSION

_BACKLOG: Final = 2048
_KEEP_ALIVE_SECONDS: Final = 30
# Linger on, for zero seconds: close() then sends RST and drops what is not yet sent.
_LINGER_NOT: Final = struct.pack("ii", 1, 0)


class ResettableProtocol(H11Protocol):
    """HTTP/1.1 whose requests carry an ASGI extension that resets their TCP connection."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        inner: ASGIApp = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[RESET_EXTENSION] = self.reset
            await inner(scope, receive, send)

        self.app = app

    def reset(self) -> None:
        """End the connection with a TCP reset instead of an orderly close."""
        connection = self.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self.transport.abort()


class Server(uvicorn.Server):
    """Serves an application on a bound socket and calls ``on_ready`` once it accepts connections."""

    def __init__(self, app: ASGIApp, listener: socket.socket, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=ResettableProtocol,
                ws="none",
                lifespan="off",
                loop="asyncio",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=0,
            )
        )
        self._listener = listener
        self._on_ready = on_ready

    def stop(self) -> None:
        """Ask the server to end, from any thread or signal handler."""
        self.should_exit = True

    async def run_until_stopped(self) -> None:
        """Serve until :meth:`stop`; requests in progress are dropped."""
        await self._serve([self._listener])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End at once. Dropping a delayed answer here is what was asked for, not worth a traceback."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """Bind a TCP socket; port 0 takes a free one. Raises OSError when the address is not to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only where the protocol is spelled out, which `socket.create_server`
    # does not do; without it every answer waits 40 ms for the client's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """Return the base URL of a bound socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def running(app: ASGIApp, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Run a server in a thread for the time of a `with` block; gives its base URL."""
    ready = threading.Event()
    listener = listen(host, port)
    server = Server(app, listener, ready.set)
    thread = threading.Thread(target=asyncio.run, args=(server.run_until_stopped(),), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield address(listener)
    finally:
        server.stop()
        thread.join()
