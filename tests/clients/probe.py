"""One exchange with a peer, and what came of it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing

from shared.domain.answers import Problem, Sent
from tests.clients.peer import Peer
from worker.clients.http import Reply, Wire

OUTCOME = tuple[Sent, int | None, Problem | None]


def exchange(
    serve: Callable[[Peer, socket.socket], None], *, body: bytes = b"{}", deadline: float = 5.0
) -> Reply:
    with Peer(serve) as peer, closing(Wire(deadline=deadline)) as wire:
        return wire.send("POST", peer.url + "/pendaftaran", headers={}, body=body)


def outcome(reply: Reply) -> OUTCOME:
    return reply.sent, reply.status, reply.problem
