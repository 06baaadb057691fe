"""One page of a table: columns that fit, badges, marks, a bar on the current row, live rows by their ids.

It knows nothing of what its rows are. Pages are the reader's: beyond its edges the table asks for a
:class:`PagedTable.Turn`, and shows what it is then given. A move draws two cells, a changed row only the
cells that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from deka_tui.presenters import symbols, tabel
from deka_tui.presenters.pieces import Line, Piece, Role, crop, length
from deka_tui.presenters.tabel import Baris, Kolom, Tempat
from deka_tui.widgets.line_view import LineView

HEAD = 1
FOOT = 1
MARK = "*"

Id = int | str


class Letak(Enum):
    """Where the cursor goes with a page."""

    TETAP = "tetap"
    """On the row it is on; where that is gone, at the same place."""
    TEMPAT = "tempat"
    """At the same place."""
    ATAS = "atas"
    BAWAH = "bawah"


class PagedTable(LineView):
    """Head, one page of rows, foot."""

    class Resized(Message):
        """The table has another size, and perhaps room for another number of rows."""

        def __init__(self, table: PagedTable, rows: int) -> None:
            super().__init__()
            self.table, self.rows = table, rows

        @property
        def control(self) -> PagedTable:
            """The table."""
            return self.table

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, table: PagedTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> PagedTable:
            """The table."""
            return self.table

    class Turn(Message):
        """Another page is wanted: 1 the next, -1 the one before, 0 the first; and where the cursor goes."""

        def __init__(self, table: PagedTable, step: int, letak: Letak) -> None:
            super().__init__()
            self.table, self.step, self.letak = table, step, letak

        @property
        def control(self) -> PagedTable:
            """The table."""
            return self.table

    class Opened(Message):
        """The current row was clicked."""

        def __init__(self, table: PagedTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> PagedTable:
            """The table."""
            return self.table

    def __init__(
        self, kolom: Sequence[Kolom] = (), id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(kolom)
        self._places: tuple[Tempat, ...] = ()
        self._rows: tuple[Baris, ...] = ()
        self._cursor = 0
        self._fit = 0
        self._newer = self._older = False
        self._note: tuple[Line, ...] = ()
        self._foot: tuple[Line, Line] = ((), ())
        self.marks: set[Id] = set()
        """Ids of the rows that are marked, also of those on other pages."""

    # ------------------------------------------------------------------ what is there --
    @property
    def rows(self) -> tuple[Baris, ...]:
        """The rows of the page."""
        return self._rows

    @property
    def fit(self) -> int:
        """Rows there is room for; 0 before the first layout."""
        return self._fit

    @property
    def current(self) -> Id | None:
        """Id of the row under the cursor."""
        return self._rows[self._cursor].id if self._rows else None

    @property
    def place(self) -> int:
        """The cursor's row on the page, from zero."""
        return self._cursor

    @property
    def places(self) -> tuple[Tempat, ...]:
        """The columns that fit, and where they stand."""
        return self._places

    @property
    def text(self) -> str:
        """Head, rows and foot as they read."""
        return "\n".join(
            "".join(piece.text for piece in self._line(row)).rstrip() for row in range(self.size.height)
        )

    # ------------------------------------------------------------------------ showing --
    def set_columns(self, kolom: Sequence[Kolom]) -> None:
        """Show other columns."""
        if tuple(kolom) != self._columns:
            self._columns = tuple(kolom)
            self._places = tabel.tata(self._columns, self.size.width)
            self.refresh()

    def show(
        self,
        rows: Sequence[Baris],
        *,
        newer: bool = False,
        older: bool = False,
        letak: Letak = Letak.TETAP,
    ) -> None:
        """Show a page, and whether there are pages on either side; only what differs is drawn."""
        before, cursor = self._rows, self._cursor
        here = self.current
        had_note, self._note = bool(self._note), ()
        self._rows, self._newer, self._older = tuple(rows), newer, older
        self._cursor = self._goal(here, letak)
        if had_note:
            self.refresh()
        else:
            for number in range(max(len(before), len(self._rows))):
                self._diff(
                    number,
                    before[number] if number < len(before) else None,
                    self._rows[number] if number < len(self._rows) else None,
                )
            if cursor != self._cursor:
                self._bars(cursor, self._cursor)
        if self.current != here:
            self.post_message(self.Moved(self))

    def _goal(self, here: Id | None, letak: Letak) -> int:
        last = max(0, len(self._rows) - 1)
        if letak is Letak.ATAS:
            return 0
        if letak is Letak.BAWAH:
            return last
        if letak is Letak.TETAP and here is not None:
            found = next((at for at, row in enumerate(self._rows) if row.id == here), None)
            if found is not None:
                return found
        return min(self._cursor, last)

    def _diff(self, number: int, old: Baris | None, new: Baris | None) -> None:
        if old == new:
            return
        y = number + HEAD
        if old is None or new is None:
            self.redraw_rows(y)
            return
        if (old.id in self.marks) != (new.id in self.marks):
            self.redraw_run(y, 1, 1)
        changed = [p for p in self._places if old.sel.get(p.kolom.nama, ()) != new.sel.get(p.kolom.nama, ())]
        if len(changed) > 1:  # Textual draws a row anew for each run of it
            self.redraw_rows(y)
            return
        for place in changed:
            self.redraw_run(y, place.x, place.lebar)

    def say(self, *rows: str, role: Role = Role.MUTED) -> None:
        """Show a note in the place of rows: what is loading, empty or wrong, and what to do."""
        strong = len(rows) > 1
        note: tuple[Line, ...] = tuple(
            (Piece(row, Role.STRONG if strong and not at else role),) for at, row in enumerate(rows)
        )
        if note == self._note:
            return
        moved = bool(self._rows)
        self._note, self._rows, self._cursor = note, (), 0
        self._newer = self._older = False
        self.refresh()
        if moved:
            self.post_message(self.Moved(self))

    @property
    def note(self) -> str:
        """The note, as it reads."""
        return "\n".join(piece.text for line in self._note for piece in line)

    def foot(self, left: Line, right: Line = ()) -> None:
        """Show what stands below the rows: page and hints at the left, the age of the data at the right."""
        if (left, right) != self._foot:
            self._foot = (left, right)
            self.redraw_rows(self.size.height - FOOT)

    # ------------------------------------------------------------------------- moving --
    def move(self, step: int) -> None:
        """Move the cursor; beyond the page's edge the page beside it is asked for."""
        goal = self._cursor + step
        if goal < 0 and self._newer:
            self.post_message(self.Turn(self, -1, Letak.BAWAH))
        elif goal >= len(self._rows) and self._older:
            self.post_message(self.Turn(self, 1, Letak.ATAS))
        else:
            self.move_to(goal)

    def move_to(self, place: int) -> None:
        """Move the cursor to a row of this page, cut to the page."""
        goal = min(max(place, 0), max(0, len(self._rows) - 1))
        if goal != self._cursor:
            old, self._cursor = self._cursor, goal
            self._bars(old, goal)
            self.post_message(self.Moved(self))

    def turn(self, step: int) -> None:
        """Ask for the next page or the one before; at the end the cursor goes to the last row there is."""
        if step > 0 and self._older:
            self.post_message(self.Turn(self, 1, Letak.TEMPAT))
        elif step < 0 and self._newer:
            self.post_message(self.Turn(self, -1, Letak.TEMPAT))
        else:
            self.move_to(len(self._rows) - 1 if step > 0 else 0)

    def home(self) -> None:
        """Go to the first row of the first page."""
        if self._newer:
            self.post_message(self.Turn(self, 0, Letak.ATAS))
        else:
            self.move_to(0)

    def go(self, name: str) -> bool:
        """Do one of the moves ``naik turun maju mundur awal akhir``; tell whether it is one."""
        moves: dict[str, Callable[[], None]] = {
            "naik": lambda: self.move(-1),
            "turun": lambda: self.move(1),
            "maju": lambda: self.turn(1),
            "mundur": lambda: self.turn(-1),
            "awal": self.home,
            "akhir": lambda: self.move_to(len(self._rows) - 1),
        }
        if name in moves:
            moves[name]()
        return name in moves

    def toggle_mark(self) -> None:
        """Mark the current row, or take its mark away, and go on to the next."""
        here = self.current
        if here is not None:
            self.marks ^= {here}
            self.redraw_run(self._cursor + HEAD, 1, 1)
            self.move(1)

    def set_marks(self, ids: Iterable[Id]) -> None:
        """Mark these rows and no others."""
        new = set(ids)
        changed, self.marks = self.marks ^ new, new
        for number, row in enumerate(self._rows):
            if row.id in changed:
                self.redraw_run(number + HEAD, 1, 1)

    def _bars(self, *places: int) -> None:
        for place in places:
            self.redraw_run(place + HEAD, 0, 1)

    @property
    def titik(self) -> Offset | None:
        """Where the current row begins."""
        return self.region.offset + Offset(tabel.MARGIN, self._cursor + HEAD) if self._rows else None

    # ------------------------------------------------------------------------ drawing --
    def on_resize(self, event: events.Resize) -> None:
        """Fit columns and rows to the new size."""
        self._places = tabel.tata(self._columns, event.size.width)
        self._fit = max(1, event.size.height - HEAD - FOOT)
        self.refresh()
        self.post_message(self.Resized(self, self._fit))

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        return self.strip_of(self._line(y), self.size.width)

    def _line(self, y: int) -> Line:
        width, height = self.size
        if y == 0:
            return tabel.kepala(self._places)
        if y == height - FOOT:
            left, right = self._foot
            left = crop(left, max(0, width - length(right) - 1))
            return (*left, Piece(" " * (width - length(left) - length(right))), *crop(right, width))
        if self._note:
            first = max(HEAD, (height - len(self._note)) // 2)
            at = y - first
            if not 0 <= at < len(self._note):
                return ()
            line = crop(self._note[at], width)
            return (Piece(" " * ((width - length(line)) // 2)), *line)
        at = y - HEAD
        if at >= len(self._rows):
            return ()
        row = self._rows[at]
        bar = Piece(symbols.BAR if at == self._cursor else " ", Role.MARK)
        mark = Piece(MARK if row.id in self.marks else " ", Role.ACCENT)
        return (bar, mark, *tabel.baris(row, self._places))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that is clicked; on the current row, open it."""
        place = event.y - HEAD
        if 0 <= place < len(self._rows):
            event.stop()
            if place == self._cursor:
                self.post_message(self.Opened(self))
            else:
                self.move_to(place)
