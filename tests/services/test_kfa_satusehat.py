"""Saving a mapping sets the Medications going that waited for it; undoing holds them again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.domain.status import StatusJob
from shared.services import kfa, kfa_berkas, kfa_massal
from tests.services import sehat
from tests.services.clinic import ADMIN, Clinic
from tests.services.katalog import CONTOH, isi
from tests.services.sehat import Sehat, medication


@pytest.fixture
def klinik(clinic: Clinic, tmp_path: Path) -> Iterator[Sehat]:
    """A clinic with a catalogue, one product, and a Medication that waits for it."""
    made = Sehat(clinic, clinic.station(satusehat=sehat.SETTINGS), tmp_path)
    isi(made.ctx, *CONTOH)
    kfa_berkas.simpan_produk(made.ctx, ADMIN, "OBT-1", "pct 500 tab")
    made.impor(medication())
    assert made.status("Medication/m1") is StatusJob.TERTAHAN
    yield made


def test_mapping_releases_and_taking_it_away_holds_again(klinik: Sehat) -> None:
    done = kfa.petakan(klinik.ctx, ADMIN, "OBT-1", "93900001")
    assert done.dilepas == 1
    assert klinik.status("Medication/m1") is StatusJob.MENUNGGU
    assert kfa.ubah(klinik.ctx, ADMIN, "OBT-1", "93900002").dilepas == 0
    kfa.hapus(klinik.ctx, ADMIN, "OBT-1")
    assert klinik.status("Medication/m1") is StatusJob.TERTAHAN
    assert kfa.urungkan(klinik.ctx, ADMIN).dilepas == 1
    assert klinik.status("Medication/m1") is StatusJob.MENUNGGU


def test_accepting_suggestions_and_files_release_as_well(klinik: Sehat, tmp_path: Path) -> None:
    assert kfa_massal.terima_saran(klinik.ctx, ADMIN).dilepas == 1
    kfa.urungkan(klinik.ctx, ADMIN)
    assert klinik.status("Medication/m1") is StatusJob.TERTAHAN
    file = tmp_path / "peta.csv"
    file.write_text("kode,kode_kfa\nOBT-1,93900001\n", encoding="utf-8")
    assert kfa_berkas.impor_pemetaan(klinik.ctx, ADMIN, file).dilepas == 1
    assert klinik.status("Medication/m1") is StatusJob.MENUNGGU
