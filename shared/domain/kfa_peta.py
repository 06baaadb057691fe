"""Records of the clinic's products and their mapping to KFA. Moments are Unix milliseconds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tanda(StrEnum):
    """What has become of the code a product is mapped to."""

    DIGANTI = "diganti"
    TIDAK_AKTIF = "tidak_aktif"
    HILANG = "hilang"
    DRAF = "draf"
    BERUBAH = "berubah"
    """Strength or form is not what it was when the product was mapped."""
    TIDAK_ADA = "tidak_ada"
    """The mirror does not have it."""


@dataclass(frozen=True, slots=True)
class Produk:
    """A product of the clinic. ``kode_kfa`` is ``None`` while it is not mapped.

    ``jumlah_resep`` is how many prescriptions wait for it; ``ganti_kode`` the code the catalogue
    names in place of a retired one.
    """

    id: int
    kode: str
    nama: str
    bentuk: str
    kekuatan: str
    jumlah_resep: int
    kode_kfa: str | None
    nama_kfa: str
    dipetakan_oleh: str
    dipetakan: int | None
    tanda: tuple[Tanda, ...] = ()
    ganti_kode: str = ""
    ganti_nama: str = ""


@dataclass(frozen=True, slots=True)
class KursorProduk:
    """Where the next page of products begins; to be handed back as it is."""

    jumlah: int
    cari: str
    kode: str


@dataclass(frozen=True, slots=True)
class Statistik:
    """The four cards: total, mapped, not mapped, and how much is done in percent, 0 to 100."""

    total: int
    sudah: int
    belum: int
    persen: float

    @property
    def hijau(self) -> bool:
        """Whether progress is shown green: above 75 per cent."""
        return self.persen > 75


def statistik(total: int, sudah: int) -> Statistik:
    """Work the cards out; without a product nothing is done."""
    share = round(100 * sudah / total, 1) if total else 0.0
    if share == 100.0 and sudah < total:
        share = 99.9
    return Statistik(total, sudah, total - sudah, share)
