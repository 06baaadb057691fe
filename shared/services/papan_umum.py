"""The public board: which number was called where. No name ever gets here."""

from __future__ import annotations

from shared.domain.kios import PapanUmum
from shared.domain.records import Pelaku
from shared.security import permissions
from shared.services.konteks import Konteks
from shared.storage import kios, papan
from shared.texts_kios import LOKET_PENDAFTARAN


def layar(ctx: Konteks, pelaku: Pelaku) -> PapanUmum:
    """Read the last call of every room today, newest first."""
    ctx.izinkan(pelaku, permissions.BOARD, "papan.lihat")
    with ctx.baca() as conn:
        today = ctx.hari_ini(conn)
        calls = kios.last_calls(conn, ctx.faskes.id, today, LOKET_PENDAFTARAN)
    with ctx.lihat() as baca:
        waiting = sum(count for _, _, count in papan.waiting_per_room(baca, ctx.faskes.id, today))
        return PapanUmum(calls, waiting, papan.now(baca))
