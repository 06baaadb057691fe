"""Mapping the clinic's products to KFA, as the page Mapping KFA uses it.

Everything here needs role admin or superadmin and the permission ``satusehat``; a refusal is
audited. Searching and mapping go to the mirror in the storage alone: they work with KFA away.
"""

from __future__ import annotations

import threading
from typing import Any, Final
from weakref import WeakKeyDictionary

from shared.domain.kfa import KODE, tingkat
from shared.domain.kfa_hasil import (
    DetailKfa,
    HalamanProduk,
    HasilKfa,
    HasilPetakan,
    HasilUrung,
    KeadaanKatalog,
)
from shared.domain.kfa_nilai import Konflik, Nilai
from shared.domain.kfa_peta import KursorProduk, Produk, Statistik, Tanda
from shared.domain.kfa_peta import statistik as hitung
from shared.domain.records import Pelaku
from shared.services import kfa_cari
from shared.services.errors import Bentrok, DekaError, TidakDitemukan, TidakSah
from shared.services.konteks import Konteks
from shared.storage import kfa as rows
from shared.storage import kfa_produk as produk_rows
from shared.storage import kfa_sinkron, sumber_obat
from shared.storage.audit import add_audit
from shared.storage.engine import Storage
from shared.texts_kfa import ganti, konflik

__all__ = [
    "DetailKfa", "HalamanProduk", "HasilKfa", "HasilPetakan", "HasilUrung", "KeadaanKatalog",
    "KursorProduk", "PerluYakin", "Produk", "Statistik", "Tanda", "belum_dipetakan", "cari", "detail",
    "hapus", "keadaan", "petakan", "produk", "saran", "statistik", "sudah_dipetakan", "ubah", "urungkan",
]  # fmt: skip

PAGE = 50
_MOST = 1000
APA_SAJA: Final = "*"
"""Mapped to whatever it may be."""


class PerluYakin(DekaError):
    """Mapping needs a second *yes*: strength or form contradict. ``konflik`` names what does."""

    def __init__(self, konflik_nya: tuple[Konflik, ...], **fakta: object) -> None:
        self.konflik = konflik_nya
        words = "; ".join(map(konflik, konflik_nya))
        super().__init__("kfa_perlu_konfirmasi", rinci=words[:1].upper() + words[1:], **fakta)


_counted: WeakKeyDictionary[Storage, tuple[tuple[int, int], dict[tuple[str, bool], int]]] = (
    WeakKeyDictionary()
)
_counting = threading.Lock()


def _counts(ctx: Konteks, conn: Any, *, reading: bool) -> dict[tuple[str, bool], int]:
    mark = rows.mark(conn)  # before the rows: what comes between only makes it count once more
    with _counting:
        known = _counted.get(ctx.storage)
    if known is not None and (known[0] == mark or (reading and known[1])):
        return known[1]
    counts = rows.counts(conn)
    with _counting:
        _counted[ctx.storage] = (mark, counts)
    return counts


def statistik(ctx: Konteks, pelaku: Pelaku) -> Statistik:
    """Count the four cards."""
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    with ctx.baca() as conn:
        return hitung(*produk_rows.statistics(conn, ctx.faskes.id))


def keadaan(ctx: Konteks, pelaku: Pelaku) -> KeadaanKatalog:
    """Tell how the mirror of the catalogue stands.

    Screens ask at every change, so its rows are counted once for each state of the catalogue; while a
    reading is under way the counts of before may be told.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    with ctx.baca() as conn:
        done, last = kfa_sinkron.newest(conn, selesai=True), kfa_sinkron.newest(conn)
        counts = _counts(ctx, conn, reading=last is not None and last.hidup)
    old = sum(number for (_, usable), number in counts.items() if not usable)
    return KeadaanKatalog(counts.get(("farmasi", True), 0), counts.get(("alkes", True), 0), old, done, last)


def cari(
    ctx: Konteks, pelaku: Pelaku, teks: str, *, batas: int = kfa_cari.BATAS, semua: bool = False
) -> tuple[HasilKfa, ...]:
    """Search the mirror, best first: code, NIE, name, substance, brand, maker; *semua* also what is retired.

    Raises :class:`TidakSah` while the mirror is empty.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    with ctx.baca() as conn:
        _filled(conn)
        if not teks.strip():
            return ()
        return kfa_cari.cari_teks(ctx, conn, teks, max(1, min(batas, 200)), semua=semua)


