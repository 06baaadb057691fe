"""*Write done, answer lost* on a fifth of the calls, mixed with refusals, HTML, empty bodies and slow drip.

Guards: an unknown outcome is read back before anything is sent again; *not sent* is only what is proven;
an *already* is success.
"""

from __future__ import annotations

from tests.e2e import periksa
from tests.e2e.kampanye.arena import Hasil, adili, arena
from tests.e2e.peralatan import Simulator

WAJIB = "tepat sekali; tak ada hijau palsu, tak ada merah palsu"

WAYS = (
    "reset", "reset_tengah", "502_html", "503_html", "504_html", "html_500", "kosong_200", "kosong_502",
    "kosong_504", "tunda_lama", "tetes",
)  # fmt: skip


def faults(simulator: Simulator, lost: float, refused: float) -> None:
    """Order the mixture: shares of the writes whose answer, or whose request, is lost, over all ways."""
    for operasi in ("pendaftaran.tambah", "antrean.tambah"):
        for way in WAYS:
            slow = {"detik": 0.2} if way == "tetes" else {}
            # The dice are rolled one after another; for shares this small that is the sum.
            simulator.gangguan(
                jenis="jawaban_hilang", cara=way, operasi=operasi, peluang=lost / len(WAYS), **slow
            )
            if way not in ("reset_tengah", "tetes"):
                simulator.gangguan(
                    jenis="tolak_sebelum", cara=way, operasi=operasi, peluang=refused / len(WAYS)
                )
    for way in ("reset", "504_html", "kosong_200"):
        simulator.gangguan(jenis="tolak_sebelum", cara=way, operasi="pendaftaran.daftar", peluang=0.03)


def jalankan(modus: str, kecil: bool) -> Hasil:
    """2,500 tickets, which are 5,000 sends, in full."""
    tickets = 36 if kecil else 2_500
    days = max(1, tickets // 100)
    with arena(
        modus,
        fsync=not kecil,
        pasien=tickets // days,
        hari=days,
        WORKER__TENGGAT=1 if kecil else 2,
        WORKER__UTAS=16,
    ) as place:
        klinik = place.klinik
        faults(klinik.simulator, lost=0.25, refused=0.08)
        klinik.pekerja(tempo=0.05 if kecil else 0.0)
        for day in klinik.hari:
            for number in range(1, tickets // days + 1):
                klinik.daftar(number, hari=day)
        klinik.tenang(timeout=100 if kecil else 1_800)
        struck = klinik.simulator.kena()
        keluhan = adili(
            lambda: periksa.tidak_ada_yang_hidup(klinik),
            lambda: periksa.benar(klinik),
            lambda: periksa.buku_bersih(klinik),
            lambda: periksa.semua_hijau(klinik),
        )
        return Hasil(
            f"jawaban hilang ({modus})",
            f"{2 * tickets} kiriman",
            WAJIB,
            keluhan or f"{tickets} tepat sekali di kedua layanan; {struck} gangguan kena",
            not keluhan and struck >= tickets // 5,
        )
