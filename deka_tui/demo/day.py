"""The other counters of the demo's clinic: they register, call and accept while you look on.

Runs as a process of its own, so that its changes reach the screen the way another station's do.
"""

from __future__ import annotations

import random
import sys
import threading
from pathlib import Path

from deka_tui.demo import obat, sehat
from deka_tui.demo.people import Peran, patients
from shared.config import load
from shared.domain.records import Kartu, Pelaku
from shared.domain.status import StatusAntrean
from shared.security.permissions import ROLES
from shared.services import antrean, papan
from shared.services.errors import DekaError
from shared.services.konteks import Konteks, buka

_ROOMS = ("UMUM", "UMUM", "UMUM", "GIGI", "UMUM", "KIA", "UMUM", "LANSIA")
_POLI = {"Poli Umum": "001", "Poli Gigi": "002", "Poli KIA": "003"}
_FIRST = 9
_AT_MOST = 90
_PATIENCE = 6
"""Tickets the other counters leave waiting, so that there is always something to do."""


def main(config: str) -> None:
    """Live the day until standard input ends."""
    stop = threading.Event()
    threading.Thread(target=_until_orphaned, args=(stop,), daemon=True).start()
    ctx = buka(load(config))
    chance = random.Random(7)  # noqa: S311 - a play, not a secret
    _, people = patients()
    counter = Pelaku("loket dua", "petugas", ROLES["petugas"], loket="2")
    admin = Pelaku("rekam medis", "admin", ROLES["admin"])
    folder = Path(config).parent
    queue = _programme(people)
    for _ in range(_FIRST):
        _register(ctx, counter, queue)
    sehat.mulai(ctx, admin, folder)
    beat, mapped = 0, False
    while not stop.wait(chance.uniform(2.5, 5.0)):
        beat += 1
        mapped = mapped or obat.petakan_sebagian(ctx, admin)
        if queue:
            _register(ctx, counter, queue)
        if beat % 2 == 0:
            _serve(ctx, counter)
        else:
            _finish(ctx, counter, admin, folder)
    ctx.tutup()


def _until_orphaned(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


def _programme(people: list[Peran]) -> list[tuple[str, str]]:
    """Who comes, and to which room: everybody once, then some again elsewhere."""
    visits = [(p.norm, _ROOMS[i % len(_ROOMS)]) for i, p in enumerate(people)]
    visits += [(p.norm, "APOTEK") for p in people[::3]]
    visits += [(p.norm, "KIA") for i, p in enumerate(people) if _ROOMS[i % len(_ROOMS)] != "KIA"]
    return visits[:_AT_MOST][::-1]


def _register(ctx: Konteks, counter: Pelaku, queue: list[tuple[str, str]]) -> None:
    norm, room = queue.pop()
    try:
        antrean.daftar(ctx, counter, norm=norm, ruangan=room)
    except DekaError:
        return


def _serve(ctx: Konteks, counter: Pelaku) -> None:
    """Call the oldest ticket nobody has called; accept one that was called and is all right."""
    waiting = frozenset({StatusAntrean.MENUNGGU})
    cards = papan.semua(ctx, counter, papan.Saring(status=waiting))
    if len(cards) <= _PATIENCE:
        return
    called = next((card for card in cards if card.panggilan and card.loket == "2"), None)
    try:
        if called is not None and not _in_trouble(called):
            antrean.terima(ctx, counter, called.id, versi=called.versi)
            return
        fresh = next((card for card in cards[2:] if not card.panggilan and not _in_trouble(card)), None)
        if fresh is not None:
            antrean.panggil(ctx, counter, fresh.id, versi=fresh.versi)
    except DekaError:
        return


def _finish(ctx: Konteks, counter: Pelaku, admin: Pelaku, folder: Path) -> None:
    """Finish the ticket that was accepted first, and write its record where the room keeps one."""
    accepted = papan.semua(ctx, counter, papan.Saring(status=frozenset({StatusAntrean.DITERIMA})))
    if not accepted:
        return
    card = accepted[0]
    try:
        antrean.selesai(ctx, counter, card.id, versi=card.versi)
    except DekaError:
        return
    poli = _POLI.get(card.ruangan)
    if poli is not None and card.no_kartu and not _in_trouble(card):
        sehat.rekam(ctx, admin, folder, card, poli)


def _in_trouble(card: Kartu) -> bool:
    return any(job.status != "terkirim" for job in (card.p, card.a) if job is not None)


if __name__ == "__main__":
    main(sys.argv[1])