def saran(ctx: Konteks, pelaku: Pelaku, kode_produk: str, *, batas: int = 10) -> tuple[HasilKfa, ...]:
    """Suggest products of the catalogue for one of the clinic, best first.

    Raises :class:`TidakDitemukan` for an unknown product, :class:`TidakSah` while the mirror is empty.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    with ctx.baca() as conn:
        _filled(conn)
        one = _produk(ctx, conn, kode_produk)
        return kfa_cari.cari_teks(
            ctx, conn, one.nama, max(1, min(batas, 100)), bentuk=one.bentuk, kekuatan=one.kekuatan
        )


def produk(ctx: Konteks, pelaku: Pelaku, kode_produk: str) -> Produk:
    """Read one product of the clinic; raises :class:`TidakDitemukan`."""
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    with ctx.baca() as conn:
        return _produk(ctx, conn, kode_produk)


def belum_dipetakan(
    ctx: Konteks, pelaku: Pelaku, teks: str = "", *, setelah: KursorProduk | None = None, batas: int = PAGE
) -> HalamanProduk:
    """List the products without a KFA code, those most prescriptions wait for first."""
    return _list(ctx, pelaku, teks, setelah, batas, dipetakan=False, bertanda=False)


def sudah_dipetakan(
    ctx: Konteks,
    pelaku: Pelaku,
    teks: str = "",
    *,
    bertanda: bool = False,
    setelah: KursorProduk | None = None,
    batas: int = PAGE,
) -> HalamanProduk:
    """List the products with a KFA code; *bertanda* only those whose code needs to be looked at."""
    return _list(ctx, pelaku, teks, setelah, batas, dipetakan=True, bertanda=bertanda)


def _list(
    ctx: Konteks,
    pelaku: Pelaku,
    teks: str,
    setelah: KursorProduk | None,
    batas: int,
    *,
    dipetakan: bool,
    bertanda: bool,
) -> HalamanProduk:
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    with ctx.baca() as conn:
        found, more = produk_rows.page(
            conn, ctx.faskes.id, dipetakan=dipetakan, teks=teks, bertanda=bertanda, setelah=setelah,
            batas=max(1, min(batas, _MOST)),
        )  # fmt: skip
    return HalamanProduk(found, more)


def detail(ctx: Konteks, pelaku: Pelaku, kode_kfa: str, kode_produk: str | None = None) -> DetailKfa:
    """Read all the mirror has of a code, compared with a product of the clinic where one is named.

    Raises :class:`TidakSah` for what is no code, :class:`TidakDitemukan` for one that is not there.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.lihat")
    with ctx.baca() as conn:
        row = _kfa(conn, kode_kfa)
        value = Nilai(1.0, 1.0)
        if kode_produk is not None:
            one = _produk(ctx, conn, kode_produk)
            value = kfa_cari.bandingkan(ctx, conn, row, one.nama, one.bentuk, one.kekuatan)
    hit = kfa_cari.hasil(row, value)
    zat, more = kfa_cari.isi_rinci(row)
    return DetailKfa(
        hit, zat, row.nama_template, bool(row.aktif), bool(row.sah), bool(row.hilang), row.ganti_alasan,
        row.diperbarui, more, hit.konflik,
    )  # fmt: skip


