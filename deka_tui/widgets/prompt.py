"""Ask for one line of text: a date, a file name, a reason. What is typed is judged before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from deka_tui import texts
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.texts_monitor import PROMPT_KAKI
from deka_tui.widgets.cell import Cell, plain_text, to_content
from deka_tui.widgets.dialog import Dialog
from deka_tui.widgets.isian import Isian

Judge = Callable[[str], str | None]
"""Says in one sentence what is wrong with what was typed; ``None`` when it is right."""


class Prompt(Dialog[str], inherit_bindings=False):
    """Returns what was typed, or ``None``. *facts* stand below the question."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(
        self,
        title: str,
        question: str,
        value: str = "",
        *,
        facts: tuple[Line, ...] = (),
        judge: Judge | None = None,
        longest: int = 200,
    ) -> None:
        super().__init__()
        self._title, self._question, self._facts = title, question, facts
        self._value, self._judge, self._longest = value, judge, longest

    def compose(self) -> ComposeResult:
        """Frame, question, facts, field, complaint, keys."""
        with Vertical(id="kotak") as box:
            box.border_title = Content(plain_text(self, self._title))
            yield Static(Content(plain_text(self, self._question)), id="tanya", markup=False)
            if self._facts:
                charset = getattr(self.app, "charset", None)
                yield Static(to_content(self._facts, charset), id="fakta", markup=False)  # type: ignore[arg-type]
            field = Isian(
                self._value, compact=True, select_on_focus=True, id="isian", max_length=self._longest
            )
            field.cursor_blink = False
            yield field
            yield Cell(id="keluhan")
            yield Cell((Piece(PROMPT_KAKI, Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one("#isian", Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = event.value.strip()
        wrong = self._judge(typed) if self._judge is not None else None
        if wrong is None:
            self.close(typed)
        else:
            self.query_one("#keluhan", Cell).show((Piece(wrong, Role.BAD),))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#keluhan", Cell).show(())

    def action_leave(self) -> None:
        """Take nothing."""
        self.close(None)
