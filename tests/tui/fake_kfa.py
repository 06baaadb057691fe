"""The door of the page Pemetaan Obat KFA with a small catalogue and a clinic's products behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Semaphore

from deka_tui.port_kfa import PAGE, Impor, Ringkas, Saran
from shared.domain.kfa_hasil import (
    DetailKfa,
    HalamanProduk,
    HasilKfa,
    HasilPetakan,
    HasilTerima,
    HasilUrung,
    KeadaanKatalog,
    Tinjauan,
    Usulan,
)
from shared.domain.kfa_nilai import Alasan, Cara, JenisAlasan, Konflik
from shared.domain.kfa_peta import KursorProduk, Produk, Tanda, statistik
from shared.domain.records import Kesehatan
from shared.domain.referensi import JenisReferensi, StatusSinkron
from shared.domain.sinkron import Sinkron
from shared.services.errors import Bentrok, TidakDitemukan, TidakSah
from tests.tui.fake_referensi import sync

J = JenisAlasan
WHY = (Alasan(J.ZAT, "pct", Cara.SINGKATAN), Alasan(J.KEKUATAN, "500"), Alasan(J.BENTUK, "tab"))


def hit(kode: str, nama: str, bentuk: str, kekuatan: str, skor: float, **more: object) -> HasilKfa:
    """A hit."""
    base = HasilKfa(
        kode, nama, bentuk, kekuatan, "Sinar Farma Contoh", skor, nie=f"DKL{kode}A1", jenis="farmasi",
        template="92" + kode[2:], tingkat="POA", alasan=WHY,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


PCT = hit("93000001", "Paracetamol 500 mg Tablet (Umum)", "Tablet", "Paracetamol 500 mg", 0.98, kuat=True)
PCT_B = hit("93000002", "Paracetamol 500 mg Tablet (CONTOHMOL)", "Tablet", "Paracetamol 500 mg", 0.94)
PCT_S = hit("93000003", "Paracetamol 120 mg/5 mL Sirup", "Sirup", "Paracetamol 120 mg/5 mL", 0.71)
AMOX = hit("93000004", "Amoxicillin 500 mg Kapsul", "Kapsul", "Amoxicillin 500 mg", 0.97, kuat=True)
AMOX_OLD = hit(
    "93000005", "Amoxicillin 500 mg Kaplet (jangan dipakai)", "Kaplet", "Amoxicillin 500 mg", 0.0,
    berlaku=False, ganti_kode="93000004", ganti_nama="Amoxicillin 500 mg Kapsul", alasan=(),
)  # fmt: skip
CTM = hit("93000006", "Chlorpheniramine Maleate 4 mg Tablet", "Tablet", "Chlorpheniramine Maleate 4 mg", 0.8)
CATALOGUE = {one.kode: one for one in (PCT, PCT_B, PCT_S, AMOX, AMOX_OLD, CTM)}
CLASH = (
    Konflik(J.KEKUATAN, "500 mg", "120 mg/5 mL"),
    Konflik(J.BENTUK, "tablet", "Sirup"),
)
SUGGESTED = {"pct": (PCT, PCT_B, PCT_S), "amo": (AMOX,), "ctm": (CTM, PCT_S)}


def product(number: int, kode: str, nama: str, resep: int = 0, **more: object) -> Produk:
    """A product that is not mapped, unless *more* says otherwise."""
    base = Produk(number, kode, nama, "", "", resep, None, "", "", None)
    return replace(base, **more)  # type: ignore[arg-type]


class FakeKfa:
    """Keeps products in memory; ``waiting`` are Medications that a mapping of a product sets going."""

    def __init__(self, now: int, kesehatan: Callable[[], Kesehatan], changed: Callable[[], None]) -> None:
        self.now = now
        self._kesehatan, self._changed = kesehatan, changed
        self.fail: dict[str, Exception] = {}
        self.calls: list[tuple[str, object]] = []
        self.products: dict[str, Produk] = {}
        self.put(
            product(1, "P1", "pct 500 tab", 90, bentuk="tablet", kekuatan="500 mg"),
            product(2, "P2", "amoxsan 500", 40, bentuk="kapsul"),
            product(3, "P3", "ctm 4mg", 12),
            product(4, "P4", "jamu tolak angin rekaan", 0),
            product(
                5, "P5", "amoxicillin kaplet 500", 7, kode_kfa="93000005", nama_kfa=AMOX_OLD.nama,
                dipetakan_oleh="ratih", dipetakan=now - 86_400_000, tanda=(Tanda.DIGANTI, Tanda.TIDAK_AKTIF),
                ganti_kode="93000004", ganti_nama=AMOX.nama,
            ),
            product(
                6, "P6", "parasetamol tab 500mg generik", 3, kode_kfa="93000001", nama_kfa=PCT.nama,
                dipetakan_oleh="ratih", dipetakan=now - 86_400_000,
            ),
        )  # fmt: skip
        self.waiting = {"P1": 3, "P2": 1}
        done = sync(JenisReferensi.KFA, now, baris=24_512, selesai=now - 3 * 3_600_000)
        self.catalogue = KeadaanKatalog(23_456, 1_056, 412, done, done)
        self.deeds: list[list[tuple[str, str | None]]] = []
        self.files: list[tuple[str, str]] = []
        self.rejected: tuple[str, ...] = ()
        self.langkah: Semaphore | None = None
        """Lets mapping many go on by one, where it is to be watched."""
        self.conflicts: dict[str, tuple[Konflik, ...]] = {"93000003": CLASH}

    # -------------------------------------------------------------- scripting --
    def put(self, *products: Produk) -> None:
        """Add or replace products."""
        self.products |= {one.kode: one for one in products}
        self._changed()

    def reading(self, one: Sinkron | None, **more: int) -> None:
        """The worker changes how the mirror stands."""
        done = one if one is not None and one.status is StatusSinkron.SELESAI else self.catalogue.terakhir
        self.catalogue = replace(self.catalogue, sekarang=one, terakhir=done, **more)
        self._changed()

    def _enter(self, name: str, what: object = None) -> None:
        self.calls.append((name, what))
        if error := self.fail.get(name):
            raise error

    def _set(self, kode: str, target: str | None) -> tuple[str, str | None]:
        one = self.products[kode]
        name = CATALOGUE[target].nama if target else ""
        self.products[kode] = replace(
            one, kode_kfa=target, nama_kfa=name, tanda=(), ganti_kode="", ganti_nama="",
            dipetakan_oleh="ratih", dipetakan=self.now,
        )  # fmt: skip
        return kode, one.kode_kfa

    def _hit(self, kode: str) -> HasilKfa:
        if kode not in CATALOGUE:
            raise TidakDitemukan("kfa_kode_tidak_ada", nilai=kode)
        return replace(CATALOGUE[kode], konflik=self.conflicts.get(kode, ()))

    # ---------------------------------------------------------------- the port --
    def ringkas(self) -> Ringkas:
        self._enter("ringkas")
        mapped = sum(one.kode_kfa is not None for one in self.products.values())
        return Ringkas(statistik(len(self.products), mapped), self.catalogue, self._kesehatan())

    def produk(
        self,
        *,
        dipetakan: bool,
        teks: str = "",
        bertanda: bool = False,
        setelah: KursorProduk | None = None,
        batas: int = PAGE,
    ) -> HalamanProduk:
        self._enter("produk", (dipetakan, teks, bertanda))
        rows = sorted(
            (
                one
                for one in self.products.values()
                if (one.kode_kfa is not None) is dipetakan
                and teks.lower() in f"{one.kode} {one.nama} {one.kode_kfa}".lower()
                and (one.tanda or not bertanda)
            ),
            key=lambda one: (-one.jumlah_resep, one.nama, one.kode),
        )
        keys = [(-one.jumlah_resep, one.nama, one.kode) for one in rows]
        after = (-setelah.jumlah, setelah.cari, setelah.kode) if setelah is not None else None
        start = next((at for at, key in enumerate(keys) if after is None or key > after), len(rows))
        shown = tuple(rows[start : start + batas])
        more = None
        if start + batas < len(rows):
            more = KursorProduk(shown[-1].jumlah_resep, shown[-1].nama, shown[-1].kode)
        return HalamanProduk(shown, more)

    def saran(self, kode_produk: str) -> Saran:
        self._enter("saran", kode_produk)
        one = self.products[kode_produk]
        found = tuple(self._hit(calon.kode) for calon in SUGGESTED.get(one.nama[:3], ()))
        now = self._hit(one.kode_kfa) if one.kode_kfa else None
        instead = self._hit(one.ganti_kode) if one.ganti_kode else None
        return Saran(one, found, now, instead)

    def cari(self, teks: str) -> tuple[HasilKfa, ...]:
        self._enter("cari", teks)
        return tuple(one for one in CATALOGUE.values() if teks.lower() in f"{one.kode} {one.nama}".lower())

    def detail(self, kode_kfa: str, kode_produk: str | None = None) -> DetailKfa:
        self._enter("detail", (kode_kfa, kode_produk))
        one = self._hit(kode_kfa)
        return DetailKfa(
            one, ((one.nama.split(" ", maxsplit=1)[0], "500 mg"),), "Kelompok rekaan", one.berlaku, True,
            False, "kode ganda" if one.ganti_kode else "", "2026-11-01 02:03:04",
            {"rute_pemberian": "Oral", "kemasan": "Dus, 10 Blister @ 10 Tablet", "fornas": "ya"},
            one.konflik,
        )  # fmt: skip

    def petakan(
        self, kode_produk: str, kode_kfa: str, *, dari: str | None, yakin: bool = False
    ) -> HasilPetakan:
        self._enter("petakan", (kode_produk, kode_kfa, yakin))
        if self.products[kode_produk].kode_kfa != dari:
            raise Bentrok("kfa_produk_berubah", nilai=kode_produk)
        one = self._hit(kode_kfa)
        if not one.berlaku:
            raise TidakSah("kfa_kode_usang", nilai=kode_kfa, ganti=", diganti 93000004")
        if one.konflik and not yakin:
            from shared.services.kfa import PerluYakin  # what stands behind the real door

            raise PerluYakin(one.konflik)
        before = self._set(kode_produk, kode_kfa)
        self.deeds.append([before])
        self._changed()
        released = self.waiting.pop(kode_produk, 0)
        return HasilPetakan(self.products[kode_produk], before[1] != kode_kfa, released, before[1])

    def hapus(self, kode_produk: str, *, dari: str | None) -> HasilPetakan:
        self._enter("hapus", (kode_produk, dari))
        if dari != self.products[kode_produk].kode_kfa:
            raise Bentrok("kfa_produk_berubah", nilai=kode_produk)
        before = self._set(kode_produk, None)
        self.deeds.append([before])
        self._changed()
        return HasilPetakan(self.products[kode_produk], True, 0, before[1])

    def urungkan(self) -> HasilUrung:
        self._enter("urungkan")
        if not self.deeds:
            raise TidakSah("kfa_tak_ada_urungan")
        for kode, target in (deed := self.deeds.pop()):
            self._set(kode, target)
        self._changed()
        return HasilUrung(tuple(self.products[kode] for kode, _ in deed), 0)

    def simpan_produk(self, kode: str, nama: str, *, bentuk: str, kekuatan: str, jumlah_resep: int) -> Produk:
        self._enter("simpan_produk", (kode, nama, bentuk, kekuatan, jumlah_resep))
        if not kode:
            raise TidakSah("kfa_produk_salah", rinci="kode kosong")
        old = self.products.get(kode, product(len(self.products) + 1, kode, nama))
        self.put(replace(old, nama=nama, bentuk=bentuk, kekuatan=kekuatan, jumlah_resep=jumlah_resep))
        return self.products[kode]

    def sinkron(self) -> Sinkron:
        self._enter("sinkron")
        asked = sync(JenisReferensi.KFA, self.now, StatusSinkron.MENUNGGU, bagian=0.0, baris=0, halaman=0)
        self.reading(asked)
        return asked

    def hentikan(self) -> Sinkron:
        self._enter("hentikan")
        one = self.catalogue.sekarang
        assert one is not None
        stopped = replace(one, status=StatusSinkron.DIBATALKAN, selesai=self.now, dihentikan_oleh="ratih")
        self.reading(stopped)
        return stopped

    def tinjau(self, setelah: KursorProduk | None) -> Tinjauan:
        self._enter("tinjau", setelah)
        page = self.produk(dipetakan=False, setelah=setelah, batas=PAGE)
        strong = []
        for one in page.baris:
            best = SUGGESTED.get(one.nama[:3], ())
            if best and best[0].kuat:
                strong.append(Usulan(one, best[0]))
        sure = {one.produk.kode for one in strong}
        return Tinjauan(tuple(strong), tuple(one for one in page.baris if one.kode not in sure), page.berikut)

    def terima(self, pasangan: Sequence[tuple[str, str]], lanjut: Callable[[int], bool]) -> HasilTerima:
        self._enter("terima", tuple(pasangan))
        asked = len(pasangan)
        for through in range(1, asked + 1):
            if self.langkah is not None:
                self.langkah.acquire(timeout=10)
            if not lanjut(through):
                pasangan = pasangan[:through]
                break
        refused = tuple(
            (kode, "baru saja diubah orang lain") for kode, _ in pasangan if kode in self.rejected
        )
        deed = [self._set(kode, target) for kode, target in pasangan if kode not in self.rejected]
        self.deeds.append(deed)
        self._changed()
        released = sum(self.waiting.pop(kode, 0) for kode, _ in deed)
        return HasilTerima(len(deed), released, refused, asked - len(pasangan))

    def impor_produk(self, berkas: Path) -> Impor:
        self._enter("impor_produk", berkas)
        return Impor(12, 10)

    def impor_pemetaan(self, berkas: Path, *, yakin: bool = False) -> Impor:
        self._enter("impor_pemetaan", (berkas, yakin))
        return Impor(3, 3 if yakin else 2, 1, () if yakin else ("baris 3: kekuatan berbeda",))

    def ekspor(self, berkas: Path) -> int:
        self._enter("ekspor", berkas)
        return len(self.products)