def petakan(
    ctx: Konteks,
    pelaku: Pelaku,
    kode_produk: str,
    kode_kfa: str,
    *,
    yakin: bool = False,
    dari: str | None = APA_SAJA,
) -> HasilPetakan:
    """Map a product to a code of the catalogue; what waited for it goes on.

    *dari* is the code it is mapped to as far as the caller knows, ``None`` for none.

    Raises :class:`PerluYakin` when strength or form contradict, unless *yakin*; :class:`TidakSah` for a
    code that is none, a template, retired or a draft; :class:`TidakDitemukan` for an unknown product or
    code; :class:`Bentrok` when somebody else maps it just now, or has since *dari*.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.petakan")
    with ctx.tulis() as conn:
        done, _ = pasang_teruji(
            ctx, conn, pelaku, kode_produk, kode_kfa, "kfa.petakan", yakin=yakin, dari=dari
        )
    return done


def ubah(
    ctx: Konteks, pelaku: Pelaku, kode_produk: str, kode_kfa: str, *, yakin: bool = False
) -> HasilPetakan:
    """Change a mapping; as :func:`petakan`."""
    return petakan(ctx, pelaku, kode_produk, kode_kfa, yakin=yakin)


def hapus(ctx: Konteks, pelaku: Pelaku, kode_produk: str, *, dari: str | None = APA_SAJA) -> HasilPetakan:
    """Take a mapping away; what was sent with it stays sent.

    *dari* is the code it is mapped to as far as the caller knows. Raises :class:`TidakSah` without a
    mapping, :class:`Bentrok` when somebody else has changed it since *dari*.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.hapus")
    with ctx.tulis() as conn:
        one = _produk(ctx, conn, kode_produk)
        if one.kode_kfa is None:
            raise TidakSah("kfa_belum_dipetakan", nilai=one.kode)
        if dari not in (APA_SAJA, one.kode_kfa):
            raise Bentrok("kfa_produk_berubah", nilai=one.kode)
        done, _ = pasang(ctx, conn, pelaku, one, None, "kfa.hapus")
    return done


def urungkan(ctx: Konteks, pelaku: Pelaku) -> HasilUrung:
    """Take back the last mapping, change, deletion or bulk run of this person, once more the one before.

    Raises :class:`TidakSah` when there is none, or when a product has been mapped anew since.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.urungkan")
    released = 0
    with ctx.tulis() as conn:
        deed = produk_rows.last_deed(conn, ctx.faskes.id, pelaku.nama)
        if not deed:
            raise TidakSah("kfa_tak_ada_urungan")
        there = produk_rows.some(conn, ctx.faskes.id, [step.kode for step in deed])
        for step in deed:
            one = there[step.kode]
            if one.kode_kfa != step.menjadi:
                raise TidakSah("kfa_urung_berubah", nilai=one.kode)
            if not produk_rows.put(conn, one, step.dari, pelaku.nama):
                raise Bentrok("kfa_produk_berubah", nilai=one.kode)
            if step.dari:
                released += _lepas(ctx, conn, one.kode)
            else:
                sumber_obat.tahan_obat(conn, ctx.faskes.id, one.kode)
            add_audit(
                conn, pelaku, "kfa.urungkan", faskes_id=ctx.faskes.id, objek="produk_kfa", objek_id=one.id,
                dari=step.menjadi, menjadi=step.dari,
            )  # fmt: skip
        produk_rows.undone(conn, [step.id for step in deed])
        after = produk_rows.some(conn, ctx.faskes.id, [step.kode for step in deed])
    return HasilUrung(tuple(after[step.kode] for step in deed), released)


def cek(ctx: Konteks, conn: Any, kode_produk: str, kode_kfa: str) -> tuple[Produk, Any, tuple[Konflik, ...]]:
    """Read a product and a usable code, and what of them contradicts."""
    one = _produk(ctx, conn, kode_produk)
    row = usable(conn, kode_kfa)
    value = kfa_cari.bandingkan(ctx, conn, row, one.nama, one.bentuk, one.kekuatan)
    return one, row, kfa_cari.hasil(row, value).konflik


def pasang_teruji(
    ctx: Konteks,
    conn: Any,
    pelaku: Pelaku,
    kode_produk: str,
    kode_kfa: str,
    aksi: str,
    *,
    kelompok: int = 0,
    yakin: bool = False,
    dari: str | None = APA_SAJA,
) -> tuple[HasilPetakan, int]:
    """Check and map inside a transaction; raises as :func:`petakan`, returns also the deed's id."""
    one, row, clash = cek(ctx, conn, kode_produk, kode_kfa)
    if dari not in (APA_SAJA, one.kode_kfa):
        raise Bentrok("kfa_produk_berubah", nilai=one.kode)
    if clash and not yakin:
        raise PerluYakin(clash, kode_kfa=row.kode, nama=row.nama)
    return pasang(ctx, conn, pelaku, one, row.kode, aksi, kelompok=kelompok, yakin=bool(clash))


