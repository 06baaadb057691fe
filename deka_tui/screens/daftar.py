"""The registration form: find the patient, pick room, doctor and payer, register; all by keyboard."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Button, Input, OptionList

from deka_tui import texts, texts_kios, theme
from deka_tui.flows.desk import explain
from deka_tui.port import Pendaftaran
from deka_tui.presenters import pendaftaran as view
from deka_tui.presenters import times
from deka_tui.presenters.anjungan import bpjs_line
from deka_tui.presenters.pieces import Line, Piece, Role, outside
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.cell import Cell, plain_text
from deka_tui.widgets.isian import Isian
from deka_tui.widgets.pick_list import PickList, picked
from shared.domain.masking import mask
from shared.domain.peserta import TAK_TERJAWAB, JawabanPeserta, nomor_sah
from shared.domain.records import Dokter, Kartu, Pasien, Ruangan
from shared.domain.tickets import business_date
from shared.services.errors import TidakSah

SEARCH_DELAY = 0.15
MEMBER_DELAY = 0.4
"""Seconds the cursor rests on a patient before BPJS is asked about the card."""
LEAST = 2
"""Letters or digits from which a search is worth asking."""
MESSAGES = 3


class DaftarScreen(LiveScreen[Kartu | None], inherit_bindings=False):
    """Gives the new ticket, or ``None`` when it was left.

    *norm*, or the *nomor* of a card or NIK, and the code of a room are what was entered at a kiosk.
    """

    CSS_PATH = theme.sheets("daftar")
    AUTO_FOCUS = "#cari"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("ctrl+s", "submit", show=False),
    ]

    search = query_one("#cari", Input)
    patient_list = query_one("#pasien", PickList)
    room_list = query_one("#ruangan", PickList)
    doctor_list = query_one("#dokter", PickList)
    payer_list = query_one("#penjamin", PickList)

    def __init__(self, *, norm: str = "", nomor: str = "", ruangan: str = "") -> None:
        super().__init__()
        self._nomor, self._room_wanted = nomor, ruangan
        self._begin = norm or mask(nomor)
        self._patients: tuple[Pasien, ...] = ()
        self._rooms: tuple[Ruangan, ...] = ()
        self._doctors: tuple[view.DoctorChoice, ...] = ()
        self._payers: tuple[tuple[int, str], ...] = ()
        self._doctors_of: int | None = None
        self._timer: Timer | None = None
        self._busy = False
        self._member_timer: Timer | None = None
        self._member_of = ""
        """The card number BPJS has been asked about last."""

    # ------------------------------------------------------------ building --
    def compose(self) -> ComposeResult:
        """Search and results, room and doctor side by side, payer, buttons, messages, keys."""
        yield Cell((Piece(f" {texts.DAFTAR_JUDUL} ", Role.BRAND),), id="judul")
        with Vertical(id="formulir"):
            yield self._label(texts.DAFTAR_PASIEN)
            search = Isian(
                placeholder=plain_text(self, texts.DAFTAR_CARI),
                compact=True,
                select_on_focus=False,
                id="cari",
            )
            search.cursor_blink = False
            yield search
            yield PickList(id="pasien", markup=False, compact=True)
            with Horizontal(id="berdua"):
                with Vertical(id="kiri"):
                    yield self._label(texts.DAFTAR_RUANGAN)
                    yield PickList(id="ruangan", markup=False, compact=True)
                with Vertical(id="tengah"):
                    yield self._label(texts.DAFTAR_DOKTER)
                    yield PickList(id="dokter", markup=False, compact=True)
                with Vertical(id="kanan"):
                    yield self._label(texts.DAFTAR_PENJAMIN)
                    yield PickList(id="penjamin", markup=False, compact=True)
            yield Cell(id="peserta")
            with Horizontal(id="jawaban"):
                yield Button(Content(texts.DAFTARKAN), compact=True, id="kirim")
                yield Button(Content(texts.BATAL), compact=True, id="urung")
            yield Cell(id="pesan")
        yield Cell((Piece(f" {texts.DAFTAR_TOMBOL}", Role.MUTED),), id="kaki")
        yield Cell((Piece(texts.TERLALU_KECIL, Role.STRONG),), classes="penutup")

    @staticmethod
    def _label(text: str) -> Cell:
        return Cell((Piece(text, Role.KEY),), classes="nama-kolom")

    def on_mount(self) -> None:
        """Read the short lists in a thread."""
        pintu = self.pintu
        self.errand(lambda: (pintu.ruangan(), pintu.penjamin()), self._masters_came)
        self._say((Piece(texts.DAFTAR_KETIK, Role.MUTED),))
        self.search.value = self._begin

    def _say(self, *lines: Line) -> None:
        self.query_one("#pesan", Cell).show(*lines[:MESSAGES])

    def _masters_came(
        self, value: tuple[tuple[Ruangan, ...], tuple[tuple[int, str], ...]] | None, error: Exception | None
    ) -> None:
        if value is None:
            self._say((Piece(explain(error) if error else texts.GALAT, Role.BAD),))
            return
        self._rooms, self._payers = value
        self.room_list.fill([view.room_line(room, self.room_list.width) for room in self._rooms])
        codes = [room.kode for room in self._rooms]
        if self._room_wanted in codes:
            self.room_list.highlighted = codes.index(self._room_wanted)
        self.payer_list.fill([(Piece(outside(name, 24)),) for _, name in self._payers])
        self._choose_payer()

    # ------------------------------------------------------------- picking --
    @property
    def patient(self) -> Pasien | None:
        """The patient picked."""
        return picked(self.patient_list, self._patients)

    @property
    def room(self) -> Ruangan | None:
        """The room picked."""
        return picked(self.room_list, self._rooms)

    @on(Input.Changed, "#cari")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SEARCH_DELAY, partial(self._search, self._sought))

    @property
    def _sought(self) -> str:
        """What is searched for; a number that came from the kiosk stands masked in the field."""
        text = self.search.value.strip()
        return self._nomor if self._nomor and text == mask(self._nomor) else text

    def _search(self, text: str) -> None:
        if len(text) < LEAST:
            self._patients = ()
            self.patient_list.fill([])
            self._say((Piece(texts.DAFTAR_KETIK, Role.MUTED),))
            return
        pintu = self.pintu

        def came(value: tuple[Pasien, ...] | None, error: Exception | None) -> None:
            if text != self._sought:
                return
            if value is None:
                self._say((Piece(explain(error) if error else texts.GALAT, Role.BAD),))
                return
            self._patients = value
            today = business_date(self.deka.now(), self.deka.zona)
            width = self.patient_list.width
            self.patient_list.fill([view.patient_line(found, today, width) for found in value])
            self._say(*([] if value else [(Piece(texts.DAFTAR_TIDAK_ADA, Role.WARN),)]))

        self.errand(lambda: pintu.cari_pasien(text), came)

    @on(OptionList.OptionHighlighted, "#pasien")
    def _patientpicked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._choose_payer()

    # -------------------------------------------------------------- member --
    def _member_soon(self) -> None:
        """Ask BPJS about the patient once the cursor rests; nothing waits for the answer."""
        patient = self.patient
        number = patient.no_kartu if patient is not None and self._pays_bpjs() else ""
        if number == self._member_of:
            return
        self._member_of = number
        if self._member_timer is not None:
            self._member_timer.stop()
        self._show_member()
        if nomor_sah(number):
            self._member_timer = self.set_timer(MEMBER_DELAY, partial(self._ask_member, number))

    def _pays_bpjs(self) -> bool:
        payer = picked(self.payer_list, self._payers)
        return payer is not None and payer[0] == self.deka.settings.bpjs.penjamin_id

    def _ask_member(self, number: str) -> None:
        def came(told: JawabanPeserta | None, _error: Exception | None) -> None:
            if number == self._member_of:
                self._show_member(*bpjs_line(told or TAK_TERJAWAB, self.deka.settings.faskes.kode))

        self._show_member(*bpjs_line(None, ""))
        door = self.pintu
        self.errand(lambda: door.stasiun.periksa(number), came)

    def _show_member(self, text: str = "", role: Role = Role.PLAIN) -> None:
        line: Line = (Piece(f"{texts_kios.BPJS}: ", Role.KEY), Piece(text, role)) if text else ()
        self.query_one("#peserta", Cell).show(line)

    @on(OptionList.OptionHighlighted, "#penjamin")
    def _payerpicked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._member_soon()

    def _choose_payer(self) -> None:
        patient = self.patient
        if patient is not None:
            for index, (payer_id, _) in enumerate(self._payers):
                if payer_id == patient.penjamin_id:
                    self.payer_list.highlighted = index
        self._member_soon()

    @on(OptionList.OptionHighlighted, "#ruangan")
    def _roompicked(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        room = self.room
        if room is None or room.id == self._doctors_of:
            return
        self._doctors_of = room.id
        pintu = self.pintu

        def came(value: tuple[Dokter, ...] | None, error: Exception | None) -> None:
            if self._doctors_of != room.id:
                return
            if value is None:
                self._doctors_of = None
                self._say((Piece(explain(error) if error else texts.GALAT, Role.BAD),))
                return
            self._doctors = view.doctor_choices(value)
            clock = times.clock(self.deka.now(), self.deka.zona)
            width = self.doctor_list.width
            lines = [view.doctor_line(choice, width) for choice in self._doctors]
            self.doctor_list.fill(lines, view.best_choice(self._doctors, clock))

        self.errand(lambda: pintu.dokter(room.id), came)

    # -------------------------------------------------------------- moving --
    @on(Input.Submitted, "#cari")
    def _search_done(self, event: Input.Submitted) -> None:
        event.stop()
        (self.room_list if len(self._patients) == 1 else self.patient_list).focus()

    @on(OptionList.OptionSelected)
    def _next_field(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.app.action_focus_next()

    def action_leave(self) -> None:
        """Leave without registering."""
        self.dismiss(None)

    @on(Button.Pressed, "#urung")
    def _cancelled(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(None)

    @on(Button.Pressed, "#kirim")
    def _sent(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_submit()

    # ---------------------------------------------------------- registering --
    def action_submit(self) -> None:
        """Register what is picked; the services judge it."""
        patient, room = self.patient, self.room
        if self._busy:
            return
        if patient is None:
            self._say((Piece(texts.DAFTAR_PILIH_PASIEN, Role.WARN),))
            self.search.focus()
            return
        if room is None:
            self._say((Piece(texts.DAFTAR_PILIH_RUANGAN, Role.WARN),))
            self.room_list.focus()
            return
        choice = picked(self.doctor_list, self._doctors)
        payer = picked(self.payer_list, self._payers)
        form = Pendaftaran(
            norm=patient.norm,
            ruangan=room.kode,
            dokter=choice.dokter.kode if choice is not None and choice.dokter is not None else None,
            penjamin_id=payer[0] if payer is not None else None,
            jam=choice.jam if choice is not None else None,
        )
        pintu = self.pintu
        self._busy = True
        self._say((Piece(texts.DAFTAR_MENDAFTAR, Role.MUTED),))
        self.errand(lambda: pintu.daftar(form), self._registered)

    def _registered(self, kartu: Kartu | None, error: Exception | None) -> None:
        self._busy = False
        if kartu is not None:
            self.dismiss(kartu)
            return
        refused = error.tolakan if isinstance(error, TidakSah) else ()
        if not refused:
            self._say((Piece(explain(error) if error else texts.GALAT, Role.BAD),))
            return
        self._say(*view.refusal_lines(refused))
        field = view.FIELD_OF.get(refused[0].kolom, "cari")
        self.query_one(f"#{field}").focus()
