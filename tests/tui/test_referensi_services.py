"""The reference tabs on the real services and a real SQLite file; the worker's hands are the tests' own."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from deka_tui.messages import Changed
from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.pane import Pane
from deka_tui.screens.pane_referensi_antrean import PaneReferensiAntrean
from deka_tui.screens.pane_referensi_pcare import PaneReferensiPCare
from deka_tui.screens.petakan import PetakanScreen
from shared.domain.records import Pelaku
from shared.domain.referensi import ACUAN, JenisReferensi
from shared.domain.status import StatusJob
from shared.security.permissions import ROLES, SATUSEHAT
from shared.services import pekerja, referensi
from shared.storage import tables as t
from tests.services.acuan import OFFLINE, Bpjs, Pembaca, beri_jadwal, dokter, isi_bpjs
from tests.services.clinic import (
    ADMIN,
    HARI,
    UNMAPPED,
    Clinic,
    ids,
    settings_for,
    sqlite_clinic,
    sqlite_template,
)
from tests.tui.robot import SMALL, Loket

__all__ = ["sqlite_clinic", "sqlite_template"]
J = JenisReferensi
SHUT = sa.update(t.gerbang).where(t.gerbang.c.layanan == "pcare").values(status="putus", coba_lagi=2**50)
"""What the breaker does after some failures more."""


@pytest.fixture
def klinik(sqlite_clinic: Clinic) -> Clinic:
    return sqlite_clinic


def stasiun(clinic: Clinic, pelaku: Pelaku = ADMIN) -> Loket:
    return Loket(None, SMALL, pelaku=pelaku, clock=time.time, settings_=settings_for(clinic.url))


async def ke(loket: Loket, tab: str) -> Pane:
    """Put the page on the screen, as the menu does, and go to a tab."""
    page = BpjsFktpScreen()
    loket.layar.ask(page, lambda _: None)
    await loket.sampai(lambda: loket.app.screen is page and page.is_mounted)
    page.buka_tab(tab)
    await loket.tenang()
    return page.pane


def banyak(rows: int) -> Bpjs:
    """A BPJS with a long list of procedures."""
    bpjs = isi_bpjs()
    acuan = ACUAN[J.TINDAKAN_10]
    bpjs.daftar["tindakan/kdTkp/10"] = [
        {acuan.kode: f"T{n:04d}", acuan.nama: f"Tindakan {n}", "maxTarif": n * 1000} for n in range(rows)
    ]
    return bpjs


async def test_pages_of_what_is_stored_hold_every_row_once(klinik: Clinic) -> None:
    referensi.minta_sinkron(klinik.ctx, ADMIN, J.TINDAKAN_10)
    Pembaca(klinik.ctx, banyak(95)).semua()
    async with stasiun(klinik) as loket:
        pane = await ke(loket, "referensi_pcare")
        assert isinstance(pane, PaneReferensiPCare)
        await loket.sampai(lambda: pane.rak.table.rows)
        pane.open(J.TINDAKAN_10)
        table = pane.isi.table
        await loket.sampai(lambda: table.rows)
        seen: list[object] = []
        pages: list[list[object]] = []
        while True:
            page = [row.id for row in table.rows]
            pages.append(page)
            seen += page
            if len(seen) == 95:
                break
            await loket.tekan("pagedown")
            await loket.sampai(lambda page=page: [row.id for row in table.rows] != page)
        assert seen == [f"T{n:04d}\0" for n in range(95)]
        assert "dari lebih" not in table.text
        for page in reversed(pages[:-1]):
            await loket.tekan("pageup")
            await loket.sampai(lambda page=page: [row.id for row in table.rows] == page)
        await loket.tekan("enter")
        await loket.sampai(lambda: "maxTarif: " in loket.terlihat)


async def test_what_another_synchronisation_changed_is_seen_while_one_looks(klinik: Clinic) -> None:
    bpjs = isi_bpjs()
    referensi.minta_sinkron(klinik.ctx, ADMIN, J.POLI)
    Pembaca(klinik.ctx, bpjs).semua()
    async with stasiun(klinik) as loket:
        pane = await ke(loket, "referensi_pcare")
        assert isinstance(pane, PaneReferensiPCare)
        await loket.sampai(lambda: pane.rak.table.rows)
        pane.open(J.POLI)
        await loket.sampai(lambda: len(pane.isi.table.rows) == 3)
        bpjs.daftar["poli/fktp"] = [
            {"kdPoli": "001", "nmPoli": "POLI UMUM", "poliSakit": True},
            {"kdPoli": "009", "nmPoli": "POLI BARU", "poliSakit": True},
            {"kdPoli": "002", "nmPoli": "POLI 002", "poliSakit": True},
        ]
        await loket.tekan("s")
        await loket.sampai(lambda: loket.toast)
        Pembaca(klinik.ctx, bpjs).semua()
        await loket.sampai(lambda: "POLI BARU" in loket.terlihat)
        await loket.sampai(lambda: "1 baru, 1 berubah, 1 tidak ada lagi" in loket.toast[-1], "what changed")
        await loket.tekan("b")
        await loket.sampai(lambda: [row.id for row in pane.isi.table.rows] == ["001\0", "003\0", "009\0"])
        for word in ("berubah", "tidak ada lagi", "baru"):
            assert word in pane.isi.table.text


async def test_a_shut_gate_is_told_and_searching_goes_on_without_bpjs(klinik: Clinic) -> None:
    bpjs = isi_bpjs()
    pekerja.daftar(klinik.ctx, "uji", "di-sini", 1, "", 4)
    referensi.minta_sinkron(klinik.ctx, ADMIN, J.DIAGNOSA)
    Pembaca(klinik.ctx, bpjs).semua()
    async with stasiun(klinik) as loket:
        pane = await ke(loket, "referensi_pcare")
        assert isinstance(pane, PaneReferensiPCare)
        await loket.sampai(lambda: pane.rak.table.rows)
        referensi.minta_sinkron(klinik.ctx, ADMIN, J.POLI)
        bpjs.salah = [OFFLINE]
        Pembaca(klinik.ctx, bpjs).semua()
        klinik.sql(SHUT)
        await loket.sampai(lambda: "gangguan sejak" in loket.terlihat)
        await loket.tekan("slash")
        await loket.ketik("cold")
        await loket.sampai(lambda: len(pane.isi.table.rows) == 2)


async def test_a_mapping_that_is_saved_releases_what_waited(klinik: Clinic) -> None:
    bpjs = isi_bpjs()
    beri_jadwal(bpjs, HARI.isoformat(), {"001": [dokter(9011, "dr. Contoh Satu", "07:00-12:00")]})
    referensi.minta_jadwal(klinik.ctx, ADMIN, HARI)
    Pembaca(klinik.ctx, bpjs).semua()
    waiting = [ids(klinik.registered(n, a=UNMAPPED))[1] for n in (1, 2)]
    async with stasiun(klinik) as loket:
        pane = await ke(loket, "referensi_antrean")
        assert isinstance(pane, PaneReferensiAntrean)
        await loket.sampai(lambda: "2 kiriman menunggu" in loket.terlihat)
        pane.jadwal.go_to(HARI)
        await loket.sampai(lambda: "9011" in loket.terlihat)
        await loket.tekan("m", "r")
        await loket.sampai(lambda: pane.peta.table.rows)
        at = [row.id for row in pane.peta.table.rows].index("D1")
        await loket.tekan(*["down"] * at, "enter")
        form = loket.app.screen
        assert isinstance(form, PetakanScreen)
        await loket.sampai(lambda: form.utama.choice)
        assert form.utama.choice is not None
        assert form.utama.choice.kode == "9001", "what it is now comes first"
        await loket.tekan("down")
        assert form.utama.choice.kode == "9011"
        await loket.sampai(lambda: "Menjadi: " in loket.terlihat)
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: loket.toast)
        assert loket.toast[0].endswith("disimpan; 2 kiriman yang menunggu dikirim lagi.")
        await loket.sampai(lambda: "9011" in pane.peta.table.text)
    assert {klinik.row(job).status for job in waiting} == {StatusJob.MENUNGGU}


@pytest.mark.parametrize("tab", ["referensi_pcare", "referensi_antrean"])
async def test_who_gets_past_the_menu_is_refused_by_the_services(klinik: Clinic, tab: str) -> None:
    """Guard: the menu is not what keeps people out."""
    stranger = Pelaku("sari", "petugas", ROLES["petugas"] | {SATUSEHAT}, "1")
    async with stasiun(klinik, stranger) as loket:
        await ke(loket, tab)
        await loket.sampai(lambda: "sari tidak dapat membuka halaman Integrasi" in loket.terlihat)
        await loket.sampai(lambda: loket.app.feed_alive())
        loket.app.post_message(Changed())
        await loket.tenang()
    (row,) = [row for row in klinik.audit() if row.aksi == "referensi.lihat"]
    assert (row.pelaku, row.hasil) == ("sari", "ditolak"), "told once, and asked once"
