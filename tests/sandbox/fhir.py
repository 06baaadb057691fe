"""A small FHIR client of the simulator: nothing of the product is trusted here."""

from __future__ import annotations

from typing import Any

import httpx

from tests.sandbox import fhir_bodies as bodies
from tests.sandbox.client import Client

CLIENT_ID, SECRET = "simKlienSatuSehat", "SIMRAHASIA1"


class Fhir:
    """Speaks to one running simulator as a clinic that sends to SatuSehat."""

    def __init__(self, sandbox: Client) -> None:
        self.sandbox = sandbox
        self.http = sandbox.http
        self.bearer = self.token().json()["access_token"]

    def token(self, client_id: str = CLIENT_ID, secret: str = SECRET, **changes: Any) -> httpx.Response:
        request: dict[str, Any] = {
            "params": {"grant_type": "client_credentials"},
            "data": {"client_id": client_id, "client_secret": secret},
        } | changes
        return self.http.post("/oauth2/v1/accesstoken", **request)

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.bearer}"} | more.pop("headers", {})
        url = f"/fhir-r4/v1/{path}" if path else "/fhir-r4/v1"
        return self.http.request(method, url, json=body, headers=headers, **more)

    def get(self, path: str, **params: str) -> httpx.Response:
        return self.send("GET", path, params=params or None)

    def made(self, body: dict[str, Any]) -> str:
        """Create a resource that must be taken; returns it as a reference."""
        answer = self.send("POST", body["resourceType"], body)
        assert answer.status_code == 201, answer.text
        return f"{body['resourceType']}/{answer.json()['id']}"

    def refused(self, body: dict[str, Any], method: str = "POST", path: str = "") -> list[dict[str, Any]]:
        """Send a resource that must be refused with 400; returns the issues."""
        answer = self.send(method, path or body["resourceType"], body)
        assert answer.status_code == 400, answer.text
        assert answer.json()["resourceType"] == "OperationOutcome"
        issues: list[dict[str, Any]] = answer.json()["issue"]
        return issues

    def texts(self, body: dict[str, Any], **more: Any) -> list[str]:
        return [issue["details"]["text"] for issue in self.refused(body, **more)]

    def place(self) -> str:
        """A room of a unit of the clinic."""
        return self.made(bodies.location(self.made(bodies.organization())))

    def visit(self, **changes: Any) -> str:
        return self.made(bodies.encounter(self.place(), **changes))

    def books(self) -> Any:
        return self.sandbox.books()["fhir"]
