"""What a route module hands to the application: its operations and how its service talks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response

from worker.sandbox import breakage, envelope
from worker.sandbox.envelope import Reply, Style
from worker.sandbox.faults import Fault
from worker.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request as an operation sees it: path parameters, query and what the service read in the body.

    ``base`` is the address the service was called at, without its own paths.
    """

    params: Mapping[str, str]
    body: Any = field(default_factory=dict)
    query: QueryParams = field(default_factory=QueryParams)
    headers: Headers = field(default_factory=Headers)
    base: str = ""

    @property
    def no_kartu(self) -> str | None:
        """The participant the request is about, or the first business identifier of a FHIR resource."""
        body = self.body if isinstance(self.body, dict) else {}
        card = self.params.get("no_kartu") or body.get("noKartu") or body.get("nomorkartu")
        if card is None:
            given = body.get("identifier")
            first = given[0] if isinstance(given, list) and given else given
            card = first.get("value") if isinstance(first, dict) else None
        return card if isinstance(card, str) else None


def nothing(world: World) -> Reply:
    """Answer a PCare read that finds nothing: 204 without a body, or 200 with `response` null."""
    return envelope.no_content() if world.switches.tidak_ditemukan == "204" else Reply(200, "OK")


Handler = Callable[[World, Call], Reply | Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. ``name`` is what faults and counters call it."""

    name: str
    method: str
    path: str
    handler: Handler


@dataclass(frozen=True, slots=True)
class Service:
    """One outside service.

    ``guard`` refuses requests with wrong credentials, ``read`` turns a body into plain data or
    into the refusal of it, ``render`` makes the HTTP answer, ``unknown`` answers paths that no
    operation has. ``altered`` is what is sent in place of an answer under a fault that leaves the
    connection whole. An operation whose path is empty answers at the base itself.
    """

    name: str
    bases: tuple[str, ...]
    operations: tuple[Operation, ...]
    guard: Callable[[World, Headers], Reply | None]
    read: Callable[[World, Headers, str], Any]
    render: Callable[[World, Headers, Reply, Style], Response]
    unknown: Callable[[World, str], Reply | Response]
    altered: Callable[[Fault, Reply], Reply | Response] = breakage.altered
