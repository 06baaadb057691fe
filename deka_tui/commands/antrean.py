"""``deka antrean``: what a counter does with tickets, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from time import monotonic
from typing import Any

import click

from deka_tui import cli_texts, cli_texts_kios, texts, texts_kios
from deka_tui.commands import output, shapes, waiting
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
from shared.domain.accept import Palang
from shared.domain.records import Kartu, Pelaku
from shared.domain.status import WAITING_TICKET, StatusAntrean
from shared.security import permissions
from shared.services import anjungan, jobs, master, papan
from shared.services import antrean as layanan
from shared.services.errors import PenyimpananGagal, PerluKonfirmasi, TidakSah
from shared.services.konteks import Konteks

AKTIF = "aktif"

perintah = Kelompok("antrean", help=cli_texts.PERINTAH_DEKA["antrean"])


def _by_id(function: Callable[..., None]) -> Callable[..., None]:
    """Declare what every action on one ticket takes."""
    wrapped = pilihan_json(pilihan_tunggu(function))
    argument = click.argument("antrean_id", metavar="ID", type=ANGKA)
    return click.pass_obj(argument(wrapped))


@perintah.command("tambah", help=cli_texts.ANTREAN_TAMBAH)
@pilihan("--norm", required=True, type=TEKS, metavar="NORM", help=cli_texts.P_NORM)
@pilihan("--ruangan", required=True, type=TEKS, metavar="KODE", help=cli_texts.P_RUANGAN)
@pilihan("--dokter", type=TEKS, metavar="KODE", help=cli_texts.P_DOKTER)
@pilihan("--penjamin", type=ANGKA, metavar="N", help=cli_texts.P_PENJAMIN)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts.P_TANGGAL)
@pilihan("--jam", type=TEKS, metavar="JAM", help=cli_texts.P_JAM)
@pilihan_tunggu
@pilihan_json
@click.pass_obj
def tambah(
    sesi: Sesi,
    norm: str,
    ruangan: str,
    dokter: str | None,
    penjamin: int | None,
    tanggal: date | None,
    jam: str | None,
    tunggu: float | None,
    as_json: bool,
) -> None:
    """Register a patient."""
    ctx, pelaku = sesi.buka()
    kartu = layanan.daftar(
        ctx, pelaku, norm=norm, ruangan=ruangan, dokter=dokter, penjamin_id=penjamin, tanggal=tanggal, jam=jam
    )
    _Aksi(ctx, pelaku, kartu, tunggu, as_json).selesai(
        lambda k: cli_texts.dengan_id(texts.terdaftar_toast(k.tiket, k.nama, k.ruangan), k.id), kartu.jobs
    )


@perintah.command("daftar", help=cli_texts.ANTREAN_DAFTAR)
@pilihan("--tanggal", type=TANGGAL, metavar="TGL", help=cli_texts.P_TANGGAL)
@pilihan("--ruangan", type=TEKS, metavar="KODE", help=cli_texts.P_RUANGAN)
@pilihan(
    "--status",
    multiple=True,
    metavar="STATUS",
    type=SalahSatu([AKTIF, *(s.value for s in StatusAntrean)]),
    help=cli_texts.P_STATUS_ANTREAN,
)
@pilihan("--cari", type=TEKS, default="", metavar="TEKS", help=cli_texts.P_CARI)
@pilihan("--pantau", is_flag=True, help=cli_texts.P_PANTAU)
@pilihan_json
@click.pass_obj
def daftar(
    sesi: Sesi,
    tanggal: date | None,
    ruangan: str | None,
    status: Sequence[str],
    cari: str,
    pantau: bool,
    as_json: bool,
) -> None:
    """List the tickets of a day, and with ``--pantau`` what becomes of them."""

    def saring(ctx: Konteks, pelaku: Pelaku) -> papan.Saring:
        return papan.Saring(
            tanggal=tanggal,
            ruangan_id=None if ruangan is None else _ruangan_id(ctx, pelaku, ruangan),
            status=_statuses(status),
            teks=cari,
        )

    if pantau:
        from deka_tui.commands import antrean_pantau

        antrean_pantau.pantau(sesi, saring, _tabel, as_json)
        return
    ctx, pelaku = sesi.buka()
    found = papan.semua(ctx, pelaku, saring(ctx, pelaku))
    rows = [shapes.baris(kartu, ctx.penjamin_bpjs) for kartu in found]
    if as_json:
        output.document(rows)
    else:
        _tabel(rows)


def _tabel(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        output.line(cli_texts.ANTREAN_KOSONG)
    else:
        cells = [
            (
                str(row["id"]), row["tiket"], row["norm"], row["nama"], row["ruangan"], row["status"],
                " ".join(filter(None, (row["badge_p"], row["badge_a"]))),
                (row["pcare"] or "").removeprefix("PCare: "),
            )
            for row in rows
        ]  # fmt: skip
        output.table(cli_texts.KEPALA_ANTREAN, cells, flexible=3)


def _ruangan_id(ctx: Konteks, pelaku: Pelaku, kode: str) -> int:
    rooms = master.ruangan(ctx, pelaku)
    for room in rooms:
        if room.kode.casefold() == kode.casefold():
            return room.id
    raise TidakSah("ruangan_tidak_ada", nilai=kode, ada=", ".join(r.kode for r in rooms) or "-")


def _statuses(words: Sequence[str]) -> frozenset[StatusAntrean] | None:
    chosen = {StatusAntrean(word) for word in words if word != AKTIF}
    return frozenset(chosen | WAITING_TICKET if AKTIF in words else chosen) or None


def _moved(kartu: Kartu) -> str:
    return texts.pindah_toast(kartu.tiket, kartu.nama, texts.STATUS[kartu.status])


@perintah.command("panggil", help=cli_texts.ANTREAN_PANGGIL)
@_by_id
def panggil(sesi: Sesi, antrean_id: int, tunggu: float | None, as_json: bool) -> None:
    """Call a ticket."""
    ctx, pelaku = sesi.buka()
    kartu = layanan.panggil(ctx, pelaku, antrean_id)
    _Aksi(ctx, pelaku, kartu, tunggu, as_json).selesai(
        lambda k: texts.dipanggil_toast(k.tiket, k.nama, k.panggilan, k.loket)
    )


@perintah.command("lewati", help=cli_texts.ANTREAN_LEWATI)
@_by_id
def lewati(sesi: Sesi, antrean_id: int, tunggu: float | None, as_json: bool) -> None:
    """Skip a ticket."""
    ctx, pelaku = sesi.buka()
    kartu = layanan.lewati(ctx, pelaku, antrean_id)
    _Aksi(ctx, pelaku, kartu, tunggu, as_json).selesai(_moved)


@perintah.command("terima", help=cli_texts.ANTREAN_TERIMA)
@pilihan("--tetap", is_flag=True, help=cli_texts.P_TETAP)
@_by_id
def terima(sesi: Sesi, antrean_id: int, tetap: bool, tunggu: float | None, as_json: bool) -> None:
    """Accept a ticket; while its jobs are under way ``--tunggu`` waits for them first."""
    ctx, pelaku = sesi.buka()
    deadline = monotonic() + (tunggu or 0)
    try:
        kartu = _terima(ctx, pelaku, antrean_id, tetap, deadline)
    except PerluKonfirmasi as error:
        parts = "; ".join(waiting.bagian(job) for job in error.terima.gagal)
        raise Gagal(f"{error.pesan} {parts}".strip()) from error
    _Aksi(ctx, pelaku, kartu, tunggu, as_json, deadline).selesai(_moved)


def _terima(ctx: Konteks, pelaku: Pelaku, antrean_id: int, tetap: bool, deadline: float) -> Kartu:
    try:
        return layanan.terima(ctx, pelaku, antrean_id, tetap=tetap)
    except PerluKonfirmasi as error:
        main = tuple(job for job in (error.kartu.p, error.kartu.a) if job is not None)
        alive = waiting.hidup(main)
        if error.terima.palang is not Palang.LUNAK or not alive or monotonic() >= deadline:
            raise
    ids = tuple(job.id for job in alive)
    waiting.tunggu(ctx, lambda: jobs.hasil(ctx, pelaku, ids), alive, deadline)
    return layanan.terima(ctx, pelaku, antrean_id, tetap=tetap)


@perintah.command("selesai", help=cli_texts.ANTREAN_SELESAI)
@_by_id
def selesai(sesi: Sesi, antrean_id: int, tunggu: float | None, as_json: bool) -> None:
    """Finish an accepted ticket."""
    ctx, pelaku = sesi.buka()
    kartu = layanan.selesai(ctx, pelaku, antrean_id)
    _Aksi(ctx, pelaku, kartu, tunggu, as_json).selesai(_moved)


@perintah.command("resend-pcare", help=cli_texts.ANTREAN_RESEND)
@_by_id
def resend_pcare(sesi: Sesi, antrean_id: int, tunggu: float | None, as_json: bool) -> None:
    """Send again what is not OK."""
    ctx, pelaku = sesi.buka()
    done = layanan.resend_pcare(ctx, pelaku, antrean_id)
    asked = {number for _, number in done.jobs}
    _Aksi(ctx, pelaku, done.kartu, tunggu, as_json).selesai(
        lambda k: texts.RESEND_BERHASIL if tunggu is not None else cli_texts.resend_dimulai(k.tiket),
        tuple(job for job in done.kartu.jobs if job.id in asked),
        lambda parts: f"{texts.RESEND_GAGAL}: {parts}",
    )


@perintah.command("batal", help=cli_texts.ANTREAN_BATAL)
@pilihan("--alasan", required=True, type=TEKS, metavar="ALASAN", help=cli_texts.P_ALASAN)
@_by_id
def batal(sesi: Sesi, antrean_id: int, alasan: str, tunggu: float | None, as_json: bool) -> None:
    """Cancel a ticket, here and at BPJS."""
    ctx, pelaku = sesi.buka()
    done = layanan.batal(ctx, pelaku, antrean_id, alasan=alasan)
    aksi = _Aksi(ctx, pelaku, done.kartu, tunggu, as_json)
    left = aksi.tunggu(lambda: jobs.urung(ctx, pelaku, antrean_id), done.kartu.jobs)
    aksi.cetak(cli_texts.SUDAH_BATAL if done.sudah else texts.BATAL_BERHASIL)
    if tunggu is not None and (complaint := waiting.keluhan_batal(left)):
        raise Gagal(complaint)


@perintah.command("cetak", help=cli_texts_kios.ANTREAN_CETAK)
@click.argument("antrean_id", metavar="ID", type=ANGKA)
@click.pass_obj
def cetak(sesi: Sesi, antrean_id: int) -> None:
    """Print a ticket on this station's printer."""
    from deka_tui.pencetak import cetak_tiket

    output.line(texts_kios.tercetak(cetak_tiket(*sesi.buka(), antrean_id).tiket))


