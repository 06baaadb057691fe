"""The registration form's lists: patients, rooms, doctors with slots, payers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deka_tui import texts
from deka_tui.presenters import times
from deka_tui.presenters.pieces import Line, Piece, Role, cut, outside, pad
from shared.domain.masking import mask
from shared.domain.records import Dokter, Pasien, Ruangan
from shared.domain.registration import Kolom, Tolakan
from shared.domain.tickets import choose_slot
from shared.texts import refusal

FIELD_OF = {
    Kolom.RUANGAN: "ruangan",
    Kolom.DOKTER: "dokter",
    Kolom.JADWAL: "dokter",
    Kolom.PENJAMIN: "penjamin",
}
"""The list a refusal is mended in; every other one is about the patient."""


@dataclass(frozen=True, slots=True)
class DoctorChoice:
    """A doctor with one of the day's slots; both ``None`` for no doctor."""

    dokter: Dokter | None
    jam: str | None


def patient_line(pasien: Pasien, today: date, width: int) -> Line:
    """One patient found, identifiers masked."""
    who = "/".join(filter(None, [times.age(pasien.tanggal_lahir, today), outside(pasien.jenis_kelamin, 8)]))
    card = f"{texts.BPJS} {mask(outside(pasien.no_kartu, 24))}" if pasien.no_kartu else ""
    nik = f"{texts.NIK} {mask(outside(pasien.nik, 24))}" if pasien.nik else ""
    fixed = 10 + 10 + 14 + 12
    return (
        Piece(pad(outside(pasien.norm, 16), 10)),
        Piece(pad(outside(pasien.nama), max(10, width - fixed)), Role.STRONG),
        Piece(pad(f" {who}", 10)),
        Piece(pad(card, 14)),
        Piece(pad(nik, 12)),
    )


def room_line(ruangan: Ruangan, width: int) -> Line:
    """One room."""
    return (Piece(cut(outside(ruangan.nama), width)),)


def doctor_choices(doctors: Iterable[Dokter]) -> tuple[DoctorChoice, ...]:
    """A choice for each slot of each doctor, for doctors without one, and for none at all."""
    found: list[DoctorChoice] = []
    for doctor in doctors:
        found += [DoctorChoice(doctor, slot) for slot in doctor.jam or (None,)]
    return (*found, DoctorChoice(None, None))


def best_choice(choices: tuple[DoctorChoice, ...], clock: str) -> int:
    """Index of the slot that is running at *clock* (``HH:MM``), else the next one, else the first."""
    slots = tuple(choice.jam for choice in choices if choice.jam)
    wanted = choose_slot(slots, clock)
    return next((i for i, choice in enumerate(choices) if choice.jam == wanted), 0) if wanted else 0


def doctor_line(choice: DoctorChoice, width: int) -> Line:
    """One doctor and slot."""
    if choice.dokter is None:
        return (Piece(texts.DAFTAR_TANPA_DOKTER, Role.MUTED),)
    slot = choice.jam or texts.DAFTAR_TANPA_JADWAL
    role = Role.PLAIN if choice.jam else Role.WARN
    return (Piece(pad(outside(choice.dokter.nama), max(8, width - len(slot) - 1))), Piece(f" {slot}", role))


def refusal_lines(refusals: Iterable[Tolakan]) -> tuple[Line, ...]:
    """Each refused field in a sentence."""
    return tuple(
        (Piece(f"{texts.TOLAKAN_KOLOM[item.kolom]}: ", Role.BAD), Piece(outside(refusal(item))))
        for item in refusals
    )
