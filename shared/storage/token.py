"""The one token of SatuSehat that all workers of a clinic share."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import sqlalchemy as sa

from shared.domain.satusehat_token import KeadaanToken
from shared.storage import bodies
from shared.storage import tables as t
from shared.storage.bodies import Tempat
from shared.storage.clock import db_now
from shared.storage.engine import Storage
from shared.storage.errors import StorageFailure

_HOLD_MS = 60_000


class SimpananToken:
    """Keeps a clinic's token in the storage; safe to share between threads.

    A storage that is away is as good as an empty one: the token is asked for again, and nobody is stopped.
    """

    def __init__(self, storage: Storage, faskes_id: int) -> None:
        self._storage = storage
        self._faskes = faskes_id

    def get(self) -> KeadaanToken:
        """Return the state, an empty one when there is none."""
        c = t.token_satusehat.c
        try:
            with self._storage.read() as conn:
                data = conn.execute(sa.select(c.keadaan).where(c.faskes_id == self._faskes)).scalar()
                text = bodies.look(conn, Tempat.TOKEN, self._faskes, data=data).teks
            return KeadaanToken(**json.loads(text or "{}"))
        except (StorageFailure, ValueError, TypeError):
            return KeadaanToken()

    def put(self, keadaan: KeadaanToken) -> None:
        """Replace the state."""
        c, text = t.token_satusehat.c, json.dumps(asdict(keadaan))
        try:
            with self._storage.write() as conn:
                self._row(conn)
                conn.execute(
                    sa.update(t.token_satusehat)
                    .where(c.faskes_id == self._faskes)
                    .values(keadaan=bodies.seal(conn, Tempat.TOKEN, self._faskes, text=text))
                )
        except StorageFailure:
            return

    def _row(self, conn: sa.Connection) -> None:
        if conn.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert
        else:
            from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
        conn.execute(insert(t.token_satusehat).values(faskes_id=self._faskes).on_conflict_do_nothing())

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Try to be the only worker that asks for a token; a dead one's turn ends after a minute."""
        c, mark = t.token_satusehat.c, uuid.uuid4().hex
        try:
            with self._storage.write() as conn:
                self._row(conn)
                free = sa.or_(c.pemegang.is_(None), c.sampai < db_now())
                mine = conn.execute(
                    sa.update(t.token_satusehat)
                    .where(c.faskes_id == self._faskes, free)
                    .values(pemegang=mark, sampai=db_now() + _HOLD_MS)
                ).rowcount
        except StorageFailure:
            mine = 0
        try:
            yield bool(mine)
        finally:
            if mine:
                self._give_back(mark)

    def _give_back(self, mark: str) -> None:
        c = t.token_satusehat.c
        try:
            with self._storage.write() as conn:
                conn.execute(
                    sa.update(t.token_satusehat)
                    .where(c.faskes_id == self._faskes, c.pemegang == mark)
                    .values(pemegang=None, sampai=None)
                )
        except StorageFailure:
            return
