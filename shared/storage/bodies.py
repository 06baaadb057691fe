"""The one place bodies pass through into and out of the storage: sealed at rest, plain outside.

The keys come with the connection (:class:`shared.storage.engine.Storage` puts them there); a storage that was
opened without a key does everything but read and write bodies.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from shared.security.segel import GagalSegel, Gelang
from shared.storage.errors import StorageFailure

OPTION = "deka_segel"
"""Name of the execution option that carries the keys."""


class Tempat(StrEnum):
    """Where bodies are kept: table and column. Together with the row's own key a text's whole address."""

    REQUEST = "percobaan_isi.request"
    RESPONSE = "percobaan_isi.response"
    MUATAN = "muatan.isi"
    KUNJUNGAN = "kunjungan.isi"
    SUMBER = "sumber_isi.isi"
    KANDIDAT = "pertanyaan.kandidat"
    TOKEN = "token_satusehat.keadaan"  # noqa: S105 - a column's name


class Isi(NamedTuple):
    """A body as far as it can be read. ``keadaan``: ``""``, or why it cannot: dihapus, terkunci, rusak."""

    teks: str
    keadaan: str = ""


_STATES = {"isi_rusak": "rusak"}


def keys(conn: sa.Connection) -> Gelang:
    """Return the keys a connection was given."""
    found = conn.get_execution_options().get(OPTION)
    return found if isinstance(found, Gelang) else Gelang(None)


def seal(conn: sa.Connection, tempat: Tempat, *row: object, text: str) -> bytes:
    """Seal a body for its row; raises :class:`StorageFailure` without a key."""
    try:
        return keys(conn).tutup(_address(tempat, row), text)
    except GagalSegel as error:
        raise StorageFailure(error.kode, **error.fakta) from error


def read(conn: sa.Connection, tempat: Tempat, *row: object, data: bytes | None) -> str:
    """Open a body that is needed; raises :class:`StorageFailure` when it cannot be, or was removed."""
    if data is None:
        raise StorageFailure("isi_dihapus")
    try:
        return keys(conn).buka(_address(tempat, row), data)
    except GagalSegel as error:
        raise StorageFailure(error.kode, **error.fakta) from error


def look(conn: sa.Connection, tempat: Tempat, *row: object, data: bytes | None) -> Isi:
    """Open a body that is only looked at; what cannot be read says why."""
    if data is None:
        return Isi("", "dihapus")
    try:
        return Isi(keys(conn).buka(_address(tempat, row), data))
    except GagalSegel as error:
        return Isi("", _STATES.get(error.kode, "terkunci"))


def _address(tempat: Tempat, row: tuple[object, ...]) -> str:
    return ":".join((tempat.value, *map(str, row)))
