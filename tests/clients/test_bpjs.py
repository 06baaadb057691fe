"""The BPJS client: what it sends, and what it passes on."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import pytest

from shared.domain.answers import FieldMessage, Layanan, Problem, Request, Sent
from tests.clients.canned import NO_URUT, NOW, OWN, TIMESTAMP, Canned, client, enveloped, sealed
from tests.clients.peer import Peer, answering, response
from worker.clients import crypto
from worker.clients.bpjs import BpjsClient, BpjsCredentials, created
from worker.clients.http import Reply, Wire

# What is sent.


def asked(
    method: str, layanan: Layanan, body: str = "", **settings: Any
) -> tuple[str, str, Mapping[str, str], bytes]:
    wire = Canned(Reply(Sent.YES, 204))
    client(wire, layanan, **settings).send(Request(layanan, method, "/a/b", body))
    return wire.asked[0]


def test_a_pcare_registration() -> None:
    method, url, headers, body = asked("POST", Layanan.PCARE, '{"keluhan":"demam 38 \u00b0C"}')
    assert (method, url) == ("POST", "https://bpjs.invalid/pcare-rest/a/b")
    assert body == '{"keluhan":"demam 38 \u00b0C"}'.encode()
    assert headers == {
        "X-cons-id": "98765",
        "X-timestamp": TIMESTAMP,
        "X-signature": "Tt5EVX213WafDi84iJzeLEqdD2CMeCc2zWMexZs0nXU=",
        "X-authorization": "Basic " + base64.b64encode(b"klinik.uji:Rahasia#1:!:095").decode(),
        "user_key": "kunci-layanan",
        "Content-Type": "text/plain",
        "Accept": "application/json",
    }


@pytest.mark.parametrize(
    ("method", "layanan", "body", "settings", "content_type"),
    [
        ("GET", Layanan.PCARE, "", {}, "application/json; charset=utf-8"),
        ("DELETE", Layanan.PCARE, "", {}, "application/json; charset=utf-8"),
        ("PUT", Layanan.PCARE, "{}", {}, "text/plain"),
        ("POST", Layanan.PCARE, "{}", {"content_type_write": "application/json"}, "application/json"),
        ("POST", Layanan.ANTREAN, "{}", {}, "application/json"),
        ("GET", Layanan.ANTREAN, "", {}, "application/json"),
    ],
)
def test_content_type(
    method: str, layanan: Layanan, body: str, settings: dict[str, Any], content_type: str
) -> None:
    assert asked(method, layanan, body, **settings)[2]["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("layanan", "username", "authorize", "sent"),
    [
        (Layanan.PCARE, "u", None, True),
        (Layanan.PCARE, "", None, True),
        (Layanan.PCARE, "u", False, False),
        (Layanan.ANTREAN, "u", None, True),
        (Layanan.ANTREAN, "", None, False),
        (Layanan.ANTREAN, "u", False, False),
        (Layanan.ANTREAN, "", True, True),
    ],
)
def test_authorization_is_sent(layanan: Layanan, username: str, authorize: bool | None, sent: bool) -> None:
    credentials = BpjsCredentials("1", "s", "k", username, "p")
    headers = asked("GET", layanan, credentials=credentials, authorize=authorize)[2]
    assert ("X-authorization" in headers) is sent


def test_every_call_has_a_timestamp_of_its_own() -> None:
    wire = Canned(Reply(Sent.YES, 204))
    times = iter([1761955200.0, 1761955201.0])
    service = BpjsClient(Layanan.PCARE, "https://bpjs.invalid", OWN, wire, clock=times.__next__)
    for _ in range(2):
        service.send(Request(Layanan.PCARE, "GET", "poli"))
    first, second = (headers for _, _, headers, _ in wire.asked)
    assert (first["X-timestamp"], second["X-timestamp"]) == ("1761955200", "1761955201")
    assert first["X-signature"] != second["X-signature"]


STALE = '{"metaData":{"message":"Service Expired","code":401},"response":null}'


@pytest.mark.parametrize(
    ("body", "status", "drift", "calls"),
    [
        (STALE, 401, 0.4, 2),
        (STALE, 401, None, 2),
        ('{"metadata":{"code":"401","message":" service expired. "}}', 200, 0.4, 2),
        # The clock is known to be wrong: so it is a second later.
        (STALE, 401, -900.0, 1),
        ('{"metaData":{"message":"Password expired","code":401}}', 401, 0.4, 1),
        ("<html>Service Expired</html>", 401, 0.4, 1),
        ('{"metaData":{"message":"Service Expired","code":500}}', 500, 0.4, 1),
    ],
)
def test_a_stale_timestamp_is_made_anew_once(body: str, status: int, drift: float | None, calls: int) -> None:
    reply = Reply(Sent.YES, status, {}, body.encode(), drift=drift)
    wire = Canned(reply)
    times = iter([1761955200.0, 1761955201.0])
    service = BpjsClient(Layanan.PCARE, "https://bpjs.invalid", OWN, wire, clock=times.__next__)
    assert service.send(Request(Layanan.PCARE, "POST", "pendaftaran", "{}")).http == status
    stamps = [headers["X-timestamp"] for _, _, headers, _ in wire.asked]
    assert stamps == ["1761955200", "1761955201"][:calls]


def test_the_answer_to_the_fresh_timestamp_counts() -> None:
    """It is read with its own timestamp, which the answer was encrypted for."""
    fresh = crypto.encrypt(NO_URUT, OWN.cons_id, OWN.secret_key, "1761955201")
    wire = Canned(
        Reply(Sent.YES, 401, {}, STALE.encode()),
        Reply(Sent.YES, 201, {}, enveloped(fresh, 201, "CREATED").encode()),
    )
    times = iter([1761955200.0, 1761955201.0])
    service = BpjsClient(Layanan.PCARE, "https://bpjs.invalid", OWN, wire, clock=times.__next__)
    answer = service.send(Request(Layanan.PCARE, "POST", "pendaftaran", "{}"))
    assert (answer.http, answer.fields) == (201, (FieldMessage("noUrut", "A1"),))


def test_a_body_that_is_not_text_is_not_sent() -> None:
    wire = Canned(Reply(Sent.YES, 204))
    answer = client(wire).send(Request(Layanan.PCARE, "POST", "pendaftaran", '{"keluhan":"\ud83d"}'))
    assert (answer.sent, answer.problem, wire.asked) == (Sent.NO, Problem.PROTOCOL, [])


def test_credentials_do_not_show() -> None:
    shown = repr(OWN) + str(OWN)
    for secret in (OWN.secret_key, OWN.user_key, OWN.username, OWN.password):
        assert secret not in shown


# The wire below.


@pytest.mark.parametrize("status", [None, 200])
def test_a_broken_exchange_is_passed_on(status: int | None) -> None:
    reply = Reply(
        Sent.MAYBE,
        status,
        {"date": "x"},
        b'{"metaData":{"code":200,',
        Problem.RESET,
        "ReadError",
        10,
        20,
        1.5,
    )
    answer = client(Canned(reply)).send(Request(Layanan.PCARE, "POST", "pendaftaran", "{}"))
    assert (answer.sent, answer.http, answer.problem, answer.detail) == (
        Sent.MAYBE,
        status,
        Problem.RESET,
        "ReadError",
    )
    assert (answer.code, answer.message, answer.raw) == (None, "", '{"metaData":{"code":200,')
    assert (answer.started, answer.finished, answer.drift, answer.headers) == (10, 20, 1.5, {"date": "x"})


def test_over_a_real_socket() -> None:
    body = enveloped(sealed(NO_URUT), 201, "CREATED").encode()
    with (
        Peer(answering(response(body, "201 Created", "Content-Type: application/json"))) as peer,
        closing(Wire()) as wire,
    ):
        service = BpjsClient(Layanan.PCARE, peer.url + "/pcare-rest-dev", OWN, wire, clock=lambda: NOW)
        answer = service.send(Request(Layanan.PCARE, "POST", "pendaftaran", '{"noKartu":"0000000000017"}'))
    assert (answer.sent, answer.http, answer.code) == (Sent.YES, 201, "201")
    assert created(answer) == [FieldMessage("noUrut", "A1")]
    head, _, sent = peer.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /pcare-rest-dev/pendaftaran HTTP/1.1"
    assert b"user_key: kunci-layanan" in lines
    assert b"Content-Type: text/plain" in lines
    assert sent == b'{"noKartu":"0000000000017"}'
