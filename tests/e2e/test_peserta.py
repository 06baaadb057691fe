"""Member questions end to end: a row, a real worker process, PCare's simulator over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from shared.domain.peserta import TAK_TERJAWAB, HasilPeserta, JawabanPeserta
from shared.services import peserta
from shared.storage import tables as t
from tests.e2e.peralatan import PETUGAS, Klinik, kartu_bpjs
from tests.support.waiting import until


def asked(klinik: Klinik, number: str) -> JawabanPeserta:
    question = peserta.minta(klinik.ctx, PETUGAS, number)
    told = until(lambda: peserta.jawaban(klinik.ctx, PETUGAS, question), 20, "the answer")
    assert told is not None
    return told


def test_a_member_is_asked_about(klinik_baru: Callable[..., Klinik], url_sqlite: str) -> None:
    klinik = klinik_baru(url_sqlite)
    assert asked(klinik, kartu_bpjs(1)) == TAK_TERJAWAB, "no worker: nobody waits"
    klinik.simulator.peserta(1, aktif=False, ket_aktif="PENANGGUHAN PREMI", tunggakan=4)
    worker = klinik.pekerja()
    assert asked(klinik, kartu_bpjs(2)).hasil is HasilPeserta.AKTIF
    told = asked(klinik, kartu_bpjs(1))
    assert (told.hasil, told.keterangan, told.tunggakan) == (
        HasilPeserta.TIDAK_AKTIF, "PENANGGUHAN PREMI", 4,
    )  # fmt: skip
    klinik.simulator.gangguan(jenis="kode", kode=503, operasi="peserta.baca", kali=1)
    assert asked(klinik, kartu_bpjs(3)) == TAK_TERJAWAB
    with klinik.ctx.storage.read() as conn:
        assert {*conn.execute(sa.select(t.kueri_peserta.c.nomor)).scalars()} == {""}
    assert kartu_bpjs(2) not in worker.output
