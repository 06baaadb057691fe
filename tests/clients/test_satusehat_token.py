"""The token of SatuSehat: asked for once, shared, renewed ahead, and not asked for again too soon."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.answers import Problem, Sent
from shared.domain.satusehat_token import KeadaanToken, TokenStore
from worker.clients.http import Reply, Wire
from worker.clients.satusehat_token import (
    MemoryTokenStore,
    NoToken,
    SatuSehatCredentials,
    TokenSource,
)

OWN = SatuSehatCredentials("klien-uji", "rahasia&=uji")
REFUSED = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "invalid", "code": "value", "details": {"text": "not able to be authenticated"}}],
}


class Clock:
    def __init__(self) -> None:
        self.now = 1_763_158_400.0

    def __call__(self) -> float:
        return self.now


class Server(Wire):
    """Hands out tokens t1, t2, … that live for ``life`` seconds, or one reply instead."""

    def __init__(self, life: object = "3599", reply: Reply | None = None) -> None:
        self.life = life
        self.reply = reply
        self.asked: list[tuple[str, str, Mapping[str, str], bytes]] = []

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        self.asked.append((method, url, headers, body))
        if self.reply is not None:
            return self.reply
        return answered({"access_token": f"t{len(self.asked)}", "expires_in": self.life})


def answered(document: object, status: int = 200, **headers: str) -> Reply:
    head = {"content-type": "application/json"} | headers
    return Reply(Sent.YES, status, head, json.dumps(document).encode())


def source(
    server: Wire,
    clock: Clock,
    store: TokenStore | None = None,
    own: SatuSehatCredentials = OWN,
    **more: float,
) -> TokenSource:
    def wait(seconds: float) -> None:
        clock.now += seconds

    url = "https://auth.invalid/oauth2/v1/"
    return TokenSource(url, own, server, store or MemoryTokenStore(), clock=clock, wait=wait, **more)


def test_how_it_asks() -> None:
    server = Server()
    assert source(server, Clock()).token() == "t1"
    ((method, url, headers, body),) = server.asked
    assert (method, url) == (
        "POST",
        "https://auth.invalid/oauth2/v1/accesstoken?grant_type=client_credentials",
    )
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body.decode()) == {"client_id": ["klien-uji"], "client_secret": ["rahasia&=uji"]}


def test_one_token_serves_until_shortly_before_its_end() -> None:
    server, clock = Server(), Clock()
    tokens = source(server, clock)
    assert tokens.token() == "t1"
    clock.now += 3599 - 60 - 1
    assert tokens.token() == "t1"
    clock.now += 1
    assert tokens.token() == "t2"
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("life", "seconds"),
    [("3599", 3599), (3599, 3599), ("14399", 14399), (3599.0, 3599), (None, 300), ("x", 300), ("-5", 300),
     (True, 300), ("9" * 30, 300), ("999999999999", 7 * 24 * 3600), ({}, 300)],
)  # fmt: skip
def test_the_life_of_a_token_is_what_the_reply_says(life: object, seconds: int) -> None:
    store, clock = MemoryTokenStore(), Clock()
    source(Server(life), clock, store).token()
    state = store.get()
    assert (state.berakhir - state.diambil) == seconds * 1000
    assert state.diambil == int(clock.now * 1000)


def test_a_short_lived_token_is_used_for_most_of_its_life() -> None:
    server, clock = Server("10"), Clock()
    tokens = source(server, clock)
    tokens.token()
    clock.now += 8.9
    assert tokens.token() == "t1"
    clock.now += 0.2
    assert tokens.token() == "t2"


def test_two_workers_share_one_token() -> None:
    server, clock, store = Server(), Clock(), MemoryTokenStore()
    assert [source(server, clock, store).token() for _ in range(3)] == ["t1"] * 3
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "other", [SatuSehatCredentials("klien-lain", "rahasia&=uji"), SatuSehatCredentials("klien-uji", "baru")]
)
def test_a_token_of_other_credentials_is_not_used(other: SatuSehatCredentials) -> None:
    server, clock, store = Server(), Clock(), MemoryTokenStore()
    assert source(server, clock, store).token() == "t1"
    assert source(server, clock, store, other).token() == "t2"


def test_corrected_credentials_need_not_wait() -> None:
    server, clock, store = Server(reply=answered(REFUSED, 401)), Clock(), MemoryTokenStore()
    assert isinstance(source(server, clock, store).token(), NoToken)
    server.reply = None
    assert source(server, clock, store, SatuSehatCredentials("klien-uji", "benar")).token() == "t2"


def test_of_many_threads_one_asks() -> None:
    server, clock = Server(), Clock()
    tokens = source(server, clock)
    others = 8
    gate = threading.Barrier(others + 1)
    got: list[str | NoToken] = []

    def ask() -> None:
        gate.wait(10)
        got.append(tokens.token())

    threads = [threading.Thread(target=ask) for _ in range(others)]
    for thread in threads:
        thread.start()
    gate.wait(10)
    for thread in threads:
        thread.join(10)
    assert got == ["t1"] * others
    assert len(server.asked) == 1


class Taken(MemoryTokenStore):
    """A store whose lock another worker holds."""

    def __init__(self, on_try: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.tries = 0
        self.on_try = on_try

    @contextmanager
    def lock(self) -> Iterator[bool]:
        self.tries += 1
        self.on_try()
        yield False


def test_while_another_worker_asks_a_running_token_goes_on() -> None:
    server, clock, store = Server(), Clock(), Taken()
    tokens = source(server, clock, store)
    key = _key_of(tokens)
    now = int(clock.now * 1000)
    store.put(KeadaanToken(kunci=key, token="lama", diambil=now - 3_595_000, berakhir=now + 5_000))
    assert tokens.token() == "lama"
    assert (store.tries, server.asked) == (1, [])


def test_without_one_the_others_wait_for_it() -> None:
    server, clock, store = Server(), Clock(), Taken()
    tokens = source(server, clock, store)
    key = _key_of(tokens)

    def third_time() -> None:
        now = int(clock.now * 1000)
        if store.tries == 3:
            store.put(KeadaanToken(kunci=key, token="baru", diambil=now, berakhir=now + 3_600_000))

    store.on_try = third_time
    assert tokens.token() == "baru"
    assert server.asked == []


def test_nobody_waits_for_ever() -> None:
    server, clock = Server(), Clock()
    began = clock.now
    refusal = source(server, clock, Taken(), patience=3.0).token()
    assert isinstance(refusal, NoToken)
    assert (refusal.problem, refusal.held_until, refusal.refused) == (Problem.POOL, None, False)
    assert 2.95 <= clock.now - began < 3.3
    assert server.asked == []


def _key_of(tokens: TokenSource) -> str:
    return tokens._key


# Penalties


@pytest.mark.parametrize(
    ("reply", "refused", "seconds", "message"),
    [
        (answered(REFUSED, 401), True, 60, "not able to be authenticated"),
        (answered(REFUSED, 400), True, 60, "not able to be authenticated"),
        (answered({}, 403), True, 60, ""),
        (answered({}, 429, **{"retry-after": "120"}), False, 120, ""),
        (answered({}, 429, **{"retry-after": "5"}), False, 60, ""),
        (answered({}, 503, **{"retry-after": "999999"}), False, 3000, ""),
        (Reply(Sent.YES, 504, {}, b"Gateway Timeout"), False, 60, "Gateway Timeout"),
        (Reply(Sent.YES, 502, {"content-type": "text/html"}, b"<html>"), False, 60, ""),
        (Reply(Sent.MAYBE, problem=Problem.TIMEOUT), False, 60, ""),
        (Reply(Sent.MAYBE, 200, problem=Problem.RESET), False, 60, ""),
        (Reply(Sent.YES, 200, {}, b""), False, 60, ""),
        (answered({"access_token": ""}), False, 60, ""),
        (answered({"access_token": "a b"}), False, 60, ""),
        (answered({"access_token": "a\r\nX: y"}), False, 60, ""),
        (answered({"access_token": "x" * 9000}), False, 60, ""),
        (answered({"access_token": 7}), False, 60, ""),
        (answered(["access_token"]), False, 60, ""),
        (answered({"access_token": "t"}, 302), False, 60, ""),
    ],
)  # fmt: skip
def test_every_failure_costs_a_wait(reply: Reply, refused: bool, seconds: int, message: str) -> None:
    server, clock = Server(reply=reply), Clock()
    tokens = source(server, clock)
    until = int(clock.now * 1000) + seconds * 1000
    for _ in range(3):
        failure = tokens.token()
        assert isinstance(failure, NoToken)
        assert (failure.refused, failure.held_until, failure.message) == (refused, until, message)
        assert failure.http == reply.status
        clock.now += 10
    assert len(server.asked) == 1
    server.reply = None
    clock.now += seconds - 30
    assert tokens.token() == "t2"
    assert tokens.token() == "t2"


def test_another_worker_sees_the_penalty() -> None:
    server, clock, store = Server(reply=answered(REFUSED, 401)), Clock(), MemoryTokenStore()
    source(server, clock, store).token()
    other = source(server, clock, store).token()
    assert isinstance(other, NoToken)
    assert (other.refused, other.http, other.message) == (True, 401, "not able to be authenticated")
    assert len(server.asked) == 1


def test_a_request_that_never_left_costs_nothing() -> None:
    server, clock = Server(reply=Reply(Sent.NO, problem=Problem.CONNECT, detail="ConnectError")), Clock()
    tokens = source(server, clock)
    failure = tokens.token()
    assert isinstance(failure, NoToken)
    assert (failure.problem, failure.held_until, failure.http) == (Problem.CONNECT, None, None)
    server.reply = None
    assert tokens.token() == "t2"


@pytest.mark.parametrize("reply", [answered(REFUSED, 401), Reply(Sent.NO, problem=Problem.CONNECT)])
def test_a_renewal_that_fails_leaves_the_running_token_in_use(reply: Reply) -> None:
    server, clock = Server(), Clock()
    tokens = source(server, clock)
    tokens.token()
    server.reply = reply
    clock.now += 3550
    assert [tokens.token() for _ in range(3)] == ["t1"] * 3
    clock.now += 50
    assert isinstance(tokens.token(), NoToken)


# Spoiled tokens


def test_a_spoiled_token_is_replaced_once() -> None:
    server, clock, store = Server(), Clock(), MemoryTokenStore()
    mine, theirs = source(server, clock, store), source(server, clock, store)
    assert (mine.token(), theirs.token()) == ("t1", "t1")
    assert (mine.token(spoiled="t1"), theirs.token(spoiled="t1")) == ("t2", "t2")
    assert len(server.asked) == 2


def test_a_spoiled_token_does_not_come_back_when_there_is_no_other() -> None:
    server, clock = Server(), Clock()
    tokens = source(server, clock)
    tokens.token()
    server.reply = answered(REFUSED, 401)
    assert isinstance(tokens.token(spoiled="t1"), NoToken)
    assert isinstance(tokens.token(), NoToken)


def test_a_new_token_that_is_refused_bars_everybody() -> None:
    server, clock, store = Server(), Clock(), MemoryTokenStore()
    tokens = source(server, clock, store)
    tokens.token()
    until = tokens.refused("t1", 401, "Invalid\x1b[31m Access Token")
    assert until == int(clock.now * 1000) + 60_000
    failure = source(server, clock, store).token()
    assert isinstance(failure, NoToken)
    assert (failure.refused, failure.held_until, failure.http) == (True, until, 401)
    assert failure.message == "Invalid Access Token"
    clock.now += 60
    assert tokens.token() == "t2"


def test_an_old_refusal_does_not_bar_a_newer_token() -> None:
    server, clock = Server(), Clock()
    tokens = source(server, clock)
    tokens.token()
    tokens.token(spoiled="t1")
    tokens.refused("t1", 401, "late")
    assert tokens.token() == "t2"


def test_secrets_do_not_show() -> None:
    store = MemoryTokenStore()
    source(Server(), Clock(), store).token()
    assert "rahasia" not in repr(OWN) and "klien" not in repr(OWN)
    assert "t1" not in repr(store.get())
    assert "rahasia" not in store.get().kunci


STEPS = st.lists(
    st.tuples(st.floats(0, 200), st.sampled_from(["ya", "tolak", "gangguan", "putus"])), max_size=40
)


@given(STEPS)
def test_two_failed_requests_are_never_less_than_a_minute_apart(steps: list[tuple[float, str]]) -> None:
    server, clock = Server("120"), Clock()
    tokens = source(server, clock)
    replies = {
        "ya": None,
        "tolak": answered(REFUSED, 401),
        "gangguan": Reply(Sent.YES, 504, {}, b"Gateway Timeout"),
        "putus": Reply(Sent.MAYBE, problem=Problem.RESET),
    }
    failed: list[float] = []
    for passed, what in steps:
        clock.now += passed
        server.reply = replies[what]
        before = len(server.asked)
        tokens.token()
        if len(server.asked) > before:
            assert not failed or clock.now - failed[-1] >= 59.99
            if what != "ya":
                failed.append(clock.now)
