"""Reference lists on the screen, end to end: keys, a real worker process, the simulator over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable

from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.pane_referensi_antrean import PaneReferensiAntrean
from deka_tui.screens.pane_referensi_pcare import PaneReferensiPCare
from deka_tui.screens.petakan import PetakanScreen
from shared.config import load
from shared.domain.referensi import JenisReferensi, StatusSinkron
from shared.domain.status import JenisJob, StatusJob
from shared.services import referensi
from tests.e2e.peralatan import ADMIN, Klinik
from tests.tui.robot import SMALL, Loket

PATIENCE = 30


def stasiun(klinik: Klinik) -> Loket:
    """An admin's station on the clinic's storage."""
    return Loket(None, SMALL, pelaku=ADMIN, clock=time.time, settings_=load(None, klinik.env))


async def masuk(loket: Loket, tab: str) -> BpjsFktpScreen:
    await loket.tekan("m", "enter")
    await loket.sampai(lambda: isinstance(loket.app.screen, BpjsFktpScreen))
    page = loket.app.screen
    assert isinstance(page, BpjsFktpScreen)
    page.buka_tab(tab)
    return page


async def test_what_is_asked_for_by_a_key_is_read_and_shown(
    klinik_baru: Callable[..., Klinik], url_sqlite: str
) -> None:
    klinik = klinik_baru(url_sqlite)
    async with stasiun(klinik) as loket:
        page = await masuk(loket, "referensi_pcare")
        pane = page.pane
        assert isinstance(pane, PaneReferensiPCare)
        await loket.sampai(lambda: pane.rak.table.rows)
        await loket.tekan("s")
        await loket.sampai(lambda: "tidak ada worker yang berjalan" in loket.terlihat)
        klinik.pekerja()
        await loket.sampai(
            lambda: any("Diagnosa selesai" in text and "14 baru" in text for text in loket.toast),
            "the worker to have read the list",
            PATIENCE,
        )
        await loket.tekan("enter")
        await loket.sampai(lambda: "A00.1" in loket.terlihat)
        assert "14 baris" in loket.terlihat
        await loket.tekan("slash")
        await loket.ketik("hypertension")
        await loket.sampai(lambda: [row.id for row in pane.isi.table.rows] == ["I10\0"])
        await loket.tekan("enter", "enter")
        await loket.sampai(lambda: "nonSpesialis: true" in loket.terlihat)
        await loket.tekan("escape", "escape", "escape", "S", "y")
        await loket.sampai(
            lambda: "19 sinkronisasi selesai." in loket.toast, "all lists to be read", PATIENCE
        )
        state = {one.jenis: one.baris for one in referensi.keadaan(klinik.ctx, ADMIN)}
        assert all(state.values())
        rows = {row.id: row for row in pane.rak.table.rows}
        assert {JenisReferensi(str(key)) for key in rows} == set(state)
        assert "tetap" in loket.terlihat, "a second reading changed nothing"


async def test_a_schedule_is_fetched_and_a_doctor_mapped_so_that_what_waited_is_sent(
    klinik_baru: Callable[..., Klinik], url_sqlite: str
) -> None:
    klinik = klinik_baru(url_sqlite)
    slots = ["07:00-12:00", "13:00-20:00"]
    doctor = {"kodedokter": 34567, "namadokter": "CONTOH A", "kodepoli": "001", "jam": slots}
    klinik.simulator.control("dokter", doctor)
    klinik.pekerja()
    ticket = klinik.daftar(1)
    klinik.tenang()
    assert klinik.job(ticket.id, JenisJob.TAMBAH_ANTREAN).status is StatusJob.GAGAL
    async with stasiun(klinik) as loket:
        page = await masuk(loket, "referensi_antrean")
        pane = page.pane
        assert isinstance(pane, PaneReferensiAntrean)
        await loket.sampai(lambda: "belum diambil" in loket.terlihat)
        await loket.tekan("a")
        await loket.sampai(lambda: "CONTOH A" in loket.terlihat, "the schedule", PATIENCE)
        assert "34567" in loket.terlihat
        assert "1 kiriman menunggu" in loket.terlihat
        await loket.tekan("m", "r")
        await loket.sampai(lambda: pane.peta.table.rows and pane.peta.table.rows[0].id == "DA")
        await loket.tekan("enter")
        form = loket.app.screen
        assert isinstance(form, PetakanScreen)
        await loket.sampai(lambda: form.utama.choice)
        form.utama.field.value = "34567"
        await loket.sampai(lambda: form.utama.choice and form.utama.choice.kode == "34567")
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: loket.app.screen is page)
        said = "Pemetaan dr. Contoh A disimpan; 1 kiriman yang menunggu dikirim lagi."
        await loket.sampai(lambda: said in loket.toast)
    klinik.tenang()
    assert klinik.job(ticket.id, JenisJob.TAMBAH_ANTREAN).status is StatusJob.TERKIRIM
    assert [row["kodedokter"] for row in klinik.simulator.buku()["antrean"]] == [34567]


async def test_a_synchronisation_is_stopped_by_a_key_and_gone_on_with(
    klinik_baru: Callable[..., Klinik], url_sqlite: str
) -> None:
    klinik = klinik_baru(url_sqlite)
    klinik.simulator.gangguan(jenis="tunda", operasi="referensi", detik=0.15)
    async with stasiun(klinik) as loket:
        page = await masuk(loket, "referensi_pcare")
        pane = page.pane
        assert isinstance(pane, PaneReferensiPCare)
        await loket.sampai(lambda: pane.rak.table.rows)
        klinik.pekerja()
        await loket.tekan("s")
        await loket.sampai(lambda: "halaman" in loket.terlihat and "█" in loket.terlihat, "a bar", PATIENCE)
        await loket.tekan("x", "y")
        await loket.sampai(lambda: "Dibatalkan" in loket.terlihat)
        stopped = pane.rak.state(JenisReferensi.DIAGNOSA)
        assert stopped is not None
        assert stopped.sekarang is not None
        assert stopped.sekarang.status is StatusSinkron.DIBATALKAN
        klinik.simulator.pulih()
        await loket.tekan("s")
        await loket.sampai(
            lambda: any("Diagnosa selesai" in text for text in loket.toast), "the rest", PATIENCE
        )
        done = referensi.status(klinik.ctx, ADMIN, stopped.sekarang.id)
        assert (done.status, done.halaman) == (StatusSinkron.SELESAI, 26), "it went on where it was"
