"""PCare's list of the registrations of one day, read once for everybody who asks at the same time.

After an outage hundreds of registrations want to know whether they arrived. A list answers all of
them, provided that reading it began after the question was put.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from shared.domain.answers import Answer, Layanan, Request
from shared.domain.failures import Operasi, Sebab, Vonis, classify, listed_no_urut
from shared.domain.status import Kelas
from worker.senders.base import Client, Saluran, ddmmyyyy, told

PAGE = 100
"""Rows asked for at a time; PCare documents no maximum."""
_MAX_PAGES = 200


def page_path(day: date, start: int) -> str:
    """Path of one page: PCare GET pendaftaran/tglDaftar/{d}/{start}/{limit}."""
    return f"pendaftaran/tglDaftar/{ddmmyyyy(day)}/{start}/{PAGE}"


@dataclass(frozen=True, slots=True)
class Found:
    """What the list says of one registration; ``ada`` is ``None`` when it could not be read."""

    ada: bool | None
    no_urut: str | None
    vonis: Vonis
    shown: str


@dataclass(slots=True)
class _Read:
    """One reading of a day's list."""

    done: threading.Event
    rows: tuple[dict[str, Any], ...] | None = None
    vonis: Vonis | None = None
    shown: str = ""


class DayList:
    """Reads day lists of one clinic; threads that ask together share a reading."""

    _all: ClassVar[WeakKeyDictionary[Client, DayList]] = WeakKeyDictionary()
    _guard: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, client: Client) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._turn: dict[date, threading.Lock] = {}
        self._next: dict[date, _Read] = {}

    @classmethod
    def of(cls, saluran: Saluran) -> DayList:
        """Return the one list reader of these connections."""
        with cls._guard:
            found = cls._all.get(saluran.pcare)
            if found is None:
                found = cls._all[saluran.pcare] = cls(saluran.pcare)
            return found

    def find(self, day: date, no_kartu: str, kd_poli: str) -> Found:
        """Look a registration up in a list whose reading begins no earlier than this call."""
        read = self._join(day)
        assert read.vonis is not None  # noqa: S101 - set before the reading is done
        if read.rows is None:
            return Found(None, None, read.vonis, read.shown)
        mine = [row for row in read.rows if _matches(row, no_kartu, kd_poli)]
        if not mine:
            note = {"dibaca": len(read.rows), "ditemukan": 0}
            return Found(False, None, read.vonis, json.dumps(note))
        shown = json.dumps(mine[-1], ensure_ascii=False)
        return Found(True, listed_no_urut(mine[-1].get("noUrut")), read.vonis, shown)

    def _join(self, day: date) -> _Read:
        """Join the reading that has not begun yet; whoever comes first does it for all."""
        with self._lock:
            turn = self._turn.setdefault(day, threading.Lock())
            read = self._next.get(day)
            first = read is None
            if read is None:
                read = self._next[day] = _Read(threading.Event())
        if not first:
            read.done.wait()
            return read
        with turn:
            with self._lock:
                del self._next[day]
            try:
                self._fill(day, read)
            finally:
                if read.vonis is None:
                    read.vonis = Vonis(Kelas.SEMENTARA, Sebab.GANGGUAN)
                read.done.set()
        return read

    def _fill(self, day: date, read: _Read) -> None:
        rows: list[dict[str, Any]] = []
        for _ in range(_MAX_PAGES):
            # After the rows that came, which may be fewer than were asked for.
            answer = self._client.send(Request(Layanan.PCARE, "GET", page_path(day, len(rows))))
            read.vonis = classify(Layanan.PCARE, Operasi.PENDAFTARAN_DAFTAR, answer)
            if not read.vonis.ok:
                read.shown = told(answer)
                return
            part, count = _rows(answer)
            rows += part
            if len(part) < PAGE and (count is None or len(rows) >= count or not part):
                break
        else:
            # Not read to its end: what was not seen may be there all the same.
            read.vonis, read.shown = Vonis(Kelas.SEMENTARA, Sebab.GANGGUAN), json.dumps({"dibaca": len(rows)})
            return
        read.rows = tuple(rows)


def _rows(answer: Answer) -> tuple[list[dict[str, Any]], int | None]:
    """Take the rows out of ``{count, list}``, of ``{list}``, or of a bare list."""
    data = answer.data
    count: int | None = None
    if isinstance(data, dict):
        raw = data.get("count")
        count = int(raw) if isinstance(raw, int | str) and str(raw).isdigit() else None
        data = data.get("list")
    if not isinstance(data, list):
        return [], count
    return [row for row in data if isinstance(row, dict)], count


def _matches(row: dict[str, Any], no_kartu: str, kd_poli: str) -> bool:
    person, room = row.get("peserta"), row.get("poli")
    card = person.get("noKartu") if isinstance(person, dict) else row.get("noKartu")
    code = room.get("kdPoli") if isinstance(room, dict) else row.get("kdPoli")
    return str(card or "").strip() == no_kartu and str(code or "").strip() == kd_poli
