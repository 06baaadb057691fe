"""Textual's OptionList with the cards of the board: ``daftar_pilihan.py FILE`` (lines made by ``clinic``)."""

import json
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

Card = list[list[tuple[str, str]]]


def prompt(card: Card) -> Content:
    """One card of four rows."""
    rows = [Content.assemble(*((text, style) for text, style in row)) for row in card]
    return Content("\n").join(rows)


class Daftar(App[None]):
    """All cards, one option each."""

    def __init__(self, cards: list[Card]) -> None:
        super().__init__()
        self._cards = cards
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        yield OptionList(*(Option(prompt(card)) for card in self._cards))


if __name__ == "__main__":
    Daftar(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()
