"""The modal Detail Kode KFA: all the catalogue knows of a code."""

from __future__ import annotations

from textual.content import Content

from deka_tui import texts_kfa_layar as words
from deka_tui.presenters import kfa as view
from deka_tui.presenters.pieces import plain
from deka_tui.widgets.cell import charset_of, to_content
from deka_tui.widgets.text_modal import TextModal
from shared.domain.kfa_hasil import DetailKfa

WIDEST, MARGIN = 94, 8
"""Cells of a line at most, and what frame and padding take of the screen."""


class DetailKfaModal(TextModal):
    """Labels and values; copied as plain text."""

    def __init__(self, detail: DetailKfa, *, dibandingkan: bool = False) -> None:
        self._detail, self._compared = detail, dibandingkan
        rows = view.rinci(detail, WIDEST, dibandingkan=dibandingkan)
        super().__init__(words.JUDUL_DETAIL, "\n".join(map(plain, rows)))

    def _content(self) -> Content:
        width = max(30, min(WIDEST, self.app.size.width * 96 // 100 - MARGIN))
        rows = view.rinci(self._detail, width, dibandingkan=self._compared)
        return to_content(rows, charset_of(self))
