"""kill -9 of workers at random instants while tickets are being sent.

Guards: the durable attempt before the first byte, *tak_pasti* instead of *menunggu* after a death, the
read-back, the burial of dead workers at the start of the next one.
"""

from __future__ import annotations

import random

import sqlalchemy as sa

from shared.storage import tables as t
from tests.e2e import periksa
from tests.e2e.kampanye.arena import Hasil, adili, arena, jeda
from tests.e2e.peralatan import Klinik
from tests.support.processes import Proc

WAJIB = "tiap pendaftaran tepat sekali, tak ada yang hilang, tak ada job tersisa"


def terputus(klinik: Klinik) -> int:
    """How many attempts were cut off by a death: they began and have no end."""
    query = sa.select(sa.func.count()).where(t.percobaan.c.selesai.is_(None))
    with klinik.ctx.baca() as conn:
        return int(conn.execute(query).scalar_one())


def jalankan(modus: str, kecil: bool) -> Hasil:
    """2,000 tickets and 200 deaths in full."""
    tickets, kills, count = (36, 4, 2) if kecil else (2_000, 200, 3)
    dice = random.Random(kills)
    days = max(1, tickets // 200)
    with arena(modus, fsync=not kecil, pasien=tickets // days, hari=days, WORKER__TENGGAT=3) as place:
        klinik = place.klinik
        # Slow enough that a death has something to hit.
        klinik.simulator.gangguan(jenis="tunda", detik=0.03, operasi="*")
        tempo = 0.1 if kecil else 0.0
        workers: list[Proc] = [klinik.pekerja(tempo=tempo, siap=False) for _ in range(count)]
        todo = [(number, day) for day in klinik.hari for number in range(1, tickets // days + 1)]
        share = -(-len(todo) // kills)
        for kill in range(kills):
            for number, day in todo[kill * share : (kill + 1) * share]:
                klinik.daftar(number, hari=day)
            victim = dice.randrange(count)
            workers[victim].wait_line("Pekerja siap", 60, again=True)
            jeda(dice.random() * 0.2)
            workers[victim].kill()
            klinik.started.remove(workers[victim])
            workers[victim].close()
            workers[victim] = klinik.pekerja(tempo=tempo, siap=False)
        klinik.tenang(timeout=60 if kecil else 600)
        cut = terputus(klinik)
        keluhan = adili(
            lambda: periksa.tidak_ada_yang_hidup(klinik),
            lambda: periksa.buku_bersih(klinik),
            lambda: periksa.semua_hijau(klinik),
        )
        posts = klinik.simulator.panggilan("pendaftaran.tambah")
        return Hasil(
            f"kill -9 ({modus})",
            f"{tickets} tiket, {kills} kematian",
            WAJIB,
            keluhan or f"{tickets} tepat sekali; {cut} percobaan terpotong; {posts} POST pendaftaran",
            not keluhan and cut > 0,
        )
