"""A door between the worker and BPJS that can be shut on requests or on answers, connection by connection.

It makes the instants of a send that last microseconds last as long as a test wants.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_RESET = struct.pack("ii", 1, 0)


class Pintu:
    """Forwards TCP to *target*. ``masuk`` lets requests through while set, ``keluar`` answers."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.masuk, self.keluar = threading.Event(), threading.Event()
        self.masuk.set()
        self.keluar.set()
        self._ending = threading.Event()
        self._open: set[socket.socket] = set()
        self._held = 0
        self._news = threading.Condition()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def tertahan(self) -> int:
        """How many requests or answers have been held so far because their way was shut."""
        with self._news:
            return self._held

    def tunggu_tertahan(self, count: int = 1, timeout: float = 15.0) -> None:
        """Wait until so many pieces stand before a shut door."""
        with self._news:
            if not self._news.wait_for(lambda: self._held >= count, timeout):
                raise AssertionError(f"{self._held} of {count} came to the door within {timeout:g} s")

    def putuskan(self) -> None:
        """Reset every connection there is."""
        for link in list(self._open):
            with contextlib.suppress(OSError):
                link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                link.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._ending.is_set():
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        far: socket.socket | None = None
        try:
            far = socket.create_connection(self._target)
            self._open |= {near, far}
            for link in (near, far):
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while not self._ending.is_set():
                ready, _, _ = select.select([near, far], [], [], 0.2)
                for link in ready:
                    piece = link.recv(65536)
                    if not piece:
                        return
                    gate, other = (self.masuk, far) if link is near else (self.keluar, near)
                    if not gate.is_set():
                        with self._news:
                            self._held += 1
                            self._news.notify_all()
                        while not gate.wait(0.05):
                            if self._ending.is_set() or _gone(link):
                                return
                    other.sendall(piece)
        except OSError:
            pass
        finally:
            self._open -= {near} | ({far} if far else set())
            near.close()
            if far:
                far.close()

    def close(self) -> None:
        self._ending.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _gone(link: socket.socket) -> bool:
    """Whether the other end has hung up; what it may have sent stays unread."""
    ready, _, _ = select.select([link], [], [], 0)
    if not ready:
        return False
    try:
        return link.recv(1, socket.MSG_PEEK) == b""
    except OSError:
        return True
