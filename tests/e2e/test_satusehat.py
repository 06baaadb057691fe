"""SatuSehat end to end: a clinic's day through a real worker and the simulator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e import sehat
from tests.e2e.peralatan import Klinik

CEPAT = 0.05


@pytest.fixture
def klinik_sehat(klinik_baru: Callable[..., Klinik], url: str, simulator: object) -> Klinik:
    """A clinic that sends to SatuSehat, once on each kind of storage."""
    klinik = klinik_baru(url, **sehat.alamat(simulator.url))  # type: ignore[attr-defined]
    sehat.dokter_ber_nik(klinik)
    return klinik


def test_a_visit_becomes_all_its_resources_in_order(klinik_sehat: Klinik) -> None:
    klinik = klinik_sehat
    sehat.penduduk(klinik.simulator, 3)
    sehat.layani(klinik, range(1, 4))
    klinik.pekerja(tempo=CEPAT)
    klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 60, "every resource to be sent")
    sehat.periksa_semua(klinik)
    visits = sehat.buku(klinik)["sumber"]["Encounter"]
    assert [row["status"] for row in visits] == ["finished"] * 3
