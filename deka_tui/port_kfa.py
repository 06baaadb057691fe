"""The door of the page Pemetaan Obat KFA, reached as ``pintu.kfa``.

Like :mod:`deka_tui.port` it imports nothing of the services before a call is made in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from shared.domain.kfa_hasil import (
    DetailKfa,
    HalamanProduk,
    HasilKfa,
    HasilPetakan,
    HasilTerima,
    HasilUrung,
    KeadaanKatalog,
    Tinjauan,
)
from shared.domain.kfa_nilai import Konflik
from shared.domain.kfa_peta import KursorProduk, Produk, Statistik
from shared.domain.records import Kesehatan, Pelaku
from shared.domain.sinkron import Sinkron

if TYPE_CHECKING:
    from shared.services.konteks import Konteks

PAGE = 50
"""Products that are read at once unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Ringkas:
    """What stands above the tabs: the four counts, how the mirror stands, health of worker and gates."""

    statistik: Statistik
    katalog: KeadaanKatalog
    kesehatan: Kesehatan


@dataclass(frozen=True, slots=True)
class Saran:
    """What may be the counterpart of a product, best first.

    ``sekarang`` is the code it is mapped to, ``ganti`` what the catalogue names in its place.
    """

    produk: Produk
    calon: tuple[HasilKfa, ...]
    sekarang: HasilKfa | None = None
    ganti: HasilKfa | None = None


@dataclass(frozen=True, slots=True)
class Impor:
    """What an import did; ``ditolak`` are clauses about mappings that contradict and were left out."""

    baris: int
    berubah: int
    dilepas: int = 0
    ditolak: tuple[str, ...] = ()


def pertentangan(error: Exception | None) -> tuple[Konflik, ...]:
    """What speaks against a mapping that asked for a second *yes*; ``()`` for any other failure."""
    found: tuple[Konflik, ...] = getattr(error, "konflik", ())
    return found


class PintuKfa(Protocol):
    """What the page asks for. Every call may block and is made in a thread.

    Refusals and failures are raised as :class:`shared.services.errors.DekaError`.
    """

    def ringkas(self) -> Ringkas:
        """Read the counts and how the mirror stands."""

    def produk(
        self,
        *,
        dipetakan: bool,
        teks: str = "",
        bertanda: bool = False,
        setelah: KursorProduk | None = None,
        batas: int = PAGE,
    ) -> HalamanProduk:
        """Read a page of products, those most prescriptions wait for first."""

    def saran(self, kode_produk: str) -> Saran:
        """Suggest counterparts for a product."""

    def cari(self, teks: str) -> tuple[HasilKfa, ...]:
        """Search the mirror."""

    def detail(self, kode_kfa: str, kode_produk: str | None = None) -> DetailKfa:
        """Read all the mirror has of a code, compared with a product where one is named."""

    def petakan(
        self, kode_produk: str, kode_kfa: str, *, dari: str | None, yakin: bool = False
    ) -> HasilPetakan:
        """Map; what contradicts is raised, see :func:`pertentangan`, unless *yakin*.

        *dari* is the code it is mapped to on the screen: what somebody else has mapped since is kept.
        """

    def hapus(self, kode_produk: str, *, dari: str | None) -> HasilPetakan:
        """Take a mapping away; *dari* as for :meth:`petakan`."""

    def urungkan(self) -> HasilUrung:
        """Take back the last deed of this person."""

    def simpan_produk(self, kode: str, nama: str, *, bentuk: str, kekuatan: str, jumlah_resep: int) -> Produk:
        """Add or change a product by hand."""

    def sinkron(self) -> Sinkron:
        """Ask for a reading of the catalogue; one that was stopped goes on."""

    def hentikan(self) -> Sinkron:
        """Stop the reading; what it has read is kept."""

    def tinjau(self, setelah: KursorProduk | None) -> Tinjauan:
        """Look for strong suggestions among the next products."""

    def terima(self, pasangan: Sequence[tuple[str, str]], lanjut: Callable[[int], bool]) -> HasilTerima:
        """Map pairs of a product's code and a KFA code as one deed.

        *lanjut* is told in that thread how many are through; with ``False`` it stops the rest.
        """

    def impor_produk(self, berkas: Path) -> Impor:
        """Import products from a CSV file."""

    def impor_pemetaan(self, berkas: Path, *, yakin: bool = False) -> Impor:
        """Import mappings from a CSV file; rows that contradict are left out unless *yakin*."""

    def ekspor(self, berkas: Path) -> int:
        """Write all products and their mapping to a CSV file; returns the rows."""


