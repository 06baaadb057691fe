"""A BPJS client whose wire hands back one canned reply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shared.domain.answers import Answer, Layanan, Request, Sent
from worker.clients import crypto
from worker.clients.bpjs import BpjsClient, BpjsCredentials
from worker.clients.http import Reply, Wire

NOW = 1761955200.9
TIMESTAMP = "1761955200"
OWN = BpjsCredentials("98765", "SIMSECRET0", "kunci-layanan", "klinik.uji", "Rahasia#1:!", "095")
NO_URUT = '{"field":"noUrut","message":"A1"}'


class Canned(Wire):
    """A wire that hands replies back in turn, the last one for good, and keeps what it was asked to send."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, str, Mapping[str, str], bytes]] = []

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        self.asked.append((method, url, headers, body))
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


def client(wire: Wire, layanan: Layanan = Layanan.PCARE, **settings: Any) -> BpjsClient:
    credentials = settings.pop("credentials", OWN)
    return BpjsClient(
        layanan, "https://bpjs.invalid/pcare-rest/", credentials, wire, clock=lambda: NOW, **settings
    )


def read(
    body: bytes | str, status: int = 200, *, content_type: str = "application/json", **settings: Any
) -> Answer:
    raw = body if isinstance(body, bytes) else body.encode()
    wire = Canned(Reply(Sent.YES, status, {"content-type": content_type}, raw))
    layanan = settings.pop("layanan", Layanan.PCARE)
    request = Request(layanan, settings.pop("method", "GET"), "peserta/0000000000017")
    return client(wire, layanan, **settings).send(request)


def sealed(plaintext: str) -> str:
    return crypto.encrypt(plaintext, OWN.cons_id, OWN.secret_key, TIMESTAMP)


def enveloped(response: Any, code: Any = 200, message: Any = "OK") -> str:
    return json.dumps({"metaData": {"message": message, "code": code}, "response": response})
