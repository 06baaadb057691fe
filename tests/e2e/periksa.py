"""Judgements that several tests and the campaigns share: what must be true of storage and ledger at rest."""

from __future__ import annotations

from collections import Counter
from typing import Any

from shared.domain.badges import Keadaan, ada_nomor, keadaan
from shared.domain.records import Kartu
from shared.domain.status import LIVE_JOB, StatusAntrean
from tests.e2e.peralatan import POLI, Klinik

Key = tuple[str, str, str]
"""Card, poli and day: what BPJS knows a ticket by."""


def _key(kartu: Kartu) -> Key:
    return kartu.no_kartu, POLI[kartu.ruangan_kode], kartu.tanggal.isoformat()


def _there(page: dict[str, Any]) -> tuple[list[Key], list[Key]]:
    p = [(row["no_kartu"], row["kd_poli"], row["tanggal"]) for row in page["pendaftaran"]]
    a = [(row["nomorkartu"], row["kodepoli"], row["tanggalperiksa"]) for row in page["antrean"]]
    return p, a


def buku_bersih(klinik: Klinik, *, p_sekali: bool = True, a_sekali: bool = True) -> dict[str, Any]:
    """The ledger holds each live ticket exactly once, none of the cancelled ones, and no other.

    *p_sekali*: nor did anybody ever post a registration that was there already, which BPJS would refuse.
    With ``a_sekali=False`` an entry may have been added more than once, as long as it is there.
    """
    page: dict[str, Any] = klinik.simulator.buku()
    wanted = Counter(_key(kartu) for kartu in klinik.semua() if kartu.status is not StatusAntrean.BATAL)
    there, queued = map(Counter, _there(page))
    assert there == wanted, f"PCare: missing {wanted - there}, too many {there - wanted}"
    if not a_sekali:
        queued = Counter(set(queued))
    assert queued == wanted, f"Antrean: missing {wanted - queued}, too many {queued - wanted}"
    double = [name for name in page["ganda"] if a_sekali or name.startswith("pendaftaran|")]
    assert double == [], f"created twice: {double[:5]}"
    if p_sekali:
        again = page["riwayat"].get("pendaftaran_ditolak_ganda", 0)
        assert again == 0, f"{again} registrations were posted although they were there"
    return page


def semua_hijau(klinik: Klinik) -> None:
    """Every live ticket is green on both badges and has the number the ledger gave it."""
    page = klinik.simulator.buku()
    numbers = dict(zip(_there(page)[0], (row["no_urut"] for row in page["pendaftaran"]), strict=True))
    wrong = []
    for kartu in klinik.semua():
        if kartu.status is StatusAntrean.BATAL:
            continue
        green = keadaan(kartu.p) is Keadaan.OK and keadaan(kartu.a) is Keadaan.OK
        number = numbers.get(_key(kartu))
        if not green or not ada_nomor(kartu.no_antrean_pcare) or kartu.no_antrean_pcare != number:
            wrong.append((kartu.tiket, kartu.p, kartu.a, kartu.no_antrean_pcare, number))
    assert wrong == [], f"{len(wrong)} wrong: {wrong[:5]}"


def benar(klinik: Klinik) -> None:
    """No false green and no false red: badge and ledger say the same of each ticket."""
    there, queued = map(set, _there(klinik.simulator.buku()))
    wrong = []
    for kartu in klinik.semua():
        key = _key(kartu)
        for badge, known in ((keadaan(kartu.p), key in there), (keadaan(kartu.a), key in queued)):
            if kartu.status is not StatusAntrean.BATAL and (badge is Keadaan.OK) is not known:
                wrong.append((kartu.tiket, badge, known))
    assert wrong == [], f"{len(wrong)} wrong: {wrong[:5]}"


def tidak_ada_yang_hidup(klinik: Klinik) -> None:
    """No job is waiting, in process or of unknown outcome."""
    alive = [(kartu.tiket, job) for kartu in klinik.semua() for job in kartu.jobs if job.status in LIVE_JOB]
    assert alive == [], f"{len(alive)} alive: {alive[:5]}"
