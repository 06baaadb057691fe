"""What searching and mapping bring back: hits, details, pages, how the catalogue stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.domain.kfa_nilai import Alasan, Konflik
from shared.domain.kfa_peta import KursorProduk, Produk
from shared.domain.sinkron import Sinkron


@dataclass(frozen=True, slots=True)
class HasilKfa:
    """One hit. ``skor`` is 0 to 1; ``alasan`` says why it is here, ``konflik`` what speaks against it.

    ``berlaku`` is false for a product that is retired, a draft or gone from the catalogue; ``kuat`` marks
    a first hit so good that it may be taken at once.
    """

    kode: str
    nama: str
    bentuk: str
    kekuatan: str
    produsen: str
    skor: float
    nie: str = ""
    merek: str = ""
    jenis: str = ""
    template: str = ""
    tingkat: str = ""
    berlaku: bool = True
    ganti_kode: str = ""
    ganti_nama: str = ""
    alasan: tuple[Alasan, ...] = ()
    konflik: tuple[Konflik, ...] = ()
    kuat: bool = False


@dataclass(frozen=True, slots=True)
class KeadaanKatalog:
    """How the mirror stands. ``usang`` are products retired, drafted or gone.

    ``terakhir`` is the newest reading that was completed, ``sekarang`` the newest of all.
    """

    obat: int
    alkes: int
    usang: int
    terakhir: Sinkron | None
    sekarang: Sinkron | None

    @property
    def berjalan(self) -> Sinkron | None:
        """The reading that waits or runs."""
        return self.sekarang if self.sekarang is not None and self.sekarang.hidup else None


@dataclass(frozen=True, slots=True)
class HalamanProduk:
    """One page of products; ``berikut`` is ``None`` on the last."""

    baris: tuple[Produk, ...]
    berikut: KursorProduk | None = None


@dataclass(frozen=True, slots=True)
class DetailKfa:
    """All the catalogue knows of a product.

    ``zat`` are pairs of substance and strength, ``isi`` further fields by the service's own names;
    ``konflik`` is against the product it is looked at for.
    """

    hasil: HasilKfa
    zat: tuple[tuple[str, str], ...]
    nama_template: str
    aktif: bool
    sah: bool
    hilang: bool
    ganti_alasan: str
    diperbarui: str
    isi: dict[str, str] = field(default_factory=dict)
    konflik: tuple[Konflik, ...] = ()


@dataclass(frozen=True, slots=True)
class HasilPetakan:
    """What a mapping did: ``dilepas`` resources that waited for it go on."""

    produk: Produk
    berubah: bool
    dilepas: int
    sebelumnya: str | None = None


@dataclass(frozen=True, slots=True)
class HasilUrung:
    """What was taken back: the products as they are now, and rows that go on."""

    produk: tuple[Produk, ...]
    dilepas: int


@dataclass(frozen=True, slots=True)
class Usulan:
    """A product with the code that is suggested for it."""

    produk: Produk
    hasil: HasilKfa


@dataclass(frozen=True, slots=True)
class Tinjauan:
    """What may be accepted together: ``kuat`` above the bar, ``ragu`` products to be looked at one by one.

    ``berikut`` goes on after the products that were looked at; ``None``: that was all.
    """

    kuat: tuple[Usulan, ...]
    ragu: tuple[Produk, ...]
    berikut: KursorProduk | None = None


@dataclass(frozen=True, slots=True)
class HasilTerima:
    """What accepting did. ``ditolak`` are pairs of a product's code and the reason it was left out.

    ``sisa`` are those not come to because the run was stopped.
    """

    dipetakan: int
    dilepas: int
    ditolak: tuple[tuple[str, str], ...] = ()
    sisa: int = 0
