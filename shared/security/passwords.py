"""Hashes of passwords and PINs (argon2id, the library's own recommended parameters)."""

from __future__ import annotations

import base64
import os

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shared.domain.masuk import SANDI_MAX, SANDI_MIN

MIN_LENGTH = SANDI_MIN

_hasher = PasswordHasher()


def _nobody() -> str:
    """Make a hash that fits nobody; written, not computed, so that it costs nothing."""

    def part(size: int) -> str:
        return base64.b64encode(os.urandom(size)).decode().rstrip("=")

    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${costs}${part(_hasher.salt_len)}${part(_hasher.hash_len)}"


def hash_password(password: str) -> str:
    """Hash a password for storing."""
    return _hasher.hash(_bytes(password))


def _bytes(password: str) -> bytes:
    # Half a surrogate pair is what bytes that are no UTF-8 are read as; it is no reason to fail.
    return password[: SANDI_MAX * 4].encode("utf-8", "surrogatepass")


def verify(stored: str | None, password: str) -> bool:
    """Tell whether a password fits a stored hash.

    A missing hash takes as long as a wrong password, so that names cannot be guessed by time.
    """
    try:
        return _hasher.verify(stored or _nobody(), _bytes(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    """Tell whether a hash was made with other costs than today's, so that it should be made anew."""
    try:
        return _hasher.check_needs_rehash(stored)
    except InvalidHashError:
        return False
