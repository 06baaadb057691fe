"""The door beside the queue, with answers a test gives."""

from __future__ import annotations

import threading
from dataclasses import replace

from shared.domain.kios import NomorLoket, TiketLoket
from shared.domain.peserta import HasilPeserta, JawabanPeserta


class FakeStasiun:
    """Prints nothing, calls the numbers it was given, and knows every member."""

    def __init__(self) -> None:
        self.printed: list[int] = []
        self.numbers: list[str] = []
        self.waiting: list[NomorLoket] = []
        self.ended: list[tuple[int, bool, int | None]] = []
        self.fails: Exception | None = None
        self.asked: list[str] = []
        self.told = JawabanPeserta(HasilPeserta.AKTIF, "AKTIF", 0, "00000001", "KLINIK CONTOH")
        self.answered = threading.Event()
        self.answered.set()

    def cetak(self, antrean_id: int) -> str:
        self.printed.append(antrean_id)
        if self.fails is not None:
            raise self.fails
        return f"A-{antrean_id:03d}"

    def panggil_loket(self) -> TiketLoket | None:
        if self.fails is not None:
            raise self.fails
        return TiketLoket(1, self.numbers.pop(0), "2", len(self.numbers)) if self.numbers else None

    def daftar_loket(self) -> tuple[NomorLoket, ...]:
        return tuple(self.waiting)

    def ambil_loket(self, tiket_id: int) -> NomorLoket:
        if self.fails is not None:
            raise self.fails
        return next(replace(one, loket="2", status="dipanggil") for one in self.waiting if one.id == tiket_id)

    def selesai_loket(self, tiket_id: int, hadir: bool, antrean_id: int | None = None) -> bool:
        self.ended.append((tiket_id, hadir, antrean_id))
        return True

    def periksa(self, nomor: str) -> JawabanPeserta:
        self.asked.append(nomor)
        self.answered.wait(30)
        return self.told
