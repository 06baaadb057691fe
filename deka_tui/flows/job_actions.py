"""What the tab Monitoring does to jobs: resend, edit, bulk runs, groups, export, the day at a glance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deka_tui import texts_monitor
from deka_tui.flows.desk import explain
from deka_tui.presenters import pantau
from deka_tui.presenters.pieces import Piece, Role, outside
from deka_tui.widgets.confirm import Answer, Choice, Confirm, Question
from deka_tui.widgets.prompt import Prompt
from shared.domain.massal import Rencana
from shared.domain.pantau import DELETES, BarisPantau, SaringJob
from shared.domain.suntingan import Suntingan
from shared.security.permissions import UNMASK
from shared.services.errors import Bentrok
from shared.texts import NAMA_JOB, NAMA_STATUS_JOB

if TYPE_CHECKING:
    from deka_tui.screens.pane_monitoring import PaneMonitoring


def tanya(title: str, sentence: str, yes: str, no: str, *, facts: tuple[str, ...] = ()) -> Confirm:
    """A question with a grave answer ``ya`` and a safe one ``tidak``, which has the focus."""
    return Confirm(
        Question(
            title,
            sentence,
            (Choice("ya", yes, "y", dangerous=True), Choice("tidak", no, "n")),
            safe="tidak",
            focus="tidak",
            facts=tuple((Piece(fact, Role.MUTED),) for fact in facts),
            warning=True,
        )
    )


def setuju(answer: Answer | None) -> bool:
    """Whether the grave answer was given."""
    return answer is not None and answer.choice == "ya"


class AksiJob:
    """Everything that goes beyond looking."""

    def __init__(self, pane: PaneMonitoring) -> None:
        self._pane = pane

    # ------------------------------------------------------------------------ one job --
    def _gagal_saja(self, job: BarisPantau | None) -> bool:
        """Whether there is a failed job; says why nothing can be done otherwise."""
        toast = self._pane.layar.toast
        if job is None:
            toast(texts_monitor.TIDAK_ADA_JOB, "warning")
            return False
        if not job.boleh_kirim:
            status = NAMA_STATUS_JOB[job.status].lower()
            toast(texts_monitor.BUKAN_GAGAL.format(status=status), "warning")
            return False
        return True

    def resend(self, job: BarisPantau | None) -> None:
        """Send a failed job again; a deletion is asked about once more."""
        if not self._gagal_saja(job) or job is None:
            return
        if job.jenis not in DELETES:
            self._kirim(job, yakin=False)
            return
        sentence = texts_monitor.TANYA_HAPUS.format(jenis=NAMA_JOB[job.jenis])
        who = f"{outside(job.norm, 20)}  {outside(job.nama, 60)}"
        box = tanya(
            texts_monitor.JUDUL_RESEND, sentence, texts_monitor.YA_HAPUS, texts_monitor.BATAL, facts=(who,)
        )
        self._pane.layar.ask(box, lambda answer: self._kirim(job, yakin=True) if setuju(answer) else None)

    def _kirim(self, job: BarisPantau, *, yakin: bool) -> None:
        pintu = self._pane.layar.pintu

        def came(value: object, error: Exception | None) -> None:
            if error is not None:
                self._pane.layar.toast(explain(error), "error")
            elif value is not None:
                said = texts_monitor.DIKIRIM_ULANG.format(jenis=NAMA_JOB[job.jenis], id=job.id)
                self._pane.layar.toast(said)
            self._pane.berubah()

        self._pane.layar.errand(lambda: pintu.monitor.kirim_ulang(job.id, yakin=yakin), came)

    def edit(self, job: BarisPantau | None, *, ambil_alih: bool = False) -> None:
        """Hold a failed job and edit its body."""
        if not self._gagal_saja(job) or job is None:
            return
        pane, pintu = self._pane, self._pane.layar.pintu

        def came(value: Suntingan | None, error: Exception | None) -> None:
            if value is not None:
                pane.layar.ask(pane.layar_edit(value), lambda _: pane.berubah())
            elif isinstance(error, Bentrok) and error.kode == "job_disunting" and not ambil_alih:
                sentence = texts_monitor.TANYA_AMBIL.format(pesan=error.pesan)
                box = tanya(texts_monitor.JUDUL_EDIT, sentence, texts_monitor.YA_AMBIL, texts_monitor.BATAL)
                pane.layar.ask(
                    box, lambda answer: self.edit(job, ambil_alih=True) if setuju(answer) else None
                )
            elif error is not None:
                pane.layar.toast(explain(error), "error")

        pane.layar.errand(lambda: pintu.monitor.mulai_edit(job.id, ambil_alih=ambil_alih), came)

    # ---------------------------------------------------------------------- many jobs --
    def massal(self) -> None:
        """Send the marked rows again, or all that match the filter."""
        marks = tuple(sorted(at for at in self._pane.table.marks if isinstance(at, int)))
        self.rencana(ids=marks) if marks else self.rencana(saring=self._pane.daftar.saring)

    def rencana(self, *, saring: SaringJob | None = None, ids: tuple[int, ...] | None = None) -> None:
        """Open the bulk run's screen, which plans, asks, runs and tells."""
        from deka_tui.screens.massal import MassalScreen

        pane, pintu = self._pane, self._pane.layar.pintu

        def plan(yakin: bool) -> Rencana:
            return pintu.monitor.rencana(saring=saring, ids=ids, yakin=yakin)

        def done(ran: bool | None) -> None:
            if ran:
                pane.table.set_marks(())
            pane.berubah()

        pane.layar.ask(MassalScreen(plan), done)

    def kelompok(self) -> None:
        """Show the failures by their cause; open a group, or release it."""
        from deka_tui.screens.kelompok import KelompokScreen, Pilihan

        pane, pintu = self._pane, self._pane.layar.pintu
        saring = pane.daftar.ulang(status=None)

        def chosen(pick: Pilihan | None) -> None:
            if pick is None:
                return

            def came(value: SaringJob | None, error: Exception | None) -> None:
                if value is None:
                    pane.layar.toast(explain(error) if error else texts_monitor.GAGAL_BACA, "error")
                    return
                pane.pakai(value)
                if pick.lepas:
                    self.rencana(saring=value)

            pane.layar.errand(lambda: pintu.monitor.saring_kelompok(saring, pick.kunci), came)

        pane.layar.ask(KelompokScreen(saring), chosen)

    def sekilas(self) -> None:
        """Show the day at a glance."""
        from deka_tui.screens.sekilas import SekilasScreen

        pane = self._pane
        pane.layar.ask(SekilasScreen(pane.daftar.saring.tanggal or pane.hari_ini), lambda _: None)

    # ------------------------------------------------------------------------- export --
    def ekspor(self) -> None:
        """Ask for a file name, and for whom it matters whether identities are masked; then write."""
        pane, saring = self._pane, self._pane.daftar.saring
        day = saring.tanggal or pane.hari_ini
        name = texts_monitor.berkas_usul(
            str(saring.jenis or "semua"), "semua" if saring.semua_tanggal else day.isoformat()
        )

        def typed(text: str | None) -> None:
            if not text:
                return
            path = Path(text).expanduser()
            if UNMASK not in pane.layar.deka.pelaku.izin:
                self._tulis(saring, path, buka=False)
                return
            box = tanya(
                texts_monitor.JUDUL_EKSPOR, texts_monitor.EKSPOR_BUKA, texts_monitor.YA_BUKA_IDENTITAS,
                texts_monitor.SAMARKAN,
            )  # fmt: skip
            pane.layar.ask(box, lambda answer: self._tulis(saring, path, buka=setuju(answer)))

        facts = ((Piece(texts_monitor.EKSPOR_SAMAR, Role.MUTED),),)
        box = Prompt(texts_monitor.JUDUL_EKSPOR, texts_monitor.TANYA_EKSPOR, name, facts=facts, longest=400)
        pane.layar.ask(box, typed)

    def _tulis(self, saring: SaringJob, path: Path, *, buka: bool) -> None:
        pane, pintu = self._pane, self._pane.layar.pintu
        pane.layar.toast(texts_monitor.SEDANG_EKSPOR)

        def came(value: tuple[str, int, bool] | None, error: Exception | None) -> None:
            if value is None:
                pane.layar.toast(explain(error) if error else texts_monitor.GAGAL_BACA, "error")
                return
            rows = pantau.ribuan(value[1])
            pane.layar.toast(texts_monitor.DIEKSPOR.format(baris=rows, berkas=outside(value[0], 300)))

        pane.layar.errand(lambda: pintu.monitor.ekspor(saring, path, buka=buka), came)
