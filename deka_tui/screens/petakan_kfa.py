"""Mapping one product: suggestions already there, a search, the detail of a hit, and only then Enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from deka_tui import texts
from deka_tui import texts_kfa_layar as words
from deka_tui.flows.desk import explain
from deka_tui.flows.kfa import setuju, tanya
from deka_tui.port_kfa import Saran, pertentangan
from deka_tui.presenters import kfa as view
from deka_tui.presenters import symbols
from deka_tui.presenters.pieces import Line, Piece, Role, outside
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell, charset_of, plain_text, to_content
from deka_tui.widgets.confirm import Answer
from deka_tui.widgets.isian import Isian
from deka_tui.widgets.pick_list import PickList
from shared.domain.kfa_hasil import DetailKfa, HasilKfa, HasilPetakan
from shared.domain.kfa_peta import Produk

SEARCH_DELAY = 0.15
DETAIL_DELAY = 0.05
"""Seconds after which the detail follows the cursor, so that a held key does not read every hit."""
PAGE = 4


class PetakanKfaScreen(LembarScreen[HasilPetakan], inherit_bindings=False):
    """Returns what the mapping did, or ``None``. Nothing is mapped whose detail is not on the screen."""

    JUDUL = words.JUDUL_PETAKAN
    KAKI = words.KAKI_PETAKAN
    AUTO_FOCUS = "#cari-kfa"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="petakan_kfa.kembali", show=False),
        Binding("up", "pick(-1)", id="petakan_kfa.naik", show=False),
        Binding("down", "pick(1)", id="petakan_kfa.turun", show=False),
        Binding("pageup", f"pick(-{PAGE})", id="petakan_kfa.mundur", show=False),
        Binding("pagedown", f"pick({PAGE})", id="petakan_kfa.maju", show=False),
        Binding("tab", "whole", id="petakan_kfa.rinci", show=False, priority=True),
    ]

    field = query_one("#cari-kfa", Input)
    hits = query_one("#calon-kfa", PickList)
    message = query_one("#pesan-kfa", Cell)

    def __init__(self, produk: Produk) -> None:
        super().__init__()
        self.produk = produk
        if produk.kode_kfa is not None:
            self.JUDUL = words.JUDUL_UBAH
        self.saran: Saran | None = None
        self._shown: tuple[HasilKfa | None, ...] = ()
        self._names: dict[str, str] = {}
        self.detail: DetailKfa | None = None
        self._marked: int | None = None
        self._text = ""
        self.mencari = True
        """Whether hits are still to come: what is shown is not what was asked for."""
        self._busy = False
        self._timer: Timer | None = None
        self._detail_timer: Timer | None = None

    def isi(self) -> Iterable[Widget]:
        """Product, search, hits beside or above the detail, a line for what there is to say."""
        yield Cell(id="siapa-kfa")
        field = Isian(
            placeholder=plain_text(self, words.CARI_KFA), compact=True, select_on_focus=False,
            max_length=200, id="cari-kfa",
        )  # fmt: skip
        field.cursor_blink = False
        yield field
        yield Cell((Piece(f" {words.MENCARI}", Role.MUTED),), id="ragam-kfa")
        with Container(id="badan-kfa"):
            hits = PickList(markup=False, compact=True, id="calon-kfa")
            hits.can_focus = False
            yield hits
            with VerticalScroll(id="rinci-kfa", can_focus=False):
                yield Static("", id="isi-rinci-kfa", markup=False)
        yield Cell(id="pesan-kfa")

    def on_mount(self) -> None:
        """Ask for suggestions in a thread."""
        self.errand(partial(self.pintu.kfa.saran, self.produk.kode), self._suggested)
        self.call_after_refresh(self._who)

    def on_resize(self) -> None:
        """Fit lines to the new width."""
        self.call_after_refresh(self._redraw)

    def _who(self) -> None:
        if self.ada:
            place = self.query_one("#siapa-kfa", Cell)
            place.show((Piece(" "), *view.siapa(self.produk, max(10, place.size.width - 2))))

    def _redraw(self) -> None:
        if not self.ada:
            return
        self._who()
        if self._shown:
            at = self.hits.highlighted or 0
            self._fill(self._shown, at)
            self._show_detail()

    def _say(self, text: str, role: Role = Role.WARN) -> None:
        if self.ada:
            self.message.show((Piece(f" {text}", role),) if text else ())

    # --------------------------------------------------------------------------- hits --
    def _suggested(self, found: Saran | None, error: Exception | None) -> None:
        if not self.ada:
            return
        if found is None:
            self.mencari = False
            self._mode("")
            self._say(explain(error) if error is not None else texts.GALAT, Role.BAD)
            return
        self.saran = found
        if not self._text:
            self._show_suggestions()

    def _show_suggestions(self) -> None:
        found = self.saran
        self.mencari = False
        if found is None:
            return
        special = [one for one in (found.ganti, found.sekarang) if one is not None]
        self._names = {}
        for one, name in ((found.sekarang, words.SEKARANG), (found.ganti, words.PENGGANTI)):
            if one is not None:
                self._names[one.kode] = name
        rest = [one for one in found.calon if one.kode not in self._names]
        rows: list[HasilKfa | None] = [*special, *rest]
        if not special and rest and not rest[0].kuat:
            rows.insert(0, None)
        self._mode(words.SARAN)
        self._say("" if rows else words.TANPA_SARAN)
        self._fill(tuple(rows), 0)

    def _mode(self, text: str) -> None:
        self.query_one("#ragam-kfa", Cell).show((Piece(f" {text}", Role.KEY),))

    def _fill(self, rows: Sequence[HasilKfa | None], at: int) -> None:
        self._shown = tuple(rows)
        self._marked = at if self._shown else None
        self.hits.clear_options()
        self.hits.add_options([Option(self._option(number)) for number in range(len(self._shown))])
        self.hits.highlighted = self._marked
        self._follow()

    def _option(self, number: int) -> Content:
        """A hit as it is drawn: the current one has the bar that current rows have everywhere."""
        one, on = self._shown[number], number == self._marked
        bar = Piece(symbols.BAR if on else " ", Role.MARK)
        if one is None:
            lines: tuple[Line, ...] = ((bar, Piece(words.BELUM_DIPILIH, Role.WARN)),)
        else:
            width = max(20, self.hits.width - 2)  # the bar, and a scroll bar that may come
            found = view.calon(one, width, sebutan=self._names.get(one.kode, ""))
            lines = tuple((bar, *line) for line in found)
        return to_content(lines, charset_of(self))

    def _mark(self) -> None:
        """Let the bar follow the cursor."""
        before, self._marked = self._marked, self.hits.highlighted
        if before != self._marked:
            for number in (before, self._marked):
                if number is not None and number < len(self._shown):
                    self.hits.replace_option_prompt_at_index(number, self._option(number))

    @property
    def choice(self) -> HasilKfa | None:
        """The hit under the cursor."""
        at = self.hits.highlighted
        return self._shown[at] if at is not None and at < len(self._shown) else None

    def action_pick(self, step: int) -> None:
        """Move in the list."""
        if self._shown:
            at = (self.hits.highlighted or 0) + step
            self.hits.highlighted = min(max(at, 0), len(self._shown) - 1)
            self._say("")

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._follow()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._follow()

    # ------------------------------------------------------------------------- search --
    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        text = event.value.strip()
        if text == self._text:
            return
        self._text, self.mencari = text, bool(text)
        if self._timer is not None:
            self._timer.stop()
        if text:
            self._mode(words.MENCARI)
            self._timer = self.set_timer(SEARCH_DELAY, partial(self._search, text))
        else:
            self._show_suggestions()

    def _search(self, text: str) -> None:
        def came(found: tuple[HasilKfa, ...] | None, error: Exception | None) -> None:
            if not self.ada or text != self._text:
                return
            self.mencari = False
            self._names = {}
            self._mode(words.HASIL_CARI)
            if found is None:
                self._say(explain(error) if error is not None else texts.GALAT, Role.BAD)
                return
            self._say("" if found else words.TANPA_HASIL)
            self._fill(found, 0)

        self.errand(partial(self.pintu.kfa.cari, text), came)

    # ------------------------------------------------------------------------- detail --
    def _follow(self) -> None:
        """Let bar and detail follow the cursor."""
        self._mark()
        one = self.choice
        if one is not None and self.detail is not None and self.detail.hasil.kode == one.kode:
            self._show_detail()
            return
        self.detail = None
        self._show_detail()
        if self._detail_timer is not None:
            self._detail_timer.stop()
        if one is not None:
            self._detail_timer = self.set_timer(DETAIL_DELAY, partial(self._read, one.kode))

    def _read(self, kode: str) -> None:
        def came(found: DetailKfa | None, error: Exception | None) -> None:
            if not self.ada or self.choice is None or self.choice.kode != kode:
                return
            if found is None:
                self._say(explain(error) if error is not None else texts.GALAT, Role.BAD)
                return
            self.detail = found
            self._show_detail()

        self.errand(partial(self.pintu.kfa.detail, kode, self.produk.kode), came)

    def _show_detail(self) -> None:
        box = self.query_one("#rinci-kfa", VerticalScroll)
        width = max(24, box.content_size.width - 1)
        if self.detail is not None:
            lines = view.rinci(self.detail, width, dibandingkan=True)
        elif self.choice is not None:
            lines = ((Piece(words.MEMBACA_RINCI, Role.MUTED),),)
        else:
            lines = ((Piece(words.ISI_RINCI if self._shown else "", Role.MUTED),),)
        self.query_one("#isi-rinci-kfa", Static).update(to_content(lines, charset_of(self)))
        box.scroll_home(animate=False)

    def action_whole(self) -> None:
        """Show the detail in full."""
        from deka_tui.widgets.detail_kfa import DetailKfaModal

        if self.detail is not None:
            self.ask(DetailKfaModal(self.detail, dibandingkan=True), lambda _: None)

    # ------------------------------------------------------------------------- saving --
    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        one = self.choice
        if self._busy:
            return
        if self.mencari:
            self._say(words.MENCARI, Role.MUTED)
        elif one is None:
            self._say(words.PILIH_DULU if self._shown else words.TANPA_HASIL)
        elif self.detail is None:
            self._say(words.TUNGGU_RINCI, Role.MUTED)
        else:
            self._save(one.kode, yakin=False)

    def _save(self, kode: str, *, yakin: bool) -> None:
        self._busy = True
        self._say(words.MENYIMPAN, Role.MUTED)

        def saved(value: HasilPetakan | None, error: Exception | None) -> None:
            self._busy = False
            if value is not None:
                self.pergi(value)
                return
            self._say("")
            clash = pertentangan(error)
            if not clash or yakin:
                self._say(explain(error) if error is not None else texts.GALAT, Role.BAD)
                return
            facts = tuple(view.konflik((one,)) for one in clash)
            box = tanya(
                words.JUDUL_YAKIN, words.tanya_yakin(outside(self.produk.nama, 60), kode), words.YA_YAKIN,
                (*facts, words.DAMPAK_YAKIN), Role.WARN,
            )  # fmt: skip
            self.ask(box, answered)

        def answered(answer: Answer | None) -> None:
            if setuju(answer):
                self._save(kode, yakin=True)

        one = self.produk
        work = partial(self.pintu.kfa.petakan, one.kode, kode, dari=one.kode_kfa, yakin=yakin)
        self.errand(work, saved)

    def action_leave(self) -> None:
        """Empty the search, then leave without mapping."""
        if self.field.value:
            self.field.value = ""
        else:
            self.pergi(None)
