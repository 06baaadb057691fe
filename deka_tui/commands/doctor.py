"""``deka doctor``: a look at everything an installation needs, and what to do about what is missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from deka_tui import cli_texts
from deka_tui import cli_texts_doctor as t
from deka_tui import cli_texts_keamanan as k
from deka_tui.commands import output
from deka_tui.commands.click_id import Perintah, pilihan_json
from deka_tui.commands.session import Gagal, Sesi
from shared.config import KonfigurasiSalah, Settings
from shared.services import konteks, papan, periksa, segel
from shared.services.errors import PenyimpananGagal
from shared.services.konteks import Konteks
from shared.texts import sentence

_NEEDED = (
    "cons_id", "secret_key", "kd_aplikasi", "pcare_url", "pcare_user_key", "pcare_username",
    "pcare_password", "antrean_url", "antrean_user_key",
)  # fmt: skip
_PRESET = ("kd_aplikasi",)
"""Credentials that have a value before anybody fills them in."""
SMALLEST = (60, 20)


class Temuan(NamedTuple):
    """One finding."""

    nama: str
    status: str
    keterangan: str


@click.command("doctor", cls=Perintah, help=cli_texts.DOCTOR)
@pilihan_json
@click.pass_obj
def perintah(sesi: Sesi, as_json: bool) -> None:
    """Check the installation."""
    found = [*_look(sesi)]
    if as_json:
        output.document([item._asdict() for item in found])
    else:
        width = max(len(item.nama) for item in found)
        for item in found:
            output.hanging(f"{item.status:<9}  {item.nama:<{width}}  ", item.keterangan)
    if broken := sum(item.status == t.GAGAL for item in found):
        raise Gagal(t.gagal(broken))


def _look(sesi: Sesi) -> Iterator[Temuan]:
    try:
        settings = sesi.settings
    except KonfigurasiSalah as error:
        yield Temuan(t.KONFIGURASI, t.GAGAL, str(error))
    else:
        yield Temuan(t.KONFIGURASI, t.OK, str(settings.berkas or t.TANPA_BERKAS))
        yield from _storage(sesi, settings)
        yield _bpjs(settings)
        yield _secrets(settings)
    yield _terminal()


def _storage(sesi: Sesi, settings: Settings) -> Iterator[Temuan]:
    try:
        ctx = sesi.pegang(konteks.buka(settings))
        facts = periksa.penyimpanan(ctx)
        health = papan.kesehatan(ctx)
    except PenyimpananGagal as error:
        yield Temuan(t.PENYIMPANAN, t.GAGAL, error.pesan)
        return
    where = t.penyimpanan(facts.jenis, facts.versi, facts.tempat, facts.skema)
    yield _writable(ctx, where)
    yield _key(ctx)
    if facts.jenis == "SQLite":
        safe = facts.wal_aman
        yield Temuan(
            t.SQLITE,
            t.OK if safe else t.PERHATIAN,
            t.sqlite_baik(facts.versi) if safe else t.sqlite(facts.versi),
        )
    if ctx.faskes.zona == settings.faskes.zona:
        yield Temuan(t.ZONA, t.OK, settings.faskes.zona)
    else:
        yield Temuan(t.ZONA, t.PERHATIAN, t.zona(settings.faskes.zona, ctx.faskes.zona))
    if facts.ruangan:
        yield Temuan(t.MASTER, t.OK, t.master(facts.ruangan, facts.dokter))
    else:
        yield Temuan(t.MASTER, t.PERHATIAN, t.master_kosong())
    seconds = None if health.pekerja_umur is None else health.pekerja_umur // 1000
    if health.pekerja_hidup:
        yield Temuan(t.PEKERJA, t.OK, t.pekerja(health.pekerja_hidup, seconds or 0))
    else:
        yield Temuan(t.PEKERJA, t.PERHATIAN, t.pekerja_mati(seconds, settings.worker.otomatis))
    shut = [gate for gate in health.gerbang if gate.status != "normal"]
    for gate in shut:
        text = t.gerbang(gate.layanan, gate.status, gate.menunggu, gate.pesan)
        yield Temuan(t.GERBANG, t.GAGAL if gate.status == "kredensial" else t.PERHATIAN, text)
    if not shut:
        yield Temuan(t.GERBANG, t.OK, t.GERBANG_BAIK)


def _writable(ctx: Konteks, where: str) -> Temuan:
    """Take the write lock and let go of it: reading alone does not show a storage nobody can write to."""
    try:
        with ctx.tulis():
            pass
    except PenyimpananGagal as error:
        return Temuan(t.PENYIMPANAN, t.GAGAL, error.pesan)
    return Temuan(t.PENYIMPANAN, t.OK, where)


def _key(ctx: Konteks) -> Temuan:
    file = ctx.settings.keamanan.kunci
    try:
        name = segel.periksa(ctx)
    except PenyimpananGagal as error:
        # A counter needs no key; a worker does not start without one.
        return Temuan(k.KUNCI, t.PERHATIAN if error.kode == "kunci_isi_tidak_ada" else t.GAGAL, error.pesan)
    storage = ctx.settings.penyimpanan.berkas
    if storage and file.resolve().parent == Path(storage).resolve().parent:
        return Temuan(k.KUNCI, t.PERHATIAN, k.kunci_sefolder(str(file)))
    return Temuan(k.KUNCI, t.OK, k.kunci_baik(name, str(file)))


def _secrets(settings: Settings) -> Temuan:
    if settings.terkunci:
        return Temuan(k.RAHASIA, t.PERHATIAN, k.rahasia_terkunci(", ".join(settings.terkunci)))
    return Temuan(k.RAHASIA, t.OK, k.rahasia_baik(settings.keamanan.rahasia.is_file()))


def _bpjs(settings: Settings) -> Temuan:
    missing = [key for key in _NEEDED if not getattr(settings.bpjs, key)]
    if not missing:
        return Temuan(t.BPJS, t.OK, t.BPJS_LENGKAP)
    if len([key for key in missing if key not in _PRESET]) == len(_NEEDED) - len(_PRESET):
        return Temuan(t.BPJS, t.PERHATIAN, t.BPJS_KOSONG)
    return Temuan(t.BPJS, t.GAGAL, t.bpjs_kurang(", ".join(f"bpjs.{key}" for key in missing)))


def _terminal() -> Temuan:
    term = os.environ.get("TERM", "")
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        return Temuan(t.TERMINAL, t.PERHATIAN, t.TERMINAL_BUKAN)
    if term in ("dumb", "unknown"):
        return Temuan(t.TERMINAL, t.PERHATIAN, sentence("terminal_bodoh", term=term))
    columns, lines = os.get_terminal_size(sys.stdout.fileno())
    if 0 < columns < SMALLEST[0] or 0 < lines < SMALLEST[1]:  # 0: the terminal does not tell
        return Temuan(t.TERMINAL, t.PERHATIAN, t.terminal_kecil(columns, lines))
    if "utf" not in (sys.stdout.encoding or "").lower():
        return Temuan(t.TERMINAL, t.PERHATIAN, t.terminal_enkoding(sys.stdout.encoding))
    return Temuan(t.TERMINAL, t.OK, t.terminal(term, columns, lines))
