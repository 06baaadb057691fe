"""Products and mappings as CSV files: import and export. Every row goes in or, if one is wrong, none does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from shared.domain.kfa_peta import KursorProduk, Produk
from shared.domain.masking import clean
from shared.domain.records import Pelaku
from shared.services import kfa
from shared.services.ekspor import aman, beside
from shared.services.errors import DekaError, PenyimpananGagal, TidakSah
from shared.services.konteks import Konteks
from shared.storage import kfa_produk as produk_rows
from shared.storage.audit import add_audit
from shared.texts import sentence
from shared.texts_kfa import NAMA_TANDA

HEADER: Final = ("kode", "nama", "bentuk", "kekuatan", "jumlah_resep")
"""Columns of a file of products, in any order."""
PETA: Final = ("kode", "kode_kfa")
"""Columns a file of mappings must have; further ones, as an export has them, are passed over."""
EKSPOR: Final = ("kode", "nama", "bentuk", "kekuatan", "jumlah_resep", "kode_kfa", "nama_kfa", "tanda")
_SHOWN = 5
_LONGEST = 300
_MOST_RX = 2_000_000_000
_LARGEST = 64 * 1024 * 1024
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """What an import did: rows read, products that are new or different now, and rows that go on.

    ``ditolak`` are whole clauses about rows that were left out (mappings that contradict).
    """

    baris: int
    berubah: int
    dilepas: int = 0
    ditolak: tuple[str, ...] = ()


def simpan_produk(
    ctx: Konteks,
    pelaku: Pelaku,
    kode: str,
    nama: str,
    *,
    bentuk: str = "",
    kekuatan: str = "",
    jumlah_resep: int = 0,
) -> Produk:
    """Add a product by hand, or change it; its mapping stays. Raises :class:`TidakSah` naming the field."""
    ctx.izinkan_integrasi(pelaku, "kfa.produk")
    raw = dict(zip(HEADER, (kode, nama, bentuk, kekuatan, str(jumlah_resep)), strict=True))
    values, reason = _row(raw)
    if reason:
        raise TidakSah("kfa_produk_salah", rinci=reason)
    code = str(values.pop("kode"))
    with ctx.tulis() as conn:
        if produk_rows.save(conn, ctx.faskes.id, code, values):
            add_audit(conn, pelaku, "kfa.produk", faskes_id=ctx.faskes.id, produk=code)
        found = produk_rows.find(conn, ctx.faskes.id, code)
    assert found is not None  # noqa: S101 - it was written above
    return found


def impor_produk(ctx: Konteks, pelaku: Pelaku, path: str | Path) -> HasilImpor:
    """Import products; importing twice changes nothing, and mappings stay.

    Raises :class:`TidakSah` that names the wrong rows, each with its line number and the reason.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.impor_produk")
    rows: list[tuple[str, dict[str, Any]]] = []
    wrong: list[str] = []
    seen: dict[str, int] = {}
    for line, raw in _lines(path, HEADER, exact=True):
        values, reason = ({}, raw[""]) if "" in raw else _row(raw)
        code = str(values.pop("kode", ""))
        if not reason and code in seen:
            reason = f"kode {code} sudah ada di baris {seen[code]}"
        if reason:
            wrong.append(sentence("impor_baris", baris=line, sebab=reason))
            continue
        seen[code] = line
        rows.append((code, values))
    _refuse(wrong)
    changed = 0
    with ctx.tulis() as conn:
        changed = sum(produk_rows.save(conn, ctx.faskes.id, code, values) for code, values in rows)
        if changed:
            add_audit(
                conn, pelaku, "kfa.impor_produk", faskes_id=ctx.faskes.id, baris=len(rows), berubah=changed
            )  # fmt: skip
    return HasilImpor(len(rows), changed)


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        more = f"; dan {len(wrong) - _SHOWN} baris lain" if len(wrong) > _SHOWN else ""
        raise TidakSah("impor_ditolak", jumlah=len(wrong), rinci="; ".join(wrong[:_SHOWN]) + more + ".")


def _row(raw: dict[str, str]) -> tuple[dict[str, Any], str]:
    """Check a product: its values, and the reason why it is wrong (``""`` when it is not)."""
    values: dict[str, Any] = {name: clean(raw[name], _LONGEST).strip() for name in HEADER}
    if not values["kode"]:
        return {}, "kode kosong"
    if len(values["kode"]) > 100:
        return {}, "kode lebih dari 100 huruf"
    if not values["nama"]:
        return {}, "nama kosong"
    count = values["jumlah_resep"] or "0"
    if not (count.isascii() and count.isdigit() and len(count) <= 10 and int(count) <= _MOST_RX):
        return {}, f"jumlah_resep {count[:20]} bukan bilangan 0 atau lebih"
    values["jumlah_resep"] = int(count)
    return values, ""


