"""Reading the audit trail, verifying its chain, and taking it elsewhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.audit import BarisAudit, HalamanAudit, HasilPeriksa, SaringAudit
from shared.domain.masking import clean
from shared.domain.records import Pelaku
from shared.domain.tickets import local_time
from shared.security import permissions
from shared.services.ekspor import aman, beside
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import audit
from shared.storage.audit import add_audit

__all__ = ["BarisAudit", "HalamanAudit", "HasilPeriksa", "SaringAudit", "aksi", "ekspor", "muat", "periksa"]

KOLOM = (
    "urut", "id", "waktu", "pelaku", "peran", "stasiun", "aksi", "objek", "objek_id", "hasil", "rincian",
    "segel",
)  # fmt: skip
"""Columns of an export as CSV."""


def _span(ctx: Konteks, saring: SaringAudit) -> tuple[int | None, int | None]:
    return _millis(saring.dari, ctx.faskes.zona), _millis(
        saring.sampai + timedelta(days=1) if saring.sampai is not None else None, ctx.faskes.zona
    )


def _millis(day: date | None, zona: str) -> int | None:
    if day is None:
        return None
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zona)).timestamp() * 1000)


def muat(
    ctx: Konteks,
    pelaku: Pelaku,
    saring: SaringAudit,
    *,
    sebelum: int | None = None,
    sesudah: int | None = None,
    banyak: int = 50,
) -> HalamanAudit:
    """Read a page of at most *banyak* rows: the newest, or those beside the row of an id."""
    ctx.izinkan(pelaku, permissions.AUDIT, "audit.lihat")
    with ctx.baca() as conn:
        span = _span(ctx, saring)

        def read(many: int, **where: int | None) -> tuple[BarisAudit, ...]:
            return audit.page(conn, ctx.faskes.id, saring, span, banyak=many, **where)

        if sesudah is not None:
            rows = read(banyak + 1, sesudah=sesudah)
            newer, rows = len(rows) > banyak, rows[-banyak:]
            older = bool(rows and read(1, sebelum=rows[-1].id))
        else:
            rows = read(banyak + 1, sebelum=sebelum)
            older, rows = len(rows) > banyak, rows[:banyak]
            newer = sebelum is not None and bool(read(1, sesudah=rows[0].id if rows else sebelum - 1))
    return HalamanAudit(rows, newer, older)


def aksi(ctx: Konteks, pelaku: Pelaku) -> tuple[str, ...]:
    """Read which actions the trail knows, by name."""
    ctx.izinkan(pelaku, permissions.AUDIT, "audit.lihat")
    with ctx.baca() as conn:
        return audit.actions(conn, ctx.faskes.id)


def periksa(ctx: Konteks, pelaku: Pelaku, kepala: str = "") -> HasilPeriksa:
    """Verify the clinic's whole chain; *kepala* is ``urut:segel`` as an earlier verification gave it.

    Raises :class:`TidakSah` when *kepala* does not read so.
    """
    ctx.izinkan(pelaku, permissions.AUDIT, "audit.periksa")
    known = _kepala(kepala)
    with ctx.baca() as conn:
        return audit.verify(conn, ctx.faskes.id, known)


def _kepala(text: str) -> tuple[int, str] | None:
    if not text.strip():
        return None
    number, _, link = text.strip().partition(":")
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 19 and len(link) == 64):
        raise TidakSah("audit_kepala", nilai=clean(text, 80))
    return int(number), link.lower()


def ekspor(ctx: Konteks, pelaku: Pelaku, saring: SaringAudit, berkas: str | Path) -> int:
    """Write the rows that match to a ``.jsonl`` or ``.csv`` file, oldest first; returns how many.

    A JSON line has every field a link is made of. The file is there whole or not at all. Raises
    :class:`TidakSah` for another ending or a file that cannot be written.
    """
    ctx.izinkan(pelaku, permissions.AUDIT, "audit.ekspor")
    path = Path(berkas)
    if path.suffix.lower() not in (".jsonl", ".csv"):
        raise TidakSah("audit_ekspor_jenis")
    written = 0
    try:
        with ctx.baca() as conn, beside(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
            write = _lines(file) if path.suffix.lower() == ".jsonl" else _csv(file, ctx.faskes.zona)
            for row in audit.every(conn, ctx.faskes.id, saring, _span(ctx, saring)):
                write(row)
                written += 1
    except OSError as error:
        raise TidakSah("ekspor_gagal", berkas=path) from error
    with ctx.tulis() as conn:
        asked = {key: value for key, value in asdict(saring).items() if value not in ("", None)}
        add_audit(
            conn, pelaku, "audit.ekspor", faskes_id=ctx.faskes.id, baris=written, bentuk=path.suffix[1:],
            **{f"saring_{key}": value for key, value in asked.items()},
        )  # fmt: skip
    return written


def _lines(file: Any) -> Any:
    def write(row: BarisAudit) -> None:
        file.write(json.dumps(asdict(row), ensure_ascii=True) + "\n")

    return write


def _csv(file: Any, zona: str) -> Any:
    import csv

    writer = csv.writer(file)
    writer.writerow(KOLOM)

    def write(row: BarisAudit) -> None:
        when = local_time(row.waktu, zona).isoformat(timespec="milliseconds")
        values = asdict(row) | {"waktu": when}
        writer.writerow([aman("" if values[name] is None else str(values[name])) for name in KOLOM])

    return write
