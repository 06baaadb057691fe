"""Invented tickets, claims and outside services for the tests of the worker's parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from shared.config import BpjsSettings
from shared.domain.answers import Answer, Layanan, Request, Sent
from shared.domain.records import JobKlaim, Tiket
from shared.domain.status import JenisJob, Periksa, StatusAntrean
from worker.senders.base import Saluran

HARI = date(2099, 3, 4)

TIKET = Tiket(
    antrean_id=7,
    tanggal=HARI,
    tiket="A-012",
    prefix="A",
    angka=12,
    status=StatusAntrean.MENUNGGU,
    no_antrean_pcare=None,
    norm="000123",
    nama="Peserta Rekaan",
    nik="9990000000000017",
    no_kartu="0000000000017",
    no_hp="081200000000",
    kd_provider="0123U001",
    kd_poli="001",
    nm_poli="POLI UMUM",
    nama_dokter="dr. Contoh",
    kodedokter=9001,
    kd_dokter="1001",
    jam="07:00-12:00",
    alasan_batal="Salah data",
    kode_faskes="00000001",
)


def klaim(
    jenis: JenisJob,
    *,
    periksa: Periksa = Periksa.KIRIM,
    parameter: dict[str, object] | None = None,
    muatan: str | None = None,
    **ticket: Any,
) -> JobKlaim:
    """A claimed job of a ticket that differs from the usual one in *ticket*."""
    return JobKlaim(
        id=1,
        fence=1,
        jenis=jenis,
        periksa=periksa,
        parameter=parameter or {},
        faskes_id=1,
        tanggal=HARI,
        dibuat=1_700_000_000_123,
        anggaran=1,
        baca=0,
        absen=0,
        tak_pasti_sejak=None,
        asal="otomatis",
        oleh="",
        tiket=replace(TIKET, **ticket),
        muatan=muatan,
    )


class Lawan:
    """The other side: answers each request with what *menjawab* makes of it, and remembers them."""

    def __init__(self, menjawab: Callable[[Request], Answer] | None = None) -> None:
        self._menjawab = menjawab
        self.permintaan: list[Request] = []

    def send(self, request: Request) -> Answer:
        self.permintaan.append(request)
        if self._menjawab is None:
            raise AssertionError(f"nobody should have been asked: {request}")
        return self._menjawab(request)


def saluran(pcare: Lawan | None = None, antrean: Lawan | None = None, **settings: Any) -> Saluran:
    return Saluran(pcare or Lawan(), antrean or Lawan(), BpjsSettings(**settings), "00000001")


def jawab(code: int, data: object = None, message: str = "", *, http: int | None = None) -> Answer:
    """A complete answer with an envelope."""
    return Answer(Sent.YES, http=http or code, code=str(code), message=message, data=data, raw="{}")


def get(path: str) -> Request:
    return Request(Layanan.PCARE, "GET", path)