def _lines(path: str | Path, wanted: Sequence[str], *, exact: bool) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a CSV file as pairs of line number and row; ``,`` or ``;`` between columns.

    A row that is broken has one member ``""`` with the reason. The apostrophe an export puts before
    what a spreadsheet would take for a formula is taken off again.
    """
    try:
        file = Path(path)
        if file.stat().st_size > _LARGEST:
            raise TidakSah("berkas_tidak_ada", berkas=path)
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise TidakSah("berkas_bukan_utf8", berkas=path) from error
        raise TidakSah("berkas_tidak_ada", berkas=path) from error
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
    except csv.Error:
        header = []
    fits = sorted(header) == sorted(wanted) if exact else set(wanted) <= set(header)
    if not fits or len(set(header)) != len(header):
        raise TidakSah("kfa_impor_kepala", berkas=path, harus=",".join(wanted))
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                yield reader.line_num, {"": f"ada {len(cells)} kolom, harus {len(header)}"}
                continue
            yield reader.line_num, {name: _plain(cell) for name, cell in zip(header, cells, strict=True)}
    except csv.Error as error:
        yield reader.line_num, {"": f"tidak terbaca sebagai CSV ({error})"}


def _plain(cell: str) -> str:
    text = " ".join(cell.split())
    return text[1:] if text.startswith("'") and aman(text[1:]) == text else text


def impor_pemetaan(ctx: Konteks, pelaku: Pelaku, path: str | Path, *, yakin: bool = False) -> HasilImpor:
    """Map what a file says, as one deed; an empty ``kode_kfa`` is passed over.

    Unknown products and codes refuse the whole file (:class:`TidakSah`). Rows whose strength or form
    contradict are left out and named, unless *yakin*.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.impor_pemetaan")
    pairs: list[tuple[int, str, str]] = []
    wrong: list[str] = []
    for line, raw in _lines(path, PETA, exact=False):
        if "" in raw:
            wrong.append(sentence("impor_baris", baris=line, sebab=raw[""]))
        elif raw["kode_kfa"]:
            pairs.append((line, raw["kode"], raw["kode_kfa"]))
    with ctx.baca() as conn:
        for line, code, target in pairs:
            try:
                kfa.cek(ctx, conn, code, target)
            except PenyimpananGagal:
                raise
            except DekaError as error:
                wrong.append(sentence("impor_baris", baris=line, sebab=error.pesan.rstrip(".")))
    _refuse(wrong)
    changed = released = deed = 0
    left_out: list[str] = []
    for start in range(0, len(pairs), _AT_ONCE):
        with ctx.tulis() as conn:
            for line, code, target in pairs[start : start + _AT_ONCE]:
                try:
                    done, deed = kfa.pasang_teruji(
                        ctx, conn, pelaku, code, target, "kfa.impor_pemetaan", kelompok=deed, yakin=yakin
                    )
                except PenyimpananGagal:
                    raise
                except DekaError as error:
                    left_out.append(sentence("impor_baris", baris=line, sebab=error.pesan.rstrip(".")))
                    continue
                changed += done.berubah
                released += done.dilepas
    return HasilImpor(len(pairs), changed, released, tuple(left_out))


def ekspor_pemetaan(ctx: Konteks, pelaku: Pelaku, path: str | Path) -> int:
    """Write all products with their mapping to a CSV file; returns the rows. It is safe in a spreadsheet.

    Raises :class:`TidakSah` when the file cannot be written.
    """
    ctx.izinkan_integrasi(pelaku, "kfa.ekspor_pemetaan")
    written = 0
    try:
        with beside(Path(path)) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
            write = csv.writer(file, quoting=csv.QUOTE_ALL).writerow
            write(EKSPOR)
            for one in _everything(ctx):
                marks = ", ".join(NAMA_TANDA[mark] for mark in one.tanda)
                cells = (
                    one.kode, one.nama, one.bentuk, one.kekuatan, str(one.jumlah_resep), one.kode_kfa or "",
                    one.nama_kfa, marks,
                )  # fmt: skip
                write([aman(cell) for cell in cells])
                written += 1
    except OSError as error:
        raise TidakSah("ekspor_gagal", berkas=path) from error
    with ctx.tulis() as conn:
        add_audit(conn, pelaku, "kfa.ekspor_pemetaan", faskes_id=ctx.faskes.id, baris=written)
    return written


def _everything(ctx: Konteks) -> Iterator[Produk]:
    for mapped in (True, False):
        after: KursorProduk | None = None
        while True:
            with ctx.baca() as conn:
                found, after = produk_rows.page(
                    conn, ctx.faskes.id, dipetakan=mapped, setelah=after, batas=_AT_ONCE
                )
            yield from found
            if after is None:
                break
