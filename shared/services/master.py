"""Rooms, doctors with slots, payers: reading them, and importing them from one TOML file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shared.domain.records import Dokter, Pelaku, Ruangan
from shared.domain.status import Kelas
from shared.domain.tickets import valid_slot
from shared.security import permissions
from shared.services.errors import TidakSah
from shared.services.konteks import Konteks
from shared.storage import jobs, master
from shared.storage.audit import add_audit

_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


@dataclass(frozen=True, slots=True)
class HasilMaster:
    """What an import did: rows read, rows that are different now, and jobs it set going again."""

    ruangan: int
    dokter: int
    berubah: int
    dilepas: int = 0


_READERS = (permissions.VIEW, permissions.REGISTER)


def ruangan(ctx: Konteks, pelaku: Pelaku) -> tuple[Ruangan, ...]:
    """List the rooms of the clinic."""
    ctx.izinkan_salah_satu(pelaku, _READERS, "master.lihat")
    with ctx.baca() as conn:
        return master.all_ruangan(conn, ctx.faskes.id)


def dokter(
    ctx: Konteks, pelaku: Pelaku, ruangan_id: int | None = None, tanggal: date | None = None
) -> tuple[Dokter, ...]:
    """List the doctors, of one room or of all, with their slots on a date (default: today)."""
    ctx.izinkan_salah_satu(pelaku, _READERS, "master.lihat")
    with ctx.baca() as conn:
        day = tanggal or ctx.hari_ini(conn)
        return master.all_dokter(conn, ctx.faskes.id, ruangan_id=ruangan_id, tanggal=day)


def penjamin(ctx: Konteks, pelaku: Pelaku) -> tuple[tuple[int, str], ...]:
    """List the payers as pairs of id and name."""
    ctx.izinkan_salah_satu(pelaku, _READERS, "master.lihat")
    with ctx.baca() as conn:
        return master.all_penjamin(conn)


def baca_toml(path: str | Path) -> dict[str, Any]:
    """Read a TOML file a person has written; raises :class:`TidakSah`."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise TidakSah("berkas_tidak_ada", berkas=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TidakSah("master_salah", berkas=path, rinci=f"bukan TOML yang benar ({error})") from error


class _Rows:
    """Reads the tables of a master file and says precisely what is wrong with one."""

    def __init__(self, path: str | Path, data: dict[str, Any]) -> None:
        self.path = path
        self.data = data

    def wrong(self, detail: str) -> TidakSah:
        return TidakSah("master_salah", berkas=self.path, rinci=detail)

    def tables(self, name: str, known: set[str]) -> list[dict[str, Any]]:
        rows = self.data.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.wrong(f"tulis setiap {name} sebagai [[{name}]]")
        for row in rows:
            if unknown := set(row) - known:
                label = row.get("kode", "?")
                raise self.wrong(f"{name} {label}: kolom {', '.join(sorted(unknown))} tidak dikenal")
        return rows

    def text(self, name: str, row: dict[str, Any], key: str, *, needed: bool = True) -> str | None:
        value = row.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None or value == "":
            if needed:
                raise self.wrong(f"{name} {row.get('kode', '?')}: {key} belum diisi")
            return None
        if not isinstance(value, str):
            raise self.wrong(f"{name} {row.get('kode', '?')}: {key} harus berupa teks")
        return value.strip()

    def number(self, name: str, row: dict[str, Any], key: str, *, needed: bool = True) -> int | None:
        value = row.get(key)
        if value is None and not needed:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 11:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
            raise self.wrong(f"{name} {row.get('kode', '?')}: {key} harus berupa angka")
        return value

    def slots(self, row: dict[str, Any]) -> tuple[tuple[int | None, str], ...]:
        found: list[tuple[int | None, str]] = []
        values = row.get("jam", [])
        for value in values if isinstance(values, list) else [values]:
            day, _, slot = str(value).strip().rpartition(" ")
            day = day.strip().lower()
            if not valid_slot(slot) or (day and day not in _DAYS):
                raise self.wrong(
                    f"dokter {row.get('kode', '?')}: jam {value!r} harus seperti 07:00-12:00"
                    " atau senin 07:00-12:00"
                )
            found.append((_DAYS.index(day) if day else None, slot))
        return tuple(dict.fromkeys(found))


