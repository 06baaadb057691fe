"""Editing a resource: checked offline while it is typed, and F7 leads to the next failing path."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from deka_tui import texts_monitor
from deka_tui import texts_satusehat as words
from deka_tui.flows.desk import explain
from deka_tui.presenters import json_letak, json_pohon
from deka_tui.presenters.pieces import Line, Piece, Role, crop, outside, wrap
from deka_tui.screens.edit_job import EditJobScreen
from deka_tui.widgets.cell import Cell
from shared.domain.sumber import TIPE
from shared.domain.sumber_tampil import TemuanLint
from shared.domain.suntingan import Suntingan


class EditSumberScreen(EditJobScreen, inherit_bindings=False):
    """The editor of any job; in the place of the field table stand the doubts, each with its path."""

    KAKI = words.EDIT_KAKI
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="edit_sumber.kembali", show=False, priority=True),
        Binding("ctrl+s", "send", id="edit_sumber.kirim", show=False, priority=True),
        Binding("f7", "next_doubt", id="edit_sumber.ragu", show=False, priority=True),
        Binding("f8", "tidy", id="edit_sumber.rapikan", show=False, priority=True),
    ]

    def __init__(self, suntingan: Suntingan) -> None:
        super().__init__(suntingan)
        self.temuan: tuple[TemuanLint, ...] = ()
        self._checked = ""
        self._at = -1

    def _title(self) -> tuple[Piece, ...]:
        return (Piece(f"{TIPE[self._job.jenis].value} #{self._job.id}", Role.STRONG),)

    def _check(self) -> None:
        if not self.is_attached:
            return
        text = self.area.text
        wrong = json_pohon.galat_json(text)
        self.sah = wrong is None
        if wrong is not None:
            self._checked = ""
            said = texts_monitor.json_salah(wrong.baris, wrong.kolom, wrong.galat)
            self._say(Piece(said, Role.BAD))
            return
        if text == self._checked:
            self._hints()
            return
        self._checked = text
        pintu, job_id = self.pintu, self._job.id

        def came(value: tuple[TemuanLint, ...] | None, error: Exception | None) -> None:
            if not self.is_attached or text != self.area.text:
                return
            if value is None:
                self._checked = ""
                self._say(Piece(explain(error) if error is not None else words.CEK_GAGAL, Role.BAD))
                return
            self.temuan, self._at = value, -1
            self._verdict()
            self._hints()

        self.errand(lambda: pintu.satusehat.periksa(job_id, text), came)

    def _say(self, *pieces: Piece) -> None:
        self.query_one("#cek", Cell).show((Piece(" "), *pieces))

    def _verdict(self) -> None:
        line: list[Piece] = [Piece(texts_monitor.JSON_SAH, Role.GOOD)]
        heavy = sum(1 for one in self.temuan if one.berat)
        if self.temuan:
            line.append(Piece(f"  {words.keraguan(len(self.temuan))}", Role.WARN))
        if heavy:
            line.append(Piece(f"  {heavy} {words.BERAT}", Role.BAD))
        self._say(*line)

    def _hints(self) -> None:
        place = self.query_one("#petunjuk", Cell)
        width, height = place.content_size
        if width > 0:
            place.show(*self._doubts(width, height))

    def _doubts(self, width: int, height: int) -> tuple[Line, ...]:
        if not self.temuan:
            return tuple((Piece(row, Role.GOOD),) for row in wrap(words.TANPA_KERAGUAN, width, 3))
        start = max(0, self._at - height // 6)
        lines: list[Line] = []
        for number, one in enumerate(self.temuan[start:], start):
            on = number == self._at
            role = Role.BAD if one.berat else Role.WARN
            name = outside(one.jalur, 120)
            rule = f" ({words.ATURAN} {one.aturan})" if one.aturan else ""
            lines.append(
                crop(
                    (Piece(f"{'>' if on else ' '} ", Role.MARK), Piece(name, Role.CHOSEN if on else role)),
                    width,
                )
            )
            said = wrap(f"{outside(one.pesan, 200)}{rule}", max(4, width - 2), 2)
            lines += [(Piece("  "), Piece(row, Role.MUTED)) for row in said]
        return tuple(lines[:height])

    # ------------------------------------------------------------------------- actions --
    def action_next_doubt(self) -> None:
        """Go to the next path that is doubted, or to what it would stand in."""
        if not self.temuan:
            self.app.bell()
            return
        self._at = (self._at + 1) % len(self.temuan)
        place = json_letak.posisi(self.area.text, self.temuan[self._at].jalur)
        if place is not None:
            self.area.move_cursor(place, center=True)
        self._hints()
