"""What the simulated BPJS has really written, and how often. The judge of every client test."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

Key = tuple[str, str, date]
"""Card, poli and day: what makes a registration, a visit or a queue entry unique."""

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBERS_PER_LETTER: Final = 9999


def now_ms() -> int:
    """Return Unix time in milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True)
class Registration:
    """A live registration; ``body`` is the request as accepted."""

    key: Key
    no_urut: str
    kd_provider: str
    body: Mapping[str, Any]
    dibuat: int
    visit: Visit | None = None

    def row(self) -> dict[str, object]:
        """Return the registration as the ledger page shows it."""
        no_kartu, kd_poli, day = self.key
        return {
            "no_kartu": no_kartu,
            "kd_poli": kd_poli,
            "tanggal": day.isoformat(),
            "tgl_daftar": day.strftime("%d-%m-%Y"),
            "no_urut": self.no_urut,
            "kd_provider": self.kd_provider,
            "status": "Sudah dilayani" if self.visit else "Baru",
            "dibuat": self.dibuat,
        }


@dataclass(slots=True)
class Visit:
    """A live visit; ``body`` is the request as accepted, with later edits folded in."""

    key: Key
    no_kunjungan: str
    kd_provider: str
    body: dict[str, Any]
    kd_tkp: str
    dibuat: int

    def row(self) -> dict[str, object]:
        """Return the visit as the ledger page shows it."""
        no_kartu, kd_poli, day = self.key
        return {
            "no_kunjungan": self.no_kunjungan,
            "no_kartu": no_kartu,
            "kd_poli": kd_poli,
            "tanggal": day.isoformat(),
            "kd_provider": self.kd_provider,
            "dibuat": self.dibuat,
        }


@dataclass(slots=True)
class QueueEntry:
    """A live entry of Antrean FKTP; an empty card is a patient without insurance."""

    key: Key
    nomorantrean: str
    angkaantrean: int
    kodedokter: int
    jampraktek: str
    norm: str
    dibuat: int
    status: str = "menunggu"
    panggilan: list[dict[str, int]] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """Return the entry as the ledger page shows it."""
        nomorkartu, kodepoli, day = self.key
        return {
            "nomorkartu": nomorkartu,
            "kodepoli": kodepoli,
            "tanggalperiksa": day.isoformat(),
            "nomorantrean": self.nomorantrean,
            "angkaantrean": self.angkaantrean,
            "kodedokter": self.kodedokter,
            "jampraktek": self.jampraktek,
            "norm": self.norm,
            "status": self.status,
            "panggilan": self.panggilan,
            "dibuat": self.dibuat,
        }


