"""Saving a mapping sets going what waited for one; a row that cannot be read as a job ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.domain.status import StatusJob
from shared.services import kirim, master
from shared.storage import tables as t
from tests.services.clinic import ADMIN, MASTER, REFUSED, UNMAPPED, Clinic, build, ids


@pytest.fixture(autouse=True)
def as_it_was(clinic: Clinic, tmp_path: Path) -> Iterator[None]:
    """Rooms and doctors outlive a test; put them back."""
    yield
    remap(clinic, tmp_path, "", "")


def remap(clinic: Clinic, folder: Path, old: str, new: str) -> master.HasilMaster:
    file = folder / "master.toml"
    file.write_text(MASTER.replace(old, new), encoding="utf-8")
    return master.impor(clinic.ctx, ADMIN, file)


def test_a_saved_mapping_releases_what_waited_for_one_and_says_how_many(
    clinic: Clinic, tmp_path: Path
) -> None:
    waiting = clinic.registered(1, a=UNMAPPED)
    refused = clinic.registered(2, a=REFUSED)
    done = remap(clinic, tmp_path, "kodedokter = 9001", "kodedokter = 9011")
    assert (done.berubah, done.dilepas) == (1, 1)
    job = ids(waiting)[1]
    assert clinic.row(job).status == StatusJob.MENUNGGU
    assert job in clinic.due()
    assert clinic.row(ids(refused)[1]).status == StatusJob.GAGAL
    assert json.loads(clinic.audit("master.impor")[-1].rincian)["dilepas"] == 1


def test_an_import_that_changes_nothing_releases_nothing(clinic: Clinic, tmp_path: Path) -> None:
    waiting = clinic.registered(1, a=UNMAPPED)
    assert remap(clinic, tmp_path, "", "").dilepas == 0
    assert clinic.row(ids(waiting)[1]).status == StatusJob.GAGAL


def test_what_a_cancelled_ticket_waited_for_stays_where_it_is(clinic: Clinic, tmp_path: Path) -> None:
    waiting = clinic.registered(1, a=UNMAPPED)
    clinic.cancel(waiting.id)
    assert remap(clinic, tmp_path, "kodedokter = 9001", "kodedokter = 9011").dilepas == 0


def test_a_row_that_cannot_be_read_as_a_job_ends_and_says_so(clinic: Clinic) -> None:
    job = ids(clinic.register(1))[0]
    clinic.sql(sa.update(t.job).where(t.job.c.id == job).values(parameter="{bukan json"))
    with pytest.raises(ValueError) as caught:
        kirim.klaim(clinic.ctx, job, "uji", 60_000, build)
    kirim.menyerah(clinic.ctx, job, caught.value)
    row = clinic.row(job)
    assert (row.status, row.percobaan) == (StatusJob.GAGAL, 1)
    assert "Kesalahan program" in row.pesan
    assert job not in clinic.due()
