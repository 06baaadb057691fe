"""The one question: a sentence, facts below it, sometimes a reason to pick, and two or three answers."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.widgets import Button, Input, Static

from deka_tui import texts
from deka_tui.presenters import symbols
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.widgets.cell import Cell, charset_of, plain_text, to_content
from deka_tui.widgets.dialog import Dialog
from deka_tui.widgets.isian import Isian
from deka_tui.widgets.settled import settle
from shared.rekaman import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer: what is returned, its label, the key that gives it, and whether it is the grave one."""

    id: str
    label: str
    key: str
    dangerous: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``safe`` is the answer of Esc; ``focus`` has the focus at first."""

    title: str
    sentence: str
    choices: tuple[Choice, ...]
    safe: str
    focus: str
    facts: tuple[Line, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    """Reasons to pick, id and words; the first is chosen, one with the id ``lain`` is typed."""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer given, with the reason picked."""

    choice: str
    reason: str = ""
    words: str = ""


OTHER = "lain"


class ReasonRow(Cell):
    """One reason to pick."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(classes="alasan -pertama" if number == 1 else "alasan")
        self._number, self._words = number, words

    def choose(self, on: bool) -> None:
        """Show whether this is the reason chosen."""
        sign = symbols.DOT if on else symbols.CIRCLE
        role = Role.STRONG if on else Role.MUTED
        self.show((Piece(f" {self._number} ", Role.KEY), Piece(f"{sign} {self._words}", role)))


class Confirm(Dialog[Answer], inherit_bindings=False):
    """Asks a :class:`Question`; the safe answer has the focus and is what Esc gives."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer_safe", show=False),
        Binding("left,shift+tab", "app.focus_previous", show=False),
        Binding("right,tab", "app.focus_next", show=False),
        Binding("up,k", "reason(-1)", show=False),
        Binding("down,j", "reason(1)", show=False),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__(classes="-gawat" if question.warning else None)
        self.question = question
        self._reason = 0
        self._picking = False

    @property
    def reason(self) -> str:
        """Id of the reason chosen; ``""`` when none is asked for."""
        return self.question.reasons[self._reason][0] if self.question.reasons else ""

    def compose(self) -> ComposeResult:
        """Frame, sentence, facts, reasons, answers, keys."""
        charset = charset_of(self)
        asked = self.question
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, asked.title))
            yield Static(
                to_content(((Piece(asked.sentence, Role.STRONG),),), charset), id="tanya", markup=False
            )
            if asked.facts:
                yield Static(to_content(asked.facts, charset), id="fakta", markup=False)
            for number, (_, words) in enumerate(asked.reasons, 1):
                yield ReasonRow(number, words)
            if any(key == OTHER for key, _ in asked.reasons):
                other = Isian(
                    placeholder=plain_text(self, texts.ALASAN_KETIK), compact=True, id="lain", max_length=200
                )
                other.cursor_blink = False
                yield other
            with Horizontal(id="jawaban"):
                for choice in asked.choices:
                    button = Button(Content(plain_text(self, choice.label)), compact=True, id=choice.id)
                    button.set_class(choice.dangerous, "-gawat")
                    yield button
            yield Cell(self._keys(), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def _keys(self) -> Line:
        line: list[Piece] = []
        for choice in self.question.choices:
            keys = f"{choice.key} Esc" if choice.id == self.question.safe else choice.key
            line += [Piece(keys, Role.KEY), Piece(f" {choice.label}   ", Role.MUTED)]
        if self.question.reasons:
            line += [Piece("↑↓", Role.KEY), Piece(f" {texts.ALASAN.lower()}", Role.MUTED)]
        return tuple(line)

    def on_mount(self) -> None:
        """Focus the safe answer and mark the reason that is chosen already."""
        self.query_one(f"#{self.question.focus}", Button).focus()
        self._show_reason()

    @property
    def titik(self) -> Offset | None:
        """Where the reason stands while one is picked; then it is the answer that has the focus."""
        if not self._picking or self.reason == OTHER:
            return None
        return self.query(ReasonRow)[self._reason].region.offset + Offset(1, 0)

    def on_descendant_focus(self) -> None:
        """An answer is looked at, no longer a reason."""
        self._picking = False

    def _show_reason(self) -> None:
        for number, row in enumerate(self.query(ReasonRow)):
            row.choose(number == self._reason)
        if self.question.reasons:
            other = self.query("#lain").first(Input)
            if other.display is not (self.reason == OTHER):
                settle(self)
                other.display = self.reason == OTHER
            if self.reason == OTHER:
                other.focus(scroll_visible=False)
            elif self.focused is other:
                self.query_one(f"#{self.question.focus}", Button).focus(scroll_visible=False)

    def action_reason(self, step: int) -> None:
        """Pick the next reason, or the one before."""
        if self.question.reasons:
            self._reason = min(max(self._reason + step, 0), len(self.question.reasons) - 1)
            self._picking = True
            self._show_reason()

    def action_answer_safe(self) -> None:
        """Give the safe answer."""
        self._answer(self.question.safe)

    def _answer(self, choice: str) -> None:
        words = ""
        if choice != self.question.safe and self.reason == OTHER:
            other = self.query_one("#lain", Input)
            words = other.value.strip()
            if not words:
                other.focus()
                return
        self.close(Answer(choice, self.reason, words))

    def on_key(self, event: events.Key) -> None:
        """Answer by a choice's own key, or pick a reason by its number."""
        for choice in self.question.choices:
            if event.key == choice.key:
                event.stop()  # or it would reach what lies below, once this has gone
                self._answer(choice.id)
                return
        if event.key.isdigit() and 1 <= int(event.key) <= len(self.question.reasons):
            self._reason = int(event.key) - 1
            self._picking = True
            self._show_reason()

    def on_click(self, event: events.Click) -> None:
        """Pick the reason that is clicked."""
        rows = list(self.query(ReasonRow))
        if event.widget in rows:
            self._reason = rows.index(event.widget)
            self._show_reason()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._answer(event.button.id or self.question.safe)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(f"#{self.question.choices[0].id}", Button).focus()
