"""What the simulated FHIR server has really written, in which order. The judge of every client test."""

from __future__ import annotations

import base64
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from worker.sandbox.ledger import now_ms

LINKS: Final = ("subject", "patient", "encounter", "context", "partOf", "managingOrganization")
"""Members by whose reference a resource can be searched for."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def version_id(nanoseconds: int) -> str:
    """Return `meta.versionId`: base64 without padding of the epoch in nanoseconds, as digits."""
    return base64.b64encode(str(nanoseconds).encode()).decode().rstrip("=")


def last_updated(nanoseconds: int) -> str:
    """Return `meta.lastUpdated`: UTC to the microsecond, always with six decimals."""
    moment = _EPOCH + timedelta(microseconds=nanoseconds // 1000)
    return moment.isoformat(timespec="microseconds")


def identifiers(resource: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the business identifiers as (system, value): a list on most types, an object on Composition."""
    given = resource.get("identifier")
    items = given if isinstance(given, list) else [given]
    return [
        (str(item.get("system", "")), str(item.get("value", "")))
        for item in items
        if isinstance(item, dict) and item.get("value")
    ]


def references(value: Any) -> Iterator[str]:
    """Yield every `reference` inside a resource."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "reference" and isinstance(item, str):
                yield item
            else:
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


@dataclass(slots=True)
class Stored:
    """One live resource.

    ``urut`` is the number of the write that made it, ``permintaan`` and ``waktu`` say when that was, in
    requests and in milliseconds.
    """

    jenis: str
    id: str
    isi: dict[str, Any]
    pemilik: str
    versi: int
    urut: int
    permintaan: int
    waktu: int
    ubahan: int = 0

    def document(self) -> dict[str, Any]:
        """Return the resource as the server sends it, before its keys are sorted."""
        given = self.isi.get("meta")
        own = {"lastUpdated": last_updated(self.versi), "versionId": version_id(self.versi)}
        meta = (given if isinstance(given, dict) else {}) | own
        return self.isi | {"resourceType": self.jenis, "id": self.id, "meta": meta}

    def row(self) -> dict[str, Any]:
        """Return the resource as the ledger page shows it."""
        return {
            "id": self.id,
            "identifier": [{"system": system, "value": value} for system, value in identifiers(self.isi)],
            "rujukan": sorted(set(references(self.isi))),
            "status": self.isi.get("status"),
            "versi": version_id(self.versi),
            "urut": self.urut,
            "ubahan": self.ubahan,
            "dibuat": self.waktu,
        }


class Store:
    """The live resources of all clients and the order of all writes."""

    def __init__(self) -> None:
        self.history: Counter[str] = Counter()
        self.requests = 0
        self._records: dict[tuple[str, str], Stored] = {}
        self._by_identifier: dict[tuple[str, str, str], list[str]] = {}
        self._by_link: dict[tuple[str, str, str], list[str]] = {}
        self._live: Counter[str] = Counter()
        self._double: dict[str, None] = {}
        self._writes: list[dict[str, Any]] = []
        self._last = 0

    def get(self, jenis: str, id: str) -> Stored | None:
        """Find a resource by id."""
        return self._records.get((jenis, id))

    def of(self, jenis: str) -> list[Stored]:
        """Return all resources of a type, oldest first."""
        return [record for (kind, _), record in self._records.items() if kind == jenis]

    def by_identifier(self, jenis: str, system: str, value: str) -> list[Stored]:
        """Find resources by business identifier."""
        return self._all(jenis, self._by_identifier.get((jenis, system, value), ()))

    def by_link(self, jenis: str, name: str, reference: str) -> list[Stored]:
        """Find resources by one of the references in :data:`LINKS`."""
        return self._all(jenis, self._by_link.get((jenis, name, reference), ()))

    def twin(self, jenis: str, resource: Mapping[str, Any], owner: str, but: str = "") -> Stored | None:
        """Find another resource of the same owner with exactly the same identifiers; none has no twin."""
        own = sorted(identifiers(resource))
        if not own:
            return None
        for record in self.by_identifier(jenis, *own[0]):
            if record.pemilik == owner and record.id != but and sorted(identifiers(record.isi)) == own:
                return record
        return None

    def insert(self, jenis: str, id: str, resource: Mapping[str, Any], owner: str) -> Stored:
        """Write a new resource."""
        isi = {name: value for name, value in resource.items() if name not in ("id", "resourceType")}
        record = Stored(jenis, id, isi, owner, self._tick(), len(self._writes) + 1, self.requests, now_ms())
        self._records[jenis, id] = record
        self._index(record)
        key = _key(jenis, resource, owner)
        self._live[key] += 1
        if self._live[key] > 1:
            self._double[key] = None
        self._log("tambah", record)
        return record

    def update(self, record: Stored, resource: Mapping[str, Any], verb: str) -> Stored:
        """Write a resource anew, by ``ubah`` (PUT) or ``tambal`` (PATCH)."""
        self._unindex(record)
        self._live[_key(record.jenis, record.isi, record.pemilik)] -= 1
        record.isi = {name: value for name, value in resource.items() if name not in ("id", "resourceType")}
        record.versi = self._tick()
        record.ubahan += 1
        self._index(record)
        self._live[_key(record.jenis, record.isi, record.pemilik)] += 1
        self._log(verb, record)
        return record

    def note(self, operasi: str, jenis: str, id: str, kunci: str) -> None:
        """Write a line about a resource that lives elsewhere, such as a patient of the register."""
        self.history[operasi] += 1
        self._append(operasi, jenis, id, kunci, [], None)

    def orphans(self, known: Callable[[str, str], bool]) -> list[dict[str, Any]]:
        """Return every write that referred to what was not written before it.

        ``known`` tells what is there without having been written here.
        """
        there: set[str] = set()
        found = []
        for write in self._writes:
            lost = [
                reference
                for reference in write["rujukan"]
                if "/" in reference
                and reference not in there
                and not known(*reference.split("/", 1))
                and not reference.startswith("#")
            ]
            there.add(f"{write['jenis']}/{write['id']}")
            if lost:
                found.append({"urut": write["urut"], "operasi": write["operasi"], "rujukan": lost})
        return found

    def page(self, brief: bool) -> dict[str, object]:
        """Return the ledger as plain data; ``brief`` leaves the long lists out."""
        counts: Counter[str] = Counter(jenis for jenis, _ in self._records)
        page: dict[str, object] = {
            "jumlah": dict(sorted(counts.items())),
            "riwayat": dict(self.history),
            "ganda": list(self._double),
            "permintaan": self.requests,
        }
        if not brief:
            kinds: dict[str, list[dict[str, Any]]] = {}
            for record in self._records.values():
                kinds.setdefault(record.jenis, []).append(record.row())
            page |= {"sumber": kinds, "tulis": self._writes}
        return page

    def _all(self, jenis: str, ids: Iterable[str]) -> list[Stored]:
        return [self._records[jenis, id] for id in ids]

    def _tick(self) -> int:
        self._last = max(time.time_ns() // 1000 * 1000, self._last + 1000)
        return self._last

    def _index(self, record: Stored) -> None:
        for system, value in set(identifiers(record.isi)):
            self._by_identifier.setdefault((record.jenis, system, value), []).append(record.id)
        for name, reference in _links(record.isi):
            self._by_link.setdefault((record.jenis, name, reference), []).append(record.id)

    def _unindex(self, record: Stored) -> None:
        for system, value in set(identifiers(record.isi)):
            self._by_identifier[record.jenis, system, value].remove(record.id)
        for name, reference in _links(record.isi):
            self._by_link[record.jenis, name, reference].remove(record.id)

    def _log(self, verb: str, record: Stored) -> None:
        operasi = f"{record.jenis}.{verb}"
        self.history[operasi] += 1
        kunci = "|".join(value for _, value in identifiers(record.isi))
        rujukan = sorted(set(references(record.isi)))
        self._append(operasi, record.jenis, record.id, kunci, rujukan, record.isi.get("status"))

    def _append(
        self, operasi: str, jenis: str, id: str, kunci: str, rujukan: list[str], status: object
    ) -> None:
        self._writes.append(
            {
                "urut": len(self._writes) + 1,
                "operasi": operasi,
                "jenis": jenis,
                "id": id,
                "kunci": kunci,
                "rujukan": rujukan,
                "status": status,
                "waktu": now_ms(),
            }
        )


def _links(resource: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in LINKS:
        member = resource.get(name)
        reference = member.get("reference") if isinstance(member, dict) else None
        if isinstance(reference, str):
            yield name, reference


def _key(jenis: str, resource: Mapping[str, Any], owner: str) -> str:
    """Name what should exist once: the identifiers, or the whole content where there are none."""
    own = sorted(identifiers(resource))
    if own:
        return f"{jenis}|{owner}|" + "|".join(f"{system}|{value}" for system, value in own)
    content = {name: value for name, value in resource.items() if name not in ("id", "meta", "resourceType")}
    return f"{jenis}|{owner}|{json.dumps(content, sort_keys=True)}"
