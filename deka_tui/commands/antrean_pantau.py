"""``deka antrean daftar --pantau``: the list, then a line a change, for screen readers and slow lines."""

from __future__ import annotations

import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol

from deka_tui import texts_warta
from deka_tui.cli import drop_stdout
from deka_tui.commands import output, shapes
from deka_tui.commands.session import Sesi
from deka_tui.presenters.times import clock
from deka_tui.presenters.warta import berita
from shared.domain.records import Kartu, Pelaku
from shared.domain.tickets import business_date
from shared.services import masuk, papan
from shared.services.errors import PenyimpananGagal, TidakDitemukan
from shared.services.konteks import Konteks, Perubahan
from shared.services.papan import Saring

_SLICE = 0.5
"""Seconds a wait for changes lasts, so that a reader that has gone is noticed."""
_REST = 0.3
"""Seconds after a reading in which further commits gather, to be read at once."""
_LOOK = 10.0
"""Seconds after which the list is read even when nothing seems to have changed."""
_RIGHTS = 60.0
"""Seconds after which it is asked whether the one who acts still may."""


class Penulis(Protocol):
    """How the list and what happens to it are told."""

    def daftar(self, kartu: Sequence[Kartu]) -> None:
        """Tell the whole list."""

    def berubah(self, kartu: Kartu, peristiwa: str, kata: Sequence[str]) -> None:
        """Tell what happened to a ticket: ``baru``, ``berubah`` or ``keluar``, and its words."""

    def catatan(self, peristiwa: str, kata: str) -> None:
        """Tell what is no ticket's doing."""


class Baris:
    """Lines for people: the time, the ticket, what changed."""

    def __init__(self, ctx: Konteks, tabel: Callable[[Sequence[dict[str, Any]]], None]) -> None:
        self._ctx, self._tabel = ctx, tabel

    def _line(self, text: str) -> None:
        output.line(f"{clock(_now(), self._ctx.faskes.zona, seconds=True)} {text}")

    def daftar(self, kartu: Sequence[Kartu]) -> None:
        """See :meth:`Penulis.daftar`."""
        self._tabel([shapes.baris(k, self._ctx.penjamin_bpjs) for k in kartu])
        output.line(texts_warta.MEMANTAU)

    def berubah(self, kartu: Kartu, peristiwa: str, kata: Sequence[str]) -> None:
        """See :meth:`Penulis.berubah`."""
        del peristiwa
        for word in kata:
            self._line(texts_warta.warta(kartu.tiket, word))

    def catatan(self, peristiwa: str, kata: str) -> None:
        """See :meth:`Penulis.catatan`."""
        del peristiwa
        self._line(kata)


class Json:
    """NDJSON for programs: one document a line, each with ``waktu`` and ``peristiwa``."""

    def __init__(self, ctx: Konteks) -> None:
        self._ctx = ctx

    def _document(self, peristiwa: str, **more: Any) -> None:
        when = shapes.waktu(_now(), self._ctx.faskes.zona)
        output.document({"waktu": when, "peristiwa": peristiwa} | more)

    def daftar(self, kartu: Sequence[Kartu]) -> None:
        """See :meth:`Penulis.daftar`."""
        for k in kartu:
            self._document("ada", **shapes.baris(k, self._ctx.penjamin_bpjs))
        self._document("siap", banyak=len(kartu))

    def berubah(self, kartu: Kartu, peristiwa: str, kata: Sequence[str]) -> None:
        """See :meth:`Penulis.berubah`."""
        self._document(peristiwa, berita=[*kata], **shapes.baris(kartu, self._ctx.penjamin_bpjs))

    def catatan(self, peristiwa: str, kata: str) -> None:
        """See :meth:`Penulis.catatan`."""
        self._document(peristiwa, berita=[kata])


def _now() -> int:
    return int(time.time() * 1000)


