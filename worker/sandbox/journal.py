"""A short memory of the requests, and a count of them that never forgets."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any, Final

from worker.sandbox.ledger import now_ms

_REMEMBERED: Final = 2000


@dataclass(slots=True)
class Entry:
    """One request. ``http`` stays None when no status was ever sent; ``jawaban`` is the answer unsealed."""

    urut: int
    layanan: str
    operasi: str
    metode: str
    jalur: str
    waktu: int
    http: int | None = None
    kode: int | None = None
    isi: str = ""
    jawaban: Any = None
    gangguan: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


class Journal:
    """The last 2,000 requests and the number of calls per operation."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._entries: deque[Entry] = deque(maxlen=_REMEMBERED)
        self._count = 0

    def open(self, layanan: str, operasi: str, metode: str, jalur: str) -> Entry:
        """Note the arrival of a request and return its entry, to be completed by the caller."""
        self._count += 1
        self.calls[operasi] += 1
        entry = Entry(self._count, layanan, operasi, metode, jalur, now_ms())
        self._entries.append(entry)
        return entry

    def since(self, urut: int) -> list[dict[str, Any]]:
        """Return the remembered entries after a number, oldest first."""
        return [entry.as_dict() for entry in self._entries if entry.urut > urut]

    def clear(self) -> None:
        """Forget the requests and the counts; the numbering goes on."""
        self.calls.clear()
        self._entries.clear()
