"""The way of one request: credentials, faults, operation, envelope."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from worker.sandbox import breakage
from worker.sandbox.envelope import Reply, Style
from worker.sandbox.faults import BREAKING, Draw, Fault
from worker.sandbox.journal import Entry
from worker.sandbox.service import Call, Operation, Service
from worker.sandbox.world import World

# Sealing a long list takes a fifth of a second: not on the event loop then.
_LONG_LIST = 50

# What the operation would have said is never known when a fault keeps the request from it.
_UNHEARD = Reply(504, "REQUEST_TIMEOUT", bare=True)


class Endpoint:
    """The ASGI application behind one path of a service."""

    def __init__(self, world: World, service: Service, operations: Mapping[str, Operation]) -> None:
        self._world = world
        self._service = service
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or lose the answer on purpose."""
        request = Request(scope, receive)
        operation = self._operations.get(request.method)
        if operation is None:
            await Unknown(self._world, self._service)(scope, receive, send)
            return
        name = operation.name
        entry = self._world.journal.open(self._service.name, name, request.method, request.url.path)
        early = self._draw(name, request.path_params.get("no_kartu"), entry, at_headers=True)
        if early.fault is not None:
            await breakage.reset(scope, receive)
            return
        entry.isi = (await request.body()).decode("utf-8", "replace")
        refusal = self._service.guard(self._world, request.headers)
        if refusal is not None:
            response = await self._render(refusal, Style(), request.headers, entry)
            await response(scope, receive, send)
            return
        call = self._call(operation, request, entry.isi)
        no_kartu = call.no_kartu if isinstance(call, Call) else None
        draw = self._draw(name, no_kartu, entry, at_headers=False)
        if draw.before:
            await asyncio.sleep(draw.before)
        fault = draw.fault
        if fault is not None and not fault.tertulis:
            reply = _UNHEARD
        elif isinstance(call, Reply):
            reply = call
        else:
            reply = await self._perform(operation, call)
        if draw.after:
            await asyncio.sleep(draw.after)
        if fault is None or fault.jenis not in BREAKING:
            response = await self._respond(reply, fault, request.headers, entry)
            await response(scope, receive, send)
            return
        answer = breakage.gateway_page(504)
        if fault.tertulis:
            answer = await self._render(reply, self._style(reply, None), request.headers, entry)
        entry.http = None
        entry.http = await breakage.break_off(fault, answer, scope, receive, send)

    def _draw(self, name: str, no_kartu: str | None, entry: Entry, *, at_headers: bool) -> Draw:
        draw = self._world.faults.draw(self._service.name, name, no_kartu, at_headers=at_headers)
        entry.gangguan += draw.ids
        return draw

    def _call(self, operation: Operation, request: Request, text: str) -> Call | Reply:
        root = request.scope.get("root_path", "") if operation.path else request.url.path
        base = f"{request.url.scheme}://{request.url.netloc}{root}"
        body: object = {}
        if request.method not in ("GET", "DELETE"):
            body = self._service.read(self._world, request.headers, text)
        if isinstance(body, Reply):
            return body
        return Call(request.path_params, body, request.query_params, request.headers, base)

    async def _perform(self, operation: Operation, call: Call) -> Reply:
        reply = operation.handler(self._world, call)
        return reply if isinstance(reply, Reply) else await reply

    async def _respond(self, reply: Reply, fault: Fault | None, headers: Headers, entry: Entry) -> Response:
        said = self._service.altered(fault, reply) if fault is not None else reply
        if isinstance(said, Reply):
            return await self._render(said, self._style(said, fault), headers, entry)
        entry.http, entry.jawaban = said.status_code, bytes(said.body).decode()
        return said

    def _style(self, reply: Reply, fault: Fault | None) -> Style:
        world, kind = self._world, fault.jenis if fault else ""
        as_text = world.switches.kode_jenis == "string" or kind == "kode_string"
        if world.switches.kode_jenis == "campur":
            as_text = world.faults.random.random() < 0.5
        plain = kind == "plain"
        if reply.sealed:
            world.sealed += 1
            every = world.switches.plain_satu_dari_n
            plain = plain or (every > 0 and world.sealed % every == 0)
        return Style(plain, as_text, other_key=kind == "amplop_lain")

    async def _render(self, reply: Reply, style: Style, headers: Headers, entry: Entry) -> Response:
        entry.kode, entry.jawaban = reply.code, reply.document()
        data = reply.response
        rows = data.get("list") if isinstance(data, dict) else None
        if isinstance(rows, list) and len(rows) > _LONG_LIST:
            response = await run_in_threadpool(self._service.render, self._world, headers, reply, style)
        else:
            response = self._service.render(self._world, headers, reply, style)
        entry.http = response.status_code
        return response


class Unknown:
    """The ASGI application behind every path of a service that no operation has."""

    def __init__(self, world: World, service: Service) -> None:
        self._world = world
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say no in the service's own way."""
        request = Request(scope, receive)
        path = request.url.path
        entry = self._world.journal.open(self._service.name, "tak_dikenal", request.method, path)
        entry.isi = (await request.body()).decode("utf-8", "replace")
        said = self._service.guard(self._world, request.headers)
        answer = said or self._service.unknown(self._world, scope["path"].removeprefix(scope["root_path"]))
        if isinstance(answer, Reply):
            entry.kode, entry.jawaban = answer.code, answer.document()
            answer = self._service.render(self._world, request.headers, answer, Style())
        entry.http = answer.status_code
        await answer(scope, receive, send)
