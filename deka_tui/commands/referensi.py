"""``deka referensi``: synchronising BPJS' reference lists, and searching what is stored."""

from __future__ import annotations

import json
from datetime import date
from time import monotonic
from typing import Any

import click

from deka_tui import cli_texts, cli_texts_referensi
from deka_tui.commands import output, waiting
from deka_tui.commands.click_id import (
    ANGKA,
    TANGGAL,
    TEKS,
    Kelompok,
    SalahSatu,
    pilihan,
    pilihan_json,
    pilihan_tunggu,
)
from deka_tui.commands.session import Gagal, Sesi
from deka_tui.commands.shapes import pesan, waktu
from shared.domain.referensi import BPJS, JenisReferensi, StatusSinkron
from shared.domain.sinkron import HalamanReferensi, Referensi, Sinkron
from shared.services import referensi
from shared.texts_referensi import NAMA_PERUBAHAN, NAMA_REFERENSI, NAMA_STATUS_SINKRON

perintah = Kelompok("referensi", help=cli_texts.PERINTAH_DEKA["referensi"])

_KINDS = [jenis.value for jenis in BPJS]
JENIS = SalahSatu(_KINDS)
STORED = SalahSatu(kind for kind in _KINDS if kind != JenisReferensi.JADWAL)


def bentuk(one: Sinkron | None, zona: str) -> dict[str, Any] | None:
    """Shape a synchronisation; scripts read these names."""
    if one is None:
        return None
    return {
        "id": one.id,
        "jenis": one.jenis.value,
        "tanggal": one.kunci or None,
        "status": one.status.value,
        "baris": one.baris,
        "total": one.total,
        "halaman": one.halaman,
        "persen": int(one.bagian * 100),
        "sisa_detik": None if one.sisa is None else round(one.sisa / 1000),
        "tambah": one.tambah,
        "ubah": one.ubah,
        "hilang": one.hilang,
        "pesan": pesan(one.pesan),
        "mulai": waktu(one.mulai, zona),
        "selesai": waktu(one.selesai, zona),
    }


def _baris(row: Referensi, zona: str) -> dict[str, Any]:
    return {
        "kode": row.kode,
        "nama": row.nama,
        "induk": row.induk or None,
        "hilang": row.hilang,
        "perubahan": row.perubahan.value,
        "diubah": waktu(row.diubah, zona),
        "isi": json.loads(row.isi),
    }


def _name(one: Sinkron) -> str:
    return f"{NAMA_REFERENSI[one.jenis]} {one.kunci}".strip()


def _progress(one: Sinkron) -> str:
    left = None if one.sisa is None else round(one.sisa / 1000)
    return cli_texts_referensi.kemajuan(
        NAMA_STATUS_SINKRON[one.status].lower(), int(one.bagian * 100), one.baris, left
    )


def _said(one: Sinkron) -> str:
    if one.status is StatusSinkron.SELESAI:
        return cli_texts_referensi.selesai(_name(one), one.baris, one.tambah, one.ubah, one.hilang)
    if one.status is StatusSinkron.GAGAL:
        return cli_texts_referensi.gagal(_name(one), pesan(one.pesan))
    if one.status is StatusSinkron.DIBATALKAN:
        return cli_texts_referensi.dibatalkan(_name(one), one.baris)
    return cli_texts_referensi.berjalan(_name(one), _progress(one))


def selesai_atau_gagal(one: Sinkron, *, tegas: bool = True) -> str:
    """Say how a synchronisation stands; with *tegas* raise :class:`Gagal` unless it was completed."""
    if tegas and one.status is not StatusSinkron.SELESAI:
        raise Gagal(_said(one))
    return _said(one)


@perintah.command("sinkron", help=cli_texts_referensi.SINKRON)
@click.argument("jenis", metavar="JENIS", type=SalahSatu([*_KINDS, cli_texts_referensi.SEMUA]))
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts_referensi.P_TANGGAL)
@pilihan("--dari-awal", is_flag=True, help=cli_texts_referensi.P_DARI_AWAL)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def sinkron(
    sesi: Sesi, jenis: str, tanggal: date | None, dari_awal: bool, tunggu: float | None, as_json: bool
) -> None:
    """Ask for a synchronisation."""
    ctx, pelaku = sesi.buka()
    if jenis == JenisReferensi.JADWAL:
        asked: tuple[Sinkron, ...] = (referensi.minta_jadwal(ctx, pelaku, tanggal),)
    else:
        wanted = () if jenis == cli_texts_referensi.SEMUA else (JenisReferensi(jenis),)
        asked = referensi.minta_sinkron(ctx, pelaku, *wanted, dari_awal=dari_awal)
    if tunggu is not None:
        numbers = [one.id for one in asked]
        asked = waiting.sampai(
            ctx,
            lambda: tuple(referensi.status(ctx, pelaku, number) for number in numbers),
            asked,
            monotonic() + tunggu,
            lambda found: not any(one.hidup for one in found),
        )
    if as_json:
        output.document([bentuk(one, ctx.faskes.zona) for one in asked])
    for one in asked:
        if not as_json and (tunggu is None or one.status is StatusSinkron.SELESAI):
            output.line(cli_texts_referensi.diminta(_name(one)) if tunggu is None else _said(one))
    poor = [one for one in asked if one.status is not StatusSinkron.SELESAI]
    if tunggu is not None and poor:
        raise Gagal("; ".join(_said(one).rstrip(".") for one in poor) + ".")


