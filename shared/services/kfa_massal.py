"""Mapping many products at once: the strong suggestions, to be reviewed and then accepted together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shared.domain.kfa_hasil import HasilTerima, Tinjauan, Usulan
from shared.domain.kfa_nilai import kuat
from shared.domain.kfa_peta import KursorProduk, Produk
from shared.domain.records import Pelaku
from shared.services import kfa, kfa_cari
from shared.services.errors import DekaError, PenyimpananGagal, TidakSah
from shared.services.konteks import Konteks
from shared.storage import kfa as rows
from shared.storage import kfa_produk as produk_rows

_LOOK = 5
_PAGE = 200
_AT_ONCE = 25
"""Mappings of one transaction: the counters go on meanwhile, and a stop is soon heard."""


def tinjau(
    ctx: Konteks, pelaku: Pelaku, *, setelah: KursorProduk | None = None, batas: int = _PAGE
) -> Tinjauan:
    """Look for strong suggestions among the products not mapped, a page at a time.

    A suggestion is strong that scores high, contradicts nothing, is in use, and has no different medicine
    close behind. Each takes some milliseconds: to be called off the event loop.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    strong: list[Usulan] = []
    doubtful: list[Produk] = []
    with ctx.baca() as conn:
        if not rows.any_row(conn):
            raise TidakSah("kfa_katalog_kosong")
        found, more = produk_rows.page(
            conn, ctx.faskes.id, dipetakan=False, setelah=setelah, batas=max(1, min(batas, 1000))
        )
        for one in found:
            asked = kfa_cari.tanya(ctx, conn, one.nama, bentuk=one.bentuk, kekuatan=one.kekuatan)
            ranked = kfa_cari.peringkat(conn, asked, _LOOK)
            if kuat(ranked):
                strong.append(Usulan(one, kfa_cari.tampilkan(conn, ranked[:1])[0]))
            else:
                doubtful.append(one)
    return Tinjauan(tuple(strong), tuple(doubtful), more)


def terima(
    ctx: Konteks,
    pelaku: Pelaku,
    pasangan: Sequence[tuple[str, str]],
    *,
    lanjut: Callable[[int], bool] = lambda _: True,
) -> HasilTerima:
    """Map pairs of a product's code and a KFA code, as one deed that one undo takes back.

    A pair that cannot be mapped, or that contradicts itself, is left out and named. After each
    transaction *lanjut* is told how many pairs are through; with ``False`` it stops the rest.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.terima")
    mapped = released = deed = 0
    refused: list[tuple[str, str]] = []
    for start in range(0, len(pasangan), _AT_ONCE):
        with ctx.tulis() as conn:
            for kode, kode_kfa in pasangan[start : start + _AT_ONCE]:
                try:
                    done, deed = kfa.pasang_teruji(
                        ctx, conn, pelaku, kode, kode_kfa, "kfa.terima", kelompok=deed
                    )
                except PenyimpananGagal:
                    raise
                except DekaError as error:
                    refused.append((kode, error.pesan))
                    continue
                mapped += done.berubah
                released += done.dilepas
        through = min(start + _AT_ONCE, len(pasangan))
        if not lanjut(through):
            return HasilTerima(mapped, released, tuple(refused), len(pasangan) - through)
    return HasilTerima(mapped, released, tuple(refused))


def terima_saran(ctx: Konteks, pelaku: Pelaku) -> HasilTerima:
    """Accept every strong suggestion for the products not mapped yet."""
    pairs: list[tuple[str, str]] = []
    after: KursorProduk | None = None
    while True:
        seen = tinjau(ctx, pelaku, setelah=after)
        pairs += [(one.produk.kode, one.hasil.kode) for one in seen.kuat]
        after = seen.berikut
        if after is None:
            break
    return terima(ctx, pelaku, pairs) if pairs else HasilTerima(0, 0)
