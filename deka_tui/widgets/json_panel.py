"""One JSON panel: coloured, foldable by keys, harmless to whatever the text holds; also for differences."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from deka_tui import texts
from deka_tui.presenters import json_letak, json_pohon, symbols
from deka_tui.presenters.json_pohon import Simpul
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.widgets.cell import plain_text
from deka_tui.widgets.line_view import LineView
from shared.domain.beda import Beda, rapi
from shared.domain.masking import mask_numbers


class JsonPanel(LineView):
    """Shows a document, or a difference. It takes no focus; what it stands in hands it the moves."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key: tuple[object, ...] = ()
        self._copy = ""
        self._lines: tuple[Simpul, ...] = ()
        self._folded: frozenset[int] = frozenset()
        self._seen: list[int] = []
        self._at = 0
        self._top = 0

    # ------------------------------------------------------------------------ showing --
    def show(self, text: str, *, samar: bool = True) -> None:
        """Show a document; the same again changes nothing, also not what is folded."""
        key = ("isi", text, samar)
        if key != self._key:
            pretty = rapi(text)
            self._put(key, json_pohon.pohon(text, samar=samar), mask_numbers(pretty) if samar else pretty)

    def show_difference(self, found: tuple[Beda, ...], *, samar: bool = True) -> None:
        """Show a difference."""
        key = ("beda", found, samar)
        if key != self._key:
            nodes = json_pohon.baris_beda(found, samar=samar)
            self._put(key, nodes, "\n".join("  " * node.dalam + node.nilai for node in nodes))

    def say(self, text: str) -> None:
        """Show a note."""
        key = ("kata", text)
        if key != self._key:
            self._put(key, (Simpul(0, None, text, Role.MUTED),), "")

    def _put(self, key: tuple[object, ...], nodes: tuple[Simpul, ...], copy: str) -> None:
        same = self._key[:1] == key[:1] and len(nodes) == len(self._lines)
        self._key, self._lines, self._copy = key, nodes, copy
        if not same:
            self._folded, self._at, self._top = frozenset(), 0, 0
        self._fit()

    def _fit(self) -> None:
        self._seen = json_pohon.tampak(self._lines, self._folded)
        self._at = min(self._at, max(0, len(self._seen) - 1))
        self._scroll()
        self.refresh()

    @property
    def text(self) -> str:
        """What is on screen, as it reads."""
        rows = range(min(self.size.height, max(0, len(self._seen) - self._top)))
        return "\n".join("".join(piece.text for piece in self._line(row)).rstrip() for row in rows)

    @property
    def jalur(self) -> str:
        """The path of the line under the cursor."""
        return self._lines[self._seen[self._at]].jalur if self._seen else ""

    @property
    def salinan(self) -> str:
        """What copying takes: the whole document, masked as it is shown."""
        return self._copy

    def ke_jalur(self, path: str) -> None:
        """Go to a path, or to what it would stand in, unfolding what hides it."""
        known = {node.jalur: at for at, node in reversed([*enumerate(self._lines)])}
        target = known.get(json_letak.terdekat(path, known), 0)
        self._folded = frozenset(at for at in self._folded if not at < target <= self._lines[at].tutup)
        self._seen = json_pohon.tampak(self._lines, self._folded)
        if target in self._seen:
            self._at = self._seen.index(target)
        self._scroll()
        self.refresh()

    # ------------------------------------------------------------------------- moving --
    def go(self, name: str) -> bool:
        """Do one of ``naik turun maju mundur awal akhir lipat buka_lipat tutup_lipat salin``."""
        page = max(1, self.size.height - 1)
        steps = {"naik": -1, "turun": 1, "maju": page, "mundur": -page, "awal": -(10**9), "akhir": 10**9}
        if name in steps:
            self._move(steps[name])
        elif name == "lipat":
            self._toggle()
        elif name == "buka_lipat":
            if self._node_at in self._folded:
                self._toggle()
            else:
                self._move(1)
        elif name == "tutup_lipat":
            self._shut()
        elif name == "salin":
            self.app.copy_to_clipboard(self._copy)
            self.app.notify(plain_text(self, texts.DISALIN), markup=False)
        else:
            return False
        return True

    @property
    def _node_at(self) -> int:
        return self._seen[self._at] if self._seen else -1

    def _move(self, step: int) -> None:
        goal = min(max(self._at + step, 0), max(0, len(self._seen) - 1))
        if goal == self._at:
            return
        old, self._at = self._at, goal
        if self._scroll():
            self.refresh()
        else:
            for place in (old, goal):
                self.redraw_run(place - self._top, 0, 1)

    @property
    def titik(self) -> Offset | None:
        """Where the current line begins."""
        return self.region.offset + Offset(1, self._at - self._top) if self._seen else None

    def _scroll(self) -> bool:
        """Bring the cursor into sight, by half pages so that most moves draw two cells."""
        height = max(1, self.size.height)
        top = self._top
        if not top <= self._at < top + height:
            top = max(0, self._at - height // 2)
        top = max(0, min(top, len(self._seen) - height))
        changed, self._top = top != self._top, top
        return changed

    def _toggle(self) -> None:
        at = self._node_at
        if at >= 0 and self._lines[at].tutup > at:
            self._folded ^= {at}
            self._fit()

    def _shut(self) -> None:
        """Fold what is open here, else go to what it stands in."""
        at = self._node_at
        if at < 0:
            return
        node = self._lines[at]
        if node.tutup > at and at not in self._folded:
            self._toggle()
            return
        outer = next(
            (i for i in range(at - 1, -1, -1) if self._lines[i].tutup >= at and self._lines[i].tutup > i),
            None,
        )
        if outer is not None:
            self._move(self._seen.index(outer) - self._at)

    # ------------------------------------------------------------------------ drawing --
    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in sight."""
        self._scroll()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        return self.strip_of(self._line(y), self.size.width)

    def _line(self, y: int) -> Line:
        place = self._top + y
        if place >= len(self._seen):
            return ()
        at = self._seen[place]
        bar = Piece(symbols.BAR if place == self._at else " ", Role.MARK)
        return (bar, *json_pohon.baris(self._lines[at], self.size.width - 1, folded=at in self._folded))

    def on_click(self, event: events.Click) -> None:
        """Go to the line that is clicked; on the sign before it, fold."""
        event.stop()
        place = self._top + event.y
        if place < len(self._seen):
            again = place == self._at
            self._move(place - self._at)
            if again:
                self._toggle()
