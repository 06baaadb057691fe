"""The tab Monitoring on the real services and a real SQLite file: what is seen is what storage holds."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from deka_tui.screens.bpjs_fktp import BpjsFktpScreen
from deka_tui.screens.edit_job import EditJobScreen
from deka_tui.screens.massal import MassalScreen
from deka_tui.screens.pane_monitoring import PaneMonitoring
from deka_tui.widgets.chooser import Chooser
from deka_tui.widgets.prompt import Prompt
from shared.domain.records import Pelaku
from shared.domain.status import JenisJob, StatusJob
from shared.services import monitoring
from shared.storage import tables as t
from tests.services.clinic import (
    A_OK,
    P_OK,
    REFUSED,
    SCREENING,
    Clinic,
    actor,
    ids,
    settings_for,
    sqlite_clinic,
    sqlite_template,
)
from tests.tui.robot import Loket

__all__ = ["sqlite_clinic", "sqlite_template"]
ADMIN = actor("admin", "ratih")


@pytest.fixture
def klinik(sqlite_clinic: Clinic) -> Clinic:
    """Three patients: refused and sent, both sent, both refused."""
    today = {"tanggal": None}
    sqlite_clinic.registered(1, p=REFUSED, a=A_OK, **today)
    sqlite_clinic.registered(2, p=P_OK, a=A_OK, **today)
    sqlite_clinic.registered(3, p=SCREENING, a=REFUSED, **today)
    return sqlite_clinic


def station(klinik: Clinic, pelaku: Pelaku = ADMIN) -> Loket:
    """A station on the clinic's storage."""
    return Loket(None, (120, 40), pelaku=pelaku, clock=time.time, settings_=settings_for(klinik.url))


async def masuk(loket: Loket) -> PaneMonitoring:
    """Open the tab."""
    await loket.tekan("m", "enter")
    await loket.sampai(lambda: isinstance(loket.app.screen, BpjsFktpScreen))
    page = loket.app.screen
    assert isinstance(page, BpjsFktpScreen)
    pane = page.panes["monitoring"]
    assert isinstance(pane, PaneMonitoring)
    await loket.sampai(lambda: pane.daftar.dibaca, "the first page")
    return pane


def count(klinik: Clinic, *where: sa.ColumnElement[bool]) -> int:
    """Count jobs without the services."""
    return int(klinik.rows(sa.select(sa.func.count()).select_from(t.job).where(*where))[0][0])


async def test_every_filter_shows_what_storage_counts(klinik: Clinic) -> None:
    async with station(klinik) as loket:
        pane = await masuk(loket)
        failed = t.job.c.status.in_(["gagal", "kedaluwarsa"])
        sent = t.job.c.status == "terkirim"
        for key, where in (
            ("4", [failed]),
            ("3", [sent]),
            ("2", [sa.not_(failed), sa.not_(sent)]),
            ("1", []),
        ):
            want = count(klinik, *where)
            await loket.tekan(key)
            await loket.sampai(lambda want=want: len(pane.daftar.baris) == want, key)  # type: ignore[misc]
        for number, kind in enumerate(
            (JenisJob.TAMBAH_ANTREAN, JenisJob.PANGGIL_ANTREAN, JenisJob.BATAL_ANTREAN, JenisJob.PENDAFTARAN),
            2,
        ):
            await loket.tekan("p", str(number))
            want = count(klinik, t.job.c.jenis == kind.value)
            await loket.sampai(
                lambda want=want, kind=kind: (  # type: ignore[misc]
                    pane.daftar.saring.jenis is kind and len(pane.daftar.baris) == want
                ),
                kind,
            )


async def test_a_job_is_edited_and_sent_as_a_new_version(klinik: Clinic) -> None:
    async with station(klinik) as loket:
        pane = await masuk(loket)
        await loket.tekan("4", "p", "5")
        await loket.sampai(lambda: [row.jenis for row in pane.daftar.baris] == [JenisJob.PENDAFTARAN] * 2)
        job_id = pane.daftar.baris[0].id
        await loket.tekan("enter")
        await loket.sampai(lambda: pane.detail.isi is not None)
        await loket.tekan("e")
        await loket.sampai(lambda: isinstance(loket.app.screen, EditJobScreen))
        screen = loket.app.screen
        assert isinstance(screen, EditJobScreen)
        assert klinik.row(job_id).ditahan_oleh == "ratih"
        body = json.loads(screen.area.text)
        screen.area.text = json.dumps({**body, "keluhan": "pusing"}, indent=2)
        await loket.tekan("ctrl+s")
        await loket.sampai(lambda: isinstance(loket.app.screen, Prompt))
        await loket.ketik("lupa diisi")
        await loket.tekan("enter")
        await loket.sampai(lambda: isinstance(loket.app.screen, BpjsFktpScreen))
        row = klinik.row(job_id)
        assert row.status == StatusJob.MENUNGGU
        assert row.ditahan_oleh is None
        newest = monitoring.detail(klinik.ctx, ADMIN, job_id).versi[-1]
        assert (newest.oleh, newest.alasan) == ("ratih", "lupa diisi")
        sent = json.loads(newest.isi)
        assert sent["keluhan"] == "pusing"
        assert "*" not in newest.isi, "what was masked on the screen is whole in the body"


