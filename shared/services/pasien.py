"""Patients: finding them, and importing them from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shared.domain.records import Pasien, Pelaku
from shared.security import permissions
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import master, people
from shared.storage.audit import add_audit
from shared.texts import sentence

HEADER = (
    "norm", "nama", "nik", "no_kartu", "no_hp", "jenis_kelamin", "tanggal_lahir", "kd_provider",
    "penjamin_id",
)  # fmt: skip
"""Columns of the file, in any order; further ones are refused."""

_SHOWN = 5
_LENGTHS = {"nik": 16, "no_kartu": 13}


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """What an import did: rows read, and patients that are new or different now.

    ``peringatan`` names, by line, numbers that will be refused when the patient is registered.
    """

    baris: int
    berubah: int
    peringatan: tuple[str, ...] = ()


def cari(ctx: Konteks, pelaku: Pelaku, teks: str, batas: int = 20) -> tuple[Pasien, ...]:
    """Find patients by part of norm, name, NIK or card number; nothing for an empty text."""
    ctx.izinkan(pelaku, permissions.REGISTER, "pasien.cari")
    ctx.izinkan(pelaku, permissions.VIEW, "pasien.cari")  # a kiosk must not find patients by name
    if not teks.strip():
        return ()
    with ctx.baca() as conn:
        return people.search_pasien(conn, ctx.faskes.id, teks, batas)


def impor_csv(ctx: Konteks, pelaku: Pelaku, path: str | Path) -> HasilImpor:
    """Import patients; every row goes in or, if one is wrong, none does.

    A NIK or card number of the wrong length is kept and warned of: such a patient exists, and it
    is registering that needs the number right. Raises :class:`TidakSah` that names the wrong rows,
    each with its line number and the reason.
    """
    ctx.izinkan(pelaku, permissions.REGISTER, "pasien.impor")
    ctx.izinkan(pelaku, permissions.VIEW, "pasien.impor")
    with ctx.baca() as conn:
        payers = {number for number, _ in master.all_penjamin(conn)}
    rows: list[tuple[str, dict[str, Any]]] = []
    wrong: list[str] = []
    doubtful: list[str] = []
    seen: dict[str, int] = {}
    for line, raw in _lines(path):
        norm, values, reason = _row(raw, payers)
        if not reason and norm in seen:
            reason = f"nomor RM {norm} sudah ada di baris {seen[norm]}"
        if reason:
            wrong.append(sentence("impor_baris", baris=line, sebab=reason))
            continue
        seen[norm] = line
        rows.append((norm, values))
        doubtful += [sentence("impor_baris", baris=line, sebab=doubt) for doubt in _doubts(raw)]
    if wrong:
        more = f"; dan {len(wrong) - _SHOWN} baris lain" if len(wrong) > _SHOWN else ""
        raise TidakSah("impor_ditolak", jumlah=len(wrong), rinci="; ".join(wrong[:_SHOWN]) + more + ".")
    with ctx.tulis() as conn:
        changed = sum(people.save_pasien(conn, ctx.faskes.id, norm, values) for norm, values in rows)
        if changed:
            add_audit(
                conn, pelaku, "pasien.impor", faskes_id=ctx.faskes.id, baris=len(rows), berubah=changed
            )  # fmt: skip
    return HasilImpor(len(rows), changed, tuple(doubtful))


def _lines(path: str | Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a CSV file as pairs of line number and row; ``,`` or ``;`` between columns."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TidakSah("berkas_tidak_ada", berkas=path) from error
    except UnicodeDecodeError as error:
        raise TidakSah("berkas_bukan_utf8", berkas=path) from error
    first = text.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
    except csv.Error:
        header = []
    if sorted(header) != sorted(HEADER):
        raise TidakSah("impor_kepala", berkas=path, harus=",".join(HEADER))
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                yield reader.line_num, {"": f"ada {len(cells)} kolom, harus {len(header)}"}
                continue
            yield reader.line_num, dict(zip(header, (" ".join(c.split()) for c in cells), strict=True))
    except csv.Error as error:
        yield reader.line_num, {"": f"tidak terbaca sebagai CSV ({error})"}


def _row(raw: dict[str, str], payers: set[int]) -> tuple[str, dict[str, Any], str]:
    """Check one row: norm, values, and the reason why it is wrong (``""`` when it is not)."""
    if "" in raw:
        return "", {}, raw[""]
    norm = raw["norm"]
    bad = _reason(raw, payers)
    if bad:
        return norm, {}, bad
    born = date.fromisoformat(raw["tanggal_lahir"]) if raw["tanggal_lahir"] else None
    values: dict[str, Any] = {key: raw[key] for key in ("nama", "nik", "no_kartu", "no_hp", "kd_provider")}
    values |= {
        "jenis_kelamin": raw["jenis_kelamin"].upper(),
        "tanggal_lahir": born,
        "penjamin_id": int(raw["penjamin_id"] or 1),
    }
    return norm, values, ""


def _doubts(raw: dict[str, str]) -> list[str]:
    return [
        f"{key} harus {length} digit, tertulis {len(raw[key])}"
        for key, length in _LENGTHS.items()
        if raw[key] and len(raw[key]) != length
    ]


def _reason(raw: dict[str, str], payers: set[int]) -> str:
    if not raw["norm"]:
        return "norm kosong"
    if not raw["norm"].isalnum():
        return f"norm {raw['norm']!r} hanya boleh huruf dan angka"
    if not raw["nama"]:
        return "nama kosong"
    for key in _LENGTHS:
        value = raw[key]
        if value and not (value.isascii() and value.isdigit()):
            return f"{key} harus angka saja"
    if raw["jenis_kelamin"].upper() not in ("L", "P", ""):
        return "jenis_kelamin harus L atau P"
    if raw["tanggal_lahir"]:
        try:
            date.fromisoformat(raw["tanggal_lahir"])
        except ValueError:
            return "tanggal_lahir harus seperti 1990-01-31"
    payer = raw["penjamin_id"] or "1"
    if not (payer.isascii() and payer.isdigit() and len(payer) < 10) or int(payer) not in payers:
        return f"penjamin_id {payer[:20]} tidak dikenal"
    return ""
