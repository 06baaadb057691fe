"""The clinic's polis, doctors and slots: what the tests told, or else anything plausible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from worker.sandbox import forms


@dataclass(frozen=True, slots=True)
class Poli:
    """A poli; ``sakit`` is false for healthy visits."""

    kode: str
    nama: str
    sakit: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the poli as PCare GET poli/fktp does."""
        return {"kdPoli": self.kode, "nmPoli": self.nama, "poliSakit": self.sakit}


@dataclass(frozen=True, slots=True)
class Doctor:
    """A doctor of one poli with the slots of every day; ``kapasitas`` is patients per slot."""

    kodedokter: int
    namadokter: str
    kodepoli: str
    jam: tuple[str, ...]
    kapasitas: int = 40

    def as_rows(self) -> list[dict[str, Any]]:
        """Return one row per slot, as Antrean FKTP GET ref/dokter does."""
        return [
            {
                "namadokter": self.namadokter,
                "kodedokter": self.kodedokter,
                "jampraktek": jam,
                "kapasitas": self.kapasitas,
            }
            for jam in self.jam
        ]


_POLIS: Final = (
    Poli("001", "POLI UMUM"),
    Poli("002", "POLI GIGI & MULUT"),
    Poli("003", "POLI KIA"),
    Poli("005", "LABORATORIUM"),
    Poli("008", "POLI KB"),
    Poli("020", "KUNJUNGAN SEHAT", sakit=False),
    Poli("021", "KONSELING GIZI", sakit=False),
    Poli("999", "LAIN-LAIN"),
)
_SLOTS: Final = ("07:00-12:00", "12:00-17:00", "17:00-21:00")


class Clinic:
    """Master data. A poli without told doctors takes any doctor number with a well-formed slot."""

    def __init__(self) -> None:
        self.polis = {poli.kode: poli for poli in _POLIS}
        self._doctors: dict[str, dict[int, Doctor]] = {}

    def tell_poli(self, row: Mapping[str, object]) -> None:
        """Add or change a poli from `{kode, nama, sakit}`; raises ValueError with an Indonesian sentence.

        The wire names `kdPoli`/`kodepoli`, `nmPoli`/`namapoli` and `poliSakit` are understood too.
        """
        kode = row.get("kode", row.get("kdPoli", row.get("kodepoli")))
        nama = row.get("nama", row.get("nmPoli", row.get("namapoli", f"POLI {kode}")))
        sakit = row.get("sakit", row.get("poliSakit", True))
        if not isinstance(kode, str) or not forms.is_text(kode):
            raise ValueError("kode poli harus teks")
        if not isinstance(nama, str) or not isinstance(sakit, bool):
            raise ValueError("nama poli harus teks dan sakit harus true atau false")
        self.polis[kode] = Poli(kode, nama, sakit)

    def tell_doctor(self, row: Mapping[str, object]) -> None:
        """Add or change a doctor from `{kodedokter, namadokter, kodepoli, jam, kapasitas}`.

        Raises ValueError with an Indonesian sentence.
        """
        kode, poli, jam = row.get("kodedokter"), row.get("kodepoli"), row.get("jam", list(_SLOTS))
        kapasitas = row.get("kapasitas", 40)
        if not isinstance(kode, int) or isinstance(kode, bool):
            raise ValueError("kodedokter harus bilangan bulat")
        if not isinstance(poli, str) or not forms.is_text(poli):
            raise ValueError("kodepoli dokter harus teks")
        if not isinstance(jam, list) or not jam or not all(forms.is_slot(slot) for slot in jam):
            raise ValueError('jam dokter harus daftar seperti ["07:00-12:00"]')
        if not isinstance(kapasitas, int) or isinstance(kapasitas, bool):
            raise ValueError("kapasitas dokter harus bilangan bulat")
        nama = str(row.get("namadokter", f"DOKTER UJI {kode}"))
        self._doctors.setdefault(poli, {})[kode] = Doctor(kode, nama, poli, tuple(jam), kapasitas)

    def has_poli(self, kode: object, anything: bool) -> bool:
        """Whether a poli code is in the reference; ``anything`` accepts every three characters."""
        return isinstance(kode, str) and (kode in self.polis or (anything and len(kode) == 3))

    def poli(self, kode: str) -> Poli:
        """Return a poli, named after its code when it was never told."""
        return self.polis.get(kode) or Poli(kode, f"POLI {kode}")

    def doctors(self, kodepoli: str, anything: bool) -> list[Doctor]:
        """Return the doctors of a poli: the told ones, else an invented one where that is allowed."""
        told = self._doctors.get(kodepoli)
        if told:
            return list(told.values())
        if not anything or kodepoli not in self.polis:
            return []
        number = 10000 + int(kodepoli) if kodepoli.isdigit() else 10000
        return [Doctor(number, f"DOKTER UJI {kodepoli}", kodepoli, _SLOTS)]

    def practises(self, kodepoli: str, kodedokter: int, jam: object, anything: bool) -> bool:
        """Whether a doctor has this slot in this poli."""
        told = self._doctors.get(kodepoli)
        if not told:
            return anything and forms.is_slot(jam)
        doctor = told.get(kodedokter)
        return doctor is not None and jam in doctor.jam

    def everyone(self) -> list[Doctor]:
        """Return every doctor told so far."""
        return [doctor for poli in self._doctors.values() for doctor in poli.values()]
