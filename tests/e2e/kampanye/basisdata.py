"""PostgreSQL goes away and comes back under load: restarted, killed, frozen.

Guards: a failing storage is told in a sentence and tried again (stations, settling, heartbeat, consumer),
pooled connections are tested before use, and LISTEN is begun anew.
"""

from __future__ import annotations

from collections import Counter

from tests.e2e import periksa
from tests.e2e.kampanye.arena import Hasil, adili, arena, jeda
from tests.e2e.kampanye.ramai import riwayat, stasiun


def jalankan(modus: str, kecil: bool) -> Hasil:
    """Three blows while stations write and a worker sends."""
    stations, each, days = (2, 20, 1) if kecil else (4, 100, 2)
    with arena(modus, fsync=not kecil, pasien=stations * each, hari=days, WORKER__TENGGAT=3) as place:
        klinik, server = place.klinik, place.postgres
        assert server is not None
        stop = klinik.folder / "henti"
        klinik.simulator.gangguan(jenis="tunda", detik=0.03, operasi="*")
        worker = klinik.pekerja(tempo=0.1 if kecil else 0.0)
        pause = 0.05
        running = [stasiun(klinik, n, each, days, stop, pause) for n in range(stations)]
        for station in running:
            station.wait_line("siap", 60)

        def more() -> None:
            """Wait until registrations go on again."""
            before = len(klinik.simulator.permintaan("pendaftaran.tambah"))
            klinik.tunggu(
                lambda: (
                    len(klinik.simulator.permintaan("pendaftaran.tambah")) > before + 2
                    or all(station.poll() is not None for station in running)
                ),
                timeout=60,
                what="life after a blow",
            )

        more()
        server.restart()
        more()
        server.kill9()
        jeda(0.5)
        server.start()
        more()
        server.freeze()
        jeda(1.0 if kecil else 10.0)
        server.thaw()
        more()
        lived = [riwayat(station, 300) for station in running]
        klinik.tenang(timeout=300)
        told = Counter(text for one in lived for text in one["gagal"])
        keluhan = adili(
            lambda: periksa.tidak_ada_yang_hidup(klinik),
            lambda: periksa.buku_bersih(klinik),
            lambda: periksa.semua_hijau(klinik),
        )
        tickets = len(klinik.semua())
        missing = stations * each * days - tickets
        return Hasil(
            f"PostgreSQL pergi dan kembali ({modus})",
            f"{tickets} tiket, 3 pukulan",
            "tak ada yang hilang; stasiun pulih sendiri dan berkata apa adanya",
            keluhan or f"{tickets} tepat sekali, {missing} hilang; stasiun berkata {sum(told.values())} kali",
            not keluhan and missing == 0 and bool(told) and worker.poll() is None,
        )
