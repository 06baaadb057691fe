"""Tickets on paper: what is to be printed, and how it went. The printer itself is the station's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.domain.kios import TiketCetak
from shared.domain.records import Pelaku
from shared.domain.tickets import local_time
from shared.security import permissions
from shared.services.errors import TidakDitemukan
from shared.services.konteks import Konteks
from shared.storage import kios, tickets
from shared.storage.clock import now
from shared.texts_kios import LOKET_PENDAFTARAN

PRINTED, FAILED, PAPERLESS = "tercetak", "gagal", "tanpa_kertas"


@dataclass(frozen=True, slots=True)
class Cetakan:
    """One print that was begun, and what is to stand on it."""

    id: int
    isi: TiketCetak


def mulai(ctx: Konteks, pelaku: Pelaku, antrean_id: int) -> Cetakan:
    """Begin to print a ticket, or to print it again; raises :class:`TidakDitemukan`."""
    ctx.izinkan(pelaku, permissions.REGISTER, "cetak.mulai", antrean_id)
    with ctx.tulis() as conn:
        card = tickets.card(conn, ctx.faskes.id, antrean_id)
        if card is None:
            raise TidakDitemukan("antrean_tidak_ada", id=antrean_id)
        begun, again = _begin(ctx, conn, pelaku, "antrean_id", antrean_id)
        before = kios.waiting_before(conn, ctx.faskes.id, card.ruangan_id, card.tanggal, antrean_id)
        content = TiketCetak(
            ctx.faskes.nama, card.tiket, card.ruangan, card.dokter or "", card.jam, card.tanggal,
            _clock(ctx, now(conn)), before, again,
        )  # fmt: skip
    return Cetakan(begun, content)


def mulai_loket(ctx: Konteks, pelaku: Pelaku, tiket_loket_id: int) -> Cetakan:
    """Begin to print a number of the registration counter; raises :class:`TidakDitemukan`."""
    ctx.izinkan(pelaku, permissions.REGISTER, "cetak.mulai", tiket_loket_id)
    with ctx.tulis() as conn:
        row = kios.counter_ticket(conn, ctx.faskes.id, tiket_loket_id)
        if row is None:
            raise TidakDitemukan("tiket_loket_tidak_ada", id=tiket_loket_id)
        begun, again = _begin(ctx, conn, pelaku, "tiket_loket_id", tiket_loket_id)
        before = kios.counter_waiting(conn, ctx.faskes.id, row.tanggal, tiket_loket_id)
        content = TiketCetak(
            ctx.faskes.nama, row.tiket, LOKET_PENDAFTARAN, "", "", row.tanggal, _clock(ctx, now(conn)),
            before, again,
        )  # fmt: skip
    return Cetakan(begun, content)


def _begin(ctx: Konteks, conn: Any, pelaku: Pelaku, column: str, number: int) -> tuple[int, int]:
    return kios.begin_print(
        conn, ctx.faskes.id, column, number, status=kios.WAITING, oleh=pelaku.nama, loket=pelaku.loket
    )


def _clock(ctx: Konteks, millis: int) -> str:
    return local_time(millis, ctx.faskes.zona).strftime("%H:%M")


def selesai(ctx: Konteks, pelaku: Pelaku, cetakan_id: int, *, gagal: str = "") -> None:
    """Write down that a print came out, or with *gagal* the sentence why not."""
    ctx.izinkan(pelaku, permissions.REGISTER, "cetak.selesai")
    with ctx.tulis() as conn:
        kios.end_print(conn, ctx.faskes.id, cetakan_id, FAILED if gagal else PRINTED, gagal[:500])


def tanpa_kertas(ctx: Konteks, pelaku: Pelaku, antrean_id: int) -> None:
    """Write down that the patient wants no paper; the ticket can be printed later all the same."""
    ctx.izinkan(pelaku, permissions.REGISTER, "cetak.selesai", antrean_id)
    with ctx.tulis() as conn:
        if tickets.card(conn, ctx.faskes.id, antrean_id) is None:
            raise TidakDitemukan("antrean_tidak_ada", id=antrean_id)
        begun, _ = _begin(ctx, conn, pelaku, "antrean_id", antrean_id)
        kios.end_print(conn, ctx.faskes.id, begun, PAPERLESS, "")