@perintah.command("panggil-loket", help=cli_texts_kios.ANTREAN_PANGGIL_LOKET)
@click.pass_obj
def panggil_loket(sesi: Sesi) -> None:
    """Call the next number of the registration counter."""
    called = anjungan.panggil_loket(*sesi.buka())
    if called is None:
        output.line(texts_kios.LOKET_KOSONG)
    else:
        output.line(texts_kios.dipanggil_loket(called.tiket, called.loket, called.sisa))


class _Aksi:
    """The end of an action on a ticket: wait if that was asked for, print, and complain."""

    def __init__(
        self,
        ctx: Konteks,
        pelaku: Pelaku,
        kartu: Kartu,
        tunggu: float | None,
        as_json: bool,
        deadline: float | None = None,
    ) -> None:
        self._ctx = ctx
        self._pelaku = pelaku
        self.kartu = kartu
        self._seconds = tunggu
        self._json = as_json
        self._deadline = monotonic() + (tunggu or 0) if deadline is None else deadline

    def selesai(
        self,
        kalimat: Callable[[Kartu], str],
        diminta: waiting.Jobs | None = None,
        gagal_sendiri: Callable[[str], str] | None = None,
    ) -> None:
        """Wait for the jobs *diminta*, by default those under way, print, and complain if one is not OK."""
        asked = waiting.hidup(self.kartu.jobs) if diminta is None else diminta
        ids = tuple(job.id for job in asked)
        after = self.tunggu(lambda: jobs.hasil(self._ctx, self._pelaku, ids), asked)
        complaint = None
        if self._seconds is not None:
            ticket = self.kartu.tiket
            complaint = waiting.keluhan(
                after, gagal_sendiri or (lambda parts: cli_texts.belum_tercatat(ticket, parts))
            )
        self.cetak(None if complaint and gagal_sendiri else kalimat(self.kartu))
        if complaint:
            raise Gagal(complaint)

    def tunggu(self, baca: Callable[[], waiting.Jobs], awal: waiting.Jobs) -> waiting.Jobs:
        """Wait, if that was asked for, and read the ticket anew; returns the jobs as they are now."""
        if self._seconds is None:
            return awal
        after = waiting.tunggu(self._ctx, baca, awal, self._deadline)
        if permissions.VIEW not in self._pelaku.izin:
            return after  # one who may only register
        try:
            self.kartu = papan.satu(self._ctx, self._pelaku, self.kartu.id)
        except PenyimpananGagal:
            return after  # the action is done all the same; what is printed is a little older
        return after

    def cetak(self, kalimat: str | None) -> None:
        """Print the ticket: as JSON, or a sentence and its badges."""
        if self._json:
            output.document(shapes.tiket(self.kartu))
            return
        if kalimat:
            output.line(kalimat)
        row = shapes.baris(self.kartu, self._ctx.penjamin_bpjs)
        if marks := [row[key] for key in ("badge_p", "badge_a", "pcare") if row[key]]:
            output.line(" ".join(marks))
