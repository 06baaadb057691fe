"""The OAuth2 token of SatuSehat: asked for by one worker at a time, shared by all, renewed ahead."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlencode

from shared.domain.answers import Problem, Sent
from shared.domain.masking import clean
from shared.domain.satusehat_token import HUKUMAN_MS, KeadaanToken, TokenStore
from worker.clients.fhir_reply import read_body, retry_after
from worker.clients.http import Reply, Wire

# The shortest life anyone has reported, for a token server that does not tell.
_SHORTEST: Final = 300
_LONGEST: Final = 7 * 24 * 3600
_LONGEST_HOLD_MS: Final = 50 * HUKUMAN_MS
_LARGEST_TOKEN: Final = 8192


@dataclass(frozen=True, slots=True)
class SatuSehatCredentials:
    """What a clinic asks for tokens with."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoToken:
    """Why there is no token; the members are those of the FhirAnswer it becomes."""

    http: int | None = None
    message: str = ""
    problem: Problem | None = None
    detail: str = ""
    refused: bool = False
    held_until: int | None = None


class MemoryTokenStore:
    """A store for the threads of one process."""

    def __init__(self) -> None:
        self._state = KeadaanToken()
        self._lock = threading.Lock()

    def get(self) -> KeadaanToken:
        """Return the state."""
        return self._state

    def put(self, keadaan: KeadaanToken) -> None:
        """Replace the state."""
        self._state = keadaan

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Try to be the only one."""
        mine = self._lock.acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                self._lock.release()


class TokenSource:
    """Gives tokens to the calls of one client; safe to share between threads."""

    def __init__(
        self,
        auth_url: str,
        credentials: SatuSehatCredentials,
        wire: Wire,
        store: TokenStore,
        *,
        clock: Callable[[], float] = time.time,
        wait: Callable[[float], None] = time.sleep,
        patience: float = 20.0,
    ) -> None:
        """Ask for nothing yet.

        ``auth_url`` ends in ``/oauth2/v1``. ``patience`` is the seconds a call waits for another worker that
        is asking for the token already.
        """
        self._url = f"{auth_url.rstrip('/')}/accesstoken?grant_type=client_credentials"
        self._credentials = credentials
        self._wire = wire
        self._store = store
        self._clock = clock
        self._wait = wait
        self._patience = patience
        self._mine = threading.Lock()
        parts = "\0".join((self._url, credentials.client_id, credentials.client_secret))
        self._key = hashlib.sha256(parts.encode("utf-8", "replace")).hexdigest()[:16]

    def token(self, spoiled: str = "") -> str | NoToken:
        """Return a token that is not ``spoiled``, from the store or newly asked for.

        Of all that come at once, one asks; the others go on with a token that still runs, or wait.
        """
        waited = 0.0
        while True:
            state = self._state()
            now = self._now()
            usable = state.token if state.token != spoiled and state.berlaku(now) else ""
            if usable and (state.segar(now) or state.tertahan(now)):
                return usable
            if state.tertahan(now):
                return _held(state)
            # The threads of this process wait for each other here, not in the store.
            if self._mine.acquire(blocking=not usable, timeout=-1 if usable else self._patience):
                try:
                    said = self._ask_alone(spoiled)
                finally:
                    self._mine.release()
                if said is not None:
                    return said
            elif not usable:
                waited += self._patience
            if usable:
                return usable
            if waited >= self._patience:
                return NoToken(problem=Problem.POOL, detail="another worker is asking for the token")
            self._wait(0.1)
            waited += 0.1

    def refused(self, token: str, http: int, message: str) -> int:
        """Bar all calls for a while: a token just given was refused; returns until when (Unix ms)."""
        state = self._state()
        now = self._now()
        if state.token not in ("", token) and state.segar(now):
            return now
        held = KeadaanToken(
            kunci=self._key, ditahan=now + HUKUMAN_MS, ditolak=True, http=http, pesan=clean(message)
        )
        self._store.put(held)
        return held.ditahan

    def _ask_alone(self, spoiled: str) -> str | NoToken | None:
        """Ask for a token unless somebody else does (``None``) or just did."""
        with self._store.lock() as mine:
            if not mine:
                return None
            state, now = self._state(), self._now()
            if state.token != spoiled and state.segar(now):
                return state.token
            if state.tertahan(now):
                return _held(state)
            return self._ask(state, spoiled)

    def _ask(self, old: KeadaanToken, spoiled: str) -> str | NoToken:
        now = self._now()
        own = self._credentials
        form = urlencode({"client_id": own.client_id, "client_secret": own.client_secret})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        reply = self._wire.send("POST", self._url, headers=headers, body=form.encode())
        state = self._granted(reply, now)
        if state is not None:
            self._store.put(state)
            return state.token
        failure = self._failure(reply)
        if reply.sent is not Sent.NO:
            kept = old if old.token != spoiled and old.berlaku(self._now()) else KeadaanToken()
            held = replace(
                kept,
                kunci=self._key,
                ditahan=failure.held_until or 0,
                ditolak=failure.refused,
                http=failure.http,
                pesan=failure.message,
            )
            self._store.put(held)
        if old.token and old.token != spoiled and old.berlaku(self._now()):
            return old.token
        return failure

    def _granted(self, reply: Reply, asked: int) -> KeadaanToken | None:
        """Read a token (Apigee: every scalar is a string); its life counts from when it was asked for."""
        if reply.problem is not None or reply.status is None or not 200 <= reply.status < 300:
            return None
        document = read_body(reply.body, reply.headers.get("content-type", "")).document
        token = document.get("access_token") if isinstance(document, dict) else None
        if not isinstance(token, str) or not 0 < len(token) <= _LARGEST_TOKEN:
            return None
        # Anything else could not stand in a header.
        if not (token.isascii() and token.isprintable() and " " not in token):
            return None
        life = _seconds(document.get("expires_in"))
        return KeadaanToken(kunci=self._key, token=token, diambil=asked, berakhir=asked + life * 1000)

    def _failure(self, reply: Reply) -> NoToken:
        if reply.sent is Sent.NO:
            return NoToken(problem=reply.problem, detail=reply.detail)
        reading = read_body(reply.body, reply.headers.get("content-type", ""))
        status = reply.status
        asked = retry_after(reply.headers.get("retry-after"), self._clock())
        penalty = min(max(HUKUMAN_MS, int((asked or 0) * 1000)), _LONGEST_HOLD_MS)
        return NoToken(
            http=status,
            message=reading.message,
            problem=reply.problem or reading.problem,
            detail=reply.detail,
            refused=status is not None and 400 <= status < 500 and status not in (408, 429),
            held_until=self._now() + penalty,
        )

    def _state(self) -> KeadaanToken:
        state = self._store.get()
        return state if state.kunci == self._key else KeadaanToken()

    def _now(self) -> int:
        return int(self._clock() * 1000)


def _held(state: KeadaanToken) -> NoToken:
    return NoToken(http=state.http, message=state.pesan, refused=state.ditolak, held_until=state.ditahan)


def _seconds(value: object) -> int:
    """Read ``expires_in``, text or number."""
    text = str(value).strip() if isinstance(value, (str, int, float)) else ""
    whole = text.partition(".")[0]
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 12):
        return _SHORTEST
    return min(int(whole), _LONGEST)
