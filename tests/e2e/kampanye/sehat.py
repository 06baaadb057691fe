"""A clinic's day at SatuSehat: every visit becomes its resources, with faults and deaths on the way.

Guards: what refers to something waits for it; a lost answer is looked for before a second POST; a duplicate
is adopted; the release of children in the very transaction that settles their parent.
"""

from __future__ import annotations

import random

from tests.e2e import sehat
from tests.e2e.kampanye.arena import Hasil, adili, arena, jeda
from tests.e2e.kampanye.mati import terputus
from tests.e2e.peralatan import Simulator

WAYS = ("reset", "504_teks", "502_html", "kosong_200")


def faults(simulator: Simulator, share: float) -> None:
    """Let a share of the calls fail: half after the write, a quarter before it, a quarter with 5xx."""
    for way in WAYS:
        for kind, part in (("jawaban_hilang", 0.5), ("tolak_sebelum", 0.25)):
            simulator.gangguan(
                jenis=kind,
                cara=way,
                layanan="satusehat",
                operasi="*.tambah",
                peluang=share * part / len(WAYS),
            )
            if way != "kosong_200":
                simulator.gangguan(
                    jenis=kind,
                    cara=way,
                    layanan="satusehat",
                    operasi="*.ubah",
                    peluang=share * part / len(WAYS),
                )
    simulator.gangguan(jenis="teks_5xx", layanan="satusehat", operasi="*", peluang=share / 4)


def jalankan(modus: str, kecil: bool) -> Hasil:
    """200 visits, which are about 3,000 resources, and two deaths in full."""
    visits, kills = (6, 2) if kecil else (200, 2)
    dice = random.Random(visits)
    with arena(modus, fsync=not kecil, pasien=visits, WORKER__TENGGAT=2, WORKER__UTAS=16) as place:
        klinik = place.klinik
        klinik.env |= {f"DEKA_{name}": value for name, value in sehat.alamat(klinik.simulator.url).items()}
        klinik.buka_ulang()
        sehat.dokter_ber_nik(klinik)
        sehat.penduduk(klinik.simulator, visits)
        klinik.simulator.sakelar(fhir_indeks_permintaan=2)
        faults(klinik.simulator, 0.1)
        worker = klinik.pekerja(tempo=0.05)
        sehat.layani(klinik, range(1, visits + 1))
        total = sehat.jumlah(klinik)
        for kill in range(1, kills + 1):
            mark = total * kill // (kills + 2)
            klinik.tunggu(
                lambda mark=mark: total - sehat.sisa(klinik) >= mark, 300, f"{mark} resources to be sent"
            )  # type: ignore[misc]
            jeda(dice.random() * 0.1)
            worker.kill()
            klinik.started.remove(worker)
            worker.close()
            worker = klinik.pekerja(tempo=0.05)
        klinik.tunggu(lambda: sehat.sisa(klinik) == 0, 120 if kecil else 900, "every resource to be sent")
        cut, struck = terputus(klinik), klinik.simulator.kena()
        keluhan = adili(lambda: sehat.periksa_semua(klinik))
        return Hasil(
            f"hari SatuSehat ({modus})",
            f"{visits} kunjungan, {total} resource, {kills} kematian, 10% gangguan",
            "tiap resource tepat sekali, induk lebih dahulu, tiap baris punya id, dasbor sama dengan buku",
            keluhan or f"{total} tepat sekali; {struck} gangguan kena; {cut} percobaan terpotong",
            not keluhan and struck >= total // 40 and total >= visits * sehat.PER_VISIT,
        )
