"""Redis is killed, emptied and frozen under load.

Guards: Redis carries ids and nothing else; the relay puts due ids in again; a worker that cannot reach it
reads the storage itself; a station's wake-up is best effort, after the commit, with no patience.
"""

from __future__ import annotations

from tests.e2e import periksa
from tests.e2e.kampanye.arena import Hasil, adili, arena, jeda, persentil
from tests.e2e.kampanye.ramai import riwayat, stasiun

TARGET_MS = 150


def jalankan(modus: str, kecil: bool) -> Hasil:
    """Three deaths, three FLUSHALLs and three freezes of 30 s while stations write and two workers send."""
    rounds, stations, each, days = (1, 2, 15, 1) if kecil else (3, 4, 100, 20)
    frozen, gap = (1.0, 0.2) if kecil else (30.0, 3.0)
    with arena(
        modus, fsync=not kecil, pasien=stations * each, hari=days, WORKER__TENGGAT=3, WORKER__UTAS=2
    ) as place:
        klinik, server = place.klinik, place.redis
        assert server is not None
        stop = klinik.folder / "henti"
        # Slower than the stations: ids lie in Redis when the blow falls.
        klinik.simulator.gangguan(jenis="tunda", detik=0.15, operasi="*")
        for _ in range(2):
            klinik.pekerja(tempo=0.1 if kecil else 0.0)
        running = [stasiun(klinik, n, each, days, stop, 0.05) for n in range(stations)]
        for station in running:
            station.wait_line("siap", 60)
        for _ in range(rounds):
            server.kill9()
            jeda(gap)
            server.start()
            jeda(gap)
            server.freeze()
            jeda(frozen)
            server.thaw()
            jeda(gap)
            # Last: a worker that has just missed Redis has looked into the storage itself.
            server.flush()
            jeda(gap)
        if not kecil:
            stop.touch()
        klinik.simulator.pulih()
        lived = [riwayat(station, 300) for station in running]
        klinik.tenang(timeout=60 if kecil else 300)
        times = [1000 * value for one in lived for value in one["waktu"]]
        failures = sum(len(one["gagal"]) for one in lived)
        keluhan = adili(
            lambda: periksa.tidak_ada_yang_hidup(klinik),
            lambda: periksa.buku_bersih(klinik),
            lambda: periksa.semua_hijau(klinik),
        )
        p99 = persentil(times, 0.99)
        figures = f"{len(klinik.semua())} tepat sekali; komit stasiun p99 {p99:.1f}, maks {max(times):.1f} ms"
        return Hasil(
            f"Redis mati, kosong, beku ({modus})",
            f"{len(klinik.semua())} tiket, {3 * rounds} pukulan",
            f"tak ada yang hilang; p99 komit stasiun < {TARGET_MS} ms",
            keluhan or figures,
            not keluhan and failures == 0 and (kecil or p99 < TARGET_MS),
        )
