"""SatuSehat, the national health record: FHIR R4 over HTTP with a bearer token.

Sends one call and reads whatever comes back. What the answer means is not judged here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from shared.domain.answers import Problem, Sent
from shared.domain.masking import clean
from shared.domain.satusehat_jawaban import FhirAnswer, FhirRequest
from shared.domain.satusehat_token import TokenStore
from worker.clients.envelope import cap, text_of
from worker.clients.fhir_reply import Reading, created_id, read_body, retry_after
from worker.clients.http import Reply, Wire
from worker.clients.satusehat_token import NoToken, SatuSehatCredentials, TokenSource

_JSON: Final = "application/json"


class SatuSehatClient:
    """SatuSehat as one clinic sees it; safe to share between threads."""

    def __init__(
        self,
        fhir_url: str,
        auth_url: str,
        credentials: SatuSehatCredentials,
        wire: Wire,
        store: TokenStore,
        *,
        clock: Callable[[], float] = time.time,
        wait: Callable[[float], None] = time.sleep,
        content_type_patch: str = _JSON,
    ) -> None:
        """Take addresses, credentials, connections and the place where all workers share the token.

        ``fhir_url`` ends in ``/fhir-r4/v1``, ``auth_url`` in ``/oauth2/v1``. ``content_type_patch`` is the
        Content-Type of a JSON Patch.
        """
        self._base_url = fhir_url.rstrip("/")
        self._wire = wire
        self._clock = clock
        self._content_type_patch = content_type_patch
        self.tokens = TokenSource(auth_url, credentials, wire, store, clock=clock, wait=wait)

    def send(self, request: FhirRequest) -> FhirAnswer:
        """Send one call and read its answer; failures are told in the FhirAnswer.

        A call whose token is refused is sent once more with a new one, which is safe: it was not looked at.
        When that is refused as well, all calls are barred for a minute and ``held_until`` says until when.
        """
        try:
            body = request.body.encode()
        except UnicodeEncodeError:
            at = self._now()
            detail = "the body holds a lone surrogate"
            return FhirAnswer(Sent.NO, problem=Problem.PROTOCOL, detail=detail, started=at, finished=at)
        began = self._now()
        token = self.tokens.token()
        if isinstance(token, NoToken):
            return self._without(token, began)
        answer = self._exchange(request, body, token)
        if answer.http != 401:
            return answer
        fresh = self.tokens.token(spoiled=token)
        if isinstance(fresh, NoToken):
            return self._without(fresh, began)
        answer = self._exchange(request, body, fresh)
        if answer.http != 401:
            return answer
        held = self.tokens.refused(fresh, 401, answer.message)
        return replace(answer, held_until=held)

    def _exchange(self, request: FhirRequest, body: bytes, token: str) -> FhirAnswer:
        headers = {"Authorization": f"Bearer {token}", "Accept": _JSON}
        if body:
            headers["Content-Type"] = self._content_type_patch if request.method == "PATCH" else _JSON
        url = f"{self._base_url}/{request.path}" if request.path else self._base_url
        return self._answer(request, self._wire.send(request.method, url, headers=headers, body=body))

    def _answer(self, request: FhirRequest, reply: Reply) -> FhirAnswer:
        if reply.status is None or reply.problem:
            reading = Reading(raw=cap(text_of(reply.body)), problem=reply.problem)
        else:
            reading = read_body(reply.body, reply.headers.get("content-type", ""))
        return FhirAnswer(
            sent=reply.sent,
            http=reply.status,
            resource=reading.resource,
            issues=reading.issues,
            success=reading.success,
            message=reading.message,
            remote_id=created_id(reading.document, request.jenis) if request.writes else "",
            document=reading.document,
            raw=reading.raw,
            problem=reading.problem,
            detail=reply.detail,
            request_id=clean(reply.headers.get("x-request-id", ""), 200),
            retry_after=retry_after(reply.headers.get("retry-after"), self._clock()),
            started=reply.started,
            finished=reply.finished,
            drift=reply.drift,
            headers=reply.headers,
        )

    def _without(self, failure: NoToken, began: int) -> FhirAnswer:
        """Say that nothing was sent because there is no token."""
        return FhirAnswer(
            Sent.NO,
            http=failure.http,
            message=failure.message,
            problem=failure.problem,
            detail=failure.detail,
            token=True,
            refused=failure.refused,
            held_until=failure.held_until,
            started=began,
            finished=self._now(),
        )

    def _now(self) -> int:
        return int(self._clock() * 1000)
