"""What the page Satu Sehat does beyond looking: regenerate a base resource, answer questions, verify."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deka_tui import texts_satusehat as words
from deka_tui.flows.desk import explain
from deka_tui.presenters.dasbor import lencana_lingkungan
from deka_tui.presenters.pieces import Line, Piece, Role, outside
from deka_tui.widgets.confirm import Answer, Choice, Confirm, Question
from shared.domain.pantau import BarisPantau
from shared.domain.sumber import DASAR, DICARI, Tipe
from shared.domain.sumber_tampil import HasilRegenerasi, Pertanyaan

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen
    from deka_tui.screens.pane_dasbor import PaneDasbor


def pasti(title: str, sentence: str, yes: str, *facts: Line) -> Confirm:
    """A question with a grave answer ``ya`` and a safe one ``tidak``, which has the focus."""
    choices = (Choice("ya", yes, "y", dangerous=True), Choice("tidak", words.BATAL, "n"))
    return Confirm(Question(title, sentence, choices, "tidak", "tidak", facts, warning=True))


def ya(answer: Answer | None) -> bool:
    """Whether the grave answer was given."""
    return answer is not None and answer.choice == "ya"


def regenerate(pane: PaneDasbor) -> None:
    """Regenerate the current base resource: ask, begin, show what comes of it."""
    card = pane.grid.kini
    if card is None:
        return
    if card.tipe not in DASAR:
        pane.layar.toast(words.BUKAN_DASAR, "warning")
        return
    tipe = card.tipe
    kind = "cari" if tipe in DICARI else "tulis"
    facts: list[Line] = [
        (Piece(words.TANYA_REGENERATE_RINCI[kind], Role.PLAIN),),
        (Piece(words.SEBAIKNYA, Role.MUTED),),
    ]
    if pane.isi is not None:
        facts.append(lencana_lingkungan(pane.isi.lingkungan, kata=True))
    box = pasti(
        words.JUDUL_REGENERATE, words.TANYA_REGENERATE.format(jenis=tipe.value), words.YA_REGENERATE, *facts
    )
    pane.layar.ask(box, lambda answer: _begin(pane, tipe) if ya(answer) else None)


def _begin(pane: PaneDasbor, tipe: Tipe) -> None:
    from deka_tui.screens.regenerasi import RegenerasiScreen

    pintu = pane.layar.pintu
    pane.sibuk.add(tipe)
    pane.mulai.add(tipe)
    pane.gambar()
    screen = RegenerasiScreen(tipe)

    def came(value: HasilRegenerasi | None, error: Exception | None) -> None:
        pane.mulai.discard(tipe)
        if value is None:
            pane.sibuk.discard(tipe)
            said = explain(error) if error is not None else words.GAGAL_BACA
            screen.gagal(said)
            pane.layar.toast(said, "error")
        else:
            screen.mulai(value)
        if pane.is_attached:
            pane.baca()

    # The dashboard makes the errand: it goes on when the list of results is left.
    pane.layar.errand(lambda: pintu.satusehat.regenerasi(tipe), came)
    pane.layar.ask(screen, lambda _: pane.baca())


def jawab(
    layar: LiveScreen[Any], then: Callable[[], None], tipe: Tipe | None = None, job_id: int | None = None
) -> None:
    """Show the open questions, those of *job_id* first."""
    pintu = layar.pintu

    def came(value: tuple[Pertanyaan, ...] | None, error: Exception | None) -> None:
        if value is None:
            layar.toast(explain(error) if error is not None else words.GAGAL_BACA, "error")
            return
        mine = [one for one in value if one.job_id == job_id]
        if job_id is not None and not mine:
            layar.toast(words.TANPA_TANYA, "warning")
        elif not value:
            layar.toast(words.TANPA_PERTANYAAN)
        else:
            from deka_tui.screens.tanya_sumber import TanyaScreen

            rest = [one for one in value if one.job_id != job_id]
            layar.ask(TanyaScreen((*mine, *rest)), lambda _: then())

    layar.errand(lambda: pintu.satusehat.pertanyaan(tipe), came)


def verifikasi(layar: LiveScreen[Any], row: BarisPantau | None, then: Callable[[], None]) -> None:
    """Have a row read at SatuSehat by its id."""
    if row is None or not row.ihs:
        layar.toast(words.TANPA_ID, "warning")
        return
    pintu = layar.pintu

    def came(_: object, error: Exception | None) -> None:
        if error is not None:
            layar.toast(explain(error), "error")
        else:
            layar.toast(words.VERIFIKASI_DIMINTA.format(nama=outside(row.lokal or f"#{row.id}", 70)))
        then()

    layar.errand(lambda: pintu.satusehat.verifikasi(row.id), came)
