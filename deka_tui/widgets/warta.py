"""The one line that tells what has changed, in place of toasts, where a screen reader listens."""

from __future__ import annotations

from deka_tui.presenters.pieces import Piece, Role, cut
from deka_tui.widgets.cell import Cell


class Warta(Cell):
    """Says the newest news at the bottom of its screen."""

    DEFAULT_CSS = """
    Warta { dock: bottom; height: 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="warta")
        self._news = ""

    def tell(self, news: str) -> None:
        """Say something else."""
        self._news = news
        self._fit()

    def on_resize(self) -> None:
        """Cut to another width."""
        self._fit()

    def _fit(self) -> None:
        if self.size.width:
            self.show((Piece(cut(self._news, self.size.width), Role.STRONG),))
