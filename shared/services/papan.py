"""Reading the board: one page of cards, and what stands around them."""

from __future__ import annotations

from dataclasses import replace

from shared.domain.records import Kartu, Kesehatan, Pelaku, Saring
from shared.rekaman import dataclass
from shared.security import permissions
from shared.services.errors import TidakDitemukan
from shared.services.konteks import Konteks
from shared.storage import papan
from shared.storage.langsung import Bacaan

__all__ = ["Papan", "Saring", "kesehatan", "muat", "satu"]


@dataclass(frozen=True, slots=True)
class Papan:
    """One page of the board. ``fokus`` is the index in ``ids`` the cursor belongs on, -1 if empty."""

    ids: tuple[int, ...]
    mulai: int
    kartu: tuple[Kartu, ...]
    fokus: int
    per_ruangan: tuple[tuple[int, str, int], ...]
    kesehatan: Kesehatan
    waktu_db: int


def muat(
    ctx: Konteks,
    pelaku: Pelaku,
    saring: Saring,
    *,
    mulai: int = 0,
    banyak: int = 4,
    fokus_id: int | None = None,
) -> Papan:
    """Read the page of *banyak* cards that holds *fokus_id*, or else the one that holds index *mulai*.

    Without a date the board shows the clinic's today. When the focused ticket has left the list,
    the cursor stays where it was.
    """
    ctx.izinkan(pelaku, permissions.VIEW, "antrean.lihat")
    with ctx.lihat() as baca:
        today = ctx.hari_ini(baca)
        if saring.tanggal is None:
            saring = replace(saring, tanggal=today)
        ids = papan.ticket_ids(baca, ctx.faskes.id, saring)
        focus = ids.index(fokus_id) if fokus_id in ids else min(max(mulai, 0), len(ids) - 1)
        first = max(focus, 0) // banyak * banyak
        return Papan(
            ids=ids,
            mulai=first,
            kartu=papan.cards(baca, ids[first : first + banyak]),
            fokus=focus,
            per_ruangan=papan.waiting_per_room(baca, ctx.faskes.id, saring.tanggal or today),
            kesehatan=_kesehatan(ctx, baca),
            waktu_db=papan.now(baca),
        )


def satu(ctx: Konteks, pelaku: Pelaku, antrean_id: int) -> Kartu:
    """Read one card; raises :class:`TidakDitemukan`."""
    ctx.izinkan(pelaku, permissions.VIEW, "antrean.lihat", antrean_id)
    with ctx.lihat() as baca:
        card = papan.card(baca, ctx.faskes.id, antrean_id)
    if card is None:
        raise TidakDitemukan("antrean_tidak_ada", id=antrean_id)
    return card


def semua(ctx: Konteks, pelaku: Pelaku, saring: Saring) -> tuple[Kartu, ...]:
    """Read every card that matches; for the command line and exports."""
    ctx.izinkan(pelaku, permissions.VIEW, "antrean.lihat")
    with ctx.lihat() as baca:
        if saring.tanggal is None:
            saring = replace(saring, tanggal=ctx.hari_ini(baca))
        return papan.cards(baca, papan.ticket_ids(baca, ctx.faskes.id, saring))


def _kesehatan(ctx: Konteks, baca: Bacaan) -> Kesehatan:
    count, age = papan.alive(baca)
    return Kesehatan(count, age, papan.all_gates(baca, ctx.faskes.id))


def kesehatan(ctx: Konteks) -> Kesehatan:
    """Read whether workers live and which gates are shut; that is nobody's secret."""
    with ctx.lihat() as baca:
        return _kesehatan(ctx, baca)