async def test_a_bulk_run_and_its_trail(klinik: Clinic) -> None:
    async with station(klinik) as loket:
        await masuk(loket)
        await loket.tekan("4", "b")
        await loket.sampai(lambda: isinstance(loket.app.screen, MassalScreen))
        await loket.sampai(lambda: "3 job akan dikirim ulang" in loket.terlihat)
        await loket.tekan("left", "left", "left", "left", "enter")
        await loket.sampai(lambda: "3 dikirim ulang" in loket.terlihat)
    assert len(klinik.audit("job.resend")) == 3
    assert len(klinik.audit("job.massal")) == 1


async def test_live_rows_of_the_worker(klinik: Clinic) -> None:
    async with station(klinik) as loket:
        pane = await masuk(loket)
        job_id = next(row.id for row in pane.daftar.baris if row.status is StatusJob.GAGAL)
        pane.table.move_to([row.id for row in pane.daftar.baris].index(job_id))
        await loket.tenang()
        await loket.tekan("r")
        await loket.sampai(lambda: (row := pane.daftar.dari(job_id)) and row.status is StatusJob.MENUNGGU)
        klinik.send(job_id, P_OK)
        await loket.sampai(lambda: (row := pane.daftar.dari(job_id)) and row.status is StatusJob.TERKIRIM)


async def test_export_writes_the_filtered_table_masked(klinik: Clinic, tmp_path: Path) -> None:
    async with station(klinik) as loket:
        pane = await masuk(loket)
        await loket.tekan("4")
        await loket.sampai(lambda: len(pane.daftar.baris) == 3)
        await loket.tekan("e", "end", "ctrl+u")
        file = tmp_path / "gagal.csv"
        await loket.pilot.press(*str(file))
        await loket.tekan("enter")
        await loket.sampai(lambda: any("3 baris ditulis" in text for text in loket.toast))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert len(rows) == 4
    card = rows[0].index("No. Kartu")
    assert all(row[card].startswith("****") for row in rows[1:])
    assert klinik.audit("monitoring.ekspor")


@pytest.mark.parametrize(
    "pelaku",
    [
        replace(ADMIN, izin=ADMIN.izin - {"satusehat"}),
        replace(actor("superadmin", "wati"), izin=actor("superadmin").izin - {"satusehat"}),
        replace(actor("petugas", "sari"), izin=actor("petugas").izin | {"satusehat"}),
    ],
    ids=["admin without satusehat", "superadmin without satusehat", "petugas with it"],
)
async def test_who_is_not_both_is_refused_everywhere_and_that_is_written_down(
    klinik: Clinic, pelaku: Pelaku
) -> None:
    card = klinik.register(4, tanggal=None)
    async with station(klinik, pelaku) as loket:
        await loket.tekan("m")
        if isinstance(loket.app.screen, Chooser):  # the way to the audit trail, and to nothing else
            assert [entry.id for entry in loket.app.screen.entries] == ["audit"]
            await loket.tekan("escape")
        assert loket.app.screen is loket.layar
        page = BpjsFktpScreen()
        await loket.app.push_screen(page)
        await loket.sampai(lambda: "perlu peran admin atau superadmin" in loket.terlihat)
        pane = page.panes["monitoring"]
        assert isinstance(pane, PaneMonitoring)
        assert pane.daftar.baris == ()
        pane.aksi.sekilas()
        await loket.sampai(lambda: "perlu peran admin" in loket.teks())
    refused = [row for row in klinik.audit() if row.hasil == "ditolak"]
    assert {row.aksi for row in refused} >= {"monitoring.lihat"}
    assert all(row.pelaku == pelaku.nama for row in refused)
    assert ids(card)
