"""The page Pemetaan Obat KFA on the real services and a real SQLite file: from nothing mapped to all."""

from __future__ import annotations

import csv
import time
from dataclasses import replace
from pathlib import Path

import pytest

from deka_tui.messages import Changed
from deka_tui.screens.kfa import KfaScreen
from deka_tui.screens.pane_kfa import PaneKfa
from deka_tui.screens.petakan_kfa import PetakanKfaScreen
from deka_tui.screens.tinjau_kfa import TinjauKfaScreen
from shared.domain.records import Pelaku
from shared.domain.status import StatusJob
from shared.security.permissions import ROLES, SATUSEHAT
from shared.services import kfa, kfa_berkas, kfa_sinkron
from tests.services import sehat
from tests.services.clinic import ADMIN, Clinic, settings_for, sqlite_clinic, sqlite_template
from tests.services.katalog import CONTOH, Kfa, PembacaKfa, isi, obat
from tests.services.sehat import Sehat, medication
from tests.tui.robot import SMALL, Loket

__all__ = ["sqlite_clinic", "sqlite_template"]

TERSAMBUNG = replace(sehat.SETTINGS, kfa_url="http://127.0.0.1:9/kfa-v2")
PRODUK = (
    ("OBT-1", "pct 500 tab", "", 40),
    ("P2", "asmef 500 kaplet", "", 90),
    ("P3", "amox 500 kapsul", "", 10),
    ("P4", "ctm 4mg tab", "", 3),
    ("P5", "parasetamol syr", "", 2),
    ("P6", "jamu tanpa kode", "", 0),
)


@pytest.fixture
def klinik(sqlite_clinic: Clinic) -> Clinic:
    isi(sqlite_clinic.ctx, *CONTOH)
    return sqlite_clinic


def produk(clinic: Clinic, *rows: tuple[str, str, str, int]) -> None:
    for kode, nama, bentuk, resep in rows or PRODUK:
        kfa_berkas.simpan_produk(clinic.ctx, ADMIN, kode, nama, bentuk=bentuk, jumlah_resep=resep)


def stasiun(clinic: Clinic, pelaku: Pelaku = ADMIN, *, satusehat: bool = False) -> Loket:
    own = settings_for(clinic.url)
    if satusehat:
        own = replace(own, satusehat=TERSAMBUNG)
    return Loket(None, SMALL, pelaku=pelaku, clock=time.time, settings_=own)


async def ke(loket: Loket) -> KfaScreen:
    """Put the page on the screen, as the menu does."""
    page = KfaScreen()
    loket.layar.ask(page, lambda _: None)
    await loket.sampai(lambda: loket.app.screen is page and page.is_mounted)
    await loket.tenang()
    return page


def pane(page: KfaScreen) -> PaneKfa:
    found = page.pane
    assert isinstance(found, PaneKfa)
    return found


def ids(page: KfaScreen) -> list[object]:
    return [row.id for row in pane(page).table.rows]


def siap(form: PetakanKfaScreen, kode: str) -> bool:
    """Whether a code is current, what was typed has been searched, and its detail is on the screen."""
    return not form.mencari and form.detail is not None and form.detail.hasil.kode == kode


async def petakan(loket: Loket, page: KfaScreen, kode: str | None = None) -> str:
    """Enter, then Enter on what is suggested, or on a code that is typed; returns the product mapped."""
    product = str(pane(page).table.current)
    await loket.tekan("enter")
    await loket.sampai(lambda: isinstance(loket.app.screen, PetakanKfaScreen))
    form = loket.app.screen
    assert isinstance(form, PetakanKfaScreen)
    await loket.sampai(lambda: form.saran)
    if kode is not None:
        await loket.ketik(kode)
        await loket.sampai(lambda: not form.mencari and form.choice is not None and form.choice.kode == kode)
    await loket.sampai(lambda: not form.mencari and form.choice is not None and form.detail is not None)
    await loket.tekan("enter")
    await loket.sampai(lambda: loket.app.screen is not form)
    if loket.dialog is not None:
        await loket.tekan("y")
        await loket.sampai(lambda: loket.app.screen is page)
    await loket.sampai(lambda: product not in ids(page))
    await loket.tenang()
    return product