class KfaServices:
    """The real door: the services, acting for one person."""

    def __init__(self, konteks: Callable[[], Konteks], pelaku: Pelaku) -> None:
        self._konteks = konteks
        self._pelaku = pelaku

    def _do(self, module: str, name: str, *args: Any, **options: Any) -> Any:
        from importlib import import_module

        work: Callable[..., Any] = getattr(import_module(f"shared.services.{module}"), name)
        return work(self._konteks(), self._pelaku, *args, **options)

    def ringkas(self) -> Ringkas:
        """See :meth:`PintuKfa.ringkas`."""
        from shared.services import papan

        return Ringkas(
            self._do("kfa", "statistik"), self._do("kfa", "keadaan"), papan.kesehatan(self._konteks())
        )

    def produk(
        self,
        *,
        dipetakan: bool,
        teks: str = "",
        bertanda: bool = False,
        setelah: KursorProduk | None = None,
        batas: int = PAGE,
    ) -> HalamanProduk:
        """See :meth:`PintuKfa.produk`."""
        name, more = ("sudah_dipetakan", {"bertanda": bertanda}) if dipetakan else ("belum_dipetakan", {})
        page: HalamanProduk = self._do("kfa", name, teks, setelah=setelah, batas=batas, **more)
        return page

    def saran(self, kode_produk: str) -> Saran:
        """See :meth:`PintuKfa.saran`."""
        one: Produk = self._do("kfa", "produk", kode_produk)
        calon: tuple[HasilKfa, ...] = self._do("kfa", "saran", kode_produk)
        return Saran(one, calon, self._hit(one.kode_kfa, kode_produk), self._hit(one.ganti_kode, kode_produk))

    def _hit(self, kode_kfa: str | None, kode_produk: str) -> HasilKfa | None:
        from shared.services.errors import TidakDitemukan

        if not kode_kfa:
            return None
        try:
            return self.detail(kode_kfa, kode_produk).hasil
        except TidakDitemukan:  # the mirror does not have it any more
            return None

    def cari(self, teks: str) -> tuple[HasilKfa, ...]:
        """See :meth:`PintuKfa.cari`."""
        found: tuple[HasilKfa, ...] = self._do("kfa", "cari", teks)
        return found

    def detail(self, kode_kfa: str, kode_produk: str | None = None) -> DetailKfa:
        """See :meth:`PintuKfa.detail`."""
        found: DetailKfa = self._do("kfa", "detail", kode_kfa, kode_produk)
        return found

    def petakan(
        self, kode_produk: str, kode_kfa: str, *, dari: str | None, yakin: bool = False
    ) -> HasilPetakan:
        """See :meth:`PintuKfa.petakan`."""
        done: HasilPetakan = self._do("kfa", "petakan", kode_produk, kode_kfa, dari=dari, yakin=yakin)
        return done

    def hapus(self, kode_produk: str, *, dari: str | None) -> HasilPetakan:
        """See :meth:`PintuKfa.hapus`."""
        done: HasilPetakan = self._do("kfa", "hapus", kode_produk, dari=dari)
        return done

    def urungkan(self) -> HasilUrung:
        """See :meth:`PintuKfa.urungkan`."""
        done: HasilUrung = self._do("kfa", "urungkan")
        return done

    def simpan_produk(self, kode: str, nama: str, *, bentuk: str, kekuatan: str, jumlah_resep: int) -> Produk:
        """See :meth:`PintuKfa.simpan_produk`."""
        saved: Produk = self._do(
            "kfa_berkas", "simpan_produk", kode, nama, bentuk=bentuk, kekuatan=kekuatan,
            jumlah_resep=jumlah_resep,
        )  # fmt: skip
        return saved

    def sinkron(self) -> Sinkron:
        """See :meth:`PintuKfa.sinkron`."""
        asked: Sinkron = self._do("kfa_sinkron", "minta")
        return asked

    def hentikan(self) -> Sinkron:
        """See :meth:`PintuKfa.hentikan`."""
        stopped: Sinkron = self._do("kfa_sinkron", "batalkan")
        return stopped

    def tinjau(self, setelah: KursorProduk | None) -> Tinjauan:
        """See :meth:`PintuKfa.tinjau`."""
        seen: Tinjauan = self._do("kfa_massal", "tinjau", setelah=setelah, batas=PAGE)
        return seen

    def terima(self, pasangan: Sequence[tuple[str, str]], lanjut: Callable[[int], bool]) -> HasilTerima:
        """See :meth:`PintuKfa.terima`."""
        done: HasilTerima = self._do("kfa_massal", "terima", pasangan, lanjut=lanjut)
        return done

    def impor_produk(self, berkas: Path) -> Impor:
        """See :meth:`PintuKfa.impor_produk`."""
        done = self._do("kfa_berkas", "impor_produk", berkas)
        return Impor(done.baris, done.berubah)

    def impor_pemetaan(self, berkas: Path, *, yakin: bool = False) -> Impor:
        """See :meth:`PintuKfa.impor_pemetaan`."""
        done = self._do("kfa_berkas", "impor_pemetaan", berkas, yakin=yakin)
        return Impor(done.baris, done.berubah, done.dilepas, done.ditolak)

    def ekspor(self, berkas: Path) -> int:
        """See :meth:`PintuKfa.ekspor`."""
        rows: int = self._do("kfa_berkas", "ekspor_pemetaan", berkas)
        return rows
