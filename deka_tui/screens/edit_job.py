"""Editing a failed job's body: checked while it is typed, locked fields, a reason, and only then sent."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from deka_tui import texts_monitor
from deka_tui.flows.desk import explain
from deka_tui.flows.job_actions import setuju, tanya
from deka_tui.presenters import edit_job as view
from deka_tui.presenters.pieces import Piece, Role
from deka_tui.screens.lembar import LembarScreen
from deka_tui.widgets.cell import Cell
from deka_tui.widgets.prompt import Prompt
from shared.domain.beda import rapi
from shared.domain.isian import SalahIsi
from shared.domain.pantau import DELETES
from shared.domain.suntingan import Pemeriksaan, Suntingan
from shared.texts import NAMA_JOB

CHECK_DELAY = 0.25
"""Seconds after the last key after which the body is checked."""


class EditJobScreen(LembarScreen[bool], inherit_bindings=False):
    """Returns whether the job was sent. While it is open the job is held; leaving lets it go."""

    JUDUL = texts_monitor.JUDUL_EDIT
    KAKI = texts_monitor.EDIT_KAKI
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="edit.kembali", show=False, priority=True),
        Binding("ctrl+s", "send", id="edit.kirim", show=False, priority=True),
        Binding("ctrl+k", "unlock", id="edit.kunci", show=False, priority=True),
        Binding("f8", "tidy", id="edit.rapikan", show=False, priority=True),
        Binding("f9", "unmask", id="edit.identitas", show=False, priority=True),
    ]
    area = query_one("#isi-edit", TextArea)

    def __init__(self, suntingan: Suntingan) -> None:
        super().__init__()
        self._job = suntingan.job
        self._first, self._hidden = view.samarkan(suntingan.isi)
        self._fields = suntingan.kolom
        self._asli: dict[str, Any] = json.loads(suntingan.isi)
        self._open = False
        self._busy = False
        self.sah = True
        self._timer: Timer | None = None

    def isi(self) -> Iterable[Widget]:
        """The text, the field table beside it, what the check says."""
        with Horizontal(id="badan-edit"):
            area = TextArea(
                self._first,
                id="isi-edit",
                soft_wrap=False,
                show_line_numbers=True,
                tab_behavior="indent",
                compact=True,
                highlight_cursor_line=False,
            )
            area.cursor_blink = False
            yield area
            yield Cell(id="petunjuk")
        yield Cell(id="cek")

    def on_mount(self) -> None:
        """Type at once."""
        self.judul(*self._title())
        self.area.focus()
        self.call_after_refresh(self._check)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self._check)

    def _title(self) -> tuple[Piece, ...]:
        lock = (
            Piece(texts_monitor.KUNCI_DIBUKA, Role.BADGE_RED)
            if self._open
            else Piece(texts_monitor.KUNCI_TERTUTUP, Role.MUTED)
        )
        return (Piece(f"{NAMA_JOB[self._job.jenis]} #{self._job.id}   ", Role.STRONG), lock)

    # ----------------------------------------------------------------------- checking --
    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(CHECK_DELAY, self._check)

    @on(TextArea.SelectionChanged)
    def _moved(self, event: TextArea.SelectionChanged) -> None:
        event.stop()
        self._hints()

    def _check(self) -> None:
        if not self.ada:
            return
        text = self.area.text
        self.sah, line = view.periksa(self._job.jenis, text, self._asli, self._hidden, buka=self._open)
        self.query_one("#cek", Cell).show((Piece(" "), *line))
        self._hints()

    def _hints(self) -> None:
        place = self.query_one("#petunjuk", Cell)
        width, height = place.content_size
        if width <= 0:
            return
        text = self.area.text
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            data = self._asli
        now = view.kolom_di(text, self.area.cursor_location[0])
        place.show(*view.petunjuk(self._fields, now, data, width, height))

    @property
    def berubah(self) -> bool:
        """Whether the text differs from what was there."""
        return self.area.text != self._first

    # ------------------------------------------------------------------------- actions --
    def action_tidy(self) -> None:
        """Write one field a line."""
        pretty = rapi(self.area.text)
        if pretty != self.area.text:
            self.area.text = pretty

    def action_unmask(self) -> None:
        """Show card and NIK in full, after that was written down."""
        if not self._hidden or self._busy:
            return
        pintu, job_id = self.pintu, self._job.id

        def came(_: object, error: Exception | None) -> None:
            if error is not None:
                self.toast(explain(error), "error")
                return
            try:
                full = view.pulihkan(self.area.text, self._hidden)
            except SalahIsi as wrong:
                self.toast(view.kalimat(wrong), "warning")
                return
            same = not self.berubah
            self._hidden = {}
            self.area.text = full
            self._first = full if same else self._first
            self.toast(texts_monitor.IDENTITAS_DIBUKA, "warning")

        self.errand(lambda: pintu.monitor.buka_identitas(job_id), came)

    def action_unlock(self) -> None:
        """Unlock the key fields on purpose, or lock them again."""
        if self._open:
            self._lock(open_=False)
            return
        names = ", ".join(field.nama for field in self._fields if field.kunci)
        box = tanya(
            texts_monitor.JUDUL_EDIT, texts_monitor.TANYA_KUNCI.format(kolom=names), texts_monitor.YA_BUKA,
            texts_monitor.TETAP_KUNCI,
        )  # fmt: skip
        self.ask(box, lambda answer: self._lock(open_=True) if setuju(answer) else None)

    def _lock(self, *, open_: bool) -> None:
        self._open = open_
        self.judul(*self._title())
        self._check()

    def action_leave(self) -> None:
        """Drop the edit; what was typed is only thrown away when that is meant."""
        if self._busy:
            return
        if not self.berubah:
            self._drop()
            return
        box = tanya(
            texts_monitor.JUDUL_EDIT, texts_monitor.TANYA_BUANG, texts_monitor.YA_BUANG,
            texts_monitor.LANJUT_EDIT,
        )  # fmt: skip
        self.ask(box, lambda answer: self._drop() if setuju(answer) else None)

    def _drop(self) -> None:
        pintu, job_id = self.pintu, self._job.id

        def came(_: object, error: Exception | None) -> None:
            if error is not None:
                self.toast(explain(error), "error")
            self.pergi(False)

        self.errand(lambda: pintu.monitor.buang_edit(job_id), came)

    def action_send(self) -> None:
        """Check with the services, show what changes, ask for the reason, send."""
        self._check()
        if self._busy:
            return
        if not self.sah:
            self.app.bell()
            return
        if not self.berubah:
            self.toast(texts_monitor.TANPA_UBAHAN, "warning")
            return
        text = view.pulihkan(self.area.text, self._hidden)
        pintu, job_id, open_ = self.pintu, self._job.id, self._open
        self._busy = True

        def came(value: Pemeriksaan | None, error: Exception | None) -> None:
            self._busy = False
            if value is None:
                self.toast(explain(error) if error is not None else texts_monitor.GAGAL_BACA, "error")
            elif not value.beda:
                self.toast(texts_monitor.TANPA_UBAHAN, "warning")
            else:
                self._reason(text, value)

        self.errand(lambda: pintu.monitor.periksa(job_id, text, buka_kunci=open_), came)

    def _reason(self, text: str, found: Pemeriksaan) -> None:
        width = min(66, int(self.app.size.width * 0.96) - 6)
        rows = max(3, self.app.size.height - 16)
        prompt = Prompt(
            texts_monitor.JUDUL_RESEND,
            texts_monitor.TANYA_ALASAN,
            facts=view.ubahan(found, width, rows),
            judge=lambda typed: None if typed else texts_monitor.ALASAN_KOSONG,
        )

        def given(reason: str | None) -> None:
            if not reason:
                return
            if self._job.jenis not in DELETES:
                self._send(text, reason, yakin=False)
                return
            sentence = texts_monitor.TANYA_HAPUS.format(jenis=NAMA_JOB[self._job.jenis])
            box = tanya(texts_monitor.JUDUL_RESEND, sentence, texts_monitor.YA_HAPUS, texts_monitor.BATAL)
            self.ask(box, lambda answer: self._send(text, reason, yakin=True) if setuju(answer) else None)

        self.ask(prompt, given)

    def _send(self, text: str, reason: str, *, yakin: bool) -> None:
        job = self._job
        work = partial(
            self.pintu.monitor.kirim_ulang,
            job.id,
            isi=text,
            alasan=reason,
            buka_kunci=self._open,
            yakin=yakin,
        )
        self._busy = True

        def came(value: object, error: Exception | None) -> None:
            self._busy = False
            if value is None:
                self.toast(explain(error) if error is not None else texts_monitor.GAGAL_BACA, "error")
                return
            self.toast(texts_monitor.DIKIRIM_ULANG.format(jenis=NAMA_JOB[job.jenis], id=job.id))
            self.pergi(True)

        self.errand(work, came)
