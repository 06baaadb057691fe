"""A BPJS of lists in memory, and the hands of the thread that reads them, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from shared.domain.answers import Answer, Layanan, Problem, Request, Sent
from shared.domain.referensi import ACUAN, JenisReferensi
from shared.domain.sinkron import SinkronKlaim
from shared.services import sinkron
from shared.services.konteks import Konteks

LEASE = 60_000
Row = dict[str, Any]


def ok(rows: list[Row] | None, count: int | None = None, code: str = "200") -> Answer:
    data = None if rows is None else {"count": len(rows) if count is None else count, "list": rows}
    return Answer(Sent.YES, http=200, code=code, message="OK", data=data)


def refusal(http: int, message: str = "", **more: Any) -> Answer:
    return Answer(Sent.YES, http=http, code=str(http), message=message, **more)


OFFLINE = Answer(Sent.NO, problem=Problem.CONNECT)
BROKEN = Answer(Sent.YES, http=502, problem=Problem.HTML)
PASSWORD = refusal(401, "Username atau password salah")
CLOSED = refusal(404, "Unauthorized! You are not registered for this service!")
NO_SCHEDULE = refusal(200, "Jadwal Dokter tidak ditemukan")


@dataclass
class Bpjs:
    """Lists by the beginning of their path; ``salah`` answers first come first served instead."""

    daftar: dict[str, list[Row]] = field(default_factory=dict)
    salah: list[Answer] = field(default_factory=list)
    diminta: list[str] = field(default_factory=list)

    def send(self, request: Request) -> Answer:
        self.diminta.append(request.path)
        if self.salah:
            return self.salah.pop(0)
        parts = request.path.split("/")
        start, limit, text = 0, 10_000, ""
        if len(parts) > 2 and parts[-1].isdigit() and parts[-2].isdigit() and parts[0] != "alergi":
            start, limit, parts = int(parts[-2]), int(parts[-1]), parts[:-2]
        if parts[0] == "diagnosa" or parts[:2] == ["obat", "dpho"]:
            text, parts = unquote(parts[-1]), parts[:-1]
        rows = self.daftar.get("/".join(parts))
        if rows is None:
            if request.layanan is Layanan.ANTREAN:
                return Answer(Sent.YES, http=200, code="201", message="Data tidak ditemukan")
            return Answer(Sent.YES, http=204, code="204")
        fits = [row for row in rows if text.lower() in " ".join(map(str, row.values())).lower()]
        return ok(
            fits[start : start + limit], len(fits), "1" if request.layanan is Layanan.ANTREAN else "200"
        )


@dataclass
class Pembaca:
    """A worker that reads lists and nothing else."""

    ctx: Konteks
    bpjs: Bpjs
    nama: str = "uji"

    def ambil(self) -> SinkronKlaim | None:
        return sinkron.ambil(self.ctx, self.nama, LEASE)

    def halaman(self, klaim: SinkronKlaim) -> SinkronKlaim | None:
        """Read one page if the gate lets it; ``None`` when that was all for now."""
        if sinkron.boleh(self.ctx, klaim, LEASE) != 0:
            return None
        answer = self.bpjs.send(sinkron.permintaan(klaim))
        return sinkron.terima(self.ctx, klaim, answer, sewa=LEASE, lama=100, sidik="kunci-1")

    def semua(self, sela: Callable[[SinkronKlaim], None] = lambda _: None) -> int:
        """Read on until nothing is due; *sela* happens before each page. Returns the pages."""
        pages = 0
        while (at := self.ambil()) is not None:
            while at is not None:
                sela(at)
                at = self.halaman(at)
                pages += 1
        return pages


def isi_bpjs(polis: int = 3) -> Bpjs:
    """A BPJS that has a few rows of every list."""
    lists: dict[str, list[Row]] = {}
    for jenis, acuan in ACUAN.items():
        if jenis is JenisReferensi.JADWAL or acuan.induk:
            continue
        path = acuan.jalur.replace("/{kata}", "")
        rows = [{acuan.kode: f"{n:02d}", acuan.nama: f"{jenis} {n}", "n": n} for n in range(1, 4)]
        lists[path] = rows
    lists["diagnosa"] = [
        {"kdDiag": "A00.1", "nmDiag": "Cholera, biovar eltor", "nonSpesialis": False},
        {"kdDiag": "J00", "nmDiag": "Acute nasopharyngitis [common cold]", "nonSpesialis": True},
        {"kdDiag": "K29", "nmDiag": "Ménière, acute 100% cold", "nonSpesialis": True},
    ]
    lists["poli/fktp"] = [
        {"kdPoli": f"{n:03d}", "nmPoli": f"POLI {n:03d}", "poliSakit": True} for n in range(1, polis + 1)
    ]
    lists["spesialis"] = [{"kdSpesialis": k, "nmSpesialis": k} for k in ("ANA", "INT")]
    lists["spesialis/ANA/subspesialis"] = [{"kdSubSpesialis": "25", "nmSubSpesialis": "ANAK"}]
    lists["spesialis/INT/subspesialis"] = [
        {"kdSubSpesialis": "3", "nmSubSpesialis": "PENYAKIT DALAM", "kdPoliRujuk": "INT"},
        {"kdSubSpesialis": "25", "nmSubSpesialis": "ANAK, juga di sini"},
    ]
    return Bpjs(lists)


def beri_jadwal(bpjs: Bpjs, hari: str, poli: dict[str, list[Row]]) -> None:
    """Give a date its polis and their doctors."""
    bpjs.daftar[f"ref/poli/tanggal/{hari}"] = [{"kodepoli": k, "namapoli": f"POLI {k}"} for k in poli]
    for kode, rows in poli.items():
        bpjs.daftar[f"ref/dokter/kodepoli/{kode}/tanggal/{hari}"] = rows


def dokter(kode: int, nama: str, jam: str, kapasitas: int = 40) -> Row:
    return {"kodedokter": kode, "namadokter": nama, "jampraktek": jam, "kapasitas": kapasitas}
