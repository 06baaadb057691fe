"""`/_sandbox`: the door through which tests order faults and read the books. Not part of BPJS."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from worker.sandbox import kfa
from worker.sandbox.world import World

Answer = Callable[[World, Any, Request], object]

_RESETS: Final[Mapping[str, Callable[[World], None]]] = {
    "buku": World.clear_books,
    "gangguan": World.clear_faults,
    "peserta": World.forget_people,
    "master": World.forget_master,
    "sakelar": World.reset_switches,
    "token": World.forget_tokens,
}
_RESET_BY_DEFAULT: Final = {"buku": True, "gangguan": True}


def preload(world: World, data: object) -> None:
    """Fill a world from `{peserta, dokter, poli, identitas, klien, kfa, gangguan, sakelar}`.

    Each is as its POST takes it. Raises ValueError with an Indonesian sentence.
    """
    for name, value in _object(data).items():
        if name not in _LOADERS:
            raise ValueError(f"{name} tidak dikenal, yang ada: {', '.join(_LOADERS)}")
        _LOADERS[name](world, value)


def routes(world: World) -> list[BaseRoute]:
    """Return the control routes, relative to `/_sandbox`."""

    def route(path: str, **answers: Answer) -> Route:
        return Route(path, _endpoint(world, answers), methods=list(answers))

    return [
        route("/sehat", GET=lambda _world, _data, _request: {"ok": True}),
        route("/buku", GET=_books),
        route("/permintaan", GET=_requests),
        route("/gangguan", GET=_faults, POST=_order, DELETE=_lift),
        route("/gangguan/{id}", DELETE=_lift),
        route("/sakelar", GET=_switches, POST=_switch),
        route("/peserta", POST=_loader("peserta")),
        route("/dokter", GET=_doctors, POST=_loader("dokter")),
        route("/poli", POST=_loader("poli")),
        route("/identitas", POST=_loader("identitas")),
        route("/kfa", POST=_loader("kfa")),
        route("/klien", POST=_loader("klien")),
        route("/token", DELETE=_revoke),
        route("/reset", POST=_reset),
    ]


def _endpoint(world: World, answers: Mapping[str, Answer]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            raw = await request.body()
            data = json.loads(raw) if raw.strip() else {}
            method = "GET" if request.method == "HEAD" else request.method
            return JSONResponse(answers[method](world, data, request))
        except ValueError as problem:
            return JSONResponse({"kesalahan": _sentence(problem)}, 400)

    return endpoint


def _sentence(problem: ValueError) -> str:
    return "isi permintaan bukan JSON" if isinstance(problem, json.JSONDecodeError) else str(problem)


def _books(world: World, _data: object, request: Request) -> object:
    brief = request.query_params.get("ringkas") == "1"
    books = {"fhir": world.satusehat.page(brief), "panggilan": dict(world.journal.calls)}
    return world.ledger.page(brief) | books


def _requests(world: World, _data: object, request: Request) -> object:
    since = request.query_params.get("sejak", "0")
    if not since.isdigit():
        raise ValueError("sejak harus nomor urut permintaan")
    return world.journal.since(int(since))


def _faults(world: World, _data: object, _request: Request) -> object:
    return world.faults.rows()


def _order(world: World, data: object, _request: Request) -> object:
    if isinstance(data, list):
        return [asdict(fault) for fault in _orders(world, data)]
    return {"id": world.faults.order(_object(data), world.operations).id}


def _lift(world: World, _data: object, request: Request) -> object:
    fault_id = request.path_params.get("id")
    if fault_id is None:
        world.faults.clear()
    elif not world.faults.lift(fault_id):
        raise ValueError(f"gangguan {fault_id} tidak ada")
    return {"ok": True}


def _switches(world: World, _data: object, _request: Request) -> object:
    return world.switches.as_dict()


def _switch(world: World, data: object, _request: Request) -> object:
    world.set_switches(_object(data))
    return world.switches.as_dict()


def _doctors(world: World, _data: object, _request: Request) -> object:
    return [asdict(doctor) for doctor in world.clinic.everyone()]


def _reset(world: World, data: object, _request: Request) -> object:
    wanted = _object(data) or _RESET_BY_DEFAULT
    for name in wanted:
        if name not in _RESETS:
            raise ValueError(f"reset {name} tidak dikenal, yang ada: {', '.join(_RESETS)}")
    for name, clear in _RESETS.items():
        if wanted.get(name) is True:
            clear(world)
    return {"ok": True}


def _revoke(world: World, _data: object, _request: Request) -> object:
    world.satusehat.tokens.revoke()
    return {"ok": True}


def _loader(name: str) -> Answer:
    def load(world: World, data: object, _request: Request) -> object:
        return {"ok": True, "jumlah": _LOADERS[name](world, data)}

    return load


def _orders(world: World, data: object) -> list[Any]:
    return [world.faults.order(row, world.operations) for row in _objects(data)]


def _each(tell: Callable[[World], Callable[[Mapping[str, object]], None]]) -> Callable[[World, object], int]:
    def load(world: World, data: object) -> int:
        rows = _objects(data)
        for row in rows:
            tell(world)(row)
        return len(rows)

    return load


def _load_switches(world: World, data: object) -> int:
    world.set_switches(_object(data))
    return 1


_LOADERS: Final[Mapping[str, Callable[[World, object], int]]] = {
    "sakelar": _load_switches,
    "peserta": _each(lambda world: world.people.tell),
    "poli": _each(lambda world: world.clinic.tell_poli),
    "dokter": _each(lambda world: world.clinic.tell_doctor),
    "kfa": _each(lambda world: kfa.katalog(world).tell),
    "identitas": _each(lambda world: world.satusehat.identities.tell),
    "klien": _each(lambda world: world.satusehat.tell_client),
    "gangguan": lambda world, data: len(_orders(world, data)),
}


def _object(data: object) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ValueError("isi permintaan harus objek JSON")
    return data


def _objects(data: object) -> list[dict[str, Any]]:
    return [_object(row) for row in data] if isinstance(data, list) else [_object(data)]