def pasang(
    ctx: Konteks,
    conn: Any,
    pelaku: Pelaku,
    one: Produk,
    kode_kfa: str | None,
    aksi: str,
    *,
    kelompok: int = 0,
    yakin: bool = False,
) -> tuple[HasilPetakan, int]:
    """Change a mapping inside a transaction: row, history, release and audit; returns also the deed's id."""
    if one.kode_kfa == kode_kfa:
        return HasilPetakan(
            one, False, _lepas(ctx, conn, one.kode) if kode_kfa else 0, one.kode_kfa
        ), kelompok
    if not produk_rows.put(conn, one, kode_kfa, pelaku.nama):
        raise Bentrok("kfa_produk_berubah", nilai=one.kode)
    deed = produk_rows.remember(conn, ctx.faskes.id, one, kode_kfa, pelaku.nama, kelompok)
    released = 0
    if kode_kfa is None:
        sumber_obat.tahan_obat(conn, ctx.faskes.id, one.kode)
    else:
        released = _lepas(ctx, conn, one.kode)
    add_audit(
        conn, pelaku, aksi, faskes_id=ctx.faskes.id, objek="produk_kfa", objek_id=one.id, produk=one.kode,
        dari=one.kode_kfa, menjadi=kode_kfa, dilepas=released, meski_berbeda=yakin,
    )  # fmt: skip
    after = produk_rows.find(conn, ctx.faskes.id, one.kode) or one
    return HasilPetakan(after, True, released, one.kode_kfa), deed


def _lepas(ctx: Konteks, conn: Any, kode_produk: str) -> int:
    """Let the Medications go on that waited for this product; returns how many resources go."""
    return sumber_obat.lepas_obat(conn, ctx.faskes.id, kode_produk)


def _filled(conn: Any) -> None:
    if not rows.any_row(conn):
        raise TidakSah("kfa_katalog_kosong")


def _produk(ctx: Konteks, conn: Any, kode: str) -> Produk:
    found = produk_rows.find(conn, ctx.faskes.id, kode.strip())
    if found is None:
        raise TidakDitemukan("kfa_produk_tidak_ada", nilai=kode)
    return found


def _kfa(conn: Any, kode: str) -> Any:
    code = kode.strip()
    if not KODE.fullmatch(code):
        raise TidakSah("kfa_kode_salah", nilai=kode)
    row = rows.shown(conn, [code]).get(code)
    if row is None:
        _filled(conn)
        if tingkat(code) == "POV" and rows.of_template(conn, code, 1):
            raise TidakSah("kfa_kode_template", nilai=code)
        raise TidakDitemukan("kfa_kode_tidak_ada", nilai=code)
    return row


def usable(conn: Any, kode: str) -> Any:
    """Read a code that may be mapped to; raises :class:`TidakSah` for one retired, gone or a draft."""
    row = _kfa(conn, kode)
    if not row.aktif or row.hilang:
        raise TidakSah("kfa_kode_usang", nilai=row.kode, ganti=ganti(row.ganti_kode, row.ganti_nama))
    if not row.sah:
        raise TidakSah("kfa_kode_draf", nilai=row.kode)
    return row
