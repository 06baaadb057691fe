"""The public board: which number was called where. No name ever gets here."""

from __future__ import annotations

from shared.domain.kios import PapanUmum
from shared.domain.records import Pelaku
from shared.security import permissions
from shared.services.konteks import Konteks
from shared.storage import kios, tickets
from shared.storage.clock import now
from shared.texts_kios import LOKET_PENDAFTARAN


def layar(ctx: Konteks, pelaku: Pelaku) -> PapanUmum:
    """Read the last call of every room today, newest first."""
    ctx.izinkan(pelaku, permissions.BOARD, "papan.lihat")
    with ctx.baca() as conn:
        today = ctx.hari_ini(conn)
        calls = kios.last_calls(conn, ctx.faskes.id, today, LOKET_PENDAFTARAN)
        waiting = sum(count for _, _, count in tickets.waiting_per_room(conn, ctx.faskes.id, today))
        return PapanUmum(calls, waiting, now(conn))
