"""A job in full, beside the table or over it: state, reason, each attempt's bodies, differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one

from deka_tui import texts_monitor
from deka_tui.actions import Action
from deka_tui.actions_monitor import DETAIL
from deka_tui.flows.desk import explain
from deka_tui.port import Pintu
from deka_tui.presenters import detail_job
from deka_tui.presenters.pieces import Line, Piece, Role
from deka_tui.screens.pane import bindings
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.chooser import Chooser, Entry
from deka_tui.widgets.json_panel import JsonPanel
from deka_tui.widgets.settled import Unmoved
from deka_tui.widgets.text_modal import TextModal
from shared.domain.beda import beda
from shared.domain.pantau import DetailPantau
from shared.security.permissions import UNMASK

if TYPE_CHECKING:
    from deka_tui.screens.pane_monitoring import PaneMonitoring

CHROME = 6
"""Rows beside reason and JSON: head, attempt, halves, a blank one."""


class JobDetail(Unmoved, inherit_bindings=False):
    """Has the keys while it is open; what it does not know goes on to the tab."""

    AKSI: ClassVar[tuple[Action, ...]] = DETAIL
    BINDINGS: ClassVar[list[BindingType]] = bindings(DETAIL, "rincian")
    json = query_one("#json", JsonPanel)

    def __init__(self, pane: PaneMonitoring, id: str | None = None) -> None:
        super().__init__(id=id)
        self._pane = pane
        self.job_id: int | None = None
        self.isi: DetailPantau | None = None
        self._at = 0
        self._response = False
        self._lawan: int | None = None
        self._samar = True

    def compose(self) -> ComposeResult:
        """Make the parts, once."""
        for name in ("judul", "pasien", "keadaan"):
            yield Cell(id=f"rinci-{name}")
        yield Cell(id="rinci-sebab")
        yield Cell(id="rinci-percobaan")
        yield Cell(id="rinci-bagian")
        yield JsonPanel(id="json")

    @property
    def terbuka(self) -> bool:
        """Whether a job is shown."""
        return self.job_id is not None

    @property
    def tombol(self) -> tuple[Action, ...]:
        """The actions that apply to the job that is shown."""
        left_out = self.bukan_kini()
        return tuple(action for action in self.AKSI if action.strip and action.id not in left_out)

    def bukan_kini(self) -> set[str]:
        """The actions that do not apply to the job that is shown."""
        job = self.isi.job if self.isi is not None else None
        pelaku = self._pane.layar.deka.pelaku
        left_out: set[str] = set()
        if job is None or not job.boleh_kirim:
            left_out |= {"resend", "edit"}
        if self.isi is None or len(self.isi.attempts) < 2:
            left_out |= {"beda", "percobaan_maju"}
        if UNMASK not in pelaku.izin:
            left_out.add("identitas")
        return left_out

    # ----------------------------------------------------------------- open and shut --
    def buka(self, job_id: int) -> None:
        """Show a job."""
        self.job_id, self.isi = job_id, None
        self._at, self._response, self._lawan, self._samar = 0, False, None, True
        self._shown(True)
        self.focus(scroll_visible=False)
        self.json.say(texts_monitor.MEMUAT)
        self.muat(first=True)

    def tutup(self) -> None:
        """Go back to the table."""
        self.job_id = self.isi = None
        self._shown(False)
        self._pane.focus(scroll_visible=False)
        self._pane.segarkan()

    def _shown(self, shown: bool) -> None:
        """Take the place of the table or stand beside it; only these parts look different then."""
        screen = self._pane.layar
        change = screen.add_class if shown else screen.remove_class
        change("-rincian", update=False)
        beside = screen.query("#kiri-pantau, #baris-saring, StatCards")
        screen.app.stylesheet.update_nodes([self, *beside])

    def baca(self, pintu: Pintu, job_id: int) -> DetailPantau:
        """Read a job; called in a thread."""
        return pintu.monitor.detail(job_id)

    def sebab(self, found: DetailPantau, width: int, rows: int) -> tuple[Line, ...]:
        """What went wrong and what to do, in at most *rows* rows."""
        return detail_job.penjelasan(found, width, rows)

    def kepala(self, found: DetailPantau, width: int) -> tuple[Line, ...]:
        """Three rows: the job, its patient, its state."""
        return detail_job.kepala(found, width, samar=self._samar)

    def muat(self, *, first: bool = False) -> None:
        """Read the job again; the attempt that is shown stays, and a new one is shown at once."""
        job_id = self.job_id
        if job_id is None:
            return
        pintu = self._pane.layar.pintu

        def came(value: DetailPantau | None, error: Exception | None) -> None:
            if self.job_id != job_id or not self.is_attached:
                return
            if value is None:
                if self.isi is None:
                    self.json.say(explain(error) if error is not None else texts_monitor.GAGAL_BACA)
                return
            before = self.isi
            self.isi = value
            count = len(value.attempts)
            if before is None or count > len(before.attempts):
                self._at = max(0, count - 1)
                self._lawan = None
                # BPJS' answer is what a failure is looked at for.
                self._response = first and bool(value.penjelasan) and count > 0
            self._draw()
            self._pane.segarkan()

        self._pane.layar.errand(lambda: self.baca(pintu, job_id), came)

    # ------------------------------------------------------------------------ drawing --
    def on_resize(self) -> None:
        """Draw for the new size."""
        self._draw()

    def _draw(self) -> None:
        found, width = self.isi, self.content_size.width
        if found is None or width <= 0:
            return
        deka = self._pane.layar.deka
        height = self.content_size.height
        reason = self.sebab(found, width, max(3, min(8, (height - CHROME) // 2 - 2)))
        head = self.kepala(found, width)
        with self.app.batch_update():
            for name, line in zip(("judul", "pasien", "keadaan"), head, strict=True):
                self.query_one(f"#rinci-{name}", Cell).show(line)
            place = self.query_one("#rinci-sebab", Cell)
            place.styles.height = len(reason) if reason else 1
            place.show(*reason)
            self.query_one("#rinci-percobaan", Cell).show(
                detail_job.percobaan(found, self._at, deka.zona, width)
            )
            self._draw_body(found)

    def _draw_body(self, found: DetailPantau) -> None:
        halves = self.query_one("#rinci-bagian", Cell)
        if not found.attempts:
            halves.show(detail_job.bagian(False))
            newest = found.versi[-1].isi if found.versi else ""
            if newest:
                self.json.show(newest, samar=self._samar)
            else:
                self.json.say(texts_monitor.BELUM_ADA)
            return
        one = found.attempts[self._at]
        if self._lawan is not None:
            other = found.attempts[self._lawan]
            kind = texts_monitor.RESPONSE if self._response else texts_monitor.REQUEST
            halves.show(
                (
                    *detail_job.bagian(False, f"{texts_monitor.JUDUL_BEDA} {other.no} → {one.no}"),
                    Piece(f"  {kind}", Role.STRONG),
                )
            )
            old, new = (other.response, one.response) if self._response else (other.request, one.request)
            self.json.show_difference(beda(old, new), samar=self._samar)
            return
        halves.show(detail_job.bagian(self._response))
        body = one.response if self._response else one.request
        if body:
            self.json.show(body, samar=self._samar)
        else:
            self.json.say(texts_monitor.TANPA_ISI)

    # ------------------------------------------------------------------------ actions --
    def action_do(self, name: str) -> None:
        """Do an action by its key."""
        self.do(name)

    def do(self, name: str) -> bool:
        """Do an action of a job in full; tell whether it is one."""
        if self.json.go(name):
            return True
        acts = self.tindakan()
        if name not in acts:
            return False
        acts[name]()
        return True

    def tindakan(self) -> dict[str, Callable[[], object]]:
        """What each action does."""
        return {
            "resend": lambda: self._pane.aksi.resend(self.isi.job if self.isi else None),
            "edit": lambda: self._pane.aksi.edit(self.isi.job if self.isi else None),
            "beda": self._beda,
            "versi": self._versi,
            "identitas": self._identitas,
            "percobaan_maju": lambda: self._percobaan(1),
            "percobaan_balik": lambda: self._percobaan(-1),
            "bagian": self._bagian,
        }

    def _percobaan(self, step: int) -> None:
        if self.isi is not None and self.isi.attempts:
            self._at = min(max(self._at + step, 0), len(self.isi.attempts) - 1)
            if self._lawan == self._at:
                self._lawan = None
            self._draw()

    def _bagian(self) -> None:
        self._response = not self._response
        self._draw()

    def _beda(self) -> None:
        """Compare with another attempt; pressed again, show the attempt itself."""
        found = self.isi
        if found is None:
            return
        if self._lawan is not None:
            self._lawan = None
            self._draw()
            return
        others = [number for number in range(len(found.attempts)) if number != self._at]
        if not others:
            self._pane.layar.toast(texts_monitor.SATU_PERCOBAAN, "warning")
        elif len(others) == 1:
            self._banding(others[0])
        else:
            zona = self._pane.layar.deka.zona
            entries = tuple(
                Entry(str(at), f"{found.attempts[at].no}", detail_job.ringkas(found.attempts[at], zona))
                for at in others
            )
            title = texts_monitor.PILIH_BANDING.format(no=found.attempts[self._at].no)
            near = str(self._at - 1 if self._at else 1)
            self._pane.layar.ask(
                Chooser(title, entries, near), lambda at: self._banding(int(at)) if at is not None else None
            )

    def _banding(self, at: int) -> None:
        self._lawan, self._response = at, False
        self._draw()

    def _versi(self) -> None:
        if self.isi is not None:
            words = detail_job.versi(self.isi.versi, self._pane.layar.deka.zona) or texts_monitor.TANPA_ISI
            self._pane.layar.ask(TextModal(texts_monitor.JUDUL_VERSI, words), lambda _: None)

    def _identitas(self) -> None:
        """Show card and NIK, after that was written down; pressed again, mask them."""
        if not self._samar:
            self._samar = True
            self._draw()
            return
        job_id, pintu = self.job_id, self._pane.layar.pintu
        if job_id is None:
            return

        def came(_: object, error: Exception | None) -> None:
            if error is not None:
                self._pane.layar.toast(explain(error), "error")
            elif self.job_id == job_id:
                self._samar = False
                self._draw()
                self._pane.layar.toast(texts_monitor.IDENTITAS_DIBUKA, "warning")

        self._pane.layar.errand(lambda: pintu.monitor.buka_identitas(job_id), came)
