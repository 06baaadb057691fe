"""The demo's pharmacy: products as a clinic writes them, a small KFA catalogue, some mapped already."""

from __future__ import annotations

from shared.domain.kfa_peta import KursorProduk
from shared.domain.records import Pelaku
from shared.services import kfa, kfa_berkas, kfa_massal, kfa_sinkron
from shared.services.errors import DekaError
from shared.services.konteks import Konteks

KATALOG = {"kfa_farmasi": 700, "kfa_alkes": 60}
"""How large the simulator's catalogue is."""
MENUNGGU = {"OBT-001": "pct 500 tab", "OBT-002": "amox kaplet 500", "OBT-003": "puyer batuk racikan"}
"""Products that Medications wait for."""
_MOST = 22
"""Products that are mapped already: the others are left to be tried."""
_PRODUK = """
OBT-001 | pct 500 tab | tablet | | 118
OBT-002 | amox kaplet 500 | | | 64
OBT-003 | puyer batuk racikan | puyer | | 12
OBT-004 | Ambroxol 30mg tab | | | 97
OBT-005 | ctm 4 mg | tablet | 4 mg | 90
OBT-006 | as. mefenamat 500 | kaplet | 500 mg | 81
OBT-007 | cetirizin 10 mg tab | | | 55
OBT-008 | dexa 0,5 tab | | | 52
OBT-009 | parasetamol syr 120/5 | sirup | | 47
OBT-010 | omeprazol caps 20 | kapsul | | 41
OBT-011 | antasida tab kunyah | | | 38
OBT-012 | amlodipin 5 mg | tablet | | 36
OBT-013 | amlodipine 10mg tab | | | 33
OBT-014 | metformin 500 | tablet | 500 mg | 31
OBT-015 | captopril 25 | tablet | | 28
OBT-016 | simvastatin 20 mg tab | | | 26
OBT-017 | allopurinol 100 tab | | | 24
OBT-018 | ibuprofen 400mg | tablet | | 22
OBT-019 | na diclofenac 50 mg | tablet | | 21
OBT-020 | cefixime 100 caps | kapsul | | 19
OBT-021 | cefadroxil 500 kaps | | | 18
OBT-022 | ciprofloxacin 500 tab | | | 17
OBT-023 | cotrimoxazol 480 | tablet | | 15
OBT-024 | metronidazol 500 tab | | | 14
OBT-025 | loratadin 10 mg | tablet | | 13
OBT-026 | salbutamol 2mg tab | | | 13
OBT-027 | GG 100 mg tab | | | 12
OBT-028 | ranitidin 150 | tablet | | 11
OBT-029 | domperidon 10 mg tab | | | 10
OBT-030 | oralit sachet | serbuk | | 9
OBT-031 | zinc 20 mg tab | | | 9
OBT-032 | vit C 50 mg | tablet | | 8
OBT-033 | vit b kompleks tab | | | 8
OBT-034 | amoksisilin syr kering 125 | | | 7
OBT-035 | hidrokortison krim 2,5% | krim | | 6
OBT-036 | mikonazol krim 2% | | | 5
OBT-037 | gentamisin salep kulit 0,1% | | | 5
OBT-038 | acyclovir 400 | tablet | | 4
OBT-039 | methylprednisolon 4mg tab | | | 3
OBT-040 | minyak kayu putih botol | | | 0
"""


def isi(ctx: Konteks, admin: Pelaku) -> None:
    """Write the products, and ask for the catalogue; the worker reads it while the screen opens."""
    for line in filter(None, _PRODUK.splitlines()):
        kode, nama, bentuk, kekuatan, resep = (part.strip() for part in line.split("|"))
        kfa_berkas.simpan_produk(
            ctx, admin, kode, nama, bentuk=bentuk, kekuatan=kekuatan, jumlah_resep=int(resep)
        )
    kfa_sinkron.minta(ctx, admin)


def petakan_sebagian(ctx: Konteks, admin: Pelaku) -> bool:
    """Map some of the products once the catalogue is there; tell whether that is done."""
    state = kfa.keadaan(ctx, admin)
    if state.terakhir is None:
        return False
    pairs: list[tuple[str, str]] = []
    after: KursorProduk | None = None
    try:
        while len(pairs) < _MOST:
            seen = kfa_massal.tinjau(ctx, admin, setelah=after, batas=10)
            pairs += [
                (one.produk.kode, one.hasil.kode) for one in seen.kuat if one.produk.kode not in MENUNGGU
            ]
            after = seen.berikut
            if after is None:
                break
        kfa_massal.terima(ctx, admin, pairs[:_MOST])
    except DekaError:  # another counter was writing; the next beat tries again
        return False
    return True
