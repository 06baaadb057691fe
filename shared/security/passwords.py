"""Password hashes (argon2id, the library's own recommended parameters)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 8

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """Return a hash that fits nobody, made once and only when it is needed."""
    return _hasher.hash("nobody's")


def hash_password(password: str) -> str:
    """Hash a password for storing."""
    return _hasher.hash(password)


def verify(stored: str | None, password: str) -> bool:
    """Tell whether a password fits a stored hash.

    A missing hash takes as long as a wrong password, so that names cannot be guessed by time.
    """
    try:
        return _hasher.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
