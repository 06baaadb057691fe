"""The BPJS web services for primary care: PCare and Antrean FKTP.

Signs a request, sends it and reads the envelope of the answer. What the answer means for the job is not
judged here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from shared.domain.answers import Answer, FieldMessage, Layanan, Problem, Request, Sent
from shared.domain.failures import stale_timestamp
from worker.clients import crypto
from worker.clients.envelope import Envelope, cap, field_messages, read_envelope, text_of
from worker.clients.http import Reply, Wire

_JSON: Final = "application/json"
_JSON_UTF8: Final = "application/json; charset=utf-8"
_TEXT: Final = "text/plain"
_DRIFT: Final = 60.0
"""Seconds from which on a clock is wrong rather than an answer late."""


@dataclass(frozen=True, slots=True)
class BpjsCredentials:
    """What a clinic signs and authorizes the calls of one service with."""

    cons_id: str
    secret_key: str = field(repr=False)
    user_key: str = field(repr=False)
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    kd_aplikasi: str = "095"


class BpjsClient:
    """One BPJS service as one clinic sees it; safe to share between threads."""

    def __init__(
        self,
        layanan: Layanan,
        base_url: str,
        credentials: BpjsCredentials,
        wire: Wire,
        *,
        clock: Callable[[], float] = time.time,
        content_type_write: str | None = None,
        authorize: bool | None = None,
        decrypt_limit: int = 8_000_000,
    ) -> None:
        """Take the service's base address, credentials and connections.

        ``content_type_write`` is the Content-Type of a body: ``text/plain`` for PCare and
        ``application/json`` for Antrean FKTP unless given. ``authorize`` sends X-authorization: on PCare
        always, on Antrean FKTP when a username is set, unless given. ``decrypt_limit`` is the most UTF-16
        units that an encrypted answer may grow to.
        """
        pcare = layanan is Layanan.PCARE
        self._layanan = layanan
        self._base_url = base_url.rstrip("/")
        self._credentials = credentials
        self._wire = wire
        self._clock = clock
        self._content_type_read = _JSON_UTF8 if pcare else _JSON
        self._content_type_write = content_type_write or (_TEXT if pcare else _JSON)
        wanted = (pcare or bool(credentials.username)) if authorize is None else authorize
        self._authorization = (
            crypto.authorization(credentials.username, credentials.password, credentials.kd_aplikasi)
            if wanted
            else ""
        )
        self._decrypt_limit = decrypt_limit
        self._signed = ("", "")

    def send(self, request: Request) -> Answer:
        """Send one call, signed for this second, and read its answer; failures are told in the Answer.

        A call refused for its timestamp (401 *Service Expired*) was not carried out: it goes once more with
        a fresh one, unless the clock is known to be wrong. The second answer counts, whatever it is.
        """
        answer = self._once(request)
        if stale_timestamp(answer) and abs(answer.drift or 0.0) < _DRIFT:
            return self._once(request)
        return answer

    def _once(self, request: Request) -> Answer:
        now = self._clock()
        timestamp = str(int(now))
        try:
            body = request.body.encode()
        except UnicodeEncodeError:
            at = int(now * 1000)
            detail = "the body holds a lone surrogate"
            return Answer(Sent.NO, problem=Problem.PROTOCOL, detail=detail, started=at, finished=at)
        reply = self._wire.send(
            request.method,
            f"{self._base_url}/{request.path.lstrip('/')}",
            headers=self._headers(timestamp, self._content_type_write if body else self._content_type_read),
            body=body,
        )
        envelope = self._read(request, reply, timestamp)
        return Answer(
            sent=reply.sent,
            http=reply.status,
            code=envelope.code,
            message=envelope.message,
            fields=envelope.fields,
            data=envelope.data,
            raw=envelope.raw,
            problem=envelope.problem,
            detail=envelope.detail,
            started=reply.started,
            finished=reply.finished,
            drift=reply.drift,
            headers=reply.headers,
        )

    def _headers(self, timestamp: str, content_type: str) -> dict[str, str]:
        own = self._credentials
        headers = {
            "X-cons-id": own.cons_id,
            "X-timestamp": timestamp,
            "X-signature": self._signature(timestamp),
            "user_key": own.user_key,
            "Content-Type": content_type,
            "Accept": _JSON,
        }
        if self._authorization:
            headers["X-authorization"] = self._authorization
        return headers

    def _signature(self, timestamp: str) -> str:
        """Sign a second once; threads that meet here at most do it twice."""
        second, signed = self._signed
        if second != timestamp:
            signed = crypto.signature(self._credentials.cons_id, self._credentials.secret_key, timestamp)
            self._signed = (timestamp, signed)
        return signed

    def _read(self, request: Request, reply: Reply, timestamp: str) -> Envelope:
        """Read a body; the ``response`` inside was encrypted for the timestamp of this very request."""
        if reply.status is None or reply.problem:
            return Envelope(raw=cap(text_of(reply.body)), problem=reply.problem, detail=reply.detail)
        own = self._credentials

        def decrypt(ciphertext: str) -> str:
            return crypto.decrypt(
                ciphertext, own.cons_id, own.secret_key, timestamp, limit=self._decrypt_limit
            )

        # What a read asks for and the ids of a PCare creation; elsewhere the code says it all.
        needs_data = request.method == "GET" or (self._layanan is Layanan.PCARE and request.method == "POST")
        content_type = reply.headers.get("content-type", "")
        return read_envelope(reply.body, reply.status, content_type, decrypt, needs_data=needs_data)


def created(answer: Answer) -> list[FieldMessage]:
    """Return the ids that a PCare 201 gives (``noUrut``, ``noKunjungan``, ...), one object or a list."""
    return list(field_messages(answer.data))
