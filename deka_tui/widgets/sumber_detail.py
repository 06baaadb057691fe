"""A resource in full: the detail of its job, what it waits for, what is doubted of its body."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType

from deka_tui import texts_satusehat as words
from deka_tui.actions import Action
from deka_tui.actions_satusehat import RINCI
from deka_tui.flows import satusehat as flow
from deka_tui.port import Pintu
from deka_tui.presenters import detail_job, sumber
from deka_tui.presenters.pieces import Line, Piece, Role, crop
from deka_tui.screens.pane import bindings
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.job_detail import JobDetail
from shared.domain.pantau import DetailPantau
from shared.domain.records import Percobaan
from shared.domain.sumber_tampil import DetailSumber

if TYPE_CHECKING:
    from deka_tui.screens.pane_sumber import PaneSumber


class SumberDetail(JobDetail, inherit_bindings=False):
    """The same panel as of any job; F7 leads through the body's doubts and the refused paths."""

    AKSI: ClassVar[tuple[Action, ...]] = RINCI
    BINDINGS: ClassVar[list[BindingType]] = bindings(RINCI, "rinci_sumber")

    def __init__(self, pane: PaneSumber, id: str | None = None) -> None:
        super().__init__(pane, id=id)
        self._penuh: DetailSumber | None = None
        self._ragu: int | None = None

    @property
    def penuh(self) -> DetailSumber | None:
        """The resource that is shown."""
        found = self._penuh
        return found if found is not None and found.dasar.job.id == self.job_id else None

    def buka(self, job_id: int) -> None:
        """Show a row."""
        self._ragu = None
        super().buka(job_id)

    def baca(self, pintu: Pintu, job_id: int) -> DetailPantau:
        """Read a row; called in a thread."""
        self._penuh = pintu.satusehat.detail(job_id)
        return self._penuh.dasar

    def bukan_kini(self) -> set[str]:
        """The actions that do not apply to the row that is shown."""
        left_out = super().bukan_kini()
        found = self.penuh
        if found is None or not self._tempat():
            left_out.add("ragu")
        if found is None or not found.dasar.job.ihs:
            left_out.add("verifikasi")
        if found is None or found.pertanyaan_id is None:
            left_out.add("jawab")
        return left_out

    def _percobaan_kini(self) -> Percobaan | None:
        tries = self.isi.attempts if self.isi is not None else ()
        return tries[self._at] if self._at < len(tries) else None

    def sebab(self, found: DetailPantau, width: int, rows: int) -> tuple[Line, ...]:
        """What is wrong and what to do."""
        full = self.penuh
        if full is None:
            return super().sebab(found, width, rows)
        return sumber.sebab(full, self._percobaan_kini(), width, rows)

    def kepala(self, found: DetailPantau, width: int) -> tuple[Line, ...]:
        """Three rows: the resource, what it is, its state."""
        full = self.penuh
        return sumber.kepala(full, width) if full is not None else super().kepala(found, width)

    def _draw_body(self, found: DetailPantau) -> None:
        full = self.penuh
        if full is None or (found.attempts and self._ragu is None):
            super()._draw_body(found)
            return
        halves = self.query_one("#rinci-bagian", Cell)
        head = detail_job.bagian(False, words.ISI_SEKARANG)
        spots = self._tempat()
        if self._ragu is not None and spots:
            path, said = spots[self._ragu % len(spots)]
            number = words.keraguan_ke(self._ragu % len(spots) + 1, len(spots))
            head = (Piece(f" {number} ", Role.BADGE_YELLOW), Piece(f" {path}: ", Role.STRONG), Piece(said))
            head = crop(head, self.content_size.width)
        halves.show(head)
        self.json.show(full.isi, samar=self._samar)

    def _tempat(self) -> tuple[tuple[str, str], ...]:
        full = self.penuh
        return sumber.jalur_ragu(full, self._percobaan_kini()) if full is not None else ()

    # ------------------------------------------------------------------------ actions --
    def tindakan(self) -> dict[str, Callable[[], object]]:
        """What each action does."""
        pane = cast("PaneSumber", self._pane)
        return super().tindakan() | {
            "ragu": self._keraguan,
            "verifikasi": lambda: flow.verifikasi(
                pane.layar, self.isi.job if self.isi is not None else None, self.muat
            ),
            "jawab": lambda: flow.jawab(pane.layar, pane.berubah, pane.tipe, self.job_id),
        }

    def _keraguan(self) -> None:
        """Go to the next path that is doubted or was refused, in the body as it would be sent now."""
        spots = self._tempat()
        if not spots:
            self._pane.layar.toast(words.TANPA_KERAGUAN)
            return
        self._ragu = 0 if self._ragu is None else (self._ragu + 1) % len(spots)
        self._draw()
        self.json.ke_jalur(spots[self._ragu][0])

    def _bagian(self) -> None:
        self._ragu = None
        super()._bagian()

    def _percobaan(self, step: int) -> None:
        self._ragu = None
        super()._percobaan(step)
