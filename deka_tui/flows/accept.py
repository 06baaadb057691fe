"""Terima: straight through, or a warning with what BPJS said and the choice to resend, wait or go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deka_tui import texts
from deka_tui.flows.desk import Desk, explain, refresh_after
from deka_tui.flows.move import moved
from deka_tui.presenters.pieces import Line, Piece, Role, outside
from deka_tui.presenters.rincian import identity_line, reason, states_line
from shared.domain.accept import Fokus, Palang, Terima
from shared.domain.records import Kartu
from shared.domain.status import JenisJob
from shared.services.errors import PerluKonfirmasi

if TYPE_CHECKING:
    from deka_tui.widgets.confirm import Answer, Question

_FOCUS = {Fokus.TETAP: "tetap", Fokus.RESEND: "resend", Fokus.TUNGGU: "tunggu"}


def question(kartu: Kartu, gate: Terima, *, may_resend: bool) -> Question:
    """The dialog of the gate: the errors of each failed job, and the answers that make sense."""
    from deka_tui.widgets.confirm import Choice, Question

    ticket = outside(kartu.tiket, 12)
    go_on = Choice("tetap", texts.TETAP_TERIMA, "y", dangerous=gate.palang is not Palang.LUNAK)
    resend = Choice("resend", texts.RESEND_PCARE, "r")
    facts: list[Line] = [identity_line(kartu), states_line(kartu), ()]
    if gate.palang is Palang.LUNAK:
        second = resend if gate.belum and may_resend else Choice("muat", texts.MUAT_ULANG, "m")
        choices = (Choice("tunggu", texts.TUNGGU, "n"), second, go_on)
        return Question(
            title=texts.JUDUL_TERIMA,
            sentence=texts.tanya_terima_lunak(ticket),
            facts=tuple(facts[:-1]),
            choices=choices,
            safe="tunggu",
            focus="tunggu",
        )
    for job in gate.gagal:
        letter = "A" if job.jenis is JenisJob.TAMBAH_ANTREAN else "P"
        facts.append((Piece(reason(letter, job), Role.BAD),))
    facts += [(), (Piece(texts.DAMPAK_KERAS if gate.palang is Palang.KERAS else texts.DAMPAK, Role.WARN),)]
    answers = [resend] if may_resend else []
    answers += [go_on, Choice("batal", texts.BATAL, "n")]
    focus = _FOCUS[gate.fokus]
    return Question(
        title=texts.JUDUL_TERIMA,
        sentence=texts.tanya_terima_gagal(ticket),
        facts=tuple(facts),
        choices=tuple(answers),
        safe="batal",
        focus=focus if any(answer.id == focus for answer in answers) else "batal",
        warning=True,
    )


class AcceptFlow:
    """The gate itself is read inside the accepting transaction; the screen only shows its verdict."""

    def __init__(self, desk: Desk, *, may_resend: bool) -> None:
        self._desk = desk
        self._may_resend = may_resend

    def start(self, kartu: Kartu, *, tetap: bool = False) -> None:
        """Accept, and ask when the gate wants a person's word."""
        self._desk.errand(
            lambda: self._desk.pintu.terima(kartu, tetap=tetap),
            lambda value, error: self._accepted(value, error),
        )

    def _accepted(self, done: Kartu | None, error: Exception | None) -> None:
        if isinstance(error, PerluKonfirmasi):
            self._desk.patch(error.kartu)
            self._ask(error.kartu, error.terima)
        elif done is None or error is not None:
            self._desk.toast(explain(error) if error else texts.GALAT, "error")
            if error is not None:
                refresh_after(self._desk, error)
        else:
            self._desk.toast(moved(done))
            self._desk.patch(done)
            self._desk.reread()

    def _ask(self, kartu: Kartu, gate: Terima) -> None:
        from deka_tui.widgets.confirm import Confirm

        def answered(answer: Answer | None) -> None:
            choice = answer.choice if answer is not None else ""
            if choice == "tetap":
                self.start(kartu, tetap=True)
            elif choice == "resend":
                self._desk.start_resend(kartu)
            elif choice == "muat":
                self._desk.reread()

        self._desk.ask(Confirm(question(kartu, gate, may_resend=self._may_resend)), answered)
