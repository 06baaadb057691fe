"""KFA as the simulator plays it: GET products/all and GET products under /kfa-v2."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import Response

from worker.sandbox.envelope import Reply, Style, dump
from worker.sandbox.kfa_katalog import Katalog
from worker.sandbox.satusehat.outcome import altered, render
from worker.sandbox.satusehat.routes import bearer
from worker.sandbox.service import Call, Operation, Service
from worker.sandbox.world import World

_KINDS: Final = {"farmasi": "farmasi", "alkes": "alkes"}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LARGEST_PAGE: Final = 1_000_000


def katalog(world: World) -> Katalog:
    """Return the catalogue, inventing it when it is asked for the first time."""
    s = world.switches
    key = (s.kfa_farmasi, s.kfa_alkes, s.benih)
    if world.kfa is None or world.kfa[0] != key:
        world.kfa = (key, Katalog(*key))
    found = world.kfa[1]
    assert isinstance(found, Katalog)  # noqa: S101 - nothing else is kept there
    return found


def _missing(*names: str, kind: str = "value_error.missing", msg: str = "field required") -> Reply:
    detail = [{"loc": ["query", name], "msg": msg, "type": kind} for name in names]
    return Reply(422, None, {"detail": detail}, http=422)


def _list(world: World, call: Call) -> Reply:
    query, switches = call.query, world.switches
    absent = [name for name in ("page", "size", "product_type") if not query.get(name)]
    if absent:
        return _missing(*absent)
    for name in ("page", "size"):
        if not query[name].isdigit():
            return _missing(name, kind="type_error.integer", msg="value is not a valid integer")
    page, size = min(int(query["page"]), _LARGEST_PAGE), int(query["size"])
    if page < 1 or not 1 <= size <= switches.kfa_size_maks:
        name = "page" if page < 1 else "size"
        msg = f"ensure this value is less than or equal to {switches.kfa_size_maks}"
        return _missing(name, kind="value_error.number.not_le", msg=msg)
    kind = _KINDS.get(query["product_type"])
    if kind is None:
        return _missing("product_type", kind="type_error.enum", msg="value is not a valid enumeration member")
    since = query.get("from_date", "")
    if since and not _DAY.fullmatch(since):
        return _missing("from_date", kind="value_error.date", msg="invalid date format")
    total, rows = katalog(world).page(
        kind, page, size, sejak=since, kata=query.get("keyword", ""), template=query.get("template_code", "")
    )
    items: object = {"data": rows} if switches.kfa_items == "objek" else rows
    # As text: the journal keeps what was answered, and a whole catalogue of dictionaries is large.
    return Reply(200, None, text=dump({"total": total, "page": page, "size": size, "items": items}))


def _one(world: World, call: Call) -> Reply:
    query = call.query
    absent = [name for name in ("identifier", "code") if not query.get(name)]
    if absent:
        return _missing(*absent)
    code, kind = query["code"], query["identifier"]
    found: dict[str, Any] | None = None
    if kind == "kfa":
        found = katalog(world).find(code)
    elif kind == "nie":
        found = katalog(world).by_nie(code)
    name = kind if found is not None else "-"
    return Reply(200, None, {"search_code": code, "search_identifier": name, "result": found})


def _render(world: World, headers: Headers, reply: Reply, style: Style) -> Response:
    if reply.text is not None:
        return Response(reply.text, reply.http or reply.code, media_type="application/json")
    return render(world, headers, reply, style)


def _read(_world: World, _headers: Headers, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _no_path(_world: World, _path: str) -> Reply:
    return Reply(404, None, {"detail": "Not Found"}, http=404)


SERVICE: Final = Service(
    name="kfa",
    bases=("/kfa-v2",),
    operations=(
        Operation("kfa.daftar", "GET", "/products/all", _list),
        Operation("kfa.produk", "GET", "/products", _one),
    ),
    guard=bearer,
    read=_read,
    render=_render,
    unknown=_no_path,
    altered=altered,
)
