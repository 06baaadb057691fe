"""``deka kfa``: the mirror of the catalogue, the clinic's products, and mapping them."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any

import click

from deka_tui import cli_texts
from deka_tui import cli_texts_kfa as kata
from deka_tui.commands import output, waiting
from deka_tui.commands.click_id import ANGKA, TEKS, Kelompok, pilihan, pilihan_json, pilihan_tunggu
from deka_tui.commands.referensi import bentuk as bentuk_sinkron
from deka_tui.commands.referensi import selesai_atau_gagal
from deka_tui.commands.session import Gagal, Sesi
from deka_tui.commands.shapes import waktu
from shared.domain.kfa_peta import Produk
from shared.services import kfa, kfa_berkas, kfa_sinkron
from shared.services import referensi as sinkronisasi
from shared.services.kfa import HasilKfa
from shared.texts_kfa import NAMA_TANDA, alasan, konflik

perintah = Kelompok("kfa", help=cli_texts.PERINTAH_DEKA["kfa"])


def bentuk(one: HasilKfa) -> dict[str, Any]:
    """Shape a hit; scripts read these names."""
    return {
        "kode": one.kode,
        "nama": one.nama,
        "bentuk": one.bentuk,
        "kekuatan": one.kekuatan,
        "produsen": one.produsen,
        "skor": one.skor,
        "alasan": [alasan(reason) for reason in one.alasan],
        "konflik": [konflik(clash) for clash in one.konflik],
        "berlaku": one.berlaku,
    }


def bentuk_produk(one: Produk) -> dict[str, Any]:
    """Shape a product of the clinic."""
    return {
        "kode": one.kode,
        "nama": one.nama,
        "bentuk": one.bentuk,
        "kekuatan": one.kekuatan,
        "jumlah_resep": one.jumlah_resep,
        "kode_kfa": one.kode_kfa,
        "nama_kfa": one.nama_kfa or None,
        "tanda": [mark.value for mark in one.tanda],
        "ganti_kode": one.ganti_kode or None,
    }


@perintah.command("sinkron", help=kata.SINKRON)
@pilihan("--penuh", is_flag=True, help=kata.P_PENUH)
@pilihan("--dari-awal", is_flag=True, help=kata.P_DARI_AWAL)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def sinkron(sesi: Sesi, penuh: bool, dari_awal: bool, tunggu: float | None, as_json: bool) -> None:
    """Ask for a reading of the catalogue."""
    ctx, pelaku = sesi.buka()
    asked = kfa_sinkron.minta(ctx, pelaku, penuh=True if penuh or dari_awal else None, dari_awal=dari_awal)
    if tunggu is not None:
        number = asked.id
        asked = waiting.sampai(
            ctx,
            lambda: sinkronisasi.status(ctx, pelaku, number),
            asked,
            monotonic() + tunggu,
            lambda found: not found.hidup,
        )
    if as_json:
        output.document(bentuk_sinkron(asked, ctx.faskes.zona))
    elif tunggu is None:
        output.line(kata.DIMINTA)
    if tunggu is not None:
        said = selesai_atau_gagal(asked)
        if said and not as_json:
            output.line(said)


@perintah.command("status", help=kata.STATUS)
@pilihan_json
@click.pass_obj
def status(sesi: Sesi, as_json: bool) -> None:
    """Show how the mirror stands."""
    ctx, pelaku = sesi.buka()
    found = kfa.keadaan(ctx, pelaku)
    zone = ctx.faskes.zona
    if as_json:
        output.document(
            {
                "obat": found.obat, "alkes": found.alkes, "usang": found.usang,
                "terakhir": bentuk_sinkron(found.terakhir, zone),
                "sekarang": bentuk_sinkron(found.sekarang, zone),
            }
        )  # fmt: skip
        return
    moment = waktu(found.terakhir.selesai, zone) if found.terakhir is not None else None
    when = moment[:16].replace("T", " ") if moment else kata.BELUM_PERNAH
    output.line(kata.keadaan(found.obat, found.alkes, found.usang, when))
    if found.sekarang is not None and found.sekarang != found.terakhir:
        output.line(selesai_atau_gagal(found.sekarang, tegas=False))


@perintah.command("batal", help=kata.BATAL)
@pilihan_json
@click.pass_obj
def batal(sesi: Sesi, as_json: bool) -> None:
    """Stop the reading."""
    ctx, pelaku = sesi.buka()
    stopped = kfa_sinkron.batalkan(ctx, pelaku)
    if as_json:
        output.document(bentuk_sinkron(stopped, ctx.faskes.zona))
    else:
        output.line(selesai_atau_gagal(stopped, tegas=False))


@perintah.command("impor-produk", help=kata.IMPOR_PRODUK)
@click.argument("file", metavar="FILE")
@pilihan_json
@click.pass_obj
def impor_produk(sesi: Sesi, file: str, as_json: bool) -> None:
    """Import products."""
    ctx, pelaku = sesi.buka()
    done = kfa_berkas.impor_produk(ctx, pelaku, file)
    if as_json:
        output.document({"baris": done.baris, "berubah": done.berubah})
    else:
        output.line(kata.diimpor(done.baris, done.berubah))


@perintah.command("tambah-produk", help=kata.TAMBAH)
@click.argument("kode", metavar="KODE", type=TEKS)
@click.argument("nama", metavar="NAMA", type=TEKS)
@pilihan("--bentuk", "bentuk_", type=TEKS, default="", metavar="BENTUK", help=kata.P_BENTUK)
@pilihan("--kekuatan", type=TEKS, default="", metavar="KEKUATAN", help=kata.P_KEKUATAN)
@pilihan("--resep", type=ANGKA, default=0, metavar="N", help=kata.P_RESEP)
@pilihan_json
@click.pass_obj
def tambah(sesi: Sesi, kode: str, nama: str, bentuk_: str, kekuatan: str, resep: int, as_json: bool) -> None:
    """Add a product by hand."""
    ctx, pelaku = sesi.buka()
    one = kfa_berkas.simpan_produk(
        ctx, pelaku, kode, nama, bentuk=bentuk_, kekuatan=kekuatan, jumlah_resep=resep
    )
    if as_json:
        output.document(bentuk_produk(one))
    else:
        output.line(kata.diimpor(1, 1))


def _hits(found: tuple[HasilKfa, ...], *, as_json: bool) -> None:
    if as_json:
        output.document([bentuk(one) for one in found])
        return
    if not found:
        output.line(kata.KOSONG)
        return
    cells = [
        (
            one.kode, one.nama, one.bentuk, one.kekuatan, one.produsen, f"{one.skor:.2f}",
            "; ".join([*map(alasan, one.alasan), *map(konflik, one.konflik)]),
        )
        for one in found
    ]  # fmt: skip
    output.table(kata.KEPALA_HASIL, cells, flexible=1)


@perintah.command("cari", help=kata.CARI)
@click.argument("teks", metavar="TEKS", type=TEKS)
@pilihan("--batas", type=ANGKA, default=20, metavar="N", help=kata.P_BATAS)
@pilihan("--semua", is_flag=True, help=kata.P_SEMUA)
@pilihan_json
@click.pass_obj
def cari(sesi: Sesi, teks: str, batas: int, semua: bool, as_json: bool) -> None:
    """Search the mirror."""
    ctx, pelaku = sesi.buka()
    _hits(kfa.cari(ctx, pelaku, teks, batas=batas, semua=semua), as_json=as_json)


@perintah.command("saran", help=kata.SARAN)
@click.argument("kode_produk", metavar="KODE_PRODUK", type=TEKS)
@pilihan("--batas", type=ANGKA, default=10, metavar="N", help=kata.P_BATAS)
@pilihan_json
@click.pass_obj
def saran(sesi: Sesi, kode_produk: str, batas: int, as_json: bool) -> None:
    """Suggest codes for a product."""
    ctx, pelaku = sesi.buka()
    _hits(kfa.saran(ctx, pelaku, kode_produk, batas=batas), as_json=as_json)


@perintah.command("detail", help=kata.DETAIL)
@click.argument("kode_kfa", metavar="KODE_KFA", type=TEKS)
@pilihan("--produk", type=TEKS, metavar="KODE", help=kata.P_PRODUK)
@pilihan_json
@click.pass_obj
def detail(sesi: Sesi, kode_kfa: str, produk: str | None, as_json: bool) -> None:
    """Show all of a code."""
    ctx, pelaku = sesi.buka()
    found = kfa.detail(ctx, pelaku, kode_kfa, produk)
    hit = found.hasil
    replaced = f"{hit.ganti_kode} {hit.ganti_nama} {found.ganti_alasan}".strip()
    if as_json:
        output.document(
            bentuk(hit)
            | {
                "nie": hit.nie, "merek": hit.merek, "tingkat": hit.tingkat, "template": hit.template,
                "nama_template": found.nama_template, "aktif": found.aktif, "sah": found.sah,
                "hilang": found.hilang, "ganti_kode": hit.ganti_kode or None, "diperbarui": found.diperbarui,
                "zat": [{"zat": name, "kekuatan": amount} for name, amount in found.zat], "isi": found.isi,
            }
        )  # fmt: skip
        return
    values = {
        "kode": hit.kode, "nama": hit.nama, "bentuk": hit.bentuk, "kekuatan": hit.kekuatan,
        "produsen": hit.produsen, "nie": hit.nie, "merek": hit.merek, "tingkat": hit.tingkat,
        "template": f"{hit.template} {found.nama_template}".strip(),
        "status": kata.AKTIF if hit.berlaku else kata.TIDAK_AKTIF, "ganti": replaced,
        "diperbarui": found.diperbarui, "kemasan": found.isi.get("kemasan", ""),
    }  # fmt: skip
    output.table(("", ""), [(kata.RINCI[name], text) for name, text in values.items() if text], flexible=1)
    for clash in found.konflik:
        output.line(konflik(clash))


@perintah.command("petakan", help=kata.PETAKAN)
@click.argument("kode_produk", metavar="KODE_PRODUK", type=TEKS)
@click.argument("kode_kfa", metavar="KODE_KFA", type=TEKS)
@pilihan("--yakin", is_flag=True, help=kata.P_YAKIN)
@pilihan_json
@click.pass_obj
def petakan(sesi: Sesi, kode_produk: str, kode_kfa: str, yakin: bool, as_json: bool) -> None:
    """Map a product."""
    ctx, pelaku = sesi.buka()
    try:
        done = kfa.petakan(ctx, pelaku, kode_produk, kode_kfa, yakin=yakin)
    except kfa.PerluYakin as error:
        raise Gagal(kata.perlu_yakin([konflik(clash) for clash in error.konflik])) from error
    if as_json:
        output.document(bentuk_produk(done.produk) | {"berubah": done.berubah, "dilepas": done.dilepas})
    else:
        one = done.produk
        output.line(kata.dipetakan(one.kode, one.kode_kfa or "", one.nama_kfa, done.dilepas))


@perintah.command("hapus", help=kata.HAPUS)
@click.argument("kode_produk", metavar="KODE_PRODUK", type=TEKS)
@pilihan_json
@click.pass_obj
def hapus(sesi: Sesi, kode_produk: str, as_json: bool) -> None:
    """Take a mapping away."""
    ctx, pelaku = sesi.buka()
    done = kfa.hapus(ctx, pelaku, kode_produk)
    if as_json:
        output.document(bentuk_produk(done.produk) | {"berubah": done.berubah})
    else:
        output.line(kata.dihapus(done.produk.kode))


@perintah.command("urungkan", help=kata.URUNGKAN)
@pilihan_json
@click.pass_obj
def urungkan(sesi: Sesi, as_json: bool) -> None:
    """Undo the last mapping."""
    ctx, pelaku = sesi.buka()
    done = kfa.urungkan(ctx, pelaku)
    if as_json:
        output.document({"produk": [bentuk_produk(one) for one in done.produk], "dilepas": done.dilepas})
    else:
        output.line(kata.diurungkan([one.kode for one in done.produk], done.dilepas))


@perintah.command("belum", help=kata.BELUM)
@click.argument("teks", metavar="[TEKS]", type=TEKS, default="")
@pilihan("--batas", type=ANGKA, default=50, metavar="N", help=kata.P_BATAS)
@pilihan_json
@click.pass_obj
def belum(sesi: Sesi, teks: str, batas: int, as_json: bool) -> None:
    """List the products not mapped."""
    ctx, pelaku = sesi.buka()
    found = kfa.belum_dipetakan(ctx, pelaku, teks, batas=batas)
    if as_json:
        output.document([bentuk_produk(one) for one in found.baris])
        return
    cells = [(one.kode, one.nama, one.bentuk, one.kekuatan, str(one.jumlah_resep)) for one in found.baris]
    _table(kata.KEPALA_PRODUK, cells, ada_lagi=found.berikut is not None)


@perintah.command("sudah", help=kata.SUDAH)
@click.argument("teks", metavar="[TEKS]", type=TEKS, default="")
@pilihan("--bertanda", is_flag=True, help=kata.P_BERTANDA)
@pilihan("--batas", type=ANGKA, default=50, metavar="N", help=kata.P_BATAS)
@pilihan_json
@click.pass_obj
def sudah(sesi: Sesi, teks: str, bertanda: bool, batas: int, as_json: bool) -> None:
    """List the mapped products."""
    ctx, pelaku = sesi.buka()
    found = kfa.sudah_dipetakan(ctx, pelaku, teks, bertanda=bertanda, batas=batas)
    if as_json:
        output.document([bentuk_produk(one) for one in found.baris])
        return
    cells = [
        (
            one.kode, one.nama, one.kode_kfa or "", one.nama_kfa,
            ", ".join(NAMA_TANDA[mark] for mark in one.tanda),
        )
        for one in found.baris
    ]  # fmt: skip
    _table(kata.KEPALA_PETA, cells, ada_lagi=found.berikut is not None)


def _table(head: tuple[str, ...], cells: Sequence[tuple[str, ...]], *, ada_lagi: bool) -> None:
    if not cells:
        output.line(kata.TIDAK_ADA)
        return
    output.table(head, cells, flexible=1)
    if ada_lagi:
        output.line(kata.masih_ada(len(cells)))


@perintah.command("statistik", help=kata.STATISTIK)
@pilihan_json
@click.pass_obj
def statistik(sesi: Sesi, as_json: bool) -> None:
    """Count the products."""
    ctx, pelaku = sesi.buka()
    one = kfa.statistik(ctx, pelaku)
    if as_json:
        output.document({"total": one.total, "sudah": one.sudah, "belum": one.belum, "persen": one.persen})
    else:
        output.line(kata.statistik(one.total, one.sudah, one.belum, one.persen))


from deka_tui.commands import kfa_banyak as _kfa_banyak  # noqa: E402, F401 - adds its commands