async def test_from_nothing_to_all_mapped(klinik: Clinic, tmp_path: Path) -> None:
    made = Sehat(klinik, klinik.station(satusehat=sehat.SETTINGS), tmp_path)
    produk(klinik)
    made.impor(medication())
    assert made.status("Medication/m1") is StatusJob.TERTAHAN
    async with stasiun(klinik, satusehat=True) as loket:
        page = await ke(loket)
        await loket.sampai(lambda: len(ids(page)) == 6)
        assert "Total Produk 6" in page.cards.text
        mapped = [await petakan(loket, page) for _ in range(2)]
        assert mapped == ["P2", "OBT-1"], "most prescriptions first, and each Enter Enter goes on to the next"
        assert loket.toast[-1] == "pct 500 tab dipetakan ke 93900001; 1 Medication yang menunggu dilepas."
        assert made.status("Medication/m1") is StatusJob.MENUNGGU
        await loket.tekan("b")
        await loket.sampai(lambda: isinstance(loket.app.screen, TinjauKfaScreen))
        review = loket.app.screen
        assert isinstance(review, TinjauKfaScreen)
        await loket.sampai(lambda: review.ditinjau)
        assert {one.produk.kode for one in review.usulan} >= {"P3", "P4"}
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        await loket.tekan("y")
        await loket.sampai(lambda: review.hasil)
        await loket.tekan("escape")
        await loket.sampai(lambda: loket.app.screen is page)
        await loket.sampai(lambda: ids(page) and "P4" not in ids(page))
        while ids(page):
            await petakan(loket, page, "93900003" if ids(page)[0] == "P5" else "93900007")
        await loket.sampai(lambda: "Semua produk sudah dipetakan." in loket.terlihat)
        await loket.sampai(lambda: "100%" in page.cards.text)
        assert kfa.statistik(klinik.ctx, ADMIN).belum == 0
        await loket.tekan("u")
        await loket.sampai(lambda: ids(page) == ["P6"])
        await loket.sampai(lambda: "83,3%" in page.cards.text)


async def test_a_conflict_is_asked_and_mapped_only_then(klinik: Clinic) -> None:
    produk(klinik, ("P1", "pct 500 tab", "tablet", 4))
    async with stasiun(klinik) as loket:
        page = await ke(loket)
        await loket.sampai(lambda: ids(page) == ["P1"])
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, PetakanKfaScreen))
        form = loket.app.screen
        assert isinstance(form, PetakanKfaScreen)
        await loket.ketik("93900003")
        await loket.sampai(lambda: siap(form, "93900003"))
        await loket.tenang()
        assert "Berbeda: " in loket.terlihat
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        assert loket.dialog is not None
        facts = ["".join(piece.text for piece in line) for line in loket.dialog.question.facts]
        assert facts[0].startswith("kekuatan berbeda: produk 500, KFA 120 mg/5 mL")
        assert facts[1].startswith("bentuk berbeda: produk tab")
        await loket.tekan("escape")
        assert kfa.produk(klinik.ctx, ADMIN, "P1").kode_kfa is None
        await loket.tekan("enter")
        await loket.sampai(lambda: loket.dialog)
        await loket.tekan("y")
        await loket.sampai(lambda: kfa.produk(klinik.ctx, ADMIN, "P1").kode_kfa == "93900003")


async def test_what_a_colleague_has_mapped_meanwhile_is_not_written_over(klinik: Clinic) -> None:
    produk(klinik, ("P1", "pct 500 tab", "", 4))
    async with stasiun(klinik) as loket:
        page = await ke(loket)
        await loket.sampai(lambda: ids(page) == ["P1"])
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, PetakanKfaScreen))
        form = loket.app.screen
        assert isinstance(form, PetakanKfaScreen)
        await loket.ketik("93900001")
        await loket.sampai(lambda: siap(form, "93900001"))
        kfa.petakan(klinik.ctx, ADMIN, "P1", "93900002")
        await loket.tekan("enter")
        await loket.sampai(lambda: "baru saja diubah orang lain" in form.message.text)
        assert kfa.produk(klinik.ctx, ADMIN, "P1").kode_kfa == "93900002"
        await loket.tekan("escape", "escape")
        await loket.sampai(lambda: "Semua produk sudah dipetakan." in loket.terlihat)


async def test_a_code_that_is_retired_later_is_marked_and_changed_to_its_replacement(klinik: Clinic) -> None:
    produk(klinik, ("P1", "pct 500 tab", "", 4))
    kfa.petakan(klinik.ctx, ADMIN, "P1", "93900001")
    gone = obat(
        "93900001", "Paracetamol 500 mg Tablet (Umum)", "Paracetamol", "500 mg", "Tablet", active=False,
        replacement={"product": {"kfa_code": "93900002", "name": "Paracetamol baru", "reason": "Ganti"}},
    )  # fmt: skip
    async with stasiun(klinik) as loket:
        page = await ke(loket)
        page.buka_tab("sudah")
        await loket.sampai(lambda: ids(page) == ["P1"])
        isi(klinik.ctx, gone)
        await loket.sampai(lambda: "! 93900001" in pane(page).table.text)
        assert "pengganti: 93900002" in loket.terlihat
        await loket.tekan("e")
        await loket.sampai(lambda: isinstance(loket.app.screen, PetakanKfaScreen))
        form = loket.app.screen
        assert isinstance(form, PetakanKfaScreen)
        await loket.sampai(lambda: siap(form, "93900002"))
        await loket.tekan("enter")
        await loket.sampai(lambda: "93900002" in pane(page).table.text and loket.app.screen is page)
        assert "!" not in pane(page).table.text


