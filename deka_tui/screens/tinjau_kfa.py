"""Accepting strong suggestions together: looked for, reviewed with marks, mapped, what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from threading import Event
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.message import Message
from textual.widget import Widget

from deka_tui import texts
from deka_tui import texts_kfa_layar as words
from deka_tui.flows.desk import explain
from deka_tui.flows.kfa import setuju, tanya
from deka_tui.presenters import kfa as view
from deka_tui.presenters import referensi, symbols
from deka_tui.presenters.pieces import Line, Piece, Role, outside, wrap
from deka_tui.presenters.referensi import number
from deka_tui.presenters.tabel import Baris
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.confirm import Answer
from deka_tui.widgets.paged_table import Letak, PagedTable
from shared.domain.kfa_hasil import DetailKfa, HasilTerima, Tinjauan, Usulan

_MOVES = {"down": "turun", "j": "turun", "up": "naik", "k": "naik", "pagedown": "maju", "right": "maju",
          "pageup": "mundur", "left": "mundur", "home": "awal", "end": "akhir"}  # fmt: skip


class TinjauKfaScreen(LembarScreen[bool], inherit_bindings=False):
    """Returns whether anything was mapped. *banyak* is how many products are not mapped, where known."""

    class Maju(Message):
        """So many pairs are through; a newer one stands for those still queued."""

        def __init__(self, lewat: int) -> None:
            super().__init__()
            self.lewat = lewat

        def can_replace(self, message: Message) -> bool:
            """The newest tells it all."""
            return isinstance(message, TinjauKfaScreen.Maju)

    JUDUL = words.JUDUL_TINJAU
    KAKI = words.KAKI_CARI
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="tinjau_kfa.kembali", show=False),
        Binding("enter", "accept", id="tinjau_kfa.terima", show=False),
        Binding("space", "mark", id="tinjau_kfa.tanda", show=False),
        Binding("a", "all", id="tinjau_kfa.semua", show=False),
        Binding("v", "detail", id="tinjau_kfa.rinci", show=False),
        Binding("x", "stop", id="tinjau_kfa.henti", show=False),
    ]

    table = query_one("#tinjau-kfa", PagedTable)

    def __init__(self, banyak: int) -> None:
        super().__init__()
        self._total = banyak
        self.usulan: list[Usulan] = []
        self._doubtful = 0
        self._looked = 0
        self.ditinjau = False
        self._busy = False
        self._berhenti = Event()
        self._lewat = self._pasang = 0
        self.hasil: HasilTerima | None = None
        self._first = 0

    def isi(self) -> Iterable[Widget]:
        """How far it is, and the table of what was found."""
        yield Cell(id="ringkas-tinjau")
        yield PagedTable(view.TINJAU, id="tinjau-kfa")

    def on_mount(self) -> None:
        """Begin to look."""
        self.table.say("")
        self._status()
        self.errand(partial(self.pintu.kfa.tinjau, None), self._seen)

    # ------------------------------------------------------------------------- looking --
    def _seen(self, found: Tinjauan | None, error: Exception | None) -> None:
        if not self.ada:
            return
        if found is None:
            self.ditinjau = True
            why = explain(error) if error is not None else texts.GALAT
            self.table.say(*wrap(why, max(20, self.size.width - 4), 3), role=Role.BAD)
            self._status(why="")
            return
        self.usulan += found.kuat
        self._doubtful += len(found.ragu)
        self._looked += len(found.kuat) + len(found.ragu)
        self.table.set_marks({*self.table.marks, *(one.produk.kode for one in found.kuat)})
        if found.berikut is not None:
            self._draw(Letak.TETAP)
            self._status()
            self.errand(partial(self.pintu.kfa.tinjau, found.berikut), self._seen)
            return
        self.ditinjau = True
        if self.usulan:
            self.kaki(words.KAKI_TINJAU)
        self._draw(Letak.TETAP)
        self._status()

    def _status(self, why: str | None = None) -> None:
        if not self.ada:
            return
        place = self.query_one("#ringkas-tinjau", Cell)
        if why is not None:
            place.show((Piece(why),))
        elif self.hasil is not None:
            done = self.hasil
            told = words.hasil_terima(done.dipetakan, done.dilepas, len(done.ditolak), done.sisa)
            place.show((Piece(f" {told}", Role.WARN if done.ditolak or done.sisa else Role.GOOD),))
        elif not self.ditinjau:
            total = max(self._total, self._looked)
            told = words.meninjau(number(self._looked), number(total))
            bar = referensi.bar(self._looked / total if total else 0.0, 16)
            place.show((Piece(" "), *bar, Piece(f" {told}", Role.MUTED)))
        elif self._busy:
            bar = referensi.bar(self._lewat / self._pasang if self._pasang else 0.0, 16)
            told = words.memetakan(number(self._lewat), number(self._pasang))
            place.show((Piece(" "), *bar, Piece(f" {told}", Role.MUTED)))
        else:
            chosen = len(self.chosen)
            strong, rest = number(len(self.usulan)), number(self._doubtful)
            place.show((Piece(f" {words.ditinjau(strong, rest, number(chosen))}", Role.STRONG),))

    @property
    def chosen(self) -> list[Usulan]:
        """The suggestions that are marked."""
        return [one for one in self.usulan if one.produk.kode in self.table.marks]

    # ------------------------------------------------------------------------- drawing --
    def _rows(self) -> list[Baris]:
        if self.hasil is None:
            return [view.baris_tinjau(one) for one in self.usulan]
        names = {one.produk.kode: one.produk.nama for one in self.usulan}
        return [view.baris_hasil(kode, names.get(kode, ""), why) for kode, why in self.hasil.ditolak]

    def _draw(self, letak: Letak) -> None:
        table = self.table
        if not self.ada or not table.fit:
            return
        rows = self._rows()
        if not rows:
            if self.hasil is not None:
                table.say(*(words.TERHENTI if self.hasil.sisa else words.TANPA_DITOLAK))
            elif self.ditinjau and not table.note.strip():
                table.say(*words.TANPA_KUAT)
            return
        self._first = max(0, min(self._first, (len(rows) - 1) // table.fit * table.fit))
        shown = rows[self._first : self._first + table.fit]
        older = self._first + table.fit < len(rows)
        table.show(shown, newer=self._first > 0, older=older, letak=letak)
        self._foot()

    def _foot(self) -> None:
        here = self.table.current
        one = next((u for u in self.usulan if u.produk.kode == here), None)
        if one is None:
            return
        line: Line = (Piece(f" {outside(one.produk.nama, 80)} {symbols.ARROW} ", Role.MUTED),)
        if self.hasil is None:
            line += (Piece(outside(one.hasil.nama, 160)), Piece(f"  {view.alasan(one.hasil)}", Role.MUTED))
        else:
            why = dict(self.hasil.ditolak).get(one.produk.kode, "")
            line += (Piece(outside(why, 300), Role.BAD),)
        self.table.foot(line)

    @on(PagedTable.Resized)
    def _resized(self, message: PagedTable.Resized) -> None:
        message.stop()
        self._draw(Letak.TETAP)

    @on(PagedTable.Moved)
    def _moved(self, message: PagedTable.Moved) -> None:
        message.stop()
        self._foot()

    @on(PagedTable.Turn)
    def _turn(self, message: PagedTable.Turn) -> None:
        message.stop()
        self._first = 0 if message.step == 0 else self._first + message.step * message.table.fit
        self._draw(message.letak)

    @on(PagedTable.Opened)
    def _opened(self, message: PagedTable.Opened) -> None:
        message.stop()
        self.action_mark()

    def on_key(self, event: events.Key) -> None:
        """Move in the table."""
        if event.key in _MOVES:
            self.table.go(_MOVES[event.key])

    # -------------------------------------------------------------------------- acting --
    @property
    def _choosing(self) -> bool:
        return self.ditinjau and self.hasil is None and not self._busy and bool(self.usulan)

    def action_mark(self) -> None:
        """Take the current row's mark away, or give it back."""
        if self._choosing:
            self.table.toggle_mark()
            self._status()

    def action_all(self) -> None:
        """Mark all rows; when all are marked, none."""
        if self._choosing:
            everything = {one.produk.kode for one in self.usulan}
            self.table.set_marks(set() if len(self.chosen) == len(everything) else everything)
            self._status()

    def action_detail(self) -> None:
        """Show what the catalogue knows of the code suggested for the current row."""
        from deka_tui.widgets.detail_kfa import DetailKfaModal

        here = self.table.current
        one = next((u for u in self.usulan if u.produk.kode == here), None)
        if one is None:
            return

        def came(found: DetailKfa | None, error: Exception | None) -> None:
            if found is None:
                self.toast(explain(error) if error is not None else texts.GALAT, "error")
            else:
                self.ask(DetailKfaModal(found, dibandingkan=True), lambda _: None)

        self.errand(partial(self.pintu.kfa.detail, one.hasil.kode, one.produk.kode), came)

    def action_accept(self) -> None:
        """Map what is marked, after one question."""
        if self.hasil is not None:
            self.action_leave()
            return
        if not self._choosing:
            return
        pairs = [(one.produk.kode, one.hasil.kode) for one in self.chosen]
        if not pairs:
            self.toast(words.TANPA_TANDA, "warning")
            return

        def answered(answer: Answer | None) -> None:
            if setuju(answer) and not self._busy:
                self._busy = True
                self._lewat, self._pasang = 0, len(pairs)
                self.kaki(words.KAKI_MEMETAKAN)
                self._status()
                self.errand(partial(self.pintu.kfa.terima, pairs, self._goes_on), self._mapped)

        box = tanya(
            words.JUDUL_TERIMA, words.tanya_terima(number(len(pairs))), words.YA_TERIMA,
            (words.DAMPAK_TERIMA,), gawat=False,
        )  # fmt: skip
        self.ask(box, answered)

    def _goes_on(self, through: int) -> bool:
        """Tell how far it is and whether to go on; called in the run's own thread."""
        self.post_message(self.Maju(through))
        return not self._berhenti.is_set()

    @on(Maju)
    def _step(self, message: Maju) -> None:
        message.stop()
        if self._busy:
            self._lewat = message.lewat
            self._status()

    def action_stop(self) -> None:
        """Stop mapping; what is mapped stays, and one undo takes it back."""
        if self._busy:
            self._berhenti.set()

    def on_unmount(self) -> None:
        """A run does not go on behind a page that is gone."""
        self._berhenti.set()

    def _mapped(self, done: HasilTerima | None, error: Exception | None) -> None:
        self._busy = False
        if not self.ada:
            return
        if done is None:
            self.toast(explain(error) if error is not None else texts.GALAT, "error")
            self.kaki(words.KAKI_TINJAU)
            self._status()
            return
        self.hasil, self._first = done, 0
        self.kaki(words.KAKI_HASIL)
        self.table.set_marks(())
        self.table.set_columns(view.HASIL)
        self._draw(Letak.ATAS)
        self._status()

    def action_leave(self) -> None:
        """Go back; not while mapping runs, which x stops."""
        if not self._busy:
            self.pergi(self.hasil is not None)
