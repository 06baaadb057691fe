"""What is done on the page Pemetaan Obat KFA: map, change, take away, undo, files, the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deka_tui import texts
from deka_tui import texts_kfa_layar as words
from deka_tui.flows.desk import explain
from deka_tui.port_kfa import Impor
from deka_tui.presenters.pieces import Piece, Role, outside
from deka_tui.presenters.referensi import number
from deka_tui.widgets.chooser import Chooser, Entry
from deka_tui.widgets.confirm import Answer, Choice, Confirm, Question
from deka_tui.widgets.prompt import Prompt
from deka_tui.widgets.text_modal import TextModal
from shared.domain.kfa_hasil import DetailKfa, HasilPetakan, HasilUrung
from shared.domain.kfa_peta import Produk
from shared.domain.sinkron import Sinkron

if TYPE_CHECKING:
    from deka_tui.screens.live import LiveScreen
    from deka_tui.screens.pane_kfa import PaneKfa

LONGEST_PATH = 400


def tanya(
    title: str,
    sentence: str,
    yes: str,
    facts: tuple[str, ...],
    role: Role = Role.MUTED,
    *,
    gawat: bool = True,
) -> Confirm:
    """Ask for a *ya*; a grave one has to be chosen, the safe answer has the focus."""
    return Confirm(
        Question(
            title,
            sentence,
            (Choice("ya", yes, "y", dangerous=gawat), Choice("tidak", texts.BATAL, "n")),
            safe="tidak",
            focus="tidak" if gawat else "ya",
            facts=tuple((Piece(fact, role),) for fact in facts),
            warning=gawat,
        )
    )


def setuju(answer: Answer | None) -> bool:
    """Whether *ya* was given."""
    return answer is not None and answer.choice == "ya"


def berkas(text: str) -> Path:
    """Read a file name as it was typed; a ``~`` of nobody stays as it is."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


