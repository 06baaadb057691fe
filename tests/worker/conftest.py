"""A storage with a clinic in it, on both databases."""

from tests.e2e.conftest import (
    _simulator,
    _templat_postgres,
    _templat_sqlite,
    klinik,
    klinik_baru,
    klinik_sqlite,
    simulator,
    url,
    url_postgres,
    url_sqlite,
)

__all__ = [
    "_simulator",
    "_templat_postgres",
    "_templat_sqlite",
    "klinik",
    "klinik_baru",
    "klinik_sqlite",
    "simulator",
    "url",
    "url_postgres",
    "url_sqlite",
]
