"""Mapping one room or one doctor: ranked suggestions, a search in what is stored, slots, save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList

from deka_tui import texts, theme
from deka_tui import texts_referensi as words
from deka_tui.flows.desk import explain
from deka_tui.port_referensi import Calon
from deka_tui.presenters import pemetaan as view
from deka_tui.presenters.pieces import Line, Piece, Role, outside
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.confirm import Answer, Choice, Confirm, Question
from deka_tui.widgets.isian import Isian
from deka_tui.widgets.pick_list import PickList, picked
from shared.domain.pemetaan import HasilPemetaan, PetaDokter, PetaRuangan, Saran, Slot

SURE = 60
"""Score from which the best suggestion is picked at first; a poorer one has to be picked by a person."""


@dataclass(frozen=True, slots=True)
class Tersimpan:
    """A mapping that was saved; ``kosong``: it was taken away."""

    nama: str
    hasil: HasilPemetaan
    kosong: bool = False


class Pemilih(Vertical, inherit_bindings=False):
    """A field to search or type a code in, and the list it narrows; arrows in the field move in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "pick(-1)", show=False),
        Binding("down", "pick(1)", show=False),
    ]

    def __init__(self, title: str, none: str, *, digits: bool = False, id: str) -> None:
        super().__init__(id=id, classes="pemilih")
        self._title, self._none, self._digits = title, none, digits
        self._best: tuple[Saran, ...] = ()
        self._rest: tuple[Saran, ...] = ()
        self._now = ""
        self._shown: tuple[Saran, ...] = ()

    def compose(self) -> ComposeResult:
        """Head, field, list."""
        yield Cell((Piece(self._title, Role.KEY),))
        field = Isian(
            placeholder=plain_text(self, words.KETIK_KODE),
            compact=True,
            select_on_focus=False,
            max_length=60,
        )
        field.cursor_blink = False
        yield field
        choices = PickList(markup=False, compact=True)
        choices.can_focus = False
        yield choices

    @property
    def field(self) -> Input:
        """The field."""
        return self.query_one(Input)

    @property
    def list(self) -> PickList:
        """The list."""
        return self.query_one(PickList)

    @property
    def choice(self) -> Saran | None:
        """What is picked; ``None`` when nothing is, or what is picked is *not yet*."""
        found = picked(self.list, self._shown)
        return found if found is not None and found.kode else None

    def offer(self, best: Sequence[Saran], rest: Sequence[Saran], now: str) -> None:
        """Offer other counterparts; *now* is the code there is."""
        names = {one.kode: one for one in (*best, *rest)}
        self._now = now
        mine = (names.get(now, Saran(now, "", 0)),) if now else ()
        self._best = (*mine, *(one for one in best if one.kode != now))
        self._rest = tuple(one for one in rest if one.kode != now)
        self._fill("")

    def _fill(self, text: str) -> None:
        found = view.narrowed((*self._best, *self._rest), text)
        typed = text.strip()
        first = 0
        if typed and not any(one.kode.casefold() == typed.casefold() for one in found):
            usable = not self._digits or (typed.isascii() and typed.isdigit())
            if usable and " " not in typed:
                found = (*found, Saran(typed, words.KODE_LANGSUNG, 0))
        elif not typed and not self._now and found and found[0].skor < SURE:
            found = (Saran("", words.BELUM_DIPILIH, 0), *found)
        self._shown = found
        width = self.list.width - 1  # a scroll bar may come
        lines = [self._line(one, width) for one in found]
        self.list.fill(lines or [(Piece(self._none, Role.WARN),)], first)

    def _line(self, one: Saran, width: int) -> Line:
        if not one.kode:
            return (Piece(one.nama, Role.MUTED),)
        return view.choice_line(one, width, now=one.kode == self._now)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def on_descendant_focus(self) -> None:
        """Show whose list the arrows move in."""
        self.add_class("-aktif")

    def on_descendant_blur(self) -> None:
        """The arrows are somewhere else now."""
        self.remove_class("-aktif")

    def action_pick(self, step: int) -> None:
        """Pick the next one, or the one before."""
        at = self.list.highlighted
        if at is not None:
            self.list.highlighted = min(max(at + step, 0), self.list.option_count - 1)


