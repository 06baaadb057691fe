"""Export of the filtered table to CSV or XLSX: harmless in a spreadsheet, masked, and audited."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.domain.masking import clean, mask, mask_numbers
from shared.domain.pantau import KOLOM, BarisPantau, Kursor, SaringJob
from shared.domain.records import Pelaku
from shared.domain.tickets import local_time
from shared.security import permissions
from shared.services import monitoring
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import monitor
from shared.storage.audit import add_audit
from shared.texts import NAMA_JOB, NAMA_STATUS_JOB
from shared.texts_pantau import JUDUL_KOLOM, NAMA_KEHADIRAN

__all__ = ["HasilEkspor", "aman", "ekspor"]

XLSX_ROWS = 1_048_575
"""Rows an XLSX sheet holds beside its head."""
_PAGE = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Tulis = Callable[[list[str]], None]


@dataclass(frozen=True, slots=True)
class HasilEkspor:
    """What was written where, and whether numbers in it are masked."""

    berkas: str
    baris: int
    disamarkan: bool


def ekspor(
    ctx: Konteks,
    pelaku: Pelaku,
    saring: SaringJob,
    berkas: str | Path,
    *,
    buka: bool = False,
    kemajuan: Callable[[int, int], None] | None = None,
) -> HasilEkspor:
    """Write the jobs that match to a ``.csv`` or ``.xlsx`` file that only its owner can read.

    Card numbers and NIK are masked unless *buka* asks for them and the actor holds the right. The file
    appears whole or not at all. *kemajuan* is told rows written and rows in all.
    """
    ctx.izinkan_integrasi(pelaku, "monitoring.ekspor")
    if buka:
        ctx.izinkan(pelaku, permissions.UNMASK, "monitoring.ekspor")
    path = Path(berkas).expanduser()
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise TidakSah("ekspor_jenis")
    with ctx.baca() as conn:
        asked = monitoring.resolved(ctx, conn, saring)
        count = sum(monitor.by_status(conn, ctx.faskes.id, asked).values())
    if kind == ".xlsx" and count > XLSX_ROWS:
        raise TidakSah("ekspor_terlalu_banyak", jumlah=count, batas=XLSX_ROWS)
    columns = ("id", *KOLOM[asked.jenis], "no_kartu", "nik")
    written = 0
    try:
        with beside(path) as temporary, (_xlsx if kind == ".xlsx" else _csv)(temporary) as write:
            write([JUDUL_KOLOM[name] for name in columns])
            for row in _rows(ctx, asked):
                if kind == ".xlsx" and written == XLSX_ROWS:
                    raise TidakSah("ekspor_terlalu_banyak", jumlah=written + 1, batas=XLSX_ROWS)
                write([aman(_cell(row, name, ctx.faskes.zona, buka=buka)) for name in columns])
                written += 1
                if kemajuan is not None and written % _PAGE == 0:
                    kemajuan(written, max(count, written))
    except OSError as error:
        raise TidakSah("ekspor_gagal", berkas=berkas) from error
    with ctx.tulis() as conn:
        add_audit(
            conn, pelaku, "monitoring.ekspor", faskes_id=ctx.faskes.id, baris=written, disamarkan=not buka,
            bentuk=kind[1:], jenis=asked.jenis, tanggal=asked.day,
            status=sorted(asked.status) if asked.status is not None else None, norm=asked.digits,
        )  # fmt: skip
    return HasilEkspor(str(path), written, not buka)


def _rows(ctx: Konteks, saring: SaringJob) -> Iterator[BarisPantau]:
    """Read page after page: no transaction is held while a slow disk is written to."""
    kursor: Kursor | None = None
    while True:
        with ctx.baca() as conn:
            page = monitor.page(conn, ctx.faskes.id, saring, _PAGE, kursor)
        yield from page.baris
        if not page.ada_lama or not page.baris:
            return
        kursor = page.baris[-1].kursor


def aman(text: str) -> str:
    """Make a text a plain cell: a spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(row: BarisPantau, name: str, zona: str, *, buka: bool) -> str:
    value = getattr(row, name)
    if name == "status":
        return NAMA_STATUS_JOB[row.status]
    if name == "jenis":
        return NAMA_JOB[row.jenis]
    if name == "kehadiran":
        return NAMA_KEHADIRAN.get(value, "") if value is not None else ""
    if name == "dicoba":
        return "" if value is None else local_time(value, zona).strftime("%Y-%m-%d %H:%M:%S")
    if name in ("no_kartu", "nik"):
        return str(value) if buka else mask(value)
    if value is None:
        return ""
    text = clean(str(value), 4000)
    return text if buka else mask_numbers(text)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Lend a temporary file beside *path*, of the owner alone, that takes its place when all is well."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


@contextmanager
def _csv(path: Path) -> Iterator[Tulis]:
    """Open a CSV file for writing; gives what writes a row."""
    # The mark at the start tells spreadsheets that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield csv.writer(file, quoting=csv.QUOTE_ALL).writerow


@contextmanager
def _xlsx(path: Path) -> Iterator[Tulis]:
    import xlsxwriter

    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(str(path), plain)
    sheet = book.add_worksheet("Monitoring")
    line = 0

    def write(cells: list[str]) -> None:
        nonlocal line
        for column, text in enumerate(cells):
            sheet.write_string(line, column, text[:32_767])
        line += 1

    try:
        yield write
    finally:
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error
