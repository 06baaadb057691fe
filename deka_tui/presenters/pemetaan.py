"""The mapping: rooms and doctors with what they are at BPJS, what is missing first, and slots as typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from deka_tui import texts_referensi as words
from deka_tui.presenters.pieces import Line, Piece, Role, cells, cut, outside, pad
from deka_tui.presenters.referensi import Cells
from shared.domain.pemetaan import Pemetaan, PetaDokter, PetaRuangan, Saran, Slot
from shared.domain.referensi import lipat
from shared.domain.tickets import valid_slot


def first_missing(found: Pemetaan) -> tuple[tuple[PetaRuangan, ...], tuple[PetaDokter, ...]]:
    """Rooms and doctors in their order, but what jobs wait for first, then what is not complete."""

    def rank(one: PetaRuangan | PetaDokter) -> tuple[bool, bool, bool]:
        # A doctor whose jobs BPJS refused is mapped wrongly, however complete that looks.
        wrong = isinstance(one, PetaDokter) and bool(one.menunggu)
        return one.lengkap and not wrong, not one.menunggu, not one.perlu

    return tuple(sorted(found.ruangan, key=rank)), tuple(sorted(found.dokter, key=rank))


def missing(found: Pemetaan) -> tuple[int, int, int]:
    """Count rooms and doctors that are not complete, and the jobs that wait for a mapping."""
    waiting = sum(one.menunggu for one in found.ruangan)
    return (
        sum(not one.lengkap for one in found.ruangan),
        sum(not one.lengkap for one in found.dokter),
        waiting,
    )


def summary(found: Pemetaan) -> Line:
    """What is missing, for the tab."""
    rooms, doctors, waiting = missing(found)
    role = Role.WARN if rooms or doctors or waiting else Role.MUTED
    return (Piece(words.pemetaan_ringkas(rooms, doctors, waiting), role),)


def _waiting(number: int) -> Line:
    return (Piece(str(number), Role.BAD),) if number else ()


def _code(text: str | None, needed: bool) -> Line:
    if text:
        return (Piece(outside(text, 40), Role.ACCENT),)
    return (Piece("-", Role.BAD if needed else Role.MUTED),)


def _state(lacking: Sequence[str], needed: bool) -> Line:
    if lacking:
        return (Piece(", ".join(lacking), Role.WARN),)
    return (Piece(words.LENGKAP if needed else words.TIDAK_PERLU, Role.GOOD if needed else Role.MUTED),)


def room_row(one: PetaRuangan) -> Cells:
    """One room: code, name, kdPoli, its name, waiting jobs, state."""
    return (
        (Piece(outside(one.kode, 40), Role.MUTED),),
        (Piece(outside(one.nama, 100), Role.STRONG),),
        _code(one.kd_poli, one.perlu),
        (Piece(outside(one.nm_poli or "", 100)),),
        _waiting(one.menunggu),
        _state([] if one.lengkap else [words.BELUM_DIPETAKAN], one.perlu),
    )


def lacking(one: PetaDokter) -> list[str]:
    """What a doctor's mapping lacks, in words."""
    if not one.perlu:
        return []
    if one.kodedokter is None and not one.kd_dokter:
        return [words.BELUM_DIPETAKAN]
    found = [] if one.kodedokter is not None else [words.BELUM_KODE]
    found += [] if one.kd_dokter else [words.BELUM_PCARE]
    return found + ([] if one.jam else [words.BELUM_JAM])


def doctor_row(one: PetaDokter) -> Cells:
    """One doctor: code, name, kodedokter, kdDokter, slots, waiting jobs, state."""
    number = None if one.kodedokter is None else str(one.kodedokter)
    return (
        (Piece(outside(one.kode, 40), Role.MUTED),),
        (Piece(outside(one.nama, 100), Role.STRONG),),
        _code(number, one.perlu),
        _code(one.kd_dokter, one.perlu),
        (Piece(slots_text(one.jam, short=True)),),
        _waiting(one.menunggu),
        _state(lacking(one) or ([words.PERIKSA_LAGI] if one.menunggu else []), one.perlu),
    )


def slots_text(slots: Iterable[Slot], *, short: bool = False) -> str:
    """Write a week of slots; weekdays in a row that have the same are written once."""
    per_day: dict[int | None, list[str]] = {}
    for day, slot in slots:
        per_day.setdefault(day, []).append(outside(slot, 20))
    names = words.HARI_SINGKAT if short else tuple(name.capitalize() for name in words.HARI)
    parts = [" ".join(per_day.pop(None))] if None in per_day else []
    days = sorted(day for day in per_day if day is not None)
    for slot_list, group in groupby(days, key=lambda day: per_day[day]):
        run = list(group)
        whole = run == list(range(run[0], run[-1] + 1))
        if len(run) == 7:
            name = "" if short else f"{words.SETIAP_HARI} "
        elif whole and len(run) > 2:
            name = f"{names[run[0]]}-{names[run[-1]]} "
        else:
            name = ",".join(names[day] for day in run) + " "
        parts.append(name + " ".join(slot_list))
    return "; ".join(parts)


def read_slots(text: str) -> tuple[Slot, ...] | None:
    """Read slots as typed: ``senin 07:00-12:00 13:00-15:00, selasa 08:00-11:00``; ``None`` if it is none.

    Without a weekday a slot is of every day; a weekday holds until a comma.
    """
    found: list[Slot] = []
    for part in text.replace(";", ",").split(","):
        day: int | None = None
        for word in part.casefold().split():
            if word in words.HARI:
                day = words.HARI.index(word)
            elif valid_slot(word):
                found.append((day, word))
            else:
                return None
    return tuple(dict.fromkeys(found)) or None


def choice_line(one: Saran, width: int, *, now: bool = False) -> Line:
    """One counterpart to pick: code, name, how well the name fits, and whether it is the one now."""
    tail = words.SEKARANG_INI if now else (f"{one.skor}%" if one.skor else "")
    code = outside(one.kode, 20)
    room = max(4, width - cells(code) - 2 - (cells(tail) + 1 if tail else 0))
    # No colours: the line under the cursor has a ground of its own.
    return (
        Piece(code, Role.STRONG),
        Piece(f"  {pad(cut(outside(one.nama, 100), room), room)}"),
        *((Piece(f" {tail}"),) if tail else ()),
    )


def narrowed(choices: Iterable[Saran], text: str) -> tuple[Saran, ...]:
    """Those whose code begins so or whose code and name hold every word of *text*."""
    wanted = lipat(text).split()
    code = text.strip().casefold()

    def fits(one: Saran) -> bool:
        whole = lipat(f"{one.kode} {one.nama}")
        return one.kode.casefold().startswith(code) or (bool(wanted) and all(w in whole for w in wanted))

    return tuple(one for one in choices if not code or fits(one))