class PetakanScreen(LiveScreen[Tersimpan | None], inherit_bindings=False):
    """Gives what was saved, or ``None`` when it was left."""

    CSS_PATH = theme.PAGES
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("ctrl+k", "clear", show=False, priority=True),
    ]

    def __init__(self, what: PetaRuangan | PetaDokter) -> None:
        super().__init__(classes="integrasi")
        self.what = what
        self._doctor: PetaDokter | None = what if hasattr(what, "kodedokter") else None  # type: ignore[assignment]
        self._busy = False
        self._slots_of: str | None = None

    # ------------------------------------------------------------ building --
    def compose(self) -> ComposeResult:
        """Who it is, what it may be, slots, messages, buttons, keys."""
        room = self._doctor is None
        title = words.JUDUL_PETA_RUANGAN if room else words.JUDUL_PETA_DOKTER
        yield Cell((Piece(f" {title} ", Role.BRAND),), id="judul")
        with Vertical(id="formulir"):
            yield Cell(self._who(), id="siapa")
            with Horizontal(id="pemilih"):
                if room:
                    yield Pemilih(words.PILIH_POLI, words.TANPA_CALON_POLI, id="utama")
                else:
                    none = words.TANPA_CALON_DOKTER
                    yield Pemilih(words.PILIH_KODEDOKTER, none, digits=True, id="utama")
                    yield Pemilih(words.PILIH_KDDOKTER, words.TANPA_CALON_PCARE, id="pcare")
            if not room:
                yield Cell((Piece(words.JAM_PRAKTIK, Role.KEY),), id="nama-jam")
                field = Isian(
                    placeholder=plain_text(self, words.JAM_KETIK), compact=True, select_on_focus=False,
                    max_length=400, id="jam",
                )  # fmt: skip
                field.cursor_blink = False
                yield field
                yield Cell(id="jadi")
            yield Cell(id="pesan")
            with Horizontal(id="jawaban"):
                yield Button(Content(words.SIMPAN), compact=True, id="simpan")
                yield Button(Content(words.KOSONGKAN), compact=True, id="kosongkan")
                yield Button(Content(texts.BATAL), compact=True, id="urung")
        yield Cell((Piece(f" {words.TOMBOL_PETA}", Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def _who(self) -> Line:
        one = self.what
        line: list[Piece] = [
            Piece(f"{outside(one.kode, 20)}  ", Role.MUTED), Piece(self.nama, Role.STRONG),
        ]  # fmt: skip
        if self._doctor is not None:
            line.append(Piece(f"  {outside(self._doctor.ruangan, 60)}", Role.MUTED))
        if one.menunggu:
            line.append(Piece(f"  {words.menunggu(one.menunggu)}", Role.BAD))
        return tuple(line)

    @property
    def nama(self) -> str:
        """Name of the room or doctor."""
        return outside(self.what.nama, 60)

    @property
    def utama(self) -> Pemilih:
        """Where the poli or ``kodedokter`` is picked."""
        return self.query_one("#utama", Pemilih)

    def on_mount(self) -> None:
        """Ask for suggestions in a thread."""
        pintu, one, doctor = self.pintu.referensi, self.what, self._doctor is not None
        self.utama.field.focus()

        def work() -> Calon:
            return pintu.calon_dokter(one.kode) if doctor else pintu.calon_ruangan(one.kode)

        self.errand(work, self._came)

    def _came(self, calon: Calon | None, error: Exception | None) -> None:
        if calon is None:
            self._say(explain(error) if error else texts.GALAT, Role.BAD)
            return
        doctor = self._doctor
        if doctor is None:
            self.utama.offer(calon.utama, calon.lain, getattr(self.what, "kd_poli", None) or "")
        else:
            number = "" if doctor.kodedokter is None else str(doctor.kodedokter)
            self.utama.offer(calon.utama, calon.lain, number)
            self.query_one("#pcare", Pemilih).offer(calon.pcare, calon.pcare_lain, doctor.kd_dokter or "")
            self._preview()

    def _say(self, text: str, role: Role = Role.WARN) -> None:
        self.query_one("#pesan", Cell).show((Piece(text, role),))

    # ------------------------------------------------------------- picking --
    @on(OptionList.OptionHighlighted, "#utama PickList")
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self._doctor is not None:
            self._preview()

    @on(Input.Changed, "#jam")
    def _slots_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._slots_of = None
        self._preview()

    def _typed_slots(self) -> tuple[Slot, ...] | None:
        """The slots typed; ``None`` when they cannot be read, ``()`` when there are none."""
        text = self.query_one("#jam", Input).value.strip()
        return view.read_slots(text) if text else ()

    def _preview(self) -> None:
        """Say which slots the doctor would have."""
        doctor, choice = self._doctor, self.utama.choice
        assert doctor is not None  # noqa: S101 - only doctors have slots
        typed = self._typed_slots()
        if typed is None:
            self._show_slots((Piece(words.JAM_TIDAK_TERBACA, Role.BAD),))
        elif typed:
            self._show_slots((Piece(view.slots_text(typed), Role.STRONG),))
        elif choice is None or not choice.kode.isdigit():
            self._show_slots((Piece(view.slots_text(doctor.jam) or words.TANPA_JAM, Role.MUTED),))
        elif self._slots_of != choice.kode:
            self._slots_of = wanted = choice.kode
            pintu = self.pintu.referensi

            def came(value: tuple[Slot, ...] | None, _error: Exception | None) -> None:
                if self._slots_of == wanted and value is not None:
                    text = view.slots_text(value)
                    self._show_slots((Piece(text or words.TANPA_JAM, Role.STRONG if text else Role.WARN),))

            self.errand(lambda: pintu.jam(doctor.kode, int(wanted)), came)

    def _show_slots(self, line: Line) -> None:
        self.query_one("#jadi", Cell).show((Piece(f"{words.MENJADI} ", Role.MUTED), *line))

    @on(Input.Submitted)
    def _next_field(self, event: Input.Submitted) -> None:
        event.stop()
        self.app.action_focus_next()

    # -------------------------------------------------------------- saving --
    def action_save(self) -> None:
        """Save what is picked; the services judge it."""
        if self._busy:
            return
        choice = self.utama.choice
        if choice is None:
            self._say(words.PILIH_DULU)
            self.utama.field.focus()
            return
        pintu, one = self.pintu.referensi, self.what
        if self._doctor is None:
            self._go(lambda: pintu.petakan_ruangan(one.kode, choice.kode))
            return
        if not (choice.kode.isascii() and choice.kode.isdigit()):
            self._say(words.KODE_BUKAN_ANGKA)
            return
        slots = self._typed_slots()
        if slots is None:
            self._say(words.JAM_TIDAK_TERBACA, Role.BAD)
            self.query_one("#jam", Input).focus()
            return
        other = self.query_one("#pcare", Pemilih).choice
        self._go(
            lambda: pintu.petakan_dokter(
                one.kode, int(choice.kode), kd_dokter=other.kode if other else None, jam=slots or None
            )
        )

    def _go(self, work: Any, *, kosong: bool = False) -> None:
        self._busy = True
        self._say(words.MENYIMPAN, Role.MUTED)

        def saved(value: HasilPemetaan | None, error: Exception | None) -> None:
            self._busy = False
            if value is None:
                self._say(explain(error) if error else texts.GALAT, Role.BAD)
                return
            self.dismiss(Tersimpan(self.nama, value, kosong))

        self.errand(work, saved)

    def action_clear(self) -> None:
        """Take the mapping away, after one question."""
        question = Question(
            words.JUDUL_KOSONGKAN,
            words.tanya_kosongkan(self.nama),
            (Choice("ya", words.YA_KOSONGKAN, "y", dangerous=True), Choice("tidak", texts.BATAL, "n")),
            safe="tidak",
            focus="tidak",
            facts=((Piece(words.DAMPAK_KOSONGKAN, Role.WARN),),),
            warning=True,
        )
        self.ask(Confirm(question), self._cleared)

    def _cleared(self, answer: Answer | None) -> None:
        if answer is None or answer.choice != "ya" or self._busy:
            return
        pintu, one = self.pintu.referensi, self.what
        if self._doctor is None:
            self._go(lambda: pintu.petakan_ruangan(one.kode, None), kosong=True)
        else:
            self._go(lambda: pintu.petakan_dokter(one.kode, None, kd_dokter=None, jam=None), kosong=True)

    def action_leave(self) -> None:
        """Leave without saving."""
        self.dismiss(None)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        {"simpan": self.action_save, "kosongkan": self.action_clear}.get(
            event.button.id or "", self.action_leave
        )()
