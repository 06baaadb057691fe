"""Answers that are not what the service meant to say, down to a connection torn apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from worker.sandbox import texts
from worker.sandbox.envelope import Reply
from worker.sandbox.faults import Fault

RESET_EXTENSION: Final = "deka.reset"
"""ASGI extension with a function that resets the TCP connection of a request."""

_LONG_SECONDS: Final = 60.0
_DRIP_SECONDS: Final = 1.0

_GATEWAY_TITLES: Final = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Time-out"}
_GATEWAY_PAGE: Final = (
    "<html>\r\n<head><title>{code} {title}</title></head>\r\n<body>\r\n"
    "<center><h1>{code} {title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)
_IIS_PAGE: Final = (
    '<!DOCTYPE html>\r\n<html>\r\n<head>\r\n<title>{title}</title>\r\n<meta name="viewport" '
    'content="width=device-width" />\r\n</head>\r\n<body bgcolor="white">\r\n<span><h1>Server Error in '
    "'/' Application.<hr width=100% size=1 color=silver></h1>\r\n<h2><i>{title}</i></h2></span>\r\n"
    "</body>\r\n</html>\r\n"
)


def gateway_page(code: int) -> Response:
    """Return the HTML page of a gateway in front of the service: 502, 503 or 504."""
    page = _GATEWAY_PAGE.format(code=code, title=_GATEWAY_TITLES[code])
    return HTMLResponse(page, code)


def runtime_error() -> Response:
    """Return the IIS page of a crashed application."""
    return HTMLResponse(_IIS_PAGE.format(title="Runtime Error"), 500)


def request_error() -> Response:
    """Return the page of a path the service cannot parse."""
    return HTMLResponse(_IIS_PAGE.format(title="Request Error"), 400)


_PLAIN: Final = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}


def plain_page(code: int) -> Response:
    """Return the plain text of a gateway in front of the service: 500, 502 or 504."""
    return PlainTextResponse(_PLAIN[code], code)


def plain_in_turn(fault: Fault) -> Response:
    """Return one such text, another one each time the fault strikes."""
    return plain_page((*_PLAIN,)[fault.kena % len(_PLAIN)])


def too_many(fault: Fault) -> Response:
    """Return a 429 that says how long to wait."""
    return Response(status_code=429, headers={"Retry-After": f"{fault.detik:.0f}"})


_SHOWN: Final[Mapping[str, Callable[[], Response]]] = {
    "502_html": lambda: gateway_page(502),
    "503_html": lambda: gateway_page(503),
    "504_html": lambda: gateway_page(504),
    "500_teks": lambda: plain_page(500),
    "502_teks": lambda: plain_page(502),
    "504_teks": lambda: plain_page(504),
    "html_500": runtime_error,
    "kosong_200": lambda: Response(status_code=200),
    "kosong_502": lambda: Response(status_code=502),
    "kosong_504": lambda: Response(status_code=504),
}


def altered(fault: Fault, reply: Reply) -> Reply | Response:
    """Return what is sent instead of ``reply`` under a fault that leaves the connection whole."""
    match fault.jenis:
        case "sandi_kedaluwarsa":
            return Reply(401, fault.pesan or texts.PASSWORD_EXPIRED)
        case "kode":
            return _coded(fault)
        case "html_500":
            return runtime_error()
        case "kosong":
            return Response(status_code=fault.http or 200)
        case "bukan_json":
            return PlainTextResponse(fault.pesan or "OK", fault.http or 200)
        case "teks_5xx":
            return plain_in_turn(fault)
        case "batas_laju":
            return too_many(fault)
        case "201_null":
            return _nameless(fault, reply)
        case _:
            return reply


def _coded(fault: Fault) -> Reply:
    if fault.tempat == "meta":
        return Reply(fault.kode, fault.pesan, http=fault.http)
    items = [{"field": fault.field, "message": fault.pesan}]
    said: object = items if fault.tempat == "daftar" else fault.pesan
    return Reply(fault.kode, "PRECONDITION_FAILED", said, http=fault.http)


def _nameless(fault: Fault, reply: Reply) -> Reply:
    if not fault.tertulis:
        return Reply(201, "CREATED", {"field": fault.field, "message": None}, sealed=True)
    if reply.code != 201 or not reply.sealed:
        return reply
    made = reply.response
    field = made[0]["field"] if isinstance(made, list) else made["field"] if isinstance(made, dict) else None
    item = {"field": field, "message": None}
    return Reply(201, reply.message, [item] if isinstance(made, list) else item, sealed=True)


async def break_off(fault: Fault, answer: Response, scope: Scope, receive: Receive, send: Send) -> int | None:
    """Lose an answer the way the fault says; returns the HTTP status that was sent, if any.

    ``answer`` is what the client would have got. When the request was refused beforehand it stands
    for what a gateway says after its own time limit.
    """
    way = fault.cara
    if way in ("reset", "reset_awal"):
        await reset(scope, receive)
        return None
    if way == "reset_tengah":
        await _send_some(answer, len(answer.body) // 2, send)
        await reset(scope, receive)
        return None
    if way == "tetes":
        return await _drip(answer, fault.detik or _DRIP_SECONDS, receive, send)
    if way == "tunda_lama":
        if await _hung_up(receive, fault.detik or _LONG_SECONDS):
            return None
        shown = answer
    else:
        shown = _SHOWN[way]()
    await shown(scope, receive, send)
    return shown.status_code


async def reset(scope: Scope, receive: Receive) -> None:
    """Reset the TCP connection of a request and wait until it is gone.

    Raises RuntimeError when the server does not offer the extension for it.
    """
    tear: Callable[[], None] | None = scope.get("extensions", {}).get(RESET_EXTENSION)
    if tear is None:
        raise RuntimeError("this server cannot reset connections")
    tear()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_some(answer: Response, count: int, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers})
    await send({"type": "http.response.body", "body": bytes(answer.body[:count]), "more_body": True})


async def _drip(answer: Response, pause: float, receive: Receive, send: Send) -> int | None:
    await _send_some(answer, 0, send)
    for byte in bytes(answer.body):
        if await _hung_up(receive, pause):
            return None
        await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
    return answer.status_code


async def _hung_up(receive: Receive, seconds: float) -> bool:
    """Wait, but no longer than the client does; whether it hung up."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True
