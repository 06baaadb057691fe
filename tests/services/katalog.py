"""A mirror of an invented catalogue in a storage, and the hands of the thread that reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from shared.domain import kfa
from shared.domain.answers import Problem, Sent
from shared.domain.kfa_jawaban import JawabanKfa
from shared.domain.referensi import JenisReferensi
from shared.domain.sinkron import SinkronKlaim
from shared.services import kfa_sinkron, sinkron
from shared.services.konteks import Konteks
from shared.storage import kfa as rows
from shared.storage import sinkron as readings
from worker.sandbox.kfa_katalog import Katalog

LEASE = 60_000
OFFLINE = JawabanKfa(Sent.NO, problem=Problem.CONNECT)
TOO_MANY = JawabanKfa(Sent.YES, http=422, pesan="query.size: ensure this value is less than or equal to 100")
REFUSED = JawabanKfa(Sent.NO, http=401, pesan="client ditolak", token=True, kredensial=True)


@dataclass
class Kfa:
    """KFA in memory; ``salah`` answers first come first served instead."""

    katalog: Katalog = field(default_factory=lambda: Katalog(2600, 400, 1))
    larik: bool = False
    terbanyak: int = 1000
    salah: list[JawabanKfa] = field(default_factory=list)
    diminta: list[str] = field(default_factory=list)

    def ambil(self, path: str) -> JawabanKfa:
        self.diminta.append(path)
        if self.salah:
            return self.salah.pop(0)
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        if int(query["size"]) > self.terbanyak:
            return TOO_MANY
        total, found = self.katalog.page(
            query["product_type"], int(query["page"]), int(query["size"]), sejak=query.get("from_date", "")
        )
        items: Any = found if self.larik else {"data": found}
        return JawabanKfa(Sent.YES, http=200, data={"total": total, "page": 1, "size": 1, "items": items})


@dataclass
class PembacaKfa:
    """A worker that reads the catalogue and nothing else."""

    ctx: Konteks
    kfa: Kfa
    nama: str = "uji"

    def ambil(self) -> SinkronKlaim | None:
        return sinkron.ambil(self.ctx, self.nama, LEASE)

    def halaman(self, klaim: SinkronKlaim) -> SinkronKlaim | None:
        answer = self.kfa.ambil(kfa_sinkron.permintaan(klaim))
        return kfa_sinkron.terima(self.ctx, klaim, answer, sewa=LEASE, lama=100)

    def semua(self, sela: Callable[[SinkronKlaim], None] = lambda _: None) -> int:
        """Read on until nothing is due; *sela* happens before each page. Returns the pages."""
        pages = 0
        while (at := self.ambil()) is not None:
            while at is not None:
                sela(at)
                at = self.halaman(at)
                pages += 1
        return pages


def isi(ctx: Konteks, *data: dict[str, Any], jenis: str = "farmasi") -> None:
    """Put rows of the service into the mirror."""
    read = rows.siapkan(one for one in (kfa.baca(row, jenis) for row in data) if one is not None)
    with ctx.tulis() as conn:
        number, _ = readings.ask(conn, ctx.faskes.id, JenisReferensi.KFA, "", "uji", dari_awal=True)
        rows.save_page(conn, number, read, {})
        readings.cancel(conn, ctx.faskes.id, JenisReferensi.KFA, "", "uji")


def obat(kode: str, nama: str, zat: str, kekuatan: str, bentuk: str, **more: Any) -> dict[str, Any]:
    """One row as the service has it."""
    return {
        "name": nama, "kfa_code": kode, "active": True, "state": "valid", "updated_at": "2026-09-01 03:00:00",
        "farmalkes_type": {"code": "medicine"}, "dosage_form": {"code": "BS1", "name": bentuk},
        "manufacturer": None, "nama_dagang": None, "nie": None,
        "product_template": {"kfa_code": f"92{kode[2:]}", "name": nama.partition(" (")[0]},
        "active_ingredients": [{"zat_aktif": zat, "kekuatan_zat_aktif": kekuatan}] if zat else [],
    } | more  # fmt: skip


CONTOH = (
    obat("93900001", "Paracetamol 500 mg Tablet (Umum)", "Paracetamol", "500 mg", "Tablet"),
    obat(
        "93900002", "Paracetamol 500 mg Tablet (CONTOHMOL)", "Paracetamol", "500 mg", "Tablet",
        nama_dagang="CONTOHMOL", manufacturer="SINAR FARMA CONTOH", nie="DKL9390000243A1",
    ),
    obat("93900003", "Paracetamol 120 mg / 5 mL Sirup (Umum)", "Paracetamol", "120 mg", "Sirup"),
    obat("93900004", "Asam Mefenamat 500 mg Kaplet (Umum)", "Asam Mefenamat", "500 mg", "Kaplet"),
    obat("93900005", "Amoksisilin 500 mg Kapsul (Umum)", "Amoksisilin", "500 mg", "Kapsul"),
    obat(
        "93900006", "Amoksisilin 500 mg Kaplet (Umum)", "Amoksisilin", "500 mg", "Kaplet", active=False,
        replacement={"product": {"kfa_code": "93900005", "name": "Amoksisilin", "reason": "Ganti"}},
    ),
    obat("93900007", "Klorfeniramin Maleat 4 mg Tablet (Umum)", "Klorfeniramin Maleat", "4 mg", "Tablet"),
    obat("93900008", "Draf Contoh 5 mg Tablet (Umum)", "Draf Contoh", "5 mg", "Tablet", state="draft"),
)  # fmt: skip