@perintah.command("daftar", help=cli_texts_referensi.DAFTAR)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, as_json: bool) -> None:
    """Show how the lists stand."""
    ctx, pelaku = sesi.buka()
    found = referensi.keadaan(ctx, pelaku)
    zone = ctx.faskes.zona
    if as_json:
        output.document(
            [
                {
                    "jenis": one.jenis.value, "nama": one.nama, "baris": one.baris, "hilang": one.hilang,
                    "terakhir": bentuk(one.terakhir, zone), "sekarang": bentuk(one.sekarang, zone),
                }
                for one in found
            ]
        )  # fmt: skip
        return
    cells = []
    for one in found:
        done, last = one.terakhir, one.sekarang
        moment = waktu(done.selesai, zone) if done is not None else None
        when = moment[:16].replace("T", " ") if moment else cli_texts_referensi.BELUM_PERNAH
        state = ""
        if last is not None and last != done:
            state = (
                _progress(last) if last.hidup else f"{NAMA_STATUS_SINKRON[last.status]} {pesan(last.pesan)}"
            )
        changed = (str(done.tambah), str(done.ubah)) if done is not None else ("", "")
        cells.append((one.nama, str(one.baris), str(one.hilang), when, *changed, state.strip()))
    output.table(cli_texts_referensi.KEPALA_DAFTAR, cells, flexible=6)


def _show(
    found: HalamanReferensi, zona: str, batas: int, kosong: str, *, as_json: bool, changes: bool
) -> None:
    if as_json:
        output.document([_baris(row, zona) for row in found.baris])
        return
    if not found.baris:
        output.line(kosong)
        return
    gone = cli_texts_referensi.TIDAK_ADA_LAGI
    cells = [
        (
            row.kode, row.nama, row.induk,
            NAMA_PERUBAHAN[row.perubahan] if changes else (gone if row.hilang else ""),
        )
        for row in found.baris
    ]  # fmt: skip
    output.table(cli_texts_referensi.KEPALA_CARI, cells, flexible=1)
    if found.berikut is not None:
        output.line(cli_texts_referensi.masih_ada(batas))


@perintah.command("cari", help=cli_texts_referensi.CARI)
@click.argument("jenis", metavar="JENIS", type=STORED)
@click.argument("teks", metavar="[TEKS]", type=TEKS, default="")
@pilihan("--batas", type=ANGKA, default=50, metavar="N", help=cli_texts_referensi.P_BATAS)
@pilihan("--hilang", is_flag=True, help=cli_texts_referensi.P_HILANG)
@pilihan_json
@click.pass_obj
def cari(sesi: Sesi, jenis: str, teks: str, batas: int, hilang: bool, as_json: bool) -> None:
    """Search a stored list."""
    ctx, pelaku = sesi.buka()
    found = referensi.cari(ctx, pelaku, JenisReferensi(jenis), teks, batas=batas, hilang=hilang)
    _show(
        found, ctx.faskes.zona, len(found.baris), cli_texts_referensi.KOSONG, as_json=as_json, changes=False
    )


@perintah.command("berubah", help=cli_texts_referensi.BERUBAH)
@click.argument("jenis", metavar="JENIS", type=STORED)
@pilihan("--batas", type=ANGKA, default=50, metavar="N", help=cli_texts_referensi.P_BATAS)
@pilihan_json
@click.pass_obj
def berubah(sesi: Sesi, jenis: str, batas: int, as_json: bool) -> None:
    """Show what the last synchronisation changed."""
    ctx, pelaku = sesi.buka()
    found = referensi.perubahan(ctx, pelaku, JenisReferensi(jenis), batas=batas)
    none = cli_texts_referensi.TIDAK_BERUBAH
    _show(found, ctx.faskes.zona, len(found.baris), none, as_json=as_json, changes=True)


@perintah.command("batal", help=cli_texts_referensi.BATAL)
@click.argument("jenis", metavar="JENIS", type=JENIS)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts_referensi.P_TANGGAL)
@pilihan_json
@click.pass_obj
def batal(sesi: Sesi, jenis: str, tanggal: date | None, as_json: bool) -> None:
    """Stop a synchronisation."""
    ctx, pelaku = sesi.buka()
    stopped = referensi.batalkan(ctx, pelaku, JenisReferensi(jenis), tanggal)
    if as_json:
        output.document(bentuk(stopped, ctx.faskes.zona))
    else:
        output.line(_said(stopped))


@perintah.command("jadwal", help=cli_texts_referensi.JADWAL)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts_referensi.P_TANGGAL)
@pilihan_json
@click.pass_obj
def jadwal(sesi: Sesi, tanggal: date | None, as_json: bool) -> None:
    """Show the stored schedule of a date."""
    ctx, pelaku = sesi.buka()
    found = referensi.jadwal(ctx, pelaku, tanggal)
    if as_json:
        polis = [
            {
                "kode": poli.kode,
                "nama": poli.nama,
                "dokter": [
                    {
                        "kodedokter": one.kodedokter,
                        "nama": one.nama,
                        "slot": [{"jam": slot.jam, "kapasitas": slot.kapasitas} for slot in one.slot],
                    }
                    for one in poli.dokter
                ],
            }
            for poli in found.poli
        ]
        zone = ctx.faskes.zona
        state = {"terakhir": bentuk(found.terakhir, zone), "sekarang": bentuk(found.sekarang, zone)}
        output.document({"tanggal": found.tanggal, **state, "poli": polis})
        return
    if found.terakhir is None and not found.poli:
        output.line(cli_texts_referensi.JADWAL_BELUM)
        return
    cells = [
        (
            poli.kode, poli.nama, str(one.kodedokter), one.nama, slot.jam,
            "" if slot.kapasitas is None else str(slot.kapasitas),
        )
        for poli in found.poli
        for one in poli.dokter
        for slot in one.slot
    ]  # fmt: skip
    if not cells:
        output.line(cli_texts_referensi.JADWAL_KOSONG)
        return
    output.table(cli_texts_referensi.KEPALA_JADWAL, cells, flexible=3)
