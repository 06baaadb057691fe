"""The grid of the dashboard: one card a type of resource; only cards that differ are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from deka_tui.presenters import dasbor
from deka_tui.presenters.dasbor import Kisi
from deka_tui.presenters.pieces import Line, Piece, Role, crop, length
from deka_tui.widgets.line_view import LineView
from shared.domain.sumber import Tipe
from shared.domain.sumber_tampil import KartuSumber


class KisiSumber(LineView):
    """Moves in two directions; where not all cards fit, the rows around the current one are seen."""

    class Opened(Message):
        """The current card was clicked."""

    class Moved(Message):
        """Another card is the current one."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cards: tuple[KartuSumber, ...] = ()
        self._busy: frozenset[Tipe] = frozenset()
        self._drawn: tuple[tuple[Line, ...], ...] = ()
        self._at = 0
        self._first = 0
        self._grid = Kisi(1, 1, dasbor.CARD, 1)
        self._note: tuple[str, ...] = ()

    # ------------------------------------------------------------------------ showing --
    @property
    def cards(self) -> tuple[KartuSumber, ...]:
        """The cards there are."""
        return self._cards

    @property
    def kini(self) -> KartuSumber | None:
        """The current card."""
        return self._cards[self._at] if self._cards else None

    @property
    def grid(self) -> Kisi:
        """How the cards lie."""
        return self._grid

    @property
    def text(self) -> str:
        """The grid as it reads."""
        rows = range(self.size.height)
        return "\n".join("".join(piece.text for piece in self._line(row)).rstrip() for row in rows)

    def say(self, *rows: str) -> None:
        """Show a note in the place of cards."""
        if rows != self._note:
            self._note, self._cards, self._drawn = rows, (), ()
            self.refresh()

    def show(self, cards: Sequence[KartuSumber], sibuk: frozenset[Tipe] = frozenset()) -> None:
        """Show cards; the current type stays the current one."""
        here = self.kini.tipe if self.kini is not None else None
        same = [card.tipe for card in cards] == [card.tipe for card in self._cards] and not self._note
        self._cards, self._busy, self._note = tuple(cards), sibuk, ()
        if not same:
            types = [card.tipe for card in self._cards]
            self._at = types.index(here) if here in types else min(self._at, max(0, len(types) - 1))
            self._fit()
            self.refresh()
            return
        self._diff()

    def _fit(self) -> None:
        width, height = self.size
        if width:
            self._grid = dasbor.tata(width, height, len(self._cards))
            row = self._at // self._grid.kolom
            rows = -(-len(self._cards) // self._grid.kolom)
            first = min(max(self._first, row - self._grid.tampak + 1), row)
            self._first = max(0, min(first, rows - self._grid.tampak))
        self._drawn = self._made()

    def _made(self) -> tuple[tuple[Line, ...], ...]:
        return tuple(
            dasbor.kartu(card, self._grid.lebar, kini=at == self._at, sibuk=card.tipe in self._busy)
            for at, card in enumerate(self._cards)
        )

    def _diff(self) -> None:
        before, self._drawn = self._drawn, self._made()
        grid = self._grid
        for at, (old, new) in enumerate(zip(before, self._drawn, strict=True)):
            x, y = at % grid.kolom * grid.lebar, (at // grid.kolom - self._first) * grid.tinggi
            for row, (was, now) in enumerate(zip(old, new, strict=True)):
                if was != now and 0 <= y + row < self.size.height:
                    self.redraw_run(y + row, x, grid.lebar)

    # ------------------------------------------------------------------------- moving --
    def go(self, name: str) -> bool:
        """Do one of ``kiri kanan naik turun awal akhir``; tell whether it is one."""
        step = {"kiri": -1, "kanan": 1, "naik": -self._grid.kolom, "turun": self._grid.kolom}
        last = len(self._cards) - 1
        if name in step:
            goal = self._at + step[name]
            if name == "turun" and goal > last and self._at // self._grid.kolom < last // self._grid.kolom:
                goal = last
            self.move_to(goal if 0 <= goal <= last else self._at)
        elif name in ("awal", "akhir"):
            self.move_to(0 if name == "awal" else last)
        else:
            return False
        return True

    def move_to(self, at: int) -> None:
        """Make another card the current one."""
        if at == self._at or not 0 <= at < len(self._cards):
            return
        self._at, first = at, self._first
        drawn = self._drawn
        self._fit()
        if self._first != first:
            self.refresh()
        else:
            self._drawn = drawn
            self._diff()
        self.post_message(self.Moved())

    @property
    def titik(self) -> Offset | None:
        """Where the current card begins."""
        if not self._cards:
            return None
        grid = self._grid
        row = (self._at // grid.kolom - self._first) * grid.tinggi
        return self.region.offset + Offset(self._at % grid.kolom * grid.lebar + 2, row)

    # ------------------------------------------------------------------------ drawing --
    def on_resize(self, _event: events.Resize) -> None:
        """Lay the cards out anew."""
        self._fit()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        return self.strip_of(self._line(y), self.size.width)

    def _line(self, y: int) -> Line:
        width, height = self.size
        if self._note:
            at = y - max(0, (height - len(self._note)) // 2)
            if not 0 <= at < len(self._note):
                return ()
            line = crop((Piece(self._note[at], Role.MUTED if at else Role.STRONG),), width)
            return (Piece(" " * ((width - length(line)) // 2)), *line)
        grid = self._grid
        row, inner = divmod(y, grid.tinggi)
        if row >= grid.tampak and y == height - 1:
            return dasbor.lebih(grid, self._first, len(self._cards))
        if inner >= dasbor.CARD or row >= grid.tampak:
            return ()
        start = (row + self._first) * grid.kolom
        return tuple(piece for card in self._drawn[start : start + grid.kolom] for piece in card[inner])

    def on_click(self, event: events.Click) -> None:
        """Go to the card that is clicked; on the current card, open it."""
        event.stop()
        grid = self._grid
        row, column = event.y // grid.tinggi, event.x // grid.lebar
        at = (row + self._first) * grid.kolom + column
        if column < grid.kolom and row < grid.tampak and at < len(self._cards):
            if at == self._at:
                self.post_message(self.Opened())
            else:
                self.move_to(at)