class Pemantau:
    """One list that is followed. Refusals are raised; a storage that is away is told once, and waited for."""

    def __init__(self, ctx: Konteks, pelaku: Pelaku, saring: Saring, penulis: Penulis) -> None:
        self._ctx, self._pelaku, self._saring, self._penulis = ctx, pelaku, saring, penulis
        self._kartu: dict[int, Kartu] = {}
        self._hari = self._today()
        self._hilang = False
        self._looked = self._asked = time.monotonic()

    def _today(self) -> date:
        return business_date(_now(), self._ctx.faskes.zona)

    def mulai(self) -> None:
        """Read the list for the first time and tell it."""
        kartu = papan.semua(self._ctx, self._pelaku, self._saring)
        self._kartu = {k.id: k for k in kartu}
        self._penulis.daftar(kartu)

    def putaran(self, umpan: Perubahan, seconds: float = _SLICE) -> bool:
        """Wait up to *seconds* for a change and tell what there is; says whether the list was read."""
        try:
            changed = umpan.tunggu(seconds)
            now = time.monotonic()
            if now - self._asked > _RIGHTS:
                self._pelaku, self._asked = masuk.segarkan(self._ctx, self._pelaku), now
            if not (changed or self._hilang or now - self._looked > _LOOK or self._hari != self._today()):
                return False
            self._looked = now
            self._baca()
        except PenyimpananGagal:
            if not self._hilang:
                self._hilang = True
                self._penulis.catatan("terputus", texts_warta.PUTUS)
            threading.Event().wait(_SLICE)
            return False
        return True

    def _baca(self) -> None:
        fresh = {k.id: k for k in papan.semua(self._ctx, self._pelaku, self._saring)}
        if self._hilang:
            self._hilang = False
            self._penulis.catatan("tersambung", texts_warta.PULIH)
        if self._hari != self._today():
            self._hari = self._today()
            if self._saring.tanggal is None:
                # The list is another day's: none of yesterday's tickets has *gone*.
                self._penulis.catatan("hari", texts_warta.HARI_BARU)
                self._kartu = {}
        known, self._kartu = self._kartu, fresh
        for number, kartu in known.items():
            if number not in fresh:
                self._keluar(kartu)
        for number, kartu in fresh.items():
            news = berita(known.get(number), kartu, self._ctx.penjamin_bpjs)
            if news:
                event = "berubah" if number in known else "baru"
                self._penulis.berubah(kartu, event, [item.teks for item in news])

    def _keluar(self, kartu: Kartu) -> None:
        """Tell that a ticket has left the list, and what made it leave."""
        try:
            fresh = papan.satu(self._ctx, self._pelaku, kartu.id)
        except TidakDitemukan:
            fresh = kartu
        news = berita(kartu, fresh, self._ctx.penjamin_bpjs)
        self._penulis.berubah(fresh, "keluar", [*(item.teks for item in news), texts_warta.KELUAR])


@contextmanager
def _until_told() -> Iterator[None]:
    """Let Ctrl+C, SIGTERM and a reader that has gone be an orderly end."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    here = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, stop) if here else None
    try:
        yield
    except KeyboardInterrupt:
        return
    except BrokenPipeError:
        drop_stdout()
    finally:
        if here:
            signal.signal(signal.SIGTERM, before)


def _reader_gone() -> bool:
    """Tell whether nobody reads standard output any more; nothing has to be written to find out."""
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
        return bool(poll.poll(0))
    except (OSError, ValueError):
        return False


def pantau(
    sesi: Sesi,
    saring: Callable[[Konteks, Pelaku], Saring],
    tabel: Callable[[Sequence[dict[str, Any]]], None],
    as_json: bool,
) -> None:
    """Follow the list until told to end; raises what refuses or fails before the list was there."""
    with _until_told():
        ctx, pelaku = sesi.buka()
        penulis = Json(ctx) if as_json else Baris(ctx, tabel)
        pemantau = Pemantau(ctx, pelaku, saring(ctx, pelaku), penulis)
        umpan = ctx.perubahan()
        rest = threading.Event()
        try:
            pemantau.mulai()
            while not _reader_gone():
                if pemantau.putaran(umpan):
                    rest.wait(_REST)
        finally:
            umpan.tutup()
