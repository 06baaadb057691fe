"""What a route module hands to the application: its operations and how its service talks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response

from worker.sandbox import envelope
from worker.sandbox.envelope import Reply, Style
from worker.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Call:
    """One request as an operation sees it: path parameters and the JSON object of the body."""

    params: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def no_kartu(self) -> str | None:
        """The participant the request is about, where it names one."""
        card = self.params.get("no_kartu") or self.body.get("noKartu") or self.body.get("nomorkartu")
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

    ``guard`` refuses requests with wrong credentials, ``read`` turns a body into a JSON object or
    into the refusal of it, ``render`` makes the HTTP answer, ``unknown`` answers paths that no
    operation has.
    """

    name: str
    bases: tuple[str, ...]
    operations: tuple[Operation, ...]
    guard: Callable[[World, Headers], Reply | None]
    read: Callable[[World, Headers, str], dict[str, Any] | Reply]
    render: Callable[[World, Headers, Reply, Style], Response]
    unknown: Callable[[World, str], Reply | Response]
