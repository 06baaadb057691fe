"""Participants: those the tests told about, and everybody else, invented from the card number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from worker.sandbox import forms

_FIRST: Final = ("BUDIMAN", "SARI", "WAYAN", "RATNA", "JOKO", "MELATI", "AGUNG", "DEWANTI", "RANGGA", "INTAN")
_LAST: Final = ("UJI", "CONTOH", "SIMULASI", "REKAAN", "PERAGA", "LATIHAN", "COBA", "ANDAI")
# No province of Indonesia starts with 99, so these numbers belong to nobody.
_INVENTED_NIK: Final = "999"


@dataclass(frozen=True, slots=True)
class Participant:
    """One insured person. ``srk`` means the yearly screening is missing; ``tunggakan`` is in months.

    ``told`` marks a person set through the control API, whose provider is then binding.
    """

    no_kartu: str
    nama: str
    nik: str
    kd_provider: str
    sex: str = "L"
    tgl_lahir: str = "01-01-1990"
    aktif: bool = True
    ket_aktif: str = "AKTIF"
    srk: bool = False
    tunggakan: int = 0
    told: bool = False

    def as_dict(self, clinic_name: str) -> dict[str, Any]:
        """Return the person as PCare GET peserta does."""
        return {
            "noKartu": self.no_kartu,
            "nama": self.nama,
            "hubunganKeluarga": "PESERTA",
            "sex": self.sex,
            "tglLahir": self.tgl_lahir,
            "tglMulaiAktif": "01-01-2014",
            "tglAkhirBerlaku": "31-12-2999",
            "kdProviderPst": {"kdProvider": self.kd_provider, "nmProvider": clinic_name},
            "kdProviderGigi": {"kdProvider": None, "nmProvider": None},
            "jnsKelas": {"nama": "KELAS III", "kode": "3"},
            "jnsPeserta": {"nama": "PEKERJA MANDIRI", "kode": "14"},
            "golDarah": "-",
            "noHP": "081200000000",
            "noKTP": self.nik,
            "pstProl": None,
            "pstPrb": None,
            "aktif": self.aktif,
            "ketAktif": self.ket_aktif,
            "asuransi": {"kdAsuransi": None, "nmAsuransi": None, "noAsuransi": None, "cob": False},
            "tunggakan": self.tunggakan,
        }

    def in_list(self) -> dict[str, Any]:
        """Return the person as rows of PCare GET pendaftaran show it: four members, the rest null."""
        blank = dict.fromkeys(self.as_dict(""))
        known = {"noKartu": self.no_kartu, "nama": self.nama, "sex": self.sex, "tglLahir": self.tgl_lahir}
        return blank | known | {"aktif": False}


_INPUT: Final[Mapping[str, type]] = {
    "no_kartu": str,
    "nama": str,
    "nik": str,
    "aktif": bool,
    "ket_aktif": str,
    "kd_provider": str,
    "sex": str,
    "tgl_lahir": str,
    "srk": bool,
    "tunggakan": int,
}


class People:
    """All participants, by card number and by NIK."""

    def __init__(self, kd_provider: str) -> None:
        self._kd_provider = kd_provider
        self._cards: dict[str, Participant] = {}
        self._niks: dict[str, str] = {}

    def tell(self, row: Mapping[str, object]) -> None:
        """Add a participant or change a known one; raises ValueError with an Indonesian sentence."""
        for name, value in row.items():
            if name not in _INPUT:
                raise ValueError(f"kolom peserta {name} tidak dikenal")
            if type(value) is not _INPUT[name]:
                raise ValueError(f"kolom peserta {name} salah jenis")
        card = row.get("no_kartu")
        if not isinstance(card, str) or not forms.is_card(card):
            raise ValueError("no_kartu peserta harus 13 digit")
        if "nik" in row and not forms.is_nik(row["nik"]):
            raise ValueError("nik peserta harus 16 digit")
        changes: dict[str, Any] = dict(row)
        if "tgl_lahir" in row:
            changes["tgl_lahir"] = _birth_date(str(row["tgl_lahir"]))
        if row.get("aktif") is False:
            changes.setdefault("ket_aktif", "PREMI")
        elif row.get("aktif") is True:
            changes.setdefault("ket_aktif", "AKTIF")
        told = self._cards.get(card) or self._invent(card)
        self._keep(replace(told, **changes, told=told.told or "kd_provider" in row))

    def by_card(self, no_kartu: str, strict: bool) -> Participant | None:
        """Find a participant by card; unless ``strict``, an unknown well-formed card is invented."""
        person = self._cards.get(no_kartu)
        if person is None and not strict and forms.is_card(no_kartu):
            person = self._invent(no_kartu)
            self._keep(person)
        return person

    def by_nik(self, nik: str, strict: bool) -> Participant | None:
        """Find a participant by NIK; unless ``strict``, an unknown well-formed NIK is invented."""
        card = self._niks.get(nik)
        if card is not None:
            return self._cards[card]
        if strict or not forms.is_nik(nik):
            return None
        card = nik[-13:]
        person = self._cards.get(card) or replace(self._invent(card), nik=nik)
        if person.nik != nik:
            return None
        self._keep(person)
        return person

    def known(self, no_kartu: str) -> Participant:
        """Return a participant who was met before."""
        return self._cards[no_kartu]

    def _keep(self, person: Participant) -> None:
        before = self._cards.get(person.no_kartu)
        if before is not None and self._niks.get(before.nik) == person.no_kartu:
            del self._niks[before.nik]
        self._cards[person.no_kartu] = person
        self._niks[person.nik] = person.no_kartu

    def _invent(self, no_kartu: str) -> Participant:
        number = int(no_kartu)
        return Participant(
            no_kartu=no_kartu,
            nama=f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}",
            nik=_INVENTED_NIK + no_kartu,
            kd_provider=self._kd_provider,
            sex="LP"[number % 2],
            tgl_lahir=f"{number % 28 + 1:02d}-{number % 12 + 1:02d}-{1950 + number % 60}",
        )


def _birth_date(text: str) -> str:
    day = forms.pcare_date(text) or forms.iso_date(text)
    if day is None:
        raise ValueError("tgl_lahir peserta harus dd-mm-yyyy")
    return day.strftime("%d-%m-%Y")