async def test_pages_hold_every_product_once_and_mapping_draws_the_next_page_up(klinik: Clinic) -> None:
    produk(klinik, *((f"K{n:03d}", f"pct 500 tab {n:03d}", "", 500 - n) for n in range(40)))
    async with stasiun(klinik) as loket:
        page = await ke(loket)
        await loket.sampai(lambda: ids(page))
        fit = pane(page).table.fit
        assert ids(page) == [f"K{n:03d}" for n in range(fit)]
        await petakan(loket, page, "93900001")
        await loket.sampai(lambda: ids(page) == [f"K{n:03d}" for n in range(1, fit + 1)])
        seen: list[object] = []
        while True:
            here = ids(page)
            seen += here
            if len(seen) >= 39:
                break
            await loket.tekan("pagedown")
            await loket.sampai(lambda here=here: ids(page) != here)
        assert seen == [f"K{n:03d}" for n in range(1, 40)]


async def test_files_go_in_and_out(klinik: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("produk.csv").write_text(
        "kode,nama,bentuk,kekuatan,jumlah_resep\nP1,pct 500 tab,,,4\nP2,asmef 500,,,9\n", encoding="utf-8"
    )
    Path("pemetaan-kfa.csv").write_text("kode,kode_kfa\nP1,93900001\nP2,93900003\n", encoding="utf-8")
    async with stasiun(klinik) as loket:
        page = await ke(loket)
        await loket.sampai(lambda: "Belum ada produk." in loket.terlihat)
        await loket.tekan("i", "2", "enter")
        await loket.sampai(lambda: ids(page) == ["P2", "P1"])
        await loket.tekan("i", "1", "enter")
        await loket.sampai(lambda: loket.dialog)
        await loket.tekan("n")
        await loket.sampai(lambda: ids(page) == ["P2"])
        Path("pemetaan-kfa.csv").write_text("kode,kode_kfa\nP9,93900001\n", encoding="utf-8")
        await loket.tekan("i", "1", "enter")
        await loket.sampai(lambda: loket.modal)
        assert loket.modal is not None
        assert "P9" in loket.modal.text
        await loket.tekan("escape", "o")
        await loket.sampai(lambda: loket.fokus == "isian")
        await loket.tekan("home")
        await loket.ketik("x")
        await loket.tekan("enter")
        await loket.sampai(lambda: Path("xpemetaan-kfa.csv").exists() and "ditulis" in loket.toast[-1])
    with Path("xpemetaan-kfa.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["kode"]: row["kode_kfa"] for row in csv.DictReader(file)}
    assert rows == {"P1": "93900001", "P2": ""}


async def test_synchronising_the_mirror_is_watched_to_its_end(sqlite_clinic: Clinic) -> None:
    clinic = sqlite_clinic
    ctx = clinic.station(satusehat=TERSAMBUNG)
    produk(clinic, ("P1", "pct 500 tab", "", 4))
    async with stasiun(clinic, satusehat=True) as loket:
        page = await ke(loket)
        await loket.sampai(lambda: "belum ada; tekan s" in page.catalogue.text)
        await loket.tekan("s")
        await loket.sampai(lambda: loket.toast)
        assert kfa_sinkron.terhubung(ctx)
        PembacaKfa(ctx, Kfa()).semua()
        await loket.sampai(lambda: "selesai disinkronkan" in loket.toast[-1])
        await loket.sampai(lambda: " obat, " in page.catalogue.text)


async def test_who_gets_past_the_menu_is_refused_by_the_services(klinik: Clinic) -> None:
    """Guard: the menu is not what keeps people out."""
    stranger = Pelaku("sari", "petugas", ROLES["petugas"] | {SATUSEHAT}, "1")
    async with stasiun(klinik, stranger) as loket:
        await ke(loket)
        await loket.sampai(lambda: "sari tidak dapat membuka halaman Integrasi" in loket.terlihat)
        await loket.sampai(lambda: loket.app.feed_alive())
        before = len(klinik.audit("kfa.lihat"))
        loket.app.post_message(Changed())
        await loket.tenang()
        await loket.tekan("u", "s", "b")
        await loket.sampai(lambda: len(klinik.audit("kfa.urungkan")) == 1)
        await loket.sampai(lambda: len(klinik.audit("kfa.sinkron")) == 1)
    rows = klinik.audit("kfa.lihat")
    assert {(row.pelaku, row.hasil) for row in rows} == {("sari", "ditolak")}
    assert 1 <= before <= 2, "once for the cards, once for the products, and not again with every change"
