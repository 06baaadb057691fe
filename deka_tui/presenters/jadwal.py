"""The schedule of Antrean FKTP: polis, doctors, slots and capacity; and dates as people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from deka_tui import texts_referensi as words
from deka_tui.presenters import times
from deka_tui.presenters.pieces import Line, Piece, Role, crop, outside
from deka_tui.presenters.referensi import Cells, moment, number
from shared.domain.sinkron import JadwalHari, PoliHari

_DATE = re.compile(r"(\d{1,2})(?:[-/. ](\d{1,2})(?:[-/. ](\d{4}))?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_STEP = re.compile(r"[+-]\d{1,3}", re.ASCII)


def read_date(text: str, today: date) -> date | None:
    """Read a date as a person types it; a day or a month left out is the next one to come."""
    plain = text.strip().casefold()
    if plain in words.SEKARANG:
        return today
    if plain in words.BESOK:
        return today + timedelta(days=1)
    if plain in words.KEMARIN:
        return today - timedelta(days=1)
    if _STEP.fullmatch(plain):
        return today + timedelta(days=int(plain))
    try:
        if found := _ISO.fullmatch(plain):
            return date(*(int(part) for part in found.groups()))
        if not (found := _DATE.fullmatch(plain)):
            return None
        day, month, year = (int(part) if part else 0 for part in found.groups())
        if year:
            return date(year, month, day)
        if month:
            this = date(today.year, month, day)
            return this if this >= today - timedelta(days=180) else date(today.year + 1, month, day)
        return _coming(day, today)
    except (ValueError, OverflowError):
        return None


def _coming(day: int, today: date) -> date | None:
    """The next date with that day of the month."""
    year, month = today.year, today.month
    for _ in range(12):
        try:
            found = date(year, month, day)
        except ValueError:
            found = None
        if found is not None and found >= today:
            return found
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None


def rows(poli: tuple[PoliHari, ...]) -> list[tuple[str, Cells]]:
    """A keyed row for each slot; what is the same as in the row above stays blank."""
    found: list[tuple[str, Cells]] = []
    for one in poli:
        head: tuple[Line, Line] = (
            (Piece(outside(one.kode, 20), Role.ACCENT),),
            (Piece(outside(one.nama, 100), Role.STRONG),),
        )
        if not one.dokter:
            none: Line = (Piece(words.TANPA_DOKTER, Role.MUTED),)
            found.append((one.kode, (*head, (), none, (), ())))
        for doctor in one.dokter:
            who: tuple[Line, Line] = (
                (Piece(str(doctor.kodedokter), Role.MUTED),), (Piece(outside(doctor.nama, 100)),),
            )  # fmt: skip
            for slot in doctor.slot:
                room = "" if slot.kapasitas is None else number(slot.kapasitas)
                key = f"{one.kode}/{doctor.kodedokter}/{slot.jam}"
                cells = (*head, *who, (Piece(outside(slot.jam, 40)),), (Piece(room, Role.STRONG),))
                found.append((key, cells))
                head, who = ((), ()), ((), ())
    return found


def heading(found: JadwalHari, today: date, now: int, zona: str, width: int) -> Line:
    """The date, whether it is today, when it was fetched and what there is."""
    name = words.HARI_INI if found.tanggal == today else words.JADWAL
    line: list[Piece] = [
        Piece(f" {name} ", Role.MUTED), Piece(times.day_of(found.tanggal), Role.STRONG),
    ]  # fmt: skip
    done = found.terakhir
    if done is not None and done.selesai is not None:
        doctors = {one.kodedokter for poli in found.poli for one in poli.dokter}
        seats = sum(s.kapasitas or 0 for poli in found.poli for one in poli.dokter for s in one.slot)
        line += [
            Piece("  "),
            Piece(words.jadwal_diambil(moment(done.selesai, now, zona)), Role.MUTED),
            Piece("  "),
            Piece(words.jadwal_isi(len(found.poli), len(doctors), number(seats)), Role.MUTED),
        ]
    elif not found.poli:
        line += [Piece("  "), Piece(words.DIAMBIL_BELUM, Role.WARN)]
    return crop(tuple(line), width)