def impor(ctx: Konteks, pelaku: Pelaku, path: str | Path) -> HasilMaster:
    """Import rooms and doctors from ``[[ruangan]]`` and ``[[dokter]]`` tables; all rows or none.

    Importing the same file twice changes nothing. Raises :class:`TidakSah` with the row and what
    is wrong with it.
    """
    ctx.izinkan(pelaku, permissions.USERS, "master.impor")
    rows = _Rows(path, baca_toml(path))
    if unknown := set(rows.data) - {"ruangan", "dokter", "penjamin"}:
        raise rows.wrong(f"tabel {', '.join(sorted(unknown))} tidak dikenal")
    rooms = rows.tables("ruangan", {"kode", "nama", "jenis_kunjungan", "prefix", "kd_poli", "nm_poli"})
    doctors = rows.tables("dokter", {"kode", "nama", "ruangan", "kd_dokter", "kodedokter", "jam", "nik"})
    payers = rows.tables("penjamin", {"id", "nama"})
    changed = 0
    with ctx.tulis() as conn:
        for row in payers:
            name = rows.text("penjamin", row, "nama") or ""
            master.save_penjamin(conn, [(rows.number("penjamin", row, "id") or 0, name)])
        for row in rooms:
            changed += _room(ctx, conn, rows, row)
        there = {room.kode: room.id for room in master.all_ruangan(conn, ctx.faskes.id)}
        for row in doctors:
            changed += _doctor(ctx, conn, rows, row, there)
        released = 0
        if changed:
            # What waited for a mapping may have got it; what has not will say so again.
            released = jobs.release(conn, ctx.faskes.id, Kelas.PEMETAAN)
            add_audit(
                conn, pelaku, "master.impor", faskes_id=ctx.faskes.id,
                ruangan=len(rooms), dokter=len(doctors), berubah=changed, dilepas=released,
            )  # fmt: skip
    return HasilMaster(len(rooms), len(doctors), changed, released)


def _room(ctx: Konteks, conn: Any, rows: _Rows, row: dict[str, Any]) -> bool:
    kode = rows.text("ruangan", row, "kode") or ""
    prefix = (rows.text("ruangan", row, "prefix") or "").upper()
    if not prefix.isascii() or not prefix.isalpha() or len(prefix) > 3:
        raise rows.wrong(f"ruangan {kode}: prefix {prefix} harus 1 sampai 3 huruf")
    if other := master.prefix_in_use(conn, ctx.faskes.id, kode, prefix):
        raise rows.wrong(f"ruangan {kode}: prefix {prefix} sudah dipakai ruangan {other}")
    values: dict[str, object] = {
        "nama": rows.text("ruangan", row, "nama"),
        "jenis_kunjungan": rows.number("ruangan", row, "jenis_kunjungan"),
        "prefix": prefix,
        "kd_poli": rows.text("ruangan", row, "kd_poli", needed=False),
        "nm_poli": rows.text("ruangan", row, "nm_poli", needed=False),
    }
    return master.save_ruangan(conn, ctx.faskes.id, kode, values)


def _doctor(ctx: Konteks, conn: Any, rows: _Rows, row: dict[str, Any], rooms: dict[str, int]) -> bool:
    kode = rows.text("dokter", row, "kode") or ""
    room = rows.text("dokter", row, "ruangan") or ""
    if room not in rooms:
        raise rows.wrong(f"dokter {kode}: ruangan {room} tidak dikenal")
    values: dict[str, object] = {
        "nama": rows.text("dokter", row, "nama"),
        "ruangan_id": rooms[room],
        "kd_dokter": rows.text("dokter", row, "kd_dokter", needed=False),
        "kodedokter": rows.number("dokter", row, "kodedokter", needed=False),
    }
    if (nik := rows.text("dokter", row, "nik", needed=False)) is not None:
        if re.fullmatch(r"[0-9]{16}", nik) is None:
            raise rows.wrong(f"dokter {kode}: nik harus 16 digit")
        values["nik"] = nik
    return master.save_dokter(conn, ctx.faskes.id, kode, values, rows.slots(row))
