"""The numbers of the registration counter: who waits, calling one, registering with what was entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deka_tui import texts, texts_kios
from deka_tui.flows.desk import explain
from deka_tui.presenters import times
from deka_tui.presenters.pieces import outside
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.chooser import Chooser, Entry
from shared.domain.masking import mask
from shared.domain.records import Kartu

if TYPE_CHECKING:
    from shared.domain.kios import NomorLoket

SHOWN = 9
"""Numbers in the list: as many as there are number keys, and as fit 80×24."""


class LoketFlow:
    """List, then what to do with the number chosen."""

    def __init__(self, screen: LiveScreen[None], registered: Callable[[Kartu | None], None]) -> None:
        self._screen, self._registered = screen, registered
        self._busy = False

    def show(self) -> None:
        """List the numbers that wait or are at a counter."""
        if self._busy:
            return
        self._busy = True

        def came(found: tuple[NomorLoket, ...] | None, error: Exception | None) -> None:
            self._busy = False
            if found is None:
                self._screen.toast(explain(error) if error else texts.GALAT, "warning")
            elif not found:
                self._screen.toast(texts_kios.LOKET_KOSONG)
            else:
                self._choose(found)

        door = self._screen.pintu
        self._screen.errand(lambda: door.stasiun.daftar_loket(), came)

    def _choose(self, found: tuple[NomorLoket, ...]) -> None:
        deka = self._screen.deka
        here = deka.pelaku.loket
        # First what is at this counter, then who waits; what others have is only looked at.
        mine = [one for one in found if not one.menunggu and one.loket == here]
        waiting = [one for one in found if one.menunggu]
        others = [one for one in found if not one.menunggu and one.loket != here]
        ordered = {str(one.id): one for one in (*mine, *waiting, *others)[:SHOWN]}

        def entry(number: NomorLoket) -> Entry:
            moment = number.dibuat if number.menunggu else number.dipanggil or number.dibuat
            place = "" if number.menunggu else outside(number.loket, 12)
            clock = times.clock(moment, deka.zona)
            return Entry(
                str(number.id),
                f"#{outside(number.tiket, 12)}  {texts_kios.sejak(clock, place, menunggu=number.menunggu)}",
                outside(self._who(number), 40),
            )

        title = texts_kios.nomor_loket(len(waiting))

        def chosen(name: str | None) -> None:
            if name is not None:
                self._ask(ordered[name])

        self._screen.ask(Chooser(title, tuple(entry(one) for one in ordered.values())), chosen)

    @staticmethod
    def _who(number: NomorLoket) -> str:
        person = number.nama or (mask(number.nomor) if number.nomor else texts_kios.TANPA_NOMOR)
        return f"{person} · {number.ruangan}" if number.ruangan else person

    def _ask(self, number: NomorLoket) -> None:
        deeds = dict(texts_kios.TINDAKAN_LOKET)
        if "daftar antrean" not in self._screen.deka.pelaku.izin:
            deeds.pop("daftarkan")
        entries = tuple(Entry(name, label) for name, label in deeds.items())

        def chosen(name: str | None) -> None:
            if name in ("daftarkan", "panggil"):
                self._take(number, register=name == "daftarkan")
            elif name is not None:
                self._end(number, present=name == "selesai")

        self._screen.ask(Chooser(f"#{outside(number.tiket, 12)}", entries), chosen)

    def _take(self, number: NomorLoket, *, register: bool) -> None:
        def came(taken: NomorLoket | None, error: Exception | None) -> None:
            if taken is None:
                self._screen.toast(explain(error) if error else texts.GALAT, "warning")
            elif register:
                self._form(taken)
            else:
                place = outside(taken.loket, 12)
                self._screen.toast(texts_kios.dipanggil_lagi(outside(taken.tiket, 12), place))

        door = self._screen.pintu
        self._screen.errand(lambda: door.stasiun.ambil_loket(number.id), came)

    def _form(self, taken: NomorLoket) -> None:
        from deka_tui.screens.daftar import DaftarScreen

        def done(kartu: Kartu | None) -> None:
            self._registered(kartu)
            if kartu is not None:
                self._end(taken, present=True, ticket=kartu.id)

        self._screen.ask(DaftarScreen(norm=taken.norm, nomor=taken.nomor, ruangan=taken.ruangan), done)

    def _end(self, number: NomorLoket, *, present: bool, ticket: int | None = None) -> None:
        def came(_ended: bool | None, error: Exception | None) -> None:
            if error is not None:
                self._screen.toast(explain(error), "warning")
            elif ticket is None:
                self._screen.toast(texts_kios.berakhir(outside(number.tiket, 12), hadir=present))

        door = self._screen.pintu
        self._screen.errand(lambda: door.stasiun.selesai_loket(number.id, present, ticket), came)