class Ledger:
    """Live records, the log of every accepted write, and the keys that were ever live twice."""

    def __init__(self, kd_provider: str) -> None:
        self._kd_provider = kd_provider
        self._days: dict[date, dict[str, Registration]] = {}
        self._registered: dict[Key, list[Registration]] = {}
        self._numbers: Counter[tuple[date, str]] = Counter()
        self._visits: dict[str, Visit] = {}
        self._visit_numbers: Counter[str] = Counter()
        self._queue: dict[Key, list[QueueEntry]] = {}
        self._cancelled: set[Key] = set()
        self._live: Counter[str] = Counter()
        self._double: dict[str, None] = {}
        self._writes: list[dict[str, object]] = []
        self.history: Counter[str] = Counter()

    # Registrations

    def registration(self, key: Key) -> Registration | None:
        """Return the live registration of a card in a poli on a day."""
        found = self._registered.get(key)
        return found[0] if found else None

    def by_number(self, day: date, no_urut: str) -> Registration | None:
        """Return the live registration with this number on a day."""
        return self._days.get(day, {}).get(no_urut)

    def on_day(self, day: date) -> list[Registration]:
        """Return the live registrations of a day, oldest first."""
        return list(self._days.get(day, {}).values())

    def register(self, key: Key, body: Mapping[str, Any]) -> Registration:
        """Write a registration and give it a number that is unique for the provider and the day."""
        entry = Registration(key, self._next_number(key), self._kd_provider, body, now_ms())
        self._days.setdefault(key[2], {})[entry.no_urut] = entry
        self._registered.setdefault(key, []).append(entry)
        self._created("pcare", "pendaftaran", key, entry.no_urut)
        return entry

    def unregister(self, entry: Registration) -> None:
        """Remove a live registration. Its number is not given out again."""
        del self._days[entry.key[2]][entry.no_urut]
        self._registered[entry.key].remove(entry)
        self._removed("pcare", "pendaftaran", "hapus", entry.key, entry.no_urut)

    # Visits

    def visit(self, no_kunjungan: str) -> Visit | None:
        """Return a live visit by its number."""
        return self._visits.get(no_kunjungan)

    def visits_of(self, no_kartu: str) -> list[Visit]:
        """Return the live visits of a participant, newest first."""
        return [visit for visit in reversed(self._visits.values()) if visit.key[0] == no_kartu]

    def next_visit_number(self, day: date) -> str:
        """Return the number the next visit of a month will get."""
        month = f"{self._kd_provider}{day:%m%y}Y"
        return f"{month}{self._visit_numbers[month] + 1:06d}"

    def add_visit(self, registration: Registration, body: dict[str, Any]) -> Visit:
        """Write the visit of a registration, which thereby counts as served."""
        number = self.next_visit_number(registration.key[2])
        self._visit_numbers[number[:-6]] += 1
        visit = Visit(registration.key, number, self._kd_provider, body, registration.body["kdTkp"], now_ms())
        self._visits[number] = visit
        registration.visit = visit
        self._created("pcare", "kunjungan", visit.key, number)
        return visit

    def change_visit(self, visit: Visit, body: Mapping[str, Any]) -> None:
        """Fold an edit into a live visit."""
        visit.body.update(body)
        self._log("pcare", "kunjungan", "ubah", visit.key, visit.no_kunjungan)

    def remove_visit(self, visit: Visit) -> None:
        """Remove a live visit and make its registration new again."""
        del self._visits[visit.no_kunjungan]
        for entry in self._registered.get(visit.key, ()):
            if entry.visit is visit:
                entry.visit = None
        self._removed("pcare", "kunjungan", "hapus", visit.key, visit.no_kunjungan)

    # Queue

    def queued(self, key: Key) -> QueueEntry | None:
        """Return the live queue entry of a card in a poli on a day; none for an empty card."""
        found = self._queue.get(key)
        return found[0] if found and key[0] else None

    def was_cancelled(self, key: Key) -> bool:
        """Whether a queue entry of this key existed and was cancelled."""
        return key in self._cancelled

    def enqueue(self, entry: QueueEntry) -> None:
        """Write a queue entry."""
        self._queue.setdefault(entry.key, []).append(entry)
        self._created("antrean", "antrean", entry.key, entry.nomorantrean)

    def call(self, entry: QueueEntry, status: int, waktu: int) -> None:
        """Note a call: status 1 present, 2 absent, ``waktu`` in Unix milliseconds."""
        entry.status = "hadir" if status == 1 else "tidak_hadir"
        entry.panggilan.append({"status": status, "waktu": waktu, "diterima": now_ms()})
        self._log("antrean", "antrean", "panggil", entry.key, str(status))

    def dequeue(self, entry: QueueEntry) -> None:
        """Cancel a live queue entry; the same card may be added again."""
        self._queue[entry.key].remove(entry)
        self._cancelled.add(entry.key)
        self._removed("antrean", "antrean", "batal", entry.key, entry.nomorantrean)

    # Books

    def refused_double(self, kind: str) -> None:
        """Count a create that was refused because its key is live already."""
        self.history[f"{kind}_ditolak_ganda"] += 1

    def page(self, brief: bool) -> dict[str, object]:
        """Return the whole ledger as plain data; ``brief`` leaves the long lists out."""
        registrations = [entry for day in self._days.values() for entry in day.values()]
        queue = [entry for entries in self._queue.values() for entry in entries]
        page: dict[str, object] = {
            "jumlah": {
                "pendaftaran": len(registrations),
                "kunjungan": len(self._visits),
                "antrean": len(queue),
                "tulis": len(self._writes),
            },
            "riwayat": dict(self.history),
            "ganda": list(self._double),
        }
        if not brief:
            page |= {
                "pendaftaran": [entry.row() for entry in registrations],
                "kunjungan": [visit.row() for visit in self._visits.values()],
                "antrean": [entry.row() for entry in queue],
                "tulis": self._writes,
            }
        return page

    def _next_number(self, key: Key) -> str:
        _, kd_poli, day = key
        # One letter per poli, as far as letters go; what the real letter means is not known.
        start = int(kd_poli[-2:]) - 1 if kd_poli[-2:].isdecimal() else len(_LETTERS) - 1
        for step in range(len(_LETTERS)):
            letter = _LETTERS[(start + step) % len(_LETTERS)]
            if self._numbers[day, letter] < _NUMBERS_PER_LETTER:
                self._numbers[day, letter] += 1
                return f"{letter}{self._numbers[day, letter]}"
        raise OverflowError(f"no number left on {day}")

    def _created(self, layanan: str, kind: str, key: Key, result: str) -> None:
        name = f"{kind}|{_text(key)}"
        # A patient without a card has no key, so two of them are not the same one twice.
        if key[0]:
            self._live[name] += 1
            if self._live[name] > 1:
                self._double[name] = None
        self._log(layanan, kind, "tambah", key, result)

    def _removed(self, layanan: str, kind: str, verb: str, key: Key, result: str) -> None:
        self._live[f"{kind}|{_text(key)}"] -= 1
        self._log(layanan, kind, verb, key, result)

    def _log(self, layanan: str, kind: str, verb: str, key: Key, result: str) -> None:
        self.history[f"{kind}_{_PAST[verb]}"] += 1
        self._writes.append(
            {
                "urut": len(self._writes) + 1,
                "layanan": layanan,
                "operasi": f"{kind}.{verb}",
                "kunci": _text(key),
                "hasil": result,
                "waktu": now_ms(),
            }
        )


_PAST: Final[Mapping[str, str]] = {
    "tambah": "dibuat",
    "hapus": "dihapus",
    "ubah": "diubah",
    "panggil": "dipanggil",
    "batal": "dibatalkan",
}


def _text(key: Key) -> str:
    return f"{key[0]}|{key[1]}|{key[2].isoformat()}"