class AksiKfa:
    """Everything that goes beyond looking, for one of the two tabs."""

    def __init__(self, pane: PaneKfa) -> None:
        self._pane = pane

    @property
    def _layar(self) -> LiveScreen[Any]:
        return self._pane.layar

    def do(self, name: str) -> None:
        """Do an action by its name."""
        one = self._pane.current
        of_product: dict[str, Callable[[Produk], None]] = {
            "petakan": self.petakan, "ubah": self.petakan, "hapus": self.hapus, "detail": self.detail,
            "sunting": self.isi_produk,
        }  # fmt: skip
        plain: dict[str, Callable[[], None]] = {
            "urung": self.urung, "terima": self.terima, "tambah": self.isi_produk, "impor": self.impor,
            "ekspor": self.ekspor, "sinkron": self.sinkron, "hentikan": self.hentikan, "muat": self.muat,
        }  # fmt: skip
        if name in plain:
            plain[name]()
        elif name in of_product and one is not None:
            of_product[name](one)

    def muat(self) -> None:
        """Read everything again."""
        self._pane.reader.now()
        page: Any = self._layar
        page.reader.now()

    def _errand(self, work: Callable[[], Any], well: Callable[[Any], None]) -> None:
        """Do something in a thread; say why when it fails."""

        def back(value: Any, error: Exception | None) -> None:
            if error is not None:
                self._layar.toast(explain(error), "error")
            else:
                well(value)

        self._layar.errand(work, back)

    # --------------------------------------------------------------------- one product --
    def petakan(self, one: Produk) -> None:
        """Choose the counterpart of a product."""
        from deka_tui.screens.petakan_kfa import PetakanKfaScreen

        def mapped(done: HasilPetakan | None) -> None:
            if done is None:
                return
            kode = done.produk.kode_kfa or ""
            text = words.dipetakan(outside(one.nama, 60), kode, done.dilepas, berubah=done.berubah)
            self._layar.toast(text)
            if self._pane.DIPETAKAN:
                self.muat()
            else:
                self._pane.drop(one.kode)

        self._layar.ask(PetakanKfaScreen(one), mapped)

    def hapus(self, one: Produk) -> None:
        """Take a mapping away, after one question."""
        kode = one.kode_kfa or ""

        def answered(answer: Answer | None) -> None:
            if setuju(answer):
                self._errand(partial(self._layar.pintu.kfa.hapus, one.kode, dari=one.kode_kfa), gone)

        def gone(_: HasilPetakan) -> None:
            self._layar.toast(words.dihapus(outside(one.nama, 60)))
            self._pane.drop(one.kode)

        sentence = words.tanya_hapus(outside(one.nama, 60), kode)
        self._layar.ask(tanya(words.JUDUL_HAPUS, sentence, words.YA_HAPUS, (words.DAMPAK_HAPUS,)), answered)

    def detail(self, one: Produk) -> None:
        """Show all the catalogue knows of the code a product is mapped to."""
        from deka_tui.widgets.detail_kfa import DetailKfaModal

        def came(found: DetailKfa) -> None:
            self._layar.ask(DetailKfaModal(found), lambda _: None)

        kode = one.kode_kfa or ""
        self._errand(partial(self._layar.pintu.kfa.detail, kode, one.kode), came)

    def isi_produk(self, one: Produk | None = None) -> None:
        """Add a product by hand, or change the current one."""
        from deka_tui.screens.produk_kfa import ProdukKfaDialog

        def saved(done: Produk | None) -> None:
            if done is not None:
                self._layar.toast(words.produk_disimpan(outside(done.nama, 60)))
                self.muat()

        self._layar.ask(ProdukKfaDialog(one), saved)

    def urung(self) -> None:
        """Take the last mapping back; no question, for it can be mapped again."""

        def done(found: HasilUrung) -> None:
            names = tuple(outside(one.nama, 60) for one in found.produk)
            self._layar.toast(words.diurungkan(names, found.dilepas))
            self._pane.tuju = found.produk[0].kode if len(found.produk) == 1 else None
            self.muat()

        self._errand(self._layar.pintu.kfa.urungkan, done)

    def terima(self) -> None:
        """Review the strong suggestions and accept them together."""
        from deka_tui.screens.tinjau_kfa import TinjauKfaScreen

        page: Any = self._layar
        known = page.ringkas.statistik.belum if page.ringkas is not None else 0
        self._layar.ask(TinjauKfaScreen(known), lambda ran: self.muat() if ran else None)

    # ----------------------------------------------------------------------- catalogue --
    def sinkron(self) -> None:
        """Ask for a reading of the catalogue."""

        def asked(_: Sinkron) -> None:
            page: Any = self._layar
            here = page.ringkas is None or bool(page.ringkas.kesehatan.pekerja_hidup)
            self._layar.toast(words.diminta(pekerja=here), "information" if here else "warning")
            page.reader.now()

        self._errand(self._layar.pintu.kfa.sinkron, asked)

    def hentikan(self) -> None:
        """Stop the reading, after one question."""
        page: Any = self._layar
        if page.ringkas is None or page.ringkas.katalog.berjalan is None:
            self._layar.toast(words.TIDAK_JALAN, "warning")
            return

        def answered(answer: Answer | None) -> None:
            if setuju(answer):
                self._errand(self._layar.pintu.kfa.hentikan, stopped)

        def stopped(one: Sinkron) -> None:
            self._layar.toast(words.dihentikan(number(one.baris)))
            page.reader.now()

        box = tanya(words.JUDUL_HENTI, words.TANYA_HENTI, words.YA_HENTI, (words.DAMPAK_HENTI,))
        self._layar.ask(box, answered)

    # --------------------------------------------------------------------------- files --
    def _file(self, title: str, asked: str, name: str, note: str, then: Callable[[Path], None]) -> None:
        def judge(text: str) -> str | None:
            return None if text else words.NAMA_BERKAS

        def typed(text: str | None) -> None:
            if text:
                then(berkas(text))

        facts = ((Piece(note, Role.MUTED),),)
        box = Prompt(title, asked, name, facts=facts, judge=judge, longest=LONGEST_PATH)
        self._layar.ask(box, typed)

    def impor(self) -> None:
        """Ask what is imported and from which file."""
        entries = tuple(Entry(name, label, note) for name, (label, note) in words.PILIH_IMPOR.items())

        def chosen(what: str | None) -> None:
            if what is not None:
                run = self._impor_produk if what == "produk" else self._impor_pemetaan
                self._file(
                    words.JUDUL_IMPOR, words.TANYA_IMPOR[what], words.USUL_IMPOR[what],
                    words.CATATAN_IMPOR[what], run,
                )  # fmt: skip

        self._layar.ask(Chooser(words.JUDUL_IMPOR, entries), chosen)

    def _impor(self, work: Callable[[], Impor], well: Callable[[Impor], None]) -> None:
        """Run an import; a file that is refused says in a modal which rows are wrong."""

        def back(value: Impor | None, error: Exception | None) -> None:
            if value is None:
                why = explain(error) if error is not None else texts.GALAT
                self._layar.ask(TextModal(words.JUDUL_IMPOR_GAGAL, why), lambda _: None)
                return
            well(value)
            self.muat()

        self._layar.toast(words.SEDANG_IMPOR)
        self._layar.errand(work, back)

    def _impor_produk(self, path: Path) -> None:
        def well(done: Impor) -> None:
            self._layar.toast(words.diimpor_produk(number(done.baris), number(done.berubah)))

        self._impor(partial(self._layar.pintu.kfa.impor_produk, path), well)

    def _impor_pemetaan(self, path: Path, *, yakin: bool = False) -> None:
        def well(done: Impor) -> None:
            told = words.diimpor_pemetaan(number(done.baris), number(done.berubah), done.dilepas)
            self._layar.toast(told)
            if done.ditolak:
                box = tanya(
                    words.JUDUL_DITOLAK, words.tanya_ditolak(len(done.ditolak)), words.YA_SEMUA,
                    tuple(outside(clause, 200) for clause in done.ditolak[:5]), Role.WARN,
                )  # fmt: skip
                self._layar.ask(box, again)

        def again(answer: Answer | None) -> None:
            if setuju(answer):
                self._impor_pemetaan(path, yakin=True)

        self._impor(partial(self._layar.pintu.kfa.impor_pemetaan, path, yakin=yakin), well)

    def ekspor(self) -> None:
        """Ask for a file name, twice where the file is there already; then write."""

        def write(path: Path) -> None:
            def well(rows: int) -> None:
                self._layar.toast(words.diekspor(number(rows), outside(str(path), 200)))

            self._errand(partial(self._layar.pintu.kfa.ekspor, path), well)

        def named(path: Path) -> None:
            def looked(there: bool) -> None:
                if not there:
                    write(path)
                    return
                box = tanya(words.JUDUL_EKSPOR, words.ada_berkas(outside(str(path), 200)), words.YA_TIMPA, ())
                self._layar.ask(box, lambda answer: write(path) if setuju(answer) else None)

            self._errand(path.exists, looked)

        self._file(words.JUDUL_EKSPOR, words.TANYA_EKSPOR, words.USUL_EKSPOR, words.CATATAN_EKSPOR, named)
