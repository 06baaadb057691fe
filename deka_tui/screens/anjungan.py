"""The kiosk: a patient types a number, chooses a room and takes a ticket; then everything is forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer

from deka_tui import texts_kios as words
from deka_tui import theme
from deka_tui.flows.desk import explain
from deka_tui.port_kios import HasilCari, PintuKios
from deka_tui.presenters.anjungan import Keadaan, Langkah, anjungan_view
from deka_tui.presenters.symbols import Charset
from deka_tui.screens.live import LiveScreen
from deka_tui.widgets.cell import Cell
from shared.domain.kios import TiketLoket
from shared.domain.peserta import TAK_TERJAWAB, HasilPeserta, JawabanPeserta, nomor_sah
from shared.domain.records import Kartu
from shared.services.errors import TidakSah

if TYPE_CHECKING:
    from deka_tui.kios.app import KiosApp

IDLE_SECONDS = 20.0
"""Seconds without a key after which a patient is forgotten."""
LONGEST = 16


class AnjunganScreen(LiveScreen[None], inherit_bindings=False):
    """One cell; what a key does hangs on the step a patient is at."""

    AUTO_FOCUS = ""
    CSS_PATH = theme.sheets("kios")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.keadaan = Keadaan(Langkah.TUTUP)
        self._turn = 0
        """Rises with every patient: what comes back for an earlier one is thrown away."""
        self._timer: Timer | None = None
        self._wanted: bool | None = None
        """Set while the ticket waits for the member's answer: with paper or without."""

    def compose(self) -> ComposeResult:
        """Make the only part."""
        yield Cell(id="seluruh")

    def on_mount(self) -> None:
        """Show that it is being prepared."""
        self._show(self.keadaan)
        self.call_after_refresh(self.deka.raise_curtain)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(lambda: self._show(self.keadaan))

    @property
    def kios(self) -> PintuKios:
        """The door; only to be used inside an errand."""
        return cast("KiosApp", self.app).kios

    @property
    def _printer(self) -> bool:
        return self.deka.settings.cetak.otomatis and bool(self.deka.settings.cetak.jenis)

    def _show(self, keadaan: Keadaan) -> None:
        self.keadaan = keadaan
        deka = self.deka
        self.query_one("#seluruh", Cell).show(
            *anjungan_view(
                keadaan,
                width=self.size.width or deka.size.width,
                height=self.size.height or deka.size.height,
                faskes=deka.faskes_nama,
                kode_faskes=deka.settings.faskes.kode,
                printer=self._printer,
                halves=deka.charset is not Charset.ASCII,
            )
        )

    # ------------------------------------------------------------- opening --
    def opened(self) -> None:
        """The storage is open: the first patient may come."""
        self.lupakan()

    def not_opened(self, error: Exception) -> None:
        """Say that the kiosk cannot be used."""
        self._show(Keadaan(Langkah.TUTUP, pesan=words.belum_siap(explain(error))))

    # ------------------------------------------------------------ forgetting --
    def lupakan(self) -> None:
        """Forget the patient and begin anew."""
        self._turn += 1
        self._wanted = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._show(Keadaan(Langkah.NOMOR))

    def _stay(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(IDLE_SECONDS, self.lupakan)

    # ------------------------------------------------------------------ keys --
    def on_key(self, event: events.Key) -> None:
        """Do what the key means at this step; every other key does nothing."""
        event.stop()
        event.prevent_default()
        step = self.keadaan.langkah
        if step in (Langkah.TUTUP, Langkah.SIBUK):
            return
        if step is Langkah.TIKET or event.key == "escape":
            self.lupakan()
            return
        digit = event.character if event.character and event.character in "0123456789" else ""
        self._stay()
        if step is Langkah.NOMOR:
            self._type(event.key, digit)
        elif step is Langkah.POLI and digit:
            self._choose(int(digit))
        elif step is Langkah.KONFIRMASI and (event.key == "enter" or (digit == "0" and self._printer)):
            self._take(paper=digit != "0")
        elif step is Langkah.LOKET and event.key == "enter":
            self._counter("")

    def _type(self, key: str, digit: str) -> None:
        k = self.keadaan
        if digit and len(k.nomor) < LONGEST:
            self._show(replace(k, nomor=k.nomor + digit, pesan=""))
        elif key in ("backspace", "delete"):
            self._show(replace(k, nomor=k.nomor[:-1], pesan=""))
        elif key == "enter" and k.nomor:
            if not nomor_sah(k.nomor):
                self._show(replace(k, pesan=words.NOMOR_SALAH))
                return
            number, turn = k.nomor, self._turn
            self._show(Keadaan(Langkah.SIBUK, nomor=number))
            self.errand(lambda: self.kios.cari(number), lambda v, e: self._found(turn, v, e))

    def _found(self, turn: int, hasil: HasilCari | None, error: Exception | None) -> None:
        if turn != self._turn:
            return
        self._stay()
        if hasil is None:
            self._again(error)
            return
        if hasil.pasien is None or not hasil.pilihan:
            why = words.BELUM_TERDAFTAR if hasil.pasien is None else words.TIDAK_ADA_POLI
            typed = self.keadaan.nomor if hasil.pasien is None else ""
            self._show(Keadaan(Langkah.LOKET, nomor=typed, pasien=hasil.pasien, pesan=why))
            return
        asked = hasil.kueri
        self._show(
            Keadaan(
                Langkah.POLI, pasien=hasil.pasien, pilihan=hasil.pilihan, diperiksa=hasil.pasien.bpjs,
                jawaban=None if asked is not None else TAK_TERJAWAB,
            )
        )  # fmt: skip
        if asked is not None:
            self.errand(lambda: self.kios.jawaban(asked), lambda v, _: self._member(turn, v))

    def _again(self, error: Exception | None) -> None:
        self.log.warning(f"kiosk: {error!r}")
        self._show(Keadaan(Langkah.NOMOR, pesan=words.GAGAL))

    def _member(self, turn: int, jawaban: JawabanPeserta | None) -> None:
        if turn != self._turn:
            return
        self._show(replace(self.keadaan, jawaban=jawaban or TAK_TERJAWAB))
        if self._wanted is not None:
            self._decide()

    def _choose(self, digit: int) -> None:
        k = self.keadaan
        if digit == 0:
            pages = -(-len(k.pilihan) // 9)
            self._show(replace(k, halaman=(k.halaman + 1) % pages))
        elif digit <= len(k.terlihat):
            self._show(replace(k, langkah=Langkah.KONFIRMASI, poli=k.terlihat[digit - 1]))

    # ---------------------------------------------------------------- tickets --
    def _take(self, *, paper: bool) -> None:
        self._wanted = paper
        self._show(replace(self.keadaan, langkah=Langkah.SIBUK))
        self._decide()

    def _decide(self) -> None:
        """Give a ticket of the room, or one of the counter for whom BPJS does not know."""
        k = self.keadaan
        if k.pasien is None or k.poli is None or self._wanted is None:
            return
        if not k.diperiksa:
            self._register()
        elif k.jawaban is not None:
            if k.jawaban.hasil is HasilPeserta.AKTIF:
                self._register()
            else:
                self._counter(words.ALASAN_LOKET[k.jawaban.hasil.value])

    def _register(self) -> None:
        k, turn = self.keadaan, self._turn
        patient, room = k.pasien, k.poli
        assert patient is not None and room is not None  # noqa: S101 - _decide() has looked
        self.errand(lambda: self.kios.daftar(patient, room), lambda v, e: self._registered(turn, v, e))

    def _registered(self, turn: int, kartu: Kartu | None, error: Exception | None) -> None:
        if turn != self._turn:
            return
        self._stay()
        if kartu is None:
            if isinstance(error, TidakSah):
                why = f"{words.TIDAK_BISA} {words.belum_siap(explain(error))}"
                k = self.keadaan
                self._show(Keadaan(Langkah.LOKET, pasien=k.pasien, poli=k.poli, pesan=why))
            else:
                self._again(error)
            return
        before = self.keadaan.poli.menunggu if self.keadaan.poli is not None else 0
        paper, number = self._wanted, kartu.id
        self._ticket(kartu.tiket, kartu.ruangan, before, words.KE_POLI)
        if self._printer and paper:
            self._print(turn, number, counter=False)
        elif self._printer:
            self.errand(lambda: self.kios.tanpa_kertas(number), lambda _v, _e: None)

    def _counter(self, why: str) -> None:
        turn, k = self._turn, self.keadaan
        norm = k.pasien.norm if k.pasien is not None else None
        room = k.poli.ruangan if k.poli is not None else ""
        self._show(replace(self.keadaan, langkah=Langkah.SIBUK))

        def came(tiket: TiketLoket | None, error: Exception | None) -> None:
            if turn != self._turn:
                return
            self._stay()
            if tiket is None:
                self._again(error)
                return
            wanted = self._wanted is not False
            self._ticket(tiket.tiket, "", tiket.sisa, f"{why} {words.KE_LOKET}".strip())
            if self._printer and wanted:
                self._print(turn, tiket.id, counter=True)

        self.errand(lambda: self.kios.loket(norm, k.nomor, room), came)

    def _ticket(self, tiket: str, tempat: str, sebelum: int, pesan: str) -> None:
        self._show(Keadaan(Langkah.TIKET, tiket=tiket, tempat=tempat, sebelum=sebelum, pesan=pesan))

    def _print(self, turn: int, number: int, *, counter: bool) -> None:
        self._show(replace(self.keadaan, cetak=words.SEDANG_CETAK))

        def came(_value: None, error: Exception | None) -> None:
            if turn == self._turn and self.keadaan.langkah is Langkah.TIKET:
                self._show(replace(self.keadaan, cetak=words.CETAK_GAGAL if error else words.TERCETAK))

        door = self.kios
        self.errand(lambda: door.cetak_loket(number) if counter else door.cetak(number), came)
