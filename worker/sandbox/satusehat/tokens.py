"""The token server: who may ask, which tokens live, and the penalty after a bad request."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_APPLICATION: Final = "00000000-0000-4000-8000-00000000a001"


@dataclass(frozen=True, slots=True)
class Client:
    """One client of SatuSehat: its secret and the one Organization it is bound to."""

    client_id: str
    client_secret: str
    organization_id: str


class Tokens:
    """The clients, their tokens and their penalties. Times are those of the monotonic clock."""

    def __init__(self, client: Client) -> None:
        self.counts: Counter[str] = Counter()
        self._clients = {client.client_id: client}
        self._issued: dict[str, tuple[Client, float]] = {}
        self._penalties: dict[str, float] = {}

    def tell(self, row: Mapping[str, object]) -> None:
        """Add a client from `{client_id, client_secret, organization_id}`; ValueError in Indonesian."""
        values = [row.get(name) for name in ("client_id", "client_secret", "organization_id")]
        if len(row) != len(values) or not all(isinstance(value, str) and value for value in values):
            raise ValueError("klien: client_id, client_secret, organization_id wajib diisi teks")
        client = Client(*(str(value) for value in values))
        self._clients[client.client_id] = client

    def ask(self, client_id: str, client_secret: str, life: int, penalty: int) -> dict[str, object] | None:
        """Give a token that lives ``life`` seconds, in Apigee's words; ``None`` is a refusal.

        A refusal bars the client for ``penalty`` seconds, right or wrong.
        """
        now = time.monotonic()
        if self._penalties.get(client_id, 0.0) > now:
            self.counts["saat_hukuman"] += 1
            return None
        client = self._clients.get(client_id)
        if client is None or not secrets.compare_digest(
            client.client_secret.encode(), client_secret.encode()
        ):
            self.counts["ditolak"] += 1
            self._penalties[client_id] = now + penalty
            return None
        self.counts["diberikan"] += 1
        token = secrets.token_urlsafe(21)
        self._issued[token] = (client, now + life)
        return {
            "refresh_token_expires_in": "0",
            "api_product_list": "[api-sandbox]",
            "api_product_list_json": ["api-sandbox"],
            "organization_name": "ihs-prod-1",
            "developer.email": "dev@klinik.example",
            "token_type": "BearerToken",
            "issued_at": str(time.time_ns() // 1_000_000),
            "client_id": client_id,
            "access_token": token,
            "application_name": _APPLICATION,
            "scope": "",
            "expires_in": str(life),
            "refresh_count": "0",
            "status": "approved",
        }

    def holder(self, authorization: str) -> Client | None:
        """Return the client of a live `Bearer` token."""
        scheme, _, token = authorization.partition(" ")
        client, until = self._issued.get(token, (None, 0.0))
        if scheme.lower() == "bearer" and client is not None and until > time.monotonic():
            return client
        self.counts["401"] += 1
        return None

    def revoke(self) -> None:
        """End all tokens and all penalties."""
        self._issued.clear()
        self._penalties.clear()
