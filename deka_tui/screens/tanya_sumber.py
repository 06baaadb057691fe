"""The open questions about base resources: candidates side by side, answered by keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from deka_tui import texts_satusehat as words
from deka_tui.flows import satusehat as flow
from deka_tui.flows.desk import explain
from deka_tui.presenters import tanya_sumber as view
from deka_tui.presenters.pieces import Piece, Role, outside
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.prompt import Prompt
from shared.domain.sumber_tampil import Pertanyaan

BUAT, CARI = "buat", "cari"
"""Answers that are no id; what the services call them."""


class TanyaScreen(LembarScreen[bool], inherit_bindings=False):
    """Returns whether anything was answered. Answered ones go; the next is shown."""

    JUDUL = words.JUDUL_TANYA
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="tanya.kembali", show=False),
        Binding("n,tab", "next(1)", id="tanya.berikut", show=False),
        Binding("p,shift+tab", "next(-1)", id="tanya.sebelum", show=False),
        Binding("left", "roll(-1)", id="tanya.kiri", show=False),
        Binding("right", "roll(1)", id="tanya.kanan", show=False),
        Binding("b", "create", id="tanya.buat", show=False),
        Binding("c", "again", id="tanya.cari", show=False),
        Binding("i", "type_id", id="tanya.isi", show=False),
    ]

    def __init__(self, asked: tuple[Pertanyaan, ...]) -> None:
        super().__init__()
        self.asked = list(asked)
        self._at = 0
        self._first = 0
        self._answered = False
        self._busy = False

    def isi(self) -> Iterable[Widget]:
        """The question, and its columns."""
        yield Cell(id="tanya-kepala")
        yield Cell(id="tanya-calon")

    @property
    def kini(self) -> Pertanyaan | None:
        """The question that is shown."""
        return self.asked[self._at] if self.asked else None

    def on_mount(self) -> None:
        """Show the first."""
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        asked, width = self.kini, self.size.width
        if asked is None or not width or not self.is_attached:
            return
        with self.app.batch_update():
            self.judul(Piece(words.pertanyaan_ke(self._at + 1, len(self.asked)), Role.STRONG))
            self.query_one("#tanya-kepala", Cell).show(*view.kepala(asked, width))
            self.query_one("#tanya-calon", Cell).show(*view.banding(asked, self._first, width))
            fits = view.muat(width, len(asked.kandidat)) if asked.kandidat else 0
            self.kaki(view.kaki(asked, self._first, fits, len(self.asked)))

    # ---------------------------------------------------------------------- answers --
    def on_key(self, event: events.Key) -> None:
        """Choose a candidate by its number."""
        asked = self.kini
        if asked is not None and event.key.isdigit() and 1 <= int(event.key) <= len(asked.kandidat):
            one = asked.kandidat[int(event.key) - 1]
            self._link(asked, one.id, f"{one.nama} ({one.id})")

    def _link(self, asked: Pertanyaan, remote: str, named: str) -> None:
        sentence = words.TANYA_TAUTKAN.format(
            lokal=outside(asked.nama or asked.lokal, 60), calon=outside(named, 120)
        )
        box = flow.pasti(
            words.JUDUL_TANYA, sentence, words.YA_TAUTKAN, (Piece(words.TAUTKAN_RINCI, Role.MUTED),)
        )
        self.ask(box, lambda answer: self._send(asked, remote) if flow.ya(answer) else None)

    def action_create(self) -> None:
        """Have it created."""
        asked = self.kini
        if asked is None or not asked.boleh_buat:
            self.app.bell()
            return
        sentence = words.TANYA_BUAT.format(lokal=outside(asked.nama or asked.lokal, 60))
        box = flow.pasti(words.JUDUL_TANYA, sentence, words.YA_BUAT)
        self.ask(box, lambda answer: self._send(asked, BUAT) if flow.ya(answer) else None)

    def action_again(self) -> None:
        """Have it looked for again."""
        if self.kini is not None:
            self._send(self.kini, CARI)

    def action_type_id(self) -> None:
        """Type the id."""
        asked = self.kini
        if asked is None:
            return
        box = Prompt(
            words.JUDUL_TANYA,
            words.TANYA_ID.format(nama=outside(asked.nama or asked.lokal, 60)),
            judge=lambda typed: None if typed else words.ID_KOSONG,
            longest=64,
        )
        self.ask(box, lambda typed: self._link(asked, typed, typed) if typed else None)

    def _send(self, asked: Pertanyaan, answer: str) -> None:
        if self._busy:
            return
        self._busy = True
        pintu = self.pintu

        def came(_: object, error: Exception | None) -> None:
            self._busy = False
            if not self.is_attached:
                return
            if error is not None:
                self.toast(explain(error), "error")
                return
            self._answered = True
            self.toast(words.DIJAWAB)
            self.asked = [one for one in self.asked if one.id != asked.id]
            self._at, self._first = min(self._at, max(0, len(self.asked) - 1)), 0
            if self.asked:
                self._draw()
            else:
                self.pergi(True)

        self.errand(lambda: pintu.satusehat.jawab(asked.id, answer), came)

    # ---------------------------------------------------------------------- moving --
    def action_next(self, step: int) -> None:
        """Show another question."""
        if self.asked:
            self._at, self._first = (self._at + step) % len(self.asked), 0
            self._draw()

    def action_roll(self, step: int) -> None:
        """Show other candidates."""
        asked = self.kini
        if asked is not None:
            last = max(0, len(asked.kandidat) - view.muat(self.size.width, len(asked.kandidat)))
            self._first = min(max(0, self._first + step), last)
            self._draw()

    def action_leave(self) -> None:
        """Leave the rest open."""
        self.pergi(self._answered)
