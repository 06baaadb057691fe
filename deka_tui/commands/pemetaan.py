"""``deka pemetaan``: rooms to polis of BPJS, doctors to doctors of BPJS."""

from __future__ import annotations

from typing import Any

import click

from deka_tui import cli_texts, cli_texts_referensi
from deka_tui.commands import output
from deka_tui.commands.click_id import ANGKA, TEKS, Kelompok, SalahSatu, pilihan, pilihan_json
from deka_tui.commands.session import Sesi
from shared.domain.pemetaan import Slot
from shared.services import pemetaan
from shared.services.pemetaan import HasilPemetaan

perintah = Kelompok("pemetaan", help=cli_texts.PERINTAH_DEKA["pemetaan"])

RUANGAN, DOKTER, PCARE = "ruangan", "dokter", "dokter_pcare"


def _report(what: str, done: HasilPemetaan, *, as_json: bool) -> None:
    if as_json:
        shape = {"berubah": done.berubah, "dilepas": done.dilepas, "peringatan": list(done.peringatan)}
        output.document(shape)
        return
    output.line(cli_texts_referensi.dipetakan(what, done.dilepas))
    for warning in done.peringatan:
        output.line(cli_texts_referensi.peringatan(warning))


@perintah.command("ruangan", help=cli_texts_referensi.PETA_RUANGAN)
@click.argument("kode", metavar="KODE", type=TEKS)
@click.argument("kd_poli", metavar="KD_POLI", type=TEKS)
@pilihan("--nama", type=TEKS, metavar="NAMA", help=cli_texts_referensi.P_NAMA)
@pilihan_json
@click.pass_obj
def ruangan(sesi: Sesi, kode: str, kd_poli: str, nama: str | None, as_json: bool) -> None:
    """Map a room."""
    ctx, pelaku = sesi.buka()
    _report(kode, pemetaan.petakan_ruangan(ctx, pelaku, kode, kd_poli, nama), as_json=as_json)


@perintah.command("dokter", help=cli_texts_referensi.PETA_DOKTER)
@click.argument("kode", metavar="KODE", type=TEKS)
@click.argument("kodedokter", metavar="KODEDOKTER", type=ANGKA)
@pilihan("--kd-dokter", type=TEKS, metavar="KODE", help=cli_texts_referensi.P_KD_DOKTER)
@pilihan("--jam", type=TEKS, multiple=True, metavar="JAM", help=cli_texts_referensi.P_JAM)
@pilihan("--tanpa-jadwal", is_flag=True, help=cli_texts_referensi.P_TANPA_JADWAL)
@pilihan_json
@click.pass_obj
def dokter(
    sesi: Sesi,
    kode: str,
    kodedokter: int,
    kd_dokter: str | None,
    jam: tuple[str, ...],
    tanpa_jadwal: bool,
    as_json: bool,
) -> None:
    """Map a doctor."""
    ctx, pelaku = sesi.buka()
    done = pemetaan.petakan_dokter(
        ctx, pelaku, kode, kodedokter, kd_dokter=kd_dokter, jam=[_slot(text) for text in jam] or None,
        dari_jadwal=not tanpa_jadwal,
    )  # fmt: skip
    _report(kode, done, as_json=as_json)


def _slot(text: str) -> Slot:
    """Read ``senin 07:00-12:00`` or ``07:00-12:00``; what is no slot is left to the service to refuse."""
    day, _, slot = text.strip().rpartition(" ")
    name = day.strip().lower()
    if name in cli_texts_referensi.HARI:
        return cli_texts_referensi.HARI.index(name), slot
    return None, text.strip()


@perintah.command("daftar", help=cli_texts_referensi.PETA_DAFTAR)
@pilihan("--belum", is_flag=True, help=cli_texts_referensi.P_BELUM)
@pilihan_json
@click.pass_obj
def daftar(sesi: Sesi, belum: bool, as_json: bool) -> None:
    """Show rooms and doctors with their mapping."""
    ctx, pelaku = sesi.buka()
    found = pemetaan.belum_dipetakan(ctx, pelaku) if belum else pemetaan.daftar(ctx, pelaku)
    if as_json:
        output.document(_shape(found))
        return
    if belum and not found.ruangan and not found.dokter:
        output.line(cli_texts_referensi.SEMUA_LENGKAP)
        return
    rooms = [
        (one.kode, one.nama, one.kd_poli or "-", one.nm_poli or "", str(one.menunggu))
        for one in found.ruangan
    ]
    doctors = [
        (
            one.kode, one.nama, one.ruangan, "-" if one.kodedokter is None else str(one.kodedokter),
            one.kd_dokter or "-", ", ".join(cli_texts_referensi.hari_jam(*slot) for slot in one.jam) or "-",
            str(one.menunggu),
        )
        for one in found.dokter
    ]  # fmt: skip
    if rooms:
        output.table(cli_texts_referensi.KEPALA_RUANGAN, rooms, flexible=1)
    if rooms and doctors:
        click.echo()
    if doctors:
        output.table(cli_texts_referensi.KEPALA_DOKTER, doctors, flexible=5)


def _shape(found: pemetaan.Pemetaan) -> dict[str, Any]:
    return {
        "ruangan": [
            {
                "kode": one.kode, "nama": one.nama, "kd_poli": one.kd_poli, "nm_poli": one.nm_poli,
                "menunggu": one.menunggu, "lengkap": one.lengkap,
            }
            for one in found.ruangan
        ],
        "dokter": [
            {
                "kode": one.kode, "nama": one.nama, "ruangan": one.ruangan, "kodedokter": one.kodedokter,
                "kd_dokter": one.kd_dokter, "menunggu": one.menunggu, "lengkap": one.lengkap,
                "jam": [cli_texts_referensi.hari_jam(*slot) for slot in one.jam],
            }
            for one in found.dokter
        ],
    }  # fmt: skip


@perintah.command("saran", help=cli_texts_referensi.PETA_SARAN)
@click.argument("jenis", metavar="JENIS", type=SalahSatu([RUANGAN, DOKTER, PCARE]))
@click.argument("kode", metavar="KODE", type=TEKS)
@pilihan_json
@click.pass_obj
def saran(sesi: Sesi, jenis: str, kode: str, as_json: bool) -> None:
    """Suggest counterparts by name."""
    ctx, pelaku = sesi.buka()
    ask = {
        RUANGAN: pemetaan.saran_ruangan, DOKTER: pemetaan.saran_dokter, PCARE: pemetaan.saran_dokter_pcare,
    }  # fmt: skip
    found = ask[jenis](ctx, pelaku, kode)
    if as_json:
        output.document([{"kode": one.kode, "nama": one.nama, "skor": one.skor} for one in found])
        return
    if not found:
        output.line(cli_texts_referensi.KOSONG)
        return
    cells = [(one.kode, one.nama, f"{one.skor}%") for one in found]
    output.table(cli_texts_referensi.KEPALA_SARAN, cells, flexible=1)
