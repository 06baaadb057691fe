"""The ASGI application: every service under its bases, and the control door beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route, Router

from worker.sandbox import antrean, control, kfa, pcare
from worker.sandbox.endpoint import Endpoint, Unknown
from worker.sandbox.satusehat import routes as satusehat
from worker.sandbox.service import Operation, Service
from worker.sandbox.world import World

SERVICES: Final = (pcare.SERVICE, antrean.SERVICE, satusehat.TOKENS, satusehat.FHIR, kfa.SERVICE)


def create(world: World, services: Iterable[Service] = SERVICES) -> Starlette:
    """Build the simulator around a world."""
    mounts: list[BaseRoute] = [Mount("/_sandbox", routes=control.routes(world))]
    for service in services:
        world.operations.update(operation.name for operation in service.operations)
        router = _router(world, service)
        roots = {each.method: each for each in service.operations if not each.path}
        for base in service.bases:
            if roots:
                mounts.append(Route(base, Endpoint(world, service, roots)))
            mounts.append(Mount(base, app=router))
    app = Starlette(routes=mounts)
    app.router.redirect_slashes = False
    return app


def _router(world: World, service: Service) -> Router:
    paths: dict[str, dict[str, Operation]] = {}
    for operation in (each for each in service.operations if each.path):
        paths.setdefault(operation.path, {})[operation.method] = operation
    # An endpoint that is an ASGI application itself gets every method and says no in the
    # service's own words.
    routes = [Route(path, Endpoint(world, service, methods)) for path, methods in paths.items()]
    return Router(routes, redirect_slashes=False, default=Unknown(world, service))
