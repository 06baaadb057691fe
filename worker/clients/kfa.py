"""KFA, the catalogue of medicines and devices: GET products/all and GET products, with SatuSehat's token.

Sends one call and reads whatever comes back. What the answer means is not judged here.
"""

from __future__ import annotations

import json
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from shared.domain.answers import Problem, Sent
from shared.domain.kfa_jawaban import JawabanKfa
from shared.domain.masking import clean
from worker.clients.envelope import text_of
from worker.clients.http import Reply, Wire
from worker.clients.satusehat_token import NoToken

_LONGEST: Final = 300
_LONGEST_WAIT: Final = 600


class Tokens(Protocol):
    """What gives bearer tokens."""

    def token(self, spoiled: str = "") -> str | NoToken:
        """Return a token that is not ``spoiled``, or why there is none."""

    def refused(self, token: str, http: int, message: str) -> int:
        """Bar all calls for a while: a token just given was refused."""


class KfaClient:
    """KFA as one clinic sees it; safe to share between threads."""

    def __init__(self, kfa_url: str, tokens: Tokens, wire: Wire) -> None:
        """Take the address, which ends in ``/kfa-v2``, the source of tokens and the connections."""
        self._base_url = kfa_url.rstrip("/")
        self._tokens = tokens
        self._wire = wire

    def ambil(self, path: str) -> JawabanKfa:
        """Read a path below the address; failures are told in the answer.

        A call whose token is refused is sent once more with a new one.
        """
        token = self._tokens.token()
        if isinstance(token, NoToken):
            return _without(token)
        answer = self._exchange(path, token)
        if answer.http != 401:
            return answer
        fresh = self._tokens.token(spoiled=token)
        if isinstance(fresh, NoToken):
            return _without(fresh)
        answer = self._exchange(path, fresh)
        if answer.http == 401:
            self._tokens.refused(fresh, 401, answer.pesan)
        return answer

    def produk(self, kode: str, pengenal: str = "kfa") -> JawabanKfa:
        """Read one product by ``kfa``, ``nie`` or ``lkpp`` (GET products)."""
        return self.ambil("products?" + urlencode({"identifier": pengenal, "code": kode}))

    def _exchange(self, path: str, token: str) -> JawabanKfa:
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
        }
        return _answer(self._wire.send("GET", f"{self._base_url}/{path}", headers=headers))


def _answer(reply: Reply) -> JawabanKfa:
    data: Any = None
    problem = reply.problem
    text = text_of(reply.body) if reply.status is not None and problem is None else ""
    if reply.status is not None and problem is None:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            html = text.lstrip().startswith("<")
            problem = Problem.EMPTY if not text.strip() else Problem.HTML if html else Problem.NOT_JSON
    good = reply.status is not None and 200 <= reply.status < 300
    return JawabanKfa(
        sent=reply.sent,
        http=reply.status,
        data=data if good else None,
        pesan="" if good else _words(data, text, problem),
        problem=problem,
        tunda=_wait(reply.headers.get("retry-after", "")),
        drift=reply.drift,
    )


def _words(data: object, text: str, problem: Problem | None) -> str:
    """Find the service's own words in the shapes it refuses in; plain text is taken as it is."""
    if isinstance(data, dict):
        detail = data.get("detail")
        if isinstance(detail, list):
            found = []
            for one in detail[:5]:
                if isinstance(one, dict):
                    loc = one.get("loc")
                    where = ".".join(map(str, loc)) if isinstance(loc, list) else ""
                    found.append(f"{where}: {one.get('msg', '')}".strip(": "))
            return clean("; ".join(found), _LONGEST)
        fault = data.get("fault")
        for place in (fault, data):
            if isinstance(place, dict):
                for name in ("faultstring", "message", "detail", "error"):
                    if isinstance(place.get(name), str):
                        return clean(str(place[name]), _LONGEST)
        issues = data.get("issue")
        if isinstance(issues, list) and issues and isinstance(issues[0], dict):
            details = issues[0].get("details")
            if isinstance(details, dict) and isinstance(details.get("text"), str):
                return clean(details["text"], _LONGEST)
    return clean(text.strip(), _LONGEST) if problem is Problem.NOT_JSON else ""


def _wait(text: str) -> int:
    return min(int(text), _LONGEST_WAIT) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _without(failure: NoToken) -> JawabanKfa:
    return JawabanKfa(
        Sent.NO, http=failure.http, pesan=failure.message, problem=failure.problem, token=True,
        kredensial=failure.refused,
    )  # fmt: skip
