"""The patients and practitioners the national registers know, by NIK: one, none or several each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from worker.sandbox.satusehat.store import last_updated, version_id

NIK: Final = "https://fhir.kemkes.go.id/id/nik"
NIK_MOTHER: Final = "https://fhir.kemkes.go.id/id/nik-ibu"
IHS: Final = "https://fhir.kemkes.go.id/id/ihs-number"
IHS_PRACTITIONER: Final = "https://fhir.kemkes.go.id/id/nakes-his-number"
MASK: Final = "################"
_PROFILE: Final = "https://fhir.kemkes.go.id/r4/StructureDefinition/Patient"
_SINCE_NS: Final = 1_788_231_600_000_000_000

# The identities Kemenkes publishes for its sandbox; the names are invented. Some of the practitioners are
# published but not found there, and some are found several times.
_PATIENTS: Final = (
    ("9271060312000001", "P02478375538", "male", "1992-01-09"),
    ("9271060312000001", "P02478375546", "male", "1992-01-09"),
    ("9204014804000002", "P03647103112", "female", "1989-11-03"),
    ("9104224509000003", "P00805884304", "female", "1976-07-07"),
    ("9104223107000004", "P00912894463", "male", "1977-09-03"),
    ("9104224606000005", "P01654557057", "female", "2004-08-21"),
    ("9104025209000006", "P02280547535", "female", "2001-04-16"),
    ("9201076001000007", "P01836748436", "female", "1985-09-18"),
    ("9201394901000008", "P00883356749", "female", "1996-06-08"),
    ("9201076407000009", "P01058967035", "female", "1955-10-10"),
    ("9210060207000010", "P02428473601", "male", "1988-11-02"),
    ("9271060312000002", "P02029532758", "male", "1990-01-09"),
    ("9271060312000003", "P02029532781", "male", "1990-01-09"),
    ("0000000000000000", "P02029592967", "male", "1990-01-01"),
    ("1111111111111111", "P02029688251", "male", "1990-01-01"),
    ("9999999999999999", "P02029536465", "male", "1990-01-01"),
)
_PRACTITIONERS: Final = (("3313096403900009", "10014058550", 1), ("3322071302900002", "10090000001", 2),
    ("3207192310600004", "10090000101", 2), ("3217040109800006", "10090000201", 26),
    ("3578083008700010", "10090000301", 27))  # fmt: skip
_PUBLISHED: Final = (
    "10009880728", "10006926841", "10001354453", "10010910332", "10018180913",
    "10002074224", "10012572188", "10018452434", "10001915884",
)  # fmt: skip
_NO_CITIZENS: Final = ("3524016901830001", "3175031305200001")


@dataclass(frozen=True, slots=True)
class Identity:
    """One entry of a register.

    ``nik_ibu`` is the mother's NIK of a newborn who has none; ``isi`` what a client sent when it made the
    entry.
    """

    id: str
    nik: str
    nama: str
    gender: str = ""
    lahir: str = ""
    nik_ibu: str = ""
    isi: Mapping[str, Any] = field(default_factory=dict)


class Register:
    """The entries of one register."""

    def __init__(self, entries: Iterable[Identity]) -> None:
        self._by_id: dict[str, Identity] = {}
        self._by_nik: dict[str, dict[str, None]] = {}
        for entry in entries:
            self.put(entry)

    def __iter__(self) -> Iterator[Identity]:
        return iter(self._by_id.values())

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, id: str) -> Identity | None:
        """Find an entry by IHS number."""
        return self._by_id.get(id)

    def put(self, entry: Identity) -> None:
        """Write an entry, new or anew."""
        if entry.id in self._by_id:
            self.drop(entry.id)
        self._by_id[entry.id] = entry
        self._by_nik.setdefault(entry.nik, {})[entry.id] = None

    def drop(self, id: str) -> None:
        """Take an entry out."""
        del self._by_nik[self._by_id.pop(id).nik][id]

    def by_nik(self, nik: str) -> list[Identity]:
        """Find entries by NIK."""
        return [self._by_id[id] for id in self._by_nik.get(nik, ())] if nik else []


class Identities:
    """Both registers, and who is no citizen at all."""

    def __init__(self) -> None:
        self.patients = Register(_patients())
        self.practitioners = Register(_practitioners())
        # Published, but not to be found by NIK there.
        self.published = frozenset(_PUBLISHED)
        self.no_citizens = set(_NO_CITIZENS)
        self._created = 0

    def new_patient_id(self) -> str:
        """Return an IHS number nobody has: `P` and eleven digits."""
        while True:
            self._created += 1
            id = f"P{20_000_000_000 + self._created:011d}"
            if id not in self.patients:
                return id

    def tell(self, row: Mapping[str, object]) -> None:
        """Add or remove people.

        `{peran: "pasien"|"nakes", nik, ihs, nama, gender, lahir}`, or `{nik, bukan_penduduk: true}`. Raises
        ValueError with an Indonesian sentence.
        """
        known = {"peran", "nik", "ihs", "nama", "gender", "lahir", "bukan_penduduk"}
        for name in row:
            if name not in known:
                raise ValueError(f"identitas: {name} tidak dikenal")
        nik = row.get("nik")
        if not isinstance(nik, str) or len(nik) != 16 or not (nik.isascii() and nik.isdigit()):
            raise ValueError("identitas: nik harus teks 16 digit")
        if row.get("bukan_penduduk") is True:
            self.no_citizens.add(nik)
            return
        texts = {name: row.get(name, "") for name in ("ihs", "nama", "gender", "lahir")}
        if not all(isinstance(value, str) for value in texts.values()):
            raise ValueError("identitas: ihs, nama, gender, lahir harus teks")
        register = {"pasien": self.patients, "nakes": self.practitioners}.get(str(row.get("peran")))
        if register is None:
            raise ValueError("identitas: peran harus pasien atau nakes")
        id = str(texts["ihs"])
        if not id:
            patient = register is self.patients
            id = self.new_patient_id() if patient else f"{10_100_000_000 + len(register):011d}"
        name = str(texts["nama"]) or "Nama Uji"
        register.put(Identity(id, nik, name, str(texts["gender"]), str(texts["lahir"])))


def patient_document(entry: Identity) -> dict[str, Any]:
    """Return a patient as the platform shows it: neither gender nor birth date, and a masked NIK."""
    return {
        "active": True,
        "id": entry.id,
        "identifier": [
            {"system": IHS, "use": "official", "value": entry.id},
            {"system": NIK if entry.nik else NIK_MOTHER, "use": "official", "value": MASK},
        ],
        "meta": _meta() | {"profile": [_PROFILE]},
        "name": [{"text": entry.nama, "use": "official"}],
        "resourceType": "Patient",
    }


def practitioner_document(entry: Identity) -> dict[str, Any]:
    """Return a practitioner as the platform shows it: id, identifiers, name, and a masked NIK."""
    return {
        "id": entry.id,
        "identifier": [
            {"system": IHS_PRACTITIONER, "value": entry.id},
            {"system": NIK, "use": "official", "value": MASK},
        ],
        "meta": _meta(),
        "name": [{"text": entry.nama, "use": "official"}],
        "resourceType": "Practitioner",
    }


def _meta() -> dict[str, Any]:
    return {"lastUpdated": last_updated(_SINCE_NS), "versionId": version_id(_SINCE_NS)}


def _patients() -> Iterator[Identity]:
    for number, (nik, id, gender, born) in enumerate(_PATIENTS, 1):
        yield Identity(id, nik, f"Pasien Uji {number}", gender, born)


def _practitioners() -> Iterator[Identity]:
    for nik, first, count in _PRACTITIONERS:
        for step in range(count):
            name = "dr. Uji" if count == 1 else f"Nakes Ganda {step + 1}"
            yield Identity(str(int(first) + step), nik, name, "female", "1990-03-24")
