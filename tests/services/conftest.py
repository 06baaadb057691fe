"""The clinic as a fixture."""

from tests.services.clinic import (
    clinic,
    postgres_clinic,
    postgres_home,
    sqlite_clinic,
    sqlite_template,
)

__all__ = ["clinic", "postgres_clinic", "postgres_home", "sqlite_clinic", "sqlite_template"]
