"""The checks BPJS makes before it looks at a request."""

from __future__ import annotations

import hmac
import time

from starlette.datastructures import Headers

from worker.sandbox import codec, texts
from worker.sandbox.envelope import Reply
from worker.sandbox.world import World


def consumer(world: World, headers: Headers, user_key: str) -> Reply | None:
    """Check `X-cons-id`, `X-timestamp`, `X-signature` and `user_key`; None lets the request pass.

    Clock before signature: the signature of a late request is right, only stale.
    """
    settings = world.settings
    timestamp = headers.get("x-timestamp", "")
    if headers.get("x-cons-id") != settings.cons_id:
        return Reply(401, texts.WRONG_CONSUMER)
    if not _fresh(timestamp, world.switches.drift_detik):
        return Reply(401, texts.SERVICE_EXPIRED)
    expected = codec.signature(settings.cons_id, settings.secret_key, timestamp)
    if not _equal(headers.get("x-signature", ""), expected):
        return Reply(401, texts.WRONG_SIGNATURE)
    if not _equal(headers.get("user_key", ""), user_key):
        return Reply(404, texts.NOT_REGISTERED)
    return None


def account(world: World, headers: Headers) -> Reply | None:
    """Check the PCare account in `X-authorization`; None lets the request pass."""
    given = headers.get("x-authorization", "")
    if not given.startswith("Basic "):
        return Reply(400, texts.START_INDEX)
    settings = world.settings
    expected = codec.authorization(settings.pcare_username, settings.pcare_password, settings.kd_aplikasi)
    return None if _equal(given, expected) else Reply(401, texts.WRONG_PASSWORD)


def _fresh(timestamp: str, tolerance: int) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit()):
        return False
    return abs(time.time() - int(timestamp)) <= tolerance


def _equal(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
